"""Reading reports back: a person's own, one in full, and what hangs on one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from storage.report_moves import PRIVATE
from storage.tables import Report, ReportAuthor, ReportBenefit, ReportHistory, ReportTag, of

report, history, author = of(Report), of(ReportHistory), of(ReportAuthor)


def of_person(db: Connection, who: int, most: int = 1000) -> list[dict[str, Any]]:
    """A person's own reports, newest first."""
    rows = db.execute(
        select(report.c.id, report.c.code, report.c.kind, report.c.title, report.c.state, report.c.sent_at)
        .where(report.c.person_id == who)
        .order_by(report.c.id.desc())
        .limit(most)
    )
    return [dict(row) for row in rows.mappings()]


def one(db: Connection, number: int, who: int) -> dict[str, Any] | None:
    """A report in full, if it is this person's own: scope is part of the query."""
    row = db.execute(select(report).where(report.c.id == number, report.c.person_id == who)).mappings().first()
    return dict(row) if row else None


def returned_to(db: Connection, who: int) -> list[dict[str, Any]]:
    """A person's reports that came back to be completed, the longest waiting first."""
    columns = (report.c.id, report.c.code, report.c.title)
    rows = db.execute(
        select(*columns).where(report.c.person_id == who, report.c.state == "returned").order_by(report.c.changed_at)
    )
    return [dict(row) for row in rows.mappings()]


def asked_back(db: Connection, number: int) -> Mapping[str, Any] | None:
    """The step by which a report was last returned: who asked, for which questions, with which words."""
    mine = (history.c.report_id == number, history.c.act == "return")
    row = db.execute(select(history).where(*mine).order_by(history.c.id.desc()).limit(1)).mappings().first()
    return dict(row) if row else None


def authors_of(db: Connection, number: int) -> list[dict[str, Any]]:
    table = of(ReportAuthor)
    rows = db.execute(select(table).where(table.c.report_id == number).order_by(table.c.position))
    return [dict(row) for row in rows.mappings()]


def benefits_of(db: Connection, number: int) -> list[dict[str, Any]]:
    table = of(ReportBenefit)
    return [
        dict(row)
        for row in db.execute(select(table).where(table.c.report_id == number).order_by(table.c.id)).mappings()
    ]


def slogans_of(db: Connection, number: int) -> list[str]:
    table = of(ReportTag)
    return [
        row[0] for row in db.execute(select(table.c.slogan).where(table.c.report_id == number).order_by(table.c.id))
    ]


def history_of(db: Connection, number: int, *, private: bool = True) -> list[dict[str, Any]]:
    """Every step in its order; without the `private` ones as its author may see it."""
    mine = history.c.report_id == number
    seen = mine if private else mine & history.c.act.not_in(PRIVATE)
    rows = db.execute(select(history).where(seen).order_by(history.c.id))
    return [dict(row) for row in rows.mappings()]


def count(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(report)).scalar_one()


# Built once: both are asked several times with nearly every act of a reviewer.
AUTHORS = select(author.c.person_id).where(author.c.report_id == bindparam("number"), author.c.person_id.is_not(None))
STANDING = select(
    report.c.id, report.c.state, report.c.person_id, report.c.unit_id, report.c.desk_unit_id, report.c.waits_since
).where(report.c.id == bindparam("number"))


def persons_of(db: Connection, number: int, sender: int | None) -> set[int]:
    """Who sent a report and its authors: none of them reviews it."""
    rows = db.execute(AUTHORS, {"number": number})
    return {*rows.scalars(), *([sender] if sender is not None else [])}


def standing(db: Connection, number: int) -> Mapping[str, Any] | None:
    """Where a report stands: its state, its units, since when."""
    row = db.execute(STANDING, {"number": number}).mappings().first()
    return dict(row) if row else None
