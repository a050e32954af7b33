"""Nothing moves: a reminder to those whose turn it is, then the level above; and reports handed over or come from below (R20)."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import event

from handlers import foresight, report_notices
from handlers.foresight_table import table
from storage import calendar, grants, levels, reports
from storage.tables import Outbox, Reminder, Report, of
from tests.noticing import DAY, HOUR, MINUTE, MONDAY, ledger, local, moves, mute, officer, person, say, sends, tick
from tests.talk import TEXTS, ZONE, Room

MEMBER, REVIEWER, UPPER = 1, 2, 3
SENT, RETURNED = {"state": "sent"}, {"state": "returned"}
SETTLED = 11 * MINUTE
UNIT = "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]"


@pytest.fixture
def union(room: Room) -> Room:
    """A member of Sông Vân, whose own reviewer (200) sends reports up to the province's (202)."""
    room.now = MONDAY
    with room.store.write() as db:
        calendar.load_starter(db, MONDAY)
    person(room, "100", "Nguyễn Văn Thắng")
    officer(room)
    officer(room, "nb", address="202", name="Đinh Thị Bình")
    return room


def heard(room: Room, by: str, after: timedelta = SETTLED) -> list[str]:
    return [message.text for address, message in tick(room, after) if address == by]


# --- a coming from below, and back from its author ----------------------------------------------------------------------------


def test_each_coming_is_told_to_those_whose_turn_it_is_with_how_it_came(union: Room) -> None:
    number = sends(union, MEMBER)
    assert heard(union, "200") == [say("new-reports-notice", count=1, how="send", lines="• SK-2026-0001: Bộ gá xoay")]
    moves(union, number, "return", REVIEWER, note="Xin thêm ảnh.")
    union.now += HOUR
    moves(union, number, "complete", MEMBER)
    assert [text.splitlines()[0] for text in heard(union, "200")] == [
        "Em xin báo anh/chị có 1 bài tác giả đã bổ sung và gửi lại:"
    ]
    moves(union, number, "forward", REVIEWER)
    assert heard(union, "202", 10 * MINUTE) == []  # it may still be undone
    assert [text.splitlines()[0] for text in heard(union, "202", MINUTE)] == [
        "Em xin báo anh/chị có 1 bài cấp dưới đã duyệt và chuyển lên:"
    ]
    slots = [(row["person_id"], row["slot"]) for row in union.rows(Reminder, kind="new-reports")]
    assert slots == [(REVIEWER, "new"), (REVIEWER, "new:1"), (UPPER, "new:2")]
    assert heard(union, "202", DAY) == []


def test_what_came_in_several_ways_says_how_in_each_line(union: Room) -> None:
    first = sends(union, MEMBER)
    moves(union, first, "return", REVIEWER, note="Xin thêm ảnh.")
    moves(union, first, "complete", MEMBER)
    sends(union, MEMBER, title="Xe kéo cáp")
    (text,) = heard(union, "200")
    assert text.splitlines() == [
        "Em xin báo anh/chị có 2 bài đang chờ anh/chị xem:",
        "• SK-2026-0001: Bộ gá xoay (tác giả đã bổ sung)",
        "• SK-2026-0002: Xe kéo cáp (mới gửi)",
    ]


@pytest.mark.parametrize("act", ["undo", "recall"])
def test_what_was_taken_back_came_to_nobody(union: Room, act: str) -> None:
    number = sends(union, MEMBER)
    assert len(heard(union, "200")) == 1
    moves(union, number, "forward", REVIEWER)
    union.now += 5 * MINUTE
    moves(union, number, act, REVIEWER)
    assert [text for address, text in tick(union, 2 * HOUR) if address != "100"] == []


def test_a_colleague_hears_at_once_what_was_handed_to_them(union: Room) -> None:
    other = officer(union, address="203", name="Vũ Văn Ba")
    number = sends(union, MEMBER)
    tick(union)
    moves(union, number, "assign", REVIEWER, note="Nhờ anh xem giúp.", detail={"to": other})
    ((address, message),) = tick(union, MINUTE)
    assert (address, message.text) == (
        "203",
        (
            "Em xin báo anh/chị có một bài được chuyển cho anh/chị xem:\n"
            "• Lê Thị Mai nhờ anh/chị xem giúp bài SK-2026-0001: Bộ gá xoay\nLời nhắn: Nhờ anh xem giúp."
        ),
    )
    assert [option.token for option in message.options] == [f"go:xem:{number}"]
    assert tick(union, HOUR) == []
    moves(union, number, "assign", REVIEWER, detail={"to": other})
    assert len(tick(union, MINUTE)) == 1


