"""The union of `bench_digests`: 2,041 units, their officers and deadlines, what was said by Saturday, a year of reports."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, update

from handlers import reminders
from handlers.texts import Texts
from storage import calendar, deadlines, grants, preferences
from storage.deadlines import LEVELS, Due
from storage.store import Store
from storage.tables import Address, Movement, Outbox, Person, Talk, Unit, UnitName, UnitParent, UnitType, of
from storage.vault import KEY_BYTES

UPPER, GRASSROOTS = 40, 2_000
TYPES = ("tinh", "cap-tren", "cdcs")
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)  # Monday, 08:00 in Ninh Bình
DAY = date(2026, 11, 23)
SATURDAY = NOW - timedelta(days=2)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
KEY = base64.urlsafe_b64encode(bytes(KEY_BYTES))  # every run must read the same file; there is nobody in it
TEXTS = Texts()

REPORTS = """
    WITH RECURSIVE numbered (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbered WHERE n < :size),
    dated AS (SELECT n, :end - 365 * 86400.0 * (:size - n) / :size - 1 AS at FROM numbered)
    INSERT INTO report (id, code, kind, movement_id, unit_id, on_day, state, title, solution, authorship, theme, search_key,
                        sent_at, changed_at, desk_unit_id, waits_since, turn, on_site)
    SELECT n, printf('SK-2026-%07d', n), char(97 + n * 31 % 5), 1, :first + n * 7919 % :units, '2026-11-23',
           CASE WHEN at > :end - :unread OR n % 100 = 0 THEN 'sent' ELSE 'received' END, 'Bộ gá xoay hàn lồng thép', :solution,
           'self', CASE n * 17 % 4 WHEN 0 THEN NULL WHEN 1 THEN 'III.1.a' WHEN 2 THEN 'III.1.b' ELSE 'III.2.a' END, 'bo ga',
           strftime('%Y-%m-%d %H:%M:%f', at, 'unixepoch') || '000', strftime('%Y-%m-%d %H:%M:%f', at, 'unixepoch') || '000',
           :first + n * 7919 % :units, strftime('%Y-%m-%d %H:%M:%f', at, 'unixepoch') || '000', 0, 0
    FROM dated
"""
SLOGANS = "INSERT INTO report_tag (report_id, slogan) SELECT id, 's' || (id % 9) FROM report WHERE id % 4 = 0"


def founded(path: Path | str) -> None:
    """A database with the units, their officers and deadlines, and what was said by Saturday; no reports yet."""
    store = Store(path)
    store.create()
    with store.write() as db:
        db.execute(insert(of(Movement)).values(id=1, code="m", version=1, content={}, loaded_at=LONG_AGO))
        calendar.load_starter(db, LONG_AGO)
        _units(db)
        _officers(db)
        for number, days in enumerate((1, 3, 7, 14, 21)):
            due = Due(
                0, "m", 2026, 1, "cdcs", "nominate", LEVELS[number], "", DAY + timedelta(days=days), above_after=3
            )
            deadlines.add(db, due, who=None, now=LONG_AGO)
    with store.read() as db:
        said = reminders.plan(db, SATURDAY, ZONE)
    with store.write() as db:
        for piece in reminders.pieces(said):
            reminders.enter(db, TEXTS, ZONE, piece)
        db.execute(update(of(Outbox)).values(state="sent", sent_at=SATURDAY))
    store.close()


def filled(path: Path, size: int) -> None:
    """A year of reports, evenly spread over time and units."""
    store = Store(path)
    given = {"size": size, "end": NOW.timestamp(), "first": 2 + UPPER, "units": GRASSROOTS, "unread": 3 * 86400}
    with store.write() as db:
        db.exec_driver_sql(REPORTS, {**given, "solution": "Dùng vành xe rùa làm gá xoay. " * 8})
        db.exec_driver_sql(SLOGANS)
    store.close()


def _officers(db: Connection) -> None:
    """At the province, at each upper unit and at three of four grassroots ones; every fifth has an hour of their own."""
    posts = dict.fromkeys(range(1, 2 + UPPER), "standing")
    posts |= {2 + UPPER + each: "reviewer" for each in range(GRASSROOTS) if each % 4}
    for who, (where, role) in enumerate(posts.items(), start=1):
        joined = {"author_class": "", "language": "vi", "joined_at": LONG_AGO, "created_at": LONG_AGO}
        db.execute(insert(of(Person)), {"id": who, "name": f"Nguyễn Văn {who}", **joined})
        place = {"channel": "telegram", "address": str(who)}
        db.execute(insert(of(Address)), {**place, "person_id": who, "state": "open", "seen_at": LONG_AGO})
        db.execute(insert(of(Talk)), {**place, "person_id": who, "version": 0, "session": {}, "form": ""})
        grants.grant(db, who, role, where, since=LONG_AGO.date(), until=None, by=None, now=LONG_AGO)
        if who % 5 == 0:
            preferences.put(db, who, "hour", "17:30")


def _units(db: Connection) -> None:
    db.execute(insert(of(UnitType)), [{"code": each, "name": each, "name_en": each, "reports": True} for each in TYPES])
    province, upper, base = TYPES
    units = [(1, province, None), *((2 + each, upper, 1) for each in range(UPPER))]
    units += [(2 + UPPER + each, base, 2 + each % UPPER) for each in range(GRASSROOTS)]
    db.execute(insert(of(Unit)), [{"id": number, "code": f"u{number}", "type": kind} for number, kind, _ in units])
    names = [{"unit_id": number, "name": f"Công đoàn số {number}", "search_key": str(number)} for number, _, _ in units]
    db.execute(insert(of(UnitName)), names)
    db.execute(insert(of(UnitParent)), [{"unit_id": each, "parent_id": up} for each, _, up in units if up])
