"""The one way out: every message is a row before it leaves. Replies go before bulk, and in order for each person.

Whoever has a reply waiting is served first. What was queued for them before it goes out before it: order within an address
is never broken, but for one thing: a broadcast, which belongs to nobody's talk, is overtaken by answers and notices, so
that ten thousand of them delay none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    not_,
    select,
    true,
    union_all,
    update,
)

from storage.tables import Outbox, of
from storage.upsert import upsert

outbox = of(Outbox)

# What is sent again when the channel left the outcome uncertain (reliability: a reply may come twice, a reminder must not).
SENT_AGAIN = ("reply", "notice")
NOT_LEFT = ("due", "kept")  # states of what may still be taken back
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
    bulk: bool = False  # it waits for nobody's answer, so it leaves room for those that do


PUT = upsert(outbox).on_conflict_do_nothing(index_elements=["key"])


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


def words(*names: str) -> list[Any]:
    """Constants written out in the statement: SQLite finds a partial index only by the words of its condition."""
    return [literal_column(f"'{name}'") for name in names]


NOW: Any = bindparam("now", type_=outbox.c.due_at.type)
CHANNEL: Any = bindparam("channel")
MOST: Any = bindparam("most")
DUE = outbox.c.state == words("due")[0]
LANES = {  # in the order in which they are served, in the words of their indexes (storage.tables.Outbox)
    "reply": outbox.c.kind == words("reply")[0],
    "notice": outbox.c.kind == words("notice")[0],
    "bulk": outbox.c.kind.not_in(words(*SENT_AGAIN)),
}


def _in_line(row: Any) -> ColumnElement[bool]:
    """Waiting rows of an address that nothing may overtake: not one that is to be tried again, not an album's reply that
    waits for the next photo. Only what was queued for a later hour from the start lets others pass."""
    return and_(
        row.c.channel == outbox.c.channel,
        row.c.address == outbox.c.address,
        row.c.state.in_(words("due", "sending")),
        (row.c.due_at <= NOW) | (row.c.tries > 0) | (row.c.kind == "reply"),
    )


def _before_an_answer(row: Any) -> ColumnElement[bool]:
    """The same for an answer or a notice: a broadcast that has not set out is let behind."""
    return and_(_in_line(row), not_(and_(row.c.kind == "broadcast", row.c.state == "due")))


def _heads(lane: str) -> Select[Any]:
    """Of each address with a row of this lane waiting, the first that must leave before it, or itself; by who waits longest."""
    earlier, before, head = outbox.alias("earlier"), outbox.alias("before"), outbox.alias("head")
    first = ~exists().where(_before_an_answer(earlier), earlier.c.id < outbox.c.id, earlier.c.kind == lane)
    ahead = select(func.min(before.c.id)).where(_before_an_answer(before), before.c.id <= outbox.c.id).scalar_subquery()
    return (
        select(head.c.id, head.c.address, head.c.kind, head.c.tries)
        .select_from(outbox)
        .join(head, head.c.id == ahead)
        .where(outbox.c.channel == CHANNEL, DUE, LANES[lane], outbox.c.due_at <= NOW, first)
        .where(head.c.state == "due", head.c.due_at <= NOW)
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(MOST)
    )


def _bulk() -> Select[Any]:
    earlier = outbox.alias("earlier")
    return (
        select(outbox.c.id, outbox.c.address, outbox.c.kind, outbox.c.tries)
        .where(outbox.c.channel == CHANNEL, DUE, LANES["bulk"], outbox.c.due_at <= NOW)
        .where(~exists().where(_in_line(earlier), earlier.c.id < outbox.c.id))
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(MOST)
    )


HEADS = [_heads("reply"), _heads("notice")]
BULK = _bulk()
NEXT_DUE = union_all(
    *(
        select(func.min(outbox.c.due_at)).where(outbox.c.channel == CHANNEL, DUE, lane, outbox.c.due_at > NOW)
        for lane in LANES.values()
    )
)


def due(db: Connection, channel: str, now: datetime, most: int, *, bulk: bool = True) -> list[Departure]:
    """What may leave now: due, and first of its address, one row an address. First who waits for a reply, then who waits
    for a notice, then, when `bulk` is wanted, the rest; at most `most` of each."""
    given = {"channel": channel, "now": now, "most": most}
    found: dict[str, Departure] = {}
    for heads in HEADS:
        for row in db.execute(heads, given):
            found.setdefault(row.address, Departure(*row))
    if bulk and len(found) < most:
        for row in db.execute(BULK, given):
            found.setdefault(row.address, Departure(row.id, row.address, row.kind, row.tries, bulk=True))
    return list(found.values())


def next_due(db: Connection, channel: str, now: datetime) -> datetime | None:
    """When the next row of the channel becomes due after `now`; None when none will."""
    found = db.execute(NEXT_DUE, {"channel": channel, "now": now}).scalars()
    return min((moment for moment in found if moment is not None), default=None)


def claim(db: Connection, ids: Sequence[int], fence: int = 0) -> dict[int, dict[str, Any]]:
    """Mark rows as on their way, before the network is touched; gives the bodies of those that were still due. The fence says
    who did: under which holding of the channel's lease."""
    taken = db.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.state == "due")
        .values(state="sending", fence=fence)
        .returning(outbox.c.id, outbox.c.body)
    )
    return dict(taken.all())


