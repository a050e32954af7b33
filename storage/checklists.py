"""Check-lists: which criteria a unit, a collective or a person meets in a year, by linked approved reports (R13, R14).

A report serves a unit when it comes from it or from a unit below it, an ended one's from before counting for its successors.
Whoever links reaches the unit (act "review"); the report's own unit is asked in the query.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, or_, select

from storage import roles, tree
from storage.award_tables import CriterionMet
from storage.people import audit
from storage.subjects import key_of
from storage.tables import Movement, Report, ReportAuthor, of

met, report, author, movement_ = of(CriterionMet), of(Report), of(ReportAuthor), of(Movement)

READ, LINK = "read", "review"
WHOLE = "unit"  # the subject of a unit's own check-list
MOST = 40  # reports or authors of one list
MOST_LINKED = 200  # reports for one criterion of one subject


class NotPossible(Exception):
    """A link that cannot be: `why` is role, report (not approved, of elsewhere or of another year), linked, or full."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Place:
    """A check-list: whose, of which year and movement."""

    unit_id: int
    year: int
    movement: str
    subject: str = WHOLE


@dataclass(frozen=True, slots=True)
class Head:
    """A report in a list; `fits`: its theme or kind suggests the criterion."""

    id: int
    code: str
    title: str
    fits: bool = False


@dataclass(frozen=True, slots=True)
class Writer:
    """An author of approved reports: `id` of one of their rows; a member has `person_id`."""

    id: int
    name: str
    author_class: str
    person_id: int | None
    unit_id: int  # of that report

    @property
    def key(self) -> str:
        return key_of(self.unit_id, self.name, person_ref=self.person_id)


@lru_cache(maxsize=1)
def _suggested() -> dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]]:
    """(movement, criterion) → (themes, kinds)."""
    data = tomllib.loads((files("storage") / "starter" / "checklists.toml").read_text(encoding="utf-8"))
    return {
        (each["movement"], each["criterion"]): (tuple(each["themes"]), tuple(each["kinds"])) for each in data["suggest"]
    }


# --- how far one is -----------------------------------------------------------------------------------------------------------


def _linked(place: Place, *columns: Any) -> Select[Any]:
    """Links of the place's movement and year whose report is still approved."""
    return (
        select(*columns)
        .join(report, report.c.id == met.c.report_id)
        .join(movement_, movement_.c.id == report.c.movement_id)
        .where(met.c.year == place.year, movement_.c.code == place.movement, report.c.state == "approved")
    )


def coverage(db: Connection, movement: str, units: Collection[int], year: int) -> dict[int, dict[str, int]]:
    """unit → criterion → how many approved reports meet it, for the units as a whole."""
    asked = _linked(Place(0, year, movement), met.c.unit_id, met.c.criterion, func.count())
    asked = asked.where(met.c.unit_id.in_(list(units)), met.c.subject == WHOLE)
    found: dict[int, dict[str, int]] = {each: {} for each in units}
    for where, criterion, count in db.execute(asked.group_by(met.c.unit_id, met.c.criterion)):
        found[where][criterion] = count
    return found


def of_subject(db: Connection, place: Place) -> dict[str, list[Head]]:
    """criterion → the reports that meet it, as they were linked."""
    asked = _linked(place, met.c.criterion, report.c.id, report.c.code, report.c.title)
    asked = asked.where(met.c.unit_id == place.unit_id, met.c.subject == place.subject)
    found: dict[str, list[Head]] = {}
    for criterion, *head in db.execute(asked.order_by(met.c.id)):
        found.setdefault(criterion, []).append(Head(*head))
    return found


def met_by_authors(db: Connection, place: Place, keys: Collection[str]) -> dict[str, int]:
    """subject → how many criteria it meets."""
    asked = _linked(place, met.c.subject, func.count(met.c.criterion.distinct()))
    return dict(db.execute(asked.where(met.c.subject.in_(list(keys))).group_by(met.c.subject)).all())


# --- what may be linked ---------------------------------------------------------------------------------------------------------


def _serving(place: Place, who: int, day: date) -> tuple[ColumnElement[bool], ...]:
    """Approved reports of the year, of the unit and those below it, that this person may read."""
    own, seen = tree.under([place.unit_id], day), roles.reach(who, READ, day)
    versions = select(movement_.c.id).where(movement_.c.code == place.movement)
    return (
        report.c.state == "approved",
        report.c.on_day >= date(place.year, 1, 1),
        report.c.on_day <= date(place.year, 12, 31),
        report.c.movement_id.in_(versions),
        report.c.unit_id.in_(select(own.c.unit_id)),
        report.c.unit_id.in_(select(seen.c.unit_id)),
    )


def _by(place: Place) -> tuple[ColumnElement[bool], ...]:
    """Of one author only, where the check-list is theirs: a member by their number, anybody else by their unit."""
    if place.subject == WHOLE:
        return ()
    kind, _, rest = place.subject.partition(":")
    theirs = select(author.c.report_id)
    if kind == "person":
        return (report.c.id.in_(theirs.where(author.c.person_id == int(rest))),)
    return (report.c.id.in_(theirs.where(author.c.person_id.is_(None))), report.c.unit_id == place.unit_id)


