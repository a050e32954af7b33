"""What would go out, to whom and why, if nothing changed: `./run due`, and what staff see before they change a deadline.

The rules are those of the tick itself (`reminder_plan.decide`), asked for every moment of a span, each answer being kept in
memory as the ledger would keep it. Nothing is written, nothing is sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select, union

from handlers import digest, nudges, stuck_foresight
from handlers.reminder_plan import Entry, Group, Key, Row, decide, is_open
from handlers.reminders import STEPS, forgotten, gather
from storage import calendar as calendars
from storage import ledger, people, roles, units
from storage.calendar import Calendar
from storage.deadlines import Due
from storage.tables import Unit, UnitParent, of
from storage.vietnamese import name_sort_key

unit, parent = of(Unit), of(UnitParent)

DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One thing somebody would be told, or why they would not.

    `step` is lead:3, overdue:1, above:7, moved, draft or a kind of digest. `state`: queued, folded (into what is queued at
    the same moment), skipped, muted, or nobody (person 0: there is nobody to tell).
    """

    at: datetime
    person: int
    kind: str
    step: str
    state: str
    planned_for: datetime
    due: Due | None = None
    old: date | None = None  # of a correction: the date that was told
    unit_ids: tuple[int, ...] = ()
    muted: bool = False  # switched off, and told all the same because it is a duty
    name: str = ""
    roles: tuple[tuple[str, str], ...] = ()  # role, unit
    units: tuple[str, ...] = ()

    @property
    def example(self) -> bool:
        """It comes of a deadline that is not in force."""
        return self.due is not None and self.due.state == "example"


Planner = Callable[[Connection, Calendar, datetime, datetime], Iterable[Foreseen]]


def foresee(
    db: Connection,
    since: datetime,
    until: datetime,
    zone: tzinfo,
    *,
    now: datetime | None = None,
    planners: Sequence[Planner] | None = None,
) -> list[Foreseen]:
    """Everything from `since` to `until`, in the order of time. `now`, when it lies before: what happens until `since` is
    played as well, so that nothing of it is shown as late."""
    calendar = calendars.read(db, zone)
    begin = since if now is None else min(now, since)
    found = [each for planner in planners or PLANNERS for each in planner(db, calendar, begin, until)]
    found = [each for each in found if since <= each.at <= until]
    return _in_order(list(_named(db, found, calendar.local(since))))


def _in_order(found: Sequence[Foreseen]) -> list[Foreseen]:
    names = {name: name_sort_key(name) for name in {each.name for each in found}}

    def order(each: Foreseen) -> tuple[Any, ...]:
        number = each.due.id if each.due else 0
        whom = each.person == NOBODY, names[each.name], each.person
        return each.at, *whom, each.kind.partition("-")[0], number, each.state != "queued", each.step

    return sorted(found, key=order)


def _named(db: Connection, found: Sequence[Foreseen], day: date) -> Iterator[Foreseen]:
    names = units.names_of(db, {unit for each in found for unit in each.unit_ids}, day)
    persons = {each.person for each in found}
    known = people.known(db, persons)
    held: dict[int, list[tuple[str, str]]] = defaultdict(list)
    table = roles.held
    rows = db.execute(
        select(table.c.person_id, table.c.role, table.c.unit_id)
        .where(table.c.person_id.in_(list(persons)), roles.acting(day))
        .order_by(table.c.id)
    ).all()
    places = units.names_of(db, {unit for _, _, unit in rows}, day)
    for who, role, unit in rows:
        held[who].append((role, places.get(unit, "")))
    for each in found:
        name = known[each.person].name if each.person in known else ""
        called = tuple(names.get(unit, "") for unit in each.unit_ids)
        yield replace(each, name=name, roles=tuple(held[each.person]), units=called)


# --- deadlines ------------------------------------------------------------------------------------------------------------


def of_deadlines(db: Connection, calendar: Calendar, since: datetime, until: datetime) -> Iterator[Foreseen]:
    """One person and deadline after the other: what is said of one changes nothing of another."""
    known: set[Key] = set()
    read: set[tuple[str, int]] = set()  # kind and deadline whose rows of the ledger are known
    corrected: set[tuple[int, int, int]] = set()
    for first, last in _stretches(db, calendar, since, until):
        begin, end = max(since, _midnight(calendar, first)), min(until, _midnight(calendar, last + DAY) - MOMENT)
        groups = gather(db, calendar, first, until=last, examples=True)
        for kind in STEPS:
            fresh = {group.due.id: group for group in groups if group.kind == kind and (kind, group.due.id) not in read}
            slots = {number: [step.slot for step in group.steps] for number, group in fresh.items()}
            known |= ledger.entered(db, kind, slots, by=since)
            read |= {(kind, number) for number in fresh}
        openings: dict[Any, list[datetime]] = {}
        for group in groups:
            timed = group.steps, group.quiet, group.loud_day
            if timed not in openings:
                openings[timed] = _openings(group, calendar, begin, end)
            left = {
                unit: was for unit, was in group.told.items() if (group.due.id, unit, group.person) not in corrected
            }
            left_of = group if len(left) == len(group.told) else replace(group, told=left)
            for moment in openings[timed]:
                for entry in decide(left_of, moment, calendar, known):
                    yield from _of(entry)
                    known |= {(row.subject, group.person, row.slot) for row in entry.rows}
                    if entry.kind == "moved":
                        corrected |= {(group.due.id, unit, group.person) for unit in entry.units}
                        left_of = replace(left_of, told={})


