"""/lich: those who answer for the calendar see it, add days, remove them and change the quiet hours (R76)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.gateway import Limits
from handlers.calendar_days import read_coming
from storage import calendar, grants, roles
from storage.tables import Audit, QuietDay, Setting, of
from tests.talk import TEXTS, ZONE, Room, Talk, joined

BUTTONS = pytest.mark.parametrize("buttons", [True, False])
TODAY = date(2026, 11, 22)


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def officer(room: Room, *, buttons: bool = True, role: str = "standing") -> Talk:
    """A member who answers for the calendar, in a house with the starter's."""
    talk = joined(Talk(room, limits=Limits(buttons=buttons)))
    with room.store.write() as db:
        calendar.load_starter(db, room.now)
        unit = room.unit("nb")
        grants.grant(db, 1, role, unit, since=TODAY, until=None, by=None, now=room.now)
    return talk


def added(room: Room) -> list[tuple[date, date, str]]:
    return [(row["since"], row["until"], row["name"]) for row in room.rows(QuietDay, origin="staff")]


# --- who may, and what is seen ------------------------------------------------------------------------------------------


def test_members_have_no_part_in_it_r21(room: Room) -> None:
    talk = joined(Talk(room)).says("/lich").hears("refused-role", "menu-act-ask")
    with room.store.write() as db:
        grants.grant(db, 1, "reviewer", room.unit("cdcs-song-van"), since=TODAY, until=None, by=None, now=room.now)
    talk.says("/lich").hears("refused-role", "menu-act-ask")


def test_a_unit_below_others_looks_and_changes_nothing_r21(room: Room) -> None:
    talk = joined(Talk(room))
    with room.store.write() as db:
        unit = room.unit("cd-xa-yen-khanh")
        grants.grant(db, 1, "standing", unit, since=TODAY, until=None, by=None, now=room.now)
    talk.says("/lich").taps(say("calendar-hours")).says("20h-6h")
    assert say("refused-calendar-top") in talk.text
    with room.store.read() as db:
        assert str(calendar.read(db, ZONE).quiet) == "21:00-07:00"


def test_strangers_are_asked_to_join_first(room: Room) -> None:
    Talk(room).says("/start", "/lich").hears("join-first")


def test_a_role_that_ends_acts_at_once_r45(room: Room) -> None:
    talk = officer(room).says("/lich", say("calendar-add"), "20/11/2027", say("calendar-one-day"))
    with room.store.write() as db:
        (held,) = roles.grants_of(db, 1, TODAY)
        grants.end(db, held.id, by=None, now=room.now)
    talk.says("Hội thao").hears("refused-role", "menu-act-ask")
    assert added(room) == []


@pytest.mark.parametrize("role", ["standing", "admin"])
def test_the_calendar_is_shown_r76(room: Room, role: str) -> None:
    talk = officer(room, role=role).says("/lich")
    assert talk.text == (
        "Đây là những lúc em không chủ động nhắn tin cho ai:\n"
        "• Giờ yên tĩnh hằng ngày: 21:00–07:00\n"
        "• Ngày nghỉ hằng tuần: Chủ nhật\n"
        "• Ngày nghỉ trong 12 tháng tới:\n"
        "– 01/01/2027: Tết Dương lịch\n"
        "– 05/02/2027–10/02/2027: Tết Nguyên đán\n"
        "– 16/04/2027: Giỗ Tổ Hùng Vương\n"
        "– 30/04/2027: Ngày Chiến thắng\n"
        "– 01/05/2027: Ngày Quốc tế Lao động\n"
        "– 01/09/2027–02/09/2027: Quốc khánh\n\n"
        "Anh/chị muốn thay đổi gì?"
    )
    assert talk.labels == ["Thêm ngày nghỉ", "Bỏ ngày nghỉ", "Đổi giờ yên tĩnh", "Huỷ"]


def test_an_empty_calendar_and_a_long_one_are_shown(room: Room) -> None:
    talk = officer(room)
    with room.store.write() as db:
        for each in calendar.coming(db, date(2000, 1, 1)):
            calendar.remove(db, each.id, None, room.now)
        db.execute(update(of(Setting)).where(of(Setting).c.name == "calendar.quiet-weekdays").values(value=""))
    talk.says("/lich").hears_words("hằng tuần: không có", "tới:\nkhông có")
    with room.store.write() as db:
        for ahead in range(25):
            day = TODAY + timedelta(days=ahead)
            calendar.add(db, day, day, f"Dịp {ahead}", f"Day {ahead}", None, room.now)
    talk.says("/lich").hears_words("– 22/11/2026: Dịp 0\n", ": Dịp 19\n– và 5 dịp nghỉ nữa\n")
    assert "Dịp 20" not in talk.text


