"""A channel's pace. The known limiters let 59 messages out in a second; this one keeps its number in every second."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from typing import Any, TypeVar

from bot.channels.gateway import Limits, SendFailed

CLOSEST = 0.5  # of an even gap: what late awakenings lost is won back by messages this near each other, no nearer
WON_BACK = 1.0  # even gap at most: a channel that was idle begins evenly, too
ON_THE_WAY = 2  # messages above our number that a server may count in a second, because ways differ
LEARNT = 100  # messages by which the quickest way there and back is known,
STEADY = 0.75  # of which so much is taken to be no trembling
COUNTED = 1000  # messages a second from which they are no longer counted one by one
Sent = TypeVar("Sent")


class Pacer:
    """A channel's pace: so many messages in every sliding second, evenly apart, a longer gap within an address, and pauses
    when the channel says 429.

    Two windows hold. Of ours: a message leaves when the one that many before it left a second ago, so a loop that stalled
    does not make up for it with a burst. Of the server: it counts a message at some moment between sending and answer;
    taking the worst of it, it never counts more than `ON_THE_WAY` above our number, however the network trembles.

    Who waits for their own chat does not queue for the channel yet, so one busy chat never delays the others. Of bulk one
    message at a time queues, so an answer waits for no more than one.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        many = max(1, int(min(limits.per_second, COUNTED)))
        self._second = many / limits.per_second
        self._left: deque[float] = deque(maxlen=many)
        self._counted: dict[int, float] = {}  # the latest moment the server may have counted each message of late
        self._number = 0
        self._ways: deque[float] = deque(maxlen=LEARNT)  # how long each of late took, there and back
        self._gap = 1 / limits.per_second
        self._planned = 0.0
        self._chat_gap = 1 / limits.per_chat
        self._clock = clock
        self._free_at = 0.0
        self._chats: dict[str, float] = {}
        self._gate = asyncio.Lock()
        self._bulk = asyncio.Lock()
        self._last_429: tuple[str, float] = ("", float("-inf"))
        self.closing = asyncio.Event()

    @property
    def pause(self) -> float:
        """Seconds until the channel may be written to at all."""
        now = self._clock()
        return max(0.0, self._free_at - now, self._room_at(now) - now)

    def _room_at(self, now: float) -> float:
        """When the server surely has room for one more in its second; soon, when that hangs on an answer."""
        most = (self._left.maxlen or 0) + ON_THE_WAY
        if len(self._counted) < most:
            return now
        self._counted = {each: at for each, at in self._counted.items() if at > now - self._second}
        beyond = len(self._counted) - most
        return min(sorted(self._counted.values())[beyond] + self._second, now + self._gap) if beyond >= 0 else now

    def ready_in(self, address: str) -> float:
        """Seconds until this address may be written to, as far as it alone is concerned."""
        return max(0.0, self._chats.get(address, 0.0) - self._clock())

    async def send(self, address: str, sending: Callable[[], Awaitable[Sent]], *, bulk: bool = False) -> Sent:
        """Send when it is this address's turn. Raises what sending raises; SendFailed when the house closes first."""
        await self.turn(address, bulk=bulk)
        number, left = self._number, self._clock()
        self._counted[number] = float("inf")
        try:
            return await sending()
        finally:
            answered = self._clock()
            self._ways.append(answered - left)
            steady = STEADY * min(self._ways) if len(self._ways) == LEARNT else 0.0
            self._counted[number] = answered - steady

    async def turn(self, address: str, *, bulk: bool = False) -> None:
        """Wait for this address's turn, and take it. Raises SendFailed when the house closes first."""
        while True:
            await self._wait(lambda: self.ready_in(address))
            async with self._bulk if bulk else nullcontext(), self._gate:
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
        self._number += 1
        self._counted[self._number] = now
        self._left.append(now)
        full = len(self._left) == self._left.maxlen
        self._planned = max(self._planned, now - WON_BACK * self._gap) + self._gap
        window = self._left[0] + self._second if full else 0.0
        self._free_at = max(self._planned, now + CLOSEST * self._gap, window)
        self._chats[address] = now + self._chat_gap
        if len(self._chats) > 10_000:
            self._chats = {each: until for each, until in self._chats.items() if until > now}

    def rest(self, seconds: float) -> None:
        """Nothing leaves for so long."""
        self._free_at = max(self._free_at, self._clock() + seconds)

    def throttled(self, address: str, seconds: float) -> None:
        """A 429 pauses that chat; a second chat's within a second pauses all."""
        now = self._clock()
        other, at = self._last_429
        self._chats[address] = now + seconds
        if other not in ("", address) and now - at < 1:
            self.rest(seconds)
        self._last_429 = (address, now)


async def wait_for(waiting: Awaitable[Any], seconds: float) -> None:
    """Wait for something, at most so long."""
    with suppress(TimeoutError):
        await asyncio.wait_for(waiting, seconds)
