"""The rules of a reminder, pure: what a deadline has said by when, to whom it is said now, what is folded and skipped.

Nothing here reads or writes. A `Group` is one person and one deadline with the units they answer for; `decide` says what
the ledger must hold of it at a moment. That the same moment may be asked again, late or twice, changes nothing: what is
`known` (in the ledger) is never decided again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from operator import attrgetter

from storage.calendar import Calendar, Hours
from storage.deadlines import Due
from storage.ledger import WITHDRAWN, subject_of

DAY = timedelta(days=1)
TOO_LATE = timedelta(days=7)  # after its moment nobody is called late any more
FORGOTTEN = timedelta(days=60)  # after its last step a deadline is not looked at, nor is a date that was told corrected
MOST_ENTRIES, MOST_ROWS = 20, 400  # decided in one transaction, so that replies never wait behind it

Key = tuple[str, int, str]  # subject, person, slot


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a deadline says to somebody, and when: `name` is lead:3, overdue:1 or above:7, `slot` 2026-11-20/lead:3."""

    name: str
    slot: str
    at: datetime

    @property
    def kind(self) -> str:
        return self.name.split(":")[0]


def steps(due: Due, calendar: Calendar, hour: time, quiet: Hours | None = None) -> tuple[Step, ...]:
    """What a deadline says to somebody who owes, in the order in which it says it, at their hour.

    The due date's own step ignores quiet days. An earlier one moves to the next open day, or back before the due date when
    it would come too late; a later one waits for the next open day.
    """
    leads = [(f"lead:{each}", _lead_day(due.due, each, calendar)) for each in due.leads]
    ends = due.due + due.grace * DAY
    late = [(f"overdue:{each}", calendar.next_open_day(ends + each * DAY)) for each in due.overdue]
    return tuple(_step(due, name, calendar.at(day, hour, quiet)) for name, day in (*leads, *late))


def _step(due: Due, name: str, at: datetime) -> Step:
    return Step(name, f"{due.due}/{name}", at)


def _lead_day(due: date, days: int, calendar: Calendar) -> date:
    day = due - days * DAY
    if not days or not calendar.is_quiet(day):
        return day
    opened = calendar.next_open_day(day)
    return opened if opened < due else calendar.last_open_day_before(due)


def above(due: Due, calendar: Calendar, hour: time, quiet: Hours | None = None) -> tuple[Step, ...]:
    """When the level above is told: at the earliest on the first day on which a unit is late."""
    if due.above_after is None:
        return ()
    day = calendar.next_open_day(due.due + (due.grace + max(due.above_after, 1)) * DAY)
    return (_step(due, f"above:{due.above_after}", calendar.at(day, hour, quiet)),)


moment = attrgetter("at")


@dataclass(frozen=True, slots=True)
class Group:
    """One person and one deadline, with the units they answer for. `kind` is deadline or above; person 0 is nobody.

    `told`: units whose person was told another date last → that date and how many corrections there were. A deadline that
    was withdrawn has units only there, and no steps.
    """

    kind: str
    due: Due
    person: int
    units: tuple[int, ...]
    steps: tuple[Step, ...]
    quiet: Hours | None = None
    muted: bool = False
    held: frozenset[int] = frozenset()  # where they hold the role that makes it theirs
    told: Mapping[int, tuple[date | None, int]] = field(default_factory=dict)

    @property
    def withdrawn(self) -> bool:
        return self.due.state == "withdrawn"

    @property
    def loud_day(self) -> date | None:
        """The day on which quiet days do not count: the due date, for those who owe."""
        return None if self.withdrawn or self.kind == "above" else self.due.due

    def arrived(self, now: datetime) -> tuple[Step, ...]:
        """Their moments follow each other as they do: a day that moves never passes the one after it."""
        return self.steps[: bisect_right(self.steps, now, key=moment)]

    def key(self, unit: int, step: Step) -> Key:
        return subject_of(self.due.id, unit), self.person, step.slot


