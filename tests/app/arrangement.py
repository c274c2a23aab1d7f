"""The arrangement of compose.yaml, read, and its processes started by hand from the same settings."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent.parent
PATIENCE_S = 150
"""A machine that runs many tests at once is slow to import."""
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
NGINX = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
NGINX_PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def expanded(text: str, variables: Mapping[str, str]) -> str:
    """`text` with ``${NAME:-default}`` and ``${NAME:?why}`` filled in as Compose does.

    Raises:
        KeyError: A variable that must be set is not, with the reason.
    """

    def value(found: re.Match[str]) -> str:
        name, kind, rest = found[1], found[2], found[3]
        if variables.get(name):
            return variables[name]
        if kind == "-":
            return str(rest)
        raise KeyError(rest or name)

    return _VARIABLE.sub(value, text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Visitor:
    """A browser's cookies and forms; it may call any process, the cookie is for the host."""

    def __init__(self) -> None:
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self.jar), _NoRedirect(), urllib.request.ProxyHandler({})
        )

    def ask(
        self, address: str, *, method: str = "GET", data: bytes | None = None, kind: str = ""
    ) -> tuple[int, str]:
        """Status and text of one request."""
        request = urllib.request.Request(address, data=data, method=method)
        if kind:
            request.add_header("content-type", kind)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def post(self, address: str, fields: Mapping[str, str]) -> tuple[int, str]:
        """Fill in the form at `address` and send it."""
        token = re.search(r'name="token" value="(\w+)"', self.ask(address)[1])
        assert token, address
        data = urllib.parse.urlencode({**fields, "token": token[1]}).encode()
        return self.ask(address, method="POST", data=data, kind="application/x-www-form-urlencoded")

    def put(self, address: str, value: object) -> tuple[int, Any]:
        status, text = self.ask(
            address, method="PUT", data=json.dumps(value).encode(), kind="application/json"
        )
        return status, json.loads(text)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{one.name}={one.value}" for one in self.jar)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass
class Arrangement:
    """The processes of compose.yaml on this machine; its named places lie below `folder`."""

    folder: Path
    home: Path
    database: str
    ports: dict[str, int] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def settings(self, service: str) -> dict[str, str]:
        """The environment that compose.yaml gives a service, with this machine's places in it."""
        given = {
            name: expanded(str(value), {"HANDBOOK_DB_PASSWORD": "secret"})
            for name, value in SERVICES[service]["environment"].items()
        }
        assert given["HANDBOOK_DATABASE_URL"] == "postgresql://handbook:secret@database/handbook"
        given["HANDBOOK_DATABASE_URL"] = self.database
        for name, value in given.items():
            if value.startswith("/srv/handbook"):
                given[name] = value.replace("/srv/handbook", str(self.home))
            elif value.startswith("/srv/"):
                given[name] = value.replace("/srv", str(self.folder))
        return given

    def environment(self, service: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDBOOK_")}
        return {**kept, **self.settings(service)}

    def command(self, service: str) -> list[str]:
        """The command of compose.yaml, on a free port of this machine only."""
        program, *words = SERVICES[service]["command"]
        if program == "python":
            return [sys.executable, *words]
        port = self.ports.setdefault(service, free_port())
        words = [
            {"--host=0.0.0.0": "--host=127.0.0.1", "--port=8501": f"--port={port}"}.get(w, w) for w in words
        ]
        return [str(Path(sys.executable).parent / program), *words]

    def run(self, service: str) -> subprocess.CompletedProcess[str]:
        """Run a service that ends."""
        return subprocess.run(
            self.command(service), env=self.environment(service), cwd=ROOT, capture_output=True, text=True,
            check=False, timeout=PATIENCE_S,
        )  # fmt: skip

    def start(self, service: str) -> None:
        """Start a service that serves."""
        with self.log(service).open("a") as log:
            self.running[service] = subprocess.Popen(
                self.command(service),
                env=self.environment(service),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                text=True,
            )

    def start_proxy(self) -> None:
        """nginx with deploy/nginx.conf, the services' names replaced by their addresses here."""
        port = self.ports["proxy"] = free_port()
        text = NGINX.replace("listen 8080;", f"listen 127.0.0.1:{port};").replace("/tmp/", f"{self.folder}/")
        for service in ("app1", "app2"):
            assert f"server {service}:8501 " in text
            text = text.replace(f"{service}:8501", f"127.0.0.1:{self.ports[service]}")
        (self.folder / "nginx.conf").write_text(text)
        assert NGINX_PROGRAM is not None
        words = "daemon off;" + (" user root;" if os.geteuid() == 0 else "")
        with self.log("proxy").open("a") as log:
            self.running["proxy"] = subprocess.Popen(
                [NGINX_PROGRAM, "-c", str(self.folder / "nginx.conf"), "-g", words],
                stdout=log,
                stderr=log,
                text=True,
            )

    def at(self, service: str, path: str = "") -> str:
        return f"http://127.0.0.1:{self.ports[service]}{path}"

    def log(self, service: str) -> Path:
        return self.folder / f"{service}.log"

    def lines(self, service: str) -> list[dict[str, Any]]:
        """The JSON lines that a service logged."""
        return [json.loads(line) for line in self.log(service).read_text("utf-8").splitlines()]

    def until(self, service: str, path: str, status: int) -> str:
        """Wait until a service answers so; the text of the answer."""
        deadline, last = time.monotonic() + PATIENCE_S, ""
        while time.monotonic() < deadline:
            process = self.running[service]
            assert process.poll() is None, f"{service} ended:\n{self.log(service).read_text('utf-8')}"
            try:
                seen, last = Visitor().ask(self.at(service, path))
                if seen == status:
                    return last
            except OSError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"{service}{path} never answered {status}: {last}")

    def kill(self, service: str) -> None:
        """As a machine that loses power would end it."""
        self.running[service].send_signal(signal.SIGKILL)
        self.running.pop(service).wait()

    def stop(self, service: str) -> int:
        """As `docker compose stop` ends it."""
        process = self.running.pop(service)
        process.terminate()
        return process.wait(PATIENCE_S)

    def close(self) -> None:
        for service in list(self.running):
            self.kill(service) if service != "proxy" else self.stop(service)
