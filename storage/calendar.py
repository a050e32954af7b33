"""When nobody is pushed: quiet days with Tết as data, quiet hours, and the hour messages go (R76).

A `Calendar` is plain data with pure questions; staff change what it is read from. Hours are wall-clock times of the
calendar's zone, moments are UTC; a zone that puts its clocks forward and back is answered rightly, too.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, insert, select

from storage.people import audit
from storage.tables import QuietDay, Setting, of

quiet_day, setting = of(QuietDay), of(Setting)

SEARCH = 60  # days looked at for an open one: a calendar with everything quiet ends there
LONGEST = 31  # days of one holiday
MOST = 400  # holidays kept: thirty years of them
OPEN_AT_LEAST = 4 * 60  # minutes of each day in which messages may come, whatever the quiet hours
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of the wall clock, its end not included; 21:00-07:00 passes midnight."""

    begin: time
    end: time

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    @property
    def minutes(self) -> int:
        return (_minute_of(self.end) - _minute_of(self.begin)) % (24 * 60)

    def holds(self, hour: time) -> bool:
        if self.begin <= self.end:
            return self.begin <= hour < self.end
        return hour >= self.begin or hour < self.end

    def out_of(self, hour: time) -> time:
        """The hour, or the nearest outside within the day: the span's end, else the last minute before the night begins."""
        if not self.holds(hour):
            return hour
        if self.begin <= self.end or hour < self.end:
            return self.end
        return time(*divmod(_minute_of(self.begin) - 1, 60))


def _minute_of(hour: time) -> int:
    return hour.hour * 60 + hour.minute


