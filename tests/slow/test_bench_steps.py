"""Each way the bench compares really walks the talk: everybody gets every answer, and what is said to be kept is kept.

No time is measured here. The ways themselves look afterwards (replies, receipts, answers on the disk) and raise.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from benchmarks import steps_ours
from benchmarks.steps_latency import latency
from benchmarks.steps_rooms import DOORS, LOOP, rooms
from benchmarks.steps_script import Script
from benchmarks.steps_walk import LATER, Run
from benchmarks.steps_ways import NEEDS, WAYS, missing
from tests.postgres import server

BELONG_HERE = {"aiogram", "the redis package", "PostgreSQL"}  # redis-server is no part of this suite
AS_TWO = "ours, PostgreSQL, 4 processes"  # the same code with other numbers; starting four takes its time
MANY = LATER + 1  # who talk at once until one of them has begun at each act


def small(script: Script, folder: Path) -> Run:
    return Run(script, folder, members=3, warm=1, server=server())


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Script:
    return asyncio.run(steps_ours.record(tmp_path_factory.mktemp("recorded")))


def test_what_the_ways_need_is_here() -> None:
    assert {need for need in BELONG_HERE if not NEEDS[need]()} == set()


@pytest.mark.parametrize(
    "name", [name for name in WAYS if name != AS_TWO and set(missing(WAYS[name])) != {"redis-server"}]
)
def test_a_way_walks_to_the_receipt(name: str, script: Script, tmp_path: Path) -> None:
    figures = asyncio.run(WAYS[name].walk(small(script, tmp_path)))
    assert set(figures) == {"rate", "cpu", "server", "commits"}
    assert figures["rate"] > 0


def test_talks_taken_up_at_every_act_are_told_to_the_end(script: Script, tmp_path: Path) -> None:
    run = Run(script, tmp_path, members=MANY, warm=1)
    assert (min(run.said), max(run.said), sum(run.said) - run.steps) == (2, 17, 17 + 2 * MANY + sum(range(16)))
    asyncio.run(WAYS["ours"].walk(run))


def test_every_room_of_the_profile_is_entered(script: Script, tmp_path: Path) -> None:
    spent = asyncio.run(rooms(small(script, tmp_path)))
    assert set(spent) == {room for _, _, room in DOORS} | {LOOP}


def test_the_open_loop_answers_everybody(script: Script, tmp_path: Path) -> None:
    figures = asyncio.run(latency(small(script, tmp_path), rate=1000.0))
    assert 0 < figures["p50"] <= figures["p99"]
