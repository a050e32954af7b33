"""Subjects registered at the start of the year, with the title they aim at (R29).

A registration is never deleted: withdrawn, it stays and no longer counts; registered anew, it stands again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from storage import deadlines, roles
from storage.award_tables import Registration
from storage.deadlines import Due
from storage.people import audit
from storage.subjects import key_of
from storage.tables import of

registration = of(Registration)

ACT = "register"
MOST = 300  # registrations of one list
MOST_A_UNIT = 2_000  # standing ones of a unit in a year


class Registered(Exception):
    """The same subject is registered for this award already."""


class Enough(Exception):
    """The unit has as many registrations as a unit can have in a year."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is registered. A unit as a whole has `subject_unit_id`, a member `person_ref`; others are known by name."""

    movement: str
    year: int
    unit_id: int
    name: str
    award: str
    collective: bool = False
    author_class: str = ""
    subject_unit_id: int | None = None
    person_ref: int | None = None

    @property
    def subject_key(self) -> str:
        return key_of(self.unit_id, self.name, person_ref=self.person_ref, subject_unit_id=self.subject_unit_id)


@dataclass(frozen=True, slots=True)
class Listed:
    """A registration in a list."""

    id: int
    movement: str
    year: int
    unit_id: int
    collective: bool
    name: str
    subject_key: str
    award: str
    state: str
    at: datetime


COLUMNS = tuple(registration.c[name] for name in Listed.__slots__)


def add(db: Connection, entry: Entry, *, who: int, now: datetime) -> int:
    """Register a subject; gives the row's id. Raises Registered, Enough."""
    same = (
        registration.c.movement == entry.movement,
        registration.c.year == entry.year,
        registration.c.unit_id == entry.unit_id,
    )
    here = (*same, registration.c.subject_key == entry.subject_key, registration.c.award == entry.award)
    known = db.execute(select(registration.c.id, registration.c.state).where(*here)).first()
    if known is not None and known.state == "standing":
        raise Registered
    standing_ = select(registration.c.id).where(*same, registration.c.state == "standing").limit(MOST_A_UNIT)
    if len(db.execute(standing_).all()) >= MOST_A_UNIT:
        raise Enough
    row = {name: getattr(entry, name) for name in Entry.__slots__}
    row |= {"subject_key": entry.subject_key, "state": "standing", "person_id": who, "at": now}
    if known is None:
        number: int = db.execute(insert(registration).returning(registration.c.id), row).scalar_one()
    else:
        number = known.id
        db.execute(update(registration).where(registration.c.id == number).values(**row))
    audit(db, who, "register", f"registration:{number}", now, f"unit:{entry.unit_id} {entry.year} {entry.award}")
    return number


def withdraw(db: Connection, number: int, *, who: int, now: datetime, today: date) -> bool:
    """Take a registration back. False when it is not theirs, or does not stand any more."""
    found = update(registration).where(registration.c.id == number, _theirs(who, today)).values(state="withdrawn")
    if not db.execute(found.where(registration.c.state == "standing")).rowcount:
        return False
    audit(db, who, "withdraw-registration", f"registration:{number}", now)
    return True


def _theirs(who: int, day: date) -> ColumnElement[bool]:
    covered = roles.reach(who, ACT, day)
    return registration.c.unit_id.in_(select(covered.c.unit_id))


def within(db: Connection, who: int, day: date, *, year: int, movement: str, most: int = MOST) -> list[Listed]:
    """The standing registrations of a year within somebody's reach, by unit and as they were entered."""
    rows = db.execute(
        select(*COLUMNS)
        .where(_theirs(who, day), registration.c.year == year, registration.c.movement == movement)
        .where(registration.c.state == "standing")
        .order_by(registration.c.unit_id, registration.c.id)
        .limit(most)
    )
    return [Listed(*row) for row in rows]


def one(db: Connection, number: int, who: int, day: date) -> Listed | None:
    """A standing registration, if it is within reach."""
    here = (registration.c.id == number, registration.c.state == "standing", _theirs(who, day))
    row = db.execute(select(*COLUMNS).where(*here)).first()
    return Listed(*row) if row else None


def standing(db: Connection, movement: str, year: int, keys: Iterable[str] | None = None) -> set[str]:
    """The subject keys registered for a movement and year; only of these subjects, if given."""
    query = select(registration.c.subject_key).where(
        registration.c.movement == movement, registration.c.year == year, registration.c.state == "standing"
    )
    rows = db.execute(query if keys is None else query.where(registration.c.subject_key.in_(list(keys))))
    return set(rows.scalars())


def units_done(db: Connection, movement: str, year: int) -> set[int]:
    """The units that have registered somebody for a movement and year: they owe nothing more."""
    rows = db.execute(
        select(registration.c.unit_id)
        .where(registration.c.movement == movement, registration.c.year == year, registration.c.state == "standing")
        .distinct()
    )
    return set(rows.scalars())


def due(db: Connection, unit_id: int, day: date, *, movement: str, year: int) -> Due | None:
    """The deadline by which the unit must have registered, the nearest when there are several."""
    rows = [
        each for each in deadlines.standing(db) if (each.duty, each.movement, each.year) == ("register", movement, year)
    ]
    asked: Mapping[int, Any] = deadlines.asked(db, rows, day, {unit_id})
    found = [each for each in rows if unit_id in asked[each.id]]
    return next((each for each in found if each.due >= day), found[-1] if found else None)
