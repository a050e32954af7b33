"""What reviewers and senders have not been told yet: reports that came in, and reports that were seen (R20).

Set queries only, a constant number of them; the ledger says what was told. Old news is not told any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, cast, exists, func, literal, literal_column, select

from storage import roles
from storage.inspection import NEW
from storage.tables import Grant, Reminder, Report, ReportAuthor, ReportHistory, of

report, author, history = of(Report), of(ReportAuthor), of(ReportHistory)
held, ledger = of(Grant), of(Reminder)

WITHIN = timedelta(days=35)  # longer than the longest holiday (storage.calendar.LONGEST): then it is news no more
MOST = 5_000  # reports looked at in one tick, the newest
ANEW, RECEIVED = "new", "received"  # slots of the ledger


def _told(number: ColumnElement[int], kind: str, slot: str) -> ColumnElement[bool]:
    """Ledger rows about a report of the query."""
    subject = literal("report:").concat(cast(number, String))
    return (ledger.c.kind == kind) & (ledger.c.subject == subject) & (ledger.c.slot == slot)


# --- reports that came in ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fresh:
    """A report nobody has opened, with those it is from and those who were told of it."""

    id: int
    unit_id: int
    sent_at: datetime
    persons: frozenset[int]  # its sender and authors
    told: frozenset[int]


def fresh(db: Connection, now: datetime) -> list[Fresh]:
    """The oldest first."""
    lately = NEW & (report.c.sent_at > now - WITHIN)
    which = select(report.c.id).where(lately)  # apart, so that the index of what is new gives them
    columns = (report.c.id, report.c.unit_id, report.c.sent_at, report.c.person_id)
    rows = db.execute(select(*columns).where(report.c.id.in_(which)).order_by(report.c.sent_at, report.c.id))
    found = rows.all()[-MOST:]
    if not found:
        return []
    authors = select(author.c.report_id, author.c.person_id).join(report, report.c.id == author.c.report_id)
    persons = _sets(db.execute(authors.where(lately, author.c.person_id.is_not(None))))
    told = _sets(
        db.execute(
            select(report.c.id, ledger.c.person_id).join(ledger, _told(report.c.id, "new-reports", ANEW)).where(lately)
        )
    )
    for each, _, _, sender in found:
        if sender is not None:
            persons.setdefault(each, set()).add(sender)
    return [
        Fresh(each, unit, at, frozenset(persons.get(each, ())), frozenset(told.get(each, ())))
        for each, unit, at, _ in found
    ]


def _sets(pairs: Iterable[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found


# --- reports that were seen -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """A report that was received, and whose sender does not know it yet."""

    id: int
    unit_id: int
    person_id: int
    by: int
    at: datetime


def seen(db: Connection, now: datetime) -> list[Seen]:
    """The oldest first."""
    received = history.c.act == literal_column("'receive'")  # in the words of the index ix_report_history_received
    known = exists().where(_told(history.c.report_id, "steps", RECEIVED))
    which = select(history.c.report_id).where(received, history.c.at > now - WITHIN, ~known)
    columns = (report.c.id, report.c.unit_id, report.c.person_id, history.c.person_id, history.c.at)
    rows = db.execute(
        select(*columns)
        .join(history, history.c.report_id == report.c.id)
        .where(report.c.id.in_(which), received, report.c.state == "received", report.c.person_id.is_not(None))
        .order_by(history.c.at, report.c.id)
        .limit(MOST)
    )
    return [Seen(*row) for row in rows]


# --- who answers for them, and what a message needs ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Granted:
    """A role somebody holds at a unit, and since when."""

    person_id: int
    unit_id: int
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Answering:
    """Who holds an act where, and which units lie above which, on a day."""

    grants: Mapping[int, list[Granted]]  # by unit
    above: Mapping[int, list[int]]

    def nearest(self, unit_id: int, *, besides: Collection[int] = (), only: int | None = None) -> list[Granted]:
        """The grants at the unit, else at the nearest above that has any, leaving out those of the people `besides`."""
        rim, met = [unit_id], {unit_id}
        while rim:
            every = [grant for each in rim for grant in self.grants.get(each, ())]
            found = [each for each in every if each.person_id not in besides and only in (None, each.person_id)]
            if found:
                return found
            rim = sorted({up for each in rim for up in self.above.get(each, ())} - met)
            met.update(rim)
        return []


def answering(db: Connection, act: str, day: date) -> Answering:
    """As `roles.responsible`, with the grants themselves: of people who can be reached."""
    people = roles.staff(db, act, day)
    rows = db.execute(
        select(held.c.person_id, held.c.unit_id, func.min(held.c.granted_at, type_=held.c.granted_at.type))
        .where(held.c.role.in_(roles.ACTS[act]), roles.acting(day))
        .group_by(held.c.person_id, held.c.unit_id)
        .order_by(held.c.person_id)
    )
    grants: dict[int, list[Granted]] = {}
    for row in rows:
        if row.person_id in people:
            grants.setdefault(row.unit_id, []).append(Granted(*row))
    above: dict[int, list[int]] = {}
    for up, down in db.execute(roles.edges(day)):
        above.setdefault(down, []).append(up)
    return Answering(grants, above)


def last_told(db: Connection, kind: str, persons: Iterable[int], now: datetime) -> dict[int, datetime]:
    """When each of these people was last told something of the kind, within the last day. A clock that was ahead does not
    count: what is dated later than now was not before."""
    span = ledger.c.planned_for.between(now - timedelta(days=1), now)
    rows = db.execute(
        select(ledger.c.person_id, func.max(ledger.c.planned_for, type_=ledger.c.planned_for.type))
        .where(ledger.c.person_id.in_(list(persons)), ledger.c.kind == kind, ledger.c.state == "queued", span)
        .group_by(ledger.c.person_id)
    )
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class Head:
    """What a message says of a report."""

    code: str
    title: str
    state: str


def heads(db: Connection, numbers: Iterable[int]) -> dict[int, Head]:
    rows = db.execute(
        select(report.c.id, report.c.code, report.c.title, report.c.state).where(report.c.id.in_(list(numbers)))
    )
    return {number: Head(*row) for number, *row in rows}
