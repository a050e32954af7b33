"""Lists that leave the house: reports, their photos, nominees, read in pieces so that any number fits into memory (R27, R45).

For a reading connection. The scope is in every query: only what lies within the asker's reach for papers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from storage import roles, tree
from storage.export_names import UnitNames
from storage.tables import (
    Movement,
    Photo,
    Report,
    ReportAuthor,
    ReportBenefit,
    ReportHistory,
    ReportPhoto,
    ReportUnit,
    of,
)

report = of(Report)

ACT = "papers"
PIECE = 500  # reports read at once
MOST = 100_000  # reports of one list
STATES: Mapping[str, tuple[str, ...]] = {  # how an officer asks for them
    "approved": ("approved",),
    "waiting": ("sent", "received", "returned"),
    "refused": ("refused",),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports a list is of; what is empty does not narrow it. A withdrawn report is in no list."""

    year: int = 0
    unit_id: int = 0
    state: str = ""
    kind: str = ""
    theme: str = ""
    phase: str = ""

    def as_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value}

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> Wanted:
        return Wanted(**{each.name: kept[each.name] for each in fields(Wanted) if each.name in kept})


@dataclass(frozen=True, slots=True)
class Written:
    """A report of a list with everything a line of it says. `report` holds its own short columns."""

    report: Mapping[str, Any]
    unit: str
    above: Sequence[str]  # the names of the units above it, nearest first
    authors: Sequence[Mapping[str, Any]]
    benefits: Sequence[Mapping[str, Any]]
    photos: int
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Pictured:
    """A photo of a report of a list."""

    code: str
    title: str
    unit: str
    position: int  # 1 is the first of its report
    tag: str
    caption: str
    key: str
    taken_on: date | None


COLUMNS = tuple(
    report.c[name]
    for name in (
        "id",
        "code",
        "title",
        "kind",
        "theme",
        "movement_id",
        "unit_id",
        "on_day",
        "on_site",
        "subject",
        "first_use",
        "first_use_precision",
        "recognition",
        "recognition_level",
        "recognition_document",
        "state",
        "sent_at",
    )
)


def asked(who: int, day: date, wanted: Wanted) -> ColumnElement[bool]:
    """The reports within a person's reach that a list is of. A year is that of the day that places a report."""
    covered = roles.reach(who, ACT, day)
    parts = [report.c.unit_id.in_(select(covered.c.unit_id)), report.c.state != "withdrawn"]
    if wanted.unit_id:
        parts.append(report.c.unit_id.in_(select(tree.under([wanted.unit_id], day).c.unit_id)))
    if wanted.year:
        parts.append(report.c.on_day.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31)))
    if wanted.state:
        parts.append(report.c.state.in_(STATES.get(wanted.state, ())))
    parts += [report.c[name] == value for name in ("kind", "theme", "phase") if (value := getattr(wanted, name))]
    return and_(*parts)


def years(db: Connection, who: int, day: date) -> list[int]:
    """The years of which there are reports within reach, the newest first."""
    covered = roles.reach(who, ACT, day)
    here = (report.c.unit_id.in_(select(covered.c.unit_id)), report.c.state != "withdrawn")
    first, last = db.execute(select(func.min(report.c.on_day), func.max(report.c.on_day)).where(*here)).one()
    return [] if first is None else list(range(last.year, first.year - 1, -1))


def count(db: Connection, who: int, day: date, wanted: Wanted) -> int:
    return int(db.execute(select(func.count()).select_from(report).where(asked(who, day, wanted))).scalar_one())


def written(db: Connection, who: int, day: date, wanted: Wanted) -> Iterator[Written]:
    """The reports of a list, in the order in which they were sent, a piece at a time."""
    names = UnitNames(db)
    for numbers in _pieces(db, who, day, wanted):
        rows = db.execute(select(*COLUMNS).where(report.c.id.in_(numbers)).order_by(report.c.sent_at, report.c.id))
        hanging = _hanging(db, numbers)
        chains = hanging["chain"]
        names.learn({each["unit_id"] for line in chains.values() for each in line})
        for row in rows.mappings():
            number, then = row["id"], row["on_day"]
            line = [names.on(each["unit_id"], then) for each in chains.get(number, ())]
            decided = hanging["decided"].get(number)
            yield Written(
                report=dict(row),
                unit=line[0] if line else "",
                above=line[1:],
                authors=hanging["authors"].get(number, []),
                benefits=hanging["benefits"].get(number, []),
                photos=hanging["photos"][number][0]["count"] if number in hanging["photos"] else 0,
                decided_at=decided[0]["at"] if decided and row["state"] in ("approved", "refused") else None,
            )


