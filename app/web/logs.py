"""What the server did, as JSON lines without personal data: HANDBOOK_LOG names a file, or "-" for stderr.

A request becomes ``{"time", "level", "event": "request", "method", "path", "status", "ms", "person"}``. Names,
query strings, bodies, addresses of clients and tokens are never written; a person is the opaque id that the
ledger uses. Of an exception come its type and where it happened, never its words, which may quote a person's.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import time
import traceback
from collections.abc import Callable, Collection, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.records.kinds import PERSON_ID
from app.web.gate import App, Message, Receive, Scope, Send
from indexer.clauses import HandbookError

SETTING = "HANDBOOK_LOG"
PROBES = ("/healthz", "/readyz")
"""Asked every few seconds by whatever watches the process; a good answer is not worth a line."""
ROOMS = ("api", "assets", "auth", "handbook", "internal", "media", "static", "_stcore", "component")
"""First segments of our addresses; of any other address nothing is written, as anybody may type anything."""
HIDDEN_BELOW = ("media", "_stcore/upload_file")
"""Addresses below these name what one visitor uploaded or was shown."""
FRAMES = 8
"""Innermost frames of an exception that are written."""

_PLAIN = re.compile(r"[A-Za-z0-9._~-]{1,60}")
_ROOT = Path(__file__).parent.parent.parent

log = logging.getLogger("handbook.web")


def shown_path(path: str, pages: Collection[str] = (), *, found: bool = True) -> str:
    """`path` as it may be written: known rooms and plain segments; ``…`` for anything else.

    Args:
        pages: Further first segments that are ours.
        found: Whether there is something at that address; else only its room is told.
    """
    if path == "/" or path in PROBES:
        return path
    first, *rest = path.removeprefix("/").split("/")
    if not rest and (first in pages or first in ("favicon.ico", "favicon.png", "handbook", "internal")):
        return f"/{first}"
    if first not in ROOMS:
        return "/…"
    if not found:
        return f"/{first}/…"
    for hidden in HIDDEN_BELOW:
        if path.startswith(f"/{hidden}/"):
            return f"/{hidden}/…"
    return "/".join(["", first, *(part if not part or _PLAIN.fullmatch(part) else "…" for part in rest)])


class Logged:
    """Writes one line for every request and websocket that ended. Pure ASGI; stands outside the gate."""

    def __init__(
        self, app: App, *, pages: Collection[str] = (), seconds: Callable[[], float] = time.perf_counter
    ) -> None:
        self.app, self.pages, self.seconds = app, tuple(pages), seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        began, status = self.seconds(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                status = message["status"]
            elif message["type"] == "websocket.accept":
                status = 101
            elif message["type"] == "websocket.close" and not status:
                status = 403
            await send(message)

        failed: BaseException | None = None
        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            failed, status = error, status or 500
            raise
        finally:
            self._write(scope, status, round((self.seconds() - began) * 1000), failed)

    def _write(self, scope: Scope, status: int, ms: int, failed: BaseException | None) -> None:
        if scope["path"] in PROBES and status == 200:
            return
        who = scope.get("state", {}).get("who")
        fields = {
            "event": "websocket" if scope["type"] == "websocket" else "request",
            "method": scope.get("method", "GET"),
            "path": shown_path(scope["path"], self.pages, found=status != 404),
            "status": status,
            "ms": ms,
            "person": who.id if who is not None and PERSON_ID.fullmatch(who.id) else "",
        }
        level = logging.ERROR if failed is not None or status >= 500 else logging.INFO
        log.log(level, "request", extra={"fields": fields}, exc_info=failed)


class JsonLines(logging.Formatter):
    """One JSON object a record. Words come only from this program's own loggers."""

    def format(self, record: logging.LogRecord) -> str:
        line: MutableMapping[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname.lower(),
        }
        fields = getattr(record, "fields", None)
        if fields is not None:
            line.update(fields)
        elif ours(record):
            line.update(event="message", said=record.getMessage())
        else:  # a library may quote what a visitor typed
            line.update(event="library", logger=record.name, at=f"{record.module}:{record.lineno}")
        if record.exc_info and record.exc_info[1] is not None:
            line["error"] = told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def ours(record: logging.LogRecord) -> bool:
    """Whether a record comes from this program and not from a library."""
    return record.name.split(".")[0] == "handbook"


def told(error: BaseException) -> dict[str, Any]:
    """Type of an exception and its innermost frames, without its words."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {
        "type": type(error).__qualname__,
        "at": [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _short(name: str) -> str:
    path = Path(name)
    if path.is_relative_to(_ROOT) and "site-packages" not in path.parts:
        return path.relative_to(_ROOT).as_posix()
    return "/".join(path.parts[-2:])


def start_logging(place: str | None = None) -> logging.Handler | None:
    """Write every record of this process from now on to `place` (default: the setting); `None` if unset.

    A file that is moved away for keeping (logrotate) is made anew.

    Raises:
        HandbookError: The file cannot be written.
    """
    place = os.environ.get(SETTING, "") if place is None else place
    if not place:
        return None
    handler: logging.Handler
    if place == "-":
        handler = logging.StreamHandler(sys.stderr)
    else:
        from logging.handlers import WatchedFileHandler

        try:
            Path(place).parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
            handler = WatchedFileHandler(place, encoding="utf-8")
        except OSError as error:
            raise HandbookError(
                f"日志文件 {place} 不能写：{error.strerror}。", fix=f"检查 {SETTING} 的路径和权限。"
            ) from error
    handler.setFormatter(JsonLines())
    handler.addFilter(lambda record: ours(record) or record.levelno >= logging.WARNING)
    logging.getLogger().addHandler(handler)
    logging.getLogger("handbook").setLevel(logging.INFO)
    gather()
    return handler


def gather() -> None:
    """Take from the libraries' loggers their own way to the screen; once more when all of them are loaded."""
    for name, one in list(logging.root.manager.loggerDict.items()):
        if isinstance(one, logging.Logger) and name.split(".")[0] in ("uvicorn", "streamlit"):
            one.handlers.clear()
            one.propagate = name != "uvicorn.access"
