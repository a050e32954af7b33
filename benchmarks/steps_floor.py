"""The floor: the reads and writes of a step in plain `sqlite3`, one transaction a message, and nothing else.

No reading of the update, no conversation, no texts, no sealing: bytes of the lengths our own step keeps. Same schema, same
library, same durability (WAL, synchronous=FULL).
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from benchmarks.steps_script import ACTS, Script
from storage.store import Store

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:
    sqlite = sqlite3

MOMENT = "2026-11-22 02:40:00.000000"
KNOWN = "SELECT 1 FROM inbox WHERE channel = ? AND update_id = ?"
KEEP = "INSERT INTO inbox (channel, update_id, state, received_at) VALUES (?, ?, 'done', ?)"
MEET = """SELECT p.id, p.name, p.author_class, p.unit_id, p.language, p.joined_at, t.session, t.version, a.state
    FROM address a JOIN person p ON p.id = a.person_id JOIN talk t ON t.person_id = p.id
    WHERE a.channel = ? AND a.address = ?"""
PERSON = "INSERT INTO person (name, author_class, language, created_at) VALUES ('', '', 'vi', ?)"
ADDRESS = "INSERT INTO address (channel, address, person_id, state, seen_at) VALUES (?, ?, ?, 'open', ?)"
TALK = "INSERT INTO talk (person_id, version, session, form, channel, address) VALUES (?, 0, x'', '', '', '')"
GO_ON = """UPDATE talk SET session = ?, version = version + 1, form = 'report', channel = 'telegram', address = ?, touched_at = ?
    WHERE person_id = ? AND version = ?"""
REPLY = """INSERT INTO outbox (key, channel, address, kind, body, state, due_at, tries)
    VALUES (?, 'telegram', ?, 'reply', ?, 'due', ?, 0) ON CONFLICT (key) DO NOTHING"""


class Floor:
    """One connection; `step` is one committed message."""

    def __init__(self, folder: Path, script: Script) -> None:
        store = Store(folder / "floor.db")
        store.create()
        store.close()
        self._db: Any = sqlite.connect(str(folder / "floor.db"), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._kept = [(os.urandom(each.session_bytes), os.urandom(each.body_bytes)) for each in script.shown]

    def step(self, member: int, number: int) -> None:
        db, address, update = self._db, str(100_000 + member), str(member * 1_000 + number)
        session, body = self._kept[number]
        db.execute("BEGIN IMMEDIATE")
        assert db.execute(KNOWN, ("telegram", update)).fetchone() is None
        db.execute(KEEP, ("telegram", update, MOMENT))
        known = db.execute(MEET, ("telegram", address)).fetchone() or self._register(address)
        moved = db.execute(GO_ON, (session, address, MOMENT, known[0], known[7]))
        assert moved.rowcount == 1
        db.execute(REPLY, (f"telegram:{update}:0", address, body, MOMENT))
        db.execute("COMMIT")

    def _register(self, address: str) -> Any:
        number = self._db.execute(PERSON, (MOMENT,)).lastrowid
        self._db.execute(ADDRESS, ("telegram", address, number, MOMENT))
        self._db.execute(TALK, (number,))
        return self._db.execute(MEET, ("telegram", address)).fetchone()

    def replies(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM outbox").fetchone()[0])


def walk(floor: Floor, members: range) -> None:
    """Every member's talk, the members taking turns."""
    for number in range(len(ACTS)):
        for member in members:
            floor.step(member, number)
