"""Nomination files within somebody's reach: what lies at their desk, what became of the others, what may be nominated (R29, R30).

The scope is part of every query (R21, R45)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, literal_column, or_, select

from storage import levels, roles, tree
from storage.award_tables import Nomination, NominationHistory, Nominee, NomineeReport
from storage.lanes import lanes
from storage.nominations import ACT, GOING
from storage.subjects import key_of
from storage.tables import Person, Report, ReportAuthor, of

nomination, history, nominee = of(Nomination), of(NominationHistory), of(Nominee)
behind, report, author, person = of(NomineeReport), of(Report), of(ReportAuthor), of(Person)

MOST = 100  # files of one list
SUGGESTED = 30  # reports, and subjects, offered at once
YEARS_BACK = 1  # achievements of the year before still count


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in a list. `mine`: it lies at this person's desk; `late`: longer than its lane's days (R30)."""

    id: int
    code: str
    kind: str
    authority: str
    title: str
    year: int
    unit_id: int
    state: str
    waits_since: datetime
    subjects: int
    mine: bool
    late: bool


def reachable(who: int, day: date, act: str = ACT) -> ColumnElement[bool]:
    """Files of the units for which this person may do the act."""
    covered = roles.reach(who, act, day)
    return nomination.c.unit_id.in_(select(covered.c.unit_id))


def listed(db: Connection, who: int, now: datetime, day: date, most: int = MOST) -> list[Listed]:
    """What lies at one's desk first: the ad-hoc lane before the others, who waits too long before who does not; then
    the other files of one's units, the newest first."""
    desks = levels.desks(who, day, ACT)
    at_mine = nomination.c.desk_unit_id.in_(select(desks.c.unit_id)) & nomination.c.state.in_(GOING)
    mine = _heads(db, at_mine, now, mine=True, most=most)
    others = _heads(db, reachable(who, day) & ~at_mine, now, mine=False, most=most)
    order = list(lanes())
    mine.sort(key=lambda each: (order.index(each.kind), not each.late, each.waits_since, each.id))
    return [*mine, *others][:most]


def _heads(db: Connection, condition: ColumnElement[bool], now: datetime, *, mine: bool, most: int) -> list[Listed]:
    lane = case({kind: place for place, kind in enumerate(lanes())}, value=nomination.c.kind, else_=len(lanes()))
    order = (lane, nomination.c.waits_since) if mine else (nomination.c.id.desc(),)
    subjects = (
        select(func.count())
        .select_from(nominee)
        .where(nominee.c.nomination_id == nomination.c.id, nominee.c.state != "left out")
        .scalar_subquery()
    )
    columns = [nomination.c[name] for name in Listed.__slots__ if name in nomination.c]
    rows = db.execute(select(*columns, subjects.label("subjects")).where(condition).order_by(*order).limit(most))
    return [
        Listed(**row, mine=mine, late=mine and lanes()[row["kind"]].late(row["waits_since"], now))
        for row in rows.mappings()
    ]


def one(db: Connection, number: int, who: int, day: date) -> dict[str, Any] | None:
    """A file in full, if it is within reach: of one's units, or at one's desk. One file is looked at from below: its units'
    own lines are a small part of a whole reach."""
    row = db.execute(select(nomination).where(nomination.c.id == number)).mappings().first()
    return dict(row) if row and _within(db, dict(row), who, day) else None


def _within(db: Connection, row: Mapping[str, Any], who: int, day: date) -> bool:
    if roles.may(db, who, ACT, row["unit_id"], day):
        return True
    return any(each == who for each, _ in levels.falls_to(db, row["desk_unit_id"], day, act=ACT))


def subject(db: Connection, number: int, who: int, day: date) -> dict[str, Any] | None:
    """A nominee in full, if its file is within reach."""
    row = db.execute(select(nominee).where(nominee.c.id == number)).mappings().first()
    return dict(row) if row and one(db, row["nomination_id"], who, day) else None


def history_of(db: Connection, number: int) -> list[dict[str, Any]]:
    rows = db.execute(select(history).where(history.c.nomination_id == number).order_by(history.c.id))
    return [dict(row) for row in rows.mappings()]


# --- what may be nominated ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Behind:
    """An approved report that may stand behind a subject. `own`: the subject is its author."""

    id: int
    code: str
    title: str
    own: bool


