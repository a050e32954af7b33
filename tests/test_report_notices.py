"""Notices about reports: new ones to their reviewers, seen ones to who sent them, lost members to their officers (R20).

Each is told once, in open hours, and together with what came at the same time.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from bot.channels.gateway import fit
from handlers import report_notices
from storage import calendar, grants, people, preferences
from storage.tables import Outbox, Reminder, Report, ReportAuthor, of
from tests.noticing import (
    DAY,
    HOUR,
    MAY_THIEN_HA,
    MINUTE,
    MONDAY,
    SONG_VAN,
    holds,
    ledger,
    local,
    moves,
    mute,
    officer,
    person,
    say,
    sends,
    tick,
)
from tests.talk import TEXTS, ZONE, Room
from tests.test_golden import POOREST


@pytest.fixture
def union(room: Room) -> Room:
    """The starter with its calendar, on a Monday morning."""
    room.now = MONDAY
    with room.store.write() as db:
        calendar.load_starter(db, MONDAY)
    return room


# --- new reports ----------------------------------------------------------------------------------------------------------


def test_a_new_report_is_told_at_once_with_doors_to_it(union: Room) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    number = sends(union, member)
    ((address, message),) = tick(union, MINUTE)
    assert (address, message.text) == (
        "200",
        "Em xin báo anh/chị có một bài mới gửi đến:\n• SK-2026-0001: Bộ gá xoay",
    )
    assert [(option.token, option.label) for option in message.options] == [
        (f"go:xem:{number}", "Xem SK-2026-0001"),
        ("go:baocaomoi:", "Xem lần lượt"),
    ]
    assert ledger(union) == [(f"report:{number}", reviewer, "queued")]
    (row,) = union.rows(Reminder)
    assert (row["slot"], row["planned_for"], row["at"]) == ("new", union.now, union.now)
    (sent,) = union.rows(Outbox, key=row["outbox_key"])
    assert (sent["kind"], sent["due_at"], sent["state"]) == ("notice", union.now, "due")
    assert tick(union, MINUTE) == []
    assert tick(union, DAY) == []


def test_what_comes_within_the_hour_is_told_together(union: Room) -> None:
    member, _ = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    sends(union, member)
    assert len(tick(union)) == 1
    for _ in range(12):
        union.now += MINUTE
        sends(union, member, title="Xe kéo cáp " * 30)
        assert tick(union) == []
    assert tick(union, 47 * MINUTE) == []
    ((_, message),) = tick(union, MINUTE)
    assert message.text.startswith("Em xin báo anh/chị có 12 bài mới gửi đến:\n• SK-2026-0002: Xe kéo cáp")
    assert message.text.endswith("\n• và 4 bài nữa")
    assert len(message.options) == 9
    assert len(fit(message, POOREST)) == 1
    assert len(ledger(union)) == 13


@pytest.mark.parametrize(
    ("sent", "told"),  # local
    [
        ("2026-11-23 20:58", "2026-11-23 20:59"),
        ("2026-11-23 21:00", "2026-11-24 07:00"),
        ("2026-11-24 03:00", "2026-11-24 07:00"),
        ("2026-11-28 22:00", "2026-11-30 07:00"),  # over a Sunday
        ("2027-02-04 22:00", "2027-02-11 07:00"),  # over Tết 2027, as the starter's calendar has it
    ],
)
def test_it_waits_for_the_next_open_moment_r76(union: Room, sent: str, told: str) -> None:
    member, _ = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    union.now = local(sent)
    sends(union, member)
    sends(union, member)
    union.now += MINUTE
    while union.now < local(told):
        assert tick(union) == []
        union.now = min(union.now + 6 * HOUR, local(told))
    ((_, message),) = tick(union)
    assert message.text.startswith("Em xin báo anh/chị có 2 bài mới")


def test_quiet_hours_of_ones_own_count_r76(union: Room) -> None:
    member, night = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    officer(union, address="201", name="Trần Văn Nam")
    with union.store.write() as db:
        preferences.put(db, night, "quiet", "08:00-16:00")
    sends(union, member)
    assert [address for address, _ in tick(union)] == ["201"]
    union.now = local("2026-11-23 15:59")
    assert tick(union) == []
    assert [address for address, _ in tick(union, MINUTE)] == ["200"]


@pytest.mark.parametrize("act", ["receive", "withdraw"])
@pytest.mark.parametrize("when", ["before the plan", "after the plan"])
def test_what_was_seen_or_withdrawn_meanwhile_is_not_told(union: Room, act: str, when: str) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    first, second = sends(union, member), sends(union, member, title="Xe kéo cáp")
    by = member if act == "withdraw" else reviewer
    if when == "before the plan":
        moves(union, first, act, by)
        ((_, message),) = tick(union)
        assert "SK-2026-0001" not in message.text
    else:
        with union.store.read() as db:
            planned = report_notices.plan(db, union.now, ZONE)
        moves(union, first, act, by)
        with union.store.write() as db:
            assert report_notices.enter(db, TEXTS, planned, union.now) == 1
    assert ledger(union) == [(f"report:{second}", reviewer, "queued")]


def test_two_processes_tell_it_once(union: Room) -> None:
    """Both planned from the same state, and one of them after another report came."""
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    first = sends(union, member)
    with union.store.read() as db:
        one = report_notices.plan(db, union.now, ZONE)
    second = sends(union, member, title="Xe kéo cáp")
    with union.store.read() as db:
        other = report_notices.plan(db, union.now, ZONE)
    with union.store.write() as db:
        entered = [report_notices.enter(db, TEXTS, each, union.now) for each in (one, one, other, other)]
    assert entered == [1, 0, 1, 0]
    texts = [row["body"]["text"] for row in union.rows(Outbox, kind="notice")]
    assert [("SK-2026-0001" in text, "SK-2026-0002" in text) for text in texts] == [(True, False), (False, True)]
    assert ledger(union) == [(f"report:{number}", reviewer, "queued") for number in (first, second)]


def test_everybody_at_the_unit_is_told_and_nobody_above(union: Room) -> None:
    member = person(union, "100", "Nguyễn Văn Thắng")
    officer(union, address="200")
    officer(union, address="201", name="Trần Văn Nam", role="standing")
    officer(union, "nb", address="202", name="Đinh Thị Bình")
    officer(union, address="203", name="Vũ Văn Ba", role="leader")
    sends(union, member)
    assert [address for address, _ in tick(union)] == ["200", "201"]


def test_where_nobody_is_the_level_above_is_told(union: Room) -> None:
    """A report of a unit that has ended goes to the people of its successor, here to the province's (R41)."""
    member = person(union, "100", "Nguyễn Văn Thắng")
    officer(union, "nb", address="202", name="Đinh Thị Bình")
    sends(union, member, MAY_THIEN_HA)
    sends(union, member, "tp-tam-diep", day=date(2025, 3, 1))
    ((address, message),) = tick(union)
    assert (address, message.text.count("•")) == ("202", 2)


