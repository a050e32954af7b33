"""The standing unit's verbs on deadlines, each written into the audit, and the officer's mark of having handed in (R25, R45)."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from storage import units
from storage.deadline_asking import one, same_as
from storage.deadline_shapes import CHANGEABLE, Due, OutOfBounds, SameDeadline, checked, next_year
from storage.people import audit
from storage.tables import Deadline, Submission, of
from storage.upsert import upsert

deadline, submission = of(Deadline), of(Submission)


def _row(new: Due) -> dict[str, Any]:
    row = asdict(new)
    del row["id"]
    return {**row, "leads": list(new.leads), "overdue": list(new.overdue)}


def add(db: Connection, new: Due, *, who: int | None, now: datetime) -> int:
    """Keep a new deadline; gives its number. One that was withdrawn, or was an example, comes into force with the new
    dates. Raises SameDeadline when one for exactly this stands already, OutOfBounds."""
    new, same = checked(new), same_as(db, new)
    if same is None:
        values = {**_row(new), "changed_by": who, "changed_at": now}
        number: int = db.execute(insert(deadline).returning(deadline.c.id), values).scalar_one()
    elif same.state == "standing":
        raise SameDeadline(same.id)
    else:
        number = same.id
        _keep(db, replace(new, id=number, state="standing", example=same.example, source=same.source), who, now)
    audit(db, who, "add-deadline", f"deadline:{number}", now, f"{new.due} unit:{new.unit_id}")
    return number


def _keep(db: Connection, new: Due, who: int | None, now: datetime) -> None:
    db.execute(update(deadline).where(deadline.c.id == new.id).values(**_row(new), changed_by=who, changed_at=now))


def change(db: Connection, number: int, *, who: int | None, now: datetime, **values: Any) -> Due:
    """Other dates or steps (CHANGEABLE) for a deadline; gives it as it was. Raises OutOfBounds, LookupError."""
    if not values.keys() <= CHANGEABLE:
        raise OutOfBounds(min(values.keys() - CHANGEABLE))
    old = one(db, number)
    if old is None:
        raise LookupError(number)
    new = checked(replace(old, **values))
    if new != old:
        _keep(db, new, who, now)
        moved = ", ".join(f"{name}: {getattr(old, name)}→{getattr(new, name)}" for name in sorted(values))
        audit(db, who, "change-deadline", f"deadline:{number}", now, moved)
    return old


def adopt(db: Connection, number: int, *, who: int | None, now: datetime) -> bool:
    """An example comes into force. False when it is none."""
    return _move(db, number, ("example",), "standing", "adopt-deadline", who, now)


def withdraw(db: Connection, number: int, *, who: int | None, now: datetime) -> bool:
    """Nobody is asked any more. False when it was withdrawn already. What was handed in stays known."""
    return _move(db, number, ("example", "standing"), "withdrawn", "withdraw-deadline", who, now)


def _move(
    db: Connection, number: int, states: Iterable[str], to: str, act: str, who: int | None, now: datetime
) -> bool:
    done = db.execute(
        update(deadline)
        .where(deadline.c.id == number, deadline.c.state.in_(states))
        .values(state=to, changed_by=who, changed_at=now)
    )
    if not done.rowcount:
        return False
    audit(db, who, act, f"deadline:{number}", now)
    return True


def copy_to_next_year(db: Connection, number: int, *, who: int | None, now: datetime) -> int:
    """The same deadline a year on, in force; gives its number. Raises SameDeadline, OutOfBounds, LookupError."""
    old = one(db, number)
    if old is None:
        raise LookupError(number)
    copy = replace(old, id=0, year=old.year + 1, due=next_year(old.due), state="standing", example=False, source="")
    return add(db, copy, who=who, now=now)


# --- handing in -----------------------------------------------------------------------------------------------------------


def mark(db: Connection, number: int, unit_id: int, *, who: int, now: datetime) -> bool:
    """The unit has handed in what the deadline asks. False when it was marked already: the first mark stays."""
    values = {"deadline_id": number, "unit_id": unit_id, "person_id": who, "at": now}
    once = upsert(submission).on_conflict_do_nothing(index_elements=["deadline_id", "unit_id"])
    if not db.execute(once, values).rowcount:
        return False
    audit(db, who, "mark-submitted", f"deadline:{number}", now, f"unit:{unit_id}")
    return True


def unmark(db: Connection, number: int, unit_id: int, *, who: int, now: datetime) -> bool:
    """Take a mark back. False when there is none."""
    here = (submission.c.deadline_id == number, submission.c.unit_id == unit_id)
    if not db.execute(delete(submission).where(*here)).rowcount:
        return False
    audit(db, who, "unmark-submitted", f"deadline:{number}", now, f"unit:{unit_id}")
    return True


# --- what the program brings along ----------------------------------------------------------------------------------------


def load_starter(db: Connection, now: datetime) -> bool:
    """Lay out the examples the program brings along, while there is no deadline at all: was it? Those for units that are
    not in this register are left out."""
    if db.execute(select(deadline.c.id).limit(1)).first():
        return False
    text = (files("storage") / "starter" / "deadlines.toml").read_text(encoding="utf-8")
    for row in tomllib.loads(unicodedata.normalize("NFC", text))["deadlines"]:
        where = units.by_code(db, row.pop("unit"))
        if where is not None:
            new = checked(Due(id=0, unit_id=where, state="example", example=True, **row))
            db.execute(insert(deadline), {**_row(new), "changed_by": None, "changed_at": now})
    return True
