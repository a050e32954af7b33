"""Who is registered, nominated or held: one key for the same subject, wherever it is named.

A unit as a whole is "unit:12", a member "person:34"; whoever never joined, or a team, is known by name within a unit.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from storage.tables import Person, of
from storage.vietnamese import fold

person = of(Person)

MOST = 20_000  # members of a unit looked at for a name


def key_of(unit_id: int, name: str, *, person_ref: int | None = None, subject_unit_id: int | None = None) -> str:
    """Equal keys are the same subject."""
    if subject_unit_id is not None:
        return f"unit:{subject_unit_id}"
    if person_ref is not None:
        return f"person:{person_ref}"
    return f"name:{unit_id}:{fold(' '.join(name.split()))}"


def member_of(db: Connection, unit_id: int, name: str) -> int | None:
    """The one member of the unit who is called so; None when there is none or several."""
    members = select(person.c.id, person.c.name).where(person.c.unit_id == unit_id, person.c.joined_at.is_not(None))
    sought = fold(" ".join(name.split()))
    alike = [who for who, called in db.execute(members.order_by(person.c.id).limit(MOST)) if fold(called) == sought]
    return alike[0] if len(alike) == 1 else None
