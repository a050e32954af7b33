"""Who a browser is: the cookie, its mark in the database, and the visit that it opens."""

from __future__ import annotations

import asyncio
import secrets

from starlette.requests import Request
from starlette.responses import Response

from bot.web.guard import Problem
from bot.web.parts import Parts
from storage import web_sessions
from storage.vault import VAULT
from storage.web_sessions import WebVisit

COOKIE = "baocong"
SEASON = int(web_sessions.LIFE.total_seconds())


class Visits:
    """Opens, finds and closes the sessions of browsers. Only the keyed hash of a cookie ever reaches the database."""

    def __init__(self, parts: Parts) -> None:
        self._store = parts.store
        self._writer = parts.writer
        self._clock = parts.clock
        self._secure = parts.public_url.startswith("https:")

    async def find(self, request: Request) -> WebVisit | None:
        """The visit this request belongs to."""
        token = request.cookies.get(COOKIE)
        return await asyncio.to_thread(self.look_up, VAULT.fingerprint(token)) if token else None

    def look_up(self, mark: str) -> WebVisit | None:
        """The same by its mark, for a worker thread."""
        with self._store.read() as db:
            return web_sessions.visit_of(db, mark, self._clock())

    async def demand(self, request: Request) -> WebVisit:
        """The visit, or Problem."""
        visit = await self.find(request)
        if visit is None:
            raise Problem("no-session")
        return visit

    async def open(self, response: Response) -> None:
        token = secrets.token_urlsafe(32)
        await self._writer.run(lambda db, now: web_sessions.open_session(db, now, VAULT.fingerprint(token)))
        self._hand_over(response, token)

    async def renew(self, request: Request, response: Response, visit: WebVisit) -> None:
        """A session in use lives on: at most one write in thirty days."""
        if visit.grows_old(self._clock()):
            await self._writer.run(lambda db, now: web_sessions.extend(db, mark_of(request), now))
            self._hand_over(response, request.cookies[COOKIE])

    async def close(self, request: Request, response: Response) -> None:
        await self._writer.run(lambda db, now: web_sessions.close_session(db, mark_of(request)))  # noqa: ARG005 (the writer's signature)
        response.delete_cookie(COOKIE, path="/", secure=self._secure, httponly=True, samesite="lax")
        response.headers["clear-site-data"] = '"cache", "storage"'  # a shared phone keeps no photo of the last person

    def _hand_over(self, response: Response, token: str) -> None:
        response.set_cookie(COOKIE, token, max_age=SEASON, path="/", secure=self._secure, httponly=True, samesite="lax")


def mark_of(request: Request) -> str:
    return VAULT.fingerprint(request.cookies.get(COOKIE, ""))
