"""A loop whose time leaps over every wait that nobody works in: a day of waiting takes no time, and nothing sleeps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.writer import Result, Work, Writer


class JumpingLoop(asyncio.SelectorEventLoop):
    """Its time runs as the machine's does, and leaps over every wait but those for the wire and for other threads."""

    ahead = 0.0
    elsewhere = 0  # things that are being done by somebody else

    def time(self) -> float:
        return super().time() + self.ahead

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:  # type: ignore[override]  # it passes all on
        done = super().run_in_executor(executor, func, *args)
        self.elsewhere += 1
        done.add_done_callback(self.back)
        return done

    def back(self, *_: Any) -> None:
        self.elsewhere -= 1

    def _run_once(self) -> None:
        ready, scheduled = self._ready, self._scheduled  # type: ignore[attr-defined]  # of asyncio's own loop
        if not ready and scheduled and not self.elsewhere:
            self.ahead += max(0.0, scheduled[0].when() - self.time())
        super()._run_once()  # type: ignore[misc]  # as above


@contextmanager
def waited_for() -> Iterator[None]:
    """The loop is told that somebody else works for it."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, JumpingLoop)
    loop.elsewhere += 1
    try:
        yield
    finally:
        loop.back()


class AtTheDesk(Writer):
    """The writer's thread works while the loop waits."""

    async def run(self, work: Work[Result], *, beside: bool = False) -> Result:
        with waited_for():
            return await super().run(work, beside=beside)

    async def answer(self, letter: Any) -> None:
        with waited_for():
            await super().answer(letter)


def leaping(story: Callable[[], Awaitable[None]]) -> None:
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(story())  # type: ignore[arg-type]  # a coroutine, as all stories are
