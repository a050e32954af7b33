"""A register to test with: the loaded starter, a look at all of its rows, and a report that hangs on one of its units."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from storage import units
from storage.store import Store
from storage.tables import Report, ReportUnit, of
from storage.vault import VAULT, new_key
from tests.databases import new_address

NOW = datetime(2026, 11, 1, 3, tzinfo=UTC)
TODAY = date(2026, 11, 1)
STARTER = (files("storage") / "starter" / "units.csv").read_bytes()


@contextmanager
def empty_store(folder: Path) -> Iterator[Store]:
    VAULT.unlock(new_key())
    store = Store(new_address(folder))
    store.create()
    yield store
    store.close()


def everything(db: Connection) -> list[list[Any]]:
    """All rows of the register, but for ids of spans."""
    tables = ("unit", "unit_name", "unit_parent", "unit_area", "unit_event", "unit_succession", "audit")
    return [sorted(map(str, db.exec_driver_sql(f"select * from {each}"))) for each in tables]  # noqa: S608 - our own names


def file_report(db: Connection, unit_id: int, movement_id: int) -> int:
    columns = {"title": "x", "search_key": "x", "kind": "k", "state": "sent", "authorship": "self"}
    days = {"on_day": date(2025, 3, 1), "sent_at": NOW, "changed_at": NOW}
    desk = {"desk_unit_id": unit_id, "waits_since": NOW, "turn": 0, "on_site": False}
    values = columns | days | desk | {"code": "SK-2026-0001", "movement_id": movement_id, "unit_id": unit_id}
    number: int = db.execute(insert(of(Report)).values(**values)).inserted_primary_key[0]  # type: ignore[index]  # one row, one key
    above = units.chain(db, unit_id, date(2025, 8, 1))
    rows = [{"report_id": number, "height": height, "unit_id": each} for height, each in enumerate(above)]
    db.execute(insert(of(ReportUnit)), rows)
    return number