def test_an_ended_units_report_goes_to_who_answers_for_its_successor_r41(union: Room) -> None:
    member = person(union, "100", "Nguyễn Văn Thắng")
    for number, unit in enumerate(("cdcs-thuy-an-1", "nb", "cdcs-thuy-an-2"), 201):
        officer(union, unit, address=str(number), name="Mai Thị Ngân")
    sends(union, member, "cdcs-thuy-an", day=date(2024, 3, 1))
    assert [address for address, _ in tick(union)] == ["201", "203"]


@pytest.mark.parametrize("whose", ["sender", "author"])
def test_nobody_is_told_of_their_own_report_but_the_next_above(union: Room, whose: str) -> None:
    member, own = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    officer(union, "nb", address="202", name="Đinh Thị Bình")
    number = sends(union, own if whose == "sender" else member)
    if whose == "author":
        row = {"report_id": number, "position": 1, "name": "Mai", "person_id": own, "collective": False, "agreed": ""}
        with union.store.write() as db:
            db.execute(of(ReportAuthor).insert(), row)
    assert [address for address, _ in tick(union)] == ["202"]


def test_what_was_sent_before_the_role_is_not_told_one_by_one(union: Room) -> None:
    member = person(union, "100", "Nguyễn Văn Thắng")
    sends(union, member)
    union.now += HOUR
    late = person(union, "200", "Lê Thị Mai")
    holds(union, late, at=union.now)
    assert tick(union) == []
    second = sends(union, member, title="Xe kéo cáp")
    ((_, message),) = tick(union)
    assert ("SK-2026-0001" in message.text, "SK-2026-0002" in message.text) == (False, True)
    assert ledger(union) == [(f"report:{second}", late, "queued")]


