"""One kind word about a report that was not finished: a draft put aside, or one that stopped in the middle of the talk.

Two days after it was touched last, at an open hour, once; at most one word a person in fourteen days, and none after
thirty. Several unfinished ones are one message. Who is writing now is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select, true

from handlers import reminder_words
from handlers.reminder_plan import Entry, Plan, Row, is_open
from handlers.reminder_words import Saying
from handlers.words import Outgoing
from storage import ledger, outbox, people, preferences
from storage.calendar import Calendar
from storage.preferences import Wishes
from storage.tables import Draft, Reminder, Report, Talk, of

draft, talk, report, reminder = of(Draft), of(Talk), of(Report), of(Reminder)

KIND = "draft"
FORMS = ("report", "amend")
RESTS = timedelta(days=2)  # untouched so long, it may have been forgotten
TOO_OLD = timedelta(days=30)  # then nobody is asked about it any more
LOOKED_AT = timedelta(days=60)
APART = timedelta(days=14)  # between two words to the same person
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A report that rests. `draft` is 0 for the one that is being told."""

    subject: str
    slot: str
    person: int
    touched: datetime
    draft: int = 0


@dataclass(slots=True)
class Resting:
    """What rests, by person, with what the ledger knows of it."""

    found: Mapping[int, Sequence[Unfinished]]
    wishes: Mapping[int, Wishes]
    known: set[tuple[str, int, str]]
    told: dict[int, datetime] = field(default_factory=dict)  # person → when we last wrote about such a thing
    busy: Mapping[int, datetime] = field(default_factory=dict)  # person → until when they count as writing a report


def plan(db: Connection, now: datetime, calendar: Calendar) -> Plan:
    """Words to take back, because their report has gone on or quiet has come, and words to say now."""
    waiting = ledger.waiting(db, (KIND,))
    resting = read(db, now)
    there = {(each.subject, each.slot) for some in resting.found.values() for each in some}
    wishes = preferences.read(db, {row.person_id for row in waiting})
    stale = {
        row.outbox_key: None
        for row in waiting
        if (row.subject, row.slot) not in there or not is_open(now, calendar, wishes[row.person_id].quiet)
    }
    entries = (decide(resting, who, now, calendar) for who in resting.found)
    return Plan(now, tuple(stale), tuple(each for each in entries if each))


def read(db: Connection, now: datetime, persons: Collection[int] | None = None) -> Resting:
    """Everything that rests at a moment, of those who can be reached; of these persons only, if given."""
    every = [*_drafts(db, now, persons), *_told_halfway(db, now, persons)]
    if not every:
        return Resting({}, {}, set())
    found: dict[int, list[Unfinished]] = defaultdict(list)
    for each in sorted(every, key=lambda each: (each.touched, each.subject), reverse=True):
        found[each.person].append(each)
    reached = people.places_of(db, found).keys() & people.known(db, found).keys()
    found = {who: found[who] for who in sorted(reached)}
    resting = Resting(found, preferences.read(db, found), set(), busy=_busy(db, found))
    rows = db.execute(
        select(reminder.c.subject, reminder.c.person_id, reminder.c.slot, reminder.c.state, reminder.c.at).where(
            reminder.c.person_id.in_(list(found)), reminder.c.kind == KIND, reminder.c.state != "withdrawn"
        )
    )
    for subject, who, slot, state, at in rows:
        resting.known.add((subject, who, slot))
        if state == "queued":
            resting.told[who] = max(at, resting.told.get(who, at))
    return resting


def _of(column: ColumnElement[int], persons: Collection[int] | None) -> ColumnElement[bool]:
    return true() if persons is None else column.in_(list(persons))


def _drafts(db: Connection, now: datetime, persons: Collection[int] | None) -> list[Unfinished]:
    rows = db.execute(
        select(draft.c.id, draft.c.person_id, draft.c.updated_at).where(
            draft.c.form.in_(FORMS),
            draft.c.updated_at <= now - RESTS,
            draft.c.updated_at > now - LOOKED_AT,
            _of(draft.c.person_id, persons),
        )
    )
    return [Unfinished(f"draft:{number}", "once", who, touched, number) for number, who, touched in rows]


