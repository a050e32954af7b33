"""The register of legal bases: which texts a paper cites on its day (R2, R49; `starter/legal_bases.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class LegalBase:
    """A text with the days it is in force (None: open), as papers cite it."""

    code: str
    cite: str
    papers: tuple[str, ...]
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@lru_cache(maxsize=1)
def register() -> tuple[LegalBase, ...]:
    data = tomllib.loads((files("storage") / "starter" / "legal_bases.toml").read_text(encoding="utf-8"))
    return tuple(LegalBase(**{**each, "papers": tuple(each["papers"])}) for each in data["bases"])


def cited(paper: str, day: date) -> list[str]:
    """What a paper names as its bases on a day."""
    return [each.cite for each in register() if paper in each.papers and each.holds(day)]
