"""A checked file put into the register: first as a plan that changes nothing, then all of it or nothing (R41, R45).

Merged by code: a unit the file names gets the names, parents, areas and contact of the file, a unit it does not name
stays as it is, and no unit is ever removed: reports and members point at it. Set queries throughout: 2,000 units take
well under a second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from storage.people import audit
from storage.register_checking import check
from storage.register_decisions import tell_decisions
from storage.register_shapes import Dated, Problem, Record, Register, Sheet, by_code, record_of
from storage.tables import Area, Unit, UnitArea, UnitName, UnitParent, UnitType, of
from storage.vietnamese import expand, fold

unit, name, parent, served = of(Unit), of(UnitName), of(UnitParent), of(UnitArea)
area, type_ = of(Area), of(UnitType)

LINES = 20  # of a plan
CHUNK = 500  # keys in one query


class NotImportable(Exception):
    """The file has problems; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one unit: "new", "changed" or "ended", and in which columns."""

    act: str
    code: str
    name: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do: how many units of each sort, and the first 20 that are not unchanged."""

    new: int
    changed: int
    ended: int
    unchanged: int
    lines: tuple[Line, ...]


# --- what is there ------------------------------------------------------------------------------------------------------


def registered(db: Connection) -> Register:
    """The register as it stands, each unit as a record."""
    codes: dict[int, str] = dict(db.execute(select(unit.c.id, unit.c.code)).all())
    places: dict[int, str] = dict(db.execute(select(area.c.id, area.c.code)).all())
    names: dict[int, set[Dated]] = {number: set() for number in codes}
    parents: dict[int, set[Dated]] = {number: set() for number in codes}
    areas: dict[int, set[Dated]] = {number: set() for number in codes}
    called = select(name.c.unit_id, name.c.name, name.c.short, name.c.former, name.c.since, name.c.until)
    for number, *fact, since, until in db.execute(called):
        names[number].add((tuple(fact), since, until))
    hung = select(parent.c.unit_id, parent.c.parent_id, parent.c.since, parent.c.until)
    for number, above, since, until in db.execute(hung):
        parents[number].add((codes[above], since, until))
    serving = select(served.c.unit_id, served.c.area_id, served.c.since, served.c.until)
    for number, place, since, until in db.execute(serving):
        areas[number].add((places[place], since, until))
    columns = ("id", "code", "type", "founded", "ended", "contact_name", "contact_phone")
    found = {
        code: Record(
            kind,
            founded,
            ended,
            (who or "", phone or ""),
            frozenset(names[number]),
            frozenset(parents[number]),
            frozenset(areas[number]),
        )
        for number, code, kind, founded, ended, who, phone in db.execute(select(*(unit.c[each] for each in columns)))
    }
    return Register(
        types=frozenset(db.execute(select(type_.c.code)).scalars()),
        areas={
            code: (since, until) for code, since, until in db.execute(select(area.c.code, area.c.since, area.c.until))
        },
        units=found,
    )


# --- what would become of it ----------------------------------------------------------------------------------------------


def plan(db: Connection, sheet: Sheet, today: date) -> Plan:
    """What `apply` would do. Raises NotImportable; changes nothing."""
    known = registered(db)
    wanted = _wanted(sheet, known)
    lines = [line for code in wanted if (line := _line(code, wanted[code], known.units.get(code), today))]
    counts = {act: sum(line.act == act for line in lines) for act in ("new", "changed", "ended")}
    return Plan(**counts, unchanged=len(wanted) - len(lines), lines=tuple(lines[:LINES]))


def apply(db: Connection, sheet: Sheet, now: datetime) -> int:
    """Write the file inside the caller's transaction: how many units were written. Raises NotImportable, then nothing was.

    A second time it writes nothing. The numbers of decisions are kept with the events they tell of.
    """
    known = registered(db)
    wanted = _wanted(sheet, known)
    moved = {code: record for code, record in wanted.items() if record != known.units.get(code)}
    write(db, moved)
    told = tell_decisions(db, sheet, numbers(db))
    if moved or told:
        audit(db, None, "import-units", "units", now, f"units {len(moved)}, decisions {told}")
    return len(moved)


