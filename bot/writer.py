"""The one thread that writes. Messages are answered in batches, everything else is a piece of work in the same queue.

While one batch commits, the next one gathers: no waiting timer, at most 64 at a time. Callers wait for the commit.

Where other processes write, too (PostgreSQL), a batch runs beside theirs and locks the addresses it answers; a piece of work has
the house to itself, unless it says that it may run `beside`. Two that got in each other's way are parted by the server, and
the one that lost is done again.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

from handlers.clerk import describe
from storage.store import Store, away, contended

log = logging.getLogger("baocong.writer")

Result = TypeVar("Result")
Work = Callable[[Connection, datetime], Result]
MOST_AT_ONCE = 64
ONCE_MORE = 5  # times a transaction that met another process at the same place is done again


class Letter(Protocol):
    """What the batch handler takes; opaque here."""


class Batch(Protocol):
    """Answers letters in the given transaction. Raises when any of them cannot be."""

    def __call__(self, db: Connection, letters: list[Any], now: datetime) -> None: ...


class SetAside(Protocol):
    """Notes in a transaction of its own that a letter could not be answered, and why."""

    def __call__(self, db: Connection, letter: Any, error: Exception, now: datetime) -> None: ...


@dataclass(slots=True)
class _Piece:
    """A piece of work, and the future of whoever waits for its result."""

    work: Work[Any]
    beside: bool
    future: Future[Any] = field(default_factory=Future)


@dataclass(slots=True)
class _Asked:
    """A letter, and who waits for its answer: a future of this loop."""

    letter: Any
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[None]


_Task = _Piece | _Asked


class Writer:
    """Owns the writing connection. `clock` gives the moment each transaction is dated with."""

    def __init__(
        self, store: Store, batch: Batch, set_aside: SetAside, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._store = store
        self._batch = batch
        self._set_aside = set_aside
        self._clock = clock
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._queue: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._ended = False
        self.commits = 0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish what is queued, then end. What comes later fails."""
        self._queue.put(None)
        self._thread.join()

    def submit(self, work: Work[Result], *, beside: bool = False) -> Future[Result]:
        """Queue a piece of work; the future gives its result, or raises what it raised. `beside`: it changes nothing that
        work of another process may be looking at."""
        piece = _Piece(work, beside)
        self._put(piece)
        return piece.future

    async def run(self, work: Work[Result], *, beside: bool = False) -> Result:
        """Do a piece of work in a transaction of its own; returns after the commit."""
        return await asyncio.wrap_future(self.submit(work, beside=beside))

    async def answer(self, letter: Any) -> None:
        """Have a letter answered; returns after the commit. Raises only when the database cannot be written."""
        loop = asyncio.get_running_loop()
        asked = _Asked(letter, loop, loop.create_future())
        self._put(asked)
        await asked.future

    def _put(self, task: _Task) -> None:
        self._queue.put(task)
        if self._ended:
            self._drain()

    def _now(self) -> datetime:
        """The moment of a transaction; never before that of the one before it, whatever the machine's clock does."""
        self._latest = max(self._latest, self._clock())
        return self._latest

    def _run(self) -> None:
        while True:
            tasks = self._take()
            asked = [task for task in tasks if isinstance(task, _Asked)]
            if asked:
                self._answer(asked)
            for task in tasks:
                if task is None:
                    self._ended = True
                    self._drain()
                    return
                if isinstance(task, _Piece):
                    self._do(task)

    def _drain(self) -> None:
        """After the end: nobody shall wait for ever."""
        while True:
            try:
                task = self._queue.get_nowait()
            except queue.Empty:
                return
            stopped = RuntimeError("the writer has stopped")
            if isinstance(task, _Asked):
                _tell([task], stopped)
            elif task is not None:
                _fail(task.future, stopped)

    def _take(self) -> list[_Task | None]:
        """The next task and whatever waits behind it, up to the first piece of work, which keeps its place."""
        tasks = [self._queue.get()]
        while len(tasks) < MOST_AT_ONCE and isinstance(tasks[-1], _Asked):
            try:
                tasks.append(self._queue.get_nowait())
            except queue.Empty:
                break
        return tasks

    def _do(self, piece: _Piece) -> None:
        opened = self._store.write_beside if piece.beside else self._store.write
        try:
            result = self._through(opened, lambda db: piece.work(db, self._now()))
        except Exception as error:
            _fail(piece.future, error)
        else:
            self.commits += 1
            _resolve(piece.future, result)

    def _through(
        self, opened: Callable[[], AbstractContextManager[Connection]], do: Callable[[Connection], Result]
    ) -> Result:
        """A transaction, done again while another process was at the same place."""
        for _ in range(ONCE_MORE):
            try:
                with opened() as db:
                    return do(db)
            except Exception as error:
                if not contended(error):
                    raise
        with opened() as db:
            return do(db)

    def _answer(self, asked: list[_Asked]) -> None:
        """All in one transaction; when that fails, one by one.

        When the database is away all of them fail at once: each alone would wait as long, and a later one that got
        through would overtake.
        """
        letters = [each.letter for each in asked]
        try:
            self._through(self._store.write_beside, lambda db: self._batch(db, letters, self._now()))
        except Exception as error:
            if away(error):
                _tell(asked, error)
            else:
                self._answer_apart(asked)
            return
        self.commits += 1
        _tell(asked)

    def _answer_apart(self, asked: list[_Asked]) -> None:
        for number, each in enumerate(asked):
            failed = self._answer_alone(each.letter)
            if failed is not None and away(failed):
                _tell(asked[number:], failed)
                return
            if failed is None:
                self.commits += 1
            _tell([each], failed)

    def _answer_alone(self, letter: Any) -> Exception | None:
        """The letter that raises is set aside. Gives what went wrong when not even that could be written."""
        try:
            self._through(self._store.write_beside, lambda db: self._batch(db, [letter], self._now()))
        except Exception as error:
            if away(error):
                return error
            log.error("a message could not be answered: %s", describe(error))
            return self._put_aside(letter, error)
        return None

    def _put_aside(self, letter: Any, error: Exception) -> Exception | None:
        try:
            with self._store.write() as db:
                self._set_aside(db, letter, error, self._now())
        except Exception as second:
            return second
        return None


def _tell(asked: Sequence[_Asked], error: Exception | None = None) -> None:
    """Wake who waits for these letters, with one call into their loop: a call a letter is a fifth of a step's whole cost."""
    for loop in {each.loop for each in asked}:
        with suppress(RuntimeError):  # the loop is closed: nobody waits there any more
            loop.call_soon_threadsafe(_settle, [each.future for each in asked if each.loop is loop], error)


def _settle(futures: Sequence[asyncio.Future[None]], error: Exception | None) -> None:
    for future in futures:
        if future.done():  # whoever waited was cancelled
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)


def _resolve(future: Future[Any], result: Any) -> None:
    if future.set_running_or_notify_cancel():
        future.set_result(result)


def _fail(future: Future[Any], error: Exception) -> None:
    if future.set_running_or_notify_cancel():
        future.set_exception(error)
