"""Time: a clock that never goes back, and the table of ticks. A tick that fails is logged, and the next one comes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from bot.pacer import wait_for
from handlers.clerk import describe
from storage.store import Store

LOOK_AGAIN = 1.0  # seconds until it is looked again whether a tick is ours
log = logging.getLogger("baocong.clock")


class Steady:
    """The machine's clock without its steps back: then it runs at half speed until the machine has caught up.

    Rows are dated by it and become due by it: an hour set back must neither mix up a talk nor silence us for an hour.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall = wall
        self._ticks = ticks
        self._last = wall(), ticks()

    def __call__(self) -> datetime:
        moment, at = self._last
        now = self._ticks()
        self._last = max(self._wall(), moment + timedelta(seconds=max(0.0, now - at) / 2)), now
        return self._last[0]


class ServerClock:
    """The clock of the database's server, for processes on several machines whose own never quite agree: what one enters and
    another sends must stand in the order in which it happened. Ours, moved by what they were apart when last looked at."""

    def __init__(self, store: Store, wall: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store = store
        self._wall = wall
        self._apart = timedelta()

    def __call__(self) -> datetime:
        return self._wall() + self._apart

    def look(self) -> None:
        """Ask the server; half of the way there and back is counted as the way there."""
        before = self._wall()
        with self._store.read() as db:
            theirs: datetime = db.execute(select(func.clock_timestamp())).scalar_one()
        self._apart = theirs - (before + (self._wall() - before) / 2)


@dataclass(frozen=True, slots=True)
class Tick:
    """`do` at the start and then every `seconds`, counted from the end of the last time. `alone`: of several processes one
    is enough."""

    name: str
    seconds: float
    do: Callable[[], Awaitable[object]]
    alone: bool = False


async def keep_time(ticks: Sequence[Tick], stop: asyncio.Event, *, mine: Callable[[], bool] = lambda: True) -> None:
    """Run the table until told to stop; what one process does alone, only while it is `mine`."""
    await asyncio.gather(*(_repeat(tick, stop, mine) for tick in ticks))


async def _repeat(tick: Tick, stop: asyncio.Event, mine: Callable[[], bool]) -> None:
    while not stop.is_set():
        if tick.alone and not mine():
            await wait_for(stop.wait(), min(tick.seconds, LOOK_AGAIN))
            continue
        try:
            await tick.do()
        except Exception as error:
            log.error("tick %s: %s", tick.name, describe(error))
        await wait_for(stop.wait(), tick.seconds)
