"""Whose moment for a digest has come: daily for those who receive reports, weekly and monthly for those who lead (R26).

Working days only, at the hour each chose, never in quiet hours (R76). What was decided stands in the ledger; a moment that
stands there is never decided again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from storage import digests, preferences, roles
from storage.calendar import Calendar
from storage.digest_counting import tree_of

RHYTHMS: Mapping[str, str] = {  # kind in the ledger, and the act it takes → rhythm; the longest first
    "digest-monthly": "monthly",
    "digest-weekly": "weekly",
    "digest-daily": "daily",
}
LOOK_BACK = 31  # days in which a moment that passed unnoticed is still entered
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Morning:
    """A moment at which a person may be told: the kinds due then, the longest first, and the units of each."""

    person: int
    day: date
    planned: datetime
    kinds: Mapping[str, frozenset[int]]
    muted: frozenset[str]

    @property
    def speaking(self) -> list[str]:
        """The kinds not switched off: the first one speaks, the others are folded into it."""
        return [kind for kind in self.kinds if kind not in self.muted]


def slot_of(kind: str, day: date) -> str:
    """2026-11-23, 2026-W48, 2026-11: a day, a week and a month have one digest each, whatever the hour."""
    year, week, _ = day.isocalendar()
    names = {"daily": day.isoformat(), "weekly": f"{year}-W{week:02d}", "monthly": f"{day:%Y-%m}"}
    return names[RHYTHMS[kind]]


def is_turn(calendar: Calendar, kind: str, day: date) -> bool:
    """Is it a working day; for the longer rhythms, the first one of its week or month?"""
    back = {"daily": 0, "weekly": day.weekday(), "monthly": day.day - 1}[RHYTHMS[kind]]
    return calendar.is_working(day) and not any(calendar.is_working(day - each * DAY) for each in range(1, back + 1))


@dataclass(slots=True)
class Staff:
    """What is known of everybody who may get a digest. `begins`: after which moment there is something to decide."""

    calendar: Calendar
    units: Mapping[str, Mapping[int, Sequence[int]]]
    begins: Mapping[str, Mapping[int, datetime]]
    wishes: Mapping[int, preferences.Wishes]
    standings: dict[tuple[int, str], digests.Standing] = field(default_factory=dict)  # of those who are due
    turns: dict[tuple[str, date], bool] = field(default_factory=dict)

    def moment(self, who: int, day: date) -> datetime:
        wishes = self.wishes[who]
        return self.calendar.at(day, wishes.hour or self.calendar.hour, wishes.quiet)

    def is_turn(self, kind: str, day: date) -> bool:
        if (kind, day) not in self.turns:
            self.turns[kind, day] = is_turn(self.calendar, kind, day)
        return self.turns[kind, day]

    def told_until(self, who: int, kind: str, first: date) -> datetime:
        """Until when everything was told. Nothing yet: from the moment before the first there was; `first` is the earliest
        day that is being decided."""
        standing = self.standings[who, kind]
        if standing.told:
            return standing.told
        if standing.first:
            first = min(first, self.calendar.local(standing.first))
        days = (first - each * DAY for each in range(1, 2 * LOOK_BACK))
        return self.moment(who, next((day for day in days if self.is_turn(kind, day)), first - DAY))


def staff_of(db: Connection, calendar: Calendar, now: datetime) -> Staff:
    today = calendar.local(now)
    units = {kind: roles.staff(db, kind, today) for kind in RHYTHMS}
    begins = {kind: digests.begins(db, kind, now, today) for kind in RHYTHMS}
    return Staff(
        calendar, units, begins, preferences.read(db, sorted({who for each in units.values() for who in each}))
    )


def mornings_of(db: Connection, staff: Staff, since: datetime, until: datetime, now: datetime) -> list[Morning]:
    """Every moment after `since` and up to `until` that is not in the ledger, in the order of time.

    Nothing before the last one that was decided is made up for: the next one tells what it would have told.
    """
    days = [staff.calendar.local(since) + each * DAY for each in range((until - since).days + 2)]
    found: dict[tuple[datetime, int], dict[str, frozenset[int]]] = {}
    for kind, holders in staff.units.items():
        turns = [day for day in days if staff.is_turn(kind, day)]
        due = {who: moments for who in holders if (moments := _moments(staff, kind, who, turns, since, until))}
        known = digests.standings(db, kind, due, since, now) if due else {}
        staff.standings |= {(who, kind): standing for who, standing in known.items()}
        for who, moments in due.items():
            for day, planned in moments.items():
                if slot_of(kind, day) not in known[who].slots:
                    found.setdefault((planned, who), {})[kind] = frozenset(holders[who])
    return [
        Morning(who, staff.calendar.local(planned), planned, kinds, staff.wishes[who].muted & {*kinds})
        for (planned, who), kinds in sorted(found.items(), key=lambda each: each[0])
    ]


def _moments(
    staff: Staff, kind: str, who: int, turns: Sequence[date], since: datetime, until: datetime
) -> dict[date, datetime]:
    """The days and moments of one person that are still to be decided."""
    begins = max(since, staff.begins[kind].get(who, since))
    earliest = staff.calendar.local(begins)
    moments = {day: staff.moment(who, day) for day in turns if day >= earliest}
    return {day: planned for day, planned in moments.items() if begins < planned <= until}


# --- foreseeing it ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A digest that would be told, if there is anything to tell: to whom, when, of which units, and what becomes of it."""

    kind: str
    person: int
    slot: str
    state: str  # queued, folded, muted
    planned: datetime
    scope: tuple[int, ...]


def foresee(db: Connection, calendar: Calendar, since: datetime, until: datetime) -> list[Foreseen]:
    """Every digest of the time from `since` (not included) to `until`, as roles, wishes and calendar stand; writes nothing."""
    staff = staff_of(db, calendar, since)
    tree = tree_of(db, calendar.local(since))
    found = []
    for morning in mornings_of(db, staff, since, until, since):
        for kind, units in morning.kinds.items():
            state = "muted" if kind in morning.muted else "queued" if kind == morning.speaking[0] else "folded"
            slot = slot_of(kind, morning.day)
            found.append(Foreseen(kind, morning.person, slot, state, morning.planned, tree.tops(units)))
    return found
