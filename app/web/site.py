"""The built site and our own assets as files; nothing else of the disk is reachable."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.home import Home
from app.site import site_root

ASSETS = Path(__file__).parent / "assets"
NOTHING_YET = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>标准操作手册</title>'
    "<p>这里还没有生成的网站。请管理员运行 handbook up 或 handbook site build。</p></html>"
)


class SiteFiles(StaticFiles):
    """Files of a built site; a missing page gets the site's own 404 page."""

    async def check_config(self) -> None:
        """A site that is not built yet is a missing page, not an error."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        try:
            answer = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404:
                raise
            return self._missing(path)
        return self._missing(path) if answer.status_code == 404 else answer

    def _missing(self, path: str) -> Response:
        edition = Path(path).parts[:1]
        page = Path(str(self.directory), *edition, "404.html")
        if edition and edition[0] not in ("..", ".") and page.is_file():
            return FileResponse(page, 404)
        return HTMLResponse(NOTHING_YET, 404)


def site_routes(home: Home) -> list[BaseRoute]:
    """``/handbook/`` for everybody, ``/internal/`` behind the gate, ``/assets/``.

    Where no section is internal there is no internal site: its address leads to the public one.
    """
    internal = site_root(home, internal=True)

    async def to_site(_: Request) -> Response:
        return RedirectResponse("/handbook/", 308)

    async def to_internal(_: Request) -> Response:
        return RedirectResponse("/internal/" if internal.is_dir() else "/handbook/", 307)

    class Internal(SiteFiles):
        async def get_response(self, path: str, scope: Scope) -> Response:
            if not internal.is_dir():
                return RedirectResponse("/handbook/", 307)
            return await super().get_response(path, scope)

    public = SiteFiles(directory=site_root(home), html=True, check_dir=False)
    return [
        Route("/handbook", to_site),
        Route("/internal", to_internal),
        Mount("/handbook", app=public),
        Mount("/internal", app=Internal(directory=internal, html=True, check_dir=False)),
        Mount("/assets", app=StaticFiles(directory=ASSETS)),
    ]
