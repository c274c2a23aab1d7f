"""What the site generator makes of a clause's Markdown."""

from __future__ import annotations

from html.parser import HTMLParser

import markdown
import pytest

from indexer.addresses import clause_address
from indexer.anchors import slug
from indexer.clauses import ClauseId


def shown(text: str) -> str:
    return str(markdown.markdown(text, extensions=["tables", "sane_lists", "toc", "indexer.anchors"]))


NUMBER = '<a class="clause-no" href="#2.1-01" rel="noopener noreferrer">2.1-01</a>'


def test_the_braces_become_an_anchor_and_a_number_in_front_and_nothing_else_of_them_is_left():
    html = shown('- 维修工应关门。{#2.1-01 posts="维修工" form="维修单" class=A basis="公司标准"}\n')
    assert html == f'<ul>\n<li class="clause" id="2.1-01">{NUMBER} 维修工应关门。</li>\n</ul>'


def test_a_row_is_named_as_a_whole_and_numbered_in_its_first_cell():
    html = shown("| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 {#2.1-01} |\n")
    assert f'<tr class="clause" id="2.1-01">\n<td>{NUMBER} 一</td>\n<td>二</td>' in html


def test_a_loose_item_is_named_and_its_first_paragraph_numbered():
    assert f'<li class="clause" id="2.1-01">\n<p>{NUMBER} 一</p>\n<p>二</p>' in shown(
        "- 一{#2.1-01}\n\n    二\n"
    )


def test_a_wrapped_chinese_line_shows_no_space():
    assert "电工应每日巡查" in shown("电工应每日\n巡查。\n")
    assert "use\nthem" in shown("use\nthem\n")


def test_headings_are_addressed_by_their_words():
    assert '<h2 id="电梯困人应急处置">' in shown("## 电梯困人应急处置\n")
    assert '<h2 id="甲-2">' in shown("## 甲\n\n## 甲\n")


def test_braces_in_code_stay_an_example():
    assert "<code>{#2.1-03}</code>" in shown("写成 `{#2.1-03}`。\n")


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,a)",
        "![x](http://evil.example/x.png)",
        "<svg/onload=alert(1)>",
        "{: onclick=alert(1) }",
        '<a href="javascript:alert(1)">x</a>',
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_written_in_the_text_can_run(hostile: str):
    reader = Elements()
    reader.feed(shown(hostile + "\n"))
    assert {tag for tag, _ in reader.found} <= {"p", "a", "ul", "li", "code"}
    for _, attributes in reader.found:
        assert attributes.keys() <= {"href", "rel", "title", "class", "id"}
        assert not (attributes.get("href") or "").startswith(("javascript", "data"))


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_clause_has_one_address_whatever_its_file_is_called():
    assert clause_address(ClauseId.parse("2.1-03"), "3.4") == "3.4/#2.1-03"


def test_slugs_hold_nothing_that_means_something_to_a_path():
    assert slug("../A B／丙.md") == "a-b-丙.md"
