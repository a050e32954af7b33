"""Reports nothing moves at: those whose turn it is are reminded, and later the level above hears of it (R20).

Days are calendar days, data per type of unit (`starter/levels.toml`); what the clock says then waits for an open hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from storage import levels
from storage.review import AT_DESK
from storage.tables import Report, Unit, of
from storage.untold import MOST, WITHIN, Stand, coming, persons, subject, told_of

report, unit = of(Report), of(Unit)

# kind in the ledger → the days of storage.levels.Clock after which it is said
KINDS = {"stuck": "remind_after", "stuck-above": "above_after"}


@dataclass(frozen=True, slots=True)
class Stuck:
    """A report that has waited too long at a desk, and since when; with those it is from and those who were told so."""

    id: int
    desk_unit_id: int
    stand: Stand
    persons: frozenset[int]
    told: Mapping[int, datetime]  # person → when
    heard: Mapping[int, datetime]  # person → when they were told that it came
    late_at: datetime  # the first moment after its days

    def is_news(self, who: int, granted_at: datetime, now: datetime) -> bool:
        """They have yet to hear that it came, or heard so less than a day ago: nobody is reminded of news."""
        heard = self.heard.get(who)
        if heard is None:
            return self.stand.state == "sent" and granted_at <= self.stand.since
        return now - heard < timedelta(days=1)

    @property
    def slot(self) -> str:
        return turn_of(self.stand.turn)


def turn_of(turn: int) -> str:
    """The ledger's slot of what waits too long, for reports and files."""
    return f"turn:{turn}"


def stuck(db: Connection, kind: str, now: datetime) -> list[Stuck]:
    """Who waits longest first. What has been late for longer than a holiday is left to the digest and the queue."""
    late = levels.later_than(report.c.waits_since, now, KINDS[kind])
    old = levels.later_than(report.c.waits_since, now - WITHIN, KINDS[kind])
    rows = db.execute(
        select(report.c.id, report.c.desk_unit_id, unit.c.type, report.c.state, report.c.turn, report.c.waits_since)
        .join(unit, unit.c.id == report.c.desk_unit_id)
        .where(AT_DESK, late, ~old)
        .order_by(report.c.waits_since, report.c.id)
    ).all()[-MOST:]
    if not rows:
        return []
    numbers = [row.id for row in rows]
    theirs = persons(db, numbers)
    told = told_of(db, kind, {subject(row.id): turn_of(row.turn) for row in rows})
    heard = told_of(db, "new-reports", {subject(row.id): coming(row.turn) for row in rows})
    return [
        Stuck(
            number,
            desk,
            Stand(*stand),
            frozenset(theirs.get(number, ())),
            told.get(subject(number), {}),
            heard.get(subject(number), {}),
            stand[-1] + timedelta(days=getattr(levels.clocks()[type_], KINDS[kind]), microseconds=1),
        )
        for number, desk, type_, *stand in rows
    ]
