"""Durable conversation steps a second, beside what could be had without us: `python -m benchmarks.bench_steps`.

Every way walks the same talk (`steps_script`) with the same members, from raw update bytes, each run in a fresh process
after a warm-up; the ways take turns, so that a busy machine slows all of them alike, and CPU time a step, which suffers
least from neighbours, stands beside wall time.

- ours: `Arrivals.take` → committed reply rows, one message of each member in flight
- ours, sending: the same with departures claiming and marking every reply, at a channel that takes them at once
- floor: our reads and writes in raw `sqlite3`, one transaction a message
- aiogram, ptb: the same talk in memory, without durability; aiogram also with the faster kind of filter (tuned)

Then ours at half its rate, in an open loop: how long from the moment a message was due to its commit.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks import steps_floor, steps_frameworks, steps_ours
from benchmarks.steps_script import ACTS, Script
from storage.store import SQLITE_VERSION

ROUNDS = 5
LATENCY_ROUNDS = 3
MEMBERS = 200
STAGGER = 10  # members who begin between two messages of one of them, when latency is measured
WARM = 8  # members who talk before it counts: statements compiled, caches filled
FIRST = range(1, 1 + WARM)
ROOT = Path(__file__).resolve().parent.parent
Figures = dict[str, float]


class Clock:
    """Wall and CPU time from its making on."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), _cpu()

    def spent(self, steps: int) -> Figures:
        wall, cpu = time.perf_counter() - self._wall, _cpu() - self._cpu
        return {"rate": steps / wall, "cpu": cpu / steps * 1e6}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def all_talk(script: Script, members: range, feed: Callable[[bytes], Awaitable[object]]) -> Figures:
    """Every member's talk, one message in flight each."""
    talks = [script.updates(member) for member in members]

    async def talk(updates: list[bytes]) -> None:
        for raw in updates:
            await feed(raw)

    clock = Clock()
    await asyncio.gather(*(talk(updates) for updates in talks))
    return clock.spent(len(members) * len(ACTS))


def take(room: steps_ours.Room) -> Callable[[bytes], Awaitable[object]]:
    """A payload at the door, under the id that stands in it (read from the first bytes, as it costs nothing)."""
    arrivals = room.arrivals
    return lambda raw: arrivals.take("telegram", raw[raw.index(b" ") + 1 : raw.index(b",")].decode(), raw)


# --- the ways ------------------------------------------------------------------------------------------------------------


async def ours(script: Script, folder: Path, members: int, *, sending: bool = False) -> Figures:
    steps, warm = members * len(ACTS), WARM * len(ACTS)
    async with steps_ours.room(folder, sending=sending) as room:
        marked = room.when_marked(steps + warm)
        await all_talk(script, FIRST, take(room))
        before, clock = room.writer.commits, Clock()
        figures = await all_talk(script, range(1 + WARM, 1 + WARM + members), take(room))
        if sending:
            await marked.wait()
            figures = clock.spent(steps)
        commits = room.writer.commits - before
        replies, sent, reports = room.count()
        assert (replies, sent, reports) == (steps + warm, replies if sending else 0, members + WARM)
    return {**figures, "commits": commits / steps}


async def ours_sending(script: Script, folder: Path, members: int) -> Figures:
    return await ours(script, folder, members, sending=True)


async def floor(script: Script, folder: Path, members: int) -> Figures:
    base = steps_floor.Floor(folder, script)
    steps_floor.walk(base, FIRST)
    clock = Clock()
    steps_floor.walk(base, range(1 + WARM, 1 + WARM + members))
    figures = clock.spent(members * len(ACTS))
    assert base.replies() == (members + WARM) * len(ACTS)
    return {**figures, "commits": 1.0}


async def framework(name: str, script: Script, members: int) -> Figures:
    sent: steps_frameworks.Sent = []
    feed = await getattr(steps_frameworks, name)(script, sent)
    await all_talk(script, FIRST, feed)
    figures = await all_talk(script, range(1 + WARM, 1 + WARM + members), feed)
    assert len(sent) == (members + WARM) * len(ACTS), "a message went unanswered"
    return {**figures, "commits": 0.0}


