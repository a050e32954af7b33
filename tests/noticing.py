"""Notices about reports, tested: people who send and who review, and what a tick of the clock tells them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from handlers import report_notices
from handlers.words import Outgoing
from storage import grants, people, preferences, reports
from storage.tables import Outbox, Reminder
from tests.talk import TEXTS, ZONE, Room, Talk, joined

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00 in Ninh Bình
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SONG_VAN, MAY_THIEN_HA = "cdcs-song-van", "cdcs-may-thien-ha"


def person(room: Room, address: str, name: str, **more: Any) -> int:
    """A member of Xây lắp Sông Vân."""
    joined(Talk(room, address=address, **more), name)
    with room.store.write() as db:
        return people.meet(db, [("telegram", address)], {}, room.now)["telegram", address].id


def holds(room: Room, who: int, unit: str = SONG_VAN, role: str = "reviewer", at: datetime = MONDAY - DAY) -> int:
    with room.store.write() as db:
        since = date(2026, 1, 1)
        return grants.grant(db, who, role, room.unit(unit), since=since, until=None, by=None, now=at)


def officer(room: Room, unit: str = SONG_VAN, address: str = "200", name: str = "Lê Thị Mai", **more: Any) -> int:
    who = person(room, address, name)
    holds(room, who, unit, **more)
    return who


def sends(
    room: Room,
    who: int,
    unit: str = SONG_VAN,
    title: str = "Bộ gá xoay",
    day: date = date(2026, 11, 1),
    *,
    times: int = 1,
) -> int:
    """Reports of this person; gives the id of the last one."""
    at = room.unit(unit)
    filing = reports.Filing("initiative", "SK", 1, at, [at], day, {"title": title})
    with room.store.write() as db:
        return [reports.send(db, filing, who=who, now=room.now, today=date(2026, 11, 23))[0] for _ in range(times)][-1]


def moves(room: Room, number: int, act: str, who: int, **more: Any) -> None:
    with room.store.write() as db:
        reports.move(db, number, act, who=who, now=room.now, today=room.now.date(), **more)


def tick(room: Room, after: timedelta = timedelta()) -> list[tuple[str, Outgoing]]:
    """(address, message) of what a tick queues."""
    room.now += after
    with room.store.read() as db:
        planned = report_notices.plan(db, room.now, ZONE)
    before = len(room.rows(Outbox))
    for piece in report_notices.pieces(planned):
        with room.store.write() as db:
            report_notices.enter(db, TEXTS, piece, room.now)
    return [(row["address"], Outgoing.from_json(row["body"])) for row in room.rows(Outbox)[before:]]


def ledger(room: Room, kind: str = "new-reports") -> list[tuple[str, int, str]]:
    return [(row["subject"], row["person_id"], row["state"]) for row in room.rows(Reminder, kind=kind)]


def mute(room: Room, who: int, kind: str) -> None:
    with room.store.write() as db:
        preferences.put(db, who, f"mute:{kind}", "yes")


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)
