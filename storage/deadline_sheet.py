"""A list of deadlines, judged, planned, and put in whole or not at all (R25; docs/deadlines.md).

A row says one deadline. What its optional cells leave empty stays as it is, or is as usual for a new one; "-" says none.
A second time the same file changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from storage import deadlines
from storage.deadline_reading import NONE, PROBLEMS, SHOWN, Listed, Row, read
from storage.deadlines import Due, OutOfBounds
from storage.register_shapes import Problem
from storage.sheets import plain
from storage.tables import Movement, Unit, UnitType, of

__all__ = ["PROBLEMS", "Line", "Listed", "NotImportable", "Plan", "Problem", "apply", "check", "plan", "read"]

unit, type_, movement = of(Unit), of(UnitType), of(Movement)

LINES = 20  # of a plan


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one deadline: "new" or "changed"."""

    act: str
    due: Due
    unit: str  # its code


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do, and the first 20 that are not unchanged."""

    new: int
    changed: int
    unchanged: int
    lines: tuple[Line, ...] = ()


class NotImportable(Exception):
    """The file has problems; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


# --- judging --------------------------------------------------------------------------------------------------------------


def check(db: Connection, listed: Listed) -> list[Problem]:
    """All problems by row; none means the file can be applied."""
    return _wanted(db, listed)[1]


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a file is compared with."""

    units: Mapping[str, int]
    types: Mapping[str, str]  # code, and folded name → code
    movements: Sequence[str]
    kept: Mapping[tuple[Any, ...], Due]


def known(db: Connection) -> Known:
    types = dict(db.execute(select(type_.c.code, type_.c.name).where(type_.c.reports)).all())
    running = db.execute(select(movement.c.code).where(movement.c.state == "running").order_by(movement.c.id)).scalars()
    return Known(
        dict(db.execute(select(unit.c.code, unit.c.id)).all()),
        {plain(name): code for code, name in types.items()} | {code: code for code in types},
        list(dict.fromkeys(running)),
        {each.identity: each for each in deadlines.every(db)},
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row as the deadline it wants, with the one that is kept for exactly this, if any."""

    row: Row
    new: Due
    old: Due | None


def _wanted(db: Connection, listed: Listed) -> tuple[list[Wanted], list[Problem]]:
    there = known(db)
    found: dict[tuple[Any, ...], Wanted] = {}
    problems = list(listed.problems)
    faulty = {each.row for each in problems}
    for row in listed.rows:
        wrong = _strange(row, there)
        if not wrong and row.number not in faulty:
            try:
                wanted = _judged(row, there)
            except OutOfBounds as out:
                wrong = [Problem(row.number, out.field, "out-of-bounds")]
            else:
                first = found.setdefault(wanted.new.identity, wanted)
                if first is not wanted:
                    wrong = [Problem(row.number, "", "duplicate", {"other": str(first.row.number)})]
        problems += wrong
    return list(found.values()), sorted(problems, key=lambda each: each.row)


def _strange(row: Row, there: Known) -> list[Problem]:
    """Units, types and movements that nobody knows."""
    unit_type = row.said.get("unit_type", NONE)
    types = sorted({*there.types.values()})
    looked_up: list[tuple[str, str, bool, Sequence[str]]] = [
        ("unit", "unknown-unit", row.said.get("unit") in there.units, ()),
        ("unit_type", "unknown-type", unit_type == NONE or _type(unit_type, there) is not None, types),
        ("movement", "unknown-movement", row.said.get("movement") in there.movements, there.movements),
    ]
    return [
        Problem(row.number, column, problem, {"value": row.said[column][:SHOWN], "known": ", ".join(every)})
        for column, problem, good, every in looked_up
        if not good and column in row.said
    ]


def _type(text: str, there: Known) -> str | None:
    return there.types.get(text) or there.types.get(plain(text))


def _newest(there: Known) -> str:
    return there.movements[-1] if there.movements else ""


def _judged(row: Row, there: Known) -> Wanted:
    """Raises OutOfBounds."""
    said = row.said
    kind = said.get("unit_type", NONE)
    new = Due(
        id=0,
        movement=said.get("movement", _newest(there)),
        year=said["year"],
        unit_id=there.units[said["unit"]],
        unit_type="" if kind == NONE else _type(kind, there) or "",
        due=said["due"],
        **{name: said.get(name, "") for name in ("duty", "level", "award")},
    )
    old = there.kept.get(new.identity)
    base = new if old is None else replace(old, due=new.due, state="standing")
    filled = {name: said[name] for name in ("leads", "grace", "overdue", "above_after") if name in said}
    return Wanted(row, deadlines.checked(replace(base, **filled)), old)


# --- doing ----------------------------------------------------------------------------------------------------------------


def plan(db: Connection, listed: Listed) -> Plan:
    """What `apply` would do. Raises NotImportable; changes nothing."""
    wanted = _sound(db, listed)
    lines = [
        Line("new" if each.old is None or each.old.state != "standing" else "changed", each.new, each.row.said["unit"])
        for each in wanted
        if each.new != each.old
    ]
    counts = {act: sum(each.act == act for each in lines) for act in ("new", "changed")}
    return Plan(**counts, unchanged=len(wanted) - len(lines), lines=tuple(lines[:LINES]))


def apply(db: Connection, listed: Listed, *, who: int | None, now: datetime) -> int:
    """Put the file in inside the caller's transaction: how many deadlines were written. Raises NotImportable, then none
    was. Examples and withdrawn ones that it names come into force."""
    moved = [each for each in _sound(db, listed) if each.new != each.old]
    for each in moved:
        if each.old is None or each.old.state != "standing":
            deadlines.add(db, each.new, who=who, now=now)
        else:
            values = {name: getattr(each.new, name) for name in deadlines.CHANGEABLE}
            deadlines.change(db, each.old.id, who=who, now=now, **values)
    return len(moved)


def _sound(db: Connection, listed: Listed) -> list[Wanted]:
    wanted, problems = _wanted(db, listed)
    if problems:
        raise NotImportable(problems)
    return wanted
