"""A share of the simulated year in every run; the whole of it is in tests/slow."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.reminder_year import Year


@pytest.mark.parametrize(("seed", "start"), [(11, date(2026, 8, 20)), (12, date(2027, 1, 10))])
def test_what_is_owed_is_said_once_through_some_weeks(tmp_path: Path, seed: int, start: date) -> None:
    year = Year(tmp_path, seed, start, days=50, gap=300)
    year.play()
    assert {*year.check()} >= {"lead", "moved"}
