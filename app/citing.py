"""Clauses as other programs cite them: of the edition in force, with id, edition and link, and nothing else."""

from __future__ import annotations

from pydantic import BaseModel, Field

from app.access import Who, require
from app.asking import LONGEST_QUESTION, SUGGESTED
from app.printing import site_address
from app.workbench import Workbench
from indexer.answer import Hit
from indexer.clauses import Clause, HandbookError, Section

MOST = 20
"""Clauses in one answer."""
NOT_FOUND = "手册中没有找到确切的回答。nearest 只是最接近的条款，不能当作答案引用。"


class Citation(BaseModel):
    """One clause in force and how to cite it."""

    clause: str = Field(description="条款的永久编号")
    section: str
    title: str = Field(description="小节标题")
    heading: str = Field(description="小节内的标题，没有则为空")
    lead_in: str = Field(description="统领条款的引导语或表头，没有则为空")
    text: str = Field(description="条款原文")
    edition: str = Field(description="现行版本")
    effective: str = Field(description="该版本的生效日期")
    fingerprint: str = Field(description="文字指纹，改一个字就不同")
    link: str = Field(description="网站上的地址；没有设置网站地址时是站内地址，不公开的小节为空")
    cite: str = Field(description="引用时原样写在答案后面")


class Found(Citation):
    """A clause found for a question."""

    answer: str = Field(description="条款里回答问题的那一句")
    score: float = Field(description="0 到 1，只在同一次检索内可比")


class Findings(BaseModel):
    """What the handbook says to a question."""

    found: bool = Field(description="手册是否有确切的回答")
    message: str = Field(description="读者须知，通常为空")
    edition: str = Field(description="现行版本")
    hits: list[Found] = Field(description="回答问题的条款，最好的在前；没有找到时为空")
    nearest: list[Found] = Field(description="没有找到时最接近的条款")


def findings(
    bench: Workbench,
    who: Who,
    question: str,
    *,
    count: int = SUGGESTED,
    post: str = "",
    section: str = "",
    situation: str = "",
    internal: bool = False,
) -> Findings:
    """The clauses in force that answer, at most `count`.

    Args:
        post, section, situation: Only clauses of this post, section (or chapter), emergency card; "" for all.
        internal: Sections marked ``public: false`` too.

    Raises:
        HandbookError: Not allowed, or the question is empty, too long, or names what the handbook has not.
    """
    require(who, "read_handbook")
    words = " ".join(question.split())
    if len(words) > LONGEST_QUESTION:
        raise HandbookError(f"问题超过 {LONGEST_QUESTION} 字。", fix="用一句话提问。")
    if not 1 <= count <= MOST:
        raise HandbookError(f"条数 {count} 无效。", fix=f"写 1 到 {MOST} 的整数。")
    text = bench.now_in_force
    hidden = () if internal else [one.number for one in text.handbook.sections if not one.public]
    engine = bench.search_engine()
    answer = engine.search(words, count, post or None, section or None, situation or None, hidden=hidden)
    listed = [_found(bench, hit) for hit in answer.hits]
    return Findings(
        found=answer.confident,
        message=answer.notice or ("" if answer.confident else NOT_FOUND),
        edition=text.edition,
        hits=listed if answer.confident else [],
        nearest=[] if answer.confident else listed,
    )


def citation(bench: Workbench, who: Who, number: str, *, internal: bool = False) -> Citation:
    """One clause in force by its id.

    Args:
        internal: Also of a section marked ``public: false``; otherwise there is no such clause.

    Raises:
        HandbookError: Not allowed, or there is no such clause in force.
    """
    require(who, "read_handbook")
    handbook = bench.handbook
    clause = handbook.clause(number.strip())
    if not (internal or handbook.section(clause.section).public):
        raise HandbookError(f"手册里没有条款 {clause.id}。", fix="先用 search 查找。")
    if clause.withdrawn is not None:
        raise HandbookError(f"条款 {clause.id} 已由版本 {clause.withdrawn} 废止。", fix="先用 search 查找。")
    return Citation(**_cited(bench, clause))


def _found(bench: Workbench, hit: Hit) -> Found:
    start, end = hit.span
    clause = bench.handbook.clause(hit.shown.id)
    return Found(**_cited(bench, clause), answer=clause.text[start:end], score=round(hit.score, 4))


def _cited(bench: Workbench, clause: Clause) -> dict[str, str]:
    text = bench.now_in_force
    section = text.handbook.section(clause.section)
    return {
        "clause": str(clause.id),
        "section": clause.section,
        "title": clause.title,
        "heading": clause.heading,
        "lead_in": clause.lead_in,
        "text": clause.text,
        "edition": text.edition,
        "effective": text.manifest.effective,
        "fingerprint": clause.fingerprint,
        "link": _link(bench, section, clause),
        "cite": f"《标准操作手册》{text.edition} 版 {clause.id}（{clause.section} {clause.title}）",
    }


def _link(bench: Workbench, section: Section, clause: Clause) -> str:
    """Address on the published site, which has a folder for each edition."""
    if not section.public:
        return ""
    base = site_address(bench.home.root).rstrip("/")
    page = f"{bench.now_in_force.home.root.name}/{section.number}/#{clause.id}"
    return f"{base}/{page}" if base else page