@dataclass(frozen=True, slots=True)
class Row:
    """What the ledger will say. `unit` is 0 where it is about none."""

    kind: str
    subject: str
    slot: str
    state: str
    planned_for: datetime
    unit: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """Rows of the ledger and, where one of them is queued, the one message that names all of their units.

    `at` is the moment of the tick that decided it: an entry is dated by what was looked at, not by when it was written.
    `drafts`: what a nudge is about.
    """

    kind: str  # deadline, above, moved, draft
    person: int
    at: datetime
    rows: tuple[Row, ...]
    due: Due | None = None
    step: str = ""
    old: date | None = None  # of a correction: the date that was told
    muted: bool = False
    held: frozenset[int] = frozenset()
    drafts: tuple[int, ...] = ()

    @property
    def act(self) -> str:
        """What makes it this person's business (storage.roles.DUTY)."""
        return {"above": "deadlines", "draft": ""}.get(self.kind, "submit")

    @property
    def told(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.state == "queued")

    @property
    def units(self) -> tuple[int, ...]:
        return tuple(row.unit for row in self.told)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a tick found: messages to take back, and what is to be entered."""

    at: datetime
    recalled: tuple[str, ...] = ()  # outbox keys
    entries: tuple[Entry, ...] = ()


def is_open(now: datetime, calendar: Calendar, quiet: Hours | None, loud_day: date | None = None) -> bool:
    """May somebody be written to? Quiet days do not count on one loud day; quiet hours always do."""
    local = now.astimezone(calendar.zone)
    if (quiet or calendar.quiet).holds(local.time()):
        return False
    return local.date() == loud_day or not calendar.is_quiet(local.date())


def useful(step: Step, due: date, now: datetime, calendar: Calendar) -> bool:
    """A lead until the end of the due date; what says that it has passed, within a week of its moment."""
    return calendar.local(now) <= due if step.kind == "lead" else now <= step.at + TOO_LATE


def decide(group: Group, now: datetime, calendar: Calendar, known: Collection[Key]) -> list[Entry]:
    """What must be entered of a group now: corrections of a date that was told, and the newest step not heard of yet.

    Older steps than one that is known are not made up for: their person has heard of the deadline since.
    """
    arrived = group.arrived(now)
    fresh = unheard(group, arrived, known)
    if not (fresh or group.told) or not is_open(now, calendar, group.quiet, group.loud_day):
        return []
    entries = [
        _correction(group, [unit for unit, (was, _) in group.told.items() if was == old], old, arrived, now, known)
        for old in dict.fromkeys(old for old, _ in group.told.values())
    ]
    return [*entries, _newest(group, fresh, arrived, now, calendar, known)] if fresh else entries


def unheard(group: Group, arrived: Sequence[Step], known: Collection[Key]) -> list[int]:
    """Units whose person has not heard the newest step; those who are to be corrected hear it so."""
    if not arrived:
        return []
    last = arrived[-1]
    return [unit for unit in group.units if unit not in group.told and group.key(unit, last) not in known]


def _newest(
    group: Group,
    units: Sequence[int],
    arrived: Sequence[Step],
    now: datetime,
    calendar: Calendar,
    known: Collection[Key],
) -> Entry:
    """The latest step goes out, if it still is of use; what came before it and was never said is folded into it."""
    *before, last = arrived
    says = useful(last, group.due.due, now, calendar)
    said = [_row(group, unit, last, "queued" if says else "skipped") for unit in units]
    missed = _missed(group, units, before, known, "folded" if says else "skipped")
    return _entry(group, group.kind, now, [*said, *missed], step=last.name)


def _correction(
    group: Group,
    units: Sequence[int],
    old: date | None,
    arrived: Sequence[Step],
    now: datetime,
    known: Collection[Key],
) -> Entry:
    """The date that holds, to who was told another one. It says what every step up to now would have said."""
    holds = WITHDRAWN if group.withdrawn else group.due.due
    rows = [
        Row("moved", subject_of(group.due.id, unit), f"{holds}/moved:{group.told[unit][1] + 1}", "queued", now, unit)
        for unit in units
    ]
    missed = _missed(group, units, arrived, known, "folded")
    return _entry(group, "moved", now, [*rows, *missed], step="moved", old=old)


def _missed(
    group: Group, units: Iterable[int], arrived: Sequence[Step], known: Collection[Key], state: str
) -> list[Row]:
    return [_row(group, unit, step, state) for unit in units for step in arrived if group.key(unit, step) not in known]


def _row(group: Group, unit: int, step: Step, state: str) -> Row:
    subject, _, slot = group.key(unit, step)
    return Row(group.kind, subject, slot, state, step.at, unit)


def _entry(group: Group, kind: str, now: datetime, rows: Sequence[Row], *, step: str, old: date | None = None) -> Entry:
    return Entry(kind, group.person, now, tuple(rows), group.due, step, old, group.muted, group.held)


def pieces(plan: Plan) -> Iterator[Plan]:
    """The plan in parts small enough for one transaction each. What was only folded or skipped may follow its message."""
    for start in range(0, len(plan.recalled), MOST_ENTRIES):
        yield Plan(plan.at, recalled=plan.recalled[start : start + MOST_ENTRIES])
    some: list[Entry] = []
    rows = 0
    for entry in (part for each in plan.entries for part in _parts(each)):
        if some and (len(some) == MOST_ENTRIES or rows + len(entry.rows) > MOST_ROWS):
            yield Plan(plan.at, entries=tuple(some))
            some, rows = [], 0
        some.append(entry)
        rows += len(entry.rows)
    if some:
        yield Plan(plan.at, entries=tuple(some))


def _parts(entry: Entry) -> Iterator[Entry]:
    if len(entry.rows) <= MOST_ROWS:
        yield entry
        return
    if entry.told:
        yield replace(entry, rows=entry.told)
    silent = [row for row in entry.rows if row.state != "queued"]
    for start in range(0, len(silent), MOST_ROWS):
        yield replace(entry, rows=tuple(silent[start : start + MOST_ROWS]))
