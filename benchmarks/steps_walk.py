"""How a talk is walked and what that cost: the same for every way.

As in life, those who talk at once are at different questions: each takes up a talk in the middle, ends it, and tells the
next member's up to the same place. So each counts a talk's worth of messages, all acts are mixed at any time, and nobody waits
at the end for a last one. Hello (where strangers are entered) comes before: it does not count.
"""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.steps_script import ACTS, Script
from tests.postgres import Server

MEMBERS = int(os.environ.get("STEPS_MEMBERS", "200"))  # who talk at once, one message of each in flight
WARM = 8  # members who talk before it counts: statements compiled, caches filled
LATER = len(ACTS) - 1  # the acts after hello

TICKS = os.sysconf("SC_CLK_TCK")  # of a second, in /proc

Figures = dict[str, float]  # rate: steps a second; cpu, server: µs of CPU a step; commits: a step
Feed = Callable[[bytes], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one way: the talk, a folder of its own, how many talk at once and how many warm up before; a PostgreSQL that
    runs already, or none: then the way starts one as durable as it comes; and the number of those who talk elsewhere."""

    script: Script
    folder: Path
    members: int = MEMBERS
    warm: int = WARM
    server: Server | None = None
    elsewhere: int = 0

    @property
    def first(self) -> range:
        """Who warms up."""
        return range(self.elsewhere + 1, self.elsewhere + 1 + self.warm)

    @property
    def turns(self) -> list[tuple[int, int, int]]:
        """(whose talk is ended, whose is begun, at which act) by each who talks."""
        start = self.first.stop
        return [(start + place, start + self.members + place, 1 + place % LATER) for place in range(self.members)]

    @property
    def everybody(self) -> range:
        return range(self.first.start, self.first.stop + 2 * self.members)

    @property
    def said(self) -> list[int]:
        """How many messages each of them has said in the end."""
        return [len(ACTS)] * (self.warm + self.members) + [1 + act for _, _, act in self.turns]

    @property
    def told(self) -> int:
        """How many talks were told to the end."""
        return self.said.count(len(ACTS))

    @property
    def steps(self) -> int:
        """Messages that count."""
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


async def walk_in(run: Run, feed: Feed, numbers: Callable[[], Mapping[int, int]] = dict) -> list[list[bytes]]:
    """Everybody to where the counting begins; gives what each then says. `numbers`: which number the database gave whom,
    where it is not the member's own."""
    await all_at_once([[run.script.raw(member, 0)] for member in run.everybody], feed)
    known = numbers()

    def say(member: int, acts: range) -> list[bytes]:
        return [run.script.raw(member, number, known.get(member, 0)) for number in acts]

    await all_at_once([say(member, range(1, len(ACTS))) for member in run.first], feed)
    await all_at_once([say(one, range(1, act)) for one, _, act in run.turns], feed)
    return [say(one, range(act, len(ACTS))) + say(next_, range(1, act + 1)) for one, next_, act in run.turns]


async def all_talk(
    run: Run,
    feed: Feed,
    server: int | None = None,
    *,
    commits: Callable[[], int] = int,
    until: Callable[[int], Awaitable[object]] | None = None,
) -> Figures:
    """What the counted messages cost; with `until`, to the end of that, for so many messages since everything began."""
    talks = await walk_in(run, feed)
    if until is not None:
        await until(sum(run.said) - run.steps)
    before, clock = commits(), Clock(server)
    await all_at_once(talks, feed)
    if until is not None:
        await until(sum(run.said))
    return {**clock.spent(run.steps), "commits": (commits() - before) / run.steps}


def in_turns(run: Run, steps: Callable[[Sequence[int], int], None], at_once: int, server: int | None = None) -> Figures:
    """The same on a floor: an act of so many members in a transaction, the members taking turns. A floor does the same for
    every act but hello, which does not count here either."""

    def walk(acts: range) -> None:
        for number in acts:
            for first in range(0, len(members), at_once):
                steps(members[first : first + at_once], number)

    members = run.everybody[: run.members]
    walk(range(1))
    clock = Clock(server)
    walk(range(1, len(ACTS) + 1))
    return {**clock.spent(run.steps), "commits": 1 / at_once}
