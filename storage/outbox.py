"""The one way out: every message is a row before it leaves. Replies go before bulk, and in order for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, exists, func, insert, select, update
from sqlalchemy.dialects import sqlite

from storage.tables import Outbox, of

outbox = of(Outbox)

# What is sent again when the channel left the outcome uncertain (reliability: a reply may come twice, a reminder must not).
SENT_AGAIN = ("reply", "notice")
LONGEST_WAIT = timedelta(
    hours=1
)  # of a reply: for an album's next photo, for another try, for what a channel asks us to


@dataclass(frozen=True, slots=True)
class Departure:
    """A row that may leave. Its words are not read before it is claimed: opening sealed words is the dear part."""

    id: int
    address: str
    kind: str
    tries: int


PUT = sqlite.insert(outbox).on_conflict_do_nothing(index_elements=["key"])


def put(db: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Queue messages: {key, channel, address, body, due_at, kind?, state?}. A key that is there already adds nothing."""
    if not rows:
        return
    full = [{"kind": "reply", "state": "due", "tries": 0, "sent_at": None, **row} for row in rows]
    db.execute(PUT, full)


def put_off(db: Connection, row: dict[str, Any]) -> bool:
    """Queue a message or, while it has not left, replace its words and its moment. False when it has left already."""
    moved = db.execute(
        update(outbox)
        .where(outbox.c.key == row["key"], outbox.c.state == "due", outbox.c.tries == 0)
        .values(body=row["body"], due_at=row["due_at"])
    )
    if moved.rowcount:
        return True
    if db.execute(select(outbox.c.id).where(outbox.c.key == row["key"])).first():
        return False
    db.execute(insert(outbox).values(kind="reply", state="due", tries=0, **row))
    return True


EARLIER = outbox.alias()
BLOCKED = exists().where(
    and_(
        EARLIER.c.channel == outbox.c.channel,
        EARLIER.c.address == outbox.c.address,
        EARLIER.c.id < outbox.c.id,
        EARLIER.c.state.in_(("due", "sending")),
        (EARLIER.c.due_at <= bindparam("now")) | (EARLIER.c.tries > 0) | (EARLIER.c.kind == "reply"),
    )
)
DUE = (
    select(outbox.c.id, outbox.c.address, outbox.c.kind, outbox.c.tries)
    .where(
        outbox.c.channel == bindparam("channel"),
        outbox.c.state == "due",
        outbox.c.due_at <= bindparam("now"),
        ~BLOCKED,
    )
    .order_by(case((outbox.c.kind.in_(SENT_AGAIN), 0), else_=1), outbox.c.id)
    .limit(bindparam("most"))
)
NEXT_DUE = select(func.min(outbox.c.due_at)).where(
    outbox.c.channel == bindparam("channel"), outbox.c.state == "due", outbox.c.due_at > bindparam("now")
)


def due(db: Connection, channel: str, now: datetime, most: int) -> list[Departure]:
    """What may leave now, replies first: due, and first of its address.

    Nothing overtakes: not a row that waits to be tried again, not an album's reply that waits for the next photo. Only
    what was queued for a later hour from the start (a notice for the morning) lets others pass.
    """
    return [Departure(*row) for row in db.execute(DUE, {"channel": channel, "now": now, "most": most})]


def next_due(db: Connection, channel: str, now: datetime) -> datetime | None:
    """When the next row of the channel becomes due after `now`; None when none will."""
    found: datetime | None = db.execute(NEXT_DUE, {"channel": channel, "now": now}).scalar()
    return found


def claim(db: Connection, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Mark rows as on their way, before the network is touched; gives the bodies of those that were still due."""
    taken = db.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.state == "due")
        .values(state="sending")
        .returning(outbox.c.id, outbox.c.body)
    )
    return dict(taken.all())


def newest(db: Connection) -> dict[str, Any] | None:
    """The body of the newest row. Raises WrongKey when the key does not fit this database."""
    found: dict[str, Any] | None = db.execute(select(outbox.c.body).order_by(outbox.c.id.desc()).limit(1)).scalar()
    return found


MARK = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"))
    .values(
        state=bindparam("now_state"),
        due_at=func.coalesce(bindparam("again_at", type_=outbox.c.due_at.type), outbox.c.due_at),
        tries=bindparam("tried"),
        sent_at=bindparam("at", type_=outbox.c.sent_at.type),
        provider_id=bindparam("provider"),
        error=bindparam("why"),
    )
)


def mark(db: Connection, marks: Sequence[dict[str, Any]]) -> None:
    """{row, now_state, again_at, at, provider, why, tried}: what became of rows that were on their way."""
    if marks:
        db.execute(MARK, marks)


def recover(db: Connection, now: datetime) -> tuple[int, int]:
    """After a crash: rows that were on their way are uncertain. Replies go again; the rest is shown as unconfirmed.

    A reply that would wait longer than any of ours ever does was dated by a clock that was wrong: it waits no more.
    """
    again = db.execute(
        update(outbox)
        .where(outbox.c.state == "sending", outbox.c.kind.in_(SENT_AGAIN))
        .values(state="due", due_at=now, tries=outbox.c.tries + 1)
    )
    unsure = db.execute(
        update(outbox).where(outbox.c.state == "sending").values(state="unconfirmed", error="process ended")
    )
    db.execute(
        update(outbox)
        .where(outbox.c.state == "due", outbox.c.kind == "reply", outbox.c.due_at > now + LONGEST_WAIT)
        .values(due_at=now)
    )
    return again.rowcount, unsure.rowcount


def gone(db: Connection, channel: str, address: str) -> int:
    """Nobody reads there any more: what waits is closed, never retried."""
    closed = db.execute(
        update(outbox)
        .where(outbox.c.channel == channel, outbox.c.address == address, outbox.c.state == "due")
        .values(state="gone")
    )
    return closed.rowcount


def counts(db: Connection) -> dict[str, int]:
    """How many rows stand in each state, for doctor and health."""
    return dict(db.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state)).all())


def reword(db: Connection, number: int, body: dict[str, Any]) -> None:
    """A row that named a paper now carries the file that was made of it."""
    db.execute(update(outbox).where(outbox.c.id == number).values(body=body))


def sent_after(db: Connection, channel: str, address: str, after: int) -> list[tuple[int, dict[str, Any]]]:
    """(id, body) of what was sent to an address after a row, oldest first: a transcript to read on."""
    rows = db.execute(
        select(outbox.c.id, outbox.c.body)
        .where(outbox.c.channel == channel, outbox.c.address == address, outbox.c.state == "sent", outbox.c.id > after)
        .order_by(outbox.c.id)
    )
    return [(number, body) for number, body in rows]
