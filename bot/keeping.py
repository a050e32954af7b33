"""Where bytes lie, by the settings, and what is tidied up there: loose files, uploads, bytes that no row names."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from bot.clock import Tick
from bot.settings import BUCKET, Settings
from bot.writer import Writer
from handlers.clerk import describe
from storage import album, orphans
from storage.folder import DataFolder
from storage.media import LocalMedia, Media
from storage.store import Store
from storage.uploads import LocalUploads, Uploads

log = logging.getLogger("baocong.keeping")

OK = "ok"
WAITING = "waiting: photos and files go on when their place is back"
LOOK = 15  # seconds between two looks whether media are there
GROWS_AT_MOST = timedelta(days=1)  # a file that is made piece by piece


def places_of(settings: Settings, folder: DataFolder) -> tuple[Media, Uploads]:
    """The places for media and for uploads: both in the bucket, or both on this machine."""
    bucket = BUCKET.fullmatch(settings.media_url)
    if bucket is None:
        place = Path(settings.media_url.removeprefix("file://")) if settings.media_url else folder.media
        return LocalMedia(place), LocalUploads(folder.uploads)
    from storage.bucket import Bucket, BucketPlace  # noqa: PLC0415 (16 MB that a house without a bucket never loads)
    from storage.media_s3 import S3Media  # noqa: PLC0415 (as above)
    from storage.uploads_s3 import SharedUploads  # noqa: PLC0415 (as above)

    region = settings.s3_region
    place_ = BucketPlace(
        name=bucket[1],
        prefix=(bucket[2] or "").rstrip("/"),
        endpoint=settings.s3_endpoint or f"https://s3.{region}.amazonaws.com",
        region=region,
        key_id=settings.s3_key_id.get_secret_value(),
        secret=settings.s3_secret.get_secret_value(),
    )
    kept = Bucket(place_)
    return S3Media(kept, folder.root / "making"), SharedUploads(folder.uploads, kept)


def media_of(settings: Settings, folder: DataFolder) -> Media:
    return places_of(settings, folder)[0]


class Keeping:
    """The ticks of what lies outside the database. `loose` are keys that the clerk found nobody needs any more.

    `state` is for readiness: how the media were at the last look, because a balancer waits for no answer of a silent store. The
    house stands without them, so nobody need be sent away.
    """

    def __init__(
        self,
        store: Store,
        writer: Writer,
        media: Media,
        uploads: Uploads,
        loose: list[str],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._writer, self._media, self._uploads = store, writer, media, uploads
        self._loose, self._clock = loose, clock
        self.state = OK

    def ticks(self) -> list[Tick]:
        """What every process does, for its own machine."""
        return [
            Tick("media", LOOK, self.look),
            Tick("loose media", 60, self.clear_loose),
            Tick("uploads forward", 60, lambda: asyncio.to_thread(self._uploads.forward, self._clock())),
            Tick("uploads left", 3600, lambda: asyncio.to_thread(self._uploads.clear, self._clock())),
            Tick("files half made", 3600, self.clear_half_made),
        ]

    def shared_ticks(self) -> list[Tick]:
        """What one process at a time does for all."""
        return [Tick("orphans", orphans.EVERY.total_seconds() / 2, self.clear_orphans, alone=True)]

    async def look(self) -> None:
        try:
            await asyncio.to_thread(self._media.probe)
        except OSError as error:
            if self.state == OK:
                log.error("media are away (%s): photos and files wait", describe(error))
            self.state = WAITING
        else:
            self.state = OK

    async def clear_loose(self) -> None:
        """Asked of the writer once more: what loosened these keys may have been undone, or not be committed yet."""
        keys = [self._loose.pop() for _ in range(len(self._loose))]
        try:
            for key in await self._writer.run(lambda db, _: album.unheld(db, keys)) if keys else ():
                await asyncio.to_thread(self._media.delete, key)
        except Exception:  # deleting again is fine, so all of them wait for the next time
            self._loose += keys
            raise

    async def clear_half_made(self) -> None:
        await asyncio.to_thread(self._media.clear_making, self._clock() - GROWS_AT_MOST)

    async def clear_orphans(self) -> int:
        """One shard of the keys, the one whose turn it is; within a week all of them were looked at."""
        now = self._clock()
        return await asyncio.to_thread(self._clear_orphans, orphans.shard_of(now), now)

    def _clear_orphans(self, shard: str, now: datetime) -> int:
        count = 0
        for key in sorted(self._unsaid(set(islice(self._unnamed(shard, now), orphans.MOST)))):
            with self._store.read() as db:
                held = not album.unheld(db, [key])  # asked again at the last moment: looking takes its time
            if not held:
                count += self._media.delete_old(key, orphans.limit_of(key, now))
        if count:
            log.info("%d files that nothing names were removed", count)
        return count

    def _unnamed(self, shard: str, now: datetime) -> Iterator[str]:
        """Old keys that no row names in clear, found piece by piece."""
        for sample in (orphans.PHOTO, ""):
            old = self._media.old(orphans.limit_of(sample, now), shard)
            suspects = (key for key in old if key.endswith(orphans.PHOTO) == bool(sample))
            while piece := list(islice(suspects, orphans.PIECE)):
                with self._store.read() as db:
                    yield from album.unheld(db, piece)

    def _unsaid(self, suspects: set[str]) -> set[str]:
        """Those that no message names: read piece by piece, each on a reading connection of its own."""
        after: int | None = 0
        while suspects and after is not None:
            with self._store.read() as db:
                said, after = orphans.said(db, after)
            suspects -= said
        return suspects
