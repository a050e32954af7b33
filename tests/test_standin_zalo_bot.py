"""The stand-in itself: a wrong referee would prove nothing. Events handed out once, plans, webhook delivery."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.standin_zalo_bot import StandIn, chat_id

AN = 1001


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standin:
        standin.longest_poll = 0.02
        yield standin


def ask(server: StandIn, method: str, **params: Any) -> dict[str, Any]:
    answer: dict[str, Any] = httpx.post(f"{server.url}/bot{server.token}/{method}", json=params, timeout=10).json()
    return answer


def test_an_event_is_handed_out_once(server: StandIn) -> None:
    first, second = server.say(AN, "một"), server.say(AN, "hai")
    numbers = [ask(server, "getUpdates")["result"]["message"]["message_id"] for _ in range(2)]
    assert numbers == [first, second]
    assert ask(server, "getUpdates") == {"ok": False, "error_code": 408, "description": "Request timeout"}
    server.idle = "empty"
    assert ask(server, "getUpdates") == {"ok": True, "result": {}}


def test_what_nobody_read_is_counted_as_swallowed(server: StandIn) -> None:
    server.say(AN, "một")
    server.fail("getUpdates", "cut after")
    with pytest.raises(httpx.HTTPError):
        ask(server, "getUpdates")
    assert [event["message"]["text"] for event in server.swallowed] == ["một"]


def test_bare_events_repeated_ones_and_ones_that_change_places(server: StandIn) -> None:
    server.wrapped, server.reorders = False, True
    server.say(AN, "một")
    server.say(AN, "hai")
    server.repeat()
    assert [ask(server, "getUpdates")["message"]["text"] for _ in range(3)] == ["hai", "hai", "một"]


def test_a_plan_ends_and_nobody_is_written_to_first(server: StandIn) -> None:
    server.quota = 1
    assert ask(server, "sendMessage", chat_id=chat_id(AN), text="x")["description"] == "chat not found"
    server.member(AN)
    assert ask(server, "sendMessage", chat_id=chat_id(AN), text="a" * 2001)["error_code"] == 400
    codes = [ask(server, "sendMessage", chat_id=chat_id(AN), text="x").get("error_code") for _ in range(2)]
    assert codes == [None, 429]


def test_a_webhook_is_verified_and_gets_each_event_until_it_takes_it(server: StandIn) -> None:
    answers, got = [200, 503, 200, 200], []

    async def hook(request: Request) -> Response:
        body = await request.body()
        got.append((request.headers.get("x-bot-api-secret-token"), b"message_id" in body))
        return Response(status_code=answers[len(got) - 1])

    async def conversation() -> None:
        with socket.socket(proto=socket.IPPROTO_TCP) as place:
            place.bind(("127.0.0.1", 0))
            place.listen()
            app = Starlette(routes=[Route("/hook", hook, methods=["POST"])])
            config = uvicorn.Config(app, ws="none", lifespan="off", log_config=None, log_level="critical")
            web = uvicorn.Server(config)
            serving = asyncio.create_task(web.serve(sockets=[place]))
            server.reaches = f"http://127.0.0.1:{place.getsockname()[1]}"
            given = {"url": "https://baocong.example/hook", "secret_token": "a-secret"}
            answer = await asyncio.to_thread(ask, server, "setWebhook", **given)
            assert answer["result"]["verification"]["outcome"] == "webhook.ok"
            assert (await asyncio.to_thread(ask, server, "getUpdates"))["error_code"] == 400
            server.say(AN, "một")
            server.say(AN, "hai")
            await asyncio.to_thread(server.wait, lambda: server.deliveries == [503, 200, 200])
            assert got == [(None, False), *[("a-secret", True)] * 3]
            web.should_exit = True
            await serving

    asyncio.run(conversation())
