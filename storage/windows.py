"""A channel that lets us write only for a while after a person wrote (Zalo OA): where each one stands, and what that costs.

Seven days after somebody's last message the window is shut (https://developers.zalo.me/docs/official-account/tin-nhan/tin-tu-van);
what is to be said to them then is kept (`storage.kept`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Connection, exists, or_, select, update

from storage.channel_tables import ChannelTally
from storage.other_way import RINGS
from storage.people import Place
from storage.tables import Address, of
from storage.upsert import upsert

address, tally = of(Address), of(ChannelTally)

FREE = timedelta(hours=48)
OPEN = timedelta(days=7)
SURE = timedelta(minutes=15)  # `seen_at` may be ten minutes behind, and a message is some seconds on its way

Stand = Literal["free", "billed", "shut"]


def stand(db: Connection, place: Place, now: datetime) -> Stand:
    """Where a person's window stands. Somebody we have never heard of has none."""
    seen = db.execute(select(address.c.seen_at).where(*_here(place))).scalar()
    if seen is None or now - seen > OPEN - SURE:
        return "shut"
    return "free" if now - seen <= FREE - SURE else "billed"


def ask(db: Connection, place: Place, now: datetime) -> bool:
    """Take the one time that a person may be asked to write again in this window; False when that was done, and when what is
    to be said goes to them by another channel (`storage.other_way`): asking costs."""
    once = or_(address.c.asked_at.is_(None), address.c.asked_at < address.c.seen_at)
    other = address.alias()
    elsewhere = exists().where(
        other.c.person_id == address.c.person_id,
        other.c.state == "open",
        other.c.channel != place[0],
        other.c.channel.in_(RINGS),
    )
    taken = db.execute(update(address).where(*_here(place), once, ~elsewhere).values(asked_at=now))
    return taken.rowcount == 1


def ask_later(db: Connection, place: Place) -> None:
    """It surely was not asked: give the time back."""
    db.execute(update(address).where(*_here(place)).values(asked_at=None))


def _here(place: Place) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return address.c.channel == place[0], address.c.address == place[1]


def count(db: Connection, channel: str, month: str, what: str) -> None:
    """One more of what a channel bills, in a local month."""
    put = upsert(tally).values(channel=channel, month=month, what=what, number=1)
    more = tally.c.number + 1
    db.execute(put.on_conflict_do_update(index_elements=["channel", "month", "what"], set_={"number": more}))


def counted(db: Connection, channel: str, month: str) -> dict[str, int]:
    """what → number, of a month."""
    here = (tally.c.channel == channel, tally.c.month == month)
    return dict(db.execute(select(tally.c.what, tally.c.number).where(*here)).all())
