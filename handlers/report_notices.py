"""What the clock tells about reports: new ones to their reviewers, seen ones to who sent them, and to the officers which
members nothing reaches any more (R20).

A tick reads (`plan`) and then enters piece by piece (`enter`): ledger rows first, and for what was really new one message a
person into the outbox. Nothing is kept before somebody's quiet hours are over, so what was seen or withdrawn meanwhile is
not told. Who switched off what is their duty is told all the same, at most once a day, and why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Any

from sqlalchemy import Connection

from handlers.reminder_plan import is_open
from handlers.report_notice_words import Part, message
from handlers.texts import Texts
from storage import calendar as calendars
from storage import delivery, ledger, outbox, people, preferences, roles, units, untold
from storage.calendar import Calendar
from storage.people import Place
from storage.vietnamese import shorten

GAP = timedelta(hours=1)  # between two messages about new reports
GATHER = timedelta(minutes=10)  # a reviewer walks through several: their sender hears of all at once
MOST_ROWS = 200  # of the ledger in one transaction; a message stands for no more
TITLE = 80  # visible characters of a title

# kind → what its subject is, the kind of its message in the outbox, and the state in which a report is still worth it.
KINDS: Mapping[str, tuple[str, str, str]] = {
    "new-reports": ("report", "notice", "sent"),
    "steps": ("report", "notice", "received"),
    "unreachable": ("person", "reminder", ""),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person, in the making."""

    kind: str
    person_id: int
    place: Place
    language: str
    parts: tuple[Part, ...]
    due_at: datetime
    muted: bool


# --- what there is to tell --------------------------------------------------------------------------------------------------


def plan(db: Connection, now: datetime, zone: tzinfo) -> list[Notice]:
    """What a tick finds. Reads only; a constant number of queries, however many reports and people there are."""
    house = calendars.read(db, zone)
    return [*new_reports(db, now, house), *seen_reports(db, now, house), *lost_members(db, now, house)]


