"""The one door in: keep first, then read, then answer.

A payload is durable before it is acknowledged. A plain text is kept and answered in one transaction; a message with photos is
kept, acknowledged, and answered when its photos are here. Messages of one person stay in order; nobody waits for the photos
of somebody else.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from bot.channels.gateway import FetchFailed, Gateway, Unreadable
from bot.photo_worker import PhotoWorker
from bot.spool import Spool
from bot.writer import Work, Writer
from handlers.clerk import Clerk, Letter, describe
from handlers.words import Incoming, PhotoRef
from storage import album
from storage.media import Media, key_of
from storage.photos import BadPhoto
from storage.store import Store
from storage.tables import Inbox, of

log = logging.getLogger("baocong.arrivals")

inbox = of(Inbox)

DOWNLOADS = 2  # photos fetched at the same time
LONGEST = 2_000_000  # bytes of a payload that are looked at; Telegram's largest is far below
Lane = tuple[str, str]  # channel, address


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
        media: Media,
        worker: PhotoWorker,
        spool: Spool,
        ring: Callable[[str], None],
    ) -> None:
        self._store = store
        self._writer = writer
        self._clerk = clerk
        self._gateways = gateways
        self._media = media
        self._worker = worker
        self._spool = spool
        self._ring = ring
        self._lanes: dict[Lane, deque[Letter]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._downloads = asyncio.Semaphore(DOWNLOADS)

    async def take(self, channel: str, update_id: str, raw: bytes) -> None:
        """Keep a raw payload durably and see to its answer; returns when it may be acknowledged. Raises NotKept."""
        if self._spool.waiting():
            self._put_by(channel, update_id, raw)
            return
        try:
            await self._take(channel, update_id, raw)
        except OperationalError as error:
            log.warning("the database is away (%s): payloads go to the spool folder", describe(error))
            self._put_by(channel, update_id, raw)

    def _put_by(self, channel: str, update_id: str, raw: bytes) -> None:
        try:
            self._spool.put(channel, update_id, raw)
        except OSError as error:
            log.error("a payload could not be kept: %s", describe(error))
            raise NotKept from error

    async def _take(self, channel: str, update_id: str, raw: bytes) -> None:
        letter = self._read(channel, update_id, raw)
        incoming = letter.incoming
        if incoming is None:
            await self._writer.answer(letter)
            return
        lane = (channel, incoming.address)
        if not incoming.photos and lane not in self._lanes:
            await self._writer.answer(letter)
            self._ring(channel)
            return
        self._lanes.setdefault(lane, deque())  # from now on this person's messages queue up here
        try:
            row = await self._writer.run(partial(self._keep, replace(letter, incoming=None)))
        except OperationalError:
            self._start(lane)
            raise
        if row is not None:
            self._lanes[lane].append(replace(letter, row=row, raw=None))
        self._start(lane)

    def _read(self, channel: str, update_id: str, raw: bytes) -> Letter:
        """A payload as a letter; what nobody can read is a dead one."""
        text = raw[:LONGEST].decode("utf-8", "replace")
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
        self._clerk.answer(db, [letter], now)
        number: int = db.execute(found).scalar_one()
        return number

    # --- one person's messages, in order -----------------------------------------------------------------------------------

    def _start(self, lane: Lane) -> None:
        if not any(task.get_name() == str(lane) for task in self._tasks):
            task = asyncio.create_task(self._walk(lane), name=str(lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _walk(self, lane: Lane) -> None:
        letters = self._lanes[lane]
        while letters:
            letter = letters.popleft()
            try:
                await self._answer(letter)
            except OperationalError as error:
                log.warning("the database is away (%s): trying again", describe(error))
                letters.appendleft(letter)
                await asyncio.sleep(1)
        del self._lanes[lane]

    async def _answer(self, letter: Letter) -> None:
        incoming = letter.incoming
        if incoming is not None and incoming.photos:
            photos = await asyncio.gather(*(self._photo(incoming, photo) for photo in incoming.photos))
            letter = replace(letter, incoming=replace(incoming, photos=tuple(photos)))
        await self._writer.answer(letter)
        self._ring(letter.channel)

    # --- photos --------------------------------------------------------------------------------------------------------------

    async def _photo(self, incoming: Incoming, photo: PhotoRef) -> PhotoRef:
        """Promise a row, fetch the bytes, keep the clean copy; a photo that cannot be fetched now stays a promise."""

        def promise(db: Connection, now: datetime) -> album.Kept:
            return album.promise(db, incoming.channel, [photo.ref], now)[photo.ref]

        kept = await self._writer.run(promise)
        if kept.state == "pending":
            await self._fetch(kept.id, incoming.channel, photo.ref)
            with self._store.read() as db:
                kept = album.states(db, [kept.id])[kept.id]
        return replace(photo, photo_id=kept.id, original=kept.original, problem=kept.problem)

    async def _fetch(self, number: int, channel: str, ref: str) -> None:
        """Bring a promised photo in; what comes of it stands in its row."""
        async with self._downloads:
            note = await self._bring(number, channel, ref)
        await self._writer.run(note)
        with self._store.read() as db:
            settled = album.states(db, [number])[number].state != "pending"
        if settled:
            await self._gateways[channel].release(ref)

    async def _bring(self, number: int, channel: str, ref: str) -> Work[None]:
        """Fetch, clean and keep the bytes; gives what to write about it. The files are durable before their row says so."""
        try:
            picture = await self._worker.process(await self._gateways[channel].fetch(ref))
            keys = key_of(picture.clean), key_of(picture.thumb)
            await asyncio.to_thread(self._media.put, keys[0], picture.clean)
            await asyncio.to_thread(self._media.put, keys[1], picture.thumb)
        except BadPhoto as bad:
            reason = bad.reason
            return lambda db, _: album.refused(db, number, reason)
        except FetchFailed as failed:
            if failed.too_large:
                return lambda db, _: album.refused(db, number, "too-large")
            again = failed.again
            return lambda db, now: album.missed(db, number, now, again=again)
        except (
            OSError
        ) as error:  # the media folder is away or full, or no worker could start: the channel still has the bytes
            log.error("a photo could not be kept: %s", describe(error))
            return lambda db, now: album.missed(db, number, now, again=True)
        return lambda db, _: album.arrived(db, number, picture, *keys)

    # --- what the clock asks for ------------------------------------------------------------------------------------------------

    async def resume(self) -> int:
        """After a start: what was kept and not answered goes on, in order. Gives how many."""
        with self._store.read() as db:
            rows = db.execute(
                select(inbox.c.id, inbox.c.channel, inbox.c.update_id, inbox.c.raw)
                .where(inbox.c.state == "new")
                .order_by(inbox.c.id)
            ).all()
        for row, channel, update_id, raw in rows:
            letter = self._read(channel, update_id, raw.encode()) if channel in self._gateways else None
            if letter is None or letter.incoming is None:
                continue
            lane = (channel, letter.incoming.address)
            self._lanes.setdefault(lane, deque()).append(replace(letter, row=row, raw=None))
            self._start(lane)
        return len(rows)

    async def fetch_waiting(self, now: datetime) -> int:
        """Try again what could not be downloaded. Gives how many were tried."""
        with self._store.read() as db:
            waiting = [each for each in album.waiting(db, now) if each[1] in self._gateways]
        await asyncio.gather(*(self._fetch(*each) for each in waiting))
        return len(waiting)

    async def take_in(self) -> int:
        """Take in what lies in the spool folder, in order, as far as the database lets us. Gives how many."""
        taken = 0
        for file in self._spool.waiting():
            channel, update_id, raw = self._spool.read(file)
            if channel in self._gateways:
                try:
                    await self._take(channel, update_id, raw)
                except OperationalError:
                    break
            file.unlink()
            taken += 1
        return taken

    async def replay(self, row: int) -> bool:
        """A dead letter again, after its cause was mended. False when there is no such dead letter."""
        with self._store.read() as db:
            found = db.execute(
                select(inbox.c.channel, inbox.c.update_id, inbox.c.raw).where(
                    inbox.c.id == row, inbox.c.state == "dead"
                )
            ).first()
        if found is None or found[2] is None or found[0] not in self._gateways:
            return False
        letter = self._read(found[0], found[1], found[2].encode())
        if letter.incoming is None:
            return False
        await self._answer(replace(letter, row=row, raw=None))
        return True

    async def idle(self) -> None:
        """Wait until every lane is empty (for a clean stop and for tests)."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)


def content_id(raw: bytes) -> str:
    """An update id for a payload that has none: the hash of its bytes, so that a repetition is recognised."""
    return "sha256:" + hashlib.sha256(raw).hexdigest()[:32]
