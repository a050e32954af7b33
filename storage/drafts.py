"""Forms put aside: kept whole, listed, resumed, deleted on request. Time does nothing to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from storage.tables import Draft, of

draft = of(Draft)


def keep(
    db: Connection, who: int, number: int | None, form: str, title: str, session: Mapping[str, Any], now: datetime
) -> int:
    """Put a form aside, over its earlier self if it has one; gives the draft's id."""
    values = {"form": form, "title": title[:200], "session": dict(session), "updated_at": now}
    if number is not None:
        done = db.execute(update(draft).where(draft.c.id == number, draft.c.person_id == who).values(**values))
        if done.rowcount:
            return number
    fresh: int = db.execute(insert(draft).values(person_id=who, **values).returning(draft.c.id)).scalar_one()
    return fresh


def of_person(db: Connection, who: int) -> list[dict[str, Any]]:
    """Newest first, without the answers."""
    columns = (draft.c.id, draft.c.form, draft.c.title, draft.c.updated_at)
    rows = db.execute(
        select(*columns).where(draft.c.person_id == who).order_by(draft.c.updated_at.desc(), draft.c.id.desc())
    )
    return [dict(row) for row in rows.mappings()]


def take(db: Connection, who: int, number: int) -> dict[str, Any] | None:
    """A draft's session, if it is this person's."""
    row = db.execute(select(draft).where(draft.c.id == number, draft.c.person_id == who)).mappings().first()
    return dict(row) if row else None


def drop(db: Connection, who: int, number: int) -> bool:
    return bool(db.execute(delete(draft).where(draft.c.id == number, draft.c.person_id == who)).rowcount)
