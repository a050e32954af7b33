"""The web application: every route in one place, with what holds for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.web.chat import Chat
from bot.web.files import Files
from bot.web.guard import Guard, Problem, language_of, say_no
from bot.web.hand_in import HandIn
from bot.web.health import health_routes
from bot.web.pages import HERE, Pages
from bot.web.parts import Parts
from bot.web.visits import Visits


def web_app(parts: Parts, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """The chat page, its HTTP surface and health, with `routes` (webhooks, the staff desk) beside them."""
    visits = Visits(parts)
    pages = Pages(parts, visits)

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)  # noqa: S101 (as registered below)
        return say_no(parts.texts, language_of(request), error)

    async def on_database_away(request: Request, _: Exception) -> Response:
        return say_no(parts.texts, language_of(request), Problem("busy", wait=3))

    async def on_http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 (as registered below)
        if error.status_code == 404:
            return pages.missing(request)
        return Response(status_code=error.status_code, headers=error.headers)

    return Starlette(
        routes=[
            *pages.routes(),
            *Chat(parts, visits).routes(),
            *Files(parts, pages).routes(),
            *HandIn(parts, pages).routes(),
            *health_routes(parts.ready),
            Mount("/static", Assets(directory=HERE / "static")),
            *routes,
        ],
        middleware=[Middleware(Guard, texts=parts.texts)],
        exception_handlers={Problem: on_problem, OperationalError: on_database_away, HTTPException: on_http_error},
    )


class Assets(StaticFiles):
    """Static files that are asked for again after an upgrade, never served stale: the browser revalidates (304)."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response