@dataclass(frozen=True, slots=True)
class Calendar:
    """The house's days and hours. Weekdays are ISO: 1 is Monday. A person's own quiet hours may replace the house's."""

    zone: tzinfo
    quiet_days: Mapping[date, tuple[str, str]]  # → name, English name
    quiet_weekdays: frozenset[int]
    working_weekdays: frozenset[int]
    quiet: Hours
    hour: time

    def is_quiet(self, day: date) -> bool:
        return day in self.quiet_days or day.isoweekday() in self.quiet_weekdays

    def is_working(self, day: date) -> bool:
        return day.isoweekday() in self.working_weekdays and not self.is_quiet(day)

    def local(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def at(self, day: date, hour: time, quiet: Hours | None = None) -> datetime:
        """That day at that hour, moved within the day out of the quiet hours; quiet days are not asked."""
        hours = quiet or self.quiet
        moment = self._moment(day, hours.out_of(hour))
        shown = moment.astimezone(self.zone).time()  # a later hour, where clocks were put forward over this one
        return moment if not hours.holds(shown) else self._moment(day, hours.out_of(shown))

    def next_open(self, moment: datetime, quiet: Hours | None = None) -> datetime:
        """The moment itself when it is open, else the first open one after it. Were every day quiet, only hours count."""
        hours = quiet or self.quiet
        moment = moment.astimezone(UTC)
        if self._is_open(moment, hours):
            return moment
        for day in self._open_days(self.local(moment)):
            found = [each for each in self._turns(day, hours.end) if each > moment and self._is_open(each, hours)]
            if found:
                return min(found)
        return replace(self, quiet_days={}, quiet_weekdays=frozenset()).next_open(moment, quiet)

    def next_open_day(self, day: date) -> date:
        """The day itself when it is open, else the first open one after it; the day itself, too, when none is near."""
        return next(self._open_days(day), day)

    def last_open_day_before(self, day: date) -> date:
        """The last open day before the day; the day itself when none is near."""
        before = (day - back * DAY for back in range(1, SEARCH + 1))
        return next((each for each in before if not self.is_quiet(each)), day)

    def _open_days(self, first: date) -> Iterator[date]:
        days = (first + ahead * DAY for ahead in range(SEARCH + 1))
        return (day for day in days if not self.is_quiet(day))

    def _is_open(self, moment: datetime, hours: Hours) -> bool:
        local = moment.astimezone(self.zone)
        return not self.is_quiet(local.date()) and not hours.holds(local.time())

    def _turns(self, day: date, end: time) -> list[datetime]:
        """Every moment of the day at which quiet may end: midnight, the end of the hours (twice, where clocks are put
        back over it), and the change of the clocks itself."""
        start, after = self._moment(day, time()), self._moment(day + DAY, time())
        turns = [start, self._moment(day, end), self._moment(day, end, fold=1)]
        return [*turns, self._change(start, after)] if self._offset(start) != self._offset(after) else turns

    def _change(self, start: datetime, after: datetime) -> datetime:
        """The first minute of the new offset."""
        before = self._offset(start)
        while after - start > MINUTE:
            middle = start + (after - start) // MINUTE // 2 * MINUTE
            start, after = (middle, after) if self._offset(middle) == before else (start, middle)
        return after

    def _offset(self, moment: datetime) -> timedelta | None:
        return moment.astimezone(self.zone).utcoffset()

    def _moment(self, day: date, hour: time, fold: int = 0) -> datetime:
        return datetime.combine(day, hour.replace(fold=fold), self.zone).astimezone(UTC)


# --- as text --------------------------------------------------------------------------------------------------------------


def hour_of(text: str) -> time:
    """ "08:00" as a time. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{2}:[0-9]{2}", text):
        raise ValueError("not an hour")
    return time.fromisoformat(text)


def quiet_of(text: str) -> Hours:
    """ "21:00-07:00" as quiet hours that leave enough of the day. Raises ValueError."""
    begin, _, end = text.partition("-")
    hours = Hours(hour_of(begin), hour_of(end))
    if not 0 < hours.minutes <= 24 * 60 - OPEN_AT_LEAST:
        raise ValueError("quiet hours must leave some of the day")
    return hours


def _weekdays(text: str) -> frozenset[int]:
    days = frozenset(int(each) for each in text.split(",") if each.strip())
    if not days <= {1, 2, 3, 4, 5, 6, 7}:
        raise ValueError("not weekdays")
    return days


# --- as it is kept --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quiet:
    """A row of quiet days; `until` is included."""

    id: int
    since: date
    until: date
    name: str
    name_en: str
    origin: str


COLUMNS = [quiet_day.c[name] for name in Quiet.__slots__]


class Known(ValueError):
    """These very days are quiet already."""


@cache
def starter() -> Mapping[str, Any]:
    """What the program brings along: `days`, each {since, until, name, name_en}, and `settings`, name → value."""
    text = (files("storage") / "starter" / "calendar.toml").read_text(encoding="utf-8")
    return tomllib.loads(unicodedata.normalize("NFC", text))


def read(db: Connection, zone: tzinfo) -> Calendar:
    """The calendar as it stands. What is missing or unreadable among the settings is as the program brought it."""
    prefix = "calendar."
    rows = db.execute(select(setting.c.name, setting.c.value).where(setting.c.name.startswith(prefix, autoescape=True)))
    kept = {name.removeprefix(prefix): value for name, value in rows}
    named: dict[date, tuple[str, str]] = {}
    for since, until, *names in db.execute(
        select(quiet_day.c.since, quiet_day.c.until, quiet_day.c.name, quiet_day.c.name_en).order_by(quiet_day.c.id)
    ):
        named |= {since + ahead * DAY: (names[0], names[1]) for ahead in range((until - since).days + 1)}
    return Calendar(
        zone,
        named,
        quiet_weekdays=_settled(kept, "quiet-weekdays", _weekdays),
        working_weekdays=_settled(kept, "working-weekdays", _weekdays),
        quiet=_settled(kept, "quiet-hours", quiet_of),
        hour=_settled(kept, "hour", hour_of),
    )


def _settled(kept: Mapping[str, str], name: str, reader: Callable[[str], T]) -> T:
    try:
        return reader(kept[name])
    except (KeyError, ValueError):
        return reader(starter()["settings"][name])


def load_starter(db: Connection, now: datetime) -> bool:
    """Fill the calendar the program brings along, while there is none at all: was it? `now` as every starter is given."""
    kept = select(setting.c.name).where(setting.c.name.startswith("calendar.", autoescape=True)).limit(1)
    if db.execute(select(quiet_day.c.id).limit(1)).first() or db.execute(kept).first():
        return False
    db.execute(insert(quiet_day), [{**row, "origin": "starter"} for row in starter()["days"]])
    settings = starter()["settings"].items()
    db.execute(insert(setting), [{"name": f"calendar.{name}", "value": value} for name, value in settings])
    return True


def coming(db: Connection, today: date) -> list[Quiet]:
    """The quiet days that are not over, the nearest first."""
    rows = db.execute(
        select(*COLUMNS).where(quiet_day.c.until >= today).order_by(quiet_day.c.since, quiet_day.c.until).limit(MOST)
    )
    return [Quiet(*row) for row in rows]


def add(db: Connection, since: date, until: date, name: str, name_en: str, who: int | None, now: datetime) -> int:
    """Make days quiet, both included; gives the row's id. Raises Known; ValueError for more than LONGEST days, MOST rows,
    or a name of more than 80 characters."""
    if not 0 <= (until - since).days < LONGEST or not all(0 < len(each) <= 80 for each in (name, name_en)):
        raise ValueError("not days with a name")
    rows = db.execute(select(quiet_day.c.since, quiet_day.c.until)).all()
    if (since, until) in {(row.since, row.until) for row in rows}:
        raise Known
    if len(rows) >= MOST:
        raise ValueError("enough quiet days")
    values = {"since": since, "until": until, "name": name, "name_en": name_en, "origin": "staff"}
    number: int = db.execute(insert(quiet_day).returning(quiet_day.c.id), values).scalar_one()
    audit(db, who, "add-quiet-days", f"quiet-day:{number}", now, f"{since}–{until}")
    return number


def remove(db: Connection, number: int, who: int | None, now: datetime) -> Quiet | None:
    """Make days open again; gives what was removed, None when somebody had."""
    row = db.execute(delete(quiet_day).where(quiet_day.c.id == number).returning(*COLUMNS)).first()
    if row is None:
        return None
    audit(db, who, "remove-quiet-days", f"quiet-day:{number}", now, f"{row.since}–{row.until}")
    return Quiet(*row)


def change_hours(db: Connection, hours: Hours, who: int | None, now: datetime) -> None:
    """The house's quiet hours from now on. Raises ValueError for such as leave too little of the day."""
    name, value = "calendar.quiet-hours", str(quiet_of(str(hours)))
    db.execute(delete(setting).where(setting.c.name == name))
    db.execute(insert(setting), {"name": name, "value": value})
    audit(db, who, "change-quiet-hours", name, now, value)