def newest(db: Connection) -> dict[str, Any] | None:
    """The body of the newest row. Raises WrongKey when the key does not fit this database."""
    found: dict[str, Any] | None = db.execute(select(outbox.c.body).order_by(outbox.c.id.desc()).limit(1)).scalar()
    return found


MARK = (
    update(outbox)
    .where(outbox.c.id == bindparam("row"), outbox.c.state == "sending", outbox.c.fence == bindparam("under"))
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
    """{row, under, now_state, again_at, at, provider, why, tried}: what became of rows that were on their way under a fence.
    Of a row that somebody else has looked after meanwhile nothing is said any more."""
    if marks:
        db.execute(MARK, marks)


def recover(db: Connection, now: datetime, channel: str, fence: int = 0) -> tuple[int, int]:
    """Who begins to send on a channel finds rows on their way that another left, who crashed or was frozen: they are
    uncertain. Replies go again; the rest is shown as unconfirmed. What bears our own fence is ours; who is alone has none.

    A reply that would wait longer than any of ours ever does was dated by a clock that was wrong: it waits no more.
    """
    here = and_(outbox.c.channel == channel, outbox.c.fence != fence if fence else true())
    line = outbox.c.state.in_(words("due", "sending"))  # in the words of an index
    left = and_(line, outbox.c.state == "sending", here)
    again = db.execute(
        update(outbox)
        .where(left, outbox.c.kind.in_(SENT_AGAIN))
        .values(state="due", due_at=now, tries=outbox.c.tries + 1)
    )
    unsure = db.execute(
        update(outbox).where(left).values(state="unconfirmed", tries=outbox.c.tries + 1, error="process ended")
    )
    late = (DUE, LANES["reply"], outbox.c.channel == channel, outbox.c.due_at > now + LONGEST_WAIT)
    db.execute(update(outbox).where(*late).values(due_at=now))
    return again.rowcount, unsure.rowcount


def gone(db: Connection, channel: str, address: str) -> int:
    """Nobody reads there any more: what waits is closed, never retried."""
    closed = db.execute(
        update(outbox)
        .where(outbox.c.channel == channel, outbox.c.address == address, outbox.c.state.in_(NOT_LEFT))
        .values(state="gone")
    )
    return closed.rowcount


def counts(db: Connection) -> dict[str, int]:
    """How many rows stand in each state, for doctor and health."""
    return dict(db.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state)).all())


def reword(db: Connection, number: int, fence: int, body: dict[str, Any]) -> None:
    """A row that named a paper now carries the file that was made of it."""
    db.execute(update(outbox).where(outbox.c.id == number, outbox.c.fence == fence).values(body=body))


def sent_after(db: Connection, channel: str, address: str, after: int) -> list[tuple[int, dict[str, Any]]]:
    """(id, body) of what was sent to an address after a row, oldest first: a transcript to read on."""
    rows = db.execute(
        select(outbox.c.id, outbox.c.body)
        .where(outbox.c.channel == channel, outbox.c.address == address, outbox.c.state == "sent", outbox.c.id > after)
        .order_by(outbox.c.id)
    )
    return [(number, body) for number, body in rows]


def answering(db: Connection, channel: str, address: str) -> bool:
    """Is an answer still on its way to somebody?"""
    here = (outbox.c.channel == channel, outbox.c.address == address, outbox.c.kind == "reply")
    on_its_way = outbox.c.state.in_(words("due", "sending"))  # in the words of an index
    return db.execute(select(outbox.c.id).where(*here, on_its_way).limit(1)).first() is not None
