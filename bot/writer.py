"""The one thread that writes. Messages are answered in batches, everything else is a piece of work in the same queue.

While one batch commits, the next one gathers: no waiting timer, at most 64 at a time. Callers wait for the commit.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

from handlers.clerk import describe
from storage.store import Store, away

log = logging.getLogger("baocong.writer")

Result = TypeVar("Result")
Work = Callable[[Connection, datetime], Result]
MOST_AT_ONCE = 64


class Letter(Protocol):
    """What the batch handler takes; opaque here."""


class Batch(Protocol):
    """Answers letters in the given transaction. Raises when any of them cannot be."""

    def __call__(self, db: Connection, letters: list[Any], now: datetime) -> None: ...


class SetAside(Protocol):
    """Notes in a transaction of its own that a letter could not be answered, and why."""

    def __call__(self, db: Connection, letter: Any, error: Exception, now: datetime) -> None: ...


@dataclass(slots=True)
class _Task:
    future: Future[Any] = field(default_factory=Future)
    letter: Any = None
    work: Work[Any] | None = None


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

    def submit(self, work: Work[Result]) -> Future[Result]:
        """Queue a piece of work; the future gives its result, or raises what it raised."""
        return self._put(_Task(work=work))

    async def run(self, work: Work[Result]) -> Result:
        """Do a piece of work in a transaction of its own; returns after the commit."""
        return await asyncio.wrap_future(self.submit(work))

    async def answer(self, letter: Any) -> None:
        """Have a letter answered; returns after the commit. Raises only when the database cannot be written."""
        await asyncio.wrap_future(self._put(_Task(letter=letter)))

    def _put(self, task: _Task) -> Future[Any]:
        self._queue.put(task)
        if self._ended:
            self._drain()
        return task.future

    def _now(self) -> datetime:
        """The moment of a transaction; never before that of the one before it, whatever the machine's clock does."""
        self._latest = max(self._latest, self._clock())
        return self._latest

    def _run(self) -> None:
        while True:
            tasks = self._take()
            letters = [task for task in tasks if task is not None and task.work is None]
            if letters:
                self._answer(letters)
            for task in tasks:
                if task is None:
                    self._ended = True
                    self._drain()
                    return
                if task.work is not None:
                    self._do(task, task.work)

    def _drain(self) -> None:
        """After the end: nobody shall wait for ever."""
        while True:
            try:
                task = self._queue.get_nowait()
            except queue.Empty:
                return
            if task is not None:
                _fail(task.future, RuntimeError("the writer has stopped"))

    def _take(self) -> list[_Task | None]:
        """The next task and whatever waits behind it, up to the first piece of work, which keeps its place."""
        tasks = [self._queue.get()]
        while len(tasks) < MOST_AT_ONCE and tasks[-1] is not None and tasks[-1].work is None:
            try:
                tasks.append(self._queue.get_nowait())
            except queue.Empty:
                break
        return tasks

    def _do(self, task: _Task, work: Work[Any]) -> None:
        try:
            with self._store.write() as db:
                result = work(db, self._now())
        except Exception as error:
            _fail(task.future, error)
        else:
            self.commits += 1
            _resolve(task.future, result)

    def _answer(self, tasks: list[_Task]) -> None:
        """All in one transaction; when that fails, one by one.

        When the database is away all of them fail at once: each alone would wait as long, and a later one that got
        through would overtake.
        """
        try:
            with self._store.write() as db:
                self._batch(db, [task.letter for task in tasks], self._now())
        except Exception as error:
            if not away(error):
                self._answer_apart(tasks)
                return
            for task in tasks:
                _fail(task.future, error)
            return
        self.commits += 1
        for task in tasks:
            _resolve(task.future, None)

    def _answer_apart(self, tasks: list[_Task]) -> None:
        for number, task in enumerate(tasks):
            failed = self._answer_alone(task.letter)
            if failed is None:
                self.commits += 1
                _resolve(task.future, None)
            elif away(failed):
                for rest in tasks[number:]:
                    _fail(rest.future, failed)
                return
            else:
                _fail(task.future, failed)

    def _answer_alone(self, letter: Any) -> Exception | None:
        """The letter that raises is set aside. Gives what went wrong when not even that could be written."""
        try:
            with self._store.write() as db:
                self._batch(db, [letter], self._now())
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


def _resolve(future: Future[Any], result: Any) -> None:
    if future.set_running_or_notify_cancel():
        future.set_result(result)


def _fail(future: Future[Any], error: Exception) -> None:
    if future.set_running_or_notify_cancel():
        future.set_exception(error)
