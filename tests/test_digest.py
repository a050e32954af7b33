"""Digests by the clock: who gets one and when, once and whole, and what it says (R26, R27, R37, R76)."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from bot.channels.gateway import utf16
from handlers import digest, digest_card
from handlers.digest_slots import is_turn, slot_of
from handlers.papers.digest_picture import told as drawn
from storage import calendar, digests, movement, preferences
from storage.tables import (
    Digest,
    DigestFigure,
    Grant,
    Movement,
    Outbox,
    Person,
    Reminder,
    Report,
    ReportTag,
    Unit,
    UnitName,
    of,
)
from tests.reminding import Town, local
from tests.talk import TEXTS, ZONE

GRANTED = local("2026-10-30 12:00")  # Friday: November begins on a Sunday, and Monday is the first working day
THEME = movement.find(movement.starter().themes, "III.1.a").plain
FRIDAY, MONDAY, TUESDAY = "2026-11-20", "2026-11-23", "2026-11-24"


STARTER = json.loads(movement.to_json(movement.starter()))


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    with town.store.write() as db:
        row = {"code": STARTER["code"], "version": 1, "content": STARTER, "loaded_at": GRANTED}
        db.execute(insert(of(Movement)).values(id=1, **row))
    yield town
    town.store.close()


def staff(town: Town, name: str, role: str, *where: str, since: datetime = GRANTED, **wishes: str) -> int:
    """Somebody who holds a role since a moment."""
    who = town.person(name, *where, role=role, until=None, **wishes)
    with town.store.write() as db:
        db.execute(update(of(Grant)).where(of(Grant).c.person_id == who).values(granted_at=since))
    return who


def reports(town: Town, unit: str, *moments: str | datetime, state: str = "sent", **more: Any) -> list[int]:
    """Reports of a unit, sent at these local moments; gives their ids."""
    found = []
    with town.store.write() as db:
        for each in moments:
            at = (local(each) if isinstance(each, str) else each).astimezone(UTC)
            number = (db.execute(select(func.max(of(Report).c.id))).scalar() or 0) + 1
            row = {"kind": "initiative", "movement_id": 1, "title": "Bộ gá", "search_key": "x", "theme": None, **more}
            row |= {"unit_id": town.units[unit], "state": state, "on_day": at.date(), "sent_at": at, "changed_at": at}
            row = {"desk_unit_id": row["unit_id"], "turn": 0, "on_site": False, "waits_since": at, **row}
            db.execute(insert(of(Report)).values(id=number, code=f"SK-2026-{number:04d}", **row))
            found.append(number)
    return found


def tick(town: Town, at: str | datetime) -> int:
    """What the bot's tick does; gives the number of messages queued."""
    now = (local(at) if isinstance(at, str) else at).astimezone(UTC)
    with town.store.read() as db:
        plan = digest.plan(db, now, ZONE)
    queued = 0
    for piece in digest.pieces(plan):
        with town.store.write() as db:
            queued += digest.enter(db, TEXTS, ZONE, piece)
    return queued


def rows(town: Town, model: Any) -> list[dict[str, Any]]:
    table = of(model)
    with town.store.read() as db:
        return [dict(row) for row in db.execute(select(table).order_by(table.c.id)).mappings()]


def ledger(town: Town) -> list[tuple[str, str, str, str]]:
    """(who, kind, slot, what became of it)"""
    return [
        (town.names[row["person_id"]], row["kind"].removeprefix("digest-"), row["slot"], row["state"])
        for row in rows(town, Reminder)
    ]


def sent(town: Town) -> list[tuple[str, str, str]]:
    """(address, when it may leave, local, the first line) of each message."""
    return [
        (row["address"], f"{row['due_at'].astimezone(ZONE):%m-%d %H:%M}", row["body"]["text"].splitlines()[0])
        for row in rows(town, Outbox)
    ]


def spans(town: Town) -> list[tuple[str, str, str, str, list[int]]]:
    """(scope by codes, rhythm, since, until, new reports) of each digest, moments local, as they are shown."""
    found = []
    with town.store.read() as db:
        for row in db.execute(select(of(Digest)).order_by(of(Digest).c.id)).mappings():
            ends = [f"{each.astimezone(ZONE) + digest.SETTLES:%m-%d %H:%M:%S}" for each in (row["since"], row["until"])]
            scope = "+".join(town.codes[number] for number in digests.roots_of(row["scope"]))
            found.append((scope, row["rhythm"], *ends, digests.behind(db, row["id"], "new")))
    return found


