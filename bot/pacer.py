"""A channel's pace. The known limiters let 59 messages out in a second; this one keeps 30 in every second."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from bot.channels.gateway import Limits, SendFailed


class Pacer:
    """A channel's pace: a gap after every message, a longer one within an address, and pauses when the channel says 429.

    Who waits for their own chat does not queue for the channel yet, so one busy chat never delays the others. Gaps count
    from when a message really left: a loop that stalled does not make up for it with a burst.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._gap = 1 / limits.per_second
        self._chat_gap = 1 / limits.per_chat
        self._clock = clock
        self._free_at = 0.0
        self._chats: dict[str, float] = {}
        self._gate = asyncio.Lock()
        self._last_429: tuple[str, float] = ("", float("-inf"))
        self.closing = asyncio.Event()

    @property
    def pause(self) -> float:
        """Seconds until the channel may be written to at all."""
        return max(0.0, self._free_at - self._clock())

    def ready_in(self, address: str) -> float:
        """Seconds until this address may be written to, as far as it alone is concerned."""
        return max(0.0, self._chats.get(address, 0.0) - self._clock())

    async def turn(self, address: str) -> None:
        """Wait for this address's turn, and take it. Raises SendFailed when the house closes first."""
        while True:
            await self._wait(lambda: self.ready_in(address))
            async with self._gate:
                await self._wait(lambda: self.pause)
                if self.ready_in(address) == 0:  # no 429 came meanwhile
                    self._take(address)
                    return

    async def _wait(self, seconds: Callable[[], float]) -> None:
        while (left := seconds()) > 0:
            await wait_for(self.closing.wait(), left)
            if self.closing.is_set():
                raise SendFailed("retry", why="the house closed")

    def _take(self, address: str) -> None:
        now = self._clock()
        self._free_at = now + self._gap
        self._chats[address] = now + self._chat_gap
        if len(self._chats) > 10_000:
            self._chats = {each: until for each, until in self._chats.items() if until > now}

    def throttled(self, address: str, seconds: float) -> None:
        """A 429 pauses that chat; a second chat's within a second pauses all."""
        now = self._clock()
        other, at = self._last_429
        self._chats[address] = now + seconds
        if other not in ("", address) and now - at < 1:
            self._free_at = max(self._free_at, now + seconds)
        self._last_429 = (address, now)


async def wait_for(waiting: Awaitable[Any], seconds: float) -> None:
    """Wait for something, at most so long."""
    with suppress(TimeoutError):
        await asyncio.wait_for(waiting, seconds)
