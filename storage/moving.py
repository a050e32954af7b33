"""A province moves from one database into another, SQLite or PostgreSQL, with nothing running: every row, in one transaction.

Rows are counted and hashed as they leave and again as they were written. The source stays as it was, but for a note that
it was moved; cut short, the target is as empty as before, and the note says that a move was begun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

from sqlalchemy import Connection, inspect, text

from storage import filling, handover
from storage.carrying import NotCarried, Row, Shape, Tally, rows, shapes, tally, version_in
from storage.carrying_in import fill, go_on_from, numbers
from storage.engines import unhurried
from storage.handover import FROM, TO, Move
from storage.store import Store

OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
    " AND backend_type = 'client backend' AND pid != pg_backend_pid()"
)


@dataclass(frozen=True, slots=True)
class Moved:
    """What was carried: rows by table."""

    tables: dict[str, int]

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def shown(address: Path | str) -> str:
    """A database's address without its password, as it may be printed and kept."""
    if isinstance(address, Path):
        return str(address)
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}{parts.path}"


def move(source: Store, address: Path | str, first: Callable[[], None] = lambda: None) -> Moved:
    """Carry all of it into an empty database, after `first` has brought what rows name (media).

    Raises NotEmpty, NotCarried, NewerDatabase, MovedAway.

    Begun again after it was cut short, it starts anew; or, when all had arrived and only the last note was missing, it
    compares both and writes that.
    """
    place = shown(address)
    with source.read() as db:
        refuse_running(db)
        begun = handover.note(db, TO)
        if begun is not None and (begun.whole or begun.place != place):
            handover.refuse_moved(db)
    if begun is not None and _arrived(address, begun):
        moved = _compare(source, address)
    else:
        filling.refuse_full(address)
        begun = begun or Move(token_hex(8), place)
        _note(source, begun)
        moved = _carry_or_let_be(source, address, begun, first)
    _note(source, replace(begun, whole=True))
    return moved


def _note(source: Store, of_move: Move) -> None:
    with source.write() as db:
        handover.put_note(db, TO, of_move)


def _carry_or_let_be(source: Store, address: Path | str, under_way: Move, first: Callable[[], None]) -> Moved:
    """What went wrong leaves no note: the source is what it was. Unless the target cannot say that it is empty."""
    try:
        first()
        return _carry(source, address, under_way)
    except BaseException:
        if not _arrived(address, under_way):
            undo(source)
        raise


def refuse_running(db: Connection) -> None:
    """Whether a process works on this database. SQLite's are known by the lock of the data folder; on PostgreSQL each has its
    connections, and this one is ours. Raises NotCarried."""
    if db.dialect.name != "postgresql":
        return
    others = db.execute(OTHERS).scalar_one()
    if others:
        raise NotCarried(
            f"{others} other connections to this database are open: stop every Báo Công that works on it, on all machines."
        )


def undo(source: Store) -> bool:
    """The source counts again; False when it was not moved. What was carried is left where it is."""
    with source.write() as db:
        return handover.take_note_off(db, TO)


def _carry(source: Store, address: Path | str, under_way: Move) -> Moved:
    tables = {}
    with source.read() as db:
        unhurried(db)
        version = version_in(db)
        if version is None:
            raise NotCarried("The database is still empty: there is nothing to move.")
        every, place = shapes(db), shown(source.address if source.shared else source.path)
        with filling.filling(address, version) as into:
            here = shapes(into)
            if {each.name: each.columns for each in here} != {each.name: each.columns for each in every}:
                raise NotCarried(f"The tables are not as schema {version} has them: start the program once, then move.")
            filling.emptied(into, here)
            for each in every:
                tables[each.name] = _carry_table(db, into, each)
            go_on_from(into, every, numbers(db, every))
            filling.bring_up(into, version)
            handover.put_note(into, FROM, replace(under_way, place=place))
    return Moved(tables)


def _carry_table(db: Connection, into: Connection, shape: Shape) -> int:
    left = Tally()

    def counted() -> Iterator[Row]:
        for row in rows(db, shape):
            left.add(row)
            yield row

    fill(into, shape, counted())
    _same(shape.name, left, tally(into, shape))
    return left.rows


def _arrived(address: Path | str, begun: Move) -> bool:
    """Whether this very move has filled the target: then it was cut short after its end."""
    if isinstance(address, Path) and not address.exists():
        return False
    target = Store(address)
    try:
        with target.read() as db:
            found = handover.note(db, FROM) if inspect(db).has_table("setting") else None
    finally:
        target.close()
    return found is not None and found.number == begun.number


def _compare(source: Store, address: Path | str) -> Moved:
    tables = {}
    target = Store(address)
    try:
        with source.read() as db, target.read() as there:
            unhurried(db)
            unhurried(there)
            for each in shapes(db):
                left = tally(db, each)
                _same(each.name, left, tally(there, each))
                tables[each.name] = left.rows
    finally:
        target.close()
    return Moved(tables)


def _same(name: str, left: Tally, arrived: Tally) -> None:
    if (left.rows, left.hash) != (arrived.rows, arrived.hash):
        raise NotCarried(f"Table {name}: {arrived.rows} rows arrived of {left.rows}, or they are others.")
