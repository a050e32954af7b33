"""`./run drill NAME`: every drill has its suite, which listens to what it is told, and the old words still work."""

from __future__ import annotations

import os
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.drills import DRILLS
from tests.house import ROOT


def started(words: list[str], patch: pytest.MonkeyPatch) -> tuple[str, dict[str, str]]:
    """The suite that a command starts, and what it is told."""
    seen: list[Any] = []
    patch.setattr(os, "execve", lambda _, command, told: seen.append((command[-1], told)))
    patch.setattr(os, "environ", {})
    assert CliRunner().invoke(app, ["drill", *words]).exit_code == 0
    [(suite, told)] = seen
    return suite, told


@pytest.mark.parametrize("name", DRILLS)
def test_a_drill_has_its_suite_which_prints_its_seed_and_hears_its_size(name: str) -> None:
    suite = (ROOT / "tests" / "slow" / DRILLS[name].suite).read_text(encoding="utf-8")
    assert f'os.environ.get("{DRILLS[name].size}"' in suite
    chance = "random" in suite  # what leaves nothing to chance has no seed
    assert ('os.environ.get("SEED"' in suite, "SEED={" in suite) == (chance, chance)


@pytest.mark.parametrize(
    ("words", "suite", "told"),
    [
        (["kill"], "test_kill.py", {"KILLS": "1000"}),
        (["power", "--size", "7", "--seed", "3"], "test_power_loss.py", {"CUTS": "7", "SEED": "3"}),
        (["--kills", "5", "--seed", "0"], "test_kill.py", {"KILLS": "5", "SEED": "0"}),
        (["--years", "2"], "test_reminder_year.py", {"YEARS": "2"}),
    ],
)
def test_a_drill_is_started_with_what_was_asked(
    words: list[str], suite: str, told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert started(words, monkeypatch) == (f"tests/slow/{suite}", told)


def test_without_a_name_the_drills_are_listed_and_an_unknown_one_fails() -> None:
    listed = CliRunner().invoke(app, ["drill"])
    assert [line.split()[2] for line in listed.output.splitlines()] == list(DRILLS)
    assert listed.exit_code == 0
    assert CliRunner().invoke(app, ["drill", "nonsense"]).exit_code == 1
