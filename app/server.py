"""One process for everything: Streamlit through st.App, signing in, the site, the HTTP interface, health.

`serve` is what `handbook up` calls; ``uvicorn app.server:app`` serves the home of HANDBOOK_ROOT, as one of
several processes behind a proxy.
"""

from __future__ import annotations

import errno
import gc
import json
import logging
import os
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.routing import Route

from app import screens
from app.home import open_home
from app.records.errors import RecordsError
from app.web import rules
from app.web.api import Api
from app.web.auth import auth_routes
from app.web.gate import Gate
from app.web.logs import Logged, gather, start_logging
from app.web.provider import provider_from
from app.web.site import site_routes
from app.workbench import Workbench, now
from indexer.clauses import HandbookError

MAIN = Path(__file__).parent / "screens" / "main.py"
TIMER_SECONDS = 60
"""How often the ledger is asked whether a checkpoint is due."""
OPTIONS: dict[str, Any] = {
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 20,
    "server.disconnectedSessionTTL": 900,
    "server.trustedUserHeaders": json.dumps({rules.USER_HEADER: "id"}),
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.showSidebarNavigation": True,
    "theme.primaryColor": "#0b6e6e",
    "theme.font": 'system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif',
}
"""Streamlit's settings. A collection after each rerun costs 100 ms and more, a file watcher far more."""

log = logging.getLogger("handbook")


def create_app(bench: Workbench, *, hosts: tuple[str, ...] = ()) -> Any:
    """The ASGI application over an opened workbench; Streamlit allows one a process."""
    configure()
    import streamlit

    screens.use(bench)
    logged = start_logging() is not None
    known = rules.known_hosts(*hosts, *os.environ.get("HANDBOOK_HOSTS", "").split(","))
    gate = Middleware(Gate, session=lambda token: bench.records.people.session(token, now()), hosts=known)

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        stop = threading.Event()
        if logged:
            gather()
            log.info("started")
        for work in (_warming, _ticking):
            threading.Thread(target=work, args=(bench, stop), daemon=True).start()
        try:
            yield
        finally:
            stop.set()
            if logged:
                log.info("stopped")

    watch = [Middleware(Logged, pages=tuple(page.file for page in screens.PAGES))] if logged else []
    start = screens.PAGES[0].file  # Streamlit serves the first page at / only
    routes = [
        Route(f"/{start}", lambda _: RedirectResponse("/", 307)),
        *auth_routes(bench.records.people, title=screens.TITLE, provider=provider_from()),
        *Api(bench).routes(),
        *site_routes(bench.home),
    ]
    return streamlit.App(
        MAIN, routes=routes, middleware=[*watch, gate], lifespan=lifespan, on_script_error=_unexpected
    )


def configure() -> None:
    """Set Streamlit's options before anything of it is read."""
    os.environ.setdefault("STREAMLIT_BROWSER_GATHER_USAGE_STATS", "false")
    from streamlit.web import bootstrap

    bootstrap.load_config_options(OPTIONS)


def listen(host: str, port: int) -> socket.socket:
    """A socket to serve on, before anything long is begun; port 0 takes a free one.

    Raises:
        HandbookError: The port is taken, or the address is not of this computer.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(2048)
    except (OSError, OverflowError) as error:
        taken.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise HandbookError(
                f"端口 {port} 已被占用。", fix="用 --port 换一个端口，或先停掉占用它的程序。"
            ) from error
        raise HandbookError(f"不能在 {host} 的端口 {port} 上监听。", fix="检查 --host 和 --port。") from error
    return taken


def serve(
    bench: Workbench, on: socket.socket, *, host: str, started: Callable[[], None] = lambda: None
) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            started()

    config = uvicorn.Config(
        create_app(bench, hosts=(host,)),
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=3,
        ws="websockets-sansio",
        ws_max_size=32 * 1024 * 1024,
    )
    Server(config).run([on])


def _unexpected(error: Exception) -> bool:
    """A mistake of the program on a screen: the log gets it, the reader a sentence with its number."""
    import streamlit

    number = secrets.token_hex(4)
    log.error("screen failed, number %s", number, exc_info=error)
    streamlit.error(f"程序出错，编号 {number}。已保存的内容不受影响；请刷新页面，仍不行时把编号告诉管理员。")
    return True


def _warming(bench: Workbench, stop: threading.Event) -> None:
    """Load what the first visitors would wait for, then let the collector leave it alone."""
    try:
        bench.warm()
    except (HandbookError, RecordsError) as error:
        log.warning("%s", error.problem)
    gc.collect()
    gc.freeze()


def _ticking(bench: Workbench, stop: threading.Event) -> None:
    while not stop.wait(TIMER_SECONDS):
        try:
            bench.records.ledger.checkpoint_if_due()
        except RecordsError as error:
            log.warning("%s", error.problem)


def __getattr__(name: str) -> Any:
    """``app.server:app`` for an ASGI server that is started by hand."""
    if name != "app":
        raise AttributeError(name)
    made = create_app(Workbench.open(open_home()))
    globals()["app"] = made
    return made
