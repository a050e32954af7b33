"""What is due to be said about deadlines, and saying it: once for each person and moment (R25, R26).

A tick reads (`plan`) and then enters piece by piece (`enter`), each piece one transaction: ledger rows first, and for each
entry whose rows were really new one message into the outbox. The truth is the ledger: a second tick, a restart, a clock
that jumps or another process finds the rows there and adds nothing. Nothing is kept before its moment, so a deadline, a
role or a calendar that changes needs no step of its own: the next tick plans from what holds then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, tzinfo
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from handlers import nudges, reminder_words
from handlers.reminder_plan import FORGOTTEN, Entry, Group, Key, Plan, Row, Step, above, decide, is_open, pieces, steps
from handlers.reminder_words import Saying
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import calendar as calendars
from storage import deadlines, ledger, outbox, people, preferences, roles, tree, units
from storage.calendar import Calendar, Hours
from storage.deadlines import Due
from storage.ledger import Waiting
from storage.preferences import Wishes
from storage.tables import Deadline, of

__all__ = ["enter", "gather", "pieces", "plan"]

deadline = of(Deadline)
STEPS = {"deadline": steps, "above": above}
ACT = {"deadline": "submit", "above": "deadlines"}
NOBODY = 0
Told = Mapping[int, Mapping[tuple[int, int], tuple[date | None, int]]]  # deadline → (unit, person) → date, corrections


# --- a tick, reading ------------------------------------------------------------------------------------------------------


def plan(db: Connection, now: datetime, zone: tzinfo) -> Plan:
    """What a tick must take back and enter now. Reads only; a constant number of queries, however many units there are."""
    calendar = calendars.read(db, zone)
    waiting = ledger.waiting(db, ledger.OF_DEADLINES)
    groups = gather(db, calendar, calendar.local(now), waiting)
    known = _known(db, groups, now)
    entries = [entry for group in groups if group.person for entry in decide(group, now, calendar, known)]
    nudged = nudges.plan(db, now, calendar)
    recalled = (*_stale(waiting, groups, now, calendar), *nudged.recalled)
    return Plan(now, recalled, (*entries, *nudged.entries))


def gather(
    db: Connection,
    calendar: Calendar,
    day: date,
    waiting: Sequence[Waiting] = (),
    *,
    until: date | None = None,
    examples: bool = False,
) -> list[Group]:
    """Every person and deadline with something to say by the day; person 0 stands for units nobody answers for.

    `waiting`: messages that have not left; their deadlines are looked at in any case. `until`: with something to say by
    this later day, if nothing changes before.
    """
    last = until or day
    standing, gone = deadlines.standing(db, examples=examples), _called_off(db, calendar, day)
    told = _told(db, standing, gone, day)
    spoken = {ledger.unit_of(row.subject) for row in waiting}
    kept = {*told, *(number for number, _ in spoken)}
    active = [each for each in standing if each.id in kept or _speaks(each, "deadline", calendar, day, last)]
    late = [each for each in standing if each.id in kept or _speaks(each, "above", calendar, day, last)]
    owing: dict[int, set[int]] = deadlines.owing(db, {each.id: each for each in (*active, *late)}.values(), day)
    done = deadlines.submitted(db, [each.id for each in gone])
    for each in gone:
        heard = {*told.get(each.id, {}), *((unit, 0) for number, unit in spoken if number == each.id)}
        owing[each.id] = {unit for unit, _ in heard} - done[each.id]
    wanted = {"deadline": [*active, *gone], "above": late}
    answering = {
        "deadline": _answering(db, _units(wanted["deadline"], owing), day),
        "above": _answering_above(db, _units(late, owing), day),
    }
    found = _People.read(db, calendar, day, answering)
    return [
        found.group(kind, due, who, where, told.get(due.id, {}))
        for kind, dues in wanted.items()
        for due in dues
        for who, where in _by_person(owing[due.id], answering[kind])
    ]


def _units(dues: Iterable[Due], owing: Mapping[int, set[int]]) -> set[int]:
    return {unit for due in dues for unit in owing[due.id]}


def _speaks(due: Due, kind: str, calendar: Calendar, day: date, last: date) -> bool:
    """Has the deadline begun to speak by the last day, and said its last not too long before the first?"""
    said = _days(due, kind, calendar)
    return bool(said) and min(said) <= last and day <= max(*said, due.due) + FORGOTTEN


def _days(due: Due, kind: str, calendar: Calendar) -> list[date]:
    return [calendar.local(step.at) for step in STEPS[kind](due, calendar, calendar.hour)]


def forgotten(db: Connection, calendar: Calendar, day: date) -> set[date]:
    """The last days on which `gather` still looks at something: a deadline, a withdrawal, a date that was told."""
    standing, gone = deadlines.standing(db, examples=True), _called_off(db, calendar, day)
    ends = {max(due.due, *said) for due in standing for kind in STEPS if (said := _days(due, kind, calendar))}
    dates = {each.id: each.due for each in standing}
    told = _told(db, standing, gone, day)
    ends |= {
        max(each for each in (was, dates.get(number)) if each) for number in told for was, _ in told[number].values()
    }
    withdrawn = select(deadline.c.changed_at).where(deadline.c.state == "withdrawn")
    ends |= {calendar.local(at) for at in db.execute(withdrawn).scalars()}
    return {each + FORGOTTEN for each in ends}


def _called_off(db: Connection, calendar: Calendar, day: date) -> list[Due]:
    """Deadlines withdrawn not too long ago."""
    since = datetime.combine(day - FORGOTTEN, time(), calendar.zone)
    rows = db.execute(
        select(deadline.c.id).where(deadline.c.state == "withdrawn", deadline.c.changed_at >= since)
    ).scalars()
    found = (deadlines.one(db, number) for number in rows.all())
    return [each for each in found if each is not None]


def _told(db: Connection, standing: Iterable[Due], gone: Iterable[Due], day: date) -> Told:
    """Who was told another date than the one that holds, unless both are long past."""
    dates: dict[int, date | None] = {each.id: each.due for each in standing if each.state == "standing"}
    dates |= {each.id: None for each in gone}
    found: dict[int, dict[tuple[int, int], tuple[date | None, int]]] = {}
    for told in ledger.told_otherwise(db, dates):
        number, unit = ledger.unit_of(told.subject)
        if max(each for each in (told.date, dates[number]) if each) + FORGOTTEN >= day:
            found.setdefault(number, {})[unit, told.person_id] = told.date, told.corrections
    return found


def _answering(db: Connection, where: set[int], day: date) -> dict[int, list[int]]:
    """unit → who hands in for it, [NOBODY] when nobody does."""
    found = roles.responsible(db, "submit", where, day) if where else {}
    return {unit: who or [NOBODY] for unit, who in found.items()}


def _answering_above(db: Connection, where: set[int], day: date) -> dict[int, list[int]]:
    """unit → who sets dates at the level above it."""
    if not where:
        return {}
    over: dict[int, list[int]] = {}
    for up, down in db.execute(tree.edges(day)):
        if down in where:
            over.setdefault(down, []).append(up)
    found = roles.responsible(db, "deadlines", {up for each in over.values() for up in each}, day)
    return {unit: sorted({who for up in each for who in found[up]}) for unit, each in over.items()}


def _by_person(where: Iterable[int], answering: Mapping[int, Sequence[int]]) -> list[tuple[int, tuple[int, ...]]]:
    found: dict[int, list[int]] = defaultdict(list)
    for unit in sorted(where):
        for who in answering.get(unit, ()):
            found[who].append(unit)
    return [(who, tuple(units)) for who, units in sorted(found.items())]


@dataclass(frozen=True, slots=True)
class _People:
    """Those who may be written to: what they wish, and where they hold the role that makes it theirs."""

    calendar: Calendar
    wishes: Mapping[int, Wishes]
    held: Mapping[str, Mapping[int, frozenset[int]]]  # kind → person → units
    timed: dict[Any, tuple[Step, ...]] = field(default_factory=dict)  # steps of a deadline at an hour, reckoned once

    @staticmethod
    def read(
        db: Connection, calendar: Calendar, day: date, answering: Mapping[str, Mapping[int, Sequence[int]]]
    ) -> _People:
        persons = {kind: {who for each in units.values() for who in each} for kind, units in answering.items()}
        wishes = preferences.read(db, sorted(set().union(*persons.values())))
        held = {kind: _held(db, ACT[kind], who, day) for kind, who in persons.items() if who}
        return _People(calendar, wishes, held)

    def group(
        self,
        kind: str,
        due: Due,
        who: int,
        where: tuple[int, ...],
        told: Mapping[tuple[int, int], tuple[date | None, int]],
    ) -> Group:
        mine = self.wishes[who]
        corrected = {unit: told[unit, who] for unit in where if (unit, who) in told} if kind == "deadline" else {}
        said = () if due.state == "withdrawn" else self._steps(kind, due, mine.hour or self.calendar.hour, mine.quiet)
        held = self.held[kind].get(who, frozenset())
        return Group(kind, due, who, where, said, mine.quiet, "deadline" in mine.muted, held, corrected)

    def _steps(self, kind: str, due: Due, hour: time, quiet: Hours | None) -> tuple[Step, ...]:
        named = kind, due.id, hour, quiet
        if named not in self.timed:
            self.timed[named] = STEPS[kind](due, self.calendar, hour, quiet)
        return self.timed[named]


def _held(db: Connection, act: str, persons: Iterable[int], day: date) -> dict[int, frozenset[int]]:
    """person → the units of their grants with this act."""
    rows = db.execute(
        select(roles.held.c.person_id, roles.held.c.unit_id).where(
            roles.held.c.person_id.in_(sorted(persons)), roles.held.c.role.in_(roles.ACTS[act]), roles.acting(day)
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for who, unit in rows:
        found[who].add(unit)
    return {who: frozenset(each) for who, each in found.items()}


def _known(db: Connection, groups: Sequence[Group], now: datetime) -> set[Key]:
    """What the ledger has of these groups: the newest step of each, and every step of those whose newest is not there."""
    newest: dict[str, dict[int, set[str]]] = {kind: defaultdict(set) for kind in STEPS}
    for group in groups:
        for step in group.arrived(now)[-1:]:
            newest[group.kind][group.due.id].add(step.slot)
    known = set().union(*(ledger.entered(db, kind, slots) for kind, slots in newest.items()))
    every: dict[int, set[str]] = defaultdict(set)
    for group in groups:
        arrived = group.arrived(now)
        if group.told or any(group.key(unit, step) not in known for step in arrived[-1:] for unit in group.units):
            every[group.due.id].update(step.slot for step in arrived)
    return known | ledger.entered(db, "deadline", every)


def _stale(waiting: Sequence[Waiting], groups: Sequence[Group], now: datetime, calendar: Calendar) -> list[str]:
    """Messages that have not left and must not leave as they are: something they say no longer holds, their day is over
    (they count days), or it has become a time of quiet. What of them still is owed is decided anew by a later tick."""
    by_name = {(group.kind, group.due.id, group.person): group for group in groups}
    today = calendar.local(now)
    stale: dict[str, None] = {}
    for row in waiting:
        number, unit = ledger.unit_of(row.subject)
        group = by_name.get(("above" if row.kind == "above" else "deadline", number, row.person_id))
        holds = (
            group is not None
            and unit in group.units
            and ledger.date_of(row.slot) == (None if group.withdrawn else group.due.due)
            and calendar.local(row.at) == today
            and is_open(now, calendar, group.quiet, group.loud_day)
        )
        if not holds:
            stale[row.outbox_key] = None
    return list(stale)


# --- a tick, writing ------------------------------------------------------------------------------------------------------


def enter(db: Connection, texts: Texts, zone: tzinfo, piece: Plan) -> int:
    """Write one of the plan's `pieces`; gives how many messages were queued.

    What may have changed since the plan was made is looked at again: a deadline, what was handed in, a role, an address.
    Everything is dated by the plan's own moment.
    """
    ledger.withdraw(db, piece.recalled, piece.at)
    today = piece.at.astimezone(zone).date()
    about = [each for each in piece.entries if each.due is not None]
    told = [each for each in piece.entries if each.due is None]
    true = [*_still_true(db, about, today), *nudges.still_true(db, told, piece.at)]
    persons = {each.person for each in true}
    places, known = people.places_of(db, persons), people.known(db, persons)
    true = [each for each in true if each.person in places and each.person in known]
    messages = []
    for key, entry in _entered(db, true):
        say = partial(texts.say, known[entry.person].language)
        said = _words(db, say, entry, entry.due, today) if entry.due else nudges.words(db, say, entry)
        channel, address = places[entry.person]
        row = {"key": key, "channel": channel, "address": address, "kind": "reminder"}
        messages.append({**row, "body": said.as_json(), "due_at": entry.at})
    outbox.put(db, messages)
    return len(messages)


def _still_true(db: Connection, entries: Sequence[Entry], today: date) -> list[Entry]:
    """The entries that hold, without the units that have handed in meanwhile."""
    dues = {entry.due.id: entry.due for entry in entries if entry.due}
    rows = db.execute(select(deadline.c.id, deadline.c.due, deadline.c.state).where(deadline.c.id.in_(list(dues))))
    holds = {number for number, due, state in rows if (due, state) == (dues[number].due, dues[number].state)}
    done = deadlines.submitted(db, holds)
    held = {
        act: _held(db, act, {entry.person for entry in entries if entry.act == act}, today)
        for act in {entry.act for entry in entries}
    }
    found = []
    for entry in entries:
        number = entry.due.id if entry.due else 0
        if number in holds and held[entry.act].get(entry.person) == entry.held:
            left = tuple(row for row in entry.rows if row.unit not in done[number])
            found += [replace(entry, rows=left)] if left else []
    return found


def _key(entry: Entry) -> str:
    """The name of an entry's message: what was taken back and is said anew at another moment has another one."""
    first = entry.told[0]
    return (
        f"reminder:{first.kind}:{first.subject}:{entry.person}:{first.slot}:{entry.at.astimezone(UTC):%Y%m%dT%H%M%S%f}"
    )


