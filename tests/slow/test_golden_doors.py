"""Every golden conversation through every door of the house, on both databases: the same words, whichever way they came.

In CI each file takes one of the ten ways, in turn, so that every door and database sees a part of them; all ten with
`./run drill doors`.
"""

from __future__ import annotations

import asyncio
import os
from itertools import product
from pathlib import Path

import pytest

from tests.golden_telling import DOORS, passes, through
from tests.goldens import FILES

WAYS = tuple(product(DOORS, ("sqlite", "postgresql")))
IN_TURN = 3  # from one way to the next: another door and, each second time, another database
SHARE = int(os.environ.get("WAYS", "1"))


def ways_of(number: int, file: Path) -> list[tuple[Path, str, str]]:
    """The ways a file takes in this run."""
    open_ = [(file, door, database) for door, database in WAYS if passes(file, door)]
    if len(open_) <= SHARE:
        return open_
    return [open_[(SHARE * number + each) * IN_TURN % len(open_)] for each in range(SHARE)]


TOLD = [way for number, file in enumerate(FILES) for way in ways_of(number, file)]


@pytest.mark.parametrize(("file", "door", "database"), TOLD, ids=["-".join((way[0].stem, *way[1:])) for way in TOLD])
def test_the_same_conversation_through_every_door_on_both_databases(
    file: Path, door: str, database: str, tmp_path: Path
) -> None:
    heard, wanted = asyncio.run(through(door, file, database, tmp_path / "data"))
    assert heard == wanted


def test_every_way_is_taken_by_some_file() -> None:
    assert {(door, database) for _, door, database in TOLD} == set(WAYS)
