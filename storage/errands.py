"""Errands: what takes long is asked for here, done beside the writer, and entered by it once.

The row is written in the transaction that asks; whatever happens afterwards – a crash, a restart – the errand is still asked.
Its key makes it unique: asked twice, it is done once.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, literal_column, select, update

from storage.tables import Errand, of
from storage.upsert import upsert

errand = of(Errand)

MOST_TRIES = 3
ASKED = errand.c.state == literal_column("'asked'")  # in the words of the index ix_errand_asked
PUT = upsert(errand).on_conflict_do_nothing(index_elements=["key"])


@dataclass(frozen=True, slots=True)
class Asked:
    """An errand that waits, or is being done."""

    id: int
    key: str
    kind: str
    about: Mapping[str, Any]
    person_id: int | None  # who gets the answer
    tries: int  # begun so often before


COLUMNS = (errand.c.id, errand.c.key, errand.c.kind, errand.c.about, errand.c.person_id, errand.c.tries)


def ask(db: Connection, kind: str, about: Mapping[str, Any], who: int | None, now: datetime, *, key: str) -> bool:
    """Ask for something long. False when it was asked before under this key: nothing is added. `about` holds ids and
    codes, never words of people."""
    row = {"key": key, "kind": kind, "about": dict(about), "person_id": who, "state": "asked", "tries": 0}
    return bool(db.execute(PUT, {**row, "asked_at": now}).rowcount)


def waiting(db: Connection, kinds: Collection[str], most: int = 20) -> list[Asked]:
    """What was asked of these kinds, in order."""
    rows = db.execute(select(*COLUMNS).where(ASKED, errand.c.kind.in_(list(kinds))).order_by(errand.c.id).limit(most))
    return [Asked(*row) for row in rows]


def standing(db: Connection, key: str) -> str | None:
    """asked, done or failed; None when nobody asked."""
    found: str | None = db.execute(select(errand.c.state).where(errand.c.key == key)).scalar()
    return found


def open_of(db: Connection, who: int, kinds: Collection[str]) -> int:
    """How many errands of these kinds a person waits for."""
    mine = (ASKED, errand.c.person_id == who, errand.c.kind.in_(list(kinds)))
    return int(db.execute(select(func.count()).select_from(errand).where(*mine)).scalar_one())


def begin(db: Connection, number: int) -> bool:
    """Somebody sets out: counted first, so that what kills the process is not begun for ever. False when it is not to be
    done any more: dropped, or tried often enough."""
    begun = db.execute(
        update(errand).where(errand.c.id == number, ASKED, errand.c.tries < MOST_TRIES).values(tries=errand.c.tries + 1)
    )
    return bool(begun.rowcount)


def put_back(db: Connection, number: int) -> None:
    """It was broken off through no fault of its own: this time does not count."""
    db.execute(update(errand).where(errand.c.id == number, ASKED).values(tries=errand.c.tries - 1))


def still_asked(db: Connection, number: int) -> bool:
    return db.execute(select(errand.c.id).where(errand.c.id == number, ASKED)).first() is not None


def done(db: Connection, number: int, now: datetime) -> None:
    db.execute(update(errand).where(errand.c.id == number, ASKED).values(state="done", done_at=now))


def failed(db: Connection, number: int, now: datetime) -> bool:
    """It was begun and came to nothing; gives whether that was the last time."""
    last = (errand.c.id == number, ASKED, errand.c.tries >= MOST_TRIES)
    return bool(db.execute(update(errand).where(*last).values(state="failed", done_at=now)).rowcount)


def drop_old(db: Connection, before: datetime, most: int) -> None:
    """What was done long ago, in a piece. Only the first rows are looked at, which are the oldest."""
    first = select(errand.c.id, errand.c.done_at).order_by(errand.c.id).limit(most).subquery()
    db.execute(delete(errand).where(errand.c.id.in_(select(first.c.id).where(first.c.done_at < before))))
