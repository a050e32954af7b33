"""Reminders, rule by rule: when each is said, to whom, what is folded, skipped, corrected or taken back; always once.

R25, R26, R76; the numbers of days in the words are R74's local days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from handlers import reminders
from handlers.reminder_plan import Entry, Plan, above, steps
from storage import calendar as calendars
from storage import deadlines, ledger
from storage.calendar import Calendar, quiet_of
from storage.deadlines import Due
from storage.store import Store
from storage.tables import Draft, Person, Talk, Unit, of
from tests.reminding import Said, Town, local, plant
from tests.talk import TEXTS, ZONE


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    yield town
    town.store.close()


@pytest.fixture
def calendar(town: Town) -> Calendar:
    with town.store.read() as db:
        return calendars.read(db, ZONE)


# --- the moment of each step -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due", "values", "wish", "expected"),
    [
        ("2026-11-20", {"leads": (7, 0)}, {}, ["11-13 08:00", "11-20 08:00"]),
        ("2026-11-20", {"leads": (5,)}, {}, ["11-16 08:00"]),  # a Sunday: the next open day
        (
            "2026-11-23",
            {"leads": (2, 1)},
            {},
            ["11-21 08:00", "11-21 08:00"],
        ),  # that would be the due date: back before it
        (
            "2026-11-22",
            {"leads": (1, 0)},
            {},
            ["11-21 08:00", "11-22 08:00"],
        ),  # the day itself is said on a Sunday, too
        (
            "2027-02-12",
            {"leads": (7, 3, 1, 0)},
            {},
            ["02-11 08:00", "02-11 08:00", "02-11 08:00", "02-12 08:00"],
        ),  # Tết
        ("2027-02-11", {"leads": (7, 3, 1, 0)}, {}, ["02-04 08:00", "02-04 08:00", "02-04 08:00", "02-11 08:00"]),
        ("2027-02-08", {"leads": (1, 0)}, {}, ["02-04 08:00", "02-08 08:00"]),  # a due date within Tết
        ("2026-11-20", {"leads": (), "overdue": (1, 2)}, {}, ["11-21 08:00", "11-23 08:00"]),
        ("2026-11-20", {"leads": (), "grace": 2, "overdue": (1,)}, {}, ["11-23 08:00"]),
        ("2027-02-03", {"leads": (), "overdue": (1, 2, 7)}, {}, ["02-04 08:00", "02-11 08:00", "02-11 08:00"]),
        ("2026-11-20", {"leads": (1,)}, {"hour": time(17, 30)}, ["11-19 17:30"]),
        ("2026-11-20", {"leads": (1,)}, {"hour": time(6)}, ["11-19 07:00"]),  # quiet until seven
        ("2026-11-20", {"leads": (1,)}, {"hour": time(22)}, ["11-19 20:59"]),
        ("2026-11-20", {"leads": (1,)}, {"quiet": quiet_of("06:00-14:00")}, ["11-19 14:00"]),  # their own quiet hours
        ("2026-11-20", {"leads": (1,)}, {"hour": time(22), "quiet": quiet_of("06:00-14:00")}, ["11-19 22:00"]),
    ],
)
def test_when_each_step_is_said_r76(
    calendar: Calendar, due: str, values: dict[str, Any], wish: dict[str, Any], expected: list[str]
) -> None:
    asked = Due(1, "m", 2026, 1, "", "nominate", "", "", date.fromisoformat(due), **{"overdue": (), **values})
    found = steps(asked, calendar, wish.get("hour", calendar.hour), wish.get("quiet"))
    assert [f"{each.at.astimezone(ZONE):%m-%d %H:%M}" for each in found] == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"above_after": None}, []),
        ({"above_after": 3}, ["11-23 08:00"]),
        ({"above_after": 2}, ["11-23 08:00"]),  # a Sunday
        ({"above_after": 0}, ["11-21 08:00"]),  # nobody is late before the day is over
        ({"above_after": 3, "grace": 5}, ["11-28 08:00"]),
    ],
)
def test_when_the_level_above_is_told(calendar: Calendar, values: dict[str, Any], expected: list[str]) -> None:
    asked = Due(1, "m", 2026, 1, "", "nominate", "", "", date(2026, 11, 20), **values)
    found = above(asked, calendar, calendar.hour)
    assert [f"{each.at.astimezone(ZONE):%m-%d %H:%M}" for each in found] == expected


# --- to whom, and how many messages ----------------------------------------------------------------------------------------


def test_it_falls_to_the_unit_or_the_nearest_above_and_each_gets_one_message(town: Town) -> None:
    town.person("An", "a", "b")
    town.person("Ba", "c1", role="standing")
    town.person("Chi", "p", role="leader")
    town.person("Dao", "c1", role="publicity")  # hands nothing in
    town.deadline("2026-11-20")
    at = "2026-11-13 08:00"
    assert town.tick(at) == [
        Said(at, "An", "lead:7", "a b"),
        Said(at, "Ba", "lead:7", "c"),
        Said(at, "Chi", "lead:7", "d"),
    ]


def test_forty_units_of_one_officer_are_one_message_that_names_eight(town: Town) -> None:
    with town.store.write() as db:
        plant(db, {f"x{number:02}": "c2" for number in range(40)})
    town.codes |= dict.fromkeys(range(8, 60), "x")
    town.person("An", "c2")
    town.deadline("2026-11-20", unit="c2")
    (said,) = town.tick("2026-11-13 08:00")
    assert len(said.units.split()) == 41
    (text,) = town.texts()
    assert [line for line in text.splitlines() if line.startswith("•")] == [
        "• CĐ D",
        *(f"• CĐ X{number:02}" for number in range(7)),
        "• và 33 đơn vị khác",
    ]


def test_nobody_to_remind_is_no_reminder_until_somebody_takes_the_role(town: Town) -> None:
    town.person("An")
    town.deadline("2026-11-20")
    assert town.tick("2026-11-13 08:00", "2026-11-17 08:00") == []
    town.grant("An", "a")
    assert town.tick("2026-11-17 09:00") == [Said("2026-11-17 09:00", "An", "lead:3", "a")]


def test_who_cannot_be_reached_is_not_asked_and_the_one_above_is(town: Town) -> None:
    town.person("An", "a")
    town.person("Ba", "c1")
    town.block("An")
    town.deadline("2026-11-20")
    at = "2026-11-13 08:00"
    assert town.tick(at) == [Said(at, "Ba", "lead:7", "a b c")]


def test_the_hour_and_the_quiet_are_each_ones_own(town: Town) -> None:
    town.person("An", "a", hour="06:30")
    town.person("Ba", "b", quiet="05:00-15:00")
    town.person("Chi", "c", hour="16:45")
    town.deadline("2026-11-20")
    ticks = [f"2026-11-13 {hour:02}:{minute:02}" for hour in (6, 7, 14, 15, 16) for minute in (0, 30, 45)]
    assert [(said.at[11:], said.who) for said in town.tick(*ticks)] == [
        ("07:00", "An"),
        ("15:00", "Ba"),
        ("16:45", "Chi"),
    ]


# --- the words -------------------------------------------------------------------------------------------------------------


def test_one_unit_has_a_door_to_mark_it(town: Town) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-20")
    town.tick("2026-11-13 08:00")
    (body,) = town.bodies()
    assert [token for token, *_ in body["options"]] == [f"go:nophoso:{due.id}-{town.units['a']}", "go:nhac:"]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-13 08:00", "còn 7 ngày"),
        ("2026-11-15 20:00", ""),  # a Sunday evening: nothing
        ("2026-11-16 09:00", "còn 4 ngày"),  # late: the true number
        ("2026-11-20 08:00", "hôm nay là hạn cuối"),
        ("2026-11-21 08:00", "đã quá hạn 1 ngày"),
        ("2026-11-27 08:30", "đã quá hạn 7 ngày"),
    ],
)
def test_the_days_left_are_counted_on_the_day(town: Town, at: str, words: str) -> None:
    town.person("An", "a")
    town.deadline("2026-11-20", overdue=(1, 7))
    town.tick(at)
    assert [f"Hạn: 20/11/2026, {words}." in text for text in town.texts()] == [True] * bool(words)


def test_what_was_switched_off_still_comes_when_it_is_a_duty_and_says_so(town: Town) -> None:
    town.person("An", "a", mute_deadline="yes")
    town.person("Ba", "b")
    town.deadline("2026-11-20")
    town.tick("2026-11-13 08:00")
    last = TEXTS.say("vi", "reminder-muted-but-duty")
    assert [text.endswith(last) for text in town.texts()] == [True, False]


def test_in_english_for_who_reads_english(town: Town) -> None:
    who = town.person("An", "a")
    with town.store.write() as db:
        db.execute(update(of(Person)).where(of(Person).c.id == who).values(language="en"))
    town.deadline("2026-11-20")
    town.tick("2026-11-19 08:00")
    assert "Due: 20/11/2026, 1 day left." in town.texts()[0]


# --- late ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "ticks", "said", "states"),
    [
        # Days of downtime: the latest goes out, the older ones are folded into it.
        (
            {"leads": (7, 3, 1, 0)},
            ["2026-11-19 10:00"],
            [("2026-11-19 10:00", "lead:1")],
            {"lead:7": "folded", "lead:3": "folded", "lead:1": "queued"},
        ),
        # Woken at night: at the next open hour.
        (
            {"leads": (7, 3)},
            ["2026-11-17 22:00", "2026-11-18 03:00", "2026-11-18 07:00"],
            [("2026-11-18 07:00", "lead:3")],
            {"lead:7": "folded", "lead:3": "queued"},
        ),
        # Woken on a Sunday: on Monday.
        (
            {"leads": (7,)},
            ["2026-11-15 10:00", "2026-11-16 06:59", "2026-11-16 07:00"],
            [("2026-11-16 07:00", "lead:7")],
            {"lead:7": "queued"},
        ),
        # The due date is over: a lead is of no use any more.
        ({"leads": (3, 0)}, ["2026-11-21 09:00"], [], {"lead:3": "skipped", "lead:0": "skipped"}),
        (
            {"leads": (3, 0), "overdue": (1,)},
            ["2026-11-21 09:00"],
            [("2026-11-21 09:00", "overdue:1")],
            {"lead:3": "folded", "lead:0": "folded", "overdue:1": "queued"},
        ),
        # Late by a week to the minute, and later.
        (
            {"leads": (), "overdue": (1,)},
            ["2026-11-28 08:00"],
            [("2026-11-28 08:00", "overdue:1")],
            {"overdue:1": "queued"},
        ),
        ({"leads": (), "overdue": (1,)}, ["2026-11-28 08:01"], [], {"overdue:1": "skipped"}),
        (
            {"leads": (), "overdue": (1, 7)},
            ["2026-11-30 08:01"],
            [("2026-11-30 08:01", "overdue:7")],
            {"overdue:1": "folded", "overdue:7": "queued"},
        ),
        # Within the grace nobody is called late.
        ({"leads": (0,), "grace": 5, "overdue": (1,)}, ["2026-11-23 08:00"], [], {"lead:0": "skipped"}),
    ],
)
def test_late_ones(
    town: Town, values: dict[str, Any], ticks: list[str], said: list[tuple[str, str]], states: dict[str, str]
) -> None:
    town.person("An", "a")
    town.deadline("2026-11-20", unit="a", **values)
    assert town.tick(*ticks) == [Said(at, "An", step, "a") for at, step in said]
    assert town.states() == {f"{step} a": state for step, state in states.items()}


def test_a_due_date_on_a_sunday_is_said_that_day_but_not_at_night(town: Town) -> None:
    town.person("An", "a", hour="06:00")
    town.deadline("2026-11-22", unit="a", leads=(0,), overdue=(1,))
    ticks = ["2026-11-22 05:00", "2026-11-22 06:30", "2026-11-22 07:00", "2026-11-22 12:00", "2026-11-23 07:00"]
    assert [said[0] for said in town.tick(*ticks)] == ["2026-11-22 07:00", "2026-11-23 07:00"]


def test_a_new_deadline_is_told_of_once_though_its_leads_have_passed(town: Town) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-20", unit="a", leads=(30, 14, 3))
    assert [said.step for said in town.tick("2026-11-12 15:00")] == ["lead:14"]
    town.change(due, leads=(30, 20, 14, 3))  # a step that lies behind is not made up for
    assert town.tick("2026-11-12 16:00") == []
    assert [said.step for said in town.tick("2026-11-17 08:00")] == ["lead:3"]


# --- done ------------------------------------------------------------------------------------------------------------------


def test_who_has_handed_in_is_never_reminded(town: Town) -> None:
    town.person("An", "a", "b")
    due = town.deadline("2026-11-20", overdue=(1,), above_after=3)
    town.submits(due, "a")
    said = town.tick("2026-11-13 08:00", "2026-11-17 08:00", "2026-11-21 08:00", "2026-11-23 08:00")
    assert {each.units for each in said} == {"b"}
    town.submits(due, "b")
    assert town.tick("2026-11-27 08:00") == []


def test_handed_in_before_it_left_it_is_taken_back_and_the_rest_said_anew(town: Town) -> None:
    town.person("An", "a", "b")
    due = town.deadline("2026-11-20")
    at = "2026-11-13 08:00"
    assert town.tick(at, leave=False) == [Said(at, "An", "lead:7", "a b")]
    town.submits(due, "a")
    with town.store.write() as db:
        ledger.settle(db, due.id, town.units["a"], local("2026-11-13 08:01"))
    assert town.keys() == []
    assert town.tick("2026-11-13 08:05") == [Said("2026-11-13 08:05", "An", "lead:7", "b")]
    assert town.states() == {"lead:7 a": "withdrawn", "lead:7 b": "queued"}


def test_marked_by_another_way_the_next_tick_takes_it_back(town: Town) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-20")
    town.tick("2026-11-13 08:00", leave=False)
    town.submits(due, "a")
    assert town.tick("2026-11-13 08:05", "2026-11-13 08:10") == []
    assert (town.keys(), town.states()) == ([], {"lead:7 a": "withdrawn"})


def test_marked_by_another_way_the_other_units_of_its_message_are_said_anew(town: Town) -> None:
    town.person("An", "a", "b")
    due = town.deadline("2026-11-20")
    town.tick("2026-11-13 08:00", leave=False)
    town.submits(due, "a")
    assert town.tick("2026-11-13 08:05", leave=False) == []
    assert town.tick("2026-11-13 08:10") == [Said("2026-11-13 08:10", "An", "lead:7", "b")]


def test_what_has_left_stays_when_the_unit_hands_in(town: Town) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-20")
    town.tick("2026-11-13 08:00")
    with town.store.write() as db:
        ledger.settle(db, due.id, town.units["a"], local("2026-11-13 09:00"))
    assert town.states() == {"lead:7 a": "queued"}


def test_handed_in_between_reading_and_writing_it_is_not_said(town: Town) -> None:
    town.person("An", "a", "b")
    due = town.deadline("2026-11-20")
    with town.store.read() as db:
        plan = reminders.plan(db, local("2026-11-13 08:00"), ZONE)
    town.submits(due, "a")
    enter(town.store, plan)
    assert town.said() == [Said("2026-11-13 08:00", "An", "lead:7", "b")]


@pytest.mark.parametrize("what", ["role", "date", "withdrawn", "address"])
def test_what_changed_between_reading_and_writing_holds(town: Town, what: str) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-20")
    with town.store.read() as db:
        plan = reminders.plan(db, local("2026-11-13 08:00"), ZONE)
    {
        "role": lambda: town.end_roles("An"),
        "date": lambda: town.change(due, due=date(2026, 11, 30)),
        "withdrawn": lambda: town.withdraw(due, "2026-11-13 08:00"),
        "address": lambda: town.block("An"),
    }[what]()
    enter(town.store, plan)
    assert (town.said(), town.ledger()) == ([], [])


def enter(store: Store, plan: Plan) -> int:
    queued = 0
    for piece in reminders.pieces(plan):
        with store.write() as db:
            queued += reminders.enter(db, TEXTS, ZONE, piece)
    return queued


# --- a role that ends ------------------------------------------------------------------------------------------------------


def test_with_the_role_its_waiting_reminders_go_and_whoever_follows_gets_them(town: Town) -> None:
    town.person("An", "a")
    town.person("Ba", "c1")
    town.deadline("2026-11-20", unit="a", unit_type="base")
    town.tick("2026-11-13 08:00", leave=False)
    town.end_roles("An")
    assert town.tick("2026-11-13 08:05") == [Said("2026-11-13 08:05", "Ba", "lead:7", "a")]
    assert [row["state"] for row in town.ledger()] == ["withdrawn", "queued"]


def test_who_gets_the_role_back_hears_what_was_taken_back(town: Town) -> None:
    town.person("An", "a")
    town.deadline("2026-11-20", unit="a")
    town.tick("2026-11-13 08:00", leave=False)
    town.end_roles("An")
    town.tick("2026-11-13 08:05")
    town.grant("An", "a")
    assert town.tick("2026-11-13 08:10") == [Said("2026-11-13 08:10", "An", "lead:7", "a")]


def test_a_grant_ends_with_its_last_day(town: Town) -> None:
    town.person("An", "a", until=date(2026, 11, 16))
    town.deadline("2026-11-20", unit="a")
    assert [said.step for said in town.tick("2026-11-13 08:00", "2026-11-17 08:00")] == ["lead:7"]


# --- waiting in the outbox -------------------------------------------------------------------------------------------------


def test_a_message_that_waits_over_night_is_taken_back_and_said_anew_with_the_true_days(town: Town) -> None:
    """An outage of the channel: nothing is sent at night, nothing says "còn 7 ngày" six days before."""
    town.person("An", "a")
    town.deadline("2026-11-20", unit="a", leads=(7, 6))
    assert town.tick("2026-11-13 08:00", leave=False) == [Said("2026-11-13 08:00", "An", "lead:7", "a")]
    assert town.tick("2026-11-13 21:00", leave=False) == []
    assert town.keys() == []
    assert town.tick("2026-11-14 08:00", leave=False) == [Said("2026-11-14 08:00", "An", "lead:6", "a")]
    assert town.states() == {"lead:7 a": "folded", "lead:6 a": "queued"}
    assert ["còn 6 ngày" in text for text in town.texts()] == [True]


def test_who_is_awake_at_midnight_does_not_hear_yesterdays_count(town: Town) -> None:
    town.person("An", "a", hour="23:50", quiet="05:00-14:00")
    town.deadline("2026-11-20", unit="a", leads=(7,))
    town.tick("2026-11-13 23:50", "2026-11-13 23:55", leave=False)
    assert town.tick("2026-11-14 00:05", "2026-11-14 00:10") == [Said("2026-11-14 00:10", "An", "lead:7", "a")]
    assert ["còn 6 ngày" in text for text in town.texts()] == [True]


def test_what_the_channel_left_uncertain_is_not_said_again(town: Town) -> None:
    town.person("An", "a")
    town.deadline("2026-11-20", unit="a")
    town.tick("2026-11-13 08:00", leave=False)
    town.leaves("unconfirmed")
    assert town.tick("2026-11-13 08:05", "2026-11-14 08:00") == []


# --- a date that changes ---------------------------------------------------------------------------------------------------


def test_who_was_told_the_old_date_is_told_the_new_one_once(town: Town) -> None:
    town.person("An", "a", "b")
    town.person("Ba", "c")
    due = town.deadline("2026-11-20", leads=(7, 3))
    town.tick("2026-11-13 08:00")
    town.submits(due, "c")
    town.change(due, due=date(2026, 11, 30))
    assert town.tick("2026-11-13 22:00") == []  # quiet
    assert town.tick("2026-11-14 07:10") == [Said("2026-11-14 07:10", "An", "moved:1", "a b")]
    assert "hạn đã đổi từ 20/11/2026 thành 30/11/2026" in town.texts()[-1]
    assert "Hạn mới: 30/11/2026, còn 16 ngày." in town.texts()[-1]
    assert [said.step for said in town.tick("2026-11-14 07:15", "2026-11-17 08:00", "2026-11-23 08:00")] == ["lead:7"]


def test_an_earlier_date_folds_the_leads_that_have_passed_into_the_news(town: Town) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-30", unit="a", leads=(14, 7, 3))
    town.tick("2026-11-16 08:00")
    town.change(due, due=date(2026, 11, 20))
    assert [said.step for said in town.tick("2026-11-16 10:00", "2026-11-17 08:00")] == ["moved:1", "lead:3"]
    assert [row["state"] for row in town.ledger()] == ["queued", "queued", "folded", "folded", "queued"]


def test_what_has_not_left_about_the_old_date_is_taken_back_and_nobody_is_told_of_a_change(town: Town) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-20", unit="a", leads=(7, 3))
    town.tick("2026-11-13 08:00", leave=False)
    town.change(due, due=date(2026, 11, 30))
    assert town.tick("2026-11-13 08:05", "2026-11-20 08:00") == []
    assert [said.step for said in town.tick("2026-11-23 08:00")] == ["lead:7"]


def test_forth_and_back_each_change_is_told_and_none_twice(town: Town) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-20", unit="a", leads=(10,))
    told = town.tick("2026-11-10 08:00")
    for hour, day in ((9, 30), (10, 20), (11, 30)):
        town.change(due, due=date(2026, 11, day))
        told += town.tick(f"2026-11-10 {hour:02}:00", f"2026-11-10 {hour:02}:05")
    assert [said.step for said in told] == ["lead:10", "moved:1", "moved:2", "moved:3"]


def test_changed_and_changed_back_before_anybody_was_told(town: Town) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-20", unit="a", leads=(7,))
    town.tick("2026-11-13 08:00")
    town.change(due, due=date(2026, 11, 30))
    town.tick("2026-11-13 08:05", leave=False)
    town.change(due, due=date(2026, 11, 20))
    assert town.tick("2026-11-13 08:10", "2026-11-13 08:15") == []
    assert len(town.keys()) == 1


def test_a_reminder_taken_back_by_a_change_is_said_when_the_date_comes_back(town: Town) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-20", unit="a", leads=(7,))
    town.tick("2026-11-13 08:00", leave=False)
    town.change(due, due=date(2026, 11, 30))
    town.tick("2026-11-13 08:05")
    town.change(due, due=date(2026, 11, 20))
    assert [said.step for said in town.tick("2026-11-13 08:10")] == ["lead:7"]


def test_a_deadline_called_off_is_told_to_who_heard_of_it_and_so_is_its_return(town: Town) -> None:
    town.person("An", "a")
    town.person("Ba", "b")
    due = town.deadline("2026-11-20", leads=(7,))
    town.tick("2026-11-13 08:00")
    town.submits(due, "b")
    town.withdraw(due, "2026-11-13 09:00")
    said = town.tick("2026-11-13 09:05", "2026-11-13 09:10", leave=False)  # it waits, and stays
    assert said == [Said("2026-11-13 09:05", "An", "moved:1", "a")]
    assert "hạn 20/11/2026 không còn áp dụng" in town.texts()[-1]
    town.leaves()
    with town.store.write() as db:
        deadlines.add(db, due, who=None, now=local("2026-11-13 10:00"))
    assert [each.step for each in town.tick("2026-11-13 10:05", "2026-11-13 10:10")] == ["moved:2"]
    assert "được áp dụng trở lại" in town.texts()[-1]


def test_whose_role_ended_is_not_told_of_a_change(town: Town) -> None:
    town.person("An", "a")
    due = town.deadline("2026-11-20", unit="a", leads=(7,))
    town.tick("2026-11-13 08:00")
    town.end_roles("An")
    town.change(due, due=date(2026, 11, 30))
    assert town.tick("2026-11-13 09:00") == []


# --- the level above -------------------------------------------------------------------------------------------------------


def test_the_level_above_is_told_which_are_late_and_who_was_reminded(town: Town) -> None:
    town.person("An", "a")
    town.person("Ba", "c1", role="standing")
    town.person("Chi", "p", role="standing")
    town.deadline("2026-11-20", leads=(7, 0), overdue=(1,), above_after=3)
    town.tick("2026-11-13 08:00", "2026-11-20 08:00", "2026-11-21 08:00")
    at = "2026-11-23 08:00"
    assert town.tick(at, "2026-11-23 08:05") == [Said(at, "Ba", "above:3", "a b c"), Said(at, "Chi", "above:3", "d")]
    lines = [line for line in town.texts()[-2].splitlines() if line.startswith("•")]
    assert lines == ["• CĐ A: đã nhắc An 3 lần", "• CĐ B: đã nhắc Ba 3 lần", "• CĐ C: đã nhắc Ba 3 lần"]


def test_the_level_above_hears_that_nobody_could_be_reminded(town: Town) -> None:
    town.person("Ba", "c1", role="standing")
    due = town.deadline("2026-11-20", unit="c1", leads=(), above_after=1)
    town.submits(due, "a")
    assert [said.units for said in town.tick("2026-11-21 08:00")] == ["b c"]
    assert [line for line in town.texts()[0].splitlines() if line.startswith("•")] == [
        "• CĐ B: chưa nhắc được ai",
        "• CĐ C: chưa nhắc được ai",
    ]


def test_later_than_a_week_the_level_above_is_not_told(town: Town) -> None:
    town.person("Ba", "c1", role="standing")
    town.deadline("2026-11-20", unit="c1", leads=(), above_after=1)
    assert town.tick("2026-11-28 08:01") == []
    assert set(town.states().values()) == {"skipped"}


# --- once ------------------------------------------------------------------------------------------------------------------


def test_a_clock_that_jumps_forth_and_back_repeats_nothing(town: Town) -> None:
    town.person("An", "a")
    town.deadline("2026-11-20", unit="a", overdue=(1,))
    ticks = ["2026-11-13 08:00", "2026-11-17 08:00", "2026-11-13 07:00", "2026-11-13 08:00", "2026-11-17 08:00"]
    assert [said.step for said in town.tick(*ticks)] == ["lead:7", "lead:3"]
    assert [said.step for said in town.tick("2026-11-20 08:00", "2026-11-12 08:00", "2026-11-20 09:00")] == ["lead:0"]


def test_a_restart_between_entering_and_leaving_repeats_nothing(town: Town, tmp_path: Path) -> None:
    town.person("An", "a")
    town.deadline("2026-11-20", unit="a")
    town.tick("2026-11-13 08:00", leave=False)
    town.store.close()
    town.store = Store(town.store.address)
    assert town.tick("2026-11-13 08:05", leave=False) == []
    assert len(town.keys()) == 1


def test_a_piece_that_was_undone_is_said_by_the_next_tick(town: Town) -> None:
    town.person("An", "a")
    town.deadline("2026-11-20", unit="a")
    with town.store.read() as db:
        plan = reminders.plan(db, local("2026-11-13 08:00"), ZONE)
    (piece,) = reminders.pieces(plan)
    with pytest.raises(ZeroDivisionError), town.store.write() as db:
        reminders.enter(db, TEXTS, ZONE, piece)
        raise ZeroDivisionError
    assert [said.step for said in town.tick("2026-11-13 08:05")] == ["lead:7"]


def test_two_processes_that_plan_and_enter_the_same_say_it_once(town: Town) -> None:
    with town.store.write() as db:
        plant(db, {f"x{number:03}": "c2" for number in range(60)})
    with town.store.read() as db:
        town.units = {
            code: number
            for number, code in db.execute(of(Unit).select().with_only_columns(of(Unit).c.id, of(Unit).c.code))
        }
    town.codes = {number: code for code, number in town.units.items()}
    for number in range(60):
        town.person(f"P{number}", f"x{number:03}")
    town.deadline("2026-11-20")
    stores = [Store(town.store.address, patience=30) for _ in range(2)]

    def ticking(store: Store) -> int:
        with store.read() as db:
            plan = reminders.plan(db, local("2026-11-13 08:00"), ZONE)
        return enter(store, plan)

    with ThreadPoolExecutor(2) as threads:
        queued = sum(threads.map(ticking, stores))
    for store in stores:
        store.close()
    assert queued == 60
    assert sorted(said.who for said in town.said()) == sorted(f"P{number}" for number in range(60))


def test_one_of_two_units_entered_by_another_process_is_not_named_twice(town: Town) -> None:
    town.person("An", "a", "b")
    due = town.deadline("2026-11-20", leads=(7,))
    with town.store.read() as db:
        plan = reminders.plan(db, local("2026-11-13 08:00"), ZONE)
    town.submits(due, "b")
    town.tick("2026-11-13 08:00", leave=False)
    with town.store.write() as db:
        deadlines.unmark(db, due.id, town.units["b"], who=town.people["An"], now=local("2026-11-13 08:00"))
    plan = Plan(local("2026-11-13 08:00") + timedelta(seconds=1), (), tuple(later(each) for each in plan.entries))
    enter(town.store, plan)
    assert sorted(said.units for said in town.said()) == ["a", "b"]


def later(entry: Entry) -> Entry:
    return replace(entry, at=entry.at + timedelta(seconds=1))


# --- how much work ---------------------------------------------------------------------------------------------------------


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        statements.append(statement)

    event.listen(store._reader, "before_cursor_execute", note)
    yield statements
    event.remove(store._reader, "before_cursor_execute", note)


def test_queries_do_not_grow_with_the_units(town: Town) -> None:
    counts = []
    town.person("An", "c1", role="standing")
    town.person("Ba", "p", role="standing")
    town.deadline("2026-11-20", above_after=3)
    for grown in (0, 50):
        if grown:
            with town.store.write() as db:
                plant(db, {f"x{number:03}": "c1" for number in range(grown)})
        with counted(town.store) as statements, town.store.read() as db:
            plan = reminders.plan(db, local("2026-11-24 08:00"), ZONE)
        assert len(plan.entries) == 4
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 30


# --- drafts ----------------------------------------------------------------------------------------------------------------


def half_told(town: Town, who: int, touched: str, form: str = "report") -> int:
    change = update(of(Talk)).where(of(Talk).c.person_id == who).values(form=form, touched_at=local(touched))
    with town.store.write() as db:
        return db.execute(change).rowcount


def put_aside(town: Town, who: int, touched: str, title: str = "", form: str = "report") -> int:
    row = {"person_id": who, "form": form, "title": title, "session": {}, "updated_at": local(touched)}
    with town.store.write() as db:
        number: int = db.execute(insert(of(Draft)).returning(of(Draft).c.id), row).scalar_one()
        return number


NUDGES: dict[str, tuple[Callable[[Town, int], Any], list[str], list[str]]] = {
    "after two days": (
        lambda town, who: put_aside(town, who, "2026-11-10 09:00"),
        ["2026-11-12 08:59", "2026-11-12 09:00", "2026-11-12 09:05", "2026-11-30 09:00"],
        ["2026-11-12 09:00"],
    ),
    "in the middle of the talk": (
        lambda town, who: half_told(town, who, "2026-11-10 23:00"),
        ["2026-11-12 23:00", "2026-11-13 06:59", "2026-11-13 07:00", "2026-11-30 09:00"],
        ["2026-11-13 07:00"],
    ),
    "an amendment, over a Sunday": (
        lambda town, who: half_told(town, who, "2026-11-13 12:00", "amend"),
        ["2026-11-15 12:00", "2026-11-16 07:00"],
        ["2026-11-16 07:00"],
    ),
    "no report": (lambda town, who: half_told(town, who, "2026-11-10 23:00", "settings"), ["2026-11-13 09:00"], []),
    "older than thirty days": (lambda town, who: put_aside(town, who, "2026-10-10 09:00"), ["2026-11-12 09:00"], []),
    "while they write another": (
        lambda town, who: [put_aside(town, who, "2026-11-10 09:00"), half_told(town, who, "2026-11-12 08:00")],
        ["2026-11-12 09:00", "2026-11-14 07:59", "2026-11-14 08:00"],
        ["2026-11-14 08:00"],
    ),
}


@pytest.mark.parametrize("case", NUDGES)
def test_an_unfinished_report_is_mentioned_once(town: Town, case: str) -> None:
    unfinished, ticks, expected = NUDGES[case]
    unfinished(town, town.person("An"))
    assert [said.at for said in town.tick(*ticks)] == expected


def test_two_unfinished_are_one_word_and_a_third_waits_a_fortnight(town: Town) -> None:
    who = town.person("An")
    put_aside(town, who, "2026-11-09 09:00")
    put_aside(town, who, "2026-11-10 09:00", "Máy rót")
    assert [said.units for said in town.tick("2026-11-12 09:00")] == ["draft:2"]
    assert "2 bài viết dở" in town.texts()[0]
    put_aside(town, who, "2026-11-12 10:00")
    assert [said.at for said in town.tick("2026-11-20 09:00", "2026-11-26 08:59", "2026-11-26 09:00")] == [
        "2026-11-26 09:00"
    ]


def test_the_door_of_a_nudge(town: Town) -> None:
    who, other = town.person("An"), town.person("Ba")
    number = put_aside(town, who, "2026-11-10 09:00", "Máy rót")
    half_told(town, other, "2026-11-10 09:00")
    town.tick("2026-11-12 09:00")
    assert [body["options"][0][0] for body in town.bodies()] == [f"go:bannhap:{number}", "go:tieptuc:"]
    assert "“Máy rót”" in town.texts()[0]


def test_a_nudge_switched_off_is_entered_and_not_sent(town: Town) -> None:
    put_aside(town, town.person("An", mute_draft="yes"), "2026-11-10 09:00")
    assert town.tick("2026-11-12 09:00", "2026-11-13 09:00") == []
    assert [row["state"] for row in town.ledger()] == ["muted"]


def test_a_nudge_that_has_not_left_is_taken_back_when_the_report_goes_on(town: Town) -> None:
    who = town.person("An")
    half_told(town, who, "2026-11-10 09:00")
    town.tick("2026-11-12 09:00", leave=False)
    half_told(town, who, "2026-11-12 09:01")
    assert (town.tick("2026-11-12 09:05"), town.keys()) == ([], [])


def test_who_left_is_not_nudged(town: Town) -> None:
    put_aside(town, town.person("An"), "2026-11-10 09:00")
    town.block("An")
    assert town.tick("2026-11-12 09:00") == []
