"""Attacks over HTTP: sessions that are over, files beside the site, bodies made to hurt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from app_home import PASSWORD, Office
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from test_gate import HTML, STREAM, client_of, sign_in, token_in

from app import sitting
from app.people import CONSOLE, IDLE_MINUTES, SESSION_HOURS
from app.results import papers
from app.site import site_root
from app.web import rules
from app.workbench import now


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    with client_of(office) as opened:
        yield opened


def with_cookie(token: str) -> dict[str, str]:
    return {"cookie": f"{rules.COOKIE}={token}"}


def refused_everywhere(client: TestClient, token: str) -> bool:
    """Whether a token opens no page, no interface and no websocket."""
    client.cookies.clear()
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM, headers=with_cookie(token)):
        pass
    paths = ("/x", "/learning", "/api/search?q=2.1-01", "/internal/", "/media/a", "/_stcore/upload_file/a/b")
    return {client.get(path, headers=with_cookie(token)).status_code for path in paths} == {401}


# --- sessions


def test_a_session_that_has_expired_opens_nothing(client, office):
    people = office.bench.records.people
    for ago in (timedelta(hours=SESSION_HOURS, seconds=1), timedelta(minutes=IDLE_MINUTES, seconds=1)):
        assert refused_everywhere(client, people.sign_in("zhang", PASSWORD, now() - ago))


@pytest.mark.parametrize("deed", ["disable", "reset", "everywhere", "password"])
def test_a_stolen_session_ends_with_what_the_owner_or_the_administrator_does(client, office, deed):
    records = office.bench.records
    stolen = records.people.sign_in("zhang", PASSWORD, now())
    assert client.get("/x", headers=with_cookie(stolen)).status_code == 200
    who = office.who("zhang")
    if deed == "disable":
        records.accounts.disable(CONSOLE, "zhang")
    elif deed == "reset":
        records.accounts.reset(CONSOLE, "zhang")
    elif deed == "everywhere":
        records.people.sign_out_everywhere(who.id)
    else:
        records.people.change_password(who, PASSWORD, "green stone window", now())
    assert refused_everywhere(client, stolen)


def test_a_session_planted_beforehand_is_not_taken_over(client):
    client.cookies.set(rules.COOKIE, "planted")
    fresh = sign_in(client, "zhang").headers["set-cookie"]
    assert "planted" not in fresh
    client.cookies.clear()
    assert client.get("/x", headers=with_cookie("planted")).status_code == 401


def test_a_form_of_another_page_signs_nobody_in(client):
    sign_in(client, "zhang")
    token = token_in(client.get("/auth/password").text)
    fields = {"login": "qian", "password": PASSWORD, "token": token}
    assert client.post("/auth/login", data=fields).status_code == 403


MADE_UP = ("", "x", "'; drop table sessions; --", "a" * 10_000, "%00", "é")


def test_a_token_made_up_is_a_visitor(client):
    for token in MADE_UP:
        headers = {"cookie": f"{rules.COOKIE}={token}".encode("latin-1")}
        assert client.get("/x", headers=headers).status_code == 401, token[:20]


# --- files

CLIMBS = (
    "../records.db", "..%2frecords.db", "%2e%2e/records.db", "%2e%2e%2frecords.db", "..%5crecords.db",
    "..%252frecords.db", "....//records.db", "A-0/../../records.db", "A-0/%2e%2e/%2e%2e/records.db",
    "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "//etc/passwd", "A-0/%00", "A-0/link.html",
    "A-0/index.html%00.png", "~root", ".made-from", "A-0/" + "a" * 5000,
)  # fmt: skip


def test_no_way_leads_out_of_the_site(client, office):
    secret = office.home.data / "secret.txt"
    secret.write_text("geheim", "utf-8")
    for internal in (False, True):
        folder = site_root(office.home, internal=internal) / "A-0"
        folder.mkdir(parents=True)
        (folder / "index.html").write_text("<p>page", "utf-8")
        (folder / "link.html").symlink_to(secret)
    sign_in(client, "root")
    for place in ("/handbook/", "/internal/", "/assets/"):
        for climb in CLIMBS:
            answer = client.get(place + climb)
            assert answer.status_code in (200, 303, 307, 400, 404, 405), (place, climb)
            for word in ("geheim", "SQLite", "root:"):
                assert word not in answer.text, (place, climb)


def test_the_internal_site_is_for_those_signed_in(client, office):
    folder = site_root(office.home, internal=True) / "A-0"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("<p>internal", "utf-8")
    assert client.get("/internal/A-0/").status_code == 401
    assert client.get("/internal/A-0/", headers=HTML).status_code == 303
    assert client.get("/handbook/../internal/A-0/").status_code == 401
    sign_in(client, "zhang")
    assert client.get("/internal/A-0/").text == "<p>internal"


# --- bodies


def test_a_form_that_is_too_large_is_refused(client):
    page = client.get("/auth/login")
    fields = {"login": "zhang", "password": "x" * 40_000, "token": token_in(page.text)}
    assert client.post("/auth/login", data=fields).status_code in (400, 403, 413)


HURTFUL = (
    b"", b"{", b"[" * 5000, b'{"answer": NaN}', b'{"answer": 1e999}', b'{"answer": ' + b"9" * 5000 + b"}",
    b'{"answer": [[1]]}', b'{"answer": "\\ud800"}', b'{"answer": 1, "person": "p-1"}', b"\xff\xfe", b"null",
)  # fmt: skip


def test_a_body_made_to_hurt_is_refused_and_saves_nothing(client, office):
    zhang = office.who("zhang")
    running = sitting.start(office.bench, zhang, papers(office.bench, zhang)[0].offer, now())
    sign_in(client, "zhang")
    headers = {"content-type": "application/json"}
    for body in HURTFUL:
        answer = client.put(f"/api/sittings/{running.id}/answers/1", content=body, headers=headers)
        assert 400 <= answer.status_code < 500, body[:30]
        assert set(answer.json()) <= {"problem", "fix"}
    assert office.bench.records.store.answers(running.id) == {}


def test_no_door_gives_the_key_of_a_running_paper(client, office):
    zhang = office.who("zhang")
    running = sitting.start(office.bench, zhang, papers(office.bench, zhang)[0].offer, now())
    sign_in(client, "zhang")
    saved = client.put(f"/api/sittings/{running.id}/answers/1", json={"answer": None})
    assert saved.json() == {"saved": True, "version": 1}
    for one in sitting.asked(office.bench, zhang, running.id):
        assert not {"key", "explanation", "clause"} & set(one.__slots__)
    for path in (f"/api/sittings/{running.id}", f"/api/sittings/{running.id}/answers/1", "/api/sittings"):
        assert client.get(path).status_code in (200, 404, 405)
        assert "explanation" not in client.get(path).text


def test_signing_in_leads_to_no_foreign_page(client):
    evil = ("//evil.example", "/\\evil.example", "https://evil.example", "/%0d%0aSet-Cookie:a=b")
    for came in evil:
        client.cookies.clear()
        where = sign_in(client, "zhang", next=came).headers["location"]
        assert where.startswith("/") and not where.startswith(("//", "/\\")) and "\r" not in where


def test_other_methods_change_nothing(client):
    sign_in(client, "zhang")
    for method in ("TRACE", "PATCH", "DELETE", "POST"):
        assert client.request(method, "/api/search?q=x").status_code in (403, 405)