def _midnight(calendar: Calendar, day: date) -> datetime:
    return datetime.combine(day, time(), calendar.zone)


def _stretches(db: Connection, calendar: Calendar, since: datetime, until: datetime) -> Iterator[tuple[date, date]]:
    """First and last days of the spans in which the same people answer for the same units, and nothing is forgotten."""
    first, last = calendar.local(since), calendar.local(until)
    new = _changes(db, first, last) | {each + DAY for each in forgotten(db, calendar, first)}
    starts = [first, *sorted(each for each in new if first < each <= last), last + DAY]
    return ((begin, after - DAY) for begin, after in pairwise(starts))


def _changes(db: Connection, first: date, last: date) -> set[date]:
    """The days on which a unit, its place or a role is new or no more."""
    spans = ((unit.c.founded, unit.c.ended), (parent.c.since, parent.c.until), (roles.held.c.since, roles.held.c.until))
    begin, end = (
        union(*(select(each).where(each.between(first - DAY, last)) for each in days))
        for days in zip(*spans, strict=True)
    )
    return {*db.execute(begin).scalars(), *(each + DAY for each in db.execute(end).scalars())}


def _openings(group: Group, calendar: Calendar, begin: datetime, end: datetime) -> list[datetime]:
    """When something of a group may be decided: the first open moment after the beginning and after each of its steps."""
    quiet = group.quiet or calendar.quiet
    days = [
        calendar.local(begin) + each * DAY for each in range((calendar.local(end) - calendar.local(begin)).days + 1)
    ]
    new = {begin, *(step.at for step in group.steps)}
    turns = new | {calendar.at(day, hour, quiet) for day in days for hour in (time(), quiet.end)}
    found: list[datetime] = []
    waits = False
    for turn in sorted(each for each in turns if begin <= each <= end):
        waits = waits or turn in new
        if waits and is_open(turn, calendar, group.quiet, group.loud_day):
            found.append(turn)
            waits = False
    return found


def _of(entry: Entry) -> Iterator[Foreseen]:
    """An entry, a line for each thing that becomes of its rows."""
    fates: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in entry.rows:
        step = entry.step if row.kind == "moved" else row.slot.partition("/")[2]
        fates[row.state, step].append(row)
    for (state, step), rows in fates.items():
        told = "nobody" if state == "queued" and entry.person == NOBODY else state
        yield Foreseen(
            entry.at,
            entry.person,
            entry.kind,
            "draft" if entry.kind == nudges.KIND else step,
            told,
            min(row.planned_for for row in rows),
            entry.due,
            entry.old,
            tuple(row.unit for row in rows if row.unit),
            muted=entry.muted and state == "queued",
        )


# --- drafts, digests and reports that wait ------------------------------------------------------------------------------


def of_drafts(db: Connection, calendar: Calendar, since: datetime, until: datetime) -> Iterator[Foreseen]:
    resting = nudges.read(db, until)
    for who in resting.found:
        opened = calendar.next_open(since, resting.wishes[who].quiet)
        turns = {opened, *nudges.moments(resting, who, calendar)}
        while turns:
            moment = min(turns)
            turns.discard(moment)
            entry = nudges.decide(resting, who, moment, calendar) if since <= moment <= until else None
            if entry:
                yield from _of(entry)
                resting.known |= {(row.subject, who, row.slot) for row in entry.rows}
                if entry.told:
                    resting.told[who] = moment
                    turns |= {each for each in nudges.moments(resting, who, calendar) if each > moment}


def of_digests(db: Connection, calendar: Calendar, since: datetime, until: datetime) -> Iterator[Foreseen]:
    for each in digest.foresee(db, calendar, since - timedelta(microseconds=1), until):
        yield Foreseen(each.planned, each.person, each.kind, each.kind, each.state, each.planned, unit_ids=each.scope)


def of_reports(db: Connection, calendar: Calendar, since: datetime, until: datetime) -> Iterator[Foreseen]:
    for each in stuck_foresight.foresee(db, calendar, since, until):
        step = f"{each.kind}:{each.count}"
        yield Foreseen(each.at, each.person, each.kind, step, "queued", each.at, unit_ids=each.units)


PLANNERS: tuple[Planner, ...] = (of_deadlines, of_drafts, of_digests, of_reports)
