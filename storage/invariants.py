"""What must be true of every database, proved from its rows alone: `./run doctor --deep` (R20, R45, R50, R56, R57).

No state changed without its history, no award lacks a decision, nobody acted outside their scope. Each check gives faults as
(what, which row); codes and ids only, no words of anybody. Reads only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from sqlalchemy import Connection, func, select

from storage import nominations, report_moves
from storage.award_tables import (
    Award,
    CriterionMet,
    Meeting,
    Nomination,
    NominationHistory,
    Nominee,
    Score,
    Vote,
    YearClose,
)
from storage.levels import DEEPEST
from storage.roles import ACTS
from storage.tables import Grant, Report, ReportAuthor, ReportHistory, of
from storage.tree import edges

report, author, history, held = of(Report), of(ReportAuthor), of(ReportHistory), of(Grant)
AT_ONCE = 2_000  # rows held while they are read


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be: which promise is broken, and by which row."""

    promise: str
    row: str


def faults(db: Connection, zone: tzinfo) -> Iterator[Fault]:
    """Every broken promise, check by check."""
    people = _People(db, zone)
    for check in CHECKS:
        yield from check(db, people)


def looked_at(db: Connection) -> str:
    """How much was looked at, for people."""
    tables = (ReportHistory, NominationHistory, Award, Vote)
    counts = [db.execute(select(func.count()).select_from(of(each))).scalar_one() for each in tables]
    return "{} steps of reports, {} of files, {} awards, {} votes".format(*counts)


# --- who might do what, when ---------------------------------------------------------------------------------------------------


class _People:
    """Every grant there ever was and the tree of each day that is asked for, each read once."""

    def __init__(self, db: Connection, zone: tzinfo) -> None:
        self._db = db
        self._zone = zone
        self._above: dict[date, dict[int, list[int]]] = {}
        self._grants: dict[int, list[Any]] = {}
        for row in db.execute(select(held)):
            self._grants.setdefault(row.person_id, []).append(row)

    def might(self, who: int, act: str, unit_id: int | None, desk: int | None, at: datetime) -> bool:
        """Had the person a role with this act at the moment, at the unit in whose name they acted (any, when none was
        kept), which is the desk's own or lies above it?"""
        day = at.astimezone(self._zone).date()
        line = self._line(desk, day) if desk is not None else None
        return any(
            grant.role in ACTS[act]
            and unit_id in (None, grant.unit_id)
            and (line is None or grant.unit_id in line)
            and grant.granted_at <= at
            and grant.since <= day
            and (grant.until is None or grant.until >= day)
            and (grant.ended_at is None or grant.ended_at >= at)
            for grant in self._grants.get(who, ())
        )

    def _line(self, start: int, day: date) -> set[int]:
        if day not in self._above:
            above: dict[int, list[int]] = {}
            for up, down in self._db.execute(edges(day)):
                above.setdefault(down, []).append(up)
            self._above[day] = above
        found, rim = {start}, [start]
        for _ in range(DEEPEST):
            rim = [up for each in rim for up in self._above[day].get(each, ()) if up not in found]
            found.update(rim)
        return found


# --- reports -------------------------------------------------------------------------------------------------------------------


def report_steps(db: Connection, people: _People) -> Iterator[Fault]:
    """The history of each report leads from nothing to where it stands, by legal acts of people who might do them."""
    own: dict[int, set[int]] = {}
    for number, who in db.execute(
        select(author.c.report_id, author.c.person_id).where(author.c.person_id.is_not(None))
    ):
        own.setdefault(number, set()).add(who)
    stands = select(report.c.id, report.c.state, report.c.desk_unit_id, report.c.person_id).order_by(report.c.id)
    standing = {row.id: row for row in db.execute(stands)}
    steps = select(history).order_by(history.c.report_id, history.c.id)
    for number, some in _by(db, steps, "report_id"):
        row = standing.pop(number, None)
        if row is None:
            yield Fault("a history without its report", f"report:{number}")
            continue
        yield from _chain(some, report_moves.MOVES, row.state, row.desk_unit_id, f"report:{number}")
        theirs = own.get(number, set()) | ({row.person_id} if row.person_id else set())
        yield from _scopes(some, theirs, people, f"report:{number}")
    for number in standing:
        yield Fault("a report without its history", f"report:{number}")


def _chain(some: list[Any], moves: Mapping[str, Any], state: str, desk: int, name: str) -> Iterator[Fault]:
    before: str | None = None
    seen: list[Any] = []
    for step in some:
        rule = moves.get(step.act)
        if (step.from_state or None) != before:
            yield Fault("a state changed without its history", f"{name}/step:{step.id}")
        if rule is None or (step.from_state or "") not in rule.froms:
            yield Fault("an act that was not legal", f"{name}/step:{step.id}")
        elif step.act in ("undo", "recall"):
            undone = (step.detail or {}).get("undoes")
            earlier = [each for each in seen if each.id < (undone or 0)]
            if not earlier or earlier[-1].to_state != step.to_state:
                yield Fault("a step taken back to where it never was", f"{name}/step:{step.id}")
        elif step.to_state != (rule.to or step.from_state):
            yield Fault("an act that led elsewhere", f"{name}/step:{step.id}")
        if rule is not None and rule.reason and not (step.note or getattr(step, "detail", None)):
            yield Fault("a return or refusal without its reason", f"{name}/step:{step.id}")
        before = step.to_state
        seen.append(step)
    if before != state:
        yield Fault("a state changed without its history", name)
    if some[-1].desk_unit_id not in (None, desk):
        yield Fault("a report moved to another desk without its history", name)