def _entered(db: Connection, entries: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Enter the rows; gives, by the name of its message, each entry that says something, with only what is new in it."""
    named = [(_key(entry) if entry.told else "", entry) for entry in entries]
    every = [(place, row) for place, (_, entry) in enumerate(named) for row in entry.rows]
    rows = [
        {
            "kind": row.kind,
            "subject": row.subject,
            "person_id": entry.person,
            "slot": row.slot,
            "state": row.state,
            "planned_for": row.planned_for,
            "at": entry.at,
            "outbox_key": key if row.state == "queued" else None,
        }
        for key, entry in named
        for row in entry.rows
    ]
    fresh: dict[int, list[Row]] = defaultdict(list)
    for each in sorted(ledger.enter(db, rows)):
        place, row = every[each]
        if row.state == "queued":
            fresh[place].append(row)
    return [(named[place][0], replace(named[place][1], rows=tuple(new))) for place, new in fresh.items()]


def _words(db: Connection, say: Saying, entry: Entry, due: Due, today: date) -> Outgoing:
    names = units.names_of(db, entry.units, today)
    names |= {unit: units.name_of(db, unit, today) for unit in entry.units if unit not in names}  # ended since
    if entry.kind != "above":
        return reminder_words.message(say, entry, due, today, names)
    counts = ledger.reminded(db, due.id, entry.units, due.due)
    who = people.known(db, {each for times in counts.values() for each in times})
    times = {unit: {who[each].name: n for each, n in found.items() if each in who} for unit, found in counts.items()}
    return reminder_words.message(say, entry, due, today, names, times)
