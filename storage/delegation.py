"""Standing in: a role lent to a colleague for a span of days (R20, R25).

A loan is a grant of its own that names the grant it stands for: it acts everywhere like the role, within the same unit, and
never longer. It ends by its last day, when either side takes it back, and at once when the lender's own role ends
(`roles.end`). A loan cannot be lent on, nor can the right to invite: an admin invites another one with a last day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from storage import grants, tree
from storage.roles import ACTS, COLUMNS, Held, acting, held
from storage.tables import Address, Person, of
from storage.vietnamese import name_sort_key

address, person = of(Address), of(Person)

ACT = "lend"
LONGEST = 60  # days of a loan, its first and last included
AHEAD = timedelta(days=60)  # how far before its first day it may be arranged
MOST = 200  # colleagues looked through
own, lender = held.alias("own"), held.alias("lender")


@dataclass(frozen=True, slots=True)
class Loan:
    """A role lent: the grant that is the loan, who lent it and who has it."""

    id: int
    role: str
    unit_id: int
    since: date
    until: date
    lender: int
    borrower: int


def lendable(db: Connection, who: int, day: date) -> list[Held]:
    """The roles of one's own that may be lent on the day."""
    rows = db.execute(select(*COLUMNS).where(held.c.person_id == who, _own(day)).order_by(held.c.id))
    return [Held(*row) for row in rows]


def still_lendable(db: Connection, number: int, who: int | None, day: date) -> Held | None:
    """This grant, if it is this person's own and may be lent on the day."""
    row = db.execute(select(*COLUMNS).where(held.c.id == number, held.c.person_id == who, _own(day))).first()
    return Held(*row) if row else None


def _own(day: date) -> ColumnElement[bool]:
    return acting(day) & held.c.stands_for.is_(None) & held.c.role.in_(ACTS[ACT])


def span_of(lent: Held, since: date, until: date, day: date) -> tuple[date, date] | None:
    """The span asked for, as far as the role itself lasts; None for what is no span, past, or too long."""
    since = max(since, lent.since)
    last = until if lent.until is None else min(until, lent.until)
    sound = day <= since <= last and (until - since).days < LONGEST and since <= day + AHEAD
    return (since, last) if sound else None


def colleagues(db: Connection, lent: Held, day: date) -> list[tuple[int, str]]:
    """(person, name) of the staff within the role's reach who can be written to and do not hold it there already."""
    covered = tree.under([lent.unit_id], day)
    open_ = exists().where(address.c.person_id == person.c.id, address.c.state == "open")
    there = exists().where(held.c.person_id == person.c.id, held.c.unit_id.in_(select(covered.c.unit_id)), acting(day))
    rows = db.execute(
        select(person.c.id, person.c.name)
        .where(there, open_, person.c.joined_at.is_not(None), person.c.id != lent.person_id, ~_has(lent, day))
        .limit(MOST)
    )
    return sorted(((number, name) for number, name in rows), key=lambda each: name_sort_key(each[1]))


def _has(lent: Held, day: date) -> ColumnElement[bool]:
    """Of a query on people: they hold the same role there, their own or lent."""
    same = (own.c.role == lent.role) & (own.c.unit_id == lent.unit_id) & own.c.ended_at.is_(None)
    lasts = or_(own.c.until.is_(None), own.c.until >= day) & (own.c.since <= day)
    return exists().where(own.c.person_id == person.c.id, same, lasts)


def lend(db: Connection, lent: Held, who: int, since: date, until: date, now: datetime) -> int:
    """Give the loan; gives its id. The span is one of `span_of`."""
    return grants.grant(
        db,
        who,
        lent.role,
        lent.unit_id,
        since=since,
        until=until,
        by=lent.person_id,
        now=now,
        stands_for=lent.id,
    )


# --- what is lent ---------------------------------------------------------------------------------------------------------------

LOAN = (
    held.c.id,
    held.c.role,
    held.c.unit_id,
    held.c.since,
    held.c.until,
    lender.c.person_id.label("lender"),
    held.c.person_id.label("borrower"),
)


def loans(db: Connection, who: int, day: date) -> list[Loan]:
    """What this person has lent or was lent, now or from a later day on."""
    either = or_(lender.c.person_id == who, held.c.person_id == who)
    rows = db.execute(
        select(*LOAN)
        .join(lender, lender.c.id == held.c.stands_for)
        .where(either, held.c.ended_at.is_(None), held.c.until >= day)
        .order_by(held.c.since, held.c.id)
    )
    return [Loan(*row) for row in rows]


def one(db: Connection, number: int, who: int, day: date) -> Loan | None:
    """A loan of which this person is one of the two sides."""
    return next((each for each in loans(db, who, day) if each.id == number), None)


def end(db: Connection, loan: Loan, by: int, now: datetime) -> bool:
    """Take it or give it back; False when it had ended."""
    return grants.end(db, loan.id, by=by, now=now)


def by_number(db: Connection, number: int) -> Loan | None:
    """The loan that a grant is; None for a role of one's own."""
    row = db.execute(select(*LOAN).join(lender, lender.c.id == held.c.stands_for).where(held.c.id == number)).first()
    return Loan(*row) if row else None


def acted_for(db: Connection, who: int, act: str, unit_id: int, at: datetime, day: date) -> int | None:
    """In whose stead somebody acted in a unit's name at a moment: whose role had been lent to them, when they held none of
    their own there. This is how a step of a report's history shows that it was done by delegation."""
    then = or_(held.c.ended_at.is_(None), held.c.ended_at > at)
    rows = db.execute(
        select(held.c.stands_for, lender.c.person_id)
        .join(lender, lender.c.id == held.c.stands_for, isouter=True)
        .where(
            held.c.person_id == who,
            held.c.unit_id == unit_id,
            held.c.role.in_(ACTS[act]),
            held.c.granted_at <= at,
            held.c.since <= day,
            or_(held.c.until.is_(None), held.c.until >= day),
            then,
        )
        .order_by(held.c.id)
    ).all()
    if not rows or any(stands_for is None for stands_for, _ in rows):
        return None
    return int(rows[0][1])
