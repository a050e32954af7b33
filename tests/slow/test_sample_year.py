"""A sample year of a whole house: every digest goes out with its picture, and reminders go to exactly the units that owe.

A hundred and twenty reports over the year, officers who open them at noon, units that hand in on some day or never. The
clock's rounds run every working hour of every day; time is an argument. R25, R27, R76.
"""

from __future__ import annotations

import asyncio
import io
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import Connection, select

from bot.app import House
from bot.demo_staff import appoint
from bot.papers import Papers
from bot.rounds import ROUNDS, make
from handlers.words import Outgoing
from storage import calendar, deadlines, levels, people, register, report_reading, reports, roles, units
from storage.tables import Digest, DigestFigure, Grant, Outbox, Reminder, of
from tests.standing import TEXTS, rows, standing

FIRST, LAST = date(2026, 3, 2), date(2027, 2, 28)
REPORTS = 120
SEED = 24
HOURS = (8, 12, 17)


def moment(house: House, day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 1), house.settings.zone).astimezone(UTC)


def days() -> Iterator[date]:
    return (FIRST + timedelta(days=each) for each in range((LAST - FIRST).days + 1))


def file_report(db: Connection, chance: random.Random, number: int, at: datetime) -> int:
    """A report of somebody of a grassroots union, with one of the Plan's themes."""
    codes = ("cdcs-song-van", "cdcs-may-thien-ha", "cdcs-den-song", "cdcs-non-xanh", "cdcs-bo-xanh", "cd-xa-vu-ban")
    unit = units.by_code(db, chance.choice(codes))
    assert unit is not None
    who = people.meet(db, [("web", f"member-{number}")], {}, at)["web", f"member-{number}"].id
    people.join(db, who, name=f"Đoàn viên {number}", author_class="worker", unit_id=unit, phone=None, now=at)
    movement, plan, _ = register.running(db)[0]
    columns = {"title": f"Sáng kiến {number}", "theme": chance.choice(plan.themes).code}
    kind = chance.choice(plan.kinds)
    chain = units.chain(db, unit, at.date())
    filing = reports.Filing(kind.code, kind.prefix, movement, unit, chain, at.date(), columns)
    return reports.send(db, filing, who=who, now=at, today=at.date())[0]


def leave(db: Connection, now: datetime) -> list[dict[str, Any]]:
    """Everything that may leave has gone out; gives the digests among it."""
    table = of(Outbox)
    waits = (table.c.state == "due", table.c.due_at <= now)
    digests = db.execute(select(table.c.body).where(*waits, table.c.kind == "digest")).scalars().all()
    db.execute(table.update().where(*waits).values(state="sent", sent_at=now))
    return list(digests)


async def year(house: House, chance: random.Random) -> tuple[list[dict[str, Any]], dict[int, date]]:
    """Play it: gives the digests that went out, and when which unit handed in for the nomination."""
    sent_on = sorted(chance.choice(list(days())) for _ in range(REPORTS))
    handed_in: dict[int, date] = {}
    gone: list[dict[str, Any]] = []
    unseen: list[int] = []
    for day in days():
        for hour in HOURS:
            now = moment(house, day, hour)
            for kind in ROUNDS:
                await make(house, kind, now)
            gone += await at_the_writer(house, leave, now)
            if hour == 12:  # the officer opens what the morning brought
                for number in unseen:
                    await at_the_writer(house, receive, number, now)
                unseen.clear()
        todays = [place for place, each in enumerate(sent_on) if each == day]
        evening = moment(house, day, 18)
        unseen += [await at_the_writer(house, file_report, chance, number, evening) for number in todays]
        await hand_in(house, chance, day, handed_in)
    return gone, handed_in


async def at_the_writer(house: House, do: Callable[..., Any], *given: Any) -> Any:
    return await house.writer.run(lambda db, _: do(db, *given))


def receive(db: Connection, number: int, now: datetime) -> None:
    """By whoever it falls to."""
    row = report_reading.standing(db, number)
    assert row is not None
    theirs = report_reading.persons_of(db, number, row["person_id"])
    who, _ = levels.falls_to(db, row["desk_unit_id"], now.date(), besides=theirs)[0]
    reports.move(db, number, "receive", who=who, now=now, today=now.date())


