"""Reports: sending one, changing its state along a table of legal moves, and reading it back.

`move` is the only function that changes a state, and it writes the history in the same breath.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite

from storage.people import audit
from storage.tables import (
    Counter,
    Report,
    ReportAuthor,
    ReportBenefit,
    ReportHistory,
    ReportPhoto,
    ReportTag,
    ReportUnit,
    of,
)
from storage.vietnamese import fold

report, history, counter = of(Report), of(ReportHistory), of(Counter)

# (state, act) → state. "" is a report that does not exist yet.
MOVES: Mapping[tuple[str, str], str] = {
    ("", "send"): "sent",
    ("sent", "add"): "sent",
    ("sent", "withdraw"): "withdrawn",
    ("sent", "receive"): "received",  # a reviewer of the unit, or of one above, has opened it (R20)
    ("received", "add"): "received",
    ("received", "withdraw"): "withdrawn",
}


class IllegalMove(Exception):
    """The report stands elsewhere by now: this act is not possible from its state."""


@dataclass(frozen=True, slots=True)
class Filing:
    """A report as it is sent: its own columns, and what hangs on it."""

    kind: str
    prefix: str  # of the code: SK, MH, …
    movement_id: int
    unit_id: int
    chain: Sequence[int]  # unit ids from its own upwards, as of its day
    on_day: date
    columns: Mapping[str, Any]  # title, before, solution, … as named in tables.Report
    phase: str | None = None
    authors: Sequence[Mapping[str, Any]] = ()
    benefits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    slogans: Sequence[str] = ()
    photos: Sequence[Mapping[str, Any]] = ()  # {photo, tag, caption}


def next_code(db: Connection, prefix: str, year: int) -> str:
    """SK-2026-0147: the running number of kind and local year, allotted in the sending transaction."""
    name = f"{prefix}-{year}"
    row = sqlite.insert(counter).values(name=name, value=1)
    row = row.on_conflict_do_update(index_elements=["name"], set_={"value": counter.c.value + 1})
    number: int = db.execute(row.returning(counter.c.value)).scalar_one()
    return f"{name}-{number:04d}"


def send(db: Connection, filing: Filing, *, who: int, now: datetime, today: date) -> tuple[int, str]:
    """File a report: gives its id and code."""
    code = next_code(db, filing.prefix, today.year)
    words = [str(filing.columns.get(name) or "") for name in ("title", "subject", "solution", "result", "place")]
    row = {
        **filing.columns,
        "code": code,
        "kind": filing.kind,
        "movement_id": filing.movement_id,
        "phase": filing.phase,
        "person_id": who,
        "unit_id": filing.unit_id,
        "on_day": filing.on_day,
        "state": MOVES["", "send"],
        "search_key": fold(" ".join([code, *words]))[:8000],
        "sent_at": now,
        "changed_at": now,
    }
    number: int = db.execute(insert(report).returning(report.c.id), row).scalar_one()
    chain = [{"report_id": number, "height": height, "unit_id": unit} for height, unit in enumerate(filing.chain)]
    db.execute(insert(of(ReportUnit)), chain)
    _hang_on(db, number, filing.authors, filing.benefits, filing.slogans)
    if filing.photos:
        attach_photos(db, number, filing.photos)
    _note(db, number, "send", None, row["state"], who, now)
    audit(db, who, "send", f"report:{number}", now)
    return number, code


def attach(
    db: Connection,
    number: int,
    authors: Sequence[Mapping[str, Any]],
    benefits: Mapping[str, Mapping[str, Any]],
    slogans: Sequence[str],
) -> None:
    """Put a report's authors, benefits and slogans as they are now, instead of what was there."""
    for table in (of(ReportAuthor), of(ReportBenefit), of(ReportTag)):
        db.execute(delete(table).where(table.c.report_id == number))
    _hang_on(db, number, authors, benefits, slogans)


def _hang_on(
    db: Connection,
    number: int,
    authors: Sequence[Mapping[str, Any]],
    benefits: Mapping[str, Mapping[str, Any]],
    slogans: Sequence[str],
) -> None:
    """Put authors, benefits and slogans where none are."""
    if authors:
        full = [
            {"author_class": None, "collective": False, "share": None, "person_id": None, "agreed": "", **each}
            for each in authors
        ]
        rows = [{**each, "report_id": number, "position": place} for place, each in enumerate(full, 1)]
        db.execute(insert(of(ReportAuthor)), rows)
    if benefits:
        db.execute(
            insert(of(ReportBenefit)),
            [{"report_id": number, "kind": kind, "confirmed": False, **value} for kind, value in benefits.items()],
        )
    if slogans:
        db.execute(insert(of(ReportTag)), [{"report_id": number, "slogan": slogan} for slogan in slogans])


def attach_photos(db: Connection, number: int, photos: Sequence[Mapping[str, Any]]) -> None:
    """A report's photos as they are now: new ones go behind those that stay, those left out are taken off."""
    table = of(ReportPhoto)
    listed = [each["photo"] for each in photos]
    db.execute(delete(table).where(table.c.report_id == number, table.c.photo_id.not_in(listed)))
    there = dict(db.execute(select(table.c.photo_id, table.c.position).where(table.c.report_id == number)).all())
    fresh = [each for each in photos if each["photo"] not in there]
    rows = [
        {
            "report_id": number,
            "photo_id": each["photo"],
            "position": place,
            "tag": each.get("tag", ""),
            "caption": each.get("caption", ""),
        }
        for place, each in enumerate(fresh, max(there.values(), default=0) + 1)
    ]
    if rows:
        db.execute(insert(of(ReportPhoto)), rows)


def move(db: Connection, number: int, act: str, *, who: int, now: datetime, note: str = "", **columns: Any) -> str:
    """Change a report's state by a legal act, with its history and audit; gives the new state. Raises IllegalMove."""
    state = db.execute(select(report.c.state).where(report.c.id == number)).scalar()
    after = MOVES.get((str(state), act))
    if after is None:
        raise IllegalMove(f"{act} from {state}")
    db.execute(update(report).where(report.c.id == number).values(state=after, changed_at=now, **columns))
    _note(db, number, act, state, after, who, now, note)
    audit(db, who, act, f"report:{number}", now)
    return after


def _note(
    db: Connection,
    number: int,
    act: str,
    before: str | None,
    after: str,
    who: int | None,
    now: datetime,
    note: str = "",
) -> None:
    row = {
        "report_id": number,
        "act": act,
        "from_state": before,
        "to_state": after,
        "person_id": who,
        "note": note,
        "at": now,
    }
    db.execute(insert(history), row)


# --- reading ----------------------------------------------------------------------------------------------------------


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


def history_of(db: Connection, number: int) -> list[dict[str, Any]]:
    rows = db.execute(select(history).where(history.c.report_id == number).order_by(history.c.id))
    return [dict(row) for row in rows.mappings()]


def count(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(report)).scalar_one()
