"""Showing the built site in a browser, for a look; the app serves it to everybody else."""

from __future__ import annotations

import errno
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from app.home import Home
from app.site import current_site
from indexer.clauses import HandbookError


class _Quiet(SimpleHTTPRequestHandler):
    """Files below one folder; no listing of folders, no log of requests."""

    def log_message(self, format: str, *args: Any) -> None:
        return

    def list_directory(self, path: Any) -> None:
        self.send_error(404)


def site_server(home: Home, *, host: str, port: int, internal: bool = False) -> ThreadingHTTPServer:
    """A server of the built site, not yet running; port 0 takes a free one.

    Raises:
        HandbookError: Nothing has been built, or the port is taken.
    """
    shown = current_site(home, internal=internal)
    if shown is None:
        more = " --internal" if internal else ""
        raise HandbookError("网站还没有生成。", fix=f"先运行 handbook site build{more}。")
    handler = partial(_Quiet, directory=str(shown.parent))
    try:
        return ThreadingHTTPServer((host, port), handler)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise HandbookError(f"端口 {port} 已被占用。", fix="用 --port 换一个端口。") from error
        raise HandbookError(f"不能在 {host}:{port} 上监听。", fix="检查 --host 和 --port。") from error


def serve_site(home: Home, *, host: str, port: int, internal: bool = False) -> None:
    """Serve until Ctrl-C."""
    with site_server(home, host=host, port=port, internal=internal) as server:
        print(f"网站：http://{host}:{server.server_address[1]}/　按 Ctrl-C 结束", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("已停止。")
