"""The whole ASGI application with Streamlit in it: what an upgrade of Streamlit may break stands here."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from app_home import PASSWORD, Office, opened, written
from starlette.testclient import TestClient

from app import screens
from app.access import ROLES
from app.server import MAIN, create_app, listen
from indexer.clauses import HandbookError

HTML = {"accept": "text/html"}

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("streamlit")]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = opened(written(tmp_path_factory.mktemp("server")))
    made.bench.warm()  # now, so that no thread of the app still works when the tests are over
    yield made
    made.bench.close()


@pytest.fixture(scope="module")
def client(office: Office) -> Iterator[TestClient]:
    app = create_app(office.bench)
    with TestClient(app, base_url="http://127.0.0.1:8501", follow_redirects=False) as opened_client:
        page = opened_client.get("/auth/login")
        token = re.search(r'name="token" value="(\w+)"', page.text)
        assert token
        fields = {"login": "zhang", "password": PASSWORD, "token": token[1]}
        assert opened_client.post("/auth/login", data=fields).status_code == 303
        yield opened_client


def test_streamlits_page_speaks_chinese_and_loads_nothing_from_outside(client):
    page = client.get("/", headers=HTML)
    assert page.status_code == 200
    assert '<html lang="zh-CN">' in page.text and '<script src="/assets/zh.js">' in page.text
    assert "<title>标准操作手册</title>" in page.text and "agent" not in page.text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.text)


def test_streamlits_only_inline_script_is_named_by_its_hash(client):
    page = client.get("/", headers=HTML)
    policy = page.headers["content-security-policy"]
    assert len(re.findall(r"'sha256-[^']+'", policy)) == len(re.findall(r"<script>", page.text)) == 1
    assert "unsafe-inline" not in policy.split("script-src")[1].split(";")[0]
    assert int(page.headers["content-length"]) == len(page.content)


def test_the_first_page_answers_under_its_own_name_too(client):
    assert client.get(f"/{screens.PAGES[0].file}").headers["location"] == "/"


def test_the_options_that_the_app_rests_on_are_known_to_this_streamlit(client):
    from streamlit import config

    assert config.get_option("runner.postScriptGC") is False
    assert config.get_option("server.fileWatcherType") == "none"
    assert config.get_option("browser.gatherUsageStats") is False
    assert config.get_option("server.trustedUserHeaders") == {"x-handbook-user": "id"}


def test_every_page_of_the_navigation_is_there_for_known_roles():
    names = [page.file for page in screens.PAGES]
    assert len(set(names)) == len(names)
    for page in screens.PAGES:
        assert (MAIN.parent / f"{page.file}.py").is_file(), page.file
        assert page.roles and set(page.roles) <= set(ROLES)
    assert screens.PAGES[0].roles == ROLES


def test_an_address_of_another_computer_cannot_be_listened_on():
    with pytest.raises(HandbookError, match=r"不能在 192\.0\.2\.1"):
        listen("192.0.2.1", 0)
    with pytest.raises(HandbookError, match="不能在"):
        listen("127.0.0.1", 99999)
