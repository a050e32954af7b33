"""What the clock has written: reminders, digests, notices, broadcasts; planned read-only, entered in pieces.

Each round asks what is owed now; the ledger's unique rows make a second asking, another process or a restart add nothing.
Rounds go by the machine's own clock and not by `Steady`: an hour set back repeats nothing, and nothing stays early.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from bot.app import House
from bot.clock import Tick
from handlers import broadcast, digest, reminders, report_notices

log = logging.getLogger("baocong.rounds")


@dataclass(frozen=True, slots=True)
class Round:
    """One kind of what the clock says: what is owed, in which pieces, and how a piece is written."""

    name: str
    seconds: float
    plan: Callable[..., Any]
    pieces: Callable[..., Iterable[Any]]
    enter: Callable[..., int]


ROUNDS = (
    Round(
        "reminders",
        60,
        reminders.plan,
        reminders.pieces,
        lambda db, texts, zone, piece, _: reminders.enter(db, texts, zone, piece),
    ),
    Round(
        "digests",
        60,
        digest.plan,
        digest.pieces,
        lambda db, texts, zone, piece, _: digest.enter(db, texts, zone, piece),
    ),
    Round(
        "notices",
        30,
        report_notices.plan,
        report_notices.pieces,
        lambda db, texts, _, piece, now: report_notices.enter(db, texts, piece, now),
    ),
)


def rounds(house: House, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> list[Tick]:
    """The ticks, for `clock.keep_time`."""
    each = [Tick(kind.name, kind.seconds, lambda kind=kind: make(house, kind, clock())) for kind in ROUNDS]  # type: ignore[misc]  # mypy cannot see the default argument's type
    return [*each, Tick("broadcasts", 2, lambda: spread(house, clock()))]


async def make(house: House, kind: Round, now: datetime) -> int:
    """Plan and enter what one kind owes now; gives how many messages were queued."""
    zone = house.settings.zone
    planned = await asyncio.to_thread(_plan, house, kind, now)
    queued = 0
    for piece in kind.pieces(planned):
        queued += await house.writer.run(lambda db, _, piece=piece: kind.enter(db, house.texts, zone, piece, now))  # type: ignore[misc]  # as above
        house.ring()
    if queued:
        log.info("%s: %d messages queued", kind.name, queued)
    return queued


def _plan(house: House, kind: Round, now: datetime) -> Any:
    with house.store.read() as db:
        return kind.plan(db, now, house.settings.zone)


async def spread(house: House, now: datetime) -> None:
    """A broadcast in pieces until all of it is queued, with replies between them."""

    def piece(db: Connection, _: datetime) -> int:
        return broadcast.queue_piece(db, house.texts, house.settings.zone, now)

    while await house.writer.run(piece):
        house.ring()