def pictured(db: Connection, who: int, day: date, wanted: Wanted) -> Iterator[Pictured]:
    """The photos of a list's reports, report by report."""
    names, link, photo = UnitNames(db), of(ReportPhoto), of(Photo)
    for numbers in _pieces(db, who, day, wanted):
        rows = db.execute(
            select(
                report.c.code,
                report.c.title,
                report.c.unit_id,
                report.c.on_day,
                link.c.tag,
                link.c.caption,
                photo.c.clean_key,
                photo.c.taken_on,
            )
            .join(link, link.c.report_id == report.c.id)
            .join(photo, photo.c.id == link.c.photo_id)
            .where(report.c.id.in_(numbers), photo.c.clean_key.is_not(None))
            .order_by(report.c.sent_at, report.c.id, link.c.position)
        ).all()
        names.learn({row.unit_id for row in rows})
        code, place = "", 0
        for row in rows:
            code, place = row.code, place + 1 if row.code == code else 1
            unit = names.on(row.unit_id, row.on_day)
            yield Pictured(code, row.title, unit, place, row.tag, row.caption, row.clean_key, row.taken_on)


def _pieces(db: Connection, who: int, day: date, wanted: Wanted) -> Iterator[list[int]]:
    """The ids of a list, in pieces. They alone are held all at once: the reach is asked once, and a number is small."""
    order = (report.c.sent_at, report.c.id)
    numbers = (
        db.execute(select(report.c.id).where(asked(who, day, wanted)).order_by(*order).limit(MOST)).scalars().all()
    )
    for start in range(0, len(numbers), PIECE):
        yield list(numbers[start : start + PIECE])


def _hanging(db: Connection, numbers: Sequence[int]) -> dict[str, dict[int, list[Mapping[str, Any]]]]:
    """What hangs on these reports: one query each, grouped by report."""
    authors, benefits, steps = of(ReportAuthor), of(ReportBenefit), of(ReportHistory)
    chain, photos = of(ReportUnit), of(ReportPhoto)
    ended = steps.c.to_state.in_(("approved", "refused")) & (steps.c.from_state != steps.c.to_state)
    queries: dict[str, Any] = {
        "authors": select(authors).where(authors.c.report_id.in_(numbers)).order_by(authors.c.position),
        "benefits": select(benefits).where(benefits.c.report_id.in_(numbers)).order_by(benefits.c.id),
        "chain": select(chain).where(chain.c.report_id.in_(numbers)).order_by(chain.c.height),
        "photos": select(photos.c.report_id, func.count().label("count"))
        .where(photos.c.report_id.in_(numbers))
        .group_by(photos.c.report_id),
        "decided": select(steps.c.report_id, func.max(steps.c.at).label("at"))
        .where(steps.c.report_id.in_(numbers), ended)
        .group_by(steps.c.report_id),
    }
    found: dict[str, dict[int, list[Mapping[str, Any]]]] = {name: {} for name in queries}
    for name, query in queries.items():
        for row in db.execute(query).mappings():
            found[name].setdefault(row["report_id"], []).append(dict(row))
    return found


def heads(db: Connection, numbers: Sequence[int]) -> list[tuple[str, str, int, date]]:
    """Code, title, unit and day of reports, whoever's they are: what an author too may see of a likeness."""
    rows = db.execute(
        select(report.c.code, report.c.title, report.c.unit_id, report.c.on_day).where(report.c.id.in_(numbers))
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def newest_movement(db: Connection) -> int:
    """The version whose place a list is dated at."""
    return int(db.execute(select(func.max(of(Movement).c.id))).scalar_one())
