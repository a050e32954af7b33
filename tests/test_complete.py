"""A report that came back: its author is asked exactly what was asked for, and it goes on where it stood (R20)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import reports
from storage.tables import Draft, Photo, ReportAuthor, ReportBenefit, ReportHistory, ReportPhoto, ReportUnit
from tests.talk import ANSWERS, Room, Talk, picture, sent
from tests.test_golden import POOREST
from tests.test_review import AUTHOR, BASE, author, base, chief, steps
from tests.test_review_walk import COMMUNE, MAY_THIEN_HA, member, say, states, who

UNIT = "CĐCS Công ty TNHH May Thiên Hà [MẪU]"


def returned(room: Room, *ticks: str, words: str = "") -> tuple[Talk, Talk]:
    """An author whose report was returned for the questions of these labels, and the reviewer."""
    sender, officer = author(room), base(room)
    officer.says("/duyet").taps("Trả lại bổ sung")
    officer.says(*ticks, "Xong") if ticks else officer.taps("Bỏ qua")
    officer.says(words) if words else officer.taps("Bỏ qua")
    assert states(room) == ["returned"]
    return sender, officer


def test_exactly_what_was_asked_for_is_asked_with_the_old_answers_r20(room: Room) -> None:
    sender, officer = returned(room, "Trước đây", "Kết quả", words="Anh cho em xin con số")
    sender.taps_token("go:bosung:1")
    sender.hears("complete-asked", code="SK-2026-0001", unit=UNIT, told="yes", words="Anh cho em xin con số")
    sender.hears_words("Câu 1/2", say("report-before-ask", kind="initiative"), f"trả lời:\n{ANSWERS['before']}")
    sender.taps("Giữ nguyên").hears_words("Câu 2/2", f"trả lời:\n{ANSWERS['result']}")
    sender.says("Còn 3 thợ, tiết kiệm 4.410 giờ công")
    sender.hears_words(f"• Trước đây: {ANSWERS['before']}", "• Kết quả: Còn 3 thợ, tiết kiệm 4.410 giờ công")
    sender.taps("Gửi bài").hears("complete-done", code="SK-2026-0001", unit=UNIT)
    row = room.reports()[0]
    assert (row["state"], row["desk_unit_id"], row["turn"]) == ("sent", room.unit(MAY_THIEN_HA), 1)
    assert (row["before"], row["result"]) == (ANSWERS["before"], "Còn 3 thợ, tiết kiệm 4.410 giờ công")
    assert " 4 410 " in row["search_key"]
    assert steps(room)[-2:] == [("return", "received", "returned"), ("complete", "returned", "sent")]
    assert room.rows(ReportHistory, act="complete")[0]["detail"] == {"questions": ["before", "result"]}
    officer.says("/duyet").hears_words("tiết kiệm 4.410 giờ công", "bổ sung theo yêu cầu")


def test_it_resumes_at_the_level_that_returned_it_r20(room: Room) -> None:
    sender, above = author(room), chief(room)
    base(room).says("/duyet", "1")
    above.says("/duyet").taps("Trả lại bổ sung").says("Tên gọi", "Xong").taps("Bỏ qua")
    sender.says("/bosung", "Bộ gá xoay lồng thép").taps("Gửi bài")
    assert room.reports()[0]["desk_unit_id"] == room.unit(COMMUNE)
    above.says("/duyet").hears_words("Bộ gá xoay lồng thép")


def test_of_two_that_came_back_one_is_chosen_r20(room: Room) -> None:
    sender, officer = returned(room, "Trước đây")
    sent(sender, title="Giá treo súng hàn")
    officer.says("/duyet").taps("Trả lại bổ sung").says("Kết quả", "Xong").taps("Bỏ qua")
    sender.says("/bosung").hears("complete-which-ask", count=2)
    assert sender.labels[:2] == ["SK-2026-0001 · Bộ gá xoay", "SK-2026-0002 · Giá treo súng hàn"]
    sender.says("2").hears("complete-asked", code="SK-2026-0002", unit=UNIT, told="no", words="")


def test_a_sentence_alone_leaves_every_question_open(room: Room) -> None:
    sender, _ = returned(room, words="Anh xem lại giúp em nơi thực hiện")
    sender.says("/baicuatoi", "1").hears_words("• Trạng thái: Chờ bổ sung").taps(say("my-report-complete"))
    sender.hears_words("Anh xem lại giúp em nơi thực hiện", f"• Nơi thực hiện: {ANSWERS['place']}")
    sender.taps("Nơi thực hiện").hears_words(say("report-place-ask", kind="initiative")).says("Bãi thép số 2")
    sender.taps("Gửi bài").hears("complete-done", code="SK-2026-0001", unit=UNIT)
    row = room.reports()[0]
    assert (row["place"], row["title"], row["before"]) == ("Bãi thép số 2", "Bộ gá xoay", ANSWERS["before"])
    assert len(room.rows(ReportAuthor)) == 1


def test_photos_are_added_and_taken_off_r9(room: Room) -> None:
    sender, officer = returned(room, "Ảnh")
    before = room.rows(ReportPhoto)[0]["photo_id"]
    sender.says("/bosung").hears_words("Câu 1/1")
    assert len(sender.heard[-1].photos) == 1
    sender.sends_photo(picture(8), caption="trước").sends_photo(picture(9), caption="sau")
    sender.taps("Bỏ ảnh 1").taps(say("photos-done")).taps("Gửi bài")
    kept = room.rows(ReportPhoto)
    assert ([each["tag"] for each in kept], before in {each["photo_id"] for each in kept}) == (
        ["before", "after"],
        False,
    )
    assert len(room.rows(Photo)) == 3
    officer.says("/duyet").hears_words("• Ảnh: ảnh 1 (trước): trước; ảnh 2 (sau): sau")


def test_benefits_and_authors_can_be_asked_for_r7_r10(room: Room) -> None:
    sender, _ = returned(room, say("report-benefits-label"), say("report-authorship-label"))
    sender.says("/bosung").hears("report-authorship-ask").taps(say("authorship-several"))
    sender.says("Hà 60 %, Quân 40 %").taps(say("agreed-yes")).says("1", "Xong", "180tr", "ước tính").taps("Gửi bài")
    assert [(each["name"], each["share"]) for each in room.rows(ReportAuthor)] == [("Hà", 60.0), ("Quân", 40.0)]
    assert [each["value"] for each in room.rows(ReportBenefit)] == [180_000_000]
    row = room.reports()[0]
    assert (row["authorship"], row["benefit_how"], row["state"]) == ("several", "ước tính", "sent")


def test_another_day_of_first_use_puts_it_under_the_units_of_that_day_r3(room: Room) -> None:
    sender, _ = returned(room, "Bắt đầu dùng từ")
    sender.says("/bosung", "15/8/2025").taps("Gửi bài")
    row = room.reports()[0]
    assert (str(row["first_use"]), str(row["on_day"])) == ("2025-08-15", "2025-08-15")
    chain = [each["unit_id"] for each in room.rows(ReportUnit)]
    assert chain[:2] == [room.unit(MAY_THIEN_HA), room.unit("nb")]


def test_what_was_begun_is_put_aside_and_gone_on_with(room: Room) -> None:
    sender, _ = returned(room, "Trước đây", "Kết quả")
    sender.says("/bosung", "8 thợ lật lồng thép").hears_words("Câu 2/2").says("/menu").hears("draft-put-aside")
    room.now += timedelta(days=3)
    sender.taps_token("go:bosung:1").hears("draft-resumed").hears_words("Câu 2/2")
    sender.says("/menu", "/bosung").hears("draft-resumed").taps("Giữ nguyên").taps("Gửi bài")
    assert (room.reports()[0]["before"], room.rows(Draft)) == ("8 thợ lật lồng thép", [])


@pytest.mark.parametrize("moved", ["undone", "withdrawn", "asked anew"])
def test_what_moved_meanwhile_is_said_kindly(room: Room, moved: str) -> None:
    sender, officer = returned(room, "Trước đây")
    sender.says("/bosung", "8 thợ lật lồng thép")
    match moved:
        case "undone":
            officer.says("/hoantac")
        case "asked anew":
            officer.says("/hoantac").taps("Trả lại bổ sung").says("Kết quả", "Xong").taps("Bỏ qua")
        case _:
            with room.store.write() as db:
                reports.move(db, 1, "withdraw", who=who(sender), now=room.now, today=room.now.date())
    state = {"undone": "Cán bộ đã xem", "withdrawn": "Đã rút", "asked anew": "Chờ bổ sung"}[moved]
    sender.taps("Gửi bài").hears("complete-moved", code="SK-2026-0001", state=state)
    assert room.reports()[0]["before"] == ANSWERS["before"]


def test_only_what_came_back_to_oneself_can_be_completed_r45(room: Room) -> None:
    sender, officer = returned(room, "Trước đây")
    for door in ("go:bosung:1", "go:bosung:99", "go:bosung:x", "go:bosung:" + "9" * 40):
        officer.taps_token(door).hears("refused-no-such-own-report")
    sender.says("/bosung", "8 thợ").taps("Gửi bài")
    sender.taps_token("go:bosung:1").hears("complete-not-asked", code="SK-2026-0001", state="Đã gửi")
    sender.says("/bosung").hears("complete-which-ask", count=0)


def test_without_buttons_it_can_all_be_typed(room: Room) -> None:
    sender = sent(member(room, "100", AUTHOR, "May Thiên Hà", limits=POOREST), title="Bộ gá xoay")
    base(room, name=BASE).says("/duyet").taps("Trả lại bổ sung").says("1, 2").taps("Bỏ qua")
    sender.says("/bosung", "giu nguyen", "8 thợ lật lồng thép", "gui bai")
    sender.hears("complete-done", code="SK-2026-0001", unit=UNIT)
    assert room.reports()[0]["before"] == "8 thợ lật lồng thép"
