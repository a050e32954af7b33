"""The database a test works on: SQLite, or PostgreSQL when the run asks for it (BAOCONG_TEST_DATABASE=postgresql).

A scene is set once a process and copied for each test: a file, or a database made after a template.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import text

from storage.store import Store
from tests.postgres import server

ON_POSTGRESQL = os.environ.get("BAOCONG_TEST_DATABASE", "sqlite") == "postgresql"


def new_address(folder: Path, name: str = "test.db") -> Path | str:
    """Where an empty database may be made."""
    return server().new_database() if ON_POSTGRESQL else folder / name


class Scene:
    """What `fill` puts into an empty database; set when it is first asked for."""

    def __init__(self, fill: Callable[[Store], None]) -> None:
        self._fill = fill
        self._bytes = b""
        self._template = ""

    def copy(self, folder: Path, name: str = "test.db") -> Path | str:
        """The address of a database of one's own with the scene in it."""
        if ON_POSTGRESQL:
            return server().new_database(self.template())
        (folder / name).write_bytes(self.content())
        return folder / name

    def store(self, folder: Path, name: str = "test.db") -> Store:
        """A store on a copy. On SQLite it does not wait for the disk: no test that uses it cuts the power."""
        store = Store(self.copy(folder, name))
        if not ON_POSTGRESQL:
            raw = store._writer.raw_connection()
            raw.cursor().execute("PRAGMA synchronous=OFF")
            raw.close()
        return store

    def content(self) -> bytes:
        if not self._bytes:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "scene.db"
                self._set(path)
                self._bytes = path.read_bytes()
        return self._bytes

    def template(self) -> str:
        if not self._template:
            address = server().new_database()
            self._set(address)
            self._template = urlsplit(address).path.removeprefix("/")
        return self._template

    def _set(self, address: Path | str) -> None:
        store = Store(address)
        self._fill(store)
        store.close()


def tables(store: Store) -> set[str]:
    """The names of the tables that are there."""
    listed = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if store.shared
        else "SELECT name FROM sqlite_master WHERE type = 'table'"
    )
    with store.read() as db:
        return set(db.execute(text(listed)).scalars())
