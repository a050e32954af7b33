"""The database: one transaction to write in, a consistent look to read with, whichever of the two databases it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import SQLModel

from storage import award_tables, locks, search_index, tables  # noqa: F401 (tables fill SQLModel.metadata)
from storage.engines import SQLITE_VERSION, away, contended, is_postgresql, postgresql_engine, sqlite_engine

__all__ = ["SQLITE_VERSION", "Store", "away", "contended"]

BUSY_SECONDS = 5


class Store:
    """One database: a SQLite file (`Path`) or a PostgreSQL server's (`postgresql+psycopg://…`).

    `write()` belongs to one thread at a time on SQLite, `read()` to any. A lock on the file that somebody else holds is
    waited for as many seconds as `patience` says.
    """

    def __init__(self, address: Path | str, *, patience: float = BUSY_SECONDS) -> None:
        self.address = address
        self.shared = is_postgresql(address)  # may other processes write to it, too?
        if self.shared:
            self._writer = postgresql_engine(str(address), read_only=False)
            self._reader = postgresql_engine(str(address), read_only=True)
        else:
            self.path = Path(address)
            self._writer = sqlite_engine(self.path, patience, read_only=False)
            self._reader = sqlite_engine(self.path, patience, read_only=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, and no other of this kind beside it in any process: committed at the end, undone by any exception."""
        with self._writer.begin() as connection:
            locks.house(connection)
            yield connection

    @contextmanager
    def write_beside(self) -> Iterator[Connection]:
        """One transaction that may run beside those of other processes: it locks what it touches (`storage.locks`)."""
        with self._writer.begin() as connection:
            yield connection

    @contextmanager
    def unchecked(self) -> Iterator[Connection]:
        """A writing transaction in which SQLite does not enforce foreign keys, for rebuilding tables.

        PostgreSQL changes a table in place: there they stay on.
        """
        with self._writer.connect() as connection:
            if self.shared:
                with connection.begin():
                    locks.house(connection)
                    yield connection
                return
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
            search_index.create(connection)

    def close(self) -> None:
        self._reader.dispose()
        self._writer.dispose()
