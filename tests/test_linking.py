"""One person on several channels: a code links any two of them, guessing is bounded, and news comes where it is wanted (R38)."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import permutations

import pytest

from bot.channels.gateway import Limits
from handlers.words import Incoming
from storage import linking, my_data, people
from storage.tables import Address, Audit, Draft, OneTimeCode, Person, Report
from storage.tables import Talk as TalkRow
from tests.talk import TEXTS, Room, Talk, joined, sent

CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")
PLACES = {"telegram": "100", "zalo_bot": "6ede9afa66b88fe6d6a9", "zalo_oa": "251200000000000001", "web": "w1"}
POOR = Limits(text=2000, buttons=False, photos=False, files=False)


def say(name: str) -> str:
    return TEXTS.say("vi", name)


def at(room: Room, channel: str, address: str = "") -> Talk:
    limits = POOR if channel == "zalo_bot" else Limits()
    return Talk(room, channel=channel, address=address or PLACES[channel], limits=limits)


def code_of(talk: Talk) -> str:
    talk.says("/caidat").taps(say("settings-make-code"))
    found = CODE.search(talk.text)
    assert found is not None, talk.text
    return found[0]


def owners(room: Room) -> dict[str, int]:
    return {row["address"]: row["person_id"] for row in room.rows(Address)}


# --- linking ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second"), [*permutations(PLACES, 2)])
def test_any_two_channels_become_one_person_half_way_in_a_report(room: Room, first: str, second: str) -> None:
    here, there = at(room, first), at(room, second)
    joined(here).says("/baocao", "1", "1", "Gá xoay")
    code = code_of(here)  # what was half told is put aside
    there.says("/start", "/lienket", code).hears("linked")
    assert len({*owners(room).values()}) == 1
    there.says("/bannhap", "1", "Viết tiếp").hears_words("Câu 2/7")
    here.says("Lật bằng xà beng").hears_words("Câu 3/7")
    (talk,) = room.rows(TalkRow, person_id=1)
    assert (talk["channel"], talk["address"]) == (first, PLACES[first])


def test_three_channels_are_one_person_whose_old_address_stays(room: Room) -> None:
    """From Zalo Bot to the Official Account: the ids differ, and the old door stays open until it is gone."""
    bot = joined(at(room, "zalo_bot"))
    at(room, "zalo_oa").says("/lienket", code_of(bot)).hears("linked")
    at(room, "web").says("/lienket", code_of(bot)).hears("linked")
    bot.says("/dulieu").hears_words("Kênh trò chuyện: Zalo (trang của Công đoàn), Zalo (trợ lý), trang web")
    with room.store.read() as db:
        assert len(my_data.gather(db, 1)["addresses"]) == 3


def test_half_way_in_joining_what_was_typed_is_left_behind(room: Room) -> None:
    code = code_of(joined(at(room, "telegram")))
    web = at(room, "web").says("/start", "1", "1", "2", "Xây lắp Sông Vân", "Lê Văn Tám")
    web.says("/lienket", code).hears("linked")
    stranger = next(row for row in room.rows(TalkRow) if row["person_id"] != 1)
    assert "Tám" not in str(stranger["session"])
    assert web.says("/menu").session.form == "menu"


def test_what_follows_in_the_same_batch_is_said_as_the_owner(room: Room) -> None:
    """A code and the next message may be answered in one transaction; between them the address changes its person."""
    code = code_of(joined(at(room, "telegram")))
    web = at(room, "web").says("/lienket")
    batch = [room.letter(Incoming(**{**web._base(), "text": text})) for text in (code, "/baicuatoi")]
    with room.store.write() as db:
        before = web._last(db)
        room.clerk.answer(db, batch, room.now)
        assert web._replies(db, before)[0].text == say("linked")
    assert web.session.form == "my-reports"
    (talk,) = room.rows(TalkRow, person_id=1)
    assert talk["channel"] == "web"


def test_of_two_who_type_a_code_at_once_one_is_linked(room: Room) -> None:
    code = code_of(joined(at(room, "telegram")))
    two = [at(room, "web").says("/lienket"), at(room, "zalo_bot").says("/lienket")]
    batch = [room.letter(Incoming(**{**each._base(), "text": code})) for each in two]
    with room.store.write() as db:
        room.clerk.answer(db, batch, room.now)
    assert [owners(room)[each.address] == 1 for each in two] == [True, False]


def test_who_has_joined_twice_hears_what_to_do_and_can_do_it(room: Room) -> None:
    code = code_of(joined(at(room, "telegram")))
    zalo = sent(joined(at(room, "zalo_bot"), name="Lê Văn Tám"))
    zalo.says("/lienket", code).hears("refused-linked-already")
    zalo.says("/dulieu").taps(say("my-data-delete")).taps(say("my-data-delete-yes")).hears("my-data-deleted")
    zalo.says("/lienket", code).hears("linked")
    assert len({*owners(room).values()}) == 1
    assert [row["person_id"] for row in room.rows(Report)] == [None]  # a report that was sent stays with the union


def test_ones_own_code_belongs_on_the_other_channel_and_stays_good(room: Room) -> None:
    phone = joined(at(room, "telegram"))
    code = code_of(phone)
    phone.says("/lienket", code).hears("refused-own-code")
    assert [row["used_at"] for row in room.rows(OneTimeCode)] == [None]
    at(room, "web").says("/lienket", code).hears("linked")


def test_guessing_ends_after_ten_codes_an_hour_an_address(room: Room) -> None:
    code = code_of(joined(at(room, "telegram")))
    guesser = at(room, "web").says("/lienket")
    for number in range(linking.TRIES - 1):
        guesser.says(f"WRNG-{number:04}").hears("refused-code")
    guesser.says("WRNG-WRNG").hears("refused-code-tries")
    guesser.says(code).hears("refused-code-tries")  # not even the right one
    assert len(room.rows(Audit, act=linking.WRONG)) == linking.TRIES  # what is not tried is not counted
    at(room, "zalo_bot").says("/lienket", code).hears("linked")  # nobody else waits
    room.now += linking.TRIES_FORGET
    guesser.says(code_of(at(room, "telegram"))).hears("linked")


# --- by which channel news comes ----------------------------------------------------------------------------------------


def on_three(room: Room) -> dict[str, Talk]:
    talks = {channel: at(room, channel) for channel in ("telegram", "zalo_bot", "web")}
    joined(talks["telegram"])
    for channel in ("zalo_bot", "web"):
        talks[channel].says("/lienket", code_of(talks["telegram"]))
    return talks


def news_comes(room: Room) -> str:
    with room.store.read() as db:
        return people.places_of(db, [1])[1][0]


def test_news_comes_where_they_wrote_last_or_by_the_chosen_channel(room: Room) -> None:
    talks = on_three(room)
    talks["web"].says("/menu")
    assert news_comes(room) == "web"
    talks["telegram"].says("/caidat").taps(say("settings-channel"))
    talks["telegram"].hears_words("Hiện nay: Kênh dùng gần nhất")
    assert talks["telegram"].labels[:4] == [say("settings-channel-last"), "Telegram", "Zalo", "Trang web"]
    talks["telegram"].taps("Zalo").hears("channel-chosen", channel="Zalo")
    assert news_comes(room) == "zalo_bot"
    talks["web"].says("/menu")  # answers come where one asks, news where one wants it
    assert (news_comes(room), talks["web"].heard != []) == ("zalo_bot", True)
    talks["zalo_bot"].says("/caidat", "5").hears_words("Hiện nay: Zalo.")
    talks["zalo_bot"].says("1").hears("channel-last-chosen")
    assert news_comes(room) == "zalo_bot"
    talks["telegram"].says("/menu")
    assert news_comes(room) == "telegram"


def test_the_chosen_channel_that_is_gone_gives_way_to_the_last_one_and_comes_back(room: Room) -> None:
    talks = on_three(room)
    talks["web"].says("/caidat").taps(say("settings-channel")).taps("Zalo")
    talks["zalo_bot"].sends("left")
    talks["web"].says("/menu")
    assert news_comes(room) == "web"
    talks["zalo_bot"].says("/menu")
    talks["telegram"].says("/menu")
    assert news_comes(room) == "zalo_bot"


def test_a_channel_that_went_meanwhile_is_not_chosen(room: Room) -> None:
    talks = on_three(room)
    talks["web"].says("/caidat").taps(say("settings-channel"))
    talks["zalo_bot"].sends("left")
    talks["web"].says("Zalo").hears("refused-channel-gone")
    assert [row["writes_to"] for row in room.rows(Person, id=1)] == [""]


def test_with_one_channel_there_is_nothing_to_choose(room: Room) -> None:
    talk = joined(at(room, "telegram")).says("/caidat").taps(say("settings-channel"))
    talk.hears("refused-one-channel")
    assert talk.session.form == "menu"


def test_the_choice_goes_with_the_person(room: Room) -> None:
    talks = on_three(room)
    web = talks["web"].says("/caidat").taps(say("settings-channel")).taps("Telegram")
    with room.store.read() as db:
        assert my_data.gather(db, 1)["person"]["writes_to"] == "telegram"
    web.says("/dulieu").taps(say("my-data-delete")).taps(say("my-data-delete-yes"))
    assert [row["writes_to"] for row in room.rows(Person, id=1)] == [""]
    assert room.rows(Draft) == []


def test_of_two_addresses_on_a_channel_the_one_seen_last_is_written_to(room: Room) -> None:
    phone = joined(at(room, "telegram"))
    at(room, "telegram", "101").says("/lienket", code_of(phone))
    at(room, "web").says("/lienket", code_of(phone))
    at(room, "web").says("/caidat").taps(say("settings-channel")).taps("Telegram")
    room.now += timedelta(hours=1)
    at(room, "telegram", "101").says("/menu")
    at(room, "web").says("/menu")
    with room.store.read() as db:
        assert people.places_of(db, [1])[1] == ("telegram", "101")