# --- adding -------------------------------------------------------------------------------------------------------------


@BUTTONS
def test_a_day_is_added(room: Room, buttons: bool) -> None:  # noqa: FBT001  - a table's column
    talk = officer(room, buttons=buttons).says("/lich").taps(say("calendar-add")).hears("calendar-first-ask")
    talk.says("24/11").hears("understood-day", "calendar-last-ask", day="24/11/2026")
    talk.taps(say("calendar-one-day")).hears("calendar-name-ask")
    talk.says("  Ngày Văn hoá \n Việt Nam ")
    talk.hears("calendar-added", days="24/11/2026", name="Ngày Văn hoá Việt Nam")
    talk.hears_words("– 24/11/2026: Ngày Văn hoá Việt Nam\n– 01/01/2027")
    assert added(room) == [(date(2026, 11, 24), date(2026, 11, 24), "Ngày Văn hoá Việt Nam")]
    (row,) = room.rows(Audit, act="add-quiet-days")
    assert (row["person_id"], row["note"]) == (1, "2026-11-24–2026-11-24")
    with room.store.read() as db:
        assert calendar.read(db, ZONE).is_quiet(date(2026, 11, 24))


def test_a_span_over_the_years_end_is_added(room: Room) -> None:
    talk = officer(room).says("/lich", "1", "30 tháng 12", "3/1").hears("understood-day", day="03/01/2027")
    talk.says("Nghỉ cuối năm").hears("calendar-added", days="30/12/2026–03/01/2027", name="Nghỉ cuối năm")
    assert added(room) == [(date(2026, 12, 30), date(2027, 1, 3), "Nghỉ cuối năm")]


def test_days_nobody_can_plan_are_asked_again(room: Room) -> None:
    talk = officer(room).says("/lich", "1")
    for words in ("gì cơ", "31/2", "tháng 12", "quý IV", "9" * 400, "tuần này"):
        talk.says(words).hears("misread-coming", "calendar-first-ask")
    talk.says("hôm qua").hears("misread-coming-past", day="21/11/2026", since="22/11/2026")
    talk.says("1/1/2020").hears("misread-coming-past", day="01/01/2020", since="22/11/2026")
    talk.says("1/1/2030").hears("misread-coming-far", day="01/01/2030")
    talk.says("ngày mai").hears("understood-day", day="23/11/2026")
    talk.says("22/11/2026").hears("misread-coming-past", day="22/11/2026", since="23/11/2026")
    talk.says("24/12/2026").hears("misread-coming-long", most=31)
    talk.says("24/12/2029").hears("misread-coming-far", day="24/12/2029")
    talk.says("?").hears("misread-coming", "calendar-last-ask")
    talk.says("23/12/2026").hears("calendar-name-ask")
    talk.says("x").hears("misread-too-short", least=2)
    talk.says("x" * 81).hears("misread-too-long", most="80", length="81")
    assert added(room) == []
    talk.says("x" * 80).hears_words("23/11/2026–23/12/2026")
    assert len(added(room)) == 1


def test_back_and_cancel_leave_the_calendar_alone(room: Room) -> None:
    talk = officer(room).says("/lich", "1", "24/11").taps(say("way-back")).hears("calendar-first-ask")
    talk.says("25/11").hears("understood-day", day="25/11/2026").taps(say("way-cancel")).hears(
        "stopped", "menu-act-ask"
    )
    assert added(room) == []


@pytest.mark.parametrize("first", ["30/11", "1/9"])
def test_a_first_day_changed_afterwards_asks_for_the_last_again(room: Room, first: str) -> None:
    talk = officer(room).says("/lich", "1", "24/11", "25/11").taps(say("way-back")).taps(say("way-back"))
    talk.hears("calendar-first-ask").says(first).hears("calendar-name-ask")
    talk.says("Hội thao").hears("calendar-last-anew", "calendar-last-ask")
    talk.taps(say("calendar-one-day")).hears_words("em đã thêm Hội thao")
    (row,) = added(room)
    assert row[0] == row[1] == read_coming(first, TODAY)


def test_the_same_days_are_not_added_twice(room: Room) -> None:
    officer(room).says("/lich", "1", "1/1", "1", "Năm mới").hears("calendar-known", days="01/01/2027")
    assert added(room) == []


def test_a_full_calendar_says_so(room: Room) -> None:
    talk = officer(room)
    with room.store.write() as db:
        for back in range(calendar.MOST - len(room.rows(QuietDay))):
            day = date(2020, 1, 1) + timedelta(days=back)
            calendar.add(db, day, day, "cũ", "old", None, room.now)
    talk.says("/lich", "1", "24/11", "1", "Hội thao").hears("calendar-full")