async def latency(script: Script, folder: Path, members: int, rate: float) -> Figures:
    """Messages due at random moments, `rate` a second on average; ms from being due to the commit."""
    async with steps_ours.room(folder) as room:
        await all_talk(script, FIRST, take(room))
        talks = [script.updates(member) for member in range(1 + WARM, 1 + WARM + members)]
        # Members begin one after the other and are at different questions at any time, as in life.
        order = sorted(
            (place + number * STAGGER, place, number) for place in range(members) for number in range(len(ACTS))
        )
        dice, at, waited = random.Random(2026), time.perf_counter() + 0.1, []
        feed, clock = take(room), Clock()

        async def one(raw: bytes, due: float) -> None:
            await feed(raw)
            waited.append((time.perf_counter() - due) * 1e3)

        async with asyncio.TaskGroup() as tasks:
            for _, place, number in order:
                at += dice.expovariate(rate)
                await asyncio.sleep(max(0.0, at - time.perf_counter()))
                tasks.create_task(one(talks[place][number], at))
        figures = clock.spent(len(waited))
        assert room.count()[2] == members + WARM
    cuts = statistics.quantiles(waited, n=100)
    return {**figures, "p50": cuts[49], "p99": cuts[98], "most": max(waited)}


async def measure(way: str, script: Script, members: int, rate: float) -> Figures:
    """One run, in this process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        match way:
            case "ours":
                return await ours(script, folder, members)
            case "ours, sending":
                return await ours_sending(script, folder, members)
            case "floor":
                return await floor(script, folder, members)
            case "latency":
                return await latency(script, folder, members, rate)
        return await framework(way, script, members)


# --- the table -----------------------------------------------------------------------------------------------------------


def ways() -> list[str]:
    names = ["ours", "ours, sending", "floor", "aiogram", "aiogram_tuned", "ptb"]
    if not steps_frameworks.has_aiogram():
        print(
            "!! aiogram is not installed here (it belongs to the slow suite): its rows are LEFT OUT.\n", file=sys.stderr
        )
        names = [name for name in names if not name.startswith("aiogram")]
    return names


def apart(way: str, path: Path, rate: float = 0.0) -> Figures:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bench_steps", way, str(path), str(rate)]
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)  # noqa: S603  - ourselves
    figures: Figures = json.loads(answer.stdout)
    return figures


def run() -> str:
    """All rounds; the result as markdown."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "script.json"
        asyncio.run(steps_ours.record(Path(name) / "recorded")).save(path)
        runs: dict[str, list[Figures]] = {way: [] for way in ways()}
        loads = [os.getloadavg()[0]]
        for _ in range(ROUNDS):
            for way, results in runs.items():
                results.append(apart(way, path))
            loads.append(os.getloadavg()[0])
        half = statistics.median(each["rate"] for each in runs["ours"]) / 2
        waits = [apart("latency", path, half) for _ in range(LATENCY_ROUNDS)]
    return "\n".join([*_table(runs, loads), "", _waiting(waits, half)])


def _table(runs: dict[str, list[Figures]], loads: list[float]) -> list[str]:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {SQLITE_VERSION}"
    lines = [
        f"{MEMBERS} members × {len(ACTS)} messages, one of each member in flight. Medians of {ROUNDS} rounds [least–most].",
        f"{machine}; load average {min(loads):.1f}–{max(loads):.1f} (a run alone adds about 1).",
        "",
        "| way | steps/s | CPU µs a step | commits a step | CPU to ours, inside a round |",
        "|---|---|---|---|---|",
    ]
    for way, results in runs.items():
        rates = [each["rate"] for each in results]
        cpu, commits = (statistics.median(each[what] for each in results) for what in ("cpu", "commits"))
        ratio = statistics.median(it["cpu"] / ours["cpu"] for it, ours in zip(results, runs["ours"], strict=True))
        rate = f"{statistics.median(rates):.0f} [{min(rates):.0f}–{max(rates):.0f}]"
        lines.append(f"| {way.replace('_', ', ')} | {rate} | {cpu:.0f} | {commits:.3f} | {ratio:.2f} × |")
    return lines


def _waiting(waits: list[Figures], rate: float) -> str:
    middle, late, most = (statistics.median(each[what] for each in waits) for what in ("p50", "p99", "most"))
    return (
        f"Ours at half that rate ({rate:.0f}/s, arrivals at random moments): p50 {middle:.1f} ms, p99 {late:.1f} ms, "
        f"longest {most:.0f} ms; medians of {LATENCY_ROUNDS} runs"
    )


def main() -> None:
    print(run())


if __name__ == "__main__":
    if len(sys.argv) == 4:
        script = Script.load(Path(sys.argv[2]))
        print(json.dumps(asyncio.run(measure(sys.argv[1], script, MEMBERS, float(sys.argv[3])))))
    else:
        main()
