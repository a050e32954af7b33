"""The ledger of what the clock decided to say (`storage.tables.Reminder`): entered once, taken back while it has not left.

A row says that one thing was decided for one person and slot. What was taken back (`withdrawn`) is free to be decided
again: entering it anew revives the row, and of two processes that do so only one finds it still withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
    update,
)

from storage.outbox import NOT_LEFT, words
from storage.tables import Deadline, Outbox, Reminder, of
from storage.upsert import upsert

reminder, outbox, deadline = of(Reminder), of(Outbox), of(Deadline)

OF_DEADLINES = ("deadline", "moved", "above")  # kinds whose subject is a deadline and a unit
CHUNK = 400  # of rows, names or ranges in one statement
WITHDRAWN = "withdrawn"  # in the place of a slot's date: told that the deadline is no more


def subject_of(deadline: int, unit: int) -> str:
    return f"deadline:{deadline}/unit:{unit}"


def unit_of(subject: str) -> tuple[int, int]:
    """The deadline and the unit a subject names."""
    deadline, unit = subject.removeprefix("deadline:").split("/unit:")
    return int(deadline), int(unit)


def date_of(slot: str) -> date | None:
    """The due date a slot of a deadline speaks of; None when it says that the deadline is no more."""
    head = slot.partition("/")[0]
    return None if head == WITHDRAWN else date.fromisoformat(head)


# --- entering -------------------------------------------------------------------------------------------------------------

_new = upsert(reminder)
_given = {name: _new.excluded[name] for name in ("state", "planned_for", "at", "outbox_key")}
ENTER = _new.on_conflict_do_update(
    index_elements=["kind", "subject", "person_id", "slot"], set_=_given, where=reminder.c.state == "withdrawn"
).returning(reminder.c.kind, reminder.c.subject, reminder.c.person_id, reminder.c.slot)


def enter(db: Connection, rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """Enter {kind, subject, person_id, slot, state, planned_for, at, outbox_key?}; gives the places of those that were new.

    A row that is there already changes nothing, unless it had been withdrawn.
    """
    full = [{"outbox_key": None, **row} for row in rows]
    places = {_key(row): place for place, row in enumerate(full)}
    fresh: set[int] = set()
    for some in _chunks(full):
        fresh.update(places[row.kind, row.subject, row.person_id, row.slot] for row in db.execute(ENTER, some))
    return fresh


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["kind"], row["subject"], row["person_id"], row["slot"]


def _chunks(every: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))


# --- taking back ----------------------------------------------------------------------------------------------------------


def withdraw(db: Connection, keys: Iterable[str], now: datetime) -> set[str]:
    """Take back messages that have not left; gives the keys of those. Whatever they said may be decided again."""
    taken: set[str] = set()
    for some in _chunks(sorted(set(keys))):
        left = delete(outbox).where(outbox.c.key.in_(some), outbox.c.state.in_(NOT_LEFT)).returning(outbox.c.key)
        taken.update(db.execute(left).scalars())
    for some in _chunks(sorted(taken)):
        db.execute(
            update(reminder).where(reminder.c.outbox_key.in_(some)).values(state="withdrawn", outbox_key=None, at=now)
        )
    return taken


def settle(db: Connection, deadline: int, unit: int, now: datetime) -> None:
    """A unit has done what it owed: what has not left about it is taken back. The next tick says the rest of a message that
    named other units, too."""
    keys = db.execute(
        select(reminder.c.outbox_key).where(
            reminder.c.kind.in_(OF_DEADLINES),
            reminder.c.subject == subject_of(deadline, unit),
            reminder.c.state == "queued",
            reminder.c.outbox_key.is_not(None),
        )
    )
    withdraw(db, keys.scalars(), now)


# --- reading --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row whose message is still in the outbox."""

    kind: str
    subject: str
    person_id: int
    slot: str
    at: datetime
    outbox_key: str


def waiting(db: Connection, kinds: Iterable[str]) -> list[Waiting]:
    """What was said and has not left, in the order in which it was decided."""
    # In the words of the indexes of what is due and of what is kept (storage.tables.Outbox).
    due, kept = (outbox.c.state == words(state)[0] for state in NOT_LEFT)
    reminders = select(outbox.c.key).where(outbox.c.kind == "reminder")
    left = union_all(reminders.where(due, outbox.c.kind.not_in(words("reply", "notice"))), reminders.where(kept))
    columns = (reminder.c.id, *(reminder.c[name] for name in Waiting.__slots__))
    rows = db.execute(select(*columns).where(reminder.c.outbox_key.in_(left), reminder.c.state == "queued"))
    # Kinds and order are seen to here: asked for them, SQLite would go through the whole ledger.
    wanted = {*kinds}
    return [Waiting(*row[1:]) for row in sorted(rows, key=itemgetter(0)) if row.kind in wanted]