# --- one message ------------------------------------------------------------------------------------------------------------


def test_a_reviewer_gets_one_message_with_picture_words_and_doors_r27(town: Town) -> None:
    who = staff(town, "Hà", "reviewer", "c1", since=local(f"{MONDAY} 09:00"))
    reports(town, "a", f"{MONDAY} 09:30", f"{MONDAY} 10:00", theme="III.1.a")
    reports(town, "b", f"{MONDAY} 11:00", kind="model")
    reports(town, "d", f"{MONDAY} 12:00")  # of another commune
    assert tick(town, f"{TUESDAY} 08:00") == 1
    (row,) = rows(town, Outbox)
    number = rows(town, Digest)[0]["id"]
    assert (row["key"], row["kind"], row["address"]) == (f"digest-daily:{TUESDAY}:{who}", "digest", str(1000 + who))
    assert row["body"]["photos"] == [f"paper:digest:{number}:vi"]
    assert row["body"]["text"].splitlines() == [
        "Bản tin hằng ngày · CĐ C1",
        "",
        "• 3 bài mới từ 08:00 ngày 23/11/2026 đến 08:00 ngày 24/11/2026",
        "• Tuần này 3 bài, tuần trước 0 bài, bốn tuần gần đây 3 bài",
        "• Theo đơn vị: CĐ A: 2; CĐ B: 1",
        f"• Theo nội dung: {THEME}: 2; Chưa chọn nội dung: 1",
        "• Theo loại: Sáng kiến, giải pháp: 2; Mô hình, cách làm hay: 1",
        "",
        "3 bài đang chờ xem, bài lâu nhất gửi ngày 23/11/2026.",
    ]
    assert [tuple(option) for option in row["body"]["options"]] == [
        ("go:xem:1", "Xem SK-2026-0001", False),
        ("go:xem:2", "Xem SK-2026-0002", False),
        ("go:xem:3", "Xem SK-2026-0003", False),
        (f"go:bantin:{number}", "Mở từng con số", False),
    ]


def test_the_message_speaks_the_readers_language(town: Town) -> None:
    who = staff(town, "Hà", "reviewer", "a", since=local(f"{MONDAY} 09:00"))
    with town.store.write() as db:
        db.execute(update(of(Person)).where(of(Person).c.id == who).values(language="en"))
    reports(town, "a", f"{MONDAY} 09:30", theme="III.1.a")
    tick(town, f"{TUESDAY} 08:00")
    body = rows(town, Outbox)[0]["body"]
    assert body["photos"] == ["paper:digest:1:en"]
    assert body["text"].splitlines() == [
        "Daily digest · CĐ A",
        "",
        "• 1 new report from 08:00 on 23/11/2026 to 08:00 on 24/11/2026",
        "• This week 1, last week 0, the last four weeks 1",
        "• By unit: CĐ A: 1",
        f"• By theme: {movement.find(movement.starter().themes, 'III.1.a').plain_en}: 1",
        "• By kind: Initiative: 1",
        "",
        "1 report waits to be read, sent on 23/11/2026.",
    ]
    assert [option[1] for option in body["options"]] == ["Xem SK-2026-0001", "Open each figure"]


def test_people_with_the_same_units_share_one_digest(town: Town) -> None:
    for name in ("Hà", "Lan"):
        staff(town, name, "reviewer", "c1", since=local(f"{MONDAY} 09:00"))
    staff(town, "Minh", "reviewer", "c1", "a", since=local(f"{MONDAY} 09:00"))  # a lies under c1
    reports(town, "a", f"{MONDAY} 09:30")
    assert tick(town, f"{TUESDAY} 08:00") == 3
    assert spans(town) == [("c1", "daily", "11-23 08:00:00", "11-24 08:00:00", [1])]


# --- others' mistakes: Decidim #16143, #9599, #16129 ---------------------------------------------------------------------------


def test_it_does_not_come_once_and_never_again(town: Town) -> None:
    """Decidim #16143: a compare off by one day sent the first digest and no other."""
    staff(town, "Hà", "reviewer", "a")
    for week in range(3):
        for day in range(7):
            at = local("2026-11-02 08:00") + timedelta(weeks=week, days=day)
            reports(town, "a", at - timedelta(hours=1))
            tick(town, at)
    days = [at for _, at, _ in sent(town)]
    assert days == [f"11-{day:02d} 08:00" for day in (2, 3, 4, 5, 6, 9, 10, 11, 12, 13, 16, 17, 18, 19, 20)]


