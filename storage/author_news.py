"""What the people a report is from have not been told of it yet: every step that concerns them, and that it waits for them
since it was returned (R20).

Of several steps only the last is told; what was taken back is not, and what can still be taken back is not yet. The ledger
says what was told: a row about a report covers every step up to its moment. A constant number of queries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, literal_column, select, union_all

from storage.levels import RETURNED_AFTER
from storage.report_moves import MOVES, UNDO
from storage.tables import Reminder, Report, ReportAuthor, ReportHistory, of
from storage.untold import MOST, WITHIN, Stand, about, subject

report, author, history, ledger = of(Report), of(ReportAuthor), of(ReportHistory), of(Reminder)

KIND = "steps"
RECEIVED = "received"  # the slot of a report's first being seen; of any other step, "<act>:<its row>"
TOLD = tuple(act for act, rule in MOVES.items() if rule.told)
SHARED = ("approve", "refuse")  # what co-authors who are members hear of, too
SHAPING = (*TOLD, "undo", "send", "complete", "withdraw")  # what says where a report stands
CONCERNS = history.c.act.in_([literal_column(f"'{act}'") for act in TOLD])  # in the words of ix_report_history_told


@dataclass(frozen=True, slots=True)
class News:
    """The last step of a report, to somebody it is from who does not know it."""

    id: int
    step: int
    person_id: int
    act: str
    at: datetime
    unit_id: int | None  # in whose name
    desk_unit_id: int | None  # where it stands now
    note: str
    questions: tuple[str, ...]  # asked for
    stand: Stand

    @property
    def slot(self) -> str:
        return RECEIVED if self.act == "receive" and not self.stand.turn else f"{self.act}:{self.step}"


def untold(db: Connection, now: datetime) -> list[News]:
    """The oldest first."""
    pairs = _pairs(db, now)
    if not pairs:
        return []
    numbers = {number for number, _ in pairs}
    steps, told = _steps(db, numbers), _told(db, numbers, now)
    found = []
    for number, who in pairs:
        last = _last(steps.get(number, ()), told.get((subject(number), who)))
        if last is not None and (who == last.sender or last.act in SHARED) and _settled(last, now):
            asked = (last.detail or {}).get("questions") or ()
            what = (last.act, last.at, last.unit_id, last.desk_unit_id, last.note, tuple(map(str, asked)))
            found.append(News(number, last.id, who, *what, Stand(last.state, last.turn, last.waits_since)))
    return sorted(found, key=lambda each: (each.at, each.step, each.person_id))


def _pairs(db: Connection, now: datetime) -> list[tuple[int, int]]:
    """(report, person) where something has happened that no row of the ledger covers."""
    lately = CONCERNS & (history.c.at > now - WITHIN)
    senders = (
        select(history.c.report_id, report.c.person_id)
        .join(report, report.c.id == history.c.report_id)
        .where(lately, report.c.person_id.is_not(None), ~_covered(report.c.person_id, now))
    )
    others = (
        select(history.c.report_id, author.c.person_id)
        .join(author, author.c.report_id == history.c.report_id)
        .where(lately, history.c.act.in_(SHARED), author.c.person_id.is_not(None), ~_covered(author.c.person_id, now))
    )
    rows = db.execute(union_all(senders, others))  # put in order here: asked to do so, SQLite reads the whole history
    return sorted({(number, who) for number, who in rows})[-MOST:]


def _covered(who: ColumnElement[int], now: datetime) -> ColumnElement[bool]:
    """A row dated later than now is of a clock that was ahead: it covers nothing."""
    since = (ledger.c.planned_for > history.c.at) & (ledger.c.planned_for <= now)
    return exists().where(
        ledger.c.kind == KIND, ledger.c.subject == about(history.c.report_id), ledger.c.person_id == who, since
    )


def _steps(db: Connection, numbers: Collection[int]) -> dict[int, list[Any]]:
    """report → what happened to it, in order, without what was undone."""
    names = ("id", "report_id", "act", "at", "unit_id", "desk_unit_id", "note", "detail")
    rows = db.execute(
        select(
            *(history.c[name] for name in names),
            report.c.person_id.label("sender"),
            report.c.state,
            report.c.turn,
            report.c.waits_since,
        )
        .join(report, report.c.id == history.c.report_id)
        .where(history.c.report_id.in_(list(numbers)), history.c.act.in_(SHAPING))
        .order_by(history.c.id)
    ).all()
    undone = {row.detail["undoes"] for row in rows if row.act == "undo" and row.detail}
    found: dict[int, list[Any]] = {}
    for row in rows:
        if row.act != "undo" and row.id not in undone:
            found.setdefault(row.report_id, []).append(row)
    return found


def _told(db: Connection, numbers: Iterable[int], now: datetime) -> Mapping[tuple[str, int], datetime]:
    """(subject, person) → when they were told something of the report last."""
    subjects = [subject(number) for number in numbers]
    rows = db.execute(
        select(ledger.c.subject, ledger.c.person_id, func.max(ledger.c.planned_for, type_=ledger.c.planned_for.type))
        .where(ledger.c.kind == KIND, ledger.c.subject.in_(subjects), ledger.c.planned_for <= now)
        .group_by(ledger.c.subject, ledger.c.person_id)
    )
    return {(each, who): at for each, who, at in rows}


def _last(steps: Sequence[Any], told: datetime | None) -> Any | None:
    """The step to tell; None when the last that happened is known or the author's own. What was recalled before anybody
    heard of it has not been."""
    pending = [row for row in steps if told is None or row.at >= told]
    for row in [each for each in pending if each.act == "recall"]:
        gone = next((each for each in pending if each.id == (row.detail or {}).get("undoes")), None)
        pending = [each for each in pending if gone is None or each.id not in (row.id, gone.id)]
    return pending[-1] if pending and pending[-1].act in TOLD else None


def _settled(step: Any, now: datetime) -> bool:
    """It lies before this moment, and cannot be undone any more."""
    return bool(now - step.at > (UNDO if MOVES[step.act].undo else timedelta()))


# --- returned, and waiting for its author -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Returned:
    """A report that was returned, of whose author nothing was heard since they were told."""

    id: int
    person_id: int
    told_at: datetime
    stand: Stand

    @property
    def slot(self) -> str:
        return f"returned:{self.stand.turn}"


def returned(db: Connection, now: datetime) -> list[Returned]:
    """Who was told longest ago first; each is reminded once."""
    lately = CONCERNS & (history.c.act == "return") & (history.c.at > now - RETURNED_AFTER - 2 * WITHIN)
    returns = select(history.c.report_id, history.c.at).where(lately).order_by(history.c.at)
    at = dict(db.execute(returns).all()[-MOST:])  # of each report the last one counts
    if not at:
        return []
    columns = (report.c.id, report.c.person_id, report.c.state, report.c.turn, report.c.waits_since)
    here = (report.c.id.in_(list(at)), report.c.state == "returned", report.c.person_id.is_not(None))
    rows = db.execute(select(*columns).where(*here)).all()
    heard = _heard(db, [row.id for row in rows], now)
    found = []
    for number, who, *stand in rows:
        told, again = (
            [each for each in heard.get((number, who, kind), ()) if each > at[number]] for kind in (KIND, "returned")
        )
        if told and not again and now - WITHIN <= min(told) + RETURNED_AFTER <= now:
            found.append(Returned(number, who, min(told), Stand(*stand)))
    return sorted(found, key=lambda each: (each.told_at, each.id))


def _heard(db: Connection, numbers: Iterable[int], now: datetime) -> Mapping[tuple[int, int, str], list[datetime]]:
    """(report, person, kind) → when they were told of its steps, and reminded of its return."""
    names = {subject(number): number for number in numbers}
    rows = db.execute(
        select(ledger.c.subject, ledger.c.person_id, ledger.c.kind, ledger.c.planned_for).where(
            ledger.c.kind.in_((KIND, "returned")), ledger.c.subject.in_(names), ledger.c.planned_for <= now
        )
    )
    found: dict[tuple[int, int, str], list[datetime]] = {}
    for each, who, kind, at in rows:
        found.setdefault((names[each], who, kind), []).append(at)
    return found
