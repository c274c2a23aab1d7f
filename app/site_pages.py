"""The pages that are generated from the clauses: by post, by situation, by frequency, and the lists.

Every page is Markdown made of the clauses' own words; nothing on it is kept by hand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.site_text import cell, clause_link, clause_words, front, safe
from indexer.anchors import slug
from indexer.clauses import Clause, ClauseId, Handbook
from indexer.demands.model import Demand
from indexer.editions import Manifest, edition_key
from indexer.facets import forms_of, posts_of

SITUATION = "应急处置"
"""Last word of a heading that becomes an emergency card."""
EVERYBODY = "全体员工"

PERIODS: tuple[tuple[str, str], ...] = (
    ("班", "每班"),
    ("小时", "一日多次"),
    ("日", "每日"),
    ("周", "每周"),
    ("半月", "每半月"),
    ("月", "每月"),
    ("季", "每季度"),
    ("半年", "每半年"),
    ("年", "每年"),
)
"""What a frequency's period contains, and the page's heading for it, in order of pages."""


PERIOD_PAGES = (*(heading for _, heading in PERIODS), "其他周期")


@dataclass(frozen=True, slots=True)
class Read:
    """A clause with what was read off it."""

    clause: Clause
    demands: tuple[Demand, ...]
    posts: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What one build shows: the sections it publishes, and everything read off their clauses."""

    handbook: Handbook
    reads: tuple[Read, ...]
    manifests: tuple[Manifest, ...] = ()
    chapters: Mapping[int, str] = field(default_factory=dict)
    internal: bool = False

    @property
    def ids(self) -> dict[ClauseId, str]:
        """Every clause shown, tombstones included, and its section."""
        return {clause.id: clause.section for clause in self.handbook.all_clauses()}

    def chapter(self, number: int) -> str:
        return f"第 {number} 章" + (f" {self.chapters[number]}" if number in self.chapters else "")


def read_all(handbook: Handbook) -> tuple[Read, ...]:
    """Read demands, posts and forms off every clause in force."""
    from indexer.demands.extract import demands_of

    reads = []
    for clause in handbook.clauses:
        demands = tuple(demands_of(clause, handbook))
        reads.append(Read(clause, demands, posts_of(clause, demands, handbook), forms_of(clause, handbook)))
    return tuple(reads)


def page_name(name: str) -> str:
    """File name of a post's or a situation's page, without ending."""
    return slug(name) or "_"


def situations(reads: Iterable[Read]) -> dict[str, list[Read]]:
    """Situation (电梯困人) to its clauses in order, from headings that end in 应急处置."""
    found: dict[str, list[Read]] = {}
    for read in reads:
        last = read.clause.heading.rsplit(" / ", 1)[-1]
        name = last.removesuffix(SITUATION).strip()
        if last.endswith(SITUATION) and name:
            found.setdefault(name, []).append(read)
    return found


def posts_shown(shown: Shown) -> list[tuple[str, list[Read]]]:
    """Posts that have clauses, in the order of the list, then others."""
    by_post: dict[str, list[Read]] = {}
    for read in shown.reads:
        for post in read.posts:
            by_post.setdefault(post, []).append(read)
    listed = [post.name for post in shown.handbook.posts]
    order = [name for name in listed if name in by_post] + sorted(by_post.keys() - set(listed))
    return [(name, by_post[name]) for name in order]


def period_of(demand: Demand) -> str | None:
    """Heading under which a demand's frequency is listed; `None` without one."""
    if demand.frequency is None or demand.frequency.times is None:
        return None
    per = demand.frequency.per
    for word, heading in PERIODS:
        if word in per and not (word == "月" and "半月" in per) and not (word == "年" and "半年" in per):
            exact = re.fullmatch(r"[每一1]?\s*个?" + word + "度?", per)
            return heading if exact or word == "小时" else "其他周期"
    return "其他周期"


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


def frequency_groups(shown: Shown) -> dict[str, list[tuple[Read, Demand]]]:
    """Period heading to the demands that fall due in it, in the order of `PERIODS`."""
    groups: dict[str, list[tuple[Read, Demand]]] = {name: [] for name in PERIOD_PAGES}
    for read in shown.reads:
        for demand in read.demands:
            period = period_of(demand)
            if period:
                groups[period].append((read, demand))
    return {name: rows for name, rows in groups.items() if rows}


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


