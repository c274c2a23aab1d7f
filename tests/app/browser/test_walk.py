"""The app as people meet it, in Chromium: each role, on a phone and on a desktop, with no foreign request."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from app_home import PASSWORD, PROJECT, with_emergencies
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from app import inspecting
from app.assigning import assign
from app.inspecting import FAILS
from app.people import CONSOLE, who_is
from app.workbench import Workbench, now

HANDBOOK = str(Path(sys.executable).parent / "handbook")
CHROMIUM = next(
    (name for name in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if name), ""
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
             "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-default-apps"]  # fmt: skip
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
WAIT_MS = 60_000
ENGLISH = re.compile(r"Press Enter|Choose an option|Choose options|Page not found|Running|No results")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
]


@dataclass
class Served:
    """A running `handbook up` and the installation behind it."""

    address: str
    bench: Workbench


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    office = with_emergencies(tmp_path_factory.mktemp("walk"))
    env = {name: value for name, value in os.environ.items() if not name.startswith("HANDBOOK_")}
    process = subprocess.Popen(
        [HANDBOOK, "up", "--root", str(office.home.root), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=env,
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    found = re.search(r"应用：(\S+)/", "".join(said))
    assert found, said
    yield Served(found[1], office.bench)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    office.bench.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    """Opens pages that fail the test on any request to another machine, and on a blocked script."""
    foreign: list[str] = []
    broken: list[str] = []
    contexts = []

    def asked(url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1":
            foreign.append(url)

    def open_page(login: str = "", size: dict[str, int] = DESKTOP, password: str = PASSWORD) -> Page:
        context = chromium.new_context(viewport=size, locale="zh-CN", base_url=served.address)
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        context.on("request", lambda request: asked(request.url))
        page = context.new_page()
        page.on(
            "console",
            lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None,
        )
        page.on("pageerror", lambda error: broken.append(f"{page.url}: {error}"))
        if login:
            page.goto("/")
            page.fill("#login", login)
            page.fill("#password", password)
            page.click("button")
            settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert foreign == []
    assert broken == []


def settled(page: Page) -> None:
    """Wait until the screen shows its title and nothing runs any more."""
    page.wait_for_selector("h1")
    page.wait_for_timeout(300)
    page.wait_for_selector('[data-testid="stStatusWidget"]', state="detached")


def go(page: Page, path: str) -> None:
    page.goto(path)
    settled(page)


def test_a_visitor_finds_the_sign_in_page_and_the_public_handbook(visit):
    page = visit(size=PHONE)
    page.goto("/")
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    page.get_by_text("只看公开的手册").click()
    page.wait_for_url("**/handbook/A-0/")
    page.goto("/handbook/A-0/2.1/#2.1-01")
    expect(page.locator("[id='2.1-01']")).to_contain_text("30 分钟")


def test_the_answer_stands_first_with_figure_edition_and_link(visit):
    page = visit("zhang", PHONE)
    page.get_by_label("问题").fill("接到派单以后多久要到场")
    page.keyboard.press("Enter")
    expect(page.locator(".answer mark")).to_contain_text("30 分钟内到场")
    expect(page.locator(".facts")).to_contain_text("版本 A/0")
    expect(page.locator(".facts a")).to_have_attribute("href", "/handbook/A-0/2.1/#2.1-01")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    assert not ENGLISH.search(page.inner_text("body"))


def test_a_question_without_answer_is_kept_for_the_manager(visit):
    page = visit("zhang")
    page.get_by_label("问题").fill("食堂今天中午吃什么")
    page.keyboard.press("Enter")
    expect(page.get_by_text("手册中没有找到")).to_be_visible()
    manager = visit("wang")
    go(manager, "/unanswered")
    expect(manager.get_by_text("食堂今天中午吃什么")).to_be_visible()


def test_words_are_offered_while_they_are_typed(visit):
    page = visit("qian", PHONE)
    box = page.get_by_label("问题")
    box.press_sequentially("门岗")
    page.get_by_role("option", name="门岗值守").click()
    expect(page.locator(".clause, .answer").first).to_contain_text("秩序维护员")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert box.input_value() == "门岗值守"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_an_offered_word_is_taken_with_the_keyboard_and_left_with_escape(visit):
    page = visit("qian")
    box = page.get_by_label("问题")
    box.press_sequentially("巡逻")
    expect(page.get_by_role("option", name="巡逻记录")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    box.press_sequentially("记")
    expect(page.get_by_role("option", name="巡逻记录")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page.locator(".clause, .answer").first).to_contain_text("2 小时巡逻")
    assert box.input_value() == "巡逻记录"


def test_an_emergency_is_one_tap_away_and_narrows_the_search(visit):
    page = visit("qian", PHONE)
    page.get_by_role("button", name="停电", exact=True).click()
    expect(page.locator(".clause")).to_have_count(2)
    expect(page.locator(".clause").first).to_contain_text("配电房查明原因")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("问题").fill("食堂今天中午吃什么")
    page.keyboard.press("Enter")
    expect(page.get_by_text("所选范围内没有找到")).to_be_visible()
    page.get_by_role("button", name="在全部条款里查").click()
    expect(page.get_by_text("手册中没有找到")).to_be_visible()
    assert not ENGLISH.search(page.inner_text("body"))


def test_ones_last_questions_are_found_again_on_the_empty_screen(visit):
    page = visit("li", PHONE)
    box = page.get_by_label("问题")
    box.fill("巡逻几小时一次")
    box.press("Enter")
    expect(page.locator(".answer")).to_be_visible()
    box.fill("")
    box.press("Enter")
    page.get_by_role("button", name="巡逻几小时一次").click()
    expect(page.locator(".answer")).to_contain_text("2 小时")
    box.fill("长" * 201)
    box.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("问题超过 200 字")


def test_a_quiz_goes_from_start_to_result_and_survives_a_reload_without_its_keys(visit, served):
    page = visit("zhang", PHONE)
    frames: list[bytes | str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    go(page, "/learning")
    page.get_by_role("button", name="开始", exact=True).first.click()
    page.wait_for_selector("text=交卷")
    settled(page)
    person = served.bench.records.people.find("zhang").id
    (running,) = served.bench.records.store.running_of(person, "sitting")
    for group in page.get_by_role("radiogroup").all():
        group.locator("label").first.click()
        page.wait_for_timeout(150)
    settled(page)
    saved = page.get_by_text("已保存").count()
    assert saved == len(served.bench.records.store.answers(running.id)) > 0
    page.reload()
    page.wait_for_selector("text=交卷")
    expect(page.get_by_text("已保存")).to_have_count(saved)
    whole = b"".join(frame if isinstance(frame, bytes) else frame.encode() for frame in frames)
    for text in running.plan["questions"]:
        assert json.loads(text)["explanation"].encode() not in whole
    page.get_by_text("答完了，交卷后不能再改").click()
    expect(page.get_by_text("题没有作答")).to_have_count(0 if saved == len(running.plan["questions"]) else 1)
    page.get_by_role("button", name="交卷").click()
    page.wait_for_selector("text=已交卷")
    expect(page.get_by_text("您的答案").first).to_be_in_viewport()
    page.get_by_role("button", name="看完了").click()
    page.wait_for_selector("text=成绩")
    assert served.bench.records.store.running_of(person, "sitting") == []


def test_a_section_is_signed_with_the_password_again(visit, served):
    page = visit("qian", PHONE)
    go(page, "/acknowledge")
    page.locator('[data-testid="stSelectbox"] input').first.click()
    page.get_by_role("option").filter(has_text="2.2").click()
    page.get_by_label("再输一次密码").fill("wrong password")
    page.get_by_role("button", name="签收", exact=True).click()
    expect(page.get_by_role("alert").first).to_be_visible()
    page.get_by_label("再输一次密码").fill(PASSWORD)
    page.get_by_role("button", name="签收", exact=True).click()
    page.wait_for_selector("text=已签收 2.2")
    entry = next(served.bench.records.ledger.entries(kind="acknowledgement", newest_first=True))
    assert entry.payload["section"] == "2.2"


def test_an_inspection_ends_in_a_case_that_another_closes(visit, served):
    page = visit("li", PHONE)
    go(page, "/inspection")
    page.locator('[data-testid="stMultiSelect"] input').first.click()
    page.get_by_role("option").filter(has_text="2.2").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="开始检查").click()
    page.wait_for_selector("text=未检")
    settled(page)
    controls = page.locator('[data-testid="stButtonGroup"]').all()
    assert page.locator('[data-testid="stButtonGroup"] button[aria-checked="true"]').count() == 0
    expect(page.get_by_role("button", name="提交")).to_be_disabled()
    for place, control in enumerate(controls):
        control.get_by_text("不符合" if place == 0 else "符合", exact=True).click()
        page.wait_for_timeout(200)
    page.get_by_label("看到的情况").fill("巡逻记录缺两次")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="提交")).to_be_enabled(timeout=WAIT_MS)
    page.get_by_role("button", name="提交").click()
    page.wait_for_selector("text=已提交")
    opened = served.bench.records.ledger.entries(kind="rectification", newest_first=True, limit=1)
    number = next(opened).payload["case"]

    def fold(on: Page) -> Locator:
        return on.get_by_test_id("stExpander").filter(has_text=f"整改单 {number}")

    go(page, "/cases")
    fold(page).locator("summary").click()
    fold(page).get_by_label("整改措施和结果").fill("已补巡并培训")
    fold(page).get_by_role("button", name="整改完成，请求复查").click()
    expect(fold(page).locator("summary")).to_contain_text("待复查")
    if not fold(page).get_by_text("由填写整改以外的主管或经理复查").is_visible():
        fold(page).locator("summary").click()
    expect(fold(page).get_by_text("由填写整改以外的主管或经理复查")).to_be_visible()
    manager = visit("wang")
    go(manager, "/cases")
    fold(manager).locator("summary").click()
    fold(manager).get_by_label("复查所见").fill("记录齐全")
    fold(manager).get_by_role("radiogroup").get_by_text("合格", exact=True).click()
    fold(manager).get_by_role("button", name="提交复查").click()
    expect(fold(manager)).to_have_count(0)
    steps = [
        entry.payload["step"]
        for entry in served.bench.records.ledger.entries(kind="rectification")
        if entry.payload["case"] == number
    ]
    assert steps == ["opened", "rectified", "closed"]


def test_a_practical_check_is_watched_signed_seen_and_called_void(visit, served):
    page = visit("li", PHONE)
    go(page, "/practical")
    for label, option in (("被考核人", "张三"), ("小节", "2.1")):
        page.get_by_label(label).click()
        page.get_by_role("option").filter(has_text=option).click()
        settled(page)
    page.get_by_role("button", name="开始考核").click()
    page.wait_for_selector("text=未给结论")
    settled(page)
    assert page.locator('[data-testid="stButtonGroup"] button[aria-checked="true"]').count() == 0
    page.get_by_label("再输一次密码").fill(PASSWORD)
    page.get_by_role("button", name="签署并提交").click()
    expect(page.get_by_role("alert").first).to_contain_text("没有结论")
    for place, control in enumerate(page.locator('[data-testid="stButtonGroup"]').all()):
        control.get_by_text("不合格" if place == 0 else "合格", exact=True).click()
        page.wait_for_timeout(200)
    page.get_by_label("看到的情况").fill("没有出示工作证")
    page.keyboard.press("Enter")
    expect(page.get_by_text("结果：不合格")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("再输一次密码").fill(PASSWORD)
    page.get_by_role("button", name="签署并提交").click()
    page.wait_for_selector("text=已记入账本")
    entry = next(served.bench.records.ledger.entries(kind="practical_check", newest_first=True))
    assert entry.payload["result"] == "不合格"
    trainee = visit("zhang", PHONE)
    go(trainee, "/learning")
    fold = trainee.get_by_test_id("stExpander").filter(has_text="2.1 入户维修 不合格")
    fold.locator("summary").click()
    expect(fold.get_by_text("没有出示工作证")).to_be_visible()
    assert trainee.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    manager = visit("wang")
    go(manager, "/people")
    someone = manager.get_by_test_id("stExpander").filter(has_text="张三")
    someone.locator("summary").click()
    someone.get_by_role("button", name="查看成绩、实操和证书").click()
    someone.get_by_role("button", name="生成实操考核记录打印件").click()
    with manager.expect_download() as taken:
        someone.get_by_role("button", name="下载实操考核记录").click()
    assert "没有出示工作证" in Path(taken.value.path()).read_text("utf-8")
    looks = [one.payload["what"] for one in served.bench.records.ledger.entries(kind="view")]
    assert "考试成绩、实操考核、证书" in looks
    assert f"实操考核 {entry.payload['number']}" in looks
    go(manager, "/records")
    row = manager.get_by_test_id("stExpander").filter(has_text="实操考核").filter(has_text="李四 → 张三")
    row.first.locator("summary").click()
    row.first.get_by_role("button", name="更正（作废）").click()
    manager.get_by_label("说明").fill("当天考的是别人")
    manager.get_by_label("再输一次密码").fill(PASSWORD)
    manager.get_by_role("button", name="签署更正").click()
    manager.wait_for_selector(f"text=第 {entry.seq} 条作废")
    go(trainee, "/learning")
    expect(trainee.get_by_test_id("stExpander").filter(has_text="更正作废")).to_have_count(1)
    assert not ENGLISH.search(manager.inner_text("body"))


def test_what_a_supervisor_assigns_waits_for_the_trainee_with_its_date(visit):
    page = visit("li")
    go(page, "/assigning")
    page.get_by_text("阅读签收", exact=True).click()
    expect(page.get_by_test_id("stSelectbox").first).to_contain_text("小节")
    settled(page)
    page.get_by_test_id("stSelectbox").locator("input").first.click()
    page.get_by_role("option").filter(has_text="2.1").click()
    settled(page)
    page.get_by_test_id("stMultiSelect").locator("input").click()
    page.get_by_role("option").filter(has_text="钱二").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="指派", exact=True)).to_be_enabled()
    settled(page)
    page.get_by_role("button", name="指派", exact=True).click()
    page.wait_for_selector("text=已指派 1 人")
    page.get_by_test_id("stExpander").filter(has_text="2.1 入户维修").locator("summary").click()
    expect(page.get_by_text("钱二　未完成")).to_be_visible()
    trainee = visit("qian", PHONE)
    trainee.get_by_text("2.1 入户维修待阅读签收").click()
    trainee.wait_for_url("**/acknowledge")
    trainee.get_by_test_id("stSelectbox").locator("input").first.click()
    expect(trainee.get_by_role("option").first).to_contain_text("2.1 入户维修（20")
    assert not ENGLISH.search(trainee.inner_text("body"))


def test_an_auditor_sees_and_verifies_everything_and_has_no_page_for_work(visit):
    page = visit("zhao")
    expect(page.locator('[data-testid="stSidebarNav"]')).to_contain_text("记录")
    for name in ("检查", "学习与考试", "制度签收"):
        expect(page.locator('[data-testid="stSidebarNav"]').get_by_text(name, exact=True)).to_have_count(0)
    go(page, "/records")
    page.get_by_role("button", name="核验账本").click()
    expect(page.get_by_text("链完整")).to_be_visible()
    page.goto("/inspection")
    settled(page)
    expect(page.locator("h1")).to_have_text("查找")


def test_an_administrator_adds_a_person_whose_one_time_password_must_be_changed(visit):
    page = visit("root")
    go(page, "/people")
    page.get_by_text("增加人员").click()
    page.get_by_label("姓名").fill("吴九")
    page.get_by_label("登录名", exact=True).fill("wu")
    page.get_by_label("项目（小区）").first.fill(PROJECT)
    page.get_by_role("button", name="增加", exact=True).click()
    page.wait_for_selector("text=只显示这一次")
    login, secret = page.locator('[data-testid="stCode"]').first.inner_text().split()
    assert login == "wu"
    fresh = visit("wu", PHONE, secret)
    assert fresh.url.endswith("/auth/password")
    fresh.fill("#old", secret)
    fresh.fill("#new", "green stone window")
    fresh.fill("#again", "green stone window")
    fresh.click("button")
    settled(fresh)
    expect(fresh.locator("h1")).to_have_text("查找")


def test_after_signing_out_elsewhere_an_open_screen_saves_nothing(visit, served):
    page = visit("qian")
    go(page, "/learning")
    page.get_by_role("button", name="开始", exact=True).first.click()
    page.wait_for_selector("text=交卷")
    settled(page)
    other = page.context.new_page()
    other.goto("/auth/logout")
    other.get_by_role("button", name="在所有设备上退出").click()
    page.get_by_role("radiogroup").first.locator("label").first.click()
    expect(page.get_by_text("登录已过期").first).to_be_visible()
    who = served.bench.records.people.find("qian")
    (running,) = served.bench.records.store.running_of(who.id, "sitting")
    assert served.bench.records.store.answers(running.id) == {}


EVIL = "<img src=x>[l](http://evil.example/)![i](/i.png)"


def test_what_people_type_is_shown_as_typed_everywhere(visit, served):
    bench, evil_place = served.bench, "<b>园</b>![i](http://evil.example/p.png)"
    accounts = bench.records.accounts
    accounts.add(CONSOLE, EVIL, "evil", "supervisor", projects=(PROJECT, evil_place), password=PASSWORD)
    evil = who_is(bench.records.people.find("evil"))
    moment = now()
    bench.records.store.note_unanswered(EVIL, [], moment, post="维修工")
    running = inspecting.start(bench, evil, PROJECT, moment, sections=("2.2",))
    for line in inspecting.lines(bench, evil, running.id):
        inspecting.save(bench, evil, running.id, line.id, FAILS, EVIL, moment)
    inspecting.submit(bench, evil, running.id, moment)
    told = [bench.records.people.find(login).id for login in ("zhang", "evil")]
    assign(bench, evil, told, "section", "2.1", moment.date() + timedelta(days=9), moment)
    manager, trainee = visit("wang"), visit("zhang")
    dialogs: list[str] = []
    for page in (manager, trainee):
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    paths = ("/", "/cases", "/records", "/people", "/unanswered", "/learning_matrix", "/assigning")
    for page, path in [*((manager, path) for path in paths), (trainee, "/learning"), (trainee, "/")]:
        go(page, path)
        for fold in page.locator("summary").all()[:3]:
            fold.click()
        page.wait_for_timeout(300)
        evil_parts = page.locator(
            'a[href*="evil.example"], img[src*="evil.example"], img[src="x"], img[src="/i.png"]'
        )
        assert evil_parts.count() == 0, path
    go(manager, "/unanswered")
    expect(manager.get_by_text("<img src=x>").first).to_be_visible()
    assert dialogs == []


def test_on_a_phone_the_menu_goes_away_once_a_page_is_chosen(visit):
    page = visit("zhang", PHONE)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="学习与考试").click()
    expect(page.locator("h1")).to_have_text("学习与考试")
    expect(page.get_by_test_id("stSidebarNavLink").first).not_to_be_in_viewport()
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()


def test_the_first_page_says_what_to_do_and_leads_there(visit):
    page = visit("zhang", PHONE)
    expect(page.get_by_text("我要做的")).to_be_visible()
    page.get_by_text("待阅读签收").click()
    page.wait_for_url("**/acknowledge")
