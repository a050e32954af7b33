"""Time: a clock that never goes back, and the table of ticks. A tick that fails is logged, and the next one comes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from handlers.clerk import describe

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
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), min(tick.seconds, LOOK_AGAIN))
            continue
        try:
            await tick.do()
        except Exception as error:
            log.error("tick %s: %s", tick.name, describe(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), tick.seconds)
