"""Banks travel to other programs and back."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.exchange.excel import from_excel, to_excel
from checklists.exchange.files import read_questions
from checklists.exchange.gift import from_gift, to_gift
from checklists.exchange.moodle import from_moodle, to_moodle
from checklists.exchange.plain import from_json, to_json
from checklists.question import Bank, Question
from indexer.clauses import HandbookError

NASTY = "时限：30~60 分钟 = {1}#2\\n<b>&\"'“》；"

ITEMS = (
    Question("Q-1.1-01-a", "single", f"哪个？{NASTY}", (f"甲{NASTY}", "乙", "丙=丁"), 1, f"解析{NASTY}", clause="1.1-01", edition="A/0", section="1.1"),
    Question("Q-1.1-02-b", "multiple", "哪些？（多选）", ("甲", "乙", "丙", "丁", "戊"), (0, 2, 4), "见", clause="1.1-02", edition="A/0", section="1.1"),
    Question("Q-1.1-03-c", "truefalse", "对吗，一二三四。", (), False, "见", clause="1.1-03", edition="A/0", section="1.1"),
    Question("Q-2.1-01-d", "numeric", "几小时？", (), {"value": 1.5, "unit": "小时"}, "见", clause="2.1-01", edition="A/0", section="2.1"),
    Question("Q-2.1-02-e", "order", "排序。", ("上锁", "验电", "断电"), (2, 1, 0), "见", clause="2.1-02", edition="A/0", section="2.1"),
    Question("Q-2.1-03-f", "short", "写出三项？", (), ("甲项", "乙项", "丙项"), "见", clause="2.1-03", edition="A/0", section="2.1", critical=True),
    Question("Q-2.1-04-g", "single", "下列哪项**不应**做？", ("甲", "乙", "丙"), 0, "见", clause="2.1-04", edition="A/0", section="2.1"),
)  # fmt: skip


def told(question):
    """What every format must keep."""
    key = question.key
    if question.type == "order":
        key = [question.options[place] for place in question.key]
    options = sorted(question.options) if question.type == "order" else list(question.options)
    return (
        question.id,
        question.type,
        question.stem,
        options,
        key,
        question.explanation,
        question.clause,
        question.edition,
    )


@pytest.mark.parametrize(
    ("write", "read"),
    [
        (lambda items: to_json(Bank("A/0", tuple(items), ())), from_json),
        (to_gift, from_gift),
        (to_moodle, from_moodle),
        (to_excel, from_excel),
    ],
    ids=["json", "gift", "moodle", "xlsx"],
)
def test_a_bank_comes_back_as_it_went(write, read):
    assert [told(item) for item in read(write(ITEMS))] == [told(item) for item in ITEMS]


@pytest.mark.parametrize("write", [to_gift, to_moodle, to_excel], ids=["gift", "moodle", "xlsx"])
def test_the_same_bank_gives_the_same_bytes(write):
    assert write(ITEMS) == write(ITEMS)


texts = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="*\u2028\u2029\x85"),
    min_size=1,
    max_size=40,
)
plain = texts.map(lambda text: " ".join(text.split())).filter(
    lambda text: text and not text.startswith(("[", "%", "#", "$", "//"))
)


@settings(max_examples=60, deadline=None)
@given(plain, st.lists(plain, min_size=3, max_size=5, unique=True), plain)
def test_any_words_survive_gift(stem, options, explanation):
    if any("->" in option for option in options):
        return
    item = Question("Q-x", "single", stem, tuple(options), 0, explanation)
    back = from_gift(to_gift([item]))[0]
    assert (back.stem, back.options, back.key, back.explanation) == (stem, tuple(options), 0, explanation)


def test_gift_uses_only_weights_that_moodle_reads():
    text = to_gift(ITEMS)
    weights = re.findall(r"~%(-?[\d.]+)%", text)
    assert weights and all(re.fullmatch(r"-?\d{1,2}(?:\.\d{1,5})?", weight) for weight in weights)
    positive = [float(weight) for weight in weights if not weight.startswith("-")]
    assert sum(positive) == pytest.approx(100, abs=0.01)
    assert not any("\n\n" in block.strip() for block in text.split("\n\n"))


def test_moodle_xml_is_what_its_documentation_describes():
    quiz = ElementTree.fromstring(to_moodle(ITEMS).encode())
    assert quiz.tag == "quiz"
    kinds = [entry.get("type") for entry in quiz.iter("question")]
    assert kinds == [
        "category",
        "multichoice",
        "multichoice",
        "truefalse",
        "category",
        "numerical",
        "ordering",
        "essay",
        "multichoice",
    ]
    for entry in quiz.iter("question"):
        if entry.get("type") == "category":
            continue
        assert entry.findtext("name/text") and entry.findtext("questiontext/text")
        assert entry.findtext("idnumber")
        if entry.get("type") == "multichoice":
            total = sum(max(float(answer.get("fraction")), 0) for answer in entry.findall("answer"))
            assert total == pytest.approx(100, abs=0.001)


def test_questions_of_another_program_are_read():
    text = """// a comment
::Erste:: Wo brennt es? {
~Keller
=Dach
~Garage # leider nein
}

Die Erde ist rund.{T}

Wie viele Minuten? {#5:1}

Was gehört zusammen? {~%50%a ~%50%b ~%-100%c}
"""
    first, second, third, fourth = from_gift(text)
    assert (first.id, first.options, first.key) == ("Erste", ("Keller", "Dach", "Garage"), 1)
    assert second.key is True and third.key["value"] == 5
    assert (fourth.type, fourth.key) == ("multiple", (0, 1))


def test_no_cell_is_a_formula():
    item = Question("Q-1", "single", "=1+1 是几？", ("=SUM(A1)", "+2", "@x", "-3"), 0, "=cmd|'/c calc'!A0")
    data = to_excel([item])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert told(from_excel(data)[0]) == told(item)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.json", b"{", "JSON"),
        ("a.json", b'{"items": 3}', "试题列表"),
        ("a.json", b'[{"type": "essay"}]', "题型"),
        ("a.gift", "只有题干".encode(), "花括号"),
        ("a.xml", b"<quiz>", "XML"),
        ("a.xml", b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "实体"),
        ("a.xml", b"<quiz></quiz>", "能读的试题"),
        ("a.xlsx", b"no zip", "Excel"),
        ("a.txt", b"\xff\xfe\x00", "UTF-8"),
        ("a.csv", b"", "格式"),
    ],
)
def test_a_broken_file_is_a_sentence_with_a_remedy(tmp_path, name, content, words):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(HandbookError, match=words) as told_:
        read_questions(file)
    assert told_.value.fix
