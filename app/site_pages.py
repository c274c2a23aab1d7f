"""The pages that are generated from the clauses: by post, by situation, by frequency, emergency cards.

Every page is Markdown made of the clauses' own words; nothing on it is kept by hand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from app.site_lists import form_page, glossary_page, law_page, revision_page
from app.site_text import cell, clause_link, clause_words, front, safe
from app.site_views import EVERYBODY, Read, Shown, frequency_groups, page_name, posts_shown, situations
from indexer.anchors import slug
from indexer.clauses import ClauseId

_STEP = re.compile(r"^\s*(?:-|\d+\.)\s+")


def generated_pages(shown: Shown) -> dict[str, str]:
    """Path below the documents folder to Markdown, of every generated page."""
    pages = {
        "index.md": home_page(shown),
        "posts/index.md": post_index(shown),
        "situations.md": situation_page(shown),
        "frequency.md": frequency_page(shown),
        "cards/index.md": card_index(shown),
        "forms.md": form_page(shown),
        "laws.md": law_page(shown),
        "glossary.md": glossary_page(shown),
        "revisions.md": revision_page(shown),
    }
    for name, reads in posts_shown(shown):
        pages[f"posts/{page_name(name)}.md"] = post_page(shown, name, reads)
    for name, reads in situations(shown.reads).items():
        pages[f"cards/{page_name(name)}.md"] = card_page(shown, name, reads)
    return {path: _references(text, shown, "../" if "/" in path else "") for path, text in pages.items()}


def _references(page: str, shown: Shown, up: str) -> str:
    """A clause's own words refer to others; on generated pages these are links too."""
    ids = {str(one): section for one, section in shown.ids.items()}
    return re.sub(
        r"\\\[(\d+\.\d+-\d{2,4})\\\]",
        lambda found: f"[{found[1]}]({up}{ids[found[1]]}.md#{found[1]})" if found[1] in ids else found[0],
        page,
    )


def home_page(shown: Shown) -> str:
    handbook = shown.handbook
    effective = max((section.effective for section in handbook.sections), default="")
    lines = [
        front("首页", "home"),
        f"# {safe('怎么做，谁来做，多久一次')}",
        "",
        f"版本 {handbook.edition}　·　生效 {effective}　·　{len(handbook.sections)} 节 {len(shown.reads)} 条",
        "",
        "## 我的岗位",
        "",
        *(f"- [{safe(name)}](posts/{page_name(name)}.md)" for name, _ in posts_shown(shown)),
        "",
    ]
    cards = situations(shown.reads)
    if cards:
        lines += ["## 遇到情况", "", *(f"- [{safe(name)}](cards/{page_name(name)}.md)" for name in cards), ""]
    by_period = frequency_groups(shown)
    if by_period:
        lines += ["## 多久一次", ""]
        lines += [f"- [{name}（{len(rows)}）](frequency.md#{slug(name)})" for name, rows in by_period.items()]
        lines.append("")
    lines += ["## 全部章节", ""]
    lines += ["| 章 | 小节 |", "| --- | --- |"]
    for number in sorted({section.key[0] for section in handbook.sections}):
        links = "　".join(
            f"[{section.number} {cell(section.title)}]({section.number}.md)"
            for section in handbook.sections
            if section.key[0] == number
        )
        lines.append(f"| {cell(shown.chapter(number))} | {links} |")
    return "\n".join(lines) + "\n"


def post_index(shown: Shown) -> str:
    rows = [f"- [{safe(name)}（{len(reads)}）]({page_name(name)}.md)" for name, reads in posts_shown(shown)]
    return "\n".join(
        [front("按岗位", "menu"), "# 按岗位", "", "括号里是与该岗位有关的条款数。", "", *rows, ""]
    )


def post_page(shown: Shown, name: str, reads: Sequence[Read]) -> str:
    post = shown.handbook.post_named(name)
    lines = [front(name, "list"), f"# {safe(name)}", ""]
    if post:
        facts = [
            ("职责", post.duty),
            ("持证", post.licence or ""),
            ("也叫", "、".join(post.aliases)),
        ]
        lines += [f"**{head}**　{safe(text)}  " for head, text in facts if text]
        lines.append("")
    if name != EVERYBODY and any(other == EVERYBODY for other, _ in posts_shown(shown)):
        lines += [f"另见[{EVERYBODY}]({slug(EVERYBODY)}.md)的要求。", ""]
    words = (post.name, *post.aliases) if post else (name,)
    fatal = [read for read in reads if read.clause.confirmed_class == "A"]
    if fatal:
        lines += ["## 一票否决", "", *(_line(read, "../", words) for read in fatal), ""]
    rest = [read for read in reads if read.clause.confirmed_class != "A"]
    for section in shown.handbook.sections:
        mine = [read for read in rest if read.clause.section == section.number]
        if mine:
            lines += [
                f"## {section.number} {safe(section.title)}",
                "",
                *(_line(read, "../", words) for read in mine),
                "",
            ]
    return "\n".join(lines)


