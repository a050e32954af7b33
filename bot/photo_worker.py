"""Photos are read in a process of their own: a bomb or a broken codec kills that process, not the bot (R9).

It starts with the first photo and leaves after five idle minutes; from four cores on there may be a second one.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.photo_child import LENGTH, MAX_ANSWER, READY, frame, unpack
from storage.picture import MAX_BYTES, BadPhoto, Picture

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30.0  # a slow disk at boot; the photo's own time begins when the process is ready
KEPT_FROM_ENVIRONMENT = ("LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")  # no token, no database address


class PhotoWorker:
    """`await process(data)` from any task; at most one photo a process is in flight, the others wait their turn."""

    def __init__(
        self,
        *,
        idle_seconds: float = 300.0,
        photo_seconds: float = 10.0,
        memory: int = 1 << 30,
        processes: int | None = None,
    ) -> None:
        """`memory` is each process's address space in bytes; `processes` follows the cores unless given."""
        self._idle_seconds, self._photo_seconds, self._memory = idle_seconds, photo_seconds, memory
        self._size = processes or (2 if (os.cpu_count() or 1) >= 4 else 1)
        self._seats = asyncio.Semaphore(self._size)
        self._children: set[_Child] = set()
        self._idle: list[_Child] = []  # last in, first out: the spare one may grow old and leave
        self._leaving: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def pids(self) -> list[int]:
        """The processes that are there now: none before the first photo, nor after an idle while."""
        return sorted(child.process.pid for child in self._children if child.process.returncode is None)

    async def process(self, data: bytes) -> Picture:
        """What `storage.photos.process` says, within the limits of time and memory.

        Raises BadPhoto: the photo's fault, "damaged" when it killed a new process or was too slow. Raises OSError when no
        process could be started: the machine's fault, try again later.
        """
        if not data or len(data) > MAX_BYTES:
            raise BadPhoto("too-large" if data else "empty")
        async with self._seats:
            if self._closed:
                raise RuntimeError("the photo worker is closed")
            child = await self._hire()
            answer = await self._ask(child, data)
            if answer is None and child.rested:  # it may have died before: no photo's fault until a new one dies of it
                answer = await self._ask(await self._start(), data)
        if answer is None or isinstance(answer, BadPhoto):
            raise answer or BadPhoto("damaged")
        return answer

    async def _ask(self, child: _Child, data: bytes) -> Picture | BadPhoto | None:
        """What a process says of a photo; None when it ended instead."""
        try:
            answer = unpack(await asyncio.wait_for(child.ask(data), self._photo_seconds))
        except (TimeoutError, ValueError, KeyError, TypeError):
            return BadPhoto("damaged")
        except (OSError, EOFError):
            return None
        else:
            self._rest(child)
            return answer
        finally:
            if child not in self._idle:  # also when the caller was cancelled halfway through an answer
                await self._dismiss(child)

    async def close(self) -> None:
        """Let the photos in hand finish (each within its time limit), then end the processes. Nothing may follow."""
        self._closed = True
        for _ in range(self._size):
            await self._seats.acquire()
        for child in list(self._children):
            await self._dismiss(child)
        await asyncio.gather(*self._leaving)
        for _ in range(self._size):
            self._seats.release()

    async def _hire(self) -> _Child:
        while self._idle:
            child = self._idle.pop()
            child.rest_ends()
            if child.process.returncode is None:
                return child
            await self._dismiss(child)  # something else killed it while it was idle: no photo's fault
        return await self._start()

    async def _start(self) -> _Child:
        child = await _Child.start(self._memory)
        self._children.add(child)
        return child

    def _rest(self, child: _Child) -> None:
        self._idle.append(child)
        child.rest(self._idle_seconds, lambda: self._retire(child))

    def _retire(self, child: _Child) -> None:
        self._idle.remove(child)
        task = asyncio.get_running_loop().create_task(self._dismiss(child))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _dismiss(self, child: _Child) -> None:
        if child in self._idle:
            self._idle.remove(child)
        await child.end()
        self._children.discard(child)


class _Child:
    """One process and the two pipes to it."""

    def __init__(self, process: Process) -> None:
        assert process.stdin is not None and process.stdout is not None  # noqa: S101  - both were asked for
        self.process, self._stdin, self._stdout = process, process.stdin, process.stdout
        self._timer: asyncio.TimerHandle | None = None
        self.rested = False  # whether it has read a photo before

    @classmethod
    async def start(cls, memory: int) -> _Child:
        """A process that has loaded its codecs and waits for a photo. Raises OSError when there can be none."""
        child = cls(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-W", "ignore", "-m", "bot.photo_child", str(memory)),
                stdin=PIPE,
                stdout=PIPE,
                cwd=ROOT,
                env={name: os.environ[name] for name in KEPT_FROM_ENVIRONMENT if name in os.environ},
                start_new_session=True,  # so that Ctrl-C never meets it, not even while it loads
            )
        )
        try:
            await asyncio.wait_for(child._stdout.readexactly(len(READY)), START_SECONDS)
        except (TimeoutError, EOFError):
            await child.end()
            raise ChildProcessError("the photo process did not start") from None
        except BaseException:
            await child.end()
            raise
        return child

    async def ask(self, data: bytes) -> bytes:
        self._stdin.write(frame(data))
        await self._stdin.drain()
        length = int.from_bytes(await self._stdout.readexactly(LENGTH), "big")
        if length > MAX_ANSWER:
            raise ValueError("an answer longer than any of ours")
        return await self._stdout.readexactly(length)

    def rest(self, seconds: float, then: Callable[[], None]) -> None:
        self.rested = True
        self._timer = asyncio.get_running_loop().call_later(seconds, then)

    def rest_ends(self) -> None:
        if self._timer:
            self._timer.cancel()

    async def end(self) -> None:
        """Kill it: it holds nothing worth keeping, and a decoder in a loop would hear nothing gentler."""
        self.rest_ends()
        with suppress(ProcessLookupError):
            self.process.kill()
        self._stdin.close()
        await self.process.wait()
