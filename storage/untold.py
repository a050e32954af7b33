"""What those whose turn it is have not been told yet: reports that came to wait at a desk, and those handed to a colleague
(R20); and what every notice about reports needs: who answers where, what was told when, how a report stands.

Set queries only, a constant number of them; the ledger says what was told. Old news is not told any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, String, cast, func, literal, literal_column, select, union_all

from storage import report_moves, roles, tree
from storage.review import AT_DESK
from storage.tables import Grant, Reminder, Report, ReportAuthor, ReportHistory, of

report, author, history = of(Report), of(ReportAuthor), of(ReportHistory)
held, ledger = of(Grant), of(Reminder)

WITHIN = timedelta(days=35)  # longer than the longest holiday (storage.calendar.LONGEST): then it is news no more
MOST = 5_000  # reports looked at in one tick, the newest
ANEW = "new"  # the slot of a report's first coming; of a later one, "new:<turn>"
COMINGS = tuple(act for act, rule in report_moves.MOVES.items() if rule.waits)  # send, complete, forward


def about(number: ColumnElement[int]) -> ColumnElement[str]:
    """The ledger's subject of a report of the query."""
    return literal("report:").concat(cast(number, String))


def subject(number: int) -> str:
    """The ledger's subject of a report."""
    return f"report:{number}"


def coming(turn: int) -> str:
    """The ledger's slot of a report's coming to wait."""
    return f"{ANEW}:{turn}" if turn else ANEW


# --- reports that came to wait ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fresh:
    """A report that waits at a desk and nobody there has opened, with those it is from and those who were told of it."""

    id: int
    desk_unit_id: int
    turn: int
    since: datetime
    persons: frozenset[int]  # its sender and authors
    told: frozenset[int]  # of this coming
    how: str  # send, complete or forward

    @property
    def slot(self) -> str:
        return coming(self.turn)


def fresh(db: Connection, now: datetime) -> list[Fresh]:
    """Who waits longest first. What somebody took back came anew to nobody; what may still be taken back has not come yet."""
    lately = AT_DESK & (report.c.state == literal_column("'sent'")) & (report.c.waits_since > now - WITHIN)
    which = select(report.c.id).where(lately)  # apart, so that the index of what lies at desks gives them
    columns = (report.c.id, report.c.desk_unit_id, report.c.turn, report.c.waits_since)
    rows = db.execute(select(*columns).where(report.c.id.in_(which)).order_by(report.c.waits_since, report.c.id))
    found = rows.all()[-MOST:]
    if not found:
        return []
    numbers = [row.id for row in found]
    how, theirs = _comings(db, numbers), persons(db, numbers)
    told = told_of(db, "new-reports", {subject(row.id): coming(row.turn) for row in found})
    return [
        Fresh(*row[:4], frozenset(theirs.get(row.id, ())), frozenset(told.get(subject(row.id), ())), how[row.id])
        for row in found
        if row.id in how and not (report_moves.MOVES[how[row.id]].undo and now - row.waits_since <= report_moves.UNDO)
    ]


def _comings(db: Connection, numbers: Collection[int]) -> dict[int, str]:
    """How each report came to wait where it waits: the last step that moved it, where that was a coming."""
    moving = history.c.act.in_([*COMINGS, "undo", "recall"])
    rows = db.execute(
        select(history.c.report_id, history.c.act)
        .where(history.c.report_id.in_(numbers), moving)
        .order_by(history.c.report_id, history.c.id)
    )
    last: dict[int, str] = dict(rows.all())  # of each report the last one counts
    return {number: act for number, act in last.items() if act in COMINGS}


def persons(db: Connection, numbers: Collection[int]) -> dict[int, set[int]]:
    """report → who sent it and its authors, as far as they are members: none of them reviews it."""
    senders = select(report.c.id, report.c.person_id).where(report.c.id.in_(numbers), report.c.person_id.is_not(None))
    authors = select(author.c.report_id, author.c.person_id).where(
        author.c.report_id.in_(numbers), author.c.person_id.is_not(None)
    )
    found: dict[int, set[int]] = {}
    for number, who in db.execute(union_all(senders, authors)):
        found.setdefault(number, set()).add(who)
    return found


