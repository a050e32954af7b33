"""What several test files share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import ON_POSTGRESQL
from tests.postgres import server
from tests.talk import Room


def pytest_configure() -> None:
    """One server for all processes of a run: the first starts it, before there are others."""
    if ON_POSTGRESQL:
        server()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A store with the starter in it, and a clerk at work."""
    room = Room(tmp_path)
    yield room
    room.store.close()