@pytest.mark.parametrize("times", [("08:04", "08:00"), ("08:00", "08:04"), ("08:00", "07:56")])
def test_a_tick_some_minutes_earlier_than_yesterdays_skips_nothing_and_tells_the_right_day(
    town: Town, times: tuple[str, str]
) -> None:
    """Decidim #9599: the digest was skipped when cron ran 4 minutes earlier than the day before, and told the wrong day."""
    staff(town, "Hà", "reviewer", "a", since=local(f"{FRIDAY} 09:00"))
    first = reports(town, "a", f"{FRIDAY} 12:00", f"{MONDAY} 07:59")
    second = reports(town, "a", f"{MONDAY} 08:01", f"{MONDAY} 08:03", f"{TUESDAY} 07:55", f"{TUESDAY} 07:59")
    reports(town, "a", f"{TUESDAY} 08:01")
    tick(town, f"{MONDAY} {times[0]}")
    tick(town, f"{TUESDAY} {times[1]}")
    tick(town, f"{TUESDAY} 08:05")
    assert spans(town) == [
        ("a", "daily", "11-20 08:00:00", "11-23 08:00:00", first),
        ("a", "daily", "11-23 08:00:00", "11-24 08:00:00", second),
    ]


def test_nothing_is_queued_for_those_to_whom_nothing_is_to_be_told(town: Town) -> None:
    """Decidim #16129: a job for every user, even with nothing to tell. The ledger says that it was looked."""
    for name, unit in (("Hà", "a"), ("Lan", "b"), ("Minh", "d")):
        staff(town, name, "reviewer", unit, since=local(f"{MONDAY} 09:00"))
    reports(town, "a", f"{MONDAY} 09:30", state="received")
    reports(town, "b", f"{FRIDAY} 09:30", state="received")  # seen, and told before
    reports(town, "d", f"{MONDAY} 09:30", state="withdrawn")
    assert tick(town, f"{TUESDAY} 08:00") == 1
    states = {(who, state) for who, _, _, state in ledger(town)}
    assert states == {("Hà", "queued"), ("Lan", "empty"), ("Minh", "empty")}
    assert (len(sent(town)), len(spans(town))) == (1, 1)


# --- nothing twice, nothing lost ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(2))
def test_every_report_is_told_as_new_exactly_once_r27(town: Town, seed: int) -> None:
    """Three weeks of random ticks: down for days, other hours, muted for a while, early and late; the ledger holds."""
    dice = random.Random(seed)
    who = staff(town, "Hà", "reviewer", "c1", since=local("2026-09-30 09:00"))
    now = local("2026-10-01 05:00")
    filed: dict[int, datetime] = {}
    while now < local("2026-10-22 23:00"):
        now += timedelta(minutes=dice.choice([5, 60, 180, 300, 60 * 30]))
        if dice.random() < 0.4:
            filed[reports(town, dice.choice("abc"), now)[0]] = now
        if dice.random() < 0.1:
            with town.store.write() as db:
                preferences.put(db, who, "hour", dice.choice(["07:00", "08:00", "13:00", "20:30"]))
                preferences.put(db, who, "mute:digest-daily", dice.choice([None] * 5 + ["yes"]))
        tick(town, now)
    found = spans(town)
    told = [number for *_, numbers in found for number in numbers]
    last = rows(town, Digest)[-1]["until"]
    assert len(found) >= 3
    assert sorted(told) == sorted(number for number, at in filed.items() if local("2026-09-30 08:00") <= at < last)
    assert len(sent(town)) == len(found)


def test_what_is_sent_in_the_last_seconds_is_told_next_time(town: Town) -> None:
    """It may be committed only after the digest was read."""
    staff(town, "Hà", "reviewer", "a", since=local(f"{FRIDAY} 09:00"))
    first = reports(town, "a", f"{MONDAY} 07:59:54")
    second = reports(town, "a", f"{MONDAY} 07:59:55", f"{MONDAY} 07:59:59")
    tick(town, f"{MONDAY} 08:00")
    tick(town, f"{TUESDAY} 08:00")
    assert [numbers for *_, numbers in spans(town)] == [first, second]


