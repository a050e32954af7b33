"""What the people a report is from hear of it: each step, in whose name, and what is missing; and once, gently, that a
returned report waits for them (R20).

Decisions wait for open hours and for the minutes in which they can be undone; several are told in one message.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from handlers.notice_making import Notice, addressed, told
from handlers.reminder_plan import is_open
from handlers.report_notice_part import Part
from storage import author_news, preferences, units, untold
from storage.author_news import News
from storage.calendar import Calendar

GATHER = timedelta(minutes=10)  # a reviewer walks through several: their sender hears of all at once
NOTE = 500  # characters of a reviewer's sentence in a message; the whole of it stands at the report


def told_steps(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    """Who sent a report hears of every step, co-authors of approval and refusal; several together in one message."""
    news = author_news.untold(db, now)
    if not news:
        return []
    first: dict[int, datetime] = {}
    for each in news:
        first[each.person_id] = min(each.at, first.get(each.person_id, each.at))
    wishes = preferences.read(db, first)
    ripe = {who for who in first if first[who] <= now - GATHER and is_open(now, house, wishes[who].quiet)}
    ready = [each for each in news if each.person_id in ripe]
    if not ready:
        return []
    heads = untold.heads(db, {each.id for each in ready})
    names = _names(db, ready, house.local(now))
    parts: dict[int, list[Part]] = {}
    for each in ready:
        words = told(
            heads[each.id],
            act=each.act,
            unit=names.get(each.unit_id or 0, ""),
            above=names.get(each.desk_unit_id or 0, ""),
            note=each.note.strip()[:NOTE],
            questions=",".join(each.questions),
        )
        parts.setdefault(each.person_id, []).append(Part(each.id, each.slot, words))
    return addressed(
        db, author_news.KIND, parts, wishes, dict.fromkeys(parts, now), {each.id: each.stand for each in ready}
    )


def _names(db: Connection, ready: Collection[News], day: date) -> dict[int, str]:
    """What the units that acted and those a report went to are called today."""
    wanted = {unit for each in ready for unit in (each.unit_id, each.desk_unit_id) if unit is not None}
    return units.names_of(db, wanted, day)


def returned_reports(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    """Who was asked for something and has not answered for some days (starter/levels.toml) is reminded once."""
    waiting = author_news.returned(db, now)
    if not waiting:
        return []
    wishes = preferences.read(db, {each.person_id for each in waiting})
    ready = [each for each in waiting if is_open(now, house, wishes[each.person_id].quiet)]
    heads = untold.heads(db, {each.id for each in ready})
    parts: dict[int, list[Part]] = {}
    for each in ready:
        parts.setdefault(each.person_id, []).append(Part(each.id, each.slot, told(heads[each.id])))
    stands = {each.id: each.stand for each in ready}
    return addressed(db, "returned", parts, wishes, dict.fromkeys(parts, now), stands)
