"""What the writing commands do: in this process when the folder is free, through the running one when it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import House, open_house
from bot.control import Answer, ask
from bot.settings import Settings
from handlers import importing
from storage import register
from storage.folder import DataFolder, FolderInUse

Work = Callable[..., Awaitable[Answer]]


async def take(house: House, update_id: str, raw: str) -> Answer:
    """A message typed in a terminal."""
    await house.arrivals.take("terminal", update_id, raw.encode())
    return {}


async def replay(house: House, row: int) -> Answer:
    """A dead letter again."""
    return {"done": await house.arrivals.replay(row)}


async def import_units(house: House, file: str, *, apply: bool, language: str) -> Answer:
    """Units from a CSV or XLSX file: checked and planned; applied when asked, all or nothing."""
    return await asyncio.to_thread(_import, house, Path(file), apply=apply, language=language)


def _import(house: House, file: Path, *, apply: bool, language: str) -> Answer:
    today = datetime.now(house.settings.zone).date()
    sheet = register.read(file.read_bytes())
    with house.store.read() as db:
        problems = register.check(sheet, register.registered(db))
        planned = None if problems else register.plan(db, sheet, today)
    if planned is None:
        return {"say": importing.problems_table(house.texts, language, problems), "failed": True}
    if apply:
        try:
            house.writer.submit(lambda db, now: register.apply(db, sheet, now)).result()
        except register.NotImportable as error:  # somebody changed the register meanwhile
            return {"say": importing.problems_table(house.texts, language, error.problems), "failed": True}
    return {"say": importing.plan_table(house.texts, language, planned, applied=apply)}


WRITING: Mapping[str, Work] = {"take": take, "replay": replay, "import-units": import_units}


async def run_writing(settings: Settings, do: str, **args: Any) -> Answer:
    """Do a writing command wherever the data folder is held."""
    folder = DataFolder(settings.folder)
    try:
        house = await open_house(settings, with_channels=True)
    except FolderInUse:
        return await ask(folder.socket, do, **args)
    try:
        return await WRITING[do](house, **args)
    finally:
        await house.close()
