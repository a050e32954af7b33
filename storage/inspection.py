"""Reports within somebody's reach: what waits to be seen, and one in full. The scope is part of every query (R21, R45)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, literal_column, select, tuple_

from storage import roles
from storage.tables import Person, Report, of
from storage.vietnamese import fold

report, person = of(Report), of(Person)

MOST = 50  # reports of one walk or list
NEW = report.c.state == literal_column("'sent'")  # in the words of the index ix_report_unread
CODE = re.compile(r"([a-z]{2})[ ./–-]*([0-9]{4})[ ./–-]*([0-9]{1,6})")
NUMBER = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many reports nobody has opened yet, and when the oldest of them was sent."""

    count: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Head:
    """A report in a list."""

    id: int
    code: str
    title: str
    sent_at: datetime


HEAD = (report.c.id, report.c.code, report.c.title, report.c.sent_at)
PLACES = (report.c.id, report.c.unit_id, report.c.desk_unit_id)
ONE = (
    select(report, person.c.name.label("submitter"))
    .join(person, person.c.id == report.c.person_id, isouter=True)
    .where(report.c.id == bindparam("number"), roles.COVERING.exists())
)


def within(who: int, act: str, day: date) -> ColumnElement[bool]:
    """Reports of the units for which this person may do the act on the day."""
    covered = roles.reach(who, act, day)
    return report.c.unit_id.in_(select(covered.c.unit_id))


def waiting(db: Connection, who: int, day: date) -> Waiting:
    row = db.execute(select(func.count(), func.min(report.c.sent_at)).where(NEW, within(who, "read", day))).one()
    return Waiting(*row)


def queue(db: Connection, who: int, day: date, *, after: int = 0, most: int = MOST) -> list[Head]:
    """What waits, in the order in which it was sent; only what was sent `after` that report."""
    last = select(report.c.sent_at).where(report.c.id == after).scalar_subquery()
    later = tuple_(report.c.sent_at, report.c.id) > tuple_(last, after)
    order = (report.c.sent_at, report.c.id)
    ids = select(report.c.id).where(NEW, within(who, "read", day), *[later] * bool(after)).order_by(*order).limit(most)
    rows = db.execute(select(*HEAD).where(report.c.id.in_(ids)).order_by(*order))  # titles only of those that are shown
    return [Head(*row) for row in rows]


def one(db: Connection, sought: str, who: int, day: date) -> dict[str, Any] | None:
    """A report in full, by id or code, with the `submitter`'s name; None when the person answers neither for its unit nor
    for the unit at whose desk it stands."""
    wanted = _named(sought)
    places = None if wanted is None else db.execute(select(*PLACES).where(wanted)).first()
    if places is None:
        return None
    covered = roles.covering(db, who, "read", places[1:], day)
    found = db.execute(ONE, {**covered, "number": places[0]}).mappings().first()
    return dict(found) if found else None


def is_code(sought: str) -> bool:
    """Is this a report's code, however it is typed?"""
    return CODE.fullmatch(fold(sought)) is not None


def own(db: Connection, sought: str, who: int) -> int | None:
    """The id of a report of the person's own, by id or code."""
    wanted = _named(sought)
    if wanted is None:
        return None
    number: int | None = db.execute(select(report.c.id).where(wanted, report.c.person_id == who)).scalar()
    return number


def _named(sought: str) -> ColumnElement[bool] | None:
    """The report this names, by its id or by its code as people type it ("sk 2026 147"); None when it can be neither."""
    said = fold(sought)
    if NUMBER.fullmatch(said):
        return report.c.id == int(said)
    code = CODE.fullmatch(said)
    return report.c.code == f"{code[1].upper()}-{code[2]}-{int(code[3]):04d}" if code else None
