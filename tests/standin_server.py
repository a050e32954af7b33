"""What every stand-in server has: a real HTTP server on a loopback port in a thread of its own, and no sleeping.

A stand-in gives `_routes`, may give `_background`, and calls `_ring` when something changed: `wait` (any thread) and `_wake`
(the server's own loop) wake then.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Cuttable(HttpToolsProtocol):
    """Lets the application cut the connection, as a network does."""

    def on_headers_complete(self) -> None:
        self.scope["extensions"] = {"cut": self.transport.abort}  # type: ignore[dict-item]  # our own extension
        super().on_headers_complete()


class Server(uvicorn.Server):
    """Ends at once when told to, instead of looking every 0.1 s."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.over = asyncio.Event()

    async def main_loop(self) -> None:
        await self.over.wait()


class StandInServer:
    """Its life. Everything public may be called from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._closing = False
        self.url = ""

    def __enter__(self) -> Self:
        # The protocol is named because asyncio turns Nagle's delay off only then: 40 ms an answer.
        self._socket = socket.socket(proto=socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(128)  # whoever is early waits instead of being refused
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), name="standin")
        self._thread.start()
        assert ready.wait(10), "the stand-in did not start"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closing = True
        self._ring()
        self._loop.call_soon_threadsafe(self._server.over.set)
        self._thread.join(10)
        self._socket.close()
        assert not self._thread.is_alive(), "the stand-in did not stop"

    def wait(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, seconds), "the stand-in waited in vain"

    def _routes(self) -> list[Route]:
        raise NotImplementedError

    async def _background(self) -> None:
        """What goes on beside the answers."""

    async def _serve(self, ready: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._bell = asyncio.Event()
        config = uvicorn.Config(
            Starlette(routes=self._routes()),
            http=Cuttable,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            log_level="critical",
        )
        self._server = Server(config)
        background = asyncio.create_task(self._background())
        ready.set()
        await self._server.serve(sockets=[self._socket])
        background.cancel()
        await asyncio.gather(background, return_exceptions=True)

    def _ring(self) -> None:
        """Something changed: wake who waits."""
        with self._changed:
            self._changed.notify_all()
        self._loop.call_soon_threadsafe(self._swap_bell)

    def _swap_bell(self) -> None:
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()

    async def _wake(self, seconds: float) -> None:
        """Wait for a change, at most so long."""
        try:
            await asyncio.wait_for(self._bell.wait(), seconds)
        except TimeoutError:
            return


async def cut(request: Request) -> Response:
    """Cut the connection of a request."""
    abort: Any = request.scope["extensions"]["cut"]
    abort()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return Response(status_code=500)  # nobody is left to read it
