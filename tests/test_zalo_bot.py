"""The Zalo Bot Platform's gateway against the stand-in server: sending, fetching, polling, the webhook. Real HTTP on loopback."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import unicodedata
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.channels.gateway import FetchFailed, SendFailed
from bot.channels.zalo_bot import HOOK_PATH, MOST_TEXT, ZaloBot
from bot.channels.zalo_bot_line import SaidNo, Unanswered, opened, pause_after, verdict
from bot.web.zalo_bot_hook import SECRET_HEADER, zalo_bot_webhook
from handlers.words import Option, Outgoing
from tests.keeper import Kept
from tests.standin_zalo_bot import Fault, StandIn, chat_id

AN, BINH = 1001, 1002
SECRET = "a-secret_of-the-hook"


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standin:
        standin.member(AN)
        yield standin


def talk(server: StandIn, conversation: Callable[[ZaloBot], Awaitable[None]], **options: Any) -> None:
    """Run a conversation with a gateway that is closed afterwards."""

    async def run() -> None:
        gateway = ZaloBot(options.pop("token", server.token), server.url, **options)
        gateway.intake.patience = 0.001
        try:
            await conversation(gateway)
        finally:
            await gateway.close()

    asyncio.run(run())


def polling(server: StandIn, conversation: Callable[[ZaloBot, Kept], Awaitable[None]], **options: Any) -> None:
    """Run a conversation while a gateway polls."""
    server.longest_poll = 0.02

    async def run(gateway: ZaloBot) -> None:
        kept, stop = Kept("zalo_bot"), asyncio.Event()
        task = asyncio.create_task(gateway.poll(kept, stop))
        try:
            await conversation(gateway, kept)
        finally:
            stop.set()
            await asyncio.wait_for(task, 10)

    talk(server, run, **options)


async def seen(server: StandIn, condition: Callable[[], bool]) -> None:
    await asyncio.to_thread(server.wait, condition)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


# --- sending ------------------------------------------------------------------------------------------------------


def test_words_go_out_literally_and_composed(server: StandIn) -> None:
    """R69: NFC text, shown as written: no parse mode, no styles; half a sign becomes a question mark in a box."""

    async def conversation(gateway: ZaloBot) -> None:
        decomposed = unicodedata.normalize("NFD", "<b>*Câu* 3/7</b> https://x.vn")
        number = await gateway.send(chat_id(AN), Outgoing(f"{decomposed} \ud83d", (Option("yes", "Có"),)))
        [shown] = server.messages(AN)
        assert (shown.id, shown.text) == (number, "<b>*Câu* 3/7</b> https://x.vn \ufffd")
        assert shown.raw == {"chat_id": chat_id(AN), "text": shown.text}

    talk(server, conversation)


def test_two_thousand_units_go_in_one_message_and_more_is_never_tried(server: StandIn) -> None:
    async def conversation(gateway: ZaloBot) -> None:
        await gateway.send(chat_id(AN), Outgoing("😀" * (MOST_TEXT // 2)))
        for text in ("😀" * (MOST_TEXT // 2) + "a", "", " \n"):
            with pytest.raises(SendFailed) as failed:
                await gateway.send(chat_id(AN), Outgoing(text))
            assert failed.value.outcome == "rejected"

    talk(server, conversation)
    assert len(server.calls("sendMessage")) == 1


FAULTS: list[tuple[Fault, str, int]] = [  # fault, outcome, messages that arrived
    ("429", "retry", 0),
    ("401", "retry", 0),
    ("400", "rejected", 0),
    ("404", "rejected", 0),
    ("403", "uncertain", 0),  # "Internal server error"
    ("408", "uncertain", 0),
    ("500 before", "uncertain", 0),
    ("500 after", "uncertain", 1),
    ("502", "uncertain", 0),
    ("cut before", "uncertain", 0),
    ("cut after", "uncertain", 1),
    ("bad json", "uncertain", 1),
    ("hang", "uncertain", 0),
]


@pytest.mark.parametrize("in_200", [False, True], ids=["by status", "in an envelope with 200"])
@pytest.mark.parametrize(("fault", "outcome", "arrived"), FAULTS, ids=[row[0] for row in FAULTS])
def test_every_fault_says_whether_the_message_may_have_arrived(
    server: StandIn,
    fault: Fault,
    outcome: str,
    arrived: int,
    in_200: bool,  # noqa: FBT001  - a row of the table
) -> None:
    server.in_200 = in_200

    async def conversation(gateway: ZaloBot) -> None:
        server.fail("sendMessage", fault)
        with pytest.raises(SendFailed) as failed:
            await gateway.send(chat_id(AN), Outgoing("Chào anh/chị"))
        assert failed.value.outcome == outcome
        assert failed.value.throttled is (fault == "429")
        assert len(server.messages(AN)) == arrived
        assert not any(word in str(failed.value) for word in ("Chào", server.token.partition(":")[2]))
        assert failed.value.__context__ is None
        await gateway.send(chat_id(AN), Outgoing("Lần nữa"))  # and the line is good again

    talk(server, conversation, answer_within=0.2 if fault == "hang" else 5.0)


def test_who_never_wrote_cannot_be_written_to(server: StandIn) -> None:
    async def conversation(gateway: ZaloBot) -> None:
        with pytest.raises(SendFailed) as failed:
            await gateway.send("f" * 20, Outgoing("Chào"))
        assert (failed.value.outcome, str(failed.value)) == ("rejected", "rejected: 400 chat not found")

    talk(server, conversation)


def test_nobody_listening_and_a_wrong_token_are_tried_again(server: StandIn) -> None:
    async def conversation() -> None:
        for gateway, wait in [
            (ZaloBot(server.token, "http://127.0.0.1:1"), None),
            (ZaloBot("7000000002:WRONG", server.url), 60.0),
        ]:
            with pytest.raises(SendFailed) as failed:
                await gateway.send(chat_id(AN), Outgoing("Chào"))
            assert (failed.value.outcome, failed.value.retry_after) == ("retry", wait)
            assert failed.value.__context__ is None
            await gateway.close()

    asyncio.run(conversation())
    assert server.messages(AN) == []


def test_refusals_in_a_row_are_asked_more_and_more_rarely(server: StandIn) -> None:
    """Zalo does not say whether a 429 is of the minute or of the month."""
    server.quota = 0

    async def conversation(gateway: ZaloBot) -> None:
        async def pause() -> float | None:
            with pytest.raises(SendFailed) as failed:
                await gateway.send(chat_id(AN), Outgoing("Chào"))
            return failed.value.retry_after

        assert [await pause() for _ in range(7)] == [30, 60, 120, 240, 480, 900, 900]
        server.quota = 1
        await gateway.send(chat_id(AN), Outgoing("Chào"))
        assert await pause() == 30

    talk(server, conversation)
    assert pause_after(10_000) == 900


VERDICTS: list[tuple[Exception, str]] = [
    (Unanswered("ConnectError", left=False), "retry"),
    (Unanswered("ReadTimeout", left=True), "uncertain"),
    (SaidNo(403, envelope=False), "retry"),  # a proxy's page, not Zalo's
    (SaidNo(404, envelope=False), "retry"),
    (SaidNo(302, envelope=False), "retry"),
    (SaidNo(503, envelope=False), "uncertain"),
    (SaidNo(408, envelope=False), "uncertain"),
    (SaidNo(426, "daily cap"), "rejected"),
    (KeyError("result"), "uncertain"),
]


@pytest.mark.parametrize(("error", "outcome"), VERDICTS, ids=[repr(row[0]) for row in VERDICTS])
def test_what_each_error_says_about_the_message(error: Exception, outcome: str) -> None:
    assert verdict(error).outcome == outcome


ENVELOPES: list[tuple[int, bytes, str]] = [
    (200, b'{"ok": true, "result": {"message_id": "a"}}', "{'message_id': 'a'}"),
    (200, b'{"ok": true}', "None"),
    (200, b'{"ok": false, "error_code": 408, "description": "x"}', "SaidNo 408 x"),
    (200, b'{"ok": false}', "SaidNo 500"),
    (200, b'{"ok": false, "error_code": true, "description": 7}', "SaidNo 500"),
    (500, b'{"ok": true, "result": {}}', "SaidNo 500"),
    (200, b'{"event_name": "x"}', "{'event_name': 'x'}"),
    (502, b'{"event_name": "x"}', "SaidNo 502"),
    (404, b"<html>", "SaidNo 404"),
    (200, b"<html>", "Unanswered no envelope"),
    (200, b"[1]", "Unanswered no envelope"),
    (200, b'{"ok": "yes"}', "Unanswered no envelope"),
    (200, b" " * 1_000_001 + b'{"ok": true}', "Unanswered no envelope"),
]


@pytest.mark.parametrize(("status", "body", "outcome"), ENVELOPES, ids=range(len(ENVELOPES)))
def test_an_envelope_is_opened_with_care(status: int, body: bytes, outcome: str) -> None:
    try:
        found = str(opened(status, body))
    except (SaidNo, Unanswered) as error:
        found = f"{type(error).__name__} {error}"
    assert found == outcome


# --- fetching -----------------------------------------------------------------------------------------------------


def test_a_photo_is_fetched_or_says_why_not(server: StandIn) -> None:
    async def conversation(gateway: ZaloBot) -> None:
        good = server.keep_file(b"bytes of a photo")
        assert await gateway.fetch(good) == b"bytes of a photo"
        await gateway.release(good)
        big = server.keep_file(bytes(20_000_001))
        cases: list[tuple[str, Fault | None, bool, bool]] = [
            (big, None, False, True),
            (f"{server.url}/media/expired.jpg", None, False, False),
            ("http://127.0.0.1:1/media/a.jpg", None, False, False),  # another host than the one the settings name
            ("https://169.254.169.254/a.jpg", None, False, False),
            ("no address", None, False, False),
            (good, "500 before", True, False),
            (good, "429", True, False),
            (good, "cut before", True, False),
            (good, "403", False, False),
        ]
        for ref, fault, again, too_large in cases:
            if fault:
                server.fail("download", fault, times=2 if again else 1)
            with pytest.raises(FetchFailed) as failed:
                await gateway.fetch(ref)
            assert (failed.value.again, failed.value.too_large) == (again, too_large), (ref, fault)
            assert failed.value.__context__ is None
        server.fail("download", "500 before")  # one is tried again at once
        assert await gateway.fetch(good) == b"bytes of a photo"

    talk(server, conversation)


# --- polling ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("idle", ["408", "empty"])
def test_events_are_kept_one_by_one_in_their_order(server: StandIn, *, wrapped: bool, idle: Any) -> None:
    server.wrapped, server.idle = wrapped, idle
    numbers = [server.say(AN, f"câu {number}") for number in range(20)]

    async def conversation(gateway: ZaloBot, kept: Kept) -> None:
        await kept.until(lambda: len(kept.letters) == 20)
        assert list(kept.letters) == numbers
        assert [json.loads(raw) for raw in kept.letters.values()] == server.emitted
        await seen(server, lambda: len(server.calls("getUpdates")) >= 23)  # and idle polls are no trouble
        assert gateway.last_success is not None

    polling(server, conversation)
    assert server.calls("getUpdates")[0].params == {"timeout": 8}


def test_what_cannot_be_kept_is_held_until_it_can(server: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    """Zalo has forgotten it: asking for the next one before it is kept would lose it."""
    first, second = server.say(AN, "một"), server.say(AN, "hai")

    async def conversation(_: ZaloBot, kept: Kept) -> None:
        kept.refuse = lambda number: number == first and kept.arrived < 5
        await kept.until(lambda: len(kept.letters) == 2)
        assert (list(kept.letters), kept.arrived) == ([first, second], 6)

    polling(server, conversation)
    assert said(caplog) == ["an event cannot be kept (OSError): holding it until it can"]


def test_a_stop_waits_for_the_poll_that_is_on_its_way(server: StandIn) -> None:
    """What is said while we stop is not handed to nobody."""

    async def conversation(gateway: ZaloBot) -> None:
        server.longest_poll = 5.0
        kept, stop = Kept("zalo_bot"), asyncio.Event()
        task = asyncio.create_task(gateway.poll(kept, stop))
        await seen(server, lambda: len(server.calls("getUpdates")) == 1)
        stop.set()
        number = server.say(AN, "vào phút chót")
        await asyncio.wait_for(task, 10)
        assert list(kept.letters) == [number]

    talk(server, conversation)
    assert (len(server.calls("getUpdates")), server.swallowed) == (1, [])


def test_what_cannot_be_kept_at_a_stop_is_said(server: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    server.say(AN, "một")

    async def conversation(gateway: ZaloBot) -> None:
        kept, stop = Kept("zalo_bot"), asyncio.Event()
        kept.refuse = lambda _: True
        task = asyncio.create_task(gateway.poll(kept, stop))
        await kept.until(lambda: kept.arrived == 1)
        stop.set()
        await asyncio.wait_for(task, 10)

    talk(server, conversation)
    assert said(caplog)[-1] == "an event could not be kept and is lost: OSError"


@pytest.mark.parametrize("fault", ["429", "403", "500 before", "502", "cut before", "bad json"])
def test_no_bad_day_ends_the_polling_and_it_is_said_once(
    server: StandIn, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    server.fail("getUpdates", fault, times=3)

    async def conversation(_: ZaloBot, kept: Kept) -> None:
        await seen(server, lambda: len(server.calls("getUpdates")) > 3)
        number = server.say(AN, "vẫn đến")
        await kept.until(lambda: number in kept.letters)

    polling(server, conversation)
    assert len(said(caplog)) == 1


def test_a_webhook_that_is_still_set_is_taken_down_first(server: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    server.webhook = {"url": "https://old.example"}
    server.fail("deleteWebhook", "500 before", times=2)

    async def conversation(_: ZaloBot, kept: Kept) -> None:
        number = server.say(AN, "chào")
        await kept.until(lambda: number in kept.letters)

    server.redelivers, server.reaches = True, "http://127.0.0.1:1"
    polling(server, conversation)
    assert (server.webhook, len(server.calls("deleteWebhook")), len(said(caplog))) == ({}, 3, 1)


def test_that_no_webhook_is_set_is_no_trouble(server: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    server.fail("deleteWebhook", "400")

    async def conversation(_: ZaloBot, kept: Kept) -> None:
        await seen(server, lambda: len(server.calls("getUpdates")) > 0)

    polling(server, conversation)
    assert said(caplog) == []


def test_a_wrong_token_is_said_once_without_naming_it_and_polling_goes_on(
    server: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "baocong")

    async def conversation(_: ZaloBot, kept: Kept) -> None:
        await seen(server, lambda: len(server.calls("deleteWebhook")) >= 3)
        assert kept.letters == {}

    polling(server, conversation, token="7000000002:WRONG")
    assert said(caplog) == [
        "Zalo refuses the bot's token: check the setting BAOCONG_ZALO_BOT_TOKEN, then restart",
    ]
    assert "WRONG" not in " ".join(record.getMessage() for record in caplog.records if record.name.startswith("bao"))


def test_poison_is_one_letter_among_the_others(server: StandIn) -> None:
    server.push({"message": "no event"})
    last = server.say(AN, "sau đó")

    async def conversation(_: ZaloBot, kept: Kept) -> None:
        await kept.until(lambda: last in kept.letters)
        assert [key.startswith("sha256:") for key in kept.letters] == [True, False]

    polling(server, conversation)


# --- the webhook --------------------------------------------------------------------------------------------------


def test_the_webhook_is_set_in_the_end_and_what_hindered_it_is_said(
    server: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("setWebhook", "500 before")
    server.reaches = "http://127.0.0.1:1"

    async def conversation(gateway: ZaloBot) -> None:
        caplog.set_level(logging.INFO, "baocong")
        setting = asyncio.create_task(gateway.set_webhook("https://baocong.example/", SECRET))
        await seen(server, lambda: len(server.calls("setWebhook")) >= 3)
        assert server.webhook == {"url": f"https://baocong.example{HOOK_PATH}", "secret_token": SECRET}
        assert gateway.last_success is None
        server.reaches = f"{server.url}/bot{server.token}/getMe?"  # something that answers 200
        await asyncio.wait_for(setting, 10)
        assert gateway.last_success is not None

    talk(server, conversation)
    assert [record.getMessage() for record in caplog.records if record.name == "baocong.zalo_bot"] == [
        "Zalo cannot be reached (500 Internal error): trying again until it can",
        "Zalo cannot reach our webhook (webhook.err.unreachable): see docs/zalo-bot.md; asking it to look again",
        "Zalo answers again",
        "Zalo has verified our webhook",
    ]


def test_an_address_that_zalo_does_not_accept_is_given_up(server: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    async def conversation(gateway: ZaloBot) -> None:
        await gateway.set_webhook("http://192.168.1.7", SECRET)

    talk(server, conversation)
    assert said(caplog) == [
        "Zalo does not accept our webhook: check the setting BAOCONG_PUBLIC_URL (400 Bad request)",
    ]


def hash_of(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


EVENT = b'{"event_name": "message.text.received", "message": {"message_id": "2d758cb5e222177a4e35"}}'
GOOD = {SECRET_HEADER: SECRET}
HOOK: list[tuple[str, dict[str, str], bytes, int, list[str]]] = [
    ("an event", GOOD, EVENT, 200, ["2d758cb5e222177a4e35"]),
    ("an event in its envelope", GOOD, b'{"ok": true, "result": %s}' % EVENT, 200, ["2d758cb5e222177a4e35"]),
    ("a wrong secret", {SECRET_HEADER: "wrong"}, EVENT, 403, []),
    ("no secret", {}, EVENT, 403, []),
    ("a secret that is not ASCII", {SECRET_HEADER: "bí mật"}, EVENT, 403, []),
    ("the secret of Telegram's header", {"x-telegram-bot-api-secret-token": SECRET}, EVENT, 403, []),
    ("a long body from a stranger", {}, b"x" * 2_000_000, 403, []),
    ("an empty probe", {}, b"", 200, []),
    ("an empty object as a probe", {}, b" {} ", 200, []),
    ("an empty probe that knows the secret", GOOD, b"", 200, []),
    ("too long", GOOD, b"x" * 1_000_001, 413, []),
    ("no event", GOOD, b'{"hello": 1}', 200, [hash_of(b'{"hello": 1}')]),
    ("no JSON", GOOD, b"<x>", 200, [hash_of(b"<x>")]),
]


@pytest.fixture
def hook() -> Iterator[tuple[TestClient, Kept]]:
    gateway, kept = ZaloBot("1:A", "http://127.0.0.1:1"), Kept("zalo_bot")
    app = Starlette(routes=[Route(HOOK_PATH, zalo_bot_webhook(gateway, kept, SECRET), methods=["POST"])])
    with TestClient(app) as client:
        yield client, kept
    asyncio.run(gateway.close())


@pytest.mark.parametrize(("name", "headers", "body", "status", "keys"), HOOK, ids=[row[0] for row in HOOK])
def test_the_webhook_keeps_what_zalo_says_and_nothing_else(
    hook: tuple[TestClient, Kept], name: str, headers: dict[str, str], body: bytes, status: int, keys: list[str]
) -> None:
    client, kept = hook
    encoded = [(key.encode(), value.encode()) for key, value in headers.items()]
    assert client.post(HOOK_PATH, content=body, headers=encoded).status_code == status, name
    assert list(kept.letters) == keys
    assert list(kept.letters.values()) == [body] * len(keys)


def test_what_the_webhook_could_not_keep_is_not_acknowledged(hook: tuple[TestClient, Kept]) -> None:
    client, kept = hook
    kept.refuse = lambda _: True
    assert client.post(HOOK_PATH, content=EVENT, headers=GOOD).status_code == 503
    kept.refuse = lambda _: False
    assert client.post(HOOK_PATH, content=EVENT, headers=GOOD).status_code == 200
    assert kept.letters == {"2d758cb5e222177a4e35": EVENT}


def test_a_webhook_without_a_secret_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="secret"):
        zalo_bot_webhook(ZaloBot("1:A"), Kept("zalo_bot"), "")
