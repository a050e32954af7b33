"""What the web is built from, given by `bot/app.py`; nothing here is fetched from the environment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from bot.channels.webchat import Bell
from bot.writer import Writer
from handlers.texts import Texts
from storage.media import Media
from storage.store import Store
from storage.uploads import Uploads


class Door(Protocol):
    """`bot.arrivals.Arrivals`: keeps a raw payload durably, or raises."""

    async def take(self, channel: str, update_id: str, raw: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """`unit_name` gives the name of a unit by its code, or None (called in a worker thread); `ready` says how each part of
    the house is, "ok" or a short reason. `public_url` is where members reach us, without a slash at the end.
    `zone` is where people live; `ring` says that something waits to be sent. `streams` bounds the event streams open at
    once, `opened_a_minute` the sessions one host may open, `files_a_minute` the templates one person may hand
    in."""

    texts: Texts
    store: Store
    writer: Writer
    arrivals: Door
    bell: Bell
    media: Media
    uploads: Uploads
    unit_name: Callable[[str], str | None]
    ready: Callable[[], dict[str, str]]
    public_url: str = "http://127.0.0.1:8000"
    telegram_bot: str = ""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    zone: tzinfo = UTC
    ring: Callable[[], None] = lambda: None
    streams: int = 500
    files_a_minute: int = 10
    opened_a_minute: int = 120
