"""Telegram's webhook: kept, then 200. Anything else makes Telegram send the update again.

Who does not know the secret (https://core.telegram.org/bots/api#setwebhook) gets 401.
"""

from __future__ import annotations

import json

from bot.channels.telegram import Telegram
from bot.channels.telegram_intake import Keeper
from bot.channels.telegram_reading import CHANNEL, key_of
from bot.web.secret_hook import Endpoint, secret_webhook

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  - the header's name, no secret


def telegram_webhook(telegram: Telegram, arrivals: Keeper, secret: str) -> Endpoint:
    """The endpoint for POST `HOOK_PATH`."""

    async def keep(body: bytes) -> None:
        await arrivals.take(CHANNEL, key_of(_loose(body), body), body)
        telegram.intake.succeeded()
        telegram.acknowledge(body)

    return secret_webhook(SECRET_HEADER, secret, keep, stranger=401)


def _loose(body: bytes) -> object:
    """The body as JSON, None if it is none; whether it is an update is decided after it was kept."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
