"""What a reviewer works through: whose turn each report is, what waits too long, who is reading what (R20, R22).

Scope is part of every query. Reading only; what changes a report is `reports.move`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, literal_column, or_, select, true

from storage import levels, report_moves, report_reading, reports, roles
from storage.likeness import LIKELY
from storage.tables import Audit, Person, Report, ReportAuthor, ReportHistory, ReportLikeness, Unit, of

report, author, person, unit = of(Report), of(ReportAuthor), of(Person), of(Unit)
history, likeness, log = of(ReportHistory), of(ReportLikeness), of(Audit)

MOST = 50  # reports of one walk or list
AT_DESK = report.c.state.in_([literal_column("'sent'"), literal_column("'received'")])  # as in ix_report_at_desk
ALIKE_SHOWN = 3
LAST_ACTS = 40  # of a person, looked through for the one to take back
READING = timedelta(minutes=30)  # a claim older than this is nobody's any more


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report in a queue. `late`: it has waited longer than its level's days; `below`: at a desk whose people took too long."""

    id: int
    code: str
    title: str
    unit_id: int
    sent_at: datetime
    waits_since: datetime
    late: bool
    below: bool
    on_site: bool


HEAD = (report.c.id, report.c.code, report.c.title, report.c.unit_id, report.c.sent_at, report.c.waits_since)


def not_theirs(who: int) -> ColumnElement[bool]:
    """Reports this person neither sent nor is an author of."""
    theirs = exists().where(author.c.report_id == report.c.id, author.c.person_id == who)
    return or_(report.c.person_id.is_(None), report.c.person_id != who) & ~theirs


def queue(
    db: Connection, who: int, now: datetime, day: date, *, most: int = MOST, on_site_first: bool = False
) -> list[Waiting]:
    """Everything that is this person's turn, who waits longest first; then what waits too long below them. With
    `on_site_first` those who work directly on a site come before the others (R33)."""
    theirs, mine = not_theirs(who), _mine(who, day)
    turn = _heads(db, or_(mine, _of_their_chiefs(who, day)) & theirs, mine, now, most, on_site_first=on_site_first)
    found = [head for head, sure in turn if sure or seat_of(db, head.id, who, now, day) is not None]
    if len(turn) < most:
        there = {each.id for each in found}
        stuck = _heads(db, _stuck(who, now, day) & theirs, true(), now, most)
        found += [replace(head, below=True) for head, _ in stuck if head.id not in there]

    def place(each: Waiting) -> tuple[bool, bool, datetime, int]:
        return (on_site_first and not each.on_site, each.below, each.waits_since, each.id)

    return sorted(found, key=place)[:most]


def _mine(who: int, day: date) -> ColumnElement[bool]:
    mine = levels.desks(who, day)
    return report.c.desk_unit_id.in_(select(mine.c.unit_id))


def _of_their_chiefs(who: int, day: date) -> ColumnElement[bool]:
    """What lies at a desk below whose own reviewer sent it or is its author: it falls to the next above."""
    covered, chief = roles.reach(who, "review", day), levels.held.alias()
    wrote = or_(
        report.c.person_id == chief.c.person_id,
        exists().where(author.c.report_id == report.c.id, author.c.person_id == chief.c.person_id),
    )
    holds = exists().where(
        chief.c.unit_id == report.c.desk_unit_id,
        chief.c.role.in_(roles.ACTS["review"]),
        chief.c.ended_at.is_(None),
        wrote,
    )
    return report.c.desk_unit_id.in_(select(covered.c.unit_id)) & holds


def _stuck(who: int, now: datetime, day: date) -> ColumnElement[bool]:
    covered = roles.reach(who, "review", day)
    here = report.c.desk_unit_id.in_(select(covered.c.unit_id))
    return here & levels.later_than(report.c.waits_since, now, "above_after")


def _heads(
    db: Connection,
    condition: ColumnElement[bool],
    sure: ColumnElement[bool],
    now: datetime,
    most: int,
    *,
    on_site_first: bool = False,
) -> list[tuple[Waiting, bool]]:
    """Reports at desks, each with whether it is `sure` to be this person's."""
    late = levels.later_than(report.c.waits_since, now, "remind_after").label("late")
    order = (*[report.c.on_site.desc()] * on_site_first, report.c.waits_since, report.c.id)
    rows = db.execute(
        select(*HEAD, late, report.c.on_site, sure.label("sure"))
        .join(unit, unit.c.id == report.c.desk_unit_id)
        .where(AT_DESK, condition)
        .order_by(*order)
        .limit(most)
    )
    return [
        (
            Waiting(
                row.id,
                row.code,
                row.title,
                row.unit_id,
                row.sent_at,
                row.waits_since,
                late=bool(row.late),
                below=False,
                on_site=row.on_site,
            ),
            bool(row.sure),
        )
        for row in rows
    ]


