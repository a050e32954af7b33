"""How a talk is walked and what that cost: the same for every way."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.steps_script import ACTS, Script
from tests.postgres import Server

MEMBERS = 200  # who talk at once, one message of each in flight
WARM = 8  # members who talk before it counts: statements compiled, caches filled

TICKS = os.sysconf("SC_CLK_TCK")  # of a second, in /proc

Figures = dict[str, float]  # rate: steps a second; cpu, server: µs of CPU a step; commits: a step
Feed = Callable[[bytes], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one way: the talk, a folder of its own, how many members count and how many warm up before; a PostgreSQL
    that runs already, or none: then the way starts one as durable as it comes."""

    script: Script
    folder: Path
    members: int = MEMBERS
    warm: int = WARM
    server: Server | None = None

    @property
    def first(self) -> range:
        return range(1, 1 + self.warm)

    @property
    def counted(self) -> range:
        return range(1 + self.warm, 1 + self.everybody)

    @property
    def everybody(self) -> int:
        return self.warm + self.members

    @property
    def steps(self) -> int:
        return self.members * len(ACTS)


class Clock:
    """Wall and CPU time of this process, and of a server's processes beside it, from its making on."""

    def __init__(self, server: int | None = None) -> None:
        self._server, self._served = server, cpu_of(server) if server else 0.0
        self._wall, self._cpu = time.perf_counter(), cpu_seconds()

    def spent(self, steps: int) -> Figures:
        wall, cpu = time.perf_counter() - self._wall, cpu_seconds() - self._cpu
        served = cpu_of(self._server) - self._served if self._server else 0.0
        return {"rate": steps / wall, "cpu": cpu / steps * 1e6, "server": served / steps * 1e6}


def cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def cpu_of(process: int) -> float:
    """Seconds of CPU that a process, its children, and those of them that have ended used so far."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return sum(map(_seconds, [process, *map(int, children)]))


def _seconds(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:  # it has ended meanwhile, and its parent counts it
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS  # utime, stime, and the same of children waited for


async def all_at_once(talks: list[list[bytes]], feed: Feed) -> None:
    """Each talk in its order, all of them side by side."""

    async def talk(updates: list[bytes]) -> None:
        for raw in updates:
            await feed(raw)

    await asyncio.gather(*(talk(updates) for updates in talks))


async def all_talk(
    run: Run,
    feed: Feed,
    server: int | None = None,
    *,
    commits: Callable[[], int] = int,
    until: Callable[[], Awaitable[object]] | None = None,
) -> Figures:
    """Who warms up, then everybody else's whole talk; what that cost, once the bytes were there, to the end of `until`."""
    await all_at_once([run.script.updates(member) for member in run.first], feed)
    talks = [run.script.updates(member) for member in run.counted]
    before, clock = commits(), Clock(server)
    await all_at_once(talks, feed)
    if until is not None:
        await until()
    return {**clock.spent(run.steps), "commits": (commits() - before) / run.steps}


def in_turns(run: Run, steps: Callable[[Sequence[int], int], None], at_once: int, server: int | None = None) -> Figures:
    """The same on a floor: an act of so many members in a transaction, the members taking turns."""

    def walk(members: range) -> None:
        for number in range(len(ACTS)):
            for first in range(0, len(members), at_once):
                steps(members[first : first + at_once], number)

    walk(run.first)
    clock = Clock(server)
    walk(run.counted)
    return {**clock.spent(run.steps), "commits": 1 / at_once}
