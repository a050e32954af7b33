"""What the program brings along on its first start, and what a later release offers (R1).

Each register is loaded only while it is empty. Afterwards it belongs to the union's staff: a release that brings a newer
wording of the movement lays it beside theirs, offered; nothing that runs is touched.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from storage.movement import Movement, starter, to_json
from storage.movement_reading import read_movement
from storage.register_checking import check
from storage.register_decisions import Decision, Told, tell_all
from storage.register_reading import read
from storage.register_shapes import by_code, record_of
from storage.register_writing import many, numbers, registered, write
from storage.tables import Area, Unit, UnitType, of
from storage.tables import Movement as Kept

kept, area, type_, unit = of(Kept), of(Area), of(UnitType), of(Unit)


def load_starter(db: Connection, now: datetime) -> list[str]:
    """Fill what is empty: gives which of "types", "areas", "units" (with their events) and "movement" were loaded."""
    loaded = []
    if _empty(db, type_):
        rows = _rows("unit_types.csv")
        many(db, insert(type_), [{**row, "reports": row["reports"] == "yes"} for row in rows])
        loaded.append("types")
    if _empty(db, area):
        _load_areas(db)
        loaded.append("areas")
    if _empty(db, unit) and _load_units(db):
        loaded.append("units")
    if _empty(db, kept):
        _keep(db, starter(), 0, "running", "starter", now)
        loaded.append("movement")
    return loaded


def offer_release(db: Connection, now: datetime) -> bool:
    """Lay the packaged movement beside what runs when it is newer than the newest one a release ever brought: was it?"""
    packaged = starter()
    brought = db.execute(
        select(kept.c.content).where(kept.c.code == packaged.code, kept.c.origin == "starter")
    ).scalars()
    if packaged.version <= max((content["version"] for content in brought), default=0):
        return False
    _keep(db, packaged, _newest(db, packaged.code), "offered", "starter", now)
    return True


def amend_movement(db: Connection, number: int, content: Movement, now: datetime) -> int:
    """Staff's new wording of the movement in row `number`: a row of its own, which runs from now on; gives its id.

    The earlier wordings are closed: reports keep theirs, new ones go under this. KeyError for no such row, ValueError
    when the content is another movement's.
    """
    code = db.execute(select(kept.c.code).where(kept.c.id == number)).scalar()
    if code is None:
        raise KeyError(number)
    if content.code != code:
        raise ValueError(f"row {number} holds the movement {code}, not {content.code}")
    db.execute(update(kept).where(kept.c.code == code, kept.c.state == "running").values(state="closed"))
    newest = _newest(db, code)
    return _keep(db, replace(content, version=newest + 1), newest, "running", "staff", now)


def running(db: Connection) -> list[tuple[int, Movement, bool]]:
    """Every movement that reports may refer to, oldest first: (row id, movement, may new reports be filed under it?).

    Its `version` is the row's. A movement that is only offered is nobody's yet.
    """
    rows = db.execute(
        select(kept.c.id, kept.c.version, kept.c.content, kept.c.state)
        .where(kept.c.state.in_(("running", "closed")))
        .order_by(kept.c.id)
    )
    return [
        (number, replace(read_movement(content), version=version), state == "running")
        for number, version, content, state in rows
    ]


def _keep(db: Connection, movement: Movement, newest: int, state: str, origin: str, now: datetime) -> int:
    """A row's version counts what this database has seen; `content` keeps the number its author gave it."""
    number: int = db.execute(
        insert(kept).values(
            code=movement.code,
            version=max(newest + 1, movement.version),
            state=state,
            origin=origin,
            content=json.loads(to_json(movement)),
            loaded_at=now,
        )
    ).inserted_primary_key[0]  # type: ignore[index]  # an insert of one row always has a key
    return number


def _newest(db: Connection, code: str) -> int:
    return max(db.execute(select(kept.c.version).where(kept.c.code == code)).scalars(), default=0)


def _load_areas(db: Connection) -> None:
    rows = _rows("areas.csv")
    dated = [
        {
            "code": row["code"],
            "name": row["name"],
            "type": row["type"],
            "since": _day(row["from"]),
            "until": _day(row["to"]),
        }
        for row in rows
    ]
    many(db, insert(area), dated)
    ids: dict[str, int] = dict(db.execute(select(area.c.code, area.c.id)).all())
    for row in rows:
        if row["parent"]:
            db.execute(update(area).where(area.c.code == row["code"]).values(parent_id=ids[row["parent"]]))


def _load_units(db: Connection) -> bool:
    """The sample tree with its history; left out when staff's own types or areas no longer carry it."""
    sheet = read((files("storage") / "starter" / "units.csv").read_bytes())
    if check(sheet, registered(db)):
        return False
    write(db, {code: record_of(spans) for code, spans in by_code(sheet.spans).items()})
    ids = numbers(db)
    tell_all(db, [_event(row, ids) for row in _rows("events.csv")])
    return True


def _event(row: Mapping[str, str], ids: Mapping[str, int]) -> Told:
    decision = Decision(row["code"], date.fromisoformat(row["on"]), row["decision_no"], row["signer"], row["note"])
    sources, targets = ([ids[code] for code in _listed(row[side])] for side in ("from_units", "to_units"))
    return decision, row["kind"], sources, targets


def _rows(file: str) -> list[dict[str, Any]]:
    text = (files("storage") / "starter" / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def _listed(text: str) -> Sequence[str]:
    return text.split("|") if text else ()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _empty(db: Connection, table: Table) -> bool:
    return db.execute(select(table.c[next(iter(table.primary_key)).name]).limit(1)).first() is None
