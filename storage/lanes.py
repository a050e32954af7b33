"""The lanes of nomination files as data (`starter/lanes.toml`): their clocks, what a year's close takes, what is asked (R30)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lane:
    """How files of one kind of commendation go."""

    kind: str
    remind_after: int  # days at a desk until a file is late
    above_after: int  # and until the level above may act
    closes: bool
    only_registered: bool
    person: tuple[str, ...]  # details asked about a person
    collective: tuple[str, ...]

    def late(self, waits_since: datetime, now: datetime) -> bool:
        return now - waits_since > timedelta(days=self.remind_after)

    def over(self, waits_since: datetime, now: datetime) -> bool:
        """Has it waited so long that the level above may act?"""
        return now - waits_since > timedelta(days=self.above_after)

    def asks(self, *, collective: bool) -> tuple[str, ...]:
        return self.collective if collective else self.person


@lru_cache(maxsize=1)
def lanes() -> Mapping[str, Lane]:
    """kind → its lane, in the order in which officers see them."""
    data = tomllib.loads((files("storage") / "starter" / "lanes.toml").read_text(encoding="utf-8"))
    return {
        each["kind"]: Lane(**{**each, "person": tuple(each["person"]), "collective": tuple(each["collective"])})
        for each in data["lanes"]
    }
