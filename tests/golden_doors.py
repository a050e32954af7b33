"""The doors through which golden conversations are told: each says a line as a member would, and gives what came back.

Every door is real: HTTP to our own page, HTTP between the gateway and a server that stands in for the messenger's. The
house behind it is wired as `serve` wires it; only its clock stands where the files were written, and no channel's pace
holds anybody up. Nothing sleeps: departures say when something was sent.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, Protocol

import httpx
import pytest
from sqlalchemy import select

from bot import app, departures, serve
from bot.app import House, open_house, web_of
from bot.channels.gateway import Limits
from bot.channels.webchat import WebChat
from bot.errands import Errands
from bot.pacer import Pacer
from bot.settings import Settings
from bot.web.parts import Parts
from bot.web.visits import COOKIE as COOKIE_NAME
from storage.tables import Outbox, of
from tests import standin_telegram, standin_zalo_bot, standin_zalo_oa
from tests.golden_scenes import COOKIE
from tests.talk import picture
from tests.zalo_oa_people import chat_id

PATIENCE = 60.0  # seconds for an answer: a busy machine is no fault
SENDING = ("send",)  # of what `serve` does; the clock's rounds say nothing that a file tells
outbox = of(Outbox)


class Clock:
    """Goes on from the moment of a scene."""

    def __init__(self, start: datetime) -> None:
        self._start, self._began = start, time.monotonic()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._began)

    def now(self, _: Any = None) -> datetime:
        """In the place of the class whose method it bears."""
        return self()

    def milliseconds(self) -> int:
        return int(self().timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Heard:
    """What stands on the screen since the last line: the words, and the labels of what can be tapped."""

    text: str
    labels: tuple[str, ...] = ()


class Door(Protocol):
    """`settings` is what the house has to be set to; `open` comes before its first line, `close` after the last."""

    channel: str
    address: str
    limits: Limits
    settings: dict[str, Any]

    async def open(self, house: House, url: str, clock: Clock) -> None: ...

    async def say(self, line: str) -> None:
        """A line of the file: words, a [button], a (photo: its caption)."""

    async def hear(self) -> Heard:
        """What came since."""

    async def close(self) -> None: ...


PHOTOS = count(10_000)  # other ones than those of any scene


def photo_of(line: str) -> tuple[bytes, str] | None:
    """Another picture each time, and its caption; None where the line is no photo."""
    if not line.startswith("(photo"):
        return None
    return picture(next(PHOTOS)), line.removeprefix("(photo").strip(": )")


@dataclass
class WebDoor:
    """A program that holds a conversation through docs/http.md."""

    language: str = "vi"
    channel: str = "web"
    address: str = "w" + "0" * 24
    limits: Limits = WebChat.limits
    settings: dict[str, Any] = field(default_factory=dict)
    _seen: int = 0
    _tokens: dict[str, str] = field(default_factory=dict)

    async def open(self, house: House, url: str, clock: Clock) -> None:
        cookies, headers = {COOKIE_NAME: COOKIE}, {"X-Baocong": "1"}
        self._client = httpx.AsyncClient(
            base_url=url, headers=headers, cookies=cookies, trust_env=False, timeout=PATIENCE
        )
        await self.hear()

    async def say(self, line: str) -> None:
        number, photo = uuid.uuid4().hex, photo_of(line)
        if photo is not None:
            files = [("photo", ("a.jpg", photo[0], "image/jpeg"))]
            answer = await self._client.post("/chat/send", data={"id": number, "caption": photo[1]}, files=files)
        else:
            said = {"choice": self._tokens[line[1:-1]]} if line.startswith("[") else {"text": line}
            answer = await self._client.post("/chat/send", json={"id": number, "language": self.language, **said})
        answer.raise_for_status()

    async def hear(self) -> Heard:
        answer = await self._client.get("/chat/messages", params={"after": self._seen})
        found = answer.raise_for_status().json()["messages"]
        self._seen = found[-1]["id"] if found else self._seen
        told = [each for each in found if not each.get("own")]
        options = told[-1].get("options", []) if told else []
        self._tokens = {option["label"]: option["token"] for option in options}
        return Heard("\n\n".join(each["text"] for each in told), tuple(self._tokens))

    async def close(self) -> None:
        await self._client.aclose()


class TelegramDoor:
    """A member of the stand-in Telegram, which is polled: types, taps, sends photos and stickers."""

    channel, address, chat = "telegram", "100", 100

    def __init__(self, language: str = "vi") -> None:
        self.limits = Limits(text=4096)
        self.server = standin_telegram.StandIn().__enter__()
        for chat in (self.chat, 200, 210, 300):
            self.server.member(chat, language=language)
        self.settings = {"telegram_token": standin_telegram.TOKEN, "telegram_api_url": self.server.url}
        self._seen = 0

    async def open(self, house: House, url: str, clock: Clock) -> None:
        self.server.now = lambda: int(clock().timestamp())

    async def say(self, line: str) -> None:
        if (photo := photo_of(line)) is not None:
            self.server.send_photo(self.chat, *photo)
        elif line == "(sticker)":
            self.server.write(self.chat, sticker={"file_id": "s1", "file_unique_id": "s", "type": "regular"})
        elif line.startswith("["):
            self.server.tap(self.chat, line[1:-1])
        else:
            self.server.say(self.chat, line)

    async def hear(self) -> Heard:
        shown = self.server.messages(self.chat)[self._seen :]
        self._seen += len(shown)
        rows = [*shown[-1].buttons, *shown[-1].keyboard] if shown else []
        labels = [label for row in rows for label in row if label != shown[-1].asks_contact]
        return Heard("\n\n".join(each.text for each in shown if each.text), tuple(labels))

    async def close(self) -> None:
        await asyncio.to_thread(self.server.__exit__, None, None, None)


class ZaloBotDoor:
    """A member of the stand-in Zalo Bot Platform, which is polled: types everything, sends photos one by one."""

    channel, chat = "zalo_bot", 100

    def __init__(self) -> None:
        self.address = standin_zalo_bot.chat_id(self.chat)
        self.server = standin_zalo_bot.StandIn().__enter__()
        self.server.member(self.chat)
        self.settings = {"zalo_bot_token": standin_zalo_bot.TOKEN, "zalo_bot_api_url": self.server.url}
        self._seen = 0

    async def open(self, house: House, url: str, clock: Clock) -> None:
        self.limits = house.gateways[self.channel].limits
        self.server.now = clock.milliseconds

    async def say(self, line: str) -> None:
        if (photo := photo_of(line)) is not None:
            self.server.send_photo(self.chat, *photo)
        elif line == "(sticker)":
            self.server.send_sticker(self.chat)
        else:
            self.server.say(self.chat, line[1:-1] if line.startswith("[") else line)

    async def hear(self) -> Heard:
        shown = self.server.messages(self.chat)[self._seen :]
        self._seen += len(shown)
        return Heard("\n\n".join(each.text for each in shown))

    async def close(self) -> None:
        await asyncio.to_thread(self.server.__exit__, None, None, None)


class ZaloOADoor:
    """Somebody who writes to the stand-in Official Account, which calls our webhook: taps up to five buttons, types the rest."""

    channel, chat = "zalo_oa", 100

    def __init__(self) -> None:
        self.address = chat_id(self.chat)
        self.server = standin_zalo_oa.StandIn().__enter__()
        urls = {"zalo_oa_api_url": self.server.url, "zalo_oa_oauth_url": self.server.url}
        known = {name.lower(): value for name, value in standin_zalo_oa.SETTINGS.items()}
        self.settings = {**known, **urls, "public_url": "https://baocong.example.vn"}
        self._seen = 0

    async def open(self, house: House, url: str, clock: Clock) -> None:
        self.limits = house.gateways[self.channel].limits
        self.server.now = clock.milliseconds
        self.server.member(self.chat)
        self.server.webhook = f"{url}/hooks/zalo-oa"

    async def say(self, line: str) -> None:
        shown = self.server.messages(self.chat)[-1:]
        if (photo := photo_of(line)) is not None:
            self.server.send_photo(self.chat, photo[0], caption=photo[1])
        elif line == "(sticker)":
            self.server.send_sticker(self.chat)
        elif line.startswith("[") and shown and line[1:-1] in shown[0].tokens:
            self.server.tap(self.chat, line[1:-1])
        else:
            self.server.say(self.chat, line[1:-1] if line.startswith("[") else line)

    async def hear(self) -> Heard:
        shown = self.server.messages(self.chat)[self._seen :]
        self._seen += len(shown)
        return Heard("\n\n".join(each.text for each in shown if each.text), tuple(shown[-1].buttons if shown else ()))

    async def close(self) -> None:
        await asyncio.to_thread(self.server.__exit__, None, None, None)


# --- the house behind a door ----------------------------------------------------------------------------------------------


class Post:
    """What the house sends to one address, waited for by its own bell."""

    def __init__(self, house: House, door: Door) -> None:
        self._house, self._place, self._news = house, (door.channel, door.address), asyncio.Event()
        self._last = max((number for number, _ in self._rows(0)), default=0)
        house.departures.listeners.append(lambda *_: self._news.set())

    def _rows(self, after: int) -> list[tuple[int, str]]:
        here = (outbox.c.channel == self._place[0], outbox.c.address == self._place[1], outbox.c.kind != "own")
        with self._house.store.read() as db:
            rows = db.execute(select(outbox.c.id, outbox.c.state).where(*here, outbox.c.id > after))
            return [(number, state) for number, state in rows]

    async def sent(self, least: int) -> None:
        """Wait until so many more messages have left, and none of them still waits."""
        rows: list[tuple[int, str]] = []
        try:
            async with asyncio.timeout(PATIENCE):
                while len(rows) < least or any(state != "sent" for _, state in rows):
                    self._news.clear()
                    rows = self._rows(self._last)
                    if len(rows) < least or any(state != "sent" for _, state in rows):
                        await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"waited for {least} messages in vain: {rows}") from None
        self._last = max((number for number, _ in rows), default=self._last)


@contextmanager
def timed(clock: Clock) -> Iterator[pytest.MonkeyPatch]:
    """Houses opened meanwhile go by this clock, no channel's pace holds them up, and nothing long is done."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(app, "Steady", lambda *_: clock)
        patched.setattr(app, "Parts", partial(Parts, clock=clock))
        patched.setattr(departures, "Pacer", unhurried)
        patched.setattr(Errands, "run", nothing_is_done)  # the files tell what is said before
        yield patched


@asynccontextmanager
async def at_work(settings: Settings, clock: Clock, door: Door) -> AsyncIterator[Post]:
    """The house as `serve` wires it, and somebody at its door."""
    with timed(clock):
        house = await open_house(settings)
        stop, web = asyncio.Event(), web_of(house, 0)
    await web.start()
    tasks = [asyncio.create_task(each) for each in serve.works(house, SENDING, stop)]
    background: list[asyncio.Task[None]] = []
    try:
        await door.open(house, f"http://127.0.0.1:{web.port}", clock)
        serve.open_channels(house, SENDING, stop, tasks, background)
        yield Post(house, door)
    finally:
        stop.set()
        for task in background:
            task.cancel()
        await door.close()
        await web.stop()
        await asyncio.gather(*tasks)
        await asyncio.gather(*background, return_exceptions=True)
        await house.close()


async def nothing_is_done(_: Errands, stop: asyncio.Event) -> None:
    await stop.wait()


def unhurried(limits: Limits, ticks: Any) -> Pacer:
    return Pacer(replace(limits, per_second=1_000.0, per_chat=1_000.0), ticks)
