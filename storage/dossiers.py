"""Everything a paper needs about a report or a nomination file, in a few set queries, within the asker's reach (R31, R45).

For a reading connection: nothing here writes, and nothing is asked one row at a time.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from storage import dossier_files, roles, templates, units
from storage.award_tables import Meeting, Nominee, Recipients, Signatory
from storage.dossier_shapes import Author, FileDossier, PaperUnit, PhotoKept, ReportDossier, Signing, Step
from storage.movement_reading import read_movement
from storage.movement_shapes import Movement
from storage.tables import (
    Movement as MovementRow,
)
from storage.tables import (
    Person,
    Photo,
    Report,
    ReportAuthor,
    ReportBenefit,
    ReportHistory,
    ReportPhoto,
    ReportTag,
    ReportUnit,
    Unit,
    UnitParent,
    of,
)
from storage.units import on

report, person, unit, parent = of(Report), of(Person), of(Unit), of(UnitParent)
nominee, meeting = of(Nominee), of(Meeting)

MOST_PHOTOS = 40  # of one report in a paper: more would be an album
FILE = ("nomination", "nominee", "meeting")  # what a paper of a file may be about


def gather(db: Connection, about: str, number: int, who: int | None, day: date) -> ReportDossier | FileDossier | None:
    """The report or file a paper is about; None when there is none, or it is out of this person's reach.

    Without a person (the command line) there is no reach to keep.
    """
    if about == "report":
        found = of_reports(db, report.c.id == number, who, day)
        return found[0] if found else None
    if about not in FILE:
        return None
    file_id = number if about == "nomination" else _file_of(db, about, number)
    if file_id is None:
        return None
    row = dossier_files.row_of(db, file_id, _within(dossier_files.nomination.c.unit_id, who, day))
    if row is None:
        return None
    found_reports = _reports_behind(db, file_id, day)
    house = Named(db, day, dossier_files.units_of(db, row))
    issuer = dossier_files.issuer_of(db, row, house, day)
    file = dossier_files.assembled(db, row, house, issuer, movement_of(db, row["movement_id"]), found_reports)
    focus = 0 if about == "nomination" else number
    return replace(file, focus=focus, day=day, **_desk_things(db, issuer.id, day))


def of_reports(
    db: Connection, wanted: ColumnElement[bool], who: int | None, day: date, *, signed: bool = True
) -> list[ReportDossier]:
    """Reports in full, by their ids; `signed`: with who signs their papers."""
    found = db.execute(
        select(report, person.c.name.label("submitter"))
        .join(person, person.c.id == report.c.person_id, isouter=True)
        .where(wanted, report.c.state != "withdrawn", *_within(report.c.unit_id, who, day))
        .order_by(report.c.id)
    )
    rows = [dict(row) for row in found.mappings()]
    numbers = [row["id"] for row in rows]
    hanging = _hanging(db, numbers)
    chains = _chains(db, numbers)
    house = Named(db, day, {row["unit_id"] for row in rows} | {each for line in chains.values() for each in line})
    return [_report(db, row, hanging, chains[row["id"]], house, day, signed=signed) for row in rows]


def _report(
    db: Connection,
    row: dict[str, Any],
    hanging: Mapping[str, Mapping[int, list[dict[str, Any]]]],
    chain: Sequence[int],
    house: Named,
    day: date,
    *,
    signed: bool,
) -> ReportDossier:
    number, then = row["id"], row["on_day"]
    own = house.unit(row["unit_id"], then)
    heirs = units.today_of(db, row["unit_id"], day)
    issuer = house.unit(heirs[0]) if len(heirs) == 1 else own
    things = _desk_things(db, issuer.id, day) if signed else {"signing": Signing(), "recipients": {}, "templates": {}}
    return ReportDossier(
        report={name: value for name, value in row.items() if name not in ("search_key", "submitter")},
        movement=movement_of(db, row["movement_id"]),
        unit=own,
        chain=[house.name(each, then) for each in chain],
        submitter=row["submitter"] or "",
        authors=[
            Author(each["name"], each["author_class"] or "", each["collective"], each["share"], each["person_id"])
            for each in hanging["authors"].get(number, [])
        ],
        benefits=hanging["benefits"].get(number, []),
        slogans=[each["slogan"] for each in hanging["slogans"].get(number, [])],
        photos=[
            PhotoKept(each["clean_key"], each["tag"], each["caption"], each["width"] or 0, each["height"] or 0)
            for each in hanging["photos"].get(number, [])[:MOST_PHOTOS]
        ],
        steps=[
            Step(
                each["act"], each["to_state"], each["at"], each["who"] or "", house.name(each["unit_id"]), each["note"]
            )
            for each in hanging["steps"].get(number, [])
        ],
        issuer=issuer,
        day=day,
        **things,
    )


# --- what hangs on reports -----------------------------------------------------------------------------------------------


def _hanging(db: Connection, numbers: Sequence[int]) -> dict[str, dict[int, list[dict[str, Any]]]]:
    """Authors, benefits, slogans, photos and steps of these reports: one query each, grouped by report."""
    link, photo, steps = of(ReportPhoto), of(Photo), of(ReportHistory)
    authors, benefits, tags = of(ReportAuthor), of(ReportBenefit), of(ReportTag)
    queries = {
        "authors": select(authors).where(authors.c.report_id.in_(numbers)).order_by(authors.c.position),
        "benefits": select(benefits).where(benefits.c.report_id.in_(numbers)).order_by(benefits.c.id),
        "slogans": select(tags).where(tags.c.report_id.in_(numbers)).order_by(tags.c.id),
        "photos": select(link.c.report_id, photo.c.clean_key, photo.c.width, photo.c.height, link.c.tag, link.c.caption)
        .join(photo, photo.c.id == link.c.photo_id)
        .where(link.c.report_id.in_(numbers), photo.c.clean_key.is_not(None))
        .order_by(link.c.position),
        "steps": select(steps, person.c.name.label("who"))
        .join(person, person.c.id == steps.c.person_id, isouter=True)
        .where(steps.c.report_id.in_(numbers))
        .order_by(steps.c.id),
    }
    found: dict[str, dict[int, list[dict[str, Any]]]] = {name: {} for name in queries}
    for name, query in queries.items():
        for row in db.execute(query).mappings():
            found[name].setdefault(row["report_id"], []).append(dict(row))
    return found


def _chains(db: Connection, numbers: Sequence[int]) -> dict[int, list[int]]:
    """The units above each report as of its day, its own first (R41)."""
    table = of(ReportUnit)
    rows = db.execute(
        select(table.c.report_id, table.c.unit_id).where(table.c.report_id.in_(numbers)).order_by(table.c.height)
    )
    found: dict[int, list[int]] = {number: [] for number in numbers}
    for number, unit_id in rows:
        found[number].append(unit_id)
    return found


def _reports_behind(db: Connection, file_id: int, day: date) -> dict[int, list[ReportDossier]]:
    """The reports behind each nominee of a file. Who may see the file may see them: they are part of it."""
    links = dossier_files.links_of(db, file_id)
    wanted = report.c.id.in_({number for numbers in links.values() for number in numbers})
    full = {each.report["id"]: each for each in of_reports(db, wanted, None, day, signed=False)}
    return {who: [full[number] for number in numbers if number in full] for who, numbers in links.items()}


def _file_of(db: Connection, about: str, number: int) -> int | None:
    table: Table = nominee if about == "nominee" else meeting
    found: int | None = db.execute(select(table.c.nomination_id).where(table.c.id == number)).scalar()
    return found


def _within(column: ColumnElement[Any], who: int | None, day: date) -> list[ColumnElement[bool]]:
    return [] if who is None else [column.in_(select(roles.reach(who, "papers", day).c.unit_id))]


# --- units by name, and what a unit's desk holds ---------------------------------------------------------------------------


class Named:
    """Units of one paper, with their names and the names above them, read together."""

    def __init__(self, db: Connection, day: date, numbers: Collection[int]) -> None:
        self._db, self._day = db, day
        self._known: dict[tuple[int, date], PaperUnit] = {}
        self._types = dict(db.execute(select(unit.c.id, unit.c.type).where(unit.c.id.in_(numbers))).all())

    def unit(self, number: int, day: date | None = None) -> PaperUnit:
        """As it was called, and hung, on a day; the paper's own if none is said."""
        day = day or self._day
        known = self._known.get((number, day))
        if known is None:
            above = units.chain(self._db, number, day)[1:2]
            name = units.name_of(self._db, number, day)
            type_ = self._types.get(number) or str(
                self._db.execute(select(unit.c.type).where(unit.c.id == number)).scalar() or ""
            )
            known = PaperUnit(number, name, units.name_of(self._db, above[0], day) if above else "", type_)
            self._known[number, day] = known
        return known

    def name(self, number: int | None, day: date | None = None) -> str:
        return "" if number is None else self.unit(number, day).name