def reports_for(db: Connection, row: Mapping[str, Any], year: int, who: int, day: date) -> list[Behind]:
    """Approved reports for a subject: those linked already, its own, then others of its unit; newest first."""
    linked = exists().where(behind.c.nominee_id == row["id"], behind.c.report_id == report.c.id)
    mine: ColumnElement[bool] = author.c.name == row["name"]
    if row["person_ref"] is not None:
        mine = or_(mine, author.c.person_id == row["person_ref"])
    wrote = exists().where(author.c.report_id == report.c.id, mine)
    own = wrote if row["subject_unit_id"] is None else report.c.unit_id == row["subject_unit_id"]
    rows = db.execute(
        select(report.c.id, report.c.code, report.c.title, own.label("own"))
        .where(or_(linked, _approved(db, who, day, row["unit_id"], year)))
        .order_by(linked.desc(), own.desc(), report.c.sent_at.desc(), report.c.id.desc())
        .limit(SUGGESTED)
    )
    return [Behind(each.id, each.code, each.title, bool(each.own)) for each in rows]


def _approved(db: Connection, who: int, day: date, root: int, year: int) -> ColumnElement[bool]:
    """Approved reports of a unit and all below it, of the year or the one before, within reach: whoever holds the act at the
    unit or above reaches all of it."""
    there = tree.under([root], day)
    first, last = date(year - YEARS_BACK, 1, 1), date(year, 12, 31)
    where: ColumnElement[bool] = report.c.unit_id.in_(select(there.c.unit_id))
    if not roles.may(db, who, ACT, root, day):
        where &= report.c.unit_id.in_(select(roles.reach(who, ACT, day).c.unit_id))
    return where & (report.c.state == "approved") & report.c.on_day.between(first, last)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An author of an approved report who is not in the file yet."""

    report_id: int
    author_id: int
    code: str
    name: str
    unit_id: int
    collective: bool
    author_class: str
    person_id: int | None
    on_site: bool

    @property
    def key(self) -> str:
        return key_of(self.unit_id, self.name, person_ref=self.person_id)


def candidates(db: Connection, row: Mapping[str, Any], who: int, day: date) -> list[Candidate]:
    """Whom the approved reports of the file's unit speak for, each once: those no other file rests on first (R50), of these
    direct workers first (R33)."""
    elsewhere = (
        exists()
        .where(behind.c.report_id == report.c.id, nominee.c.id == behind.c.nominee_id)
        .where(nominee.c.nomination_id == nomination.c.id, nominee.c.state.not_in(("left out", "refused")))
        .where(nomination.c.state.not_in(("refused", "withdrawn")), nomination.c.id != row["id"])
    )
    first = (
        select(
            report.c.id, report.c.code, report.c.unit_id, report.c.on_site, report.c.sent_at, elsewhere.label("used")
        )
        .where(_approved(db, who, day, row["unit_id"], row["year"]))
        .order_by(literal_column("used"), report.c.on_site.desc(), report.c.sent_at.desc())
        .limit(4 * SUGGESTED)
        .subquery()
    )  # their authors are looked up for these few only
    rows = db.execute(
        select(
            first.c.id.label("report_id"),
            author.c.id.label("author_id"),
            first.c.code,
            author.c.name,
            first.c.unit_id,
            author.c.collective,
            author.c.author_class,
            author.c.person_id,
            first.c.on_site,
        )
        .join(author, author.c.report_id == first.c.id)
        .order_by(first.c.used, first.c.on_site.desc(), first.c.sent_at.desc(), first.c.id, author.c.position)
    )
    named = nominee.c.nomination_id == row["id"], nominee.c.state != "left out"
    there = set(db.execute(select(nominee.c.subject_key).where(*named)).scalars())
    found: dict[str, Candidate] = {}
    for each in rows.mappings():
        one_ = Candidate(**{**each, "author_class": each["author_class"] or ""})
        if one_.key not in there:
            found.setdefault(one_.key, one_)
    return list(found.values())[:SUGGESTED]


def linked(db: Connection, number: int) -> list[tuple[int, str]]:
    """(id, code) of the reports behind a subject."""
    rows = db.execute(
        select(report.c.id, report.c.code)
        .join(behind, behind.c.report_id == report.c.id)
        .where(behind.c.nominee_id == number)
        .order_by(report.c.code)
    )
    return [(number_, code) for number_, code in rows]
