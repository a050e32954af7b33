"""The side door for our own commands: while `serve` holds the data folder, they hand their work to it through a Unix socket.

One JSON line in, one JSON line out. Only the owner of the folder can reach the socket.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from handlers.clerk import describe

LONGEST = 1 << 20
Answer = dict[str, Any]
Do = Callable[[str, Answer], Awaitable[Answer]]


@contextmanager
def short_path(socket: Path) -> Iterator[str]:
    """A name of the socket that fits into the 108 bytes Unix allows, however deep the folder lies."""
    folder = os.open(socket.parent, os.O_RDONLY)
    try:
        yield f"/proc/self/fd/{folder}/{socket.name}" if Path("/proc/self/fd").exists() else str(socket)
    finally:
        os.close(folder)


class NobodyListens(Exception):
    """Another process holds the data folder and does not answer at the side door."""


class Control:
    """Listens at the socket and hands each request to `do(name, arguments)`."""

    def __init__(self, socket: Path, do: Do) -> None:
        self._socket = socket
        self._do = do
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._socket.unlink(missing_ok=True)
        with short_path(self._socket) as path:
            before = os.umask(0o177)
            try:
                self._server = await asyncio.start_unix_server(self._serve, path, limit=LONGEST)
            finally:
                os.umask(before)

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await reader.readline()
            request = json.loads(line)
            answer = await self._do(request["do"], request.get("with", {}))
        except Exception as error:
            answer = {"error": describe(error)}
        writer.write(json.dumps(answer).encode() + b"\n")
        try:
            await writer.drain()
            writer.close()
            await writer.wait_closed()
        except ConnectionError:
            pass


async def ask(socket: Path, do: str, **args: Any) -> Answer:
    """Have the running process do a writing command. Raises NobodyListens when it cannot be asked."""
    try:
        with short_path(socket) as path:
            reader, writer = await asyncio.open_unix_connection(path, limit=LONGEST)
        writer.write(json.dumps({"do": do, "with": args}).encode() + b"\n")
        await writer.drain()
        answer: Answer = json.loads(await reader.readline())
        writer.close()
        await writer.wait_closed()
    except (OSError, ValueError):
        raise NobodyListens(
            f"Another Báo Công works in {socket.parent} and does not answer: it is starting, stopping, or ./run talk. "
            "Try again, or stop it first."
        ) from None
    return answer
