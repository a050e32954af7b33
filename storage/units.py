"""The union's units as they were on a day: names, the chain above, who to turn to, what became of them (R41, R48).

A day is always an argument. Spans are days, both ends included; an open end is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Select, Table, and_, bindparam, func, or_, select

from storage.tables import Unit, UnitName, UnitParent, UnitSuccession, UnitType, of
from storage.vietnamese import expand, fold, rank, show_day, sort_key

unit, name, parent, succession, type_ = of(Unit), of(UnitName), of(UnitParent), of(UnitSuccession), of(UnitType)

DEEPEST = 12  # floors a chain may have: a guard against a circle in imported data
CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit as offered to a person. `label` tells a unit that ended from a living one; `deep` has units below it."""

    id: int
    name: str
    label: str
    exact: bool = False
    deep: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """From the first to the last day of a unit."""

    founded: date | None
    ended: date | None


DAY: Any = bindparam("day", type_=Date)  # of the statements below that are built once


def on(table: Table, day: date) -> ColumnElement[bool]:
    """Spans of `table` that contain the day."""
    return and_(or_(table.c.since.is_(None), table.c.since <= day), or_(table.c.until.is_(None), table.c.until >= day))


CALLED = select(name.c.name, name.c.since, name.c.until).where(
    name.c.unit_id == bindparam("number"), name.c.former.is_(False)
)
NAMES = select(name.c.unit_id, name.c.name).where(
    name.c.unit_id.in_(bindparam("numbers", expanding=True)), name.c.former.is_(False), on(name, DAY)
)
ABOVE = select(parent.c.parent_id).where(parent.c.unit_id == bindparam("number"), on(parent, DAY))


@lru_cache(maxsize=16)
def _holding(words: int) -> Select[Any]:
    """Names that hold so many words, given as `word_0`, `word_1`, …: the fewer others, the likelier it is meant."""
    return (
        select(name.c.unit_id, name.c.name, name.c.short, unit.c.ended, type_.c.reports)
        .join(unit, unit.c.id == name.c.unit_id)
        .join(type_, type_.c.code == unit.c.type)
        .where(*(name.c.search_key.like(bindparam(f"word_{each}"), escape="\\") for each in range(words)))
        .where(type_.c.reports)
        .order_by(func.length(name.c.search_key), name.c.id)
        .limit(CANDIDATES)
    )


def by_code(db: Connection, code: str) -> int | None:
    number: int | None = db.execute(select(unit.c.id).where(unit.c.code == code)).scalar()
    return number


def life(db: Connection, number: int) -> Life:
    return Life(*db.execute(select(unit.c.founded, unit.c.ended).where(unit.c.id == number)).one())


def name_of(db: Connection, number: int, day: date) -> str:
    """What it was called that day; before its first or after its last day, by the nearest name. "" for no such unit."""
    rows = db.execute(CALLED, {"number": number}).all()
    if not rows:
        return ""
    spans = sorted(rows, key=lambda row: row[1] or date.min)
    for called, since, until in spans:
        if (since is None or since <= day) and (until is None or day <= until):
            return str(called)
    return str(spans[0][0] if day < (spans[0][1] or date.min) else spans[-1][0])


def names_of(db: Connection, numbers: Iterable[int], day: date) -> dict[int, str]:
    """Names of several units on a day, in one query."""
    return dict(db.execute(NAMES, {"numbers": list(numbers), "day": day}).all())


def find(db: Connection, typed: str, day: date, most: int = 8) -> list[Hit]:
    """Units whose present or former name holds these words, typed with or without accents or abbreviated.

    Names as typed come first, living units before ended ones, then the alphabet.
    """
    rows: dict[tuple[int, str], Any] = {}
    for variant in expand(fold(typed)):
        words = variant.split()[:12]
        if not words:
            continue
        given = {f"word_{place}": f"%{_escaped(word)}%" for place, word in enumerate(words)}
        for row in db.execute(_holding(len(words)), given):
            rows.setdefault((row[0], row[1]), row)
    best: dict[int, tuple[Any, ...]] = {}
    plain = {" ".join(variant.split()) for variant in expand(fold(typed))}
    for number, called, short, ended, _ in rows.values():
        full = fold(called).replace(" [mau]", "")
        equal = full in plain or fold(short).replace(" [mau]", "") in plain
        order = (0 if equal else 1, ended is not None and ended < day, min(rank(typed, called), rank(typed, short)))
        if number not in best or order < best[number][0]:
            best[number] = (order, ended)
    shown = names_at(db, {number: ended for number, (_, ended) in best.items()}, day)
    ranked = sorted(best, key=lambda number: (best[number][0], sort_key(shown[number])))[:most]
    # An ended unit is never taken for granted: the person sees until when it was, and chooses (R53).
    exact = [number for number in ranked if best[number][0][:2] == (0, False)]
    only = exact[0] if len(exact) == 1 else None
    return [
        Hit(number, shown[number], _label(shown[number], best[number][1], day), exact=number == only)
        for number in ranked
    ]


