"""A day without the channel: what piled up goes out in order, answers first, nothing twice but what the channel left open.

The store, the writer, departures, the gateway and the stand-in Telegram over HTTP are real. Time is not: the loop jumps to
the next thing that is due whenever nothing is on the wire, and the house's clock is the loop's.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import departures as departures_module
from bot.channels.telegram import Telegram
from bot.departures import IN_FLIGHT, Departures
from bot.writer import Writer
from handlers.words import Outgoing
from storage import outbox
from storage.store import Store
from storage.tables import Outbox, of
from storage.vault import VAULT
from tests.leaping import AtTheDesk, leaping, waited_for
from tests.standin_telegram import TOKEN
from tests.standing import KEY, ChatFaults, Wire

START = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
PEOPLE = range(1, 22)
table = of(Outbox)


class OnTheWire(Telegram):
    async def send(self, address: str, message: Outgoing) -> str:
        with waited_for():
            return await super().send(address, message)


class Post:
    """A store with departures on it, and what a test asks of them."""

    def __init__(self, store: Store, writer: Writer, departures: Departures) -> None:
        self.store, self.writer, self.departures = store, writer, departures

    async def queue(self, kind: str, people: range = PEOPLE, name: str = "") -> None:
        def put(db: Any, now: datetime) -> None:
            each = {"channel": "telegram", "kind": kind, "due_at": now}
            words = name or kind
            outbox.put(
                db,
                [
                    {**each, "key": f"{words}:{who}", "address": str(who), "body": Outgoing(words).as_json()}
                    for who in people
                ],
            )

        await self.writer.run(put)
        self.departures.ring("telegram")

    def states(self, *columns: Any) -> list[Any]:
        with self.store.read() as db:
            return list(db.execute(select(*columns, func.count()).group_by(*columns).order_by(*columns)).all())

    async def at_rest(self) -> None:
        news = asyncio.Event()
        self.departures.listeners.append(lambda *_: news.set())
        while any(state in ("due", "sending") for state, _ in self.states(table.c.state)):
            await news.wait()
            news.clear()
        self.departures.listeners.clear()


def no_letters(db: Any, letters: Any, now: Any) -> None:
    raise AssertionError


def none_set_aside(db: Any, letter: Any, error: Any, now: Any) -> None:
    raise AssertionError


@pytest.fixture
def server() -> Iterator[ChatFaults]:
    with ChatFaults() as standin:
        for chat in PEOPLE:
            standin.member(chat)
        yield standin


@asynccontextmanager
async def post(folder: Path, url: str) -> AsyncIterator[Post]:
    VAULT.unlock(KEY)
    store = Store(folder / "outage.db")
    store.create()
    raw = store._writer.raw_connection()  # nobody cuts the power here
    raw.cursor().execute("PRAGMA synchronous=OFF")
    raw.close()
    loop = asyncio.get_running_loop()
    began = loop.time()
    clock = lambda: START + timedelta(seconds=loop.time() - began)  # noqa: E731  - the one clock of this house
    writer = AtTheDesk(store, no_letters, none_set_aside, clock)
    writer.start()
    gateway = OnTheWire(TOKEN, url)

    async def as_it_is(message: Outgoing) -> Outgoing:
        return message

    departures = Departures(store, writer, {"telegram": gateway}, as_it_is, clock)
    stop = asyncio.Event()
    leaving = asyncio.create_task(departures.run(stop))
    try:
        yield Post(store, writer, departures)
    finally:
        stop.set()
        await leaving
        await gateway.close()
        await asyncio.to_thread(writer.stop)
        store.close()


def shown(server: ChatFaults, chat: int) -> list[str]:
    return [message.text for message in server.messages(chat)]


async def a_day_goes_by(home: Post, hour: int = 3600) -> None:
    """What the clock and the members bring about while nobody can be reached."""
    for at, kind in ((1, "reply"), (7, "reminder"), (8, "digest"), (9, "broadcast"), (13, "reply"), (17, "notice")):
        await asyncio.sleep(hour)
        await home.queue(kind, name=f"{kind}-{at}")
    await asyncio.sleep(18 * hour)


IN_ORDER = ["reply-1", "reminder-7", "digest-8", "reply-13", "notice-17", "broadcast-9"]  # a broadcast is let behind


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A day takes 1,440 tries at one a minute; here it is one every ten, and a look every ten seconds."""
    monkeypatch.setattr(departures_module, "AGAIN", (2, 5, 15, 600))
    monkeypatch.setattr(departures_module, "LOOK_AGAIN", 10.0)


