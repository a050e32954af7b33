"""The windows of an Official Account's people: free, billed, closed; what is kept, what goes when they write, who is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.gateway import SendFailed
from bot.departures import Departures
from handlers.words import Incoming, Outgoing
from storage import grants, kept, ledger, outbox, people, windows
from storage.channel_tables import ChannelTally
from storage.tables import Address, Outbox, of
from tests.standin_zalo_oa import StandIn
from tests.talk import TEXTS, Room, Talk, joined
from tests.zalo_oa_house import NAME, Account, chat_id, log_in, with_account

AN, BINH = 1001, 1002
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEWS = Outgoing("Bài của anh/chị đã được duyệt")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standing:
        yield standing


def queue(room: Room, *keys: str, chat: int = AN, kind: str = "notice", **more: Any) -> None:
    row = {"channel": NAME, "address": chat_id(chat), "kind": kind, "due_at": room.now, **more}
    with room.store.write() as db:
        outbox.put(db, [{**row, "key": key, "body": Outgoing(key).as_json()} for key in keys])


def states(room: Room) -> dict[str, str]:
    return {row["key"]: row["state"] for row in room.rows(Outbox)}


def tallies(room: Room) -> dict[str, int]:
    return {row["what"]: row["number"] for row in room.rows(ChannelTally)}


async def leaves(oa: Account, done: Callable[[], bool]) -> None:
    """Let departures send until what the rows say is so."""

    async def as_it_is(message: Outgoing) -> Outgoing:
        return message

    news, stop = asyncio.Event(), asyncio.Event()
    departures = Departures(oa.room.store, oa.writer, {NAME: oa.gateway}, as_it_is, lambda: oa.room.now)
    departures.listeners.append(lambda *_: news.set())
    running = asyncio.create_task(departures.run(stop))
    async with asyncio.timeout(10):
        while not done():
            await news.wait()
            news.clear()
    stop.set()
    await running


# --- where each one stands ------------------------------------------------------------------------------------------------

STANDS = [
    (timedelta(0), "free"),
    (47 * HOUR, "free"),
    (48 * HOUR, "billed"),
    (6 * DAY + 23 * HOUR, "billed"),
    (7 * DAY, "shut"),
    (400 * DAY, "shut"),
]


@pytest.mark.parametrize(("silence", "stand"), STANDS)
def test_a_window_goes_by_the_last_word_of_its_person(room: Room, silence: timedelta, stand: str) -> None:
    place = (NAME, chat_id(AN))
    with room.store.write() as db:
        people.meet(db, [place], {}, room.now)
    with room.store.read() as db:
        assert windows.stand(db, place, room.now + silence) == stand
        assert windows.stand(db, (NAME, "999"), room.now) == "shut"


def test_every_word_opens_the_window_again(room: Room) -> None:
    """`seen_at` is exact to ten minutes, and no update a message."""
    talk = Talk(room, NAME, chat_id(AN))
    moments = []
    for pause in (timedelta(0), 5 * timedelta(minutes=1), 6 * timedelta(minutes=1), 8 * DAY):
        room.now += pause
        talk.says("/start")
        (row,) = room.rows(Address)
        moments.append(room.now - row["seen_at"])
    assert moments == [timedelta(0), timedelta(minutes=5), timedelta(0), timedelta(0)]
    room.now += HOUR
    talk.sends("left")  # is no word
    assert room.rows(Address)[0]["seen_at"] == room.now - HOUR


def test_free_billed_and_closed(room: Room, server: StandIn) -> None:
    log_in(room, server)

    async def conversation(oa: Account) -> None:
        address = oa.meets(AN)
        await oa.gateway.send(address, NEWS)
        assert tallies(room) == {}
        room.now += 3 * DAY
        log_in(room, server)
        await oa.gateway.send(address, NEWS)
        await oa.gateway.send(address, NEWS)
        assert tallies(room) == {"billed": 2}
        room.now += 5 * DAY
        log_in(room, server)
        with pytest.raises(SendFailed) as failed:
            await oa.gateway.send(address, NEWS)
        assert failed.value.outcome == "closed"

    with_account(room, server, conversation)
    assert len(server.calls("cs")) == 3  # what is known to be closed is not even tried
    assert room.rows(ChannelTally)[0]["month"] == "2026-11"


# --- the template ---------------------------------------------------------------------------------------------------------


def test_somebody_is_asked_once_a_window_to_write_again(room: Room, server: StandIn) -> None:
    log_in(room, server)

    async def closed(oa: Account, times: int = 2) -> None:
        for _ in range(times):
            with pytest.raises(SendFailed) as failed:
                await oa.gateway.send(chat_id(AN), NEWS)
            assert failed.value.outcome == "closed"

    async def conversation(oa: Account) -> None:
        oa.meets(AN)
        room.now += 8 * DAY
        log_in(room, server)
        await closed(oa)
        assert [asked.params for asked in server.calls("template")] == [
            {"user_id": chat_id(AN), "template_id": "7895417a", "template_data": {"date": "30/11/2026"}}
        ]
        room.now += HOUR
        with room.store.write() as db:  # they write, and are silent again
            people.seen(db, [(NAME, chat_id(AN))], room.now)
        room.now += 8 * DAY
        log_in(room, server)
        for fault, calls in (("-320", 2), ("500 before", 3), ("", 3)):  # refused: again; may have arrived: never twice
            server.fail("template", fault)
            await closed(oa, 1)
            assert len(server.calls("template")) == calls
        assert tallies(room) == {"template": 1}

    with_account(room, server, conversation, template="7895417a")


def test_who_is_told_by_another_channel_is_not_asked(room: Room) -> None:
    place, other = (NAME, "1"), ("telegram", "7")
    with room.store.write() as db:
        who = people.meet(db, [place], {}, room.now)[place].id
        people.meet(db, [other], {}, room.now)
        db.execute(update(of(Address)).where(of(Address).c.channel == "telegram").values(person_id=who))
        assert not windows.ask(db, place, room.now)
        people.mark_address(db, other, "gone", room.now)
        assert windows.ask(db, place, room.now)
        assert not windows.ask(db, place, room.now)


def test_zalo_may_know_of_a_closed_window_that_we_thought_open(room: Room, server: StandIn) -> None:
    log_in(room, server)

    async def conversation(oa: Account) -> None:
        address = oa.meets(AN)
        server.fail("cs", "-230")
        with pytest.raises(SendFailed) as failed:
            await oa.gateway.send(address, NEWS)
        assert failed.value.outcome == "closed"
        assert len(server.calls("template")) == 1

    with_account(room, server, conversation, template="1")


# --- what is kept, and goes -------------------------------------------------------------------------------------------------


def test_what_finds_a_closed_window_is_kept_and_goes_before_the_answer(room: Room, server: StandIn) -> None:
    log_in(room, server)

    async def conversation(oa: Account) -> None:
        oa.meets(AN)
        oa.meets(BINH)
        room.now += 8 * DAY
        server.member(BINH)
        server._last[chat_id(BINH)] = server.now()
        log_in(room, server)
        with room.store.write() as db:
            people.seen(db, [(NAME, chat_id(BINH))], room.now)
        queue(room, "first", "second")
        queue(room, "other", chat=BINH)
        await leaves(oa, lambda: "due" not in states(room).values())
        assert states(room) == {"first": "kept", "second": "kept", "other": "sent"}
        room.now += DAY
        server.say(AN, "/start")
        with room.store.write() as db:
            room.clerk.answer(db, [room.letter(Incoming("m1", NAME, chat_id(AN), room.now, text="/start"))], room.now)
        log_in(room, server)
        await leaves(oa, lambda: set(states(room).values()) == {"sent"})
        assert [shown.text for shown in server.messages(AN)][:2] == ["first", "second"]
        assert len(server.messages(AN)) == 3

    with_account(room, server, conversation)


def test_who_writes_while_a_message_is_on_its_way_to_be_kept_gets_it_at_once(room: Room, server: StandIn) -> None:
    log_in(room, server)

    async def conversation(oa: Account) -> None:
        oa.meets(AN)
        room.now += 8 * DAY
        log_in(room, server)
        queue(room, "news")
        shut, first = oa.windows.enter, True

        async def crossed(address: str) -> bool:
            nonlocal first
            try:
                return await shut(address)
            finally:
                if first:  # the moment after the window was looked at
                    first = False
                    server.say(AN, "/start")
                    await oa.writer.run(lambda db, now: people.seen(db, [(NAME, address)], now))

        oa.windows.enter = crossed  # type: ignore[method-assign]  # the real look, and a person who is quick
        await leaves(oa, lambda: states(room) == {"news": "sent"})

    with_account(room, server, conversation)
    assert [shown.text for shown in server.messages(AN)] == ["news"]


def row(key: str, kind: str, days_ago: int, now: datetime) -> dict[str, Any]:
    at = now - days_ago * DAY
    body = Outgoing(key).as_json()
    return {"key": key, "kind": kind, "channel": NAME, "address": "1", "body": body, "due_at": at, "state": "kept"}


def test_it_does_not_pour_out(room: Room) -> None:
    """Notices younger than thirty days, ten at most; of anything else the newest one of its kind."""
    rows = [
        row("reminder-1", "reminder", 20, room.now),
        row("notice-old", "notice", 31, room.now),
        row("digest-1", "digest", 15, room.now),
        row("notice-1", "notice", 12, room.now),
        row("digest-2", "digest", 8, room.now),
        row("reminder-2", "reminder", 3, room.now),
        row("notice-2", "notice", 2, room.now),
        row("broadcast", "broadcast", 1, room.now),
    ]
    with room.store.write() as db:
        outbox.put(db, [*rows, {**row("other", "notice", 1, room.now), "address": "2"}])
        outbox.put(db, [{**row("elsewhere", "notice", 1, room.now), "channel": "telegram"}])
        places = [(NAME, "1"), (NAME, "1"), ("telegram", "1")]
        assert kept.counts(db, NAME) == (9, 2)
        assert kept.release(db, places, room.now) == 5
        assert kept.release(db, places, room.now) == 0
    assert states(room) == {
        "reminder-1": "gone",
        "notice-old": "gone",
        "digest-1": "gone",
        "notice-1": "due",
        "digest-2": "due",
        "reminder-2": "due",
        "notice-2": "due",
        "broadcast": "due",
        "other": "kept",
        "elsewhere": "kept",
    }
    with room.store.write() as db:
        outbox.put(db, [row(f"n{number}", "notice", 1, room.now) for number in range(14)])
        assert kept.release(db, places, room.now) == 10
    assert [
        key for key, state in states(room).items() if key.startswith("n") and key[1:].isdigit() and state == "gone"
    ] == [
        "n0",
        "n1",
        "n2",
        "n3",
    ]


def test_what_is_no_longer_true_is_taken_back_while_it_is_kept(room: Room) -> None:
    """Nobody is reminded of what is done: a reminder that waits for its person's word is looked at like one that is due."""
    with room.store.write() as db:
        me = people.meet(db, [(NAME, "1")], {}, room.now)[NAME, "1"].id
        outbox.put(db, [row("r", "reminder", 1, room.now)])
        entry = {"kind": "deadline", "subject": "deadline:1/unit:1", "person_id": me, "slot": "s", "state": "queued"}
        ledger.enter(db, [{**entry, "planned_for": room.now, "at": room.now, "outbox_key": "r"}])
        assert [each.outbox_key for each in ledger.waiting(db, ["deadline"])] == ["r"]
        assert ledger.withdraw(db, ["r"], room.now) == {"r"}
    assert states(room) == {}


