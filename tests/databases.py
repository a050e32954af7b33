"""The database a test works on: SQLite, or PostgreSQL when the run asks for it (BAOCONG_TEST_DATABASE=postgresql).

A scene is set once a process and copied for each test: a file, or a database made after a template. To make a database takes
PostgreSQL as long as a whole short test: those of stores that were closed are set back to the scene and lent again.
"""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from sqlalchemy import Connection, text

from storage.store import Store
from tests.postgres import server

# What a scene's database brings along to be set back: a copy of its rows, and what its sequences and its tables were.
# The rows belong together, so no foreign key is asked while they are put back.
KEEP = """
CREATE SCHEMA scene;
CREATE FUNCTION scene.shape() RETURNS text LANGUAGE sql AS $$
  SELECT md5(string_agg(c.relname || a.attname || a.atttypid || a.attnotnull, ' ' ORDER BY c.relname, a.attnum))
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped
$$;
CREATE TABLE scene.kept AS SELECT scene.shape() AS shape;
CREATE TABLE scene.numbers AS SELECT format('public.%I', sequencename) AS name, last_value AS last
  FROM pg_sequences WHERE schemaname = 'public';
DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE scene.%I AS TABLE public.%I', 'of_' || one, one);
  END LOOP;
END $$;
CREATE FUNCTION scene.set_back() RETURNS boolean LANGUAGE plpgsql AS $$ DECLARE one text; BEGIN
  IF scene.shape() <> (SELECT shape FROM scene.kept) THEN RETURN false; END IF;
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DELETE FROM public.%I', one);
    EXECUTE format('INSERT INTO public.%I TABLE scene.%I', one, 'of_' || one);
  END LOOP;
  PERFORM setval(name::regclass, coalesce(last, 1), last IS NOT NULL) FROM scene.numbers;
  RETURN true;
END $$;
"""

_opened: list[Store] = []  # for one test: they end with it
_several = [False]  # is what is being set up, the innermost last, for several tests?

END_OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""

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
        self._closed: list[tuple[str, str]] = []  # databases of stores that were closed, and in which test

    def copy(self, folder: Path, name: str = "test.db") -> Path | str:
        """The address of a database of one's own with the scene in it."""
        if ON_POSTGRESQL:
            return server().new_database(self.template())
        (folder / name).write_bytes(self.content())
        return folder / name

    def store(self, folder: Path, name: str = "test.db") -> Store:
        """A store on a copy. On SQLite it does not wait for the disk: no test that uses it cuts the power."""
        if ON_POSTGRESQL:
            lent = _Lent(self.lend(), self.give_back)
            if not _several[-1]:
                _opened.append(lent)
            return lent
        store = Store(self.copy(folder, name))
        raw = store._writer.raw_connection()
        raw.cursor().execute("PRAGMA synchronous=OFF")
        raw.close()
        return store

    def lend(self) -> str:
        """A database like `copy`'s: one that an earlier test has left, set back, if there is any."""
        for place, (address, left_in) in enumerate(self._closed):
            if left_in != _this_test():  # a test may come back to what it closed
                del self._closed[place]
                return address if _set_back(address) else server().new_database(self.template())
        return server().new_database(self.template())

    def give_back(self, address: str) -> None:
        self._closed.append((address, _this_test()))

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
            self._template = _name(address)
            server().run(KEEP, self._template)
        return self._template

    def _set(self, address: Path | str) -> None:
        store = Store(address)
        self._fill(store)
        store.close()


class _Lent(Store):
    """A store on a lent database."""

    def __init__(self, address: str, give_back: Callable[[str], None]) -> None:
        super().__init__(address)
        self._give_back: Callable[[str], None] | None = give_back

    def close(self) -> None:
        super().close()
        if self._give_back is not None:
            self._give_back(str(self.address))
            self._give_back = None


@cache
def _caretaker(address: str) -> Any:
    """A connection that stays, because a second use takes a third of the first one's time."""
    at = server()
    opened = psycopg.connect(host=str(at.folder), port=at.port, user="baocong", dbname=_name(address), autocommit=True)
    atexit.register(opened.close)
    return opened


@contextmanager
def lasting(*, several: bool) -> Iterator[None]:
    """What is opened meanwhile is for several tests, or for one."""
    _several.append(several)
    try:
        yield
    finally:
        _several.pop()


def close_opened() -> None:
    """A test is over: what it opened and left is closed. PostgreSQL's driver minds, SQLite's does not."""
    while _opened:
        _opened.pop().close()


def _set_back(address: str) -> bool:
    """Put the rows of the scene back; False when its tables were changed."""
    _caretaker(address).execute(END_OTHERS)  # what a test has left open
    (done,) = _caretaker(address).execute("SELECT scene.set_back()").fetchone()
    return bool(done)


def _name(address: str) -> str:
    return urlsplit(address).path.removeprefix("/")


def _this_test() -> str:
    """Its node, without the phase: a fixture that ends belongs to the test it was for."""
    return os.environ.get("PYTEST_CURRENT_TEST", "").rsplit(" ", 1)[0]


def tables(store: Store) -> set[str]:
    """The names of the tables that are there."""
    listed = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        if store.shared
        else "SELECT name FROM sqlite_master WHERE type = 'table'"
    )
    with store.read() as db:
        return set(db.execute(text(listed)).scalars())


def rows_of(db: Connection, table: str) -> list[tuple[Any, ...]]:
    """Every row as it lies there, nothing read by a model: what is sealed stays sealed."""
    return sorted((tuple(row) for row in db.exec_driver_sql(f'SELECT * FROM "{table}"')), key=repr)  # noqa: S608  - our own names


def stolen(store: Store) -> str:
    """What a copy of the database reveals to whoever has it and not the key."""
    with store.read() as db:
        rows = "".join(f"{name}: {rows_of(db, name)}" for name in sorted(tables(store)))
    files = [] if store.shared else store.path.parent.glob(f"{store.path.name}*")
    return rows + "".join(file.read_bytes().decode("latin-1") for file in files)
