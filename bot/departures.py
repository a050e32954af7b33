"""The one door out: due outbox rows go to their gateway, within the channel's pace, and are marked with what became of them.

A row is marked as on its way before the network is touched. After a crash such a row is uncertain: replies go again,
reminders and digests do not (`storage.outbox.recover`).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.channels.gateway import Gateway, Limits, SendFailed, fit
from bot.writer import Writer
from handlers.clerk import describe
from handlers.words import Outgoing
from storage import outbox, people
from storage.outbox import Departure
from storage.store import Store

log = logging.getLogger("baocong.departures")

IN_FLIGHT = 12  # messages of one channel on their way at once
LOOK = 200  # due rows looked at in one go, one an address
AGAIN = (2, 5, 15, 60, 300, 900)  # seconds until a failed send is tried again; the last repeats
UNSURE_TRIES = 5  # times an uncertain reply is sent again
Render = Callable[[Outgoing], Awaitable[Outgoing]]


class Pacer:
    """A channel's pace: evenly spaced overall, a gap for each address, and pauses when the channel says 429.

    Only addresses whose gap is over are asked for a slot, so one busy chat never delays the others.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._gap = 1 / limits.per_second
        self._chat_gap = 1 / limits.per_chat
        self._clock = clock
        self._next = 0.0
        self._chats: dict[str, float] = {}
        self._last_429: tuple[str, float] = ("", float("-inf"))

    def ready_in(self, address: str) -> float:
        """Seconds until this address may be written to, as far as it alone is concerned."""
        return max(0.0, self._chats.get(address, 0.0) - self._clock())

    def slot(self, address: str) -> float:
        """Take the next slot for an address that is ready: seconds to wait for it."""
        now = self._clock()
        start = max(now, self._next, self._chats.get(address, 0.0))
        self._next = start + self._gap
        self._chats[address] = start + self._chat_gap
        if len(self._chats) > 10_000:
            self._chats = {each: until for each, until in self._chats.items() if until > now}
        return start - now

    def throttled(self, address: str, seconds: float) -> None:
        """A 429 pauses that chat; a second chat's within a second pauses all."""
        now = self._clock()
        other, at = self._last_429
        self._chats[address] = now + seconds
        if other != address and now - at < 1:
            self._next = max(self._next, now + seconds)
        self._last_429 = (address, now)


@dataclass(slots=True)
class _Line:
    """One channel's way out."""

    gateway: Gateway
    pacer: Pacer
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    busy: set[str] = field(default_factory=set)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)


