"""The log: one JSON line a request, with nothing in it that says who somebody is."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from app_home import PASSWORD, PEOPLE, Office
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.web import rules
from app.web.api import Api
from app.web.auth import auth_routes
from app.web.gate import Gate
from app.web.logs import Logged, gather, shown_path, start_logging
from app.workbench import now
from indexer.clauses import HandbookError

BASE = "http://127.0.0.1:8501"
PAGES = ("search", "people")


async def page(_: Request) -> Response:
    return Response("ok")


async def broken(_: Request) -> Response:
    raise ValueError("张三的电话是 13800000000")


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


@contextmanager
def logging_to(place: str) -> Iterator[None]:
    """Logging as the server starts it, taken back afterwards."""
    handler = start_logging(place)
    assert handler is not None
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "logs" / "handbook.jsonl"
    with logging_to(str(place)):
        yield place


@pytest.fixture
def client(office: Office, file: Path) -> Iterator[TestClient]:
    people = office.bench.records.people
    gate = Middleware(
        Gate, session=lambda token: people.session(token, now()), hosts=rules.known_hosts("handbook.example")
    )
    routes = [
        *auth_routes(people, title="标准操作手册"),
        *Api(office.bench).routes(),
        Route("/people", page),
        Route("/api/broken", broken),
        WebSocketRoute("/_stcore/stream", stream),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Logged, pages=PAGES), gate])
    with TestClient(
        app,
        base_url=BASE,
        follow_redirects=False,
        client=("203.0.113.9", 5000),
        raise_server_exceptions=False,
    ) as opened:
        yield opened


def sign_in(client: TestClient, login: str, password: str = PASSWORD) -> int:
    form = re.search(r'name="token" value="([0-9a-f]+)"', client.get("/auth/login").text)
    assert form
    fields = {"login": login, "password": password, "token": form[1]}
    return client.post("/auth/login?next=/people%3Fq%3D%E5%BC%A0%E4%B8%89", data=fields).status_code


def lines(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_request_is_one_line_with_what_an_operator_needs(client, office, file):
    assert sign_in(client, "wang") == 303
    assert client.get("/people?name=张三").status_code == 200
    last = lines(file)[-1]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", last.pop("time"))
    assert 0 <= last.pop("ms") < 60_000
    assert last == {
        "level": "info",
        "event": "request",
        "method": "GET",
        "path": "/people",
        "status": 200,
        "person": office.who("wang").id,
    }


def test_nothing_in_the_log_says_who_somebody_is(client, file):
    assert sign_in(client, "zhang", "wrong password 13900000000") == 401
    assert sign_in(client, "zhang") == 303
    token = client.cookies[rules.COOKIE]
    client.get("/api/search?q=张三住哪里")
    client.get("/auth/zhang/张三")
    client.get("/张三/13800000000")
    client.get("/people", headers={"user-agent": "somebodys phone", "referer": BASE + "/?q=lisi"})
    client.get("/api/broken")
    written = file.read_text("utf-8")
    assert len(lines(file)) >= 9
    names = {word for login, name, *_ in PEOPLE for word in (login, name) if len(login) > 2}
    for word in (
        *names,
        "13800000000",
        "13900000000",
        PASSWORD,
        token,
        "203.0.113.9",
        "phone",
        "wrong",
        "lisi",
    ):
        assert word not in written, word


def test_an_error_is_told_by_type_and_place(client, file):
    sign_in(client, "wang")
    assert client.get("/api/broken").status_code == 500
    last = next(line for line in reversed(lines(file)) if line["event"] == "request")
    assert (last["level"], last["status"], last["path"]) == ("error", 500, "/api/broken")
    assert last["error"]["type"] == "ValueError"
    assert re.fullmatch(r"tests/app/test_web_logs\.py:\d+ broken", last["error"]["at"][-1])


def test_a_refused_and_an_opened_websocket_are_told_apart(client, office, file):
    address = "ws://127.0.0.1:8501/_stcore/stream"
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(address):
        pass
    sign_in(client, "wang")
    with client.websocket_connect(address):
        pass
    refused, *_, opened = lines(file)
    assert (refused["event"], refused["status"], refused["person"]) == ("websocket", 403, "")
    assert (opened["event"], opened["status"]) == ("websocket", 101)
    assert opened["person"] == office.who("wang").id


def test_a_probe_that_is_answered_leaves_no_line_and_one_that_fails_does(client, office, file):
    assert client.get("/healthz").text == "ok"
    assert lines(file) == []
    assert client.get("/readyz").status_code == 503  # the search is not loaded
    assert [(line["path"], line["status"], line["level"]) for line in lines(file)] == [
        ("/readyz", 503, "error")
    ]


def test_our_own_words_are_written_and_those_of_libraries_are_not(file):
    logging.getLogger("handbook.records").warning("checkpoint not anchored: %s", "磁盘写满")
    logging.getLogger("somebody.else").error("user %s typed %s", "张三", "李四")
    logging.getLogger("somebody.else").info("a visitor came")
    ours, theirs = lines(file)
    assert (ours["event"], ours["said"]) == ("message", "checkpoint not anchored: 磁盘写满")
    assert theirs["event"] == "library" and theirs["logger"] == "somebody.else"
    assert re.fullmatch(r"test_web_logs:\d+", theirs["at"]) and "张三" not in file.read_text("utf-8")


def test_a_library_loses_its_own_way_to_the_screen(file, capsys):
    library = logging.getLogger("streamlit.something")
    library.addHandler(logging.StreamHandler())
    library.propagate = False
    gather()
    library.warning("张三")
    assert "张三" not in capsys.readouterr().err and lines(file)[-1]["logger"] == "streamlit.something"


def test_the_file_is_the_owners_only_and_is_made_anew_when_moved_away(file):
    logging.getLogger("handbook").warning("一")
    assert file.stat().st_mode & 0o077 == 0
    file.rename(file.with_suffix(".1"))
    logging.getLogger("handbook").warning("二")
    assert [line["said"] for line in lines(file)] == ["二"]


def test_without_the_setting_nothing_is_logged_and_an_impossible_file_is_refused(tmp_path):
    assert start_logging("") is None
    (tmp_path / "file").write_text("")
    with pytest.raises(HandbookError, match="不能写"):
        start_logging(str(tmp_path / "file" / "log"))


def test_standard_error_takes_it_too(capsys):
    with logging_to("-"):
        logging.getLogger("handbook").warning("好")
    assert json.loads(capsys.readouterr().err)["said"] == "好"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/", "/"),
        ("/people", "/people"),
        ("/people/zhang", "/…"),
        ("/zhang", "/…"),
        ("/handbook/A-1/2.1/", "/handbook/A-1/2.1/"),
        ("/handbook/张三/", "/handbook/…/"),
        ("/api/sittings/0f3a/answers/4", "/api/sittings/0f3a/answers/4"),
        ("/_stcore/upload_file/8d2c-11/77-f", "/_stcore/upload_file/…"),
        ("/media/9f1c.png", "/media/…"),
        ("/api/" + "x" * 61, "/api/…"),
        ("//evil.example/", "/…"),
    ],
)
def test_an_address_is_shown_as_far_as_it_is_ours(path, shown):
    assert shown_path(path, PAGES) == shown


@given(st.text(max_size=80))
def test_no_address_puts_more_than_plain_ascii_and_the_ellipsis_into_the_log(path):
    assert re.fullmatch(r"[A-Za-z0-9._~/…-]+", shown_path("/" + path, PAGES))
