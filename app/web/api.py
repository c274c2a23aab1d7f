"""The HTTP interface: search, and saves of what is under way. Described by /api/openapi.json."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from app import asking, inspecting, sitting
from app.access import Who
from app.records.errors import RecordsError
from app.web import rules
from app.workbench import Workbench, now
from indexer.clauses import HandbookError

SEARCHES_A_MINUTE, SAVES_A_MINUTE, LETTERS_A_MINUTE = 60, 240, 240
"""By session; one person at a screen stays far below."""


class Answer(BaseModel):
    """An answer: an index, several, true or false, a figure with its unit; null takes it back."""

    model_config = ConfigDict(extra="forbid")
    answer: StrictBool | StrictInt | StrictStr | list[StrictInt] | None


class Verdict(BaseModel):
    """A verdict on one item: conforms, fails, not_applicable, or "" to take it back."""

    model_config = ConfigDict(extra="forbid")
    verdict: StrictStr
    remark: StrictStr = Field(default="", max_length=inspecting.LONGEST_REMARK)


class Saved(BaseModel):
    """It is on the disk; `version` counts the saves of this one."""

    saved: bool = True
    version: int


class Refused(BaseModel):
    """What is wrong and what to do about it."""

    problem: str
    fix: str = ""


class Api:
    """The endpoints over one workbench."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self._searches = rules.RateLimit(SEARCHES_A_MINUTE)
        self._saves = rules.RateLimit(SAVES_A_MINUTE)
        self._letters = rules.RateLimit(LETTERS_A_MINUTE)

    def routes(self) -> list[Route]:
        """Health, description and endpoints."""
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/api/openapi.json", self.description),
            Route("/api/search", self._told(self.search, self._searches)),
            Route("/api/suggestions", self._told(self.suggestions, self._letters)),
            Route(
                "/api/sittings/{sitting}/answers/{number:int}",
                self._told(self.answer, self._saves),
                methods=["PUT"],
            ),
            Route(
                "/api/inspections/{inspection}/items/{item}",
                self._told(self.verdict, self._saves),
                methods=["PUT"],
            ),
        ]

    async def alive(self, _: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok")

    async def ready(self, _: Request) -> Response:
        """The records answer and the search is loaded."""
        try:
            await run_in_threadpool(self.bench.records.ledger.length)
        except RecordsError as error:
            return PlainTextResponse(error.problem, 503)
        return PlainTextResponse("ok") if self.bench.ready else PlainTextResponse("正在加载", 503)

    async def description(self, _: Request) -> Response:
        """The interface as OpenAPI 3.1."""
        return JSONResponse(openapi())

    async def search(self, request: Request, who: Who) -> Any:
        """What `handbook search --json` gives, over the edition in force, and what the reader must know."""
        query = request.query_params
        told = await run_in_threadpool(
            asking.ask,
            self.bench,
            who,
            query.get("q", ""),
            now(),
            post=query.get("post", ""),
            section=query.get("section", ""),
            situation=query.get("situation", ""),
            note=False,
        )
        return told.answer.as_json() | {"notice": told.answer.notice}

    async def suggestions(self, request: Request, who: Who) -> Any:
        """What could be meant by what is being typed."""
        typed = request.query_params.get("q", "")
        return {"suggestions": await run_in_threadpool(asking.suggestions, self.bench, who, typed)}

    async def answer(self, request: Request, who: Who) -> Any:
        """Saves one answer of one's own running sitting."""
        body = Answer.model_validate_json(await _body(request))
        version = await run_in_threadpool(
            sitting.save,
            self.bench,
            who,
            request.path_params["sitting"],
            request.path_params["number"],
            body.answer,
            now(),
        )
        return Saved(version=version).model_dump()

    async def verdict(self, request: Request, who: Who) -> Any:
        """Saves one verdict of one's own running inspection."""
        body = Verdict.model_validate_json(await _body(request))
        version = await run_in_threadpool(
            inspecting.save,
            self.bench,
            who,
            request.path_params["inspection"],
            request.path_params["item"],
            body.verdict,
            body.remark,
            now(),
        )
        return Saved(version=version).model_dump()

    def _told(
        self, handler: Callable[[Request, Who], Awaitable[Any]], limit: rules.RateLimit
    ) -> Callable[[Request], Awaitable[Response]]:
        """The handler with session, limit and errors as JSON."""

        async def answered(request: Request) -> Response:
            who: Who | None = request.state.who
            if who is None:
                return _refused("没有登录，或登录已过期。", "重新登录。", 401)
            if not limit.allow(request.state.token, time.monotonic()):
                return _refused("请求过于频繁。", "稍等再试。", 429)
            try:
                return JSONResponse(await handler(request, who))
            except ValidationError as error:
                return _refused(
                    "请求的内容不合格式。", f"共 {error.error_count()} 处；见 /api/openapi.json。", 422
                )
            except HandbookError as error:
                return _refused(error.problem, error.fix, 403 if "不能" in error.problem else 400)
            except RecordsError as error:
                return _refused(error.problem, error.fix, 409)

        return answered


async def _body(request: Request) -> bytes:
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise HandbookError("请求的内容不是 JSON。", fix="Content-Type 写 application/json。")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > rules.FORM_BYTES:
            raise HandbookError("请求的内容太大。", fix=f"不超过 {rules.FORM_BYTES} 字节。")
    return body


def _refused(problem: str, fix: str, status: int) -> JSONResponse:
    return JSONResponse(Refused(problem=problem, fix=fix).model_dump(), status)


def openapi() -> dict[str, Any]:
    """The description of the interface."""
    text = {"type": "string"}
    hit = {
        "type": "object",
        "properties": {
            **dict.fromkeys(("clause", "section", "title", "text", "edition", "fingerprint", "url"), text),
            "score": {"type": "number"},
        },
    }
    found = {
        "type": "object",
        "properties": {
            "query": text,
            "confident": {"type": "boolean"},
            "took_ms": {"type": "number"},
            "hits": {"type": "array", "items": hit},
            "notice": {"type": "string", "description": "读者须知，例如只做了关键词检索；通常为空"},
        },
    }
    suggested = {"type": "object", "properties": {"suggestions": {"type": "array", "items": text}}}
    filters = {
        "q": "问题、几个词、条款编号或小节号",
        "post": "只查这个岗位的条款",
        "section": "只查这个小节，或这一章（一个数字）",
        "situation": "只查这种情形的应急条款，如 电梯困人",
    }
    refused = {
        str(status): {"description": said, "content": _json({"$ref": "#/components/schemas/Refused"})}
        for status, said in (
            (400, "要求有误"),
            (401, "没有登录"),
            (403, "没有权限"),
            (409, "已结束或到时"),
            (422, "格式不对"),
            (429, "过于频繁"),
        )
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "标准操作手册", "version": "1", "description": "登录后的会话 Cookie 即凭证。"},
        "components": {
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": rules.COOKIE}},
            "schemas": {
                model.__name__: model.model_json_schema() for model in (Answer, Verdict, Saved, Refused)
            },
        },
        "security": [{"session": []}],
        "paths": {
            "/api/search": {
                "get": {
                    "summary": "检索现行版本",
                    "parameters": [
                        {
                            "name": name,
                            "in": "query",
                            "required": name == "q",
                            "description": said,
                            "schema": text,
                        }
                        for name, said in filters.items()
                    ],
                    "responses": {"200": {"description": "找到的条款", "content": _json(found)}, **refused},
                }
            },
            "/api/suggestions": {
                "get": {
                    "summary": "输入时的提示：查过的问题、标题、表单",
                    "parameters": [{"name": "q", "in": "query", "required": True, "schema": text}],
                    "responses": {
                        "200": {"description": "最多 8 条", "content": _json(suggested)},
                        **refused,
                    },
                }
            },
            "/api/sittings/{sitting}/answers/{number}": {
                "put": _save(
                    "保存一道题的答案", "Answer", {"sitting": text, "number": {"type": "integer"}}, refused
                )
            },
            "/api/inspections/{inspection}/items/{item}": {
                "put": _save("保存一个检查项的结论", "Verdict", {"inspection": text, "item": text}, refused)
            },
            "/healthz": {
                "get": {"summary": "进程在运行", "security": [], "responses": {"200": {"description": "ok"}}}
            },
            "/readyz": {
                "get": {
                    "summary": "可以接受访问",
                    "security": [],
                    "responses": {"200": {"description": "ok"}, "503": {"description": "正在加载"}},
                }
            },
        },
    }


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _save(summary: str, body: str, places: dict[str, Any], refused: dict[str, Any]) -> dict[str, Any]:
    return {
        "summary": summary,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": schema}
            for name, schema in places.items()
        ],
        "requestBody": {"required": True, "content": _json({"$ref": f"#/components/schemas/{body}"})},
        "responses": {
            "200": {"description": "已保存", "content": _json({"$ref": "#/components/schemas/Saved"})},
            **refused,
        },
    }
