"""Runs `handbook` commands, one forked process each, for tests that run very many of them.

Reads a line of JSON a job ``{words, cwd, env, input, seconds, memory}`` and answers with a line
``{rc, out, err, seconds, megabytes}``; `rc` is ``None`` where the command was stopped. The command runs as
in the script `handbook`, except that its modules are loaded already.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import time
from typing import Any


def _preload() -> None:
    import importlib

    for name in (
        "app.cli",
        "app.checking",
        "app.site",
        "app.clause_view",
        "app.item_decisions",
        "app.printing",
        "app.text_sources",
        "checklists.lists",
        "checklists.bank.generate",
        "checklists.exchange.files",
        "checklists.word_checklist",
        "indexer.demands.documents",
        "docx",
        "openpyxl",
        "mkdocs.commands.build",
    ):
        importlib.import_module(name)


def _child(job: dict[str, Any], out: int, err: int) -> None:
    source = os.open(os.devnull, os.O_RDONLY)
    if job.get("input") is not None:
        source, end = os.pipe()
        os.write(end, job["input"].encode())
        os.close(end)
    for number, stream in enumerate((source, out, err)):
        os.dup2(stream, number)
    os.closerange(3, 256)
    resource.setrlimit(resource.RLIMIT_AS, (job["memory"] << 20, job["memory"] << 20))
    os.environ.update(job.get("env") or {})
    os.chdir(job["cwd"])
    sys.argv = ["handbook", *job["words"]]
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(number, mode, encoding="utf-8") for number, mode in enumerate("rww")
    )
    from app.cli import main

    code = 0
    try:
        main()
    except SystemExit as end_:
        code = end_.code if isinstance(end_.code, int) else int(end_.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _carried_out(job: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begun = time.monotonic()
        child = os.fork()
        if child == 0:
            try:
                _child(job, out.fileno(), err.fileno())
            finally:
                os._exit(71)
        status: int | None = None
        while time.monotonic() - begun < job["seconds"]:
            done, state, used = os.wait4(child, os.WNOHANG)
            if done:
                status = state
                break
            time.sleep(0.002)
        else:
            os.kill(child, signal.SIGKILL)
            _, _, used = os.wait4(child, 0)
        taken = time.monotonic() - begun
        told = []
        for stream in (out, err):
            stream.seek(0)
            told.append(stream.read().decode("utf-8", "backslashreplace"))
    return {
        "rc": None if status is None else os.waitstatus_to_exitcode(status),
        "out": told[0],
        "err": told[1],
        "seconds": taken,
        "megabytes": used.ru_maxrss / 1024,
    }


def serve() -> None:
    _preload()
    for line in sys.stdin:
        print(json.dumps(_carried_out(json.loads(line))), flush=True)


if __name__ == "__main__":
    serve()
