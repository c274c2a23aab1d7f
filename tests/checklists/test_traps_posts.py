"""No post is an option that does the like elsewhere, under whatever name."""

from __future__ import annotations

from bank_handbooks import about, handbook_of
from bank_handbooks import whole_bank as bank_of

from checklists.bank.workshop import Workshop
from checklists.facts import facts_of


def test_no_role_question_offers_an_alias_or_everybody(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "访客到访时，秩序维护员应在登记后放行。",
            "业主报修时，客服员应填写报修单。",
            "水泵异响时，电工应停泵。",
        )
    )
    for question in bank.items:
        if question.slot == "subject" and question.type == "single":
            assert not {"保安员", "门岗", "全体员工", "员工"} & set(question.options) - {
                question.options[question.key]
            }


def test_a_role_that_does_the_like_elsewhere_is_no_option(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "电梯轿厢发现积水时，保洁员应清理电梯轿厢积水。",
            "电梯轿厢发现积水时，电工应清理电梯轿厢积水并断电。",
        )
    )
    for question in about(bank, "9.1-01"):
        assert "电工" not in question.options


def test_without_a_list_of_posts_no_synonym_stands_beside_its_post(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "水泵异响时，维修工应停泵检查。",
            "路灯损坏时，修理工应更换灯泡。",
            "访客到访时，保安员应登记证件。",
            "楼道积水时，保洁员应拖干地面。",
            "业主来电时，客服员应记录诉求。",
            posts="",
        )
    )
    for question in about(bank, "9.1-01"):
        assert "修理工" not in question.options


def test_who_does_what_is_asked_with_acts_of_the_same_list(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "发生火警时，当班人员应按下列步骤处置：\n"
            "    1. 监控值班员通知秩序维护员；\n"
            "    2. 秩序维护员携带灭火器到场；\n"
            "    3. 监控值班员启动消防广播；\n"
            "    4. 秩序维护员引导人员疏散；\n"
            "    5. 秩序维护员拉设警戒线。\n",
        )
    )
    asked = [question for question in bank.items if question.slot == "share"]
    assert asked
    for question in asked:
        right = {question.options[place] for place in question.key}
        mine = {"通知秩序维护员", "启动消防广播"}
        assert right <= mine if "由监控值班员" in question.stem else not right & mine


def test_a_head_that_says_what_a_post_does_stays_in_the_question(tmp_path):
    table = (
        "\n人员应按下表核定：\n\n| 配置对象 | 标准 | 核定岗位 |\n| --- | --- | --- |\n"
        "| 绿地养护组 | 不少于 2 人 | 项目经理 {#9.1-30} |\n"
    )
    shop = Workshop(handbook_of(tmp_path, "电工应每日检查配电房 1 次。", tail=table))
    asked = [
        fact.frame.text for fact in facts_of(shop) if fact.slot == "subject" and fact.clause.kind == "row"
    ]
    assert asked and all("的核定岗位应为项目经理" in text for text in asked)


def test_a_rule_before_the_post_is_no_duty_of_the_post(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "燃气灶具使用完毕必须关闭阀门，保洁员下班前应逐项检查水、电、气。",
            "保洁员应每日擦拭大堂玻璃门窗。",
            "保洁员应每周清洗大堂地毯一次。",
            "电工应每日抄录配电房仪表读数。",
            "电工应每月清扫配电房地面一次。",
        )
    )
    for question in bank.items:
        if question.slot == "share":
            assert not any("关闭阀门" in option for option in question.options)


def test_a_step_says_of_which_work(tmp_path):
    shop = Workshop(
        handbook_of(
            tmp_path,
            "水箱清洗应按下列步骤进行：\n    1. 维修工排空存水；\n    2. 保洁员刷洗内壁；\n    3. 项目经理验收并签字。\n",
        )
    )
    asked = [fact.frame.text for fact in facts_of(shop) if fact.slot == "subject"]
    assert asked and all("水箱清洗" in text for text in asked)


def test_nobody_is_asked_which_post_must_not_do_what_no_other_may_do_either(tmp_path):
    bank = bank_of(
        handbook_of(
            tmp_path,
            "家中只有未成年人时，维修工不应入户，应与监护人另行约定时间。",
            "访客到访时，秩序维护员应在登记后放行。",
            "楼道积水时，保洁员应拖干地面。",
            "业主来电时，客服员应记录诉求。",
            "水泵异响时，电工应停泵检查。",
        )
    )
    assert not [one for one in about(bank, "9.1-01") if "哪个岗位" in one.stem]
    assert any("哪个岗位" in one.stem for one in bank.items)
