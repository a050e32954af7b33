"""The one thread that writes: batches, their redoing, work in its place, an end that finishes the queue."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.clock import Steady
from bot.writer import MOST_AT_ONCE, Writer
from storage.store import Store, away
from storage.tables import Setting, of
from tests.databases import new_address
from tests.standing import locked

setting = of(Setting)
NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Poison(Exception):
    """What a conversation raises that has a fault."""


class Desk:
    """Answers letters by entering them, in order; remembers the batches. A letter that says "poison" raises."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.aside: list[str] = []

    def answer(self, db: Connection, letters: list[str], now: datetime) -> None:
        self.batches.append(list(letters))
        for letter in letters:
            enter(letter)(db, now)
        if any(letter.startswith("poison") for letter in letters):
            raise Poison

    def set_aside(self, db: Connection, letter: str, error: Exception, now: datetime) -> None:
        assert isinstance(error, Poison)
        if letter == "poison twice":
            raise Poison
        self.aside.append(letter)
        enter(f"aside {letter}")(db, now)


def enter(what: str) -> Callable[[Connection, datetime], str]:
    def work(db: Connection, now: datetime) -> str:
        db.execute(insert(setting).values(name=what, value=now.isoformat()))
        return what

    return work


def entered(store: Store) -> list[str]:
    with store.read() as db:
        return list(db.execute(select(setting.c.name).order_by(setting.c.value, setting.c.name)).scalars())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(new_address(tmp_path, "a.db"), patience=0.2)
    store.create()
    yield store
    store.close()


def run(store: Store, story: Callable[[Writer, Desk, threading.Event], Any]) -> Desk:
    """A story with a writer whose first work waits for the event, so that what is queued meanwhile stays together."""
    desk, gate, ticks = Desk(), threading.Event(), iter(range(1_000_000))
    writer = Writer(store, desk.answer, desk.set_aside, lambda: NOW + timedelta(seconds=next(ticks)))
    writer.start()

    async def play() -> None:
        held = writer.submit(lambda *_: gate.wait(10))
        await story(writer, desk, gate)
        gate.set()
        await asyncio.wrap_future(held)

    asyncio.run(play())
    writer.stop()
    return desk


async def queued(*work: Any) -> list[asyncio.Future[Any]]:
    """Everything handed over, in this order; nothing finished yet."""
    tasks = [asyncio.ensure_future(each) for each in work]
    await asyncio.sleep(0)
    return tasks


async def outcome(tasks: list[asyncio.Future[Any]]) -> list[Any]:
    return [
        type(each).__name__ if isinstance(each, Exception) else each
        for each in await asyncio.gather(*tasks, return_exceptions=True)
    ]


def test_what_waits_is_answered_in_one_transaction_of_at_most_64(store: Store) -> None:
    async def story(writer: Writer, desk: Desk, gate: threading.Event) -> None:
        letters = [f"{number:03}" for number in range(MOST_AT_ONCE + 6)]
        tasks = await queued(*map(writer.answer, letters))
        gate.set()
        assert await outcome(tasks) == [None] * len(letters)
        assert desk.batches == [letters[:MOST_AT_ONCE], letters[MOST_AT_ONCE:]]
        assert writer.commits == 3
        assert entered(store) == letters

    run(store, story)


def test_one_letter_that_raises_is_set_aside_and_its_neighbours_are_answered(store: Store) -> None:
    async def story(writer: Writer, desk: Desk, gate: threading.Event) -> None:
        tasks = await queued(*map(writer.answer, ["a", "poison", "poison twice", "b"]))
        gate.set()
        assert await outcome(tasks) == [None, None, "Poison", None]
        assert desk.aside == ["poison"]
        assert desk.batches[1:] == [["a"], ["poison"], ["poison twice"], ["b"]]
        assert entered(store) == ["a", "aside poison", "b"]

    run(store, story)


def test_work_keeps_its_place_between_letters_and_gives_its_result_after_the_commit(store: Store) -> None:
    async def story(writer: Writer, desk: Desk, gate: threading.Event) -> None:
        work = [
            writer.answer("a"),
            writer.run(enter("b")),
            writer.answer("c"),
            writer.answer("d"),
            writer.run(enter("e")),
        ]
        tasks = await queued(*work)
        gate.set()
        assert await outcome(tasks) == [None, "b", None, None, "e"]
        assert desk.batches == [["a"], ["c", "d"]]
        assert entered(store) == ["a", "b", "c", "d", "e"]

    run(store, story)