def test_the_first_digest_begins_where_the_one_before_would_have_ended(town: Town) -> None:
    """A role given at ten is no reason for the digest of eight o'clock."""
    staff(town, "Hà", "reviewer", "a", since=local(f"{MONDAY} 10:00"))
    reports(town, "a", f"{FRIDAY} 12:00", f"{MONDAY} 07:00", state="received")
    new = reports(town, "a", f"{MONDAY} 09:00")
    assert tick(town, f"{MONDAY} 10:05") == 0
    assert tick(town, f"{TUESDAY} 08:00") == 1
    assert spans(town) == [("a", "daily", "11-23 08:00:00", "11-24 08:00:00", new)]


@pytest.mark.parametrize(("at", "queued"), [("14:00", 1), ("14:01", 0)])
def test_more_than_six_hours_late_it_is_skipped_and_the_next_one_tells_both(town: Town, at: str, queued: int) -> None:
    staff(town, "Hà", "reviewer", "a", since=local(f"{FRIDAY} 09:00"))
    reports(town, "a", f"{FRIDAY} 12:00", f"{MONDAY} 12:00")
    assert tick(town, f"{MONDAY} {at}") == queued
    assert ledger(town) == [("Hà", "daily", MONDAY, "queued" if queued else "skipped")]
    tick(town, f"{TUESDAY} 08:00")
    assert spans(town)[-1][2:] == (
        ("11-23 08:00:00", "11-24 08:00:00", [2]) if queued else ("11-20 08:00:00", "11-24 08:00:00", [1, 2])
    )


def test_days_of_downtime_are_entered_as_skipped_and_told_at_once(town: Town) -> None:
    staff(town, "Hà", "reviewer", "a", since=local("2026-11-13 09:00"))
    numbers = reports(town, "a", *(f"2026-11-{day} 12:00" for day in (13, 16, 18, 20)))
    assert tick(town, f"{MONDAY} 09:00") == 1
    states = [(slot, state) for _, _, slot, state in ledger(town)]
    assert sorted(states) == [*((f"2026-11-{day}", "skipped") for day in range(16, 21)), (MONDAY, "queued")]
    assert spans(town) == [("a", "daily", "11-13 08:00:00", "11-23 08:00:00", numbers)]


def test_no_span_is_longer_than_four_hundred_days(town: Town) -> None:
    who = staff(town, "Hà", "reviewer", "a")
    with town.store.write() as db:
        row = {"kind": "digest-daily", "subject": "digest", "person_id": who, "slot": "2025-01-06", "state": "queued"}
        moment = local("2025-01-06 08:00")
        db.execute(insert(of(Reminder)).values(**row, planned_for=moment, at=moment))
    reports(town, "a", f"{MONDAY} 07:00")
    tick(town, f"{MONDAY} 08:00")
    made = rows(town, Digest)[0]
    assert made["until"] - made["since"] == timedelta(days=400)


def test_a_clock_that_ran_a_year_ahead_silences_nobody(town: Town) -> None:
    """The rows it left in the future end no span: the next days are told as if they were not there."""
    staff(town, "Hà", "reviewer", "a", since=local(f"{FRIDAY} 09:00"))
    reports(town, "a", f"{FRIDAY} 12:00")
    assert tick(town, "2027-11-23 08:00") == 1
    reports(town, "a", f"{MONDAY} 07:00")
    assert tick(town, f"{MONDAY} 08:00") == 1
    assert spans(town)[-1] == ("a", "daily", "11-20 08:00:00", "11-23 08:00:00", [1, 2])


def test_two_processes_at_once_make_one(town: Town) -> None:
    staff(town, "Hà", "reviewer", "a", since=local(f"{FRIDAY} 09:00"))
    staff(town, "Lan", "reviewer", "b", since=local(f"{FRIDAY} 09:00"))
    reports(town, "a", f"{MONDAY} 07:00")
    now = local(f"{MONDAY} 08:00").astimezone(UTC)
    with town.store.read() as db:
        plans = [digest.plan(db, now, ZONE), digest.plan(db, now + timedelta(minutes=1), ZONE)]
    pieces = [[*digest.pieces(plan)] for plan in plans]
    assert [len(each) for each in pieces] == [2, 2]
    for piece in [each for pair in zip(*pieces, strict=True) for each in pair]:
        with town.store.write() as db:
            digest.enter(db, TEXTS, ZONE, piece)
    assert (len(sent(town)), len(spans(town))) == (1, 1)
    assert ledger(town) == [("Lan", "daily", MONDAY, "empty"), ("Hà", "daily", MONDAY, "queued")]
    assert len(rows(town, DigestFigure)) == 6


