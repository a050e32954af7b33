"""What a golden conversation starts from and what its speaker must hear, worked out once a run for all doors.

`told` plays a file through the clerk and holds that it says what the file says. `Scene` is the database and the photos as
they lie before its first line; it is copied for each house that plays the same file through a door.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import insert, text, update

from bot.channels.gateway import Limits
from bot.channels.terminal import Terminal
from handlers.words import Outgoing
from storage import channel_tokens, outbox
from storage.folder import DataFolder
from storage.migrations import HEAD
from storage.store import Store
from storage.tables import Address, Outbox, WebSession, of
from storage.tables import Talk as TalkRow
from storage.vault import VAULT
from tests import databases
from tests.goldens import CODE, as_read, begin, do, script_of
from tests.postgres import server
from tests.talk import KEY, Room
from tests.zalo_oa_shapes import OA_ID

SPEAKER = ("telegram", "100")  # where whoever speaks in a file stands in its scene
COOKIE = "the-cookie-of-the-golden-page"


@dataclass(frozen=True, slots=True)
class Turn:
    line: str
    heard: tuple[Outgoing, ...]


@cache
def told(file: Path, *, buttons: bool) -> tuple[Turn, ...]:
    """The file as the clerk tells it, tapped or typed; the words are those of the file."""
    heading, lines = script_of(file)
    limits = Limits() if buttons else Limits(text=2000, buttons=False, photos=False, files=False)
    with tempfile.TemporaryDirectory() as folder, on("sqlite"):
        room = Room(Path(folder))
        talk = begin(room, heading, limits)
        turns = []
        for line in lines:
            do(talk, line)
            turns.append(Turn(line, tuple(talk.heard)))
        room.store.close()
    assert as_file(heading, turns) == file.read_text(encoding="utf-8")
    return tuple(turns)


def as_file(heading: str, turns: Sequence[Turn]) -> str:
    parts = [heading, ""]
    for turn in turns:
        parts += [f"> {turn.line}", "", *as_read(turn.heard)]
    return CODE.sub("ABCD-2345", "\n".join(parts))


@contextmanager
def on(database: str) -> Iterator[None]:
    """Rooms are made on this database meanwhile, whatever the run asks for."""
    before, databases.ON_POSTGRESQL = databases.ON_POSTGRESQL, database == "postgresql"
    try:
        yield
    finally:
        databases.ON_POSTGRESQL = before


@dataclass(frozen=True, slots=True)
class Scene:
    """What lies there before the first line: a SQLite file's bytes or a PostgreSQL template's name, and the media."""

    database: bytes | str
    media: dict[str, bytes]
    now: datetime

    def settle(self, folder: DataFolder, channel: str, address: str) -> Store:
        """Lay it out in a data folder, with the speaker at an address of this channel."""
        folder.make()
        folder.key.write_bytes(KEY)
        VAULT.unlock(KEY)
        for name, data in self.media.items():
            (folder.media / name).parent.mkdir(parents=True, exist_ok=True)
            (folder.media / name).write_bytes(data)
        if isinstance(self.database, bytes):
            folder.database.write_bytes(self.database)
            store = Store(folder.database)
        else:
            store = Store(server().new_database(self.database))
        with store.write() as db:
            moved = {"channel": channel, "address": address}
            for table in (of(Address), of(TalkRow), of(Outbox)):
                here = (table.c.channel == SPEAKER[0], table.c.address == SPEAKER[1])
                db.execute(update(table).where(*here).values(**moved))
            if channel == Terminal.name:  # something stands on the screen: it need not begin by itself
                before = {"key": "before", "kind": "reply", "body": Outgoing(".").as_json(), "due_at": self.now}
                outbox.put(db, [{**before, **moved, "state": "sent", "sent_at": self.now}])
            if channel == "web":
                until = self.now + timedelta(days=180)
                row = {"mark": VAULT.fingerprint(COOKIE), "address": address, "expires_at": until}
                db.execute(insert(of(WebSession)).values(**row))
            if channel == "zalo_oa":  # as if `./run zalo-login` had been done
                channel_tokens.open_login(db, channel, "state", "verifier", self.now)
                pair, until = ("access-0", "refresh-0"), self.now + timedelta(hours=25)
                channel_tokens.logged_in(db, channel, OA_ID, *pair, until, self.now)
        return store


@cache
def scene(file: Path, database: str) -> Scene:
    heading, _ = script_of(file)
    with tempfile.TemporaryDirectory() as place, on(database):
        folder = Path(place)
        room = Room(folder)
        begin(room, heading, Limits())
        with room.store.write() as db:  # the models made the schema: no migration has to
            db.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
            db.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
        address, now = room.store.address, room.now
        room.store.close()
        data = address.read_bytes() if isinstance(address, Path) else address.partition("?")[0].rpartition("/")[2]
        kept = [each for each in (folder / "media").rglob("*") if each.is_file()]
        return Scene(data, {str(each.relative_to(folder / "media")): each.read_bytes() for each in kept}, now)
