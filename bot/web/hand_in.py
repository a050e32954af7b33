"""The page where an officer hands in a Word template, opened by a signed link from the chat: no script, one file (R31, R45).

The link says who, for which unit, which paper; what the person may do is asked again with every request.
"""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import Any

from sqlalchemy.exc import OperationalError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.hand_in_links import PATH, wish_in
from bot.links import BadLink
from bot.web.guard import PROBLEMS, Pace, Problem, demand_same_origin, language_of
from bot.web.one_file import OneFile, read_file
from bot.web.pages import Pages
from bot.web.parts import Parts
from handlers import hand_in
from handlers.clerk import describe
from handlers.hand_in import Place, Wish
from handlers.papers import template_check, template_words
from handlers.papers.catalogue import PAPER_LANGUAGE
from handlers.papers.template_check import Verdict
from handlers.papers.template_package import MOST_BYTES
from handlers.papers.word import SUFFIX
from storage.media import key_of

log = logging.getLogger("baocong.web")

FIELD = "template"
MEGABYTES = MOST_BYTES // 1_000_000
ENDS = ("gone", "not-yours")  # where trying again leads nowhere


class HandIn:
    """One address: GET shows the page, POST takes the file."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages
        self._pace = Pace(parts.files_a_minute)
        self._checking = asyncio.Semaphore(1)  # a check opens the document three times: one after the other

    def routes(self) -> list[Route]:
        return [Route(PATH + "/{token}", self.page), Route(PATH + "/{token}", self.take, methods=["POST"])]

    async def page(self, request: Request) -> Response:
        try:
            wish, until = wish_in(request.path_params["token"], self._parts.clock())
        except BadLink:
            return self._shown(request, "gone", 410)
        place = await asyncio.to_thread(self._place, wish)
        if place is None:
            return self._shown(request, "not-yours", 403)
        return self._asked(request, place, until.astimezone(self._parts.zone).strftime("%H:%M %d/%m/%Y"))

    async def take(self, request: Request) -> Response:
        """Whatever comes of it is said on the page; what came of a file in the chat too."""
        try:
            wish, _ = wish_in(request.path_params["token"], self._parts.clock())
        except BadLink:
            return self._shown(request, "gone", 410)
        try:
            return await self._take(request, wish)
        except Problem as problem:
            return self._failed(request, problem)
        except (OSError, OperationalError) as error:
            log.error("a template could not be kept: %s", describe(error))
            return self._failed(request, Problem("busy", wait=3))

    async def _take(self, request: Request, wish: Wish) -> Response:
        demand_same_origin(request)
        place = await asyncio.to_thread(self._place, wish)
        if place is None:
            return self._shown(request, "not-yours", 403)
        self._pace.take(str(wish.person), monotonic())
        file = await read_file(request, FIELD, MOST_BYTES)
        if not file.name:
            return self._shown(request, "nothing", 400)
        async with self._checking:
            verdict = await asyncio.to_thread(self._check, place, file)
        key = key_of(file.data, SUFFIX)
        texts, say = self._parts.texts, self._pages.words(language_of(request))
        if verdict.faults:
            await self._parts.writer.run(lambda db, now: hand_in.refuse(db, texts, wish, key, verdict, now))
            self._parts.ring()
            return self._shown(request, "refused", 422, lines=template_words.refused(say, verdict).splitlines())
        number = await self._keep(wish, key, file, verdict)
        if number is None:
            return self._shown(request, "not-yours", 403)
        self._parts.ring()
        return self._shown(request, "taken", 200, lines=hand_in.taken(say, place, number, verdict).splitlines())

    async def _keep(self, wish: Wish, key: str, file: OneFile, verdict: Verdict) -> int | None:
        """The bytes first, then the row."""
        await asyncio.to_thread(self._parts.media.put, key, file.data)
        texts, named, zone = self._parts.texts, (key, file.name), self._parts.zone
        return await self._parts.writer.run(
            lambda db, now: hand_in.keep(db, texts, wish, named, verdict, now, now.astimezone(zone).date())
        )

    def _place(self, wish: Wish) -> Place | None:
        with self._parts.store.read() as db:
            return hand_in.place_of(db, wish, self._parts.clock().astimezone(self._parts.zone).date())

    def _check(self, place: Place, file: OneFile) -> Verdict:
        return template_check.check(place.form, file.data, self._parts.texts.say(PAPER_LANGUAGE, "paper-draft"))

    # --- what is shown ------------------------------------------------------------------------------------------------------

    def _asked(self, request: Request, place: Place, until: str) -> Response:
        say = self._pages.words(language_of(request))
        own = place.own
        return self._shown(
            request,
            "ask",
            200,
            paper=say(f"paper-{place.form.code}"),
            unit=place.unit,
            own=own.name if own else "",
            day=own.at.astimezone(self._parts.zone).strftime("%d/%m/%Y") if own else "",
            until=until,
            most=MEGABYTES,
            fields=hand_in.fields_of(place.form),
        )

    def _failed(self, request: Request, problem: Problem) -> Response:
        status, name = PROBLEMS[problem.code]
        say = self._pages.words(language_of(request))
        match problem.code:
            case "too-large":
                said = say("template-too-large", most=MEGABYTES)
            case "too-fast":
                said = say("hand-in-too-fast")
            case _:
                said = say(name)
        response = self._shown(request, "problem", status, lines=[said])
        if problem.wait is not None:
            response.headers["retry-after"] = str(problem.wait)
        return response

    def _shown(self, request: Request, about: str, status: int, **values: Any) -> Response:
        again = "" if about in ENDS else request.url.path
        response = self._pages.page(request, "hand_in.html", status=status, about=about, again=again, **values)
        # A browser told to send no referrer sends no origin with a form either, and the origin is what we look at. The address
        # is still told to nobody else.
        response.headers["referrer-policy"] = "same-origin"
        response.headers["x-robots-tag"] = "noindex"
        return response