def told_of(db: Connection, kind: str, slots: Mapping[str, str]) -> dict[str, dict[int, datetime]]:
    """subject → who was told of it in this slot of the ledger, and when; `slots`: subject → slot.

    Subjects are named, not joined: a database that guesses wrongly compares each with all that was ever told of the kind.
    """
    columns = (ledger.c.subject, ledger.c.slot, ledger.c.person_id, ledger.c.planned_for)
    told = select(*columns).where(ledger.c.kind == kind, ledger.c.subject.in_(list(slots)))
    found: dict[str, dict[int, datetime]] = {}
    for each, slot, who, at in db.execute(told):
        if slot == slots[each]:
            found.setdefault(each, {})[who] = at
    return found


# --- reports handed to a colleague ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Handed:
    """A report somebody asked a colleague to see to. `step` is the row of its history."""

    id: int
    step: int
    person_id: int
    by: int
    note: str


def handed(db: Connection, now: datetime) -> list[Handed]:
    """Of each open report the last handing over, where the colleague was not told of it."""
    assigned = history.c.act == literal_column("'assign'")  # in the words of the index ix_report_history_assigned
    rows = db.execute(
        select(report.c.id, history.c.id.label("step"), history.c.detail, history.c.person_id, history.c.note)
        .join(history, history.c.report_id == report.c.id)
        .where(assigned, history.c.at > now - WITHIN, AT_DESK)
        .order_by(history.c.at, history.c.id)
    ).all()[-MOST:]
    last = {row.id: Handed(row.id, row.step, row.detail["to"], row.person_id, row.note) for row in rows if row.detail}
    slots = {(subject(each.id), f"assign:{each.step}", each.person_id) for each in last.values()}
    subjects = {each for each, _, _ in slots}
    known = db.execute(
        select(ledger.c.subject, ledger.c.slot, ledger.c.person_id).where(
            ledger.c.kind == "assigned", ledger.c.subject.in_(subjects)
        )
    )
    left = slots - {tuple(row) for row in known}
    return [each for each in last.values() if (subject(each.id), f"assign:{each.step}", each.person_id) in left]


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

    def nearest(self, unit_id: int, *, besides: Collection[int] = ()) -> list[Granted]:
        """The grants at the unit, else at the nearest above that has any, leaving out those of the people `besides`."""
        return next(self._floors(unit_id, besides), [])

    def higher(self, unit_id: int, *, besides: Collection[int] = ()) -> list[Granted]:
        """The grants at the nearest level above those whose turn it is."""
        floors = self._floors(unit_id, besides)
        mine = {each.person_id for each in next(floors, [])}
        rest = ([each for each in floor if each.person_id not in mine] for floor in floors)
        return next((floor for floor in rest if floor), [])

    def everybody(self, unit_id: int) -> set[int]:
        """The people who hold it at the unit or anywhere above it."""
        return {grant.person_id for floor in self._floors(unit_id, ()) for grant in floor}

    def _floors(self, unit_id: int, besides: Collection[int]) -> Iterator[list[Granted]]:
        """The grants of each floor that has any, from the unit upwards."""
        rim, met = [unit_id], {unit_id}
        while rim:
            every = [grant for each in rim for grant in self.grants.get(each, ())]
            found = [each for each in every if each.person_id not in besides]
            if found:
                yield found
            rim = sorted({up for each in rim for up in self.above.get(each, ())} - met)
            met.update(rim)


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
    for up, down in db.execute(tree.edges(day)):
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
class Stand:
    """Where a report stands: what was planned about it is told only if it stands there still."""

    state: str
    turn: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Head:
    """What a message says of a report."""

    code: str
    title: str
    stand: Stand


def heads(db: Connection, numbers: Iterable[int]) -> dict[int, Head]:
    columns = (report.c.id, report.c.code, report.c.title, report.c.state, report.c.turn, report.c.waits_since)
    rows = db.execute(select(*columns).where(report.c.id.in_(list(numbers))))
    return {number: Head(code, title, Stand(*stand)) for number, code, title, *stand in rows}
