"""The Telegram wing of the house: built only where a token is set, because its library is slow to load."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from starlette.routing import Route

from bot.arrivals import Arrivals
from bot.channels.telegram import HOOK_PATH, Telegram
from bot.leases import WhileHeld
from bot.settings import Settings
from bot.web.telegram_hook import telegram_webhook

Menus = Mapping[str, Sequence[tuple[str, str]]]


def gateway_of(settings: Settings, load: Callable[[str], bytes]) -> Telegram:
    """The gateway to the bot the settings name; the network is not touched."""
    token = settings.telegram_token.get_secret_value()
    return Telegram(token, settings.telegram_api_url, per_second=settings.telegram_per_second, load=load)


def routes_of(telegram: Telegram, arrivals: Arrivals, settings: Settings) -> list[Route]:
    """Where Telegram calls us, in webhook mode."""
    if settings.telegram_mode != "webhook":
        return []
    secret = settings.telegram_webhook_secret.get_secret_value()
    return [Route(HOOK_PATH, telegram_webhook(telegram, arrivals, secret), methods=["POST"])]


def begin(
    telegram: Telegram, arrivals: Arrivals, settings: Settings, menus: Menus, stop: asyncio.Event, alone: WhileHeld
) -> list[asyncio.Task[None]]:
    """Begin with Telegram, in the background: the start never waits for it. Only one process polls."""
    work = [telegram.register_commands({**menus, "": menus["vi"]})]
    if settings.telegram_mode == "webhook":
        work.append(telegram.set_webhook(settings.public_url, settings.telegram_webhook_secret.get_secret_value()))
    else:
        work.append(alone(partial(telegram.poll, arrivals), stop))
    return [asyncio.create_task(each) for each in work]
