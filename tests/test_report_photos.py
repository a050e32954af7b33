"""Photos of a report: welcome at any step, known by their content, told apart, waited for (R9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import ResourceClosedError

from storage import album
from storage.tables import Outbox, ReportPhoto, of
from tests.talk import ANSWERS, LABEL, QUESTIONS, TEXTS, Room, Talk, asked, filled, joined, picture


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def at_photos(room: Room) -> Talk:
    return asked(joined(Talk(room)), "initiative", "photos").hears_words("Câu 7/7")


def filed_photos(room: Room) -> list[tuple[int, str, str]]:
    return [(row["position"], row["tag"], row["caption"]) for row in room.rows(ReportPhoto)]


def test_one_to_ten_photos_and_the_eleventh_is_refused_kindly_r9(room: Room) -> None:
    talk = at_photos(room)
    for number in range(10):
        talk.sends_photo(picture(number), caption="sau").hears("photo-kept", count=number + 1, most=10)
    talk.sends_photo(picture(10)).hears("photo-enough", most=10)
    talk.taps(say("photos-done")).taps(say("summary-send"))
    assert len(filed_photos(room)) == 10


def test_no_photo_is_no_answer_where_one_is_required_r9(room: Room) -> None:
    talk = at_photos(room).says("xong").hears("misread-photos")
    assert say("photos-done") not in talk.labels
    talk.says("không có ảnh").hears("misread-photos")


def test_the_same_picture_twice_is_known_by_its_content_r9(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1)).sends_photo(picture(1)).hears("photo-again")
    talk.taps(say("photos-done")).taps(say("summary-send"))
    assert len(filed_photos(room)) == 1


@pytest.mark.parametrize("word", ["xong", "Đủ ảnh rồi", "đủ rồi", "du anh", "het roi", "1"])
def test_enough_in_many_words(room: Room, word: str) -> None:
    at_photos(room).sends_photo(picture(1)).says(word).hears_words("Mời anh/chị xem lại")


@pytest.mark.parametrize("caption", ["2", "1", "xong", "Bỏ ảnh cuối", "/anh chụp", "Huỷ", "để sau"])
def test_words_under_a_photo_describe_it_and_answer_nothing_r9(room: Room, caption: str) -> None:
    photo = Talk(room).photo(picture(1), caption)
    talk = at_photos(room).hands_over(photo, text=caption)
    talk.hears("photo-kept", count=1, most=10).hears_words("Câu 7/7")
    assert [each["caption"] for each in talk.session.album] == [caption]


def test_before_and_after_come_from_captions_r9(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1), caption="ảnh trc").sends_photo(picture(2), caption="Sau khi làm")
    talk.taps(say("photos-done")).taps(say("summary-send"))
    assert filed_photos(room) == [(1, "before", "ảnh trc"), (2, "after", "Sau khi làm")]


@pytest.mark.parametrize(
    ("answers", "tags"),
    [
        (["1, 3"], ["before", "after", "before"]),
        (["2", "Xong"], ["after", "before", "after"]),
        (["Ảnh 1", "Xong"], ["before", "after", "after"]),
        (["Bỏ qua"], ["", "", ""]),
    ],
)
def test_which_were_before_is_asked_where_nobody_said_r9(room: Room, answers: list[str], tags: list[str]) -> None:
    talk = at_photos(room).sends_photo(*(picture(number) for number in (1, 2, 3))).taps(say("photos-done"))
    talk.hears_words("Những ảnh nào chụp trước khi làm?").says(*answers).taps(say("summary-send"))
    assert [tag for _, tag, _ in filed_photos(room)] == tags


def test_the_last_photo_can_be_dropped(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1), picture(2)).taps(say("photos-drop")).hears("photos-dropped", count=1)
    talk.taps(say("photos-drop")).hears("photos-dropped", count=0)
    assert say("photos-done") not in talk.labels
    talk.sends_photo(picture(3)).taps(say("photos-done")).hears_words("• Ảnh: 1 ảnh")


def test_photos_at_any_step_are_kept_for_the_report_r9(room: Room) -> None:
    talk = (
        joined(Talk(room))
        .sends_photo(picture(1), caption="trước")
        .hears("photo-kept", "menu-act-ask", count=1, most=10)
    )
    talk.says("/baocao").sends_photo(picture(2), caption="sau").says(LABEL["initiative"], "1")
    talk.says(*(ANSWERS[name] for name in QUESTIONS["initiative"][:-1])).taps(say("photos-done"))
    talk.hears_words("• Ảnh: 2 ảnh").sends_photo(picture(3), caption="sau nữa").hears_words("• Ảnh: 3 ảnh")
    talk.taps(say("summary-send"))
    assert [tag for _, tag, _ in filed_photos(room)] == ["before", "after", "after"]


def test_photos_of_a_kind_that_asks_for_none_are_shown_before_sending(room: Room) -> None:
    talk = filled(joined(Talk(room)), "policy").sends_photo(picture(1), caption="biên bản").hears_words("• Ảnh: 1 ảnh")
    talk.taps(say("summary-send"))
    assert filed_photos(room) == [(1, "", "biên bản")]


def test_words_and_a_photo_in_one_message_are_both_heard(room: Room) -> None:
    talk = (
        joined(Talk(room))
        .says("/baocao", LABEL["initiative"], "1")
        .hands_over(Talk(room).photo(picture(1)), text="Gá xoay")
    )
    assert (talk.session.answers["title"], len(talk.session.album)) == ("Gá xoay", 1)


def waiting_replies(room: Room) -> list[tuple[Any, Any]]:
    return [(row["due_at"] - room.now, row["body"]["text"]) for row in room.rows(Outbox) if ":album:" in row["key"]]


def test_an_album_has_one_reply_when_it_is_quiet_r9(room: Room) -> None:
    talk = at_photos(room)
    talk.sends_photo(picture(1), picture(2), album_id="a")
    room.now += timedelta(seconds=1)
    talk.sends_photo(picture(3), album_id="a")
    ((wait, text),) = waiting_replies(room)
    assert wait == timedelta(seconds=1.5)
    assert say("photo-kept", count=3, most=10) in text
    assert talk.session.serial == int(room.rows(Outbox)[-1]["body"]["options"][0][0].split(":")[0])  # its buttons work


def test_a_photo_of_an_album_that_was_answered_gets_its_own_reply(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1), album_id="a")
    with room.store.write() as db:
        db.execute(update(of(Outbox)).where(of(Outbox).c.key.contains(":album:")).values(state="sent"))
    talk.sends_photo(picture(2), album_id="a").hears("photo-kept", count=2, most=10)
    assert len(waiting_replies(room)) == 2


def test_what_was_wrong_with_one_photo_of_an_album_is_not_lost_r9(room: Room) -> None:
    talk = at_photos(room)
    bad = replace(talk.promised_photo(), problem="damaged")
    talk.sends_photo(picture(1), album_id="a").hands_over(bad, album="a").sends_photo(picture(2), album_id="a")
    ((_, text),) = waiting_replies(room)
    assert text.startswith(say("photo-kept", count=2, most=10))
    assert text.count(say("photo-damaged")) == 1


def test_sending_waits_for_a_photo_that_is_on_its_way(room: Room) -> None:
    talk = at_photos(room)
    promised = talk.promised_photo("sau")
    talk.hands_over(promised).taps(say("photos-done")).taps(say("summary-send")).hears(
        "refused-photos-pending", count=1
    )
    assert room.reports() == []
    talk.arrives(promised, picture(1))
    talk.taps(say("summary-send")).hears_words("SK-2026-0001")
    assert filed_photos(room) == [(1, "after", "sau")]


def lose(room: Room, number: int | None) -> None:
    assert number is not None
    with room.store.write() as db:
        album.missed(db, number, room.now, again=False)


def test_a_photo_that_never_came_is_dropped_with_an_explanation(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1), caption="trước")
    promised = talk.promised_photo("sau")
    talk.hands_over(promised).taps(say("photos-done"))
    lose(room, promised.photo_id)
    talk.taps(say("summary-send")).hears("refused-photos-lost", count=1).hears_words("• Ảnh: 1 ảnh")
    talk.taps(say("summary-send"))
    assert filed_photos(room) == [(1, "before", "trước")]


def test_when_the_only_photo_is_lost_a_photo_is_asked_for_again(room: Room) -> None:
    talk = at_photos(room)
    promised = talk.promised_photo()
    talk.hands_over(promised).taps(say("photos-done"))
    lose(room, promised.photo_id)
    talk.taps(say("summary-send")).hears("refused-photos-lost", count=1).hears_words("Câu 7/7")
    talk.sends_photo(picture(1)).taps(say("photos-done")).taps(say("summary-send"))
    assert len(filed_photos(room)) == 1


def test_two_messages_with_the_same_picture_on_its_way_file_it_once(room: Room) -> None:
    talk = at_photos(room)
    first, second = talk.promised_photo(), talk.promised_photo()
    talk.hands_over(first, second).taps(say("photos-done")).says("Bỏ qua")
    talk.arrives(first, picture(1))
    talk.arrives(second, picture(1))
    talk.taps(say("summary-send"))
    assert len(filed_photos(room)) == 1


def test_of_no_photo_nothing_is_asked_of_the_database(room: Room) -> None:
    with room.store.read() as db:
        closed = db
    assert album.states(closed, []) == {}
    with pytest.raises(ResourceClosedError):
        album.states(closed, [1])
