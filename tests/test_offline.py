"""The whole chain runs with the network cut off: in a network namespace that has nothing but loopback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HANDBOOK = str(Path(sys.executable).parent / "handbook")
CUT = ["unshare", "--net", "--map-root-user", "sh", "-c", 'ip link set lo up 2>/dev/null; exec "$0" "$@"']
"""Runs a command where no address but loopback exists."""

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("offline")]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if subprocess.run([*CUT, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine allows no network namespace")
    folder = tmp_path_factory.mktemp("offline")
    shutil.copytree(ROOT / "handbook", folder / "handbook")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def cut_off(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("HANDBOOK_")}
    return subprocess.run(
        [*CUT, HANDBOOK, *words, "--root", str(home)],
        capture_output=True,
        text=True,
        env=env,
        timeout=300,
        check=False,
    )


def test_the_namespace_reaches_nothing(home):
    probe = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=2)"
    done = subprocess.run([*CUT, sys.executable, "-c", probe], capture_output=True, text=True, check=False)
    assert "unreachable" in done.stderr


def test_text_search_checklist_and_questions_need_no_network(home, tmp_path):
    checked = cut_off("check", home=home)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    indexed = cut_off("index", "--json", home=home)
    assert json.loads(indexed.stdout)["clauses"] > 600, indexed.stderr
    found = json.loads(cut_off("search", "水龙头坏了多久能来修", "--json", home=home).stdout)
    assert found["hits"][0]["edition"].startswith("A/0")
    listed = cut_off("checklist", "2.1", "--format", "docx,json", "-o", str(tmp_path / "list"), home=home)
    assert listed.returncode == 0, listed.stderr
    asked = cut_off("quiz", "2.1", "--format", "json", "-o", str(tmp_path / "quiz"), home=home)
    assert asked.returncode == 0, asked.stderr
    built = cut_off("site", "build", home=home)
    assert built.returncode == 0, built.stderr


def test_app_and_site_need_no_network(home):
    # `up` and its visitor share one namespace, so the visitor is started inside it too
    visit = f"""
import subprocess, sys, time, urllib.request
server = subprocess.Popen([{HANDBOOK!r}, "up", "--port", "8765", "--root", {str(home)!r}])
def read(path):
    asked = urllib.request.Request("http://127.0.0.1:8765" + path, headers={{"Accept": "text/html"}})
    return urllib.request.urlopen(asked, timeout=20).read().decode()
try:
    for _ in range(120):
        time.sleep(1)
        try:
            read("/readyz")
            break
        except OSError:
            assert server.poll() is None, "the server ended"
    assert "设施设备管理" in read("/handbook/A-0/2.3/")
    assert "<form" in read("/")
finally:
    server.send_signal(2)
    ended = server.wait(60)
sys.exit(ended not in (0, 130))
"""
    done = subprocess.run(
        [*CUT, sys.executable, "-c", visit], capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
