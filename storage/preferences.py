"""What people choose about being written to: the hour, quiet hours of their own, and what they switched off (R76).

Only choices are kept, a row each; somebody who chose nothing has none. A row nobody can read any more counts as no choice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from sqlalchemy import Connection, delete, insert, select

from storage.calendar import Hours, hour_of, quiet_of
from storage.tables import Preference, of

preference = of(Preference)

# What can be switched off, in the order it is shown.
KINDS = (
    "draft",
    "steps",
    "broadcast",
    "new-reports",
    "files",
    "deadline",
    "unreachable",
    "digest-daily",
    "digest-weekly",
    "digest-monthly",
)
MUTE, MUTED = "mute:", "yes"
NAMES = frozenset({"hour", "quiet", *(MUTE + kind for kind in KINDS)})
CHUNK = 5_000  # people asked about in one query


@dataclass(frozen=True, slots=True)
class Wishes:
    """A person's choices; None is the house's hour and the house's quiet hours."""

    hour: time | None = None
    quiet: Hours | None = None
    muted: frozenset[str] = frozenset()


NOTHING = Wishes()


def read(db: Connection, persons: Iterable[int]) -> dict[int, Wishes]:
    """The wishes of each of these people: one query (one more for every further 5,000)."""
    wanted = list(dict.fromkeys(persons))
    wishes = dict.fromkeys(wanted, NOTHING)
    for start in range(0, len(wanted), CHUNK):
        some = preference.c.person_id.in_(wanted[start : start + CHUNK])
        for who, name, value in db.execute(
            select(preference.c.person_id, preference.c.name, preference.c.value).where(some)
        ):
            wishes[who] = _with(wishes[who], name, value)
    return wishes


def put(db: Connection, who: int, name: str, value: str | None) -> None:
    """Keep a choice: `hour` "08:00", `quiet` "22:00-06:00" or `mute:<kind>` "yes"; None takes it back.

    Raises ValueError for what is no such choice, and for quiet hours that leave too little of the day.
    """
    if name not in NAMES:
        raise ValueError("no such choice")
    if value is not None:
        _wish(NOTHING, name, value)
    db.execute(delete(preference).where(preference.c.person_id == who, preference.c.name == name))
    if value is not None:
        db.execute(insert(preference), {"person_id": who, "name": name, "value": value})


def _with(wishes: Wishes, name: str, value: str) -> Wishes:
    try:
        return _wish(wishes, name, value)
    except ValueError:
        return wishes


def _wish(wishes: Wishes, name: str, value: str) -> Wishes:
    """The wishes with one more. Raises ValueError."""
    match name:
        case "hour":
            return replace(wishes, hour=hour_of(value))
        case "quiet":
            return replace(wishes, quiet=quiet_of(value))
        case _ if name in NAMES and value == MUTED:
            return replace(wishes, muted=wishes.muted | {name.removeprefix(MUTE)})
        case _:
            raise ValueError("no such choice")
