"""Telegram's webhook: kept, then 200. Anything else makes Telegram send the update again.

Who does not know the secret (https://core.telegram.org/bots/api#setwebhook) gets 401 and costs us a few bytes; an empty
body or `{}` is a probe and gets 200, and nothing is kept.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from hmac import compare_digest

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.telegram import Telegram
from bot.channels.telegram_intake import Keeper
from bot.channels.telegram_reading import CHANNEL, key_of

log = logging.getLogger("baocong.telegram")

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  - the header's name, no secret
MOST_BODY = 1_000_000  # bytes; Telegram's own updates stay under 100 kB
MOST_PROBE = 16  # bytes read from a stranger
SLOWEST_BODY = 15.0  # seconds

Endpoint = Callable[[Request], Awaitable[Response]]


def telegram_webhook(telegram: Telegram, arrivals: Keeper, secret: str) -> Endpoint:
    """The endpoint for POST `HOOK_PATH`: 200 kept, 401 wrong secret, 408 too slow, 413 too long, 503 not kept."""
    if not secret:
        raise ValueError("a webhook without a secret would let anybody write in")

    async def hook(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        known = compare_digest(given.encode("latin-1", "replace"), secret.encode("latin-1", "replace"))
        try:
            async with asyncio.timeout(SLOWEST_BODY):
                body = await _body(request, MOST_BODY if known else MOST_PROBE)
        except TimeoutError:
            return PlainTextResponse("too slow", 408)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is not None and body.strip() in (b"", b"{}"):
            return Response(status_code=200)
        if not known:
            return PlainTextResponse("wrong secret", 401)
        if body is None:
            return PlainTextResponse("too long", 413)
        return await _keep(telegram, arrivals, body)

    return hook


async def _keep(telegram: Telegram, arrivals: Keeper, body: bytes) -> Response:
    try:
        await arrivals.take(CHANNEL, key_of(_loose(body), body), body)
    except Exception as error:  # whatever hindered it: not kept means "send it again"
        log.error("an update could not be kept: %s", type(error).__name__)
        return PlainTextResponse("not kept", 503)
    telegram.intake.succeeded()
    telegram.acknowledge(body)
    return Response(status_code=200)


def _loose(body: bytes) -> object:
    """The body as JSON, None if it is none; whether it is an update is decided after it was kept."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


async def _body(request: Request, most: int) -> bytes | None:
    """The request's body, None as soon as it is longer than `most`."""
    length = request.headers.get("content-length", "0")
    if not length.isdecimal() or int(length[:12]) > most:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return bytes(body)
