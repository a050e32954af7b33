"""Several of our processes on one PostgreSQL, each answering members of its own through the same door, begun together."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks import steps_ours
from benchmarks.steps_script import ADDRESSES, Script
from benchmarks.steps_servers import postmaster
from benchmarks.steps_walk import Figures, Run, all_at_once, cpu_of, cpu_seconds, walk_in
from storage.tables import Address, of
from tests.postgres import Server

ROOT = Path(__file__).resolve().parent.parent
Spent = dict[str, float]  # began, ended, cpu, commits


async def together(run: Run, server: Server, many: int) -> Figures:
    """So many processes, each with the run's members talking at once. Everybody must hold a receipt in the end."""
    url = server.new_database()
    run.script.save(run.folder / "script.json")
    async with steps_ours.room(run.folder, url) as room:  # the schema, the starter, the key
        with ExitStack() as stack:
            hands = [stack.enter_context(_process(url, run, number)) for number in range(many)]
            for hand in hands:
                assert hand.stdout.readline() == "ready\n"
            before = cpu_of(postmaster(server))
            for hand in hands:
                hand.stdin.write("go\n")
                hand.stdin.flush()
            spent: list[Spent] = [json.loads(hand.stdout.readline()) for hand in hands]
            served = cpu_of(postmaster(server)) - before
        replies, _, reports = room.count()
    assert (replies, reports) == (many * sum(run.said), many * run.told)
    steps = many * run.steps
    wall = max(each["ended"] for each in spent) - min(each["began"] for each in spent)
    return {
        "rate": steps / wall,
        "cpu": sum(each["cpu"] for each in spent) / steps * 1e6,
        "server": served / steps * 1e6,
        "commits": sum(each["commits"] for each in spent) / steps,
    }


@contextmanager
def _process(url: str, run: Run, number: int) -> Iterator[Any]:
    command = [sys.executable, "-m", __name__, url, *map(str, (run.folder, number, run.members, run.warm))]
    hand = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603  - ourselves
    try:
        yield hand
    finally:
        hand.kill()
        hand.communicate()


# --- one of the processes ------------------------------------------------------------------------------------------------


async def _work(url: str, run: Run) -> None:
    async with steps_ours.room(run.folder, url) as room:
        feed = steps_ours.door(room)
        talks = await walk_in(run, feed, lambda: _numbers(room))
        print("ready", flush=True)
        assert sys.stdin.readline() == "go\n"
        began, cpu, commits = time.monotonic(), cpu_seconds(), room.writer.commits
        await all_at_once(talks, feed)
        spent = {"began": began, "ended": time.monotonic(), "cpu": cpu_seconds() - cpu}
        print(json.dumps({**spent, "commits": room.writer.commits - commits}), flush=True)


def _numbers(room: steps_ours.Room) -> dict[int, int]:
    """Which number the database gave each member: processes mix them, and buttons carry them."""
    address = of(Address)
    with room.store.read() as db:
        rows = db.execute(select(address.c.address, address.c.person_id))
        return {int(place) - ADDRESSES: who for place, who in rows}


if __name__ == "__main__":
    where, home, *numbers = sys.argv[1:]
    here, members_, warm_ = map(int, numbers)
    talk = Script.load(Path(home) / "script.json")
    elsewhere_ = here * (warm_ + 2 * members_)
    asyncio.run(_work(where, Run(talk, Path(home), members_, warm_, elsewhere=elsewhere_)))
