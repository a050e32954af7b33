"""Demo data: the sample achievements go in through the chat's own door, word by word, after the page is up.

Only in a demo folder (`Settings.shows_demo`). What has been told already is not told again, so a restart goes on where it was.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.app import House
from bot.arrivals import NotKept
from handlers.rehearsal import PHOTOS, Act, Actor, achievements
from storage import movement, units
from storage.tables import Outbox, of

log = logging.getLogger("baocong.demo")

MOST_TURNS = 80  # messages an achievement may take
PATIENCE = 200  # looks for an answer, a twentieth of a second apart


async def fill_demo(house: House, stop: asyncio.Event) -> None:
    """Perform every sample achievement once, one after the other."""
    for achievement in achievements():
        if stop.is_set():
            return
        try:
            await _perform(house, achievement, stop)
        except NotKept:
            log.warning("the demo stops: nothing can be kept at present")
            return
    log.info("the demo data are complete")


async def _perform(house: House, achievement: dict[str, Any], stop: asyncio.Event) -> None:
    address = f"demo-{achievement['no']}"
    with house.store.read() as db:
        number = units.by_code(db, achievement["unit"])
        today = datetime.now(house.settings.zone).date()
        unit_name = units.name_of(db, number, today) if number is not None else ""
    actor = Actor(house.texts, movement.starter(), achievement, unit_name)
    newest = last(house, address)
    after = newest[0] if newest else 0
    acts = _acts(actor, newest[1]) if newest else [Act("/start")]
    for _ in range(MOST_TURNS):
        if actor.done or not acts:
            return
        for act in acts:
            await do(house, address, act)
        message = await heard(house, address, after, stop)
        if message is None:
            return
        after, body = message
        acts = _acts(actor, body)


def _acts(actor: Actor, body: dict[str, Any]) -> list[Act]:
    return actor.reply(body["text"], [option[1] for option in body.get("options", ())])


async def do(house: House, address: str, act: Act) -> None:
    """One message through the web chat's door, a photo as a staged upload."""
    payload: dict[str, Any] = {
        "id": secrets.token_hex(16),
        "address": address,
        "at": datetime.now(UTC).isoformat(),
        "text": act.text,
    }
    if act.photo:
        ref = f"{payload['id']}-00"
        await asyncio.to_thread(_stage, house, ref, (PHOTOS / act.photo).read_bytes())
        payload["photos"] = [{"ref": ref, "caption": act.caption}]
    await house.arrivals.take("web", payload["id"], json.dumps(payload).encode())


def _stage(house: House, ref: str, data: bytes) -> None:
    with (house.folder.uploads / ref).open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


async def heard(house: House, address: str, after: int, stop: asyncio.Event) -> tuple[int, dict[str, Any]] | None:
    """The newest message to this address once the talk is quiet; None when nothing comes."""
    await house.arrivals.idle()
    for _ in range(PATIENCE):
        if stop.is_set():
            return None
        newest = last(house, address)
        if newest is not None and newest[0] > after:
            return newest
        await asyncio.sleep(0.05)
    return None


def last(house: House, address: str) -> tuple[int, dict[str, Any]] | None:
    """The newest message to this address."""
    table = of(Outbox)
    query = select(table.c.id, table.c.body).where(
        table.c.channel == "web", table.c.address == address, table.c.kind == "reply"
    )
    with house.store.read() as db:
        row = db.execute(query.order_by(table.c.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row is not None else None
