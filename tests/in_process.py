"""A stand-in messenger in this very process, for drills in which the network is not the question: Telegram's payloads in,
messages out, at once. Members write through `Arrivals.take`, as the poller and the webhook do.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import House, open_house
from bot.channels import telegram_reading
from bot.channels.gateway import FetchFailed, Limits
from handlers.rehearsal import PHOTOS, Act, Actor
from handlers.words import Incoming, Outgoing
from storage import movement
from storage.tables import Outbox, of
from tests import telegram_shapes as shapes
from tests.standin_telegram import TOKEN
from tests.standing import TEXTS, prepare, settings_for

outbox = of(Outbox)
UNIT = "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]"  # where everybody here works
NO_LIMITS = Limits(per_second=float("inf"), per_chat=float("inf"))


@cache
def sample(name: str) -> bytes:
    """One of the sample photos, held once however many members send it: a long drill watches the memory."""
    return (PHOTOS / name).read_bytes()


@dataclass
class Messenger:
    """The gateway, and what its members have on their screens."""

    name: str = telegram_reading.CHANNEL
    limits: Limits = NO_LIMITS
    screens: dict[str, list[Outgoing]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, bytes] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def read(self, raw: bytes) -> Incoming | None:
        return telegram_reading.read(raw)

    async def fetch(self, ref: str) -> bytes:
        if ref not in self.files:
            raise FetchFailed(again=False)
        return self.files[ref]

    async def release(self, ref: str) -> None:
        """Telegram keeps what it has."""

    async def send(self, address: str, message: Outgoing) -> str:
        self.screens[address].append(message)
        return str(next(self.numbers))

    async def close(self) -> None:
        """There is no line to hang up."""

    def update(self, chat: int, act: Act, date: int, shown: Outgoing | None) -> dict[str, Any]:
        """What Telegram tells of a member's act: a tap where the newest message has such a button, else words or a photo."""
        number, member = next(self.numbers), shapes.Member(chat)
        if act.photo:
            ref = f"file-{number}"
            self.files[ref] = sample(act.photo)
            content: dict[str, Any] = {"photo": shapes.photo(ref, len(self.files[ref])), "caption": act.caption}
            return {"update_id": number, "message": shapes.message(number, member, date, **content)}
        token = next((each.token for each in shown.options if each.label == act.text), "") if shown else ""
        if shown and token:
            tapped = shapes.bot_message(number, member, date, text=shown.text)
            return {"update_id": number, "callback_query": shapes.tap(str(number), member, tapped, token)}
        return {"update_id": number, "message": shapes.message(number, member, date, **shapes.text(act.text))}


async def take(house: House, *updates: dict[str, Any]) -> None:
    """Updates at the door, one after the other."""
    for each in updates:
        await house.arrivals.take("telegram", str(each["update_id"]), json.dumps(each).encode())


async def act(house: House, messenger: Messenger, chat: int, acts: Sequence[Act], date: int) -> Outgoing:
    """A member acts, one thing after the other, each time until everything said to them is on their screen."""
    for each in acts:
        shown = messenger.screens[str(chat)][-1:]
        await take(house, messenger.update(chat, each, date, shown[0] if shown else None))
        await house.arrivals.idle()
        while waiting(house, chat):
            messenger.news.clear()
            await messenger.news.wait()
    return messenger.screens[str(chat)][-1]


def waiting(house: House, chat: int) -> bool:
    """Whether anything is still on its way to this chat."""
    on_its_way = select(outbox.c.id).where(outbox.c.address == str(chat), outbox.c.state.in_(("due", "sending")))
    with house.store.read() as db:
        return db.execute(on_its_way.limit(1)).first() is not None


async def perform(house: House, messenger: Messenger, chat: int, script: dict[str, Any], date: int) -> str:
    """A member walks one achievement from /start to the receipt; gives the last message."""
    actor, acts = Actor(TEXTS, movement.starter(), script, UNIT), [Act("/start")]
    for _ in range(80):
        heard = await act(house, messenger, chat, acts, date)
        acts = actor.reply(heard.text, [option.label for option in heard.options])
        if actor.done:
            return heard.text
        assert acts, f"nothing to say to: {heard.text}"
    raise AssertionError("no receipt")


@asynccontextmanager
async def house_on(
    folder: Path, messenger: Messenger, patch: pytest.MonkeyPatch, *, sending: bool = True
) -> AsyncIterator[House]:
    """The whole house with this messenger in Telegram's place."""
    prepare(folder)
    patch.setattr("bot.telegram_wing.gateway_of", lambda *_: messenger)
    house = await open_house(settings_for(folder, telegram_token=TOKEN))
    house.departures.listeners.append(lambda *_: messenger.news.set())
    stop = asyncio.Event()
    leaving = asyncio.create_task(house.departures.run(stop)) if sending else None
    try:
        yield house
    finally:
        stop.set()
        if leaving:
            await leaving
        await house.close()
