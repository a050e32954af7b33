"""Who may do what: one table of roles and acts, always against a unit's subtree, always inside the query (R21, R45).

A grant is a role for a unit and all below it, from one day to another. It ends by its last day or at once when it is
taken back; nothing remembers rights beyond the question that is being answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, Integer, and_, bindparam, exists, or_, select

from storage.tables import Address, Grant, Person, Unit, UnitParent, UnitType, of
from storage.tree import edges, spread, upwards
from storage.units import DAY, on

held, person, address = of(Grant), of(Person), of(Address)
unit, type_, parent = of(Unit), of(UnitType), of(UnitParent)

WHO: Any = bindparam("who", type_=Integer)  # of statements that are built once

ROLES = ("reviewer", "standing", "publicity", "council", "leader", "admin")

# act → the roles that may do it, each within the units of its grant.
ACTS: Mapping[str, frozenset[str]] = {
    "read": frozenset({"reviewer", "standing", "council", "leader"}),
    "receive": frozenset({"reviewer", "standing"}),
    "review": frozenset({"reviewer", "standing"}),  # approve, return, refuse, at the level they sit at (storage.levels)
    "judge": frozenset({"reviewer", "standing", "council"}),
    "score": frozenset({"standing"}),  # open and close a round of judging
    "register": frozenset({"reviewer", "standing", "leader"}),
    "nominate": frozenset({"reviewer", "standing", "leader"}),
    "papers": frozenset({"reviewer", "standing", "leader", "council"}),
    "council": frozenset({"standing", "council"}),  # enter a meeting and its votes
    "decide": frozenset({"standing"}),  # enter a decision, revoke an award, close a year
    "sign": frozenset({"standing", "admin"}),  # keep signatories, recipients and templates
    "submit": frozenset({"reviewer", "standing", "leader"}),
    "lend": frozenset({"reviewer", "standing", "publicity", "council", "leader"}),  # a colleague stands in (R20)
    "deadlines": frozenset({"standing"}),
    "calendar": frozenset({"standing", "admin"}),
    "invite": frozenset({"admin"}),
    "delivery": frozenset({"reviewer", "standing", "admin"}),
    "broadcast": frozenset({"standing", "publicity"}),
    "digest-daily": frozenset({"reviewer", "standing"}),
    "digest-weekly": frozenset({"leader", "standing"}),
    "digest-monthly": frozenset({"leader", "council"}),
}

# What the clock tells somebody because it is their duty: switched off, it still comes, and says so.
DUTY: Mapping[str, str] = {
    "deadline": "submit",
    "above": "deadlines",
    "new-reports": "receive",
    "files": "nominate",
    "unreachable": "delivery",
}
# Kinds of the ledger that tell somebody of members and their reports.
OF_ROLES = (
    "new-reports",
    "assigned",
    "stuck",
    "stuck-above",
    "files",
    "files-late",
    "files-above",
    "file-steps",
    "unreachable",
    "digest-daily",
    "digest-weekly",
    "digest-monthly",
)


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds today."""

    id: int
    person_id: int
    role: str
    unit_id: int
    since: date
    until: date | None
    stands_for: int | None = None  # the grant of a colleague, who lent it


def acting(day: date) -> ColumnElement[bool]:
    """Grants that hold on a day."""
    return and_(held.c.ended_at.is_(None), held.c.since <= day, or_(held.c.until.is_(None), held.c.until >= day))


# --- reach: the units an act covers ---------------------------------------------------------------------------------------


def reach(who: int, act: str, day: date) -> CTE:
    """`unit_id` of every unit this person may do the act for on the day. For `column.in_(select(reach(…).c.unit_id))`."""
    roots = select(held.c.unit_id).where(held.c.person_id == who, held.c.role.in_(ACTS[act]), acting(day))
    return spread(roots, day)


# A person's grants that cover a unit of a `line`, for `exists` in a query. Built once: asked with nearly every message of
# staff, and building it costs more than running it.
COVERING = select(held.c.id).where(
    held.c.person_id == WHO,
    held.c.role.in_(bindparam("roles", expanding=True)),
    acting(DAY),
    held.c.unit_id.in_(bindparam("line", expanding=True)),
)
MAY = COVERING.limit(1)


def covering(db: Connection, who: int, act: str, units: Iterable[int], day: date) -> dict[str, Any]:
    """What a query with COVERING is run with: does the person hold the act for one of these units?"""
    return {"who": who, "roles": list(ACTS[act]), "day": day, "line": list(upwards(db, units, day))}


