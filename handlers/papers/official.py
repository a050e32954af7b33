"""What a paper is once it is made, and what it still lacks: plain records, no database (R31)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Missing:
    """Something a paper needs and nobody has said yet, and who can say it.

    `what` is a short sentence part in the reader's language; `field` names the answer: a question of a report ("result"),
    or of a nominee ("details.birth_date", "merits"), or "signatory".
    """

    what: str
    ask: Literal["author", "officer"]
    field: str
    person_id: int | None = None
    report_id: int | None = None
    nominee_id: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A paper as bytes, under the name it is saved by; always a draft for a human to sign."""

    data: bytes
    suffix: str
    name: str
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo for a page: JPEG bytes and how large it is printed, in millimetres."""

    data: bytes
    width: float
    height: float
