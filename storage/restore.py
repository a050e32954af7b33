"""An archive becomes a database and its media again, in an empty place, whole or not at all.

The archive is read through and proved before anything is touched, the rows are read back and proved before they count. What
was on its way out when the backup was made may have arrived since: nothing of it is sent again by itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, update

from storage import filling, invariants, leases
from storage.archive import MEDIA, SECRET, check, lines_of, opened
from storage.backup import key_mark
from storage.carrying import Row, of_line, shapes, tally
from storage.carrying_in import fill, go_on_from
from storage.filling import NotEmpty
from storage.folder import owner_only
from storage.manifest import BadArchive, Manifest, Part
from storage.media import Media, sync
from storage.media_carrying import keep, unreadable
from storage.store import Store
from storage.tables import Outbox, of
from storage.uploads import Uploads
from storage.vault import WrongKey

LEFT_OPEN = ("due", "sending", "kept")  # states of messages that may have arrived after the backup was made
WHY = "restored"


@dataclass(frozen=True, slots=True)
class Goal:
    """Where all of it goes: a SQLite file or a PostgreSQL database, and the places of files and of what was on its way in."""

    address: Path | str
    media: Media
    uploads: Uploads
    spool: Path


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it."""

    manifest: Manifest
    unconfirmed: int  # messages that may have arrived since
    media: int


def read_key(file: Path) -> bytes | None:
    """The key in an archive, if its maker put it there. Raises BadArchive."""
    with opened(file) as parts:
        for name, _, data in parts:
            if name == SECRET:
                return data.read()
    return None


def restore(file: Path, goal: Goal, now: datetime) -> Restored:
    """Raises BadArchive, NotEmpty, WrongKey, NewerDatabase, OSError; then nothing is there that a start would take for the
    province. Begun again after it was cut short, it goes on with the media that are there."""
    manifest = check(file)
    if manifest.key_mark != key_mark():
        raise WrongKey("secret.key is not the one this archive was made with: put that one into the data folder.")
    with filling.filling(goal.address, manifest.schema_version) as db:
        _refuse_others(goal.media, file)
        _load(db, file, manifest)
        filling.bring_up(db, manifest.schema_version)
        unconfirmed = _settle(db, now)
        files = _bring_files(file, goal, set(manifest.damaged))
    return Restored(manifest, unconfirmed, files)


def _refuse_others(media: Media, file: Path) -> None:
    """Media of our own archive may be there already: they are what their keys say. Raises NotEmpty for any other."""
    there = set(media.list())
    if there:
        with opened(file) as parts:
            there -= {name.removeprefix(MEDIA) for name, _, _ in parts}
    if there:
        raise NotEmpty(
            f"{len(there)} files lie in the media already that are not of this archive: only an empty place is filled."
        )


def _load(db: Connection, file: Path, manifest: Manifest) -> None:
    here = {each.name: each for each in shapes(db)}
    for part in manifest.tables:
        if part.name not in here or part.columns != here[part.name].columns:
            raise BadArchive(f"Table {part.name} is not as schema {manifest.schema_version} has it.")
    filling.emptied(db, list(here.values()))
    with opened(file) as parts:
        members = _Members(parts)
        for part in manifest.tables:
            fill(db, part.shape, members.rows(part))
    for part in manifest.tables:
        found = tally(db, part.shape)
        if (found.rows, found.hash) != (part.rows, part.hash):
            raise BadArchive(f"Table {part.name} came out otherwise than it went in: {found.rows} rows of {part.rows}.")
    go_on_from(db, list(here.values()), manifest.numbers)


class _Members:
    """The rows of an archive, table by table, in the order in which they lie there."""

    def __init__(self, parts: Iterator[tuple[str, int, IO[bytes]]]) -> None:
        self._parts = parts

    def rows(self, part: Part) -> Iterator[Row]:
        for wanted in part.members:
            data = next((data for name, _, data in self._parts if name == wanted), None)
            if data is None:
                raise BadArchive(f"{wanted} is not where it was packed.")
            yield from map(of_line, lines_of(data))


def _settle(db: Connection, now: datetime) -> int:
    """What may have arrived after the backup is for people to confirm; nobody holds anything."""
    outbox = of(Outbox)
    left = update(outbox).where(outbox.c.state.in_(LEFT_OPEN)).values(state="unconfirmed", error=WHY)
    unconfirmed = db.execute(left).rowcount
    leases.void(db, now)
    return unconfirmed


def _bring_files(file: Path, goal: Goal, damaged: set[str]) -> int:
    count = 0
    with opened(file) as parts:
        for name, size, data in parts:
            place, _, rest = name.partition("/")
            if place == "media" and rest not in damaged:
                count += keep(goal.media, rest, size, data)
            elif place == "spool":
                _write(goal.spool / rest, data.read())
            elif place == "uploads":
                part = goal.uploads.folder / f".part-{rest}"
                _write(part, data.read())
                goal.uploads.keep({rest: part})
                part.unlink(missing_ok=True)
    return count


def _write(path: Path, data: bytes) -> None:
    with open(path, "wb", opener=owner_only) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    sync(path.parent)


def prove(file: Path, goal: Goal, zone: tzinfo) -> Iterator[str]:
    """What is not as it must be, in a restored database and its media: broken promises, and files that cannot be read."""
    damaged = set(check(file).damaged)
    store = Store(goal.address)
    try:
        with store.read() as db:
            for fault in invariants.faults(db, zone):
                yield f"{fault.promise}: {fault.row}"
    finally:
        store.close()
    with opened(file) as parts:
        keys = (name.removeprefix(MEDIA) for name, _, _ in parts if name.startswith(MEDIA))
        for key in unreadable(goal.media, (key for key in keys if key not in damaged)):
            yield f"a file that cannot be read: {key}"
