"""The line to Telegram: python-telegram-bot's own HTTP client, and what its errors mean for a message we sent.

The client is the library's (`HTTPXRequest`, extended where it says it may be: `do_request`, `parse_json_payload`). Two
things are ours. Status codes stay apart, because "503" (it may have arrived) and "413" (it never will) are one
`NetworkError` in the library. And no answer is ever logged: it would quote what people write.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.gateway import SendFailed
from bot.channels.http import NEVER_LEFT

WRONG_TOKEN_PAUSE = 60.0  # seconds; only a person can mend a wrong token

# 400s that speak of the person, not of the message (https://github.com/tdlib/telegram-bot-api, Client.cpp).
NOBODY_THERE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "user_deactivated",
    "peer_id_invalid",
    "user_is_blocked",
    "bot was blocked",
    "bot was kicked",
    "group chat was deleted",
    "group chat was upgraded",
)


class Throttled(TelegramError):
    """429: too many messages. `retry_after` is in seconds, None if Telegram did not say."""

    def __init__(self, retry_after: float | None) -> None:
        super().__init__("Too many requests")
        self.retry_after = retry_after


class ServerError(NetworkError):
    """5xx: Telegram, or what stands before it, failed; the request may have had its effect."""


class Line(HTTPXRequest):
    """A pool of connections to the Bot API."""

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **options)
        if code == 429:
            raise Throttled(_retry_after(payload))
        if code >= 500:
            raise ServerError(f"status {code}")
        if code == 413:
            raise BadRequest("request entity too large")
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("the answer is not a JSON object")
        return answer

    async def call(self, url: str, query: Mapping[str, str | int], *, wait: float) -> object:
        """The bare JSON `result` of a method that is to be read before the library's types have seen it."""
        try:
            return await self.post(f"{url}?{urlencode(query)}", read_timeout=wait)
        except KeyError:
            raise TelegramError("the answer has no result") from None


def _retry_after(payload: bytes) -> float | None:
    try:
        seconds = json.loads(payload)["parameters"]["retry_after"]
    except (ValueError, RecursionError, LookupError, TypeError):
        return None
    return float(seconds) if isinstance(seconds, int | float) and 0 < seconds < 86_400 else None


def never_left(error: BaseException) -> bool:
    """Whether the request surely did not reach Telegram."""
    return isinstance(error.__cause__, NEVER_LEFT)


def verdict(error: Exception) -> SendFailed:
    """What an error of one request says about the message it carried."""
    why = type(error).__name__
    if isinstance(error, Throttled):
        return SendFailed("retry", retry_after=error.retry_after, throttled=True, why="429")
    if isinstance(error, Forbidden | ChatMigrated):
        return SendFailed("gone", why=why)
    if isinstance(error, BadRequest):
        message = error.message.lower()
        gone = any(words in message for words in NOBODY_THERE)
        return SendFailed("gone" if gone else "rejected", why=f"{why}: {error.message[:200]}")
    if isinstance(error, InvalidToken):
        return SendFailed("retry", retry_after=WRONG_TOKEN_PAUSE, why="the token is refused")
    if never_left(error):
        return SendFailed("retry", why=type(error.__cause__).__name__)
    cause = type(error.__cause__).__name__ if error.__cause__ else why
    return SendFailed("uncertain", why=cause)
