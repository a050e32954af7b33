"""The one door in: keep first, then read, then answer.

A payload is durable before it is acknowledged. A plain text is kept and answered in one transaction; a message with photos is
kept, acknowledged, and answered when its photos are here. Messages of one person stay in order; nobody waits for the photos
of somebody else.

Where several processes take in, the inbox says who waits where: what comes behind a message that waits, waits behind it in any
process. Whoever is at work on the first of a lane holds it for a minute and holds it again; what nobody holds, anybody takes up.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from weakref import WeakValueDictionary

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from bot.channels.gateway import Gateway, Unreadable
from bot.fetching import Fetching
from bot.spool import Spool
from bot.writer import Writer
from handlers.clerk import Clerk, Letter, describe
from storage import inbox as waiting
from storage.inbox import Lane
from storage.store import Store, away
from storage.tables import Inbox, of
from storage.vault import WrongKey

log = logging.getLogger("baocong.arrivals")

inbox = of(Inbox)

LONGEST = 2_000_000  # bytes of a payload that are looked at; Telegram's largest is far below
AWAY_PAUSE = 1.0  # seconds until the database is tried again


class NotKept(Exception):
    """Neither the database nor the spool folder could take the payload: it must not be acknowledged."""


class Arrivals:
    """Takes payloads of every channel. `ring` tells departures that a channel has something to send."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        clerk: Clerk,
        gateways: Mapping[str, Gateway],
        fetching: Fetching,
        spool: Spool,
        ring: Callable[[str], None],
    ) -> None:
        self._store = store
        self._writer = writer
        self._clerk = clerk
        self._gateways = gateways
        self._fetching = fetching
        self._spool = spool
        self._spooled = bool(spool.waiting())  # only this process fills the folder: no look at it a message
        self._ring = ring
        self._lanes: dict[Lane, deque[Letter]] = {}  # who waits for photos, and what they wrote since
        self._tasks: set[asyncio.Task[None]] = set()
        self._late: set[asyncio.Task[None]] = set()  # takes whose caller no longer waits
        self._turns: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()
        self._closing = False

    async def take(self, channel: str, update_id: str, raw: bytes) -> None:
        """Keep a raw payload durably and see to its answer; returns when it may be acknowledged. Raises NotKept."""
        letter = self._read(channel, update_id, raw)
        async with self._turn(letter):
            if self._spooled:  # what came before goes first
                self._put_by(channel, update_id, raw)
                return
            try:
                await self._enter(letter)
            except DBAPIError as error:
                if not away(error):
                    raise
                log.warning("the database is away (%s): payloads go to the spool folder", describe(error))
                self._put_by(channel, update_id, raw)

    async def take_within(self, seconds: float, channel: str, update_id: str, raw: bytes) -> None:
        """The same for a channel that does not wait: what the database has not kept by then goes to the spool folder as well.
        The inbox knows it by its number, so it counts once, whichever comes first. Raises NotKept."""
        taking = asyncio.create_task(self.take(channel, update_id, raw))
        self._late.add(taking)
        taking.add_done_callback(self._late.discard)
        done, _ = await asyncio.wait((taking,), timeout=seconds)
        if done:
            taking.result()
        else:
            taking.add_done_callback(_overlook)
            self._put_by(channel, update_id, raw)

    def _turn(self, letter: Letter) -> asyncio.Lock:
        """One person's messages enter one after the other: when one has to go to the spool folder, so do the next."""
        if letter.incoming is None:
            return asyncio.Lock()
        return self._turns.setdefault((letter.channel, letter.incoming.address), asyncio.Lock())

    def _put_by(self, channel: str, update_id: str, raw: bytes) -> None:
        self._spooled = True
        try:
            self._spool.put(channel, update_id, raw)
        except OSError as error:
            log.error("a payload could not be kept: %s", describe(error))
            raise NotKept from error

    async def _enter(self, letter: Letter) -> None:
        """Keep a letter: answered in the same transaction, or to be answered when its person's photos are here."""
        incoming = letter.incoming
        if incoming is None:
            await self._writer.answer(letter)
            return
        lane = (letter.channel, incoming.address)
        if not incoming.photos and lane not in self._lanes:
            await self._writer.answer(letter)
            self._ring(letter.channel)
            return
        row = await self._writer.run(partial(self._keep, replace(letter, incoming=None, lane=lane[1])), beside=True)
        if row is not None:
            self._line_up(lane, replace(letter, row=row, raw=None))

    def _read(self, channel: str, update_id: str, raw: bytes) -> Letter:
        """A payload as a letter; what nobody can read is a dead one."""
        text = raw[:LONGEST].decode("utf-8", "replace")
        if channel not in self._gateways:
            return Letter(channel, update_id, text, error="the channel is closed")
        if len(raw) > LONGEST:
            return Letter(channel, update_id, text, error="unreadable: too long")
        try:
            incoming = self._gateways[channel].read(raw)
        except Unreadable as error:
            return Letter(channel, update_id, text, error=f"unreadable: {error}"[:200])
        except Exception as error:
            log.error("a payload of %s broke its reader: %s", channel, describe(error))
            return Letter(channel, update_id, text, error=describe(error))
        return Letter(channel, update_id, text, incoming=incoming, concerns_nobody=incoming is None)

    def _keep(self, letter: Letter, db: Connection, now: datetime) -> int | None:
        """Enter a letter in the inbox, still to be answered; None when it was there already."""
        found = select(inbox.c.id).where(inbox.c.channel == letter.channel, inbox.c.update_id == letter.update_id)
        if db.execute(found).first():
            return None
        self._clerk.answer(db, [replace(letter, held_until=now + waiting.HELD)], now)
        number: int = db.execute(found).scalar_one()
        return number

    # --- one person's messages, in order -----------------------------------------------------------------------------------

    def _line_up(self, lane: Lane, letter: Letter) -> None:
        if lane in self._lanes:
            self._lanes[lane].append(letter)
            return
        self._lanes[lane] = deque([letter])
        task = asyncio.create_task(self._walk(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _walk(self, lane: Lane) -> None:
        """Answer a lane's letters in order until none is left. The inbox holds them: what stays behind is resumed."""
        letters = self._lanes[lane]
        while letters:
            trouble = await self._see_to(letters[0])
            if trouble is None:
                letters.popleft()
                if not letters and self._store.shared and not self._closing:
                    letters.extend(await self._take_up(lane))  # what other processes left to whoever is at work here
                continue
            log.warning("the database is away (%s): trying again", describe(trouble))
            if self._closing:
                break
            await asyncio.sleep(AWAY_PAUSE)
        del self._lanes[lane]

    async def _see_to(self, letter: Letter) -> Exception | None:
        """Answer a letter, or set it aside when that raises. Gives what went wrong when the database is away."""
        try:
            await self._answer(letter)
        except Exception as error:
            if away(error):
                return error
            log.error("a message with photos could not be answered: %s", describe(error))
            return await self._put_aside(letter, error)
        return None

    async def _put_aside(self, letter: Letter, why: Exception) -> Exception | None:
        try:
            await self._writer.run(lambda db, now: self._clerk.set_aside(db, letter, why, now))
        except Exception as error:
            if away(error):
                return error
            log.error("a message could not even be set aside: %s", describe(error))
        self._ring(letter.channel)
        return None

    async def _answer(self, letter: Letter) -> None:
        incoming = letter.incoming
        if incoming is not None and incoming.photos:
            photos = await asyncio.gather(*(self._fetching.photo(incoming, photo) for photo in incoming.photos))
            letter = replace(letter, incoming=replace(incoming, photos=tuple(photos)))
        await self._writer.answer(letter)
        self._ring(letter.channel)

    async def _take_up(self, lane: Lane) -> list[Letter]:
        """The next letter of a lane, from now on in our hands; none when there is none, or it is in another's."""
        try:
            found = await self._writer.run(lambda db, now: waiting.hold_next(db, lane, now), beside=True)
        except Exception as error:  # a walk that ended in the middle would hold its lane for ever
            log.log(logging.WARNING if away(error) else logging.ERROR, "a lane waits: %s", describe(error))
            return []  # the clock comes by again
        if found is None:
            return []
        return [replace(self._read(lane[0], found.update_id, found.raw.encode()), row=found.row, raw=None)]

    # --- what the clock asks for ------------------------------------------------------------------------------------------------

    async def take_up_waiting(self) -> int:
        """Lanes whose first letter nobody holds: left by a process that died, or behind one that had stopped looking. What we
        are at work on is held on. Gives how many lanes were taken up."""
        mine = [letters[0].row for letters in self._lanes.values() if letters and letters[0].row is not None]
        await self._writer.run(lambda db, now: waiting.hold_on(db, mine, now), beside=True)
        with self._store.read() as db:
            lanes = waiting.lanes_waiting(db)
        taken = 0
        for lane in lanes:
            if lane[0] in self._gateways and lane not in self._lanes:
                for letter in await self._take_up(lane):
                    taken += 1
                    await self._go_on(letter)
        return taken

    async def resume(self) -> int:
        """After a start: what was kept and not answered goes on, in order. Gives how many."""
        if self._store.shared:  # some of it is in the hands of others
            return await self.take_up_waiting()
        with self._store.read() as db:
            rows = db.execute(
                select(inbox.c.id, inbox.c.channel, inbox.c.update_id, inbox.c.raw)
                .where(inbox.c.state == "new")
                .order_by(inbox.c.id)
            ).all()
        for row, channel, update_id, raw in rows:
            if channel in self._gateways:
                await self._go_on(replace(self._read(channel, update_id, raw.encode()), row=row, raw=None))
        return len(rows)

    async def _go_on(self, letter: Letter) -> None:
        """A letter out of the inbox: answered when its turn comes, or closed when it asks for no answer."""
        if letter.incoming is not None:
            self._line_up((letter.channel, letter.incoming.address), letter)
        elif letter.error:
            await self._writer.run(lambda db, now: self._clerk.set_aside(db, letter, Unreadable(), now))
        else:
            await self._writer.answer(letter)

    async def take_in(self) -> int:
        """Take in what lies in the spool folder, in order, as far as the database lets us. Gives how many."""
        taken = 0
        while files := self._spool.waiting():
            for file in files:
                try:
                    channel, update_id, raw = self._spool.read(file)
                except (ValueError, WrongKey) as error:
                    log.error("%s in the spool folder cannot be read: %s", file.name, describe(error))
                    self._spool.put_aside(file)
                    continue
                try:
                    await self._enter(self._read(channel, update_id, raw))
                except DBAPIError as error:
                    if not away(error):
                        raise
                    return taken
                file.unlink()
                taken += 1
        self._spooled = False
        return taken

    async def replay(self, row: int) -> bool:
        """A dead letter again, after its cause was mended. False when there is none, or its cause is not mended."""
        with self._store.read() as db:
            found = db.execute(
                select(inbox.c.channel, inbox.c.update_id, inbox.c.raw).where(
                    inbox.c.id == row, inbox.c.state == "dead"
                )
            ).first()
        if found is None or found[2] is None:
            return False
        letter = replace(self._read(found[0], found[1], found[2].encode()), row=row, raw=None)
        if letter.error:
            return False
        await self._answer(letter)
        with self._store.read() as db:
            return db.execute(select(inbox.c.state).where(inbox.c.id == row)).scalar() == "done"

    async def idle(self) -> None:
        """Wait until every lane is empty."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Finish what is in hand. What the database cannot take now stays in the inbox for the next start."""
        self._closing = True
        await asyncio.gather(*self._late, return_exceptions=True)
        await self.idle()


def _overlook(taking: asyncio.Task[None]) -> None:
    """What became of a payload that the spool folder holds, too, is nobody's trouble."""
    if not taking.cancelled():
        taking.exception()
