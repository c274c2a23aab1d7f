"""The one place that opens what screens and the HTTP interface use: edition, records, search, bank, lists."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import TypeVar

from app.deciding import usable_bank
from app.habits import Habits
from app.home import Home
from app.in_force import InForce, edition_in_force, in_force, kept
from app.known import chain_of
from app.learning import Chain, Duties
from app.opening import Records, open_records
from checklists.items import ItemSet, all_items
from checklists.question import Bank, Question
from indexer.clauses import Handbook, HandbookError
from indexer.search import SearchEngine

LONG_INDEX = 200
"""Clauses from which an index takes long enough to be told of on its way."""
T = TypeVar("T")
Told = Callable[[str], None]


class Workbench:
    """Everything of one installation, opened once a process; threads share it.

    What is drawn from a text is made once an edition and kept; an edition issued meanwhile, here or by
    another process, is noticed at the next question.
    """

    def __init__(self, home: Home, records: Records, *, tell: Told = lambda _: None) -> None:
        self.home, self.records, self._tell = home, records, tell
        self.habits = Habits()
        self._lock, self._making = threading.Lock(), threading.RLock()
        self._made: dict[tuple[str, str], object] = {}
        self._texts: dict[str, InForce] = {}
        self._engine: SearchEngine | None = None
        self._engine_of = ""
        found = in_force(home, records.ledger)
        self._texts[found.edition] = found
        self._seen = (records.ledger.length(), found.edition)

    @classmethod
    def open(cls, home: Home, *, tell: Told = lambda _: None) -> Workbench:
        """Open the installation in `home`; at the first start the text's edition is adopted.

        Raises:
            HandbookError: There is no issued text to work with.
            RecordsError: The records cannot be opened.
        """
        records = open_records(home)
        try:
            return cls(home, records, tell=tell)
        except BaseException:
            records.close()
            raise

    def close(self) -> None:
        """Give the database back."""
        self.records.close()

    # --- the text

    @property
    def now_in_force(self) -> InForce:
        """The edition in force at this moment."""
        return self.text(self.edition)

    @property
    def edition(self) -> str:
        """Name of the edition in force."""
        length = self.records.ledger.length()
        with self._lock:
            if length != self._seen[0]:
                self._seen = (length, edition_in_force(self.records.ledger) or self._seen[1])
            return self._seen[1]

    @property
    def handbook(self) -> Handbook:
        """The wording in force."""
        return self.now_in_force.handbook

    def text(self, edition: str) -> InForce:
        """The wording of any issued edition.

        Raises:
            HandbookError: Its copy is missing or altered.
        """
        with self._lock:
            if edition not in self._texts:
                self._texts[edition] = kept(self.home, edition)
            return self._texts[edition]

    # --- what is drawn from it

    def bank(self, edition: str = "") -> Bank:
        """All questions of an edition (default: that in force), before anybody's decisions."""
        from checklists.bank.generate import bank_of

        return self._once("bank", edition, lambda text: bank_of(text.handbook))

    def items(self, edition: str = "") -> ItemSet:
        """All checklist items of an edition, before anybody's decisions."""
        return self._once("items", edition, lambda text: all_items(text.handbook))

    def chain(self) -> Chain:
        """The editions issued, as links from wording to wording."""
        return self._once("chain", "", lambda _: chain_of(self.home, self.records.ledger))

    def duties(self) -> Duties:
        """Which clauses concern which posts, in the edition in force."""
        return self._once("duties", "", lambda text: Duties(text.handbook))

    def questions(self, *, certifying: bool = False) -> tuple[Question, ...]:
        """The questions that may be asked now: people's decisions applied, rejected ones gone.

        Args:
            certifying: Accepted ones only, as a paper needs on which a certificate may stand.
        """
        decisions = self.records.store.decisions("question")
        return usable_bank(self.bank(), decisions, self.chain(), certifying=certifying).items

    def search_engine(self) -> SearchEngine:
        """The engine over the edition in force; built where the index is missing or of another edition.

        Raises:
            HandbookError: It cannot be built.
        """
        from indexer.embedding import chosen_encoder
        from indexer.index import build, stale

        edition = self.edition
        if self._engine is not None and self._engine_of == edition:
            return self._engine
        with self._making:
            if self._engine is None or self._engine_of != edition:
                folder, handbook = self.index_folder, self.text(edition).handbook
                try:
                    encoder = chosen_encoder()
                    if stale(handbook, folder, encoder.identity):
                        self._tell(f"为 {len(handbook.clauses)} 条条款建立检索索引 …")
                        _take_cache(self.home.index, folder)
                        build(
                            handbook, folder, encoder=encoder, progress=self._counting(len(handbook.clauses))
                        )
                except HandbookError as problem:
                    self._tell(f"{problem.problem}检索先用原有的索引。")
                self._engine, self._engine_of = SearchEngine.open(folder, handbook), edition
            return self._engine

    @property
    def index_folder(self) -> Path:
        """Indexes of the edition in force."""
        return self.home.issued_index

    def warm(self) -> None:
        """Make at once what the first visitors would wait for."""
        self.search_engine().search("试一试")
        self.questions()
        self.items()
        self.duties()

    @property
    def ready(self) -> bool:
        """Whether the search answers without a wait."""
        return self._engine is not None

    def _counting(self, total: int) -> Callable[[int], None]:
        """Tells how far a long index is, a line every quarter."""
        done = told = 0

        def step(more: int) -> None:
            nonlocal done, told
            done += more
            if total >= LONG_INDEX and done * 4 // total > told and done < total:
                told = done * 4 // total
                self._tell(f"　　索引 {done}/{total}")

        return step

    def _once(self, what: str, edition: str, make: Callable[[InForce], T]) -> T:
        text = self.text(edition or self.edition)
        key = (what, text.edition)
        if key not in self._made:
            with self._making:
                if key not in self._made:
                    self._made[key] = make(text)
        made: T = self._made[key]  # type: ignore[assignment]
        return made


CHINA = timezone(timedelta(hours=8))
"""Dates on papers and screens are those of Chinese standard time; records keep UTC."""


def local_day(moment: datetime) -> date:
    """The date on the wall at a moment."""
    return moment.astimezone(CHINA).date()


def now() -> datetime:
    """The present moment in UTC; use cases take it as an argument."""
    return datetime.now(UTC)


def _take_cache(source: Path, target: Path) -> None:
    """Vectors that `handbook index` computed for the tree need not be computed again."""
    target.mkdir(parents=True, exist_ok=True)
    for file in source.glob("cache-*.npz"):
        if not (target / file.name).exists():
            shutil.copyfile(file, target / file.name)