def count(db: Connection, who: int, day: date) -> int:
    """How many reports lie at this person's desks."""
    return db.execute(
        select(func.count()).select_from(report).where(AT_DESK, _mine(who, day), not_theirs(who))
    ).scalar_one()


def standing(db: Connection, number: int) -> Mapping[str, Any] | None:
    row = db.execute(select(*reports.STANDING).where(report.c.id == number)).mappings().first()
    return dict(row) if row else None


def seat_of(db: Connection, number: int, who: int, now: datetime, day: date) -> levels.Seat | None:
    """In whose name this person may act on the report now; None when it is not their turn, or not open."""
    row = standing(db, number)
    if row is None or row["state"] not in report_moves.OPEN:
        return None
    theirs = report_reading.persons_of(db, number, row["person_id"])
    return levels.seat(db, who, row["desk_unit_id"], row["waits_since"], besides=theirs, now=now, day=day)


def onward(db: Connection, seat: levels.Seat, day: date) -> str:
    """What "Duyệt" means from this seat: forward to the level above, or approve at the top."""
    return "forward" if levels.above(db, seat.unit_id, day) is not None else "approve"


def colleagues(db: Connection, number: int, who: int, day: date) -> list[tuple[int, str]]:
    """(person, name) of the others whose turn this report is as well, or who answer above them: whom one may hand it to."""
    row = standing(db, number)
    if row is None:
        return []
    theirs = report_reading.persons_of(db, number, row["person_id"])
    found = dict.fromkeys(
        each for each, _ in levels.falls_to(db, row["desk_unit_id"], day, besides=theirs) if each != who
    )
    rows = db.execute(select(person.c.id, person.c.name).where(person.c.id.in_(list(found))))
    names = dict(rows.all())
    return [(each, names[each]) for each in found if each in names]


def reading(row: Mapping[str, Any], who: int, now: datetime) -> int | None:
    """Who else is reading a report just now, or was asked to."""
    claimed, at = row["claimed_by"], row["claimed_at"]
    if claimed in (None, who) or at is None or now - at > READING:
        return None
    return int(claimed)


# --- what others did meanwhile ------------------------------------------------------------------------------------------------

LOOKING = ("receive", *report_moves.PRIVATE)  # changes nothing about whose turn it is


def last_step(db: Connection, number: int) -> int:
    """The newest row of a report's history: what happens after it happened after it was shown."""
    return db.execute(select(func.max(history.c.id)).where(history.c.report_id == number)).scalar() or 0


def overtaken(db: Connection, number: int, who: int, since: int) -> Mapping[str, Any] | None:
    """The last thing somebody else did to a report after a row of its history, with their `name`; looking does not count."""
    row = db.execute(
        select(history, person.c.name)
        .join(person, person.c.id == history.c.person_id, isouter=True)
        .where(history.c.report_id == number, history.c.id > since, history.c.act.not_in(LOOKING))
        .where(history.c.person_id.is_distinct_from(who))
        .order_by(history.c.id.desc())
        .limit(1)
    )
    found = row.mappings().first()
    return dict(found) if found else None


def to_undo(db: Connection, who: int, now: datetime) -> int | None:
    """The report of the last act this person may still take back, None when there is none."""
    lately = select(log.c.act, log.c.subject, log.c.at).where(log.c.person_id == who)
    undoable = {act for act, each in report_moves.MOVES.items() if each.undo}
    for act, subject, at in db.execute(lately.order_by(log.c.id.desc()).limit(LAST_ACTS)):
        number = int(subject.removeprefix("report:")) if act in undoable and now - at <= report_moves.UNDO else 0
        if number and reports.may_take_back(db, number, "undo", who, now):
            return number
    return None


@dataclass(frozen=True, slots=True)
class Alike:
    """Another report that may be the same."""

    id: int
    code: str
    score: float


def alike(db: Connection, number: int) -> list[Alike]:
    """The reports most like this one that nobody has found different, whichever of the two came later (R19)."""
    pairs = select(likeness.c.other_id.label("id"), likeness.c.score, likeness.c.verdict).where(
        likeness.c.report_id == number
    )
    turned = select(likeness.c.report_id, likeness.c.score, likeness.c.verdict).where(likeness.c.other_id == number)
    both = pairs.union_all(turned).subquery()
    rows = db.execute(
        select(report.c.id, report.c.code, both.c.score)
        .join(both, both.c.id == report.c.id)
        .where(both.c.score >= LIKELY, both.c.verdict != "different", report.c.state != "withdrawn")
        .order_by(both.c.score.desc(), report.c.id)
        .limit(ALIKE_SHOWN)
    )
    return [Alike(*row) for row in rows]
