"""A tester that makes a test read as a conversation.

    talk = Talk(clerk_room)
    talk.says("/start").hears("join-keep-ask").says("Đồng ý") …

Real store, real clerk, no network. Between any two messages the session is written to the database and read back, because
every message is a transaction of its own. `limits` replays the same talk as a poorer channel would show it.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import SQLModel

from bot.app import Catalogues
from bot.channels.gateway import Limits, fit
from handlers import menu
from handlers.clerk import Clerk, Letter
from handlers.desk import Desk
from handlers.errand import Working
from handlers.errands import ERRANDS
from handlers.forms import Form, Session, current
from handlers.rehearsal import PHOTOS, Act, Actor
from handlers.texts import Texts
from handlers.words import Incoming, Kind, Outgoing, PhotoRef
from storage import album, errands, people, register, units
from storage import movement as movements
from storage.media import LocalMedia, key_of
from storage.photos import Picture, process
from storage.store import Store
from storage.tables import Address, Outbox, Report, of
from storage.tables import Talk as TalkRow
from storage.vault import VAULT, new_key
from tests.databases import Scene
from tests.pictures import noise, saved

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)  # 09:30 in Ninh Bình
TEXTS = Texts()
KEY = new_key()
MOVEMENT = movements.starter()


def load(store: Store) -> None:
    VAULT.unlock(KEY)
    store.create()
    with store.write() as db:
        register.load_starter(db, TODAY)
    with store.read() as db:
        CATALOGUES(db)


CATALOGUES = Catalogues()
STARTER = Scene(load)  # the schema and the starter, and its movement as read


class Room:
    """A store with the starter in it, and a clerk. `now` is whatever the test says."""

    def __init__(self, folder: Path, scene: Scene | None = None) -> None:
        VAULT.unlock(KEY)
        self.store = (scene or STARTER).store(folder)
        self.media = LocalMedia(folder / "media")
        self.clerk = Clerk(TEXTS, ZONE, copy(CATALOGUES))
        self.now = TODAY
        self._number = 0

    def number(self) -> int:
        self._number += 1
        return self._number

    def read(self, query: Any) -> Any:
        with self.store.read() as db:
            return db.execute(query)

    def letter(self, incoming: Incoming) -> Letter:
        return Letter(incoming.channel, incoming.id, raw="{}", incoming=incoming)

    def rows(self, model: type[SQLModel], **where: Any) -> list[dict[str, Any]]:
        """The rows of a table, in the order they were written."""
        table = of(model)
        query = select(table).where(*(table.c[name] == value for name, value in where.items()))
        with self.store.read() as db:
            return [dict(row) for row in db.execute(query.order_by(*table.primary_key)).mappings()]

    def reports(self) -> list[dict[str, Any]]:
        return self.rows(Report)

    def runs_errands(self) -> None:
        """Whatever was asked that takes long is done and entered, as `bot.errands` would do it."""
        while True:
            with self.store.read() as db:
                found = errands.waiting(db, ERRANDS)
            if not found:
                return
            for asked in found:
                kind = ERRANDS[asked.kind]
                with self.store.read() as db:
                    at = Working(db, self.media, TEXTS, ZONE, self.now, asked, lambda *_, **__: None)
                    result = kind.work(at)
                with self.store.write() as db:
                    kind.enter(db, TEXTS, ZONE, asked, result, self.now)
                    errands.done(db, asked.id, self.now)

    def unit(self, code: str) -> int:
        with self.store.read() as db:
            number = units.by_code(db, code)
        assert number is not None, code
        return number

    def unit_name(self, code: str) -> str:
        with self.store.read() as db:
            return units.name_of(db, self.unit(code), self.now.astimezone(ZONE).date())


@dataclass
class Talk:
    """One person on one channel."""

    room: Room
    channel: str = "telegram"
    address: str = "100"
    language: str = "vi"
    limits: Limits = field(default_factory=Limits)
    heard: list[Outgoing] = field(default_factory=list)
    transcript: list[str] = field(default_factory=list)  # what was said and heard, as a person would read it

    def says(self, *texts: str, **more: Any) -> Self:
        """Type each text in turn; what comes back to the last one is heard."""
        for text in texts:
            self.send(Incoming(**{**self._base(), "text": text, **more}))
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
        """A photo whose bytes are here."""
        promised = self.promised_photo(caption)
        return replace(promised, original=self.arrives(promised, data))

    def promised_photo(self, caption: str = "") -> PhotoRef:
        """A photo whose bytes are still on the way."""
        ref = f"ref-{self.room.number()}"
        with self.room.store.write() as db:
            kept = album.promise(db, self.channel, [ref], self.room.now)[ref]
        return PhotoRef(ref, caption, kept.id)

    def arrives(self, promised: PhotoRef, data: bytes) -> str:
        """The bytes of a promised photo come in; gives the hash of the original."""
        picture = processed(data)
        keys = key_of(picture.clean), key_of(picture.thumb)
        self.room.media.put(keys[0], picture.clean)
        self.room.media.put(keys[1], picture.thumb)
        assert promised.photo_id is not None
        with self.room.store.write() as db:
            album.arrived(db, promised.photo_id, picture, *keys)
        return picture.original_sha256

    def hands_over(self, *photos: PhotoRef, **more: Any) -> Self:
        """Photos as references, each a message of its own."""
        for photo in photos:
            self.send(Incoming(**self._base(), photos=(photo,), **more))
        return self

    def send(self, incoming: Incoming) -> None:
        self.transcript.append(f"> {_as_read(incoming, self.heard)}")
        letter = self.room.letter(incoming)
        with self.room.store.write() as db:
            before = self._last(db)
            self.room.clerk.answer(db, [letter], self.room.now)
        with self.room.store.read() as db:
            self.heard = self._replies(db, before)
        for piece in self.pieces:
            options = " ".join(f"[{option.label}]" for option in piece.options) if self.limits.buttons else ""
            self.transcript += ["", piece.text, *filter(None, ["", options]), ""]

    def performs(self, achievement: dict[str, Any], tap: Callable[[str], str] = str) -> Self:
        """Play one sample achievement from joining to the receipt, as a member would; `tap` changes what is typed."""
        actor = Actor(TEXTS, MOVEMENT, achievement, self.room.unit_name(achievement["unit"]), self.language)
        acts = [Act("/start")]
        for _ in range(80):
            for act in acts:
                if act.photo:
                    self.sends_photo((PHOTOS / act.photo).read_bytes(), caption=tap(act.caption))
                else:
                    self.says(tap(act.text))
            acts = actor.reply(self.text, self.labels)
            if actor.done or not acts:
                break
        assert actor.done, "\n".join(self.transcript[-12:])
        return self

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

    @property
    def form(self) -> Form:
        """The table of the conversation that runs."""
        with self.room.store.write() as db:
            place = (self.channel, self.address)
            member = people.meet(db, [place], {}, self.room.now)[place]
            catalogue = self.room.clerk.catalogue(db)
            desk = Desk(db, self.room.now, ZONE, TEXTS, catalogue, member, *place)
            session = Session.from_json(member.session)
            return menu.CONVERSATIONS[session.form].form(desk, session)

    @property
    def who(self) -> int:
        """Whose address it is: a look that may be taken inside any transaction."""
        (row,) = self.room.rows(Address, channel=self.channel, address=self.address)
        number: int = row["person_id"]
        return number

    @property
    def waiting(self) -> str:
        """The name of the step that is asked."""
        step = current(self.form, self.session)
        assert step is not None
        return step.name

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


@cache
def processed(data: bytes) -> Picture:
    """Each picture is made clean once in a test run: that is not what the conversations are about."""
    return process(data)


def _as_read(incoming: Incoming, before: list[Outgoing]) -> str:
    """What a person did, in words: a tapped button by its label."""
    tapped = {option.token: option.label for each in before for option in each.options}
    done = f"[{tapped.get(incoming.choice, incoming.choice)}]" if incoming.choice else incoming.text or incoming.contact
    photos = [f"(photo{': ' + photo.caption if photo.caption else ''})" for photo in incoming.photos]
    shown = " ".join(filter(None, [done, *photos])) or f"({incoming.kind})"
    return shown if len(shown) <= 400 else f"{shown[:400]}…"


def joined(talk: Talk, name: str = "Nguyễn Văn Thắng", unit: str = "Xây lắp Sông Vân") -> Talk:
    """A member who has joined with the least taps."""
    say = TEXTS.say
    talk.says("/start")
    talk.taps(say("vi", "option-agree")).taps(say("vi", "option-agree")).taps(say("vi", "option-disagree"))
    talk.says(unit, name, "Công nhân lao động", say("vi", "way-skip"))
    return talk


ANSWERS = {  # of a short form, by question; a test changes the one it is about
    "subject": "Chị Trần Thị Ngọc Ánh, điều dưỡng khoa Ngoại",
    "title": "Bộ gá xoay hàn lồng thép",
    "document_no": "12/TB-CĐCS",
    "document_date": "15/3/2026",
    "before": "6 thợ lật lồng thép bằng xà beng",
    "solution": "Dùng vành xe rùa làm gá xoay",
    "result": "Còn 3 thợ, 3 giờ một lồng",
    "place": "Bãi gia công thép",
    "first_use": "15/3/2026",
}
LABEL = {kind.code: kind.label for kind in MOVEMENT.kinds}
QUESTIONS = {kind.code: [question.name for question in kind.questions] for kind in MOVEMENT.kinds}


def asked(talk: Talk, kind: str, question: str) -> Talk:
    """A member's report up to one of the questions of its kind, everything before it answered."""
    talk.says("/baocao", LABEL[kind], "1")
    for name in QUESTIONS[kind][: QUESTIONS[kind].index(question)]:
        talk.says(ANSWERS[name])
    return talk


def filled(talk: Talk, kind: str = "initiative", photo: bytes | None = None, **changed: str) -> Talk:
    """A member's report up to the summary: kind, their own unit, every question of the kind, one photo."""
    talk.says("/baocao", LABEL[kind], "1")
    for name in QUESTIONS[kind]:
        if name == "photos":
            talk.sends_photo(photo or picture(1), caption="sau").taps(TEXTS.say(talk.language, "photos-done"))
        else:
            talk.says({**ANSWERS, **changed}[name])
    return talk


def sent(talk: Talk, kind: str = "initiative", photo: bytes | None = None, **changed: str) -> Talk:
    """The same, sent."""
    return filled(talk, kind, photo, **changed).taps(TEXTS.say(talk.language, "summary-send"))


@cache
def picture(number: int) -> bytes:
    """A small photo; each number another one."""
    return saved(noise(number, 64, 48))
