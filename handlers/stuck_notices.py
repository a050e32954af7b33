"""Nothing moves: those whose turn a report is are reminded, and later those above them hear of it, and may act instead (R20).

Once for each report and coming, what is late at the same time in one message, at most one of a kind a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from handlers.notice_making import Notice, addressed, told
from handlers.reminder_plan import is_open
from handlers.report_notice_part import Part
from storage import levels, preferences, stuck, units, untold
from storage.calendar import Calendar
from storage.stuck import Stuck
from storage.untold import Answering


def stuck_reports(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    late = {kind: stuck.stuck(db, kind, now) for kind in stuck.KINDS}
    if not any(late.values()):
        return []
    answering = untold.answering(db, levels.REVIEW, house.local(now))
    return [
        notice
        for kind, some in late.items()
        if some
        for notice in _of_kind(db, kind, _owed(kind, some, answering, now), now, house)
    ]


def _owed(kind: str, late: list[Stuck], answering: Answering, now: datetime) -> dict[int, list[Stuck]]:
    """person → the reports they are to hear of, who waits longest first."""
    owed: dict[int, list[Stuck]] = {}
    for each in late:
        if kind == "stuck":
            turn = answering.nearest(each.desk_unit_id, besides=each.persons)
            found = {grant.person_id for grant in turn if not each.is_news(grant.person_id, grant.granted_at, now)}
        else:
            found = {grant.person_id for grant in answering.higher(each.desk_unit_id, besides=each.persons)}
        for who in found - each.told.keys():
            owed.setdefault(who, []).append(each)
    return owed


def _of_kind(
    db: Connection, kind: str, owed: Mapping[int, list[Stuck]], now: datetime, house: Calendar
) -> list[Notice]:
    if not owed:
        return []
    wishes, last = preferences.read(db, owed), untold.last_told(db, kind, owed, now)
    today = house.local(now)
    ready = {
        who: some
        for who, some in owed.items()
        if is_open(now, house, wishes[who].quiet) and (who not in last or house.local(last[who]) < today)
    }
    if not ready:
        return []
    every = {each.id: each for some in ready.values() for each in some}
    heads = untold.heads(db, every)
    names = units.names_of(db, {each.desk_unit_id for each in every.values()}, today)
    parts = {
        who: [
            Part(each.id, each.slot, told(heads[each.id], unit=names.get(each.desk_unit_id, ""), days=_days(each, now)))
            for each in some
        ]
        for who, some in ready.items()
    }
    stands = {number: each.stand for number, each in every.items()}
    return addressed(db, kind, parts, wishes, dict.fromkeys(parts, now), stands)


def _days(each: Stuck, now: datetime) -> str:
    """How many whole days it has waited."""
    return str((now - each.stand.since).days)