# --- nothing moves ---------------------------------------------------------------------------------------------------


def test_after_its_days_a_report_is_remembered_once_and_then_told_above(union: Room) -> None:
    """A grassroots unit has three days, and the level above hears after seven; all of it in one message each."""
    sends(union, MEMBER)
    sends(union, MEMBER, title="Xe kéo cáp")
    tick(union)
    assert heard(union, "200", 3 * DAY) == []
    (text,) = heard(union, "200", MINUTE)
    lines = "• SK-2026-0001: Bộ gá xoay (đã chờ 3 ngày)\n• SK-2026-0002: Xe kéo cáp (đã chờ 3 ngày)"
    assert text == say("stuck-notice", count=2, lines=lines)
    assert tick(union, 4 * DAY - MINUTE) == []
    ((address, message),) = tick(union, MINUTE)
    lines = f"• SK-2026-0001: Bộ gá xoay ({UNIT}, đã chờ 7 ngày)\n• SK-2026-0002: Xe kéo cáp ({UNIT}, đã chờ 7 ngày)"
    assert (address, message.text) == ("202", say("stuck-above-notice", count=2, lines=lines))
    assert [option.token for option in message.options] == ["go:xem:1", "go:xem:2", "go:baocaomoi:"]
    assert tick(union, 9 * DAY) == []
    assert {row["slot"] for row in union.rows(Reminder, kind="stuck")} == {"turn:0"}
    assert {row["kind"] for row in union.rows(Outbox)[-2:]} == {"reminder"}


def test_those_above_may_act_once_they_have_heard(union: Room) -> None:
    number = sends(union, MEMBER)
    tick(union)
    union.now += 7 * DAY + MINUTE
    assert len(heard(union, "202", MINUTE)) == 1
    with union.store.read() as db:
        desk, since, today = union.unit("cdcs-song-van"), MONDAY, union.now.date()
        seat = levels.seat(db, UPPER, desk, since, besides={MEMBER}, now=union.now, day=today)
    assert (number, seat) == (1, levels.Seat(union.unit("nb"), instead=True))


def test_a_report_that_was_opened_and_left_is_remembered_too(union: Room) -> None:
    number = sends(union, MEMBER)
    moves(union, number, "receive", REVIEWER)
    tick(union, HOUR)
    assert len(heard(union, "200", 3 * DAY)) == 1


def test_a_new_coming_has_a_clock_and_a_reminder_of_its_own(union: Room) -> None:
    number = sends(union, MEMBER)
    tick(union)
    assert len(heard(union, "200", 3 * DAY + MINUTE)) == 1
    moves(union, number, "forward", REVIEWER)
    assert len(heard(union, "202")) == 1
    assert heard(union, "202", 9 * DAY) == []
    (text,) = heard(union, "202", 2 * DAY)  # the tenth is a Sunday
    assert "• SK-2026-0001: Bộ gá xoay (đã chờ 11 ngày)" in text
    assert heard(union, "200", DAY) == []


def test_nobody_is_reminded_of_what_is_news_to_them(union: Room) -> None:
    """Sent on the eve of Tết 2027 and told when it is over: the reminder comes a day later."""
    union.now = local("2027-02-04 22:00")
    sends(union, MEMBER)
    union.now = local("2027-02-11 07:00")
    assert [text.partition(":")[0] for text in heard(union, "200", MINUTE)] == [
        "Em xin báo anh/chị có một bài mới gửi đến"
    ]
    assert [text.partition(":")[0] for text in heard(union, "200", DAY)] == ["Em xin nhắc anh/chị"]


def test_who_takes_the_place_later_is_reminded_of_what_waits(union: Room) -> None:
    with union.store.write() as db:
        grants.end(db, 1, by=None, now=union.now)
    sends(union, MEMBER)
    union.now += 4 * DAY
    officer(union, address="205", name="Vũ Văn Ba", at=union.now)
    (text,) = heard(union, "205")
    assert "(đã chờ 4 ngày)" in text


def test_the_sender_is_never_asked_to_hurry_and_the_next_above_is(union: Room) -> None:
    sends(union, REVIEWER)
    tick(union)
    assert [address for address, _ in tick(union, 4 * DAY)] == ["202"]


