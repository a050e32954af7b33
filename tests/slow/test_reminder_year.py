"""The whole year: a tick every hour or so, with downtime, clock jumps and two processes; the seed of each run is printed."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from tests.reminder_year import Year


@pytest.mark.parametrize("seed", [365, random.SystemRandom().randrange(10**6)])
def test_what_is_owed_is_said_once_through_a_whole_year(tmp_path: Path, seed: int) -> None:
    print(f"seed {seed}")
    year = Year(tmp_path, seed, date(2026, 7, 1), days=365, gap=70)
    year.play()
    told = year.check()
    print(f"{year.ticks} ticks, {told}")
    assert {*told} >= {"lead", "moved", "overdue"}
