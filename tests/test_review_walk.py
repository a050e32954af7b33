"""What staff see of reports: the walk through what is their turn, one by its code, and who may not (R20, R21, R45)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.gateway import fit, utf16
from storage import album, grants, reports
from storage.tables import Audit, ReportAuthor, ReportHistory, of
from tests.talk import ANSWERS, TEXTS, Room, Talk, asked, filled, joined, picture, sent
from tests.test_golden import POOREST

MEMBER, OFFICER, LEADER = "Nguyễn Văn Thắng", "Lê Thị Mai", "Trần Văn Nam"
NINH_BINH = "Liên đoàn Lao động tỉnh Ninh Bình"
SONG_VAN, MAY_THIEN_HA, PROVINCE, COMMUNE = "cdcs-song-van", "cdcs-may-thien-ha", "nb", "cd-xa-yen-khanh"


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def member(room: Room, address: str = "100", name: str = MEMBER, unit: str = "Xây lắp Sông Vân", **more: Any) -> Talk:
    return joined(Talk(room, address=address, **more), name, unit)


def who(talk: Talk) -> int:
    return talk.who


def staff(talk: Talk, role: str = "reviewer", unit: str = PROVINCE) -> Talk:
    """The person gets a role."""
    with talk.room.store.write() as db:
        grants.grant(
            db,
            who(talk),
            role,
            talk.room.unit(unit),
            since=date(2026, 1, 1),
            until=None,
            by=None,
            now=talk.room.now,
        )
    return talk


def officer(room: Room, role: str = "reviewer", unit: str = PROVINCE, address: str = "200", **more: Any) -> Talk:
    return staff(member(room, address, OFFICER, "Bệnh viện Hồng Lam", **more), role, unit)


def three(room: Room) -> Talk:
    """A member who has sent three reports."""
    talk = member(room)
    for number, title in enumerate(("Bộ gá xoay", "Xe kéo cáp", "Máng rót"), 1):
        sent(talk, photo=picture(number), title=title)
    return talk


def states(room: Room) -> list[str]:
    return [row["state"] for row in room.reports()]


def audited(room: Room) -> list[tuple[int, str, str]]:
    rows = room.rows(Audit)
    return [
        (row["person_id"], row["act"], row["subject"])
        for row in rows
        if row["act"] in ("view", "view-contact", "receive")
    ]


# --- the walk -----------------------------------------------------------------------------------------------------------


def test_the_oldest_is_shown_first_with_everything_and_counts_as_received_r20(room: Room) -> None:
    three(room)
    talk = officer(room).says("/duyet")
    talk.hears("review-place", number=1, total=3)
    talk.hears_words("SK-2026-0001 · Sáng kiến, giải pháp\nBộ gá xoay", f"• Người gửi: {MEMBER}, ngày 22/11/2026")
    talk.hears_words("• Đơn vị: CĐCS Công ty CP Xây lắp Sông Vân [MẪU]", f"• Các tác giả: {MEMBER}")
    talk.hears_words(f"• Trước đây: {ANSWERS['before']}", f"• Nội dung, cách làm: {ANSWERS['solution']}")
    talk.hears_words(f"• Kết quả: {ANSWERS['result']}", f"• Nơi thực hiện: {ANSWERS['place']}")
    talk.hears_words("• Bắt đầu dùng từ: 15/03/2026", "• Ảnh: ảnh 1 (sau): sau", "• Lịch sử: 22/11/2026 gửi bài")
    assert len(talk.heard[-1].photos) == 1
    assert talk.labels == [
        "Duyệt",
        "Trả lại bổ sung",
        "Không chọn",
        "Bài tiếp theo",
        "Đọc đầy đủ",
        "Liên hệ người gửi",
        "Chuyển cho người khác",
        "Ghi chú nội bộ",
        "Sửa lĩnh vực",
        "Ghi là trực tiếp trên công trình",
        "Về danh sách",
        "Huỷ",
    ]
    assert states(room) == ["received", "sent", "sent"]
    (step,) = room.rows(ReportHistory, act="receive")
    assert (step["from_state"], step["to_state"], step["person_id"]) == ("sent", "received", who(talk))
    assert audited(room) == [(who(talk), "view", "report:1"), (who(talk), "receive", "report:1")]


def test_one_walks_on_and_back_and_the_list_stays_as_it_was(room: Room) -> None:
    three(room)
    talk = officer(room).says("/duyet").taps("Bài tiếp theo").hears_words("Bài chờ xem 2/3", "Xe kéo cáp")
    talk.taps("Bài tiếp theo").hears_words("Bài chờ xem 3/3", "Máng rót")
    talk.taps("Bài trước").hears_words("Bài chờ xem 2/3", "Xe kéo cáp", f"22/11/2026 {NINH_BINH} xem bài")
    talk.taps("Bài trước").hears_words("Bài chờ xem 1/3", "Bộ gá xoay")
    assert "Bài trước" not in talk.labels
    assert states(room) == ["received"] * 3
    assert len(room.rows(ReportHistory, act="receive")) == 3


def test_behind_the_last_comes_what_was_sent_meanwhile_then_the_list(room: Room) -> None:
    sender = member(room)
    sent(sender, title="Bộ gá xoay")
    talk = officer(room).says("/duyet").hears_words("Bài chờ xem 1/1")
    sent(sender, title="Xe kéo cáp", photo=picture(2))
    talk.taps("Bài tiếp theo").hears_words("Bài chờ xem 2/2", "Xe kéo cáp")
    talk.taps("Bài tiếp theo").hears("review-done").hears("review-which-ask", count=2)


def test_nothing_waiting_is_said_kindly(room: Room) -> None:
    officer(room).says("/duyet").hears("review-none")


def test_the_list_shows_what_waits_and_opens_any_of_it(room: Room) -> None:
    three(room)
    talk = officer(room).says("/duyet").taps("Về danh sách").hears("review-which-ask", count=3)
    assert talk.labels == [
        "SK-2026-0001 · 22/11/2026 · Bộ gá xoay",
        "SK-2026-0002 · 22/11/2026 · Xe kéo cáp",
        "SK-2026-0003 · 22/11/2026 · Máng rót",
        "Chọn nhiều bài",
        "Xếp bài trực tiếp trên công trình lên trước",
        "Huỷ",
    ]
    talk.says("3").hears_words("Bài chờ xem 3/3", "Máng rót")
    talk.taps("Bài trước").hears_words("Xe kéo cáp").taps("Về danh sách").hears("review-which-ask", count=3)


def test_a_listed_report_somebody_else_opened_meanwhile_is_still_shown(room: Room) -> None:
    three(room)
    talk = officer(room).says("/duyet").taps("Về danh sách")
    other = staff(member(room, "300", LEADER)).says("/duyet").hears("review-reading", name=OFFICER, time="09:30")
    other.taps("Bài tiếp theo").hears_words("Xe kéo cáp")
    assert "đang xem" not in other.text
    talk.says("2").hears_words("Bài chờ xem 2/3", "Xe kéo cáp").hears("review-reading", name=LEADER, time="09:30")
    assert len(room.rows(ReportHistory, act="receive", report_id=2)) == 1
    room.now += timedelta(minutes=31)
    talk.says("/xem 2").hears_words("Xe kéo cáp")
    assert "đang xem" not in talk.text


def test_a_report_withdrawn_meanwhile_is_said_so_and_no_longer_told(room: Room) -> None:
    three(room)
    talk = officer(room).says("/duyet")
    with room.store.write() as db:
        reports.move(db, 2, "withdraw", who=1, now=room.now, today=room.now.date())
    talk.taps("Bài tiếp theo").hears("staff-report-withdrawn", code="SK-2026-0002")
    assert "Xe kéo cáp" not in talk.text
    assert talk.heard[-1].photos == ()
    assert talk.labels == ["Bài tiếp theo", "Bài trước", "Về danh sách", "Huỷ"]
    talk.taps("Bài tiếp theo").hears_words("Bài chờ xem 3/3", "Máng rót")
    with room.store.write() as db:
        reports.move(db, 3, "withdraw", who=1, now=room.now, today=room.now.date())
    for act in ("Đọc đầy đủ", "Liên hệ người gửi"):
        talk.says(act)
        assert "Máng rót" not in talk.text


def test_who_only_reads_looks_without_receiving_and_sees_no_phone_r21(room: Room) -> None:
    three(room)
    talk = officer(room, "leader").says("/duyet").hears_words("Bài chờ xem 1/3")
    talk.taps("Bài tiếp theo").hears_words("Bài chờ xem 2/3")
    assert talk.labels == ["Bài tiếp theo", "Bài trước", "Đọc đầy đủ", "Về danh sách", "Huỷ"]
    assert states(room) == ["sent"] * 3
    assert audited(room) == [(who(talk), "view", "report:1"), (who(talk), "view", "report:2")]


def test_only_ones_own_units_are_walked_r21(room: Room) -> None:
    sent(member(room), title="Bộ gá xoay")
    sent(member(room, "101", "Bùi Văn Dũng", "May Thiên Hà"), title="Biến tần quạt hút")
    talk = officer(room, unit=COMMUNE).says("/duyet").hears_words("Bài chờ xem 1/1", "Biến tần quạt hút")
    talk.taps("Bài tiếp theo").hears("review-done")
    assert states(room) == ["sent", "received"]


def test_nobody_receives_their_own_report(room: Room) -> None:
    """Submitter and co-author alike: shown, not moved."""
    own = staff(member(room))
    sent(own, title="Bộ gá xoay")
    sent(member(room, "101", "Bùi Văn Dũng"), title="Xe kéo cáp", photo=picture(2))
    with room.store.write() as db:
        author = of(ReportAuthor)
        db.execute(update(author).where(author.c.report_id == 2).values(person_id=who(own)))
    own.says("/duyet").hears("review-none")
    own.says("/duyet 2").hears_words("Xe kéo cáp").hears("staff-report-own")
    assert own.labels == ["Bài tiếp theo", "Đọc đầy đủ", "Liên hệ người gửi", "Về danh sách", "Huỷ"]
    assert states(room) == ["sent", "sent"]
    officer(room).says("/duyet")
    assert states(room) == ["received", "sent"]


def test_a_role_that_ends_ends_the_walk_at_once_r45(room: Room) -> None:
    three(room)
    talk = officer(room).says("/duyet")
    with room.store.write() as db:
        grants.end(db, 1, by=None, now=room.now)
    talk.taps("Bài tiếp theo").hears("refused-role")
    assert "Xe kéo cáp" not in talk.text


def test_a_role_taken_back_for_the_unit_only_shows_nothing_of_it_any_more(room: Room) -> None:
    three(room)
    talk = staff(officer(room), unit=COMMUNE).says("/duyet")
    with room.store.write() as db:
        grants.end(db, 1, by=None, now=room.now)
    for act in ("Đọc đầy đủ", "Bài tiếp theo"):
        talk.says(act)
        assert "Bộ gá" not in talk.text
        assert "Xe kéo cáp" not in talk.text
    assert states(room) == ["received", "sent", "sent"]


def test_without_a_role_there_is_nothing_to_walk(room: Room) -> None:
    three(room).says("/duyet").hears("refused-role")


# --- more of a report ---------------------------------------------------------------------------------------------------


def test_long_answers_are_cut_to_one_message_and_read_whole_on_demand(room: Room) -> None:
    long = "Dùng vành xe rùa làm gá xoay, một người bấm nút. " * 200
    title = "Nghiên cứu, chế tạo thiết bị gá kẹp đa năng " * 20
    answers: dict[str, Any] = {
        "before": long,
        "solution": long,
        "result": long,
        "place": "Bãi thép " * 30,
        "title": title[:900],
    }
    sent(member(room), photo=picture(1), **answers)
    talk = officer(room, limits=POOREST).says("/duyet")
    (card,) = talk.heard
    assert len(fit(card, POOREST)) == 1
    assert card.text.count("…") >= 4
    talk.says("Đọc đầy đủ")
    *parts, brief = talk.heard
    whole = "\n".join(part.text for part in parts)
    for answer in answers.values():
        assert answer.strip() in whole
    assert all(utf16(piece.text) <= POOREST.text for piece in talk.pieces)
    with room.store.read() as db:
        assert parts[0].photos == (album.of_report(db, 1)[0]["clean_key"],)
    assert brief.photos == ()
    assert brief.text.startswith("Bài chờ xem 1/1\nSK-2026-0001: Nghiên cứu")
    assert len(brief.text) < 400


def test_everything_that_was_added_is_shown_too(room: Room) -> None:
    talk = filled(member(room))
    talk.taps(say("summary-more")).taps(say("report-benefits-label")).says("1", "Xong", "180tr", "ước tính")
    talk.taps(say("summary-more")).taps(say("report-slogans-label")).says("4, 6")
    talk.taps(say("summary-more")).taps(say("report-theme-label")).says("3")
    talk.taps(say("summary-more")).taps(say("report-authorship-label")).taps(say("authorship-several"))
    talk.says("Hà 60 %, Quân 40 %").taps(say("agreed-yes"))
    talk.taps(say("summary-more")).taps(say("report-recognition-label")).taps(say("recognition-recognised"))
    talk.says("1", "125/QĐ-CĐ").taps(say("summary-send"))
    shown = officer(room).says("/duyet")
    shown.hears_words("• Các tác giả: Hà 60 %; Quân 40 %", "180.000.000 đồng", "• Cách tính: ước tính")
    shown.hears_words("• 5 nhất, 3 tiết kiệm: ", "• Lĩnh vực: ", "• Việc công nhận: Đã được công nhận; ", "125/QĐ-CĐ")
    assert len(fit(shown.heard[-1], POOREST)) == 1


def test_before_and_after_are_told_apart(room: Room) -> None:
    talk = asked(member(room), "initiative", "photos").sends_photo(picture(1), caption="trước")
    talk.sends_photo(picture(2), caption="Sau: máy mới").taps(
        say("photos-done"),
    ).taps(say("summary-send"))
    shown = officer(room).says("/duyet").hears_words("• Ảnh: ảnh 1 (trước): trước; ảnh 2 (sau): Sau: máy mới")
    assert len(shown.heard[-1].photos) == 2


@pytest.mark.parametrize("phone", ["0912 345 678", ""])
def test_the_sender_can_be_called_and_that_is_noted_r45(room: Room, phone: str) -> None:
    sender = Talk(room).says("/start", "1", "1", "2", "Xây lắp Sông Vân", MEMBER, "2", phone or say("way-skip"))
    sent(sender)
    talk = officer(room).says("/duyet").taps("Liên hệ người gửi")
    text = "staff-report-phone" if phone else "staff-report-no-phone"
    talk.hears(text, name=MEMBER, **({"phone": phone} if phone else {}))
    assert audited(room)[-1] == (who(talk), "view-contact", f"person:{who(sender)}")


def test_whoever_deleted_their_data_is_not_named(room: Room) -> None:
    sender = sent(member(room))
    sender.says("/dulieu").taps(say("my-data-delete")).taps(say("my-data-delete-yes"))
    talk = officer(room).says("/duyet").hears_words(f"• Người gửi: {say('staff-report-nobody')}, ngày 22/11/2026")
    assert "Liên hệ người gửi" not in talk.labels


# --- one by its code ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["SK-2026-0001", "sk-2026-0001", "SK 2026 1", "sk20260001", " Sk–2026–001 ", "1", "SK/2026/0001"]
)
def test_a_report_is_found_by_its_code_in_any_typing(room: Room, typed: str) -> None:
    sent(member(room))
    talk = officer(room).says(f"/xem {typed}").hears_words("SK-2026-0001 · Sáng kiến", ANSWERS["title"])
    assert talk.labels == ["Xét duyệt bài này", "Đọc đầy đủ", "Liên hệ người gửi", "Xem bài khác", "Huỷ"]
    assert states(room) == ["received"]
    assert [act for _, act, _ in audited(room)] == ["view", "receive"]


def test_the_code_is_asked_for_where_none_was_given(room: Room) -> None:
    sent(member(room))
    talk = officer(room).says("/xem").hears("view-code-ask").says("SK-2026-1").hears_words(ANSWERS["title"])
    talk.taps("Đọc đầy đủ").taps("Xem bài khác").hears("view-code-ask")


def test_a_door_opens_a_report_from_anywhere_and_keeps_what_was_being_told(room: Room) -> None:
    sent(member(room))
    talk = asked(officer(room), "initiative", "solution").taps_token("go:xem:1").hears("draft-put-aside")
    talk.hears_words(ANSWERS["title"])


def test_ones_own_report_opens_among_ones_own(room: Room) -> None:
    talk = sent(member(room)).says("/xem sk 2026 1").hears_words("• Trạng thái: Đã gửi")
    assert talk.session.form == "my-reports"


@pytest.mark.parametrize("sought", ["SK-2026-0001", "1", "SK-2026-0777", "777", "abc", "9" * 40, "SK-2026-0001; --"])
@pytest.mark.parametrize("way", ["typed", "door"])
def test_what_is_not_ones_business_is_not_there_r45(room: Room, sought: str, way: str) -> None:
    """A member without a role and an officer of another unit hear the same, whether there is such a report or not."""
    sent(member(room))
    for talk in (member(room, "300", LEADER), officer(room, unit=COMMUNE)):
        if way == "typed":
            talk.says(f"/xem {sought}")
        else:
            talk.taps_token(f"go:xem:{sought}")
        talk.hears("refused-no-such-report")
        assert ANSWERS["title"] not in talk.text
    assert states(room) == ["sent"]
    assert audited(room) == []


def test_a_withdrawn_report_says_only_that(room: Room) -> None:
    sent(member(room)).says("/baicuatoi", "1").taps(say("my-report-withdraw")).taps(say("withdraw-yes"))
    talk = officer(room).says("/xem SK-2026-0001").hears("staff-report-withdrawn", code="SK-2026-0001")
    assert ANSWERS["title"] not in talk.text
    assert talk.labels == ["Xem bài khác", "Huỷ"]


# --- the sender's side, and other channels ------------------------------------------------------------------------------------


def test_a_received_report_may_still_be_added_to_and_withdrawn(room: Room) -> None:
    sender = sent(member(room))
    officer(room).says("/duyet")
    sender.says("/baicuatoi", "1").hears_words("• Trạng thái: Cán bộ đã xem").taps(say("my-report-add"))
    sender.sends_photo(picture(2)).taps(say("summary-save")).hears("amend-done", code="SK-2026-0001")
    assert states(room) == ["received"]
    sender.taps(say("my-report-withdraw")).taps(say("withdraw-yes"))
    assert states(room) == ["withdrawn"]
    sender.hears_words("• Trạng thái: Đã rút")
    assert sender.labels == [say("my-report-history"), say("my-report-list"), "Quay lại", "Huỷ"]


def test_in_english(room: Room) -> None:
    three(room)
    talk = officer(room)
    talk.language = "en"
    talk.says("/caidat").taps(say("settings-language")).says("English").says("/duyet")
    talk.hears_words("Waiting report 1/3", f"• Sent by: {MEMBER}, on 22/11/2026", "photo 1 (after)")
    talk.taps("Next report").taps("Read all of it").hears_words("Waiting report 2/3\nSK-2026-0002: Xe kéo cáp")
    talk.taps("Back to the list").hears("review-which-ask", count=3)


def test_without_buttons_everything_can_be_typed(room: Room) -> None:
    three(room)
    talk = officer(room, limits=POOREST).says("/baocaomoi", "4").hears_words("Bài chờ xem 2/3")
    assert "1. Duyệt\n2. Trả lại bổ sung\n3. Không chọn\n4. Bài tiếp theo\n5. Bài trước" in talk.pieces[-1].text
    talk.says("bai truoc").hears_words("Bài chờ xem 1/3").says("về danh sách").hears("review-which-ask", count=3)
    talk.says("xem sk-2026-0003").hears_words("Máng rót")
