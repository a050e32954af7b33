"""Errands: what takes long is done beside the writer, once, whatever stops the program (issue 4; R29, R43)."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.app import House
from bot.errands import MOST_TOLD, TOLD_EVERY, TRY_AGAIN, Errands
from handlers.errand import Errand, Lane, Working, message
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import errands, people
from storage.errands import Asked
from storage.media import MediaAway
from storage.retention import TALK_STAYS, sweep
from storage.tables import Errand as ErrandRow
from storage.tables import Outbox
from tests.standing import TEXTS, rows, standing

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)


@dataclass
class Work:
    """A kind of errand of the test's own: notes what it did, and fails as often as it is told to."""

    kind: str = "count"
    lane: Lane = "short"
    fails: int = 0
    why: Exception = field(default_factory=lambda: ValueError("Nguyễn Văn Thắng"))
    fails_entering: int = 0
    steps: int = 0  # how often it says how far it is
    each: Callable[[], None] = lambda: None
    begun: list[Any] = field(default_factory=list)
    entered: list[Any] = field(default_factory=list)

    def work(self, at: Working) -> int:
        self.begun.append(at.about["n"])
        for _ in range(self.steps):
            self.each()
            at.progress("new-reports-more", count=3)
        if len(self.begun) <= self.fails:
            raise self.why
        return int(at.about["n"]) * 2

    def enter(self, db: Connection, texts: Texts, zone: tzinfo, asked: Asked, result: Any, now: datetime) -> None:
        self.entered.append(result)
        message(db, asked, "made", lambda language: Outgoing(f"{language} {result}"), now)
        if len(self.entered) <= self.fails_entering:
            raise ValueError("no")

    @property
    def errand(self) -> Errand:
        return Errand(self.kind, self.work, self.enter, self.lane, tells=True)


@dataclass
class Clock:
    """The runner's ticks, as the test says."""

    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


async def runner(house: House, works: Sequence[Work], clock: Callable[[], float], rung: list[int]) -> Errands:
    return Errands(
        house.store,
        house.writer,
        house.media,
        TEXTS,
        house.settings.zone,
        lambda: rung.append(1),
        kinds={each.kind: each.errand for each in works},
        ticks=clock,
    )


def with_house(folder: Path, work: Callable[[House], Awaitable[None]]) -> None:
    async def run() -> None:
        async with standing(folder) as house:
            await work(house)

    asyncio.run(run())


def someone(db: Connection, now: datetime) -> int:
    who = people.meet(db, [("web", "a")], {}, now)["web", "a"].id
    people.join(db, who, name="Nguyễn Văn Thắng", author_class="worker", unit_id=1, phone=None, now=now)
    return who


async def ask(house: House, kind: str, *numbers: int, who: int | None = None) -> list[bool]:
    def each(db: Connection, now: datetime) -> list[bool]:
        return [errands.ask(db, kind, {"n": n}, who, now, key=f"{kind}:{n}") for n in numbers]

    return await house.writer.run(each)


def states(house: House) -> list[Any]:
    return rows(house, ErrandRow, "key", "state", "tries")


def told(house: House) -> list[str]:
    return [body["text"] for key, body in rows(house, Outbox, "key", "body") if key.startswith("errand:")]