def candidates(db: Connection, place: Place, criterion: str, who: int, day: date) -> list[Head]:
    """Reports that may be linked to a criterion, those it suggests first, the newest first."""
    taken = select(met.c.report_id).where(
        met.c.unit_id == place.unit_id,
        met.c.year == place.year,
        met.c.subject == place.subject,
        met.c.criterion == criterion,
    )
    themes, kinds = _suggested().get((place.movement, criterion), ((), ()))
    fits = or_(report.c.theme.in_(themes), report.c.kind.in_(kinds))
    order = (fits.is_(True).desc(), report.c.id.desc())
    ids = select(report.c.id).where(*_serving(place, who, day), *_by(place), report.c.id.not_in(taken))
    heads = select(report.c.id, report.c.code, report.c.title, fits.is_(True))  # titles only of those that are shown
    rows = db.execute(heads.where(report.c.id.in_(ids.order_by(*order).limit(MOST))).order_by(*order)).all()
    theirs = _theirs(db, place, [row.id for row in rows])
    return [Head(*row) for row in rows if row.id in theirs]


def _theirs(db: Connection, place: Place, numbers: Collection[int]) -> set[int]:
    """Those of which somebody who never joined, or a team, is an author: names are compared as subjects are."""
    if not place.subject.startswith("name:"):
        return {*numbers}
    named = select(author.c.report_id, author.c.name).where(
        author.c.report_id.in_(list(numbers)), author.c.person_id.is_(None)
    )
    return {each for each, name in db.execute(named) if key_of(place.unit_id, name) == place.subject}


def writers(db: Connection, place: Place, who: int, day: date) -> list[Writer]:
    """The authors of the unit's approved reports of the year, each once, who wrote last first."""
    columns = (author.c.id, author.c.name, author.c.author_class, author.c.person_id, report.c.unit_id)
    newest = select(report.c.id).where(*_serving(place, who, day)).order_by(report.c.id.desc()).limit(MOST * 5)
    rows = db.execute(
        select(*columns)
        .join(report, report.c.id == author.c.report_id)
        .where(author.c.report_id.in_(newest))
        .order_by(report.c.id.desc(), author.c.position)
    )
    found: dict[str, Writer] = {}
    for number, name, class_, person_id, unit_id in rows:
        writer = Writer(number, name, class_ or "", person_id, unit_id)
        found.setdefault(writer.key, writer)
    return list(found.values())[:MOST]


def writer(db: Connection, number: int, place: Place, who: int, day: date) -> Writer | None:
    """One author by the id of their row, if the report is one of the unit's."""
    columns = (author.c.id, author.c.name, author.c.author_class, author.c.person_id, report.c.unit_id)
    asked = select(*columns).join(report, report.c.id == author.c.report_id).where(author.c.id == number)
    row = db.execute(asked.where(*_serving(place, who, day))).first()
    return Writer(row.id, row.name, row.author_class or "", row.person_id, row.unit_id) if row else None


# --- linking ----------------------------------------------------------------------------------------------------------------


def link(db: Connection, place: Place, criterion: str, number: int, *, who: int, now: datetime, today: date) -> None:
    """A report meets a criterion. Raises NotPossible."""
    if not roles.may(db, who, LINK, place.unit_id, today):
        raise NotPossible("role")
    serves = select(report.c.id).where(report.c.id == number, *_serving(place, who, today), *_by(place))
    if db.execute(serves).first() is None or not _theirs(db, place, [number]):
        raise NotPossible("report")
    here = _here(place, criterion)
    linked: Sequence[int] = db.execute(select(met.c.report_id).where(*here).limit(MOST_LINKED)).scalars().all()
    if number in linked:
        raise NotPossible("linked")
    if len(linked) >= MOST_LINKED:
        raise NotPossible("full")
    row = {"unit_id": place.unit_id, "year": place.year, "subject": place.subject, "criterion": criterion}
    db.execute(insert(met), {**row, "report_id": number, "person_id": who, "at": now})
    audit(db, who, "link-criterion", f"report:{number}", now, f"unit:{place.unit_id} {place.year} {criterion}")


def unlink(db: Connection, place: Place, criterion: str, number: int, *, who: int, now: datetime, today: date) -> None:
    """It no longer counts there. Raises NotPossible."""
    if not roles.may(db, who, LINK, place.unit_id, today):
        raise NotPossible("role")
    if not db.execute(delete(met).where(*_here(place, criterion), met.c.report_id == number)).rowcount:
        raise NotPossible("report")
    audit(db, who, "unlink-criterion", f"report:{number}", now, f"unit:{place.unit_id} {place.year} {criterion}")


def _here(place: Place, criterion: str) -> tuple[ColumnElement[bool], ...]:
    return (
        met.c.unit_id == place.unit_id,
        met.c.year == place.year,
        met.c.subject == place.subject,
        met.c.criterion == criterion,
    )
