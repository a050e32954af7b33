"""The Zalo Bot Platform's webhook: kept, then 200. Whether Zalo sends again what got another answer, and how long it waits for
one, is not documented: what a slow database has not kept soon goes to the spool folder as well.

The secret is compared as it is (no signature; docs.zaloplatforms.com/docs/BOT, setWebhook); who does not know it gets 403.
Zalo's own probes have an empty body.
"""

from __future__ import annotations

from typing import Protocol

from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_bot_reading import CHANNEL, key_of
from bot.web.secret_hook import Endpoint, secret_webhook

KEPT_WITHIN = 2.0  # seconds
SECRET_HEADER = "x-bot-api-secret-token"  # noqa: S105  - the header's name, no secret


class Keeper(Protocol):
    """`bot.arrivals.Arrivals`."""

    async def take_within(self, seconds: float, channel: str, update_id: str, raw: bytes) -> None: ...


def zalo_bot_webhook(bot: ZaloBot, arrivals: Keeper, secret: str) -> Endpoint:
    """The endpoint for POST `HOOK_PATH`."""

    async def keep(body: bytes) -> None:
        await arrivals.take_within(KEPT_WITHIN, CHANNEL, key_of(body), body)
        bot.intake.succeeded()

    return secret_webhook(SECRET_HEADER, secret, keep, stranger=403)
