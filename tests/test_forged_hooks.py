"""Forged, replayed and hostile webhooks at the doors of a whole house, over real HTTP: what nobody vouched for leaves no row,
what came twice counts once, and whoever dawdles keeps nobody waiting."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import House, web_of
from bot.channels import telegram, zalo_bot, zalo_oa
from bot.channels.zalo_oa_signature import SIGNATURE_HEADER, TIMESTAMP_HEADER
from bot.web import secret_hook, telegram_hook, zalo_bot_hook, zalo_oa_hook
from tests import telegram_shapes as shapes
from tests import zalo_oa_shapes as oa
from tests.standin_telegram import TOKEN
from tests.standing import inbox, standing, texts

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
by_channel = pytest.mark.parametrize("hook", HOOKS, ids=[each.channel for each in HOOKS])
Story = Callable[[House, httpx.AsyncClient], Awaitable[None]]


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


def at_the_doors(folder: Path, story: Story) -> None:
    async def run() -> None:
        async with open_doors(folder) as (house, client):
            await story(house, client)

    asyncio.run(run())


def left_nothing(house: House) -> bool:
    return inbox(house) == [] and list(house.folder.spool.iterdir()) == []


@by_channel
def test_what_nobody_vouched_for_leaves_no_row(hook: Hook, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    body = hook.said(1, now)
    other, old = hook.said(2, now), hook.said(3, now - timedelta(days=61))
    good = hook.proof(body)
    [value] = good.values()
    forged: list[Headers] = [
        {},
        {hook.header: ""},
        {hook.header: "0" * 64},
        {hook.header: value[:-1]},
        {hook.header: value + "0"},
        {hook.header: value.swapcase()[1:]},
        {hook.header: f"mac=mac={value}"},
        {hook.header: "x" * 7_000},
        {"authorization": value},
        {"cookie": f"{hook.header}={value}"},
    ]
    if hook.channel == "zalo_oa":  # a signature vouches for these bytes and this moment only
        forged += [hook.proof(other), {**hook.proof(other), TIMESTAMP_HEADER: json.loads(other)["timestamp"]}]

    async def story(house: House, client: httpx.AsyncClient) -> None:
        for headers in forged:
            assert (await client.post(hook.path, content=body, headers=headers)).status_code == hook.stranger, headers
        for method in ("GET", "PUT", "DELETE", "OPTIONS"):
            assert (await client.request(method, hook.path, headers=good)).status_code == 405
        for path in (f"{hook.path}/x", f"{hook.path}%00", hook.path.upper()):
            assert (await client.post(path, content=body, headers=good)).status_code in (404, 405)
        assert (await client.post(f"{hook.path}?{hook.header}={value}", content=body)).status_code == hook.stranger
        if hook.channel == "zalo_oa":
            assert (await client.post(hook.path, content=old, headers=hook.proof(old))).status_code == 403
        assert left_nothing(house)
        assert (await client.post(hook.path, content=body, headers=good)).status_code == 200
        assert [state for _, state in inbox(house)] == ["done"]

    at_the_doors(tmp_path, story)


@by_channel
def test_what_comes_twice_or_twenty_times_at_once_counts_once_whatever_it_calls_itself(
    hook: Hook, tmp_path: Path
) -> None:
    body = hook.said(1, datetime.now(UTC))
    kinds = [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "",
    ]

    async def story(house: House, client: httpx.AsyncClient) -> None:
        sent = [
            client.post(
                hook.path, content=body, headers={**hook.proof(body), "content-type": kinds[number % len(kinds)]}
            )
            for number in range(20)
        ]
        assert [answer.status_code for answer in await asyncio.gather(*sent)] == [200] * 20
        assert (await client.post(hook.path, content=body, headers=hook.proof(body))).status_code == 200
        assert [state for _, state in inbox(house)] == ["done"]
        assert len(texts(house, "1001")) == 1

    at_the_doors(tmp_path, story)


@by_channel
def test_a_body_without_end_and_one_that_never_comes_keep_nobody_waiting(
    hook: Hook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (secret_hook, zalo_oa_hook):
        monkeypatch.setattr(place, "SLOWEST_BODY", 0.3)
    body = hook.said(1, datetime.now(UTC))
    good = hook.proof(body)

    async def stalled(client: httpx.AsyncClient, headers: Headers, *, length: int) -> bytes:
        """The status line after the beginning of a body whose rest stays away."""
        reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
        lines = [f"POST {hook.path} HTTP/1.1", "host: x", f"content-length: {length}"]
        head = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""])
        writer.write(head.encode() + body[:8])
        status = await asyncio.wait_for(reader.readline(), 10)
        writer.close()
        return status.split()[1]

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 100_000

    async def story(house: House, client: httpx.AsyncClient) -> None:
        slow = [asyncio.create_task(stalled(client, good, length=900)) for _ in range(30)]
        slow += [asyncio.create_task(stalled(client, {}, length=12)) for _ in range(30)]
        assert {await each for each in slow} == {b"408"}
        assert await stalled(client, good, length=50_000_000) == b"413"
        assert await stalled(client, {}, length=50_000_000) == str(hook.stranger).encode()
        assert (await client.post(hook.path, content=endless(), headers=good)).status_code == 413
        assert (await client.post(hook.path, content=endless())).status_code == hook.stranger
        assert left_nothing(house)
        assert (await client.post(hook.path, content=body, headers=good)).status_code == 200
        assert [state for _, state in inbox(house)] == ["done"]

    at_the_doors(tmp_path, story)


def test_the_page_takes_nothing_without_a_session_of_its_own(tmp_path: Path) -> None:
    """The chat page's door: no cookie, a made-up one, one that was given up, another site's page."""

    async def story(house: House, client: httpx.AsyncClient) -> None:
        said: dict[str, Any] = {"id": "0123456789abcdef", "text": "/start"}
        ours = {"x-baocong": "1"}
        assert (await client.post("/chat/send", json=said, headers=ours)).status_code == 401
        made_up = {**ours, "cookie": "baocong=" + "A" * 43}
        assert (await client.post("/chat/send", json=said, headers=made_up)).status_code == 401
        await client.post("/chat/open", json={}, headers=ours)
        assert (
            await client.post("/chat/send", json=said, headers={"origin": "https://evil.example"})
        ).status_code == 403
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        client.cookies.clear()
        await client.post("/chat/leave", json={}, headers={**ours, "cookie": cookie})
        assert (await client.post("/chat/send", json=said, headers={**ours, "cookie": cookie})).status_code == 401
        assert left_nothing(house)

    at_the_doors(tmp_path, story)
