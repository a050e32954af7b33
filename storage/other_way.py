"""What cannot go by one channel goes by another of the same person, where they have one.

The row itself moves, with its key: the ledger goes on knowing it, it can still be taken back, and it leaves once. Only what
surely did not arrive moves, never what is unconfirmed. Answers stay: they belong beside the question. What was refused, or
would wait for the person to write, moves once (`moved_from`), so nothing wanders; what an address that is gone leaves behind
moves as long as another one is open.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, and_, exists, select, true, update

from storage.outbox import NOT_LEFT, words
from storage.people import Place, places_of
from storage.tables import Address, Outbox, of

outbox, address = of(Outbox), of(Address)

# Where a message rings somebody's phone. On the others it lies until they look: no better than waiting for them to write.
RINGS = ("telegram", "zalo_bot", "zalo_oa")
STAYS = ("reply", "own")
MOST = 500  # addresses looked after in one transaction


def moved(db: Connection, place: Place, row: int, fence: int, outcome: str) -> bool:
    """Send a message another way, after this outcome of a send (`SendFailed.outcome`) under a fence. False: there is none."""
    ours = and_(outbox.c.id == row, outbox.c.fence == fence)
    elsewhere, first = address.c.channel != place[0], outbox.c.moved_from == ""
    match outcome:
        case "gone":
            one = _move(db, place, and_(ours, outbox.c.state == "gone"), true())
            left(db, place)
            return one > 0
        case "rejected":
            return _move(db, place, and_(ours, outbox.c.state == "rejected", first), elsewhere) > 0
        case "closed":
            rings = address.c.channel.in_(RINGS)
            return _move(db, place, and_(ours, outbox.c.state == "kept", first), and_(elsewhere, rings)) > 0
        case _:
            return False


def left(db: Connection, place: Place) -> int:
    """An address is gone: what waits for it goes by another open one. Gives how many."""
    waits = outbox.c.state.in_(words(*NOT_LEFT))
    return _move(db, place, and_(outbox.c.channel == place[0], outbox.c.address == place[1], waits), true())


def shut(db: Connection, open_: Collection[str]) -> int:
    """A channel is no longer run here (Zalo Bot, once all are with the Official Account): what waits there for people who have
    another address goes there. Gives how many; at most MOST addresses at a time."""
    theirs = address.alias()
    here = and_(theirs.c.channel == outbox.c.channel, theirs.c.address == outbox.c.address)
    runs, waits = address.c.channel.in_(list(open_)), outbox.c.state.in_(words(*NOT_LEFT))
    other = exists().where(address.c.person_id == theirs.c.person_id, address.c.state == "open", runs)
    places = db.execute(
        select(outbox.c.channel, outbox.c.address)
        .join(theirs, here)
        .where(waits, outbox.c.channel.not_in(list(open_)), outbox.c.kind.not_in(STAYS), other)
        .distinct()
        .limit(MOST)
    )
    which = [((channel, place), outbox.c.channel == channel, outbox.c.address == place) for channel, place in places]
    return sum(_move(db, place, and_(*at, waits), runs) for place, *at in which)


def _move(db: Connection, place: Place, which: ColumnElement[bool], where: ColumnElement[bool]) -> int:
    """What was to leave at a later hour still does."""
    theirs = (address.c.channel == place[0], address.c.address == place[1])
    who = db.execute(select(address.c.person_id).where(*theirs)).scalar()
    target = places_of(db, [who], where).get(who) if who is not None else None
    if target is None or target == place:
        return 0
    there = {"channel": target[0], "address": target[1], "moved_from": place[0]}
    again = {"state": "due", "tries": 0, "fence": 0, "error": None, "provider_id": None}
    done = db.execute(update(outbox).where(which, outbox.c.kind.not_in(STAYS)).values(**there, **again))
    return done.rowcount
