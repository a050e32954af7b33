"""Opening a nomination file: for which unit, to which authority, in which year (R29)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select

from storage import reports, roles, rules
from storage.award_tables import Nomination
from storage.awards import Authority, honours
from storage.lanes import lanes
from storage.nominations import ACT, MOVES, NotTheirs, enter, levels_of, of_opener, open_year
from storage.people import audit
from storage.tables import Movement, of

nomination, movement = of(Nomination), of(Movement)

PREFIX = "DN"
MOST_A_UNIT = 500  # files a unit may open in a year


class NotOffered(Exception):
    """No such file can be opened there: kind, authority, movement or unit does not fit."""


class Enough(Exception):
    """As many as there can be."""


def authorities(db: Connection, unit_id: int, day: date, kind: str = "") -> list[Authority]:
    """To whom a unit may send a file: the authorities at its own level or above, the highest first."""
    types = [row[0] for row in levels_of(db, unit_id, day)]
    if not types:
        return []
    every = honours().authorities
    own = max((place for place, each in enumerate(every) if types[0] in each.levels), default=len(every))
    return [
        each
        for place, each in enumerate(every)
        if (not set(types).isdisjoint(each.levels) or place < own < len(every))
        and (not kind or honours().of(kind, each.code))
    ]


def open_file(
    db: Connection,
    *,
    movement_id: int,
    year: int,
    kind: str,
    authority: str,
    unit_id: int,
    title: str = "",
    who: int,
    now: datetime,
    today: date,
) -> tuple[int, str]:
    """A new file of a unit; gives its id and code. In a year that is closed already it belongs to the next.
    Raises NotTheirs, NotOffered, Enough."""
    if not roles.living(db, who, ACT, [unit_id], today):
        raise NotTheirs("role")
    code = db.execute(select(movement.c.code).where(movement.c.id == movement_id)).scalar()
    if code is None or kind not in lanes() or authority not in {each.code for each in authorities(db, unit_id, today)}:
        raise NotOffered
    if not honours().of(kind, authority) or not today.year - 1 <= year <= today.year + 1:
        raise NotOffered
    if count(db, unit_id, year) >= MOST_A_UNIT:
        raise Enough
    named = reports.next_code(db, PREFIX, today.year)
    row = {"code": named, "movement": code, "movement_id": movement_id, "kind": kind, "authority": authority}
    row |= {"year": open_year(db, code, year, kind, unit_id, today), "title": title, "unit_id": unit_id}
    row |= {"desk_unit_id": unit_id, "state": MOVES["open"].to, "turn": 0, "waits_since": now, "person_id": who}
    row |= {"opened_at": now, "changed_at": now, "rules": rules.book().version}
    number: int = db.execute(insert(nomination).returning(nomination.c.id), row).scalar_one()
    seat = of_opener(db, {"unit_id": unit_id, "person_id": who}, who, today)
    enter(db, number, "open", None, row["state"], who, seat, unit_id, "", now)
    audit(db, who, "open", f"nomination:{number}", now)
    return number, named


def count(db: Connection, unit_id: int, year: int) -> int:
    here = (nomination.c.unit_id == unit_id, nomination.c.year == year)
    return db.execute(select(func.count()).select_from(nomination).where(*here)).scalar_one()
