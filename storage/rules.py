"""The rules a nominee is checked by, as versioned data with their legal source and days (`starter/rules.toml`; R49)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

BLOCK, WARN = "block", "warn"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Where `kinds`, `awards`, `subjects` or `classes` is empty it applies whatever that is."""

    code: str
    check: str  # how it is checked: a name of `eligibility_checks.CHECKS`
    severity: str
    override: bool
    label: str
    label_en: str
    source: str
    since: date | None = None
    until: date | None = None
    kinds: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def concerns(self, kind: str, award: str, author_class: str, *, collective: bool) -> bool:
        """Does it apply to such a nominee of such a file?"""
        subject = "collective" if collective else "individual"
        asked = ((self.kinds, kind), (self.awards, award), (self.subjects, subject), (self.classes, author_class))
        return all(not wanted or given in wanted for wanted, given in asked)


@dataclass(frozen=True, slots=True)
class Order:
    """What puts one of several equals first: a hint, for a human to decide (R33, R55)."""

    on_site_first: bool
    women_share: float


@dataclass(frozen=True, slots=True)
class Book:
    """All rules in one version."""

    version: int
    rules: tuple[Rule, ...]
    order: Order


LISTS = ("kinds", "awards", "subjects", "classes")


@lru_cache(maxsize=1)
def book() -> Book:
    data = tomllib.loads((files("storage") / "starter" / "rules.toml").read_text(encoding="utf-8"))
    rules = tuple(Rule(**{**each, **{name: tuple(each.get(name, ())) for name in LISTS}}) for each in data["rules"])
    return Book(data["version"], rules, Order(**data["order"]))


def in_force(day: date) -> list[Rule]:
    return [each for each in book().rules if each.holds(day)]


def rule(code: str) -> Rule | None:
    return next((each for each in book().rules if each.code == code), None)
