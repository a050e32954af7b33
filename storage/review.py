"""What a reviewer works through: whose turn each report is, what waits too long, who is reading what (R20, R22).

Scope is part of every query. Reading only; what changes a report is `reports.move`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    UnaryExpression,
    bindparam,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    true,
)

from storage import levels, report_moves, report_reading, reports, roles
from storage.likeness import LIKELY
from storage.roles import WHO
from storage.tables import Audit, Person, Report, ReportAuthor, ReportHistory, ReportLikeness, Unit, of
from storage.units import DAY

report, author, person, unit = of(Report), of(ReportAuthor), of(Person), of(Unit)
history, likeness, log = of(ReportHistory), of(ReportLikeness), of(Audit)

MOST = 50  # reports of one walk or list
AT_DESK = report.c.state.in_([literal_column("'sent'"), literal_column("'received'")])  # as in ix_report_at_desk
OWN_AT_DESK = 2000  # reports at the desk of those who wrote them
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


ABOVE = "above_after"  # the clock of a level after which the next one may act as well
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
    given = {"who": who, "day": day, "most": most, **levels.moments(now, ABOVE)}
    turn = [*db.execute(_turn(on_site_first=on_site_first), given)]
    chiefs = list(db.execute(CHIEFS_OWN).scalars())
    turn += db.execute(_chiefs_own(), {**given, "ids": chiefs}).all() if chiefs else []
    found = [_head(row, now) for row in turn if row.sure or seat_of(db, row.id, who, now, day) is not None]
    if len(found) < most:
        there = {each.id for each in found}
        stuck = db.execute(_stuck(), given)
        found += [_head(row, now, below=True) for row in stuck if row.id not in there]

    def place(each: Waiting) -> tuple[bool, bool, datetime, int]:
        return (on_site_first and not each.on_site, each.below, each.waits_since, each.id)

    return sorted(found, key=place)[:most]


# Statements of a queue are built once: building them costs more than running them.


@lru_cache(maxsize=2)
def _turn(*, on_site_first: bool) -> Select[Any]:
    """What lies at this person's desks. An ended unit's desk has several units above it, so there it is looked at again whose
    turn it is."""
    return _heads(or_(unit.c.ended.is_(None), unit.c.ended >= DAY), _mine(), *[report.c.on_site.desc()] * on_site_first)


def _own_at_desk() -> Select[Any]:
    """Reports at the desk of a reviewer who sent them or is their author; where nobody else sits there, they fall to the next
    above. They are few, so they are looked for first, and only then is it asked within whose reach they are."""
    chief = levels.held.alias()
    theirs = exists().where(author.c.report_id == report.c.id, author.c.person_id == chief.c.person_id)
    sits = exists().where(
        chief.c.unit_id == report.c.desk_unit_id,
        chief.c.role.in_(roles.ACTS[levels.REVIEW]),
        chief.c.ended_at.is_(None),
        or_(report.c.person_id == chief.c.person_id, theirs.correlate(report, chief)),
    )
    return select(report.c.id).where(AT_DESK, sits).limit(OWN_AT_DESK)


CHIEFS_OWN = _own_at_desk()


@lru_cache(maxsize=1)
def _chiefs_own() -> Select[Any]:
    """Those of them within this person's reach."""
    return _heads(false(), report.c.id.in_(bindparam("ids", expanding=True)) & _within_reach())


@lru_cache(maxsize=1)
def _stuck() -> Select[Any]:
    """What waits too long at a desk below."""
    return _heads(true(), _within_reach() & levels.later_than(report.c.waits_since, None, ABOVE))


@lru_cache(maxsize=1)
def _counted() -> Select[Any]:
    return select(func.count()).select_from(report).where(AT_DESK, _mine(), not_theirs(WHO))


def _heads(sure: ColumnElement[bool], condition: ColumnElement[bool], *first: UnaryExpression[Any]) -> Select[Any]:
    """Whatever fulfils the condition, longest waiting first; titles are read only of what is shown."""
    order = (*first, report.c.waits_since, report.c.id)
    ids = (
        select(report.c.id, sure.label("sure"))
        .join(unit, unit.c.id == report.c.desk_unit_id)
        .where(AT_DESK, condition, not_theirs(WHO))
        .order_by(*order)
        .limit(bindparam("most"))
        .subquery()
    )
    desk = unit.alias()
    heads = select(*HEAD, report.c.on_site, desk.c.type, ids.c.sure)
    return heads.join(ids, ids.c.id == report.c.id).join(desk, desk.c.id == report.c.desk_unit_id).order_by(*order)


def _mine() -> ColumnElement[bool]:
    mine = levels.desks(WHO, DAY)
    return report.c.desk_unit_id.in_(select(mine.c.unit_id))


def _within_reach() -> ColumnElement[bool]:
    covered = roles.reach(WHO, levels.REVIEW, DAY)
    return report.c.desk_unit_id.in_(select(covered.c.unit_id))


def _head(row: Row[Any], now: datetime, *, below: bool = False) -> Waiting:
    clock = levels.clocks().get(row.type)
    late = clock is not None and row.waits_since < now - timedelta(days=clock.remind_after)
    where = (row.id, row.code, row.title, row.unit_id, row.sent_at, row.waits_since)
    return Waiting(*where, late=late, below=below, on_site=row.on_site)


def count(db: Connection, who: int, day: date) -> int:
    """How many reports lie at this person's desks."""
    return int(db.execute(_counted(), {"who": who, "day": day}).scalar_one())


def seat_of(db: Connection, number: int, who: int, now: datetime, day: date) -> levels.Seat | None:
    """In whose name this person may act on the report now; None when it is not their turn, or not open."""
    row = report_reading.standing(db, number)
    if row is None or row["state"] not in report_moves.OPEN:
        return None
    theirs = report_reading.persons_of(db, number, row["person_id"])
    return levels.seat(db, who, row["desk_unit_id"], row["waits_since"], besides=theirs, now=now, day=day)


def onward(db: Connection, seat: levels.Seat, day: date) -> str:
    """What "Duyệt" means from this seat: forward to the level above, or approve at the top."""
    return "forward" if levels.above(db, seat.unit_id, day) is not None else "approve"


def colleagues(db: Connection, number: int, who: int, day: date) -> list[tuple[int, str]]:
    """(person, name) of the others whose turn this report is as well, or who answer above them: whom one may hand it to."""
    row = report_reading.standing(db, number)
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
