"""Leases: what one process at a time may do (`storage.tables.Lease`). Held for a while, renewed before it is over.

A holder that was frozen finds its lease expired and somebody else's fence in the row. On PostgreSQL the server's clock decides
what has expired: those of several machines never quite agree.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, case, func, literal, or_, select, update

from storage.channel_tables import Lease
from storage.tables import of
from storage.upsert import upsert

lease = of(Lease)


def _moment(db: Connection, now: datetime) -> Any:
    return func.clock_timestamp() if db.dialect.name == "postgresql" else literal(now, lease.c.until.type)


def _later(db: Connection, now: datetime, seconds: float) -> Any:
    if db.dialect.name == "postgresql":
        return func.clock_timestamp() + timedelta(seconds=seconds)
    return literal(now + timedelta(seconds=seconds), lease.c.until.type)


def take(db: Connection, name: str, holder: str, now: datetime, seconds: float) -> int | None:
    """Take a lease or renew it; gives its fence, None while somebody else holds it. The fence is another one with each holder,
    and when its own holder had let it expire: what was begun under it is uncertain by then."""
    given = upsert(lease).values(name=name, holder=holder, fence=1, until=_later(db, now, seconds))
    expired = lease.c.until <= _moment(db, now)
    kept = (lease.c.holder == holder) & ~expired
    fence = case((kept, lease.c.fence), else_=lease.c.fence + 1)
    taken = given.on_conflict_do_update(
        index_elements=["name"],
        set_={"holder": given.excluded.holder, "fence": fence, "until": given.excluded.until},
        where=or_(lease.c.holder == holder, expired),
    ).returning(lease.c.fence)
    found: int | None = db.execute(taken).scalar()
    return found


def holds(db: Connection, name: str, fence: int, now: datetime) -> bool:
    """Whether the lease is still held under this fence; until the transaction ends nobody else takes it."""
    mine = (lease.c.name == name, lease.c.fence == fence, lease.c.until > _moment(db, now))
    return db.execute(select(lease.c.name).where(*mine).with_for_update(read=True)).first() is not None


def give_back(db: Connection, holder: str, now: datetime) -> None:
    """Somebody stops: the next one need not wait."""
    db.execute(update(lease).where(lease.c.holder == holder).values(until=_moment(db, now)))


def void(db: Connection, now: datetime) -> None:
    """Of a restored database: whoever held a lease in it does not hold it here."""
    db.execute(update(lease).values(until=literal(now, lease.c.until.type)))


def standing(db: Connection, now: datetime) -> list[tuple[str, str]]:
    """(name, holder) of what is held now, for doctor."""
    rows = db.execute(
        select(lease.c.name, lease.c.holder).where(lease.c.until > _moment(db, now)).order_by(lease.c.name)
    )
    return [(name, holder) for name, holder in rows]
