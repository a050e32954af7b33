"""A small union for the tests of what the clock says: a province, two communes, four base units, and their officers.

`Town.tick` does what the bot's tick does; what it said is read back from the ledger and the outbox.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from handlers import reminders
from storage import calendar, deadlines, grants, preferences, roles
from storage.deadlines import Due
from storage.store import Store
from storage.tables import Address, Outbox, Person, Reminder, Talk, Unit, UnitName, UnitParent, UnitType, of
from storage.vault import VAULT
from tests.databases import Scene
from tests.talk import KEY, TEXTS, ZONE

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
TREE = {"p": "", "c1": "p", "c2": "p", "a": "c1", "b": "c1", "c": "c1", "d": "c2"}  # unit → the one above
TYPES = {"p": "province", "c": "commune", "": "base"}


def local(text: str) -> datetime:
    """ "2026-11-13 08:00" in the union's zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


class Said(NamedTuple):
    """One message as the ledger knows it."""

    at: str  # local
    who: str
    step: str
    units: str


def _found(store: Store) -> None:
    store.create()
    with store.write() as db:
        calendar.load_starter(db, LONG_AGO)
        types = [{"code": each, "name": each, "name_en": each, "reports": True} for each in TYPES.values()]
        db.execute(insert(of(UnitType)), types)
        plant(db, TREE)


UNION = Scene(_found)


def plant(db: Connection, tree: dict[str, str]) -> None:
    """Units by code, each under the one above it; what begins with p or c and a number is a province or a commune."""
    numbers = {code: number for number, code in db.execute(select(of(Unit).c.id, of(Unit).c.code))}
    for code in tree:
        kind = TYPES[code[0] if code == "p" or (code[0] == "c" and code[1:].isdigit()) else ""]
        numbers[code] = db.execute(insert(of(Unit)).returning(of(Unit).c.id), {"code": code, "type": kind}).scalar_one()
    names = [{"unit_id": numbers[code], "name": f"CĐ {code.upper()}", "search_key": code} for code in tree]
    db.execute(insert(of(UnitName)), [{**each, "former": False, "short": ""} for each in names])
    hung = [{"unit_id": numbers[code], "parent_id": numbers[up]} for code, up in tree.items() if up]
    if hung:
        db.execute(insert(of(UnitParent)), hung)


