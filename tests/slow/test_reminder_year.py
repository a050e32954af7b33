"""The whole year: a tick every four hours or so, with downtime, clock jumps and two processes.

The environment says which: SEED (365 unless given; it is printed, and a failure replays by it) and YEARS: how many, those
after the first by chance. `./run drill --years` plays many. What is held: docs/promises.md.
"""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path

import pytest

from tests.reminder_year import Year

SEED = int(os.environ.get("SEED", "365"))
YEARS = int(os.environ.get("YEARS", "1"))
SEEDS = [SEED, *(random.randrange(10**6) for _ in range(YEARS - 1))]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_owed_is_said_once_through_a_whole_year(tmp_path: Path, seed: int) -> None:
    print(f"\nSEED={seed}", flush=True)
    year = Year(tmp_path, seed, date(2026, 7, 1), days=365, gap=240)
    year.play()
    told = year.check()
    print(f"{year.ticks} ticks, {told}")
    assert {*told} >= {"lead", "moved", "overdue"}
