"""The six things that happen to units, each a verb that writes its event, its successors and the dated spans (R41).

`decision.on` is the first day of the new state: what ends, ended the day before. The children of a unit that ends go to
its successor; a transfer of the same day, told before or after, sends them elsewhere. What is already dated later than
`on` is never overwritten: then the verb refuses, and the caller's transaction is to be undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, insert, or_, select, update

from storage import units
from storage.register_decisions import Decision, tell
from storage.register_shapes import BUTTON, DAY
from storage.register_writing import name_rows
from storage.tables import Area, Unit, UnitArea, UnitName, UnitParent, UnitType, of
from storage.vietnamese import shorten

unit, name, parent = of(Unit), of(UnitName), of(UnitParent)
served, area, type_ = of(UnitArea), of(Area), of(UnitType)


class EventRefused(ValueError):
    """The event does not fit what the register holds; the message is one sentence that names the unit by its code or id."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A unit to be founded. `parent` is an id, `areas` are codes; contact_phone is E.164."""

    code: str
    name: str
    type: str
    parent: int
    short: str = ""
    former: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    contact_name: str = ""
    contact_phone: str = ""


def found(db: Connection, decision: Decision, newcomers: Sequence[Newcomer]) -> list[int]:
    """New units that come from nowhere; gives their ids."""
    ids = [_add(db, each, decision.on) for each in newcomers]
    tell(db, decision, "found", [], ids)
    return ids


def rename(db: Connection, decision: Decision, number: int, called: str, short: str = "") -> None:
    """The same unit under another name; the old one goes on finding it."""
    _living(db, number, decision.on)
    _close(db, name, number, decision.on, name.c.former.is_(False))
    _call(db, number, [(called, short, False)], decision.on)
    tell(db, decision, "rename", [number], [number])


def merge(db: Connection, decision: Decision, sources: Sequence[int], into: Newcomer) -> int:
    """Several units end, a new one takes their place; gives its id. To join one that goes on, `dissolve` into it."""
    if len(set(sources)) < 2:
        raise EventRefused("A merger takes at least two units.")
    number = _add(db, into, decision.on)
    _end(db, sources, decision.on, [number])
    tell(db, decision, "merge", sources, [number])
    return number


def split(db: Connection, decision: Decision, source: int, into: Sequence[Newcomer]) -> list[int]:
    """One unit ends, several take its place; gives their ids. Its children must have been transferred before."""
    if len(into) < 2:
        raise EventRefused("A split makes at least two units.")
    ids = [_add(db, each, decision.on) for each in into]
    _end(db, [source], decision.on, ids)
    tell(db, decision, "split", [source], ids)
    return ids


def transfer(db: Connection, decision: Decision, movers: Sequence[int], above: int) -> None:
    """Units go on under another parent."""
    for number in movers:
        _living(db, number, decision.on)
        _hang(db, number, above, decision.on)
    tell(db, decision, "transfer", movers, [above])


def dissolve(db: Connection, decision: Decision, sources: Sequence[int], heirs: Sequence[int] = ()) -> None:
    """Units end; whoever takes over goes on. With no heir, or several, their children must have been transferred before."""
    for heir in heirs:
        _living(db, heir, decision.on)
    _end(db, sources, decision.on, heirs)
    tell(db, decision, "dissolve", sources, heirs)


def serve(db: Connection, number: int, areas: Sequence[str], on: date) -> None:
    """From that day the unit serves these areas and no others. No event of the union's: areas are a tree of their own."""
    _living(db, number, on)
    _close(db, served, number, on)
    _settle(db, number, areas, on)


# --- the strokes they are made of -----------------------------------------------------------------------------------------


def _add(db: Connection, new: Newcomer, on: date) -> int:
    if db.execute(select(unit.c.id).where(unit.c.code == new.code)).first():
        raise EventRefused(f"The code {new.code} is taken; codes are never reused.")
    if not db.execute(select(type_.c.code).where(type_.c.code == new.type)).first():
        raise EventRefused(f"{new.code}: there is no type {new.type}.")
    number: int = db.execute(
        insert(unit).values(
            code=new.code,
            type=new.type,
            founded=on,
            contact_name=new.contact_name or None,
            contact_phone=new.contact_phone or None,
        )
    ).inserted_primary_key[0]  # type: ignore[index]  # an insert of one row always has a key
    _call(db, number, [(new.name, new.short, False), *((former, "", True) for former in new.former)], on)
    _hang(db, number, new.parent, on)
    _settle(db, number, new.areas, on)
    return number


def _call(db: Connection, number: int, names: Sequence[tuple[str, str, bool]], on: date) -> None:
    dated = [
        ((called, short or ("" if former else shorten(called, BUTTON)), former), on, None)
        for called, short, former in names
    ]
    db.execute(insert(name), list(name_rows(number, dated)))


def _settle(db: Connection, number: int, areas: Sequence[str], on: date) -> None:
    ids = db.execute(select(area.c.id).where(area.c.code.in_(areas))).scalars().all()
    if len(ids) != len(set(areas)):
        raise EventRefused(f"Unit {number}: one of its areas is not known.")
    if ids:
        db.execute(insert(served), [{"unit_id": number, "area_id": each, "since": on} for each in ids])


def _hang(db: Connection, number: int, above: int, on: date) -> None:
    """Put a unit under a parent from that day."""
    _living(db, above, on)
    if number in units.chain(db, above, on):
        raise EventRefused(f"Unit {number} would stand above itself.")
    _close(db, parent, number, on)
    db.execute(insert(parent).values(unit_id=number, parent_id=above, since=on))


def _end(db: Connection, sources: Sequence[int], on: date, heirs: Sequence[int]) -> None:
    for number in sources:
        if number in heirs:
            raise EventRefused(f"Unit {number} cannot succeed itself.")
        _living(db, number, on)
        founded = db.execute(select(unit.c.founded).where(unit.c.id == number)).scalar()
        if founded is not None and founded >= on:
            raise EventRefused(f"Unit {number} would end before it began.")
    for number in sources:
        children = db.execute(
            select(parent.c.unit_id).where(
                parent.c.parent_id == number,
                parent.c.unit_id.not_in(sources),
                or_(parent.c.until.is_(None), parent.c.until >= on),
            )
        ).scalars()
        for child in children.all():
            if len(heirs) != 1:
                raise EventRefused(f"Unit {number} ends without one heir: transfer its child {child} first.")
            _hang(db, child, heirs[0], on)
        for table in (name, parent, served):
            _close(db, table, number, on)
        db.execute(update(unit).where(unit.c.id == number).values(ended=on - DAY))


def _close(db: Connection, table: Table, number: int, on: date, *which: ColumnElement[bool]) -> None:
    """End a unit's open spans the day before; what began on that very day, by an event told earlier, gives way."""
    mine = and_(table.c.unit_id == number, *which)
    if db.execute(select(table.c.id).where(mine, table.c.since > on)).first():
        raise EventRefused(f"Unit {number} has something dated after {on} already.")
    db.execute(delete(table).where(mine, table.c.since == on))
    still = or_(table.c.until.is_(None), table.c.until >= on)
    db.execute(update(table).where(mine, still).values(until=on - DAY))


def _living(db: Connection, number: int, on: date) -> None:
    row = db.execute(select(unit.c.founded, unit.c.ended).where(unit.c.id == number)).first()
    if row is None:
        raise EventRefused(f"There is no unit {number}.")
    founded, ended = row
    if (founded is not None and on < founded) or (ended is not None and ended < on):
        raise EventRefused(f"Unit {number} does not exist on {on}.")
