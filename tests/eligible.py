"""Approved reports and nominees as the rules and check-lists look at them; written to the tables, as they are read."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from storage import reports, units
from storage.award_tables import Nominee
from storage.reports import Filing
from storage.tables import Movement, Person, Report, of
from tests.honouring import SONG_VAN
from tests.talk import Room


def author(room: Room, name: str = "Nguyễn Văn Thắng", unit: str = SONG_VAN, author_class: str = "worker") -> int:
    """A member, without a conversation."""
    row = {"name": name, "author_class": author_class, "language": "vi", "created_at": room.now, "joined_at": room.now}
    with room.store.write() as db:
        number: int = db.execute(
            insert(of(Person)).returning(of(Person).c.id), {**row, "unit_id": room.unit(unit)}
        ).scalar_one()
    return number


def written(
    room: Room,
    who: int,
    *,
    unit: str = SONG_VAN,
    state: str = "approved",
    on_day: date = date(2026, 3, 15),
    money: float | None = None,
    authors: tuple[dict[str, Any], ...] = (),
    kind: str = "initiative",
    **columns: Any,
) -> int:
    """A report in some state."""
    prefix = {"initiative": "SK", "model": "MH", "policy": "CS", "exemplar": "DH", "work": "CT"}[kind]
    number = room.unit(unit)
    with room.store.write() as db:
        filing = Filing(
            kind=kind,
            prefix=prefix,
            movement_id=db.execute(select(of(Movement).c.id)).scalar_one(),
            unit_id=number,
            chain=units.chain(db, number, on_day),
            on_day=on_day,
            columns={"title": "Bộ gá xoay", "authorship": "self", **columns},
            authors=authors or ({"name": "Nguyễn Văn Thắng", "author_class": "worker", "person_id": who},),
            benefits={"money": {"value": money, "unit": "đồng", "typed": ""}} if money is not None else {},
        )
        made, _ = reports.send(db, filing, who=who, now=room.now, today=room.now.date())
        db.execute(update(of(Report)).where(of(Report).c.id == made).values(state=state))
    return made


def told(room: Room, nominee_id: int, **details: Any) -> None:
    """A nominee's details, as asked at nomination."""
    with room.store.write() as db:
        db.execute(update(of(Nominee)).where(of(Nominee).c.id == nominee_id).values(details=details))
