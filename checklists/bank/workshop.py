"""What every maker of questions needs: the handbook, its demands, who is who, and what is true in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from checklists.bank.frame import Frame, compose
from checklists.bank.keeping import NOTHING, Keeping
from checklists.bank.roles import Roles
from checklists.bank.signs import CONDITION_END, Unfit
from checklists.bank.truth import Truth
from checklists.bank.wording import REFERENCE, segments, tidy
from checklists.classes import class_of
from checklists.question import Key, Question, QuestionType, Refusal, mark, ordinal
from indexer.clauses import Clause, Handbook, HandbookError
from indexer.demands.extract import demands_of
from indexer.demands.model import Demand

MOST_POST = 10
"""Characters of a post that no list holds."""
LIST_SLOTS = ("list", "ban", "order", "next")
"""Slots drawn from lists, whose sentence has no subject of its own record."""
CLAUSE_LINE = 160
"""Characters of the clause that an explanation quotes."""


@dataclass(frozen=True)
class Fact:
    """One slot of one demand, with the sentence in which it is asked."""

    slot: str
    clause: Clause
    demand: Demand
    frame: Frame
    about: frozenset[str]
    """Content of the frame, to hold against other clauses."""
    note: str = ""
    """Marks this fact among others of the same slot and clause; from the words, never a position."""

    @property
    def seed(self) -> str:
        return f"{self.clause.id}/{self.slot}/{self.note}"


@dataclass(frozen=True)
class Duty:
    """A plain duty of one clause."""

    clause: Clause
    demand: Demand
    frame: Frame
    done: str
    """As something done: 「客服员出现未接来电时在15分钟内回拨」, without its word of force."""


@dataclass
class Workshop:
    """One run over one handbook."""

    handbook: Handbook
    previous: Handbook | None = None
    keeping: Keeping = NOTHING
    refused: list[Refusal] = field(default_factory=list)
    opposed: frozenset[str] = frozenset()
    """Demands that another clause contradicts: neither asked nor offered."""

    @cached_property
    def demands(self) -> dict[str, tuple[Demand, ...]]:
        return {str(clause.id): demands_of(clause, self.handbook) for clause in self.handbook.clauses}

    @cached_property
    def roles(self) -> Roles:
        every = (demand for demands in self.demands.values() for demand in demands)
        return Roles(self.handbook, (demand.subject for demand in every if demand.subject))

    @cached_property
    def truth(self) -> Truth:
        return Truth(self.handbook, self.roles)

    @cached_property
    def required(self) -> list[tuple[Clause, str]]:
        """Clauses with their first plain duty as something done: harmless company for a forbidden act."""
        return [(duty.clause, duty.done) for duty in self.duties if duty.demand.id not in self.opposed]

    @cached_property
    def duties(self) -> list[Duty]:
        """The first plain duty of each clause that names one post and can be shown as something done."""
        from checklists.bank.bans import required_act

        found = []
        for clause in self.handbook.clauses:
            if clause.kind == "row" or "\n" in clause.text or REFERENCE.search(tidy(clause.text)):
                continue
            for demand in self.demands[str(clause.id)]:
                if demand.modality != "must" or not demand.auditable:
                    continue
                try:
                    frame = compose(clause, demand, self.roles)
                    done = required_act(frame.text) if frame.subject else ""
                except Unfit:
                    continue
                first = re.search(r"先[^，]+$", done)
                if first and re.match(r"，\s*(?:再|后|然后|最后)", clause.text[demand.span[1] :]):
                    continue  # 先放冷水, without 再放热水
                if 6 <= len(done) <= 60:
                    found.append(Duty(clause, demand, frame, done))
                    break
        return found

    def posts_of_section(self, clause: Clause) -> dict[str, str]:
        """Posts that act in other clauses of the section, with the first of those clauses."""
        found: dict[str, str] = {}
        for name, where in self._acting.get(clause.section, ()):
            if where != str(clause.id):
                found.setdefault(name, where)
        return found

    @cached_property
    def _acting(self) -> dict[str, list[tuple[str, str]]]:
        """By section: canonical post and clause, in reading order."""
        found: dict[str, list[tuple[str, str]]] = {}
        for clause in self.handbook.clauses:
            for demand in self.demands[str(clause.id)]:
                name = self.roles.name_of(demand.subject)
                if name:
                    found.setdefault(clause.section, []).append((name, str(clause.id)))
        return found

    def former_figures(self, fact: Fact) -> set[float]:
        """Figures of the same kind and unit that the clause had in the edition before."""
        limit = fact.demand.limit
        if self.previous is None or limit is None:
            return set()
        try:
            before = self.previous.clause(fact.clause.id)
        except HandbookError:
            return set()
        found = set()
        for demand in demands_of(before, self.previous):
            old = demand.limit
            if (
                old
                and old.unit == limit.unit
                and old.kind == limit.kind
                and isinstance(old.value, int | float)
            ):
                found.add(float(old.value))
        return found - {float(limit.value)} if isinstance(limit.value, int | float) else set()

    def refuse(self, clause: Clause, demand: Demand | None, reason: str) -> None:
        self.refused.append(Refusal(str(clause.id), demand.id if demand else "", reason))

    def post_of(self, fact: Fact) -> str:
        """Canonical posts of the one asked, joined by ``、``."""
        clause, demand = fact.clause, fact.demand
        acting = self.roles.name_of(fact.frame.subject)
        named = self.roles.named(fact.frame.text)
        if not acting and not clause.posts:
            parts = segments(fact.frame.text)
            parts.sort(key=lambda part: bool(CONDITION_END.search(part)))  # who acts before who is waited for
            leading = next(filter(None, map(self.roles.leading, parts)), [])
            if leading:
                return "、".join(leading)
        if not acting and not clause.posts and len(named) == 1 and fact.slot in LIST_SLOTS:
            acting = next(iter(named))
        if acting:
            return acting
        subject = demand.subject
        if subject and self.roles.listed and not self.roles.named(subject):
            subject = None
        words = [subject] if subject else list(clause.posts)
        if not words and demand.subject_inferred:
            words = [demand.subject_inferred]
        names: list[str] = []
        for word in words:
            known = self.roles.name_of(word.removeprefix("由"))
            found = [known] if known else sorted(self.roles.named(word))
            if not found and not self.roles.listed and len(word) <= MOST_POST:
                found = [word]
            names += [name for name in found if name not in names]
        return "、".join(names)

    def question(
        self,
        fact: Fact,
        type_: QuestionType,
        stem: str,
        options: Sequence[str],
        key: Key,
        why: str,
        *,
        against: Iterable[str] = (),
        scenario: bool = False,
    ) -> Question:
        """A question with everything that follows from its clause."""
        clause, demand = fact.clause, fact.demand
        stem, why, options = close(stem), close(why), tuple(map(close, options))
        edition = self.handbook.edition
        own = str(clause.id)
        return Question(
            id=id_of(fact, type_, scenario=scenario),
            type=type_,
            stem=stem,
            options=options,
            key=key,
            explanation=f"{close(self.line(fact))}。{why}（条款 {own}，版本 {edition}）",
            clause=own,
            demand=demand.id,
            clause_text=clause.text,
            lead_in=clause.lead_in,
            fingerprint=clause.fingerprint,
            edition=edition,
            section=clause.section,
            post=self.post_of(fact),
            modality=demand.modality,
            critical=self.critical(fact),
            checked_against=tuple(sorted({each for each in against if each != own})),
            scenario=scenario,
            slot=fact.slot,
        )

    def critical(self, fact: Fact) -> bool:
        """Class A, as the text confirms or its words propose."""
        clause = fact.clause
        return class_of(clause, fact.demand, fact.frame.text).name == "A"

    def line(self, fact: Fact) -> str:
        """The clause in a line, with where it stands."""
        text = (fact.frame.said or fact.frame.text).rstrip("。")
        text = text if len(text) <= CLAUSE_LINE else text[: CLAUSE_LINE - 1] + "…"
        table = _TABLE.match(text)
        return f"手册{table[1]}一表规定：{text[table.end() :]}" if table else f"手册规定：{text}"


def id_of(fact: Fact, type_: QuestionType, *, scenario: bool = False) -> str:
    """``Q-2.3-12-limit-1a2b-single``: clause, slot, words and type; never a position."""
    kind = f"{type_}{'-scenario' if scenario and type_ == 'truefalse' else ''}"
    return f"Q-{fact.clause.id}-{fact.slot}-{mark(fact.note)}-{kind}"


_GAP = re.compile(r"(?<=[\u4e00-\u9fff，；：“（])\s+(?=[\d.半])|(?<=[\d%％℃])\s+(?=[\u4e00-\u9fff])")


def close(text: str) -> str:
    """Without the spaces between figures and characters, so that all figures of a stem look alike."""
    return _GAP.sub("", text)


def shuffled(options: Iterable[str], seed: str) -> list[str]:
    """Options in the order of a hash of each."""
    return sorted(options, key=lambda option: ordinal(seed, "place", option))


def placed(key: str, wrong: Sequence[str], seed: str) -> tuple[list[str], int]:
    """Wrong options in hash order with the key put at a place drawn evenly."""
    options = shuffled(wrong, seed)
    place = ordinal(seed, "key") % (len(options) + 1)
    options.insert(place, key)
    return options, place


_TABLE = re.compile(r"手册(“[^”]*”)的表中，")
"""How the frame of a table row begins."""


def asked(text: str) -> str:
    """A frame with its asked words as a full question."""
    plain = tidy(text).rstrip("。？")
    table = _TABLE.match(plain)
    if table:
        plain = re.sub(r"应为(?=哪|多少|百分之多少)", "是", plain)
        plain = re.sub(r"(?<=是)(多少[^，]{1,4}?)(?:以内|之内|内)$", r"\1", plain)
        return f"按手册{table[1]}一表的规定，{plain[table.end() :]}？"
    return f"按手册规定，{plain}？"