async def hand_in(house: House, chance: random.Random, day: date, handed_in: dict[int, date]) -> None:
    """In the weeks before the last day, a unit hands in now and then, in the evening."""
    if not date(2026, 10, 15) <= day <= date(2026, 11, 27):
        return
    due = nomination(house)
    with house.store.read() as db:
        owing = deadlines.owing(db, [due], day)[due.id]
    for unit in sorted(owing):
        if chance.random() < 0.03:
            handed_in[unit] = day
            await at_the_writer(house, partial(deadlines.mark, who=1, now=moment(house, day, 19)), due.id, unit)


def nomination(house: House) -> deadlines.Due:
    with house.store.read() as db:
        return next(each for each in deadlines.standing(db) if each.due == date(2026, 11, 20))


def test_a_sample_year(tmp_path: Path) -> None:
    async def run() -> None:
        async with standing(tmp_path) as house:
            await appoint(house)
            await house.writer.run(held_since)
            gone, handed_in = await year(house, random.Random(SEED))
            check_digests(house)
            check_reminders(house, handed_in)
            await check_pictures(house, gone)

    asyncio.run(run())


def held_since(db: Connection, _: datetime) -> None:
    """The demo's staff have been in office since before the year."""
    table = of(Grant)
    db.execute(table.update().values(granted_at=datetime(2026, 1, 1, tzinfo=UTC)))


def check_digests(house: House) -> None:
    """Each new report told once to the province's standing officer, day by day; none on a quiet day or at a weekend."""
    zone = house.settings.zone
    with house.store.read() as db:
        quiet = calendar.read(db, zone)
        digest, figure = of(Digest), of(DigestFigure)
        found = db.execute(
            select(digest.c.id, digest.c.scope, figure.c.reports)
            .join(figure, figure.c.digest_id == digest.c.id)
            .where(figure.c.name == "new", digest.c.rhythm.in_(("daily", "weekly")))
        ).all()
        top = str(units.by_code(db, "nb"))
    told: dict[str, Counter[int]] = defaultdict(Counter)
    for _, scope, numbers in found:
        told[scope].update(numbers)
    ledger = rows(house, Reminder, "person_id", "kind", "state", "planned_for")
    mornings = {
        (kind, at.astimezone(zone).date())
        for who, kind, state, at in ledger
        if state == "queued" and kind.startswith("digest-")
    }
    assert [day for _, day in mornings if not quiet.is_working(day)] == []
    assert len([day for kind, day in mornings if kind == "digest-monthly"]) >= 11
    assert set(told[top]) <= set(range(1, REPORTS + 1))
    assert len(told[top]) >= REPORTS - 2  # the last evening's is told tomorrow
    dailies = {number for number, rhythm in rows(house, Digest, "id", "rhythm") if rhythm == "daily"}
    daily = Counter(report for each, scope, numbers in found if scope == top and each in dailies for report in numbers)
    assert set(daily.values()) == {1}


def check_reminders(house: House, handed_in: dict[int, date]) -> None:
    """Every step of the nomination's reminders named exactly the units that still owed that morning."""
    due = nomination(house)
    with house.store.read() as db:
        asked = deadlines.asked(db, [due], due.due)[due.id]
        answering = roles.responsible(db, "submit", asked, due.due)
    assert len(handed_in) > 5
    assert len(asked - handed_in.keys()) > 5
    said: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for who, kind, state, subject, slot in rows(house, Reminder, "person_id", "kind", "state", "subject", "slot"):
        if kind == "deadline" and state == "queued" and subject.startswith(f"deadline:{due.id}/"):
            said[slot.partition("/")[2]].add((int(subject.rsplit(":")[-1]), who))
    for lead in (30, 14, 7, 3, 1, 0):
        day = due.due - timedelta(days=lead)
        owed = {unit for unit in asked if unit not in handed_in or handed_in[unit] >= day}
        assert said[f"lead:{lead}"] == {(unit, who) for unit in owed for who in answering[unit]}, lead


async def check_pictures(house: House, gone: list[dict[str, Any]]) -> None:
    """Every digest that went out has its picture, drawn as departures do."""
    papers = Papers(house.store, house.media, TEXTS)
    pictures: set[str] = set()
    for body in gone:
        drawn = await papers(Outgoing.from_json(body))
        [key] = drawn.photos
        if key not in pictures:
            pictures.add(key)
            assert Image.open(io.BytesIO(await asyncio.to_thread(house.media.get, key))).width == 1080
    assert len(gone) > 100
    print(f"{len(gone)} digests went out with {len(pictures)} pictures")
