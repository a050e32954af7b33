"""Pairs of reports that may be one, as they were found, and what people said of them (R19, R50).

A pair stands once: the later report first. What was judged is never overwritten by a search, only by another verdict.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, exists, literal_column, or_, select, update

from storage import report_reading, roles
from storage.likeness import Like
from storage.people import audit
from storage.tables import Report, ReportAuthor, ReportLikeness, of
from storage.upsert import upsert

pair, report, author = of(ReportLikeness), of(Report), of(ReportAuthor)
later, earlier = report.alias("later"), report.alias("earlier")

UNJUDGED = pair.c.verdict == literal_column("''")  # in the words of the index ix_report_likeness_unjudged
VERDICTS = ("same", "improved", "different")
ACT = "review"  # who may judge: those who review one of the two


class NotTheirs(Exception):
    """This person may not judge the pair: `why` is role (neither report is theirs to review) or own (they sent one or are
    an author of it)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair, seen from one of its reports."""

    id: int
    number: int
    other: int
    score: int
    why: Mapping[str, Any]
    verdict: str
    verdict_by: int | None


COLUMNS = (
    pair.c.id,
    pair.c.report_id,
    pair.c.other_id,
    pair.c.score,
    pair.c.why,
    pair.c.verdict,
    pair.c.verdict_by,
)


def _standing() -> Select[Any]:
    """Pairs neither of whose reports was withdrawn."""
    return (
        select(*COLUMNS)
        .join(later, later.c.id == pair.c.report_id)
        .join(earlier, earlier.c.id == pair.c.other_id)
        .where(later.c.state != "withdrawn", earlier.c.state != "withdrawn")
    )


def of_report(db: Connection, number: int, most: int = 5) -> list[Pair]:
    """The pairs of a report, the likeliest first."""
    rows = db.execute(
        _standing()
        .where(or_(pair.c.report_id == number, pair.c.other_id == number))
        .order_by(pair.c.score.desc(), pair.c.id)
        .limit(most)
    )
    return [_seen_from(number, row) for row in rows]


def _seen_from(number: int, row: Any) -> Pair:
    other = row.other_id if row.report_id == number else row.report_id
    return Pair(row.id, number, other, round(row.score), row.why, row.verdict, row.verdict_by)


def unjudged(db: Connection, who: int, day: date, most: int = 50) -> list[Pair]:
    """Pairs nobody has judged, one of which this person reviews, the likeliest first; seen from the one they review. Those
    that have the person's own report are left out."""
    covered = roles.reach(who, ACT, day)
    within = select(covered.c.unit_id)
    query = _standing().add_columns(later.c.unit_id.in_(within).label("mine"))
    strangers = (_not_by(later, who), _not_by(earlier, who))
    rows = db.execute(
        query.where(UNJUDGED, or_(later.c.unit_id.in_(within), earlier.c.unit_id.in_(within)), *strangers)
        .order_by(pair.c.score.desc(), pair.c.id.desc())
        .limit(most)
    )
    return [_seen_from(row.report_id if row.mine else row.other_id, row) for row in rows]


def _not_by(one: Any, who: int) -> ColumnElement[bool]:
    """A report this person neither sent nor is an author of."""
    wrote = exists().where(author.c.report_id == one.c.id, author.c.person_id == who)
    return or_(one.c.person_id.is_(None), one.c.person_id != who) & ~wrote


# --- what a search found ----------------------------------------------------------------------------------------------------


def keep(db: Connection, number: int, likes: Sequence[Like], now: datetime) -> None:
    """What a search about a report found; what it found before and does no longer find goes, unless it was judged."""
    found = {like.report_id for like in likes}
    for column, other in ((pair.c.report_id, pair.c.other_id), (pair.c.other_id, pair.c.report_id)):
        db.execute(delete(pair).where(column == number, pair.c.verdict == "", other.not_in(found)))
    for like in likes:
        ends = {"report_id": max(number, like.report_id), "other_id": min(number, like.report_id)}
        values = {"score": float(like.score), "why": like.why(), "found_at": now}
        row = upsert(pair).values(**ends, **values, verdict="")
        db.execute(row.on_conflict_do_update(index_elements=list(ends), set_=values))


# --- what people say --------------------------------------------------------------------------------------------------------


def judge(db: Connection, pair_id: int, verdict: str, *, who: int, now: datetime, today: date) -> None:
    """Keep a verdict. Raises NotTheirs, ValueError for what is no verdict, LookupError for a pair that is gone."""
    if verdict not in VERDICTS:
        raise ValueError(verdict)
    row = db.execute(_standing().where(pair.c.id == pair_id)).first()
    if row is None:
        raise LookupError(pair_id)
    why = why_not(db, (row.report_id, row.other_id), who, today)
    if why:
        raise NotTheirs(why)
    values = {"verdict": verdict, "verdict_by": who, "verdict_at": now}
    db.execute(update(pair).where(pair.c.id == pair_id).values(**values))
    for number, other in ((row.report_id, row.other_id), (row.other_id, row.report_id)):
        audit(db, who, f"likeness-{verdict}", f"report:{number}", now, f"report:{other}")


def why_not(db: Connection, numbers: Collection[int], who: int, today: date) -> str:
    """Why this person may not judge these two: "own", "role", or "" when they may."""
    rows = db.execute(select(report.c.id, report.c.person_id, report.c.unit_id).where(report.c.id.in_(numbers))).all()
    if any(who in report_reading.persons_of(db, row.id, row.person_id) for row in rows):
        return "own"
    return "" if any(roles.may(db, who, ACT, row.unit_id, today) for row in rows) else "role"


def same_as(db: Connection, numbers: Iterable[int]) -> dict[int, frozenset[int]]:
    """Each report → all that were judged to be one with it, itself included, over any chain of verdicts: they count as one
    initiative (R50)."""
    groups: dict[int, set[int]] = {each: {each} for each in numbers}
    rim = set(groups)
    while rim:
        known = {each for group in groups.values() for each in group}
        rows = db.execute(
            select(pair.c.report_id, pair.c.other_id).where(
                pair.c.verdict == "same", or_(pair.c.report_id.in_(rim), pair.c.other_id.in_(rim))
            )
        )
        for one, other in rows.all():
            joined = groups.get(one, {one}) | groups.get(other, {other})
            for each in joined:
                groups[each] = joined
        rim = {each for group in groups.values() for each in group} - known
    return {each: frozenset(groups[each]) for each in groups}


@dataclass(frozen=True, slots=True)
class Head:
    """What anybody may see of a report that is like theirs (R45)."""

    id: int
    code: str
    title: str
    unit_id: int
    on_day: date
    state: str
    person_id: int | None


HEAD = (
    report.c.id,
    report.c.code,
    report.c.title,
    report.c.unit_id,
    report.c.on_day,
    report.c.state,
    report.c.person_id,
)


def heads(db: Connection, numbers: Collection[int]) -> dict[int, Head]:
    rows = db.execute(select(*HEAD).where(report.c.id.in_(list(numbers))))
    return {row.id: Head(*row) for row in rows}


def beginning(db: Connection, number: int, most: int) -> str:
    """The first words of what was done: enough to tell one thing from another, for who may not read all of it."""
    row = db.execute(select(report.c.solution, report.c.before, report.c.result).where(report.c.id == number)).first()
    return next((text[:most] for text in row or () if text), "")
