"""Quiet days and hours (R76): the table of moments, zones that change their clocks, Tết reckoned anew, and what is kept."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, event, insert, select, update

from storage import calendar, preferences
from storage.calendar import Calendar, Hours, Known, hour_of, quiet_of
from storage.people import meet
from storage.preferences import KINDS, Wishes
from storage.store import Store
from storage.tables import Audit, Preference, QuietDay, Setting, of
from storage.vault import VAULT, new_key
from tests.databases import new_address

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
DAYS = {
    row["since"] + timedelta(days=ahead): (row["name"], row["name_en"])
    for row in calendar.starter()["days"]
    for ahead in range((row["until"] - row["since"]).days + 1)
}
NIGHT = quiet_of("21:00-07:00")
HOUSE = Calendar(ZONE, DAYS, frozenset({7}), frozenset({1, 2, 3, 4, 5}), NIGHT, time(8))
BARE = replace(HOUSE, quiet_days={}, quiet_weekdays=frozenset())


def local(text: str, zone: ZoneInfo = ZONE) -> datetime:
    """ "2027-02-05 08:00" in the zone; a trailing * is the second of two such hours."""
    return datetime.fromisoformat(text.rstrip("*")).replace(tzinfo=zone, fold=int(text.endswith("*")))


def told(moment: datetime, zone: ZoneInfo = ZONE) -> str:
    assert moment.tzinfo is UTC
    there = moment.astimezone(zone)
    return f"{there:%Y-%m-%d %H:%M}{'*' * there.fold}"


# --- hours ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("span", "hour", "holds", "out"),
    [
        ("21:00-07:00", "08:00", False, "08:00"),
        ("21:00-07:00", "07:00", False, "07:00"),  # the end is open
        ("21:00-07:00", "20:59", False, "20:59"),
        ("21:00-07:00", "03:10", True, "07:00"),
        ("21:00-07:00", "00:00", True, "07:00"),
        ("21:00-07:00", "21:00", True, "20:59"),  # forward would leave the day
        ("21:00-07:00", "23:59", True, "20:59"),
        ("08:00-16:00", "08:00", True, "16:00"),  # asleep after the night shift
        ("08:00-16:00", "16:00", False, "16:00"),
        ("08:00-16:00", "02:00", False, "02:00"),
        ("00:00-06:00", "00:00", True, "06:00"),
        ("00:00-06:00", "23:59", False, "23:59"),
        ("18:30-00:00", "19:00", True, "18:29"),  # quiet until midnight
        ("18:30-00:00", "00:00", False, "00:00"),
    ],
)
def test_quiet_hours(span: str, hour: str, *, holds: bool, out: str) -> None:
    hours = quiet_of(span)
    assert (hours.holds(hour_of(hour)), hours.out_of(hour_of(hour))) == (holds, hour_of(out))
    assert str(hours) == span


@pytest.mark.parametrize(
    "text",
    """
    21:00 21:00- 21-7 21:00-07:00:00 24:00-07:00 21:00-25:00 21:60-07:00 x21:00-07:00 08:00-08:00 07:00-06:59 10:00-06:01
    ２１:00-07:00 21:00–07:00 -
    """.split(),  # noqa: SIM905  - a list of words, not of strings
)
def test_hours_nobody_can_read_or_live_with_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an hour|must be in|leave some of the day"):
        quiet_of(text)


def test_four_hours_stay_open() -> None:
    assert quiet_of("10:00-06:00").minutes == 20 * 60


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "quiet", "working", "next_open", "last_before"),
    [
        ("2026-11-20", False, True, "2026-11-20", "2026-11-19"),  # a Friday
        ("2026-11-21", False, False, "2026-11-21", "2026-11-20"),  # Saturday: open, not working
        ("2026-11-22", True, False, "2026-11-23", "2026-11-21"),  # Sunday
        ("2026-11-23", False, True, "2026-11-23", "2026-11-21"),
        ("2026-12-31", False, True, "2026-12-31", "2026-12-30"),
        ("2027-01-01", True, False, "2027-01-02", "2026-12-31"),  # over the year's end
        ("2028-01-01", True, False, "2028-01-03", "2027-12-31"),  # a Saturday, then Sunday
        ("2027-01-30", False, False, "2027-01-30", "2027-01-29"),  # 23 tháng Chạp: light, not quiet
        ("2027-02-04", False, True, "2027-02-04", "2027-02-03"),
        ("2027-02-05", True, False, "2027-02-11", "2027-02-04"),  # the last day of tháng Chạp
        ("2027-02-06", True, False, "2027-02-11", "2027-02-04"),  # mùng 1
        ("2027-02-10", True, False, "2027-02-11", "2027-02-04"),  # mùng 5
        ("2027-02-11", False, True, "2027-02-11", "2027-02-04"),
        ("2027-04-16", True, False, "2027-04-17", "2027-04-15"),  # Giỗ Tổ
        ("2027-04-30", True, False, "2027-05-03", "2027-04-29"),  # 30/4, 1/5 and a Sunday
        ("2027-09-02", True, False, "2027-09-03", "2027-08-31"),
        ("2028-02-29", False, True, "2028-02-29", "2028-02-28"),
        ("2028-03-01", False, True, "2028-03-01", "2028-02-29"),
    ],
)
def test_days(day: str, *, quiet: bool, working: bool, next_open: str, last_before: str) -> None:
    on = date.fromisoformat(day)
    assert (HOUSE.is_quiet(on), HOUSE.is_working(on)) == (quiet, working)
    assert str(HOUSE.next_open_day(on)) == next_open
    assert str(HOUSE.last_open_day_before(on)) == last_before


def test_a_calendar_with_everything_quiet_ends_its_search() -> None:
    day = date(2026, 11, 20)
    closed = replace(HOUSE, quiet_weekdays=frozenset(range(1, 8)))
    assert closed.next_open_day(day) == closed.last_open_day_before(day) == day
    assert told(closed.next_open(local("2026-11-20 08:00"))) == "2026-11-20 08:00"
    assert told(closed.next_open(local("2026-11-20 22:00"))) == "2026-11-21 07:00"  # quiet hours still count


def test_local_days_begin_at_local_midnight() -> None:
    assert HOUSE.local(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)) == date(2026, 11, 22)
    assert HOUSE.local(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)


# --- moments ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "hour", "own", "moment"),
    [
        ("2026-11-20", "08:00", "", "2026-11-20 08:00"),
        ("2026-11-20", "05:00", "", "2026-11-20 07:00"),
        ("2026-11-20", "22:00", "", "2026-11-20 20:59"),
        ("2026-11-20", "21:00", "22:00-05:00", "2026-11-20 21:00"),  # one's own hours replace the house's
        ("2026-11-20", "08:00", "08:00-16:00", "2026-11-20 16:00"),
        ("2026-11-20", "20:00", "18:30-00:00", "2026-11-20 18:29"),
        ("2027-02-06", "08:00", "", "2027-02-06 08:00"),  # quiet days are not asked: the last day's reminder (R25)
        ("2028-02-29", "00:00", "", "2028-02-29 07:00"),
    ],
)
def test_a_day_at_an_hour(day: str, hour: str, own: str, moment: str) -> None:
    assert told(HOUSE.at(date.fromisoformat(day), hour_of(hour), quiet_of(own) if own else None)) == moment


@pytest.mark.parametrize(
    ("moment", "own", "opens"),
    [
        ("2026-11-20 08:00", "", "2026-11-20 08:00"),
        ("2026-11-20 20:59", "", "2026-11-20 20:59"),
        ("2026-11-20 21:00", "", "2026-11-21 07:00"),
        ("2026-11-21 03:00", "", "2026-11-21 07:00"),
        ("2026-11-21 21:00", "", "2026-11-23 07:00"),  # Saturday night, over the Sunday
        ("2026-11-22 12:00", "", "2026-11-23 07:00"),
        ("2026-12-31 21:30", "", "2027-01-02 07:00"),  # over New Year
        ("2027-02-04 21:00", "", "2027-02-11 07:00"),  # over Tết
        ("2027-02-04 20:00", "", "2027-02-04 20:00"),
        ("2027-02-08 10:00", "", "2027-02-11 07:00"),
        ("2027-04-29 22:00", "", "2027-05-03 07:00"),
        ("2028-02-28 23:00", "", "2028-02-29 07:00"),
        ("2028-02-29 21:00", "", "2028-03-01 07:00"),
        ("2026-11-20 21:30", "22:00-05:00", "2026-11-20 21:30"),
        ("2026-11-20 09:00", "08:00-16:00", "2026-11-20 16:00"),
        ("2026-11-20 23:00", "08:00-16:00", "2026-11-20 23:00"),  # at night, at work
        ("2026-11-22 23:00", "08:00-16:00", "2026-11-23 00:00"),  # the day itself begins the open time
        ("2026-11-20 19:00", "18:30-00:00", "2026-11-21 00:00"),
    ],
)
def test_the_next_open_moment(moment: str, own: str, opens: str) -> None:
    assert told(HOUSE.next_open(local(moment), quiet_of(own) if own else None)) == opens


BERLIN = ZoneInfo("Europe/Berlin")  # 29/03/2026 02:00 becomes 03:00; 25/10/2026 03:00 becomes 02:00
BEIRUT = ZoneInfo("Asia/Beirut")  # 29/03/2026 00:00 becomes 01:00


@pytest.mark.parametrize(
    ("zone", "quiet", "moment", "opens"),
    [
        (BERLIN, "21:00-07:00", "2026-03-28 22:00", "2026-03-29 07:00"),
        (BERLIN, "21:00-07:00", "2026-10-24 22:00", "2026-10-25 07:00"),
        (BERLIN, "21:00-02:30", "2026-03-28 22:00", "2026-03-29 03:00"),  # 02:30 was left out
        (BERLIN, "21:00-02:30", "2026-10-24 22:00", "2026-10-25 02:30"),  # the first of two
        (BERLIN, "21:00-02:30", "2026-10-25 02:45", "2026-10-25 02:45"),
        (BERLIN, "21:00-02:30", "2026-10-25 02:10*", "2026-10-25 02:30*"),  # quiet once more, and open again
        (BERLIN, "02:30-05:00", "2026-10-25 02:40", "2026-10-25 02:00*"),  # the clocks' change itself opens
        (BERLIN, "02:30-05:00", "2026-03-29 03:10", "2026-03-29 05:00"),
        (BEIRUT, "21:00-00:00", "2026-03-28 22:00", "2026-03-29 01:00"),  # a day without its midnight
    ],
)
def test_where_clocks_change(zone: ZoneInfo, quiet: str, moment: str, opens: str) -> None:
    there = replace(BARE, zone=zone, quiet=quiet_of(quiet))
    assert told(there.next_open(local(moment, zone)), zone) == opens


@pytest.mark.parametrize(
    ("day", "hour", "quiet", "moment"),
    [
        ("2026-03-29", "02:30", "21:00-01:00", "2026-03-29 03:30"),  # an hour that was left out
        ("2026-03-29", "02:30", "03:00-04:00", "2026-03-29 04:00"),  # and is quiet where it lands
        ("2026-10-25", "02:30", "21:00-01:00", "2026-10-25 02:30"),  # the first of two
        ("2026-03-29", "08:00", "21:00-07:00", "2026-03-29 08:00"),
    ],
)
def test_an_hour_where_clocks_change(day: str, hour: str, quiet: str, moment: str) -> None:
    there = replace(BARE, zone=BERLIN, quiet=quiet_of(quiet))
    assert told(there.at(date.fromisoformat(day), hour_of(hour)), BERLIN) == moment


minutes = st.integers(0, 24 * 60 - 1)
hours = (
    st.tuples(minutes, minutes)
    .map(lambda pair: Hours(*(time(*divmod(each, 60)) for each in pair)))
    .filter(lambda span: 0 < span.minutes <= 20 * 60)
)
moments = st.integers(0, 6 * 365 * 24 * 60).map(
    lambda after: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=after, seconds=after % 60)
)
near_changes = st.builds(
    lambda moment, after: moment + timedelta(minutes=after),
    st.sampled_from([datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)]),
    st.integers(-300, 600),
)
calendars = st.builds(
    lambda zone, quiet, days: replace(HOUSE, zone=zone, quiet=quiet, quiet_weekdays=days),
    st.sampled_from([ZONE, BERLIN, BEIRUT]),
    hours,
    st.sampled_from([frozenset(), frozenset({7}), frozenset({6, 7}), frozenset({1, 2, 3, 4, 5, 6})]),
)


def is_open(house: Calendar, moment: datetime) -> bool:
    there = moment.astimezone(house.zone)
    return not house.is_quiet(there.date()) and not house.quiet.holds(there.time())


@settings(deadline=None, max_examples=150)
@given(calendars, st.one_of(moments, near_changes), st.integers(1, 97))
@example(replace(BARE, zone=BERLIN, quiet=quiet_of("02:30-05:00")), local("2026-10-25 02:40", BERLIN), 1)
def test_next_open_is_the_first_open_minute(house: Calendar, moment: datetime, stride: int) -> None:
    opens = house.next_open(moment)
    assert opens >= moment
    assert is_open(house, opens)
    assert house.next_open(opens) == opens
    assert opens == moment or opens.second == opens.microsecond == 0
    missed = [each for each in between(moment, opens, stride) if is_open(house, each)]
    assert missed == []


def between(moment: datetime, opens: datetime, stride: int) -> Iterator[datetime]:
    """Minutes before `opens`, the last three hours each, the others by strides."""
    last = max(0, int((opens - moment).total_seconds()) // 60)
    for back in (*range(1, min(last, 180) + 1), *range(181, last, stride)):
        yield opens - timedelta(minutes=back)


@settings(deadline=None, max_examples=150)
@given(calendars, st.dates(date(2025, 1, 1), date(2030, 12, 1)), minutes)
def test_an_hour_of_a_day_is_outside_quiet_hours_and_on_that_day(house: Calendar, day: date, minute: int) -> None:
    hour = time(*divmod(minute, 60))
    there = house.at(day, hour).astimezone(house.zone)
    assert (there.date(), house.quiet.holds(there.time())) == (day, False)
    if house.zone is ZONE and not house.quiet.holds(hour):
        assert there.time() == hour


# --- the days the program brings along ----------------------------------------------------------------------------------


def new_moon(number: int) -> int:
    """The Julian day at UTC+7 of a new moon, counted from 1900 (Hồ Ngọc Đức, after Meeus, Astronomical Algorithms 1998)."""
    t = number / 1236.85
    rad = math.pi / 180
    mean = 2415020.75933 + 29.53058868 * number + 0.0001178 * t**2 - 0.000000155 * t**3
    mean += 0.00033 * math.sin((166.56 + 132.87 * t - 0.009173 * t**2) * rad)
    sun = (359.2242 + 29.10535608 * number - 0.0000333 * t**2 - 0.00000347 * t**3) * rad
    moon = (306.0253 + 385.81691806 * number + 0.0107306 * t**2 + 0.00001236 * t**3) * rad
    node = (21.2964 + 390.67050646 * number - 0.0016528 * t**2 - 0.00000239 * t**3) * rad
    shift = (0.1734 - 0.000393 * t) * math.sin(sun) + 0.0021 * math.sin(2 * sun) - 0.4068 * math.sin(moon)
    shift += 0.0161 * math.sin(2 * moon) - 0.0004 * math.sin(3 * moon) + 0.0104 * math.sin(2 * node)
    shift += -0.0051 * math.sin(sun + moon) - 0.0074 * math.sin(sun - moon) + 0.0004 * math.sin(2 * node + sun)
    shift += -0.0004 * math.sin(2 * node - sun) - 0.0006 * math.sin(2 * node + moon)
    shift += 0.0010 * math.sin(2 * node - moon) + 0.0005 * math.sin(2 * moon + sun)
    slow = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return math.floor(mean + shift - slow + 0.5 + OFFSET / 24)


def sun_month(day: int) -> int:
    """Which twelfth of the ecliptic the sun is in at the day's first moment (9: after the winter solstice)."""
    t = (day - 2451545.5 - OFFSET / 24) / 36525
    rad = math.pi / 180
    anomaly = (357.52910 + 35999.05030 * t - 0.0001559 * t**2 - 0.00000048 * t**3) * rad
    mean = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    centre = (1.914600 - 0.004817 * t - 0.000014 * t**2) * math.sin(anomaly)
    centre += (0.019993 - 0.000101 * t) * math.sin(2 * anomaly) + 0.000290 * math.sin(3 * anomaly)
    return math.floor(((mean + centre) % 360) / 30)


