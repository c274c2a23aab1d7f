"""Answers questions from the index in use: understanding, ranking, filters, and knowing when not."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.answer import Answer, Hit, answering_span
from indexer.clauses import Handbook, HandbookError
from indexer.confidence import LINE, confidence, evidence, keyword_confidence, strangeness
from indexer.embedding import Encoder, Vectors, chosen_encoder
from indexer.exact import ExactVectors
from indexer.facets import situation_of
from indexer.generation import ASKED, ELSEWHERE, OWNERS, Meta, Shown, damaged, read_meta, read_shown
from indexer.index import current
from indexer.keyword import KeywordIndex
from indexer.passages import Passage
from indexer.probe import sound
from indexer.query import Question, Synonyms, synonyms_with, understood
from indexer.ranking import among, best, first_if_known, question_words, rank, with_questions
from indexer.store import Beside, StoreLost, VectorStore, open_store

CACHED = 512
"""Question vectors kept; people ask the same things."""
FAR_ENOUGH = 200
"""How many neighbours are asked of a store that does not compare all."""
ONLY_KEYWORDS = "语义检索暂不可用（{reason}），以下只是关键词检索的结果。"

NOTHING_LEFT = "没有条款同时符合所选的岗位、章节和情形；请去掉一项再查。"


class _Opened:
    """One closed index, read into memory."""

    def __init__(self, folder: Path, encoder: Encoder | None, why_no_encoder: str) -> None:
        self.name = folder.name
        self.meta: Meta = read_meta(folder)
        self.shown: tuple[Shown, ...] = read_shown(folder)
        self.numbers = {one.id: number for number, one in enumerate(self.shown)}
        self.synonyms: Synonyms = synonyms_with(self.meta.names)
        bad = damaged(folder, self.meta)
        self.keyword = self._keyword(folder, bad)
        self.reason = why_no_encoder
        self.exact: ExactVectors | None = None
        self.store: VectorStore | None = None
        if encoder is None:
            return
        if encoder.identity != self.meta.model:
            raise HandbookError(
                f"索引是用模型 {self.meta.model} 建立的，不能用现在的模型 {encoder.identity} 检索。",
                fix="运行 handbook index 用现在的模型重建，或改回原来的 HANDBOOK_MODEL。",
            )
        if any(not name.startswith("keyword/") for name in bad):
            self.reason = "向量文件损坏"
            return
        self.exact = ExactVectors.open(folder, in_memory=self.meta.store == "exact")
        self.asked: Vectors = np.load(folder / ASKED)
        self.owners: NDArray[np.int32] = np.load(folder / OWNERS)
        self.elsewhere: Vectors = np.load(folder / ELSEWHERE)
        self.store = self.exact
        if self.meta.store != "exact":
            with contextlib.suppress(HandbookError, StoreLost):
                if sound(folder):
                    self.store = Beside(open_store(self.meta.store, folder), self.exact)
            self.reason = ""

    def _keyword(self, folder: Path, bad: Sequence[str]) -> KeywordIndex:
        if not any(name.startswith("keyword/") for name in bad):
            return KeywordIndex.load(folder / "keyword")
        return KeywordIndex.build(
            Passage(one.id, f"{one.lead_in} {one.text}", one.title, one.heading).whole for one in self.shown
        )


class SearchEngine:
    """Searches the index that the pointer names, and follows the pointer; safe to share among threads."""

    def __init__(self, index_dir: Path, encoder: Encoder | None, why_no_encoder: str = "") -> None:
        self._dir, self._encoder, self._why = index_dir, encoder, why_no_encoder
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._opened = self._open()

    @classmethod
    def open(
        cls, index_dir: Path, handbook: Handbook | None = None, *, encoder: Encoder | None = None
    ) -> SearchEngine:
        """Open the index in use.

        Args:
            index_dir: Folder of all indexes.
            handbook: Not needed: the index carries what an answer shows. Given, its clauses must be the
                indexed ones.
            encoder: The model; the chosen one if not given. One that cannot be loaded leaves keyword search.

        Raises:
            HandbookError: There is no index, it is of another model or another text, or damaged beyond use.
        """
        why = ""
        if encoder is None:
            try:
                encoder = chosen_encoder()
            except HandbookError as error:
                why = error.problem.rstrip("。")
            except (ImportError, OSError, RuntimeError) as error:
                why = f"模型无法加载：{type(error).__name__}"
        engine = cls(index_dir, encoder, why)
        if handbook is not None:
            engine.must_match(handbook)
        return engine

    @property
    def passages(self) -> int:
        """How many clauses are indexed."""
        return len(self._now().shown)

    def must_match(self, handbook: Handbook) -> None:
        """Refuse an index of another text.

        Raises:
            HandbookError: A clause is missing, gone or reworded since the index was built.
        """
        indexed = {one.id: one.fingerprint for one in self._now().shown}
        if indexed != {str(clause.id): clause.fingerprint for clause in handbook.clauses}:
            raise HandbookError("手册在建立索引之后有改动。", fix="运行 handbook index 更新索引。")

    def search(
        self,
        query: str,
        k: int = 10,
        post: str | None = None,
        section: str | None = None,
        situation: str | None = None,
        *,
        hidden: Collection[str] = (),
    ) -> Answer:
        """The `k` clauses that answer best.

        Args:
            query: A question, words, a clause id or a section number.
            post: Only clauses for this post, by name or another name.
            section: Only clauses of this section, or of this chapter when it is a single number.
            situation: Only clauses of this emergency card (电梯困人), see `indexer.facets.situation_of`.
            hidden: Sections that are searched as if the handbook did not have them.

        Raises:
            HandbookError: The question is empty, `k` is not positive, or the post, section or situation is
                unknown.
        """
        began = time.perf_counter()
        if not query.strip():
            raise HandbookError("没有输入要查的内容。", fix="输入一个问题、几个词、条款编号或小节号。")
        if k < 1:
            raise HandbookError(f"结果条数 {k} 无效。", fix="-k 写 1 或更大的整数。")
        now = self._now()
        allowed = _allowed(now, post, section, situation, hidden)
        question = understood(query, now.synonyms)
        hits = _named(now, question, allowed)
        confident, notice = bool(hits), ""
        if allowed is not None and not allowed.any():
            notice = NOTHING_LEFT
        elif not hits or (question.clauses and not question.only_id):
            ranked, sure, notice = self._ranked(now, question, allowed, k)
            known = {hit.shown.id for hit in hits}
            hits += [hit for hit in ranked if hit.shown.id not in known]
            confident = confident or sure
        took = (time.perf_counter() - began) * 1000
        return Answer(query, confident, took, tuple(hits[:k]), notice)

    def suggestions(self, typed: str, limit: int = 8) -> tuple[str, ...]:
        """Headings, section titles and forms that contain what was typed: emergencies, then what begins with it,
        then the shortest."""
        wanted = typed.strip()
        if not wanted:
            return ()
        names: dict[str, None] = {}
        for one in self._now().shown:
            for name in (one.title, *one.heading.split(" / "), *one.forms):
                if wanted in name and name != wanted:
                    names[name] = None

        def order(name: str) -> tuple[bool, bool, int, str]:
            return not situation_of(name), not name.startswith(wanted), len(name), name

        return tuple(sorted(names, key=order)[:limit])

    def _now(self) -> _Opened:
        folder = current(self._dir)
        if folder is not None and folder.name != self._opened.name:
            with self._lock:
                if folder.name != self._opened.name:
                    self._opened = self._open()
                    self._vectors.clear()
        return self._opened

    def _open(self) -> _Opened:
        folder = current(self._dir)
        if folder is None:
            raise HandbookError("还没有检索索引。", fix="运行 handbook index 建立索引。")
        return _Opened(folder, self._encoder, self._why)

    def _vector(self, text: str, encoder: Encoder) -> Vectors:
        with self._lock:
            if text in self._vectors:
                self._vectors.move_to_end(text)
                return self._vectors[text]
        vector: Vectors = encoder.questions([text])[0]
        with self._lock:
            self._vectors[text] = vector
            while len(self._vectors) > CACHED:
                self._vectors.popitem(last=False)
        return vector

    def _ranked(
        self, now: _Opened, question: Question, allowed: NDArray[np.bool_] | None, k: int
    ) -> tuple[list[Hit], bool, str]:
        words = question_words(question.text, question.extra)
        if self._encoder is None or now.store is None or now.exact is None:
            found = rank(now.keyword, words, np.zeros(len(now.shown), dtype=np.float32))
            found = found if allowed is None else among(found, allowed)
            sure = keyword_confidence(now.keyword, words, float(found.keyword.max()))
            notice = ONLY_KEYWORDS.format(reason=now.reason)
        else:
            # a filter may leave none of the nearest, so behind one all are compared
            store = now.exact if allowed is not None else now.store
            vector = self._vector(question.text, self._encoder)
            passages = store.cosines(vector, max(FAR_ENOUGH, k))
            # not `@`: so small a product is not worth waiting for a second thread on a busy machine
            asked: Vectors = np.einsum("ij,j->i", now.asked, vector)
            if allowed is not None:  # what a filter hides neither ranks nor speaks for an answer
                passages = np.where(allowed, passages, np.float32(-1))
                asked = np.where(allowed[now.owners], asked, np.float32(-1))
            found = rank(now.keyword, words, with_questions(passages, asked, now.owners))
            found = found if allowed is None else among(found, allowed)
            found = first_if_known(found, asked, now.owners)
            weighed = evidence(
                float(passages.max()),
                float(asked.max()) if len(asked) else None,
                now.elsewhere @ vector,
                strangeness(now.keyword, question_words(question.text)),
            )
            sure, notice = confidence(weighed), ""
        weights = {word: weight * now.keyword.idf(word) for word, weight in words.items()}
        hits = [
            _hit(now.shown[number], float(found.mixed[number]), question, weights)
            for number in best(found.mixed, k)
        ]
        return hits, sure >= LINE, notice


def _hit(shown: Shown, score: float, question: Question, weights: dict[str, float]) -> Hit:
    return Hit(shown, score, answering_span(question.text, shown.text, weights))


def _named(now: _Opened, question: Question, allowed: NDArray[np.bool_] | None) -> list[Hit]:
    """Clauses that the question names by id or section number."""
    if question.section is not None:
        numbers = [n for n, one in enumerate(now.shown) if one.section == question.section]
    else:
        numbers = [now.numbers[str(name)] for name in question.clauses if str(name) in now.numbers]
    return [
        Hit(now.shown[n], 1.0, (0, len(now.shown[n].text))) for n in numbers if allowed is None or allowed[n]
    ]


def _allowed(
    now: _Opened, post: str | None, section: str | None, situation: str | None, hidden: Collection[str]
) -> NDArray[np.bool_] | None:
    if post is None and section is None and situation is None and not hidden:
        return None
    keep = np.array([one.section not in hidden for one in now.shown], dtype=np.bool_)
    shown = [one for one in now.shown if one.section not in hidden]
    if section is not None:
        if not any(section in (one.section, one.section.split(".")[0]) for one in shown):
            known = "、".join(dict.fromkeys(one.section for one in shown))
            raise HandbookError(f"手册里没有小节 {section}。", fix=f"现有小节：{known}。")
        keep &= [section in (one.section, one.section.split(".")[0]) for one in now.shown]
    if situation is not None:
        named = dict.fromkeys(situation_of(one.heading) for one in shown)
        if not situation or situation not in named:
            known = "、".join(name for name in named if name) or "（没有）"
            raise HandbookError(f"手册里没有情形“{situation}”。", fix=f"现有情形：{known}。")
        keep &= [situation_of(one.heading) == situation for one in now.shown]
    if post is not None:
        name = _post_name(now.meta, post)
        keep &= [name in one.posts or name in one.text or name in one.lead_in for one in now.shown]
    return keep


def _post_name(meta: Meta, post: str) -> str:
    for name, others in meta.names.items():
        if post == name or post in others:
            return name
    known = "、".join(meta.names) or "（手册没有岗位表 posts.yml）"
    raise HandbookError(f"手册的岗位表里没有“{post}”。", fix=f"现有岗位：{known}。")