def movement_of(db: Connection, number: int) -> Movement:
    """The version of the movement a report or file belongs to."""
    table = of(MovementRow)
    version, content = db.execute(select(table.c.version, table.c.content).where(table.c.id == number)).one()
    return _read(json.dumps([version, content], ensure_ascii=False))


@lru_cache(maxsize=16)
def _read(kept: str) -> Movement:
    """Read a kept movement once: parsing it costs more than all the queries of a paper."""
    version, content = json.loads(kept)
    return replace(read_movement(content), version=version)


def _desk_things(db: Connection, unit_id: int, day: date) -> dict[str, Any]:
    """Who signs a unit's papers, to whom they go, and its own templates: the nearest unit upwards that has some (R42, R44)."""
    line = units.chain(db, unit_id, day)
    return {
        "signing": _signing(db, unit_id, day),
        "recipients": _recipients(db, unit_id, day),
        "templates": templates.counting(db, line),
    }


def _signing(db: Connection, unit_id: int, day: date) -> Signing:
    """The unit's own signatory that day; never that of a unit above, who can't sign in its name."""
    table = of(Signatory)
    row = db.execute(
        select(table.c.name, table.c.title, table.c.signs_for)
        .where(table.c.unit_id == unit_id, on(table, day))
        .order_by(table.c.since.desc(), table.c.id.desc())
        .limit(1)
    ).first()
    return Signing(*row) if row else Signing()


def _recipients(db: Connection, unit_id: int, day: date) -> dict[str, list[str]]:
    table = of(Recipients)
    rows = db.execute(
        select(table.c.paper, table.c.lines)
        .where(table.c.unit_id == unit_id, table.c.since <= day, or_(table.c.until.is_(None), table.c.until >= day))
        .order_by(table.c.since, table.c.id)
    )
    return {paper: [str(each) for each in lines] for paper, lines in rows}
