"""How events of the Zalo Bot Platform reach us: our own polling, or the webhook's registration.

getUpdates gives one event and forgets it with that: there is no offset and no confirmation. So each is kept before the next
is asked for, one that could not be kept is held until it is, and a poll that is on its way when we stop is waited for: Zalo
would hand its event to nobody. That is why a poll is short; the documented 30 s would make every stop as long, and a killed
process would swallow what came within them.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from bot.channels.trouble import Complaint, Trouble, rest
from bot.channels.zalo_bot_line import Line, SaidNo, Unanswered, pause_after
from bot.channels.zalo_bot_reading import CHANNEL, key_of

log = logging.getLogger("baocong.zalo_bot")

POLL = 8  # seconds
ANSWER_BY = 5.0  # seconds more until a poll's answer must be here
QUIET = 1.0  # seconds; an empty answer that comes sooner is followed by a rest
WRONG_TOKEN_PAUSE = 300.0


class Keeper(Protocol):
    """What keeps a payload durably (`bot.arrivals.Arrivals`). Raises when it could not."""

    async def take(self, channel: str, update_id: str, raw: bytes) -> None: ...


class Intake:
    """Receiving. `patience` scales every pause; `poll_seconds` is how long Zalo may hold an empty answer back."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.patience = 1.0
        self.poll_seconds = POLL
        self.last_success: datetime | None = None

    def succeeded(self) -> None:
        """Zalo spoke with us, just now."""
        self.last_success = datetime.now(UTC)

    async def poll(self, arrivals: Keeper, stop: asyncio.Event) -> None:
        """Receive until `stop`. Never raises but when cancelled."""
        trouble = _trouble()
        await self._forget_webhook(stop, trouble)
        while not stop.is_set():
            began = time.monotonic()
            try:
                event = await self._next()
            except Exception as error:  # whatever it is, the loop goes on: nobody else would restart it
                await rest(stop, trouble.pause(error) * self.patience)
                continue
            trouble.over()
            if event is None:
                await rest(stop, (QUIET - (time.monotonic() - began)) * self.patience)
            else:
                await self._keep(arrivals, json.dumps(event).encode(), stop)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have events sent to `url`; tries until Zalo agrees and has verified it. An address that Zalo could not verify is
        set all the same, so events may come before that."""
        trouble = _trouble()
        while True:
            try:
                await self._register(url, secret)
                break
            except SaidNo as error:
                if error.code == 400 and error.envelope:
                    log.error("Zalo does not accept our webhook: check the setting BAOCONG_PUBLIC_URL (%s)", error)
                    return
                pause = trouble.pause(error)
            except (Unanswered, NotVerified) as error:
                pause = trouble.pause(error)
            await asyncio.sleep(pause * self.patience)
        trouble.over()
        self.succeeded()
        log.info("Zalo has verified our webhook")

    async def _register(self, url: str, secret: str) -> None:
        answer = await self._line.call("setWebhook", {"url": url, "secret_token": secret})
        verification = answer.get("verification") if isinstance(answer, dict) else None
        if isinstance(verification, dict) and verification.get("ok") is False:
            raise NotVerified(f"{verification.get('outcome', 'unknown')}"[:60])

    async def _next(self) -> dict[str, Any] | None:
        """The next event; None when nothing came: an empty result or error 408."""
        try:
            event = await self._line.call(
                "getUpdates", {"timeout": self.poll_seconds}, wait=self.poll_seconds + ANSWER_BY
            )
        except SaidNo as error:
            if error.code != 408:
                raise
            event = None
        self.succeeded()
        return event if isinstance(event, dict) and event else None

    async def _keep(self, arrivals: Keeper, raw: bytes, stop: asyncio.Event) -> None:
        """Keep an event that nobody else has any more: till it is kept, or till we are told to stop."""
        trouble = _trouble()
        while True:
            try:
                await arrivals.take(CHANNEL, key_of(raw), raw)
            except Exception as error:
                if stop.is_set():
                    log.error("an event could not be kept and is lost: %s", type(error).__name__)
                    return
                await rest(stop, trouble.pause(NotKept(type(error).__name__)) * self.patience)
            else:
                trouble.over()
                return

    async def _forget_webhook(self, stop: asyncio.Event, trouble: Trouble) -> None:
        """Polling and webhook exclude each other. That none is set is no trouble."""
        while not stop.is_set():
            try:
                await self._line.call("deleteWebhook", {})
            except Exception as error:
                if isinstance(error, SaidNo) and error.envelope and error.code in (400, 404):
                    return
                await rest(stop, trouble.pause(error) * self.patience)
            else:
                return


class NotKept(Exception):
    """An event could not be kept."""


class NotVerified(Exception):
    """Zalo has set the webhook's address and could not reach it."""


def _outcome(answer: object) -> str:
    """What hindered the verification, "" for nothing; an answer that does not speak of one is taken for agreement."""
    verification = answer.get("verification") if isinstance(answer, Mapping) else None
    if not isinstance(verification, Mapping) or verification.get("ok") is not False:
        return ""
    return f"{verification.get('outcome', 'unknown')}"[:60]


def _trouble() -> Trouble:
    return Trouble(log, "Zalo", _complaint, _pause)


def _pause(error: Exception, tries: int, seconds: float) -> float:
    if isinstance(error, SaidNo) and error.code == 401:
        return WRONG_TOKEN_PAUSE
    return pause_after(tries) if isinstance(error, SaidNo) and error.code == 429 else seconds


def _complaint(error: Exception) -> Complaint:
    """How serious it is and what to do about it. Names kinds of errors only: messages may quote a payload."""
    match error:
        case SaidNo(code=401):
            return logging.ERROR, "Zalo refuses the bot's token: check the setting BAOCONG_ZALO_BOT_TOKEN, then restart"
        case SaidNo(code=429):
            return logging.WARNING, "Zalo takes no more for now (429): the plan's quota may be used up; ./run doctor"
        case NotVerified():
            return (
                logging.ERROR,
                f"Zalo cannot reach our webhook ({error}): see docs/zalo-bot.md; asking it to look again",
            )
        case NotKept():
            return logging.ERROR, f"an event cannot be kept ({error}): holding it until it can"
        case SaidNo() | Unanswered():
            return logging.WARNING, f"Zalo cannot be reached ({error}): trying again until it can"
        case _:
            return logging.ERROR, f"receiving failed ({type(error).__name__}): trying again"
