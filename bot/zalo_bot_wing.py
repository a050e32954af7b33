"""The Zalo Bot wing of the house: built only where a token is set."""

from __future__ import annotations

import asyncio
from functools import partial

from starlette.routing import Route

from bot.arrivals import Arrivals
from bot.channels.zalo_bot import HOOK_PATH, ZaloBot
from bot.leases import WhileHeld
from bot.settings import Settings
from bot.web.zalo_bot_hook import zalo_bot_webhook


def gateway_of(settings: Settings) -> ZaloBot:
    """The gateway to the bot the settings name; the network is not touched."""
    token = settings.zalo_bot_token.get_secret_value()
    return ZaloBot(token, settings.zalo_bot_api_url, per_second=settings.zalo_bot_per_second)


def routes_of(bot: ZaloBot, arrivals: Arrivals, settings: Settings) -> list[Route]:
    """Where Zalo calls us, in webhook mode."""
    if settings.zalo_bot_mode != "webhook":
        return []
    secret = settings.zalo_bot_webhook_secret.get_secret_value()
    return [Route(HOOK_PATH, zalo_bot_webhook(bot, arrivals, secret), methods=["POST"])]


def begin(
    bot: ZaloBot, arrivals: Arrivals, settings: Settings, stop: asyncio.Event, alone: WhileHeld
) -> list[asyncio.Task[None]]:
    """Begin with Zalo, in the background: the start never waits for it. Only one process polls."""
    if settings.zalo_bot_mode == "webhook":
        secret = settings.zalo_bot_webhook_secret.get_secret_value()
        return [asyncio.create_task(bot.set_webhook(settings.public_url, secret))]
    return [asyncio.create_task(alone(partial(bot.poll, arrivals), stop))]
