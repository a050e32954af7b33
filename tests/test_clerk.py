"""The clerk: each update once, in order, a batch in one transaction; what cannot be answered harms nobody else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from handlers import menu
from handlers.clerk import Letter, describe
from handlers.talk import SERIALS
from handlers.words import Incoming, PhotoRef
from storage import people
from storage.tables import Address, Inbox, Outbox, Person, Report, of
from storage.tables import Talk as TalkRow
from tests.talk import LABEL, TEXTS, Room, Talk, filled, joined, picture, sent


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def message(room: Room, text: str = "", address: str = "100", **more: Any) -> Incoming:
    return Incoming(
        **{"id": str(room.number()), "channel": "telegram", "address": address, "at": room.now, "text": text, **more}
    )


def answer(room: Room, *letters: Letter) -> None:
    with room.store.write() as db:
        room.clerk.answer(db, letters, room.now)


def replies(room: Room, address: str = "100") -> list[str]:
    return [row["body"]["text"] for row in room.rows(Outbox, address=address)]


def inbox(room: Room) -> list[tuple[str, str | None]]:
    return [(row["state"], row["raw"]) for row in room.rows(Inbox)]


# --- each update once -------------------------------------------------------------------------------------------------


def test_the_same_update_twice_has_one_answer(room: Room) -> None:
    letter = room.letter(message(room, "/start"))
    answer(room, letter)
    answer(room, letter)
    answer(room, letter, letter)
    assert (len(replies(room)), inbox(room)) == (1, [("done", None)])


def test_the_same_number_on_another_channel_is_another_update(room: Room) -> None:
    incoming = message(room, "/start")
    answer(room, room.letter(incoming), room.letter(replace(incoming, channel="web")))
    assert len(replies(room)) == 2


def test_a_kept_letter_is_answered_once_and_emptied(room: Room) -> None:
    incoming = message(room, "/start")
    answer(room, Letter("telegram", incoming.id, raw="payload"))  # its photos are fetched first
    assert (inbox(room), replies(room)) == ([("new", "payload")], [])
    kept = Letter("telegram", incoming.id, row=room.rows(Inbox)[0]["id"], incoming=incoming)
    answer(room, kept)
    answer(room, kept)
    assert (inbox(room), len(replies(room))) == ([("done", None)], 1)


def test_a_letter_nobody_can_read_is_one_dead_letter(room: Room) -> None:
    answer(room, Letter("telegram", "9", raw="nonsense", error="Unreadable"))
    (row,) = room.rows(Inbox)
    assert (row["state"], row["raw"], row["error"]) == ("dead", "nonsense", "Unreadable")


def test_a_letter_that_concerns_nobody_is_done(room: Room) -> None:
    answer(room, Letter("telegram", "9", raw="{}", concerns_nobody=True))
    assert (inbox(room), replies(room)) == ([("done", None)], [])


# --- a batch ----------------------------------------------------------------------------------------------------------


def test_a_batch_is_answered_in_the_order_of_arrival_for_each_person(room: Room) -> None:
    talk = joined(Talk(room))
    joined(Talk(room, address="2"))
    words = ["/baocao", LABEL["policy"], "1", "Phụ cấp ca đêm"]
    letters = [room.letter(message(room, text, address)) for text in words for address in ("100", "2")]
    answer(room, *letters)
    for address in ("100", "2"):
        assert "Câu 2/5" in replies(room, address)[-1]
    assert talk.session.answers["title"] == "Phụ cấp ca đêm"


def test_one_person_on_two_channels_has_one_talk_in_a_batch_too(room: Room) -> None:
    talk = joined(Talk(room))
    web = Talk(room, channel="web", address="w").says("/start")
    with room.store.write() as db:
        db.execute(update(of(Address)).where(of(Address).c.address == "w").values(person_id=1))
    answer(room, room.letter(message(room, "/baocao")), room.letter(message(room, LABEL["policy"], "w", channel="web")))
    assert talk.session.answers["kind"] == "policy"
    assert web.session == talk.session


def test_the_album_of_a_batch_is_answered_after_what_came_before_it(room: Room) -> None:
    talk = joined(Talk(room)).says("/baocao", LABEL["initiative"])
    photo = talk.photo(picture(1))
    answer(room, room.letter(message(room, "1")), room.letter(message(room, photos=(photo,), album="a")))
    assert [row["key"].split(":")[1] == "album" for row in room.rows(Outbox)][-2:] == [False, True]


def test_a_talk_somebody_else_moved_meanwhile_is_told_so_and_nothing_is_written(room: Room) -> None:
    joined(Talk(room))
    before = replies(room)
    with room.store.write() as db:
        db.execute(update(of(TalkRow)).values(version=of(TalkRow).c.version + 1))
    with pytest.raises(people.TalkMoved), room.store.write() as db:
        people.keep_talks(db, [people.TalkNow(1, 0, {}, ("telegram", "100"))], room.now)
    assert replies(room) == before


def test_a_letter_that_raises_is_set_aside_and_its_writer_told_kindly(room: Room) -> None:
    incoming = message(room, "/start")
    with room.store.write() as db:
        room.clerk.set_aside(db, room.letter(incoming), ValueError("Nguyễn Văn Thắng 0912345678"), room.now)
    (row,) = room.rows(Inbox)
    assert (row["state"], row["raw"], row["error"]) == ("dead", "{}", "ValueError at ?")
    assert replies(room) == [say("sorry")]
    answer(room, room.letter(message(room, "/start")))
    assert len(replies(room)) == 2


def test_a_kept_letter_that_raises_stays_with_its_payload(room: Room) -> None:
    incoming = message(room, "/start", language="en")
    answer(room, Letter("telegram", incoming.id, raw="payload"))
    letter = Letter("telegram", incoming.id, row=room.rows(Inbox)[0]["id"], incoming=incoming)
    with room.store.write() as db:
        room.clerk.set_aside(db, letter, KeyError("secret"), room.now)
    assert inbox(room) == [("dead", "payload")]
    assert replies(room) == [TEXTS.say("en", "sorry")]


def test_what_raised_is_described_by_type_and_place_never_by_its_words() -> None:
    try:
        int("0912 345 678 của tôi")
    except ValueError as error:
        said = describe(error)
    assert said.startswith("ValueError at test_clerk.py:")
    assert "0912" not in said


# --- kinds of message -----------------------------------------------------------------------------------------------------


def test_in_a_group_one_sentence_is_said_and_nobody_registered(room: Room) -> None:
    answer(room, room.letter(message(room, "/start", "-5", kind="group")))
    assert (replies(room, "-5"), room.rows(Person)) == ([say("group-only")], [])


def test_who_blocked_us_gets_no_more_and_is_welcome_again(room: Room) -> None:
    joined(Talk(room))
    answer(room, room.letter(message(room, kind="left")))
    assert [row["state"] for row in room.rows(Address)] == ["gone"]
    assert {row["state"] for row in room.rows(Outbox)} == {"gone"}
    Talk(room).says("/start").hears("welcome-back", name="Nguyễn Văn Thắng")
    assert [row["state"] for row in room.rows(Address)] == ["open"]


def test_a_channel_with_a_transcript_of_ours_keeps_the_persons_own_words(room: Room) -> None:
    talk = Talk(room, channel="web", address="w")
    photo = talk.photo(picture(1))
    answer(room, room.letter(message(room, "xin chào", "w", channel="web", echo=True, photos=(photo,))))
    own, reply = room.rows(Outbox, address="w")
    assert (own["kind"], own["state"], own["body"]["text"], own["body"]["own"]) == ("own", "sent", "xin chào", True)
    assert len(own["body"]["photos"]) == 1
    assert (reply["kind"], reply["state"]) == ("reply", "due")


# --- commands -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/menu", "menu"),
        ("/MENU", "menu"),
        ("/menu@baocong_bot", "menu"),
        ("/menu ngay", "menu"),
        ("/trợgiúp", "help"),
        ("/help", "help"),
        ("/huỷ", "cancel"),
        ("/hủy", "cancel"),
        ("/báocáo", "report"),
        ("/lung tung", "unknown"),
        ("/", ""),
        ("/ menu", "menu"),
        ("menu", "menu"),
        ("Trợ giúp", "help"),
        ("gặp cán bộ", "human"),
        ("menu của quán", ""),
        ("", ""),
    ],
)
def test_commands_are_known_by_name_with_and_without_accents(text: str, command: str) -> None:
    call = menu.call_of(text)
    assert (call.name if call else "") == command


@pytest.mark.parametrize("command", [f"/{name}" for name in menu.COMMANDS])
def test_every_command_is_answered_from_every_place(room: Room, command: str) -> None:
    Talk(room, address="stranger").says(command).says("/start").says(command)
    talk = joined(Talk(room)).says(command)
    assert talk.heard
    filled(talk.says("/menu"), "policy").says(command)
    assert talk.heard
    talk.says("/menu").hears("menu-act-ask")


def test_an_unknown_command_is_answered_with_the_current_question(room: Room) -> None:
    joined(Talk(room)).says("/baocao", "/xyz").hears("unknown-command").hears_words(
        "Anh/chị muốn báo loại thành tích nào?"
    )


def test_help_opens_what_is_chosen_there(room: Room) -> None:
    joined(Talk(room)).says("/trogiup").hears("help-act-ask").taps(say("menu-settings")).hears("settings-act-ask")
    Talk(room, address="2").says("/trogiup").hears("help-act-ask")


# --- buttons ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "0:0", "999999:0", "x", "1:" + "9" * 5000, "🔥", "1:1:1", ":", "\x00"])
def test_a_button_that_is_none_of_ours_is_old(room: Room, token: str) -> None:
    talk = joined(Talk(room)).says("/baocao").taps_token(token or "-")
    talk.hears("old-button").hears_words("Anh/chị muốn báo loại thành tích nào?")


def test_an_old_button_gets_a_kind_word_and_the_current_question(room: Room) -> None:
    talk = joined(Talk(room)).says("/baocao")
    old = talk.heard[-1].options[0].token
    talk.taps(LABEL["policy"]).taps_token(old).hears("old-button", "report-unit-ask")
    assert talk.session.answers["kind"] == "policy"


def test_a_number_means_what_is_on_the_screen_now(room: Room) -> None:
    """Between list and answer another report came in by another channel: "1" is still what was shown as 1."""
    talk = sent(joined(Talk(room)), "policy").says("/baicuatoi")
    with room.store.write() as db:
        row = {name: value for name, value in room.rows(Report)[0].items() if name not in ("id", "code")}
        db.execute(of(Report).insert().values(**row, code="CS-2026-0099"))
    talk.says("1").hears_words("CS-2026-0001")


def test_serials_of_two_people_never_meet(room: Room) -> None:
    first, second = joined(Talk(room)), joined(Talk(room, address="2"))
    assert [each.session.serial // SERIALS for each in (first, second)] == [1, 2]


def test_every_token_fits_the_narrowest_channel(room: Room) -> None:
    talk = joined(Talk(room)).says("/baocao")
    assert max(len(option.token.encode()) for option in talk.heard[-1].options) <= 64


# --- odd input ----------------------------------------------------------------------------------------------------------------


def test_a_photo_whose_row_is_missing_harms_nobody(room: Room) -> None:
    talk = joined(Talk(room)).says("/baocao")
    talk.hands_over(PhotoRef("nowhere", "sau", None, "", "damaged"), PhotoRef("gone", "", 4711, "x"))
    assert talk.heard


def test_a_language_we_do_not_speak_is_answered_in_vietnamese(room: Room) -> None:
    answer(room, room.letter(message(room, "/start", language="fr-CA")))
    assert replies(room)[0].startswith("Kính chào")


def test_a_session_of_a_form_that_is_no_more_begins_at_the_menu(room: Room) -> None:
    talk = joined(Talk(room))
    with room.store.write() as db:
        db.execute(update(of(TalkRow)).values(session={"form": "long-gone", "serial": 7, "answers": {"x": 1}}))
    talk.says("xin chào").hears("menu-act-ask")
