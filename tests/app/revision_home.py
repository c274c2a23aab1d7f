"""A small home in git with people and an edition in force, for the tests of revision."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from app.accounts import Accounts
from app.home import Home
from app.in_force import in_force
from app.issuing import Issued, Signature, base_of, issue, sign
from app.opening import Records
from app.people import CONSOLE, People
from app.proposal import Proposal
from app.proposing import propose
from app.records.clock import Clock
from app.records.entry import Entry
from app.records.ledger import Ledger
from app.records.store import Store
from app.settings import Settings

PASSWORD = "correct horse battery"
FIRST = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
LATER = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)

SECTIONS = {
    "2.1-visit.md": """---
section: "2.1"
title: 入户维修
edition: A/0
effective: 2026-12-01
---
# 2.1 入户维修

本节说明入户维修的做法。

- 维修工应在接到派单后 30 分钟内到场。{#2.1-01}
- 维修工应在维修前出示工作证，并填写《入户维修单》。{#2.1-02 form="入户维修单"}
- 客服员应在维修完成后 3 日内回访业主。{#2.1-03}
""",
    "2.2-guard.md": """---
section: "2.2"
title: 门岗值守
edition: A/0
effective: 2026-12-01
---
# 2.2 门岗值守

本节说明门岗的做法。

- 秩序维护员应每 2 小时巡逻 1 次，并填写《巡逻记录》。{#2.2-01 form="巡逻记录"}
- 秩序维护员不应让未登记的访客进入小区。{#2.2-02 class=A}
- 全体员工应在上岗时佩戴工牌。{#2.2-03}
""",
}
LISTS = {
    "posts.yml": "- {name: 维修工, aliases: [维修员]}\n- {name: 客服员}\n- {name: 秩序维护员}\n- {name: 全体员工}\n",
    "forms.yml": "- {no: F-01, name: 入户维修单, fields: [时间], retention: 3年}\n"
    "- {no: F-02, name: 巡逻记录, fields: [时间], retention: 1年}\n",
    "laws.yml": "- {law: 物业管理条例, article: 三十五, in_force: 2018-03-19}\n",
}


class Hands:
    """A clock that tests set."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.clock = Clock("test", lambda: self.moment)


@dataclass
class Company:
    """A home with its records and the clock that they run on."""

    home: Home
    records: Records
    hands: Hands

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.home.handbook / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), "utf-8")

    def proposal(self, **more: object) -> Proposal:
        return propose(
            self.home,
            base_of(self.home, self.records),
            today=self.hands.moment.date(),
            decisions=self.records.store.decisions("change"),
            **more,  # type: ignore[arg-type]
        )

    def signatures(self) -> tuple[Signature, ...]:
        logins = {"prepared": "zhao", "reviewed": "qian", "approved": "sun"}
        return sign(self.records, logins, dict.fromkeys(logins.values(), PASSWORD), self.hands.moment)

    def issue(self, **more: object) -> Issued:
        return issue(self.home, self.records, self.proposal(**more), self.signatures())

    def acknowledge(self, login: str, section: str) -> Entry:
        text = in_force(self.home, self.records.ledger)
        who = self.records.people.find(login)
        refs = [
            (str(clause.id), clause.fingerprint)
            for clause in text.handbook.section(section).clauses
            if clause.withdrawn is None
        ]
        return self.records.ledger.append(
            "acknowledgement",
            who.id,
            {"person": who.id, "section": section},
            edition=text.edition,
            clauses=refs,
            meaning="本人已阅读并理解",
        )

    def person(self, login: str) -> str:
        return self.records.people.find(login).id

    def git(self, *words: str) -> str:
        return git(self.home.root, *words)


def git(root: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=t", "-c", "user.email=t@t", *words],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def founded(root: Path, *, in_git: bool = True, sections: Mapping[str, str] = SECTIONS) -> Home:
    """The text as it was first delivered, committed."""
    folder = root / "handbook"
    folder.mkdir(parents=True)
    for name, text in {**sections, **LISTS}.items():
        (folder / name).write_text(text, "utf-8")
    (root / ".gitignore").write_text("var/\n", "utf-8")
    if in_git:
        git(root, "init", "-q", "-b", "main")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "text")
    return Home(root, root / "var", root / "var" / "keys")


def records_of(home: Home, hands: Hands) -> Records:
    anchors = (home.data / "anchors.jsonl",)
    home.data.mkdir(exist_ok=True)
    ledger = Ledger.open(home.records_db, home.keys, anchors=anchors, clock=hands.clock)
    people = People(ledger)
    settings = Settings(home.records_db, home.keys, anchors, False)
    return Records(ledger, Store(ledger.database), people, Accounts(people), settings)


STAFF = {
    "zhao": ("supervisor", ()),
    "qian": ("manager", ()),
    "sun": ("manager", ()),
    "li": ("trainee", ("维修工",)),
    "zhou": ("trainee", ("秩序维护员",)),
    "wu": ("trainee", ("客服员",)),
}


def staffed(home: Home, records: Records) -> None:
    """The people of `STAFF`, all with one password, hashed once."""
    from dataclasses import replace

    from app.accounts import enter, issue, new_person

    hashed = issue(new_person(name="x", login="x", role="manager"), PASSWORD).person.password_hash
    with records.ledger.batch() as batch:
        for login, (role, posts) in STAFF.items():
            person = new_person(
                name=f"员工{login}", login=login, role=role, posts=posts, projects=("翠湖苑",)
            )
            enter(batch, CONSOLE, replace(person, password_hash=hashed, must_change=False))


def company(root: Path, *, in_git: bool = True) -> Company:
    """A home with staff whose first edition A/0 has been issued."""
    hands = Hands(FIRST)
    home = founded(root, in_git=in_git)
    records = records_of(home, hands)
    staffed(home, records)
    made = Company(home, records, hands)
    made.issue(edition="A/0")
    hands.moment = LATER
    return made


def day(moment: datetime) -> date:
    return moment.date()
