"""What the writing commands do: in this process when the folder is free, through the running one when it is not."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot import templates
from bot.app import House, open_house
from bot.control import Answer, ask
from bot.settings import Settings
from handlers import deadline_import, importing
from handlers import invite as inviting
from storage import deadline_sheet, invitations, register, roles, units
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


async def import_deadlines(house: House, file: str, *, apply: bool, language: str) -> Answer:
    """Deadlines from a CSV or XLSX file: checked and planned; applied when asked, all or nothing."""
    return await asyncio.to_thread(_import_deadlines, house, Path(file), apply=apply, language=language)


def _import_deadlines(house: House, file: Path, *, apply: bool, language: str) -> Answer:
    listed = deadline_sheet.read(file.read_bytes())
    try:
        with house.store.read() as db:
            planned = deadline_sheet.plan(db, listed)
        if apply:
            house.writer.submit(lambda db, now: deadline_sheet.apply(db, listed, who=None, now=now)).result()
    except deadline_sheet.NotImportable as error:
        return {"say": deadline_import.problems_table(house.texts, language, error.problems), "failed": True}
    return {"say": deadline_import.plan_table(house.texts, language, planned, applied=apply)}


async def invite(house: House, role: str, unit: str, until: str, *, language: str) -> Answer:
    """A code that makes its reader staff of a unit."""
    return await asyncio.to_thread(_invite, house, role, unit, until, language=language)


def _invite(house: House, role: str, unit: str, until: str, *, language: str) -> Answer:
    say = partial(house.texts.say, language)
    today = datetime.now(house.settings.zone).date()
    if role not in roles.ROLES:
        return {"say": say("invite-no-role", roles=", ".join(roles.ROLES)), "failed": True}
    with house.store.read() as db:
        number = units.by_code(db, unit)
        name = units.name_of(db, number, today) if number is not None else ""
    if number is None:
        return {"say": say("invite-no-unit"), "failed": True}
    last = date.fromisoformat(until) if until else None
    if last is not None and last < today:
        return {"say": say("invite-past"), "failed": True}
    made = partial(invitations.invite, role=role, unit_id=number, since=today, until=last, by=None)
    code = house.writer.submit(lambda db, now: made(db, now=now)).result()
    expires = today + invitations.LIVES
    bot = house.settings.telegram_bot_name
    return {"say": inviting.made(house.texts, language, role, name, code, expires, bot)}


async def zalo_login(house: House, address: str = "", *, begun: bool = False) -> Answer:
    """The login of the Official Account: begun, or ended by the address its administrator landed on (bot/zalo_login.py)."""
    if house.zalo_oa is None:
        return {"say": "BAOCONG_ZALO_OA_APP_ID is not set: docs/zalo-oa.md says how to begin.", "failed": True}
    login = house.zalo_oa.login
    if not begun:
        return await login.begin()
    return await (login.finish(address) if address else login.stand())


WRITING: Mapping[str, Work] = {
    "take": take,
    "replay": replay,
    "import-units": import_units,
    "import-deadlines": import_deadlines,
    "invite": invite,
    "zalo-login": zalo_login,
    "template-put": templates.put,
    "template-take-back": templates.take_back,
}


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
