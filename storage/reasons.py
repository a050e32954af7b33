"""The ready reasons for not choosing a report, as data (`starter/reasons.toml`, R20)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

OTHER = "other"  # says nothing by itself: own words are asked for


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that is told to the author in their language."""

    code: str
    label: str
    label_en: str


@lru_cache(maxsize=1)
def ready() -> Mapping[str, Reason]:
    """code → reason, in the order of the file."""
    data = tomllib.loads((files("storage") / "starter" / "reasons.toml").read_text(encoding="utf-8"))
    return {each["code"]: Reason(each["code"], each["label"], each["label_en"]) for each in data["reasons"]}
