"""The table of ticks: what happens again and again, how often. A tick that fails is logged, and the next one comes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from handlers.clerk import describe

log = logging.getLogger("baocong.clock")


@dataclass(frozen=True, slots=True)
class Tick:
    """`do` every `seconds`, counted from the end of the last time."""

    name: str
    seconds: float
    do: Callable[[], Awaitable[object]]


async def keep_time(ticks: Sequence[Tick], stop: asyncio.Event) -> None:
    """Run the table until told to stop."""
    await asyncio.gather(*(_repeat(tick, stop) for tick in ticks))


async def _repeat(tick: Tick, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), tick.seconds)
        except TimeoutError:
            try:
                await tick.do()
            except Exception as error:
                log.error("tick %s: %s", tick.name, describe(error))
