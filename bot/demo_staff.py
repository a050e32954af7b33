"""Staff for the demo: the people digests and reminders go to, the example deadlines in force, and a code for the visitor.

Only in a demo folder. Everything here is said once; a second start adds nothing but a fresh code.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Connection

from bot.app import House
from handlers.rehearsal import staff
from storage import deadlines, grants, invitations, people, units

SINCE = date(2025, 9, 20)  # when the sample's newest units had been founded
VISITOR = ("standing", "nb")  # the role and unit a visitor of the demo may try


async def appoint(house: House, at: datetime | None = None) -> str:
    """Put the demo's staff in their places and the examples in force; gives an invitation's code for the visitor.

    `at` another moment than this one: who was appointed later is told nothing of what came before."""
    return await house.writer.run(lambda db, now: _appoint(db, at or now))


def _appoint(db: Connection, now: datetime) -> str:
    for number, each in enumerate(staff(), 1):
        place = units.by_code(db, each["unit"])
        if place is not None:  # an imported list has other units
            _settle(db, ("web", f"demo-staff-{number}"), each["name"], each["role"], place, now)
    for due in deadlines.standing(db, examples=True):
        if due.state == "example":
            deadlines.adopt(db, due.id, who=None, now=now)
    here = units.by_code(db, VISITOR[1])
    return (
        invitations.invite(db, VISITOR[0], here, since=SINCE, until=None, by=None, now=now) if here is not None else ""
    )


def _settle(db: Connection, place: people.Place, name: str, role: str, unit: int, now: datetime) -> None:
    member = people.meet(db, [place], {}, now)[place]
    if not member.joined:
        people.join(db, member.id, name=name, author_class="official", unit_id=unit, phone=None, now=now)
    grants.grant(db, member.id, role, unit, since=SINCE, until=None, by=None, now=now)
