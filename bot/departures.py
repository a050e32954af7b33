"""The one door out: due outbox rows go to their gateway, within the channel's pace, and are marked with what became of them.

A row is marked as on its way before the network is touched. After a crash such a row is uncertain: replies go again,
reminders, digests and broadcasts do not (`storage.outbox.recover`). Bulk never takes all the places on the way: an answer
that comes up goes next.

A channel has one sender at a time, because it has one pace and people read in order: who holds its lease. Rows are claimed and
marked under the lease's fence, asked for in the same transaction; who was frozen past its end neither claims nor marks.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.channels.gateway import Gateway, Limits, SendFailed, fit
from bot.links import held_by
from bot.pacer import Pacer, wait_for
from bot.quotas import Quotas
from bot.writer import Writer
from handlers.clerk import describe
from handlers.words import Outgoing
from storage import kept as kept_ones
from storage import leases, other_way, outbox, people
from storage.outbox import Departure
from storage.store import Store, away

log = logging.getLogger("baocong.departures")

IN_FLIGHT = 12  # messages of one channel on their way at once
BULK_IN_FLIGHT = 8  # of them at most; the rest is kept free for answers
LOOK = 64  # due rows looked at in one go, one an address
STORM = 6  # sends in a row that failed by no fault of theirs: the channel is away, and is only tried with one at a time
LOOK_AGAIN = 1.0  # seconds after which a channel is looked at, whether or not its bell rang
AWAY_PAUSE = 0.5  # seconds until the database is tried again
AGAIN = (2, 5, 15, 60)  # seconds until a message that surely was not sent is tried again; the last repeats
UNSURE_AGAIN = (2, 5, 15, 60, 300, 900)  # the same when it may have arrived: the person may read it twice
PHOTOS_TRIES = 2  # times an answer waits for its photos; what comes after it waits as well
UNSURE_TRIES = 10  # times an uncertain reply is sent again: more than an hour of a channel's bad day
Fence = Callable[[str], int | None]  # under which number a lease is held by this process now; None when it is not
Carried = Callable[[Outgoing, Limits, str, str], Awaitable[Outgoing]]
Render = Callable[[Outgoing], Awaitable[Outgoing]]
Answer = TypeVar("Answer")


@dataclass(slots=True)
class _Line:
    """One channel's way out."""

    gateway: Gateway
    pacer: Pacer
    bell: asyncio.Event = field(default_factory=asyncio.Event)
    busy: set[str] = field(default_factory=set)
    tasks: dict[asyncio.Task[None], bool] = field(default_factory=dict)  # is it bulk?
    fence: int | None = None  # under which we send; rows that others left were looked after
    failures: int = 0  # in a row
    bulk_at: float = 0.0  # when an away channel is next tried with bulk

    @property
    def away(self) -> bool:
        return self.failures >= STORM

    @property
    def room(self) -> int:
        return (1 if self.away else IN_FLIGHT) - len(self.tasks)

    def bulk_room(self, moment: float) -> int:
        resting = self.away and moment < self.bulk_at
        return 0 if resting else max(0, min(self.room, BULK_IN_FLIGHT - sum(self.tasks.values())))


def lease_of(channel: str) -> str:
    """The lease of a channel's one sender."""
    return f"send:{channel}"


