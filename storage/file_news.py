"""What nobody has been told yet of nomination files: those that came to wait at a desk, those that lie there too long, and what
became of a file since its opener saw it (R29, R30).

As `untold` and `stuck` for reports: set queries only, a constant number of them; the ledger says what was told; old news is
not told any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from storage.award_tables import Nomination, NominationHistory, Nominee
from storage.lanes import lanes
from storage.nominations import MOVES, PREPARED
from storage.stuck import turn_of
from storage.tables import Reminder, of
from storage.untold import MOST, WITHIN, Stand, told_of

nomination, history, nominee, ledger = of(Nomination), of(NominationHistory), of(Nominee), of(Reminder)

CAME, LATE, ABOVE, STEPS = "files", "files-late", "files-above", "file-steps"  # kinds of the ledger
COMINGS = tuple(act for act, rule in MOVES.items() if rule.waits and act != "open")  # forward, to-council, return
TOLD = ("return", "to-council", "decide", "refuse", "close", "carry")  # what the opener of a file hears of
AT_DESK = nomination.c.state.in_(("draft", "sent", "returned", "council"))  # in the words of ix_nomination_at_desk
DAYS: Mapping[str, str] = {LATE: "remind_after", ABOVE: "above_after"}  # kind → the days of its lane
# What is late: a draft is its own unit's business, a council meets when it meets.
LYING: Mapping[str, tuple[str, ...]] = {LATE: ("draft", "sent", "returned"), ABOVE: ("sent", "returned")}


def subject(number: int) -> str:
    """The ledger's subject of a file."""
    return f"nomination:{number}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file at a desk: how it came, by whom, and who was told of it in this kind of the ledger."""

    id: int
    desk_unit_id: int
    person_id: int  # who opened it
    stand: Stand
    named: frozenset[int]  # nominated in it: none of them passes it on, once it has left its unit
    told: Mapping[int, datetime]  # person → when
    heard: Mapping[int, datetime]  # person → when they were told that it came
    how: str  # open, forward, to-council or return
    by: int | None
    note: str

    @property
    def slot(self) -> str:
        return turn_of(self.stand.turn)

    @property
    def besides(self) -> frozenset[int]:
        return frozenset() if self.stand.state in PREPARED else self.named

    def is_news(self, who: int, granted_at: datetime, now: datetime) -> bool:
        """They have yet to hear that it came, or heard so less than a day ago: nobody is reminded of news."""
        heard = self.heard.get(who)
        if heard is not None:
            return now - heard < timedelta(days=1)
        return self.how != "open" and who not in (self.by, self.person_id) and granted_at <= self.stand.since


def came(db: Connection, now: datetime) -> list[Waiting]:
    """Files that came to wait, who waits longest first."""
    lately = nomination.c.state.in_(("sent", "returned", "council")) & (nomination.c.waits_since > now - WITHIN)
    return [each for each in _waiting(db, CAME, lately) if each.how in COMINGS and each.stand.since <= now]


def late(db: Connection, kind: str, now: datetime) -> list[Waiting]:
    """Files that lie at a desk longer than their lane says; what has been late for longer than a holiday is left to the list."""
    over = or_(
        *(
            (nomination.c.kind == lane.kind) & nomination.c.waits_since.between(first - WITHIN, first)
            for lane in lanes().values()
            for first in [now - timedelta(days=getattr(lane, DAYS[kind]), microseconds=1)]
        )
    )
    return _waiting(db, kind, and_(nomination.c.state.in_(LYING[kind]), over))


def _waiting(db: Connection, kind: str, condition: ColumnElement[bool]) -> list[Waiting]:
    names = ("id", "desk_unit_id", "person_id", "state", "turn", "waits_since")
    rows = db.execute(
        select(*(nomination.c[name] for name in names))
        .where(AT_DESK, condition)
        .order_by(nomination.c.waits_since, nomination.c.id)
    ).all()[-MOST:]
    if not rows:
        return []
    numbers = [row.id for row in rows]
    steps, named = _comings(db, numbers), _named(db, numbers)
    slots = {subject(row.id): turn_of(row.turn) for row in rows}
    told = told_of(db, kind, slots)
    heard = told if kind == CAME else told_of(db, CAME, slots)
    return [
        Waiting(
            number,
            desk,
            opener,
            Stand(*stand),
            frozenset(named.get(number, ())),
            told.get(subject(number), {}),
            heard.get(subject(number), {}),
            *steps.get(number, ("open", None, "")),
        )
        for number, desk, opener, *stand in rows
    ]


def _comings(db: Connection, numbers: Collection[int]) -> dict[int, tuple[str, int | None, str]]:
    """How each file came to wait where it waits: act, by whom, with which words."""
    rows = db.execute(
        select(history.c.nomination_id, history.c.act, history.c.person_id, history.c.note)
        .where(history.c.nomination_id.in_(numbers), history.c.act.in_(COMINGS))
        .order_by(history.c.id)
    )
    return {number: (act, who, note) for number, act, who, note in rows}  # of each file the last one counts


