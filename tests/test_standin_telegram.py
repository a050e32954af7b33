"""The stand-in itself: a wrong referee would prove nothing. Offsets, flood limits, polling conflicts, webhook delivery."""

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

from tests.standin_telegram import StandIn

AN = 1001


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standin:
        yield standin


def ask(server: StandIn, method: str, **params: Any) -> dict[str, Any]:
    answer: dict[str, Any] = httpx.post(f"{server.url}/bot{server.token}/{method}", json=params, timeout=10).json()
    return answer


def numbers(answer: dict[str, Any]) -> list[int]:
    return [update["update_id"] for update in answer["result"]]


def test_an_update_stays_until_a_higher_offset_is_asked_for(server: StandIn) -> None:
    first, second, third = (server.say(AN, word) for word in ("một", "hai", "ba"))
    assert numbers(ask(server, "getUpdates", limit=2)) == [first, second]
    assert numbers(ask(server, "getUpdates")) == [first, second, third]
    assert numbers(ask(server, "getUpdates", offset=second)) == [second, third]
    assert numbers(ask(server, "getUpdates", offset=third + 1)) == []
    assert ask(server, "getUpdates")["result"] == []


def test_a_long_poll_wakes_for_news_and_a_second_poller_ends_the_first(server: StandIn) -> None:
    async def conversation() -> None:
        first = asyncio.create_task(asyncio.to_thread(ask, server, "getUpdates", timeout=20))
        await asyncio.to_thread(server.wait, lambda: len(server.asked) == 1)
        second = asyncio.create_task(asyncio.to_thread(ask, server, "getUpdates", timeout=20))
        assert (await first)["error_code"] == 409
        number = server.say(AN, "chào")
        assert numbers(await second) == [number]

    asyncio.run(conversation())


def test_flood_limits_of_a_chat_and_of_the_bot(server: StandIn) -> None:
    for chat in range(40):
        server.member(chat)
    server.enforce(per_second=30, burst=3)
    to_one = [ask(server, "sendMessage", chat_id=0, text="x")["ok"] for _ in range(4)]
    assert to_one == [True, True, True, False]
    server.enforce(per_second=0)
    refused = ask(server, "sendMessage", chat_id=1, text="x")
    assert (refused["error_code"], refused["parameters"]) == (429, {"retry_after": 1})


def test_nobody_is_written_to_first(server: StandIn) -> None:
    assert ask(server, "sendMessage", chat_id=5, text="x")["description"] == "Bad Request: chat not found"


def test_a_webhook_gets_each_update_until_it_takes_it(server: StandIn) -> None:
    """Over real HTTP, in order, with the secret; while it is set, polling is refused."""
    answers, got = [503, 200, 200], []

    async def hook(request: Request) -> Response:
        got.append(((await request.json())["update_id"], request.headers["x-telegram-bot-api-secret-token"]))
        return Response(status_code=answers[len(got) - 1])

    async def conversation() -> None:
        with socket.socket(proto=socket.IPPROTO_TCP) as place:
            place.bind(("127.0.0.1", 0))
            place.listen()
            app = Starlette(routes=[Route("/hook", hook, methods=["POST"])])
            config = uvicorn.Config(app, ws="none", lifespan="off", log_config=None, log_level="critical")
            web = uvicorn.Server(config)
            serving = asyncio.create_task(web.serve(sockets=[place]))
            url = f"http://127.0.0.1:{place.getsockname()[1]}/hook"
            await asyncio.to_thread(ask, server, "setWebhook", url=url, secret_token="s")
            sent = [server.say(AN, "một"), server.say(AN, "hai")]
            await asyncio.to_thread(server.wait, lambda: not server.updates)
            assert got == [(sent[0], "s"), (sent[0], "s"), (sent[1], "s")]
            assert (await asyncio.to_thread(ask, server, "getUpdates"))["error_code"] == 409
            web.should_exit = True
            await serving

    asyncio.run(conversation())
    assert server.deliveries == [503, 200, 200]