def test_a_second_tick_plans_nothing(town: Town) -> None:
    staff(town, "Hà", "standing", "p", since=local(f"{FRIDAY} 09:00"))
    reports(town, "a", f"{MONDAY} 07:00")
    tick(town, f"{MONDAY} 08:00")
    with town.store.read() as db:
        assert digest.plan(db, local(f"{MONDAY} 08:01").astimezone(UTC), ZONE).tellings == ()


# --- whose, and when ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "rhythms"),
    [
        ("reviewer", ["daily"]),
        ("standing", ["weekly", "daily"]),
        ("leader", ["monthly", "weekly"]),
        ("council", ["monthly"]),
        ("publicity", []),
        ("admin", []),
    ],
)
def test_each_role_has_its_rhythms_and_the_longest_due_speaks_r21(town: Town, role: str, rhythms: list[str]) -> None:
    """02/11/2026 is the first working day of its week and of its month: one message, the others are folded into it."""
    staff(town, "Hà", role, "p")
    reports(town, "a", "2026-11-02 07:00")
    assert tick(town, "2026-11-02 08:00") == min(1, len(rhythms))
    slots = {"daily": "2026-11-02", "weekly": "2026-W45", "monthly": "2026-11"}
    states = ["queued", *["folded"] * len(rhythms)]
    assert ledger(town) == [("Hà", each, slots[each], state) for each, state in zip(rhythms, states, strict=False)]
    assert [each[1] for each in spans(town)] == rhythms[:1]


def test_what_was_folded_was_told(town: Town) -> None:
    """Weekly and daily on Monday are one message; Tuesday's tells Tuesday, the next Monday's the whole week."""
    staff(town, "Hà", "standing", "p", since=local(f"{FRIDAY} 07:00"))
    numbers = reports(town, "a", f"{FRIDAY} 12:00", f"{MONDAY} 12:00", f"{TUESDAY} 12:00")
    for day in (20, 23, 24, 25, 26, 27, 30):
        tick(town, f"2026-11-{day} 08:00")
    found = [each[1:] for each in spans(town)]
    assert found[:2] == [
        ("weekly", "11-16 08:00:00", "11-23 08:00:00", numbers[:1]),
        ("daily", "11-23 08:00:00", "11-24 08:00:00", numbers[1:2]),
    ]
    assert found[-1] == ("weekly", "11-23 08:00:00", "11-30 08:00:00", numbers[1:])


def test_one_message_tells_of_all_units_of_what_is_due(town: Town) -> None:
    """A reviewer of one unit who leads elsewhere: the week speaks, for both."""
    who = staff(town, "Hà", "reviewer", "d")
    town.grant("Hà", "c1", "leader")
    with town.store.write() as db:
        db.execute(update(of(Grant)).where(of(Grant).c.person_id == who).values(granted_at=GRANTED))
    numbers = reports(town, "d", f"{MONDAY} 07:00") + reports(town, "a", f"{MONDAY} 07:30")
    tick(town, f"{MONDAY} 08:00")
    states = [(kind, state) for _, kind, slot, state in ledger(town) if slot in (MONDAY, "2026-W48")]
    assert sorted(states) == [("daily", "folded"), ("weekly", "queued")]
    scope = "+".join(sorted(("c1", "d"), key=lambda code: town.units[code]))
    assert [(each[0], each[1], each[4]) for each in spans(town)] == [(scope, "weekly", numbers)]


def test_what_is_switched_off_is_not_sent_and_what_comes_next_speaks(town: Town) -> None:
    staff(town, "Hà", "standing", "p", since=local(f"{FRIDAY} 09:00"), **{"mute_digest-weekly": "yes"})
    reports(town, "a", f"{MONDAY} 07:00")
    tick(town, f"{MONDAY} 08:00")
    assert ledger(town) == [("Hà", "weekly", "2026-W48", "muted"), ("Hà", "daily", MONDAY, "queued")]
    assert [each[1] for each in spans(town)] == ["daily"]


