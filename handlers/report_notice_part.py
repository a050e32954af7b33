"""One thing a notice tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A row of the ledger, and the words of a line. `number` is the report's or the person's."""

    number: int
    slot: str
    words: Mapping[str, str]