OFFSET = 7.0  # hours ahead of UTC
EPOCH = 1721425  # Julian day = ordinal + this


def lunar(day: date) -> tuple[int, int, bool]:
    """(day, month, leap?) of the lunar calendar. Month 11 holds the winter solstice; of thirteen months between two of
    them, the first in which the sun enters no new twelfth is the leap one."""
    julian = day.toordinal() + EPOCH
    number = math.floor((julian - 2415021.076998695) / 29.530588853) + 1
    while new_moon(number) > julian:
        number -= 1
    solstice = eleventh(day.year)
    first = solstice if new_moon(solstice) <= new_moon(number) else eleventh(day.year - 1)
    following = eleventh(day.year + 1 if first == solstice else day.year)
    since = number - first
    leap = 0
    if following - first == 13:
        leap = next(
            each for each in range(1, 13) if sun_month(new_moon(first + each)) == sun_month(new_moon(first + each + 1))
        )
    month = (since - (1 if leap and since >= leap else 0) + 10) % 12 + 1
    return julian - new_moon(number) + 1, month, bool(leap and since == leap)


def eleventh(year: int) -> int:
    """The number of the new moon that begins month 11 of the year."""
    last = date(year, 12, 31).toordinal() + EPOCH
    number = math.floor((last - 2415021) / 29.530588853)
    return number - 1 if sun_month(new_moon(number)) >= 9 else number