def test_what_was_missed_while_switched_off_is_told_afterwards(town: Town) -> None:
    who = staff(town, "Hà", "reviewer", "a", since=local("2026-11-18 07:00"))
    reports(town, "a", "2026-11-17 12:00", "2026-11-18 12:00", f"{FRIDAY} 12:00")
    tick(town, "2026-11-18 08:00")
    with town.store.write() as db:
        preferences.put(db, who, "mute:digest-daily", "yes")
    for day in (19, 20):
        tick(town, f"2026-11-{day} 08:00")
    with town.store.write() as db:
        preferences.put(db, who, "mute:digest-daily", None)
    tick(town, f"{MONDAY} 08:00")
    assert spans(town)[1:] == [("a", "daily", "11-18 08:00:00", "11-23 08:00:00", [2, 3])]


def test_it_comes_at_the_hour_each_chose_and_once_when_that_changes_r76(town: Town) -> None:
    who = staff(town, "Hà", "reviewer", "a", since=local(f"{FRIDAY} 09:00"), hour="07:30")
    reports(town, "a", f"{MONDAY} 07:00", f"{MONDAY} 09:00")
    assert [tick(town, f"{MONDAY} {at}") for at in ("07:29", "07:30")] == [0, 1]
    with town.store.write() as db:
        preferences.put(db, who, "hour", "10:00")
    assert [tick(town, at) for at in (f"{MONDAY} 10:00", f"{TUESDAY} 07:30", f"{TUESDAY} 10:00")] == [0, 0, 1]
    assert spans(town)[1:] == [("a", "daily", "11-23 07:30:00", "11-24 10:00:00", [2])]


@pytest.mark.parametrize(
    ("wishes", "at"),
    [({"hour": "06:00"}, "07:00"), ({"hour": "22:00"}, "20:59"), ({"quiet": "18:00-09:00"}, "09:00")],
)
def test_never_in_quiet_hours_r76(town: Town, wishes: dict[str, str], at: str) -> None:
    staff(town, "Hà", "reviewer", "a", since=local(f"{MONDAY} 00:00"), **wishes)
    reports(town, "a", f"{FRIDAY} 12:00")
    for hour in ("00:05", "06:00", "06:59", "07:00", "08:59", "09:00", "18:00", "20:58", "20:59", "21:00", "22:00"):
        tick(town, f"{MONDAY} {hour}")
    assert [(moment, state) for (_, moment, _), (*_, state) in zip(sent(town), ledger(town), strict=True)] == [
        (f"11-23 {at}", "queued")
    ]


def test_a_late_one_is_not_sent_into_the_night(town: Town) -> None:
    staff(town, "Hà", "reviewer", "a", since=local(f"{FRIDAY} 21:00"), hour="20:00")
    reports(town, "a", f"{MONDAY} 12:00")
    assert tick(town, f"{MONDAY} 21:30") == 0
    assert ledger(town) == [("Hà", "daily", MONDAY, "skipped")]


def test_no_digest_on_quiet_days_and_tet_is_told_afterwards_r76(town: Town) -> None:
    """Tết 2026 lies on 16–21/02, a whole working week: no daily, no weekly, and on 23/02 one that tells it all."""
    staff(town, "Hà", "standing", "p", since=local("2026-02-11 12:00"))
    numbers = reports(town, "a", "2026-02-12 12:00", "2026-02-13 12:00", "2026-02-18 09:00", state="received")
    for day in range(12, 24):
        tick(town, f"2026-02-{day} 08:00")
    assert [at for _, at, _ in sent(town)] == ["02-13 08:00", "02-23 08:00"]
    assert spans(town) == [
        ("p", "daily", "02-12 08:00:00", "02-13 08:00:00", numbers[:1]),
        ("p", "weekly", "02-09 08:00:00", "02-23 08:00:00", numbers),
    ]
    assert [slot for _, kind, slot, _ in ledger(town) if kind == "weekly"] == ["2026-W09"]


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("digest-daily", ["2026-12-28", "2026-12-29", "2026-12-30", "2026-12-31", "2027-01-04", "2027-01-05"]),
        ("digest-weekly", ["2026-12-28", "2027-01-04"]),
        ("digest-monthly", ["2027-01-04"]),  # 1 January is a holiday, 2 and 3 a weekend
    ],
)
def test_a_week_and_a_month_begin_on_their_first_working_day(town: Town, kind: str, days: list[str]) -> None:
    with town.store.read() as db:
        house = calendar.read(db, ZONE)
    every = [date(2026, 12, 28) + timedelta(days=ahead) for ahead in range(9)]
    assert [day.isoformat() for day in every if is_turn(house, kind, day)] == days


