"""Every golden conversation through every door of the house, on both databases: the same words, whichever way they came."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.golden_telling import DOORS, passes, through
from tests.goldens import FILES

EVERY = [(file, door) for file in FILES for door in DOORS if passes(file, door)]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize(("file", "door"), EVERY, ids=[f"{file.stem}-{door}" for file, door in EVERY])
def test_the_same_conversation_through_every_door_on_both_databases(
    file: Path, door: str, database: str, tmp_path: Path
) -> None:
    heard, wanted = asyncio.run(through(door, file, database, tmp_path / "data"))
    assert heard == wanted
