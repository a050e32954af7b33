"""The year's close of a unit: the files it holds are frozen and a copy is kept, with its sha256 (R28).

Candidates are listed before: what is in, what still lies below, who was never registered. What comes later belongs to the
next year (`nominations.open_year`). The copy holds no sealed word.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from storage import levels, nominations, registrations, roles, tree
from storage.award_tables import Nomination, Nominee, NomineeReport, YearClose
from storage.lanes import lanes
from storage.people import audit
from storage.tables import Report, of

nomination, nominee, behind, close, report = (
    of(Nomination),
    of(Nominee),
    of(NomineeReport),
    of(YearClose),
    of(Report),
)

ACT = "decide"
MOST = 1_000  # files of one close
HELD = ("sent", "council", "decided", "refused")
ON_THE_WAY = ("draft", "returned", "sent")
FILE = ("id", "code", "authority", "title", "unit_id", "desk_unit_id", "state")
SUBJECT = ("id", "nomination_id", "name", "subject_key", "award", "unit_id", "on_site", "merits", "state")


class AlreadyClosed(Exception):
    """The year is closed: a close is for good."""


class NotTheirs(Exception):
    """No right to close there."""


class TooMany(Exception):
    """More files than one close can hold."""


@dataclass(frozen=True, slots=True)
class Set:
    """Which year of what is closed."""

    movement: str
    year: int
    kind: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a close would freeze, and what it would not."""

    held: Sequence[dict[str, Any]]  # at the unit's own desk
    late: Sequence[dict[str, Any]]  # still below it
    subjects: Sequence[dict[str, Any]]  # of those held
    unregistered: Sequence[str]  # names


@dataclass(frozen=True, slots=True)
class Kept:
    """A close as it was made."""

    id: int
    digest: str
    at: datetime
    files: int


def may(db: Connection, who: int, unit_id: int, day: date) -> bool:
    return bool(roles.living(db, who, ACT, [unit_id], day))


def candidates(db: Connection, of_: Set, day: date) -> Candidates:
    """Four queries, however many files there are. The caller has looked that the unit is theirs."""
    covered = tree.under([of_.unit_id], day)
    here = nomination.c.desk_unit_id == of_.unit_id
    rows = db.execute(
        select(*(nomination.c[name] for name in FILE))
        .where(nomination.c.movement == of_.movement, nomination.c.year == of_.year, nomination.c.kind == of_.kind)
        .where((here & nomination.c.state.in_(HELD)) | (~here & nomination.c.state.in_(ON_THE_WAY)) | _drafts(here))
        .where(nomination.c.desk_unit_id.in_(select(covered.c.unit_id)))
        .order_by(nomination.c.code)
        .limit(MOST + 1)
    )
    files = [dict(row) for row in rows.mappings()]
    held = [row for row in files if row["desk_unit_id"] == of_.unit_id and row["state"] in HELD]
    subjects = _subjects(db, [row["id"] for row in held])
    known = registrations.standing(db, of_.movement, of_.year, {each["subject_key"] for each in subjects})
    left = [each["name"] for each in subjects if each["state"] != "left out" and each["subject_key"] not in known]
    return Candidates(held, [row for row in files if row not in held], subjects, left)


def _drafts(here: Any) -> Any:
    return here & nomination.c.state.in_(("draft", "returned"))


def _subjects(db: Connection, files: Sequence[int]) -> list[dict[str, Any]]:
    rows = db.execute(
        select(*(nominee.c[name] for name in SUBJECT))
        .where(nominee.c.nomination_id.in_(files))
        .order_by(nominee.c.nomination_id, nominee.c.position)
    )
    return [dict(row) for row in rows.mappings()]


def made(db: Connection, of_: Set) -> Kept | None:
    here = [close.c[name] == getattr(of_, name) for name in Set.__slots__]
    row = db.execute(select(close.c.id, close.c.digest, close.c.at, close.c.content).where(*here)).first()
    return Kept(row.id, row.digest, row.at, len(row.content["files"])) if row else None


def make(db: Connection, of_: Set, *, who: int, now: datetime, today: date) -> int:
    """Close the year of a unit for a kind; gives the close's id. Raises NotTheirs, AlreadyClosed, TooMany."""
    seat = next((place for _, place, each in levels.holders(db, of_.unit_id, today, ACT) if each == who), None)
    if seat is None or not may(db, who, of_.unit_id, today) or of_.kind not in closing():
        raise NotTheirs
    if made(db, of_) is not None:
        raise AlreadyClosed
    found = candidates(db, of_, today)
    if len(found.held) > MOST:
        raise TooMany
    content = {**{name: getattr(of_, name) for name in Set.__slots__}, "files": _copy(db, found)}
    row = {name: getattr(of_, name) for name in Set.__slots__}
    row |= {"content": content, "digest": digest_of(content), "person_id": who, "at": now}
    number: int = db.execute(insert(close).returning(close.c.id), row).scalar_one()
    nominations.freeze(db, found.held, number, seat, who=who, now=now)
    audit(db, who, "close-year", f"year_close:{number}", now, f"{of_.kind} {of_.year} unit:{of_.unit_id}")
    return number


def closing() -> list[str]:
    """The kinds whose year is closed."""
    return [kind for kind, lane in lanes().items() if lane.closes]


def digest_of(content: Any) -> str:
    """sha256 of the copy, as the invariants look it up (storage.invariants.closes)."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _copy(db: Connection, found: Candidates) -> list[dict[str, Any]]:
    """The files with their subjects and the codes of the reports behind them."""
    ids = [each["id"] for each in found.subjects]
    rows = db.execute(
        select(behind.c.nominee_id, report.c.code)
        .join(report, report.c.id == behind.c.report_id)
        .where(behind.c.nominee_id.in_(ids))
        .order_by(report.c.code)
    )
    codes: dict[int, list[str]] = {}
    for each, code in rows:
        codes.setdefault(each, []).append(code)
    subjects: dict[int, list[dict[str, Any]]] = {}
    for one in found.subjects:
        subjects.setdefault(one["nomination_id"], []).append({**one, "reports": codes.get(one["id"], [])})
    return [{**file, "subjects": subjects.get(file["id"], [])} for file in found.held]
