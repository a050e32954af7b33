"""The shortest golden conversations through every door of the house; all of them: tests/slow/test_golden_doors.py."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.golden_telling import DOORS, through
from tests.goldens import FOLDER


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", ["join", "report-story"])
def test_the_same_conversation_through_every_door(name: str, door: str, tmp_path: Path) -> None:
    heard, wanted = asyncio.run(through(door, FOLDER / f"{name}.txt", "sqlite", tmp_path / "data"))
    assert heard == wanted
