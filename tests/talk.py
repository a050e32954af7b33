"""A tester that makes a test read as a conversation.

    talk = Talk(clerk_room)
    talk.says("/start").hears("join-keep-ask").says("Đồng ý") …

Real store, real clerk, no network. Between any two messages the session is written to the database and read back, because
every message is a transaction of its own. `limits` replays the same talk as a poorer channel would show it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from sqlalchemy import select

from bot.app import Catalogues
from bot.channels.gateway import Limits, fit
from handlers.clerk import Clerk, Letter
from handlers.forms import Session
from handlers.texts import Texts
from handlers.words import Incoming, Kind, Outgoing, PhotoRef
from storage import album, register
from storage.media import LocalMedia, key_of
from storage.photos import process
from storage.store import Store
from storage.tables import Address, Outbox, Report, of
from storage.tables import Talk as TalkRow
from storage.vault import VAULT

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)  # 09:30 in Ninh Bình
TEXTS = Texts()


class Room:
    """A store with the starter in it, and a clerk. `now` is whatever the test says."""

    def __init__(self, folder: Path) -> None:
        VAULT.unlock(Fernet.generate_key())
        self.store = Store(folder / "test.db")
        self.store.create()
        self.media = LocalMedia(folder / "media")
        self.clerk = Clerk(TEXTS, ZONE, Catalogues())
        self.now = TODAY
        with self.store.write() as db:
            register.load_starter(db, self.now)
        self._number = 0

    def number(self) -> int:
        self._number += 1
        return self._number

    def read(self, query: Any) -> Any:
        with self.store.read() as db:
            return db.execute(query)

    def reports(self) -> list[dict[str, Any]]:
        with self.store.read() as db:
            return [dict(row) for row in db.execute(select(of(Report)).order_by(of(Report).c.id)).mappings()]


@dataclass
class Talk:
    """One person on one channel."""

    room: Room
    channel: str = "telegram"
    address: str = "100"
    language: str = "vi"
    limits: Limits = field(default_factory=Limits)
    heard: list[Outgoing] = field(default_factory=list)

    def says(self, *texts: str, **more: Any) -> Self:
        """Type each text in turn; what comes back to the last one is heard."""
        for text in texts:
            self.send(Incoming(**self._base(), text=text, **more))
        return self

    def taps(self, label: str) -> Self:
        """Tap a button of the newest message by its label; on a channel without buttons, type it."""
        option = next((each for each in self.heard[-1].options if each.label == label), None)
        assert option is not None, f"no button {label!r} among {self.labels}"
        if not self.limits.buttons:
            return self.says(label)
        self.send(Incoming(**self._base("choice"), choice=option.token))
        return self

    def taps_token(self, token: str) -> Self:
        self.send(Incoming(**self._base("choice"), choice=token))
        return self

    def sends(self, kind: Kind, **more: Any) -> Self:
        self.send(Incoming(**self._base(kind), **more))
        return self

    def sends_photo(self, *pictures: bytes, caption: str = "", album_id: str = "") -> Self:
        """Photos whose bytes are here, one message each, as arrivals would hand them over."""
        for data in pictures:
            self.send(Incoming(**self._base(), photos=(self.photo(data, caption),), album=album_id))
        return self

    def photo(self, data: bytes, caption: str = "") -> PhotoRef:
        picture = process(data)
        keys = key_of(picture.clean), key_of(picture.thumb)
        self.room.media.put(keys[0], picture.clean)
        self.room.media.put(keys[1], picture.thumb)
        ref = f"ref-{self.room.number()}"
        with self.room.store.write() as db:
            kept = album.promise(db, self.channel, [ref], self.room.now)[ref]
            album.arrived(db, kept.id, picture, *keys)
        return PhotoRef(ref, caption, kept.id, picture.original_sha256)

    def send(self, incoming: Incoming) -> None:
        letter = Letter(incoming.channel, incoming.id, raw="{}", incoming=incoming)
        with self.room.store.write() as db:
            before = self._last(db)
            self.room.clerk.answer(db, [letter], self.room.now)
        with self.room.store.read() as db:
            self.heard = self._replies(db, before)

    def hears(self, *names: str, **args: Any) -> Self:
        """The reply holds these texts (by name); args are those they need."""
        for name in names:
            wanted = TEXTS.say(self.language, name, **args)
            assert wanted in self.text, f"{name}: {wanted!r} not in\n{self.text}"
        return self

    def hears_words(self, *words: str) -> Self:
        for each in words:
            assert each in self.text, f"{each!r} not in\n{self.text}"
        return self

    @property
    def text(self) -> str:
        return "\n---\n".join(each.text for each in self.heard)

    @property
    def labels(self) -> list[str]:
        return [option.label for option in self.heard[-1].options] if self.heard else []

    @property
    def pieces(self) -> list[Outgoing]:
        """What the channel would really send."""
        return [piece for each in self.heard for piece in fit(each, self.limits)]

    @property
    def session(self) -> Session:
        table = of(Address)
        with self.room.store.read() as db:
            who = db.execute(
                select(table.c.person_id).where(table.c.channel == self.channel, table.c.address == self.address)
            ).scalar_one()
            return Session.from_json(
                db.execute(select(of(TalkRow).c.session).where(of(TalkRow).c.person_id == who)).scalar_one()
            )

    def _base(self, kind: Kind = "message") -> dict[str, Any]:
        number = self.room.number()
        moment = self.room.now + timedelta(seconds=number)
        return {
            "id": str(number),
            "channel": self.channel,
            "address": self.address,
            "at": moment,
            "kind": kind,
            "language": self.language,
        }

    def _last(self, db: Any) -> int:
        table = of(Outbox)
        found = db.execute(select(table.c.id).order_by(table.c.id.desc()).limit(1)).scalar()
        return found or 0

    def _replies(self, db: Any, after: int) -> list[Outgoing]:
        table = of(Outbox)
        rows = db.execute(
            select(table.c.body)
            .where(table.c.id > after, table.c.address == self.address, table.c.kind != "own")
            .order_by(table.c.id)
        )
        return [Outgoing.from_json(body) for (body,) in rows]


JOIN = ("/start", "Đồng ý", "Đồng ý", "Không đồng ý")


def joined(talk: Talk, name: str = "Nguyễn Văn Thắng", unit: str = "Xây lắp Sông Vân") -> Talk:
    """A member who has joined with the least taps."""
    say = TEXTS.say
    talk.says("/start")
    talk.taps(say("vi", "option-agree")).taps(say("vi", "option-agree")).taps(say("vi", "option-disagree"))
    talk.says(unit, name, "Công nhân lao động", say("vi", "way-skip"))
    return talk
