"""Every door of the program, held against the table of access: use cases, addresses, commands."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from app_home import PASSWORD, PROJECT, Office, opened, written
from starlette.routing import Mount, Route

from app import (
    access,
    acknowledging,
    asking,
    assigned,
    assigning,
    casework,
    citing,
    correcting,
    entry_print,
    inspecting,
    licensing,
    practical,
    printouts,
    results,
    signing_sheet,
    sitting,
    tasks,
    viewing,
)
from app.access import ACTIONS, Who, may
from app.cli import cli
from app.inspecting import CONFORMS, FAILS
from app.records.errors import RecordsError
from app.sitting import Offer
from app.web.api import Api
from app.web.auth import auth_routes
from app.web.gate import OPEN, OPEN_EXACT
from app.web.provider import Provider
from app.web.site import site_routes
from indexer.clauses import HandbookError

APP = Path(access.__file__).parent
HOLDERS = {"Workbench", "Records", "Accounts", "People"}
"""Who has one of these in hand can reach the records."""

INSIDE = {
    "access.may": "the table itself",
    "access.require": "the table itself",
    "accounts.enter": "part of add and import, which ask",
    "accounts.change_role": "part of set_role and import, which ask",
    "accounts.change_assignment": "part of assign and import, which ask",
    "accounts.disable": "part of Accounts.disable and import, which ask",
    "accounts.enter_licence": "part of add_licence and import, which ask",
    "records_register.retained_until": "days, no words; part of erasing.erase, which asks",
    "certificate_page.certificate_page": "words of an entry that the caller may see",
    "check_page.remarks_of": "words of an entry that the caller may see",
    "evidence.points_csv": "words of entries that the caller may see",
    "casework.opening": "part of inspecting.submit, which asks",
    "evidence.wordings": "issued text of entries that the caller may see",
    "issuing.base_of": "issued text",
    "issuing.issue": "takes signatures, which `sign` asked for",
    "issuing.resume": "finishes what was issued",
    "known.known_of": "part of impact and matrix, which ask",
    "known.learners_of": "part of impact and matrix, which ask",
    "known.needs_of": "part of papers and matrix, which ask",
    "results.issued": "numbers on certificates of sittings that the caller may see",
    "results.void": "numbers of entries, no words",
    "server.create_app": "the frame of all",
    "server.serve": "the frame of all",
    "records_register.register_of": "the console; no screen calls it",
    "sitting.drawn": "part of start and printouts.paper_file, which ask",
    "sitting.project_of": "reads nothing",
    "starting.bring_site": "the console at its start",
    "starting.first_account": "the console at its start",
}
"""Public functions that ask nobody, and why they need not."""

COMMANDS = {
    "up": "view_health", "new": "build_site", "doctor": "view_health", "demo": "manage_accounts",
    "check": "read_draft", "clauses": "read_handbook", "extract": "read_handbook", "diff": "read_draft",
    "index": "build_site", "search": "read_handbook", "evaluate": "read_handbook",
    "checklist": "make_checklist", "quiz": "make_paper", "forms": "make_checklist", "import": "edit_draft",
    "impact": "view_impact", "issue": "issue_edition", "decisions export": "view_bank",
    "decisions import": "decide_question", "access": "view_access", "site build": "build_site",
    "site serve": "read_handbook", "users add": "manage_accounts", "users assign": "manage_accounts",
    "users disable": "manage_accounts", "users enable": "manage_accounts", "users role": "manage_accounts",
    "users import": "import_staff", "users list": "list_accounts", "users reset": "reset_password",
    "records backup": "backup", "records restore": "backup", "records move": "backup",
    "records protect": "backup", "records checkpoint": "checkpoint", "records rotate-key": "rotate_key",
    "records erase": "erase_person", "records export": "export_evidence", "records list": "view_ledger",
    "records show": "view_ledger", "records rebuild": "backup",
    "records evidence": "export_evidence", "records print": "view_record", "records xapi": "export_evidence", "records register": "view_ledger",
    "records verify": "verify_ledger", "mcp": "read_handbook",
}  # fmt: skip
"""Command -> the line of the table that it belongs to. Whoever has the files is the console."""

ADDRESSES = {
    "/healthz": "", "/readyz": "", "/api/openapi.json": "", "/auth/login": "", "/auth/logout": "",
    "/auth/openid": "", "/auth/openid/back": "",
    "/auth/password": "change_own_password", "/handbook": "", "/assets": "", "/internal": "read_handbook",
    "/api/search": "read_handbook", "/api/suggestions": "read_handbook",
    "/api/sittings/{sitting}/answers/{number:int}": "take_sitting",
    "/api/inspections/{inspection}/items/{item}": "run_inspection",
}  # fmt: skip
"""Address -> its line of the table, or "" where it is open to everybody."""


# --- nothing without a line in the table


class Module:
    """The functions of one module, and what each calls within the program."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.functions: dict[str, ast.FunctionDef] = {}
        self.imported: dict[str, str] = {}
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "app":
                base = (node.module or "").partition(".")[2]
                for one in node.names:
                    self.imported[one.asname or one.name] = f"{base}.{one.name}".lstrip(".")
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
            elif isinstance(node, ast.ClassDef):
                members = [one for one in node.body if isinstance(one, ast.FunctionDef)]
                self.functions.update({f"{node.name}.{one.name}": one for one in members})

    def calls(self, name: str) -> Iterator[str]:
        owner = name.rpartition(".")[0]
        for node in ast.walk(self.functions[name]):
            if not isinstance(node, ast.Call):
                continue
            target = node.func
            if isinstance(target, ast.Name):
                yield self.imported.get(target.id, f"{self.name}.{target.id}")
            elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                base = target.value.id
                yield (
                    f"{self.name}.{owner}.{target.attr}"
                    if base == "self"
                    else (f"{self.imported.get(base, base)}.{target.attr}")
                )


