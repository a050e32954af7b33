"""Letters that wait to be answered, in the lane of their address; and who is at work on the first of a lane.

Several processes take letters in. Whoever is at work on the first of a lane holds it for a while and holds it again; what
nobody holds, anybody may take up. Holding is an economy: that a letter is answered once, in its turn, the clerk sees to.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, literal_column, select, tuple_, update

from storage.tables import Inbox, of

inbox = of(Inbox)

Lane = tuple[str, str]  # channel, address
HELD = timedelta(minutes=1)
MOST_LANES = 500  # taken up in one go
NEW = inbox.c.state == literal_column("'new'")  # in the words of the index ix_inbox_lane
LINES = (
    select(inbox.c.id, inbox.c.channel, inbox.c.address)
    .where(NEW, tuple_(inbox.c.channel, inbox.c.address).in_(bindparam("places", expanding=True)))
    .order_by(inbox.c.id)
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter as the inbox has it."""

    row: int
    update_id: str
    raw: str


def lines(db: Connection, lanes: Collection[Lane]) -> dict[Lane, list[int]]:
    """Who waits in these lanes, first come first."""
    found: dict[Lane, list[int]] = {lane: [] for lane in lanes}
    for number, channel, address in db.execute(LINES, {"places": list(found)}) if found else ():
        found[channel, address].append(number)
    return found


def lanes_waiting(db: Connection) -> list[Lane]:
    """Lanes in which somebody waits."""
    rows = select(inbox.c.channel, inbox.c.address).where(NEW, inbox.c.address != "").distinct().limit(MOST_LANES)
    return [(channel, address) for channel, address in db.execute(rows)]


def hold_next(db: Connection, lane: Lane, now: datetime) -> Kept | None:
    """The first letter of a lane, from now on in the caller's hands; None when there is none, or another holds it."""
    here = (NEW, inbox.c.channel == lane[0], inbox.c.address == lane[1])
    first = db.execute(select(inbox.c.id).where(*here).order_by(inbox.c.id).limit(1)).scalar()
    free = (inbox.c.id == first, NEW, inbox.c.held_until.is_(None) | (inbox.c.held_until < now))
    held = update(inbox).where(*free).values(held_until=now + HELD)
    row = db.execute(held.returning(inbox.c.id, inbox.c.update_id, inbox.c.raw)).first()
    return Kept(*row) if row is not None else None


def hold_on(db: Connection, rows: Collection[int], now: datetime) -> None:
    """Still at work on these."""
    if rows:
        db.execute(update(inbox).where(inbox.c.id.in_(rows), NEW).values(held_until=now + HELD))