def entered(
    db: Connection, kind: str, slots: Mapping[int, Iterable[str]], *, by: datetime | None = None
) -> set[tuple[str, int, str]]:
    """deadline → slots: (subject, person, slot) of those that stand in the ledger, or stood in it at an earlier moment."""
    then = true() if by is None else reminder.c.at <= by
    found: set[tuple[str, int, str]] = set()
    for some in _chunks([(number, sorted(names)) for number, names in slots.items() if names]):
        ranges = or_(*(and_(_about(number), reminder.c.slot.in_(names)) for number, names in some))
        rows = db.execute(
            select(reminder.c.subject, reminder.c.person_id, reminder.c.slot).where(
                reminder.c.kind == kind, reminder.c.state != "withdrawn", ranges, then
            )
        )
        found.update(map(tuple, rows.all()))
    return found


def _about(deadline: int) -> ColumnElement[bool]:
    """Rows of a deadline, whatever the unit: a span of the index (";" follows ":")."""
    start = f"deadline:{deadline}/unit"
    return and_(reminder.c.subject >= f"{start}:", reminder.c.subject < f"{start};")


@dataclass(frozen=True, slots=True)
class Told:
    """The due date somebody was told last for a unit, and it is not the one that holds."""

    subject: str
    person_id: int
    date: date | None  # None: that the deadline is no more
    corrections: int  # rows of the kind `moved` there are about it


def _told_otherwise() -> Select[Any]:
    """Of those who were told a date that does not hold, the last row that told them one.

    Built once: each deadline is joined to the span of the index that is about it (";" follows ":").
    """
    head = literal("deadline:").concat(cast(deadline.c.id, String)).concat("/unit")
    about = and_(reminder.c.subject >= head.concat(":"), reminder.c.subject < head.concat(";"))
    date_ = case((deadline.c.state == "withdrawn", literal(WITHDRAWN)), else_=cast(deadline.c.due, String))
    false = ~reminder.c.slot.between(date_.concat("/"), date_.concat("0"))  # "0" follows "/"
    spoken = and_(reminder.c.kind.in_(("deadline", "moved")), reminder.c.state == "queued")
    which = deadline.c.id.in_(bindparam("numbers", expanding=True))
    stale = select(reminder.c.subject).select_from(deadline).join(reminder, about).where(which, spoken, false)
    left = or_(outbox.c.state.is_(None), outbox.c.state.not_in(NOT_LEFT), ~false)
    last = (
        select(func.max(reminder.c.id))
        .select_from(deadline)
        .join(reminder, about)
        .join(outbox, outbox.c.key == reminder.c.outbox_key, isouter=True)
        .where(which, spoken, reminder.c.subject.in_(stale), left)
        .group_by(reminder.c.subject, reminder.c.person_id)
    )
    others = reminder.alias("others")
    same = and_(others.c.subject == reminder.c.subject, others.c.person_id == reminder.c.person_id)
    corrections = select(func.count()).where(others.c.kind == "moved", same).scalar_subquery()
    return (
        select(reminder.c.subject, reminder.c.person_id, reminder.c.slot, corrections)
        .select_from(deadline)
        .join(reminder, about)
        .where(which, reminder.c.id.in_(last), false)
        .order_by(reminder.c.subject, reminder.c.person_id)
    )


TOLD_OTHERWISE = _told_otherwise()


def told_otherwise(db: Connection, deadlines: Iterable[int]) -> list[Told]:
    """Who was told another date of these deadlines last than the one that holds.

    What has not left counts only where it says the truth: the rest is about to be taken back.
    """
    rows = db.execute(TOLD_OTHERWISE, {"numbers": list(deadlines)})
    return [Told(subject, who, date_of(slot), count) for subject, who, slot, count in rows]


def reminded(db: Connection, deadline: int, units: Iterable[int], due: date) -> dict[int, dict[int, int]]:
    """unit → person → how often they were reminded of this due date."""
    found: dict[int, dict[int, int]] = {unit: {} for unit in units}
    for some in _chunks([subject_of(deadline, unit) for unit in found]):
        rows = db.execute(
            select(reminder.c.subject, reminder.c.person_id, func.count())
            .where(
                reminder.c.kind == "deadline",
                reminder.c.subject.in_(some),
                reminder.c.state == "queued",
                reminder.c.slot.startswith(f"{due}/", autoescape=True),
            )
            .group_by(reminder.c.subject, reminder.c.person_id)
        )
        for subject, who, count in rows:
            found[unit_of(subject)[1]][who] = count
    return found