@pytest.mark.parametrize(
    ("day", "is_"),
    [  # what everybody knows: Tết 1968 (the two calendars parted), 1985 (a month apart), 2007; leap months
        ("1968-01-29", (1, 1, False)),
        ("1985-01-21", (1, 1, False)),
        ("2007-02-17", (1, 1, False)),
        ("2023-03-22", (1, 2, True)),
        ("2025-07-25", (1, 6, True)),
        ("2028-06-23", (1, 5, True)),
    ],
)
def test_the_reckoning_itself(day: str, is_: tuple[int, int, bool]) -> None:
    assert lunar(date.fromisoformat(day)) == is_


def spans(name: str) -> dict[int, tuple[date, date]]:
    return {
        row["since"].year: (row["since"], row["until"]) for row in calendar.starter()["days"] if row["name"] == name
    }


YEARS = range(2025, 2031)


def test_tet_and_gio_to_are_reckoned_anew_r76() -> None:
    for year in YEARS:
        every = [date(year, 1, 1) + timedelta(days=each) for each in range(365)]
        by_lunar = {lunar(day): day for day in every[:150]}
        mung_1 = by_lunar[(1, 1, False)]
        assert spans("Tết Nguyên đán")[year] == (mung_1 - timedelta(days=1), mung_1 + timedelta(days=4)), year
        assert lunar(mung_1 - timedelta(days=1))[:2] in ((29, 12), (30, 12))
        assert spans("Giỗ Tổ Hùng Vương")[year] == (by_lunar[(10, 3, False)],) * 2, year
    given_ = ("2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-02")
    assert [str(spans("Tết Nguyên đán")[year][0] + timedelta(days=1)) for year in YEARS] == [*given_]
    assert [str(spans("Giỗ Tổ Hùng Vương")[year][0]) for year in (2026, 2027)] == ["2026-04-26", "2027-04-16"]


