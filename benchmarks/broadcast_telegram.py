"""The other side of the broadcast bench, a process of its own: Telegram with its real limits, and members who write.

30 messages in every sliding second, a chat one a second after a short burst; what comes faster is refused and counted. While
the broadcast goes on, members outside its audience write, and some within it. How long each waited is counted from the moment
their update was handed to us to the moment our answer stood on their screen.
"""

from __future__ import annotations

import itertools
import json
import statistics
import sys
import threading
import time
from collections.abc import Sequence
from typing import Any

from tests.standin_telegram import StandIn
from tests.telegram_shapes import Fields

OTHERS, AUDIENCE = 1_000, 100_000  # the first chat of each
TALKING = 300  # others who write, one after the other
A_SECOND = 3.0  # messages of them
EVERY = 6  # each so-many-th message comes from the audience
WORDS = "Bench: a word to everybody."
ASKED = "/trogiup"
PATIENCE = 3.0  # seconds for the last answers


class Telegram(StandIn):
    """Notes when each update is handed out for the first time, and counts the broadcast's messages."""

    def __init__(self) -> None:
        super().__init__()
        self.handed: dict[int, float] = {}
        self.told = 0

    def _show(self, chat: int, kind: str, words: str, *rest: Any) -> Fields:
        self.told += WORDS in words
        return super()._show(chat, kind, words, *rest)

    async def _get_updates(self, params: Fields) -> list[Fields]:
        updates = await super()._get_updates(params)
        for update in updates:
            self.handed.setdefault(update["update_id"], time.monotonic())
        return updates


def talk(telegram: Telegram, people: int, over: threading.Event) -> list[tuple[int, int, int]]:
    """Write until it is over; gives (chat, update, messages on its screen before)."""
    written: list[tuple[int, int, int]] = []
    for number in itertools.count():
        if over.wait(1 / A_SECOND):
            break
        inside = number % EVERY == EVERY - 1
        # Of the audience those are asked who are served last: their own broadcast is still waiting.
        chat = AUDIENCE + people - 1 - number // EVERY % people if inside else OTHERS + number % TALKING
        before = len(telegram.messages(chat))
        written.append((chat, telegram.say(chat, ASKED), before))
    return written


def waits(telegram: Telegram, written: Sequence[tuple[int, int, int]]) -> tuple[list[float], list[float], int]:
    """Seconds until the answer, of the others and of the audience; and how many had none."""
    found: tuple[list[float], list[float]] = [], []
    missing = 0
    for chat, update, before in written:
        answers = [shown.at for shown in telegram.messages(chat)[before:] if WORDS not in shown.text]
        if answers and update in telegram.handed:
            found[chat >= AUDIENCE].append(answers[0] - telegram.handed[update])
        else:
            missing += 1
    return *found, missing


def cuts(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    if len(ordered) < 2:
        return {}
    parts = statistics.quantiles(ordered, n=100, method="inclusive")
    return {"count": len(ordered), "p50": parts[49], "p99": parts[98], "most": ordered[-1]}


def figures(telegram: Telegram, written: Sequence[tuple[int, int, int]], people: int) -> dict[str, Any]:
    shown = [(each.at, WORDS in each.text) for chat in list(telegram._shown) for each in telegram.messages(chat)]
    told = sorted(at for at, broadcast in shown if broadcast)
    within = sum(told[0] <= at <= told[-1] for at, _ in shown)
    others, audience, missing = waits(telegram, written)
    twice = len(told) - sum(
        any(WORDS in each.text for each in telegram.messages(AUDIENCE + number)) for number in range(people)
    )
    return {
        "told": len(told),
        "twice": twice,
        "seconds": told[-1] - told[0],
        "sent": within,
        "refused": telegram.throttled,
        "busiest": busiest(sorted(at for at, _ in shown)),
        "others": cuts(others),
        "audience": cuts(audience),
        "missing": missing,
    }


def busiest(moments: Sequence[float]) -> int:
    """The most in any sliding second."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def main(people: int) -> None:
    with Telegram() as telegram:
        telegram.enforce(per_second=30, burst=3)
        for chat in [*range(OTHERS, OTHERS + TALKING), *range(AUDIENCE, AUDIENCE + people)]:
            telegram.member(chat)
        print(telegram.url, flush=True)
        sys.stdin.readline()  # the broadcast begins
        over, written = threading.Event(), []
        talking = threading.Thread(target=lambda: written.extend(talk(telegram, people, over)))
        talking.start()
        telegram.wait(lambda: telegram.told >= people, seconds=3600)
        over.set()
        talking.join()
        over.clear()
        over.wait(PATIENCE)
        print("told", flush=True)
        sys.stdin.readline()  # the house has stopped
        print(json.dumps(figures(telegram, written, people)), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
