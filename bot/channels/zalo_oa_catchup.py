"""What people wrote while we did not listen: Zalo sends an event again for an hour at most, then only its chats have it.

`listrecentchat` tells who wrote of late, `conversation` what (at most ten a call; `src` 1 is the person). What the inbox does not
know is taken in as an event would have been, under the same number. An answer may come late, and stand behind a newer one.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from bot.channels.gateway import SendFailed
from bot.channels.zalo_oa_errors import ErrorCode
from bot.channels.zalo_oa_line import Fields, Line
from bot.channels.zalo_oa_reading import CHANNEL, IDENTIFIER
from bot.channels.zalo_oa_token import NAME, Lease, Tokens
from bot.writer import Writer
from storage import channel_tokens
from storage.store import Store

log = logging.getLogger("baocong.zalo_oa")

CHATS, CONVERSATION = "/v2.0/oa/listrecentchat", "/v2.0/oa/conversation"
PAGE = 10  # messages a call, the most Zalo gives
MOST_CHATS, MOST_PAGES = 300, 5  # people looked at in one go, and pages of each
EVERY = timedelta(hours=1)
OVERLAP = timedelta(minutes=10)  # clocks differ, and an event may still have been on its way
FARTHEST = timedelta(days=7)  # beyond that nobody waits for an answer, and none may be given
LEASE, LEASE_SECONDS = "zalo_oa:catch-up", 300.0
REMEMBERED = 5_000  # events of late, by who and when
KINDS = {"text": "user_send_text", "photo": "user_send_image", "image": "user_send_image", "link": "user_send_link"}
ADDRESS = re.compile(r"https?://\S{1,2000}")


Answer = TypeVar("Answer")


class Keeper(Protocol):
    """`bot.arrivals.Arrivals`."""

    async def take(self, channel: str, update_id: str, raw: bytes) -> None: ...


class CatchUp:
    """Looks once an hour, after a start, and after a gap. One process at a time does, by a lease."""

    def __init__(
        self,
        line: Line,
        tokens: Tokens,
        store: Store,
        writer: Writer,
        lease: Lease,
        holder: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._line, self._tokens = line, tokens
        self._store, self._writer = store, writer
        self._lease, self._holder = lease, holder
        self._clock = clock
        self._next = datetime.min.replace(tzinfo=UTC)
        self._looked = clock()
        self._came: OrderedDict[tuple[str, str], str] = OrderedDict()

    def gap(self) -> None:
        """Something may have been missed just now: look soon."""
        self._next = datetime.min.replace(tzinfo=UTC)

    def came(self, event: Fields, key: str) -> None:
        """An event came by the webhook, under this number."""
        sender = event.get("sender")
        if isinstance(sender, dict):
            self._came[str(sender.get("id")), str(event.get("timestamp"))] = key
        while len(self._came) > REMEMBERED:
            self._came.popitem(last=False)

    async def look(self, arrivals: Keeper) -> int:
        """Take in what was missed, when it is time to; gives how much. To be asked every few minutes: when it was asked long
        ago, this process stood still, and something may have been missed."""
        now = self._clock()
        if now - self._looked > EVERY / 4:
            self.gap()
        self._looked = now
        if now < self._next:
            return 0
        try:
            taken = await self._catch_up(arrivals, now)
        except (ErrorCode, SendFailed) as trouble:  # no access at present, or no line: the next time
            log.debug("what was missed is not known yet: %s", trouble)
            return 0
        self._next = now + EVERY
        return taken

    async def _catch_up(self, arrivals: Keeper, now: datetime) -> int:
        until = await self._ask(lambda db: channel_tokens.heard_until(db, NAME))
        if until is None:
            return 0
        mine = await self._writer.run(lambda db, at: self._lease(db, LEASE, self._holder, at, LEASE_SECONDS))
        if mine is None:
            return 0
        since = max(until - OVERLAP, now - FARTHEST)
        taken = 0
        for person in await self._writers(since):
            taken += await self._take_in(arrivals, await self._written(person, since))
        await self._writer.run(lambda db, _: channel_tokens.heard(db, NAME, now))
        if taken:
            log.warning("%d messages had not come by the webhook; they are taken in now", taken)
        return taken

    async def _writers(self, since: datetime) -> list[str]:
        """Who wrote or was written to since then, who waits longest first."""
        found: dict[str, None] = {}
        for offset in range(0, MOST_CHATS, PAGE):
            page = await self._page(CHATS, {"offset": offset, "count": PAGE})
            found |= {person: None for each in page if _at(each) >= since and (person := _person(each))}
            if len(page) < PAGE or all(_at(each) < since for each in page):
                return list(found)[::-1]
        log.warning("more than %d people wrote since then: the others are not looked at", MOST_CHATS)
        return list(found)[::-1]

    async def _written(self, person: str, since: datetime) -> list[Fields]:
        """What somebody wrote since then, oldest first."""
        found: list[Fields] = []
        for offset in range(0, MOST_PAGES * PAGE, PAGE):
            page = await self._page(CONVERSATION, {"user_id": person, "offset": offset, "count": PAGE})
            found += [each for each in page if each.get("src") == 1 and _at(each) >= since and _person(each) == person]
            if len(page) < PAGE or all(_at(each) < since for each in page):
                break
        return sorted(found, key=_at)

    async def _page(self, path: str, question: Fields) -> list[Fields]:
        found = await self._tokens.used(lambda access: self._line.get(path, access, question))
        return [each for each in found[:PAGE] if isinstance(each, dict)] if isinstance(found, list) else []

    async def _take_in(self, arrivals: Keeper, entries: Sequence[Fields]) -> int:
        events = {str(each.get("message_id")): event_of(each) for each in entries}
        events = {key: event for key, event in events.items() if IDENTIFIER.fullmatch(key)}
        known = await self._ask(lambda db: channel_tokens.received(db, CHANNEL, list(events)))
        missed = {key: event for key, event in events.items() if key not in known}
        for key, event in missed.items():
            if self._came.get((event["sender"]["id"], event["timestamp"]), key) != key:
                log.error(
                    "Zalo numbers messages otherwise in its chats than in its events: nothing is taken from there"
                )
                return 0
        for key, event in missed.items():
            await arrivals.take(CHANNEL, key, json.dumps(event, ensure_ascii=False).encode())
        return len(missed)

    async def _ask(self, question: Callable[[Connection], Answer]) -> Answer:
        def look() -> Answer:
            with self._store.read() as db:
                return question(db)

        return await asyncio.to_thread(look)


def event_of(entry: Fields) -> Fields:
    """A line of a chat as the event that should have told of it. What is not known to be words or a photo is one of a kind we
    cannot read, and is answered so."""
    name = KINDS.get(str(entry.get("type")).lower(), "user_send_sticker")
    words = entry.get("message") if isinstance(entry.get("message"), str) else ""
    message: Fields = {"msg_id": str(entry.get("message_id")), "text": words}
    if name == "user_send_image":
        places = [entry.get(key) for key in ("url", "thumb")]
        place = next((each for each in places if isinstance(each, str) and ADDRESS.fullmatch(each)), "")
        described = entry.get("description")
        message["text"] = described if isinstance(described, str) else "" if ADDRESS.fullmatch(words or "") else words
        message["attachments"] = [{"type": "image", "payload": {"url": place}}]
    return {
        "event_name": name,
        "sender": {"id": _person(entry)},
        "recipient": {"id": str(entry.get("to_id"))},
        "message": message,
        "timestamp": str(entry.get("time")),
    }


def _person(entry: Fields) -> str:
    """The person's id in a line of a chat, "" when it bears none."""
    person = entry.get("from_id" if entry.get("src") == 1 else "to_id")
    return person if isinstance(person, str) and IDENTIFIER.fullmatch(person) else ""


def _at(entry: Fields) -> datetime:
    """When a line of a chat was written; long ago, when it does not say."""
    said = str(entry.get("time"))
    known = said.isascii() and said.isdecimal() and len(said) < 15
    return datetime.fromtimestamp(int(said) / 1000 if known else 0, UTC)