def test_a_chinese_table_is_wrong_for_2030_r76(monkeypatch: pytest.MonkeyPatch) -> None:
    assert lunar(date(2030, 2, 2)) == (1, 1, False)
    monkeypatch.setattr("tests.test_calendar.OFFSET", 8.0)
    assert lunar(date(2030, 2, 3)) == (1, 1, False)


def test_every_year_has_its_holidays_and_no_other_r76() -> None:
    solar = {"Tết Dương lịch": "01-01", "Ngày Chiến thắng": "04-30", "Ngày Quốc tế Lao động": "05-01"}
    for name, on in solar.items():
        assert spans(name) == {year: (date.fromisoformat(f"{year}-{on}"),) * 2 for year in YEARS}
    assert spans("Quốc khánh") == {year: (date(year, 9, 1), date(year, 9, 2)) for year in YEARS}
    days = calendar.starter()["days"]
    assert len(days) == 6 * len(YEARS) == len({(row["since"], row["until"]) for row in days})
    assert not HOUSE.is_quiet(date(2026, 11, 24))  # Ngày Văn hóa is no law yet
    assert all(row["name"] and row["name_en"] for row in days)


# --- as it is kept ------------------------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    VAULT.unlock(new_key())
    store = Store(new_address(tmp_path))
    store.create()
    yield store
    store.close()


