"""What became of messages, for the officers whose members they were for: what waits, what nobody can vouch for, and who
cannot be reached any more (R45: always within the officer's units, and in the query).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, literal, literal_column, select, update

from storage import roles
from storage.outbox import words
from storage.people import audit
from storage.tables import Address, Outbox, Person, Reminder, of

outbox, address, person, ledger = of(Outbox), of(Address), of(Person), of(Reminder)

ACT = "delivery"
LATELY = timedelta(days=7)
MOST = 500  # unconfirmed messages of one list; the next ones come when these are settled

WAITING = outbox.c.state.in_(words("due", "sending"))
KEPT = outbox.c.state == words("kept")[0]
UNCONFIRMED = outbox.c.state == words("unconfirmed")[0]
TOLD = (outbox.c.state == words("sent")[0]) & outbox.c.kind.not_in(words("reply", "own"))  # in the words of an index


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A message of which the channel left open whether it arrived."""

    id: int
    person_id: int
    name: str
    kind: str
    at: datetime  # when it was due


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A member all of whose addresses are gone, the last one at `since`."""

    person_id: int
    name: str
    unit_id: int
    since: datetime


def _of_people(*columns: Any) -> Select[Any]:
    """Outbox rows with the member they are for."""
    here = (address.c.channel == outbox.c.channel) & (address.c.address == outbox.c.address)
    return select(*columns).select_from(outbox).join(address, here).join(person, person.c.id == address.c.person_id)


def _within(who: int, day: date) -> ColumnElement[bool]:
    covered = roles.reach(who, ACT, day)
    return person.c.unit_id.in_(select(covered.c.unit_id))


def waiting(db: Connection, who: int, day: date) -> int:
    """Messages that are on their way to the officer's members."""
    return _count(db, WAITING & _within(who, day))


def kept(db: Connection, who: int, day: date) -> int:
    """The officer's members for whom something waits till they write, because their channel lets nothing through before
    (`storage.windows`)."""
    people = _of_people(func.count(person.c.id.distinct())).where(KEPT, _within(who, day))
    number: int = db.execute(people).scalar_one()
    return number


def told(db: Connection, who: int, day: date, now: datetime) -> int:
    """Notices, reminders, digests and broadcasts that went out to them in the last seven days; answers are not counted."""
    return _count(db, TOLD & (outbox.c.sent_at > now - LATELY) & _within(who, day))


def _count(db: Connection, which: ColumnElement[bool]) -> int:
    number: int = db.execute(_of_people(func.count()).where(which)).scalar_one()
    return number


def unconfirmed(db: Connection, who: int, day: date) -> list[Unconfirmed]:
    """What stays uncertain, the oldest first, at most MOST."""
    columns = (outbox.c.id, person.c.id, person.c.name, outbox.c.kind, outbox.c.due_at)
    rows = db.execute(_of_people(*columns).where(UNCONFIRMED, _within(who, day)).order_by(outbox.c.id).limit(MOST))
    return [Unconfirmed(*row) for row in rows]


def send_again(db: Connection, who: int, day: date, rows: Sequence[int], now: datetime) -> int:
    """Send these unconfirmed messages again, at once; gives how many really were unconfirmed and within the officer's units.

    It is the same row with the same key: the ledger of reminders still knows it, and `tries` still says how often it may
    have arrived.
    """
    mine = _of_people(outbox.c.id).where(UNCONFIRMED, outbox.c.id.in_(rows[:MOST]), _within(who, day))
    again = (
        db.execute(
            update(outbox)
            .where(outbox.c.id.in_(mine))
            .values(state="due", due_at=now, error=None)
            .returning(outbox.c.id)
        )
        .scalars()
        .all()
    )
    for number in again:
        audit(db, who, "send-again", f"outbox:{number}", now)
    return len(again)


# --- who cannot be reached ------------------------------------------------------------------------------------------------


def _lost() -> Select[Any]:
    """Joined members without an open address, and since when: the moment the last one went. An address that was marked
    before that moment was kept counts from when it was last seen."""
    other = address.alias()
    still = exists().where(other.c.person_id == person.c.id, other.c.state == "open")
    since = func.max(func.coalesce(address.c.gone_at, address.c.seen_at), type_=address.c.seen_at.type).label("since")
    return (
        select(person.c.id, person.c.name, person.c.unit_id, since)
        .select_from(address)
        .join(person, person.c.id == address.c.person_id)
        .where(address.c.state == "gone", person.c.joined_at.is_not(None), person.c.unit_id.is_not(None), ~still)
        .group_by(person.c.id, person.c.name, person.c.unit_id)
    )


def unreachable(db: Connection, who: int, day: date) -> list[Unreachable]:
    """The officer's members whom nothing reaches any more, who was lost last first."""
    rows = db.execute(_lost().where(_within(who, day)).order_by(literal_column("since").desc(), person.c.id))
    return [Unreachable(*row) for row in rows]


def newly_unreachable(db: Connection) -> list[tuple[int, int, datetime]]:
    """(person id, unit id, gone at) of those nobody has been told of since: no row of the ledger of that kind, for that
    person, decided since they were lost."""
    lost = _lost().subquery()
    subject = literal("person:").concat(lost.c.id)
    known = exists().where(ledger.c.kind == "unreachable", ledger.c.subject == subject, ledger.c.at >= lost.c.since)
    rows = db.execute(select(lost.c.id, lost.c.unit_id, lost.c.since).where(~known).order_by(lost.c.id))
    return [(number, unit_id, since) for number, unit_id, since in rows]