def _scopes(some: list[Any], theirs: set[int], people: _People, name: str) -> Iterator[Fault]:
    home = desk = some[0].desk_unit_id
    for step in some:
        rule = report_moves.MOVES.get(step.act)
        if rule is not None and rule.by != "author":
            if step.person_id is None or step.person_id in theirs:
                yield Fault("somebody acted on a report of their own", f"{name}/step:{step.id}")
            elif not people.might(
                step.person_id, "review", step.unit_id, home if rule.by == "colleague" else desk, step.at
            ):
                yield Fault("somebody acted outside their scope", f"{name}/step:{step.id}")
        desk = step.desk_unit_id or desk


def _by(db: Connection, query: Any, column: str) -> Iterator[tuple[int, list[Any]]]:
    """Rows in groups of one column, in the order of the query; streamed."""
    some: list[Any] = []
    for rows in db.execute(query, execution_options={"yield_per": AT_ONCE}).partitions():
        for row in rows:
            if some and getattr(some[0], column) != getattr(row, column):
                yield getattr(some[0], column), some
                some = []
            some.append(row)
    if some:
        yield getattr(some[0], column), some


def criteria(db: Connection, people: _People) -> Iterator[Fault]:
    """Only approved reports meet a criterion (R13)."""
    met = of(CriterionMet)
    rows = db.execute(select(met.c.id).join(report, report.c.id == met.c.report_id).where(report.c.state != "approved"))
    yield from (Fault("a criterion met by a report that is not approved", f"criterion_met:{row.id}") for row in rows)


def scores(db: Connection, people: _People) -> Iterator[Fault]:
    """Nobody judged a report of their own."""
    score = of(Score)
    rows = db.execute(
        select(score.c.id)
        .join(report, report.c.id == score.c.report_id)
        .join(author, author.c.report_id == report.c.id, isouter=True)
        .where((report.c.person_id == score.c.person_id) | (author.c.person_id == score.c.person_id))
        .distinct()
    )
    yield from (Fault("somebody judged a report of their own", f"score:{row.id}") for row in rows)


# --- files, meetings, awards ---------------------------------------------------------------------------------------------------


def nomination_steps(db: Connection, people: _People) -> Iterator[Fault]:
    """The same for nomination files."""
    file, step = of(Nomination), of(NominationHistory)
    standing = {row.id: row for row in db.execute(select(file.c.id, file.c.state, file.c.desk_unit_id))}
    for number, some in _by(db, select(step).order_by(step.c.nomination_id, step.c.id), "nomination_id"):
        row = standing.pop(number, None)
        if row is None:
            yield Fault("a history without its file", f"nomination:{number}")
            continue
        yield from _chain(some, nominations.MOVES, row.state, row.desk_unit_id, f"nomination:{number}")
        home = desk = some[0].desk_unit_id
        for each in some:
            rule = nominations.MOVES.get(each.act)
            if rule is None:
                continue  # said above
            place = home if rule.by == "opener" else desk
            if each.person_id is None or not people.might(each.person_id, rule.right, each.unit_id, place, each.at):
                yield Fault("somebody acted outside their scope", f"nomination:{number}/step:{each.id}")
            desk = each.desk_unit_id or desk
    for number in standing:
        yield Fault("a file without its history", f"nomination:{number}")


def votes(db: Connection, people: _People) -> Iterator[Fault]:
    """Nobody voted twice, and no absent member was in the room (R56)."""
    meeting, vote = of(Meeting), of(Vote)
    rows = db.execute(select(vote, meeting.c.present, meeting.c.written, meeting.c.members).join(meeting))
    for row in rows:
        fits = row.yes + row.no <= row.present and row.written_yes <= row.written
        if not (fits and row.present + row.written <= row.members and min(row.yes, row.no, row.written_yes) >= 0):
            yield Fault("more votes than members", f"vote:{row.id}")


def awards(db: Connection, people: _People) -> Iterator[Fault]:
    """Every award has its decision and a decided file, and every awarded nominee their award; a decision is dated after
    its file was opened."""
    award, nominee, file = of(Award), of(Nominee), of(Nomination)
    rows = db.execute(
        select(award.c.id, award.c.decision_id, nominee.c.state, file.c.state.label("file_state"))
        .join(nominee, nominee.c.id == award.c.nominee_id)
        .join(file, file.c.id == nominee.c.nomination_id)
    )
    for row in rows:
        if row.decision_id is None or row.state != "awarded" or row.file_state != "decided":
            yield Fault("an award without its decision", f"award:{row.id}")
    lonely = select(nominee.c.id).where(nominee.c.state == "awarded", nominee.c.id.not_in(select(award.c.nominee_id)))
    yield from (Fault("somebody awarded without an award", f"nominee:{row.id}") for row in db.execute(lonely))


def closes(db: Connection, people: _People) -> Iterator[Fault]:
    """The copy of a closed year is what was closed (R28)."""
    close = of(YearClose)
    for row in db.execute(select(close.c.id, close.c.content, close.c.digest)):
        text = json.dumps(row.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if hashlib.sha256(text.encode()).hexdigest() != row.digest:
            yield Fault("a closed year was changed", f"year_close:{row.id}")


CHECKS: tuple[Callable[[Connection, _People], Iterator[Fault]], ...] = (
    report_steps,
    criteria,
    scores,
    nomination_steps,
    votes,
    awards,
    closes,
)
