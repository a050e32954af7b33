"""Settings: language, one's own details, and one person on two channels by a one-time code."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from storage.tables import Address, Audit, OneTimeCode, Person
from tests.talk import TEXTS, Room, Talk, joined

CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def code_of(talk: Talk) -> str:
    talk.says("/caidat").taps(say("settings-make-code"))
    found = CODE.search(talk.text)
    assert found is not None, talk.text
    return found[0]


def owner(room: Room, address: str) -> int:
    (row,) = room.rows(Address, address=address)
    number: int = row["person_id"]
    return number


# --- language and details ---------------------------------------------------------------------------------------------


def test_after_the_change_everything_is_said_in_english(room: Room) -> None:
    talk = joined(Talk(room)).says("/caidat", "Đổi ngôn ngữ", "English")
    talk.language = "en"
    talk.hears("language-changed", "menu-act-ask")
    for words in (
        "/baocao",
        "Initiative",
        "1",
        "Rotating jig",
        "/menu",
        "/baicuatoi",
        "/dulieu",
        "/caidat",
        "/trogiup",
        "gì cơ",
    ):
        talk.says(words)
        assert not re.search(r"anh/chị|Anh/chị", talk.text), talk.text
    talk.says("/caidat", "1", "Tiếng Việt")
    talk.language = "vi"
    talk.hears("language-changed")


def test_a_whole_report_in_english(room: Room) -> None:
    talk = joined(Talk(room)).says("/caidat", "1", "2")
    talk.says("/baocao", "5", "1", "Night shift pay", "12/TB", "21/11/2026", "30 % more", "85 miners")
    assert "Send" in " ".join(talk.labels)
    talk.says("1").hears_words("CS-2026-0001")
    assert not re.search(r"anh/chị", talk.text, re.IGNORECASE)


def test_details_are_edited_one_by_one_and_saved_once(room: Room) -> None:
    talk = joined(Talk(room)).says("/caidat").taps(say("settings-profile"))
    assert talk.labels[:3] == [say("join-unit-label"), say("join-name-label"), say("join-author-class-label")]
    talk.taps(say("join-unit-label")).says("may thien ha").hears_words("• Đơn vị: CĐCS Công ty TNHH May Thiên Hà")
    talk.taps(say("join-author-class-label")).says("1")
    talk.taps(say("join-phone-label")).says("0912345678").hears_words("0912 345 678")
    assert room.rows(Person)[0]["unit_id"] == room.unit("cdcs-song-van")  # not before it is saved
    talk.taps(say("summary-save")).hears("profile-saved")
    (row,) = room.rows(Person)
    assert (row["unit_id"], row["author_class"], row["phone"]) == (
        room.unit("cdcs-may-thien-ha"),
        "official",
        "+84912345678",
    )
    assert [each["act"] for each in room.rows(Audit)] == ["profile"]


def test_a_phone_can_be_taken_back(room: Room) -> None:
    talk = Talk(room).says("/start", "1", "1", "2", "Xây lắp Sông Vân", "Lê Văn Tám", "2", "0912 345 678")
    talk.says("/caidat", "2").taps(say("join-phone-label")).taps("Bỏ qua").taps(say("summary-save"))
    assert (room.rows(Person)[0]["phone"], room.rows(Person)[0]["phone_mark"]) == (None, None)


def test_leaving_the_details_saves_nothing(room: Room) -> None:
    joined(Talk(room)).says("/caidat", "2").taps(say("join-name-label")).says("Lê Văn Tám", "/menu")
    assert room.rows(Person)[0]["name"] == "Nguyễn Văn Thắng"


# --- one person, two channels -------------------------------------------------------------------------------------------


def test_a_code_makes_two_channels_one_person_whose_drafts_go_on_there_r38(room: Room) -> None:
    phone = joined(Talk(room)).says("/baocao", "1", "1", "Gá xoay").taps("Để sau")
    web = Talk(room, channel="web", address="w").says("/start", "/lienket", code_of(phone)).hears("linked")
    assert owner(room, "w") == owner(room, "100")
    web.says("/bannhap", "1", "Viết tiếp").hears_words("Câu 2/7")
    phone.says("Lật bằng xà beng").hears_words("Câu 3/7")  # one person, one talk
    web.says("/dulieu").hears_words("Kênh trò chuyện: Telegram, trang web")


def test_buttons_of_the_strangers_talk_are_old_buttons(room: Room) -> None:
    phone = joined(Talk(room))
    web = Talk(room, channel="web", address="w").says("/start", "/lienket")
    old = [option.token for option in web.heard[-1].options]
    web.says(code_of(phone))
    for token in old:
        web.taps_token(token).hears("old-button")


@pytest.mark.parametrize("typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} ", " ".join])
def test_a_code_may_be_typed_in_many_ways(room: Room, typed: Any) -> None:
    code = code_of(joined(Talk(room)))
    Talk(room, address="2").says("/lienket", typed(code)).hears("linked")


def test_a_code_is_good_for_ten_minutes_and_one_use(room: Room) -> None:
    member = joined(Talk(room))
    code = code_of(member)
    room.now += timedelta(minutes=10, seconds=1)
    late = Talk(room, address="2").says("/lienket", code).hears("refused-code", "link-code-ask")
    fresh = code_of(member)
    late.says(fresh).hears("linked")
    Talk(room, address="3").says("/lienket", fresh).hears("refused-code")


@pytest.mark.parametrize("wrong", ["ABCD-2345", "abcdefgh", "12345678", "''''''''", "ẢẢẢẢẢẢẢẢ"])
def test_a_wrong_code_is_asked_again_kindly(room: Room, wrong: str) -> None:
    code_of(joined(Talk(room)))
    talk = Talk(room, address="2").says("/lienket", wrong).hears("refused-code", "link-code-ask")
    talk.says("/huy").hears("stopped")
    assert owner(room, "2") != owner(room, "100")


def test_a_second_code_makes_the_first_worthless(room: Room) -> None:
    member = joined(Talk(room))
    first = code_of(member)
    code_of(member)
    Talk(room, address="2").says("/lienket", first).hears("refused-code")


def test_two_members_are_never_mixed_by_a_code(room: Room) -> None:
    code = code_of(joined(Talk(room)))
    joined(Talk(room, address="2"), name="Lê Văn Tám").says("/lienket", code).hears("refused-linked-already")
    assert owner(room, "2") != owner(room, "100")
    Talk(room, address="3").says("/lienket", code).hears("linked")  # and the code is still good


def test_a_code_is_kept_as_a_mark_only(room: Room) -> None:
    code = code_of(joined(Talk(room)))
    (row,) = room.rows(OneTimeCode)
    assert code.replace("-", "") not in str(row)


def test_linking_is_logged_r45(room: Room) -> None:
    code = code_of(joined(Talk(room)))
    Talk(room, channel="web", address="w").says("/lienket", code)
    assert [(row["act"], row["subject"]) for row in room.rows(Audit)] == [("link", "address:web")]
