"""/nhantin: the hour, one's own quiet hours (shift workers have theirs, R76), and what is switched off."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from bot.channels.gateway import Limits
from handlers.notices import FOR_EVERYBODY, FOR_STAFF, read_hour, read_span
from storage import grants, preferences, roles
from storage.calendar import quiet_of
from storage.preferences import KINDS, Wishes
from storage.tables import Preference
from tests.talk import TEXTS, Room, Talk, joined

BUTTONS = pytest.mark.parametrize("buttons", [True, False])


def say(name: str, /, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def kind(code: str, language: str = "vi") -> str:
    return TEXTS.say(language, "notices-kind", what=code)


def member(room: Room, *, buttons: bool = True, role: str = "") -> Talk:
    talk = joined(Talk(room, limits=Limits(buttons=buttons)))
    if role:
        with room.store.write() as db:
            unit = room.unit("cdcs-song-van")
            grants.grant(db, 1, role, unit, since=date(2026, 1, 1), until=None, by=None, now=room.now)
    return talk


def wishes(room: Room) -> Wishes:
    with room.store.read() as db:
        return preferences.read(db, [1])[1]


# --- what is seen -------------------------------------------------------------------------------------------------------


def test_a_member_sees_when_and_what_r76(room: Room) -> None:
    talk = member(room).says("/nhantin")
    assert talk.text == (
        "Em chủ động nhắn cho anh/chị lúc 08:00, và giữ yên tĩnh trong khoảng 21:00–07:00. "
        "Anh/chị nhắn thì giờ nào em cũng trả lời.\n\n"
        "• Nhắc bài viết dở: đang bật\n"
        "• Tin về bài đã gửi: đang bật\n"
        "• Thông báo chung: đang bật\n\n"
        "Anh/chị muốn thay đổi gì?"
    )
    assert talk.labels == [
        "Đổi giờ nhận tin",
        "Đổi giờ yên tĩnh",
        "Tắt: Nhắc bài viết dở",
        "Tắt: Tin về bài đã gửi",
        "Tắt: Thông báo chung",
        "Huỷ",
    ]


@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("reviewer", ["new-reports", "files", "deadline", "unreachable", "digest-daily"]),
        ("standing", ["new-reports", "files", "deadline", "unreachable", "digest-daily", "digest-weekly"]),
        ("leader", ["files", "deadline", "digest-weekly", "digest-monthly"]),
        ("council", ["digest-monthly"]),
        ("admin", ["unreachable"]),
        ("publicity", []),
    ],
)
def test_a_role_brings_its_kinds_r21(room: Room, role: str, more: list[str]) -> None:
    talk = member(room, role=role).says("/nhantin")
    assert talk.labels[2:-1] == [say("notices-off", name=kind(each)) for each in (*FOR_EVERYBODY, *more)]


def test_every_kind_has_a_name_of_its_own_that_fits_a_button() -> None:
    for language in ("vi", "en"):
        names = [kind(each, language) for each in KINDS]
        assert len(set(names)) == len(KINDS)
        labels = [TEXTS.say(language, switch, name=name) for switch in ("notices-off", "notices-on") for name in names]
        assert max(map(len, labels)) <= 40
    assert {*FOR_STAFF.values()} <= {*roles.ACTS}
    assert kind("broadcast") == kind("anything")  # the fallback is the last of them


# --- the hour -----------------------------------------------------------------------------------------------------------


@BUTTONS
def test_an_hour_is_chosen_typed_and_given_up(room: Room, buttons: bool) -> None:  # noqa: FBT001  - a table's column
    talk = member(room, buttons=buttons).says("/nhantin").taps(say("notices-hour"))
    talk.hears("notices-hour-ask", hour="08:00")
    assert talk.labels[:-2] == [say("notices-house"), "07:30", "08:00", "11:30", "16:30", "17:00"]
    talk.taps("16:30").hears("notices-hour-set", hour="16:30").hears_words("lúc 16:30, và")
    assert wishes(room) == Wishes(hour=time(16, 30))
    talk.taps(say("notices-hour")).says("năm giờ kém").hears("misread-hour", "notices-hour-ask", hour="08:00")
    talk.says("5 giờ chiều").hears("notices-hour-set", hour="17:00")
    talk.taps(say("notices-hour")).taps(say("notices-house")).hears("notices-hour-set", hour="08:00")
    assert (wishes(room), room.rows(Preference)) == (Wishes(), [])


def test_an_hour_within_quiet_hours_is_refused_kindly(room: Room) -> None:
    talk = member(room).says("/nhantin", "1", "22h30").hears("refused-hour-quiet", hour="22:30", quiet="21:00–07:00")
    talk.hears("notices-hour-ask", hour="08:00").says("6h45").hears(
        "refused-hour-quiet", hour="06:45", quiet="21:00–07:00"
    )
    assert wishes(room) == Wishes()
    talk.says("7:00").hears("notices-hour-set", hour="07:00")


def test_a_number_is_the_option_on_the_screen(room: Room) -> None:
    member(room).says("/nhantin", "1", "2").hears("notices-hour-set", hour="07:30")


# --- quiet hours of one's own -------------------------------------------------------------------------------------------


@BUTTONS
def test_shift_workers_choose_their_quiet_hours_r76(room: Room, buttons: bool) -> None:  # noqa: FBT001
    talk = member(room, buttons=buttons).says("/nhantin").taps(say("notices-quiet"))
    talk.hears("notices-quiet-ask", quiet="21:00–07:00")
    assert talk.labels[:-2] == [say("notices-house"), "22:00–06:00", "08:00–16:00"]
    # asleep at the house's hour: what goes at eight comes when they wake
    talk.taps("08:00–16:00").hears("notices-quiet-set", quiet="08:00–16:00", hour="16:00")
    talk.taps(say("notices-hour")).says("11 giờ đêm").hears("notices-hour-set", hour="23:00")
    assert wishes(room) == Wishes(time(23), quiet_of("08:00-16:00"))
    talk.taps(say("notices-quiet")).says("theo chung").hears("notices-quiet-set", quiet="21:00–07:00", hour="20:59")
    assert wishes(room) == Wishes(time(23))


def test_quiet_hours_are_typed_and_leave_some_of_the_day(room: Room) -> None:
    talk = member(room).says("/nhantin", "2")
    for words in ("gì cơ", "22h", "22h-26h", "6", "22h-6h-7h", "x" * 500):
        talk.says(words).hears("misread-span", "notices-quiet-ask", quiet="21:00–07:00")
    talk.says("7h-5h").hears("misread-span-long", span="07:00–05:00", least=4)
    talk.says("8h-8h").hears("misread-span-long", span="08:00–08:00", least=4)
    talk.says("từ 10 giờ đêm đến 5h30 sáng").hears("notices-quiet-set", quiet="22:00–05:30", hour="08:00")
    assert wishes(room) == Wishes(quiet=quiet_of("22:00-05:30"))


# --- switching off ------------------------------------------------------------------------------------------------------


@BUTTONS
def test_a_kind_is_switched_off_and_on(room: Room, buttons: bool) -> None:  # noqa: FBT001
    draft, steps = kind("draft"), kind("steps")
    talk = member(room, buttons=buttons).says("/nhantin").taps(say("notices-off", name=draft))
    talk.hears("notices-now-off", "notices-line", name=draft, on="no").taps(say("notices-off", name=steps))
    talk.hears("notices-line", name=draft, on="no").hears("notices-line", name=steps, on="no")
    assert wishes(room) == Wishes(muted=frozenset({"draft", "steps"}))
    talk.taps(say("notices-on", name=draft)).hears("notices-now-on", "notices-line", name=draft, on="yes")
    assert wishes(room) == Wishes(muted=frozenset({"steps"}))


def test_a_duty_switched_off_still_comes_and_is_said_so(room: Room) -> None:
    talk = member(room, role="reviewer").says("/nhantin")
    for code in ("new-reports", "deadline", "unreachable"):
        talk.taps(say("notices-off", name=kind(code))).hears("notices-now-off-duty", name=kind(code))
    talk.taps(say("notices-off", name=kind("digest-daily"))).hears("notices-now-off", name=kind("digest-daily"))
    assert wishes(room).muted == {"new-reports", "deadline", "unreachable", "digest-daily"}


def test_what_a_lost_role_brought_is_no_longer_shown(room: Room) -> None:
    talk = member(room, role="council").says("/nhantin")
    with room.store.write() as db:
        grants.end(db, 1, by=None, now=room.now)
    talk.says("/nhantin")
    assert say("notices-off", name=kind("digest-monthly")) not in talk.labels


def test_anything_else_is_asked_again_and_cancelled(room: Room) -> None:
    talk = (
        member(room)
        .says("/nhantin", "không biết")
        .hears("misread-choose", "notices-line", name=kind("draft"), on="yes")
    )
    talk.taps(say("way-cancel")).hears("stopped", "menu-act-ask")
    assert room.rows(Preference) == []


def test_the_whole_talk_in_english(room: Room) -> None:
    talk = member(room).says("/caidat", "1", "English", "/nhantin").hears_words("at 08:00")
    talk.says("Change the hour", "Use the common hours").hears_words("I write to you at 08:00")
    talk.says("Change the hour", "6:45 pm").hears_words("I write to you at 18:45")
    talk.says("Change the quiet hours", "9pm-8am").hears_words("first during 21:00–08:00")
    talk.says("Turn off: Announcements").hears_words("Announcements: off. You can", "• Announcements: off")
    assert not [piece for piece in talk.heard if "anh/chị" in piece.text.casefold()]


def test_strangers_are_asked_to_join_first(room: Room) -> None:
    Talk(room).says("/start", "/nhantin").hears("join-first")


# --- hours as people say them -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("6h45", "06:45"),
        ("07:30", "07:30"),
        ("7.30", "07:30"),
        ("7g30", "07:30"),
        ("17 giờ", "17:00"),
        ("17 GIỜ 5 phút", "17:05"),
        ("5 giờ chiều", "17:00"),
        ("17 giờ chiều", "17:00"),
        ("lúc 5h30 chiều nhé", "17:30"),
        ("8 giờ rưỡi tối", "20:30"),
        ("7 giờ kém 15", "06:45"),
        ("7 giờ kém 15 tối", "18:45"),
        ("12 giờ trưa", "12:00"),
        ("1 giờ trưa", "13:00"),
        ("12 giờ đêm", "00:00"),
        ("1h đêm", "01:00"),
        ("11h đêm", "23:00"),
        ("9 giờ sáng ạ", "09:00"),
        ("12 am", "00:00"),
        ("12 pm", "12:00"),
        ("6:45 am", "06:45"),
        ("5pm", "17:00"),
        ("24h", "00:00"),
        ("0h", "00:00"),
        ("0 giờ kém 5", "23:55"),
        ("9", "09:00"),
        ("17 giờ sáng", None),
        ("7 giờ đêm kém", None),
        ("6 giờ đêm", None),
        ("25h", None),
        ("24h30", None),
        ("6h75", None),
        ("6h kém 75", None),
        ("sáu giờ", None),
        ("6h45 7h", None),
        ("", None),
        ("9" * 100, None),
    ],
)
def test_hours_are_read(text: str, hour: str | None) -> None:
    assert read_hour(text) == (hour and time.fromisoformat(hour))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("22h-6h", "22:00-06:00"),
        ("22h–6h30", "22:00-06:30"),
        ("22-6", "22:00-06:00"),
        ("21:00 - 07:00", "21:00-07:00"),
        ("từ 21h đến 7h", "21:00-07:00"),
        ("9 giờ tối tới 6 giờ sáng", "21:00-06:00"),
        ("9h tối đến 6h sáng ạ", "21:00-06:00"),
        ("from 9pm to 6am", "21:00-06:00"),
        ("9 pm until 6 am", "21:00-06:00"),
        ("22h", None),
        ("22h-", None),
        ("22h 6h", None),
        ("22h-6h-7h", None),
        ("", None),
    ],
)
def test_spans_of_hours_are_read(text: str, span: str | None) -> None:
    read = read_span(text)
    assert (read and str(read)) == span
