"""Messages that are kept because the channel lets nothing through till the person writes (`storage.windows`).

When they do, what was kept goes out before the answer, and the answer's question stands last. It does not pour out: weeks of
reminders are no news. A notice says something of its own about one report or file and is never folded into another, but more
than ten at once nobody reads: all of them stand in "my reports". Of everything else only the newest of its kind still says
how things are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, or_, select, update

from storage.outbox import words
from storage.people import Place
from storage.tables import Address, Outbox, of

outbox, address = of(Outbox), of(Address)

CHANNELS = ("zalo_oa",)  # where a window can be shut
FRESH = timedelta(days=30)  # what is older is told by nobody any more
MOST: Mapping[str, int] = {"notice": 10}  # of each kind that go out; of the others one
KEPT = outbox.c.state == words("kept")[0]  # in the words of an index


def release(db: Connection, places: Iterable[Place], now: datetime) -> int:
    """These people have written: what was kept for them becomes due, in its order. Gives how much."""
    wanted = [place for place in dict.fromkeys(places) if place[0] in CHANNELS]
    if not wanted:
        return 0
    here = or_(*(and_(outbox.c.channel == channel, outbox.c.address == place) for channel, place in wanted))
    columns = (outbox.c.id, outbox.c.channel, outbox.c.address, outbox.c.kind, outbox.c.due_at)
    rows = db.execute(select(*columns).where(KEPT, here).order_by(outbox.c.id.desc())).all()
    seen: dict[tuple[str, str, str], int] = {}
    going = []
    for number, channel, place, kind, due_at in rows:
        before = seen.get((channel, place, kind), 0)
        if before < MOST.get(kind, 1) and now - due_at <= FRESH:
            seen[channel, place, kind] = before + 1
            going.append(number)
    if going:
        db.execute(update(outbox).where(outbox.c.id.in_(going)).values(state="due", due_at=now, error=None))
    if len(rows) > len(going):
        db.execute(update(outbox).where(KEPT, here).values(state="gone", error="folded: newer ones went out"))
    return len(going)


def keep(db: Connection, channel: str, place: str, since: datetime, now: datetime) -> None:
    """A message was just found to be kept. Its person may have written while it was on its way: then it goes at once."""
    here = (address.c.channel == channel, address.c.address == place, address.c.seen_at >= since)
    if db.execute(select(address.c.id).where(*here)).first():
        release(db, [(channel, place)], now)


def counts(db: Connection, channel: str) -> tuple[int, int]:
    """How many messages are kept on a channel, and for how many people."""
    found = select(func.count(), func.count(outbox.c.address.distinct())).where(KEPT, outbox.c.channel == channel)
    messages, people = db.execute(found).one()
    return messages, people


def hurry(db: Connection, channel: str, now: datetime) -> None:
    """The channel is open again: what waited for another try goes now."""
    waits = (outbox.c.channel == channel, outbox.c.state == words("due")[0], outbox.c.tries > 0, outbox.c.due_at > now)
    db.execute(update(outbox).where(*waits).values(due_at=now))
