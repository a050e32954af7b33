"""Judging: several judges score the same reports on one sheet, none seeing the others before giving their own.

A round keeps its sheet as it was when it was opened. A score is given once and stays; whoever wants it otherwise opens a new
round. Nobody judges a report they sent or are an author of. A result is the median with its spread: one judge alone moves it
little, and disagreement is seen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, update

from storage import roles, tree
from storage.award_tables import Score, ScoreEntry, ScoreRound
from storage.people import audit
from storage.review import not_theirs
from storage.tables import Report, of
from storage.upsert import upsert

round_, entry, score = of(ScoreRound), of(ScoreEntry), of(Score)
report = of(Report)

JUDGE, OPEN = "judge", "score"
STATES = ("received", "approved")  # reports that may be judged
MOST_REPORTS, MOST_ROUNDS = 100, 50
MOST_NAME, MOST_NOTE = 120, 500


class NotPossible(Exception):
    """`why`: role, sheet, reports, name, closed, report, own, given, points."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a judge gives points for, and what it weighs in the total."""

    code: str
    label: str
    label_en: str
    explain: str
    explain_en: str
    points: int
    weight: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A score sheet in one version."""

    code: str
    version: int
    label: str
    label_en: str
    criteria: tuple[Criterion, ...]

    def total(self, points: Mapping[str, float]) -> float:
        """0–100."""
        whole = sum(each.weight for each in self.criteria)
        return round(sum(points[each.code] / each.points * each.weight for each in self.criteria) / whole * 100, 2)


@dataclass(frozen=True, slots=True)
class Round:
    """A round as it is listed."""

    id: int
    unit_id: int
    name: str
    state: str
    sheet: Sheet


@lru_cache(maxsize=1)
def _book() -> dict[str, tuple[Sheet, ...]]:
    data = tomllib.loads((files("storage") / "starter" / "scoring.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[Sheet, ...]] = {}
    for each in data["sheets"]:
        code = each.pop("movement")
        found[code] = (*found.get(code, ()), sheet_of(each))
    return found


def sheets(movement: str) -> tuple[Sheet, ...]:
    """The sheets of a movement; none where it does not score."""
    return _book().get(movement, ())


def sheet_of(kept: Mapping[str, Any]) -> Sheet:
    """As TOML and the database keep it."""
    return Sheet(**{**kept, "criteria": tuple(Criterion(**each) for each in kept["criteria"])})


def _kept(sheet: Sheet) -> dict[str, Any]:
    criteria = [{name: getattr(each, name) for name in Criterion.__slots__} for each in sheet.criteria]
    return {**{name: getattr(sheet, name) for name in Sheet.__slots__}, "criteria": criteria}


# --- opening and closing --------------------------------------------------------------------------------------------------


def judgeable(
    db: Connection, unit_id: int, movements: Collection[int], who: int, day: date, *, most: int = MOST_REPORTS
) -> list[tuple[int, str, str]]:
    """(id, code, title) of reports of the unit and those below it that a round may take, approved ones first."""
    order = ((report.c.state == "approved").desc(), report.c.id.desc())
    ids = select(report.c.id).where(*_in_reach(unit_id, movements, who, day)).order_by(*order).limit(most)
    heads = select(report.c.id, report.c.code, report.c.title)  # titles only of those that are shown
    rows = db.execute(heads.where(report.c.id.in_(ids)).order_by(*order))
    return [(number, code, title) for number, code, title in rows]


def _in_reach(unit_id: int, movements: Collection[int], who: int, day: date) -> tuple[ColumnElement[bool], ...]:
    own, seen = tree.under([unit_id], day), roles.reach(who, OPEN, day)
    return (
        report.c.state.in_(STATES),
        report.c.movement_id.in_(list(movements)),
        report.c.unit_id.in_(select(own.c.unit_id)),
        report.c.unit_id.in_(select(seen.c.unit_id)),
    )


def _versions(db: Connection, chosen: Sequence[int], good: tuple[ColumnElement[bool], ...]) -> dict[int, int]:
    """report → the version of the movement it was filed under, of those a round may take."""
    return dict(db.execute(select(report.c.id, report.c.movement_id).where(report.c.id.in_(chosen), *good)).all())


def open_round(
    db: Connection,
    unit_id: int,
    sheet: Sheet,
    name: str,
    reports: Sequence[int],
    *,
    movements: Collection[int],
    who: int,
    now: datetime,
    today: date,
) -> int:
    """A round on these reports; gives its id. `movements`: the versions the sheet is for. Raises NotPossible."""
    said = " ".join(name.split())
    if not roles.may(db, who, OPEN, unit_id, today):
        raise NotPossible("role")
    if not 0 < len(said) <= MOST_NAME:
        raise NotPossible("name")
    chosen = list(dict.fromkeys(reports))
    if not 0 < len(chosen) <= MOST_REPORTS:
        raise NotPossible("reports")
    found = _versions(db, chosen, _in_reach(unit_id, movements, who, today))
    if len(found) < len(chosen):
        raise NotPossible("reports")
    row = {"unit_id": unit_id, "movement_id": max(found.values()), "name": said, "sheet": _kept(sheet), "state": "open"}
    number: int = db.execute(
        insert(round_).returning(round_.c.id), {**row, "opened_by": who, "opened_at": now}
    ).scalar_one()
    db.execute(insert(entry), [{"round_id": number, "report_id": each} for each in chosen])
    audit(db, who, "open-round", f"round:{number}", now)
    return number


def close(db: Connection, number: int, *, who: int, now: datetime, today: date) -> None:
    """No more points are given, and everybody who judges sees all of them. Never undone. Raises NotPossible."""
    found = one(db, number, who, today)
    if found is None or not roles.may(db, who, OPEN, found.unit_id, today):
        raise NotPossible("role")
    still = (round_.c.id == number, round_.c.state == "open")
    if not db.execute(update(round_).where(*still).values(state="closed", closed_at=now)).rowcount:
        raise NotPossible("closed")
    audit(db, who, "close-round", f"round:{number}", now)


# --- who sees which round ---------------------------------------------------------------------------------------------------

ROUND = (round_.c.id, round_.c.unit_id, round_.c.name, round_.c.state, round_.c.sheet)


def _theirs(who: int, day: date) -> ColumnElement[bool]:
    covered = roles.reach(who, JUDGE, day)
    return round_.c.unit_id.in_(select(covered.c.unit_id))


def _read(row: Any) -> Round:
    return Round(row.id, row.unit_id, row.name, row.state, sheet_of(row.sheet))


def rounds(db: Connection, who: int, day: date) -> list[Round]:
    """The rounds of one's units, open ones first, the newest first."""
    order = (round_.c.state.desc(), round_.c.id.desc())
    rows = db.execute(select(*ROUND).where(_theirs(who, day)).order_by(*order).limit(MOST_ROUNDS))
    return [_read(row) for row in rows]


