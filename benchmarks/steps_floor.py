"""The floor: the reads and writes of a step in plain `sqlite3`, and nothing else.

No reading of the update, no conversation, no texts, no sealing: bytes of the lengths our own step keeps. Same schema, same
library, same durability (WAL, synchronous=FULL).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.steps_keeping import open_durable
from benchmarks.steps_script import ADDRESSES, Script
from storage.store import Store

MOMENT = "2026-11-22 02:40:00.000000"
KNOWN = "SELECT 1 FROM inbox WHERE channel = ? AND update_id = ?"
KEEP = "INSERT INTO inbox (channel, update_id, address, state, received_at) VALUES (?, ?, '', 'done', ?)"
MEET = """SELECT p.id, p.name, p.author_class, p.unit_id, p.language, p.joined_at, t.session, t.version, a.state
    FROM address a JOIN person p ON p.id = a.person_id JOIN talk t ON t.person_id = p.id
    WHERE a.channel = ? AND a.address = ?"""
PERSON = "INSERT INTO person (name, author_class, language, writes_to, created_at) VALUES ('', '', 'vi', '', ?)"
ADDRESS = "INSERT INTO address (channel, address, person_id, state, seen_at) VALUES (?, ?, ?, 'open', ?)"
TALK = "INSERT INTO talk (person_id, version, session, form, channel, address) VALUES (?, 0, x'', '', '', '')"
GO_ON = """UPDATE talk SET session = ?, version = version + 1, form = 'report', channel = 'telegram', address = ?, touched_at = ?
    WHERE person_id = ? AND version = ?"""
REPLY = """INSERT INTO outbox (key, channel, address, kind, body, state, due_at, tries, fence, moved_from)
    VALUES (?, 'telegram', ?, 'reply', ?, 'due', ?, 0, 0, '') ON CONFLICT (key) DO NOTHING"""


class Floor:
    """One connection; `steps` is one committed transaction."""

    def __init__(self, folder: Path, script: Script) -> None:
        store = Store(folder / "floor.db")
        store.create()
        store.close()
        self._db = open_durable(folder / "floor.db")
        self._kept = [(os.urandom(each.session_bytes), os.urandom(each.body_bytes)) for each in script.shown]

    def steps(self, members: Sequence[int], number: int) -> None:
        """The same act of these members, in one transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        for member in members:
            self._step(member, number)
        self._db.execute("COMMIT")

    def _step(self, member: int, number: int) -> None:
        db, address, update = self._db, str(ADDRESSES + member), str(member * 1_000 + number)
        session, body = self._kept[number % len(self._kept)]
        assert db.execute(KNOWN, ("telegram", update)).fetchone() is None
        db.execute(KEEP, ("telegram", update, MOMENT))
        known = db.execute(MEET, ("telegram", address)).fetchone() or self._register(address)
        moved = db.execute(GO_ON, (session, address, MOMENT, known[0], known[7]))
        assert moved.rowcount == 1
        db.execute(REPLY, (f"telegram:{update}:0", address, body, MOMENT))

    def _register(self, address: str) -> Any:
        number = self._db.execute(PERSON, (MOMENT,)).lastrowid
        self._db.execute(ADDRESS, ("telegram", address, number, MOMENT))
        self._db.execute(TALK, (number,))
        return self._db.execute(MEET, ("telegram", address)).fetchone()

    def replies(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM outbox").fetchone()[0])
