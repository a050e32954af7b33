"""The web chat over real HTTP, with a real store and a real writer; what answers is a few scripted sentences.

`WebHouse` runs in a thread with an event loop of its own and can be stopped and started again on the same port and data.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.channels.webchat import Bell, WebChat
from bot.web.app import web_app
from bot.web.parts import Parts
from bot.web.server import WebServer
from bot.writer import Writer
from handlers.texts import Texts
from handlers.words import Incoming, Option, Outgoing
from storage import outbox, people
from storage.folder import DataFolder
from storage.media import LocalMedia, key_of
from storage.store import Store
from storage.tables import Inbox, Photo, of
from storage.uploads import LocalUploads
from storage.vault import VAULT

KEY = b"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="  # one for all: the vault is process-wide, and houses stand side by side
TEXTS = Texts()
Script = Callable[[Incoming], list[Outgoing]]


def parrot(incoming: Incoming) -> list[Outgoing]:
    """Says back what it heard."""
    heard = incoming.choice or incoming.text or incoming.start
    return [Outgoing(f"heard {heard!r} with {len(incoming.photos)} photos")]


class Recorder:
    """Stands where arrivals and departures stand: keeps, echoes and answers in one transaction, then rings."""

    def __init__(self, house: WebHouse, writer: Writer, bell: Bell) -> None:
        self._house = house
        self._writer = writer
        self._bell = bell
        self._gateway = WebChat(LocalUploads(house.folder.uploads))

    async def take(self, channel: str, update_id: str, raw: bytes) -> None:
        if self._house.away:
            raise OSError("no room")
        incoming = self._gateway.read(raw)
        assert (incoming.channel, incoming.id) == (channel, update_id)
        photos = [await self._photo(ref.ref) for ref in incoming.photos]
        await self._writer.run(lambda db, now: self._answer(db, now, incoming, photos))
        for ref in incoming.photos:
            await self._gateway.release(ref.ref)
        self._house.taken.append(incoming)
        self._bell.ring(incoming.address)

    async def _photo(self, ref: str) -> tuple[str, str]:
        data = await self._gateway.fetch(ref)
        self._house.media.put(key_of(data), data)
        return ref, key_of(data)

    def _answer(self, db: Connection, now: datetime, incoming: Incoming, photos: list[tuple[str, str]]) -> None:
        inbox, place = of(Inbox), (incoming.channel, incoming.address)
        if db.execute(select(inbox.c.id).where(inbox.c.update_id == incoming.id)).first():
            return
        db.execute(insert(inbox).values(channel="web", update_id=incoming.id, state="done", received_at=now))
        who = people.meet(db, [place], {}, now)[place].id
        for ref, key in photos:
            row = {"channel": "web", "ref": ref, "state": "ready", "thumb_key": key, "clean_key": key}
            db.execute(insert(of(Photo)).values(person_id=who, tries=0, problem="", received_at=now, **row))
        own = Outgoing(incoming.text, photos=tuple(key for _, key in photos), own=True)
        self._house.say(db, now, incoming.address, own, key=f"web:{incoming.id}:own")
        for number, answer in enumerate(self._house.script(incoming)):
            self._house.say(db, now, incoming.address, answer, key=f"web:{incoming.id}:{number}")


class WebHouse:
    """`url` is where it listens once started. `taken` is what came in, `away` makes every message be refused as not kept."""

    def __init__(self, root: Path, *, script: Script = parrot, parts: Mapping[str, Any] | None = None) -> None:
        self.folder = DataFolder(root)
        self.folder.make()
        VAULT.unlock(KEY)
        self.media = LocalMedia(self.folder.media)
        self.script = script
        self.parts = dict(parts or {})
        self.taken: list[Incoming] = []
        self.away = False
        self.port = 0
        self.stopped_in = 0.0
        self._loop: asyncio.AbstractEventLoop
        self._stop: asyncio.Event
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> WebHouse:
        self._ready.clear()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._thread.start()
        assert self._ready.wait(10), "the web server did not start"
        return self

    def stop(self) -> None:
        if self._thread:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()
            self._thread = None

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self.store = Store(self.folder.database)
        self.store.create()
        self.writer = Writer(self.store, _no_letters, _none_set_aside)
        self.writer.start()
        self.bell = Bell()
        parts = {
            "texts": TEXTS,
            "arrivals": Recorder(self, self.writer, self.bell),
            "media": self.media,
            "uploads": LocalUploads(self.folder.uploads),
            "unit_name": {"XLSV": "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]"}.get,
            "ready": lambda: {"database": "ok"},
            **self.parts,
        }
        app = web_app(Parts(store=self.store, writer=self.writer, bell=self.bell, **parts))
        server = WebServer(app, self.bell, host="127.0.0.1", port=self.port)
        await server.start()
        self.port = server.port
        self._ready.set()
        await self._stop.wait()
        began = self._loop.time()
        await server.stop()
        self.stopped_in = self._loop.time() - began
        self.writer.stop()
        self.store.close()

    # --- what a test does behind the page's back ---------------------------------------------------------------------------

    def say(
        self,
        db: Connection,
        now: datetime,
        address: str,
        message: Outgoing,
        *,
        key: str,
        kind: str = "reply",
        sent: bool = True,
    ) -> None:
        """A row of the transcript; `sent=False` leaves it waiting, as departures find it."""
        row = {"key": key, "channel": "web", "address": address, "kind": kind, "body": message.as_json(), "due_at": now}
        outbox.put(db, [{**row, "state": "sent", "sent_at": now} if sent else row])

    def write(self, work: Callable[[Connection, datetime], Any], ring: str = "") -> Any:
        """A transaction on the writer, then a ring for `ring`."""
        result = self.writer.submit(work).result()
        if ring:
            self._loop.call_soon_threadsafe(self.bell.ring, ring)
        return result


@contextmanager
def web_house(root: Path, **options: Any) -> Iterator[WebHouse]:
    house = WebHouse(root, **options).start()
    try:
        yield house
    finally:
        house.stop()


def _no_letters(db: Connection, letters: list[Any], now: datetime) -> None:
    raise AssertionError("the recorder hands over work, never letters")


def _none_set_aside(db: Connection, letter: Any, error: Exception, now: datetime) -> None:
    raise AssertionError("the recorder hands over work, never letters")


STEPS = (
    Option("s:skip", "Bỏ qua", aside=True),
    Option("s:back", "Quay lại", aside=True),
    Option("s:later", "Để sau", aside=True),
    Option("s:human", "Gặp cán bộ", aside=True),
)
MENU = (
    Option("m:report", "Gửi báo cáo mới"),
    Option("m:mine", "Bài của tôi"),
    Option("m:help", "Trợ giúp"),
    Option("m:human", "Gặp cán bộ"),
)
TITLE = (
    "Câu 1/7 · Tên sáng kiến\n\nAnh/chị đặt tên cho sáng kiến là gì?\n\nVí dụ: Bộ gá xoay hàn lồng thép cọc khoan nhồi"
)
BEFORE = (
    "Câu 2/7 · Trước khi có sáng kiến\n\nTrước đây công việc này làm thế nào, vướng ở đâu ạ?\n\n"
    "Ví dụ: 6 thợ lật lồng thép 12 m bằng xà beng, 5 giờ một lồng."
)


def member_script(incoming: Incoming) -> list[Outgoing]:
    """A piece of the members' conversation, for looking at the page."""
    if incoming.text.strip() in ("/start", "/menu"):
        return [Outgoing("Em chào anh/chị. Anh/chị muốn làm gì ạ?", options=MENU)]
    if incoming.photos:
        enough = (Option("p:done", "Đã đủ ảnh"), Option("p:more", "Gửi thêm ảnh"), STEPS[1])
        return [Outgoing(f"Em đã nhận {len(incoming.photos)} ảnh, cảm ơn anh/chị.", options=enough)]
    if incoming.choice == "m:report":
        return [Outgoing(TITLE, options=STEPS[1:])]
    return [Outgoing(BEFORE, options=STEPS)]
