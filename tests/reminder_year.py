"""A year of a union, played against the real tick: random downtime, clocks that jump, two processes, an outage of the
channel, units that hand in, dates that change, roles that come and go.

What is owed is said by `Oracle`, which knows the rules (not the code): it looks at every person, unit and day one by one.
After every tick what was said must be what is owed, and what waits must be what may wait. `Year.check` looks at the whole
once more, without the oracle: nothing twice, nothing to those who had done it, nothing in quiet hours.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select, update

from handlers import reminders
from storage import deadlines, grants, ledger, roles
from storage.deadlines import Due
from storage.store import Store
from storage.tables import Outbox, Reminder, of
from tests.reminding import Town, plant
from tests.talk import TEXTS, ZONE

DAY = timedelta(days=1)
HOLIDAYS = {
    *(date(2026, 9, 1) + each * DAY for each in range(2)),
    date(2027, 1, 1),
    *(date(2027, 2, 5) + each * DAY for each in range(6)),  # Tết
    date(2027, 4, 16),
    date(2027, 4, 30),
    date(2027, 5, 1),
}
UP = {
    "c1": "p",
    "c2": "p",
    "c3": "p",
    **{f"{commune}x{number}": commune for commune in ("c1", "c2", "c3") for number in range(3)},
}
BASES = [code for code in UP if "x" in code]


class Told(NamedTuple):
    """A message: to whom, about which deadline and date, what, and which units."""

    who: str
    deadline: int
    due: date | None  # None: that it is called off
    step: str
    units: frozenset[str]


@dataclass
class Officer:
    hour: time = time(8)
    quiet: tuple[time, time] = (time(21), time(7))
    posts: set[tuple[str, str]] = field(default_factory=set)  # role, unit


@dataclass
class Date:
    """A deadline as the oracle sees it."""

    due: date
    leads: list[int]
    grace: int
    overdue: list[int]
    above: int | None
    off: datetime | None = None  # since when it is called off
    done: set[str] = field(default_factory=set)


# --- the rules, once more ------------------------------------------------------------------------------------------------------


class Oracle:
    """Who must be told what at a tick, reckoned unit by unit from the rules."""

    def __init__(self, officers: dict[str, Officer], dates: dict[int, Date]) -> None:
        self.officers = officers
        self.dates = dates
        self.heard: set[tuple[str, int, str, date, str]] = set()  # who, deadline, unit, date, step
        self.last: dict[tuple[str, int, str], list[tuple[date | None, Told]]] = {}  # dates told, with their message
        self.known_moments: dict[tuple[str, date], datetime] = {}
        self.waiting: dict[Told, datetime] = {}  # said and not yet left → when it was said

    def tick(self, now: datetime) -> list[Told]:
        taken = [told for told, at in self.waiting.items() if not self.may_wait(told, at, now)]
        said = [told for who in sorted(self.officers) for number in self.dates for told in self.owed(who, number, now)]
        for told in taken:
            self.take_back(told)
        for told in said:
            self.waiting[told] = now
        return said

    def take_back(self, told: Told) -> None:
        del self.waiting[told]
        for unit in told.units:
            if told.step == "moved" or told.step[0] != "a":
                line = self.last[told.who, told.deadline, unit]
                line[:] = [each for each in line if each[1] is not told]
            if told.due is not None:
                self.heard.discard((told.who, told.deadline, unit, told.due, told.step))

    def may_wait(self, told: Told, at: datetime, now: datetime) -> bool:
        when = self.dates[told.deadline]
        if told.due != (None if when.off else when.due) or at.astimezone(ZONE).date() != now.astimezone(ZONE).date():
            return False
        above = told.step.startswith("above")
        falls_to = self.above if above else self.falls_to
        theirs = all(told.who in falls_to(unit) for unit in told.units)
        return (
            theirs and not told.units & when.done and self.awake(told.who, now, None if above or when.off else when.due)
        )

    # --- one person and one deadline

    def owed(self, who: str, number: int, now: datetime) -> Iterable[Told]:
        when = self.dates[number]
        today = now.astimezone(ZONE).date()
        mine = [unit for unit in BASES if unit not in when.done and who in self.falls_to(unit)]
        wrong: dict[date | None, set[str]] = {}
        for unit in mine:
            known = self.known_date(who, number, unit)
            if known == "nothing" or known == (None if when.off else when.due):
                continue
            if max(known or when.due, when.due if not when.off else known or when.due) + 60 * DAY >= today:
                wrong.setdefault(known, set()).add(unit)
        if when.off and when.off.astimezone(ZONE).date() < today - 60 * DAY:
            wrong = {}
        moments = [] if when.off else self.moments(who, when)
        arrived = [(step, at) for step, at in moments if at <= now]
        if self.awake(who, now, None if when.off else when.due):
            for units in wrong.values():
                for unit in units:
                    self.heard |= {(who, number, unit, when.due, step) for step, _ in arrived}
                yield self.say(Told(who, number, None if when.off else when.due, "moved", frozenset(units)))
            corrected = set().union(*wrong.values())
            if arrived and self.remembered(moments, when, today):
                yield from self.newest(who, number, [unit for unit in mine if unit not in corrected], arrived, now)
        if when.above is not None and not when.off and self.awake(who, now, None):
            yield from self.late(who, number, now)

    def known_date(self, who: str, number: int, unit: str) -> Any:
        """The date they were told last; what waits counts only if it says the truth (else it is being taken back)."""
        when = self.dates[number]
        for day, told in reversed(self.last.get((who, number, unit), [])):
            if told not in self.waiting or day == (None if when.off else when.due):
                return day
        return "nothing"

    def newest(
        self, who: str, number: int, units: list[str], arrived: list[tuple[str, datetime]], now: datetime
    ) -> Iterable[Told]:
        due = self.dates[number].due
        step, at = arrived[-1]
        new = [unit for unit in units if (who, number, unit, due, step) not in self.heard]
        for unit in new:
            self.heard |= {(who, number, unit, due, each) for each, _ in arrived}
        of_use = now.astimezone(ZONE).date() <= due if step.startswith("lead") else now <= at + 7 * DAY
        if new and of_use:
            yield self.say(Told(who, number, due, step, frozenset(new)))

    def late(self, who: str, number: int, now: datetime) -> Iterable[Told]:
        when = self.dates[number]
        assert when.above is not None
        step = f"above:{when.above}"
        day = self.open_from(when.due + (when.grace + when.above) * DAY)
        at = self.moment(who, day)
        mine = [unit for unit in BASES if unit not in when.done and who in self.above(unit)]
        new = [unit for unit in mine if (who, number, unit, when.due, step) not in self.heard]
        today = now.astimezone(ZONE).date()
        if at > now or not new or today > max(day, when.due) + 60 * DAY:
            return
        self.heard |= {(who, number, unit, when.due, step) for unit in new}
        if now <= at + 7 * DAY:
            yield Told(who, number, when.due, step, frozenset(new))

    def say(self, told: Told) -> Told:
        for unit in told.units:
            self.last.setdefault((told.who, told.deadline, unit), []).append((told.due, told))
        return told

    def remembered(self, moments: list[tuple[str, datetime]], when: Date, today: date) -> bool:
        return today <= max([when.due, *(at.astimezone(ZONE).date() for _, at in moments)]) + 60 * DAY

    # --- whom it falls to

    def falls_to(self, unit: str | None, wanted: tuple[str, ...] = ("reviewer", "standing", "leader")) -> list[str]:
        while unit:
            holders = [who for who, each in self.officers.items() if any((role, unit) in each.posts for role in wanted)]
            if holders:
                return holders
            unit = UP.get(unit)
        return []

    def above(self, unit: str) -> list[str]:
        return self.falls_to(UP.get(unit), ("standing",))

    # --- days and hours

    def quiet_day(self, day: date) -> bool:
        return day in HOLIDAYS or day.isoweekday() == 7

    def open_from(self, day: date) -> date:
        while self.quiet_day(day):
            day += DAY
        return day

    def moments(self, who: str, when: Date) -> list[tuple[str, datetime]]:
        found = []
        for lead in sorted(when.leads, reverse=True):
            day = when.due - lead * DAY
            if lead and self.quiet_day(day):
                day = self.open_from(day)
                if day >= when.due:
                    day = when.due - DAY
                    while self.quiet_day(day):
                        day -= DAY
            found.append((f"lead:{lead}", self.moment(who, day)))
        for late in sorted(when.overdue):
            day = self.open_from(when.due + (when.grace + late) * DAY)
            found.append((f"overdue:{late}", self.moment(who, day)))
        return found

    def moment(self, who: str, day: date) -> datetime:
        """At their hour, moved on to the first waking minute of the day, else back to the last one."""
        if (who, day) not in self.known_moments:
            self.known_moments[who, day] = self.reckoned(who, day)
        return self.known_moments[who, day]

    def reckoned(self, who: str, day: date) -> datetime:
        start = datetime.combine(day, time(), ZONE)
        hour = self.officers[who].hour
        minutes = [*range(hour.hour * 60 + hour.minute, 24 * 60), *range(24 * 60 - 1, -1, -1)]
        waking = (start + timedelta(minutes=each) for each in minutes)
        return next(each for each in waking if not self.asleep(who, each.time())).astimezone(UTC)

    def asleep(self, who: str, hour: time) -> bool:
        begin, end = self.officers[who].quiet
        return begin <= hour < end if begin <= end else hour >= begin or hour < end

    def awake(self, who: str, now: datetime, loud: date | None) -> bool:
        there = now.astimezone(ZONE)
        return not self.asleep(who, there.time()) and (there.date() == loud or not self.quiet_day(there.date()))


# --- the year -------------------------------------------------------------------------------------------------------------------


class Year:
    """Plays so many days from a seed. `gap`: minutes between two ticks, on average."""

    def __init__(self, folder: Path, seed: int, start: date, days: int, gap: float) -> None:
        self.chance = random.Random(seed)
        self.seed = seed
        self.town = Town(folder)
        self.stores = [self.town.store, Store(self.town.store.address)]
        self.real = datetime.combine(start, time(7), ZONE).astimezone(UTC)
        self.ends = self.real + days * DAY
        self.gap = gap
        self.bustle = self.chance.choice([0.15, 0.4, 1])  # how much happens: a calm year, a usual one, a mad one
        self.skew = timedelta()  # how wrong the machine's clock is
        self.cut_until = self.real  # the channel is away
        self.officers: dict[str, Officer] = {}
        self.dates: dict[int, Date] = {}
        self.people: dict[str, int] = {}
        self.settle_in(start, days)
        self.oracle = Oracle(self.officers, self.dates)
        self.keys: dict[Told, str] = {}
        self.left: list[tuple[Told, datetime]] = []
        self.done_at: dict[tuple[int, str], datetime] = {}
        self.ticks = 0

    def settle_in(self, start: date, days: int) -> None:
        town = self.town
        with town.store.write() as db:
            db.exec_driver_sql("DELETE FROM unit_parent")
            db.exec_driver_sql("DELETE FROM unit_name")
            db.exec_driver_sql("DELETE FROM unit")
            plant(db, {"p": "", **UP})
            town.units = {code: number for number, code in db.exec_driver_sql("SELECT id, code FROM unit")}
        town.codes = {number: code for code, number in town.units.items()}
        posts = [("standing", "p"), ("standing", "c1"), ("standing", "c2"), ("reviewer", "c3"), ("leader", "c1")]
        posts += [("reviewer", unit) for unit in BASES[:6]]
        for number, post in enumerate(posts):
            name = f"O{number}"
            officer = Officer(posts={post})
            wishes: dict[str, Any] = {}
            if number % 3 == 1:
                officer.hour = time(self.chance.choice([6, 11, 17, 22]), 30)
                wishes["hour"] = f"{officer.hour:%H:%M}"
            if number % 4 == 2:
                officer.quiet = (time(5), time(14))
                wishes["quiet"] = "05:00-14:00"
            self.people[name] = town.person(name, post[1], role=post[0], **wishes)
            self.officers[name] = officer
        for number in range(max(2, days // 30)):
            due = start + timedelta(days=self.chance.randrange(5, days + 10))
            leads = sorted(self.chance.sample([0, 1, 2, 3, 5, 7, 14, 30], self.chance.randrange(2, 6)), reverse=True)
            overdue = sorted(self.chance.sample([1, 2, 7, 14], self.chance.randrange(0, 3)))
            above, grace = self.chance.choice([None, 1, 3, 10]), self.chance.choice([0, 0, 4])
            new = Due(
                0, f"m{number}", due.year, town.units["p"], "base", "nominate", "", "", due, tuple(leads), grace,
                tuple(overdue), above,
            )  # fmt: skip
            with town.store.write() as db:
                kept = deadlines.add(db, new, who=None, now=self.real)
            self.dates[kept] = Date(due, leads, grace, overdue, above)

    # --- what people do

    def live(self) -> None:
        """Something happens in the union, now and then."""
        dice = self.chance.random() / self.bustle
        number = self.chance.choice(list(self.dates))
        if dice < 0.05:
            self.hand_in(number, self.chance.choice(BASES))
        elif dice < 0.06:
            self.take_back(number)
        elif dice < 0.075:
            self.move(number)
        elif dice < 0.085:
            self.call_off(number)
        elif dice < 0.105:
            self.change_role()

    def hand_in(self, number: int, unit: str) -> None:
        when = self.dates[number]
        if when.off or unit in when.done:
            return
        with self.town.store.write() as db:
            deadlines.mark(db, number, self.town.units[unit], who=self.people["O0"], now=self.real)
            ledger.settle(db, number, self.town.units[unit], self.real)
        when.done.add(unit)
        self.done_at[number, unit] = self.real
        for told in [each for each in self.oracle.waiting if each.deadline == number and unit in each.units]:
            self.oracle.take_back(told)
            del self.keys[told]

    def take_back(self, number: int) -> None:
        when = self.dates[number]
        if when.done and not when.off:
            unit = self.chance.choice(sorted(when.done))
            with self.town.store.write() as db:
                deadlines.unmark(db, number, self.town.units[unit], who=self.people["O0"], now=self.real)
            when.done.discard(unit)
            del self.done_at[number, unit]

    def move(self, number: int) -> None:
        when = self.dates[number]
        due = when.due + timedelta(days=self.chance.randrange(-12, 20))
        with self.town.store.read() as db:
            kept = deadlines.one(db, number)
        assert kept is not None
        if not when.off and abs(due.year - kept.year) <= 1:
            with self.town.store.write() as db:
                deadlines.change(db, number, who=None, now=self.now, due=due)
            when.due = due

    def call_off(self, number: int) -> None:
        when = self.dates[number]
        with self.town.store.write() as db:
            kept = deadlines.one(db, number)
            assert kept is not None
            if when.off:
                deadlines.add(db, replace(kept, state="standing"), who=None, now=self.now)
                with_state = None
            else:
                deadlines.withdraw(db, number, who=None, now=self.now)
                with_state = self.now
        when.off = with_state

    def change_role(self) -> None:
        name = self.chance.choice(sorted(self.officers))
        officer = self.officers[name]
        with self.town.store.write() as db:
            if officer.posts and self.chance.random() < 0.6:
                for held in roles.grants_of(db, self.people[name], self.now.astimezone(ZONE).date()):
                    grants.end(db, held.id, by=None, now=self.now)
                officer.posts.clear()
            else:
                post = self.chance.choice(["reviewer", "standing"]), self.chance.choice([*BASES, "c1", "c2", "c3"])
                self.town._grant(db, self.people[name], *post, None)
                officer.posts.add(post)

    # --- the clock

    @property
    def now(self) -> datetime:
        """What the machine's clock says."""
        return self.real + self.skew

    def play(self) -> None:
        while self.real < self.ends:
            self.pass_time()
            for _ in range(self.chance.randrange(1, 4)):
                self.live()
            self.tick()
            self.depart()
        for store in self.stores:
            store.close()

    def pass_time(self) -> None:
        minutes = self.chance.expovariate(1 / self.gap)
        if self.chance.random() < 0.01:
            minutes += self.chance.choice([60, 600, 2_000, 6_000, 14_000])  # the program was down
        self.real += timedelta(minutes=minutes)
        if self.chance.random() < 0.01:
            self.skew = timedelta(minutes=self.chance.choice([0, 0, -1, 30, -60, 600, -1440, 3000]))
        if self.chance.random() < 0.005:
            self.cut_until = self.real + timedelta(hours=self.chance.choice([1, 12, 40]))

    def tick(self) -> None:
        """One process alone, or two that plan from the same state and enter at the same time."""
        self.ticks += 1
        at = self.now
        stores = self.chance.choice([self.stores[:1], self.stores[1:], self.stores])
        plans = []
        for store in stores:
            with store.read() as db:
                plans.append(reminders.plan(db, at, ZONE))
        if self.chance.random() < 0.1:
            self.hand_in_between()
        pieces = [(store, piece) for store, plan in zip(stores, plans, strict=True) for piece in reminders.pieces(plan)]
        self.chance.shuffle(pieces)
        for store, piece in pieces:
            with store.write() as db:
                reminders.enter(db, TEXTS, ZONE, piece)
        owed = self.oracle.tick(at)
        found = self.in_outbox()
        context = f"seed {self.seed}, tick {self.ticks} at {at.astimezone(ZONE):%a %Y-%m-%d %H:%M}"
        assert set(found) == set(self.oracle.waiting), (
            context,
            {"not owed": set(found) - set(self.oracle.waiting), "not said": set(self.oracle.waiting) - set(found)},
        )
        assert len(owed) == len(set(owed)), context
        self.keys = found

    def hand_in_between(self) -> None:
        """After the plan was read and before it is entered."""
        number, unit = self.chance.choice(list(self.dates)), self.chance.choice(BASES)
        if not any(each.deadline == number and unit in each.units for each in self.oracle.waiting):
            self.hand_in(number, unit)

    def in_outbox(self) -> dict[Told, str]:
        """What waits, as the ledger and the outbox say it."""
        row, box = of(Reminder), of(Outbox)
        with self.stores[0].read() as db:
            rows = db.execute(
                select(row.c.outbox_key, row.c.person_id, row.c.subject, row.c.slot)
                .join(box, box.c.key == row.c.outbox_key)
                .where(box.c.state == "due", row.c.state == "queued")
            ).all()
        messages: dict[str, list[Any]] = {}
        for each in rows:
            messages.setdefault(each.outbox_key, []).append(each)
        found = {self.told(each): key for key, each in messages.items()}
        assert len(found) == len(messages)
        return found

    def told(self, rows: list[Any]) -> Told:
        first = rows[0]
        number, _ = ledger.unit_of(first.subject)
        step = first.slot.partition("/")[2]
        units = frozenset(self.town.codes[ledger.unit_of(row.subject)[1]] for row in rows)
        name = self.town.names[first.person_id]
        return Told(name, number, ledger.date_of(first.slot), "moved" if step.startswith("moved") else step, units)

    def depart(self) -> None:
        """Some of what waits leaves; a few are left uncertain by the channel."""
        if self.real < self.cut_until:
            return
        leaving = [told for told in self.keys if self.chance.random() < 0.9]
        box = of(Outbox)
        with self.stores[0].write() as db:
            for told in leaving:
                state = "sent" if self.chance.random() < 0.9 else "unconfirmed"
                db.execute(update(box).where(box.c.key == self.keys[told]).values(state=state, sent_at=self.now))
        for told in leaving:
            del self.keys[told]
            del self.oracle.waiting[told]
            self.left.append((told, self.now))
            self.look_at(told)

    # --- the whole, without the oracle

    def look_at(self, told: Told) -> None:
        """What leaves, leaves at a time of waking, to nobody who has done it."""
        assert not self.oracle.asleep(told.who, self.now.astimezone(ZONE).time()), told
        assert not [unit for unit in told.units if (told.deadline, unit) in self.done_at], told

    def check(self) -> dict[str, int]:
        """None twice; gives how often each kind was said."""
        steps = [
            (told.who, told.deadline, told.due, told.step, unit)
            for told, _ in self.left
            for unit in told.units
            if told.step != "moved"
        ]
        assert len(steps) == len(set(steps))
        kinds: dict[str, int] = {}
        for told, _ in self.left:
            kind = told.step.split(":")[0]
            kinds[kind] = kinds.get(kind, 0) + 1
        return kinds
