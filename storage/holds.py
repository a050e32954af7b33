"""Subjects for whom no award is considered meanwhile: discipline, inspection, complaint or press case pending (R52).

Only kind and days are told where it matters; the note is sealed and read by who may put holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select, update

from storage import roles
from storage.award_tables import Hold
from storage.people import audit
from storage.tables import of

hold = of(Hold)

ACT = "decide"
KINDS = ("discipline", "inspection", "complaint", "press")
MOST = 200  # holds of one list


class HeldAlready(Exception):
    """The subject is held for the same reason on that day."""


@dataclass(frozen=True, slots=True)
class Held:
    """A hold; `until` is its last day, None while it is open."""

    id: int
    unit_id: int
    subject_key: str
    name: str
    kind: str
    since: date
    until: date | None


COLUMNS = tuple(hold.c[name] for name in Held.__slots__)


def covering(day: date) -> ColumnElement[bool]:
    """Holds that hold on the day."""
    return and_(hold.c.since <= day, or_(hold.c.until.is_(None), hold.c.until >= day))


def put(
    db: Connection,
    unit_id: int,
    subject_key: str,
    name: str,
    kind: str,
    *,
    since: date,
    until: date | None,
    note: str,
    who: int,
    now: datetime,
) -> int:
    """Put a hold; gives its id. Raises HeldAlready; ValueError for what is no hold."""
    if kind not in KINDS or (until is not None and until < since):
        raise ValueError("no hold")
    same = (hold.c.subject_key == subject_key, hold.c.kind == kind, covering(since))
    if db.execute(select(hold.c.id).where(*same).limit(1)).first():
        raise HeldAlready
    row = {"unit_id": unit_id, "subject_key": subject_key, "name": name, "kind": kind, "note": note, "since": since}
    number: int = db.execute(
        insert(hold).returning(hold.c.id), {**row, "until": until, "person_id": who, "at": now}
    ).scalar_one()
    audit(db, who, "hold", f"hold:{number}", now, f"unit:{unit_id} {since}–{until or ''}")
    return number


def lift(db: Connection, number: int, *, who: int, now: datetime, today: date) -> bool:
    """End a hold: from today on it holds no more. False when it is not theirs or has ended."""
    here = (hold.c.id == number, _theirs(who, today), _not_over(today))
    if not db.execute(update(hold).where(*here).values(until=today - timedelta(days=1))).rowcount:
        return False
    audit(db, who, "lift-hold", f"hold:{number}", now)
    return True


def within(db: Connection, who: int, day: date) -> list[Held]:
    """Holds that are not over, within somebody's reach, the newest first."""
    rows = db.execute(select(*COLUMNS).where(_theirs(who, day), _not_over(day)).order_by(hold.c.id.desc()).limit(MOST))
    return [Held(*row) for row in rows]


def one(db: Connection, number: int, who: int, day: date) -> tuple[Held, str] | None:
    """A hold that is not over and its note, if it is within reach."""
    row = db.execute(
        select(*COLUMNS, hold.c.note).where(hold.c.id == number, _theirs(who, day), _not_over(day))
    ).first()
    return (Held(*row[:-1]), row[-1] or "") if row else None


def _theirs(who: int, day: date) -> ColumnElement[bool]:
    covered = roles.reach(who, ACT, day)
    return hold.c.unit_id.in_(select(covered.c.unit_id))


def _not_over(day: date) -> ColumnElement[bool]:
    return or_(hold.c.until.is_(None), hold.c.until >= day)


def holding(db: Connection, keys: Iterable[str], day: date) -> dict[str, list[Held]]:
    """subject key → the holds that cover the day. One query."""
    found: dict[str, list[Held]] = {}
    rows = db.execute(select(*COLUMNS).where(hold.c.subject_key.in_(list(keys)), covering(day)).order_by(hold.c.id))
    for row in rows:
        held = Held(*row)
        found.setdefault(held.subject_key, []).append(held)
    return found
