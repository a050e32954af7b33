"""The database: one writing connection, read-only ones beside it, and the way up to the newest schema.

SQLite in WAL with synchronous=FULL: an answer given is an answer that survives power loss. Exactly one connection ever
writes; the others open the file `mode=ro`, so SQLite's WAL-reset race (before 3.51.3) cannot begin.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool
from sqlmodel import SQLModel

from storage import award_tables, tables  # noqa: F401 (fill SQLModel.metadata)

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:  # no wheel for this platform: the one-writer rule alone must do
    sqlite = sqlite3

SQLITE_VERSION: str = sqlite.sqlite_version
BUSY_SECONDS = 5

# Result codes that speak of the file, the disk or the memory, not of what was asked (https://sqlite.org/rescode.html):
# busy, locked, no memory, read-only, I/O error, corrupt, full, cannot be opened, protocol, not a database.
AWAY_CODES = {5, 6, 7, 8, 10, 11, 13, 14, 15, 26}


def away(error: BaseException) -> bool:
    """Whether the database could not be reached or written at all: then no message is to blame, and trying again helps."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in AWAY_CODES


class Store:
    """One database file. `write()` belongs to one thread at a time; `read()` to any. A lock that somebody else holds is
    waited for as many seconds as `patience` says."""

    def __init__(self, path: Path, *, patience: float = BUSY_SECONDS) -> None:
        self.path = path
        self._writer = _engine(path, patience, read_only=False)
        self._reader = _engine(path, patience, read_only=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, BEGIN IMMEDIATE: committed at the end, undone by any exception."""
        with self._writer.begin() as connection:
            yield connection

    @contextmanager
    def unchecked(self) -> Iterator[Connection]:
        """A writing transaction in which foreign keys are not enforced, for rebuilding tables."""
        with self._writer.connect() as connection:
            raw = connection.connection.dbapi_connection
            assert raw is not None  # noqa: S101 (a connection that is open has one)
            raw.cursor().execute("PRAGMA foreign_keys=OFF")
            try:
                with connection.begin():
                    yield connection
            finally:
                raw.cursor().execute("PRAGMA foreign_keys=ON")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent look at what is committed."""
        with self._reader.connect() as connection:
            yield connection

    def create(self) -> None:
        """The schema as the models say, for tests; a real database comes from `storage.migrations.upgrade`."""
        with self.write() as connection:
            SQLModel.metadata.create_all(connection)

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()


def _engine(path: Path, patience: float, *, read_only: bool) -> Engine:
    def connect() -> Any:
        name = f"file:{quote(str(path))}?mode=ro" if read_only else str(path)
        connection = sqlite.connect(
            name,
            uri=read_only,
            isolation_level=None,
            check_same_thread=False,
            timeout=patience,
            cached_statements=256,
        )
        connection.execute("PRAGMA foreign_keys=ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        return connection

    pool = {"poolclass": QueuePool, "pool_size": 4, "max_overflow": 12} if read_only else {"poolclass": StaticPool}
    engine = create_engine("sqlite://", creator=connect, module=sqlite, hide_parameters=True, **pool)

    # SQLAlchemy's default begin loses updates on SQLite: say BEGIN ourselves, and take the write lock at once.
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine
