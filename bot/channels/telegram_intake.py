"""How updates reach us: our own long polling, or the webhook's registration.

Both Telegram frameworks tell Telegram "handled" before anything was (they lost updates when killed), so the loop is
ours: updates are read as bare JSON, each is kept durably by `arrivals`, and only when all of a batch are kept does the
next request confirm them. One update that nobody can read is one dead letter and blocks nothing.

The offset is never stored, and dropped after an empty reply: Telegram knows what is unconfirmed, the inbox knows what
it has, and the numbering may restart lower after a quiet week (https://core.telegram.org/bots/api#update).
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, Conflict, InvalidToken, TelegramError

from bot.channels.telegram_line import Line, Throttled
from bot.channels.telegram_reading import ALLOWED_UPDATES, CHANNEL, key_of
from bot.channels.trouble import Complaint, Trouble, rest

log = logging.getLogger("baocong.telegram")

LONG_POLL = 25  # seconds
BATCH = 100  # the most it gives at once
QUIET = 1.0  # seconds; an empty reply that comes sooner is followed by a rest
WRONG_TOKEN_PAUSE = 300.0


class Keeper(Protocol):
    """What keeps an update durably (`bot.arrivals.Arrivals`). Raises when it could not."""

    async def take(self, channel: str, update_id: str, raw: bytes) -> None: ...


class NotAllKept(Exception):
    """Part of a batch could not be kept."""


class Intake:
    """Receiving. `kept` is called with each update once it is safe; `patience` scales every pause, `long_poll` is how
    many seconds Telegram may hold an empty reply back."""

    def __init__(self, bot: Bot, line: Line, kept: Callable[[bytes], None]) -> None:
        self._bot = bot
        self._line = line
        self._kept = kept
        self.patience = 1.0
        self.long_poll = LONG_POLL
        self.username = ""
        self._naming: asyncio.Task[None] | None = None
        self.last_success: datetime | None = None

    async def poll(self, arrivals: Keeper, stop: asyncio.Event) -> None:
        """Receive until `stop`. Never raises but when cancelled; whatever was not yet kept comes again."""
        trouble, offset = _trouble(), None
        await self._forget_webhook(stop)
        while not stop.is_set():
            began = time.monotonic()
            try:
                updates = await self._next(offset, stop)
                offset = await self._keep(arrivals, updates)
            except Exception as error:  # whatever it is, the loop goes on: nobody else would restart it
                if isinstance(error, Conflict) and "webhook" in error.message:
                    await self._forget_webhook(stop)
                await rest(stop, trouble.pause(error) * self.patience)
                continue
            trouble.over()
            self._ask_name()
            if offset is None:
                await rest(stop, (QUIET - (time.monotonic() - began)) * self.patience)
        await self._stop_asking()

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have updates sent to `url`, one request at a time; tries until Telegram agrees."""

        async def register() -> None:
            await self._bot.set_webhook(
                url, max_connections=1, allowed_updates=list(ALLOWED_UPDATES), secret_token=secret
            )
            await self._learn_name()

        await self._insist("webhook", register)

    async def register_commands(self, commands: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Show the menu of commands, by language code; "" is for everybody else; tries until Telegram agrees."""

        async def register() -> None:
            for language, menu in commands.items():
                await self._bot.set_my_commands(
                    [BotCommand(name, description) for name, description in menu],
                    scope=BotCommandScopeAllPrivateChats(),
                    language_code=language or None,
                )

        await self._insist("command menu", register)

    def succeeded(self) -> None:
        """Telegram spoke with us, just now."""
        self.last_success = datetime.now(UTC)

    async def _next(self, offset: int | None, stop: asyncio.Event) -> list[object]:
        """The next updates as bare JSON, oldest first; none when it is time to stop."""
        query: dict[str, str | int] = {
            "timeout": self.long_poll,
            "limit": BATCH,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if offset is not None:
            query["offset"] = offset
        asking = self._line.call(f"{self._bot.base_url}/getUpdates", query, wait=self.long_poll + 10.0)
        updates = await _unless(stop, asking)
        if updates is None:
            return []
        if not isinstance(updates, list):
            raise TelegramError("getUpdates gave no list")
        self.succeeded()
        return updates

    async def _keep(self, arrivals: Keeper, updates: list[object]) -> int | None:
        """Keep them all; gives the offset that confirms them. Raises NotAllKept."""
        letters = [(key_of(update, raw), raw) for update in updates for raw in [json.dumps(update).encode()]]
        letters.sort(key=_number)  # whatever the order in which they were handed over
        results = await asyncio.gather(*(arrivals.take(CHANNEL, *each) for each in letters), return_exceptions=True)
        for (_, raw), result in zip(letters, results, strict=True):
            if result is None:
                self._kept(raw)
        failed = [type(result).__name__ for result in results if result is not None]
        if failed:
            raise NotAllKept(f"{len(failed)} of {len(letters)}: {failed[0]}")
        return max((_number(each) + 1 for each in letters if _number(each)), default=None)

    async def _forget_webhook(self, stop: asyncio.Event) -> None:
        """Polling is refused while a webhook is set. When this fails, polling says so and it is tried again."""
        try:
            await _unless(stop, self._bot.delete_webhook())
        except TelegramError as error:
            log.debug("deleteWebhook failed: %s", type(error).__name__)

    def _ask_name(self) -> None:
        """Learn our own @name on the side, once Telegram answers: in groups it tells that we are meant."""
        if not self.username and (self._naming is None or self._naming.done()):
            self._naming = asyncio.create_task(self._learn_name())

    async def _stop_asking(self) -> None:
        if self._naming is not None:
            self._naming.cancel()
            await asyncio.gather(self._naming, return_exceptions=True)

    async def _learn_name(self) -> None:
        try:
            self.username = (await self._bot.get_me()).username or ""
        except TelegramError as error:
            log.debug("getMe failed: %s", type(error).__name__)

    async def _insist(self, what: str, action: Callable[[], Awaitable[None]]) -> None:
        trouble = _trouble()
        while True:
            try:
                await action()
            except BadRequest as error:
                log.error("Telegram does not accept our %s: %s", what, error.message)
                return
            except TelegramError as error:
                await asyncio.sleep(trouble.pause(error) * self.patience)
            else:
                trouble.over()
                self.succeeded()
                return


def _number(letter: tuple[str, bytes]) -> int:
    """Where an update stands in Telegram's row, which begins above 0; 0 of one without a number."""
    return max(0, int(letter[0])) if not letter[0].startswith("sha256:") else 0


def _trouble() -> Trouble:
    return Trouble(log, "Telegram", _complaint, _pause)


def _pause(error: Exception, _tries: int, seconds: float) -> float:
    if isinstance(error, InvalidToken):
        return WRONG_TOKEN_PAUSE
    return max(seconds, error.retry_after or 0.0) if isinstance(error, Throttled) else seconds


def _complaint(error: Exception) -> Complaint:
    """How serious it is and what to do about it. Names kinds of errors only: messages may quote a payload."""
    if isinstance(error, InvalidToken):
        return logging.ERROR, "Telegram refuses the bot's token: check the setting BAOCONG_TELEGRAM_TOKEN, then restart"
    if isinstance(error, Conflict):
        return (
            logging.ERROR,
            "another program reads this bot's updates, or a webhook is set: only one may; stop the other",
        )
    if isinstance(error, NotAllKept):
        return logging.ERROR, f"updates could not be kept and will be asked for again ({error})"
    if isinstance(error, TelegramError):
        cause = type(error.__cause__ or error).__name__
        return logging.WARNING, f"Telegram cannot be reached ({cause}): trying again until it can"
    return logging.ERROR, f"receiving failed ({type(error).__name__}): trying again"


async def _unless(stop: asyncio.Event, work: Awaitable[object]) -> object:
    """The result of `work`, or None as soon as `stop` is set; `work` is then abandoned."""
    task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopping), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for each in (task, stopping):
            each.cancel()
        await asyncio.gather(task, stopping, return_exceptions=True)
