"""Invitations: a code that makes its reader staff; one use, expiring, held by the first who opens it (R21, R45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, or_, select, update

from storage import grants, people
from storage.tables import Address, Audit, Invitation, of
from storage.vault import VAULT

invitation, address, audit = of(Invitation), of(Address), of(Audit)

LIVES = timedelta(days=7)
TRIES, TRIES_FORGET = 10, timedelta(hours=1)  # wrong codes a person may type in this time
WRONG = "wrong-invitation"  # the audit's word for one of them


@dataclass(frozen=True, slots=True)
class Invited:
    """An open invitation, held for the person who opened it."""

    id: int
    role: str
    unit_id: int
    since: date
    until: date | None
    made_by: int | None
    stands_for: int | None = None  # the grant that is lent


def invite(
    db: Connection,
    role: str,
    unit_id: int,
    *,
    since: date,
    until: date | None,
    by: int | None,
    now: datetime,
    stands_for: int | None = None,
) -> str:
    """A code of eight letters that gives the role to the first who opens it; only its keyed hash is kept."""
    letters = people.fresh_code()
    db.execute(
        insert(invitation).values(
            mark=VAULT.fingerprint(letters),
            role=role,
            unit_id=unit_id,
            since=since,
            until=until,
            made_by=by,
            made_at=now,
            expires_at=now + LIVES,
            stands_for=stands_for,
        )
    )
    people.audit(db, by, "invite", f"unit:{unit_id}", now, role)
    return letters


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(invitation.c.used_at.is_(None), invitation.c.expires_at > now)


INVITED = tuple(invitation.c[name] for name in Invited.__slots__)


def may_try(db: Connection, who: int, now: datetime) -> bool:
    """Is a person still believed to mistype, not to guess?"""
    lately = (audit.c.person_id == who, audit.c.act == WRONG, audit.c.at > now - TRIES_FORGET)
    return db.execute(select(func.count()).select_from(audit).where(*lately)).scalar_one() < TRIES


def open_invitation(db: Connection, typed: str, who: int, now: datetime) -> Invited | None:
    """Hold the invitation of this code for the person; None when it is wrong, stale, used, or somebody else's.

    Each miss is counted (`may_try`). Held by somebody without an address, it is free: they have joined as another.
    """
    if not may_try(db, who, now):
        return None
    letters = people.plain_code(typed)
    mark = VAULT.fingerprint(letters) if letters.isascii() else ""
    holder = exists().where(address.c.person_id == invitation.c.held_by)
    free = or_(invitation.c.held_by.is_(None), invitation.c.held_by == who, ~holder)
    row = db.execute(
        update(invitation).where(invitation.c.mark == mark, _open(now), free).values(held_by=who).returning(*INVITED)
    ).first()
    if row is None:
        people.audit(db, who, WRONG, f"person:{who}", now)
    return Invited(*row) if row else None


def held_for(db: Connection, who: int, now: datetime) -> Invited | None:
    """The invitation this person opened and has not answered yet, the newest."""
    row = db.execute(
        select(*INVITED).where(invitation.c.held_by == who, _open(now)).order_by(invitation.c.id.desc()).limit(1)
    ).first()
    return Invited(*row) if row else None


def accept(db: Connection, who: int, number: int, now: datetime) -> int | None:
    """Use an invitation held for this person: gives the grant's id, None when it is no longer open."""
    row = db.execute(
        update(invitation)
        .where(invitation.c.id == number, invitation.c.held_by == who, _open(now))
        .values(used_at=now)
        .returning(*INVITED)
    ).first()
    if row is None:
        return None
    _, role, unit_id, since, until, by, stands_for = row
    return grants.grant(db, who, role, unit_id, since=since, until=until, by=by, now=now, stands_for=stands_for)


def decline(db: Connection, who: int, number: int, now: datetime) -> None:
    """The invitation is used up without a role."""
    mine = (invitation.c.id == number, invitation.c.held_by == who, _open(now))
    if db.execute(update(invitation).where(*mine).values(used_at=now)).rowcount:
        people.audit(db, who, "decline", f"invitation:{number}", now)