def names_at(db: Connection, ended: dict[int, date | None], day: date) -> dict[int, str]:
    """The name of each unit on the day, or on its last day when it has ended."""
    living = names_of(db, [number for number, last in ended.items() if last is None or last >= day], day)
    return {number: living.get(number) or name_of(db, number, day) for number in ended}


def _label(called: str, ended: date | None, day: date) -> str:
    return f"{called} (đến {show_day(ended)})" if ended is not None and ended < day else called


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def inside(db: Connection, number: int | None, day: date) -> list[Hit]:
    """The units directly below one on a day; below nothing: the root's own children, the root itself being nobody's unit."""
    if number is None:
        roots = db.execute(select(unit.c.id).where(unit.c.id.not_in(select(parent.c.unit_id)))).scalars().all()
        number = roots[0] if roots else None
        if number is None:
            return []
    shown = names_of(db, [child for child, _ in _children(db, [number], day)], day)
    deep = {above for _, above in _children(db, shown, day)}
    ordered = sorted(shown, key=lambda each: (each not in deep, sort_key(shown[each])))
    return [Hit(each, shown[each], shown[each], deep=each in deep) for each in ordered]


def _children(db: Connection, numbers: Iterable[int], day: date) -> Sequence[Any]:
    """(unit, its parent) of those directly below these on a day that members report as."""
    return db.execute(
        select(parent.c.unit_id, parent.c.parent_id)
        .join(unit, unit.c.id == parent.c.unit_id)
        .join(type_, type_.c.code == unit.c.type)
        .where(parent.c.parent_id.in_(list(numbers)), on(parent, day), type_.c.reports)
    ).all()


def chain(db: Connection, number: int, day: date) -> list[int]:
    """The unit and those above it on that day, lowest first ("theo tổ chức lúc đó")."""
    found = [number]
    while len(found) < DEEPEST:
        above = db.execute(ABOVE, {"number": found[-1], "day": day}).scalar()
        if above is None or above in found:
            break
        found.append(above)
    return found


def below(db: Connection, number: int, day: date) -> set[int]:
    """The unit and everything under it on that day: the subtree a role covers."""
    found = {number}
    rim: Sequence[int] = [number]
    while rim:
        rim = (
            db.execute(
                select(parent.c.unit_id).where(
                    parent.c.parent_id.in_(rim), on(parent, day), parent.c.unit_id.not_in(found)
                )
            )
            .scalars()
            .all()
        )
        found.update(rim)
    return found


def today_of(db: Connection, number: int, day: date) -> list[int]:
    """What a unit is by now ("quy về tổ chức hiện nay"): itself while it lives, else the living ends of its successors."""
    rim, seen, living = [number], {number}, []
    while rim:
        ended = dict(db.execute(select(unit.c.id, unit.c.ended).where(unit.c.id.in_(rim))).all())
        living += [each for each in rim if ended[each] is None or ended[each] >= day]
        past = [each for each in rim if each not in living]
        heirs = db.execute(
            select(succession.c.to_id).where(succession.c.from_id.in_(past), succession.c.to_id.is_not(None))
        ).scalars()
        rim = sorted({each for each in heirs if each is not None} - seen)
        seen.update(rim)
    return living


def reports(db: Connection, number: int) -> bool:
    """Do members report as such a unit?"""
    query = select(type_.c.reports).join(unit, unit.c.type == type_.c.code).where(unit.c.id == number)
    return bool(db.execute(query).scalar())


def contact(db: Connection, number: int, day: date) -> tuple[str, str, str] | None:
    """Whom a member of this unit can turn to: (name, phone, unit's name), from the unit or the nearest one above."""
    for start in today_of(db, number, day) or [number]:
        for each in chain(db, start, day):
            who, phone = db.execute(select(unit.c.contact_name, unit.c.contact_phone).where(unit.c.id == each)).one()
            if who and phone:
                return who, phone, name_of(db, each, day)
    return None


def count(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(unit)).scalar_one()
