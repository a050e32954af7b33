"""Digests by the clock: who is due one gets one message, planned on a reading connection, entered in pieces (R26, R27).

The ledger alone says what was told (storage.ledger): a span begins where the last digest this person got ended, so nothing
is told twice or lost when a day is skipped, an hour changed or the clock ran early. Several rhythms due at once are one
message: the longest speaks, for the units of all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection

from handlers import digest_card
from handlers.digest_slots import DAY, LOOK_BACK, RHYTHMS, Morning, Staff, foresee, mornings_of, slot_of, staff_of
from handlers.texts import Texts
from storage import calendar as calendars
from storage import digests, ledger, outbox, people, register
from storage.digest_counting import Ask, Figures, Tree, count, tree_of

__all__ = ["enter", "foresee", "pieces", "plan"]

LATEST = timedelta(hours=6)  # a digest later than this is skipped; the next one tells what it would have told
LONGEST = timedelta(days=400)  # of a span
SETTLES = timedelta(seconds=5)  # a span ends this much before its moment: what was sent by then has been committed
TOGETHER = 50  # messages entered in one piece


# --- what is to be entered ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger. `due_at`: when its message may leave."""

    kind: str
    person: int
    slot: str
    state: str
    planned: datetime
    due_at: datetime
    units: frozenset[int]  # where they hold the role that makes it theirs

    def row(self, now: datetime) -> dict[str, Any]:
        what = {"kind": self.kind, "subject": "digest", "person_id": self.person, "slot": self.slot}
        kept = {"state": self.state, "planned_for": self.planned, "at": now}
        return {**what, **kept, "outbox_key": self.key if self.state == "queued" else None}

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.slot}:{self.person}"


@dataclass(frozen=True, slots=True)
class Telling:
    """Rows of the ledger, and the digest their messages bring, if any."""

    entries: tuple[Entry, ...]
    figures: Figures | None = None
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a tick found to enter. Everything in it is dated by the moment of the plan."""

    at: datetime
    tellings: tuple[Telling, ...] = ()


def plan(db: Connection, now: datetime, zone: tzinfo) -> Plan:
    """Everything due by now that is not in the ledger yet. A constant number of queries; writes nothing."""
    calendar = calendars.read(db, zone)
    staff = staff_of(db, calendar, now)
    mornings = mornings_of(db, staff, now - LOOK_BACK * DAY, now, now)
    if not mornings:
        return Plan(now)
    tree = tree_of(db, calendar.local(now))
    silent: list[Entry] = []
    asked: dict[Ask, list[Entry]] = {}
    first: dict[tuple[int, str], date] = {}
    for morning in mornings:
        for kind in morning.kinds:
            first.setdefault((morning.person, kind), morning.day)
        state, due_at = _decided(staff, morning, now)
        silent += [_entry(morning, kind, "muted", due_at) for kind in morning.kinds if kind in morning.muted]
        entries = [_entry(morning, kind, state, due_at) for kind in morning.speaking]
        if state == "skipped":
            silent += entries
        elif entries:
            asked.setdefault(_ask(tree, staff, morning, first), []).extend(entries)
    counts = counted(db, asked, calendar.local(now), zone, tree)
    silent += [replace(each, state="empty") for ask in asked if counts[ask][0].empty for each in asked[ask]]
    tellings = [Telling(some) for some in _together(silent)]
    for ask in (each for each in asked if not counts[each][0].empty):
        tellings += [Telling(some, *counts[ask]) for some in _together(asked[ask])]
    return Plan(now, tuple(tellings))


def counted(
    db: Connection, asks: Collection[Ask], day: date, zone: tzinfo, tree: Tree
) -> dict[Ask, tuple[Figures, dict[str, Any]]]:
    """The figures of each digest and what is frozen of it."""
    if not asks:
        return {}
    movements = {number: movement for number, movement, _ in register.running(db)}
    codes = {number: movement.code for number, movement in movements.items()}
    labels = digest_card.labels_of(movements)
    found = count(db, asks, day, zone, codes, tree)
    return {ask: (each, digest_card.content_of(each, labels, zone)) for ask, each in found.items()}


def _decided(staff: Staff, morning: Morning, now: datetime) -> tuple[str, datetime]:
    """queued and when it may leave, or skipped: too late, or it could only be told too late."""
    due_at = staff.calendar.next_open(now, staff.wishes[morning.person].quiet)
    return "skipped" if due_at - morning.planned > LATEST else "queued", due_at


def _entry(morning: Morning, kind: str, state: str, due_at: datetime) -> Entry:
    """The first that speaks is queued, what is due with it is folded into it."""
    folded = state == "queued" and kind != morning.speaking[0]
    said = "folded" if folded else state
    return Entry(kind, morning.person, slot_of(kind, morning.day), said, morning.planned, due_at, morning.kinds[kind])


def _ask(tree: Tree, staff: Staff, morning: Morning, first: Mapping[tuple[int, str], date]) -> Ask:
    """One digest for all that is due: of all their units, from the earliest end of what was told."""
    who, units = morning.person, frozenset[int]().union(*(morning.kinds[kind] for kind in morning.speaking))
    until = morning.planned - SETTLES
    begins = min(staff.told_until(who, kind, first[who, kind]) for kind in morning.speaking) - SETTLES
    return Ask(tree.tops(units), RHYTHMS[morning.speaking[0]], min(max(begins, until - LONGEST), until), until)


def _together(entries: Sequence[Entry]) -> Iterator[tuple[Entry, ...]]:
    return (tuple(entries[start : start + TOGETHER]) for start in range(0, len(entries), TOGETHER))


# --- entering it ----------------------------------------------------------------------------------------------------------


def pieces(plan: Plan) -> Iterator[Plan]:
    """The plan in parts small enough for one transaction each: a digest with its messages, or rows that say nothing."""
    return (Plan(plan.at, (each,)) for each in plan.tellings)


def enter(db: Connection, texts: Texts, zone: tzinfo, piece: Plan) -> int:
    """Write one of the plan's `pieces`; gives how many messages were queued.

    What another process entered stays as it is; whose role has changed since the plan is left to the next one.
    """
    return sum(_enter(db, texts, each, piece.at, piece.at.astimezone(zone).date()) for each in piece.tellings)


def _enter(db: Connection, texts: Texts, telling: Telling, now: datetime, today: date) -> int:
    persons = {each.person for each in telling.entries}
    places, known = people.places_of(db, persons), people.known(db, persons)
    held = digests.holding(db, RHYTHMS, persons, today)
    entries = [each for each in telling.entries if each.person in places and each.person in known]
    entries = [each for each in entries if held.get((each.person, each.kind)) == each.units]
    fresh = ledger.enter(db, [each.row(now) for each in entries])
    speaking = [entries[place] for place in sorted(fresh) if entries[place].state == "queued"]
    if telling.figures is None or not speaking:
        return 0
    kept = digests.keep(db, telling.figures, telling.content, now)
    languages = {known[each.person].language for each in speaking}
    said = {language: digest_card.message(kept, texts, language).as_json() for language in languages}
    rows = []
    for each in speaking:
        channel, address = places[each.person]
        row = {"key": each.key, "channel": channel, "address": address, "kind": "digest"}
        rows.append({**row, "body": said[known[each.person].language], "due_at": each.due_at})
    outbox.put(db, rows)
    return len(rows)