def situation_page(shown: Shown) -> str:
    lines = [
        front("按情形", "list"),
        "# 按情形",
        "",
        "每种情形另有一页可打印的[应急卡](cards/index.md)。",
        "",
    ]
    for name, reads in situations(shown.reads).items():
        lines += [f"## {safe(name)}", "", *(_line(read, "") for read in reads), ""]
    return "\n".join(lines)


def frequency_page(shown: Shown) -> str:
    lines = [front("按频次", "list"), "# 按频次", ""]
    for name, rows in frequency_groups(shown).items():
        lines += [f"## {name}", "", "| 条款 | 要求 | 岗位 |", "| --- | --- | --- |"]
        seen: set[ClauseId] = set()
        for read, _ in rows:
            if read.clause.id not in seen:
                seen.add(read.clause.id)
                who = cell("、".join(read.posts) or "—")
                words = cell(clause_words(read.clause))
                lines.append(f"| {clause_link(read.clause, '')} | {words} | {who} |")
        lines.append("")
    return "\n".join(lines)


def card_index(shown: Shown) -> str:
    rows = [f"- [{safe(name)}]({page_name(name)}.md)" for name in situations(shown.reads)]
    intro = "一种情形一页，打印后贴在岗位上。"
    return "\n".join([front("应急卡", "menu-alarm"), "# 应急卡", "", intro, "", *rows, ""])


def card_page(shown: Shown, name: str, reads: Sequence[Read]) -> str:
    """One page to hang on the wall: steps in order, bounds in bold, forms at the end."""
    section = reads[0].clause
    lines = [front(f"应急卡：{name}", "card"), f"# {safe(name)}", ""]
    stepped = [read for read in reads if "\n" in read.clause.text]
    for read in stepped or reads:
        head, *steps = read.clause.text.split("\n")
        if steps:
            lines += [f"{safe(head)} {clause_link(read.clause, '../')}", ""]
        numbered = enumerate(steps or [head], 1)
        lines += [f"{number}. {_bold_bounds(_STEP.sub('', step), read)}" for number, step in numbered]
        lines.append("")
    alone = [read for read in reads if read not in stepped] if stepped else []
    if alone:
        lines += ["## 同时遵守", ""]
        lines += [
            f"- {_bold_bounds(read.clause.text, read)} {clause_link(read.clause, '../')}" for read in alone
        ]
    forms = sorted({form for read in reads for form in read.forms})
    lines += ["", f"**事后填写**　{safe('、'.join(f'《{form}》' for form in forms))}  "] if forms else [""]
    lines += [
        f"**出处**　[{section.section} {safe(section.title)}](../{section.section}.md)"
        f"　版本 {shown.handbook.edition}",
        "",
    ]
    return "\n".join(lines)


def _bold_bounds(words: str, read: Read) -> str:
    """Words with the figures of their demands in bold: what counts in an emergency is how long."""
    shown = safe(words)
    bounds = {demand.limit.words for demand in read.demands if demand.limit and demand.limit.words}
    for bound in sorted(bounds, key=len, reverse=True):
        spaced = r"(?<![\d*])" + r"\s*".join(map(re.escape, bound.replace(" ", ""))) + r"(?!\*)"
        if len(re.findall(spaced, shown)) == 1:
            shown = re.sub(spaced, lambda found: f"**{found[0]}**", shown)
    return shown


def _line(read: Read, up: str, words: Collection[str] = ()) -> str:
    """A clause as a list item; of its sub-items those that name one of `words`, or all."""
    if read.clause.kind == "row" or "\n" not in read.clause.text:
        return f"- {clause_link(read.clause, up)} {safe(clause_words(read.clause))}"
    head, *steps = read.clause.text.split("\n")
    own = [step for step in steps if any(word in step for word in words)] or steps
    below = "".join(f"\n    - {safe(_STEP.sub('', step))}" for step in own)
    return f"- {clause_link(read.clause, up)} {safe(head)}{below}"
