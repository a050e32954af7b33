"""The tree of units as it hangs on a day: downwards for a query, upwards from the units one asks about (R41).

An ended unit hangs where it hung last, and below its successors as well: what was filed there is found by those who answer
for it now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    CTE,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from storage.tables import Unit, UnitParent, UnitSuccession, of
from storage.units import DAY

unit, parent, succession = of(Unit), of(UnitParent), of(UnitSuccession)

CLIMB = 8  # floors one query goes up: more than the union has


def edges(day: Any) -> Select[Any]:
    """(above, below) of every unit on the day, a date or a parameter."""
    moment = literal(day, parent.c.since.type) if isinstance(day, date) else day
    child = unit.alias()
    hanging = (
        select(parent.c.parent_id.label("above"), parent.c.unit_id.label("below"))
        .join(child, child.c.id == parent.c.unit_id)
        .where(_hangs(child, moment))
    )
    heir = unit.alias()
    inherited = (
        select(succession.c.to_id, succession.c.from_id)
        .join(heir, heir.c.id == succession.c.from_id)
        .where(succession.c.to_id.is_not(None), heir.c.ended < moment)
    )
    both = union_all(hanging, inherited).subquery()
    return select(both.c.above, both.c.below)


def _hangs(child: Any, moment: Any) -> Any:
    """Rows of `parent` that tell where a unit hangs at a moment, or hung when it ended."""
    last = case((child.c.ended < moment, child.c.ended), else_=moment)
    return and_(
        or_(parent.c.since.is_(None), parent.c.since <= last), or_(parent.c.until.is_(None), parent.c.until >= last)
    )


def spread(roots: Select[Any], day: date) -> CTE:
    """The roots and everything below them. UNION, not UNION ALL: a circle in imported data ends."""
    found = roots.cte(recursive=True)  # no name of its own: a query may ask for two reaches
    line = edges(day).subquery()
    return found.union(select(line.c.below).join(found, found.c.unit_id == line.c.above))


def under(roots: Sequence[int], day: date) -> CTE:
    """`unit_id` of these units and all below them. For `column.in_(select(under(…).c.unit_id))`."""
    return spread(select(unit.c.id.label("unit_id")).where(unit.c.id.in_(roots)), day)


def _lines() -> Select[Any]:
    """(unit, height) of everything over the units of a rim, a few floors up. Each unit is looked at twice, for where it hangs
    and for its successors: a recursion takes only one step of its own, and over `edges` it would read the whole tree."""
    rim = unit.c.id.in_(bindparam("rim", expanding=True))
    found = select(unit.c.id.label("unit_id"), literal_column("0").label("height")).where(rim).cte(recursive=True)
    way = union_all(select(literal_column("0").label("heir")), select(literal_column("1"))).subquery()
    child, higher = unit.alias(), case((way.c.heir == 0, parent.c.parent_id), else_=succession.c.to_id)
    hanging = and_(way.c.heir == 0, parent.c.unit_id == child.c.id, _hangs(child, DAY))
    inherited = and_(way.c.heir == 1, succession.c.from_id == child.c.id, child.c.ended < DAY)
    step = (
        select(higher, found.c.height + 1)
        .select_from(found)
        .join(child, child.c.id == found.c.unit_id)
        .join(way, literal_column("1") == 1)
        .join(parent, hanging, isouter=True)
        .join(succession, inherited, isouter=True)
        .where(found.c.height < bindparam("floors"), higher.is_not(None))
    )
    line = found.union(step)
    return select(line.c.unit_id, func.min(line.c.height)).group_by(line.c.unit_id)


LINES = _lines()  # built once: asked with nearly every message of staff, and building it costs more than running it


def upwards(db: Connection, units: Iterable[int], day: date) -> dict[int, int]:
    """unit → height, of these units and all above them: only their own line is read. What a reach covers looked at from below,
    and a small part of its price where one unit is asked about."""
    found = dict.fromkeys(units, 0)
    rim, floor = list(found), 0
    while rim:
        rows = db.execute(LINES, {"rim": rim, "day": day, "floors": CLIMB}).all()
        fresh = sorted((height, each) for each, height in rows if each not in found)
        found |= {each: floor + height for height, each in fresh}
        rim, floor = [each for height, each in fresh if height == CLIMB], floor + CLIMB
    return found
