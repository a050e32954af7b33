"""Backup, restore and the move between SQLite and PostgreSQL: the same rows everywhere, under load, and under kill -9.

The environment says how often and which: CARRIES (3 unless given) and SEED (printed; a failure replays by it).
`./run drill carry` runs the long one.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from bot.keeping import places_of
from storage import handover, outbox
from storage.backup import Source, back_up
from storage.carrying import NotCarried
from storage.filling import NotEmpty, refuse_full
from storage.folder import DataFolder
from storage.handover import FROM, TO, HalfMade
from storage.moving import move
from storage.restore import Goal, restore
from storage.store import Store
from storage.tables import Audit, Outbox, Setting, of
from storage.vault import VAULT
from tests.every_row import NAME, ROWS, content, made
from tests.postgres import server
from tests.standing import KEY, settings_for
from tests.test_backup import NOW

CARRIES = int(os.environ.get("CARRIES", "3"))
SEED = int(os.environ.get("SEED", str(random.randrange(10**6))))
KINDS = ("sqlite", "postgresql")
MANY = 3_000  # rows of the drill: long enough to be killed in the middle

Address = Path | str
Content = dict[str, list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def unlocked() -> None:
    VAULT.unlock(KEY)


def address(kind: str, folder: Path, name: str = "a.db") -> Address:
    """A place where nothing is yet."""
    return folder / name if kind == "sqlite" else server().new_database()


def goal_at(place: Address, folder: Path) -> Goal:
    data = DataFolder(folder)
    data.make()
    return Goal(place, *places_of(settings_for(folder), data), data.spool)


def source_of(store: Store, folder: Path) -> Source:
    data = DataFolder(folder)
    data.make()
    return Source(store, *places_of(settings_for(folder), data))


def rows_in(place: Address) -> Content:
    """Without what is about one database only, and without what a restore changes."""
    store = Store(place)
    try:
        found = content(store)
    finally:
        store.close()
    found["setting"] = [row for row in found["setting"] if row["name"] not in (TO, FROM)]
    return {name: rows for name, rows in found.items() if name != "lease"}


# --- the same rows everywhere -----------------------------------------------------------------------------------------------


def test_there_and_back_again(tmp_path: Path) -> None:
    """SQLite → PostgreSQL → SQLite: every kind of value in every table; and each goes on from the number it had come to."""
    first, there, back = tmp_path / "a.db", address("postgresql", tmp_path), tmp_path / "b.db"
    store = made(first)
    with store.write() as db:
        outbox.put(db, [{"key": "x", "channel": "web", "address": "w", "body": {}, "due_at": NOW}])
        db.execute(text("DELETE FROM outbox WHERE key = 'x'"))
    before = rows_in(first)
    one = move(store, there)
    store.close()
    assert rows_in(there) == before
    middle = Store(there)
    two = move(middle, back)
    middle.close()
    assert (rows_in(back), one) == (before, two)
    for place in (there, back):
        store = Store(place)
        with store.write() as db:
            outbox.put(db, [{"key": "x", "channel": "web", "address": "w", "body": {}, "due_at": NOW}])
            db.execute(insert(of(Audit)).values(at=NOW, act="a", subject="s"))
            assert db.execute(select(of(Outbox).c.id).where(of(Outbox).c.key == "x")).scalar() == ROWS + 2
            assert db.execute(select(of(Audit).c.id).where(of(Audit).c.act == "a")).scalar() == ROWS + 1
        store.close()


@pytest.mark.parametrize(("kind", "into"), list(product(KINDS, KINDS)))
def test_an_archive_of_either_is_restored_into_either(kind: str, into: str, tmp_path: Path) -> None:
    place, target = address(kind, tmp_path), address(into, tmp_path, "b.db")
    store = made(place)
    manifest = back_up(source_of(store, tmp_path / "one"), tmp_path / "b.tar", release="0.1", now=NOW)
    store.close()
    done = restore(tmp_path / "b.tar", goal_at(target, tmp_path / "two"), NOW)
    assert (rows_in(target), done.manifest, manifest.database) == (rows_in(place), manifest, kind)
    with pytest.raises(NotEmpty):
        restore(tmp_path / "b.tar", goal_at(target, tmp_path / "two"), NOW)


def test_a_backup_of_a_loaded_server_is_of_one_moment(tmp_path: Path) -> None:
    """Four that write, each row in two tables that are read at different times."""
    place = address("postgresql", tmp_path)
    store = made(place)
    stop, count = threading.Event(), [0] * 4
    under_way = threading.Barrier(5)

    def write(which: int) -> None:
        while not stop.is_set():
            with store.write_beside() as db:
                db.execute(insert(of(Audit)).values(at=NOW, act="load", subject="", note=NAME))
                db.execute(insert(of(Setting)).values(name=f"load.{which}.{count[which]}", value=NAME))
            count[which] += 1
            if count[which] == 50:
                under_way.wait(30)

    writers = [threading.Thread(target=write, args=(which,)) for which in range(4)]
    for writer in writers:
        writer.start()
    under_way.wait(30)
    before = sum(count)
    manifest = back_up(source_of(store, tmp_path / "one"), tmp_path / "b.tar", release="0.1", now=NOW)
    during = sum(count) - before
    stop.set()
    for writer in writers:
        writer.join()
    store.close()
    rows = {each.name: each.rows for each in manifest.tables}
    assert during > 0
    assert (rows["audit"] - ROWS, rows["setting"] >= before) == (rows["setting"], True)


def test_a_server_that_is_worked_with_is_not_moved_and_a_full_one_not_filled(tmp_path: Path) -> None:
    place = address("postgresql", tmp_path)
    store, other = made(place), Store(place)
    with store.read() as db:
        db.execute(text("SELECT 1"))
        with pytest.raises(NotCarried, match="other connections to this database are open"):
            move(other, tmp_path / "b.db")
    store.close()
    other.close()
    lite = made(tmp_path / "a.db")
    with pytest.raises(NotEmpty, match="tables already"):
        move(lite, place)
    lite.close()
    assert not (tmp_path / "b.db").exists()


# --- kill -9 ----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scene:
    """A data folder, its archive, and its rows."""

    folder: Path
    archive: Path
    rows: Content


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    VAULT.unlock(KEY)
    folder = tmp_path_factory.mktemp("scene")
    (folder / "secret.key").write_bytes(KEY)
    store = made(folder / "baocong.db")
    with store.write() as db:
        db.execute(
            insert(of(Audit)), [{"at": NOW, "act": "many", "subject": f"{n}", "note": NAME} for n in range(MANY)]
        )
    back_up(source_of(store, folder), folder / "b.tar", release="0.1", now=NOW)
    store.close()
    return Scene(folder, folder / "b.tar", rows_in(folder / "baocong.db"))


def ended(words: list[str], folder: Path, url: str, after: float | None) -> tuple[bool, float]:
    """The command, killed after so many seconds; whether it came to its own end, and how long it took."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("BAOCONG_")}
    environment = {**ours, "BAOCONG_DATA_DIR": str(folder), "BAOCONG_DEMO": "false", "BAOCONG_DATABASE_URL": url}
    began = perf_counter()
    process = subprocess.Popen(  # noqa: S603  - our own program
        [sys.executable, "-m", "bot", *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        said, _ = process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return False, perf_counter() - began
    assert process.returncode == 0, said.decode()
    return True, perf_counter() - began


def state_of(place: Address) -> str:
    """What is there: nothing, half of it (which no start takes for a database), or all."""
    try:
        refuse_full(place)
    except NotEmpty:
        return "all"
    with suppress(HalfMade):
        if isinstance(place, Path):
            handover.refuse_half(place)
        return "nothing"
    return "half"


def was_moved(place: Path) -> bool:
    """Whether the source knows that all has arrived: then only the last words were cut short."""
    store = Store(place)
    with store.read() as db:
        note = handover.note(db, TO)
    store.close()
    return note is not None and note.whole


def test_killed_at_any_moment_there_is_all_of_it_or_nothing_and_done_again_it_is_whole(
    scene: Scene, tmp_path: Path
) -> None:
    print(f"\nSEED={SEED} CARRIES={CARRIES}")
    dice, usual, told = random.Random(SEED), dict[str, float](), Counter[str]()
    for number in range(CARRIES):
        act, into = ("restore", "migrate-to")[number % 2], KINDS[number // 2 % 2]
        folder = tmp_path / str(number)
        shutil.copytree(scene.folder, folder)
        target = address(into, folder, "target.db")
        url = target if isinstance(target, str) else f"sqlite:///{target}"
        words, at = (["restore", str(folder / "b.tar")], url) if act == "restore" else (["migrate-to", url], "")
        took = usual.get(f"{act} {into}", 2.0)
        whole, seconds = ended(words, folder, at, dice.uniform(took * 0.5, took * 1.05))
        state = state_of(target)
        told[f"{act} {into}: {state}"] += 1
        assert state == "all" or not whole
        if act == "migrate-to":
            assert rows_in(folder / "baocong.db") == scene.rows
        if not whole and not (was_moved(folder / "baocong.db") if act == "migrate-to" else state == "all"):
            _, seconds = ended(words, folder, at, None)
        assert rows_in(target) == scene.rows
        usual[f"{act} {into}"] = seconds
        shutil.rmtree(folder)
    print(dict(told))
