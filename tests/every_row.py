"""Rows in every table there is, with every kind of value: what is carried must come out as it went in."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, Float, Integer, insert, text
from sqlmodel import SQLModel

from storage.carrying import shapes
from storage.carrying_in import go_on_from, numbers
from storage.migrations import HEAD, upgrade
from storage.store import Store
from storage.tables import Moment
from storage.vault import SealedJson

NAME = unicodedata.normalize("NFC", "Nguyễn Thị Ánh Tuyết – Đoàn viên “giỏi”\n\t%_\\ 🎉")
ODD = {"tên": NAME, "số": [1, 2.5, -3, None, True], "sâu": {"": "\\u0000 \" '"}}
AT = datetime(2026, 11, 28, 18, 30, 0, 123456, tzinfo=UTC)
ROWS = 3


def every_row(db: Connection) -> None:
    """Three rows in each table: the first with nothing where nothing may be, the others full."""
    for table in SQLModel.metadata.sorted_tables:
        if table.name in ("setting", "alembic_version"):
            continue
        rows = [{column.name: value_of(column, number) for column in table.columns} for number in range(1, ROWS + 1)]
        for row in rows:
            db.execute(insert(table), row)


def value_of(column: Column[Any], number: int) -> Any:
    parent = next(iter(column.foreign_keys), None)
    if parent is not None and parent.column.table.name == column.table.name:
        return None if number == 1 else number - 1
    if parent is not None:
        return number
    if column.primary_key and isinstance(column.type, Integer):
        return number
    if number == 1 and column.nullable:
        return None
    return _kind_of(column, number)


def _kind_of(column: Column[Any], number: int) -> Any:
    match column.type:
        case Moment():
            return AT + timedelta(days=number, microseconds=number)
        case Date():
            return date(2026, 2, 28) + timedelta(days=number)
        case Boolean():
            return number % 2 == 0
        case SealedJson() | JSON():
            return {**ODD, "số thứ tự": number}
        case Float():
            return 100 / 3 + number
        case Integer():
            wide = "BigInteger" in type(column.type).__name__
            return -(2**63) + number if wide else number * 7
        case _:
            return f"{NAME} {column.name} {number}"


def made(address: Any) -> Store:
    """A database as the migrations make it, with all of that in it."""
    store = Store(address)
    upgrade(store)
    with store.write() as db:
        every_row(db)
        every = shapes(db)
        go_on_from(db, every, numbers(db, every))  # the rows came with their numbers: PostgreSQL gave none of them
        for name in ("outbox", "photo"):
            db.execute(text(f"UPDATE {name} SET state = 'sent'"))  # noqa: S608  - names of our own tables
    return store


def content(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table as the models read it: sealed words are opened."""
    found = {}
    with store.read() as db:
        for table in SQLModel.metadata.sorted_tables:
            rows = db.execute(table.select().order_by(*table.primary_key)).mappings()
            found[table.name] = [dict(row) for row in rows]
        found["schema"] = [{"version": db.execute(text("SELECT version_num FROM alembic_version")).scalar()}]
    assert found["schema"] == [{"version": HEAD}]
    return found
