"""The site as a reader meets it: search by pasted words, clause addresses, a phone, no foreign request."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from app.home import Home
from app.site import build_site
from app.site_serve import site_server
from indexer.editions import manifest_name, manifest_of, manifest_text
from indexer.reading import load_handbook

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = next(
    (name for name in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if name), ""
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "handbook", root / "handbook", ignore=shutil.ignore_patterns("editions"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    home = Home(root, root / "var", root / "var" / "keys")
    for edition in ("A/0", "A/1"):
        manifest = manifest_of(load_handbook(home.handbook), edition, "2026-12-01")
        (home.handbook / "editions").mkdir(exist_ok=True)
        (home.handbook / "editions" / manifest_name(edition)).write_text(manifest_text(manifest), "utf-8")
        build_site(home)
    with site_server(home, host="127.0.0.1", port=0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page that fails the test on any request to another machine, and on any error that it logs."""
    opened = chromium.new_page()
    foreign: list[str] = []
    broken: list[str] = []
    opened.on("pageerror", lambda error: broken.append(f"{opened.url}: {error}"))
    opened.on(
        "console",
        lambda said: broken.append(f"{opened.url}: {said.text}") if said.type == "error" else None,
    )
    opened.on(
        "request",
        lambda asked: foreign.append(asked.url) if urlsplit(asked.url).hostname != "127.0.0.1" else None,
    )
    yield opened
    opened.close()
    assert foreign == []
    assert broken == []


def test_a_pasted_two_character_word_is_found_in_mid_sentence(page: Page, address: str):
    page.goto(f"{address}/")
    page.wait_for_url("**/A-1/")
    box = page.locator("[data-md-component=search-query]")
    box.click()
    box.fill("扒门")
    hit = page.locator(".md-search-result__item").first
    hit.wait_for(timeout=15_000)
    assert "2.3" in hit.inner_text().replace("\u200b", "")


def test_a_clause_is_marked_at_its_own_address(page: Page, address: str):
    page.goto(f"{address}/A-1/2.3/#2.3-01")
    assert page.locator("[id='2.3-01']:target").count() == 1
    assert page.locator("[id='2.3-01'] > a.clause-no").inner_text() == "2.3-01"


def test_an_edition_that_is_no_longer_in_force_says_so(page: Page, address: str):
    page.goto(f"{address}/A-0/2.3/")
    banner = page.locator("[data-md-component=outdated]")
    banner.wait_for(state="visible", timeout=10_000)
    assert "本版已作废" in banner.inner_text()
    banner.get_by_text("打开现行版本").click()
    page.wait_for_url("**/A-1/")
    assert not page.locator("[data-md-component=outdated]").is_visible()


@pytest.mark.parametrize("path", ["", "2.3/", "posts/维修工/", "forms/", "cards/电梯困人/"])
def test_no_page_is_wider_than_a_phone(page: Page, address: str, path: str):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/A-1/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_every_emergency_card_prints_on_one_page(page: Page, address: str):
    page.goto(f"{address}/A-1/cards/")
    cards = [link.get_attribute("href") or "" for link in page.locator("article li a").all()]
    assert len(cards) >= 10
    sheets = {}
    for card in cards:
        page.goto(f"{address}/A-1/cards/{card}")
        sheets[card] = page.pdf(format="A4").count(b"/Type /Page\n")
    assert set(sheets.values()) == {1}, sheets
