"""The way that is ours: raw update → `Arrivals.take` → committed reply rows. Real store, writer, clerk and movement.

Only the network is missing: the gateway reads as Telegram's does and, where messages are sent at all, takes them at once.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from benchmarks.steps_script import ACTS, NOON, Script, Shown
from benchmarks.steps_walk import Feed
from bot.app import Catalogues
from bot.arrivals import Arrivals
from bot.channels import telegram_reading
from bot.channels.gateway import FetchFailed, Limits
from bot.departures import Departures
from bot.fetching import Fetching
from bot.photo_worker import PhotoWorker
from bot.spool import Spool
from bot.writer import Writer
from handlers.clerk import Clerk
from handlers.texts import Texts
from handlers.words import Incoming, Outgoing
from storage import register
from storage.folder import DataFolder
from storage.media import LocalMedia
from storage.migrations import upgrade
from storage.store import Store
from storage.tables import Outbox, Report, of
from storage.vault import VAULT, load_or_make_key


class Line:
    """Telegram without the network."""

    name = telegram_reading.CHANNEL
    limits = Limits(per_second=float("inf"), per_chat=float("inf"))

    def read(self, raw: bytes) -> Incoming | None:
        return telegram_reading.read(raw)

    async def fetch(self, ref: str) -> bytes:
        raise FetchFailed(again=False)

    async def release(self, ref: str) -> None:
        """Nothing was fetched."""

    async def send(self, address: str, message: Outgoing) -> str:
        return "1"


@dataclass
class Room:
    """What is measured, standing."""

    store: Store
    writer: Writer
    arrivals: Arrivals
    departures: Departures

    def count(self) -> tuple[int, int, int]:
        """(replies, replies marked sent, reports) in the database."""
        replies, reports = of(Outbox), of(Report)
        with self.store.read() as db:
            return (
                db.execute(select(func.count()).select_from(replies)).scalar_one(),
                db.execute(select(func.count()).where(replies.c.state == "sent")).scalar_one(),
                db.execute(select(func.count()).select_from(reports)).scalar_one(),
            )

    def marks(self) -> Callable[[int], Awaitable[None]]:
        """Waits until so many replies have been marked as sent since now."""
        marked, moved = 0, asyncio.Event()

        def one_more(*_: str) -> None:
            nonlocal marked
            marked += 1
            moved.set()

        async def until(replies: int) -> None:
            while marked < replies:
                moved.clear()
                await moved.wait()

        self.departures.listeners.append(one_more)
        return until


@asynccontextmanager
async def room(folder: Path, url: str = "", *, sending: bool = False) -> AsyncIterator[Room]:
    """Everything between a payload and its committed answer, in a folder of its own; with `url`, the database elsewhere."""
    places = DataFolder(folder)
    places.make()
    VAULT.unlock(load_or_make_key(places.key))
    store = Store(url or places.database)
    upgrade(store)
    clerk = Clerk(Texts(), ZoneInfo("Asia/Ho_Chi_Minh"), Catalogues())
    writer = Writer(store, clerk.answer, clerk.set_aside, clock=lambda: datetime.fromtimestamp(NOON, UTC))
    writer.start()
    await writer.run(register.load_starter)
    lines = {Line.name: Line()}
    departures = Departures(store, writer, lines, _as_it_is)
    ring = departures.ring if sending else _nobody
    fetching = Fetching(store, writer, lines, LocalMedia(places.media), PhotoWorker())
    arrivals = Arrivals(store, writer, clerk, lines, fetching, Spool(places.spool), ring)
    stop = asyncio.Event()
    sender = asyncio.create_task(departures.run(stop)) if sending else None
    try:
        yield Room(store, writer, arrivals, departures)
    finally:
        stop.set()
        if sender is not None:
            await sender
        await asyncio.to_thread(writer.stop)
        store.close()


def door(room: Room) -> Feed:
    """A payload at the door, under the id that stands in it (read from the first bytes, as it costs nothing)."""
    arrivals = room.arrivals
    return lambda raw: arrivals.take(Line.name, raw[raw.index(b" ") + 1 : raw.index(b",")].decode(), raw)


async def _as_it_is(message: Outgoing) -> Outgoing:
    return message


def _nobody(channel: str) -> None:
    """Who rings for departures when nothing is sent."""


async def record(folder: Path) -> Script:
    """Hold the talk once, as member 1, and note what came back to each act."""
    script = Script()
    newest = "SELECT o.body, length(o.body), length(t.session) FROM outbox o, talk t ORDER BY o.id DESC LIMIT 1"
    async with room(folder) as here:
        for number in range(len(ACTS)):
            await here.arrivals.take(Line.name, str(number), script.raw(1, number))
            with here.store.read() as db:
                body, *sizes = db.exec_driver_sql(newest).one()
            reply = Outgoing.from_json(json.loads(VAULT.open(body)))
            options = [(option.token, option.label) for option in reply.options]
            script.shown.append(Shown(reply.text, options, *sizes))
        assert here.count()[2] == 1, "the talk did not end in a report"
    return script