def _named(db: Connection, numbers: Collection[int]) -> dict[int, set[int]]:
    rows = db.execute(
        select(nominee.c.nomination_id, nominee.c.person_ref).where(
            nominee.c.nomination_id.in_(numbers), nominee.c.person_ref.is_not(None), nominee.c.state != "left out"
        )
    )
    found: dict[int, set[int]] = {}
    for number, who in rows:
        found.setdefault(number, set()).add(who)
    return found


# --- what became of a file ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a file its opener is to hear of, as long as the file stands as the step left it."""

    id: int  # the file's
    step: int
    act: str
    at: datetime
    by: int | None
    person_id: int  # who opened it
    unit_id: int  # where it was opened
    seat_id: int | None  # in whose name the step was done
    note: str
    stand: Stand

    @property
    def slot(self) -> str:
        return f"{self.act}:{self.step}"


def steps(db: Connection, now: datetime) -> list[Step]:
    """Steps of the last weeks, the oldest first; of those that move a file only its last."""
    rows = db.execute(
        select(
            history.c.nomination_id,
            history.c.id,
            history.c.act,
            history.c.at,
            history.c.person_id.label("by"),
            nomination.c.person_id,
            nomination.c.unit_id,
            history.c.unit_id.label("seat_id"),
            history.c.note,
            nomination.c.state,
            nomination.c.turn,
            nomination.c.waits_since,
        )
        .join(nomination, nomination.c.id == history.c.nomination_id)
        .where(nomination.c.changed_at > now - WITHIN)
        .where(history.c.act.in_((*TOLD, *COMINGS)), history.c.at > now - WITHIN, history.c.at <= now)
        .order_by(history.c.id)
    ).all()[-MOST:]
    last = {row.nomination_id: row.id for row in rows if MOVES[row.act].to}
    return [
        Step(*row[:9], Stand(row.state, row.turn, row.waits_since))
        for row in rows
        if row.act in TOLD and (not MOVES[row.act].to or _stands(row, last[row.nomination_id]))
    ]


def _stands(row: Any, last: int) -> bool:
    """The file stands as this step left it."""
    return bool(row.id == last and MOVES[row.act].to == row.state)


def known_steps(db: Connection, numbers: Collection[int]) -> set[tuple[int, str, int]]:
    """(file, slot, person) of what was told of these files' steps."""
    names = {subject(number): number for number in numbers}
    rows = db.execute(
        select(ledger.c.subject, ledger.c.slot, ledger.c.person_id).where(
            ledger.c.kind == STEPS, ledger.c.subject.in_(names)
        )
    )
    return {(names[each], slot, who) for each, slot, who in rows}


def outcome(db: Connection, numbers: Collection[int]) -> dict[int, tuple[int, int]]:
    """decided file → how many of it were awarded, and how many of those who came to the decision were not.

    Who was taken out by officers before is told apart by the history: as often as somebody was left out and not added again.
    """
    states = db.execute(
        select(nominee.c.nomination_id, nominee.c.state, func.count())
        .where(nominee.c.nomination_id.in_(numbers))
        .group_by(nominee.c.nomination_id, nominee.c.state)
    )
    acts = db.execute(
        select(history.c.nomination_id, history.c.act, func.count())
        .where(history.c.nomination_id.in_(numbers), history.c.act.in_(("add", "leave-out")))
        .group_by(history.c.nomination_id, history.c.act)
    )
    people = {(number, state): count for number, state, count in states}
    done = {(number, act): count for number, act, count in acts}
    found = {}
    for number in numbers:
        awarded, out = people.get((number, "awarded"), 0), people.get((number, "left out"), 0)
        every = sum(count for (each, _), count in people.items() if each == number)
        again = max(0, done.get((number, "add"), 0) - every)
        before = max(0, done.get((number, "leave-out"), 0) - again)
        found[number] = (awarded, max(0, out - before))
    return found


# --- what a message needs -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileHead:
    """What a message says of a file, and where it stands."""

    code: str
    kind: str
    authority: str
    title: str
    year: int
    stand: Stand


def heads(db: Connection, numbers: Iterable[int]) -> dict[int, FileHead]:
    names = ("id", "code", "kind", "authority", "title", "year", "state", "turn", "waits_since")
    rows = db.execute(select(*(nomination.c[name] for name in names)).where(nomination.c.id.in_(list(numbers))))
    return {
        row.id: FileHead(
            row.code, row.kind, row.authority, row.title, row.year, Stand(row.state, row.turn, row.waits_since)
        )
        for row in rows
    }