@pytest.fixture
def db(store: Store) -> Iterator[Connection]:
    with store.write() as db:
        yield db


def person(db: Connection, address: str = "100") -> int:
    place = ("telegram", address)
    return meet(db, [place], {}, NOW)[place].id


def test_an_empty_calendar_is_as_the_program_brought_it(db: Connection) -> None:
    assert calendar.read(db, ZONE) == replace(HOUSE, quiet_days={})


def test_the_starter_is_loaded_once(db: Connection) -> None:
    assert calendar.load_starter(db, NOW)
    assert calendar.read(db, ZONE) == HOUSE
    assert not calendar.load_starter(db, NOW)
    db.execute(delete(of(QuietDay)))
    assert not calendar.load_starter(db, NOW)  # staff emptied it: it is theirs
    assert calendar.read(db, ZONE).quiet_days == {}
    db.execute(delete(of(Setting)))
    db.execute(insert(of(Setting)), {"name": "something-else", "value": "1"})
    assert calendar.load_starter(db, NOW)


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("working-weekdays", "1,2,3,4,5,6", {"working_weekdays": frozenset(range(1, 7))}),
        ("quiet-weekdays", "", {"quiet_weekdays": frozenset()}),
        ("quiet-weekdays", "6, 7", {"quiet_weekdays": frozenset({6, 7})}),
        ("quiet-hours", "20:30-06:30", {"quiet": quiet_of("20:30-06:30")}),
        ("hour", "09:15", {"hour": time(9, 15)}),
        ("working-weekdays", "0,1", {}),
        ("quiet-weekdays", "Sunday", {}),
        ("quiet-hours", "07:00-06:00", {}),
        ("quiet-hours", "", {}),
        ("hour", "8", {}),
    ],
)
def test_settings_are_read_and_broken_ones_are_not(db: Connection, name: str, value: str, read: dict[str, Any]) -> None:
    calendar.load_starter(db, NOW)
    db.execute(update(of(Setting)).where(of(Setting).c.name == f"calendar.{name}").values(value=value))
    assert calendar.read(db, ZONE) == replace(HOUSE, **read)


