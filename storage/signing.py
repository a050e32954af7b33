"""Who signs a unit's papers, and to whom they go, by date (R42, R44).

Entries may overlap: of those that cover the day the newest counts, and a unit without one takes the nearest above it.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, Table, insert, select, update

from storage import roles, units
from storage.award_tables import Recipients, Signatory
from storage.people import audit
from storage.tables import of

signatory_, recipients_ = of(Signatory), of(Recipients)

ACT = "sign"
EVERY = "all"  # the paper of recipients that hold for every paper
MOST_LINES, LINE = 20, 200  # of a list of recipients, and characters of one
MOST = 100  # entries of one list


@dataclass(frozen=True, slots=True)
class Paper:
    """A type of paper that carries recipients."""

    code: str
    label: str
    label_en: str


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs: "TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH THƯỜNG TRỰC", and the name."""

    name: str
    title: str
    signs_for: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A signatory or a list of recipients as kept."""

    id: int
    unit_id: int
    since: date
    until: date | None
    signing: Signing | None = None
    paper: str = ""
    lines: Sequence[str] = ()


@cache
def starter() -> Mapping[str, Any]:
    text = (files("storage") / "starter" / "signing.toml").read_text(encoding="utf-8")
    return tomllib.loads(unicodedata.normalize("NFC", text))


@cache
def papers() -> tuple[Paper, ...]:
    return tuple(Paper(**each) for each in starter()["papers"])


def load_starter(db: Connection, now: datetime) -> bool:
    """What the Plan says of its signatory and recipients, while nobody is kept: was it loaded?"""
    kept = (db.execute(select(table.c.id).limit(1)).first() for table in (signatory_, recipients_))
    if any(row is not None for row in kept):
        return False
    for table, name in ((signatory_, "signatories"), (recipients_, "recipients")):
        for row in starter()[name]:
            said = {"until": None, **row}
            number = units.by_code(db, said.pop("unit"))
            if number is not None:
                db.execute(insert(table), {**said, "unit_id": number, "person_id": None, "at": now})
    return True


# --- asking -------------------------------------------------------------------------------------------------------------


def signatory(db: Connection, unit_id: int, day: date) -> Signing | None:
    """Who signs the unit's papers on the day; without one of its own, who signs at the nearest unit above."""
    for row in _nearest(db, signatory_, unit_id, day):
        return Signing(row["name"], row["title"], row["signs_for"])
    return None


def recipients(db: Connection, unit_id: int, paper: str, day: date) -> list[str]:
    """To whom the unit's papers of a type go: those of the type itself before those of every paper, the nearest unit first."""
    for row in _nearest(db, recipients_, unit_id, day, ranked=(paper, EVERY)):
        return list(row["lines"])
    return []


def _nearest(
    db: Connection, table: Table, unit_id: int, day: date, *, ranked: tuple[str, ...] = ()
) -> list[Mapping[str, Any]]:
    """The entries that cover the day along the chain upwards: the nearest unit's first, its own paper's, then the newest."""
    chain = units.chain(db, unit_id, day)
    rows = db.execute(select(table).where(table.c.unit_id.in_(chain), units.on(table, day))).mappings()
    found = [dict(row) for row in rows if not ranked or row["paper"] in ranked]

    def order(row: Mapping[str, Any]) -> tuple[Any, ...]:
        paper = ranked.index(row["paper"]) if ranked else 0
        return chain.index(row["unit_id"]), paper, -row["since"].toordinal(), -row["id"]

    return sorted(found, key=order)


# --- keeping ------------------------------------------------------------------------------------------------------------


def kept(db: Connection, unit_id: int) -> list[Entry]:
    """Everything kept for a unit itself: signatories, then recipients, the newest first."""
    return [
        *(
            Entry(row.id, row.unit_id, row.since, row.until, Signing(row.name, row.title, row.signs_for))
            for row in _kept(db, signatory_, unit_id)
        ),
        *(
            Entry(row.id, row.unit_id, row.since, row.until, None, row.paper, row.lines)
            for row in _kept(db, recipients_, unit_id)
        ),
    ]


def _kept(db: Connection, table: Table, unit_id: int) -> Sequence[Any]:
    query = select(table).where(table.c.unit_id == unit_id).order_by(table.c.since.desc(), table.c.id.desc())
    return db.execute(query.limit(MOST)).all()


def appoint(
    db: Connection, unit_id: int, signing: Signing, *, since: date, until: date | None, who: int, now: datetime
) -> int:
    """Somebody signs from a day on."""
    row = {"name": signing.name, "title": signing.title, "signs_for": signing.signs_for}
    return _add(db, signatory_, {**row, "unit_id": unit_id, "since": since, "until": until}, who, now)


def address(
    db: Connection,
    unit_id: int,
    paper: str,
    lines: Sequence[str],
    *,
    since: date,
    until: date | None,
    who: int,
    now: datetime,
) -> int:
    """Papers of a type go to these from a day on. Raises ValueError for a type nobody knows, or too much of a list."""
    known = paper in {each.code for each in papers()}
    if not known or not 0 < len(lines) <= MOST_LINES or any(not 0 < len(line) <= LINE for line in lines):
        raise ValueError("no list of recipients")
    row = {"unit_id": unit_id, "paper": paper, "lines": list(lines), "since": since, "until": until}
    return _add(db, recipients_, row, who, now)


def _add(db: Connection, table: Table, row: Mapping[str, Any], who: int, now: datetime) -> int:
    if row["until"] is not None and row["until"] < row["since"]:
        raise ValueError("ends before it begins")
    number: int = db.execute(insert(table).returning(table.c.id), {**row, "person_id": who, "at": now}).scalar_one()
    audit(db, who, f"add-{table.name}", f"{table.name}:{number}", now, f"unit:{row['unit_id']} {row['since']}")
    return number


def end(db: Connection, kind: str, number: int, last: date, *, who: int, now: datetime, today: date) -> bool:
    """The entry holds up to and with this day. `kind`: signatory or recipients. False when it is not theirs."""
    table = {"signatory": signatory_, "recipients": recipients_}[kind]
    covered = roles.reach(who, ACT, today)
    here = (table.c.id == number, table.c.unit_id.in_(select(covered.c.unit_id)))
    if not db.execute(update(table).where(*here).values(until=last)).rowcount:
        return False
    audit(db, who, f"end-{kind}", f"{kind}:{number}", now, str(last))
    return True
