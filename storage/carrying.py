"""Rows as they are carried from one database into another, or into an archive: the same values on SQLite and PostgreSQL.

A carried row is a list of what JSON can hold, in the order of the columns. What is sealed stays sealed; JSON stays the text
that was written; a moment is UTC to the microsecond. Tables, columns and their order are asked of the database itself, so
that one of an older release can be carried, too.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from graphlib import TopologicalSorter
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Inspector,
    Integer,
    LargeBinary,
    Select,
    String,
    Text,
    cast,
    column,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy.types import TypeEngine

AT_ONCE = 1_000  # rows held while they are carried
VERSION = "alembic_version"  # made by the migrations, never carried
NOTES = ("moved-to", "moved-from")  # rows of `setting` that are about the database they lie in, and stay there

KINDS: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Boolean, "bool"),
    (DateTime, "moment"),
    (Date, "date"),
    (JSON, "json"),
    (LargeBinary, "sealed"),
    (Integer, "int"),
    (Float, "float"),
    (String, "text"),
)

Row = list[Any]
_text_of = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class NotDone(Exception):
    """Backing up, restoring or moving does not happen; one sentence says why, and what to do."""


class NotCarried(NotDone):
    """These rows cannot be carried."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as it is carried: (column, kind) by name, and the columns of its primary key."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.columns]


@dataclass(slots=True)
class Tally:
    """How many rows there were, and a hash of all of them that does not depend on their order."""

    rows: int = 0
    total: int = field(default=0, repr=False)

    def add(self, row: Row) -> str:
        """Count a row; gives it as a line."""
        line = _text_of(row)
        self.rows += 1
        self.total += int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")
        return line

    @property
    def hash(self) -> str:
        return f"{self.total % (1 << 256):064x}"


def of_line(line: bytes) -> Row:
    """The row of a line."""
    row: Row = json.loads(line)
    return row


def version_in(db: Connection) -> str | None:
    """The schema version of what is connected to; None where there is nothing yet."""
    if not inspect(db).has_table(VERSION):
        return None
    found: str | None = db.execute(select(column("version_num")).select_from(table(VERSION))).scalar()
    return found


# --- which tables ---------------------------------------------------------------------------------------------------------


def shapes(db: Connection) -> list[Shape]:
    """Every table that is carried, parents before their children."""
    look = inspect(db)
    names = sorted(set(look.get_table_names()) - {VERSION} - _made_by_sqlite(db))
    above = {name: sorted({each["referred_table"] for each in look.get_foreign_keys(name)} - {name}) for name in names}
    return [_shape(look, name) for name in TopologicalSorter(above).static_order()]


def _made_by_sqlite(db: Connection) -> set[str]:
    """Tables of a search index: virtual ones and what lies behind them. They follow from the rows, by triggers."""
    if db.dialect.name != "sqlite":  # only SQLite keeps an index in tables
        return set()
    rows = db.execute(text("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type != 'table'"))
    return set(rows.scalars())


def _shape(look: Inspector, name: str) -> Shape:
    """Columns by their names: in which order they lie depends on which releases the database has gone through."""
    found = sorted(look.get_columns(name), key=lambda each: each["name"])
    columns = tuple((each["name"], _kind(name, each["name"], each["type"])) for each in found)
    return Shape(name, columns, tuple(look.get_pk_constraint(name)["constrained_columns"]))


def _kind(table_name: str, name: str, type_: TypeEngine[Any]) -> str:
    for known, kind in KINDS:
        if isinstance(type_, known):
            return kind
    raise NotCarried(f"{table_name}.{name} is of a type that this release cannot carry.")


# --- out of a database ----------------------------------------------------------------------------------------------------


def rows(db: Connection, shape: Shape) -> Iterator[Row]:
    """Every row of a table, by its key, read as it is asked for."""
    changes = [(at, OUT[kind]) for at, (_, kind) in enumerate(shape.columns) if kind in OUT]
    for some in db.execute(_query(shape), execution_options={"yield_per": AT_ONCE}).partitions():
        for found in some:
            row = list(found)
            for at, change in changes:
                if row[at] is not None:
                    row[at] = change(row[at])
            yield row


def tally(db: Connection, shape: Shape) -> Tally:
    """What a table holds, counted and hashed."""
    counted = Tally()
    for row in rows(db, shape):
        counted.add(row)
    return counted


def _query(shape: Shape) -> Select[*tuple[Any, ...]]:
    """Columns without a type, so that nothing is opened on the way; JSON as the text it was written as."""
    columns = [cast(column(name), Text).label(name) if kind == "json" else column(name) for name, kind in shape.columns]
    query = select(*columns).select_from(table(shape.name, *(column(name) for name in shape.names)))
    query = query.order_by(*(column(name) for name in shape.key))
    return query.where(column("name").not_in(NOTES)) if shape.name == "setting" else query


def _moment(value: Any) -> str:
    """SQLite holds moments as texts in this very form, PostgreSQL as moments in the zone of the session."""
    if isinstance(value, str):
        return value if len(value) == len("2026-11-28 18:30:00.000000") else _moment(datetime.fromisoformat(value))
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return str(aware.strftime("%Y-%m-%d %H:%M:%S.%f"))


def _date(value: str | date) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _sealed(value: bytes | memoryview) -> str:
    return b64encode(value).decode()


OUT: dict[str, Callable[[Any], Any]] = {"moment": _moment, "date": _date, "sealed": _sealed, "bool": bool}
