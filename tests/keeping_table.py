"""What must hold wherever bytes lie, run on folders and (slow suite) on a bucket: uploads, and what nothing names any more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert

from bot.keeping import Keeping
from bot.writer import Writer
from handlers.words import Outgoing
from storage import orphans, templates
from storage.media import Media, MediaMissing, key_of
from storage.tables import Outbox, Photo, of
from storage.uploads import KEPT_AT_MOST, PART_STAYS, LocalUploads, Uploads
from tests.talk import Room

REF, OTHER = "0" * 32 + "-00", "1" * 32 + "-01"
WEEK = timedelta(days=7)


# --- uploads ---------------------------------------------------------------------------------------------------------------


def part(uploads: Uploads, data: bytes, name: str = "a") -> Path:
    """A finished file, as `bot.web.uploads` leaves it."""
    path = uploads.folder / f".part-{name}"
    path.write_bytes(data)
    return path


def is_kept_found_and_released(uploads: Uploads) -> None:
    uploads.keep({REF: part(uploads, b"one"), OTHER: part(uploads, b"two", "b")})
    assert (uploads.get(REF), uploads.get(OTHER)) == (b"one", b"two")
    uploads.release(REF)
    uploads.release(REF)
    with pytest.raises(MediaMissing):
        uploads.get(REF)
    assert uploads.get(OTHER) == b"two"


def the_same_name_again_is_the_same_upload(uploads: Uploads) -> None:
    for data in (b"cut off", b"whole"):
        uploads.keep({REF: part(uploads, data)})
    assert uploads.get(REF) == b"whole"


def no_other_name_is_a_name(uploads: Uploads) -> None:
    for ref in ("", "../secret.key", "0" * 32, REF + "\n", REF.upper() + "0", "a/" + REF):
        for call in (uploads.get, uploads.release, lambda ref: uploads.keep({ref: part(uploads, b"x")})):
            with pytest.raises(ValueError, match="not an upload"):
                call(ref)


def what_nobody_came_for_goes_after_a_month(uploads: Uploads) -> None:
    now = datetime.now(UTC)
    uploads.keep({REF: part(uploads, b"one")})
    growing = part(uploads, b"cut", "c")
    assert uploads.clear(now + PART_STAYS - timedelta(hours=1)) == 0
    assert (uploads.clear(now + PART_STAYS + timedelta(hours=1)), growing.exists()) == (1, False)
    assert (uploads.get(REF), uploads.clear(now + KEPT_AT_MOST - timedelta(hours=1))) == (b"one", 0)
    assert uploads.clear(now + KEPT_AT_MOST + timedelta(hours=1)) == 1
    with pytest.raises(MediaMissing):
        uploads.get(REF)


UPLOADS = (
    is_kept_found_and_released,
    the_same_name_again_is_the_same_upload,
    no_other_name_is_a_name,
    what_nobody_came_for_goes_after_a_month,
)


# --- what nothing names ------------------------------------------------------------------------------------------------------


class Shelf:
    """A room's store with media, and the tick that looks for what nothing names."""

    def __init__(self, room: Room, media: Media) -> None:
        self.room, self.media = room, media
        self.now = self._moment = datetime.now(UTC)

    def put(self, words: str, suffix: str) -> str:
        data = words.encode()
        self.media.put(key := key_of(data, suffix), data)
        return key

    def photo(self, clean: str, thumb: str) -> None:
        row = {"channel": "web", "ref": clean, "state": "ready", "clean_key": clean, "thumb_key": thumb}
        with self.room.store.write() as db:
            db.execute(insert(of(Photo)).values(tries=0, problem="", received_at=self.now, **row))

    def said(self, state: str, **body: Any) -> None:
        row = {"key": f"k{self.room.number()}", "channel": "web", "address": "w1", "state": state, "body": body}
        with self.room.store.write() as db:
            db.execute(insert(of(Outbox)).values(kind="reply", tries=1, due_at=self.now, **row))

    def template(self, key: str) -> None:
        with self.room.store.write() as db:
            number = templates.put(db, 1, "minutes", key, "a.docx", who=None, now=self.now)
            templates.take_back(db, number, who=None, now=self.now)  # rows of templates stay, so do their files

    def look(self, later: timedelta, keys: Iterable[str]) -> int:
        """The tick at each moment, from `later` on, at which it is the turn of one of these keys."""
        return asyncio.run(self._look(self.now + later, {key[:3] for key in keys}))

    async def _look(self, start: datetime, shards: set[str]) -> int:
        moments = (start + number * orphans.EVERY for number in range(orphans.SHARDS))
        count = 0
        writer = Writer(self.room.store, _no_letters, _none_set_aside)
        keeping = Keeping(self.room.store, writer, self.media, LocalUploads(Path()), [], clock=lambda: self._moment)
        for self._moment in moments:
            if orphans.shard_of(self._moment) in shards:
                count += await keeping.clear_orphans()
        return count


def _no_letters(db: Any, letters: Any, now: Any) -> None:
    raise AssertionError


def _none_set_aside(db: Any, letter: Any, error: Any, now: Any) -> None:
    raise AssertionError


def only_what_nothing_names_goes_and_only_when_it_is_old(shelf: Shelf) -> None:
    """Rows, and messages in whatever state: due, sent, kept for the next contact, gone as a link, with a picture."""
    named = [shelf.put(f"photo {n}", ".jpg") for n in range(4)]
    shelf.photo(named[0], named[1])
    shelf.photo(named[2], named[3])
    files = [shelf.put(f"file {n}", ".zip") for n in range(3)]
    shelf.said("kept", text="x", file=files[0], file_name="a.zip")
    shelf.said("due", text="x", file=files[1], file_name="a.zip")
    shelf.said("sent", text="x", held=files[2])
    more = shelf.put("photo as a link", ".jpg")
    shelf.said("sent", text="x", linked=[more])
    picture, template = shelf.put("digest", ".png"), shelf.put("template", ".docx")
    shelf.said("sending", text="x", photos=[picture])
    shelf.said("sent", **Outgoing("no file").as_json())
    shelf.template(template)
    shown = shelf.put("shown only", ".jpg")
    shelf.said("sent", text="x", photos=[shown])
    lost = [shelf.put("lost photo", ".jpg"), shelf.put("lost thumb", ".jpg"), shelf.put("lost file", ".zip")]
    every = sorted([*named, *files, more, picture, template, shown, *lost])
    assert shelf.look(timedelta(0), every) == 0
    assert sorted(shelf.media.list()) == every
    assert shelf.look(WEEK + timedelta(hours=1), every) == 2
    assert sorted(shelf.media.list()) == sorted(set(every) - set(lost[:2]))
    assert shelf.look(orphans.FILE_STAYS - WEEK - timedelta(hours=1), every) == 0
    assert shelf.look(orphans.FILE_STAYS + timedelta(hours=1), every) == 1
    assert sorted(shelf.media.list()) == sorted(set(every) - set(lost))
    with shelf.room.store.write() as db:
        db.execute(delete(of(Photo)).where(of(Photo).c.clean_key == named[0]))
    assert shelf.look(orphans.FILE_STAYS, every) == 2
    assert sorted(shelf.media.list()) == sorted(set(every) - set(lost) - set(named[:2]))
