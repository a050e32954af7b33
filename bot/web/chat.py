"""The conversation over HTTP: open, send, read on, look at a photo, fetch a file, leave. Documented in docs/http.md."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import PurePosixPath
from time import monotonic
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.channels.webchat import LANGUAGES
from bot.web.guard import Pace, Problem, demand_same_origin
from bot.web.parts import Parts
from bot.web.stream import EventStream, as_event
from bot.web.uploads import Posted, read_posted, stage
from bot.web.visits import Visits, mark_of
from handlers.clerk import describe
from handlers.words import Outgoing
from storage import web_sessions
from storage.media import KEY, MediaMissing
from storage.web_sessions import WebMessage

log = logging.getLogger("baocong.web")

CLIENT_ID = re.compile(r"[0-9A-Za-z_-]{8,64}")
OWN_KEY = re.compile(rf"web:w[0-9a-f]{{24}}\.({CLIENT_ID.pattern}):own")  # the clerk's key of a repetition
NUMBER = re.compile(r"[0-9]{1,18}")
PICTURES = {".jpg": "image/jpeg", ".png": "image/png"}  # clean copies, and drawn papers
MOST_TEXT = 20_000
SENDS_A_MINUTE = 60
STREAMS_A_VISIT = 6
TRY_AGAIN = 3  # seconds


class Chat:
    """The endpoints of the chat page, and of any program that talks like one."""

    def __init__(self, parts: Parts, visits: Visits) -> None:
        self._parts = parts
        self._visits = visits
        self._sends = Pace(SENDS_A_MINUTE)
        self._opens = Pace(parts.opened_a_minute)

    def routes(self) -> list[Route]:
        return [
            Route("/chat/open", self.open, methods=["POST"]),
            Route("/chat/send", self.send, methods=["POST"]),
            Route("/chat/messages", self.messages),
            Route("/chat/stream", self.stream),
            Route("/chat/photo/{key:path}", self.photo),
            Route("/chat/file/{number:int}", self.file),
            Route("/chat/leave", self.leave, methods=["POST"]),
        ]

    async def open(self, request: Request) -> Response:
        """A session for this browser; again with a session is the same session."""
        demand_same_origin(request)
        known = await self._visits.find(request)
        response = JSONResponse({"new": known is None}, headers={"cache-control": "no-store"})
        if known is None:
            self._opens.take(request.client.host if request.client else "", monotonic())
            await self._visits.open(response)
        return response

    async def send(self, request: Request) -> Response:
        """One message of the person. 202 means: kept durably. The same id again adds nothing."""
        demand_same_origin(request)
        visit = await self._visits.demand(request)
        self._sends.take(visit.address, monotonic())
        try:
            posted = await read_posted(request, self._parts.uploads.folder)
            try:
                check(posted)
                await self._keep(visit.address, posted)
            finally:
                await asyncio.to_thread(posted.discard)
        except OSError as error:
            log.error("an upload could not be written: %s", describe(error))
            raise Problem("not-kept", wait=TRY_AGAIN) from None
        self._parts.bell.ring(visit.address)
        response = JSONResponse({"id": posted.one("id")}, 202, {"cache-control": "no-store"})
        await self._visits.renew(request, response, visit)
        return response

    async def _keep(self, address: str, posted: Posted) -> None:
        update_id = f"{address}.{posted.one('id')}"
        if posted.photos:
            known = await asyncio.to_thread(self._was_kept, update_id)
            if known:
                return  # its photos may have been taken and released: staging them again would leave them lying
        refs = await asyncio.to_thread(stage, self._parts.uploads, update_id, posted.photos)
        body = payload(update_id, address, self._parts.clock().isoformat(), posted, refs)
        try:
            await self._parts.arrivals.take("web", update_id, json.dumps(body).encode())
        except Exception as error:
            # Staged photos stay: a request just before this one, cut off on its way back, may already stand on them.
            log.error("a web message could not be kept: %s", describe(error))
            raise Problem("not-kept", wait=TRY_AGAIN) from None

    def _was_kept(self, update_id: str) -> bool:
        with self._parts.store.read() as db:
            return web_sessions.was_kept(db, update_id)

    async def messages(self, request: Request) -> Response:
        """What follows `after`, or the newest, or what came before `before`."""
        visit = await self._visits.demand(request)
        after, before = number_of(request, "after"), number_of(request, "before")

        def read() -> list[WebMessage]:
            with self._parts.store.read() as db:
                if after is not None:
                    return web_sessions.messages_after(db, visit.address, after)
                return web_sessions.messages_before(db, visit.address, before)

        found = await asyncio.to_thread(read)
        return JSONResponse(
            {"messages": [as_view(message) for message in found]}, headers={"cache-control": "no-store"}
        )

    async def stream(self, request: Request) -> Response:
        """The same as server-sent events, for as long as the client stays."""
        visit = await self._visits.demand(request)
        bell = self._parts.bell
        if bell.closed or bell.listeners() >= self._parts.streams or bell.listeners(visit.address) >= STREAMS_A_VISIT:
            raise Problem("busy", wait=TRY_AGAIN)
        said = request.headers.get("last-event-id", "")
        start = int(said) if NUMBER.fullmatch(said) else number_of(request, "after") or 0
        mark = mark_of(request)

        def read(after: int) -> list[tuple[int, bytes]] | None:
            if self._visits.look_up(mark) is None:
                return None
            with self._parts.store.read() as db:
                found = web_sessions.messages_after(db, visit.address, after)
            return [(message.id, as_event(message.id, as_view(message))) for message in found]

        return EventStream(bell, visit.address, start, read)

    async def photo(self, request: Request) -> Response:
        """A photo of this conversation, and of no other."""
        visit = await self._visits.demand(request)
        key = request.path_params["key"]
        kind = PICTURES.get(PurePosixPath(key).suffix)
        if not KEY.fullmatch(key) or kind is None:
            raise Problem("not-found")

        def read() -> bytes | None:
            with self._parts.store.read() as db:
                seen = web_sessions.photo_of(db, visit.address, key)
            return self._parts.media.get(key) if seen else None

        data = await self._bytes(read)
        return Response(data, media_type=kind, headers={"cache-control": "private, max-age=86400, immutable"})

    async def file(self, request: Request) -> Response:
        """The file of one message."""
        visit = await self._visits.demand(request)
        name = ""

        def read() -> bytes | None:
            nonlocal name
            with self._parts.store.read() as db:
                message = web_sessions.message_of(db, visit.address, request.path_params["number"])
            if message is None or not message.body.get("file"):
                return None
            name = message.body.get("file_name") or PurePosixPath(message.body["file"]).name
            return self._parts.media.get(message.body["file"])

        data = await self._bytes(read)
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "cache-control": "private, no-store",
        }
        return Response(data, media_type="application/octet-stream", headers=headers)

    async def _bytes(self, read: Callable[[], bytes | None]) -> bytes:
        try:
            data = await asyncio.to_thread(read)
        except MediaMissing:
            data = None
        except OSError as error:
            log.error("a file could not be read: %s", describe(error))
            raise Problem("busy", wait=TRY_AGAIN) from None
        if data is None:
            raise Problem("not-found")
        return data

    async def leave(self, request: Request) -> Response:
        """“Thoát”: this browser forgets the conversation, and its other pages end."""
        demand_same_origin(request)
        visit = await self._visits.find(request)
        response = JSONResponse({}, headers={"cache-control": "no-store"})
        await self._visits.close(request, response)
        if visit:
            self._parts.bell.ring(visit.address)
        return response


def check(posted: Posted) -> None:
    """Raises Problem for a message that cannot be one."""
    if not CLIENT_ID.fullmatch(posted.one("id")):
        raise Problem("bad-request")
    if len(posted.one("text")) > MOST_TEXT or any(
        len(caption) > MOST_TEXT for caption in posted.fields.get("caption", ())
    ):
        raise Problem("text-too-long")
    if len(posted.one("choice")) > 64 or len(posted.one("start")) > 64:
        raise Problem("bad-request")
    if not (posted.one("text").strip() or posted.one("choice") or posted.one("start") or posted.photos):
        raise Problem("empty")


def payload(update_id: str, address: str, at: str, posted: Posted, refs: list[str]) -> dict[str, Any]:
    """The raw payload of the channel, which `WebChat.read` reads."""
    captions = [*posted.fields.get("caption", ()), *[""] * len(refs)]
    return {
        "id": update_id,
        "address": address,
        "at": at,
        "text": posted.one("text"),
        "choice": posted.one("choice"),
        "start": posted.one("start"),
        "language": posted.one("language") if posted.one("language") in LANGUAGES else "",
        "photos": [{"ref": ref, "caption": caption} for ref, caption in zip(refs, captions, strict=False)],
        "album": update_id if len(refs) > 1 else "",
    }


def as_view(message: WebMessage) -> dict[str, Any]:
    """A message as the page gets it. `sent` is the client's own id of the message this row repeats."""
    said = Outgoing.from_json(message.body)
    view: dict[str, Any] = {"id": message.id, "at": message.sent_at.isoformat(timespec="seconds"), "text": said.text}
    if said.own:
        view["own"] = True
        if found := OWN_KEY.fullmatch(message.key):
            view["sent"] = found[1]
    if message.beside:
        view["beside"] = True
    if said.options:
        view["options"] = [asdict(option) for option in said.options]
    if said.photos:
        view["photos"] = [f"/chat/photo/{key}" for key in said.photos]
    if said.file:
        view["file"] = {"name": said.file_name, "url": f"/chat/file/{message.id}"}
    if said.ask_contact:
        view["ask_phone"] = True
    return view


def number_of(request: Request, name: str) -> int | None:
    """A sequence number in the query. Raises Problem when it is not one."""
    said = request.query_params.get(name)
    if said is None:
        return None
    if not NUMBER.fullmatch(said):
        raise Problem("bad-request")
    return int(said)
