"""A database that is filled with carried rows, whole or not at all.

SQLite: a file beside the one it will be, which takes its name at the end. PostgreSQL: one transaction, the schema in it.
Whatever ends in the middle leaves nothing that a start would take for a database.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, inspect, text

from storage.carrying import NotCarried, NotDone, Shape
from storage.engines import unhurried
from storage.handover import half_of
from storage.media import sync
from storage.migrations import HEAD, NewerDatabase, configuration
from storage.store import Store


class NotEmpty(NotDone):
    """There is something already where all was to go."""


class _Inside(Store):
    """The migrations ask a store for a transaction: this one is open already, and they leave its end to us."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    @contextmanager
    def unchecked(self) -> Iterator[Connection]:
        yield self._db


def refuse_full(address: Path | str) -> None:
    """Raises NotEmpty when there is anything that could be overwritten."""
    if isinstance(address, Path):
        if address.exists():
            raise NotEmpty(f"{address} exists already: only an empty place is filled. Move it away first.")
        return
    store = Store(address)
    try:
        with store.read() as db:
            found = inspect(db).get_table_names()
    finally:
        store.close()
    if found:
        raise NotEmpty(f"The PostgreSQL database holds {len(found)} tables already: only an empty one is filled.")


@contextmanager
def filling(address: Path | str, schema: str) -> Iterator[Connection]:
    """A transaction in an empty database of this schema; what it holds at the end is there from then on, or nothing is.

    Raises NotEmpty, and NewerDatabase for a schema that this release does not know.
    """
    if schema > HEAD:
        raise NewerDatabase(f"This is of schema {schema}, which this release does not know. Take the newer release.")
    refuse_full(address)
    with _file(address) if isinstance(address, Path) else _server(address) as db:
        command.upgrade(configuration(_Inside(db)), schema)
        yield db


def bring_up(db: Connection, schema: str) -> None:
    """From the schema the rows came with to this release's."""
    if schema != HEAD:
        command.upgrade(configuration(_Inside(db)), "head")


def emptied(db: Connection, every: Sequence[Shape]) -> None:
    """Without what migrations may have put in by themselves: the carried rows hold it already."""
    for each in reversed(every):
        db.execute(text(f"DELETE FROM {db.dialect.identifier_preparer.quote(each.name)}"))  # noqa: S608  - names of tables, quoted


@contextmanager
def _file(path: Path) -> Iterator[Connection]:
    half = half_of(path)
    with _held(half):
        for left in (half, *_beside(half)):
            left.unlink(missing_ok=True)
        half.touch(0o600)  # what SQLite opens, it leaves as it is
        store = Store(half)
        try:
            with store.unchecked() as db:
                yield db
                _refuse_orphans(db)
        except BaseException:
            store.close()
            for left in (half, *_beside(half)):
                left.unlink(missing_ok=True)
            raise
        store.close()  # the last connection to close brings the journal home
        sync(half)
        half.replace(path)
        sync(path.parent)


def _refuse_orphans(db: Connection) -> None:
    """What PostgreSQL looks at row by row."""
    lost = db.execute(text("SELECT count(*) FROM pragma_foreign_key_check")).scalar_one()
    if lost:
        raise NotCarried(f"{lost} rows have lost the rows they belong to.")


@contextmanager
def _held(half: Path) -> Iterator[None]:
    """One at a time. The lock lies beside the file, which comes and goes."""
    lock = half.with_name(half.name + ".lock")
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise NotEmpty(f"{half} is being filled by another process.") from None
        try:
            yield
        finally:
            lock.unlink()
    finally:
        os.close(descriptor)


def _beside(path: Path) -> list[Path]:
    return [path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")]


@contextmanager
def _server(address: str) -> Iterator[Connection]:
    store = Store(address)
    try:
        with store.unchecked() as db:
            unhurried(db)
            yield db
    finally:
        store.close()
