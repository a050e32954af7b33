"""What came of a round of judging: median, spread and rank of each report, shown only to who may see them by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles

from sqlalchemy import Connection, select

from storage import scoring
from storage.award_tables import Score, ScoreEntry
from storage.scoring import Sheet
from storage.tables import Report, of

entry, score, report = of(ScoreEntry), of(Score), of(Report)


@dataclass(frozen=True, slots=True)
class Figures:
    """The totals of a report: median, least and most, the middle half's width, and the median of each criterion."""

    median: float
    low: float
    high: float
    middle: float  # the distance between the quartiles: how far judges differ, whatever one of them gave
    criteria: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Result:
    """A report in a round. `figures`: None while this person may not see them, or nobody has judged. Equals share a rank."""

    report_id: int
    code: str
    title: str
    state: str
    judges: int
    mine: float | None
    figures: Figures | None
    rank: int | None
    tied: bool = False


def results(db: Connection, number: int, who: int, day: date) -> list[Result]:
    """The reports of a round as this person may see them: the best first once the round is closed, else as they were entered.

    While it is open somebody sees the others' points on a report only after having given their own, and no rank, which would tell
    of the others. Empty for a round that is not of one's units.
    """
    found = scoring.one(db, number, who, day)
    if found is None:
        return []
    heads = db.execute(
        select(report.c.id, report.c.code, report.c.title, report.c.state)
        .join(entry, entry.c.report_id == report.c.id)
        .where(entry.c.round_id == number)
        .order_by(entry.c.id)
    ).all()
    given: dict[int, list[tuple[int, float, dict[str, float]]]] = {}
    columns = (score.c.report_id, score.c.person_id, score.c.total, score.c.points)
    for which, *rest in db.execute(select(*columns).where(score.c.round_id == number).order_by(score.c.id)):
        given.setdefault(which, []).append((rest[0], rest[1], rest[2]))
    closed = found.state == "closed"
    shown = []
    for head in heads:
        scores = given.get(head.id, [])
        mine = next((total for person, total, _ in scores if person == who), None)
        figures = _figures(found.sheet, scores) if scores and (closed or mine is not None) else None
        shown.append(Result(head.id, head.code, head.title, head.state, len(scores), mine, figures, None))
    return _ranked(shown) if closed else shown


def _figures(sheet: Sheet, scores: Sequence[tuple[int, float, Mapping[str, float]]]) -> Figures:
    totals = [total for _, total, _ in scores]
    quarters = quantiles(totals, n=4, method="inclusive") if len(totals) > 1 else [totals[0]] * 3
    criteria = {each.code: median(points[each.code] for _, _, points in scores) for each in sheet.criteria}
    middle = round(quarters[2] - quarters[0], 2)
    return Figures(round(median(totals), 2), min(totals), max(totals), middle, criteria)


def _ranked(shown: Sequence[Result]) -> list[Result]:
    """By the median; what nobody judged or was withdrawn stands behind, without a rank."""
    counted = [each for each in shown if each.figures is not None and each.state != "withdrawn"]
    medians = [each.figures.median for each in counted if each.figures is not None]
    found = []
    for each in counted:
        value = each.figures.median if each.figures is not None else 0
        rank, tied = 1 + sum(other > value for other in medians), medians.count(value) > 1
        found.append(
            Result(each.report_id, each.code, each.title, each.state, each.judges, each.mine, each.figures, rank, tied)
        )
    ordered = sorted(found, key=lambda each: each.rank or 0)
    there = {each.report_id for each in found}
    return [*ordered, *(each for each in shown if each.report_id not in there)]