def test_a_second_role_brings_no_old_news(union: Room) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    sends(union, member, MAY_THIEN_HA)
    union.now += HOUR
    holds(union, reviewer, "nb", at=union.now)
    assert tick(union) == []


def test_who_cannot_be_reached_is_not_told_and_the_others_are(union: Room) -> None:
    member, _ = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    officer(union, "nb", address="202", name="Đinh Thị Bình")
    with union.store.write() as db:
        people.mark_address(db, ("telegram", "200"), "gone", union.now)
    sends(union, member)
    tick(union)
    assert [row["address"] for row in union.rows(Outbox, kind="notice")] == ["202"]


def test_switched_off_it_is_told_once_a_day_and_says_so(union: Room) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    mute(union, reviewer, "new-reports")
    sends(union, member)
    ((_, message),) = tick(union)
    assert message.text.endswith(say("new-reports-muted"))
    sends(union, member)
    assert tick(union, 2 * HOUR) == []
    union.now = local("2026-11-24 06:59")
    assert tick(union) == []
    ((_, message),) = tick(union, MINUTE)
    assert message.text.endswith(say("new-reports-muted"))


def test_a_clock_that_was_ahead_silences_nobody(union: Room) -> None:
    member, _ = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    union.now += 400 * DAY
    sends(union, member)
    assert len(tick(union)) == 1
    union.now -= 400 * DAY
    sends(union, member)
    assert len(tick(union)) == 1


def test_old_news_is_not_told_any_more(union: Room) -> None:
    member, _ = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    sends(union, member)
    assert tick(union, 36 * DAY) == []


def test_very_many_are_told_in_pieces(union: Room) -> None:
    """A transaction enters 200 rows of the ledger at most, so that no reply waits behind it; the rest follows."""
    member, _ = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    officer(union, address="201", name="Trần Văn Nam")
    sends(union, member, times=230)
    with union.store.read() as db:
        planned = report_notices.plan(db, union.now, ZONE)
    assert [[len(each.parts) for each in piece] for piece in report_notices.pieces(planned)] == [[200], [200]]
    assert [message.text.splitlines()[-1] for _, message in tick(union)] == ["• và 192 bài nữa"] * 2
    assert [message.text.splitlines()[-1] for _, message in tick(union, HOUR)] == ["• và 22 bài nữa"] * 2
    assert tick(union, HOUR) == []


def test_in_english_and_without_buttons(union: Room) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    with union.store.write() as db:
        people.change(db, reviewer, language="en")
    number = sends(union, member)
    ((_, message),) = tick(union)
    (piece,) = fit(message, POOREST)
    assert piece.text == (
        "A new report has come in:\n• SK-2026-0001: Bộ gá xoay\n\n"
        f"See SK-2026-0001: /xem {number}\nSee one by one: /baocaomoi"
    )


# --- seen reports ---------------------------------------------------------------------------------------------------------


def test_the_sender_hears_once_that_it_was_seen_and_by_which_unit(union: Room) -> None:
    """The unit, not the officer's name; a walk through several is one message."""
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union, "nb")
    first, second = sends(union, member), sends(union, member, title="Xe kéo cáp")
    tick(union)
    moves(union, first, "receive", reviewer)
    union.now += 4 * MINUTE
    moves(union, second, "receive", reviewer)
    assert tick(union, 5 * MINUTE) == []
    ((address, message),) = tick(union, MINUTE)
    assert address == "100"
    assert message.text == (
        "Cảm ơn anh/chị đã chia sẻ 2 thành tích. Em xin báo tin vui:\n"
        "• Liên đoàn Lao động tỉnh Ninh Bình đã xem bài SK-2026-0001 “Bộ gá xoay”.\n"
        "• Liên đoàn Lao động tỉnh Ninh Bình đã xem bài SK-2026-0002 “Xe kéo cáp”.\n\n"
        "Khi có bước tiếp theo, em báo anh/chị ngay. Trong lúc chờ, anh/chị vẫn thêm ảnh và thông tin được ở /baicuatoi."
    )
    assert [option.token for option in message.options] == [f"go:xem:{first}", f"go:xem:{second}"]
    assert ledger(union, "steps") == [(f"report:{number}", member, "queued") for number in (first, second)]
    assert {row["slot"] for row in union.rows(Reminder, kind="steps")} == {"received"}
    assert tick(union, DAY) == []


