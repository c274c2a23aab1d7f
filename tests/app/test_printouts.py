"""Word files that are printed from the screens."""

from __future__ import annotations

from io import BytesIO

import pytest
from app_home import Office
from docx import Document

from app.printouts import checklist_file, paper_file
from app.sitting import Offer
from indexer.clauses import HandbookError


def words(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_an_empty_checklist_holds_the_items_of_the_choice(office: Office):
    name, content = checklist_file(office.bench, office.who("li"), sections=("2.1",))
    assert name == "checklist-2.1.docx"
    assert "30分钟内到场" in words(content)
    assert "2.2-01" not in words(content)
    with pytest.raises(HandbookError, match="没有符合"):
        checklist_file(office.bench, office.who("li"), sections=("2.1",), post="秩序维护员")


def test_a_paper_holds_no_key_and_the_key_is_that_of_the_paper(office: Office):
    offer = Offer("小节考试　2.1 入户维修", sections=("2.1",))
    paper = words(paper_file(office.bench, office.who("li"), offer, "5", key=False))
    key = words(paper_file(office.bench, office.who("li"), offer, "5", key=True))
    assert "小节考试" in paper and "手册规定：" not in paper
    assert "2.1-0" in key
    assert paper == words(paper_file(office.bench, office.who("li"), offer, "5", key=False))