# --- removing -----------------------------------------------------------------------------------------------------------


@BUTTONS
def test_a_holiday_is_removed(room: Room, buttons: bool) -> None:  # noqa: FBT001
    talk = officer(room, buttons=buttons).says("/lich").taps(say("calendar-remove"))
    talk.hears("calendar-which-ask", count=24)
    assert talk.labels[:2] == ["01/01/2027 · Tết Dương lịch", "05/02/2027–10/02/2027 · Tết Nguyên đán"]
    talk.taps(say("list-more")).taps("23/04/2029 · Giỗ Tổ Hùng Vương")
    talk.hears("calendar-removed", days="23/04/2029", name="Giỗ Tổ Hùng Vương")
    with room.store.read() as db:
        assert not calendar.read(db, ZONE).is_quiet(date(2029, 4, 23))
    (row,) = room.rows(Audit, act="remove-quiet-days")
    assert (row["person_id"], row["note"]) == (1, "2029-04-23–2029-04-23")


def test_a_holiday_somebody_else_removed_is_gone(room: Room) -> None:
    talk = officer(room).says("/lich", "2")
    with room.store.write() as db:
        calendar.remove(db, calendar.coming(db, TODAY)[0].id, None, room.now)
    talk.says("1").hears("calendar-gone", "calendar-line", days="05/02/2027–10/02/2027", name="Tết Nguyên đán")
    talk.says("2", "tết").hears("misread-choose", "calendar-which-ask", count=23)


def test_nothing_ahead_nothing_to_remove(room: Room) -> None:
    talk = officer(room)
    with room.store.write() as db:
        for each in calendar.coming(db, TODAY):
            calendar.remove(db, each.id, None, room.now)
    talk.says("/lich", "2").hears("calendar-which-ask", count=0)
    assert talk.labels == ["Quay lại", "Huỷ"]


# --- quiet hours --------------------------------------------------------------------------------------------------------


def test_the_quiet_hours_are_changed(room: Room) -> None:
    talk = officer(room).says("/lich", "Đổi giờ yên tĩnh").hears("calendar-hours-ask")
    for words in ("gì cơ", "21h", "theo chung", "25h-7h", "21h-7h99"):
        talk.says(words).hears("misread-span", "calendar-hours-ask")
    talk.says("6h-5h").hears("misread-span-long", span="06:00–05:00", least=4)
    talk.says("8h30 tối đến 6 giờ sáng").hears("calendar-hours-set", quiet="20:30–06:00")
    talk.hears_words("hằng ngày: 20:30–06:00")
    with room.store.read() as db:
        assert str(calendar.read(db, ZONE).quiet) == "20:30-06:00"
    (row,) = room.rows(Audit, act="change-quiet-hours")
    assert (row["person_id"], row["note"]) == (1, "20:30-06:00")


# --- English, and days to come --------------------------------------------------------------------------------------------


def test_the_whole_talk_in_english(room: Room) -> None:
    talk = officer(room).says("/caidat", "1", "English", "/lich")
    talk.hears_words(
        "Quiet hours every day: 21:00–07:00", "– 05/02/2027–10/02/2027: Tết, the Lunar New Year\n", "Sunday"
    )
    talk.says("1", "24/11", "One day only", "Culture Day").hears_words("24/11/2026: Culture Day")
    talk.says("Remove days off").hears_words("Which holiday")
    talk.says("1", "Change the quiet hours", "9:30 pm to 6 am").hears_words("quiet hours are now 21:30–06:00")
    assert not [piece for piece in talk.heard if "anh/chị" in piece.text.casefold()]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5/9", "2027-09-05"),
        ("22/11", "2026-11-22"),  # today still is to come
        ("21/11", "2027-11-21"),
        ("20-11-2026", "2026-11-20"),
        ("20/11/26", "2026-11-20"),
        ("2027-02-05", "2027-02-05"),
        ("ngày 30 tháng 4", "2027-04-30"),
        ("30 tháng tư năm 2028", "2028-04-30"),
        ("mùng 2 tháng 9", "2027-09-02"),
        ("29/2", "2028-02-29"),
        ("29/2/2027", None),
        ("30-4", "2027-04-30"),
        ("hôm nay", "2026-11-22"),
        ("Ngày mai", "2026-11-23"),
        ("ngày kia", "2026-11-24"),
        ("hôm kia", "2026-11-20"),
        ("3 ngày trước", "2026-11-19"),
        ("tháng 12", None),
        ("2027", None),
        ("tuần trước", None),
        ("12", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_one_who_plans_means_it_r74(text: str, day: str | None) -> None:
    assert read_coming(text, TODAY) == (day and date.fromisoformat(day))