def test_after_a_day_in_which_nobody_listened_everything_goes_out_once_and_in_order(
    server: ChatFaults, tmp_path: Path
) -> None:
    """Surely not sent, however often it was tried: nothing is uncertain. Who has an answer waiting is served first."""

    async def story() -> None:
        wire = Wire(server)
        await wire.mend()
        async with post(tmp_path, wire.url) as home:
            await home.queue("reply", name="before")
            await home.at_rest()
            await wire.cut()
            await a_day_goes_by(home)
            assert home.states(table.c.state) == [("due", 6 * len(PEOPLE)), ("sent", len(PEOPLE))]
            await wire.mend()
            await home.at_rest()
            assert [shown(server, who) for who in PEOPLE] == [["before", *IN_ORDER] for _ in PEOPLE]
            assert home.states(table.c.state) == [("sent", 7 * len(PEOPLE))]
        await wire.cut()

    leaping(story)


def test_what_the_channel_left_open_is_counted_and_only_answers_and_notices_are_said_again(
    server: ChatFaults, tmp_path: Path
) -> None:
    """Telegram took these and answered 500: bulk is never resent, a reply or a notice may be read twice."""

    async def story() -> None:
        wire = Wire(server)
        await wire.mend()
        async with post(tmp_path, wire.url) as home:
            await wire.cut()
            await a_day_goes_by(home, hour=60)
            await wire.mend()
            server.plan = {who: [""] * (who % 7) + ["500 after"] for who in PEOPLE if who % 7 < len(IN_ORDER)}
            await home.at_rest()
            unsure = 0
            for who in PEOPLE:
                expected = IN_ORDER[:-1]
                if who % 7 < len(IN_ORDER):
                    struck = IN_ORDER[who % 7]
                    again = struck.startswith(("reply", "notice"))
                    unsure += not again
                    expected[who % 7 : who % 7] = [struck] if again else []
                assert [each for each in shown(server, who) if each != "broadcast-9"] == expected
                assert shown(server, who).count("broadcast-9") == 1
            assert home.states(table.c.state) == [
                ("sent", 6 * len(PEOPLE) - unsure),
                ("unconfirmed", unsure),
            ]
            assert {kind for kind, state, _ in home.states(table.c.kind, table.c.state) if state == "unconfirmed"} == {
                "reminder",
                "digest",
                "broadcast",
            }
        await wire.cut()

    leaping(story)


def test_a_channel_that_fails_uncertainly_costs_few_messages_however_long_it_does(
    server: ChatFaults, tmp_path: Path
) -> None:
    """Each try of bulk may be the end of it. Once several in a row failed, bulk is tried every quarter of an hour."""

    async def story() -> None:
        async with post(tmp_path, server.url) as home:
            server.fail("sendMessage", "500 before", times=100_000)
            people = range(1000, 1300)
            for chat in people:
                server.member(chat)
            await home.queue("broadcast", people)
            await asyncio.sleep(1800)
            lost = dict(home.states(table.c.state))["unconfirmed"]
            assert IN_FLIGHT / 2 < lost < IN_FLIGHT + 10
            server.heal()
            await home.queue("reply", range(1, 2))  # an answer finds out at once that the channel is back
            began = asyncio.get_running_loop().time()
            await home.at_rest()
            assert asyncio.get_running_loop().time() - began < 600 + (len(people) - lost) / 20
            assert dict(home.states(table.c.state)) == {"sent": len(people) - lost + 1, "unconfirmed": lost}

    leaping(story)