class Town:
    """A store with the small union in it."""

    def __init__(self, folder: Path) -> None:
        VAULT.unlock(KEY)
        self.store = UNION.store(folder, "town.db")
        with self.store.read() as db:
            self.units = {code: number for number, code in db.execute(select(of(Unit).c.id, of(Unit).c.code))}
        self.codes = {number: code for code, number in self.units.items()}
        self.people: dict[str, int] = {}
        self.names: dict[int, str] = {}

    # --- setting the scene ---------------------------------------------------------------------------------------------

    def person(self, name: str, *where: str, role: str = "reviewer", until: date | None = None, **wishes: str) -> int:
        """Somebody with an open address who holds a role at these units; wishes as in storage.preferences."""
        with self.store.write() as db:
            who: int = db.execute(
                insert(of(Person)).returning(of(Person).c.id),
                {"name": name, "author_class": "", "language": "vi", "joined_at": LONG_AGO, "created_at": LONG_AGO},
            ).scalar_one()
            place = {"channel": "telegram", "address": str(1000 + who)}
            db.execute(insert(of(Address)), {**place, "person_id": who, "state": "open", "seen_at": LONG_AGO})
            db.execute(insert(of(Talk)), {**place, "person_id": who, "version": 0, "session": {}, "form": ""})
            for unit in where:
                self._grant(db, who, role, unit, until)
            for wish, value in wishes.items():
                preferences.put(db, who, wish.replace("mute_", "mute:"), value)
        self.people[name], self.names[who] = who, name
        return who

    def _grant(self, db: Connection, who: int, role: str, unit: str, until: date | None) -> int:
        since = LONG_AGO.date()
        return grants.grant(db, who, role, self.units[unit], since=since, until=until, by=None, now=LONG_AGO)

    def grant(self, name: str, unit: str, role: str = "reviewer") -> None:
        with self.store.write() as db:
            self._grant(db, self.people[name], role, unit, None)

    def end_roles(self, name: str) -> None:
        with self.store.write() as db:
            for held in roles.grants_of(db, self.people[name], date(2027, 1, 1)):
                grants.end(db, held.id, by=None, now=LONG_AGO)

    def block(self, name: str, state: str = "gone") -> None:
        with self.store.write() as db:
            table = of(Address)
            db.execute(update(table).where(table.c.person_id == self.people[name]).values(state=state))

    def deadline(self, due: str, unit: str = "p", unit_type: str = "base", level: str = "", **values: Any) -> Due:
        more: dict[str, Any] = {"leads": (7, 3, 1, 0), "overdue": (), **deepcopy(values)}
        day = date.fromisoformat(due)
        new = Due(0, "bao-cong", day.year, self.units[unit], unit_type, "nominate", level, "", day, **more)
        with self.store.write() as db:
            number = deadlines.add(db, new, who=None, now=LONG_AGO)
            found = deadlines.one(db, number)
        assert found is not None
        return found

    def change(self, old: Due, now: str = "2026-01-02 08:00", **values: Any) -> None:
        with self.store.write() as db:
            deadlines.change(db, old.id, who=None, now=local(now), **values)

    def withdraw(self, due: Due, now: str) -> None:
        with self.store.write() as db:
            deadlines.withdraw(db, due.id, who=None, now=local(now))

    def submits(self, due: Due, unit: str) -> None:
        """As the officer's tap does it, without the settling."""
        with self.store.write() as db:
            who = next(iter(self.people.values()))
            deadlines.mark(db, due.id, self.units[unit], who=who, now=LONG_AGO)

    # --- the clock ------------------------------------------------------------------------------------------------------

    def tick(self, *moments: str, leave: bool = True) -> list[Said]:
        """What was said by ticks at these moments; `leave`: all of it goes out at once."""
        told: list[Said] = []
        for moment in moments:
            before = set(self.keys())
            with self.store.read() as db:
                plan = reminders.plan(db, local(moment), ZONE)
            for piece in reminders.pieces(plan):
                with self.store.write() as db:
                    reminders.enter(db, TEXTS, ZONE, piece)
            told += self.said(set(self.keys()) - before)
            if leave:
                self.leaves()
        return told

    def leaves(self, state: str = "sent") -> None:
        """What waits in the outbox goes out."""
        with self.store.write() as db:
            table = of(Outbox)
            db.execute(update(table).where(table.c.state == "due").values(state=state, sent_at=LONG_AGO))

    # --- looking --------------------------------------------------------------------------------------------------------

    def keys(self) -> list[str]:
        with self.store.read() as db:
            return list(db.execute(select(of(Outbox).c.key).order_by(of(Outbox).c.id)).scalars())

    def texts(self) -> list[str]:
        with self.store.read() as db:
            return [body["text"] for body in db.execute(select(of(Outbox).c.body).order_by(of(Outbox).c.id)).scalars()]

    def bodies(self) -> list[dict[str, Any]]:
        with self.store.read() as db:
            return list(db.execute(select(of(Outbox).c.body).order_by(of(Outbox).c.id)).scalars())

    def ledger(self) -> list[dict[str, Any]]:
        with self.store.read() as db:
            return [dict(row) for row in db.execute(select(of(Reminder)).order_by(of(Reminder).c.id)).mappings()]

    def states(self) -> dict[str, str]:
        """ "lead:7 a" → state of the ledger's row; of two the later one."""
        return {f"{self._step(row)} {self._unit(row)}": row["state"] for row in self.ledger()}

    def said(self, keys: Iterable[str] | None = None) -> list[Said]:
        """Messages in the order of their queueing, each with all of its units."""
        messages: dict[str, list[dict[str, Any]]] = {}
        for row in self.ledger():
            if row["outbox_key"] is not None and (keys is None or row["outbox_key"] in keys):
                messages.setdefault(row["outbox_key"], []).append(row)
        found = []
        for rows in messages.values():
            first = rows[0]
            units = " ".join(sorted(self._unit(row) for row in rows))
            at = f"{first['at'].astimezone(ZONE):%Y-%m-%d %H:%M}"
            found.append(Said(at, self.names[first["person_id"]], self._step(first), units))
        return sorted(found)

    def _step(self, row: dict[str, Any]) -> str:
        slot = str(row["slot"])
        _, _, step = slot.partition("/")
        return step or slot

    def _unit(self, row: dict[str, Any]) -> str:
        _, _, unit = row["subject"].partition("/unit:")
        return self.codes[int(unit)] if unit else str(row["subject"])
