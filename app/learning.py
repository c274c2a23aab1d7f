"""Who must know which clauses, and whose knowledge a revision has made out of date. Pure; no records opened.

Validity follows the changes that manifests list, edition by edition: who was trained on a wording knows the
clause while every later change of it is editorial. Nothing compares a recorded fingerprint with today's text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast, get_args

from app.records.entry import Entry
from indexer.clauses import ClauseId, Handbook
from indexer.editions import Manifest, ManifestChange
from indexer.facets import posts_of

EVERYBODY = "全体员工"
"""Post that means every post."""
LEADERS = "部门主管"
"""Post that means whoever leads a department …"""
LEADER = "主管"
"""… which is every post that ends so."""
RETRAIN_DAYS = 7
"""Days from the issue of an edition until those concerned know what changed (handbook 8.2-13)."""

EvidenceKind = Literal["acknowledgement", "sitting", "practical_check"]
EVIDENCE: tuple[str, ...] = (*get_args(EvidenceKind), "correction")
"""Kinds of entries that are read to know who knows what: by a correction something shown counts no more."""
PASSED = ("合格", "passed")
"""Results of a practical check that count."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One person, one clause, one wording: signed for, or passed in a sitting or a practical check."""

    person: str
    kind: EvidenceKind
    clause: str
    fingerprint: str
    edition: str
    at: str
    seq: int


@dataclass(frozen=True, slots=True)
class Issued:
    """An edition with the day on which it was issued."""

    manifest: Manifest
    on: date


@dataclass(frozen=True, slots=True)
class Learner:
    """Somebody who must know clauses."""

    id: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What one person must learn again or for the first time since a revision, and by when."""

    person: str
    clauses: tuple[str, ...]
    due: str
    """ISO date: the earliest of the clauses'."""
    sign: tuple[str, ...] = ()
    """Of the clauses, those to be read and signed again."""
    sit: tuple[str, ...] = ()
    """Of the clauses, those to be passed again in a sitting."""


def corrected(entries: Iterable[Entry]) -> dict[int, int]:
    """Number of each entry that was called void -> number of the correction."""
    return {one.payload["corrects"]: one.seq for one in entries if one.kind == "correction"}


def standing(entries: Iterable[Entry]) -> list[Entry]:
    """Entries without the corrections among them, and without what these call void."""
    listed = list(entries)
    void = corrected(listed)
    return [one for one in listed if one.kind != "correction" and one.seq not in void]


def evidence_in(entries: Iterable[Entry]) -> Iterator[Evidence]:
    """What ledger entries show; a failed sitting shows nothing, nor does what was corrected."""
    for entry in standing(entries):
        payload = entry.payload
        if entry.kind not in get_args(EvidenceKind) or not isinstance(payload.get("person"), str):
            continue
        if entry.kind == "sitting" and not payload["passed"]:
            continue
        if entry.kind == "practical_check" and payload["result"] not in PASSED:
            continue
        for ref in entry.clauses:
            kind = cast(EvidenceKind, entry.kind)
            yield Evidence(
                payload["person"], kind, ref.id, ref.fingerprint, entry.edition, entry.at, entry.seq
            )


class Chain:
    """The editions issued, oldest first, as links from wording to wording."""

    def __init__(self, manifests: Sequence[Manifest]) -> None:
        self.manifests = tuple(manifests)
        self._places = {manifest.edition: place for place, manifest in enumerate(self.manifests)}
        self._prints = [
            {one.id: one.fingerprint for one in manifest.clauses if not one.withdrawn}
            for manifest in self.manifests
        ]
        self._changes: dict[str, list[tuple[int, ManifestChange]]] = {}
        for place, manifest in enumerate(self.manifests):
            for change in manifest.changes:
                self._changes.setdefault(change.clause, []).append((place, change))

    def holds(self, clause: str, fingerprint: str, since: str, until: str = "") -> bool:
        """Whether who knew this wording in edition `since` knows the clause of edition `until`.

        Args:
            until: Default the newest. An edition that the chain lacks is reached by no link.
        """
        return self.broken_by(clause, fingerprint, since, until) is None

    def broken_by(self, clause: str, fingerprint: str, since: str, until: str = "") -> str | None:
        """The edition that ended the validity of a wording; `None` while it holds.

        "" where the wording is none of edition `since`, or an edition is unknown: nothing to follow.
        """
        first = self._places.get(since)
        last = self._places.get(until) if until else len(self.manifests) - 1
        if first is None or last is None or self._prints[first].get(clause) != fingerprint:
            return ""
        known: str | None = fingerprint
        for place, change in self._changes.get(clause, ()):
            if not first < place <= last:
                continue
            if change.material or change.old != known or change.new is None:
                return self.manifests[place].edition
            known = change.new
        return None if self._prints[last].get(clause) == known else self.manifests[last].edition

    def same(self, clause: str, old: str, new: str) -> bool:
        """Whether editorial changes alone lead from one wording to another, in whichever edition it began."""
        if old == new:
            return True
        for first, prints in enumerate(self._prints):
            if prints.get(clause) != old:
                continue
            for last in range(first + 1, len(self._prints)):
                if self._prints[last].get(clause) == new and self.holds(
                    clause, old, self.manifests[first].edition, self.manifests[last].edition
                ):
                    return True
        return False


