"""What goes wrong with a channel in a row: how long to wait, growing and jittered, and each kind said once."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable

from bot.pacer import wait_for

LONGEST_PAUSE = 60.0  # seconds; but for errors that say for themselves how long

Complaint = tuple[int, str]  # how serious it is (a level of `logging`), and what to do about it
Pause = Callable[[Exception, int, float], float]  # error, how often in a row, seconds that would be waited → seconds


class Trouble:
    """`complaint` gives words that name kinds of errors only, as messages may quote a payload; `pause` may change the wait."""

    def __init__(
        self, log: logging.Logger, channel: str, complaint: Callable[[Exception], Complaint], pause: Pause
    ) -> None:
        self._log = log
        self._channel = channel
        self._complaint = complaint
        self._pause = pause
        self._tries = 0
        self._said = ""

    def over(self) -> None:
        if self._said:
            self._log.info("%s answers again", self._channel)
        self._tries, self._said = 0, ""

    def pause(self, error: Exception) -> float:
        """Seconds to wait after `error`."""
        level, says = self._complaint(error)
        if says != self._said:
            self._log.log(level, "%s", says)
            self._said = says
        seconds = min(LONGEST_PAUSE, 2.0 ** min(self._tries, 10))
        self._tries += 1
        return self._pause(error, self._tries, seconds) * random.uniform(1.0, 1.5)


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not past `stop`."""
    if seconds > 0:
        await wait_for(stop.wait(), seconds)
