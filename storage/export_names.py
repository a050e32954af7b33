"""The names of many units on many days, for lists: each unit's names are read once (R41: as it was called then)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from storage.tables import UnitName, of

name = of(UnitName)


class UnitNames:
    """`learn` the units of a piece, then ask what each was called on a day."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._known: dict[int, list[tuple[date, date, str]]] = {}

    def learn(self, numbers: Collection[int]) -> None:
        fresh = [each for each in numbers if each not in self._known]
        if not fresh:
            return
        self._known |= {each: [] for each in fresh}
        rows = self._db.execute(
            select(name.c.unit_id, name.c.since, name.c.until, name.c.name)
            .where(name.c.unit_id.in_(fresh), name.c.former.is_(False))
            .order_by(name.c.id)
        )
        for number, since, until, called in rows:
            self._known[number].append((since or date.min, until or date.max, called))

    def on(self, number: int, day: date) -> str:
        """What the unit was called on the day, else the last name it had."""
        names = self._known.get(number) or [(date.min, date.max, "")]
        fitting = [called for since, until, called in names if since <= day <= until]
        return fitting[-1] if fitting else max(names)[2]
