"""Which deadlines there are, whom they ask on a day, and who has handed in (R25, R26).

Whom a deadline asks is reckoned from the tree as it hangs that day, so a reorganisation needs no step of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from storage import deadline_doing
from storage.deadline_shapes import IDENTITY, Due
from storage.roles import reach
from storage.tables import Deadline, Reminder, Submission, Unit, UnitName, UnitType, of
from storage.tree import edges, under
from storage.units import on

deadline, submission, unit, type_ = of(Deadline), of(Submission), of(Unit), of(UnitType)
reminder, name = of(Reminder), of(UnitName)

COLUMNS = tuple(deadline.c[column] for column in Due.__slots__)


def _due(row: Any) -> Due:
    kept = row._asdict()
    return Due(**{**kept, "leads": tuple(kept["leads"]), "overdue": tuple(kept["overdue"])})


# --- reading --------------------------------------------------------------------------------------------------------------


def standing(db: Connection, *, examples: bool = False) -> list[Due]:
    """Deadlines in force, the nearest first; with the examples nobody adopted, if asked for."""
    states = ("standing", "example") if examples else ("standing",)
    rows = db.execute(select(*COLUMNS).where(deadline.c.state.in_(states)).order_by(deadline.c.due, deadline.c.id))
    return [_due(row) for row in rows]


def one(db: Connection, number: int) -> Due | None:
    """A deadline in any state."""
    row = db.execute(select(*COLUMNS).where(deadline.c.id == number)).first()
    return _due(row) if row else None


def same_as(db: Connection, new: Due) -> Due | None:
    """The deadline kept for exactly this, in any state."""
    here = [deadline.c[column] == value for column, value in zip(IDENTITY, new.identity, strict=True)]
    row = db.execute(select(*COLUMNS).where(*here)).first()
    return _due(row) if row else None


def every(db: Connection) -> list[Due]:
    """Deadlines in any state."""
    return [_due(row) for row in db.execute(select(*COLUMNS).order_by(deadline.c.id))]


def short_names(db: Connection, numbers: Iterable[int], day: date) -> dict[int, str]:
    """Names of units for buttons, as they are on a day."""
    short = select(name.c.unit_id, name.c.short).where(name.c.unit_id.in_(list(numbers)), name.c.former.is_(False))
    return dict(db.execute(short.where(on(name, day))).all())


def settable(db: Connection, who: int, day: date, number: int | None = None) -> list[Due]:
    """Deadlines and examples set for the units whose deadlines this person keeps; only the one of this number, if given."""
    covered = reach(who, "deadlines", day)
    found = (
        select(*COLUMNS)
        .where(deadline.c.state != "withdrawn", deadline.c.unit_id.in_(select(covered.c.unit_id)))
        .order_by(deadline.c.due, deadline.c.id)
    )
    rows = db.execute(found if number is None else found.where(deadline.c.id == number))
    return [_due(row) for row in rows]


def submitted(db: Connection, numbers: Iterable[int]) -> dict[int, set[int]]:
    """deadline → the units that have handed in: marked by an officer, or by their own registrations and files.
    Three queries."""
    found: dict[int, set[int]] = {number: set() for number in numbers}
    rows = db.execute(
        select(submission.c.deadline_id, submission.c.unit_id).where(submission.c.deadline_id.in_(list(found)))
    )
    for number, where in (*rows, *deadline_doing.done(db, list(found))):
        found[number].add(where)
    return found


@dataclass(frozen=True, slots=True)
class Mark:
    """A unit marked as having handed in."""

    deadline_id: int
    unit_id: int
    at: datetime


def marks(db: Connection, who: int, day: date, most: int = 100) -> list[Mark]:
    """The newest marks among the units this person marks for."""
    covered = reach(who, "submit", day)
    rows = db.execute(
        select(submission.c.deadline_id, submission.c.unit_id, submission.c.at)
        .where(submission.c.unit_id.in_(select(covered.c.unit_id)))
        .order_by(submission.c.at.desc(), submission.c.id.desc())
        .limit(most)
    )
    return [Mark(*row) for row in rows]


def told(db: Connection, number: int) -> int:
    """How many people were reminded of a deadline, or are about to be: a change would be told to them."""
    about = reminder.c.subject.startswith(f"deadline:{number}/", autoescape=True)
    people = select(func.count(reminder.c.person_id.distinct()))
    return db.execute(
        people.where(reminder.c.kind.in_(("deadline", "moved")), reminder.c.state == "queued", about)
    ).scalar_one()


# --- who is asked ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tree:
    """The units as they hang on a day: those living that report, with their type, and what lies above each."""

    types: Mapping[int, str]
    above: Mapping[int, tuple[int, ...]]

    def line(self, start: int) -> dict[int, int]:
        """The unit and everything above it → how many floors up, the shortest way."""
        found, rim = {start: 0}, [start]
        while rim:
            rim = [up for each in rim for up in self.above.get(each, ()) if up not in found]
            floor = max(found.values()) + 1
            found.update(dict.fromkeys(rim, floor))
        return found


def living(day: date) -> tuple[ColumnElement[bool], ...]:
    """Units that are there on the day."""
    return (
        or_(unit.c.founded.is_(None), unit.c.founded <= day),
        or_(unit.c.ended.is_(None), unit.c.ended >= day),
    )


def tree(db: Connection, day: date) -> Tree:
    """Two queries, whatever the size."""
    reporting = select(unit.c.id, unit.c.type).join(type_, type_.c.code == unit.c.type).where(type_.c.reports)
    above: dict[int, tuple[int, ...]] = {}
    for up, down in db.execute(edges(day)):
        above[down] = (*above.get(down, ()), up)
    types: dict[int, str] = dict(db.execute(reporting.where(*living(day))).all())
    return Tree(types, above)


def asked(
    db: Connection, deadlines: Iterable[Due], day: date, within: Collection[int] | None = None
) -> dict[int, set[int]]:
    """deadline → the units it asks on the day, those who have done it too; only of the units `within`, if given.

    Living units that report, below the deadline's unit; that unit itself only where its own type is named, for who sets a
    date for those below does not owe it. Where two deadlines want the same (Due.rivals) of a unit, the one set nearer to
    it counts, then the one naming its type. Examples and deadlines not kept yet are answered as if they were in force,
    but take nothing from those that are. Three queries, however many units and deadlines there are.
    """
    wanted = {each.id: each for each in deadlines}
    found: dict[int, set[int]] = {number: set() for number in wanted}
    if not wanted:
        return found
    rivals: dict[int, list[Due]] = {}
    for each in ({each.id: each for each in standing(db)} | wanted).values():
        rivals.setdefault(each.unit_id, []).append(each)
    grown = tree(db, day)
    alike: dict[
        tuple[Any, ...], set[int]
    ] = {}  # siblings of a type are asked the same, but for who sets something itself
    for where, kind in grown.types.items():
        if within is None or where in within:
            sort = (where if where in rivals else 0, kind, grown.above.get(where, ()))
            if sort not in alike:
                alike[sort] = _asking(where, kind, grown.line(where), rivals) & wanted.keys()
            for number in alike[sort]:
                found[number].add(where)
    return found


def _asking(where: int, kind: str, line: Mapping[int, int], rivals: Mapping[int, list[Due]]) -> set[int]:
    """The deadlines that ask one unit."""
    near: dict[tuple[Any, ...], list[tuple[int, bool, int, Due]]] = {}
    for above, floors in line.items():
        for each in rivals.get(above, ()):
            if each.unit_type == kind or (not each.unit_type and above != where):
                near.setdefault(each.rivals, []).append((floors, not each.unit_type, each.id, each))
    found = set()
    for others in near.values():
        others.sort(key=lambda other: other[:3])
        found.add(others[0][2])
        found.update([number for *_, number, each in others if each.state == "standing"][:1])
    return found


def owing(
    db: Connection, deadlines: Iterable[Due], day: date, within: Collection[int] | None = None
) -> dict[int, set[int]]:
    """deadline → the units it asks that have not handed in. Six queries."""
    every = asked(db, deadlines, day, within)
    done = submitted(db, every)
    return {number: where - done[number] for number, where in every.items()}


def types_below(db: Connection, unit_id: int, day: date) -> list[tuple[str, str, str]]:
    """(code, name, English name) of the reporting types that live at or below a unit."""
    covered = under([unit_id], day)
    rows = db.execute(
        select(type_.c.code, type_.c.name, type_.c.name_en)
        .join(unit, unit.c.type == type_.c.code)
        .where(type_.c.reports, unit.c.id.in_(select(covered.c.unit_id)), *living(day))
        .distinct()
        .order_by(type_.c.name)
    )
    return [(code, called, called_en) for code, called, called_en in rows]


def covered_by(db: Connection, who: int, act: str, day: date) -> set[int]:
    """The living units a person may do an act for."""
    covered = reach(who, act, day)
    found = select(unit.c.id).where(unit.c.id.in_(select(covered.c.unit_id)), *living(day))
    return set(db.execute(found).scalars())
