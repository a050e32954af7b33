"""What the clock will say of reports nothing moves at, if nothing changes: for `./run due` (R20, R25).

As `stuck_notices` and `author_notices.returned_reports` say it: at the first open moment, what is late by then together, at
most one of a kind a day. What has yet to come or to be returned is not foreseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from storage import author_news, levels, preferences, stuck, untold
from storage.calendar import Calendar
from storage.levels import RETURNED_AFTER
from storage.stuck import Stuck
from storage.untold import Answering

DAY = timedelta(days=1)
Late = tuple[datetime, int]  # from when on it may be said, and the unit it is about


@dataclass(frozen=True, slots=True)
class Coming:
    """One message: when, to whom, of which kind, about how many reports, at which desks."""

    at: datetime
    person: int
    kind: str
    count: int
    units: tuple[int, ...]


def foresee(db: Connection, calendar: Calendar, since: datetime, until: datetime) -> Iterator[Coming]:
    answering = untold.answering(db, levels.REVIEW, calendar.local(since))
    owed: dict[tuple[str, int], list[Late]] = {}
    for kind in stuck.KINDS:
        for each in stuck.stuck(db, kind, until):
            if each.stand.since <= since:
                for who, at in _asked(kind, each, answering, since).items():
                    owed.setdefault((kind, who), []).append((at, each.desk_unit_id))
    for back in author_news.returned(db, until):
        owed.setdefault(("returned", back.person_id), []).append((back.told_at + RETURNED_AFTER, 0))
    wishes = preferences.read(db, {who for _, who in owed})
    for (kind, who), late in owed.items():
        muted = "steps" in wishes[who].muted and kind == "returned"
        yield from () if muted else _messages(kind, who, sorted(late), calendar, wishes, since, until)


def _asked(kind: str, each: Stuck, answering: Answering, since: datetime) -> Mapping[int, datetime]:
    """person → from when on they are told of it; those who were told by then are left out."""
    ask = answering.nearest if kind == "stuck" else answering.higher
    found = {grant.person_id for grant in ask(each.desk_unit_id, besides=each.persons)}
    told = {who for who, at in each.told.items() if at <= since}
    if kind == "stuck":  # who has yet to hear that it came is reminded a day after that
        return {who: max(each.late_at, each.heard.get(who, each.late_at - DAY) + DAY) for who in found - told}
    return dict.fromkeys(found - told, each.late_at)


def _messages(
    kind: str,
    who: int,
    late: Sequence[Late],
    calendar: Calendar,
    wishes: Mapping[int, preferences.Wishes],
    since: datetime,
    until: datetime,
) -> Iterator[Coming]:
    left, earliest = list(late), since
    while left:
        at = calendar.next_open(max(left[0][0], earliest), wishes[who].quiet)
        if at > until:
            return
        said = [each for each in left if each[0] <= at]
        units = tuple(dict.fromkeys(unit for _, unit in said if unit))
        yield Coming(at, who, kind, len(said), units)
        left = left[len(said) :]
        earliest = datetime.combine(calendar.local(at) + DAY, time(), calendar.zone)
