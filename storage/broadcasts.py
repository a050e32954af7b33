"""Broadcasts: the staff's words to every member of a unit's subtree, queued in pieces that any stop may part (R37).

The people of a broadcast are taken in the order of their ids; `Broadcast.reached` says how far it got, and each message
has a key of its own (`broadcast:<id>:<person>`), so a piece that is queued again adds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, insert, or_, select, update

from storage import roles, tree, units
from storage.people import audit
from storage.preferences import MUTE, MUTED
from storage.tables import Address, Broadcast, Grant, Person, Preference, of

broadcast, person, address = of(Broadcast), of(Person), of(Address)
preference, held = of(Preference), of(Grant)

KIND = "broadcast"  # of the outbox rows, and what a member may switch off
MOST_A_DAY = 5  # one officer's; a slip of the hand must not become ten messages on everybody's phone


@dataclass(frozen=True, slots=True)
class Queueing:
    """A broadcast that is being queued."""

    id: int
    unit_id: int
    person_id: int
    words: str
    reached: int
    made_at: datetime


def _reached_by(unit_id: int, day: date) -> ColumnElement[bool]:
    """Members under the unit on the day who have somewhere to be written to and did not switch broadcasts off."""
    covered = tree.under([unit_id], day)
    off = exists().where(
        preference.c.person_id == person.c.id, preference.c.name == MUTE + KIND, preference.c.value == MUTED
    )
    there = exists().where(address.c.person_id == person.c.id, address.c.state == "open")
    return person.c.joined_at.is_not(None) & person.c.unit_id.in_(select(covered.c.unit_id)) & there & ~off


def audience(db: Connection, unit_id: int, day: date) -> int:
    """How many people a broadcast to this unit would reach."""
    return db.execute(select(func.count()).select_from(person).where(_reached_by(unit_id, day))).scalar_one()


def made_since(db: Connection, who: int, since: datetime) -> int:
    """How many broadcasts a person has made since a moment."""
    mine = select(func.count()).select_from(broadcast).where(broadcast.c.person_id == who, broadcast.c.made_at >= since)
    return db.execute(mine).scalar_one()


def start(db: Connection, who: int, unit_id: int, words: str, now: datetime) -> int:
    """Enter a broadcast; gives its id. Its messages are queued by the clock."""
    row = {"unit_id": unit_id, "person_id": who, "words": words, "made_at": now}
    fresh = {"state": "queueing", "reached": 0, "queued": 0}
    number: int = db.execute(insert(broadcast).returning(broadcast.c.id), {**row, **fresh}).scalar_one()
    audit(db, who, KIND, f"broadcast:{number}", now, f"unit:{unit_id}")
    return number


COLUMNS = [broadcast.c[name] for name in Queueing.__slots__]


def queueing(db: Connection) -> Queueing | None:
    """The oldest broadcast that is not wholly queued."""
    row = db.execute(select(*COLUMNS).where(broadcast.c.state == "queueing").order_by(broadcast.c.id).limit(1)).first()
    return Queueing(*row) if row else None


def next_people(db: Connection, one: Queueing, day: date, most: int) -> list[tuple[int, str]]:
    """(person id, language) of those who come next. `day` is the local day it was made on: units as they were then."""
    rows = db.execute(
        select(person.c.id, person.c.language)
        .where(person.c.id > one.reached, _reached_by(one.unit_id, day))
        .order_by(person.c.id)
        .limit(most)
    )
    return [(number, language) for number, language in rows]


def reached(db: Connection, one: Queueing, last: int, queued: int, *, done: bool) -> None:
    """A piece was queued, up to this person."""
    state: dict[str, Any] = {"state": "queued"} if done else {}
    db.execute(
        update(broadcast)
        .where(broadcast.c.id == one.id)
        .values(reached=last, queued=broadcast.c.queued + queued, **state)
    )


def voice(db: Connection, one: Queueing, day: date) -> tuple[str, int]:
    """(role, unit id) in which its sender spoke: the grant nearest above the unit, as it stood when the broadcast was made,
    for a role that was taken back since did send these words."""
    rows = db.execute(
        select(held.c.role, held.c.unit_id)
        .where(
            held.c.person_id == one.person_id,
            held.c.role.in_(roles.ACTS["broadcast"]),
            held.c.since <= day,
            or_(held.c.until.is_(None), held.c.until >= day),
            or_(held.c.ended_at.is_(None), held.c.ended_at > one.made_at),
        )
        .order_by(held.c.id)
    ).all()
    above = units.chain(db, one.unit_id, day)
    places = {number: place for place, number in enumerate(above)}
    role, unit_id = min(rows, key=lambda row: places.get(row[1], len(above)), default=("", one.unit_id))
    return role, unit_id
