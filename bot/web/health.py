"""Is the process alive, and can it do its work?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route


def health_routes(ready: Callable[[], dict[str, str]]) -> list[Route]:
    """/healthz: the loop turns. /readyz: every part by name, 503 when one of them is neither "ok" nor something that may
    wait ("waiting: …"): a balancer must not send people away from a house that can still talk with them."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok", headers={"cache-control": "no-store"})

    async def readyz(_: Request) -> Response:
        parts = await asyncio.to_thread(ready)
        status = 200 if all(state == "ok" or state.startswith("waiting") for state in parts.values()) else 503
        return JSONResponse(parts, status, {"cache-control": "no-store"})

    return [Route("/healthz", healthz), Route("/readyz", readyz)]
