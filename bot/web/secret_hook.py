"""A webhook whose caller proves itself by a secret in a header: kept, then 200.

Who does not know the secret is refused and costs us a few bytes; an empty body or `{}` is a probe and gets 200, and nothing
is kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from hmac import compare_digest

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

log = logging.getLogger("baocong.web")

MOST_BODY = 1_000_000  # bytes; messengers' own updates stay under 100 kB
MOST_PROBE = 16  # bytes read from a stranger
SLOWEST_BODY = 15.0  # seconds

Endpoint = Callable[[Request], Awaitable[Response]]
Keep = Callable[[bytes], Awaitable[None]]


def secret_webhook(header: str, secret: str, keep: Keep, *, stranger: int) -> Endpoint:
    """The endpoint: 200 kept, `stranger` for a wrong secret, 408 too slow, 413 too long, 503 not kept: `keep` raised."""
    if not secret:
        raise ValueError("a webhook without a secret would let anybody write in")

    async def hook(request: Request) -> Response:
        given = request.headers.get(header, "")
        known = compare_digest(given.encode("latin-1", "replace"), secret.encode("latin-1", "replace"))
        try:
            async with asyncio.timeout(SLOWEST_BODY):
                body = await bounded_body(request, MOST_BODY if known else MOST_PROBE)
        except TimeoutError:
            return PlainTextResponse("too slow", 408)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is not None and body.strip() in (b"", b"{}"):
            return Response(status_code=200)
        if not known:
            return PlainTextResponse("wrong secret", stranger)
        if body is None:
            return PlainTextResponse("too long", 413)
        try:
            await keep(body)
        except Exception as error:  # whatever hindered it: not kept means "send it again"
            log.error("an update could not be kept: %s", type(error).__name__)
            return PlainTextResponse("not kept", 503)
        return Response(status_code=200)

    return hook


async def bounded_body(request: Request, most: int) -> bytes | None:
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
