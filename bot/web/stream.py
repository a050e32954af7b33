"""Server-sent events: each message of a transcript once, in order, with its number as the event's id."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.channels.webchat import Bell

PING_SECONDS = 15.0
AGAIN_MS = 2_000

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back
]


def as_event(number: int, view: dict[str, Any]) -> bytes:
    return f"id: {number}\ndata: {json.dumps(view, ensure_ascii=False)}\n\n".encode("utf-8", "replace")


class EventStream(Response):
    """`read(after)` gives (number, event) of what follows, or None when the session is over; called in a worker thread.

    It looks at the bell's ring, and every fifteen seconds in any case: a ring that went missing costs a little time only.
    """

    def __init__(
        self, bell: Bell, address: str, after: int, read: Callable[[int], list[tuple[int, bytes]] | None]
    ) -> None:
        super().__init__()
        self._bell = bell
        self._address = address
        self._after = after
        self._read = read

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": list(HEADERS)})
        gone = asyncio.create_task(_until_gone(receive))
        try:
            with self._bell.listening(self._address) as ear:
                await self._tell(f"retry: {AGAIN_MS}\nevent: ready\ndata: {{}}\n\n".encode(), send)
                await self._follow(ear, gone, send)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()

    async def _follow(self, ear: asyncio.Event, gone: asyncio.Task[None], send: Send) -> None:
        while not gone.done() and not self._bell.closed:
            ear.clear()
            events = await asyncio.to_thread(self._read, self._after)
            if events is None:
                return
            if events:
                await self._tell(b"".join(event for _, event in events), send)
                self._after = events[-1][0]
            elif not await _rung(ear, gone):
                await self._tell(b": ping\n\n", send)

    async def _tell(self, piece: bytes, send: Send) -> None:
        await send({"type": "http.response.body", "body": piece, "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _rung(ear: asyncio.Event, gone: asyncio.Task[None]) -> bool:
    """Wait for the bell or the reader's end; False after a quiet while."""
    ring = asyncio.create_task(ear.wait())
    done, _ = await asyncio.wait({ring, gone}, timeout=PING_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    ring.cancel()
    return bool(done)
