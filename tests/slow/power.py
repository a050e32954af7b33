"""A disk whose power can be cut: SQLite runs on a file system of ours (APSW's VFS) that notes every write and every sync.

What was synced is on the platter. What was not may be there, be missing, or be torn within a sector, each sector by itself:
so the order in which it was written says nothing either. A file is there for sure from its first sync on, and gone for sure
when the folder was synced after its deletion, as SQLite does with the first sync of every new journal
(https://sqlite.org/atomiccommit.html, "hardware assumptions"; SQLITE_IOCAP_POWERSAFE_OVERWRITE).
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Event:
    """Something the disk was asked for: write, truncate, sync, delete; or "acknowledged", which asks for nothing."""

    what: str
    name: str = ""
    offset: int = 0
    data: bytes = b""


class _File(apsw.VFSFile):
    def __init__(self, events: list[Event], name: Any, flags: list[int]) -> None:
        super().__init__("unix", name, flags)
        self._events = events
        self._name = Path(name if isinstance(name, str) else name.filename()).name

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802  - SQLite's names
        super().xWrite(data, offset)
        self._events.append(Event("write", self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        super().xTruncate(newsize)
        self._events.append(Event("truncate", self._name, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802
        super().xSync(flags)
        self._events.append(Event("sync", self._name))


class Noting(apsw.VFS):
    """SQLite's usual file system, noted down."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "unix")
        self.events: list[Event] = []

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        if name is None or not flags[0] & (
            apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
        ):
            return apsw.VFSFile("unix", name, flags)  # what is temporary is not expected to survive anything
        return _File(self.events, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001  - SQLite's names and order
        super().xDelete(filename, syncdir)
        self.events.append(Event("delete", Path(filename).name))
        if syncdir:
            self.events.append(Event("sync", Path(filename).name))


@dataclass(frozen=True, slots=True)
class Played:
    """What the disk was asked for, and a mark of everything the database held after each acknowledged transaction."""

    events: list[Event]
    marks: list[str]


def play(statements: Sequence[str], folder: Path) -> Played:
    """Execute these statements on a fresh database. `marks[0]` is the empty one."""
    noting = Noting(f"noting {folder}")
    db = apsw.Connection(str(folder / "a.db"), vfs=f"noting {folder}")
    marks, inside = [mark(db)], False
    for statement in statements:
        for _ in db.execute(statement):
            pass
        if inside and not db.in_transaction:
            marks.append(mark(db))
            noting.events.append(Event("acknowledged"))
        inside = db.in_transaction
    events = list(noting.events)  # the power goes before anybody closes anything
    db.close()
    return Played(events, marks)


def mark(db: apsw.Connection, but: str = "\0") -> str:
    """A hash of every table, its shape and its rows; `but` is how those begin that do not count."""
    digest = hashlib.blake2b()
    for name, shape in db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
        if str(name).startswith(but):
            continue
        rows = db.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608  - names of our own tables
        lines = sorted(
            line.strip(" \t,") for line in str(shape).splitlines()
        )  # rebuilt tables name their constraints in any order
        digest.update(repr((name, lines, rows)).encode())
    return digest.hexdigest()


class Disk:
    """What is on the platter, and what is still on its way there."""

    def __init__(self) -> None:
        self._platter: dict[str, bytearray] = {}
        self._pending: list[Event] = []

    def take(self, event: Event) -> None:
        if event.what == "sync":
            folder = event.name not in self._platter  # SQLite syncs the folder too when it first syncs a new journal
            waiting, self._pending = self._pending, []
            for each in waiting:
                if each.name == event.name or (folder and each.what == "delete"):
                    _apply(self._platter, each)
                else:
                    self._pending.append(each)
        elif event.what != "acknowledged":
            self._pending.append(event)

    def after_a_cut(self, dice: random.Random) -> dict[str, bytearray]:
        """The files as the next start finds them."""
        files = {name: bytearray(content) for name, content in self._platter.items()}
        chance = dice.choice((0.0, 0.1, 0.5, 0.9, 1.0))  # of each thing that was on its way
        for event in self._pending:
            if event.what != "write":
                if dice.random() < chance:
                    _apply(files, event)
                continue
            for start in range(0, len(event.data), SECTOR):
                if dice.random() < chance:
                    piece = event.data[start : start + SECTOR]
                    torn = piece[: dice.randrange(len(piece) + 1)] if dice.random() < 0.1 else piece
                    _apply(files, Event("write", event.name, event.offset + start, torn))
        return files


def _apply(files: dict[str, bytearray], event: Event) -> None:
    if event.what == "delete":
        files.pop(event.name, None)
        return
    content = files.setdefault(event.name, bytearray())
    if event.what == "truncate":
        del content[event.offset :]
        return
    end = event.offset + len(event.data)
    content.extend(bytes(max(0, end - len(content))))
    content[event.offset : end] = event.data


@dataclass(frozen=True, slots=True)
class Found:
    """What a start after a cut found: how many transactions had been acknowledged, and which state is there."""

    acknowledged: int
    check: str
    state: str


def cuts(played: Played, places: Sequence[int], dice: random.Random, folder: Path) -> Iterator[Found]:
    """Cut the power before each of these events, start again on what is left, and look."""
    disk, acknowledged, done = Disk(), 0, 0
    for number, place in enumerate(sorted(places)):
        for event in played.events[done:place]:
            disk.take(event)
            acknowledged += event.what == "acknowledged"
        done = place
        home = folder / f"cut-{number}"
        home.mkdir()
        for name, content in disk.after_a_cut(dice).items():
            (home / name).write_bytes(content)
        yield Found(acknowledged, *_look(home / "a.db"))
        for file in home.iterdir():
            file.unlink()
        home.rmdir()


def _look(path: Path) -> tuple[str, str]:
    db = apsw.Connection(str(path))
    try:
        return str(db.execute("PRAGMA quick_check").fetchall()[0][0]), mark(db)
    except apsw.Error as error:
        return type(error).__name__, ""
    finally:
        db.close()
