"""The windows of an Official Account's people, kept by our own records, and the template that asks somebody to write again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TypeVar

from bot.channels.gateway import SendFailed
from bot.channels.zalo_oa_errors import ErrorCode
from bot.channels.zalo_oa_line import Line
from bot.channels.zalo_oa_token import NAME, Tokens
from bot.writer import Work, Writer
from handlers.clerk import describe
from storage import windows
from storage.store import Store
from storage.vietnamese import show_day

log = logging.getLogger("baocong.zalo_oa")

Answer = TypeVar("Answer")

TEMPLATE = "/v3.0/oa/message/template"


def month_of(now: datetime, zone: tzinfo) -> str:
    return f"{now.astimezone(zone):%Y-%m}"


class KnownWindows:
    """`template` is the number of an approved ZBS template without personal data in it, its one parameter `date`; "": none, and
    nobody is asked."""

    def __init__(
        self,
        store: Store,
        writer: Writer,
        line: Line,
        tokens: Tokens,
        zone: tzinfo,
        clock: Callable[[], datetime],
        template: str = "",
    ) -> None:
        self._store, self._writer = store, writer
        self._line, self._tokens = line, tokens
        self._zone, self._clock = zone, clock
        self._template = template

    async def enter(self, address: str) -> bool:
        """Whether a message would be billed. Raises SendFailed (closed) when nothing may be sent."""

        def look() -> windows.Stand:
            with self._store.read() as db:
                return windows.stand(db, (NAME, address), self._clock())

        stand = await asyncio.to_thread(look)
        if stand == "shut":
            await self._ask(address)
            raise SendFailed("closed", why="the person has not written for 7 days")
        return stand == "billed"

    async def billed(self, address: str) -> None:
        await self._note(lambda db, now: windows.count(db, NAME, month_of(now, self._zone), "billed"))

    async def shut(self, address: str) -> None:
        await self._ask(address)

    async def _ask(self, address: str) -> None:
        """Once a window: tell them by a template that there is news, if we have one. Whether that works or not, the message
        itself is kept."""
        place = (NAME, address)
        if not self._template or not await self._note(lambda db, now: windows.ask(db, place, now)):
            return
        day = show_day(self._clock().astimezone(self._zone).date())
        body = {"user_id": address, "template_id": self._template, "template_data": {"date": day}}
        try:
            await self._tokens.used(lambda access: self._line.post(TEMPLATE, access, body))
        except ErrorCode as refused:
            log.warning("the template that asks people to write again is refused (%d)", refused.code)
            await self._note(lambda db, _: windows.ask_later(db, place))
        except SendFailed as failed:
            if failed.outcome == "retry":  # it surely did not leave
                await self._note(lambda db, _: windows.ask_later(db, place))
        else:
            await self._note(lambda db, now: windows.count(db, NAME, month_of(now, self._zone), "template"))

    async def _note(self, work: Work[Answer]) -> Answer | None:
        """Write a small fact down. A message is not lost for it: when that cannot be, it is said, and None."""
        try:
            return await self._writer.run(work)
        except Exception as error:
            log.warning("a fact about a window could not be noted: %s", describe(error))
            return None