def test_a_seen_report_is_told_in_open_hours_r76(union: Room) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    number = sends(union, member)
    union.now = local("2026-11-28 20:55")
    moves(union, number, "receive", reviewer)
    assert tick(union, 10 * MINUTE) == []
    union.now = local("2026-11-30 06:59")
    assert tick(union) == []
    assert [address for address, _ in tick(union, MINUTE)] == ["200", "100"]  # to the reviewer, that it waits


def test_switched_off_the_sender_is_not_told(union: Room) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    mute(union, member, "steps")
    number = sends(union, member)
    moves(union, number, "receive", reviewer)
    assert tick(union, HOUR) == []
    assert ledger(union, "steps") == [(f"report:{number}", member, "muted")]
    assert union.rows(Reminder, kind="steps")[0]["outbox_key"] is None


def test_of_a_withdrawn_report_the_sender_hears_nothing(union: Room) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    number = sends(union, member)
    moves(union, number, "receive", reviewer)
    moves(union, number, "withdraw", member)
    assert tick(union, HOUR) == []


def test_the_unit_is_named_though_the_role_has_ended_since(union: Room) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    number = sends(union, member)
    moves(union, number, "receive", reviewer)
    with union.store.write() as db:
        grants.end(db, 1, by=None, now=union.now)
    ((_, message),) = tick(union, HOUR)
    assert "• CĐCS Công ty CP Xây lắp Sông Vân [MẪU] đã xem bài SK-2026-0001" in message.text


# --- members nothing reaches ------------------------------------------------------------------------------------------------


def loses(room: Room, *addresses: str) -> None:
    with room.store.write() as db:
        for address in addresses:
            people.mark_address(db, ("telegram", address), "gone", room.now)


def test_officers_hear_of_members_nothing_reaches_once(union: Room) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)
    officer(union, address="201", name="Trần Văn Nam", role="admin")
    loses(union, "100")
    told = tick(union, MINUTE)
    assert [address for address, _ in told] == ["200", "201"]
    assert "• Nguyễn Văn Thắng, CĐCS Công ty CP Xây lắp Sông Vân [MẪU]" in told[0][1].text
    assert [(option.token, option.label) for option in told[0][1].options] == [("go:giaonhan:", "Xem tin chưa đến nơi")]
    rows = union.rows(Reminder, kind="unreachable")
    assert [(row["subject"], row["slot"]) for row in rows] == [(f"person:{member}", "2026-11-23")] * 2
    assert reviewer in {row["person_id"] for row in rows}
    assert {row["kind"] for row in union.rows(Outbox) if row["key"].startswith("unreachable")} == {"reminder"}
    assert tick(union, DAY) == []


def test_lost_members_are_told_once_a_day_together(union: Room) -> None:
    officer(union)
    for number in range(12):
        person(union, str(300 + number), f"Bùi Văn Dũng {chr(65 + number)}")
    loses(union, "300")
    assert len(tick(union)) == 1
    union.now += HOUR
    loses(union, *(str(301 + number) for number in range(11)))
    assert tick(union, HOUR) == []
    union.now = local("2026-11-24 06:59")
    assert tick(union) == []
    ((_, message),) = tick(union, MINUTE)
    assert (message.text.count("• Bùi"), "• và 1 người nữa" in message.text) == (10, True)
    assert tick(union, DAY) == []