def test_where_monday_is_a_holiday_the_week_begins_on_tuesday(town: Town) -> None:
    with town.store.write() as db:
        calendar.add(db, date(2026, 11, 23), date(2026, 11, 23), "Nghỉ", "Off", None, GRANTED)
        house = calendar.read(db, ZONE)
    turns = [day for day in range(22, 29) if is_turn(house, "digest-weekly", date(2026, 11, day))]
    assert (turns, slot_of("digest-weekly", date(2026, 11, 24))) == ([24], "2026-W48")


# --- roles that end, people who are gone -----------------------------------------------------------------------------------


def test_loss_of_a_role_acts_at_once_even_between_plan_and_message_r21(town: Town) -> None:
    staff(town, "Hà", "reviewer", "a", since=local(f"{FRIDAY} 09:00"))
    staff(town, "Lan", "reviewer", "a", "b", since=local(f"{FRIDAY} 09:00"))
    reports(town, "a", f"{MONDAY} 07:00")
    with town.store.read() as db:
        plan = digest.plan(db, local(f"{MONDAY} 08:00").astimezone(UTC), ZONE)
    town.end_roles("Hà")
    with town.store.write() as db:
        table = of(Grant)
        db.execute(update(table).where(table.c.unit_id == town.units["b"]).values(ended_at=GRANTED))
    for piece in digest.pieces(plan):
        with town.store.write() as db:
            assert digest.enter(db, TEXTS, ZONE, piece) == 0
    assert (sent(town), ledger(town), spans(town)) == ([], [], [])
    assert tick(town, f"{MONDAY} 08:05") == 1
    assert [each[0] for each in spans(town)] == ["a"]


def test_whoever_cannot_be_reached_is_told_nothing_and_nothing_is_made(town: Town) -> None:
    staff(town, "Hà", "reviewer", "a", since=local(f"{FRIDAY} 09:00"))
    town.block("Hà")
    reports(town, "a", f"{MONDAY} 07:00")
    assert (tick(town, f"{MONDAY} 08:00"), ledger(town), spans(town)) == (0, [], [])


# --- foreseen -------------------------------------------------------------------------------------------------------------------


def test_what_would_go_out_is_foreseen_and_nothing_is_written(town: Town) -> None:
    staff(town, "Hà", "standing", "p", since=local(f"{FRIDAY} 09:00"), **{"mute_digest-daily": "yes"})
    staff(town, "Lan", "leader", "c1", "a", since=local(f"{FRIDAY} 09:00"), hour="09:30")
    with town.store.read() as db:
        house = calendar.read(db, ZONE)
        found = digest.foresee(db, house, local("2026-11-30 07:00"), local("2026-12-01 20:00"))
    told = [
        (town.names[each.person], each.slot, each.state, f"{each.planned.astimezone(ZONE):%d/%m %H:%M}", each.scope)
        for each in found
    ]
    province, commune = (town.units["p"],), (town.units["c1"],)
    assert told == [
        ("Hà", "2026-W49", "queued", "30/11 08:00", province),
        ("Hà", "2026-11-30", "muted", "30/11 08:00", province),
        ("Lan", "2026-W49", "queued", "30/11 09:30", commune),
        ("Hà", "2026-12-01", "muted", "01/12 08:00", province),
        ("Lan", "2026-12", "queued", "01/12 09:30", commune),
    ]
    assert ledger(town) == []


# --- the card ---------------------------------------------------------------------------------------------------------------


