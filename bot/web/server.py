"""uvicorn as a guest in our own loop: our signals, our log, and an end that does not wait for open streams."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.channels.webchat import Bell


class WebServer:
    """Listens from `start()` to `stop()`. `port` 0 takes a free one; `start` raises OSError when the port is taken."""

    def __init__(self, app: ASGIApp, bell: Bell, *, host: str, port: int) -> None:
        self._bell = bell
        self._place = (host, port)
        self._server = _Guest(
            uvicorn.Config(
                app,
                http="httptools",
                ws="none",
                lifespan="off",
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_keep_alive=20,
                timeout_graceful_shutdown=1,
            )
        )
        self._running: asyncio.Task[None] | None = None
        self.port = port

    async def start(self) -> None:
        host, port = self._place
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Unlike `socket.create_server` this names the protocol: only then does asyncio turn off Nagle's delay,
        # which costs 40 ms an answer.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(512)  # from now on callers wait instead of being refused
        except OSError:
            listener.close()
            raise
        self.port = listener.getsockname()[1]
        self._running = asyncio.create_task(self._server.serve([listener]), name="web")

    async def stop(self) -> None:
        """Every stream is told to end, then the server goes: within a second, and cleanly."""
        self._bell.close()
        self._server.should_exit = True
        if self._running:
            await self._running
            self._running = None


class _Guest(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:  # the house owns the signals
        yield
