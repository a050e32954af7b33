"""A house with officers at three levels and approved reports to nominate from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from storage import grants, levels, nomination_opening, nominations, nominees, reports
from storage.nominees import Subject
from storage.tables import Report, of
from tests.talk import TODAY, ZONE, Room, Talk, joined, picture, sent

report = of(Report)
GRASS, COMMUNE, PROVINCE, OTHER = "cdcs-may-thien-ha", "cd-xa-yen-khanh", "nb", "cdcs-song-van"
DAY = TODAY.astimezone(ZONE).date()
PLACES = {GRASS: "300", COMMUNE: "400", PROVINCE: "500", OTHER: "600"}
ROLES = {GRASS: "reviewer", COMMUNE: "reviewer", PROVINCE: "standing", OTHER: "reviewer"}


def who(talk: Talk) -> int:
    return talk.who


def officer(room: Room, unit: str, role: str = "", address: str = "", **more: Any) -> Talk:
    """Somebody who has joined at the unit and holds a role there."""
    talk = joined(Talk(room, address=address or PLACES[unit], **more), f"Lê Thị {unit[-3:].title()}", "May Thiên Hà")
    employ(talk, role or ROLES[unit], unit)
    talk.transcript.clear()
    return talk


def employ(talk: Talk, role: str, unit: str) -> None:
    with talk.room.store.write() as db:
        span: dict[str, Any] = {"since": DAY, "until": None, "by": None, "now": talk.room.now}
        grants.grant(db, who(talk), role, talk.room.unit(unit), **span)


def approved(room: Room, name: str = "Trần Văn Hải", unit: str = "May Thiên Hà", address: str = "100") -> int:
    """A member's report, passed on by the officer of each level that has one and approved at the top; gives its id."""
    talk = joined(Talk(room, address=address), name, unit)
    sent(talk, photo=picture(int(address)), title=f"Bộ gá của {name}")
    number = int(room.reports()[-1]["id"])
    with room.store.write() as db:
        for _ in ROLES:
            desk = db.execute(select(report.c.desk_unit_id).where(report.c.id == number)).scalar_one()
            turn = levels.falls_to(db, desk, DAY)[0]
            act = "approve" if levels.above(db, turn[1], DAY) is None else "forward"
            state = reports.move(db, number, act, who=turn[0], now=room.now, today=DAY)
            if state == "approved":
                break
    return number


def opened(db: Any, room: Room, by: int, *, kind: str = "overall", unit: str = GRASS, year: int = 2026) -> int:
    """A file of a unit, to the province; gives its id."""
    number, _ = nomination_opening.open_file(
        db,
        movement_id=1,
        year=year,
        kind=kind,
        authority="ldld-tinh",
        unit_id=room.unit(unit),
        who=by,
        now=room.now,
        today=DAY,
    )
    return number


def named(db: Any, room: Room, number: int, by: int, name: str = "Trần Văn Hải", **more: Any) -> int:
    """A person of the grassroots unit in a file; gives the nominee's id."""
    new = Subject(**{"unit_id": room.unit(GRASS), "name": name, "award": "bk-ldld", **more})
    return nominees.add(db, number, new, who=by, now=room.now, today=DAY)


def ready(room: Room) -> None:
    """The first member, who holds a role at the province, holds one at a commune too, and all reports are approved."""
    span: dict[str, Any] = {"since": DAY, "until": None, "by": None, "now": room.now}
    with room.store.write() as db:
        for row in room.reports():
            reports.move(db, row["id"], "approve", who=1, now=room.now, today=DAY)
        grants.grant(db, 1, "reviewer", room.unit(COMMUNE), **span)


def sent_up(room: Room) -> None:
    """Of the first member's files one has come to the province, one lies at the commune."""
    by: dict[str, Any] = {"who": 1, "now": room.now, "today": DAY}
    with room.store.write() as db:
        for act in ("", "forward"):
            number = opened(db, room, 1, unit=COMMUNE)
            named(db, room, number, 1)
            if act:
                nominations.move(db, number, act, **by)
