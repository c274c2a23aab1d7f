"""`handbook up` as a process: addresses, one password, a taken port, Ctrl-C, a quick second start."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from app_home import written

HANDBOOK = str(Path(sys.executable).parent / "handbook")
PATIENCE_S = 120
"""A machine that runs many tests at once is slow to import."""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("up")]


@dataclass
class Started:
    """A running `handbook up`."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    address: str = ""

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")


@contextmanager
def up(root: Path, *words: str) -> Iterator[Started]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("HANDBOOK_")}
    process = subprocess.Popen(
        [HANDBOOK, "up", "--root", str(root), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=env,
    )
    made = Started(process)
    assert process.stdout is not None
    try:
        for line in process.stdout:
            made.said.append(line.rstrip())
            if line.startswith("应用："):
                made.address = line.removeprefix("应用：").strip().rstrip("/")
            if "Ctrl-C" in line:
                break
        yield made
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=PATIENCE_S)
        made.said += rest.splitlines()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("up")).root


def test_one_command_serves_app_site_and_health_and_ends_at_ctrl_c(root):
    with up(root, "--port", "0") as first:
        assert first.address.startswith("http://127.0.0.1:"), first.said
        assert first.get("/healthz") == (200, "ok")
        assert first.get("/")[1].count("登录")
        status, page = first.get("/handbook/A-0/2.1/")
        assert status == 200 and "2.1-01" in page
        said = "\n".join(first.said)
        assert re.search(r"登录名　admin\n.*密　码　[a-z2-9]{14}", said)
        assert "手册网站：" in said
    assert first.process.returncode == 0
    assert first.said[-1] == "已停止。"


def test_a_second_start_builds_nothing_and_tells_no_password(root):
    with up(root, "--port", "0") as first:
        pass
    began = time.monotonic()
    with up(root, "--port", "0") as second:
        took = time.monotonic() - began
        said = "\n".join(second.said)
        assert "生成" not in said and "建立检索索引" not in said and "密　码" not in said
    assert first.process.returncode == second.process.returncode == 0
    assert took < PATIENCE_S / 2
    listed = subprocess.run(
        [HANDBOOK, "records", "verify", "--json", "--root", str(root)], capture_output=True, check=True
    )
    assert json.loads(listed.stdout)["ok"] is True


def test_a_taken_port_is_a_clear_sentence_before_anything_is_done(tmp_path):
    home = written(tmp_path / "home")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with up(home.root, "--port", str(port)) as refused:
            pass
    assert refused.process.returncode == 1
    assert refused.said == [f"端口 {port} 已被占用。", "用 --port 换一个端口，或先停掉占用它的程序。"]
    assert not home.data.exists()


def test_a_stop_from_outside_ends_it_like_ctrl_c(root):
    with up(root, "--port", str(free_port())) as running:
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(PATIENCE_S)
    assert running.process.returncode == 0 and running.said[-1] == "已停止。"


def test_a_folder_without_a_handbook_is_refused(tmp_path):
    with up(tmp_path) as refused:
        pass
    assert refused.process.returncode == 1 and "没有 handbook 文件夹" in refused.said[0]
