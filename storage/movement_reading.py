"""Plain data (TOML or JSON) read as a Movement: shapes first, then what one table says about another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Protocol, TypeVar, get_args, get_origin, get_type_hints

from storage.movement_shapes import BUTTON, EARLIER, LATER, QUESTIONS, Movement

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,39}")
PREFIX = re.compile(r"[A-Z]{2,4}")
A_COMMON_YEAR = 2023  # 29 February is no yearly day
WORDS = {str: "a text", int: "a whole number", bool: "true or false"}

T = TypeVar("T")


class MovementError(ValueError):
    """The movement's data is not well-formed; the message is one sentence that names the place."""


class Coded(Protocol):
    @property
    def code(self) -> str: ...


def read_movement(data: object) -> Movement:
    """The movement that `data` holds, wholly checked. Raises MovementError."""
    movement = read(Movement, data, "the movement")
    check_codes(movement)
    check_references(movement)
    check_days(movement)
    check_kinds(movement)
    for theme in movement.themes:
        for label in (theme.plain, theme.plain_en):
            demand(len(label) <= BUTTON, f"themes {theme.code}: “{label}” is longer than {BUTTON} characters.")
    return movement


def demand(holds: bool, sentence: str) -> None:  # noqa: FBT001 - reads as a sentence: demand(this, or say that)
    if not holds:
        raise MovementError(sentence)


def read(shape: type[T], data: object, place: str) -> T:
    """`data` as one `shape`: every field there, nothing else, each of its type."""
    if not isinstance(data, dict):
        raise MovementError(f"{place} must be a table of fields.")
    kinds = get_type_hints(shape)
    for name in data:
        demand(name in kinds, f"{place}: the field “{name}” is not known.")
    values = {}
    for field in fields(shape):  # type: ignore[arg-type]  # `shape` is one of our dataclasses, which T cannot say
        if field.name in data:
            values[field.name] = value(kinds[field.name], data[field.name], f"{place}: {field.name}")
        else:
            demand(field.default is not MISSING, f"{place}: the field “{field.name}” is missing.")
    return shape(**values)


def value(kind: object, data: object, place: str) -> object:
    """`data` as a field's type: a list of it, one of our shapes, a day, a text, a whole number, yes or no."""
    if get_origin(kind) is tuple:
        if not isinstance(data, list):
            raise MovementError(f"{place} must be a list.")
        return tuple(value(get_args(kind)[0], item, f"{place} {called(item, n)}") for n, item in enumerate(data, 1))
    if isinstance(kind, type) and is_dataclass(kind):
        return read(kind, data, place)
    if kind is date:
        return day(data, place)
    for word, said in WORDS.items():
        demand(kind is not word or type(data) is word, f"{place} must be {said}.")
    if isinstance(data, str):
        demand(data != "" and data == data.strip(), f"{place} is empty or has spaces around it.")
    return data


def called(item: object, n: int) -> str:
    """How an error calls the n-th item of a list: by its code, where it has one."""
    code = item.get("code") if isinstance(item, dict) else None
    return code if isinstance(code, str) else f"no. {n}"


def day(data: object, place: str) -> date:
    """A day as TOML gives it (a date) or as JSON keeps it ("2025-02-03")."""
    if isinstance(data, date) and not isinstance(data, datetime):
        return data
    try:
        return date.fromisoformat(data)  # type: ignore[arg-type]  # what is no text raises TypeError, as wanted
    except (TypeError, ValueError):
        raise MovementError(f"{place} must be a day such as 2025-02-03.") from None


def check_codes(movement: Movement) -> None:
    """Codes are plain ASCII and stand once in their table; versions count from 1."""
    demand(CODE.fullmatch(movement.code) is not None, f"the movement: the code “{movement.code}” is not plain ASCII.")
    demand(movement.version >= 1, "the movement: versions begin at 1.")
    for field in fields(movement):
        things = getattr(movement, field.name)
        if not isinstance(things, tuple) or not things or not hasattr(things[0], "code"):
            continue
        for code, count in Counter(thing.code for thing in things).items():
            demand(CODE.fullmatch(code) is not None, f"{field.name}: the code “{code}” is not plain ASCII.")
            demand(count == 1, f"{field.name}: the code “{code}” stands there {count} times.")


def check_references(movement: Movement) -> None:
    """Every code that one table names stands in the other."""
    links: list[tuple[str, str, str, Iterable[Coded]]] = [
        *(("themes", theme.code, theme.group, movement.theme_groups) for theme in movement.themes),
        *(("slogans", slogan.code, slogan.group, movement.slogan_groups) for slogan in movement.slogans),
        *(("criteria", rule.code, rule.author_class, movement.author_classes) for rule in movement.criteria),
        *(("statements", said.code, body, movement.bodies) for said in movement.statements for body in said.bodies),
        *(
            ("phases", phase.code, kept.occasion, movement.occasions)
            for phase in movement.phases
            for kept in phase.occasions
        ),
    ]
    for table, code, target, things in links:
        demand(any(thing.code == target for thing in things), f"{table} {code}: there is no “{target}” to refer to.")


def check_days(movement: Movement) -> None:
    """Occasions are days of every year; phases follow one another and share one day at most, by rule (R3)."""
    for occasion in movement.occasions:
        try:
            date(A_COMMON_YEAR, occasion.month, occasion.day)
        except ValueError:
            said = f"{occasion.day}/{occasion.month}"
            raise MovementError(f"occasions {occasion.code}: {said} is no day of every year.") from None
    rule = movement.boundary_day_belongs_to
    demand(rule in (EARLIER, LATER), f"boundary_day_belongs_to must be “{EARLIER}” or “{LATER}”, not “{rule}”.")
    demand(len(movement.phases) > 0, "phases: a movement has at least one.")
    for phase in movement.phases:
        demand(phase.begins <= phase.ends, f"phases {phase.code}: it ends before it begins.")
    for first, second in pairwise(movement.phases):
        demand(first.ends <= second.begins, f"phases {second.code}: it shares more than one day with {first.code}.")


def check_kinds(movement: Movement) -> None:
    """Each kind has a prefix of its own and asks known questions once, a title or a subject among them."""
    demand(len(movement.kinds) > 0, "kinds: a movement has at least one.")
    for prefix, count in Counter(kind.prefix for kind in movement.kinds).items():
        demand(PREFIX.fullmatch(prefix) is not None, f"kinds: the prefix “{prefix}” is not two to four capitals A–Z.")
        demand(count == 1, f"kinds: the prefix “{prefix}” stands there {count} times.")
    for kind in movement.kinds:
        names = [question.name for question in kind.questions]
        for name in names:
            demand(name in QUESTIONS, f"kinds {kind.code}: there is no question “{name}”.")
        demand(len(set(names)) == len(names), f"kinds {kind.code}: a question stands there twice.")
        demand("title" in names or "subject" in names, f"kinds {kind.code}: it must ask for a title or a subject.")
