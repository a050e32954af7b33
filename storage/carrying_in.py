"""Carried rows on their way into an empty database, and the numbers it goes on from."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, column, func, select, table, text

from storage.carrying import AT_ONCE, Row, Shape


def fill(db: Connection, shape: Shape, carried: Iterator[Row]) -> None:
    """Put rows into an empty table; memory holds a thousand of them."""
    changes = [(at, IN[kind]) for at, (_, kind) in enumerate(shape.columns) if kind in IN]
    if db.dialect.name == "postgresql":
        changes += [(at, _with_zone) for at, (_, kind) in enumerate(shape.columns) if kind == "moment"]
    changed = (_changed(row, changes) for row in carried)
    put = _copy if db.dialect.name == "postgresql" else _insert  # COPY: an INSERT a row would take ten times as long
    put(db, shape, changed)


def _changed(row: Row, changes: Sequence[tuple[int, Callable[[Any], Any]]]) -> Row:
    for at, change in changes:
        if row[at] is not None:
            row[at] = change(row[at])
    return row


def _with_zone(value: str) -> str:
    return f"{value}+00"


IN: dict[str, Callable[[Any], Any]] = {"sealed": b64decode}


def _insert(db: Connection, shape: Shape, carried: Iterator[Row]) -> None:
    marks = ", ".join("?" * len(shape.columns))
    statement = f"INSERT INTO {_quoted(db, shape.name)} ({_listed(db, shape)}) VALUES ({marks})"  # noqa: S608  - names of tables, quoted
    some: list[tuple[Any, ...]] = []
    for row in carried:
        some.append(tuple(row))
        if len(some) == AT_ONCE:
            db.exec_driver_sql(statement, some)
            some = []
    if some:
        db.exec_driver_sql(statement, some)


def _copy(db: Connection, shape: Shape, carried: Iterator[Row]) -> None:
    raw = db.connection.cursor()
    with raw.copy(f"COPY {_quoted(db, shape.name)} ({_listed(db, shape)}) FROM STDIN") as copy:
        for row in carried:
            copy.write_row(row)
    raw.close()


def _quoted(db: Connection, name: str) -> str:
    return db.dialect.identifier_preparer.quote(name)


def _listed(db: Connection, shape: Shape) -> str:
    return ", ".join(_quoted(db, name) for name in shape.names)


# --- numbers that are never given twice -------------------------------------------------------------------------------------


def numbers(db: Connection, every: Sequence[Shape]) -> dict[str, int]:
    """table → the highest number it ever gave to a row, also to one that was deleted since."""
    if db.dialect.name == "sqlite":  # which remembers it for AUTOINCREMENT tables only; of others, the highest there is
        known = db.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'")).scalar()
        given = db.execute(text("SELECT name, seq FROM sqlite_sequence")).all() if known else []
        remembered = dict(given)
    else:
        ask = text("SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence(:quoted, 'id')::regclass), 0)")
        remembered = {
            each.name: db.execute(ask, {"quoted": _quoted(db, each.name)}).scalar_one() for each in _numbered(every)
        }
    found = {}
    for each in _numbered(every):
        highest = db.execute(select(func.max(column("id"))).select_from(table(each.name))).scalar() or 0
        found[each.name] = max(highest, remembered.get(each.name, 0))
    return found


def go_on_from(db: Connection, every: Sequence[Shape], last: dict[str, int]) -> None:
    """From here on each table gives higher numbers than these."""
    for each in _numbered(every):
        number = last.get(each.name, 0)
        if not number:
            continue
        given = {"name": each.name, "number": number}
        if db.dialect.name == "postgresql":
            given["name"] = _quoted(db, each.name)
            db.execute(text("SELECT setval(pg_get_serial_sequence(:name, 'id')::regclass, :number)"), given)
        elif _remembers(db, each.name):
            db.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
            db.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)"), given)


def _numbered(every: Sequence[Shape]) -> list[Shape]:
    return [each for each in every if each.key == ("id",) and ("id", "int") in each.columns]


def _remembers(db: Connection, name: str) -> bool:
    made = db.execute(text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"), {"name": name})
    return "AUTOINCREMENT" in str(made.scalar()).upper()
