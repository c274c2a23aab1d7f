"""Signing in through a company's provider: a real one on this computer, over real HTTP."""

from __future__ import annotations

import hashlib
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import uvicorn
from app_home import Office
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app.server import listen
from app.web import rules
from app.web.auth import auth_routes
from app.web.gate import Gate
from app.web.openid import BACK, COOKIE
from app.web.provider import Provider, provider_from
from app.workbench import now
from indexer.clauses import HandbookError

BASE = "http://127.0.0.1:8501"
SECRET = "a-secret-of-the-client"


@dataclass
class Issuer:
    """A provider that signs everybody in as `name`, and says wrong things when a test wants them."""

    address: str = ""
    name: str = "zhang"
    wrong: dict[str, object] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "1"}))
    signing: ECKey | None = None
    asked: dict[str, dict[str, str]] = field(default_factory=dict)

    async def described(self, _: Request) -> JSONResponse:
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/keys",
            }
        )

    async def keys(self, _: Request) -> JSONResponse:
        return JSONResponse(KeySet([self.key]).as_dict(private=False))

    async def authorize(self, request: Request) -> RedirectResponse:
        query = dict(request.query_params)
        code = f"code-{len(self.asked)}"
        self.asked[code] = query
        return RedirectResponse(f"{query['redirect_uri']}?code={code}&state={query['state']}", 303)

    async def token(self, request: Request) -> JSONResponse:
        form = parse_qs((await request.body()).decode())
        query = self.asked.pop(form["code"][0], None)
        challenge = urlsafe_b64encode(hashlib.sha256(form["code_verifier"][0].encode()).digest())
        if query is None or challenge.decode().rstrip("=") != query["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        assert request.headers["authorization"].startswith("Basic ")
        at = int(time.time())
        claims = {
            "iss": self.address,
            "aud": "handbook",
            "sub": "7",
            "iat": at,
            "exp": at + 300,
            "nonce": query["nonce"],
            "preferred_username": self.name,
            **self.wrong,
        }
        key = self.signing or self.key
        token = jwt.encode({"alg": "ES256", "kid": "1"}, claims, key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    made = Issuer()
    routes = [
        Route("/.well-known/openid-configuration", made.described),
        Route("/keys", made.keys),
        Route("/authorize", made.authorize),
        Route("/token", made.token, methods=["POST"]),
    ]
    on = listen("127.0.0.1", 0)
    made.address = f"http://127.0.0.1:{on.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [on]}, daemon=True)
    thread.start()
    yield made
    server.should_exit = True
    thread.join()
    on.close()


@pytest.fixture
def client(office: Office, issuer: Issuer) -> Iterator[TestClient]:
    people = office.bench.records.people
    provider = Provider(issuer.address, "handbook", SECRET, "preferred_username")
    gate = Middleware(Gate, session=lambda token: people.session(token, now()), hosts=rules.known_hosts())
    routes = [*auth_routes(people, title="手册", provider=provider), Route("/{path:path}", told)]
    app = Starlette(routes=routes, middleware=[gate])
    with TestClient(app, base_url=BASE, follow_redirects=False) as opened:
        yield opened


async def told(request: Request) -> JSONResponse:
    return JSONResponse({"user": request.headers.get(rules.USER_HEADER)})


def at_provider(client: TestClient, came: str = "/") -> str:
    """Where the provider sends the browser after signing somebody in: path and query of ours."""
    import requests

    away = client.get("/auth/openid", params={"next": came})
    assert away.status_code == 303, away.text
    answer = requests.get(away.headers["location"], allow_redirects=False, timeout=10)
    parts = urlsplit(answer.headers["location"])
    assert parts.path == BACK and f"{parts.scheme}://{parts.netloc}" == BASE
    return f"{parts.path}?{parts.query}"


def test_the_way_there_and_back_opens_a_session_of_the_account(client, office):
    assert "统一身份认证登录" in client.get("/auth/login").text
    back = client.get(at_provider(client, "/learning"))
    assert (back.status_code, back.headers["location"]) == (303, "/learning")
    assert client.get("/somewhere").json() == {"user": office.who("zhang").id}


def test_a_code_counts_once(client):
    back = at_provider(client)
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 401


def test_an_answer_to_another_browsers_question_is_refused(client):
    back = at_provider(client)
    client.cookies.delete(COOKIE)
    refused = client.get(back)
    assert refused.status_code == 401 and "没有成功" in refused.text
    assert rules.COOKIE not in client.cookies


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "of-another-request"},
        {"aud": "another-client"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1},
        {"aud": ["handbook", "other"], "azp": "other"},
    ],
    ids=["nonce", "audience", "issuer", "expired", "authorized party"],
)
def test_a_token_that_is_not_for_this_request_opens_nothing(client, issuer, wrong):
    issuer.wrong = wrong
    refused = client.get(at_provider(client))
    assert refused.status_code == 401 and "没有成功" in refused.text
    assert rules.COOKIE not in client.cookies


def test_a_token_signed_by_somebody_else_opens_nothing(client, issuer):
    issuer.signing = ECKey.generate_key("P-256", {"kid": "1"})
    assert client.get(at_provider(client)).status_code == 401


def test_nobody_without_an_account_comes_in_and_none_is_made(client, issuer, office):
    issuer.name = "stranger<script>"
    refused = client.get(at_provider(client))
    assert (
        refused.status_code == 401 and "没有与您对应的账号" in refused.text and "<script>" not in refused.text
    )
    assert "stranger<script>" not in [one.login for one in office.bench.records.people.everybody()]


def test_a_disabled_account_stays_closed(client, office):
    office.bench.records.accounts.disable(office.who("root"), "zhang")
    assert client.get(at_provider(client)).status_code == 401


def test_turning_back_at_the_provider_leads_to_the_form(client):
    state = parse_qs(urlsplit(at_provider(client)).query)["state"][0]
    refused = client.get(BACK, params={"state": state, "error": "access_denied"})
    assert refused.status_code == 401 and "没有在统一身份认证里登录" in refused.text


def test_the_way_back_leads_to_no_other_site(client):
    assert client.get(at_provider(client, "//elsewhere.example")).headers["location"] == "/"


def test_a_provider_that_does_not_answer_leaves_the_password(office):
    provider = Provider("http://127.0.0.1:9", "handbook", SECRET, "sub")
    people = office.bench.records.people
    gate = Middleware(Gate, session=lambda token: people.session(token, now()), hosts=rules.known_hosts())
    app = Starlette(routes=auth_routes(people, title="手册", provider=provider), middleware=[gate])
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        refused = client.get("/auth/openid")
    assert refused.status_code == 401 and "连不上" in refused.text and 'name="password"' in refused.text


def test_half_a_setting_or_an_open_address_is_refused_before_anything_starts(tmp_path: Path):
    secret = tmp_path / "secret"
    secret.write_text(f"{SECRET}\n")
    whole = {
        "HANDBOOK_OIDC_ISSUER": "https://id.example",
        "HANDBOOK_OIDC_CLIENT": "handbook",
        "HANDBOOK_OIDC_SECRET_FILE": str(secret),
    }
    assert provider_from({}) is None
    assert provider_from(whole) == Provider("https://id.example", "handbook", SECRET, "preferred_username")
    for change, told in (
        ({"HANDBOOK_OIDC_CLIENT": ""}, "不全"),
        ({"HANDBOOK_OIDC_ISSUER": "http://id.example"}, "不安全"),
        ({"HANDBOOK_OIDC_SECRET_FILE": str(tmp_path / "none")}, "读不了"),
    ):
        with pytest.raises(HandbookError, match=told):
            provider_from({**whole, **change})
