"""What the people a report is from hear of it: every step once, nothing that was taken back, and what is missing (R20)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers import report_notices
from handlers.words import Outgoing
from storage import calendar, people, preferences
from storage.tables import Outbox, Reminder, ReportAuthor, of
from tests.noticing import DAY, HOUR, MINUTE, MONDAY, ledger, local, moves, mute, officer, person, say, sends, tick
from tests.talk import TEXTS, ZONE, Room

COMMUNE, PROVINCE = "cd-xa-yen-khanh", "nb"
SETTLED = 11 * MINUTE  # then an act cannot be undone any more


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


MEMBER, REVIEWER, UPPER = 1, 2, 3


def heard(room: Room, after: timedelta = SETTLED, by: str = "100") -> list[Outgoing]:
    """What the member is told by a tick some time later."""
    return [message for address, message in tick(room, after) if address == by]


def does(room: Room, number: int, *acts: str, by: int = REVIEWER, **more: Any) -> None:
    for act in acts:
        moves(room, number, act, by, **more)


def does_it_above(room: Room, number: int, act: str, **more: Any) -> None:
    """The report is forwarded, and a day later its author hears what is done above."""
    does(room, number, "forward")
    heard(room)
    room.now += DAY
    does(room, number, act, by=UPPER, **more)


# --- each step in its words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "more", "text", "door"),
    [
        (
            "approve",
            {},
            (
                "Xin chúc mừng anh/chị!\nLiên đoàn Lao động tỉnh Ninh Bình đã duyệt bài SK-2026-0001 “Bộ gá xoay”.\n\n"
                "Công đoàn chân thành cảm ơn anh/chị đã chia sẻ."
            ),
            ("go:xem:1", "Xem SK-2026-0001"),
        ),
        (
            "return",
            {"note": "Nhờ anh ghi số liệu sau khi áp dụng.", "detail": {"questions": ["result", "first_use", "x"]}},
            (
                "Cảm ơn anh/chị đã chia sẻ.\nLiên đoàn Lao động tỉnh Ninh Bình đã xem bài SK-2026-0001 “Bộ gá xoay” "
                "và nhờ anh/chị bổ sung thêm.\nCần bổ sung: Kết quả, Bắt đầu dùng từ\n"
                "Lời nhắn: Nhờ anh ghi số liệu sau khi áp dụng.\n\n"
                "Anh/chị chỉ cần trả lời những mục này, phần còn lại em vẫn giữ nguyên."
            ),
            ("go:bosung:1", "Bổ sung ngay"),
        ),
        (
            "refuse",
            {"note": "Giải pháp đã được công nhận năm 2025."},
            (
                "Cảm ơn anh/chị đã chia sẻ.\nLần này Liên đoàn Lao động tỉnh Ninh Bình chưa chọn bài SK-2026-0001 “Bộ gá xoay”.\n"
                "Lý do: Giải pháp đã được công nhận năm 2025.\n\n"
                "Em vẫn giữ bài của anh/chị, và mong được nghe anh/chị kể thêm những thành tích khác."
            ),
            ("go:xem:1", "Xem SK-2026-0001"),
        ),
    ],
)
def test_a_decision_is_told_with_the_unit_and_what_is_missing_r20(
    union: Room, act: str, more: dict[str, Any], text: str, door: tuple[str, str]
) -> None:
    number = sends(union, MEMBER)
    does_it_above(union, number, act, **more)
    (message,) = heard(union)
    assert message.text == text
    assert [(option.token, option.label) for option in message.options] == [door]
    assert heard(union, DAY) == []
    row = union.rows(Reminder, kind="steps")[-1]
    assert row["slot"].partition(":")[0] == act
    assert union.rows(Outbox, key=row["outbox_key"])[0]["kind"] == "notice"


def test_a_report_sent_up_is_told_with_where_it_went(union: Room) -> None:
    number = sends(union, MEMBER)
    does(union, number, "receive", "forward")
    (message,) = heard(union)
    assert message.text == (
        "Em xin báo anh/chị tin vui:\nCĐCS Công ty CP Xây lắp Sông Vân [MẪU] đã duyệt bài SK-2026-0001 “Bộ gá xoay” "
        f"và chuyển lên {union.unit_name('nb')}.\n\nKhi có bước tiếp theo, em báo anh/chị ngay."
    )
    assert [row["slot"].partition(":")[0] for row in union.rows(Reminder, kind="steps")] == ["forward"]


def test_each_level_that_sees_it_is_told_though_the_first_stands_in_the_ledger(union: Room) -> None:
    number = sends(union, MEMBER)
    does(union, number, "receive")
    assert "Sông Vân [MẪU] đã xem bài" in heard(union)[0].text
    does_it_above(union, number, "receive")
    (message,) = heard(union)
    assert "Liên đoàn Lao động tỉnh Ninh Bình đã xem bài" in message.text
    slots = [row["slot"].partition(":")[0] for row in union.rows(Reminder, kind="steps")]
    assert slots == ["received", "forward", "receive"]


def test_several_are_one_message_with_a_door_each(union: Room) -> None:
    first, second = sends(union, MEMBER), sends(union, MEMBER, title="Xe kéo cáp")
    does(union, first, "receive")
    does(union, second, "return", note="Xin thêm ảnh. " * 60)
    (message,) = heard(union)
    assert message.text.splitlines()[0] == "Em xin báo anh/chị tin về các bài của mình:"
    assert message.text.count("\n• ") == 2
    assert len(message.text) < 600
    assert [(each.token, each.label) for each in message.options] == [
        ("go:xem:1", "Xem SK-2026-0001"),
        ("go:bosung:2", "Bổ sung SK-2026-0002"),
    ]


# --- what was taken back, and what came after ---------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["forward", "return", "refuse"])
def test_an_undone_step_is_never_told(union: Room, act: str) -> None:
    """It waits for as long as it can be undone, even when something older would be told."""
    number = sends(union, MEMBER)
    does(union, number, act, note="Xin thêm ảnh.")
    assert heard(union, 10 * MINUTE) == []
    does(union, number, "undo")
    assert heard(union, MINUTE) == []
    assert heard(union, DAY) == []
    assert ledger(union, "steps") == []


def test_what_was_undone_after_it_was_seen_leaves_that_it_was_seen(union: Room) -> None:
    number = sends(union, MEMBER)
    does(union, number, "receive")
    union.now += 5 * MINUTE
    does(union, number, "forward")
    assert heard(union, 6 * MINUTE) == []
    does(union, number, "undo")
    (message,) = heard(union, MINUTE)
    assert "Sông Vân [MẪU] đã xem bài SK-2026-0001" in message.text


def test_only_the_latest_of_several_steps_is_told(union: Room) -> None:
    number = sends(union, MEMBER)
    union.now = local("2026-11-23 21:30")
    does(union, number, "receive", "forward")
    union.now += HOUR
    does(union, number, "receive", "approve", by=UPPER)
    assert heard(union, HOUR) == []
    union.now = local("2026-11-24 07:00")
    (message,) = heard(union, MINUTE)
    assert message.text.startswith("Xin chúc mừng anh/chị!")
    assert heard(union, DAY) == []
    assert len(ledger(union, "steps")) == 1


@pytest.mark.parametrize("act", ["complete", "withdraw"])
def test_what_its_author_has_gone_past_is_not_told(union: Room, act: str) -> None:
    number = sends(union, MEMBER)
    does(union, number, "return", note="Xin thêm ảnh.")
    does(union, number, act, by=MEMBER)
    assert heard(union, DAY) == []


def test_a_recall_is_told_to_who_heard_that_it_went_up_and_to_nobody_else(union: Room) -> None:
    first, second = sends(union, MEMBER), sends(union, MEMBER, title="Xe kéo cáp")
    does(union, first, "forward")
    assert len(heard(union)) == 1
    does(union, second, "forward")
    union.now += 5 * MINUTE
    for number in (first, second):
        does(union, number, "recall")
    (message,) = heard(union)
    assert "đang xem thêm bài SK-2026-0001 “Bộ gá xoay” trước khi chuyển lên cấp trên" in message.text
    assert "SK-2026-0002" not in message.text


def test_undone_between_the_plan_and_its_entering_it_is_not_told(union: Room) -> None:
    number = sends(union, MEMBER)
    does(union, number, "return", note="Xin thêm ảnh.")
    union.now += SETTLED
    with union.store.read() as db:
        planned = [each for each in report_notices.plan(db, union.now, ZONE) if each.kind == "steps"]
    does(union, number, "complete", by=MEMBER)
    with union.store.write() as db:
        assert (len(planned), report_notices.enter(db, TEXTS, planned, union.now)) == (1, 0)


# --- who hears ----------------------------------------------------------------------------------------------------------------


def _has_author(room: Room, number: int, who: int) -> None:
    row = {"report_id": number, "position": 2, "name": "Hà", "person_id": who, "collective": False, "agreed": "yes"}
    with room.store.write() as db:
        db.execute(of(ReportAuthor).insert(), row)


@pytest.mark.parametrize(
    ("act", "told"),
    [("approve", ["100", "300"]), ("refuse", ["100", "300"]), ("return", ["100"]), ("receive", ["100"])],
)
def test_co_authors_hear_of_approval_and_refusal(union: Room, act: str, told: list[str]) -> None:
    other = person(union, "300", "Bùi Thị Hà")
    number = sends(union, MEMBER)
    _has_author(union, number, other)
    does_it_above(union, number, act, note="Xin thêm ảnh.")
    assert [address for address, _ in tick(union, SETTLED) if address not in ("200", "202")] == told


def test_a_co_author_who_rests_hears_it_later(union: Room) -> None:
    other = person(union, "300", "Bùi Thị Hà")
    with union.store.write() as db:
        preferences.put(db, other, "quiet", "06:00-16:00")
    number = sends(union, MEMBER)
    _has_author(union, number, other)
    does_it_above(union, number, "approve")
    assert heard(union, SETTLED, by="300") == []
    union.now = local("2026-11-24 16:00")
    assert len(heard(union, MINUTE, by="300")) == 1
    assert heard(union, DAY, by="300") == []


def test_in_english_everything_is_said(union: Room) -> None:
    with union.store.write() as db:
        people.change(db, MEMBER, language="en")
    number = sends(union, MEMBER)
    does_it_above(union, number, "return", note="Thêm ảnh", detail={"questions": ["photos"]})
    (message,) = heard(union)
    assert "Please add: Photos\nMessage: Thêm ảnh" in message.text
    assert message.options[0].label == "Add it now"


# --- returned, and no answer ----------------------------------------------------------------------------------------------------


def _returned(room: Room) -> int:
    number = sends(room, MEMBER)
    does(room, number, "return", note="Xin thêm ảnh.")
    assert len(heard(room)) == 1
    return number


def test_who_does_not_answer_a_return_is_reminded_once_after_seven_days(union: Room) -> None:
    number = _returned(union)
    assert heard(union, 7 * DAY - MINUTE) == []
    (message,) = heard(union, MINUTE)
    assert message.text == say("returned-notice", count=1, lines="• SK-2026-0001: Bộ gá xoay")
    assert [(each.token, each.label) for each in message.options] == [(f"go:bosung:{number}", "Bổ sung ngay")]
    assert heard(union, 8 * DAY) == []
    assert union.rows(Outbox)[-1]["kind"] == "reminder"


def test_who_answered_is_not_reminded_and_a_second_return_is(union: Room) -> None:
    number = _returned(union)
    does(union, number, "complete", by=MEMBER)
    assert heard(union, 8 * DAY) == []
    does(union, number, "return", note="Xin thêm ảnh nữa.")
    assert len(heard(union)) == 1
    assert len(heard(union, 7 * DAY)) == 1


@pytest.mark.parametrize("when", ["2026-11-30 06:30", "2026-11-30 21:30"])
def test_that_reminder_waits_for_open_hours_r76(union: Room, when: str) -> None:
    _returned(union)
    union.now = local(when)
    assert heard(union, MINUTE) == []


def test_switched_off_nothing_is_said_of_a_return_and_no_reminder_follows(union: Room) -> None:
    mute(union, MEMBER, "steps")
    number = sends(union, MEMBER)
    does(union, number, "return", note="Xin thêm ảnh.")
    assert heard(union) == []
    assert heard(union, 8 * DAY) == []
    assert [state for _, _, state in ledger(union, "returned")] == ["muted"]
