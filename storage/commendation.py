"""Commendation counted (R46) and shown (R34): by form, level, kind, collectives and individuals, workers and officials.

Revoked awards (R57) are in neither. A year is that of the decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, select

from storage import roles, tree, units
from storage.award_tables import Award, Decision, Nomination, Nominee
from storage.awards import honours
from storage.tables import of

award, decision, nominee, nomination = of(Award), of(Decision), of(Nominee), of(Nomination)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many awards are alike in everything that is counted."""

    form: str  # flag, certificate, commendation, creative-labour
    authority: str
    award: str
    kind: str  # overall, thematic, ad-hoc
    collective: bool
    author_class: str  # worker, official; "" is not known, or a collective's
    on_site: bool
    count: int


def _in_year(year: int) -> ColumnElement[bool]:
    return decision.c.day.between(date(year, 1, 1), date(year, 12, 31)) & award.c.revoked_on.is_(None)


def count(db: Connection, who: int, act: str, year: int, day: date, unit_id: int | None = None) -> list[Counted]:
    """The awards of a year to subjects within somebody's reach; of one unit and all below it, if given. One query."""
    covered = roles.reach(who, act, day)
    here = [nominee.c.unit_id.in_(select(covered.c.unit_id)), _in_year(year)]
    if unit_id is not None:
        here.append(nominee.c.unit_id.in_(select(tree.under([unit_id], day).c.unit_id)))
    alike = (
        award.c.award,
        decision.c.authority,
        nomination.c.kind,
        nominee.c.collective,
        nominee.c.author_class,
        nominee.c.on_site,
    )
    rows = db.execute(
        select(*alike, func.count())
        .join(decision, decision.c.id == award.c.decision_id)
        .join(nominee, nominee.c.id == award.c.nominee_id)
        .join(nomination, nomination.c.id == nominee.c.nomination_id)
        .where(*here)
        .group_by(*alike)
        .order_by(*alike)
    )
    forms = {each.code: each.form for each in honours().awards}
    return [
        Counted(forms.get(code, ""), authority, code, kind, collective, "" if collective else class_, on_site, number)
        for code, authority, kind, collective, class_, on_site, number in rows
    ]


def total(counted: Iterable[Counted], **alike: object) -> int:
    """How many of them have these values."""
    return sum(each.count for each in counted if all(getattr(each, name) == value for name, value in alike.items()))


# --- the honour list --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Honoured:
    """A line of the honour list: names by decision, nothing personal beside them."""

    name: str
    unit_id: int
    award: str
    number: str
    day: date


def province_of(db: Connection, unit_id: int, day: date) -> int:
    """The topmost unit above that members report as: its honour list is everybody's below."""
    starts = units.today_of(db, unit_id, day) or [unit_id]
    line = [each for each in units.chain(db, starts[0], day) if units.reports(db, each)]
    return line[-1] if line else unit_id


def _there(unit_id: int, day: date) -> ColumnElement[bool]:
    return nominee.c.unit_id.in_(select(tree.under([unit_id], day).c.unit_id)) & award.c.revoked_on.is_(None)


def years(db: Connection, unit_id: int, day: date) -> list[tuple[int, int]]:
    """(year, awards) of a unit and all below it, the newest first."""
    year = func.strftime("%Y", decision.c.day) if db.dialect.name == "sqlite" else func.to_char(decision.c.day, "YYYY")
    rows = db.execute(
        select(year, func.count())
        .select_from(award)
        .join(decision, decision.c.id == award.c.decision_id)
        .join(nominee, nominee.c.id == award.c.nominee_id)
        .where(_there(unit_id, day))
        .group_by(year)
        .order_by(year.desc())
    )
    return [(int(each), number) for each, number in rows]


def honoured(db: Connection, unit_id: int, year: int, day: date, *, since: int, most: int) -> list[Honoured]:
    """A page of a year's honour list, the newest decision first."""
    rows = db.execute(
        select(nominee.c.name, nominee.c.unit_id, award.c.award, decision.c.number, decision.c.day)
        .select_from(award)
        .join(decision, decision.c.id == award.c.decision_id)
        .join(nominee, nominee.c.id == award.c.nominee_id)
        .where(_there(unit_id, day), _in_year(year))
        .order_by(decision.c.day.desc(), decision.c.id.desc(), award.c.id)
        .offset(since)
        .limit(most)
    )
    return [Honoured(*row) for row in rows]
