"""What the clock tells about reports: to those whose turn one is, that it came to wait, was handed to them or waits too long;
to whom it is from, every step; and to the officers, which members nothing reaches any more (R20). Of nomination files:
`file_notices`.

A tick reads (`plan`) and then enters piece by piece (`enter`): ledger rows first, and for what was really new one message a
person into the outbox. Nothing is kept before somebody's quiet hours are over, so what was seen or withdrawn meanwhile is
not told.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Connection

from handlers.author_notices import returned_reports, told_steps
from handlers.file_notices import late_files, told_file_steps, waiting_files
from handlers.notice_making import MOST_ROWS, Notice, addressed, enter, pieces, told
from handlers.reminder_plan import is_open
from handlers.report_notice_part import Part
from handlers.stuck_notices import stuck_reports
from storage import calendar as calendars
from storage import delivery, levels, people, preferences, roles, units, untold
from storage.calendar import Calendar

__all__ = ["enter", "pieces", "plan"]

GAP = timedelta(hours=1)  # between two messages about new reports


def plan(db: Connection, now: datetime, zone: tzinfo) -> list[Notice]:
    """What a tick finds. Reads only; a constant number of queries, however many reports and people there are."""
    house = calendars.read(db, zone)
    of_reports = (new_reports, handed_reports, stuck_reports, told_steps, returned_reports)
    planners = (*of_reports, lost_members, waiting_files, late_files, told_file_steps)
    return [notice for planner in planners for notice in planner(db, now, house)]


# --- whose turn it is -------------------------------------------------------------------------------------------------------


def new_reports(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    """Whoever a report falls to, by a role they had when it came: at once, then what came within an hour together."""
    pending = _pending(db, now, house)
    if not pending:
        return []
    wishes, last = preferences.read(db, pending), untold.last_told(db, "new-reports", pending, now)

    def ripe(who: int) -> bool:
        muted = "new-reports" in wishes[who].muted
        rested = who not in last or (house.local(last[who]) < house.local(now) if muted else now - last[who] >= GAP)
        return rested and is_open(now, house, wishes[who].quiet)

    ready = {who: some[:MOST_ROWS] for who, some in pending.items() if ripe(who)}
    heads = untold.heads(db, {each.id for some in ready.values() for each in some})
    parts = {
        who: [Part(each.id, each.slot, told(heads[each.id], how=each.how)) for each in some]
        for who, some in ready.items()
    }
    stands = {each.id: untold.Stand("sent", each.turn, each.since) for some in ready.values() for each in some}
    return addressed(db, "new-reports", parts, wishes, dict.fromkeys(parts, now), stands)


def _pending(db: Connection, now: datetime, house: Calendar) -> dict[int, list[untold.Fresh]]:
    """person → reports that came to wait for them and they were not told of, the oldest first."""
    waiting = untold.fresh(db, now)
    pending: dict[int, list[untold.Fresh]] = {}
    if not waiting:
        return pending
    answering = untold.answering(db, levels.REVIEW, house.local(now))
    for each in waiting:
        falls_to = answering.nearest(each.desk_unit_id, besides=each.persons)
        for who in {grant.person_id for grant in falls_to if grant.granted_at <= each.since} - each.told:
            pending.setdefault(who, []).append(each)
    return pending


def handed_reports(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    """A colleague hears at once that a report was handed to them, and by whom."""
    handed = untold.handed(db, now)
    if not handed:
        return []
    wishes = preferences.read(db, {each.person_id for each in handed})
    ready = [each for each in handed if is_open(now, house, wishes[each.person_id].quiet)]
    heads, named = untold.heads(db, {each.id for each in ready}), people.known(db, {each.by for each in ready})
    parts: dict[int, list[Part]] = {}
    for each in ready:
        by = named[each.by].name if each.by in named else ""
        words = told(heads[each.id], by=by, note=each.note)
        parts.setdefault(each.person_id, []).append(Part(each.id, f"assign:{each.step}", words))
    stands = {number: head.stand for number, head in heads.items()}
    return addressed(db, "assigned", parts, wishes, dict.fromkeys(parts, now), stands)


# --- members nothing reaches ------------------------------------------------------------------------------------------------


def lost_members(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    """The officers of members nothing reaches any more, once a day: who is lost later waits for the next one."""
    lost = delivery.newly_unreachable(db) if is_open(now, house, None) else []
    if not lost:
        return []
    day = house.local(now)
    officers = roles.responsible(db, "delivery", {unit for _, unit, _ in lost}, day)
    every = {who for each in officers.values() for who in each}
    last = untold.last_told(db, "unreachable", every, now)
    told = {who for who, at in last.items() if house.local(at) == day}
    named = people.known(db, [number for number, _, _ in lost])
    at = units.names_of(db, officers, day)
    parts: dict[int, list[Part]] = {}
    for number, unit, gone_at in lost:
        if told.isdisjoint(officers[unit]):
            member = ", ".join(filter(None, [named[number].name, at.get(unit)]))
            part = Part(number, house.local(gone_at).isoformat(), {"member": member})
            for who in officers[unit]:
                parts.setdefault(who, []).append(part)
    wishes = preferences.read(db, parts)
    due = {who: house.next_open(now, wishes[who].quiet) for who in parts}
    return addressed(db, "unreachable", parts, wishes, due)
