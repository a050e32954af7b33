"""Where the time of a step goes, room by room: stopwatches at the doors between them, this process on SQLite or PostgreSQL.

A door is a function that leads into a room; what is done behind it counts there until a deeper door opens. CPU time of the
thread, and beside it what the thread waited (for the disk, the server, or the other thread's turn at the interpreter). The
stopwatches themselves cost a few per cent, spread over all. What no door leads to is the loop's: the payload's way to the
writer, and the waking of who waits for the commit.
"""

from __future__ import annotations

import functools
import importlib
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import steps_ours
from benchmarks.steps_servers import postgres_running
from benchmarks.steps_walk import Run, all_at_once, cpu_seconds, walk_in

LOOP = "the loop: to the writer and back"
DOORS: tuple[tuple[str, str, str], ...] = (  # where the door is, and which room it leads to
    ("bot.channels.telegram_reading", "read", "reading the update"),
    ("bot.writer", "Writer._answer", "writer and clerk: the batch"),
    ("storage.people", "meet", "people: who is it"),
    ("storage.people", "keep_talks", "people: talks kept"),
    ("storage.outbox", "put", "outbox: replies kept"),
    ("handlers.forms", "Session.from_json", "forms: the session read and written"),
    ("handlers.forms", "Session.as_json", "forms: the session read and written"),
    ("handlers.forms", "Form.walk", "forms: answers walked"),
    ("handlers.talk", "Talk.hear", "talk: what a message means"),
    ("handlers.talk", "Talk._finish", "finish: a form completed (joined, reported)"),
    ("handlers.talk", "ask", "voice: a question worded"),
    ("handlers.texts", "Texts.say", "texts: a sentence formatted"),
    ("storage.vault", "SealedJson.process_bind_param", "sealing"),
    ("storage.vault", "SealedJson.process_result_value", "sealing"),
    ("storage.vault", "SealedText.process_bind_param", "sealing"),
    ("storage.vault", "SealedText.process_result_value", "sealing"),
    ("sqlalchemy.engine.base", "Connection.execute", "SQLAlchemy"),
    ("sqlalchemy.engine.default", "DefaultDialect.do_execute", "SQL: the driver and the database"),
    ("sqlalchemy.engine.default", "DefaultDialect.do_executemany", "SQL: the driver and the database"),
    ("sqlalchemy.engine.cursor", "CursorFetchStrategy.fetchall", "SQL: the driver and the database"),
    ("sqlalchemy.engine.cursor", "CursorFetchStrategy.fetchone", "SQL: the driver and the database"),
    ("sqlalchemy.engine.default", "DefaultDialect.do_commit", "commit"),
)
Spent = dict[str, tuple[float, float, float]]  # room → µs of CPU a step, µs waited a step, doors passed a step


class Stopwatches:
    """Time by room, each thread with a stack of its own."""

    def __init__(self) -> None:
        self.cpu: dict[str, float] = defaultdict(float)
        self.wall: dict[str, float] = defaultdict(float)
        self.passed: dict[str, int] = defaultdict(int)
        self._here = threading.local()

    def clear(self) -> None:
        for each in (self.cpu, self.wall, self.passed):
            each.clear()

    def behind(self, room: str, door: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time entered in the book of its room and taken from the one it was called in."""

        @functools.wraps(door)
        def through(*args: Any, **named: Any) -> Any:
            rooms = self._here.__dict__.setdefault("rooms", [])
            self._change(rooms[-1] if rooms else "")
            rooms.append(room)
            self.passed[room] += 1
            try:
                return door(*args, **named)
            finally:
                self._change(rooms.pop())

        return through

    def _change(self, room: str) -> None:
        """What passed since the last change belongs to this room."""
        cpu, wall, last = time.thread_time(), time.perf_counter(), self._here.__dict__
        if room:
            self.cpu[room] += cpu - last["cpu"]
            self.wall[room] += wall - last["wall"]
        last["cpu"], last["wall"] = cpu, wall


@contextmanager
def watched() -> Iterator[Stopwatches]:
    """A stopwatch at each door. A door that is not there any more is an error, so this table stays true."""
    watches, undo = Stopwatches(), []
    try:
        for module, path, room in DOORS:
            owner: Any = importlib.import_module(module)
            *classes, name = path.split(".")
            for each in classes:
                owner = getattr(owner, each)
            plain = vars(owner)[name]
            static = isinstance(plain, staticmethod)
            door = watches.behind(room, plain.__func__ if static else plain)
            undo.append((owner, name, plain))
            setattr(owner, name, staticmethod(door) if static else door)
        yield watches
    finally:
        for owner, name, plain in undo:
            setattr(owner, name, plain)


async def rooms(run: Run, *, postgres: bool = False) -> Spent:
    if postgres:
        with postgres_running(run) as server:
            return await _rooms(run, server.new_database())
    return await _rooms(run, "")


async def _rooms(run: Run, url: str) -> Spent:
    with watched() as watches:
        async with steps_ours.room(run.folder, url) as room:
            talks = await walk_in(run, steps_ours.door(room))
            watches.clear()
            before = cpu_seconds()
            await all_at_once(talks, steps_ours.door(room))
            everything = cpu_seconds() - before
            assert room.count()[2] == run.told
    a_step = 1e6 / run.steps
    spent = {
        name: (cpu * a_step, max(0.0, watches.wall[name] - cpu) * a_step, watches.passed[name] / run.steps)
        for name, cpu in watches.cpu.items()
    }
    return {**spent, LOOP: ((everything - sum(watches.cpu.values())) * a_step, 0.0, 0.0)}