class Departures:
    """Sends for every channel. `render` makes a named paper into a file just before it leaves; `carried` makes a link of a
    file that is too large for the channel; `fence` says which leases this process holds (who is alone: all, under 0)."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        gateways: Mapping[str, Gateway],
        render: Render,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        carried: Carried | None = None,
        fence: Fence = lambda _: 0,
        quotas: Quotas | None = None,
        without_photos: Callable[[Outgoing, str, str], Awaitable[Outgoing]] | None = None,
    ) -> None:
        self._carried = carried
        self._without_photos = without_photos
        self._quotas = quotas
        self._fence = fence
        self._store = store
        self._writer = writer
        self._render = render
        self._clock = clock
        self._ticks = asyncio.get_running_loop().time
        self._lines = {name: _Line(gateway, Pacer(gateway.limits, self._ticks)) for name, gateway in gateways.items()}
        self._marks: asyncio.Queue[tuple[str, str, dict[str, Any], SendFailed | None]] = asyncio.Queue()
        self._eyes = ThreadPoolExecutor(1, "departures")
        self.listeners: list[Callable[[str, str], None]] = []

    def ring(self, channel: str) -> None:
        """Something new waits for this channel."""
        if channel in self._lines:
            self._lines[channel].bell.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Send until told to stop; then let what is on its way arrive."""
        marking = asyncio.create_task(self._mark_all())
        lines = [asyncio.create_task(self._send_all(name, line, stop)) for name, line in self._lines.items()]
        await stop.wait()
        for line in self._lines.values():
            line.pacer.closing.set()
            line.bell.set()
        await asyncio.gather(*lines)
        await self._marks.join()
        marking.cancel()
        self._eyes.shutdown()

    async def _may_send(self, name: str, line: _Line) -> bool:
        """Whether this process is the channel's sender. Who has just become it looks after what the last one left."""
        fence = self._fence(lease_of(name))
        if fence is not None and fence != line.fence:
            again, unsure = await self._writer.run(lambda db, now: outbox.recover(db, now, name, fence), beside=True)
            if again or unsure:
                log.warning("%s: %d replies go again, %d messages stay unconfirmed", name, again, unsure)
        line.fence = fence
        return fence is not None

    def _claim(
        self, db: Connection, now: datetime, name: str, fence: int, rows: list[int]
    ) -> dict[int, dict[str, Any]]:
        """Nothing, when the lease is another's by now."""
        mine = fence == 0 or leases.holds(db, lease_of(name), fence, now)
        return outbox.claim(db, rows, fence) if mine else {}

    async def _send_all(self, name: str, line: _Line, stop: asyncio.Event) -> None:
        while not stop.is_set():
            line.bell.clear()
            try:
                wait = await self._send_some(name, line) if await self._may_send(name, line) else LOOK_AGAIN
            except Exception as error:
                log.log(logging.WARNING if away(error) else logging.ERROR, "%s waits: %s", name, describe(error))
                wait = AWAY_PAUSE
            if wait > 0:
                await wait_for(line.bell.wait(), wait)
        await asyncio.gather(*line.tasks)

    async def _send_some(self, name: str, line: _Line) -> float:
        """Start what may leave now; gives seconds until it is worth looking again, when the bell does not ring before."""
        if line.room <= 0:
            return LOOK_AGAIN
        if line.pacer.pause > LOOK_AGAIN:  # nothing is marked as on its way that has long to wait
            return line.pacer.pause
        now, bulk_room = self._clock(), line.bulk_room(self._ticks())
        rows = await self._look(
            lambda db: outbox.due(db, name, now, LOOK, bulk=bulk_room > 0 and self._spares(db, name, now))
        )
        free = [row for row in rows if row.address not in line.busy]
        ready = [row for row in free if line.pacer.ready_in(row.address) == 0]
        bulk = [row for row in ready if row.bulk][:bulk_room]
        batch = [*(row for row in ready if not row.bulk), *bulk][: line.room]
        if not batch:
            later = await self._look(lambda db: outbox.next_due(db, name, now))
            waits = [line.pacer.ready_in(row.address) for row in free]
            waits += [(later - now).total_seconds()] if later else []
            return max(0.01, min([*waits, LOOK_AGAIN]))
        fence, numbers = line.fence or 0, [row.id for row in batch]
        claimed = await self._writer.run(lambda db, now: self._claim(db, now, name, fence, numbers), beside=True)
        for row in batch:
            if row.id in claimed:
                line.busy.add(row.address)
                task = asyncio.create_task(self._deliver(name, line, row, claimed[row.id], fence))
                line.tasks[task] = row.bulk
                task.add_done_callback(line.tasks.pop)
        return 0.0 if claimed else LOOK_AGAIN

    def _spares(self, db: Connection, name: str, now: datetime) -> bool:
        """Whether the channel's plan has messages to spare for bulk."""
        return self._quotas is None or self._quotas.bulk_may_leave(db, name, now)

    async def _look(self, question: Callable[[Connection], Answer]) -> Answer:
        """Ask the database, in a thread of our own: with ten thousand rows waiting that takes its milliseconds, and
        nobody's drawing of a paper may delay it."""

        def ask() -> Answer:
            with self._store.read() as db:
                return question(db)

        return await asyncio.get_running_loop().run_in_executor(self._eyes, ask)

    async def _deliver(self, name: str, line: _Line, row: Departure, body: dict[str, Any], fence: int) -> None:
        failed: SendFailed | None = None
        provider, words, since, left = "", body, self._clock(), 0
        try:
            message = Outgoing.from_json(body)
            if self._without_photos is not None and row.kind == "reply" and row.tries >= PHOTOS_TRIES:
                message = await self._without_photos(message, name, row.address)
            message = await self._prepared(self._render(message))
            kept = {}
            if self._carried is not None and (message.file or message.photos):  # what it can't carry goes as a link
                carried = await self._prepared(self._carried(message, line.gateway.limits, name, row.address))
                kept = held_by(message, carried)
                message = carried
            words = {**message.as_json(), **kept}
            pieces = fit(message, line.gateway.limits)
            for number, piece in enumerate(pieces):
                if number:
                    words = {**_rest(pieces[number:], line.gateway.limits).as_json(), **kept}
                sending = partial(line.gateway.send, row.address, piece)
                provider = await line.pacer.send(row.address, sending, bulk=row.bulk)
                left += 1
            words = {**message.as_json(), **kept}
            line.failures = 0
        except SendFailed as error:
            failed = error
            self._judge(line, row, error)
        except Exception as error:
            log.error("a message of %s broke its sender: %s", name, describe(error))
            failed = SendFailed("uncertain", why=describe(error))
        mark = self._outcome(row, provider, failed)
        left += failed is not None and failed.outcome == "uncertain"
        mark |= {"under": fence, "words": words if words != body else None, "since": since, "left": left}
        await self._marks.put((name, row.address, mark, failed))

    @staticmethod
    async def _prepared(made: Awaitable[Outgoing]) -> Outgoing:
        """Nothing was sent yet: when media are away, this message surely waits."""
        try:
            return await made
        except OSError as error:
            raise SendFailed("retry", ours=True, why=f"media: {type(error).__name__}") from None

    def _judge(self, line: _Line, row: Departure, error: SendFailed) -> None:
        """What a failed send says of the channel. One that is away is left in peace: every try costs two commits, and may
        leave another message uncertain, which for bulk is the end of it. So bulk is tried least."""
        if error.ours:
            return
        if error.throttled:
            line.pacer.throttled(row.address, error.retry_after or 1.0)
        line.failures = line.failures + 1 if error.outcome in ("retry", "uncertain") and not error.throttled else 0
        if line.away:
            beyond = line.failures - STORM
            line.pacer.rest(AGAIN[min(beyond, len(AGAIN) - 1)])
            line.bulk_at = self._ticks() + UNSURE_AGAIN[min(beyond, len(UNSURE_AGAIN) - 1)]

    def _outcome(self, row: Departure, provider: str, failed: SendFailed | None) -> dict[str, Any]:
        """What the row says from now on."""
        now = self._clock()
        mark = {
            "row": row.id,
            "again_at": None,
            "at": None,
            "provider": provider or None,
            "why": str(failed)[:200] if failed else None,
            "tried": row.tries + 1,
        }
        if failed is None:
            return {**mark, "now_state": "sent"}
        if failed.outcome in ("gone", "rejected"):
            return {**mark, "now_state": failed.outcome}
        if failed.outcome == "closed":  # this try says nothing: when the person writes, it goes
            return {**mark, "now_state": "kept", "tried": row.tries}
        if failed.outcome == "uncertain":
            if row.kind not in outbox.SENT_AGAIN or row.tries >= UNSURE_TRIES:
                return {**mark, "now_state": "unconfirmed"}
            seconds: float = UNSURE_AGAIN[min(row.tries, len(UNSURE_AGAIN) - 1)]
        else:  # tried for ever: these tries say nothing about how often it may have arrived
            mark["tried"] = max(row.tries, min(row.tries + 1, len(AGAIN)))
            seconds = AGAIN[min(row.tries, len(AGAIN) - 1)]
        return {**mark, "now_state": "due", "again_at": now + timedelta(seconds=failed.retry_after or seconds)}

    async def _mark_all(self) -> None:
        """Write what became of the sends, as many at a time as there are; nothing is given up when the database is away."""
        while True:
            marks = [await self._marks.get()]
            while not self._marks.empty():
                marks.append(self._marks.get_nowait())
            while True:
                try:
                    await self._writer.run(lambda db, now, marks=marks: self._write(db, marks, now), beside=True)  # type: ignore[misc]  # mypy cannot see the default argument's type
                    break
                except Exception as error:
                    if not away(error):  # these rows stay as on their way, for the next start to look after
                        log.error("what became of %d messages could not be noted: %s", len(marks), describe(error))
                        break
                    log.warning("the database is away (%s): marks wait", describe(error))
                    await asyncio.sleep(AWAY_PAUSE)
            for name, address, _, _ in marks:
                self._lines[name].busy.discard(address)
                self._lines[name].bell.set()
                self._marks.task_done()
                for listen in self.listeners:
                    listen(name, address)

    def _write(
        self, db: Connection, marks: list[tuple[str, str, dict[str, Any], SendFailed | None]], now: datetime
    ) -> None:
        """What was sent bears the moment of this transaction: a transcript is read on by that order."""
        rows = [{**mark, "at": now if mark["now_state"] == "sent" else None} for _, _, mark, _ in marks]
        outbox.mark(
            db, [{key: value for key, value in row.items() if key not in ("words", "since", "left")} for row in rows]
        )
        if self._quotas is not None:
            self._quotas.count(db, ((name, mark["left"]) for name, _, mark, _ in marks), now)
        for name, address, mark, failed in marks:
            if failed is not None and failed.outcome == "gone":
                people.mark_address(db, (name, address), "gone", now)
            if failed is not None and other_way.moved(db, (name, address), mark["row"], mark["under"], failed.outcome):
                mark["words"] = None  # it goes whole, as it was written
            if mark["words"] is not None:
                outbox.reword(db, mark["row"], mark["under"], mark["words"])
            if failed is not None and failed.outcome == "gone":
                outbox.gone(db, name, address)
            if failed is not None and failed.outcome == "closed":
                kept_ones.keep(db, name, address, mark["since"], now)


def _rest(pieces: Sequence[Outgoing], limits: Limits) -> Outgoing:
    """What is left of a message of which the first pieces went out."""
    last = pieces[-1]
    return replace(last, text="\n".join(piece.text for piece in pieces), options=last.options if limits.buttons else ())
