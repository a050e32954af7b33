"""What would go out, to whom and why, if nothing changed: `./run due`, and what staff see before they change a deadline.

The rules are those of the tick itself (`reminder_plan.decide`), asked for every moment of a span, each answer being kept in
memory as the ledger would keep it. Nothing is written, nothing is sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection, select

from handlers import digest, nudges
from handlers.reminder_plan import Entry, Group, Key, Row, decide, unheard
from handlers.reminders import gather
from storage import calendar as calendars
from storage import ledger, people, roles, units
from storage.calendar import Calendar
from storage.deadlines import Due
from storage.vietnamese import name_sort_key

DAY = timedelta(days=1)
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
    return sorted(_named(db, found, calendar.local(since)), key=_order)


def _order(each: Foreseen) -> tuple[Any, ...]:
    number = each.due.id if each.due else 0
    whom = each.person == NOBODY, name_sort_key(each.name), each.person
    return each.at, *whom, each.kind.partition("-")[0], number, each.state != "queued", each.step


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
    known: set[Key] = set()
    read: set[tuple[str, int]] = set()  # kind and deadline whose rows of the ledger are known
    corrected: set[tuple[int, int, int]] = set()
    for day in _days(calendar, since, until):
        groups = gather(db, calendar, day, examples=True)
        for kind in ("deadline", "above"):
            fresh = {group.due.id: group for group in groups if group.kind == kind and (kind, group.due.id) not in read}
            slots = {number: [step.slot for step in group.steps] for number, group in fresh.items()}
            known |= ledger.entered(db, kind, slots, by=since)
            read |= {(kind, number) for number in fresh}
        for group in groups:
            left = {
                unit: was for unit, was in group.told.items() if (group.due.id, unit, group.person) not in corrected
            }
            left_of = group if len(left) == len(group.told) else replace(group, told=left)
            for moment in _moments(left_of, day, since, until, calendar, known):
                for entry in decide(left_of, moment, calendar, known):
                    yield from _of(entry)
                    known |= {(row.subject, group.person, row.slot) for row in entry.rows}
                    if entry.kind == "moved":
                        corrected |= {(group.due.id, unit, group.person) for unit in entry.units}
                        left_of = replace(left_of, told={})


def _days(calendar: Calendar, since: datetime, until: datetime) -> Iterator[date]:
    first, last = calendar.local(since), calendar.local(until)
    return (first + each * DAY for each in range((last - first).days + 1))


def _moments(
    group: Group, day: date, since: datetime, until: datetime, calendar: Calendar, known: set[Key]
) -> list[datetime]:
    """The moments of a day at which something of a group may be decided: its steps', and when quiet ends."""
    ends = min(until, datetime.combine(day + DAY, time(), calendar.zone) - timedelta(microseconds=1))
    if not group.told and not unheard(group, group.arrived(ends), known):
        return []
    quiet = group.quiet or calendar.quiet
    turns = {
        calendar.at(day, time(), quiet),
        calendar.at(day, quiet.end, quiet),
        *(step.at for step in group.steps),
        since,
    }
    return sorted(each for each in turns if since <= each <= ends and calendar.local(each) == day)


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


# --- drafts and digests -----------------------------------------------------------------------------------------------------


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


PLANNERS: tuple[Planner, ...] = (of_deadlines, of_drafts, of_digests)
