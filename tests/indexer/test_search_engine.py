"""Answers: the right clause first, straight to what is named, and honest about not knowing."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from search_homes import small_handbook

from indexer.answer import answering_span
from indexer.clauses import HandbookError
from indexer.embedding import BundledEncoder
from indexer.index import build
from indexer.search import SearchEngine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    folder = tmp_path_factory.mktemp("home")
    encoder = BundledEncoder()
    build(small_handbook(folder / "handbook"), folder / "index", encoder=encoder)
    return SearchEngine.open(folder / "index", encoder=encoder)


def found(engine: SearchEngine, query: str, **filters: str) -> list[str]:
    return [hit.shown.id for hit in engine.search(query, **filters).hits]


@pytest.mark.parametrize(
    ("asked", "clause"),
    [
        ("有人关电梯里了咋办", "2.3-01"),
        ("水泵房一天看几回", "2.3-03"),
        ("楼上往下扔东西，保安几分钟到", "2.4-01"),
        ("烧焊之前要办什么手续", "2.4-02"),
        ("能用自己的微信收款码收钱吗", "2.4-03"),
        ("特种设备安全法第40条", "2.3-02"),
    ],
)
def test_a_question_in_everyday_words_finds_its_clause(engine, asked, clause):
    assert found(engine, asked)[0] == clause


def test_an_id_goes_straight_to_the_clause(engine):
    answer = engine.search("2.3-02")
    assert answer.confident
    assert [hit.shown.id for hit in answer.hits] == ["2.3-02"]


def test_a_section_number_gives_the_section_in_reading_order(engine):
    assert found(engine, "2.4") == ["2.4-01", "2.4-02", "2.4-03"]


def test_an_id_in_a_sentence_comes_first(engine):
    assert found(engine, "2.4-03 和收款有什么关系")[0] == "2.4-03"


def test_an_unknown_id_is_searched_as_words(engine):
    assert not engine.search("9.9-99").confident


def test_the_json_has_the_agreed_keys(engine):
    answer = engine.search("高空抛物", k=1).as_json()
    assert list(answer) == ["query", "confident", "took_ms", "hits"]
    (hit,) = answer["hits"]
    assert list(hit) == ["clause", "section", "title", "text", "score", "edition", "fingerprint", "url"]
    assert hit["url"] == "2.4/#2.4-01"
    assert hit["fingerprint"].startswith("sha256:")


@pytest.mark.parametrize("asked", ["明天天气怎么样", "红烧肉怎么做", "年终奖发几个月"])
def test_what_the_handbook_does_not_say_is_not_passed_off_as_an_answer(engine, asked):
    answer = engine.search(asked)
    assert not answer.confident
    assert answer.sections


def test_filters_leave_only_what_they_name(engine):
    assert sorted(found(engine, "多久到场", section="2.4")) == ["2.4-01", "2.4-02", "2.4-03"]
    assert found(engine, "多久到场", post="监控员") == ["2.3-01"]
    assert set(found(engine, "巡检", section="2")) >= {"2.3-02", "2.4-01"}


def test_behind_a_filter_the_order_is_that_of_the_filtered(engine):
    # far down the whole list all scores are 0; among themselves these three are told apart
    assert found(engine, "收款码", section="2.4")[0] == "2.4-03"
    scores = [hit.score for hit in engine.search("收款码", section="2.4").hits]
    assert scores == sorted(scores, reverse=True) and scores[0] > scores[-1]


def test_filters_that_nothing_meets_leave_no_answer(engine):
    answer = engine.search("电梯多久巡检一次", post="监控员", section="2.4")
    assert answer.hits == () and not answer.confident and "去掉一项" in answer.notice


def test_unknown_filters_list_the_known_ones(engine):
    with pytest.raises(HandbookError, match=r"2\.3、2\.4"):
        engine.search("电梯", section="7.7")
    with pytest.raises(HandbookError, match="监控值班员"):
        engine.search("电梯", post="宇航员")
    with pytest.raises(HandbookError, match="没有情形“海啸”"):
        engine.search("电梯", situation="海啸")


def test_an_empty_question_and_a_wrong_count_are_mistakes_in_a_sentence(engine):
    with pytest.raises(HandbookError, match="没有输入"):
        engine.search("  ")
    with pytest.raises(HandbookError, match="条数 0 无效"):
        engine.search("电梯", k=0)


@pytest.mark.parametrize("asked", ["？！", "a", "\x00", "电" * 5000, "<script>", "ﷺ" * 50])
def test_odd_questions_get_an_answer(engine, asked):
    assert len(engine.search(asked).hits) <= 10


def test_the_same_question_gives_the_same_answer_in_many_threads(engine):
    expected, answers = found(engine, "电梯坏了找谁"), []
    threads = [
        threading.Thread(target=lambda: answers.append(found(engine, "电梯坏了找谁"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


def test_suggestions_hold_what_was_typed(engine):
    assert "电梯" in engine.suggestions("电")
    assert engine.suggestions("") == ()


def test_without_an_index_the_engine_says_what_to_run(tmp_path: Path):
    with pytest.raises(HandbookError, match="handbook index"):
        SearchEngine.open(tmp_path)


def test_without_the_model_keywords_answer_and_say_so(tmp_path: Path, monkeypatch):
    build(small_handbook(tmp_path / "handbook"), tmp_path / "index")
    monkeypatch.setattr("indexer.embedding.weights_file", lambda: tmp_path / "nothing.bin")
    answer = SearchEngine.open(tmp_path / "index").search("高空抛物几分钟到场")
    assert answer.hits[0].shown.id == "2.4-01"
    assert "只是关键词检索" in answer.notice


def test_the_answering_sentence_is_the_one_with_the_figure_asked_for():
    text = "客服员应登记来电。维修工应在 30 分钟内到场。完工后应清理现场。"
    start, end = answering_span("维修工多久到场", text, {"维修": 1.0, "到场": 1.0, "现场": 1.0})
    assert text[start:end] == "维修工应在 30 分钟内到场。"


def test_in_a_clause_of_steps_the_answer_is_the_step_and_not_the_one_that_repeats_the_situation():
    text = (
        "发生电梯困人时，当班人员应处置：\n1. 电梯维保单位在接到通知后 30 分钟内到场；\n"
        "2. 电梯安全员在救援当日完成《电梯困人处置记录》。"
    )
    words = {"电梯": 1.0, "困人": 2.0, "维保": 1.5, "到场": 0.6}
    start, end = answering_span("电梯困人维保多久到", text, words)
    assert text[start:end].startswith("1. 电梯维保单位")