def test_errands_are_done_in_order_once_each_and_the_answer_reaches_who_asked(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        count, rung = Work(), list[int]()
        who = await house.writer.run(someone)
        assert await ask(house, "count", 3, 1, 3, who=who) == [True, True, False]
        assert await ask(house, "count", 1, who=who) == [False]
        doing = await runner(house, [count], Clock(), rung)
        assert [await doing.do_next("short") for _ in range(3)] == [True, True, False]
        assert await doing.do_next("long") is False
        assert count.begun == [3, 1]
        assert count.entered == [6, 2]
        assert states(house) == [("count:3", "done", 1), ("count:1", "done", 1)]
        assert told(house) == ["vi 6", "vi 2"]
        assert rung
        with house.store.read() as db:
            assert [errands.standing(db, key) for key in ("count:3", "count:9")] == ["done", None]

    with_house(tmp_path, work)


def test_while_media_are_away_an_errand_waits_and_no_try_counts(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        count, clock = Work(fails=5, why=MediaAway("object storage")), Clock()
        await ask(house, "count", 3, who=await house.writer.run(someone))
        doing = await runner(house, [count], clock, [])
        for _ in range(5):
            assert (await doing.do_next("short"), await doing.do_next("short")) == (True, False)
            assert states(house) == [("count:3", "asked", 0)]
            clock.at += TRY_AGAIN[-1]
        assert await doing.do_next("short")
        assert (states(house), told(house)) == ([("count:3", "done", 1)], ["vi 6"])

    with_house(tmp_path, work)


def test_one_that_fails_is_tried_three_times_others_going_on_and_then_it_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def work(house: House) -> None:
        bad, good, clock = Work("bad", fails=9), Work("good"), Clock()
        who = await house.writer.run(someone)
        await ask(house, "bad", 1, who=who)
        await ask(house, "good", 2, who=who)
        doing = await runner(house, [bad, good], clock, [])
        with caplog.at_level(logging.ERROR):
            assert [await doing.do_next("short") for _ in range(3)] == [True, True, False]
            assert good.entered == [4]
            for wait in TRY_AGAIN[1:]:
                clock.at += wait
                assert await doing.do_next("short") is True
        clock.at += 3600
        assert await doing.do_next("short") is False
        assert len(bad.begun) == 3
        assert states(house) == [("bad:1", "failed", 3), ("good:2", "done", 1)]
        assert told(house) == ["vi 4", TEXTS.say("vi", "errand-failed")]
        assert "Thắng" not in caplog.text  # what went wrong may quote what a person wrote (R62)
        assert "ValueError" in caplog.text

    with_house(tmp_path, work)


def test_what_could_not_be_entered_leaves_nothing_behind_and_is_done_again(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        count, clock = Work(fails_entering=1), Clock()
        who = await house.writer.run(someone)
        await ask(house, "count", 5, who=who)
        doing = await runner(house, [count], clock, [])
        await doing.do_next("short")
        assert told(house) == []
        clock.at += TRY_AGAIN[1]
        await doing.do_next("short")
        assert told(house) == ["vi 10"]
        assert states(house) == [("count:5", "done", 2)]

    with_house(tmp_path, work)


def test_what_kills_the_program_each_time_is_not_begun_for_ever(tmp_path: Path) -> None:
    """The process ends while the work is under way: the row says begun, nothing else. After three times it is closed."""

    async def work(house: House) -> None:
        count = Work()
        who = await house.writer.run(someone)
        await ask(house, "count", 1, 2, who=who)
        for _ in range(3):
            assert await house.writer.run(lambda db, _: errands.begin(db, 1))
        doing = await runner(house, [count], Clock(), [])  # the next start
        await doing.do_next("short")
        await doing.do_next("short")
        assert count.begun == [2]
        assert states(house) == [("count:1", "failed", 3), ("count:2", "done", 1)]
        assert told(house) == [TEXTS.say("vi", "errand-failed"), "vi 4"]

    with_house(tmp_path, work)


def test_how_far_it_is_is_told_seldom_and_never_much(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        clock = Clock()

        def pass_by() -> None:
            clock.at += TOLD_EVERY / 4

        long = Work("long", "long", steps=60, each=pass_by)
        who = await house.writer.run(someone)
        await ask(house, "long", 1, who=who)
        doing = await runner(house, [long], clock, [])
        await doing.do_next("long")
        await house.writer.run(lambda *_: None)
        progress = TEXTS.say("vi", "new-reports-more", count=3)
        assert told(house) == [*[progress] * MOST_TOLD, "vi 2"]
        quick = Work("long", "long", steps=3)
        await ask(house, "long", 2, who=who)
        await (await runner(house, [quick], clock, [])).do_next("long")
        assert told(house)[-2:] == ["vi 2", "vi 4"]  # what is done at once says nothing before

    with_house(tmp_path, work)


def test_a_long_one_starves_no_short_one_and_a_stop_breaks_it_off_until_the_next_start(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        under_way, short_done = threading.Event(), threading.Event()

        def hold() -> None:
            under_way.set()
            short_done.wait(5)

        done, begun = asyncio.Event(), count(1)
        loop = asyncio.get_running_loop()

        def tell() -> None:
            if next(begun) == 2:  # so the first of them is entered
                loop.call_soon_threadsafe(done.set)

        long, short = Work("long", "long", steps=10_000, each=hold), Work("short", steps=1, each=tell)
        who = await house.writer.run(someone)
        await ask(house, "long", 1, who=who)
        doing, stop = await runner(house, [long, short], Clock(), []), asyncio.Event()
        running = asyncio.create_task(doing.run(stop))
        await asyncio.to_thread(under_way.wait, 5)
        await ask(house, "short", 7)
        await ask(house, "short", 8)
        async with asyncio.timeout(5):
            await done.wait()  # the long one still holds
        stop.set()
        short_done.set()
        await running
        assert states(house)[:2] == [("long:1", "asked", 0), ("short:7", "done", 1)]
        again = Work("long", "long")
        await (await runner(house, [again], Clock(), [])).do_next("long")
        assert states(house)[0] == ("long:1", "done", 1)

    with_house(tmp_path, work)


def test_an_errand_dropped_while_it_is_done_enters_nothing_and_old_ones_go(tmp_path: Path) -> None:
    async def work(house: House) -> None:
        def drop() -> None:
            house.writer.submit(lambda db, _: db.exec_driver_sql("DELETE FROM errand")).result()

        count = Work(steps=1, each=drop)
        await ask(house, "count", 1)
        await (await runner(house, [count], Clock(), [])).do_next("short")
        assert (count.begun, count.entered) == ([1], [])
        await ask(house, "count", 2)
        await (await runner(house, [Work()], Clock(), [])).do_next("short")
        later = datetime.now(UTC) + TALK_STAYS + timedelta(days=1)
        await ask(house, "count", 3)
        await house.writer.run(lambda db, _: sweep(db, later))
        assert states(house) == [("count:3", "asked", 0)]

    with_house(tmp_path, work)
