"""Forged, replayed and hostile webhooks at the doors of a whole house, over real HTTP: what nobody vouched for leaves no row,
what came twice counts once, and whoever dawdles keeps nobody waiting."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import House
from bot.channels.zalo_oa_signature import TIMESTAMP_HEADER
from bot.web import secret_hook, zalo_oa_hook
from tests.hooks import HOOKS, Headers, Hook, open_doors
from tests.standing import inbox, texts

by_channel = pytest.mark.parametrize("hook", HOOKS, ids=[each.channel for each in HOOKS])
Story = Callable[[House, httpx.AsyncClient], Awaitable[None]]


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
