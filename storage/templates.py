"""A unit's own Word templates: the newest of the nearest unit upwards counts (R31). Never deleted: one is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from storage.award_tables import PaperTemplate
from storage.people import audit
from storage.tables import Unit, of

table, unit = of(PaperTemplate), of(Unit)
MOST = 200  # of one list
NAME = 120  # characters of a file's name


@dataclass(frozen=True, slots=True)
class Kept:
    """A template that was handed in."""

    id: int
    unit: str  # code
    paper: str
    name: str
    at: datetime


def put(db: Connection, unit_id: int, paper: str, media_key: str, name: str, *, who: int | None, now: datetime) -> int:
    """Keep a template that was checked; its bytes are in the media already."""
    row = {"unit_id": unit_id, "paper": paper, "media_key": media_key, "name": name[:NAME], "person_id": who, "at": now}
    number: int = db.execute(insert(table).returning(table.c.id).values(**row)).scalar_one()
    audit(db, who, "put-template", f"paper_template:{number}", now)
    return number


def take_back(db: Connection, number: int, *, who: int | None, now: datetime) -> bool:
    """From now on the one before it counts again; False when there is none such."""
    standing = (table.c.id == number, table.c.ended_at.is_(None))
    done = db.execute(update(table).where(*standing).values(ended_at=now)).rowcount == 1
    if done:
        audit(db, who, "take-back-template", f"paper_template:{number}", now)
    return done


def kept(db: Connection) -> list[Kept]:
    """Every template that was not taken back, by unit and paper, the newest first."""
    rows = db.execute(
        select(table.c.id, unit.c.code, table.c.paper, table.c.name, table.c.at)
        .join(unit, unit.c.id == table.c.unit_id)
        .where(table.c.ended_at.is_(None))
        .order_by(unit.c.code, table.c.paper, table.c.id.desc())
        .limit(MOST)
    )
    return [Kept(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class InForce:
    """The template of one paper that counts for a unit, its own or that of a unit above."""

    id: int
    unit_id: int
    media_key: str
    name: str
    at: datetime


def in_force(db: Connection, line: Sequence[int], paper: str) -> InForce | None:
    """Of the first of these units that handed one in, the newest; None when the one the program brings along counts."""
    rows = db.execute(
        select(table.c.id, table.c.unit_id, table.c.media_key, table.c.name, table.c.at)
        .where(table.c.unit_id.in_(line), table.c.paper == paper, table.c.ended_at.is_(None))
        .order_by(table.c.id.desc())
        .limit(MOST)
    )
    found = [InForce(*row) for row in rows]
    return min(found, key=lambda each: line.index(each.unit_id)) if found else None


def counting(db: Connection, line: Sequence[int]) -> dict[str, str]:
    """By paper, the media key of the template that counts for the first of these units: its own newest, else the next one's."""
    rows = db.execute(
        select(table.c.unit_id, table.c.paper, table.c.media_key)
        .where(table.c.unit_id.in_(line), table.c.ended_at.is_(None))
        .order_by(table.c.id)
    ).all()
    nearest = sorted(rows, key=lambda row: -line.index(row[0]))  # stable: newest of the nearest comes last
    return {paper: key for _, paper, key in nearest}
