"""What `demands_of` and `extract_text` promise to the rooms that use them."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.clauses import Clause, ClauseId, Handbook, Kind, Post, SourceSpan
from indexer.demands.extract import demands_of, extract_text, forget, why_nothing
from indexer.demands.model import CONFIDENT

HANDBOOK = Handbook(
    sections=(), posts=(Post("监控值班员", ("监控员",)), Post("维修工", ("维修师傅",)), Post("电梯安全员"))
)


def clause(
    text: str,
    *,
    lead_in: str = "",
    heading: str = "",
    kind: Kind = "item",
    attributes: Mapping[str, str] | None = None,
) -> Clause:
    return Clause(
        ClauseId.parse("2.3-12"),
        "2.3",
        "设施设备管理",
        heading,
        text,
        lead_in,
        attributes or {},
        SourceSpan("x.md", 3),
        kind,
    )


def test_ids_count_in_reading_order() -> None:
    found = demands_of(clause("维修工应在30分钟内到场，并填写《维修单》。"), HANDBOOK)
    assert [demand.id for demand in found] == ["2.3-12/1", "2.3-12/2"]


def test_quote_is_the_text_at_its_span() -> None:
    text = "维修工到场后，**应**：\n    - 切断主电源；\n    - 在 10 分钟 内放置停用牌。"
    for demand in demands_of(clause(text), HANDBOOK):
        assert text[slice(*demand.span)] == demand.quote


def test_withdrawn_clause_demands_nothing() -> None:
    assert demands_of(clause("（A/1 废止）应停用。", attributes={"withdrawn": "A/1"}), HANDBOOK) == ()


def test_post_of_the_braces_is_inferred_not_subject() -> None:
    (found,) = demands_of(clause("应切断主电源。", attributes={"posts": "维修工"}), HANDBOOK)
    assert (found.subject, found.subject_inferred) == (None, "维修工")


def test_subject_is_written_as_the_document_writes_it() -> None:
    (found,) = demands_of(clause("维修师傅应切断主电源。"), HANDBOOK)
    assert found.subject == "维修师傅"


def test_post_in_a_heading_is_inferred() -> None:
    (found,) = extract_text("负责访客核验；", heading="秩序维护员岗位职责")
    assert (found.subject, found.subject_inferred) == (None, "秩序维护员")


def test_sub_items_inherit_force_subject_and_condition() -> None:
    found = demands_of(clause("维修工到场后，应：\n    - 切断主电源；\n    - 放置停用牌。"), HANDBOOK)
    assert [(d.modality, d.subject, d.condition) for d in found] == [("must", "维修工", "维修工到场后")] * 2


def test_forbidden_acts_are_one_demand_each() -> None:
    found = demands_of(clause("维修工不应有下列行为：\n    - 吸烟；\n    - 收受礼品。"), HANDBOOK)
    assert [(d.modality, d.quote) for d in found] == [("must_not", "吸烟"), ("must_not", "收受礼品")]


def test_closed_list_of_things_is_one_demand() -> None:
    found = demands_of(clause("登记内容应包括下列三项：\n    - 房号；\n    - 姓名；\n    - 电话。"), HANDBOOK)
    assert len(found) == 1
    assert found[0].quote.endswith("电话。")


def test_steps_are_ordered() -> None:
    found = demands_of(clause("维修工应按下列步骤操作：\n    1. 断开电源；\n    2. 验电。"), HANDBOOK)
    assert [d.ordered for d in found] == [True, True]


def test_cases_of_a_duty_stay_with_it() -> None:
    found = demands_of(
        clause("有下列情形之一的，电梯安全员应停用电梯：\n    - 异响；\n    - 冒烟。"), HANDBOOK
    )
    assert [(d.subject, d.condition) for d in found] == [("电梯安全员", "有下列情形之一的")]


def test_row_takes_post_frequency_and_record_from_its_columns() -> None:
    row = clause(
        "水泵房 | 每日 2 次 | 维修工 | 《水泵房巡查记录》",
        lead_in="机房应按下表巡检：\n对象 | 频次 | 岗位 | 记录",
        kind="row",
    )
    (found,) = demands_of(row, HANDBOOK)
    assert (found.subject, found.evidence) == ("维修工", "《水泵房巡查记录》")
    assert found.frequency is not None and found.frequency.as_json() == {
        "times": 2,
        "per": "日",
        "comparator": "=",
    }


def test_caption_with_yi_makes_a_recommendation() -> None:
    row = clause("水泵房 | 每日 2 次 | 维修工", lead_in="机房宜按下表巡检：\n对象 | 频次 | 岗位", kind="row")
    assert demands_of(row, HANDBOOK)[0].modality == "should"


def test_row_without_post_frequency_or_standard_demands_nothing() -> None:
    assert extract_text("业主 | 房屋的所有权人", lead_in="术语见下表\n术语 | 定义", row=True) == ()


def test_number_that_starts_the_duty_is_no_limit() -> None:
    (found,) = extract_text("得分低于80分的项目应进行整改。")
    assert (found.limit, found.condition) == (None, "得分低于80分")


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("每班不得少于2人。", ">="),
        ("每班不应低于2人。", ">="),
        ("噪声不得超过45分贝。", "<="),
        ("间距不应小于3米。", ">="),
        ("浓度应低于5%。", "<"),
        ("人数应不少于2人且不超过5人。", "range"),
    ],
)
def test_prohibition_of_a_bound_is_its_positive(text: str, comparator: str) -> None:
    (found,) = extract_text(text)
    assert found.modality == "must"
    assert found.limit is not None and found.limit.comparator == comparator


def test_vague_demand_says_what_it_lacks() -> None:
    (found,) = extract_text("客服员应积极主动。")
    assert found.is_obligation and not found.auditable
    assert found.reason == "待细化：缺少可观察的行为或数值"


def test_permission_and_recommendation_are_no_obligations() -> None:
    found = extract_text("维修工可委托他人；保洁员宜戴手套。")
    assert [(d.modality, d.is_obligation) for d in found] == [("may", False), ("should", False)]


def test_reading_that_guesses_stays_below_the_line() -> None:
    found = extract_text("业主不得私拉电线，物业公司工作人员定期劝导。")
    assert all(d.confidence <= 1 for d in found)
    assert any(d.confidence >= CONFIDENT for d in found)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("本手册所称业主，是指房屋的所有权人。", "非要求：定义"),
        ("迟到的扣5分。", "非要求：罚则"),
        ("小区有电梯32部。", "非要求：陈述"),
        ("维修工应对", "残缺：句子没有写完"),
    ],
)
def test_refusal_says_why_there_is_no_demand(text: str, reason: str) -> None:
    assert demands_of(clause(text)) == ()
    assert why_nothing(clause(text)) == reason


def test_same_text_gives_the_same_demands() -> None:
    text = "电工应每日巡查配电房 1 次，并填写《配电房巡查抄表记录》。"
    assert extract_text(text) == extract_text(text)


HOSTILE = (
    "（",
    "《",
    "“",
    "应",
    "应当不得",
    "每",
    "9",
    "一",
    "不得少于",
    "由",
    "的",
    "，",
    "；",
    "业主、",
    "| ",
    "[",
    "\n- ",
    "后",
    "1.",
    "“《",
    "除",
)
"""Pieces of which text is made that tells nothing and might take long."""
LETTERS = "应不得可宜须要禁止由的后时前每日次内以上下，。；：、（）《》“”【[|- \n0123456789一二三十百千万半年月分钟人员工"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=LETTERS, max_size=120))
def test_any_text_is_read_and_quoted_exactly(text: str) -> None:
    for demand in extract_text(text):
        assert text[slice(*demand.span)] == demand.quote
        assert 0 <= demand.confidence <= 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.text(alphabet=LETTERS, max_size=40))
def test_any_lead_in_is_read(text: str, lead_in: str) -> None:
    for demand in extract_text(text, lead_in=lead_in, heading=lead_in):
        assert demand.modality in ("must", "must_not", "should", "may")


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_with_work_in_proportion(piece: str) -> None:
    """Work is counted in calls of functions, which a busy machine does not change."""

    def calls(size: int) -> int:
        counted = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal counted
            counted += 1

        text = piece * (size // len(piece))
        forget()
        sys.setprofile(count)
        try:
            extract_text(text)
        finally:
            sys.setprofile(None)
        return counted

    small, large = calls(5_000), calls(20_000)
    assert large <= 5 * small + 500


@pytest.mark.parametrize(
    "text",
    [
        "（" * 50_000 + "。维修工应每日巡查。",
        "“《【" * 5_000 + "维修工应每日巡查。",
        "维修工应每日巡查；" * 3_000,
        "；" * 100_000 + "维修工应每日巡查。",
        "\n" * 20_000 + "维修工应每日巡查。",
    ],
    ids=["brackets never closed", "quotes never closed", "demands", "100,000 semicolons", "empty lines"],
)
def test_demand_is_found_in_hostile_surroundings(text: str) -> None:
    assert extract_text(text)[-1].quote.endswith("维修工应每日巡查")


@pytest.mark.slow
def test_ten_megabytes_on_one_line_are_read() -> None:
    line = "小区环境（一期，" * 420_000 + "电工应每日巡查配电房。"
    assert len(line.encode()) > 10_000_000
    assert extract_text(line)[-1].frequency is not None
