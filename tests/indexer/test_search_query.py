"""What a question is understood to mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.asked import known_questions
from indexer.clauses import ClauseId
from indexer.query import (
    SYNONYM_WEIGHT,
    Synonyms,
    amounts,
    chinese,
    everyday_words,
    number_of,
    slips_of_typing,
    synonyms_with,
    trade_words,
    understood,
    without_slips,
)

HANDBOOK = Path(__file__).parents[2] / "handbook"


def test_a_clause_id_alone_is_recognised_however_it_is_dashed():
    for text in ("2.3-12", "条款 2.3－12", "第2.3—12条", " 2.3-12 "):
        question = understood(text)
        assert question.clauses == (ClauseId((2, 3), 12),)
        assert question.only_id


def test_a_clause_id_in_a_sentence_is_named_but_not_all():
    question = understood("2.3-12 说的一分钟从什么时候算")
    assert question.clauses == (ClauseId((2, 3), 12),)
    assert not question.only_id


@pytest.mark.parametrize("text", ["2.3", "第2.3节", "小节 2.3", "２.３"])
def test_a_section_number_alone_is_recognised(text):
    assert understood(text).section == "2.3"


def test_a_figure_in_a_question_is_no_section():
    assert understood("超过2.5米算不算登高").section is None


def test_amounts_are_looked_for_as_the_handbook_writes_them():
    assert amounts("半个小时内到") == ("30分钟",)
    assert amounts("两个小时到场") == ("2小时",)
    assert amounts("三天办完") == ("3日",)
    assert amounts("20min") == ("20分钟",)


def test_law_articles_are_looked_for_in_digits_and_in_words():
    assert "第九百四十四条" in amounts("民法典944条")
    assert "944条" in amounts("民法典第九百四十四条")


@given(st.integers(1, 9999))
def test_chinese_numerals_read_back(value):
    assert number_of(chinese(value)) == value


@given(st.text(max_size=60))
def test_any_text_is_understood(text):
    assert understood(text, synonyms_with({})).text == " ".join(understood(text).text.split())


def test_the_longer_saying_wins_and_words_already_there_are_not_added():
    synonyms = Synonyms({"监控": ("视频",), "监控室": ("消防控制室",), "电梯": ("轿厢",)})
    assert synonyms.meant("监控室的电梯轿厢") == ("消防控制室",)


def test_other_names_of_posts_lead_to_the_post():
    assert "监控值班员" in synonyms_with({"监控值班员": ("监控员",)}).meant("监控员几点交班")


def test_sayings_have_two_characters_or_more_and_mean_something():
    for saying, meant in (trade_words() | everyday_words().said).items():
        assert len(saying) >= 2
        assert meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("保安能不能搜身", "秩序维护员"),
        ("烧焊要办啥手续", "动火作业"),
        ("有人关在电梯里", "电梯困人"),
        ("电瓶车能不能推进楼道", "电动自行车"),
        ("老鼠太多了", "消杀"),
    ],
)
def test_everyday_words_lead_to_formal_ones(said, meant):
    assert any(meant in word for word in synonyms_with({}).meant(said))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("老板拖欠工资", "劳动报酬"),
        ("房东不退押金", "出租人"),
        ("被车撞了谁赔", "侵权责任"),
        ("两口子过不下去了要离了", "离婚"),
    ],
)
def test_everyday_words_of_any_trade_count_less_than_those_of_the_question(said, meant):
    extra = understood(said, everyday_words()).extra
    assert 0 < extra[meant] < SYNONYM_WEIGHT


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("请问一下，报修几小时到？谢谢了，急急急", "报修几小时到"),
        ("在吗 你好，钥匙丢了", "钥匙丢了"),
        ("家里跳匝了", "家里跳闸了"),
        ("接电话要不要先说你好再报名字", "接电话要不要先说你好再报名字"),
        ("谢谢", "谢谢"),
    ],
)
def test_courtesies_around_a_question_and_slips_of_typing_are_taken_out(typed, meant):
    assert without_slips(typed) == meant


def test_no_slip_is_part_of_what_is_written_rightly():
    vocabulary = trade_words() | everyday_words().said
    rightly = [*vocabulary, *(word for meant in vocabulary.values() for word in meant)]
    rightly += ["天然气", "带电体", "办理婚姻登记", "来访可以登记", "考合格", "时间控制", "水泵房的充电装置"]
    rightly += [path.read_text("utf-8") for path in sorted(HANDBOOK.rglob("*.md"))]
    rightly += [question for one in known_questions() for question in one.questions]
    wrong = [slip for slip, _ in slips_of_typing()]
    assert [(slip, text[:20]) for slip in wrong for text in rightly if slip in text] == []
