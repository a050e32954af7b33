"""Who gives a list out and who signs it (R43, R44): the unit as it is called that day, and what it hangs below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from storage import units
from storage.award_tables import Signatory
from storage.tables import of

signatory = of(Signatory)


@dataclass(frozen=True, slots=True)
class Issuer:
    """A unit in the head of a list; `signing` is for whom, in what office and who, "" each where nobody was entered."""

    name: str
    above: str
    signing: tuple[str, str, str]


def issuer(db: Connection, unit_id: int, day: date) -> Issuer:
    line = units.chain(db, unit_id, day)
    above = units.name_of(db, line[1], day) if len(line) > 1 else ""
    row = db.execute(
        select(signatory.c.signs_for, signatory.c.title, signatory.c.name)
        .where(signatory.c.unit_id == unit_id, units.on(signatory, day))
        .order_by(signatory.c.since.desc(), signatory.c.id.desc())
        .limit(1)
    ).first()
    return Issuer(units.name_of(db, unit_id, day), above, (row[0], row[1], row[2]) if row else ("", "", ""))
