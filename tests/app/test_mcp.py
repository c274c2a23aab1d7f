"""`handbook mcp`, asked by the protocol's own client over the standard streams of a real process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
import pytest
from app_home import FRONT, TEXTS, with_emergencies, written
from mcp import Client, StdioServerParameters
from revision_home import company

from app.home import Home

REPOSITORY = Path(__file__).parents[2]
SITE = "https://handbook.example/handbook/"
SECRET = """- 采购员应向三家供应商询价。{#5.4-01}
- 采购员应当日拆封报价。{#5.4-02}
- （A/0 废止）{#5.4-03 withdrawn="A/0"}
"""
INTERNAL = FRONT.format(section="5.4", title="采购").replace("\n---\n#", "\npublic: false\n---\n#") + SECRET
GONE = '- （A/0 废止）{#2.1-07 withdrawn="A/0"}\n'

pytestmark = [pytest.mark.slow]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    root = tmp_path_factory.mktemp("mcp")
    texts = {**TEXTS, "2/2.1.md": TEXTS["2/2.1.md"] + GONE, "5/5.4.md": INTERNAL}
    return written(root, texts)


def parameters(home: Home, *options: str, env: Mapping[str, str] | None = None) -> StdioServerParameters:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDBOOK_")}
    command = ["-m", "app.cli", "mcp", "--root", str(home.root), *options]
    return StdioServerParameters(
        command=sys.executable, args=command, cwd=str(REPOSITORY), env={**kept, **(env or {})}
    )


def asked(
    home: Home, *calls: tuple[str, dict[str, Any]], options: tuple[str, ...] = (), **env: str
) -> list[Any]:
    """The answers of one server to several calls, in order."""

    async def talk() -> list[Any]:
        async with Client(parameters(home, *options, env=env)) as client:
            return [await client.call_tool(name, arguments) for name, arguments in calls]

    return anyio.run(talk)


def search(question: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "search", {"question": question, **more}


def get(clause: str) -> tuple[str, dict[str, Any]]:
    return "get_clause", {"clause": clause}


def test_it_offers_two_tools_that_change_nothing_and_say_what_they_give(home):
    async def talk() -> tuple[Any, Any]:
        async with Client(parameters(home)) as client:
            return (await client.list_tools()).tools, client.instructions

    tools, instructions = anyio.run(talk)
    assert {tool.name for tool in tools} == {"search", "get_clause"}
    for tool in tools:
        assert tool.annotations.read_only_hint and tool.description
        assert all(one["description"] for one in tool.input_schema["properties"].values())
        assert tool.output_schema["properties"]["edition"]["description"] == "现行版本"
    assert "cite" in instructions and "link" in instructions


def test_an_answer_is_cited_with_id_edition_and_link(home):
    (told,) = asked(home, search("接到派单后多久要到场", count=2), HANDBOOK_SITE_URL=SITE)
    assert not told.is_error
    found = told.structured_content
    assert found["found"] is True and found["edition"] == "A/0" and found["message"] == ""
    best = found["hits"][0]
    assert best["clause"] == "2.1-01" and "30 分钟内到场" in best["answer"]
    assert best["link"] == f"{SITE}A-0/2.1/#2.1-01"
    assert best["cite"] == "《标准操作手册》A/0 版 2.1-01（2.1 入户维修）"
    assert best["fingerprint"].startswith("sha256:") and best["effective"] == "2026-12-01"
    assert len(found["hits"]) == 2 and found["nearest"] == []


def test_what_the_handbook_does_not_say_is_no_answer(home):
    (told,) = asked(home, search("公司股票什么时候上市"))
    found = told.structured_content
    assert found["found"] is False and found["hits"] == [] and found["nearest"]
    assert "没有找到" in found["message"]


def test_a_clause_is_given_by_its_id_with_the_same_citation(home):
    (told,) = asked(home, get(" 2.2-01 "))
    clause = told.structured_content
    assert clause["text"] == "秩序维护员应每 2 小时巡逻 1 次，并填写《巡逻记录》。"
    assert clause["edition"] == "A/0" and clause["link"] == "A-0/2.2/#2.2-01"
    assert clause["cite"] == "《标准操作手册》A/0 版 2.2-01（2.2 门岗值守）"


def test_mistakes_are_sentences_and_the_server_goes_on(home):
    *wrong, right = asked(
        home,
        get("abc"),
        get("9.9-99"),
        get("2.1-07"),
        search(" "),
        search("长" * 201),
        search("到场", section="9.9"),
        search("到场", post="宇航员"),
        search("到场", situation="海啸"),
        ("search", {"question": "到场", "count": 0}),
        get("2.1-01"),
    )
    sentences = ["不是条款编号", "没有条款 9.9-99", "已由版本 A/0 废止", "没有输入", "超过 200 字",
                 "没有小节 9.9", "岗位表里没有", "没有情形", "count"]  # fmt: skip
    for answer, sentence in zip(wrong, sentences, strict=True):
        assert answer.is_error and sentence in answer.content[0].text
        assert "Traceback" not in answer.content[0].text
    assert not right.is_error


def test_internal_sections_are_not_there_unless_the_server_is_started_for_staff(home):
    calls = [search("向几家供应商询价"), get("5.4-01"), search("询价", section="5.4"), search("5.4-01")]
    public, single, section, number = asked(home, *calls)
    listed = [*public.structured_content["hits"], *public.structured_content["nearest"]]
    assert listed and all(hit["section"] != "5.4" for hit in listed)
    assert single.is_error and "没有条款 5.4-01" in single.content[0].text
    assert section.is_error and "5.4" not in section.content[0].text.partition("现有小节")[2]
    assert "询价" not in str(number.structured_content)
    public, single, section, _ = asked(home, *calls, options=("--internal",), HANDBOOK_SITE_URL=SITE)
    assert public.structured_content["hits"][0]["clause"] == "5.4-01"
    assert single.structured_content["link"] == ""  # the public site does not have it
    assert {hit["clause"] for hit in section.structured_content["hits"]} <= {"5.4-01", "5.4-02"}


def test_filters_are_those_of_the_search(tmp_path):
    office = with_emergencies(tmp_path / "home")
    office.bench.close()
    calls = [search("先做什么", situation="停电"), search("先做什么", post="客服员", section="2.3")]
    card, post = (
        [*one.structured_content["hits"], *one.structured_content["nearest"]]
        for one in asked(office.home, *calls)
    )
    assert sorted(hit["clause"] for hit in card) == ["2.3-01", "2.3-02"]
    assert [hit["clause"] for hit in post] == ["2.3-04"]


def test_a_draft_in_the_tree_is_not_cited(tmp_path):
    home = written(tmp_path / "home")
    asked(home, get("2.1-01"))  # adopts the edition
    path = home.handbook / "2" / "2.1.md"
    path.write_text(path.read_text("utf-8").replace("30 分钟内到场", "90 分钟内到场"), "utf-8")
    single, found = asked(home, get("2.1-01"), search("接到派单后多久要到场"))
    assert "30 分钟" in single.structured_content["text"]
    assert "90 分钟" not in str(found.structured_content)


def test_an_edition_issued_meanwhile_is_the_one_that_is_cited_and_found(no_home):
    firm = company(no_home / "firm")

    async def talk() -> tuple[Any, Any, Any]:
        async with Client(parameters(firm.home)) as client:
            before = await client.call_tool(*get("2.1-01"))
            await client.call_tool(*search("接到派单后多久要到场"))
            firm.edit("2.1-visit.md", "30 分钟内到场", "20 分钟内到场")
            firm.issue()
            return (
                before,
                await client.call_tool(*get("2.1-01")),
                await client.call_tool(*search("接到派单后多久要到场")),
            )

    before, after, found = (answer.structured_content for answer in anyio.run(talk))
    firm.records.close()
    assert before["edition"] == "A/0" and "30 分钟" in before["text"]
    assert after["edition"] == "A/1" and "20 分钟" in after["text"]
    assert after["link"] == "A-1/2.1/#2.1-01" and "A/1 版" in after["cite"]
    assert found["edition"] == "A/1" and "20 分钟" in found["hits"][0]["text"]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, None])
def test_it_ends_with_its_assistant_or_when_it_is_told_to(home, ending):
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", "mcp", "--root", str(home.root)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPOSITORY,
    ) as server:  # fmt: skip
        assert server.stdin is not None and server.stdout is not None
        hello = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "t", "version": "1"},
            },
        }
        server.stdin.write(json.dumps(hello).encode() + b"\n")
        server.stdin.flush()
        assert json.loads(server.stdout.readline())["result"]["serverInfo"]["name"] == "handbook"
        if ending is None:
            server.stdin.close()
        else:
            server.send_signal(ending)
        assert server.wait(60) == (0 if ending is None else -ending)
        assert server.stdout.read() == b""
        assert server.stderr is not None and b"Traceback" not in server.stderr.read()


def test_without_a_text_it_ends_with_a_sentence(tmp_path):
    (tmp_path / "handbook").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "mcp", "--root", str(tmp_path)],
        capture_output=True, text=True, cwd=REPOSITORY, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 1 and done.stdout == ""
    assert "没有可检查的条款" in done.stderr and "Traceback" not in done.stderr