class Duties:
    """Which clauses concern which posts, in one text."""

    def __init__(self, handbook: Handbook) -> None:
        from indexer.demands.extract import demands_of

        self.sections = {str(clause.id): clause.section for clause in handbook.clauses}
        self._posts = {
            str(clause.id): frozenset(posts_of(clause, demands_of(clause, handbook), handbook))
            for clause in handbook.clauses
        }

    def concerns(self, clause: str, posts: Iterable[str]) -> bool:
        """Whether a clause is for one of these posts: it names it, or everybody, or nobody.

        A person without a post is concerned by everything; a clause outside the text by nothing.
        """
        named = self._posts.get(clause)
        if named is None:
            return False
        mine = set(posts)
        if not mine or not named or EVERYBODY in named:
            return True
        return bool(mine & named) or (LEADERS in named and any(post.endswith(LEADER) for post in mine))

    def of(self, posts: Iterable[str]) -> tuple[str, ...]:
        """Every clause that somebody of these posts must know, in reading order."""
        mine = tuple(posts)
        return tuple(clause for clause in self._posts if self.concerns(clause, mine))


def needs(
    learners: Iterable[Learner],
    evidence: Iterable[Evidence],
    issued: Sequence[Issued],
    duties: Duties,
) -> list[Need]:
    """Who must learn what again, and by when.

    A clause is due again in the way in which it was shown before (signed, or passed in a sitting or a
    practical check), once no evidence of that way holds; a clause added to a section is due for those who had learned something of the section.
    Who never learned a clause is no case for retraining.

    Args:
        learners: The people in service.
        evidence: Everything that their entries show.
        issued: The editions, oldest first.
        duties: Of the text in force.

    Returns:
        One need a person, in the order of `learners`; those who know everything are left out.
    """
    chain = Chain([one.manifest for one in issued])
    days = {one.manifest.edition: one.on for one in issued}
    by_person: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_person.setdefault(one.person, []).append(one)
    added = [
        (change.clause, one.manifest.edition)
        for one in issued
        for change in one.manifest.changes
        if change.kind == "added"
    ]
    found = []
    for learner in learners:
        need = _need(learner, by_person.get(learner.id, []), chain, days, added, duties)
        if need is not None:
            found.append(need)
    return found


def _need(
    learner: Learner,
    shown: Sequence[Evidence],
    chain: Chain,
    days: Mapping[str, date],
    added: Sequence[tuple[str, str]],
    duties: Duties,
) -> Need | None:
    held: dict[tuple[str, bool], list[str | None]] = {}
    for one in shown:
        if duties.concerns(one.clause, learner.posts):
            broken = chain.broken_by(one.clause, one.fingerprint, one.edition)
            held.setdefault((one.clause, one.kind == "acknowledgement"), []).append(broken)
    sign: dict[str, date] = {}
    sit: dict[str, date] = {}
    for (clause, signed), ends in held.items():
        editions = [edition for edition in ends if edition is not None and edition in days]
        if None not in ends and editions:
            # the evidence that held longest says since when it is out of date
            (sign if signed else sit)[clause] = max(days[edition] for edition in editions)
    known_since = _sections_known(shown, duties)
    for clause, edition in added:
        before = known_since.get(duties.sections.get(clause, ""), ())
        if any(clause == known for known, _ in held) or edition not in days:
            continue
        kinds = {kind for kind, since in before if _earlier(since, edition, chain)}
        if duties.concerns(clause, learner.posts):
            for kind in kinds:
                (sign if kind == "acknowledgement" else sit)[clause] = days[edition]
    if not sign and not sit:
        return None
    due = min((*sign.values(), *sit.values())) + timedelta(days=RETRAIN_DAYS)
    return Need(learner.id, in_order({*sign, *sit}), due.isoformat(), sign=in_order(sign), sit=in_order(sit))


def _sections_known(shown: Iterable[Evidence], duties: Duties) -> Mapping[str, set[tuple[str, str]]]:
    """Section -> (kind, edition) of whatever was shown of it."""
    found: dict[str, set[tuple[str, str]]] = {}
    for one in shown:
        section = duties.sections.get(one.clause)
        if section:
            found.setdefault(section, set()).add((one.kind, one.edition))
    return found


def _earlier(edition: str, than: str, chain: Chain) -> bool:
    order = [manifest.edition for manifest in chain.manifests]
    return edition in order and than in order and order.index(edition) < order.index(than)


def in_order(clauses: Iterable[str]) -> tuple[str, ...]:
    """Clause ids in numeric order."""
    return tuple(sorted(clauses, key=ClauseId.parse))
