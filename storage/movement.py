"""A movement read, kept and asked: which phase a day is in, what is celebrated in a year (R1, R3, R4).

Staff write a movement in TOML; the database keeps it as JSON; a new wording is a new version.
Nothing here knows a theme's code or a phase's date: the first one is `starter/movement.toml` (Kế hoạch 24/KH-LĐLĐ).
"""

from __future__ import annotations

import json
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

from storage.movement_reading import Coded, MovementError, read_movement
from storage.movement_shapes import (
    BUTTON,
    EARLIER,
    LATER,
    QUESTIONS,
    AuthorClass,
    BaseDocument,
    BenefitKind,
    Body,
    Criterion,
    Group,
    Kind,
    Movement,
    Occasion,
    Phase,
    PhaseOccasion,
    Question,
    RecognitionLevel,
    Slogan,
    Statement,
    Theme,
)

__all__ = [
    "BUTTON",
    "EARLIER",
    "LATER",
    "QUESTIONS",
    "AuthorClass",
    "BaseDocument",
    "BenefitKind",
    "Body",
    "Criterion",
    "Group",
    "Kind",
    "Movement",
    "MovementError",
    "Occasion",
    "Phase",
    "PhaseOccasion",
    "Question",
    "RecognitionLevel",
    "Slogan",
    "Statement",
    "Theme",
    "anniversaries",
    "find",
    "from_json",
    "parse",
    "phase_on",
    "starter",
    "to_json",
]

C = TypeVar("C", bound=Coded)


@cache
def starter() -> Movement:
    """The movement the program brings along."""
    return parse((files("storage") / "starter" / "movement.toml").read_text(encoding="utf-8"))


def parse(toml_text: str) -> Movement:
    """The movement written in `toml_text`, as clean NFC (R69). Raises MovementError."""
    try:
        data = tomllib.loads(unicodedata.normalize("NFC", toml_text))
    except tomllib.TOMLDecodeError as fault:
        raise MovementError(f"The movement is not well-formed TOML: {fault}.") from fault
    return read_movement(data)


def to_json(movement: Movement) -> str:
    """The movement as the database keeps it; `from_json` gives an equal one back."""
    return json.dumps(asdict(movement), ensure_ascii=False, default=date.isoformat)


def from_json(text: str) -> Movement:
    """The movement that `to_json` wrote. Raises MovementError."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as fault:
        raise MovementError(f"The kept movement is not well-formed JSON: {fault}.") from fault
    return read_movement(data)


def phase_on(movement: Movement, day: date) -> Phase | None:
    """The phase `day` counts for, None outside all; of two that share the day the movement's rule chooses (R3)."""
    running = [phase for phase in movement.phases if phase.begins <= day <= phase.ends]
    if not running:
        return None
    return running[0 if movement.boundary_day_belongs_to == EARLIER else -1]


def anniversaries(movement: Movement, year: int) -> list[tuple[date, Occasion, int]]:
    """Each occasion of `year` with the years since its founding, by date (R4): (2025-02-03, the Party's day, 95)."""
    days = [
        (date(year, occasion.month, occasion.day), occasion, year - occasion.founding_year)
        for occasion in movement.occasions
        if year > occasion.founding_year
    ]
    return sorted(days, key=lambda item: item[0])


def find(things: Iterable[C], code: str) -> C:
    """The one of `things` with this code. Raises KeyError."""
    for thing in things:
        if thing.code == code:
            return thing
    raise KeyError(code)
