"""The pages people see: the chat, and where the code on a poster leads."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.web.guard import language_of
from bot.web.parts import Parts
from bot.web.visits import Visits

HERE = Path(__file__).parent
UNIT_CODE = re.compile(r"[A-Za-z0-9_-]{1,48}")
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what a deep link may carry, on Telegram too
YEAR = 365 * 86_400

# What the page's script says by itself.
SCRIPT_TEXTS = (
    "web-online",
    "web-connecting",
    "web-waiting",
    "web-sending",
    "web-trying-again",
    "web-send-again",
    "web-drop",
    "web-not-sent",
    "web-photo-yours",
    "web-photo-from-us",
    "web-photo-remove",
    "web-photo-too-many",
    "web-uploading",
    "web-you",
    "web-assistant",
    "web-today",
    "web-yesterday",
    "web-file",
    "web-choices",
    "web-menu",
    "web-start",
)


class Pages:
    """Renders the templates; human words come from the texts only."""

    def __init__(self, parts: Parts, visits: Visits) -> None:
        self._parts = parts
        self._visits = visits
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[Route]:
        return [
            Route("/", self.chat),
            Route("/g/{code}.svg", self.unit_code),
            Route("/g/{code}", self.unit),
        ]

    async def chat(self, request: Request) -> Response:
        language = language_of(request)
        start = request.query_params.get("start", "")
        start = start if PAYLOAD.fullmatch(start) else ""
        return self.page(
            request,
            "chat.html",
            open=await self._visits.find(request) is not None,
            start=start,
            script_texts={name: self._parts.texts.say(language, name) for name in SCRIPT_TEXTS},
        )

    async def unit(self, request: Request) -> Response:
        """Where the code on a work site's poster leads: this unit, and which way to talk."""
        code = request.path_params["code"]
        name = await asyncio.to_thread(self._parts.unit_name, code) if UNIT_CODE.fullmatch(code) else None
        if name is None:
            return self.missing(request)
        bot = self._parts.telegram_bot
        return self.page(
            request,
            "unit.html",
            unit=name,
            code=code,
            chat_link=f"/?start=u-{code}",
            telegram_link=f"https://t.me/{bot}?start=u-{code}" if bot else "",
        )

    async def unit_code(self, request: Request) -> Response:
        """The QR code of the page above, for printing: level Q, quiet zone of four modules."""
        code = request.path_params["code"]
        name = await asyncio.to_thread(self._parts.unit_name, code) if UNIT_CODE.fullmatch(code) else None
        if name is None:
            return self.missing(request)
        picture = io.BytesIO()
        segno.make(f"{self._parts.public_url}/g/{code}", error="q", boost_error=False, micro=False).save(
            picture, kind="svg", border=4, scale=8, light="#ffffff"
        )
        return Response(
            picture.getvalue(), media_type="image/svg+xml", headers={"cache-control": "public, max-age=3600"}
        )

    def words(self, language: str) -> Callable[..., str]:
        return partial(self._parts.texts.say, language)

    def missing(self, request: Request) -> Response:
        return self.page(request, "missing.html", status=404)

    def file_gone(self, request: Request) -> Response:
        """A link to a file that is forged, cut off or too old: 410, so that nobody asks again."""
        return self.page(request, "file_gone.html", status=410)

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
        language = language_of(request)
        other = "vi" if language == "en" else "en"
        html = self._templates.get_template(template).render(
            t=self.words(language),
            language=language,
            other_language=other,
            other_link=str(request.url.include_query_params(lang=other).replace(scheme="", netloc="")),
            **values,
        )
        response = HTMLResponse(html, status, {"cache-control": "no-store"})
        if "lang" in request.query_params:
            response.set_cookie("lang", language, max_age=YEAR, path="/", httponly=True, samesite="lax")
        return response
