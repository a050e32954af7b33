"""The Official Account's webhook: believed by its signature, kept, then 200, within the two seconds Zalo waits.

Zalo sends again after 30 s, 5 min, 15 min, 30 min and 1 h, if that is switched on, and then turns the webhook off. Its probe,
when the address is entered, is an unsigned `{}` and gets 200; anything else without a signature gets 403 and leaves no trace.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.gateway import Unreadable
from bot.channels.payload import Fields, parse
from bot.channels.zalo_oa_reading import CHANNEL, key_of
from bot.channels.zalo_oa_signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, Keys, variant
from bot.web.secret_hook import MOST_BODY, MOST_PROBE, Endpoint, bounded_body
from handlers.clerk import describe

log = logging.getLogger("baocong.zalo_oa")

ANSWERED_WITHIN = 1.2  # seconds that keeping may take; then the spool folder has it
SLOWEST_BODY = 10.0
OLDEST = timedelta(
    days=60
)  # an event's number is remembered for 90 days: an older one may be a repetition nobody remembers
MILLISECONDS = 10**12  # from here on a timestamp is surely one (documented samples have fewer digits)


class Keeper(Protocol):
    """`bot.arrivals.Arrivals`."""

    async def take_within(self, seconds: float, channel: str, update_id: str, raw: bytes) -> None: ...


class Watch(Protocol):
    """`bot.channels.zalo_oa_catchup.CatchUp`: hears of what came, and of what could not be kept."""

    def came(self, event: Fields, key: str) -> None: ...

    def gap(self) -> None: ...


def zalo_oa_webhook(keys: Keys, arrivals: Keeper, clock: Callable[[], datetime], watch: Watch) -> Endpoint:
    """The endpoint for POST `HOOK_PATH`: 200 kept, 403 not signed, 408 too slow, 413 too long, 503 not kept."""
    if not keys.secret:
        raise ValueError("a webhook without a key would let anybody write in")
    matched: set[str] = set()

    async def hook(request: Request) -> Response:
        given = request.headers.get(SIGNATURE_HEADER, "")
        try:
            async with asyncio.timeout(SLOWEST_BODY):
                body = await bounded_body(request, MOST_BODY if given else MOST_PROBE)
        except TimeoutError:
            return PlainTextResponse("too slow", 408)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is not None and body.strip() in (b"", b"{}"):
            return Response(status_code=200)
        if body is None and given:
            return PlainTextResponse("too long", 413)
        event = _event(body)
        how = variant(keys, body, event, given, request.headers.get(TIMESTAMP_HEADER, "")) if body and event else None
        if how is None or body is None or _stale(event, clock()):
            return PlainTextResponse("not signed", 403)
        if how not in matched:
            matched.add(how)
            log.info("events of the Official Account are signed so: %s", how)
        key = key_of(event, body)
        try:
            await arrivals.take_within(ANSWERED_WITHIN, CHANNEL, key, body)
        except Exception as error:  # whatever hindered it: not kept means "send it again"
            log.error("an event could not be kept: %s", describe(error))
            watch.gap()
            return PlainTextResponse("not kept", 503)
        watch.came(event, key)
        return Response(status_code=200)

    return hook


def _event(body: bytes | None) -> Fields:
    """The body's JSON object; empty when it is none."""
    try:
        return parse(body or b"")
    except Unreadable:
        return {}


def _stale(event: Fields, now: datetime) -> bool:
    said = str(event.get("timestamp", ""))
    moment = int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else 0
    return moment >= MILLISECONDS and now.timestamp() - moment / 1000 > OLDEST.total_seconds()
