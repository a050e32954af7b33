"""The power fails. Every statement our store, clerk and departures execute while members report is executed once more on a
disk of ours, which is cut at random: what was acknowledged must be there after the next start, whole, and nothing by halves.

CUTS (100 unless given) and SEED come from the environment; `./run drill power` cuts thousands of times.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handlers.rehearsal import achievements
from storage import engines
from storage.vault import VAULT
from tests.in_process import Messenger, house_on, perform
from tests.slow.power import Found, Played, cuts, play
from tests.standing import KEY

CUTS = int(os.environ.get("CUTS", "100"))
SEED = int(os.environ.get("SEED", str(random.randrange(10**6))))
NOON = 1_795_322_400
SCRIPTS = [each for each in achievements() if each["no"].isdigit()]
SAFE, FAST = "PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the writing connection of a house executes, from the first start on, with its values in it."""
    statements: list[str] = []
    driver = vars(engines)["sqlite"]  # the wheel's or Python's own, whichever the program uses here
    connect, listening = driver.connect, listener(driver, statements)

    def connected(name: str, **options: Any) -> Any:
        if options.get("uri"):  # who only reads
            return connect(name, **options)
        connection = connect(name, factory=listening, **options)
        connection.set_trace_callback(connection.hears)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.in_process.prepare", first_start)
        patch.setattr(driver, "connect", connected)
        asyncio.run(members_report(tmp_path_factory.mktemp("recorded") / "province", patch))
    return statements


def listener(driver: Any, statements: list[str]) -> Any:
    """A connection that notes what it is asked, with its values; not what triggers and the word index do beneath, which a
    replay does by itself: SQLite tells of both, first of what was asked."""

    class Listening(driver.Connection):  # type: ignore[misc]  # which driver is known at run time only
        asked = False

        def hears(self, statement: str) -> None:
            if self.asked:
                statements.append(statement)
            self.asked = False

        def cursor(self, factory: Any = None) -> Any:
            return super().cursor(factory or Cursor)

        def commit(self) -> None:
            self.asked = True
            super().commit()

        def rollback(self) -> None:
            self.asked = True
            super().rollback()

    class Cursor(driver.Cursor):  # type: ignore[misc]  # as above
        def execute(self, statement: str, values: Any = ()) -> Any:
            self.connection.asked = True
            return super().execute(statement, values)

        def executemany(self, statement: str, rows: Iterable[Any]) -> Any:
            return super().executemany(statement, self._each(rows))

        def _each(self, rows: Iterable[Any]) -> Iterator[Any]:
            for row in rows:
                self.connection.asked = True
                yield row

    return Listening


def first_start(folder: Path) -> None:
    """Only the key: the database is made by the start itself, and that is recorded too."""
    folder.mkdir()
    (folder / "secret.key").write_bytes(KEY)
    VAULT.unlock(KEY)


async def members_report(folder: Path, patch: pytest.MonkeyPatch) -> None:
    messenger = Messenger()
    async with house_on(folder, messenger, patch) as house:
        await asyncio.gather(
            *(perform(house, messenger, chat, SCRIPTS[chat % len(SCRIPTS)], NOON) for chat in range(1, 9))
        )


def look(played: Played, number: int, seed: int, folder: Path) -> list[Found]:
    dice = random.Random(seed)
    folder.mkdir()
    return list(cuts(played, dice.choices(range(1, len(played.events) + 1), k=number), dice, folder))


def lost(found: Found, marks: list[str]) -> int:
    """How many acknowledged transactions are missing. Raises when what is there is no state that ever was, or one that
    nobody had asked for yet."""
    places = [place for place, each in enumerate(marks) if each == found.state]
    assert places, f"SEED={SEED}: half a transaction"
    assert places[0] <= found.acknowledged + 1
    return max(0, found.acknowledged - places[-1])


def test_no_acknowledged_transaction_is_lost_when_the_power_fails(recorded: list[str], tmp_path: Path) -> None:
    print(f"\nSEED={SEED} CUTS={CUTS}", flush=True)
    assert SAFE in recorded
    (tmp_path / "played").mkdir()
    played = play(recorded, tmp_path / "played")
    found = look(played, CUTS, SEED, tmp_path / "cuts")
    assert {each.check for each in found} == {"ok"}
    assert [lost(each, played.marks) for each in found] == [0] * CUTS
    checkpoints = sum(each.what == "sync" and each.name == "a.db" for each in played.events)
    assert checkpoints > 1, "the drill must reach into a checkpoint"
    print(
        f"{len(recorded)} statements, {len(played.marks) - 1} transactions, {len(played.events)} writes and syncs, "
        f"{checkpoints} syncs of the database file; {CUTS} cuts: 0 acknowledged transactions lost, 0 torn",
        flush=True,
    )


def test_with_less_care_some_would_be_lost(recorded: list[str], tmp_path: Path) -> None:
    """The same statements with synchronous=NORMAL: the drill can see a loss."""
    (tmp_path / "played").mkdir()
    played = play([FAST if each == SAFE else each for each in recorded], tmp_path / "played")
    found = look(played, max(50, CUTS // 10), SEED, tmp_path / "cuts")
    missing = [lost(each, played.marks) for each in found]
    assert sum(map(bool, missing)) > len(missing) // 10
    print(
        f"\nwith synchronous=NORMAL {sum(map(bool, missing))} of {len(missing)} cuts lost up to {max(missing)}",
        flush=True,
    )