def test_work_that_raises_leaves_nothing_behind_and_the_next_goes_on(store: Store) -> None:
    async def story(writer: Writer, desk: Desk, gate: threading.Event) -> None:
        def half(db: Connection, now: datetime) -> None:
            enter("half")(db, now)
            enter("half")(db, now)

        tasks = await queued(writer.run(half), writer.run(enter("whole")))
        gate.set()
        assert await outcome(tasks) == [IntegrityError.__name__, "whole"]
        assert entered(store) == ["whole"]

    run(store, story)


@pytest.mark.sqlite_only  # the file is locked by somebody else
def test_when_the_database_is_away_all_who_wait_hear_it_at_once_and_nobody_is_blamed(store: Store) -> None:
    """Alone each would wait as long again, and one that got through would overtake those before it."""

    async def story(writer: Writer, desk: Desk, gate: threading.Event) -> None:
        gate.set()
        await writer.run(enter("first"))
        with locked(store.path) as release:
            blocking = await queued(writer.run(enter("blocks for a moment")))
            began = asyncio.get_running_loop().time()
            tasks = await queued(*(writer.answer(f"{number}") for number in range(20)))
            assert await outcome(blocking + tasks) == ["OperationalError"] * 21
            assert asyncio.get_running_loop().time() - began < 4  # two waits of 0.2 s, not twenty-one
            release()
        assert (desk.batches, desk.aside) == ([], [])
        await writer.answer("after")
        assert entered(store) == ["first", "after"]

    run(store, story)


def test_a_caller_who_no_longer_waits_disturbs_nobody(store: Store) -> None:
    async def story(writer: Writer, desk: Desk, gate: threading.Event) -> None:
        gone, stays = await queued(writer.answer("a"), writer.answer("b"))
        gone.cancel()
        gate.set()
        assert await stays is None
        assert entered(store) == ["a", "b"]  # it was handed over, so it is kept

    run(store, story)


def test_the_end_finishes_the_queue_and_what_comes_later_fails_instead_of_waiting(store: Store) -> None:
    desk = Desk()
    writer = Writer(store, desk.answer, desk.set_aside)
    writer.start()
    futures = [writer.submit(enter(f"{number:02}")) for number in range(30)]
    writer.stop()
    assert [future.result() for future in futures] == entered(store)
    with pytest.raises(RuntimeError):
        writer.submit(enter("late")).result(1)


def test_a_statement_that_is_no_good_means_no_outage(store: Store) -> None:
    """A message whose words make a bad statement is a dead letter, not an outage that never ends."""
    with pytest.raises(DBAPIError) as asked, store.write() as db:
        db.exec_driver_sql("SELECT nonsense")
    assert not away(asked.value)
    assert not away(OSError())


@pytest.mark.sqlite_only
def test_a_file_that_is_locked_means_that_the_database_is_away(store: Store) -> None:
    with locked(store.path), pytest.raises(DBAPIError) as shut, store.write():
        pass
    assert (type(shut.value).__name__, away(shut.value)) == ("OperationalError", True)


# --- time ---------------------------------------------------------------------------------------------------------------------


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(-4000, 4000)), max_size=30))
def test_the_clock_never_goes_back_and_never_stands_still(steps: list[tuple[float, float]]) -> None:
    """However the machine's clock is set: time goes on, and it is the machine's own again once that has caught up."""
    wall, ticks = [NOW], [0.0]
    clock = Steady(lambda: wall[0], lambda: ticks[0])
    last = clock()
    for passes, jump in steps:
        ticks[0] += passes
        wall[0] += timedelta(seconds=passes + jump)
        now = clock()
        assert now - last >= timedelta(seconds=passes) / 2 - timedelta(microseconds=1)
        assert now >= wall[0]
        last = now
    behind = (last - wall[0]).total_seconds()
    ticks[0] += 2 * behind + 1
    wall[0] += timedelta(seconds=2 * behind + 1)
    assert clock() == wall[0]


def test_the_moments_of_transactions_never_go_back(store: Store) -> None:
    moments = iter([NOW, NOW - timedelta(hours=1), NOW - timedelta(minutes=59)])
    desk = Desk()
    writer = Writer(store, desk.answer, desk.set_aside, lambda: next(moments))
    writer.start()
    for name in ("c", "b", "a"):
        writer.submit(enter(name)).result()
    writer.stop()
    with store.read() as db:
        assert set(db.execute(select(setting.c.value)).scalars()) == {NOW.isoformat()}
