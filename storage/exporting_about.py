"""What a paper may be about, found by its code or id within somebody's reach for papers (R21, R45)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from storage import inspection, roles
from storage.award_tables import Meeting, Nomination, Nominee
from storage.exporting import ACT
from storage.tables import of
from storage.vietnamese import fold

nomination, nominee, meeting = of(Nomination), of(Nominee), of(Meeting)

FILE_ID = re.compile(r"dn[- ]?([0-9]{1,12})")
FILE_CODE = re.compile(r"dn[- ]([0-9]{4})[- ]([0-9]{1,6})")
MOST = 200  # nominees listed


@dataclass(frozen=True, slots=True)
class FileHead:
    """A nomination file with whom and what it may have papers of."""

    id: int
    code: str
    kind: str
    unit_id: int
    nominees: tuple[tuple[int, str, bool], ...]  # id, name, is it a collective?
    meetings: tuple[tuple[int, date], ...]


def report(db: Connection, sought: str, who: int, day: date) -> dict[str, Any] | None:
    """A report by id or code; a withdrawn one is nobody's paper any more."""
    row = inspection.one(db, sought, who, day)
    if row is None or row["state"] == "withdrawn" or not roles.may(db, who, ACT, row["unit_id"], day):
        return None
    return row


def file(db: Connection, sought: str, who: int, day: date) -> FileHead | None:
    """A file by "dn-7" (its id) or "DN-2026-0007" (its code)."""
    said = fold(sought)
    by_code, by_id = FILE_CODE.fullmatch(said), FILE_ID.fullmatch(said)
    if by_code:
        wanted = nomination.c.code == f"DN-{by_code[1]}-{int(by_code[2]):04d}"
    elif by_id:
        wanted = nomination.c.id == int(by_id[1])
    else:
        return None
    covered = roles.reach(who, ACT, day)
    columns = (nomination.c.id, nomination.c.code, nomination.c.kind, nomination.c.unit_id)
    row = db.execute(select(*columns).where(wanted, nomination.c.unit_id.in_(select(covered.c.unit_id)))).first()
    if row is None:
        return None
    people = db.execute(
        select(nominee.c.id, nominee.c.name, nominee.c.collective)
        .where(nominee.c.nomination_id == row.id, nominee.c.state != "left out")
        .order_by(nominee.c.position, nominee.c.id)
        .limit(MOST)
    )
    held = db.execute(
        select(meeting.c.id, meeting.c.day).where(meeting.c.nomination_id == row.id).order_by(meeting.c.day).limit(20)
    )
    return FileHead(
        *row, tuple((each[0], each[1], each[2]) for each in people), tuple((each[0], each[1]) for each in held)
    )
