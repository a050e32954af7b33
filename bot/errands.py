"""Errands done: in the order in which they were asked, two lanes, one at a time in each, in a worker thread.

An errand is counted as begun before it sets out and entered as done together with its result; whatever stops the program in
between, it is done again. One that fails is tried three times, others going on meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any, get_args

from sqlalchemy import Connection

from bot.pacer import wait_for
from bot.writer import Writer
from handlers.clerk import describe
from handlers.errand import Errand, Lane, Working, message
from handlers.errands import ERRANDS
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import errands
from storage.errands import Asked
from storage.media import Media, MediaAway
from storage.store import Store, away

log = logging.getLogger("baocong.errands")

LOOK_AGAIN = 1.0  # seconds
TRY_AGAIN = (0.0, 5.0, 60.0)  # seconds after the first, the second, the third time
TOLD_EVERY = 20.0  # seconds between two words about how far it is
MOST_TOLD = 5


class BrokenOff(Exception):
    """The program stops: the errand is done after the next start."""


class Errands:
    """Does what was asked, while that is `mine` to do. `ring` is called when something of an errand's waits to be sent."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        media: Media,
        texts: Texts,
        zone: tzinfo,
        ring: Callable[[], None],
        *,
        kinds: Mapping[str, Errand] = ERRANDS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticks: Callable[[], float] = time.monotonic,
        mine: Callable[[], bool] = lambda: True,
    ) -> None:
        self._store = store
        self._writer = writer
        self._media = media
        self._texts = texts
        self._zone = zone
        self._ring = ring
        self._kinds = kinds
        self._clock = clock
        self._ticks = ticks
        self._mine = mine
        self._again: dict[int, float] = {}  # errand → not before this tick
        self._stopping = threading.Event()
        self._loop = asyncio.get_running_loop()

    async def run(self, stop: asyncio.Event) -> None:
        """Both lanes until told to stop; what is under way is broken off where it tells how far it is."""
        lanes = [asyncio.create_task(self._keep(lane, stop)) for lane in get_args(Lane)]
        await stop.wait()
        self._stopping.set()
        await asyncio.gather(*lanes)

    async def _keep(self, lane: Lane, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                if self._mine() and await self.do_next(lane):
                    continue
            except Exception as error:
                log.log(logging.WARNING if away(error) else logging.ERROR, "errands wait: %s", describe(error))
            await wait_for(stop.wait(), LOOK_AGAIN)

    async def do_next(self, lane: Lane) -> bool:
        """Do the first errand of a lane that may be done now; False when there is none."""
        kinds = [each.kind for each in self._kinds.values() if each.lane == lane]
        with self._store.read() as db:
            found = errands.waiting(db, kinds)
        ready = next((each for each in found if self._again.get(each.id, 0.0) <= self._ticks()), None)
        if ready is not None:
            await self._do(ready, self._kinds[ready.kind])
        return ready is not None

    async def _do(self, asked: Asked, errand: Errand) -> None:
        if not await self._writer.run(lambda db, _: errands.begin(db, asked.id)):
            await self._fail(asked, errand)  # it was begun as often as may be, and never came back
            return
        try:
            result = await asyncio.to_thread(self._work, asked, errand)
            await self._writer.run(lambda db, now: self._enter(db, asked, errand, result, now))
        except BrokenOff:
            await self._writer.run(lambda db, _: errands.put_back(db, asked.id))
        except Exception as error:
            log.error("errand %d (%s): %s", asked.id, asked.kind, describe(error))
            patient = isinstance(error, MediaAway)  # all the work would be done again, and for nothing
            number = len(TRY_AGAIN) - 1 if patient else min(asked.tries + 1, len(TRY_AGAIN) - 1)
            self._again[asked.id] = self._ticks() + TRY_AGAIN[number]
            if away(error) or patient:
                await self._writer.run(lambda db, _: errands.put_back(db, asked.id))
            else:
                await self._fail(asked, errand)
        else:
            self._again.pop(asked.id, None)
            self._ring()

    def _work(self, asked: Asked, errand: Errand) -> Any:
        progress = _Told(self, asked)
        with self._store.read() as db:
            return errand.work(Working(db, self._media, self._texts, self._zone, self._clock(), asked, progress))

    def _enter(self, db: Connection, asked: Asked, errand: Errand, result: Any, now: datetime) -> None:
        """The result and the end of the errand in one transaction; nothing when it was dropped meanwhile."""
        if errands.still_asked(db, asked.id):
            errand.enter(db, self._texts, self._zone, asked, result, now)
            errands.done(db, asked.id, now)

    async def _fail(self, asked: Asked, errand: Errand) -> None:
        """Close it when that was the last time, and say so to whoever waits for it."""

        def close(db: Connection, now: datetime) -> None:
            if errands.failed(db, asked.id, now) and errand.tells:
                message(db, asked, "failed", lambda language: Outgoing(self._texts.say(language, "errand-failed")), now)

        await self._writer.run(close)
        self._ring()

    # --- from the worker thread ---------------------------------------------------------------------------------------------

    def tell(self, asked: Asked, number: int, text: str, args: Mapping[str, Any]) -> None:
        """How far it is, to whoever waits for it."""
        said = self._texts.say

        def queue(db: Connection, now: datetime) -> None:
            message(db, asked, f"told:{number}", lambda language: Outgoing(said(language, text, **args)), now)

        loop = self._loop
        self._writer.submit(queue).add_done_callback(lambda _: loop.call_soon_threadsafe(self._ring))

    @property
    def ticks(self) -> Callable[[], float]:
        return self._ticks

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()


class _Told:
    """What the person is told of one errand's way: nothing in the first moments, then seldom, and never much."""

    def __init__(self, errands_: Errands, asked: Asked) -> None:
        self._errands = errands_
        self._asked = asked
        self._count = 0
        self._last = errands_.ticks()

    def __call__(self, text: str, /, **args: Any) -> None:
        if self._errands.stopping:
            raise BrokenOff
        now = self._errands.ticks()
        if self._count < MOST_TOLD and now - self._last >= TOLD_EVERY:
            self._count, self._last = self._count + 1, now
            self._errands.tell(self._asked, self._count, text, args)
