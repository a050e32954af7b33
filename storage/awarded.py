"""Decisions and awards as they were entered: listed, revoked (R57), their certificates worded anew.

A revoked award stays, marked by which decision, when and why; it counts no more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select, update

from storage import roles
from storage.award_tables import Award, Decision, Nominee, NomineeReport
from storage.people import audit
from storage.tables import Report, ReportAuthor, of

decision, award, nominee = of(Decision), of(Award), of(Nominee)
behind_, report, author = of(NomineeReport), of(Report), of(ReportAuthor)

ACT = "decide"
MOST_LISTED = 100


class NotPossible(Exception):
    """The award was revoked meanwhile, or is out of this person's reach."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision in a list, with how many awards it made."""

    id: int
    number: str
    day: date
    authority: str
    signer: str
    unit_id: int
    count: int
    revoked: int


@dataclass(frozen=True, slots=True)
class Awarded:
    """An award with whose it is. `asked`: what the file asked for."""

    id: int
    decision_id: int
    nominee_id: int
    nomination_id: int
    name: str
    unit_id: int
    collective: bool
    person_ref: int | None
    award: str
    asked: str
    wording: str
    revoked_on: date | None
    revoked_by: str
    revoked_why: str


# --- revoking and rewording -------------------------------------------------------------------------------------------------


def revoke(
    db: Connection, number: int, by: str, day: date, why: str, *, who: int, now: datetime, today: date
) -> Awarded:
    """An award is taken back by a decision of its own (R57): it stays, marked, and counts no more. Raises NotPossible."""
    found = one_award(db, number, who, today)
    if found is None or found.revoked_on is not None or not (by.strip() and why.strip()):
        raise NotPossible
    decided = db.execute(select(decision.c.day).where(decision.c.id == found.decision_id)).scalar_one()
    if not decided <= day <= today:
        raise NotPossible
    values = {"revoked_on": day, "revoked_by": by.strip(), "revoked_why": why.strip(), "revoker_id": who}
    db.execute(update(award).where(award.c.id == number).values(**values))
    audit(db, who, "revoke-award", f"award:{number}", now)
    return found


def reword(db: Connection, number: int, wording: str, *, who: int, now: datetime, today: date) -> None:
    """The certificate of one says something of its own. Raises NotPossible."""
    found = one_award(db, number, who, today)
    if found is None or found.revoked_on is not None:
        raise NotPossible
    db.execute(update(award).where(award.c.id == number).values(wording=wording))
    audit(db, who, "reword-award", f"award:{number}", now)


# --- reading --------------------------------------------------------------------------------------------------------------

AWARDED = (
    award.c.id,
    award.c.decision_id,
    award.c.nominee_id,
    nominee.c.nomination_id,
    nominee.c.name,
    nominee.c.unit_id,
    nominee.c.collective,
    nominee.c.person_ref,
    award.c.award,
    nominee.c.award,
    award.c.wording,
    award.c.revoked_on,
    award.c.revoked_by,
    award.c.revoked_why,
)


def _theirs(who: int, day: date) -> ColumnElement[bool]:
    covered = roles.reach(who, ACT, day)
    return decision.c.unit_id.in_(select(covered.c.unit_id))


def within(db: Connection, who: int, day: date, number: int | None = None) -> list[Listed]:
    """Decisions entered within somebody's reach, the newest first; only the one of this number, if given."""
    query: Select[Any] = (
        select(
            *(decision.c[name] for name in Listed.__slots__[:6]), func.count(award.c.id), func.count(award.c.revoked_on)
        )
        .join(award, award.c.decision_id == decision.c.id, isouter=True)
        .where(_theirs(who, day), *([decision.c.id == number] if number is not None else []))
        .group_by(decision.c.id)
        .order_by(decision.c.day.desc(), decision.c.id.desc())
        .limit(MOST_LISTED)
    )
    return [Listed(*row) for row in db.execute(query)]


def awards_of(db: Connection, number: int) -> list[Awarded]:
    """The awards of a decision, in the order of its files."""
    query: Select[Any] = (
        select(*AWARDED).join(nominee, nominee.c.id == award.c.nominee_id).where(award.c.decision_id == number)
    )
    return [
        Awarded(*row) for row in db.execute(query.order_by(nominee.c.nomination_id, nominee.c.position, award.c.id))
    ]


def one_award(db: Connection, number: int, who: int, day: date) -> Awarded | None:
    """An award, if its decision is within reach."""
    query: Select[Any] = (
        select(*AWARDED)
        .join(nominee, nominee.c.id == award.c.nominee_id)
        .join(decision, decision.c.id == award.c.decision_id)
        .where(award.c.id == number, _theirs(who, day))
    )
    row = db.execute(query).first()
    return Awarded(*row) if row else None


def authors_behind(db: Connection, nominees: Collection[int]) -> dict[int, set[int]]:
    """nominee → the members who wrote the reports behind it: authors, and whoever sent it in."""
    found: dict[int, set[int]] = {}
    named = (
        select(behind_.c.nominee_id, author.c.person_id)
        .join(author, author.c.report_id == behind_.c.report_id)
        .where(behind_.c.nominee_id.in_(list(nominees)), author.c.person_id.is_not(None))
    )
    sent = (
        select(behind_.c.nominee_id, report.c.person_id)
        .join(report, report.c.id == behind_.c.report_id)
        .where(behind_.c.nominee_id.in_(list(nominees)), report.c.person_id.is_not(None))
    )
    for each, who in db.execute(named.union(sent)):
        found.setdefault(each, set()).add(who)
    return found
