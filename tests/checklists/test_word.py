"""What the Word and Excel files say, and that two runs give the same bytes."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from made_up import handbook_of, item
from openpyxl import load_workbook

from checklists.blank_forms import chosen_forms, form_word, is_register
from checklists.lists import Checklist, checklist
from checklists.papers import Paper, Placed
from checklists.qr import clause_address, edition_address
from checklists.question import Question, Refusal
from checklists.sheets import checklist_sheet
from checklists.word_checklist import checklist_word
from checklists.word_paper import answer_text, paper_docx
from indexer.clauses import Form, HandbookError

BODY = (
    "- 维修工应每日巡检水泵房 2 次，并填写《设备巡检记录》。{#2.3-01}\n"
    "- 电工严禁带电检修设备。{#2.3-02 class=A}\n- 工程主管宜每年委托 1 次评估。{#2.3-03}\n"
)


@pytest.fixture
def made(tmp_path):
    return checklist(handbook_of(tmp_path, s2_3=BODY))


def described(data: bytes) -> list[str]:
    """Header, paragraphs and rows of a Word file, one a line."""
    document = Document(io.BytesIO(data))
    lines = [
        " | ".join(cell.text for cell in row.cells) for row in document.sections[0].header.tables[0].rows
    ]
    for block in document.element.body.iterchildren():
        if block.tag == qn("w:p"):
            shown = (node for node in block.iter(qn("w:t"), qn("w:tab")) if node.getparent().tag == qn("w:r"))
            lines.append("".join("\t" if node.tag == qn("w:tab") else node.text or "" for node in shown))
        elif block.tag == qn("w:tbl"):
            for row in block.iter(qn("w:tr")):
                cells = (
                    "/".join(
                        "".join(node.text or "" for node in one.iter(qn("w:t")))
                        for one in cell.iter(qn("w:p"))
                    )
                    for cell in row.iter(qn("w:tc"))
                )
                lines.append("| " + " | ".join(cells))
    return [line for line in lines if line.strip()]


def test_the_form_reads_as_agreed(made, golden):
    golden("checklist_word.txt", "\n".join(described(checklist_word(made))) + "\n")


def test_two_runs_give_the_same_bytes(made):
    assert checklist_word(made) == checklist_word(made)
    assert checklist_sheet(made) == checklist_sheet(made)


def test_rows_are_not_split_and_the_head_is_repeated(made):
    table = Document(io.BytesIO(checklist_word(made))).tables[1]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_fonts_are_named_for_chinese_and_no_theme_wins_over_them(made):
    with zipfile.ZipFile(io.BytesIO(checklist_word(made))) as file:
        styles = file.read("word/styles.xml").decode()
        assert file.testzip() is None
    normal = styles[styles.index('w:styleId="Normal"') :]
    assert 'w:eastAsia="宋体"' in normal[: normal.index("</w:style>")]
    assert "eastAsiaTheme" not in normal[: normal.index("</w:style>")]


def test_each_clause_has_one_code_and_the_list_has_one(made):
    document = Document(io.BytesIO(checklist_word(made, site="https://handbook.example")))
    told = [node.get("descr") for node in document.element.iter(qn("wp:docPr"))]
    assert told[1:] == [
        clause_address("https://handbook.example", "2.3", f"2.3-0{n}", "A/0") for n in (1, 2, 3)
    ]


def test_without_a_site_the_code_still_names_clause_and_edition():
    assert clause_address("", "2.3", "2.3-12", "A/0") == "handbook:2.3-12?edition=A/0"


def test_the_code_of_a_draft_leads_to_no_page():
    assert clause_address("https://h.example", "2.3", "2.3-12", "A/1+draft").startswith("handbook:2.3-12")
    assert edition_address("https://h.example", "A/1+draft", "sha256:abc").startswith("handbook:")


def test_words_from_outside_never_become_formulas_or_broken_xml():
    evil = item(text='=HYPERLINK("http://evil")\x0b', evidence="+1", post="@x")
    made = Checklist("检查表", "A/0", (evil,), (Refusal("2.3-01", "2.3-01/1", "=1+1"),), "JC-1")
    sheet = load_workbook(io.BytesIO(checklist_sheet(made))).worksheets[0]
    assert sheet["D4"].value == '=HYPERLINK("http://evil")'
    assert sheet["D4"].data_type == "s"
    assert sheet["D4"].quotePrefix
    assert any("HYPERLINK" in line for line in described(checklist_word(made)))


def test_excel_points_sum_to_a_hundred(made):
    sheet = load_workbook(io.BytesIO(checklist_sheet(made))).worksheets[0]
    points = [row[5].value for row in sheet.iter_rows(min_row=4, max_row=7)]
    assert [type(one) for one in points].count(float) + [type(one) for one in points].count(int) == 3
    assert round(sum(one for one in points if one), 2) == 100.0
    assert sheet["F8"].value == 100


def question(type_: str, key: object, *options: str) -> Question:
    return Question(
        f"Q-{type_}", type_, "电工**不得**做什么？", options, key, "见条款。", clause="2.3-02", edition="A/0"
    )


QUESTIONS = (
    (question("single", 1, "登记", "带电检修"), "B"),
    (question("multiple", (0, 2), "甲", "乙", "丙"), "AC"),
    (question("truefalse", False), "×"),
    (question("numeric", {"value": 0.5, "unit": "小时"}), "0.5 小时"),
    (question("order", (2, 0, 1), "甲", "乙", "丙"), "C→A→B"),
    (question("short", ("断电", "验电")), "断电；验电"),
)


@pytest.mark.parametrize(("asked", "answer"), QUESTIONS, ids=[one.type for one, _ in QUESTIONS])
def test_a_key_is_written_as_people_write_it(asked, answer):
    assert answer_text(asked) == answer


def test_a_paper_reads_as_agreed_and_is_the_same_twice(golden):
    paper = Paper("电工考试", "A/0", "电工", "7", tuple(Placed(one, 10.0) for one, _ in QUESTIONS))
    data = paper_docx(paper)
    assert data == paper_docx(paper)
    golden("paper_word.txt", "\n".join(described(data)) + "\n")


def test_a_paper_for_people_holds_no_key():
    paper = Paper("电工考试", "A/0", "电工", "7", tuple(Placed(one, 10.0) for one, _ in QUESTIONS))
    told = "\n".join(described(paper_docx(paper, parts=("paper", "sheet"))))
    assert "见条款" not in told
    assert "答题卡" in told


def test_forms_are_registers_or_slips():
    assert is_register(Form("RF-02", "设备巡检记录"))
    assert not is_register(Form("RF-03", "动火作业审批表"))
    assert not is_register(Form("RF-01", "电梯困人处置记录"))


def test_a_blank_form_has_every_field_and_its_number(tmp_path):
    handbook = handbook_of(tmp_path, s2_3=BODY)
    for form in chosen_forms(handbook, []):
        told = "\n".join(described(form_word(form, "A/0")))
        assert all(field in told for field in form.fields)
        assert f"文件编号：{form.no}" in told


def test_an_unknown_form_is_said_with_known_ones(tmp_path):
    with pytest.raises(HandbookError, match="没有“RF-99”") as caught:
        chosen_forms(handbook_of(tmp_path, s2_3=BODY), ["RF-99"])
    assert caught.match("RF-01")


@pytest.mark.office
def test_libreoffice_prints_chinese_on_several_pages(tmp_path: Path, made):
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice or poppler is not installed")
    (tmp_path / "list.docx").write_bytes(checklist_word(made))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "list.docx")], check=True, capture_output=True, timeout=180)
    told = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "list.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert "每日巡检水泵房" in told
    assert re.search(r"第\s*1\s*页\s*共\s*\d\s*页", told)
    assert "☐" in told
