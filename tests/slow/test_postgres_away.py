"""PostgreSQL stops, is away for a long while, comes back; its connections are cut again and again: nothing acknowledged is lost.

The house is real and sends to a stand-in; the server is our own and takes its disk seriously.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app import House, open_house, readiness
from bot.arrivals import NotKept
from bot.chores import intake_ticks
from bot.clock import ServerClock, keep_time
from bot.departures import lease_of
from storage.store import Store
from storage.tables import Inbox, Outbox, of
from tests.postgres import Server
from tests.slow.test_kill import database, once, program
from tests.standin_telegram import StandIn
from tests.standing import arrive, made, prepare, settings_for

inbox, outbox = of(Inbox), of(Outbox)
PEOPLE = range(6001, 6006)
HOUR = timedelta(hours=1)
ROUNDS = 8  # of messages, with every connection cut in each
CUT = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
STARTS, STORM = 12, 4  # of the program; connections that each loses at most
SEED = int(os.environ.get("SEED", str(random.randrange(10**6))))
MINUTES = 4  # of messages that come while the server is away, two a minute from each


@asynccontextmanager
async def at_work(folder: Path, server: StandIn, store: Store) -> AsyncIterator[House]:
    """The whole house without its pages: leases, sending, the clock of what comes in."""
    prepare(folder)
    house = await open_house(settings_for(folder, server, database_url=str(store.address), lease_seconds=2))
    stop = asyncio.Event()
    works = (
        house.leases.keep([lease_of("telegram")], stop),
        house.departures.run(stop),
        keep_time(intake_ticks(house), stop),
    )
    tasks = [asyncio.create_task(each) for each in works]
    try:
        yield house
    finally:
        stop.set()
        await asyncio.gather(*tasks)
        await house.close()


async def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Looked at as often as the house itself looks."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  - several processes' work ends here: no one event says so
            await asyncio.sleep(0.1)


def at_rest(store: Store, count: int) -> bool:
    """That many updates are in, all are answered, all answers out."""
    with suppress(Exception), store.read() as db:  # it may just be away
        states = db.execute(select(inbox.c.state)).scalars().all()
        left = db.execute(select(outbox.c.id).where(outbox.c.state.in_(("due", "sending")))).first()
        return states == ["done"] * count and left is None
    return False


def check(store: Store, server: StandIn) -> None:
    """Each update once; each person's answers in the order of their updates, and read in that order."""
    emitted = sorted(str(update["update_id"]) for update in server.emitted)
    with store.read() as db:
        assert db.execute(select(inbox.c.update_id).order_by(inbox.c.update_id)).scalars().all() == emitted
        for person in PEOPLE:
            mine = select(outbox.c.key, outbox.c.body).where(outbox.c.address == str(person)).order_by(outbox.c.id)
            rows = db.execute(mine).all()
            numbers = [int(key.split(":")[1]) for key, _ in rows]
            assert numbers == sorted(numbers)
            assert once([shown.text for shown in server.messages(person)]) == once([body["text"] for _, body in rows])


async def tell(house: House, server: StandIn, words: str) -> None:
    """Everybody writes, at the same time."""
    await arrive(house, *(made(server, server.say(person, words)) for person in PEOPLE))


def told(tmp_path: Path, story: Callable[[House, StandIn, Store, Server], Awaitable[None]]) -> None:
    folder = tmp_path / "province"
    with StandIn() as server, database("postgresql", folder) as (store, kept):
        assert kept is not None

        async def run() -> None:
            async with at_work(folder, server, store) as house:
                await story(house, server, store, kept)

        asyncio.run(run())
        check(store, server)
        store.close()


def test_machines_whose_clocks_are_apart_go_by_the_servers(tmp_path: Path) -> None:
    """What one machine enters and another sends stands in a transcript by its moment."""
    with database("postgresql", tmp_path / "province") as (store, _):
        early, late = (ServerClock(store, lambda by=by: datetime.now(UTC) + by) for by in (-HOUR, HOUR))  # type: ignore[misc]  # bound at once
        for clock in (early, late):
            clock.look()
        assert abs(late() - early()) < timedelta(seconds=1)
        assert abs(late() - datetime.now(UTC)) < timedelta(seconds=1)
        store.close()


def test_what_comes_while_the_server_is_away_is_kept_and_answered_in_order_when_it_is_back(tmp_path: Path) -> None:
    async def story(house: House, server: StandIn, store: Store, kept: Server) -> None:
        await tell(house, server, "/start")
        await until(lambda: at_rest(store, len(PEOPLE)))
        await asyncio.to_thread(kept.stop)  # "immediate": as if its power were cut
        assert readiness(house)["database"] != "ok"
        for number in range(2 * MINUTES):
            await tell(house, server, f"khi mất kết nối {number}")  # returns: it may be acknowledged
        spooled = len(list(house.folder.spool.glob("*.json")))
        assert spooled == 2 * MINUTES * len(PEOPLE)
        await asyncio.to_thread(kept.start)
        await tell(house, server, "khi có lại")
        await until(lambda: at_rest(store, (2 * MINUTES + 2) * len(PEOPLE)), 90)
        assert list(house.folder.spool.glob("*.json")) == []
        assert readiness(house)["database"] == "ok"

    told(tmp_path, story)


def test_connections_that_are_cut_again_and_again_cost_nothing(tmp_path: Path) -> None:
    async def story(house: House, server: StandIn, store: Store, kept: Server) -> None:
        cuts = 0
        for number in range(ROUNDS):
            _, cut = await asyncio.gather(tell(house, server, f"tin {number}"), asyncio.to_thread(kept.run, CUT))
            cuts += int(str(cut[0][0]))
        assert cuts >= ROUNDS // 4
        await until(lambda: at_rest(store, ROUNDS * len(PEOPLE)), 90)

    told(tmp_path, story)


def test_a_start_goes_on_wherever_it_loses_its_connections(tmp_path: Path) -> None:
    folder = tmp_path / "province"
    with StandIn() as server, database("postgresql", folder) as (store, kept):
        assert kept is not None
        print(f"SEED={SEED}")
        dice = random.Random(SEED)
        with program(folder, server, DATABASE_URL=str(store.address), LEASE_SECONDS="1") as running:
            running.log.touch()
            for number in range(1, STARTS + 1):
                pid, cuts, deadline = running.start(), 0, time.monotonic() + 30
                while running.log.read_text().count("Open the chat page") < number:
                    if cuts < STORM and dice.random() < 0.1:
                        cuts += int(str(kept.run(CUT)[0][0]))
                    assert time.monotonic() < deadline, running.log.read_text()[-2000:]
                    time.sleep(0.01)
                os.kill(pid, signal.SIGTERM)
                assert running.wait(pid) == 0, running.log.read_text()[-2000:]
        store.close()


def test_when_neither_the_server_nor_the_disk_takes_it_the_sender_is_told(tmp_path: Path) -> None:
    async def story(house: House, server: StandIn, store: Store, kept: Server) -> None:
        await asyncio.to_thread(kept.stop)
        house.folder.spool.rmdir()
        house.folder.spool.write_bytes(b"")  # where a folder should be: nothing can be put there
        with pytest.raises(NotKept):
            await tell(house, server, "/start")
        house.folder.spool.unlink()
        await asyncio.to_thread(kept.start)
        again = [made(server, update["update_id"]) for update in server.emitted]
        await arrive(house, *again)  # the channel sends it again
        await until(lambda: at_rest(store, len(PEOPLE)))

    told(tmp_path, story)