def one(db: Connection, number: int, who: int, day: date) -> Round | None:
    """A round, if it is of one's units."""
    row = db.execute(select(*ROUND).where(round_.c.id == number, _theirs(who, day))).first()
    return _read(row) if row else None


def waiting(db: Connection, who: int, day: date, number: int | None = None) -> list[tuple[int, int]]:
    """(round, report) of what this person still has to judge, round by round; only of one round, if given."""
    given = select(score.c.report_id).where(score.c.round_id == entry.c.round_id, score.c.person_id == who)
    rows = db.execute(
        select(entry.c.round_id, entry.c.report_id)
        .join(round_, round_.c.id == entry.c.round_id)
        .join(report, report.c.id == entry.c.report_id)
        .where(round_.c.state == "open", report.c.state.in_(STATES), _theirs(who, day), not_theirs(who))
        .where(entry.c.report_id.not_in(given.correlate(entry)))
        .where(*([round_.c.id == number] if number is not None else []))
        .order_by(entry.c.round_id, entry.c.id)
    )
    return [(which, report_id) for which, report_id in rows]


# --- giving points ------------------------------------------------------------------------------------------------------------


def give(
    db: Connection,
    number: int,
    report_id: int,
    points: Mapping[str, float],
    *,
    who: int,
    now: datetime,
    today: date,
    note: str = "",
) -> float:
    """One judge's points for one report, once and for ever; gives the total. Raises NotPossible."""
    found = one(db, number, who, today)
    if found is None:
        raise NotPossible("role")
    if found.state != "open":
        raise NotPossible("closed")
    here = select(report.c.id).join(entry, entry.c.report_id == report.c.id)
    here = here.where(entry.c.round_id == number, report.c.id == report_id, report.c.state.in_(STATES))
    if db.execute(here).first() is None:
        raise NotPossible("report")
    if db.execute(here.where(not_theirs(who))).first() is None:
        raise NotPossible("own")
    asked = {each.code: each.points for each in found.sheet.criteria}
    if {*points} != {*asked} or any(not 0 <= points[code] <= most for code, most in asked.items()):
        raise NotPossible("points")
    total = found.sheet.total(points)
    row = {"round_id": number, "report_id": report_id, "person_id": who, "points": dict(points), "total": total}
    kept = upsert(score).values(**row, note=note[:MOST_NOTE], at=now).on_conflict_do_nothing()
    if not db.execute(kept).rowcount:
        raise NotPossible("given")
    audit(db, who, "judge", f"report:{report_id}", now, f"round:{number}")
    return total


def counts(db: Connection, numbers: Collection[int]) -> dict[int, tuple[int, int]]:
    """round → (reports, scores given)."""
    entries = select(entry.c.round_id, func.count()).where(entry.c.round_id.in_(list(numbers)))
    given: Select[Any] = select(score.c.round_id, func.count()).where(score.c.round_id.in_(list(numbers)))
    there: dict[int, int] = dict(db.execute(entries.group_by(entry.c.round_id)).all())
    scores: dict[int, int] = dict(db.execute(given.group_by(score.c.round_id)).all())
    return {each: (there.get(each, 0), scores.get(each, 0)) for each in numbers}