def test_who_leaves_gets_nothing_later(room: Room) -> None:
    talk = Talk(room, NAME, "1").says("/start")
    with room.store.write() as db:
        outbox.put(db, [row("n", "notice", 1, room.now)])
    talk.sends("left")
    assert states(room)["n"] == "gone"


def test_their_officers_see_for_how_many_something_is_kept(room: Room) -> None:
    officer = joined(Talk(room, address="900"), "Phạm Thị Lan")
    member = joined(Talk(room, NAME, chat_id(AN)))
    joined(Talk(room, NAME, chat_id(BINH)))
    with room.store.write() as db:
        db.execute(update(of(Outbox)).values(state="sent", sent_at=room.now))
        place = ("telegram", "900")
        who = people.meet(db, [place], {}, room.now)[place].id
        unit = room.unit("cdcs-song-van")
        grants.grant(db, who, "reviewer", unit, since=date(2026, 1, 1), until=None, by=None, now=room.now)
    officer.says("/giaonhan")
    assert "Zalo" not in officer.text
    with room.store.write() as db:
        outbox.put(db, [{**row(key, "notice", 1, room.now), "address": member.address} for key in ("a", "b")])
    officer.says("/giaonhan")
    assert TEXTS.say("vi", "delivery-kept", count=1) in officer.text