def may(db: Connection, who: int, act: str, unit_id: int, day: date) -> bool:
    return db.execute(MAY, covering(db, who, act, [unit_id], day)).first() is not None


def living(db: Connection, who: int, act: str, units: Iterable[int], day: date) -> set[int]:
    """Those of the given units that live on the day and that the person may do the act for."""
    covered = reach(who, act, day)
    alive = or_(unit.c.ended.is_(None), unit.c.ended >= day)
    query = select(unit.c.id).where(unit.c.id.in_(select(covered.c.unit_id)), unit.c.id.in_(list(units)), alive)
    return set(db.execute(query).scalars())


def at_the_top(db: Connection, who: int, act: str, day: date) -> bool:
    """Does the person hold the act at a unit with none above it that members report as? What concerns the whole house
    is theirs to change."""
    higher = unit.alias()
    above = (
        exists()
        .where(parent.c.unit_id == held.c.unit_id, on(parent, day))
        .where(higher.c.id == parent.c.parent_id, type_.c.code == higher.c.type, type_.c.reports)
    )
    lives = exists().where(unit.c.id == held.c.unit_id, or_(unit.c.ended.is_(None), unit.c.ended >= day))
    top = select(held.c.id).where(held.c.person_id == who, held.c.role.in_(ACTS[act]), acting(day), lives, ~above)
    return db.execute(top.limit(1)).first() is not None


# Built once, too: every menu asks it of everybody, and every step of what is for staff.
ROLES_OF = select(held.c.role).where(held.c.person_id == WHO, acting(DAY))


def acts_of(db: Connection, who: int, day: date) -> frozenset[str]:
    """Everything the person may do for some unit."""
    roles = set(db.execute(ROLES_OF, {"who": who, "day": day}).scalars())
    return frozenset(act for act, may_do in ACTS.items() if roles & may_do)


# --- who holds what ---------------------------------------------------------------------------------------------------------

COLUMNS = tuple(held.c[name] for name in Held.__slots__)


def grants_of(db: Connection, who: int, day: date) -> list[Held]:
    """A person's own roles, today's."""
    rows = db.execute(select(*COLUMNS).where(held.c.person_id == who, acting(day)).order_by(held.c.id))
    return [Held(*row) for row in rows]


def grants_in(db: Connection, admin: int, day: date) -> list[Held]:
    """The roles held today or later in the units this admin answers for, the admin's own among them."""
    covered = reach(admin, "invite", day)
    rows = db.execute(
        select(*COLUMNS)
        .where(
            held.c.ended_at.is_(None),
            or_(held.c.until.is_(None), held.c.until >= day),
            held.c.unit_id.in_(select(covered.c.unit_id)),
        )
        .order_by(held.c.unit_id, held.c.id)
    )
    return [Held(*row) for row in rows]


def staff(db: Connection, act: str, day: date) -> dict[int, list[int]]:
    """person → the units of their grants with this act, of those who can be reached."""
    open_ = exists().where(address.c.person_id == held.c.person_id, address.c.state == "open")
    rows = db.execute(
        select(held.c.person_id, held.c.unit_id)
        .join(person, person.c.id == held.c.person_id)
        .where(held.c.role.in_(ACTS[act]), acting(day), person.c.joined_at.is_not(None), open_)
        .distinct()
        .order_by(held.c.person_id, held.c.unit_id)
    )
    found: dict[int, list[int]] = {}
    for who, where in rows:
        found.setdefault(who, []).append(where)
    return found


def responsible(db: Connection, act: str, units: Iterable[int], day: date) -> dict[int, list[int]]:
    """For each unit the people an act falls to: those who hold it there, else at the nearest unit above that has any.

    Two queries, however many units there are. A unit nobody answers for has an empty list.
    """
    holders: dict[int, list[int]] = {}
    for who, places in staff(db, act, day).items():
        for place in places:
            holders.setdefault(place, []).append(who)
    above: dict[int, list[int]] = {}
    for up, down in db.execute(edges(day)):
        above.setdefault(down, []).append(up)
    return {each: _nearest(each, holders, above) for each in units}


def _nearest(start: int, holders: Mapping[int, list[int]], above: Mapping[int, list[int]]) -> list[int]:
    rim, seen = [start], {start}
    while rim:
        found = sorted({who for each in rim for who in holders.get(each, ())})
        if found:
            return found
        rim = sorted({up for each in rim for up in above.get(each, ())} - seen)
        seen.update(rim)
    return []
