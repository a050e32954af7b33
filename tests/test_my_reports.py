"""A member's own reports: found, read, added to, withdrawn; and nobody else's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from storage import report_reading, reports
from storage.tables import ReportAuthor, ReportBenefit, ReportHistory, ReportPhoto, ReportTag
from tests.talk import ANSWERS, TEXTS, Room, Talk, filled, joined, picture, sent


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def one_sent(room: Room, kind: str = "initiative") -> Talk:
    """A member with one report, looking at it."""
    return sent(joined(Talk(room)), kind).says("/baicuatoi", "1")


def history(room: Room) -> list[tuple[str, str]]:
    return [(row["act"], row["to_state"]) for row in room.rows(ReportHistory)]


# --- seeing -----------------------------------------------------------------------------------------------------------


def test_nothing_sent_yet_is_said_kindly(room: Room) -> None:
    joined(Talk(room)).says("/baicuatoi").hears("my-reports-which-ask", count=0)


def test_reports_are_listed_newest_first_with_their_state(room: Room) -> None:
    talk = joined(Talk(room))
    sent(sent(talk), "policy", title="Phụ cấp ca đêm")
    talk.says("/baicuatoi").hears("my-reports-which-ask", count=2)
    assert talk.labels[:2] == [
        "CS-2026-0001 · Đã gửi · Phụ cấp ca đêm",
        f"SK-2026-0001 · Đã gửi · {ANSWERS['title']}",
    ]


def test_a_report_shows_where_it_stands_and_its_photos(room: Room) -> None:
    talk = one_sent(room).hears_words("SK-2026-0001", "• Trạng thái: Đã gửi", "• Ngày gửi: 22/11/2026", "• Số ảnh: 1")
    assert len(talk.heard[-1].photos) == 1


def test_the_history_is_told_in_local_time(room: Room) -> None:
    talk = one_sent(room).taps(say("my-report-add"))
    room.now += timedelta(hours=20)
    talk.sends_photo(picture(2)).taps(say("summary-save")).taps(say("my-report-history"))
    talk.hears_words("• 22/11/2026 lúc 09:30: gửi bài", "• 23/11/2026 lúc 05:30: bổ sung ảnh hoặc thông tin")


def test_long_lists_have_pages(room: Room) -> None:
    talk = joined(Talk(room))
    for _ in range(12):
        sent(talk, "policy")
    talk.says("/baicuatoi")
    assert talk.labels[10] == say("list-more")
    talk.taps(say("list-more"))
    assert [label[:12] for label in talk.labels[:2]] == ["CS-2026-0002", "CS-2026-0001"]
    talk.says("2").hears_words("CS-2026-0001")


@pytest.mark.parametrize("guess", ["SK-2026-0001", "/baicuatoi 1", "1", "báo cáo 1"])
def test_knowing_a_code_opens_nothing(room: Room, guess: str) -> None:
    one_sent(room)
    stranger = joined(Talk(room, address="2"), name="Lê Văn Tám").says("/baicuatoi", guess)
    assert ANSWERS["title"] not in stranger.text


def test_anothers_report_is_found_by_no_query_and_no_old_button(room: Room) -> None:
    mine = one_sent(room)
    token = mine.heard[-1].options[0].token
    theirs = joined(Talk(room, address="2"), name="Lê Văn Tám").says("/baicuatoi").taps_token(token)
    assert "SK-2026-0001" not in theirs.text
    with room.store.read() as db:
        assert (report_reading.one(db, 1, 2), report_reading.of_person(db, 2)) == (None, [])
        assert report_reading.one(db, 1, 1) is not None


# --- adding -----------------------------------------------------------------------------------------------------------


def test_later_questions_and_photos_are_added_and_the_short_form_is_closed(room: Room) -> None:
    talk = one_sent(room).taps(say("my-report-add")).hears_words("Bài đã gửi của anh/chị", ANSWERS["title"])
    assert [label for label in talk.labels if label in (say("report-title-label"), say("report-first-use-label"))] == []
    talk.taps(say("report-benefits-label")).says("1", "Xong", "180tr", "ước tính").hears_words("180.000.000 đồng")
    talk.taps(say("report-slogans-label")).says("4, 6").taps(say("report-theme-label")).says("3")
    talk.sends_photo(picture(2), caption="trước").hears_words("• Ảnh: 2 ảnh")
    talk.taps(say("summary-save")).hears("amend-done", code="SK-2026-0001")
    (report,) = room.reports()
    assert (report["theme"], report["benefit_how"], report["title"]) == ("III.1.c", "ước tính", ANSWERS["title"])
    assert [(row["kind"], row["value"]) for row in room.rows(ReportBenefit)] == [("money", 180_000_000)]
    assert [row["slogan"] for row in room.rows(ReportTag)] == ["5n-an-toan", "3tk-suc-lao-dong"]
    assert [(row["position"], row["tag"]) for row in room.rows(ReportPhoto)] == [(1, "after"), (2, "before")]
    assert history(room) == [("send", "sent"), ("add", "sent")]


def test_adding_twice_keeps_what_was_added_first(room: Room) -> None:
    talk = one_sent(room).taps(say("my-report-add")).taps(say("report-authorship-label"))
    talk.taps(say("authorship-several")).says("Hà 60 %, Quân 40 %").taps(say("agreed-yes")).taps(say("summary-save"))
    talk.taps(say("my-report-add")).hears_words("Hà 60 %; Quân 40 %").taps(say("report-recognition-label"))
    talk.taps("Đang chờ xét").taps(say("summary-save"))
    assert [(row["name"], row["share"]) for row in room.rows(ReportAuthor)] == [("Hà", 60.0), ("Quân", 40.0)]
    assert room.reports()[0]["recognition"] == "pending"


def test_a_photo_sent_by_mistake_can_be_taken_off(room: Room) -> None:
    talk = one_sent(room).taps(say("my-report-add")).sends_photo(picture(2)).taps(say("summary-save"))
    talk.taps(say("my-report-add")).taps(say("report-photos-label")).taps(say("photos-drop"))
    talk.taps(say("photos-done")).taps(say("summary-save"))
    assert [row["photo_id"] for row in room.rows(ReportPhoto)] == [1]


def test_a_photo_is_never_lost_to_the_last_one_of_an_initiative(room: Room) -> None:
    talk = one_sent(room).taps(say("my-report-add")).taps(say("report-photos-label")).taps(say("photos-drop"))
    assert say("photos-done") not in talk.labels
    talk.says("xong").hears("misread-photos").says("/menu")
    assert len(room.rows(ReportPhoto)) == 1


def test_an_exemplar_without_photos_gets_one_later(room: Room) -> None:
    talk = joined(Talk(room)).says("/baocao", "Gương điển hình", "1", "Chị Ánh", "Cứu người", "Cứu 4 người", "Bến đò")
    talk.taps("Bỏ qua").taps(say("summary-send")).says("/baicuatoi", "1").taps(say("my-report-add"))
    assert "• Ảnh" not in talk.text
    talk.sends_photo(picture(1)).hears_words("• Ảnh: 1 ảnh").taps(say("summary-save"))
    assert len(room.rows(ReportPhoto)) == 1


def test_leaving_without_saving_changes_nothing(room: Room) -> None:
    talk = (
        one_sent(room).taps(say("my-report-add")).taps(say("report-theme-label")).says("3").taps("Huỷ").hears("stopped")
    )
    assert (room.reports()[0]["theme"], history(room)) == (None, [("send", "sent")])
    talk.says("/baicuatoi", "1").taps(say("my-report-add")).says("/menu")
    assert history(room) == [("send", "sent")]


# --- withdrawing --------------------------------------------------------------------------------------------------------


def test_withdrawing_is_asked_twice(room: Room) -> None:
    talk = one_sent(room).taps(say("my-report-withdraw")).hears("withdraw-sure-ask")
    talk.taps(say("withdraw-no")).hears("withdraw-kept", code="SK-2026-0001")
    assert room.reports()[0]["state"] == "sent"
    talk.taps(say("my-report-withdraw")).taps(say("withdraw-yes")).hears("withdraw-done", code="SK-2026-0001")
    assert (room.reports()[0]["state"], history(room)) == ("withdrawn", [("send", "sent"), ("withdraw", "withdrawn")])


@pytest.mark.parametrize("act", ["my-report-add", "my-report-withdraw"])
def test_a_withdrawn_report_is_neither_amended_nor_withdrawn_again(room: Room, act: str) -> None:
    """Not offered any more; a button from before it was withdrawn elsewhere is explained."""
    talk = one_sent(room)
    with room.store.write() as db:
        reports.move(db, 1, "withdraw", who=1, now=room.now, today=room.now.date())
    talk.taps(say(act)).hears("refused-state", state="Đã rút").hears_words("• Trạng thái: Đã rút")
    assert talk.labels == [say("my-report-history"), say("my-report-list"), say("way-back"), say("way-cancel")]
    talk.says(say(act)).hears("misread-choose")
    assert history(room)[-1] == ("withdraw", "withdrawn")


def test_a_report_withdrawn_elsewhere_meanwhile_is_not_amended(room: Room) -> None:
    talk = one_sent(room).taps(say("my-report-add")).taps(say("report-theme-label")).says("3")
    with room.store.write() as db:
        reports.move(db, 1, "withdraw", who=1, now=room.now, today=room.now.date())
    talk.taps(say("summary-save")).hears_words("Đã rút")
    assert room.reports()[0]["theme"] is None


def test_the_number_of_a_withdrawn_report_is_not_given_again(room: Room) -> None:
    talk = one_sent(room).taps(say("my-report-withdraw")).taps(say("withdraw-yes"))
    sent(talk).hears_words("SK-2026-0002")


def test_a_new_report_may_follow_from_any_of_these_states(room: Room) -> None:
    talk = one_sent(room).taps(say("my-report-withdraw"))
    filled(talk, "policy").taps(say("summary-send")).hears_words("CS-2026-0001")
