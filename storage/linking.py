"""One person on several channels: a code read on one phone and typed on another puts an address under its maker (R38).

A code is eight letters, good for ten minutes and one use; only its keyed hash is kept. Two members are never made one by
a code: their reports could not be taken apart again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from storage.people import Member, Place, audit, fresh_code, plain_code
from storage.tables import Address, Audit, OneTimeCode, Person, of
from storage.vault import VAULT

address, code, person, audited = of(Address), of(OneTimeCode), of(Person), of(Audit)

CODE_LIVES = timedelta(minutes=10)
TRIES, TRIES_FORGET = 10, timedelta(hours=1)  # wrong codes that may come from an address in this time
WRONG = "wrong-link-code"  # the audit's word for one of them


class Mine(Exception):
    """The code of whoever types it: it belongs on the other channel."""


class AlreadyMember(Exception):
    """Whoever types the code has joined as somebody else."""


def make_code(db: Connection, who: int, now: datetime) -> str:
    """A new code; an older one of the same person is worthless from here on."""
    letters = fresh_code()
    db.execute(delete(code).where(code.c.person_id == who, code.c.used_at.is_(None)))
    db.execute(insert(code).values(mark=VAULT.fingerprint(letters), person_id=who, expires_at=now + CODE_LIVES))
    return letters


def may_try(db: Connection, who: int, now: datetime) -> bool:
    """Is whoever types still believed to mistype, not to guess? A stranger is an address, so this bounds addresses, too."""
    lately = (audited.c.person_id == who, audited.c.act == WRONG, audited.c.at > now - TRIES_FORGET)
    return db.execute(select(func.count()).select_from(audited).where(*lately)).scalar_one() < TRIES


def use_code(db: Connection, typed: str, place: Place, me: Member, now: datetime) -> int | None:
    """Put this address under the person who made the code; gives their id, None for a wrong, used or stale code.

    A stranger's empty person row is left without an address. Raises Mine, AlreadyMember; the code then stays good.
    """
    if not may_try(db, me.id, now):
        return None
    letters = plain_code(typed)
    mark = VAULT.fingerprint(letters) if letters.isascii() else ""
    open_ = (code.c.mark == mark, code.c.used_at.is_(None), code.c.expires_at >= now)
    owner: int | None = db.execute(select(code.c.person_id).where(*open_)).scalar()
    if owner == me.id:
        raise Mine
    if owner is not None and me.joined:
        raise AlreadyMember
    # Of two who type it at the same moment, in two processes, one finds it used.
    if owner is None or not db.execute(update(code).where(*open_).values(used_at=now)).rowcount:
        audit(db, me.id, WRONG, f"person:{me.id}", now)
        return None
    here = (address.c.channel == place[0], address.c.address == place[1])
    db.execute(update(address).where(*here).values(person_id=owner, seen_at=now))
    audit(db, owner, "link", f"address:{place[0]}", now)
    return owner


def channels_of(db: Connection, who: int) -> list[str]:
    """The channels by which a person can be reached, in the order in which they came to them."""
    rows = db.execute(
        select(address.c.channel).where(address.c.person_id == who, address.c.state == "open").order_by(address.c.id)
    )
    return list(dict.fromkeys(rows.scalars()))


def writes_to(db: Connection, who: int) -> str:
    """The channel a person chose for news; "" while they chose none."""
    chosen: str = db.execute(select(person.c.writes_to).where(person.c.id == who)).scalar_one()
    return chosen
