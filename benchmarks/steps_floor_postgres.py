"""The floor on PostgreSQL: the reads and writes of a step in plain psycopg on one connection, and nothing else.

`step` is one transaction a message, a round trip a statement. `steps` takes many messages in one transaction, a statement a
table, each an array a column: what set-based code can have at best from one connection. Same schema, same durability.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import psycopg
from sqlalchemy import make_url

from benchmarks.steps_script import ADDRESSES, Script
from storage.store import Store

MOMENT = "2026-11-22 02:40:00+00"
KNOWN = "SELECT update_id FROM inbox WHERE channel = 'telegram' AND update_id = ANY(%s)"
KEEP = """INSERT INTO inbox (channel, update_id, address, state, received_at)
    SELECT 'telegram', u, '', 'done', %s FROM unnest(%s::text[]) AS u"""
MEET = """SELECT a.address, p.id, p.name, p.author_class, p.unit_id, p.language, p.joined_at, t.session, t.version, a.state
    FROM address a JOIN person p ON p.id = a.person_id JOIN talk t ON t.person_id = p.id
    WHERE a.channel = 'telegram' AND a.address = ANY(%s)"""
PERSON = """INSERT INTO person (name, author_class, language, writes_to, created_at)
    SELECT '', '', 'vi', '', %s FROM generate_series(1, %s) RETURNING id"""
ADDRESS = """INSERT INTO address (channel, address, person_id, state, seen_at)
    SELECT 'telegram', a, p, 'open', %s FROM unnest(%s::text[], %s::bigint[]) AS n (a, p)"""
TALK = """INSERT INTO talk (person_id, version, session, form, channel, address)
    SELECT p, 0, ''::bytea, '', '', '' FROM unnest(%s::bigint[]) AS p"""
GO_ON = """UPDATE talk
    SET session = n.s, version = version + 1, form = 'report', channel = 'telegram', address = n.a, touched_at = %s
    FROM unnest(%s::bytea[], %s::text[], %s::bigint[], %s::integer[]) AS n (s, a, p, v) WHERE person_id = n.p AND version = n.v"""
REPLY = """INSERT INTO outbox (key, channel, address, kind, body, state, due_at, tries, fence, moved_from)
    SELECT k, 'telegram', a, 'reply', b, 'due', %s, 0, 0, '' FROM unnest(%s::text[], %s::text[], %s::bytea[]) AS n (k, a, b)
    ON CONFLICT (key) DO NOTHING"""


class Floor:
    """One connection; `steps` is one committed transaction."""

    def __init__(self, url: str, script: Script) -> None:
        store = Store(url)
        store.create()
        store.close()
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._db = psycopg.connect(address, autocommit=True)
        self._kept = [(os.urandom(each.session_bytes), os.urandom(each.body_bytes)) for each in script.shown]

    def steps(self, members: Sequence[int], number: int) -> None:
        """The same act of these members, in one transaction."""
        addresses = [str(ADDRESSES + member) for member in members]
        updates = [str(member * 1_000 + number) for member in members]
        session, body = self._kept[number % len(self._kept)]
        many = len(members)
        with self._db.transaction(), self._db.cursor(binary=True) as db:
            assert db.execute(KNOWN, (updates,)).fetchall() == []
            db.execute(KEEP, (MOMENT, updates))
            known = self._meet(db, addresses)
            if strangers := [address for address in addresses if address not in known]:
                self._register(db, strangers)
                known |= self._meet(db, strangers)
            people, versions = [known[each][1] for each in addresses], [known[each][8] for each in addresses]
            db.execute(GO_ON, (MOMENT, [session] * many, addresses, people, versions))
            assert db.rowcount == many
            db.execute(REPLY, (MOMENT, [f"telegram:{update}:0" for update in updates], addresses, [body] * many))

    def _meet(self, db: Any, addresses: list[str]) -> dict[str, Any]:
        return {row[0]: row for row in db.execute(MEET, (addresses,))}

    def _register(self, db: Any, addresses: list[str]) -> None:
        people = [row[0] for row in db.execute(PERSON, (MOMENT, len(addresses)))]
        db.execute(ADDRESS, (MOMENT, addresses, people))
        db.execute(TALK, (people,))

    def replies(self) -> int:
        row = self._db.execute("SELECT count(*) FROM outbox").fetchone()
        assert row is not None
        return int(row[0])

    def close(self) -> None:
        self._db.close()
