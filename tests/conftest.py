"""What several test files share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.talk import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A store with the starter in it, and a clerk at work."""
    room = Room(tmp_path)
    yield room
    room.store.close()
