"""Several of our processes on one PostgreSQL, each answering members of its own through the same door, begun together.

A member's buttons carry the number the database gave them, and processes mix those: so all say hello first, then the numbers
are read while the clock stands, then the rest of the talks runs. Both halves count.
"""

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
from benchmarks.steps_script import ACTS, ADDRESSES, Script
from benchmarks.steps_servers import postmaster
from benchmarks.steps_walk import Feed, Figures, Run, all_at_once, cpu_of, cpu_seconds
from storage.tables import Address, of
from tests.postgres import Server

ROOT = Path(__file__).resolve().parent.parent
Half = dict[str, float]  # began, ended, cpu


async def together(run: Run, server: Server, many: int) -> Figures:
    """So many processes, each with the run's members talking at once. Everybody must hold a receipt in the end."""
    url = server.new_database()
    run.script.save(run.folder / "script.json")
    async with steps_ours.room(run.folder, url) as room:  # the schema, the starter, the key
        with ExitStack() as stack:
            hands = [stack.enter_context(_process(url, run, number)) for number in range(many)]
            _wait_for(hands)
            before = cpu_of(postmaster(server))
            _tell_all(hands)
            _wait_for(hands)
            _tell_all(hands)
            halves, commits = _results(hands)
            served = cpu_of(postmaster(server)) - before
        replies, _, reports = room.count()
    everybody, steps = many * run.everybody, many * run.steps
    assert (replies, reports) == (everybody * len(ACTS), everybody)
    wall = sum(max(each["ended"] for each in half) - min(each["began"] for each in half) for half in halves)
    cpu = sum(each["cpu"] for half in halves for each in half)
    return {
        "rate": steps / wall,
        "cpu": cpu / steps * 1e6,
        "server": served / steps * 1e6,
        "commits": commits / steps,
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


def _wait_for(hands: list[Any]) -> None:
    """Until every process has come to its next halt."""
    for hand in hands:
        assert hand.stdout.readline() == "ready\n"


def _tell_all(hands: list[Any]) -> None:
    for hand in hands:
        hand.stdin.write("go\n")
        hand.stdin.flush()


def _results(hands: list[Any]) -> tuple[list[list[Half]], int]:
    answers = [json.loads(hand.stdout.readline()) for hand in hands]
    halves = [[answer["halves"][half] for answer in answers] for half in range(2)]
    return halves, sum(answer["commits"] for answer in answers)


# --- one of the processes ------------------------------------------------------------------------------------------------


async def _work(url: str, folder: Path, number: int, members: int, warm_up: int) -> None:
    script, first = Script.load(folder / "script.json"), 1 + number * (members + warm_up)
    warm, counted = range(first, first + warm_up), range(first + warm_up, first + warm_up + members)
    async with steps_ours.room(folder, url) as room:
        feed = steps_ours.door(room)
        await all_at_once([[script.raw(member, 0)] for member in warm], feed)
        await all_at_once(_rest(room, script, warm), feed)
        hello, before = [[script.raw(member, 0)] for member in counted], room.writer.commits
        _halt()
        greeted = await _half(hello, feed)
        rest = _rest(room, script, counted)
        _halt()
        told = await _half(rest, feed)
        print(json.dumps({"halves": [greeted, told], "commits": room.writer.commits - before}), flush=True)


def _halt() -> None:
    print("ready", flush=True)
    assert sys.stdin.readline() == "go\n"


async def _half(talks: list[list[bytes]], feed: Feed) -> Half:
    began, cpu = time.monotonic(), cpu_seconds()
    await all_at_once(talks, feed)
    return {"began": began, "ended": time.monotonic(), "cpu": cpu_seconds() - cpu}


def _rest(room: steps_ours.Room, script: Script, members: range) -> list[list[bytes]]:
    """What these members say after hello, with the buttons they were shown."""
    address = of(Address)
    with room.store.read() as db:
        numbers = {place: who for place, who in db.execute(select(address.c.address, address.c.person_id))}  # noqa: C416  - rows are tuples by duck only
    return [script.updates(member, numbers[str(ADDRESSES + member)])[1:] for member in members]


if __name__ == "__main__":
    where, home, *numbers = sys.argv[1:]
    asyncio.run(_work(where, Path(home), *map(int, numbers)))
