"""What the clock does again and again, besides what it writes (`bot.rounds`)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.app import House
from bot.clock import Tick
from storage import other_way, retention


def intake_ticks(house: House) -> list[Tick]:
    """What every process does."""
    every = [Tick("spool", 2, house.arrivals.take_in), *house.keeping.ticks()]
    if house.wall is not None:
        look = house.wall.look
        every += [
            Tick("waiting lanes", 2, house.arrivals.take_up_waiting),
            Tick("the server's clock", 60, lambda: asyncio.to_thread(look)),
        ]
    return every


def ticks(house: House) -> list[Tick]:
    """What the clock does again and again."""

    async def clear_old() -> None:
        house.clerk.loose_media += await house.writer.run(retention.sweep)

    async def leave_shut_channels() -> None:
        await house.writer.run(lambda db, _: other_way.shut(db, [*house.gateways]))

    return [
        Tick("photos", 30, lambda: house.fetching.fetch_waiting(datetime.now(UTC)), alone=True),
        Tick("what grew too old", 600, clear_old, alone=True),
        Tick("channels no longer run", 600, leave_shut_channels, alone=True),
        *house.keeping.shared_ticks(),
    ]