class Departures:
    """Sends for every channel. `render` makes a named paper into a file just before it leaves."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        gateways: Mapping[str, Gateway],
        render: Render,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._writer = writer
        self._render = render
        self._clock = clock
        loop = asyncio.get_running_loop()
        self._lines = {name: _Line(gateway, Pacer(gateway.limits, loop.time)) for name, gateway in gateways.items()}
        self._marks: asyncio.Queue[tuple[str, str, dict[str, Any], SendFailed | None]] = asyncio.Queue()
        self.listeners: list[Callable[[str, str], None]] = []

    def ring(self, channel: str) -> None:
        """Something new waits for this channel."""
        if channel in self._lines:
            self._lines[channel].bell.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; then let what is on its way arrive."""
        again, unsure = await self._writer.run(outbox.recover)
        if again or unsure:
            log.warning("after the last stop: %d replies are sent again, %d messages stay unconfirmed", again, unsure)
        marking = asyncio.create_task(self._mark_all())
        lines = [asyncio.create_task(self._send_all(name, line, stop)) for name, line in self._lines.items()]
        await stop.wait()
        for line in self._lines.values():
            line.bell.set()
        await asyncio.gather(*lines)
        await self._marks.join()
        marking.cancel()

    async def _send_all(self, name: str, line: _Line, stop: asyncio.Event) -> None:
        while not stop.is_set():
            line.bell.clear()
            try:
                wait = await self._send_some(name, line)
            except OperationalError as error:
                log.warning("the database is away (%s): sending waits", describe(error))
                wait = 1.0
            if wait > 0:
                await _first(line.bell.wait(), wait)
        await asyncio.gather(*line.tasks)

    async def _send_some(self, name: str, line: _Line) -> float:
        """Start what may leave now; gives seconds until it is worth looking again."""
        now = self._clock()
        with self._store.read() as db:
            rows = outbox.due(db, name, now, LOOK)
            later = outbox.next_due(db, name) if not rows else None
        ready = [row for row in rows if row.address not in line.busy and line.pacer.ready_in(row.address) == 0]
        batch = ready[: IN_FLIGHT - len(line.tasks)]
        if not batch:
            gaps = [line.pacer.ready_in(row.address) for row in rows if row.address not in line.busy]
            until = (later - now).total_seconds() if later else 1.0
            return max(0.01, min([*gaps, until, 1.0]))
        claimed = await self._writer.run(lambda db, _: outbox.claim(db, [row.id for row in batch]))
        for row in batch:
            if row.id in claimed:
                line.busy.add(row.address)
                task = asyncio.create_task(self._deliver(name, line, row))
                line.tasks.add(task)
                task.add_done_callback(line.tasks.discard)
        return 0.0 if len(line.tasks) < IN_FLIGHT and len(ready) > len(batch) else 0.01

    async def _deliver(self, name: str, line: _Line, row: Departure) -> None:
        failed: SendFailed | None = None
        provider, body = "", row.body
        try:
            message = await self._render(Outgoing.from_json(row.body))
            body = message.as_json()
            for piece in fit(message, line.gateway.limits):
                await asyncio.sleep(line.pacer.slot(row.address))
                provider = await line.gateway.send(row.address, piece)
        except SendFailed as error:
            failed = error
            if error.throttled:
                line.pacer.throttled(row.address, error.retry_after or 1.0)
        except Exception as error:
            log.error("a message of %s broke its sender: %s", name, describe(error))
            failed = SendFailed("uncertain", why=describe(error))
        mark = self._outcome(row, provider, failed)
        await self._marks.put((name, row.address, {**mark, "words": body if body != row.body else None}, failed))

    def _outcome(self, row: Departure, provider: str, failed: SendFailed | None) -> dict[str, Any]:
        """What the row says from now on."""
        now = self._clock()
        mark = {
            "row": row.id,
            "again_at": None,
            "at": None,
            "provider": provider or None,
            "why": str(failed)[:200] if failed else None,
        }
        if failed is None:
            return {**mark, "now_state": "sent", "at": now}
        if failed.outcome in ("gone", "rejected"):
            return {**mark, "now_state": failed.outcome}
        unsure = failed.outcome == "uncertain"
        if unsure and (row.kind not in outbox.SENT_AGAIN or row.tries >= UNSURE_TRIES):
            return {**mark, "now_state": "unconfirmed"}
        seconds = failed.retry_after or AGAIN[min(row.tries, len(AGAIN) - 1)]
        return {**mark, "now_state": "due", "again_at": now + timedelta(seconds=seconds)}

    async def _mark_all(self) -> None:
        """Write what became of the sends, as many at a time as there are; nothing is given up when the database is away."""
        while True:
            marks = [await self._marks.get()]
            while not self._marks.empty():
                marks.append(self._marks.get_nowait())
            while True:
                try:
                    await self._writer.run(lambda db, _, marks=marks: self._write(db, marks))  # type: ignore[misc]  # mypy cannot see the default argument's type
                    break
                except OperationalError as error:
                    log.warning("the database is away (%s): marks wait", describe(error))
                    await asyncio.sleep(0.5)
            for name, address, _, _ in marks:
                self._lines[name].busy.discard(address)
                self._lines[name].bell.set()
                self._marks.task_done()
                for listen in self.listeners:
                    listen(name, address)

    def _write(self, db: Connection, marks: list[tuple[str, str, dict[str, Any], SendFailed | None]]) -> None:
        outbox.mark(db, [{key: value for key, value in mark.items() if key != "words"} for _, _, mark, _ in marks])
        for name, address, mark, failed in marks:
            if mark["words"] is not None:
                outbox.reword(db, mark["row"], mark["words"])
            if failed is not None and failed.outcome == "gone":
                people.mark_address(db, (name, address), "gone")
                outbox.gone(db, name, address)


async def _first(waiting: Awaitable[Any], seconds: float) -> None:
    """Wait for something, at most so long."""
    with suppress(TimeoutError):
        await asyncio.wait_for(waiting, seconds)
