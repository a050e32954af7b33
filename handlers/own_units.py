"""Finding a unit within one's own: the query and the lookups of a `Unit` step for those whose role reaches only so far.

Nothing outside is ever named, found or taken; and of what is inside, only units that live (R21).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from handlers.desk import Desk, Lookup, Offering, Query
from handlers.forms import Item, Session
from storage import roles, units
from storage.vietnamese import untelex

MOST = 8  # units found by a name
BUTTONS = 5  # own units offered at once; the others are in the list


def query(act: str) -> Query:
    """Offers the units of one's own roles with this act."""
    return partial(_offered, act)


def lookups(act: str) -> Mapping[str, Lookup]:
    """As `join.UNIT_LOOKUPS`, within the reach of this act."""
    return {"unit": partial(_one, act), "units_named": partial(_named, act), "units_inside": partial(_inside, act)}


def within(desk: Desk, act: str, numbers: list[int]) -> set[int]:
    """Those of the units that live and where the person may do the act today."""
    return roles.living(desk.db, desk.person.id, act, numbers, desk.today)


def roots(desk: Desk, act: str) -> dict[int, str]:
    held = roles.grants_of(desk.db, desk.person.id, desk.today)
    mine = within(desk, act, [each.unit_id for each in held if each.role in roles.ACTS[act]])
    return units.names_of(desk.db, mine, desk.today)


def _offered(act: str, desk: Desk, session: Session) -> Offering:
    if session.hold.get("units"):
        return Offering()
    mine = list(roots(desk, act).items())[:BUTTONS]
    return Offering([Item(f"unit:{number}", "unit-name", args={"name": name}) for number, name in mine])


def _one(act: str, desk: Desk, session: Session, number: str) -> dict[str, Any]:
    if not number.isdigit() or not within(desk, act, [int(number)]):
        return {}
    return {"exact": {"id": int(number), "name": units.name_of(desk.db, int(number), desk.today)}}


def _named(act: str, desk: Desk, session: Session, text: str) -> dict[str, Any]:
    """All of that name are looked at before those outside are left out: eight of others must not hide one's own."""
    every = units.CANDIDATES
    hits = units.find(desk.db, text, desk.today, every) or units.find(desk.db, untelex(text), desk.today, every)
    mine = within(desk, act, [hit.id for hit in hits])
    hits = [hit for hit in hits if hit.id in mine]
    exact = [hit for hit in hits if hit.exact]
    if len(exact) == 1:
        return {"exact": {"id": exact[0].id, "name": exact[0].name}}
    return {"units": [[hit.id, hit.label, False] for hit in hits[:MOST]]}


def _inside(act: str, desk: Desk, session: Session, number: str) -> dict[str, Any]:
    """One floor of the tree; the topmost are one's own units."""
    if not number:
        mine = roots(desk, act).items()
        return {"units": [[each, name, bool(units.inside(desk.db, each, desk.today))] for each, name in mine]}
    if not number.isdigit() or not within(desk, act, [int(number)]):
        return {}
    below = units.inside(desk.db, int(number), desk.today)
    here = [int(number), units.name_of(desk.db, int(number), desk.today)]
    return {"units": [[hit.id, hit.label, hit.deep] for hit in below], "inside": here}
