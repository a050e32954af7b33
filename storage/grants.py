"""Giving a role and taking it back (R21). Both stand in the audit; what else hung on a role ends with it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, or_, select, true, update

from storage import people
from storage.outbox import NOT_LEFT
from storage.roles import OF_ROLES
from storage.tables import Grant, Invitation, Outbox, Reminder, of

held, invitation, ledger, outbox = of(Grant), of(Invitation), of(Reminder), of(Outbox)


def grant(
    db: Connection,
    who: int,
    role: str,
    unit_id: int,
    *,
    since: date,
    until: date | None,
    by: int | None,
    now: datetime,
    stands_for: int | None = None,
) -> int:
    """Give a role; gives the grant's id. Held already for the same unit and as long, it is not given twice: a loan
    (`stands_for`) counts for less than a role of one's own."""
    same = db.execute(
        select(held.c.id).where(
            held.c.person_id == who,
            held.c.role == role,
            held.c.unit_id == unit_id,
            held.c.ended_at.is_(None),
            held.c.stands_for.is_(None) if stands_for is None else true(),
            held.c.since <= since,
            or_(held.c.until.is_(None), held.c.until >= until) if until else held.c.until.is_(None),
        )
    ).scalar()
    if same is not None:
        return int(same)
    row = {"person_id": who, "role": role, "unit_id": unit_id, "since": since, "until": until, "stands_for": stands_for}
    number: int = db.execute(
        insert(held).returning(held.c.id), {**row, "granted_by": by, "granted_at": now}
    ).scalar_one()
    people.audit(db, by, "grant", f"person:{who}", now, f"{role} unit:{unit_id} {since}–{until or ''}")
    return number


def end(db: Connection, number: int, *, by: int | None, now: datetime) -> bool:
    """Take a role back, at once, with an admin's the invitations they made, and whatever was lent of it. False when it had
    ended."""
    row = db.execute(
        update(held)
        .where(held.c.id == number, held.c.ended_at.is_(None))
        .values(ended_at=now, ended_by=by)
        .returning(held.c.person_id, held.c.role, held.c.unit_id)
    ).first()
    if row is None:
        return False
    if row[1] == "admin":
        still = (invitation.c.made_by == row[0], invitation.c.used_at.is_(None), invitation.c.expires_at > now)
        db.execute(update(invitation).where(*still).values(expires_at=now))
    for lent in (
        db.execute(select(held.c.id).where(held.c.stands_for == number, held.c.ended_at.is_(None))).scalars().all()
    ):
        end(db, lent, by=by, now=now)
    _unsay(db, row[0])
    people.audit(db, by, "end-grant", f"person:{row[0]}", now, f"{row[1]} unit:{row[2]}")
    return True


def _unsay(db: Connection, who: int) -> None:
    """What tells a person of others as their role's holder and has not left is dropped, from the ledger too: where another
    role of theirs still wants it, it is decided anew. (Reminders of deadlines are looked at again with every tick.)"""
    told = select(ledger.c.outbox_key).where(
        ledger.c.person_id == who, ledger.c.kind.in_(OF_ROLES), ledger.c.state == "queued"
    )
    left = delete(outbox).where(outbox.c.key.in_(told), outbox.c.state.in_(NOT_LEFT)).returning(outbox.c.key)
    keys = db.execute(left).scalars().all()
    db.execute(delete(ledger).where(ledger.c.outbox_key.in_(keys)))


def held_now(db: Connection, who: int) -> list[int]:
    """The grants of a person that have not been taken back, whatever their days."""
    return list(db.execute(select(held.c.id).where(held.c.person_id == who, held.c.ended_at.is_(None))).scalars())
