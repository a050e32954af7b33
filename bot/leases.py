"""What this process may do alone: the leases it wants, taken and renewed, and known to be held only as long as that is sure.

The seconds are counted by the loop's clock from before the lease was asked for; a process that was frozen finds them over,
and does nothing more under it. Who writes under a lease asks for it once more in the same transaction (`storage.leases.holds`).
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.pacer import wait_for
from bot.writer import Work, Writer
from handlers.clerk import describe
from storage import leases
from storage.store import away

Answer = TypeVar("Answer")

WhileHeld = Callable[[Callable[[asyncio.Event], Awaitable[None]], asyncio.Event], Coroutine[Any, Any, None]]

log = logging.getLogger("baocong.leases")

RENEWED = 3  # times while it lasts
LOOK_AGAIN = 1.0  # seconds until a lease that somebody else holds is asked for again


@dataclass(slots=True)
class _Held:
    fence: int
    until: float  # by the loop's clock


class Leases:
    """The leases of one process, each for so many seconds: after a crash somebody else goes on so much later. Who is `alone`,
    by the lock of the data folder, needs none: it holds everything, under 0."""

    def __init__(self, writer: Writer, *, seconds: float, alone: bool) -> None:
        self.holder = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._writer = writer
        self._seconds = seconds
        self._alone = alone
        self._held: dict[str, _Held] = {}
        self._ticks = asyncio.get_running_loop().time

    def fence(self, name: str) -> int | None:
        """The number under which this process surely holds a lease now; None when it does not."""
        if self._alone:
            return 0
        held = self._held.get(name)
        return held.fence if held is not None and self._ticks() < held.until else None

    async def keep(self, names: Iterable[str], stop: asyncio.Event) -> None:
        """Take these and renew them until told to stop."""
        wanted, renewed = tuple(names), self._seconds / RENEWED
        while not stop.is_set() and not self._alone:
            await self._renew(wanted)
            lacking = any(self.fence(name) is None for name in wanted)
            await wait_for(stop.wait(), min(LOOK_AGAIN, renewed) if lacking else renewed)

    async def give_back(self) -> None:
        """After the last thing was done under them."""
        if self._alone:
            return
        self._held.clear()
        await self._write(lambda db, now: leases.give_back(db, self.holder, now))

    async def _renew(self, names: Iterable[str]) -> None:
        asked = self._ticks()

        def take(db: Connection, now: datetime) -> dict[str, int | None]:
            return {name: leases.take(db, name, self.holder, now, self._seconds) for name in names}

        found = await self._write(take)
        if found is None:
            return
        for name, fence in found.items():
            before = self._held.get(name)
            if fence is None:
                self._held.pop(name, None)
            else:
                self._held[name] = _Held(fence, asked + self._seconds)
            if (before is None) != (fence is None):
                log.info("%s: %s", name, "taken" if fence is not None else "somebody else's")

    async def _write(self, work: Work[Answer]) -> Answer | None:
        """None when the database is away: what is held stays held as long as it lasts."""
        try:
            return await self._writer.run(work, beside=True)
        except Exception as error:
            log.log(logging.WARNING if away(error) else logging.ERROR, "leases wait: %s", describe(error))
            return None

    async def while_held(
        self, name: str, work: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event
    ) -> None:
        """Do something again whenever the lease is held; its own stop is set as soon as it is lost, or all is to stop."""
        while not stop.is_set():
            if self.fence(name) is None:
                await wait_for(stop.wait(), LOOK_AGAIN)
                continue
            if self._alone:
                await work(stop)
                return
            over = asyncio.Event()
            watch = asyncio.create_task(self._watch(name, stop, over))
            try:
                await work(over)
            finally:
                watch.cancel()

    async def _watch(self, name: str, stop: asyncio.Event, over: asyncio.Event) -> None:
        while not stop.is_set() and self.fence(name) is not None:
            await wait_for(stop.wait(), LOOK_AGAIN / 2)
        over.set()
