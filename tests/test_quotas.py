"""What a channel's plan allows: counted as it leaves, told in time, and kept for answers towards the end of a month."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot import quota_round
from bot.quotas import Quotas, plans_of
from handlers import quota_notices
from handlers.words import Outgoing
from storage import channel_use, grants, outbox, people, units
from storage.channel_tables import ChannelUse
from storage.channel_use import Plan
from storage.tables import Outbox, Reminder, of
from tests.noticing import officer, person
from tests.standin_zalo_bot import TOKEN, StandIn, chat_id
from tests.standing import rows, settings_for, standing
from tests.talk import TEXTS, ZONE, Room, Talk

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # Monday, 12:00 in Ninh Bình
DAY = timedelta(days=1)
PLAN = Plan(users=50, monthly=3000)
PLANS = {"zalo_bot": PLAN}


def left(room: Room, count: int, at: datetime = NOON) -> None:
    with room.store.write() as db:
        channel_use.add(db, {"zalo_bot": count, "telegram": 0}, at)


def used(room: Room, at: datetime = NOON, plan: Plan = PLAN) -> channel_use.Used:
    with room.store.read() as db:
        return channel_use.of_channel(db, "zalo_bot", plan, at, ZONE)


def strangers(room: Room, count: int) -> None:
    """People who have written to the bot."""
    with room.store.write() as db:
        people.meet(db, [("zalo_bot", chat_id(number)) for number in range(count)], {}, NOON)


# --- counting ---------------------------------------------------------------------------------------------------------


def test_messages_are_counted_by_the_hour_and_summed_by_the_houses_month(room: Room) -> None:
    midnight = datetime(2026, 10, 31, 17, 0, tzinfo=UTC)  # 1 November in Ninh Bình
    for at, count in [
        (midnight - timedelta(seconds=1), 5),
        (midnight, 7),
        (midnight + timedelta(minutes=59), 1),
        (NOON, 2),
        (NOON + timedelta(minutes=1), 3),
    ]:
        left(room, count, at)
    with room.store.read() as db:
        held = db.execute(of(ChannelUse).select().order_by(of(ChannelUse).c.hour)).all()
        assert [(channel, messages) for channel, _, messages in held] == [
            ("zalo_bot", 5),
            ("zalo_bot", 8),
            ("zalo_bot", 5),
        ]
        assert channel_use.this_month(db, "zalo_bot", NOON, ZONE) == 13
        assert channel_use.this_month(db, "telegram", NOON, ZONE) == 0
    assert used(room).month == date(2026, 11, 1)


@pytest.mark.parametrize(
    ("messages", "runs_out"),
    [
        (0, None),
        (100, None),  # 14 a day: the plan lasts
        (2000, date(2026, 11, 26)),  # 286 a day, 1,000 left
        (2990, date(2026, 11, 23)),
        (3000, date(2026, 11, 23)),
        (3100, date(2026, 11, 23)),
    ],
)
def test_when_it_runs_out_is_foreseen_from_the_last_seven_days(
    room: Room, messages: int, runs_out: date | None
) -> None:
    left(room, messages, NOON - DAY)
    assert used(room).runs_out == runs_out
    assert used(room, plan=Plan(50, 0)).runs_out is None


def test_whoever_has_written_counts_as_a_user(room: Room) -> None:
    strangers(room, 3)
    person(room, "100", "Nguyễn Văn Thắng")  # on Telegram
    assert used(room).users == 3


# --- telling ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def house(room: Room) -> Room:
    """An administrator of the province, one of a unit below, and a reviewer of the province."""
    officer(room, "nb", "300", "Phạm Thị Dung", role="admin")
    officer(room, address="302", name="Lê Văn Hai", role="admin")
    officer(room, "nb", "303", "Trần Văn Ba")
    room.now = NOON
    return room


def told(room: Room, at: datetime = NOON, plan: Plan = PLAN) -> list[tuple[str, str]]:
    """(address, words) of what a look at the plans queues."""
    before = len(room.rows(Outbox))
    with room.store.read() as db:
        steps = quota_notices.reached(db, {"zalo_bot": plan}, at, ZONE)
    with room.store.write() as db:
        count = quota_notices.tell(db, TEXTS, ZONE, steps, at)
    queued = room.rows(Outbox)[before:]
    assert len(queued) == count
    assert {row["kind"] for row in queued} <= {"notice"}
    return [(row["address"], row["body"]["text"]) for row in queued]


def say(name: str, **given: Any) -> str:
    return TEXTS.say("vi", name, **given)


def test_each_step_of_a_month_is_told_once_to_who_answers_for_the_house(house: Room) -> None:
    left(house, 2399, NOON - DAY)
    assert told(house) == []
    left(house, 1)
    words = [
        say("quota-messages", used=2400, most=3000, month="11/2026", percent=80),
        say("quota-runs-out", day="24/11/2026"),
        say("quota-what-helps"),
    ]
    assert told(house) == [("300", "\n\n".join(words))]
    assert told(house) == []
    left(house, 449)
    assert told(house, NOON + DAY) == []
    left(house, 1)
    ((_, text),) = told(house, NOON + DAY)
    assert say("quota-only-answers") in text
    left(house, 150)
    used_up = say("quota-messages", used=3000, most=3000, month="11/2026", percent=100)
    assert told(house, NOON + DAY) == [("300", f"{used_up}\n\n{say('quota-used-up')}")]
    assert told(house, NOON + DAY) == []


def test_a_new_month_counts_anew(house: Room) -> None:
    left(house, 3000)
    assert len(told(house)) == 1
    december = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
    assert told(house, december) == []
    left(house, 2400, december)
    assert len(told(house, december)) == 1


def test_steps_that_were_stepped_over_are_entered_and_not_told(house: Room) -> None:
    left(house, 2900)
    assert len(told(house)) == 1
    slots = {row["slot"]: row["state"] for row in house.rows(Reminder, kind="quota")}
    assert slots == {"messages:2026-11/95": "queued", "messages:2026-11/80": "folded"}


def test_people_are_told_of_at_forty_and_when_it_is_full(house: Room) -> None:
    strangers(house, 39)
    assert told(house) == []
    strangers(house, 40)
    assert told(house) == [("300", say("quota-users", used=40, most=50))]
    strangers(house, 51)
    assert told(house) == [("300", say("quota-users-full", used=51, most=50))]
    assert told(house, NOON + 40 * DAY) == []  # not again each month
    assert told(house, plan=Plan(60, 3000)) == [("300", say("quota-users", used=51, most=60))]  # a larger plan


def test_without_limits_nothing_is_told(house: Room) -> None:
    left(house, 10_000)
    strangers(house, 60)
    assert told(house, plan=Plan(0, 0)) == []


def test_it_waits_for_the_morning(house: Room) -> None:
    left(house, 3000)
    night = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 22:00
    assert len(told(house, night)) == 1
    assert house.rows(Outbox)[-1]["due_at"] == datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 07:00


def test_both_languages_say_it(house: Room) -> None:
    Talk(house, address="300").says("/caidat", "Đổi ngôn ngữ", "English")
    left(house, 3000)
    ((_, text),) = told(house)
    assert text.startswith("In 11/2026 the Zalo bot has sent 3,000 of its plan's 3,000 messages (100 %).")


# --- at the door out --------------------------------------------------------------------------------------------------


def test_a_plan_is_counted_only_where_there_is_one(tmp_path: Path) -> None:
    assert plans_of(settings_for(tmp_path)) == {}
    assert plans_of(settings_for(tmp_path, zalo_bot_token=TOKEN)) == PLANS


def test_bulk_ends_at_ninety_five_percent(room: Room) -> None:
    quotas = Quotas(PLANS, ZONE)

    def may() -> bool:
        with room.store.read() as db:
            return quotas.bulk_may_leave(db, "zalo_bot", NOON)

    left(room, 2849)
    assert may()
    left(room, 1)
    assert not may()
    with room.store.read() as db:
        assert quotas.bulk_may_leave(db, "telegram", NOON)
        assert Quotas({"zalo_bot": Plan(50, 0)}, ZONE).bulk_may_leave(db, "zalo_bot", NOON)


def row(key: str, chat: int, kind: str, text: str = "") -> dict[str, Any]:
    place = {"channel": "zalo_bot", "address": chat_id(chat)}
    return {"key": key, **place, "kind": kind, "body": Outgoing(text or key).as_json(), "due_at": datetime.now(UTC)}


def test_what_left_is_counted_piece_by_piece_and_the_end_of_a_plan_is_kept_for_answers(tmp_path: Path) -> None:
    async def conversation(server: StandIn) -> None:
        more: dict[str, Any] = {
            "zalo_bot_token": TOKEN,
            "zalo_bot_api_url": server.url,
            "zalo_bot_monthly": 10,
            "zalo_bot_per_second": 30,
        }
        async with standing(tmp_path / "house", sending=True, **more) as house:

            async def queue(*given: dict[str, Any]) -> None:
                await house.writer.run(lambda db, _: outbox.put(db, given))
                house.departures.ring("zalo_bot")

            def counted() -> int:
                with house.store.read() as db:
                    return channel_use.this_month(db, "zalo_bot", datetime.now(UTC), house.settings.zone)

            for chat in range(1, 6):
                server.member(chat)
            marked = asyncio.Event()
            house.departures.listeners.append(lambda *_: marked.set())

            async def sent(**states: str) -> None:
                async with asyncio.timeout(10):
                    while dict(rows(house, Outbox, "key", "state")) != states:
                        marked.clear()
                        await marked.wait()

            await queue(row("long", 1, "reply", "một hai " * 400), row("bulk", 2, "broadcast"))  # two pieces
            await sent(long="sent", bulk="sent")
            assert counted() == len(server.messages(1)) + 1 == 3
            server.fail("sendMessage", "500 after")
            await queue(row("unsure", 3, "broadcast"))
            await sent(long="sent", bulk="sent", unsure="unconfirmed")
            assert counted() == 4  # it may have counted there
            await house.writer.run(lambda db, now: channel_use.add(db, {"zalo_bot": 6}, now))
            await queue(row("late bulk", 4, "broadcast"), row("ahead", 5, "reminder"), row("answer", 5, "reply"))
            await sent(
                long="sent", bulk="sent", unsure="unconfirmed", ahead="sent", **{"late bulk": "due", "answer": "sent"}
            )
            assert (counted(), server.messages(4)) == (12, [])
            assert [shown.text for shown in server.messages(5)] == ["ahead", "answer"]  # one's own line keeps its order
            server.quota = 0  # what Zalo counted is what counts: the answer waits, and is not lost
            await queue(row("too late", 1, "reply"))
            await asyncio.to_thread(server.wait, lambda: len(server.calls("sendMessage")) >= 7)
            marked.clear()
            await marked.wait()
            states = dict(rows(house, Outbox, "key", "state"))
            assert (states["too late"], states["late bulk"], counted()) == ("due", "due", 12)

    with StandIn() as server:
        asyncio.run(conversation(server))


def test_the_clock_tells_through_the_door_out(tmp_path: Path) -> None:
    async def conversation(server: StandIn) -> None:
        more: dict[str, Any] = {"zalo_bot_token": TOKEN, "zalo_bot_api_url": server.url, "zalo_bot_users": 1}
        async with standing(tmp_path / "house", sending=True, **more) as house:

            def appoint(db: Connection, now: datetime) -> None:
                place = ("zalo_bot", chat_id(1))
                who = people.meet(db, [place], {}, now)[place].id
                unit = units.by_code(db, "nb")
                assert unit is not None
                people.join(db, who, name="Phạm Thị Dung", author_class="", unit_id=unit, phone=None, now=now)
                grants.grant(db, who, "admin", unit, since=NOON.date() - 30 * DAY, until=None, by=None, now=NOON - DAY)

            server.member(1)
            await house.writer.run(appoint)
            assert await quota_round.look(house, NOON) == 1
            assert await quota_round.look(house, NOON) == 0
            (shown,) = await asyncio.to_thread(server.wait_messages, 1, 1)
            assert shown.text == say("quota-users-full", used=1, most=1)
            assert [tick.name for tick in quota_round.quota_ticks(house)] == ["quotas"]

    with StandIn() as server:
        asyncio.run(conversation(server))
