"""Nominees as a list of nominations shows them: reports behind, votes, what was decided (R27, R29, R46, R56)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from storage import roles, tree
from storage.award_tables import Award, Decision, Meeting, Nomination, Nominee, NomineeReport, Override, Vote
from storage.export_names import UnitNames
from storage.exporting import ACT
from storage.tables import Report, of

nomination, nominee, behind, report = of(Nomination), of(Nominee), of(NomineeReport), of(Report)
meeting, vote, award, decision, override = of(Meeting), of(Vote), of(Award), of(Decision), of(Override)

PIECE = 500  # nominees read at once
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Proposed:
    """A nominee of a list, with their file's code, kind and state in `row`."""

    row: Mapping[str, Any]
    unit: str
    reports: Sequence[str]  # codes
    votes: tuple[int, int] | None  # in favour, of how many members
    overrides: int  # rules a human let pass, with a reason
    award: str  # as decided; "" while nothing is
    number: str
    day: date | None
    revoked: bool


def within(who: int, day: date, year: int, unit_id: int) -> list[ColumnElement[bool]]:
    covered = roles.reach(who, ACT, day)
    parts = [nomination.c.unit_id.in_(select(covered.c.unit_id)), nomination.c.state != "withdrawn"]
    if unit_id:
        parts.append(nomination.c.unit_id.in_(select(tree.under([unit_id], day).c.unit_id)))
    return [*parts, nomination.c.year == year] if year else parts


def count(db: Connection, who: int, day: date, year: int, unit_id: int) -> int:
    query = select(func.count()).select_from(nominee).join(nomination, nomination.c.id == nominee.c.nomination_id)
    return int(db.execute(query.where(*within(who, day, year, unit_id))).scalar_one())


def proposed(db: Connection, who: int, day: date, year: int, unit_id: int) -> Iterator[Proposed]:
    """The nominees of a year's files within reach, file by file, a piece at a time."""
    names = UnitNames(db)
    numbers = db.execute(
        select(nominee.c.id)
        .join(nomination, nomination.c.id == nominee.c.nomination_id)
        .where(*within(who, day, year, unit_id))
        .order_by(nomination.c.year, nomination.c.id, nominee.c.position, nominee.c.id)
        .limit(MOST)
    )
    every = list(numbers.scalars())
    for start in range(0, len(every), PIECE):
        yield from _piece(db, every[start : start + PIECE], names, day)


def _piece(db: Connection, numbers: Sequence[int], names: UnitNames, day: date) -> Iterator[Proposed]:
    rows = db.execute(
        select(
            nominee.c.id,
            nominee.c.name,
            nominee.c.collective,
            nominee.c.author_class,
            nominee.c.on_site,
            nominee.c.unit_id,
            nominee.c.award,
            nominee.c.state,
            nomination.c.code,
            nomination.c.kind,
            nomination.c.year,
            nomination.c.authority,
            nomination.c.movement_id,
        )
        .join(nomination, nomination.c.id == nominee.c.nomination_id)
        .where(nominee.c.id.in_(numbers))
        .order_by(nomination.c.year, nomination.c.id, nominee.c.position, nominee.c.id)
    ).mappings()
    codes, votes, decided, passed = (
        _codes(db, numbers),
        _votes(db, numbers),
        _decided(db, numbers),
        _passed(db, numbers),
    )
    people = list(rows)
    names.learn({row["unit_id"] for row in people})
    for row in people:
        became = decided.get(row["id"])
        yield Proposed(
            row=dict(row),
            unit=names.on(row["unit_id"], day),
            reports=codes.get(row["id"], []),
            votes=votes.get(row["id"]),
            overrides=passed.get(row["id"], 0),
            award=became["award"] if became else "",
            number=became["number"] if became else "",
            day=became["day"] if became else None,
            revoked=bool(became and became["revoked_on"]),
        )


def _codes(db: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    rows = db.execute(
        select(behind.c.nominee_id, report.c.code)
        .join(report, report.c.id == behind.c.report_id)
        .where(behind.c.nominee_id.in_(numbers))
        .order_by(behind.c.id)
    )
    found: dict[int, list[str]] = {}
    for who, code in rows:
        found.setdefault(who, []).append(code)
    return found


def _votes(db: Connection, numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Of the latest council's meeting that voted on each."""
    rows = db.execute(
        select(vote.c.nominee_id, vote.c.yes + vote.c.written_yes, meeting.c.members)
        .join(meeting, meeting.c.id == vote.c.meeting_id)
        .where(vote.c.nominee_id.in_(numbers), meeting.c.kind == "council")
        .order_by(meeting.c.day, meeting.c.id)
    )
    return {who: (yes, members) for who, yes, members in rows}


def _decided(db: Connection, numbers: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    rows = db.execute(
        select(award.c.nominee_id, award.c.award, award.c.revoked_on, decision.c.number, decision.c.day)
        .join(decision, decision.c.id == award.c.decision_id)
        .where(award.c.nominee_id.in_(numbers))
    )
    return {row["nominee_id"]: dict(row) for row in rows.mappings()}


def _passed(db: Connection, numbers: Sequence[int]) -> dict[int, int]:
    rows = db.execute(
        select(override.c.nominee_id, func.count())
        .where(override.c.nominee_id.in_(numbers))
        .group_by(override.c.nominee_id)
    )
    return dict(rows.all())
