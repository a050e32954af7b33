"""`./run due`: what the clock would say in a span of time, to whom and why. Reads; sends nothing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.app import open_house, texts_of_the_house
from bot.ground import address_of, is_there
from bot.settings import Settings
from handlers import foresight, foresight_table
from storage.folder import DataFolder
from storage.store import Store


def explain(settings: Settings, at: datetime | None, days: int, language: str) -> str:
    """The whole table. `at` without a zone is local; None is now. Raises what `open_house` raises, on a first look."""
    folder = DataFolder(settings.folder)
    path = address_of(settings, folder)
    if not is_there(path):  # before the first start: make the house, then look
        asyncio.run(_furnish(settings))
    store = Store(path)
    now = datetime.now(UTC)
    since = now if at is None else at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=settings.zone).astimezone(UTC)
    until = since + timedelta(days=days)
    try:
        with store.read() as db:
            found = foresight.foresee(db, since, until, settings.zone, now=now)
    finally:
        store.close()
    return foresight_table.table(partial(texts_of_the_house().say, language), found, since, until, settings.zone)


async def _furnish(settings: Settings) -> None:
    house = await open_house(settings, with_channels=False)
    try:
        if settings.shows_demo:
            from bot.demo_staff import appoint  # noqa: PLC0415 (a province does without)

            await appoint(house)
    finally:
        await house.close()
