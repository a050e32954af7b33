"""The doors through which messengers call us, each with somebody who may knock; and a whole house that has opened them all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from bot.app import House, web_of
from bot.channels import telegram, zalo_bot, zalo_oa
from bot.channels.zalo_oa_signature import SIGNATURE_HEADER
from bot.web import telegram_hook, zalo_bot_hook
from tests import telegram_shapes as shapes
from tests import zalo_oa_shapes as oa
from tests.standin_telegram import TOKEN
from tests.standing import standing

SECRET = "a-secret_of-the-hook"
KEY = "the-secret-key-of-the-account"
SETTINGS: dict[str, Any] = {
    "public_url": "https://baocong.example",
    "telegram_token": TOKEN,
    "telegram_mode": "webhook",
    "telegram_webhook_secret": SECRET,
    "zalo_bot_token": "123456:abc-xyz",
    "zalo_bot_mode": "webhook",
    "zalo_bot_webhook_secret": SECRET,
    "zalo_oa_app_id": oa.APP_ID,
    "zalo_oa_app_secret": "the-apps-secret",
    "zalo_oa_secret_key": KEY,
}
Headers = dict[str, str]


def said_on_telegram(number: int, now: datetime) -> bytes:
    message = shapes.message(number, shapes.Member(1001), int(now.timestamp()), **shapes.text("/start"))
    return json.dumps({"update_id": number, "message": message}).encode()


def said_to_the_bot(number: int, now: datetime) -> bytes:
    who = {"id": "1001", "display_name": "An", "is_bot": False}
    message = {"from": who, "chat": {"id": "1001", "chat_type": "PRIVATE"}, "text": "/start"}
    message |= {"message_id": str(number), "date": int(now.timestamp() * 1000)}
    return json.dumps({"event_name": "message.text.received", "message": message}).encode()


def said_to_the_account(number: int, now: datetime) -> bytes:
    event = oa.message_event("user_send_text", "1001", int(now.timestamp() * 1000), str(number), text="/start")
    return json.dumps(event).encode()


def by_secret(header: str) -> Callable[[bytes], Headers]:
    return lambda _: {header: SECRET}


def by_signature(body: bytes) -> Headers:
    moment = json.loads(body)["timestamp"]
    made = hashlib.sha256(oa.APP_ID.encode() + body + moment.encode() + KEY.encode()).hexdigest()
    return {SIGNATURE_HEADER: f"mac={made}"}


@dataclass(frozen=True)
class Hook:
    channel: str
    path: str
    said: Callable[[int, datetime], bytes]
    proof: Callable[[bytes], Headers]
    stranger: int  # the status that turns one away
    header: str


HOOKS = [
    Hook(
        "telegram",
        telegram.HOOK_PATH,
        said_on_telegram,
        by_secret(telegram_hook.SECRET_HEADER),
        401,
        telegram_hook.SECRET_HEADER,
    ),
    Hook(
        "zalo_bot",
        zalo_bot.HOOK_PATH,
        said_to_the_bot,
        by_secret(zalo_bot_hook.SECRET_HEADER),
        403,
        zalo_bot_hook.SECRET_HEADER,
    ),
    Hook("zalo_oa", zalo_oa.HOOK_PATH, said_to_the_account, by_signature, 403, SIGNATURE_HEADER),
]


@asynccontextmanager
async def open_doors(folder: Path) -> AsyncIterator[tuple[House, httpx.AsyncClient]]:
    async with standing(folder, **SETTINGS) as house:
        web = web_of(house, 0)
        await web.start()
        try:
            async with httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{web.port}", trust_env=False, timeout=20
            ) as client:
                yield house, client
        finally:
            await web.stop()