def form_page(shown: Shown) -> str:
    calls: dict[str, list[Clause]] = {}
    for read in shown.reads:
        for name in read.forms:
            calls.setdefault(name, []).append(read.clause)
    lines = [front("表单目录", "list hb-forms"), "# 表单目录", "", "| 编号 | 名称 | 栏目 | 保存 | 条款 |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for form in sorted(shown.handbook.forms, key=lambda form: (form.no, form.name)):
        links = " ".join(clause_link(clause, "") for clause in calls.get(form.name, []))
        if not links and not shown.internal:
            continue
        fields = cell("、".join(form.fields))
        lines.append(f"| {cell(form.no)} | {cell(form.name)} | {fields} | {cell(form.retention)} | {links} |")
    return "\n".join(lines) + "\n"


def law_page(shown: Shown) -> str:
    from indexer.checks.citations import parse_basis

    cited: dict[tuple[str, str], list[Clause]] = {}
    for read in shown.reads:
        for basis in read.clause.basis:
            key = parse_basis(basis)
            if key:
                cited.setdefault(key, []).append(read.clause)
    lines = [
        front("法规清单", "list hb-laws"),
        "# 法规清单",
        "",
        "| 法规 | 条 | 施行 | 条款 |",
        "| --- | --- | --- | --- |",
    ]
    for law in shown.handbook.laws:
        links = " ".join(clause_link(clause, "") for clause in cited.get((law.law, law.article), []))
        lines.append(f"| {cell(law.law)} | 第{cell(law.article)}条 | {cell(law.in_force)} | {links or '—'} |")
    return "\n".join(lines) + "\n"


def glossary_page(shown: Shown) -> str:
    lines = [front("术语", "list"), "# 术语", ""]
    if not shown.handbook.glossary:
        return "\n".join([*lines, "本手册没有术语表。", ""])
    lines += ["| 术语 | 含义 | 条款 |", "| --- | --- | --- |"]
    for term in shown.handbook.glossary:
        link = "—"
        if term.clause and re.fullmatch(r"\d+\.\d+-\d{2,4}", term.clause):
            section = shown.ids.get(ClauseId.parse(term.clause))
            link = f"[{term.clause}]({section}.md#{term.clause})" if section else "—"
        lines.append(f"| {cell(term.term)} | {cell(term.definition)} | {link} |")
    return "\n".join(lines) + "\n"


def revision_page(shown: Shown) -> str:
    lines = [front("修订记录", "list"), "# 修订记录", ""]
    if not shown.manifests:
        return "\n".join([*lines, "还没有发布过版本。", ""])
    for manifest in sorted(shown.manifests, key=lambda one: edition_key(one.edition), reverse=True):
        lines += [
            f"## {manifest.edition}",
            "",
            f"生效 {manifest.effective}，共 {len(manifest.clauses)} 条。",
            "",
        ]
        if not manifest.changes:
            lines += ["首次发布。", ""]
            continue
        lines += ["| 条款 | 变更 | 性质 | 原因 |", "| --- | --- | --- | --- |"]
        for change in manifest.changes:
            one = ClauseId.parse(change.clause)
            section = shown.ids.get(one)
            if section is None and not shown.internal and one.section_no not in _numbers(shown):
                continue  # a change of a section that this build does not show
            link = f"[{one}]({section}.md#{one})" if section else str(one)
            kind = KINDS.get(change.kind, change.kind)
            judged = "实质性" if change.material else "编辑性"
            lines.append(f"| {link} | {kind} | {judged} | {cell(change.reason)} |")
        lines.append("")
    return "\n".join(lines)


_STEP = re.compile(r"^\s*(?:-|\d+\.)\s+")


def _bold_bounds(words: str, read: Read) -> str:
    """Words with the figures of their demands in bold: what counts in an emergency is how long."""
    shown = safe(words)
    bounds = {demand.limit.words for demand in read.demands if demand.limit and demand.limit.words}
    for bound in sorted(bounds, key=len, reverse=True):
        spaced = r"(?<![\d*])" + r"\s*".join(map(re.escape, bound.replace(" ", ""))) + r"(?!\*)"
        if len(re.findall(spaced, shown)) == 1:
            shown = re.sub(spaced, lambda found: f"**{found[0]}**", shown)
    return shown


KINDS = {
    "added": "新增",
    "withdrawn": "废止",
    "reworded": "改写",
    "attributes": "属性",
    "retitled": "改题",
    "moved": "移动",
}


def _numbers(shown: Shown) -> set[str]:
    return {section.number for section in shown.handbook.sections}


def _line(read: Read, up: str, words: Collection[str] = ()) -> str:
    """A clause as a list item; of its sub-items those that name one of `words`, or all."""
    if read.clause.kind == "row" or "\n" not in read.clause.text:
        return f"- {clause_link(read.clause, up)} {safe(clause_words(read.clause))}"
    head, *steps = read.clause.text.split("\n")
    own = [step for step in steps if any(word in step for word in words)] or steps
    below = "".join(f"\n    - {safe(_STEP.sub('', step))}" for step in own)
    return f"- {clause_link(read.clause, up)} {safe(head)}{below}"
