"""The gate and the pages behind it, over HTTP, without Streamlit: hosts, origins, sessions, forms, limits."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from app_home import PASSWORD, PROJECT, Office, with_emergencies
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from app import inspecting, sitting
from app.sitting import Offer
from app.web import rules
from app.web.api import Api
from app.web.auth import auth_routes
from app.web.gate import Gate
from app.web.site import site_routes
from app.workbench import now

BASE = "http://127.0.0.1:8501"
STREAM = "ws://127.0.0.1:8501/_stcore/stream"
HTML = {"accept": "text/html"}


async def told(request: Request) -> JSONResponse:
    """Stands where Streamlit stands: says what reaches it."""
    return JSONResponse(dict(request.headers.items()))


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(socket.headers.get(rules.USER_HEADER, ""))
    await socket.close()


def client_of(office: Office, base: str = BASE) -> TestClient:
    people = office.bench.records.people
    gate = Middleware(
        Gate, session=lambda token: people.session(token, now()), hosts=rules.known_hosts("handbook.example")
    )
    routes = [
        *auth_routes(people, title="标准操作手册"),
        *Api(office.bench).routes(),
        *site_routes(office.home),
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{path:path}", told),
    ]
    app = Starlette(routes=routes, middleware=[gate])
    return TestClient(app, base_url=base, follow_redirects=False, client=("127.0.0.1", 5000))


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    with client_of(office) as opened:
        yield opened


def token_in(text: str) -> str:
    found = re.search(r'name="token" value="([0-9a-f]+)"', text)
    assert found
    return found[1]


def sign_in(client: TestClient, login: str, password: str = PASSWORD, **query: str):
    page = client.get("/auth/login", params=query)
    return client.post(
        "/auth/login", params=query, data={"login": login, "password": password, "token": token_in(page.text)}
    )


# --- who passes


def test_a_visitor_is_sent_to_sign_in_and_back(client):
    page = client.get("/learning?x=1", headers=HTML)
    assert page.status_code == 303
    assert page.headers["location"] == "/auth/login?next=%2Flearning%3Fx%3D1"
    done = sign_in(client, "zhang", next="/learning?x=1")
    assert (done.status_code, done.headers["location"]) == (303, "/learning?x=1")
    assert client.get("/learning").status_code == 200


def test_programs_without_a_session_get_a_plain_refusal(client):
    assert client.get("/media/secret.png").status_code == 401
    assert client.get("/api/search?q=x").status_code == 401
    assert client.put("/api/sittings/x/answers/1", json={"answer": 1}).status_code == 401


def test_the_public_site_and_health_need_no_session(client):
    assert client.get("/healthz").text == "ok"
    assert client.get("/readyz").status_code == 503
    assert client.get("/handbook/").status_code == 404
    assert client.get("/handbook").headers["location"] == "/handbook/"
    assert client.get("/internal/", headers=HTML).status_code == 303
    assert client.get("/assets/auth.css").status_code == 200


@pytest.mark.parametrize(
    "path", ["/handbook/../records.db", "/handbook/%2e%2e/records.db", "/assets/..%2fgate.py"]
)
def test_no_file_beside_the_site_can_be_fetched(client, path):
    assert client.get(path).status_code in (303, 401, 404)


@pytest.mark.parametrize("host", ["evil.example", "", "127.0.0.1.evil.example", "user@127.0.0.1", "[::1"])
def test_a_foreign_host_name_is_refused(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8501", "localhost", "handbook.example", "192.168.1.5:80", "[::1]:8501"]
)
def test_our_own_names_and_addresses_are_served(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
    ids=["foreign", "null", "cross-site"],
)
def test_a_foreign_page_changes_nothing(client, headers):
    assert client.post("/auth/login", data={}, headers=headers).status_code == 403


def test_a_websocket_needs_a_session_of_our_own_origin(client):
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM):
        pass
    sign_in(client, "zhang")
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(STREAM, headers={"origin": "http://evil.example"}),
    ):
        pass
    with client.websocket_connect(STREAM) as socket:
        assert socket.receive_text().startswith("p-")


def test_the_app_hears_from_the_gate_who_it_is_and_from_nobody_else(client, office):
    sign_in(client, "zhang")
    seen = client.get("/x", headers={rules.USER_HEADER: office.who("root").id}).json()
    assert seen[rules.USER_HEADER] == office.who("zhang").id


def test_streamlits_unused_doors_are_closed(client):
    sign_in(client, "root")
    for path in ("/_stcore/agent/openapi.json", "/_stcore/metrics"):
        assert client.get(path).status_code == 404


def test_every_answer_carries_the_security_headers(client):
    for path in ("/auth/login", "/healthz", "/handbook/", "/nowhere", "/api/openapi.json"):
        headers = client.get(path, headers=HTML).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert headers["referrer-policy"] == "same-origin", path
    assert "script" not in client.get("/auth/login").headers["content-security-policy"]


# --- signing in and out


def test_the_cookie_is_out_of_reach_of_scripts(client):
    cookie = sign_in(client, "zhang").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie


def test_over_https_the_cookie_is_bound_to_this_host(office):
    with client_of(office, "https://127.0.0.1") as client:
        cookie = sign_in(client, "zhang").headers["set-cookie"]
        assert cookie.startswith("__Host-handbook_session=") and "Secure" in cookie
        assert client.get("/x").status_code == 200
        assert client.get("/x").headers["strict-transport-security"]


def test_a_form_without_its_token_is_refused(client):
    client.get("/auth/login")
    assert client.post("/auth/login", data={"login": "zhang", "password": PASSWORD}).status_code == 403
    sign_in(client, "zhang")
    assert client.post("/auth/logout", data={"where": "here"}).status_code == 403
    assert client.get("/x").status_code == 200


def test_a_wrong_password_says_nothing_about_the_account(client):
    known, unknown = sign_in(client, "zhang", "no"), sign_in(client, "nobody", "no")
    assert known.status_code == unknown.status_code == 401
    alert = re.compile(r'role="alert">([^<]+)<')
    assert alert.search(known.text)[1] == alert.search(unknown.text)[1]


def test_guessing_locks_the_account_for_a_while(client):
    for _ in range(6):
        sign_in(client, "zhang", "no")
    assert sign_in(client, "zhang").status_code == 401


def test_a_storm_of_forms_is_slowed_down(client):
    form = {
        "login": "nobody",
        "password": "no",
        "token": "of no form",
    }  # counted before anything is looked up
    statuses = [client.post("/auth/login", data=form).status_code for _ in range(60)]
    assert set(statuses) == {403, 429}
    assert statuses[-1] == sign_in(client, "zhang").status_code == 429


def test_what_was_typed_comes_back_as_text(client):
    page = sign_in(client, '"><script>alert(1)</script>', "no")
    assert "<script>" not in page.text


def test_signing_out_ends_this_session_or_all_of_them(client, office):
    sign_in(client, "zhang")
    with client_of(office) as other:
        sign_in(other, "zhang")
        page = client.get("/auth/logout")
        client.post("/auth/logout", data={"where": "here", "token": token_in(page.text)})
        assert client.get("/x").status_code == 401
        assert other.get("/x").status_code == 200
        page = other.get("/auth/logout")
        sign_in(client, "zhang")
        other.post("/auth/logout", data={"where": "everywhere", "token": token_in(page.text)})
        assert client.get("/x").status_code == other.get("/x").status_code == 401


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(client, office):
    sign_in(client, "zhang")
    stolen = client.cookies.get(rules.COOKIE)
    page = client.get("/auth/logout")
    client.post("/auth/logout", data={"where": "here", "token": token_in(page.text)})
    with client_of(office) as thief:
        assert thief.get("/x", headers={"cookie": f"{rules.COOKIE}={stolen}"}).status_code == 401


def test_a_one_time_password_opens_nothing_but_its_change(client, office):
    from app.people import CONSOLE

    issued = office.bench.records.accounts.reset(CONSOLE, "zhang")
    sign_in(client, "zhang", issued.password)
    assert client.get("/learning", headers=HTML).headers["location"] == "/auth/password"
    assert client.get("/api/search?q=x").status_code == 403
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(STREAM):
        pass
    page = client.get("/auth/password")
    fields = {
        "old": issued.password,
        "new": "green stone window",
        "again": "other",
        "token": token_in(page.text),
    }
    assert "不一样" in client.post("/auth/password", data=fields).text
    done = client.post("/auth/password", data={**fields, "again": "green stone window"})
    assert done.headers["location"] == "/"
    assert client.get("/learning").status_code == 200


# --- the interface


def test_search_gives_what_the_command_gives(client):
    sign_in(client, "zhang")
    told_json = client.get("/api/search", params={"q": "2.1-01"}).json()
    assert set(told_json) == {"query", "confident", "took_ms", "hits", "notice"}
    assert told_json["hits"][0]["clause"] == "2.1-01"
    assert client.get("/api/search", params={"q": ""}).status_code == 400


def test_search_over_http_takes_the_filters_of_the_screen(no_home):
    office = with_emergencies(no_home / "home")
    with client_of(office) as client:
        sign_in(client, "zhang")

        def found(**filters: str) -> list[str]:
            told_json = client.get("/api/search", params={"q": "先做什么", **filters}).json()
            return sorted(hit["clause"] for hit in told_json["hits"])

        assert found(situation="停电") == ["2.3-01", "2.3-02"]
        assert found(section="2.2") == ["2.2-01", "2.2-02", "2.2-03"]
        assert found(post="电工") == ["2.3-01"]
        assert found(post="客服员", situation="停电") == []
        wrong = client.get("/api/search", params={"q": "x", "situation": "海啸"})
        assert wrong.status_code == 400 and "停电、水管爆裂" in wrong.json()["fix"]
    office.bench.close()


def test_the_description_names_every_parameter_of_the_search(client):
    described = client.get("/api/openapi.json").json()["paths"]
    parameters = {one["name"]: one for one in described["/api/search"]["get"]["parameters"]}
    assert set(parameters) == {"q", "post", "section", "situation"}
    assert [name for name, one in parameters.items() if one["required"]] == ["q"]
    assert all(one["description"] for one in parameters.values())


@pytest.mark.parametrize("path", ["/api/search", "/api/suggestions"])
def test_search_is_limited_by_session(client, office, path, monkeypatch):
    monkeypatch.setattr("app.web.api.time.monotonic", lambda: 0.0)  # a slow machine lets nothing grow again
    sign_in(client, "zhang")
    statuses = [client.get(path, params={"q": ""}).status_code for _ in range(300)]
    assert statuses[0] in (200, 400) and statuses[-1] == 429
    assert client.get(path, params={"q": ""}).json()["fix"] == "稍等再试。"
    with client_of(office) as other:
        sign_in(other, "qian")
        assert other.get(path, params={"q": ""}).status_code != 429


def test_suggestions_come_while_typing(client, office):
    office.bench.warm()
    sign_in(client, "zhang")
    told_json = client.get("/api/suggestions", params={"q": "门岗"}).json()
    assert told_json == {"suggestions": ["门岗值守"]}


def test_an_answer_saved_over_http_is_the_answer_that_is_marked(client, office):
    zhang = office.who("zhang")
    running = sitting.start(office.bench, zhang, Offer("岗位考试", post="维修工", number=5), now())
    sign_in(client, "zhang")
    at = f"/api/sittings/{running.id}/answers"
    shown = sitting.asked(office.bench, zhang, running.id)
    number = next(one.number for one in shown if one.type in ("single", "truefalse"))
    value = True if shown[number - 1].type == "truefalse" else 1
    assert client.put(f"{at}/{number}", json={"answer": value}).json() == {"saved": True, "version": 1}
    assert client.put(f"{at}/{number}", json={"answer": value}).json()["version"] == 2
    assert sitting.asked(office.bench, zhang, running.id)[number - 1].answer == value
    assert client.put(f"{at}/99", json={"answer": 1}).status_code == 400
    assert client.put(f"{at}/{number}", json={"answer": {"a": 1}}).status_code == 422
    assert client.put(f"{at}/{number}", json={"answer": 1, "key": 2}).status_code == 422
    assert client.put(f"{at}/{number}", content=b'{"answer": 1}').status_code == 400
    assert client.put(f"{at}/{number}", json={"answer": "9" * 20_000}).status_code == 400
    with client_of(office) as other:
        sign_in(other, "qian")
        assert other.put(f"{at}/{number}", json={"answer": value}).status_code == 403
    sitting.submit(office.bench, zhang, running.id, now())
    assert client.put(f"{at}/{number}", json={"answer": value}).status_code == 409


def test_a_verdict_is_saved_over_http(client, office):
    li = office.who("li")
    running = inspecting.start(office.bench, li, PROJECT, now(), sections=("2.1",))
    item = inspecting.lines(office.bench, li, running.id)[0].id
    sign_in(client, "li")
    at = f"/api/inspections/{running.id}/items"
    assert client.put(f"{at}/{item}", json={"verdict": "fails", "remark": "缺"}).json()["saved"]
    assert inspecting.lines(office.bench, li, running.id)[0].verdict == "fails"
    assert client.put(f"{at}/{item}", json={"verdict": "fine"}).status_code == 400
    assert client.put(f"{at}/{item}", json={"verdict": "fails", "remark": "长" * 501}).status_code == 422


def test_the_description_names_every_endpoint(client):
    paths = client.get("/api/openapi.json").json()["paths"]
    assert set(paths) == {
        "/api/search",
        "/api/suggestions",
        "/api/sittings/{sitting}/answers/{number}",
        "/api/inspections/{inspection}/items/{item}",
        "/healthz",
        "/readyz",
    }
