"""Each question stands alone, is answered by one thing only, and gives no other away."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from bank_handbooks import POSTS, about, handbook_of, whole_bank

from checklists.bank.generate import bank_of
from checklists.regeneration import compare

MORE_POSTS = POSTS + "- {name: 工程主管}\n- {name: 客服主管}\n- {name: 档案管理员}\n"
STEPS = (
    "发生火警时，当班人员应按下列步骤处置：\n"
    "    1. 监控值班员在报警后 1 分钟内通知就近的秩序维护员核实；\n"
    "    2. 秩序维护员在 3 分钟内携带灭火器到场；\n"
    "    3. 监控值班员在确认起火后 1 分钟内启动消防广播；\n"
    "    4. 秩序班长在 5 分钟内打开消防车通道；\n"
    "    5. 项目经理在 10 分钟内启动疏散预案；\n"
    "    6. 秩序维护员引导人员走楼梯疏散；\n"
)


def stems(bank, slot=""):
    return [question.stem for question in bank.items if not slot or question.slot == slot]


def test_a_question_carries_the_edition_of_the_whole_handbook(tmp_path):
    handbook = handbook_of(tmp_path, "电工应每日检查配电房 1 次。")
    for question in whole_bank(handbook).items:
        assert question.edition == handbook.edition
        assert question.explanation.endswith(f"版本 {handbook.edition}）")


def test_two_ordering_questions_of_one_list_share_one_step_at_most_and_show_no_time_limits(tmp_path):
    orders = [q for q in whole_bank(handbook_of(tmp_path, STEPS)).items if q.type == "order"]
    assert len(orders) == 4
    for number, one in enumerate(orders):
        assert not re.search(r"\d+分钟", "".join(one.options))
        assert all(len({*one.options} & {*other.options}) <= 1 for other in orders[:number])


def in_order(bank):
    """The steps of each ordering question as its key orders them."""
    return [[q.options[place] for place in q.key] for q in bank.items if q.type == "order"]


def test_steps_lose_the_words_by_which_anybody_could_sort_them(tmp_path):
    drill = (
        "开展演练时，项目经理应按下列顺序进行：\n    1. 演练前 3 日告知居民；\n"
        "    2. 演练时设置标识；\n    3. 演练后总结评估。\n"
    )
    late = (
        "同一问题逾期未关闭时，项目经理应按下列顺序督办：\n    1. 第 1 次逾期的，发出督办通知；\n"
        "    2. 第 2 次逾期的，约谈秩序班长；\n    3. 第 3 次逾期的，公司内通报并在考核中扣分。\n"
    )
    assert in_order(whole_bank(handbook_of(tmp_path, drill, late))) == [
        ["告知居民", "设置标识", "总结评估"],
        ["发出督办通知", "约谈秩序班长", "公司内通报并在考核中扣分"],
    ]


def test_steps_that_say_themselves_when_they_come_are_not_to_be_ordered(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "开展演练时，项目经理应按下列顺序进行：\n    1. 演练前告知居民；\n"
            "    2. 演练时设置标识；\n    3. 客服员在演练后总结评估。\n    4. 演练后归档。\n",
        )
    )
    assert in_order(bank) == []


def test_acts_that_are_done_in_turn_are_a_sequence_only_where_their_count_closes_it(tmp_path):
    asked = "客服员接到咨询时，应依次完成登记、转办、回复三件事。"
    open_list = "客服员接到投诉时，应依次完成受理、核实、处理、回访三件事。"
    assert in_order(whole_bank(handbook_of(tmp_path, asked, open_list))) == [["登记", "转办", "回复"]]


def test_a_step_ends_where_it_points_elsewhere_or_goes_on_all_the_while(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "发生停电时，当班人员应按下列步骤处置：\n    1. 监控值班员逐台呼叫，发现困人按本手册 2.3 处置；\n"
            "    2. 客服员通知电工，此后每 5 分钟通话 1 次；\n    3. 电工：到场查明原因。\n",
        )
    )
    order = next(question for question in bank.items if question.type == "order")
    assert {*order.options} == {"监控值班员逐台呼叫", "客服员通知电工", "电工：到场查明原因"}


def test_first_this_then_that_is_a_sequence_with_what_may_follow_it(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "进入污水井前，维修工应先通风 30 分钟，再检测有毒有害气体。"))
    order = next(question for question in bank.items if question.type == "order")
    assert [order.options[place] for place in order.key] == [
        "通风30分钟",
        "检测有毒有害气体",
        "进入污水井",
    ]


def test_a_case_of_a_list_stands_in_the_stem_in_the_place_of_the_list(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "秩序维护员发现下列三种情形时，应在 10 分钟内报告秩序班长：\n"
            "    - 安全出口上锁；\n    - 防火门敞开；\n    - 消火栓被遮挡。\n",
        )
    )
    asked = [question.stem for question in bank.items if question.type != "short"]
    assert asked and not any("下列" in stem or "列明的" in stem for stem in asked)
    assert all(re.search(r"“(?:安全出口上锁|防火门敞开|消火栓被遮挡)”的情形时", stem) for stem in asked)


def test_a_list_is_named_by_two_of_its_entries(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "项目经理应备有下列四类应急预案：\n    - 火灾；\n    - 停电；\n    - 电梯困人；\n    - 台风暴雨。\n",
        )
    )
    asked = stems(bank, "subject")
    assert asked and all(re.search(r"“[^”]+”“[^”]+”等四类应急预案", stem) for stem in asked)


def test_a_further_duty_with_its_own_word_of_force_is_no_part_of_the_question(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "监控值班员应每半年抽考 1 次灭火器操作，抽考人数应不少于员工总数的 20%。",
            "工程主管应每周检查楼道灯具 1 次。",
            posts=MORE_POSTS,
        )
    )
    asked = [q.stem for q in bank.items if q.type == "single" and q.clause == "9.1-01"]
    assert asked and not any("抽考人数" in stem for stem in asked)
    assert not any("人数员工总数" in stem for stem in stems(bank))  # a bound is dropped with its count only


def test_half_of_what_a_sentence_asks_is_no_case_that_complies(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "等候满 10 分钟仍无人应答时，维修工应在门上留条，并电话告知客服员。",
            "每日 18:00 前，客服员应汇总工单数量，报项目经理。",
        )
    )
    for question in bank.items:
        if question.slot == "duty":
            assert "电话告知客服员" in question.stem or "报项目经理" in question.stem


def test_a_case_shows_all_that_a_sentence_asks_for_safety(tmp_path):
    clause = "气体检测合格后，维修工方可进入污水井，井口应有 1 名监护人值守。{class=A}"
    cases = [q.stem for q in whole_bank(handbook_of(tmp_path, clause)).items if q.slot == "duty"]
    assert cases and all("监护人值守" in stem for stem in cases)


def test_an_act_that_leans_on_its_sentence_is_not_cut_out_of_it(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "监控值班员应把监控录像保存不少于 30 日，且保存期内不应删改或扩散。",
            "保洁员应把生活垃圾投放到收集容器，不应随意倾倒、堆放和焚烧。",
            "项目经理应逐项扣减；同一问题在连续 2 次检查中出现时，项目经理应按 2 倍计算，并在《评分表》中注明。",
        )
    )
    assert not [question for question in bank.items if question.slot == "prohibition"]
    assert not any(
        stem.endswith("时，项目经理在《评分表》中注明。这一做法符合手册规定。") for stem in stems(bank)
    )


@pytest.mark.parametrize(
    ("clause", "named"),
    [
        ("客服员辞职应提前 30 日书面通知公司，试用期内提前 3 日通知。", "试用期内除外"),
        ("一般维修应由维修工在 24 小时内完成；缺少配件的，应在 3 日内完成。", "缺少配件的除外"),
    ],
)
def test_a_case_with_its_own_figure_is_taken_out_of_the_stem(tmp_path, clause, named):
    asked = [
        q
        for q in whole_bank(handbook_of(tmp_path, clause)).items
        if q.type == "numeric" and q.slot == "limit"
    ]
    assert any(named in question.stem for question in asked)


def test_a_figure_for_some_is_taken_out_of_the_figure_for_all(tmp_path):
    clause = "客服员应以 80 分为各岗位考试合格线，监控值班员和电工应以 90 分为合格线。"
    asked = [q.stem for q in whole_bank(handbook_of(tmp_path, clause)).items if q.slot == "limit"]
    assert asked and all(
        "（监控值班员和电工除外）" in stem or "90" in stem or "80分为" in stem for stem in asked
    )
    assert any("（监控值班员和电工除外）" in stem for stem in asked)


def test_how_many_they_are_is_not_asked_of_those_who_are_named(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "现金收入，客服员应与保洁员 2 人点数后锁入保险柜。"))
    assert not [question for question in bank.items if question.slot == "limit"]


def test_a_post_that_does_the_like_in_another_part_of_the_sentence_is_no_option(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "维修工借用公用工具时应填写借用登记表，并在当班结束前归还。",
            "业主借用梯子和公用工具时，客服员应填写借用登记表。",
            "访客到访时，秩序维护员应核对身份。",
            "楼道积水时，保洁员应拖干地面。",
            "花木枯死时，绿化员应补种。",
            posts=MORE_POSTS,
        )
    )
    for question in about(bank, "9.1-01"):
        assert "客服员" not in question.options


def test_by_when_is_asked_with_what_is_due_by_then(tmp_path):
    clause = "收费员应在诉讼时效届满前不少于 6 个月，将清单交项目经理。"
    posts = POSTS + "- {name: 收费员}\n"
    asked = [q for q in whole_bank(handbook_of(tmp_path, clause, posts=posts)).items if q.slot == "limit"]
    assert asked and all("将清单交项目经理" in question.stem for question in asked)


def test_a_question_is_for_who_acts_and_not_for_who_is_waited_for(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "项目经理到场前，维修工和保洁员严禁移动伤者身边的物品。",
            "客服员收到停水通知后，应在 2 小时内转告业主。",
        )
    )
    assert {question.post for question in about(bank, "9.1-01")} == {"维修工、保洁员"}
    assert {question.post for question in about(bank, "9.1-02")} == {"客服员"}


def test_within_so_many_days_before_is_no_shortest_notice(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "项目经理应在春节放假前 3 日内组织 1 次安全检查。"))
    assert not [question for question in bank.items if question.slot == "limit"]


def test_an_amount_that_something_has_is_put_with_its_verb(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "客服员保管的库存现金（备用金）应不超过 5000 元。"))
    cases = [question.stem for question in bank.items if question.scenario]
    assert cases and all("（备用金）为" in stem for stem in cases)


def test_a_duty_is_not_cut_from_the_form_that_it_is_about(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path, "《动火作业审批表》的有效期应不超过 8 小时，跨日作业时，维修工应重新办理审批。{class=A}"
        )
    )
    for question in bank.items:
        if question.slot == "duty":
            assert "《动火作业审批表》" in question.stem


def test_an_exception_of_a_ban_may_be_the_case_where_the_ban_is_of_one_act(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "业主不在家时，维修工不应入户，业主书面委托他人在场的除外。"))
    case = next(question for question in bank.items if question.slot == "prohibition")
    assert case.key is True and "（属于“业主书面委托他人在场”的情形）" in case.stem


def test_of_several_forbidden_acts_an_exception_takes_out_none_for_sure(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "客服员不应代替业主填写评价、用礼品换取好评，电话代填除外。"))
    for question in bank.items:
        if question.slot == "prohibition" and question.type == "truefalse":
            assert question.key is False


def test_a_ban_that_counts_up_whole_acts_is_asked_for_each_of_them(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "燃气泄漏现场，维修工严禁开关电器、使用明火或拨打电话。",
            "维修工不应补造、涂改检查记录、评分记录。",
        )
    )
    short = [question for question in bank.items if question.type == "short"]
    assert [question.key for question in short] == [("开关电器", "使用明火", "拨打电话")]


def test_what_counts_as_passed_is_asked_point_by_point(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path, "气体检测合格（氧含量 19.5% 至 23.5%，有毒气体未超标）后，维修工方可进入污水井作业。"
        )
    )
    criteria = next(question for question in bank.items if question.slot == "criteria")
    assert criteria.key == ("氧含量19.5%至23.5%", "有毒气体未超标")


def test_whom_a_report_goes_to_is_asked_among_posts_that_hear_nothing_of_the_kind(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "发现水泵异响时，电工应停泵，并报告工程主管。",
            "业主来电时，客服员应登记诉求。",
            "访客到访时，秩序维护员应核对身份。",
            "楼道积水时，保洁员应拖干地面。",
            "花木枯死时，绿化员应补种。",
            posts=MORE_POSTS,
        )
    )
    asked = [question for question in bank.items if question.slot == "addressee"]
    assert asked
    for question in asked:
        assert question.stem.endswith("并报告哪个岗位？")
        assert question.options[question.key] == "工程主管" and "电工" not in question.options


def test_where_a_duty_starts_is_asked_as_a_number_when_its_words_include_it(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "距地面 2 米或更高的作业，维修工必须系挂安全带。",
            "距地面 3 米以上的作业，维修工必须办理作业票。",
        )
    )
    starts = [question for question in bank.items if question.slot == "start"]
    assert [question.key for question in starts] == [{"value": 2, "unit": "米"}]


def test_a_name_that_holds_its_period_is_no_frequency_question(tmp_path):
    table = (
        "\n检查应按下表开展：\n\n| 层级 | 频次 | 岗位 |\n| --- | --- | --- |\n"
        "| 班组日检 | 每日 1 次 | 秩序班长 {#9.1-30} |\n"
    )
    bank = whole_bank(handbook_of(tmp_path, "电工应检查配电房。", tail=table))
    assert not [question for question in about(bank, "9.1-30") if question.slot == "frequency"]


def test_a_row_on_a_post_asks_for_no_post(tmp_path):
    table = (
        "\n人数应按下表核定：\n\n| 对象 | 频次 | 核定岗位 |\n| --- | --- | --- |\n"
        "| 绿化员 | 每年 1 次 | 项目经理 {#9.1-30} |\n"
    )
    assert about(whole_bank(handbook_of(tmp_path, "电工应检查配电房。", tail=table)), "9.1-30") == []


def test_entries_that_are_shares_or_things_are_no_acts(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "项目经理应按下列占比计算得分：\n    - 投诉处理效率占 20%；\n    - 满意度调查占 20%；\n    - 质量评分占 60%。\n",
            "客服员应按下列期限保存资料：\n    - 发票、完税凭证保存不少于 10 年；\n    - 合同保存不少于 5 年；\n    - 报告保存不少于 3 年。\n",
        )
    )
    for stem in stems(bank):
        assert "岗位应投诉处理" not in stem and "应发票" not in stem


def test_an_act_that_only_checks_something_in_time_is_no_case(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "档案管理员应核对能否在 10 分钟内找到原件。", posts=MORE_POSTS))
    assert not [question for question in bank.items if question.scenario and question.slot == "limit"]


def test_everybody_does_nothing_in_a_case(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "全体员工严禁在未断电时徒手拉触电者。"))
    assert stems(bank) and not any("情景：全体" in stem for stem in stems(bank))


def test_a_later_duty_of_the_whole_sentence_is_kept_where_it_is_the_answer(tmp_path):
    bank = whole_bank(
        handbook_of(tmp_path, "客服员发现多收费用时，应在 3 日内报项目经理；出纳应在 7 日内退还。")
    )
    asked = [q.stem for q in bank.items if q.type == "numeric"]
    assert any("多少日内退还" in stem for stem in asked)


def test_duties_of_one_post_are_asked_in_pairs_that_come_once(tmp_path):
    clauses = [
        "楼道积水时，保洁员应拖干地面并放置警示牌。",
        "电梯轿厢有异味时，保洁员应喷洒清新剂除味。",
        "垃圾桶满溢时，保洁员应更换垃圾袋并擦洗桶身。",
        "外墙脱落时，维修工应设置警戒围挡现场。",
        "门禁失灵时，电工应检查线路和电源模块。",
        "业主来电时，客服员应登记诉求和联系电话。",
        "花木枯死时，绿化员应补种同类苗木。",
    ]
    shares = [q for q in whole_bank(handbook_of(tmp_path, *clauses)).items if q.slot == "share"]
    rights = defaultdict(list)
    for question in shares:
        post = re.search(r"由([^负]+)负责", question.stem)
        rights[post and post[1]].append({question.options[place] for place in question.key})
    for found in rights.values():
        for number, one in enumerate(found):
            assert all(len(one & other) < 2 for other in found[:number])


def test_a_clause_without_questions_is_named_as_the_cause_of_a_change(tmp_path):
    """A permission makes a post doubtful as an option; taking it out changes the question and is told."""
    clauses = [
        "水泵异响时，维修工应停泵检查水泵。",
        "路灯损坏时，电工应更换灯泡。",
        "楼道积水时，保洁员应拖干地面。",
        "业主来电时，客服员应登记诉求。",
        "访客到访时，秩序维护员应登记证件。",
    ]
    before = bank_of(handbook_of(tmp_path / "a", *clauses, "水泵异响时，保洁员可停泵检查水泵。"), every=True)
    after = bank_of(handbook_of(tmp_path / "b", *clauses, "水泵异响时，绿化员可停泵检查水泵。"), every=True)
    report = compare(before, after)
    moved = [*report.added, *report.changed, *report.withdrawn]
    assert all(entry.id.startswith("Q-9.1-06") or "9.1-06" in entry.reason for entry in moved)


@pytest.mark.parametrize(
    ("clause", "case"),
    [
        (
            "会计应依法设置会计账簿并据实登记，不应伪造、变造会计凭证和会计账簿。",
            "会计伪造、变造会计凭证和会计账簿",
        ),
        (
            "引用消防法时，品质主管不应引用旧版条号，《法律法规清单》同步标注。",
            "引用消防法时，品质主管引用旧版条号。",
        ),
    ],
)
def test_a_case_of_a_ban_names_who_acts_and_ends_with_the_ban(tmp_path, clause, case):
    posts = POSTS + "- {name: 会计}\n- {name: 品质主管}\n"
    asked = [q.stem for q in whole_bank(handbook_of(tmp_path, clause, posts=posts)).items]
    assert any(case in stem for stem in asked), asked


def test_two_posts_with_the_same_span_of_time_are_not_put_in_order(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "发现有人触电时，当班人员应按下列步骤处置：\n    1. 秩序维护员立即断电；\n"
            "    2. 监控值班员在 1 分钟内拨打 120；\n    3. 电工在 30 分钟内到场隔离电源；\n"
            "    4. 秩序班长在 30 分钟内报告项目经理；\n",
        )
    )
    orders = [question for question in bank.items if question.type == "order"]
    assert orders
    for question in orders:
        assert not {"电工到场隔离电源", "秩序班长报告项目经理"} <= {*question.options}


def test_a_step_keeps_the_news_on_which_it_depends(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "水管爆裂时，当班人员应按下列步骤处置：\n    1. 客服员在接到报告后 2 分钟内通知维修工；\n"
            "    2. 电工在接到水流接近电梯厅的通知后 5 分钟内停梯断电；\n    3. 维修工在 30 分钟内关闭阀门；\n",
        )
    )
    order = next(question for question in bank.items if question.type == "order")
    assert {*order.options} == {
        "客服员通知维修工",
        "电工在接到水流接近电梯厅的通知后停梯断电",
        "维修工关闭阀门",
    }


def test_who_is_not_asked_where_the_duty_hangs_on_an_act_of_that_post(tmp_path):
    text = "客服员收集业主的人脸信息前，应取得本人单独同意。"
    bank = whole_bank(handbook_of(tmp_path, text, posts=MORE_POSTS))
    assert not any("哪个岗位收集" in stem for stem in stems(bank))


def test_a_figure_between_two_others_of_its_list_is_not_asked(tmp_path):
    bank = whole_bank(
        handbook_of(
            tmp_path,
            "项目经理收到整改单后，应完成整改：一般问题 3 日内，较大问题 7 日内，停用设备的问题 15 日内。",
        )
    )
    assert not any(re.search(r"多少日内.*\d+日内|\d+日内.*多少日内", stem) for stem in stems(bank))


def test_a_case_outside_an_exception_is_a_case_and_no_rule(tmp_path):
    bank = whole_bank(handbook_of(tmp_path, "除复杂投诉外，项目经理应在接到投诉后 3 日内办结。"))
    cases = [question.stem for question in bank.items if question.scenario]
    assert cases and not any("情景：除" in stem for stem in cases)


def test_a_case_of_one_post_leaves_out_who_else_stands_in_the_occasion(tmp_path):
    text = "秩序班长和监控值班员上岗前，项目经理应核验其已接受培训，监控值班员还应持有消防设施操作员证。{class=A}"
    bank = whole_bank(handbook_of(tmp_path, text))
    assert any("情景：监控值班员上岗前，持有消防设施操作员证" in stem for stem in stems(bank, "duty"))
