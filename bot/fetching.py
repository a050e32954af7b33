"""Photos brought in: a promised row first, then the bytes from the channel, the clean copy from the worker, the file, the row.

At most two downloads at once. What cannot be fetched now stays a promise and is tried again while the talk goes on.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from weakref import WeakValueDictionary

from sqlalchemy import Connection

from bot.channels.gateway import FetchFailed, Gateway
from bot.photo_worker import PhotoWorker
from bot.writer import Work, Writer
from handlers.clerk import describe
from handlers.words import Incoming, PhotoRef
from storage import album
from storage.media import Media, key_of
from storage.picture import BadPhoto
from storage.store import Store

log = logging.getLogger("baocong.fetching")

DOWNLOADS = 2  # photos fetched at the same time
REST = 20.0  # seconds after media could not take a photo until the next one is tried


class Fetching:
    """Brings the photos of every channel in."""

    def __init__(
        self, store: Store, writer: Writer, gateways: Mapping[str, Gateway], media: Media, worker: PhotoWorker
    ) -> None:
        self._store = store
        self._writer = writer
        self._gateways = gateways
        self._media = media
        self._worker = worker
        self._downloads = asyncio.Semaphore(DOWNLOADS)
        self._ticks = asyncio.get_running_loop().time
        self._rests_until = 0.0
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def photo(self, incoming: Incoming, photo: PhotoRef) -> PhotoRef:
        """Promise a row, fetch the bytes, keep the clean copy; a photo that cannot be fetched now stays a promise."""

        def promise(db: Connection, now: datetime) -> album.Kept:
            return album.promise(db, incoming.channel, [photo.ref], now)[photo.ref]

        promised = await self._writer.run(promise)
        kept = await self._fetch(promised.id, incoming.channel, photo.ref)
        if kept is None:  # its owner had it deleted meanwhile
            return replace(photo, problem="lost")
        return replace(photo, photo_id=kept.id, original=kept.original, problem=kept.problem)

    async def fetch_waiting(self, now: datetime) -> int:
        """Try again what could not be downloaded. Gives how many were tried; this is when media that rested are asked again."""
        self._rests_until = 0.0
        with self._store.read() as db:
            waiting = [each for each in album.waiting(db, now) if each[1] in self._gateways]
        await asyncio.gather(*(self._fetch(*each) for each in waiting))
        return len(waiting)

    async def _fetch(self, number: int, channel: str, ref: str) -> album.Kept | None:
        """Bring a promised photo in, unless it is here by now; gives its row, which says what came of it."""
        async with self._turns.setdefault(number, asyncio.Lock()):
            kept = self._kept(number)
            if kept is not None and kept.state == "pending":
                await self._writer.run(await self._note(number, channel, ref))
                kept = self._kept(number)
        if kept is None or kept.state != "pending":
            await self._gateways[channel].release(ref)
        return kept

    async def _note(self, number: int, channel: str, ref: str) -> Work[None]:
        """What to write about a photo. While media are away the next ones are not even fetched: the talk goes on at once."""
        async with self._downloads:
            if self._ticks() < self._rests_until:
                return lambda db, now: album.put_off(db, number, now)
            return await self._bring(number, channel, ref)

    def _kept(self, number: int) -> album.Kept | None:
        with self._store.read() as db:
            return album.states(db, [number]).get(number)

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
        except OSError as error:  # media are away or full, or no worker could start: the channel has the bytes
            log.error("a photo could not be kept: %s", describe(error))
            self._rests_until = self._ticks() + REST
            return lambda db, now: album.put_off(db, number, now)
        return lambda db, _: album.arrived(db, number, picture, *keys)
