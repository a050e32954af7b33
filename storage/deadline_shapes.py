"""A deadline as data: what it is made of, what it may hold, and which of two counts (R25; docs/deadlines.md)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

DUTIES = ("register", "nominate")
# Where the papers go: the union above, the provincial federation, the provincial People's Committee, the confederation,
# the government. An empty level or award is "any".
LEVELS = ("base-above", "province", "peoples-committee", "confederation", "government")
AWARDS = ("overall", "thematic", "ad-hoc")  # toàn diện, chuyên đề, đột xuất

LEADS = (30, 14, 7, 3, 1, 0)  # days before the due date, offered for a new deadline
OVERDUE = (1, 7)  # days after the grace
YEARS = range(2020, 2101)
MOST_STEPS = 12
MOST_DAYS = 365
MOST_GRACE = 90
IDENTITY = ("movement", "year", "unit_id", "unit_type", "duty", "level", "award")
CHANGEABLE = frozenset({"due", "leads", "grace", "overdue", "above_after"})


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as it stands. Days are local; `id` 0 is one that is not kept yet."""

    id: int
    movement: str
    year: int
    unit_id: int
    unit_type: str
    duty: str
    level: str
    award: str
    due: date  # until the end of that day
    leads: tuple[int, ...] = LEADS  # days before, descending
    grace: int = 0  # days after in which handing in still counts
    overdue: tuple[int, ...] = OVERDUE  # days after the grace, ascending
    above_after: int | None = None  # days after the grace when the level above is told
    state: str = "standing"  # example, standing, withdrawn
    example: bool = False
    source: str = ""

    @property
    def identity(self) -> tuple[Any, ...]:
        """There is one deadline of each."""
        return tuple(getattr(self, name) for name in IDENTITY)

    @property
    def rivals(self) -> tuple[Any, ...]:
        """Of two with the same, only one counts for a unit."""
        return self.movement, self.year, self.duty, self.level, self.award


class SameDeadline(ValueError):
    """There is a deadline for exactly this already: `id` names it."""

    def __init__(self, number: int) -> None:
        super().__init__(f"deadline {number} says this already")
        self.id = number


class OutOfBounds(ValueError):
    """A value no deadline may have; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def checked(new: Due) -> Due:
    """The same with its steps in order. Raises OutOfBounds."""
    new = replace(
        new,
        leads=tuple(sorted(set(new.leads), reverse=True)),
        overdue=tuple(sorted(set(new.overdue))),
    )
    sound = {
        "year": new.year in YEARS,
        "due": new.year - 1 <= new.due.year <= new.year + 1,
        "duty": new.duty in DUTIES,
        "level": new.level in ("", *LEVELS),
        "award": new.award in ("", *AWARDS),
        "leads": len(new.leads) <= MOST_STEPS and all(0 <= each <= MOST_DAYS for each in new.leads),
        "grace": 0 <= new.grace <= MOST_GRACE,
        "overdue": len(new.overdue) <= MOST_STEPS and all(1 <= each <= MOST_DAYS for each in new.overdue),
        "above_after": new.above_after is None or 0 <= new.above_after <= MOST_DAYS,
        "movement": 0 < len(new.movement) <= 40,
        "unit_type": len(new.unit_type) <= 40,
        "source": len(new.source) <= 300,
    }
    for field, holds in sound.items():
        if not holds:
            raise OutOfBounds(field)
    return new


def next_year(day: date) -> date:
    """The same day and month a year on; 29/02 becomes 28/02."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
