"""The demo's staff review the sample achievements through the chat's own door, level by level (R20).

As in `bot.demo`: what was decided already is not decided again, and what the script does not name waits for the visitor.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.app import House
from bot.demo import do, fill_demo, heard, last
from handlers.rehearsal_review import Reviewer, reviews
from storage import levels, report_moves, report_reading
from storage.tables import Address, Report, of

log = logging.getLogger("baocong.demo")

MOST_LEVELS = 8
MOST_TURNS = 8  # messages a decision may take


async def play_demo(house: House, stop: asyncio.Event) -> None:
    """Members report, then staff review."""
    await fill_demo(house, stop)
    await review_demo(house, stop)


async def review_demo(house: House, stop: asyncio.Event) -> None:
    """Every decision of the script, each report as far up as the script says."""
    for script in reviews():
        for _ in range(MOST_LEVELS):
            if stop.is_set() or not await _decide(house, script, stop):
                break
    log.info("the demo's reports have been reviewed")


async def _decide(house: House, script: dict[str, Any], stop: asyncio.Event) -> bool:
    """One decision at one level by whoever of the sample staff it falls to; was there one to take?"""
    row = _standing(house, f"demo-{script['no']}")
    if row is None or row["state"] not in report_moves.OPEN:
        return False
    address = _whose_turn(house, row)
    if address is None:
        return False
    reviewer = Reviewer(house.texts, script, row["code"])
    newest = last(house, address)
    after = newest[0] if newest else 0
    acts = [reviewer.begin()]
    for _ in range(MOST_TURNS):
        for act in acts:
            await do(house, address, act)
        message = await heard(house, address, after, stop)
        if message is None or reviewer.done:
            return reviewer.done
        after, body = message
        acts = reviewer.reply(body["text"], [option[1] for option in body.get("options", ())])
    return False


def _standing(house: House, address: str) -> dict[str, Any] | None:
    """The report of a sample member."""
    report, place = of(Report), of(Address)
    query = (
        select(report.c.id, report.c.code, report.c.state, report.c.desk_unit_id, report.c.person_id)
        .join(place, place.c.person_id == report.c.person_id)
        .where(place.c.channel == "web", place.c.address == address)
    )
    with house.store.read() as db:
        row = db.execute(query.order_by(report.c.id).limit(1)).mappings().first()
    return dict(row) if row else None


def _whose_turn(house: House, row: dict[str, Any]) -> str | None:
    """The web address of one of the sample staff whose turn it is."""
    place, today = of(Address), datetime.now(house.settings.zone).date()
    with house.store.read() as db:
        theirs = report_reading.persons_of(db, row["id"], row["person_id"])
        people = [who for who, _ in levels.falls_to(db, row["desk_unit_id"], today, besides=theirs)]
        sample = place.c.address.startswith("demo-staff-", autoescape=True)
        query = select(place.c.address).where(place.c.person_id.in_(people), place.c.channel == "web", sample)
        found: str | None = db.execute(query.order_by(place.c.id).limit(1)).scalar()
    return found