MODULES = {path.stem: Module(path) for path in sorted(APP.glob("*.py"))}


def takes(function: ast.FunctionDef) -> set[str]:
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return {ast.unparse(one.annotation) for one in arguments if one.annotation}


def asks(name: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function reaches the table."""
    if name in ("access.require", "access.may"):
        return True
    module, _, function = name.partition(".")
    if name in seen or module not in MODULES or function not in MODULES[module].functions:
        return False
    return any(asks(called, seen | {name}) for called in MODULES[module].calls(function))


def doors() -> Iterator[str]:
    """Public functions that are handed a person or the records, and methods that are handed a person."""
    for module in MODULES.values():
        for name, function in module.functions.items():
            owner, _, own = name.rpartition(".")
            given = takes(function)
            if own.startswith("_") or owner.startswith("_"):
                continue
            if "Who" in given or (not owner and given & HOLDERS):
                yield f"{module.name}.{name}"


READS_ONE_PERSON = {"people.People.confirm"}


def test_every_use_case_asks_the_table_or_is_known_to_need_none():
    found = set(doors())
    assert len(found) > 50
    silent = {name for name in found if not asks(name)}
    assert silent - set(INSIDE) - READS_ONE_PERSON == set()
    assert set(INSIDE) <= found, "INSIDE names what is no more"


def commands(group: Any, before: str = "") -> Iterator[str]:
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from commands(one, f"{before}{name} ")
        else:
            yield before + name


def test_every_command_has_its_line_of_the_table():
    found = set(commands(typer.main.get_command(cli)))
    assert found <= set(COMMANDS)
    assert set(COMMANDS.values()) <= set(ACTIONS)


def test_every_address_is_open_by_intent_or_has_its_line_of_the_table(office):
    routes = [
        *auth_routes(
            office.bench.records.people, title="", provider=Provider("https://id.example", "a", "b", "sub")
        ),
        *Api(office.bench).routes(),
        *site_routes(office.home),
    ]
    paths = {route.path for route in routes if isinstance(route, (Route, Mount))}
    assert paths == set(ADDRESSES)
    assert set(ADDRESSES.values()) - {""} <= set(ACTIONS)
    for path, action in ADDRESSES.items():
        open_to_all = path in OPEN_EXACT or f"{path}/".startswith(OPEN)
        assert open_to_all is (action == "" or path == "/auth/password"), path


# --- the table by direct calls


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An installation with a running inspection, a case, a passed and a running sitting."""
    made = opened(written(tmp_path_factory.mktemp("attack")))
    bench, li, zhang = made.bench, made.who("li"), made.who("zhang")
    done = inspecting.start(bench, li, PROJECT, made.now, sections=("2.2",))
    for place, line in enumerate(inspecting.lines(bench, li, done.id)):
        inspecting.save(bench, li, done.id, line.id, CONFORMS if place else FAILS, "未见", made.now)
    inspecting.submit(bench, li, done.id, made.now)
    inspecting.start(bench, li, PROJECT, made.now, sections=("2.1",))
    for _ in range(2):
        check = practical.start(bench, li, zhang.id, "2.1", made.now)
    for line in practical.lines(bench, li, check.id):
        practical.save(bench, li, check.id, line.id, practical.SHOWN, "", made.now)
    practical.submit(bench, li, check.id, PASSWORD, made.now)
    passed = sitting.start(bench, zhang, Offer("考试", sections=("2.1",), number=3), made.now)
    sitting.submit(bench, zhang, passed.id, made.now)
    sitting.start(bench, zhang, Offer("考试", sections=("2.1",), number=3), made.now)
    assigning.assign(bench, li, [zhang.id], "reading", "2.2", made.now.date(), made.now)
    yield made
    made.bench.close()


def going(office: Office, login: str, kind: str) -> str:
    return office.bench.records.store.running_of(office.who(login).id, kind)[0].id


def case(office: Office) -> casework.Case:
    return casework.cases(office.bench, office.who("wang"))[0]


Call = Callable[[Office, Who], Any]
HERE, THEIRS, OWN = "here", "theirs", "own"
CALLS: dict[str, tuple[str, str, Call]] = {
    "asking.ask": ("read_handbook", "", lambda o, w: asking.ask(o.bench, w, " ", o.now)),
    "asking.card": ("read_handbook", "", lambda o, w: asking.card(o.bench, w, "停电")),
    "asking.recent": ("read_handbook", "", lambda o, w: asking.recent(o.bench, w)),
    "asking.frequent": ("read_handbook", "", lambda o, w: asking.frequent(o.bench, w)),
    "asking.suggestions": ("read_handbook", "", lambda o, w: asking.suggestions(o.bench, w, "维修")),
    "asking.unanswered": ("view_unanswered", "", lambda o, w: asking.unanswered(o.bench, w)),
    "asking.settle": ("answer_unanswered", "", lambda o, w: asking.settle(o.bench, w, 1, " ", o.now)),
    "citing.findings": ("read_handbook", "", lambda o, w: citing.findings(o.bench, w, " ")),
    "citing.citation": ("read_handbook", "", lambda o, w: citing.citation(o.bench, w, "2.1-01")),
    "acknowledging.duties": ("view_own_record", OWN, lambda o, w: acknowledging.duties(o.bench, w)),
    "acknowledging.sign": (
        "acknowledge",
        OWN,
        lambda o, w: acknowledging.sign(o.bench, w, "2.1", "wrong", o.now, o.now),
    ),
    "signing_sheet.signers": (
        "view_record",
        HERE,
        lambda o, w: signing_sheet.signers(o.bench, w, "2.1", PROJECT),
    ),
    "signing_sheet.sheet": (
        "view_record",
        HERE,
        lambda o, w: signing_sheet.sheet(o.bench, w, "2.1", PROJECT, o.now),
    ),
    "assigned.own": ("view_own_record", OWN, lambda o, w: assigned.own(o.bench, w)),
    "assigning.assign": (
        "assign_training",
        HERE,
        lambda o, w: assigning.assign(o.bench, w, [o.who("qian").id], "section", "9.9", o.now.date(), o.now),
    ),
    "assigning.withdraw": (
        "assign_training",
        HERE,
        lambda o, w: assigning.withdraw(o.bench, w, o.who("qian").id, "section", "9.9"),
    ),
    "casework.notes": ("view_inspection", HERE, lambda o, w: casework.notes(o.bench, w, case(o))),
    "casework.rectify": (
        "rectify",
        HERE,
        lambda o, w: casework.rectify(o.bench, w, case(o).number, " ", o.now),
    ),
    "casework.recheck": (
        "recheck",
        "here+li",
        lambda o, w: casework.recheck(o.bench, w, case(o).number, True, " ", o.now),
    ),
    "inspecting.wanted": (
        "make_checklist",
        "",
        lambda o, w: inspecting.wanted(o.bench, w, sections=("2.1",)),
    ),
    "inspecting.start": (
        "run_inspection",
        HERE,
        lambda o, w: inspecting.start(o.bench, w, PROJECT, o.now, sections=("9.9",)),
    ),
    "inspecting.lines": (
        "run_inspection",
        HERE,
        lambda o, w: inspecting.lines(o.bench, w, going(o, "li", "inspection")),
    ),
    "inspecting.save": (
        "run_inspection",
        HERE,
        lambda o, w: inspecting.save(o.bench, w, going(o, "li", "inspection"), "x", FAILS, "", o.now),
    ),
    "inspecting.submit": (
        "run_inspection",
        HERE,
        lambda o, w: inspecting.submit(o.bench, w, going(o, "li", "inspection"), o.now),
    ),
    "inspecting.cancel": (
        "run_inspection",
        HERE,
        lambda o, w: w.id == o.who("li").id or inspecting.cancel(o.bench, w, going(o, "li", "inspection")),
    ),
    "practical.for_posts": (
        "make_checklist",
        "",
        lambda o, w: practical.for_posts(o.bench, w, (), "2.1"),
    ),
    "practical.points": (
        "grade_practical",
        "here+zhang",
        lambda o, w: practical.points(o.bench, w, o.bench.records.people.find("zhang"), "9.9"),
    ),
    "practical.start": (
        "grade_practical",
        "here+zhang",
        lambda o, w: practical.start(o.bench, w, o.who("zhang").id, "9.9", o.now),
    ),
    "practical.lines": (
        "grade_practical",
        "here+zhang",
        lambda o, w: practical.lines(o.bench, w, going(o, "li", "practical")),
    ),
    "practical.save": (
        "grade_practical",
        "here+zhang",
        lambda o, w: practical.save(o.bench, w, going(o, "li", "practical"), "x", "failed", "", o.now),
    ),
    "practical.submit": (
        "grade_practical",
        "here+zhang",
        lambda o, w: practical.submit(o.bench, w, going(o, "li", "practical"), "wrong", o.now),
    ),
    "practical.cancel": (
        "grade_practical",
        "here+zhang",
        lambda o, w: w.id == o.who("li").id or practical.cancel(o.bench, w, going(o, "li", "practical")),
    ),
    "correcting.correct": (
        "correct_record",
        "here+li",
        lambda o, w: correcting.correct(o.bench, w, _practical(o), "", "", PASSWORD, o.now),
    ),
    "entry_print.printed": (
        "view_record",
        "zhang's",
        lambda o, w: entry_print.printed(o.bench, w, _practical(o)),
    ),
    "printouts.checklist_file": (
        "make_checklist",
        "",
        lambda o, w: printouts.checklist_file(o.bench, w, sections=("9.9",)),
    ),
    "printouts.paper_file": (
        "make_paper",
        "",
        lambda o, w: printouts.paper_file(o.bench, w, Offer("x", sections=("9.9",)), "1", key=False),
    ),
    "sitting.start": (
        "take_sitting",
        OWN,
        lambda o, w: sitting.start(o.bench, w, Offer("x", sections=("9.9",)), o.now),
    ),
    "sitting.under_way": ("take_sitting", OWN, lambda o, w: sitting.under_way(o.bench, w, o.now)),
    "sitting.asked": (
        "take_sitting",
        THEIRS,
        lambda o, w: sitting.asked(o.bench, w, going(o, "zhang", "sitting")),
    ),
    "sitting.save": (
        "take_sitting",
        THEIRS,
        lambda o, w: sitting.save(o.bench, w, going(o, "zhang", "sitting"), 99, 0, o.now),
    ),
    "sitting.submit": (
        "take_sitting",
        THEIRS,
        lambda o, w: (
            w.id == o.who("zhang").id or sitting.submit(o.bench, w, going(o, "zhang", "sitting"), o.now)
        ),
    ),
    "results.papers": ("view_own_record", OWN, lambda o, w: results.papers(o.bench, w)),
    "results.results": (
        "view_record",
        "zhang's",
        lambda o, w: results.results(o.bench, w, o.who("zhang").id),
    ),
    "results.look": (
        "view_record",
        "zhang's",
        lambda o, w: results.look(o.bench, w, o.who("zhang").id, "考试"),
    ),
    "results.certify": ("issue_certificate", "here+zhang", lambda o, w: _certify(o, w)),
    "licensing.own_reminders": (
        "view_own_record",
        OWN,
        lambda o, w: licensing.own_reminders(o.bench, w, o.now.date()),
    ),
    "tasks.tasks": ("view_own_record", OWN, lambda o, w: tasks.tasks(o.bench, w, o.now)),
    "viewing.visible": ("view_own_record", OWN, lambda o, w: viewing.visible(o.bench, w)),
    "viewing.own_export": ("export_own_record", OWN, lambda o, w: viewing.own_export(o.bench, w)),
    "viewing.verification": ("verify_ledger", "", lambda o, w: viewing.verification(o.bench, w)),
}
"""Use case -> its line of the table, whom and which project the call concerns, the call."""
FILTERS = {
    "assigned.assignments",
    "assigning.candidates",
    "casework.cases",
    "correcting.may_correct",
    "inspecting.under_way",
    "licensing.reminders",
    "practical.candidates",
    "practical.under_way",
}
"""They refuse nobody and show only what one may see."""


def _certify(office: Office, who: Who) -> Any:
    (entry,) = office.bench.records.ledger.entries(kind="sitting")
    return results.certify(office.bench, who, entry.seq, office.now.date())


def _practical(office: Office) -> int:
    (entry,) = office.bench.records.ledger.entries(kind="practical_check")
    return entry.seq


def test_every_use_case_of_the_screens_is_attacked_below():
    mine = {
        "acknowledging",
        "asking",
        "casework",
        "citing",
        "inspecting",
        "results",
        "signing_sheet",
        "sitting",
    }
    mine |= {"assigned", "assigning", "correcting", "entry_print", "licensing", "practical"}
    mine |= {"printouts", "tasks", "viewing"}
    wanted = {name for name in doors() if name.partition(".")[0] in mine} - set(INSIDE) - FILTERS
    assert wanted == set(CALLS)


LOGINS = ("zhang", "qian", "li", "wang", "zhou", "zhao", "root")


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.parametrize("name", CALLS)
def test_a_direct_call_gets_what_the_table_says(busy, name, login):
    action, concerns, call = CALLS[name]
    who, zhang, li = busy.who(login), busy.who("zhang").id, busy.who("li").id
    scope = {
        "": {},
        HERE: {"project": PROJECT},
        OWN: {"subject": who.id},
        THEIRS: {"subject": zhang},
        "here+li": {"project": PROJECT, "subject": li},
        "here+zhang": {"project": PROJECT, "subject": zhang},
        "zhang's": {"project": PROJECT},
    }[concerns]
    expected = may(who, action, **scope) or (concerns == "zhang's" and who.id == zhang)
    length = busy.bench.records.ledger.length()
    refused = False
    try:
        call(busy, who)
    except (HandbookError, RecordsError) as error:
        refused = error.fix == access._FIX
        assert busy.bench.records.ledger.length() == length, "what was refused has left an entry"
    assert refused is not expected


@pytest.mark.parametrize("login", LOGINS)
def test_lists_show_only_what_the_table_allows(busy, login):
    who = busy.who(login)
    assert bool(casework.cases(busy.bench, who)) is may(who, "view_inspection", project=PROJECT)
    assert bool(inspecting.under_way(busy.bench, who)) is (login == "li")
    assert bool(practical.under_way(busy.bench, who)) is (login == "li")
    zhang = busy.who("zhang").id
    shown = {one.id for one in practical.candidates(busy.bench, who)}
    assert (zhang in shown) is may(who, "grade_practical", project=PROJECT, subject=zhang)
    entry = busy.bench.records.ledger.entry(_practical(busy))
    assert correcting.may_correct(busy.bench, who, entry) is (login == "wang")
    assert bool(assigned.assignments(busy.bench, who)) is may(who, "view_dashboard", project=PROJECT)
    told = {one.login for one in assigning.candidates(busy.bench, who)}
    assert bool(told & {"zhang", "qian", "li"}) is may(who, "assign_training", project=PROJECT)
    assert not told & {"zhao"}


@pytest.mark.parametrize("name", CALLS)
def test_with_a_one_time_password_no_use_case_opens(busy, name):
    root = busy.who("wang")
    fresh = Who(root.id, root.name, root.role, root.posts, root.projects, must_change=True)
    with pytest.raises(HandbookError, match="一次性密码"):
        CALLS[name][2](busy, fresh)


def test_a_wrong_password_signs_nothing(busy):
    with pytest.raises(HandbookError):
        acknowledging.sign(busy.bench, busy.who("qian"), "2.2", PASSWORD + "x", busy.now, busy.now)
    assert list(busy.bench.records.ledger.entries(kind="acknowledgement")) == []
