"""Durable conversation steps a second, beside what could be had without us: `python -m benchmarks.bench_steps`.

Every way (`steps_ways`) walks the same talk (`steps_script`) with the same members, from raw update bytes, each run in a
fresh process after a warm-up; the ways take turns, so that a busy machine slows all of them alike, and CPU time a step, which
suffers least from neighbours, stands beside wall time.

Then ours at half its rate, in an open loop: how long from the moment a message was due to its commit. Last, where the time of
a step goes, room by room. `STEPS_ROUNDS=1 STEPS_MEMBERS=64` is a short run, `STEPS_ONLY=floor,ptb` takes ours and the ways
whose names begin so.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import steps_ours
from benchmarks.steps_latency import latency
from benchmarks.steps_rooms import Spent, rooms
from benchmarks.steps_script import ACTS, Script
from benchmarks.steps_servers import has_postgres
from benchmarks.steps_walk import MEMBERS, Figures, Run
from benchmarks.steps_ways import WAYS, missing
from storage.store import SQLITE_VERSION

ROUNDS = int(os.environ.get("STEPS_ROUNDS", "5"))
ONLY = tuple(filter(None, os.environ.get("STEPS_ONLY", "").split(",")))
WAITS = min(3, ROUNDS)  # runs of the open loop, and of the profile
ROOT = Path(__file__).resolve().parent.parent


async def measure(what: str, script: Script, rate: float) -> Any:
    """One run, in this process."""
    with tempfile.TemporaryDirectory() as name:
        run = Run(script, Path(name))
        match what:
            case "latency":
                return await latency(run, rate)
            case "rooms" | "rooms, PostgreSQL":
                return await rooms(run, postgres=what != "rooms")
        return await WAYS[what].walk(run)


def apart(what: str, path: Path, rate: float = 0.0) -> Any:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bench_steps", what, str(path), str(rate)]
    answer = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)  # noqa: S603  - ourselves
    return json.loads(answer.stdout)


def ways() -> list[str]:
    """Those that can be walked here; of the others it is said loudly what they lack."""
    wanted = [name for name in WAYS if name == "ours" or not ONLY or name.startswith(ONLY)]
    for name in wanted:
        if lack := missing(WAYS[name]):
            print(f"!! LEFT OUT: {name}. Not here: {', '.join(lack)}.", file=sys.stderr)
    return [name for name in wanted if not missing(WAYS[name])]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "script.json"
        asyncio.run(steps_ours.record(Path(name) / "recorded")).save(path)
        runs: dict[str, list[Figures]] = {way: [] for way in ways()}
        loads = [os.getloadavg()[0]]
        for number in range(ROUNDS):
            for way, results in runs.items():
                results.append(apart(way, path))
                print(f"round {number + 1} of {ROUNDS}: {way}: {_short(results[-1])}", file=sys.stderr)
            loads.append(os.getloadavg()[0])
        print("\n".join(_table(runs, loads)), flush=True)
        half = middle(runs["ours"], "rate") / 2
        print(_waiting([apart("latency", path, half) for _ in range(WAITS)], half), flush=True)
        kinds = ["rooms", *["rooms, PostgreSQL"] * has_postgres()]
        print("\n".join(_rooms([_middle_rooms([apart(kind, path) for _ in range(WAITS)]) for kind in kinds])))


def _short(figures: Figures) -> str:
    return ", ".join(f"{name} {value:.3g}" for name, value in figures.items())


def middle(results: Iterable[Figures], what: str) -> float:
    return statistics.median(each[what] for each in results)


def _table(runs: dict[str, list[Figures]], loads: list[float]) -> list[str]:
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {SQLITE_VERSION}"
    lines = [
        f"{MEMBERS} members a process × {len(ACTS)} messages, one of each in flight. Medians of {ROUNDS} rounds [least–most].",
        f"{machine}; load average {min(loads):.1f}–{max(loads):.1f} (a run alone adds about 1).",
        "",
        "| way | on the disk | steps/s | CPU µs a step | of a server | commits a step | rate to ours | CPU to ours |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return [*lines, *(_line(way, results, runs["ours"]) for way, results in runs.items())]


def _line(way: str, results: list[Figures], ours: list[Figures]) -> str:
    """Ratios are taken inside a round; the CPU of the servers is in the last one."""
    rates = [each["rate"] for each in results]
    rounds = list(zip(results, ours, strict=True))
    rate = statistics.median(it["rate"] / us["rate"] for it, us in rounds)
    cpu = statistics.median((it["cpu"] + it["server"]) / us["cpu"] for it, us in rounds)
    return (
        f"| {way} | {'yes' if WAYS[way].durable else 'no'} | {middle(results, 'rate'):.0f} [{min(rates):.0f}–{max(rates):.0f}]"
        f" | {middle(results, 'cpu'):.0f} | {middle(results, 'server'):.0f} | {middle(results, 'commits'):.3f}"
        f" | {rate:.2f} × | {cpu:.2f} × |"
    )


def _waiting(waits: list[Figures], rate: float) -> str:
    return (
        f"\nOurs at half that rate ({rate:.0f}/s, arrivals at random moments): p50 {middle(waits, 'p50'):.1f} ms,"
        f" p99 {middle(waits, 'p99'):.1f} ms, longest {middle(waits, 'most'):.0f} ms; medians of {WAITS} runs\n"
    )


def _middle_rooms(runs: list[Spent]) -> Spent:
    """The run whose CPU is the middle one, whole: rows of one table belong together."""
    return sorted(runs, key=lambda run: sum(cpu for cpu, _, _ in run.values()))[len(runs) // 2]


def _rooms(tables: list[Spent]) -> list[str]:
    """Rooms as they weigh on SQLite; beside them the same on PostgreSQL."""
    names = ["SQLite", "PostgreSQL"][: len(tables)]
    lines = [
        "| room | doors a step |" + "".join(f" {name}: CPU µs | share | waited µs |" for name in names),
        "|---" * (2 + 3 * len(tables)) + "|",
    ]
    for room, (_, _, doors) in sorted(tables[0].items(), key=lambda each: -each[1][0]):
        cells = ""
        for table in tables:
            cpu, waited, _ = table[room]
            cells += f" {cpu:.0f} | {100 * cpu / sum(each[0] for each in table.values()):.0f} % | {waited:.0f} |"
        lines.append(f"| {room} | {doors:.2f} |{cells}")
    totals = "".join(f" {sum(each[0] for each in table.values()):.0f} | | |" for table in tables)
    return [*lines, f"| all of it | |{totals}"]


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(json.dumps(asyncio.run(measure(sys.argv[1], Script.load(Path(sys.argv[2])), float(sys.argv[3])))))
    else:
        main()
