"""What several test files share."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.databases import ON_POSTGRESQL, close_opened, lasting
from tests.postgres import server
from tests.talk import Room


def pytest_configure(config: pytest.Config) -> None:
    """One server for all processes of a run: the first starts it, before there are others."""
    config.addinivalue_line("markers", "sqlite_only: it is about SQLite's file, and no test on PostgreSQL")
    config.addinivalue_line("markers", "postgresql_only: it is about several processes on one database")
    if ON_POSTGRESQL:
        server()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is about one database is not there on the other: nothing is skipped."""
    other = "sqlite_only" if ON_POSTGRESQL else "postgresql_only"
    elsewhere = [item for item in items if item.get_closest_marker(other)]
    items[:] = [item for item in items if item not in elsewhere]
    config.hook.pytest_deselected(items=elsewhere)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, Any, Any]:
    with lasting(several=fixturedef.scope != "function"):
        return (yield)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    close_opened()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A store with the starter in it, and a clerk at work."""
    room = Room(tmp_path)
    yield room
    room.store.close()