def test_at_most_one_a_day_and_switched_off_it_says_so(union: Room) -> None:
    mute(union, REVIEWER, "new-reports")
    first = sends(union, MEMBER)
    union.now += HOUR
    sends(union, MEMBER, title="Xe kéo cáp")
    moves(union, first, "receive", REVIEWER)
    tick(union)
    union.now = MONDAY + 3 * DAY
    (text,) = heard(union, "200", MINUTE)
    assert text.endswith(say("new-reports-muted"))
    assert heard(union, "200", HOUR) == []
    (text,) = heard(union, "200", DAY)
    assert "SK-2026-0002" in text
    assert len(ledger(union, "stuck")) == 2


def test_what_has_been_late_for_longer_than_a_holiday_is_left_to_the_queue(union: Room) -> None:
    sends(union, MEMBER)
    assert tick(union, 90 * DAY) == []


def test_a_report_that_moves_between_plan_and_entering_is_not_remembered(union: Room) -> None:
    number = sends(union, MEMBER)
    tick(union)
    union.now += 4 * DAY
    with union.store.read() as db:
        planned = report_notices.plan(db, union.now, ZONE)
    moves(union, number, "forward", REVIEWER)
    with union.store.write() as db:
        assert (len(planned), report_notices.enter(db, TEXTS, planned, union.now)) == (1, 0)


def test_the_number_of_queries_does_not_grow_with_what_is_stuck_or_returned(union: Room) -> None:
    other = officer(union, address="203", name="Vũ Văn Ba")

    def asked() -> int:
        said: list[str] = []
        with union.store.read() as db:
            event.listen(db, "before_cursor_execute", lambda *call: said.append(call[2]))
            kinds = {each.kind for each in report_notices.plan(db, union.now, ZONE)}
        assert kinds == {"assigned", "stuck", "stuck-above", "returned", "new-reports", "steps"}
        return len(said)

    def lately(times: int) -> None:
        for _ in range(times):
            sends(union, MEMBER)
            number = sends(union, MEMBER)
            moves(union, number, "receive", REVIEWER)
            moves(union, number, "assign", REVIEWER, detail={"to": other})
        union.now += SETTLED

    for number in [sends(union, MEMBER) for _ in range(6)][3:]:
        moves(union, number, "return", REVIEWER, note="Xin thêm ảnh.")
    tick(union, SETTLED)
    with union.store.write() as db:  # two of three that were returned and of three that are late: not any more
        for number in (2, 3, 5, 6):
            reports.move(db, number, "withdraw", who=MEMBER, now=union.now, today=union.now.date())
    union.now += 8 * DAY
    lately(1)
    few = asked()
    with union.store.write() as db:
        db.execute(of(Report).update().where(of(Report).c.id.in_([2, 3])).values(waits_since=MONDAY, **SENT))
        db.execute(of(Report).update().where(of(Report).c.id.in_([5, 6])).values(**RETURNED))
    lately(5)
    assert asked() == few


# --- ./run due ------------------------------------------------------------------------------------------------------------


def test_due_foresees_what_the_ticks_then_say(union: Room) -> None:
    """Of what waits now: reminders, the level above, and the author of what was returned; on their days, over a Sunday."""
    for title in ("Bộ gá xoay", "Xe kéo cáp"):
        sends(union, MEMBER, title=title)
    moves(union, sends(union, MEMBER), "return", REVIEWER, note="Xin thêm ảnh.")
    tick(union, SETTLED)
    union.now += DAY
    sends(union, UPPER)
    tick(union, SETTLED)
    since, until = union.now, union.now + 9 * DAY
    with union.store.read() as db:
        foreseen = foresight.foresee(db, since, until, ZONE, planners=(foresight.of_reports,))
        words = table(partial(TEXTS.say, "vi"), foreseen, since, until, ZONE)
    said: set[tuple[int, str, datetime]] = set()
    for moment in sorted({since + number * 6 * HOUR for number in range(36)} | {each.at for each in foreseen}):
        before = len(union.rows(Reminder))
        tick(union, moment - union.now)
        said |= {(row["person_id"], row["kind"], moment) for row in union.rows(Reminder)[before:]}
    assert sorted((each.person, each.kind, each.at) for each in foreseen) == sorted(said)
    kinds = [(who, kind) for who, kind, _ in sorted(said)]
    assert kinds == [(1, "returned"), (2, "stuck"), (2, "stuck"), (3, "stuck-above")]
    assert "báo cấp trên 2 bài chờ quá hạn ở CĐCS Công ty CP Xây lắp Sông Vân [MẪU]" in words
    assert "nhắc 2 bài đang chờ xem lâu" in words
    assert "nhắc tác giả 1 bài đang chờ bổ sung" in words
