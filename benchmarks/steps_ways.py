"""The ways that are compared: each walks the same talk to the end, says what that cost, and proves what it kept.

All are given the same bytes (`steps_script`) of the same members, one message of each in flight. `WAYS` is the table.
"""

from __future__ import annotations

import importlib.util
import json
import pickle
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any

from benchmarks import steps_aiogram, steps_floor, steps_floor_postgres, steps_ours, steps_processes, steps_ptb
from benchmarks.steps_keeping import Sent, open_durable
from benchmarks.steps_ptb_sqlite import SqlitePersistence
from benchmarks.steps_script import ACTS
from benchmarks.steps_servers import has_postgres, has_redis, postgres_running, postmaster, redis_running
from benchmarks.steps_walk import Figures, Run, all_talk, in_turns


async def ours(run: Run, *, sending: bool = False) -> Figures:
    everything = sum(run.said)
    async with steps_ours.room(run.folder, sending=sending) as room:
        until = room.marks() if sending else None
        figures = await all_talk(run, steps_ours.door(room), commits=lambda: room.writer.commits, until=until)
        assert room.count() == (everything, everything if sending else 0, run.told)
    return figures


async def ours_on_postgres(run: Run, *, processes: int) -> Figures:
    with postgres_running(run) as server:
        return await steps_processes.together(run, server, processes)


async def floor(run: Run, *, at_once: int) -> Figures:
    base = steps_floor.Floor(run.folder, run.script)
    figures = in_turns(run, base.steps, at_once)
    assert base.replies() == run.members * (1 + len(ACTS))
    return figures


async def floor_on_postgres(run: Run, *, at_once: int) -> Figures:
    with postgres_running(run) as server:
        base = steps_floor_postgres.Floor(server.new_database(), run.script)
        figures = in_turns(run, base.steps, at_once, postmaster(server))
        assert base.replies() == run.members * (1 + len(ACTS))
        base.close()
        return figures


# --- aiogram -------------------------------------------------------------------------------------------------------------


async def aiogram(run: Run, *, tuned: bool) -> Figures:
    sent: Sent = []
    figures = await all_talk(run, await steps_aiogram.walk(run.script, sent, steps_aiogram.memory(), tuned=tuned))
    return _answered(run, sent, figures)


async def aiogram_redis(run: Run) -> Figures:
    sent: Sent = []
    with redis_running() as (socket, server):
        storage = steps_aiogram.redis(socket)
        figures = await all_talk(run, await steps_aiogram.walk(run.script, sent, storage, tuned=True), server)
        kept = [json.loads(await storage.redis.get(key)) for key in await storage.redis.keys("fsm:*:data")]
        await storage.close()
    _all_kept(run, kept)
    return _answered(run, sent, figures)


async def aiogram_sqlite(run: Run) -> Figures:
    sent: Sent = []
    file = run.folder / "fsm.db"
    storage = steps_aiogram.sqlite(file)
    figures = await all_talk(run, await steps_aiogram.walk(run.script, sent, storage, tuned=True))
    await storage.close()
    _all_kept(run, [json.loads(row[0]) for row in open_durable(file).execute("SELECT data FROM fsm")])
    return _answered(run, sent, {**figures, "commits": 2.0})


# --- python-telegram-bot -------------------------------------------------------------------------------------------------


async def ptb(run: Run) -> Figures:
    sent: Sent = []
    return _answered(run, sent, await all_talk(run, await steps_ptb.in_memory(run.script, sent)))


async def ptb_sqlite(run: Run, *, tuned: bool) -> Figures:
    sent: Sent = []
    keeper = SqlitePersistence(run.folder / "ptb.db")
    feed = await steps_ptb.with_sqlite(run.script, sent, keeper, tuned=tuned)
    figures = await all_talk(run, feed, commits=lambda: keeper.commits)
    _all_kept(run, list((await SqlitePersistence(run.folder / "ptb.db").get_user_data()).values()))
    return _answered(run, sent, figures)


async def ptb_pickle(run: Run) -> Figures:
    sent: Sent = []
    file = run.folder / "ptb.pickle"
    figures = await all_talk(run, await steps_ptb.with_pickle(run.script, sent, file))
    _all_kept(run, list(pickle.loads(file.read_bytes())["user_data"].values()))  # noqa: S301  - written a moment ago, by us
    return _answered(run, sent, figures)


def _answered(run: Run, sent: Sent, figures: Figures) -> Figures:
    assert len(sent) == sum(run.said), "a message went unanswered"
    return figures


def _all_kept(run: Run, answers: list[dict[str, str]]) -> None:
    assert sorted(map(len, answers)) == sorted(run.said), "an answer was not kept"


# --- the table -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Way:
    """`durable`: is what an answered message changed on the disk before the next one of its person?"""

    walk: Callable[[Run], Coroutine[Any, Any, Figures]]
    durable: bool = True
    needs: tuple[str, ...] = ()


NEEDS: dict[str, Callable[[], bool]] = {
    "aiogram": steps_aiogram.has_aiogram,
    "the redis package": lambda: importlib.util.find_spec("redis") is not None,
    "redis-server": has_redis,
    "PostgreSQL": has_postgres,
}
ON_POSTGRES, REDIS = ("PostgreSQL",), ("aiogram", "the redis package", "redis-server")

WAYS: dict[str, Way] = {
    "ours": Way(ours),
    "ours, sending": Way(partial(ours, sending=True)),
    "ours, PostgreSQL, 1 process": Way(partial(ours_on_postgres, processes=1), needs=ON_POSTGRES),
    "ours, PostgreSQL, 2 processes": Way(partial(ours_on_postgres, processes=2), needs=ON_POSTGRES),
    "ours, PostgreSQL, 4 processes": Way(partial(ours_on_postgres, processes=4), needs=ON_POSTGRES),
    "floor": Way(partial(floor, at_once=1)),
    "floor, by 32": Way(partial(floor, at_once=32)),
    "floor, PostgreSQL": Way(partial(floor_on_postgres, at_once=1), needs=ON_POSTGRES),
    "floor, PostgreSQL, by 32": Way(partial(floor_on_postgres, at_once=32), needs=ON_POSTGRES),
    "aiogram, Redis": Way(aiogram_redis, needs=REDIS),
    "aiogram, SQLite": Way(aiogram_sqlite, needs=("aiogram",)),
    "ptb, SQLite": Way(partial(ptb_sqlite, tuned=False)),
    "ptb, SQLite, tuned": Way(partial(ptb_sqlite, tuned=True)),
    "ptb, pickle": Way(ptb_pickle, durable=False),
    "aiogram, memory, as its guide": Way(partial(aiogram, tuned=False), durable=False, needs=("aiogram",)),
    "aiogram, memory": Way(partial(aiogram, tuned=True), durable=False, needs=("aiogram",)),
    "ptb, memory": Way(ptb, durable=False),
}


def missing(way: Way) -> list[str]:
    return [need for need in way.needs if not NEEDS[need]()]
