"""A `Keeper` for gateways that are tried without a house: keeps payloads in memory, or refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Kept:
    """Refuses while `refuse` says so, holds back while `gate` is shut; `until` waits for what a test expects."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.letters: dict[str, bytes] = {}
        self.refuse: Callable[[str], bool] = lambda _: False
        self.gate = asyncio.Event()
        self.gate.set()
        self.arrived = 0
        self._news = asyncio.Event()

    async def take(self, channel: str, update_id: str, raw: bytes) -> None:
        assert channel == self._channel
        self.arrived += 1
        self._news.set()
        await self.gate.wait()
        if self.refuse(update_id):
            raise OSError("no room")
        self.letters[update_id] = raw
        self._news.set()

    async def take_within(self, seconds: float, channel: str, update_id: str, raw: bytes) -> None:
        await self.take(channel, update_id, raw)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self._news.clear()
                await self._news.wait()
