"""How long a person waits at half our rate: messages due at random moments, from being due to the commit."""

from __future__ import annotations

import asyncio
import random
import statistics
import time

from benchmarks import steps_ours
from benchmarks.steps_script import ACTS
from benchmarks.steps_walk import Clock, Figures, Run, all_at_once

STAGGER = 10  # members who begin between two messages of one of them


async def latency(run: Run, rate: float) -> Figures:
    """Messages due at random moments, `rate` a second on average; ms from being due to the commit."""
    async with steps_ours.room(run.folder) as room:
        feed = steps_ours.door(room)
        await all_at_once([run.script.updates(member) for member in run.first], feed)
        talks = [run.script.updates(member) for member in run.everybody[run.warm :][: run.members]]
        # Members begin one after the other and are at different questions at any time, as in life.
        order = sorted(
            (place + number * STAGGER, place, number) for place in range(run.members) for number in range(len(ACTS))
        )
        dice, at, waited, clock = random.Random(2026), time.perf_counter() + 0.1, [], Clock()

        async def one(raw: bytes, due: float) -> None:
            await feed(raw)
            waited.append((time.perf_counter() - due) * 1e3)

        async with asyncio.TaskGroup() as tasks:
            for _, place, number in order:
                at += dice.expovariate(rate)
                await asyncio.sleep(max(0.0, at - time.perf_counter()))
                tasks.create_task(one(talks[place][number], at))
        figures = clock.spent(len(waited))
        assert room.count()[2] == run.warm + run.members
    cuts = statistics.quantiles(waited, n=100)
    return {**figures, "p50": cuts[49], "p99": cuts[98], "most": max(waited)}
