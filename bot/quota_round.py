"""The clock's look at the plans of channels: whoever answers for the house is told before one is used up."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.app import House
from bot.clock import Tick
from bot.quotas import plans_of
from handlers import quota_notices
from handlers.quota_notices import Reached


def quota_ticks(house: House) -> list[Tick]:
    """None where no channel has a plan."""
    plans = plans_of(house.settings)
    return [Tick("quotas", 60, lambda: look(house, datetime.now(house.settings.zone)))] if plans else []


async def look(house: House, now: datetime) -> int:
    """Tell of what was reached and not told yet; gives how many messages were queued."""
    plans, zone = plans_of(house.settings), house.settings.zone

    def reached() -> list[Reached]:
        with house.store.read() as db:
            return quota_notices.reached(db, plans, now, zone)

    steps = await asyncio.to_thread(reached)
    if not steps:
        return 0
    told = await house.writer.run(lambda db, _: quota_notices.tell(db, house.texts, zone, steps, now))
    house.ring()
    return told
