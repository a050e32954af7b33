"""A backup while the program runs: the rows of one moment, then every file they name, in one archive.

Rows first, from one snapshot; media afterwards, which are never changed, only deleted: what went in between is named in the
manifest as gone. The archive has its name only when it is whole, on the disk, and was read back.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from storage import outbox
from storage.archive import SECRET, Packing, check
from storage.carrying import NotCarried, NotDone, Row, Shape, Tally, rows, shapes, version_in
from storage.carrying_in import numbers
from storage.engines import unhurried
from storage.folder import owner_only
from storage.manifest import Manifest, Part
from storage.media import Media, MediaMissing, sync
from storage.media_keys import MediaKeys
from storage.store import Store
from storage.tables import Inbox, Outbox, Photo, Talk, of
from storage.uploads import REF, Uploads
from storage.vault import VAULT

PHOTOS = (".jpg", ".png")  # small enough to be held; exports are streamed


class FileThere(NotDone):
    """A file of that name exists."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up. `spools` and `uploads` hold what is on its way into the database."""

    store: Store
    media: Media
    uploads: Uploads
    spools: Sequence[Path] = ()  # a folder for each process that ever worked here
    key: bytes | None = None  # packed only when the operator says so


def key_mark() -> str:
    """By which the key of this process is known, without giving anything of it away."""
    return VAULT.fingerprint("the key of a backup")


def back_up(source: Source, file: Path, *, release: str, now: datetime, verify: bool = True) -> Manifest:
    """Make an archive. Raises FileThere, WrongKey, NotCarried, OSError; then there is no archive."""
    if file.exists():
        raise FileThere(f"{file} exists already; a backup overwrites nothing.")
    part = file.with_name(f"{file.name}.part")
    try:
        with open(part, "wb", opener=owner_only) as growing:
            manifest = _pack(source, Packing(growing, now), release, now)
            growing.flush()
            os.fsync(growing.fileno())
        if verify:
            check(part)
        part.rename(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync(file.parent)
    return manifest


def _pack(source: Source, packing: Packing, release: str, now: datetime) -> Manifest:
    keys = MediaKeys()
    try:
        for spool in source.spools:
            _pack_spool(packing, spool)  # before the snapshot: taken in meanwhile, it is in both, and counts once
        with source.store.read() as db:
            version = _begin(db)
            _pack_uploads(packing, db, source.uploads)  # at once: their clean copies would go under another name
            every = shapes(db)
            parts = tuple(_pack_table(packing, db, each, keys) for each in every)
            last, counters, kind = numbers(db, every), _counters(db), db.dialect.name
        gone, damaged = _pack_media(packing, source.media, keys)
    finally:
        keys.close()
    if source.key is not None:
        packing.put(SECRET, source.key)
    manifest = Manifest(
        release=release,
        schema_version=version,
        made_at=now.isoformat(),
        database=kind,
        key_mark=key_mark(),
        tables=parts,
        numbers=last,
        counters=counters,
        media=packing.media,
        gone=tuple(gone),
        damaged=tuple(damaged),
        unopened=keys.unopened,
        members=dict(packing.members),
    )
    packing.end(manifest)
    return manifest


def _begin(db: Connection) -> str:
    """The snapshot stands from the first look on. Gives the schema's version; raises WrongKey, NotCarried."""
    unhurried(db)
    version = version_in(db)
    if version is None:
        raise NotCarried("The database is still empty: there is nothing to back up.")
    outbox.newest(db)
    return version


def _pack_table(packing: Packing, db: Connection, shape: Shape, keys: MediaKeys) -> Part:
    counted = Tally()

    def lines(carried: Iterator[Row]) -> Iterator[str]:
        for row in keys.look(shape, carried):
            yield counted.add(row)

    members = packing.put_lines(shape.name, lines(rows(db, shape)))
    return Part(
        name=shape.name,
        columns=shape.columns,
        key=shape.key,
        rows=counted.rows,
        hash=counted.hash,
        members=members,
    )


def _counters(db: Connection) -> dict[str, dict[str, int]]:
    """How many messages were answered and how many stand where: what people compare after a restore."""
    out, came, talk = of(Outbox), of(Inbox), of(Talk)
    answered = db.execute(select(func.coalesce(func.sum(talk.c.version), 0))).scalar_one()
    left: dict[str, int] = dict(db.execute(select(out.c.state, func.count()).group_by(out.c.state)).all())
    arrived: dict[str, int] = dict(db.execute(select(came.c.state, func.count()).group_by(came.c.state)).all())
    return {"talk": {"steps": int(answered)}, "outbox": left, "inbox": arrived}


def _pack_spool(packing: Packing, spool: Path) -> None:
    """Payloads are named by their moment: of two of the same one, from two folders, the second comes a nanosecond later."""
    for path in sorted(spool.glob("[0-9]*.json")):
        with suppress(FileNotFoundError):  # taken in at this very moment
            data, moment = path.read_bytes(), int(path.stem)
            while f"spool/{moment:020}.json" in packing.members:
                moment += 1
            packing.put(f"spool/{moment:020}.json", data)


def _pack_uploads(packing: Packing, db: Connection, uploads: Uploads) -> None:
    """Photos whose rows still wait for them. One that is made clean at this very moment will be asked for again."""
    photo = of(Photo)
    waiting = db.execute(select(photo.c.ref).where(photo.c.state == "pending").order_by(photo.c.ref)).scalars().all()
    for ref in filter(REF.fullmatch, waiting):
        with suppress(MediaMissing):
            packing.put(f"uploads/{ref}", uploads.get(ref))


def _pack_media(packing: Packing, media: Media, keys: MediaKeys) -> tuple[Sequence[str], Sequence[str]]:
    """Gives the keys of which there are no bytes, and those whose bytes are others."""
    gone, damaged = [], []
    for key in keys:
        try:
            if key.endswith(PHOTOS):
                data = media.get(key)
                right = packing.put_media(key, len(data), io.BytesIO(data))
            else:
                with media.open(key) as file:
                    right = packing.put_media(key, media.size(key), file)
        except MediaMissing:
            gone.append(key)
            continue
        if not right:
            damaged.append(key)
    return gone, damaged