def content(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = rows(town, Digest)[-1]["content"]
    return found


def test_the_picture_says_what_the_words_say_r27(town: Town) -> None:
    staff(town, "Hà", "reviewer", "c1", since=local(f"{FRIDAY} 09:00"))
    reports(town, "a", f"{FRIDAY} 12:00", f"{MONDAY} 07:00", theme="III.1.a")
    reports(town, "b", f"{MONDAY} 07:30", state="received")
    tick(town, f"{MONDAY} 08:00")
    card = digest_card.card(content(town), TEXTS, "vi")
    assert (card.heading, card.unit) == ("Bản tin hằng ngày", "CĐ C1")
    assert card.span == "08:00 20/11/2026 – 08:00 23/11/2026"
    assert card.figures == (("Bài mới", "3"), ("Bài tuần này", "2"), ("Bài chờ xem", "2"))
    assert card.bars == (("CĐ A", 2), ("CĐ B", 1))
    assert card.weeks[-2:] == (("16/11", 1), ("23/11", 2))
    assert len(card.weeks) == 12
    assert card.themes == ((THEME, 2), ("Chưa chọn nội dung", 1))
    assert card.waiting == "2 bài đang chờ xem, bài lâu nhất gửi ngày 20/11/2026."
    assert digest_card.card(content(town), TEXTS, "en").themes[1] == ("No theme chosen", 1)


def test_what_is_overdue_below_is_a_fourth_figure_and_enough_for_a_digest(town: Town) -> None:
    staff(town, "Hà", "reviewer", "c1", since=local(f"{FRIDAY} 09:00"))
    with town.store.write() as db:
        db.execute(update(of(Unit)).where(of(Unit).c.id == town.units["a"]).values(type="cdcs"))
    late = local(f"{FRIDAY} 09:00").astimezone(UTC) - timedelta(days=30)
    reports(town, "a", late, state="received")
    assert tick(town, f"{MONDAY} 08:00") == 1
    card = digest_card.card(content(town), TEXTS, "vi")
    assert card.figures[2:] == (("Bài chờ xem", "0"), ("Chờ quá hạn ở cấp dưới", "1"))


def test_a_picture_drawn_later_is_the_same_whatever_was_renamed_since_r27(town: Town) -> None:
    staff(town, "Hà", "reviewer", "c1", since=local(f"{FRIDAY} 09:00"))
    reports(town, "a", f"{MONDAY} 07:00", theme="III.1.a")
    tick(town, f"{MONDAY} 08:00")
    before = digest_card.card(content(town), TEXTS, "vi")
    with town.store.write() as db:
        db.execute(update(of(UnitName)).values(name="Tên mới", short="Mới"))
        db.execute(update(of(Movement)).values(content={}))
        db.execute(update(of(Report)).values(state="withdrawn", theme=None))
        assert digests.content_of(db, 1) == content(town)
    assert digest_card.card(content(town), TEXTS, "vi") == before
    assert drawn(before)["bars"][0]["label"] == "CĐ A"


def test_a_theme_no_movement_knows_any_more_is_shown_by_its_code(town: Town) -> None:
    staff(town, "Hà", "reviewer", "a", since=local(f"{FRIDAY} 09:00"))
    reports(town, "a", f"{MONDAY} 07:00", theme="IX.9")
    tick(town, f"{MONDAY} 08:00")
    assert digest_card.card(content(town), TEXTS, "vi").themes == (("IX.9", 1),)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_words_fit_under_a_picture_however_long_the_names_are(town: Town, language: str) -> None:
    staff(town, "Hà", "standing", *town.units, since=local(f"{FRIDAY} 09:00"))
    long = "Công đoàn cơ sở Công ty Trách nhiệm hữu hạn Một thành viên Thương mại và Dịch vụ Kỹ thuật Tràng An " * 2
    with town.store.write() as db:
        db.execute(update(of(UnitName)).values(name=long.strip(), short=long.strip()))
    plan = movement.starter()
    for place, (kind, slogan) in enumerate(zip(plan.kinds, plan.slogans, strict=False)):
        for unit in "abcd":
            numbers = reports(town, unit, *[f"{MONDAY} 07:00"] * 3, kind=kind.code, theme=plan.themes[place].code)
            with town.store.write() as db:
                tags = [{"report_id": number, "slogan": slogan.code} for number in numbers]
                db.execute(insert(of(ReportTag)), tags)
    tick(town, f"{MONDAY} 08:00")
    made = rows(town, Digest)[0]
    kept = digests.Kept(made["id"], made["scope"], made["rhythm"], made["since"], made["until"], made["content"])
    words = digest_card.message(kept, TEXTS, language).text
    assert utf16(words) <= 1024
    assert words.splitlines()[-1] == digest_card.waiting(kept.content, partial(TEXTS.say, language))


def test_several_units_are_named_by_the_first(town: Town) -> None:
    staff(town, "Hà", "reviewer", "a", "b", "d", since=local(f"{FRIDAY} 09:00"))
    reports(town, "a", f"{MONDAY} 07:00")
    tick(town, f"{MONDAY} 08:00")
    assert sent(town)[0][2] == "Bản tin hằng ngày · CĐ A và 2 đơn vị khác"