def test_who_switched_that_off_hears_of_it_all_the_same(union: Room) -> None:
    person(union, "100", "Nguyễn Văn Thắng")
    mute(union, officer(union), "unreachable")
    loses(union, "100")
    ((_, message),) = tick(union)
    assert message.text.endswith(say("unreachable-muted"))


def test_it_leaves_when_the_officer_may_be_written_to_r76(union: Room) -> None:
    person(union, "100", "Nguyễn Văn Thắng")
    night = officer(union)
    with union.store.write() as db:
        preferences.put(db, night, "quiet", "08:00-16:00")
    loses(union, "100")
    assert len(tick(union)) == 1
    assert union.rows(Outbox)[-1]["due_at"] == local("2026-11-23 16:00")


def test_a_member_who_came_back_and_is_lost_again_is_told_again(union: Room) -> None:
    person(union, "100", "Nguyễn Văn Thắng")
    officer(union)
    loses(union, "100")
    assert len(tick(union)) == 1
    with union.store.write() as db:
        people.mark_address(db, ("telegram", "100"), "open", union.now)
    union.now += 3 * DAY
    loses(union, "100")
    assert len(tick(union)) == 1


# --- how much is asked --------------------------------------------------------------------------------------------------------


def test_the_number_of_queries_does_not_grow_with_what_there_is_to_tell(union: Room) -> None:
    member, reviewer = person(union, "100", "Nguyễn Văn Thắng"), officer(union)

    def asked() -> int:
        said: list[str] = []
        with union.store.read() as db:
            event.listen(db, "before_cursor_execute", lambda *call: said.append(call[2]))
            assert report_notices.plan(db, union.now, ZONE)
        return len(said)

    for unit in (SONG_VAN, SONG_VAN):
        sends(union, member, unit)
    moves(union, 1, "receive", reviewer)
    person(union, "101", "Bùi Văn Dũng")
    loses(union, "101")
    union.now += 15 * MINUTE
    few = asked()
    for number in range(6):
        who = officer(union, MAY_THIEN_HA, address=str(400 + number), name="Trần Văn Nam")
        sends(union, member, MAY_THIEN_HA)
        moves(union, sends(union, member, MAY_THIEN_HA), "receive", who)
    loses(union, *(str(400 + number) for number in range(3)))
    union.now += 15 * MINUTE
    assert asked() == few


def test_nobody_and_nothing_is_no_message(union: Room) -> None:
    assert tick(union) == []
    sends(union, person(union, "100", "Nguyễn Văn Thắng"))
    assert tick(union) == []
    with union.store.write() as db:
        db.execute(update(of(Outbox)).values(state="sent"))
    assert tick(union, DAY) == []


@pytest.mark.sqlite_only  # counts the steps of its machine
def test_a_thousand_reports_that_wait_and_were_told_cost_by_their_number_not_by_its_square(union: Room) -> None:
    sends(union, person(union, "100", "Nguyễn Văn Thắng"))
    officer(union)
    tick(union, MINUTE)

    def steps(first: int, last: int) -> int:
        """Of an idle tick in a house with so many."""
        (report,), (told,) = union.rows(Report, id=1), union.rows(Reminder, subject="report:1")
        numbers = range(first, last)
        with union.store.write() as db:
            copies = [{**report, "id": each, "code": f"SK-2026-{each:04}"} for each in numbers]
            db.execute(insert(of(Report)), copies)
            owed = [
                {**told, "id": 20 * each + other, "kind": "deadline", "slot": str(other)}
                for each in numbers
                for other in range(1, 20)
            ]
            db.execute(insert(of(Reminder)), [{**each, "subject": f"deadline:{each['id']}"} for each in owed])
            db.exec_driver_sql("ANALYZE")  # told of another ledger, the database guesses wrongly afterwards
            db.execute(
                insert(of(Reminder)), [{**told, "id": 20 * each, "subject": f"report:{each}"} for each in numbers]
            )
        counted = []
        with union.store.read() as db:
            raw: Any = db.connection.driver_connection
            raw.set_progress_handler(lambda: counted.append(1), 100)
            assert report_notices.plan(db, union.now, ZONE) == []
            raw.set_progress_handler(None, 0)
        return len(counted)

    few, many = steps(2, 151), steps(151, 1501)
    assert many < 20 * few
