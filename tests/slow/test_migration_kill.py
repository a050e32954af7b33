"""kill -9 in the midst of a migration, at one statement after the other: the next start finds the old schema or the new one,
with every row, never anything between; and brings it up.

KILLS (of each kind of database; 5 unless given) and SEED come from the environment; `./run drill schema` kills at every
statement there is.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest
from alembic import command

from storage import engines, search_index
from storage.migrations import HEAD, configuration, upgrade, version_of
from storage.store import Store
from storage.vault import VAULT
from tests.slow.power import mark
from tests.standing import KEY

KILLS = int(os.environ.get("KILLS", "5"))
SEED = int(os.environ.get("SEED", str(random.randrange(10**6))))


def empty(path: Path) -> None:
    """What a first start finds."""
    path.touch()


def of_the_first_release(path: Path) -> None:
    store = Store(path)
    command.upgrade(configuration(store), "0001")
    with store.write() as db:
        for number in range(1, 200):
            db.exec_driver_sql(
                "INSERT INTO person (id, name, author_class, language, created_at) VALUES (?, 'An', '', 'vi', '2026-11-22')",
                (number,),
            )
    store.close()


def in_a_child(path: Path, heard: Callable[[int], None]) -> int:
    """Bring the database up in a process of its own; `heard` is told the number of each statement there. Gives how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        driver, count = vars(engines)["sqlite"], 0
        connect = driver.connect

        def listening(name: str, **options: object) -> object:
            def statement(_: str) -> None:
                nonlocal count
                count += 1
                heard(count)

            connection = connect(name, **options)
            connection.set_trace_callback(statement)
            return connection

        driver.connect = listening
        upgrade(Store(path))
        os._exit(0)
    except BaseException:  # whatever it was: the parent hears that it was no kill
        os._exit(1)


def counted(path: Path) -> int:
    """How many statements it takes."""
    note = path.with_suffix(".count")
    assert in_a_child(path, lambda number: (note.write_text(str(number)), None)[1]) == 0
    return int(note.read_text())


def killed_at(path: Path, place: int) -> None:
    def kill(number: int) -> None:
        if number == place:
            os.kill(os.getpid(), signal.SIGKILL)

    assert in_a_child(path, kill) == -signal.SIGKILL


def content(path: Path) -> str:
    db = apsw.Connection(str(path))
    try:
        assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        return mark(
            db, search_index.NAME
        )  # made after it, in a transaction of its own, by the next start at the latest
    finally:
        db.close()


@pytest.mark.parametrize("base", [empty, of_the_first_release], ids=["empty", "of the first release"])
def test_killed_at_any_statement_a_migration_happened_or_did_not(tmp_path: Path, base: Callable[[Path], None]) -> None:
    print(f"\nSEED={SEED} KILLS={KILLS}", flush=True)
    VAULT.unlock(KEY)
    path, start = tmp_path / "a.db", tmp_path / "start.db"
    base(start)
    shutil.copy(start, path)
    statements = counted(path)
    old, new = content(start), content(path)
    assert old != new
    dice, old_ones = random.Random(SEED), 0
    places = range(1, statements + 1)
    for place in dice.sample(places, min(KILLS, statements)):
        for file in tmp_path.glob("a.db*"):
            file.unlink()
        shutil.copy(start, path)
        killed_at(path, place)
        found = content(path)
        assert found in (old, new), f"SEED={SEED}: half a migration after statement {place}"
        old_ones += found == old
        store = Store(path)
        upgrade(store)
        assert version_of(store) == HEAD
        with store.read() as db:
            assert search_index.ready(db)
        store.close()
        assert content(path) == new, f"SEED={SEED}: statement {place}"
    print(
        f"{statements} statements, killed at {min(KILLS, statements)}: {old_ones} old, the rest new, 0 between",
        flush=True,
    )
