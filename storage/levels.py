"""The levels of review: whose turn a report is, and where it goes next (R20, R21, R41).

A level is a unit of the tree whose type `starter/levels.toml` lists; the tree may be of any depth. What stands at a unit's desk
falls to those who hold "review" there, else to the nearest above who do; never to whoever sent the report or is one of its
authors. What has waited too long may also be taken up by the next level above. An ended unit's desk is its successors'.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, bindparam, exists, or_, select

from storage.roles import ACTS, acting
from storage.tables import Address, Grant, Person, Unit, of
from storage.tree import edges, upwards
from storage.units import DAY

held, person, address, unit = of(Grant), of(Person), of(Address), of(Unit)

DEEPEST = 12  # levels looked up to from a desk
REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Clock:
    """How many days a step may take at a type of unit: until a reminder, and until the level above may act."""

    remind_after: int
    above_after: int


def _data() -> dict[str, Any]:
    return tomllib.loads((files("storage") / "starter" / "levels.toml").read_text(encoding="utf-8"))


RETURNED_AFTER = timedelta(days=_data()["returned"]["after"])  # a returned report's author has been silent so long


@lru_cache(maxsize=1)
def clocks() -> Mapping[str, Clock]:
    """unit type → its clock."""
    return {each["type"]: Clock(each["remind_after"], each["above_after"]) for each in _data()["levels"]}


def later_than(waits_since: ColumnElement[datetime], now: datetime | None, days: str) -> ColumnElement[bool]:
    """Rows, joined with their desk's unit, that have waited longer than their level's `remind_after` or `above_after`. Without
    a `now` the statement is built once, and run with `moments`."""

    def moment(count: int) -> Any:
        return bindparam(f"{days}_{count}", type_=waits_since.type) if now is None else now - timedelta(days=count)

    types: dict[int, list[str]] = {}
    for type_, clock in clocks().items():
        types.setdefault(getattr(clock, days), []).append(type_)
    return or_(*(unit.c.type.in_(these) & (waits_since < moment(count)) for count, these in types.items()))


def moments(now: datetime, days: str) -> dict[str, datetime]:
    """What a statement with `later_than` is run with."""
    counts = {getattr(clock, days) for clock in clocks().values()}
    return {f"{days}_{count}": now - timedelta(days=count) for count in counts}


# --- who sits where ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seat:
    """The unit in whose name somebody acts on what stands at a desk; `instead`: of those below, who took too long."""

    unit_id: int
    instead: bool = False


def holders(db: Connection, unit_id: int, day: date, act: str = REVIEW) -> list[tuple[int, int, int]]:
    """(height, unit, person) of everybody who may do the act at the unit or above it and can be reached, nearest first."""
    line = upwards(db, [unit_id], day)
    rows = db.execute(HOLDERS, {"line": list(line), "roles": list(ACTS[act]), "day": day})
    return sorted((line[where], where, who) for where, who in rows)


def _reachable() -> ColumnElement[bool]:
    """Of a query on grants: people who have joined and can be written to."""
    open_ = exists().where(address.c.person_id == held.c.person_id, address.c.state == "open")
    joined = exists().where(person.c.id == held.c.person_id, person.c.joined_at.is_not(None))
    return open_ & joined


# Built once: asked several times with nearly every message of a reviewer.
HOLDERS = (
    select(held.c.unit_id, held.c.person_id)
    .where(
        held.c.unit_id.in_(bindparam("line", expanding=True)),
        held.c.role.in_(bindparam("roles", expanding=True)),
        acting(DAY),
        _reachable(),
    )
    .distinct()
)


def falls_to(
    db: Connection, unit_id: int, day: date, *, besides: Collection[int] = (), act: str = REVIEW
) -> list[tuple[int, int]]:
    """(person, unit in whose name) of those whose turn it is; `besides`: who sent it and its authors."""
    found = [each for each in holders(db, unit_id, day, act) if each[2] not in besides]
    nearest = found[0][0] if found else 0
    return [(who, where) for height, where, who in found if height == nearest]


def seat(
    db: Connection,
    who: int,
    unit_id: int,
    waits_since: datetime,
    *,
    besides: Collection[int],
    now: datetime,
    day: date,
    act: str = REVIEW,
) -> Seat | None:
    """In whose name this person may act on what stands at a unit's desk; None when it is not their turn."""
    if who in besides:
        return None
    found = [each for each in holders(db, unit_id, day, act) if each[2] not in besides]
    mine = next((each for each in found if each[2] == who), None)
    if mine is None:
        return None
    if mine[0] == found[0][0]:
        return Seat(mine[1])
    type_ = db.execute(select(unit.c.type).where(unit.c.id == unit_id)).scalar()
    clock = clocks().get(str(type_))
    over = clock is None or waits_since < now - timedelta(days=clock.above_after)
    return Seat(mine[1], instead=True) if over else None


def desks(who: int, day: date, act: str = REVIEW) -> CTE:
    """`unit_id` of every desk that is this person's: their units, and below them all that nobody nearer answers for."""
    found = (
        select(held.c.unit_id)
        .where(held.c.person_id == who, held.c.role.in_(ACTS[act]), acting(day))
        .cte(recursive=True)
    )
    line = edges(day).subquery()
    nearer = held.alias()
    taken = (
        select(nearer.c.unit_id)
        .join(person, person.c.id == nearer.c.person_id)
        .where(
            nearer.c.role.in_(ACTS[act]),
            nearer.c.ended_at.is_(None),
            nearer.c.since <= day,
            or_(nearer.c.until.is_(None), nearer.c.until >= day),
            person.c.joined_at.is_not(None),
            exists().where(address.c.person_id == nearer.c.person_id, address.c.state == "open"),
        )
    )
    return found.union(
        select(line.c.below).join(found, found.c.unit_id == line.c.above).where(line.c.below.not_in(taken))
    )


REVIEWING = select(unit.c.id).where(
    unit.c.id.in_(bindparam("higher", expanding=True)),
    unit.c.type.in_(list(clocks())),
    or_(unit.c.ended.is_(None), unit.c.ended >= DAY),
)


def above(db: Connection, unit_id: int, day: date) -> int | None:
    """The next level up from a unit, passing over types that do not review; None at the top."""
    line = upwards(db, [unit_id], day)
    rows = db.execute(REVIEWING, {"higher": [each for each in line if line[each] > 0], "day": day})
    return min(rows.scalars(), key=lambda each: (line[each], each), default=None)