def _told_halfway(db: Connection, now: datetime, persons: Collection[int] | None) -> list[Unfinished]:
    """Talks that stopped in a report. Its slot names the person's last report that was sent: the next one is another."""
    last = select(func.max(report.c.id)).where(report.c.person_id == talk.c.person_id).scalar_subquery()
    rows = db.execute(
        select(talk.c.person_id, talk.c.touched_at, last).where(
            talk.c.form.in_(outbox.words(*FORMS)),  # in the words of the index of talks that rest
            talk.c.touched_at <= now - RESTS,
            talk.c.touched_at > now - LOOKED_AT,
            _of(talk.c.person_id, persons),
        )
    )
    return [Unfinished(f"talk:{who}", f"once/after:{number or 0}", who, touched) for who, touched, number in rows]


def _busy(db: Connection, persons: Iterable[int]) -> dict[int, datetime]:
    """Until when each of those who are in a report counts as writing it."""
    rows = db.execute(
        select(talk.c.person_id, talk.c.touched_at).where(
            talk.c.person_id.in_(list(persons)), talk.c.form.in_(FORMS), talk.c.touched_at.is_not(None)
        )
    )
    return {who: touched + RESTS for who, touched in rows}


def decide(resting: Resting, who: int, now: datetime, calendar: Calendar) -> Entry | None:
    """What is to be entered for a person now: the newest that rests is named, the others are folded into it."""
    mine = resting.wishes[who]
    fresh = [each for each in resting.found[who] if (each.subject, who, each.slot) not in resting.known]
    if not fresh or resting.busy.get(who, now) > now or not is_open(now, calendar, mine.quiet):
        return None
    old = [each for each in fresh if now > each.touched + TOO_OLD]
    said = [each for each in fresh if each not in old and moment(each, calendar, mine) <= now]
    muted = KIND in mine.muted
    if not muted and who in resting.told and resting.told[who] + APART > now:
        said = []
    states = [
        *("muted" if muted else "queued" for _ in said[:1]),
        *("folded" for _ in said[1:]),
        *("skipped" for _ in old),
    ]
    rows = [
        Row(KIND, each.subject, each.slot, state, moment(each, calendar, mine))
        for each, state in zip([*said, *old], states, strict=True)
    ]
    return Entry(KIND, who, now, tuple(rows), drafts=tuple(each.draft for each in said)) if rows else None


def moment(each: Unfinished, calendar: Calendar, wishes: Wishes) -> datetime:
    """The first open moment after its rest."""
    return calendar.next_open(each.touched + RESTS, wishes.quiet)


def moments(resting: Resting, who: int, calendar: Calendar) -> set[datetime]:
    """When something about a person may be decided, if nothing changes."""
    mine = resting.wishes[who]
    free = [
        *(until for until in [resting.busy.get(who)] if until),
        *(at + APART for at in [resting.told.get(who)] if at),
    ]
    over = [each.touched + TOO_OLD + MOMENT for each in resting.found[who]]
    rested = {moment(each, calendar, mine) for each in resting.found[who]}
    return rested | {calendar.next_open(at, mine.quiet) for at in (*free, *over)}


def still_true(db: Connection, entries: Sequence[Entry], at: datetime) -> list[Entry]:
    """The entries whose reports all still rest."""
    if not entries:
        return []
    resting = read(db, at, {entry.person for entry in entries})
    there = {(each.subject, each.slot) for some in resting.found.values() for each in some}
    return [entry for entry in entries if all((row.subject, row.slot) in there for row in entry.rows)]


def words(db: Connection, say: Saying, entry: Entry) -> Outgoing:
    numbers = [number for number in entry.drafts if number]
    titles: dict[int, str] = dict(db.execute(select(draft.c.id, draft.c.title).where(draft.c.id.in_(numbers))).all())
    first = entry.drafts[0]
    return reminder_words.nudge(say, [titles.get(number, "") for number in entry.drafts], first or None)
