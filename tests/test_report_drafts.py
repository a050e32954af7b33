"""Before sending: the summary and its edits, and reports put aside for another day (R18)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from handlers.rehearsal import achievements
from storage.tables import Audit, Draft, ReportPhoto
from tests.talk import ANSWERS, LABEL, TEXTS, Room, Talk, asked, filled, joined, picture, sent


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def at_photos(room: Room) -> Talk:
    return asked(joined(Talk(room)), "initiative", "photos").hears_words("Câu 7/7")


# --- the summary --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("title", "Gá xoay mới", "Gá xoay mới"),
        ("before", "Lật tay", "Lật tay"),
        ("place", "Bãi 2", "Bãi 2"),
        ("first_use", "16/3/2026", date(2026, 3, 16)),
        ("unit", "May Thiên Hà", None),
    ],
)
def test_any_answer_is_edited_and_one_is_back_at_the_summary_r18(room: Room, name: str, typed: str, kept: Any) -> None:
    talk = filled(joined(Talk(room))).taps(say("summary-edit"))
    talk.taps(say(f"report-{name.replace('_', '-')}-label")).says(typed).hears_words("Mời anh/chị xem lại")
    talk.taps(say("summary-send"))
    (report,) = room.reports()
    assert (report[name] == kept) if kept else report["unit_id"] == room.unit("cdcs-may-thien-ha")


def test_a_wrong_tap_on_an_answer_to_edit_costs_nothing(room: Room) -> None:
    talk = filled(joined(Talk(room))).taps(say("summary-edit")).taps(say("report-title-label")).taps("Quay lại")
    talk.hears_words("Mời anh/chị xem lại", ANSWERS["title"])


def test_sending_twice_sends_one_report(room: Room) -> None:
    talk = filled(joined(Talk(room)))
    token = next(option.token for option in talk.heard[-1].options if option.label == say("summary-send"))
    talk.taps_token(token).hears_words("SK-2026-0001")
    talk.taps_token(token).hears("old-button", "menu-act-ask")
    talk.says("Gửi bài")
    assert len(room.reports()) == 1


def test_what_is_sent_is_logged_without_the_words_r45(room: Room) -> None:
    sent(joined(Talk(room)))
    assert [(row["act"], row["subject"], row["note"]) for row in room.rows(Audit)] == [("send", "report:1", "")]


def test_a_story_told_out_of_the_blue_begins_a_report_r77(room: Room) -> None:
    story = next(each["typed"] for each in achievements() if each["no"] == "H2")
    talk = joined(Talk(room)).says(story).hears("story-kept", "report-unit-ask")
    assert (talk.session.answers["kind"], talk.session.answers["solution"]) == ("initiative", story)
    talk.says("1", "phieu rot be tong", "be tong roi vai").hears_words("Câu 4/7")


# --- drafts ----------------------------------------------------------------------------------------------------------------


def drafts(room: Room) -> list[str]:
    return [row["title"] for row in room.rows(Draft)]


def test_later_keeps_a_draft_that_survives_days_and_is_resumed_r18(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1)).taps("Để sau").hears("draft-kept", "menu-act-ask")
    assert (drafts(room), talk.session.album) == ([ANSWERS["title"]], ())
    room.now += timedelta(days=40)
    talk.says("/bannhap")
    assert talk.labels[:2] == [f"22/11/2026 · {ANSWERS['title']}", say("draft-new")]
    talk.says("1").taps(say("draft-resume")).hears("draft-resumed").hears_words("Câu 7/7")
    talk.taps(say("photos-done")).taps(say("summary-send"))
    assert (len(room.rows(ReportPhoto)), drafts(room)) == (1, [])


def test_a_draft_is_deleted_on_request_r18(room: Room) -> None:
    talk = at_photos(room).says("để sau", "/bannhap", "1").taps(say("draft-delete")).hears("draft-deleted")
    assert drafts(room) == []
    talk.says("/bannhap").hears("drafts-which-ask", count=0)


def test_cancelling_in_the_middle_throws_nothing_away_by_one_tap(room: Room) -> None:
    talk = at_photos(room).says("/huy").hears("stop-act-ask")
    assert drafts(room) == [ANSWERS["title"]]
    talk.taps(say("stop-resume")).hears_words("Câu 7/7")
    talk.says("hủy").taps(say("stop-keep")).hears("draft-kept")
    talk.says("/bannhap", "1", say("draft-resume"), "Huỷ").taps(say("stop-delete")).hears("draft-deleted")
    assert (drafts(room), room.reports()) == ([], [])


@pytest.mark.parametrize("command", ["/menu", "menu", "/trogiup", "/caidat", "/baicuatoi", "/start"])
def test_a_command_wins_over_any_state_and_puts_the_report_aside(room: Room, command: str) -> None:
    at_photos(room).says(command).hears("draft-put-aside")
    assert drafts(room) == [ANSWERS["title"]]


def test_nothing_told_is_no_draft(room: Room) -> None:
    talk = joined(Talk(room)).says("/baocao", LABEL["initiative"], "/menu").hears("menu-act-ask")
    assert (drafts(room), talk.session.form) == ([], "menu")
    talk.says("/huy").hears("nothing-to-cancel")


def test_two_drafts_are_two_and_a_new_report_is_a_third_r18(room: Room) -> None:
    talk = at_photos(room).taps("Để sau")
    room.now += timedelta(minutes=1)
    talk.says("/baocao", say("draft-new"), LABEL["policy"], "1", "Phụ cấp ca đêm", "/menu")
    room.now += timedelta(minutes=1)
    talk.says("/baocao").hears("drafts-which-ask", count=2)
    assert [label.split(" · ")[-1] for label in talk.labels[:2]] == ["Phụ cấp ca đêm", ANSWERS["title"]]
    talk.taps(talk.labels[1]).taps(say("draft-resume")).hears_words("Câu 7/7").taps("Để sau")
    assert sorted(drafts(room)) == sorted([ANSWERS["title"], "Phụ cấp ca đêm"])  # put aside again, not twice


def test_photos_that_come_before_a_draft_is_resumed_join_it(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1)).taps("Để sau").sends_photo(picture(2)).says("/bannhap", "1")
    talk.taps(say("draft-resume"))
    assert len(talk.session.album) == 2


def test_a_draft_of_another_person_is_nobodys_business(room: Room) -> None:
    at_photos(room).taps("Để sau")
    joined(Talk(room, address="2")).says("/bannhap").hears("drafts-which-ask", count=0)