def new_reports(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    """Whoever a new report falls to, by a role they had when it was sent: at once, then what came within an hour together."""
    pending = _pending(db, now, house)
    if not pending:
        return []
    wishes, last = preferences.read(db, pending), untold.last_told(db, "new-reports", pending, now)

    def ripe(who: int) -> bool:
        muted = "new-reports" in wishes[who].muted
        rested = who not in last or (house.local(last[who]) < house.local(now) if muted else now - last[who] >= GAP)
        return rested and is_open(now, house, wishes[who].quiet)

    ready = {who: numbers[:MOST_ROWS] for who, numbers in pending.items() if ripe(who)}
    heads = untold.heads(db, {number for numbers in ready.values() for number in numbers})
    parts = {
        who: [Part(number, untold.ANEW, _words(heads[number])) for number in numbers] for who, numbers in ready.items()
    }
    return _addressed(db, "new-reports", parts, wishes, dict.fromkeys(parts, now))


def _pending(db: Connection, now: datetime, house: Calendar) -> dict[int, list[int]]:
    """person → new reports they were not told of, the oldest first."""
    waiting = untold.fresh(db, now)
    pending: dict[int, list[int]] = {}
    if not waiting:
        return pending
    answering = untold.answering(db, "receive", house.local(now))
    for each in waiting:
        falls_to = answering.nearest(each.unit_id, besides=each.persons)
        for who in {grant.person_id for grant in falls_to if grant.granted_at <= each.sent_at} - each.told:
            pending.setdefault(who, []).append(each.id)
    return pending


def _words(head: untold.Head, **more: str) -> dict[str, str]:
    return {"code": head.code, "title": shorten(head.title, TITLE), **more}


def seen_reports(db: Connection, now: datetime, house: Calendar) -> list[Notice]:
    """Who sent a report hears once that it was seen, and by which unit; several that were seen together in one message."""
    seen = untold.seen(db, now)
    if not seen:
        return []
    first: dict[int, datetime] = {}
    for each in seen:
        first[each.person_id] = min(each.at, first.get(each.person_id, each.at))
    wishes = preferences.read(db, first)
    ripe = {who for who in first if first[who] <= now - GATHER and is_open(now, house, wishes[who].quiet)}
    ready = [each for each in seen if each.person_id in ripe]
    if not ready:
        return []
    heads = untold.heads(db, {each.id for each in ready})
    where = _seen_by(db, ready, house.local(now))
    parts: dict[int, list[Part]] = {}
    for each in ready:
        words = _words(heads[each.id], unit=where[each.id])
        parts.setdefault(each.person_id, []).append(Part(each.id, untold.RECEIVED, words))
    return _addressed(db, "steps", parts, wishes, dict.fromkeys(parts, now))


def _seen_by(db: Connection, ready: Sequence[untold.Seen], day: date) -> dict[int, str]:
    """The unit in whose name each report was seen; "" when that role has ended since."""
    answering = untold.answering(db, "receive", day)
    found = {each.id: answering.nearest(each.unit_id, only=each.by) for each in ready}
    names = units.names_of(db, {grants[0].unit_id for grants in found.values() if grants}, day)
    return {number: names.get(grants[0].unit_id, "") if grants else "" for number, grants in found.items()}


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
    return _addressed(db, "unreachable", parts, wishes, due)


def _addressed(
    db: Connection,
    kind: str,
    parts: Mapping[int, Sequence[Part]],
    wishes: Mapping[int, preferences.Wishes],
    due: Mapping[int, datetime],
) -> list[Notice]:
    """A notice for each of them who can be written to."""
    places, known = people.places_of(db, parts), people.known(db, parts)
    return [
        Notice(
            kind, who, places[who], known[who].language, tuple(each[:MOST_ROWS]), due[who], kind in wishes[who].muted
        )
        for who, each in parts.items()
        if who in places and who in known
    ]


# --- telling it ---------------------------------------------------------------------------------------------------------------


def pieces(notices: Iterable[Notice]) -> Iterator[list[Notice]]:
    """In parts small enough for one transaction each, so that replies never wait behind it."""
    some: list[Notice] = []
    for notice in notices:
        if some and sum(len(each.parts) for each in some) + len(notice.parts) > MOST_ROWS:
            yield some
            some = []
        some.append(notice)
    if some:
        yield some


def enter(db: Connection, texts: Texts, notices: Sequence[Notice], now: datetime) -> int:
    """Enter a piece and queue its messages; gives how many. What was told, seen or withdrawn meanwhile is left out."""
    reports = {part.number for each in notices if KINDS[each.kind][0] == "report" for part in each.parts}
    heads = untold.heads(db, reports) if reports else {}
    lines = [(notice, part) for notice in notices for part in notice.parts if _holds(notice, part, heads)]
    new = ledger.enter(db, [_row(notice, part, now) for notice, part in lines])
    told: dict[int, list[Part]] = {}
    for place in sorted(new):
        notice, part = lines[place]
        told.setdefault(id(notice), []).append(part)
    rows = [_message(texts, each, told[id(each)]) for each in notices if id(each) in told and not silent(each)]
    outbox.put(db, rows)
    return len(rows)


def silent(notice: Notice) -> bool:
    """Only news of one's own can be switched off altogether; the rest is somebody's duty."""
    return notice.muted and notice.kind not in roles.DUTY


def _holds(notice: Notice, part: Part, heads: Mapping[int, untold.Head]) -> bool:
    subject, _, state = KINDS[notice.kind]
    return subject != "report" or (part.number in heads and heads[part.number].state == state)


def _row(notice: Notice, part: Part, now: datetime) -> dict[str, Any]:
    return {
        "kind": notice.kind,
        "subject": f"{KINDS[notice.kind][0]}:{part.number}",
        "person_id": notice.person_id,
        "slot": part.slot,
        "state": "muted" if silent(notice) else "queued",
        "planned_for": now,
        "at": now,
        "outbox_key": None if silent(notice) else _key(notice),
    }


def _key(notice: Notice) -> str:
    """Of all that was planned for it: two ticks that planned different things never share a message."""
    planned = ",".join(f"{part.number}/{part.slot}" for part in notice.parts)
    return f"{notice.kind}:{notice.person_id}:{hashlib.sha256(planned.encode()).hexdigest()[:16]}"


def _message(texts: Texts, notice: Notice, parts: Sequence[Part]) -> dict[str, Any]:
    said = message(partial(texts.say, notice.language), notice.kind, parts, muted=notice.muted)
    channel, address = notice.place
    row = {"key": _key(notice), "channel": channel, "address": address, "body": said.as_json()}
    return {**row, "due_at": notice.due_at, "kind": KINDS[notice.kind][1]}