def test_days_are_added_seen_and_removed_with_an_audit_r45(db: Connection) -> None:
    calendar.load_starter(db, NOW)
    who, today = person(db), date(2026, 11, 22)
    number = calendar.add(db, date(2026, 11, 24), date(2026, 11, 25), "Hội diễn", "Gala", who, NOW)
    first, second, *_ = calendar.coming(db, today)
    assert (first.id, first.since, first.until) == (number, date(2026, 11, 24), date(2026, 11, 25))
    assert (first.name, first.name_en, first.origin) == ("Hội diễn", "Gala", "staff")
    assert (second.name, second.origin) == ("Tết Dương lịch", "starter")
    assert calendar.read(db, ZONE).quiet_days[date(2026, 11, 25)] == ("Hội diễn", "Gala")
    assert calendar.coming(db, date(2026, 11, 25))[0].name == "Hội diễn"  # its last day
    assert calendar.coming(db, date(2026, 11, 26))[0].name == "Tết Dương lịch"
    with pytest.raises(Known):
        calendar.add(db, date(2026, 11, 24), date(2026, 11, 25), "Khác", "Other", who, NOW)
    assert calendar.remove(db, number, who, NOW) == first
    assert calendar.remove(db, number, who, NOW) is None
    calendar.change_hours(db, quiet_of("20:00-06:00"), who, NOW)
    assert calendar.read(db, ZONE) == replace(HOUSE, quiet=quiet_of("20:00-06:00"))
    rows = db.execute(select(of(Audit).c.person_id, of(Audit).c.act, of(Audit).c.subject, of(Audit).c.note)).all()
    assert rows == [
        (who, "add-quiet-days", f"quiet-day:{number}", "2026-11-24–2026-11-25"),
        (who, "remove-quiet-days", f"quiet-day:{number}", "2026-11-24–2026-11-25"),
        (who, "change-quiet-hours", "calendar.quiet-hours", "20:00-06:00"),
    ]