def _wanted(sheet: Sheet, known: Register) -> dict[str, Record]:
    """The units as the file wants them. A column the file does not have is no wish to empty it."""
    problems = check(sheet, known)
    if problems:
        raise NotImportable(problems)
    wanted = {code: record_of(spans) for code, spans in by_code(sheet.spans).items()}
    for code, record in wanted.items():
        kept = known.units.get(code)
        if kept is None:
            continue
        if "contact_phone" not in sheet.columns:
            record = replace(record, contact=kept.contact)  # noqa: PLW2901 - refined in three steps, then put back
        if "area" not in sheet.columns:
            record = replace(record, areas=kept.areas)  # noqa: PLW2901 - as above
        if "former_names" not in sheet.columns:
            former = {each for each in kept.names if each[0][2]}
            record = replace(record, names=record.names | former)  # noqa: PLW2901 - as above
        wanted[code] = record
    return wanted


def _line(code: str, record: Record, kept: Record | None, today: date) -> Line | None:
    if kept is None:
        return Line("new", code, record.label)
    columns = {
        "name": record.names != kept.names,
        "type": record.type != kept.type,
        "parent": record.parents != kept.parents,
        "from": record.founded != kept.founded,
        "to": record.ended != kept.ended,
        "area": record.areas != kept.areas,
        "contact_name": record.contact != kept.contact,
    }
    changed = tuple(column for column, differs in columns.items() if differs)
    if not changed:
        return None
    ends = _over(record.ended, today) and not _over(kept.ended, today)
    return Line("ended" if ends else "changed", code, record.label, changed)


def _over(last: date | None, today: date) -> bool:
    return last is not None and last < today


# --- writing ------------------------------------------------------------------------------------------------------------


def write(db: Connection, records: Mapping[str, Record]) -> None:
    """Make the units look like these records, whatever they looked like before."""
    known = numbers(db)
    rows = [
        {
            "code": code,
            "type": record.type,
            "founded": record.founded,
            "ended": record.ended,
            "contact_name": record.contact[0] or None,
            "contact_phone": record.contact[1] or None,
        }
        for code, record in records.items()
    ]
    many(db, insert(unit), [row for row in rows if row["code"] not in known])
    renewed = [{**row, "named": row["code"]} for row in rows if row["code"] in known]
    many(db, update(unit).where(unit.c.code == bindparam("named")), renewed)
    old = [known[code] for code in records if code in known]
    for start in range(0, len(old), CHUNK):
        for table in (name, parent, served):
            db.execute(delete(table).where(table.c.unit_id.in_(old[start : start + CHUNK])))
    known = numbers(db)
    places: dict[str, int] = dict(db.execute(select(area.c.code, area.c.id)).all())
    each = [(known[code], record) for code, record in records.items()]
    many(db, insert(name), [row for number, record in each for row in name_rows(number, record.names)])
    many(db, insert(parent), list(_links(each, "parents", "parent_id", known)))
    many(db, insert(served), list(_links(each, "areas", "area_id", places)))


def numbers(db: Connection) -> dict[str, int]:
    """The id of every unit by its code."""
    return dict(db.execute(select(unit.c.code, unit.c.id)).all())


def name_rows(number: int, names: Iterable[Dated]) -> Iterator[dict[str, Any]]:
    """Names as the table keeps them."""
    for (called, short, former), since, until in sorted(names, key=lambda kept: (kept[1] or date.min, kept[0])):
        yield {
            "unit_id": number,
            "name": called,
            "short": short,
            "former": former,
            "search_key": search_key(called, short),
            "since": since,
            "until": until,
        }


def search_key(*names: str) -> str:
    """The folded names, then those words that only appear when their abbreviations are written out (R48, R70)."""
    folded = [fold(each) for each in names]
    words = dict.fromkeys(" ".join(folded).split())
    for each in folded:
        words.update(dict.fromkeys(expand(each)[:2][-1].split()))
    return " ".join(words)


def _links(
    each: Iterable[tuple[int, Record]], field: str, column: str, ids: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    for number, record in each:
        for target, since, until in sorted(getattr(record, field), key=lambda kept: (kept[1] or date.min, kept[0])):
            yield {"unit_id": number, column: ids[target], "since": since, "until": until}


def many(db: Connection, statement: Any, rows: list[dict[str, Any]]) -> None:
    """One executemany, or nothing for no rows."""
    if rows:
        db.execute(statement, rows)
