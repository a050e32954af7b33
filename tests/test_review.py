"""What a reviewer decides in the chat: up level by level, back, not chosen, handed on, taken back, many at once (R20, R22)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from storage import grants, levels, my_data, report_moves, reports, roles
from storage.register import Decision, Newcomer, dissolve, merge
from storage.tables import ReportAuthor, ReportHistory, ReportLikeness, of
from tests.talk import Room, Talk, picture, sent
from tests.test_golden import POOREST
from tests.test_review_walk import COMMUNE, MAY_THIEN_HA, PROVINCE, member, say, staff, states, who

AUTHOR, BASE, CHIEF, TOP = "Bùi Văn Dũng", "Lê Thị Mai", "Trần Văn Nam", "Phạm Thị Hà"
YEN_KHANH, NINH_BINH = "Công đoàn xã Yên Khánh", "Liên đoàn Lao động tỉnh Ninh Bình"


def author(room: Room, *titles: str) -> Talk:
    """A member of May Thiên Hà who has sent these reports."""
    talk = member(room, "100", AUTHOR, "May Thiên Hà")
    for number, title in enumerate(titles or ("Bộ gá xoay",), 1):
        sent(talk, photo=picture(number), title=title)
    return talk


def base(room: Room, address: str = "200", name: str = BASE, **more: Any) -> Talk:
    return staff(member(room, address, name, "May Thiên Hà", **more), unit=MAY_THIEN_HA)


def chief(room: Room, address: str = "300", name: str = CHIEF, **more: Any) -> Talk:
    return staff(member(room, address, name, "Bệnh viện Hồng Lam", **more), unit=COMMUNE)


def top(room: Room, address: str = "400", name: str = TOP) -> Talk:
    return staff(member(room, address, name, "Bệnh viện Hồng Lam"), unit=PROVINCE)


def steps(room: Room, number: int = 1) -> list[tuple[str, str | None, str]]:
    rows = room.rows(ReportHistory, report_id=number)
    return [(row["act"], row["from_state"], row["to_state"]) for row in rows]


def acts(room: Room, number: int = 1) -> list[str]:
    return [act for act, _, _ in steps(room, number)]


# --- up, level by level -----------------------------------------------------------------------------------------------


def test_a_report_is_approved_up_to_the_province_level_by_level_r20(room: Room) -> None:
    sender = author(room)
    officer, above, province = base(room), chief(room), top(room)
    above.says("/duyet").hears("review-none")
    officer.says("/duyet").taps(say("review-forward", unit=YEN_KHANH))
    officer.hears("review-acted", act="forward", code="SK-2026-0001", unit=YEN_KHANH)
    officer.says("/duyet").hears("review-none")
    above.says("/duyet").hears_words("Bộ gá xoay", "CĐCS Công ty TNHH May Thiên Hà [MẪU] duyệt và chuyển lên")
    above.taps(say("review-forward", unit=NINH_BINH))
    province.says("/duyet").taps("Duyệt").hears("review-acted", act="approve", code="SK-2026-0001", unit=NINH_BINH)
    assert [(act, to) for act, _, to in steps(room)] == [
        ("send", "sent"),
        ("receive", "received"),
        ("forward", "sent"),
        ("receive", "received"),
        ("forward", "sent"),
        ("receive", "received"),
        ("approve", "approved"),
    ]
    sender.says("/baicuatoi", "1").hears_words("• Trạng thái: Đã duyệt").taps(say("my-report-history"))
    sender.hears_words(f"lúc 09:30: {YEN_KHANH} duyệt và chuyển lên", f"lúc 09:30: {NINH_BINH} duyệt")


def test_a_level_without_reviewers_is_passed_to_the_nearest_above_r20(room: Room) -> None:
    author(room)
    top(room).says("/duyet").taps("Duyệt")
    assert steps(room)[-1] == ("approve", "received", "approved")
    assert room.rows(ReportHistory, act="approve")[0]["unit_id"] == room.unit(PROVINCE)


def test_what_waits_too_long_below_may_be_decided_by_the_level_above(room: Room) -> None:
    author(room)
    base(room)
    above = chief(room)
    room.now += timedelta(days=levels.clocks()["cdcs"].above_after, minutes=1)
    above.says("/duyet").hears("review-instead", unit="CĐCS Công ty TNHH May Thiên Hà [MẪU]")
    above.taps("Về danh sách")
    assert above.labels[0] == "SK-2026-0001 · 22/11/2026 · cấp dưới quá hạn · Bộ gá xoay"


# --- back to the author, not chosen -----------------------------------------------------------------------------------


def test_a_report_is_returned_for_the_ticked_questions_or_a_sentence_r20(room: Room) -> None:
    author(room)
    officer = base(room).says("/duyet").taps("Trả lại bổ sung")
    assert officer.labels[:4] == ["Tên gọi", "Trước đây", "Nội dung, cách làm", "Kết quả"]
    officer.taps("Bỏ qua").hears("review-return-words-ask")
    assert "Bỏ qua" not in officer.labels  # one of the two is a must
    officer.says("ok").hears("misread-too-short", least=4).taps("Quay lại")
    officer.says("2, 4").taps("Bỏ qua").hears("review-acted", act="return", code="SK-2026-0001", unit="-")
    (step,) = room.rows(ReportHistory, act="return")
    assert (step["detail"], step["note"]) == ({"questions": ["before", "result"]}, "")
    assert states(room) == ["returned"]


def test_a_refusal_needs_a_reason_and_a_yes_r20(room: Room) -> None:
    sender = author(room)
    officer = base(room).says("/duyet").taps("Không chọn")
    officer.says("6").hears("review-refuse-words-ask")
    assert "Bỏ qua" not in officer.labels
    officer.says("Đơn vị đã dùng từ năm 2024").hears_words("với lý do:\nĐơn vị đã dùng từ năm 2024")
    officer.taps(say("review-sure-no")).hears_words("SK-2026-0001: Bộ gá xoay")
    assert states(room) == ["received"]
    officer.taps("Không chọn").says("2").taps("Bỏ qua").taps(say("review-sure-yes"))
    (step,) = room.rows(ReportHistory, act="refuse")
    assert (step["detail"], step["note"]) == ({"reason": "same"}, "Bài trùng nội dung với bài đã gửi trước đó")
    sender.says("/baicuatoi", "1").hears_words("• Trạng thái: Chưa được chọn").taps(say("my-report-history"))
    sender.hears_words("không chọn (“Bài trùng nội dung với bài đã gửi trước đó”)")


def test_a_refused_report_is_opened_again_with_a_reason(room: Room) -> None:
    author(room)
    officer = base(room).says("/duyet").taps("Không chọn").says("1").taps("Bỏ qua").taps(say("review-sure-yes"))
    room.now += timedelta(hours=1)
    officer.says("/xem 1").taps("Mở lại bài này").hears("review-reopen-words-ask", code="SK-2026-0001")
    officer.says("Tác giả gửi thêm biên bản nghiệm thu").hears_words("Em đã mở lại bài SK-2026-0001")
    assert steps(room)[-1] == ("reopen", "refused", "received")
    officer.taps("Xét duyệt bài này").hears_words("Bài chờ xem 1/1")


# --- to a colleague, notes, theme, on site ----------------------------------------------------------------------------


def test_notes_and_handing_on_stay_among_reviewers(room: Room) -> None:
    sender = author(room)
    officer = base(room).says("/duyet").taps("Chuyển cho người khác").hears("review-nobody-else", code="SK-2026-0001")
    other = base(room, "201", "Đỗ Minh Quân")
    officer.says("/duyet").taps("Ghi chú nội bộ").says("Cần xem thêm hoá đơn").hears(
        "review-acted", act="note", code="SK-2026-0001", unit="-"
    )
    officer.taps("Chuyển cho người khác").taps("Đỗ Minh Quân")
    assert (room.reports()[0]["claimed_by"], states(room)) == (who(other), ["received"])
    other.says("/duyet").hears_words(
        f"Ghi chú của {BASE}, 22/11/2026: Cần xem thêm hoá đơn", f"{BASE} nhờ Đỗ Minh Quân xem, 22/11/2026"
    )
    leader = staff(member(room, "500", "Vũ Thị Lan", "May Thiên Hà"), "leader", MAY_THIEN_HA)
    leader.says("/xem 1").hears_words("Bộ gá xoay")
    sender.says("/baicuatoi", "1").taps(say("my-report-history"))
    for talk in (leader, sender):
        assert "hoá đơn" not in talk.text
        assert "Quân" not in talk.text
    with room.store.read() as db:
        (report,) = my_data.gather(db, who(sender))["reports"]
    assert [step["act"] for step in report["history"]] == ["send", "receive"]
    assert "claimed_by" not in report


def test_theme_and_on_site_are_set_by_the_reviewer_with_history_r5_r33(room: Room) -> None:
    author(room, "Bộ gá xoay", "Xe kéo cáp")
    officer = base(room).says("/duyet").taps("Bài tiếp theo").taps("Sửa lĩnh vực").says("3")
    officer.hears_words("Em đã sửa phân loại của bài SK-2026-0002", "SK-2026-0002: Xe kéo cáp")
    officer.taps("Ghi là trực tiếp trên công trình")
    assert "Bỏ mục trực tiếp trên công trình" in officer.labels
    row = room.reports()[1]
    assert (row["theme"], row["on_site"]) == ("III.1.c", True)
    told = [step["detail"] for step in room.rows(ReportHistory, act="recode")]
    assert told == [{"theme": "III.1.c", "before": None}, {"on_site": True}]
    officer.taps("Về danh sách").taps("Xếp bài trực tiếp trên công trình lên trước")
    assert [label[:12] for label in officer.labels[:2]] == ["SK-2026-0002", "SK-2026-0001"]
    officer.says("1").hears_words("Bài chờ xem 1/2", "Xe kéo cáp").taps("Bài tiếp theo").hears_words("Bộ gá xoay")
    officer.taps("Về danh sách").taps("Xếp bài chờ lâu lên trước")
    assert officer.labels[0][:12] == "SK-2026-0001"


def test_a_likely_duplicate_stands_over_the_card_with_a_door_r19(room: Room) -> None:
    author(room, "Bộ gá xoay", "Bộ gá xoay lồng thép")
    officer = base(room).says("/duyet")
    assert "So sánh" not in officer.labels
    pair = {"report_id": 2, "other_id": 1, "score": 87.4, "why": {}, "found_at": room.now, "verdict": ""}
    with room.store.write() as db:
        db.execute(insert(of(ReportLikeness)), pair)
    officer.says("/duyet").hears("review-alike", code="SK-2026-0002", score=87)
    door = next(option for option in officer.heard[-1].options if option.label == "So sánh")
    assert door.token == "go:sosanh:1"
    with room.store.write() as db:
        db.execute(update(of(ReportLikeness)).values(verdict="different"))
    officer.says("/duyet")
    assert "So sánh" not in officer.labels


# --- taking back ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "way", "expected"),
    [(9, "door", "received"), (9, "words", "received"), (9, "command", "received"), (11, "door", "refused")],
)
def test_an_act_is_taken_back_within_ten_minutes(room: Room, minutes: int, way: str, expected: str) -> None:
    author(room)
    officer = base(room, limits=POOREST).says("/duyet", "Không chọn", "1", "Bỏ qua", "Đồng ý")
    officer.hears("review-which-ask", count=0)
    assert "Hoàn tác: /hoantac 1" in officer.pieces[-1].text
    room.now += timedelta(minutes=minutes)
    match way:
        case "door":
            officer.taps_token("go:hoantac:1")
        case "words":
            officer.says("hoàn tác")
        case _:
            officer.says("/menu", "/hoantac")
    assert states(room) == [expected]
    if expected == "received":
        officer.hears("review-acted", act="undo", code="SK-2026-0001", unit="-").hears_words("Bài chờ xem 1/1")
        assert officer.says("/hoantac").text.startswith(say("undo-nothing"))
    else:
        officer.hears("review-not-theirs", code="SK-2026-0001", why="late")


def test_nothing_of_anybody_else_s_is_taken_back(room: Room) -> None:
    author(room)
    base(room).says("/duyet").taps(say("review-forward", unit=YEN_KHANH))
    above = chief(room)
    above.taps_token("go:hoantac:1").hears("review-not-theirs", code="SK-2026-0001", why="late")
    for token in ("go:hoantac:99", "go:hoantac:", "go:hoantac:x", "go:hoantac:" + "9" * 40):
        above.taps_token(token).hears("undo-nothing")
    member(room, "600", "Vũ Thị Lan").taps_token("go:hoantac:1").hears("refused-role")
    assert states(room) == ["sent"]


def test_a_forwarded_report_is_fetched_back_while_nobody_above_opened_it(room: Room) -> None:
    author(room)
    officer = base(room).says("/duyet").taps(say("review-forward", unit=YEN_KHANH))
    above = chief(room)
    room.now += timedelta(hours=2)
    officer.says("/xem 1").hears("review-elsewhere", unit=YEN_KHANH).taps("Thu lại")
    officer.hears_words("Em đã thu lại bài SK-2026-0001")
    assert (states(room), room.reports()[0]["desk_unit_id"]) == (["received"], room.unit(MAY_THIEN_HA))
    officer.taps("Xét duyệt bài này").taps(say("review-forward", unit=YEN_KHANH))
    officer.says("/xem 1")
    above.says("/duyet")
    officer.taps("Thu lại").hears_words("hiện ở trạng thái “Cán bộ đã xem”")
    assert "Thu lại" not in officer.says("/xem 1").labels


# --- several at once --------------------------------------------------------------------------------------------------


def test_several_are_approved_at_once_and_what_was_not_is_explained(room: Room) -> None:
    author(room, "Bộ gá xoay", "Xe kéo cáp", "Máng rót")
    officer, other = base(room), base(room, "201", "Đỗ Minh Quân")
    officer.says("/duyet").taps("Về danh sách").taps("Chọn nhiều bài").says("1, 2").hears(
        "review-bulk-act-ask", count=2
    )
    officer.says("1").hears("review-bulk-sure-ask", act="approve", count=2, reason="-")
    other.says("/duyet").taps("Không chọn").says("1").taps("Bỏ qua").taps(say("review-sure-yes"))
    officer.taps(say("review-sure-yes")).hears("review-bulk-done", count=1, act="approve")
    officer.hears_words("1 bài em chưa xử lý:\n• Bài SK-2026-0001 hiện ở trạng thái “Chưa được chọn”")
    assert [(row["state"], row["desk_unit_id"]) for row in room.reports()] == [
        ("refused", room.unit(MAY_THIEN_HA)),
        ("sent", room.unit(COMMUNE)),
        ("received" if "receive" in acts(room, 3) else "sent", room.unit(MAY_THIEN_HA)),
    ]


def test_several_are_refused_with_one_reason_by_typing(room: Room) -> None:
    author(room, "Bộ gá xoay", "Xe kéo cáp")
    officer = base(room, limits=POOREST).says("/duyet", "về danh sách", "chọn nhiều bài", "1, 2", "2", "6")
    officer.says("Đơn vị đã dùng từ năm 2024", "đồng ý").hears("review-bulk-done", count=2, act="refuse")
    assert states(room) == ["refused", "refused"]
    assert {step["note"] for step in room.rows(ReportHistory, act="refuse")} == {"Đơn vị đã dùng từ năm 2024"}


# --- bad input and safety ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["Duyệt, chuyển lên Công đoàn xã Yên Khánh", "Không chọn", "Trả lại bổ sung"])
def test_two_reviewers_at_once_the_second_hears_who_did_what(room: Room, act: str) -> None:
    author(room, "Bộ gá xoay", "Xe kéo cáp")
    officer, other = base(room).says("/duyet"), base(room, "201", "Đỗ Minh Quân").says("/duyet")
    other.taps(say("review-forward", unit=YEN_KHANH))
    told = {"act": say("act-forward"), "time": "09:30", "day": "22/11/2026"}
    officer.taps(act).hears("review-overtaken", code="SK-2026-0001", name="Đỗ Minh Quân", **told)
    officer.hears_words("Xe kéo cáp")
    assert acts(room).count("forward") == 1


def test_who_did_it_between_the_question_and_the_yes_is_told_too(room: Room) -> None:
    author(room)
    officer, other = base(room).says("/duyet"), base(room, "201", "Đỗ Minh Quân")
    officer.taps("Không chọn").says("1").taps("Bỏ qua")
    other.says("/duyet").taps(say("review-forward", unit=YEN_KHANH))
    officer.taps(say("review-sure-yes")).hears_words("Đỗ Minh Quân đã duyệt và chuyển lên lúc 09:30")
    assert "refuse" not in acts(room)


def test_what_its_author_added_meanwhile_is_shown_before_anything_is_decided(room: Room) -> None:
    sender = author(room)
    officer = base(room).says("/duyet")
    sender.says("/baicuatoi", "1").taps(say("my-report-add")).sends_photo(picture(7)).taps(say("summary-save"))
    officer.taps(say("review-forward", unit=YEN_KHANH)).hears_words("người gửi đã bổ sung ảnh hoặc thông tin lúc 09:30")
    assert (states(room), len(officer.heard[-1].photos)) == (["received"], 2)
    officer.taps(say("review-forward", unit=YEN_KHANH))
    assert states(room) == ["sent"]


@pytest.mark.parametrize("act", ["Không chọn", "Ghi chú nội bộ", "Duyệt, chuyển lên Công đoàn xã Yên Khánh"])
def test_a_role_that_ended_while_the_card_was_open_decides_nothing_r45(room: Room, act: str) -> None:
    author(room)
    officer = staff(base(room), unit="cdcs-song-van").says("/duyet")
    with room.store.write() as db:
        (mine,) = [
            each
            for each in roles.grants_of(db, who(officer), date(2026, 11, 22))
            if each.unit_id == room.unit(MAY_THIEN_HA)
        ]
        grants.end(db, mine.id, by=None, now=room.now)
    officer.taps(act).hears("refused-not-found")
    assert acts(room) == ["send", "receive"]


def test_nobody_decides_their_own_or_co_authored_report(room: Room) -> None:
    """Opened by its number it says why; the level above decides it."""
    own = sent(staff(member(room, "100", AUTHOR, "May Thiên Hà"), unit=MAY_THIEN_HA), title="Bộ gá xoay")
    other = base(room)
    with room.store.write() as db:
        row = {"report_id": 1, "position": 2, "name": BASE, "person_id": who(other), "collective": False}
        db.execute(insert(of(ReportAuthor)), {**row, "agreed": "declared"})
    for talk in (own, other):
        talk.says("/duyet").hears("review-none")
    other.says("/duyet 1").hears("staff-report-own")
    assert "Không chọn" not in other.labels
    with room.store.write() as db:
        for talk in (own, other):
            with pytest.raises(report_moves.NotTheirs, match="own"):
                reports.move(db, 1, "forward", who=who(talk), now=room.now, today=date(2026, 11, 22))
    chief(room).says("/duyet").hears_words("Bộ gá xoay")


@pytest.mark.parametrize("door", ["go:duyet:1", "go:duyet:99", "go:duyet:abc", "go:duyet:SK-2026-0001"])
def test_a_forged_door_outside_the_reach_opens_nothing_r45(room: Room, door: str) -> None:
    author(room)
    stranger = staff(member(room, "600", "Vũ Thị Lan"), unit="cdcs-song-van")
    stranger.taps_token(door).hears("refused-no-such-report")
    assert acts(room) == ["send"]


# --- units that change while a report is on its way (R41) -------------------------------------------------------------


def test_the_successor_s_reviewers_carry_on_what_a_merged_unit_left_r41(room: Room) -> None:
    """Filed at a unit that is merged into another one, which is itself merged: whoever reviews the last one finds it."""
    author(room)
    with room.store.write() as db:
        units = [room.unit(MAY_THIEN_HA), room.unit("cdcs-song-van")]
        first = Newcomer("cdcs-moi", "CĐCS Mới", "cdcs", room.unit(COMMUNE))
        merged = merge(db, Decision("1", date(2026, 11, 25)), units, first)
        second = Newcomer("cdcs-moi-2", "CĐCS Mới 2", "cdcs", room.unit(COMMUNE))
        merge(db, Decision("2", date(2026, 11, 28)), [merged, room.unit("cdcs-hong-lam")], second)
    room.now += timedelta(days=7)
    heir = staff(member(room, "200", BASE, "Giày Rừng Xanh"), unit="cdcs-moi-2")
    heir.says("/duyet").hears_words("Bộ gá xoay").taps(say("review-forward", unit=YEN_KHANH))
    above = staff(member(room, "300", CHIEF, "Giày Rừng Xanh"), unit=COMMUNE)
    above.says("/duyet").hears_words("Bộ gá xoay", "CĐCS Mới 2 duyệt và chuyển lên")


def test_a_desk_that_was_dissolved_hands_its_reports_to_its_heir_r41(room: Room) -> None:
    author(room)
    base(room).says("/duyet").taps(say("review-forward", unit=YEN_KHANH))
    with room.store.write() as db:
        dissolve(db, Decision("3", date(2026, 11, 25)), [room.unit(COMMUNE)], [room.unit("cd-xa-vu-ban")])
    room.now += timedelta(days=7)
    heir = staff(member(room, "300", CHIEF, "Bệnh viện Hồng Lam"), unit="cd-xa-vu-ban")
    heir.says("/duyet").hears_words("Bộ gá xoay").taps(say("review-forward", unit=NINH_BINH))
    assert room.reports()[0]["desk_unit_id"] == room.unit(PROVINCE)