def test_what_is_no_holiday_is_refused(db: Connection) -> None:
    day = date(2027, 3, 1)
    for until, name in (
        (day - timedelta(days=1), "Hội"),
        (day + timedelta(days=calendar.LONGEST), "Hội"),
        (day, ""),
        (day, "x" * 81),
    ):
        with pytest.raises(ValueError, match="not days with a name"):
            calendar.add(db, day, until, name, name, None, NOW)
    with pytest.raises(ValueError, match="leave some of the day"):
        calendar.change_hours(db, Hours(time(7), time(6)), None, NOW)
    calendar.add(db, day, day + timedelta(days=calendar.LONGEST - 1), "x" * 80, "x", None, NOW)
    assert len(calendar.read(db, ZONE).quiet_days) == calendar.LONGEST


def test_the_calendar_has_a_bound(db: Connection) -> None:
    row = {"name": "x", "name_en": "x"}
    days = [date(2020, 1, 1) + timedelta(days=each) for each in range(calendar.MOST)]
    db.execute(insert(of(QuietDay)), [{"since": day, "until": day, "origin": "staff", **row} for day in days])
    with pytest.raises(ValueError, match="enough"):
        calendar.add(db, date(2027, 3, 1), date(2027, 3, 1), "x", "x", None, NOW)


# --- what people choose -------------------------------------------------------------------------------------------------


def test_people_who_chose_nothing_have_the_defaults(db: Connection) -> None:
    assert preferences.read(db, []) == {}
    assert preferences.read(db, [1, 2, 1]) == {1: Wishes(), 2: Wishes()}


def test_choices_are_kept_changed_and_taken_back(db: Connection) -> None:
    who, other = person(db), person(db, "200")
    preferences.put(db, who, "hour", "06:45")
    preferences.put(db, who, "hour", "17:00")
    preferences.put(db, who, "quiet", "08:00-16:00")
    for kind in KINDS:
        preferences.put(db, who, f"mute:{kind}", "yes")
    preferences.put(db, who, "mute:steps", None)
    preferences.put(db, who, "mute:steps", None)
    preferences.put(db, other, "mute:draft", "yes")
    wishes = Wishes(time(17), quiet_of("08:00-16:00"), frozenset(KINDS) - {"steps"})
    assert preferences.read(db, [who, other]) == {who: wishes, other: Wishes(muted=frozenset({"draft"}))}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hour", "25:00"),
        ("hour", "8"),
        ("quiet", "07:00-06:00"),
        ("quiet", "22-6"),
        ("mute:draft", "no"),
        ("mute:above", "yes"),
        ("colour", "red"),
        ("colour", None),
        ("", "yes"),
    ],
)
def test_what_is_no_choice_is_refused_and_ignored(db: Connection, name: str, value: str | None) -> None:
    who = person(db)
    with pytest.raises(ValueError, match=r"no such choice|not an hour|must be in|leave some of the day"):
        preferences.put(db, who, name, value)
    db.execute(insert(of(Preference)), {"person_id": who, "name": name, "value": value or ""})
    assert preferences.read(db, [who]) == {who: Wishes()}


def test_wishes_of_many_are_one_query_and_the_calendar_two(store: Store) -> None:
    with store.write() as db:
        who = [person(db, str(each)) for each in range(50)]
        for each in who[::2]:
            preferences.put(db, each, "hour", "17:00")
            preferences.put(db, each, "mute:draft", "yes")
        asked: list[str] = []
        event.listen(db, "before_cursor_execute", lambda *args: asked.append(args[2]))
        assert len(preferences.read(db, who)) == 50
        assert len(asked) == 1
        calendar.read(db, ZONE)
        assert len(asked) == 3
        asked.clear()
        assert len(preferences.read(db, range(1, 12_000))) == 11_999
        assert len(asked) == 3
