"""Telegram's gateway against the stand-in server: sending, fetching, long polling, the webhook. Real HTTP on loopback."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.channels.gateway import FetchFailed, SendFailed
from bot.channels.telegram import HOOK_PATH, Telegram
from bot.channels.telegram_line import ServerError, Throttled, verdict
from bot.channels.telegram_message import keyboard
from bot.web.telegram_hook import SECRET_HEADER, telegram_webhook
from handlers.words import Option, Outgoing
from tests.keeper import Kept
from tests.standin_telegram import Fault, StandIn
from tests.telegram_shapes import group_message

AN, BINH = 1001, 1002
SECRET = "a-secret_of-the-hook"
PICTURES = {f"aa/bb/{number}.jpg": b"\xff\xd8picture %d" % number for number in range(12)}
KEYS = tuple(PICTURES)
YES, NO = Option("yes", "Có"), Option("no", "Không")
LONG = Option("all", "Cán bộ, công chức, viên chức")
BACK, LATER = Option("back", "Quay lại", aside=True), Option("later", "Để sau", aside=True)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standin:
        standin.member(AN)
        yield standin


def talk(server: StandIn, conversation: Callable[[Telegram], Awaitable[None]], **options: Any) -> None:
    """Run a conversation with a gateway that is closed afterwards."""

    async def run() -> None:
        gateway = Telegram(options.pop("token", server.token), server.url, load=PICTURES.__getitem__, **options)
        gateway.intake.patience = 0.001
        try:
            await conversation(gateway)
        finally:
            await gateway.close()

    asyncio.run(run())


def polling(server: StandIn, conversation: Callable[[Telegram, Kept], Awaitable[None]], **options: Any) -> None:
    """Run a conversation while a gateway polls."""

    async def run(gateway: Telegram) -> None:
        kept, stop = Kept("telegram"), asyncio.Event()
        task = asyncio.create_task(gateway.poll(kept, stop))
        try:
            await conversation(gateway, kept)
        finally:
            stop.set()
            await asyncio.wait_for(task, 10)

    talk(server, run, **options)


async def seen(server: StandIn, condition: Callable[[], bool]) -> None:
    await asyncio.to_thread(server.wait, condition)


# --- sending ------------------------------------------------------------------------------------------------------


def test_words_go_out_literally_with_buttons_and_without_previews(server: StandIn) -> None:
    """R69: NFC text is shown literally everywhere: no parse_mode, no link preview."""

    async def conversation(gateway: Telegram) -> None:
        number = await gateway.send(
            str(AN), Outgoing("<b>*Câu* 3/7</b> https://x.vn \ud83d", (YES, NO, LONG, BACK, LATER))
        )
        [shown] = server.messages(AN)
        assert str(shown.id) == number
        assert shown.text == "<b>*Câu* 3/7</b> https://x.vn ?"
        assert shown.buttons == [["Có", "Không"], ["Cán bộ, công chức, viên chức"], ["Quay lại", "Để sau"]]
        assert shown.tokens == {"Có": "yes", "Không": "no", LONG.label: "all", "Quay lại": "back", "Để sau": "later"}
        [asked] = server.calls("sendMessage")
        assert asked.params["link_preview_options"] == {"is_disabled": True}
        assert "parse_mode" not in asked.params

    talk(server, conversation)


def test_the_phone_question_has_the_own_contact_button_and_the_next_words_put_it_away(server: StandIn) -> None:
    async def conversation(gateway: Telegram) -> None:
        await gateway.send(
            str(AN), Outgoing("Số điện thoại?", (Option("skip", "Bỏ qua"),), ask_contact="Gửi số của tôi")
        )
        await gateway.send(str(AN), Outgoing("Cảm ơn anh/chị."))
        shown, _ = server.messages(AN)
        assert shown.keyboard == [["Gửi số của tôi"], ["Bỏ qua"]]
        assert shown.asks_contact == "Gửi số của tôi"
        first, second = (asked.params["reply_markup"] for asked in server.calls("sendMessage"))
        assert (first["one_time_keyboard"], first["resize_keyboard"]) == (True, True)
        assert second == {"remove_keyboard": True}

    talk(server, conversation)


def test_a_group_gets_no_keyboard() -> None:
    assert keyboard(Outgoing("Mời anh/chị nhắn riêng.", (YES,)), private=False) is None


SHAPES: list[tuple[str, Outgoing, list[tuple[str, int, str]]]] = [
    ("one photo carries its words", Outgoing("Đây ạ", (YES,), photos=KEYS[:1]), [("photo", 1, "Đây ạ")]),
    ("a photo without words", Outgoing("", photos=KEYS[:1]), [("photo", 1, "")]),
    (
        "words too long for a caption follow",
        Outgoing("ă" * 1025, (YES,), photos=KEYS[:1]),
        [("photo", 1, ""), ("text", 0, "ă" * 1025)],
    ),
    (
        "several photos are an album, then the words",
        Outgoing("Hai ảnh", (YES,), photos=KEYS[:2]),
        [("photo", 1, ""), ("photo", 1, ""), ("text", 0, "Hai ảnh")],
    ),
    (
        "eleven photos are an album and one",
        Outgoing("", photos=KEYS[:11]),
        [("photo", 1, "")] * 11,
    ),
    ("a file carries its words", Outgoing("Tệp", file=KEYS[0], file_name="báo cáo.pdf"), [("document", 1, "Tệp")]),
    (
        "a photo, a file and words",
        Outgoing("Cả hai", photos=KEYS[:1], file=KEYS[1], file_name="a.pdf"),
        [("photo", 1, ""), ("document", 1, ""), ("text", 0, "Cả hai")],
    ),
]


def test_pictures_files_and_words_go_out_in_their_order(server: StandIn) -> None:
    async def conversation(gateway: Telegram) -> None:
        for chat, (name, message, expected) in enumerate(SHAPES, 2000):
            server.member(chat)
            number = await gateway.send(str(chat), message)
            shown = server.messages(chat)
            assert [(each.kind, len(each.pictures), each.text) for each in shown] == expected, name
            assert number == str(shown[-1].id), name
            pictures = [data for each in shown for data in each.pictures]
            assert pictures == [PICTURES[key] for key in (*message.photos, *filter(None, [message.file]))], name
            assert list(shown[-1].tokens) == [option.label for option in message.options], name

    talk(server, conversation)


FAULTS: list[tuple[Fault, str, int, float | None]] = [  # fault, outcome, messages that arrived, retry after
    ("429", "retry", 0, 3.0),
    ("400", "rejected", 0, None),
    ("403", "gone", 0, None),
    ("500 before", "uncertain", 0, None),
    ("500 after", "uncertain", 1, None),
    ("cut before", "uncertain", 0, None),
    ("cut after", "uncertain", 1, None),
    ("bad json", "uncertain", 1, None),
    ("hang", "uncertain", 0, None),
]


@pytest.mark.parametrize(("fault", "outcome", "arrived", "pause"), FAULTS, ids=[row[0] for row in FAULTS])
def test_every_fault_says_whether_the_message_may_have_arrived(
    server: StandIn, fault: Fault, outcome: str, arrived: int, pause: float | None
) -> None:
    async def conversation(gateway: Telegram) -> None:
        server.fail("sendMessage", fault)
        with pytest.raises(SendFailed) as failed:
            await gateway.send(str(AN), Outgoing("Chào anh/chị"))
        assert (failed.value.outcome, failed.value.retry_after) == (outcome, pause)
        assert failed.value.throttled is (fault == "429")
        assert len(server.messages(AN)) == arrived
        assert "Chào" not in str(failed.value)
        await gateway.send(str(AN), Outgoing("Lần nữa"))  # and the line is good again

    talk(server, conversation, answer_within=0.2 if fault == "hang" else 5.0)


def test_who_cannot_be_reached_is_gone_and_what_cannot_be_sent_is_rejected(server: StandIn) -> None:
    async def conversation(gateway: Telegram) -> None:
        server.block(AN)
        for address, message, outcome in [
            (str(AN), Outgoing("Chào"), "gone"),
            ("999", Outgoing("Chào"), "gone"),
            ("an@example", Outgoing("Chào"), "rejected"),
            (str(BINH), Outgoing("ă" * 4097), "rejected"),
            (str(BINH), Outgoing("Chào", (Option("ă" * 40, "Có"),)), "rejected"),
            (str(BINH), Outgoing("Chào", photos=("zz/zz/missing.jpg",)), "rejected"),
        ]:
            server.member(BINH)
            with pytest.raises(SendFailed) as failed:
                await gateway.send(address, message)
            assert failed.value.outcome == outcome, message

    talk(server, conversation)


def test_when_a_part_went_out_not_sent_cannot_be_said_any_more(server: StandIn) -> None:
    async def conversation(gateway: Telegram) -> None:
        faults: list[tuple[Fault, str]] = [
            ("429", "uncertain"),
            ("500 before", "uncertain"),
            ("400", "rejected"),
            ("403", "gone"),
        ]
        for fault, outcome in faults:
            server.fail("sendMessage", fault)
            with pytest.raises(SendFailed) as failed:
                await gateway.send(str(AN), Outgoing("Hai ảnh", photos=KEYS[:2]))
            assert (failed.value.outcome, failed.value.throttled) == (outcome, fault == "429")
        server.fail("sendMediaGroup", "429")
        with pytest.raises(SendFailed) as failed:
            await gateway.send(str(AN), Outgoing("Hai ảnh", photos=KEYS[:2]))
        assert failed.value.outcome == "retry"

    talk(server, conversation)


def test_nobody_listening_a_wrong_token_and_an_unreachable_media_folder_are_tried_again(server: StandIn) -> None:
    def gone(_: str) -> bytes:
        raise FileNotFoundError

    async def conversation() -> None:
        for gateway, message in [
            (Telegram(server.token, "http://127.0.0.1:1"), Outgoing("Chào")),
            (Telegram("7000000002:WRONG", server.url), Outgoing("Chào")),
            (Telegram(server.token, server.url, load=gone), Outgoing("", photos=KEYS[:1])),
        ]:
            with pytest.raises(SendFailed) as failed:
                await gateway.send(str(AN), message)
            assert failed.value.outcome == "retry"
            await gateway.close()

    asyncio.run(conversation())
    assert server.messages(AN) == []


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


VERDICTS: list[tuple[Exception, str]] = [
    (caused(TimedOut(), httpx.PoolTimeout("")), "retry"),
    (caused(TimedOut(), httpx.ConnectTimeout("")), "retry"),
    (caused(TimedOut(), httpx.ReadTimeout("")), "uncertain"),
    (caused(TimedOut(), httpx.WriteTimeout("")), "uncertain"),
    (caused(NetworkError(""), httpx.ConnectError("")), "retry"),
    (caused(NetworkError(""), httpx.ProxyError("")), "retry"),
    (caused(NetworkError(""), httpx.WriteError("")), "uncertain"),
    (caused(NetworkError(""), httpx.RemoteProtocolError("")), "uncertain"),
    (ServerError("status 502"), "uncertain"),
    (Throttled(None), "retry"),
    (InvalidToken(), "retry"),
    (Forbidden("Forbidden: user is deactivated"), "gone"),
    (ChatMigrated(-100), "gone"),
    (BadRequest("Bad Request: chat not found"), "gone"),
    (BadRequest("Bad Request: PEER_ID_INVALID"), "gone"),
    (BadRequest("Bad Request: message is too long"), "rejected"),
    (BadRequest("request entity too large"), "rejected"),
    (TelegramError("the answer is not a JSON object"), "uncertain"),
    (KeyError("result"), "uncertain"),
]


@pytest.mark.parametrize(("error", "outcome"), VERDICTS, ids=[f"{row[0]!r} {row[0].__cause__!r}" for row in VERDICTS])
def test_what_each_error_says_about_the_message(error: Exception, outcome: str) -> None:
    assert verdict(error).outcome == outcome


# --- fetching -----------------------------------------------------------------------------------------------------


def test_a_photo_is_fetched_or_says_why_not(server: StandIn) -> None:
    async def conversation(gateway: Telegram) -> None:
        good = server.keep_file(b"bytes of a photo", "photos/tệp 1.jpg")
        assert await gateway.fetch(good) == b"bytes of a photo"
        await gateway.release(good)
        big = server.keep_file(bytes(20_000_001), "photos/big.jpg")
        cases: list[tuple[str, str, Fault | None, bool, bool]] = [
            (big, "", None, False, True),
            ("unknown", "", None, True, False),  # "wrong file_id or the file is temporarily unavailable"
            (good, "getFile", "400", False, False),
            (good, "getFile", "429", True, False),
            (good, "getFile", "500 before", True, False),
            (good, "getFile", "cut before", True, False),
            (good, "getFile", "bad json", True, False),
            (good, "download", "500 before", True, False),
            (good, "download", "429", True, False),
            (good, "download", "cut before", True, False),
            (good, "download", "403", False, False),
        ]
        for ref, method, fault, again, too_large in cases:
            if fault:
                server.fail(method, fault)
            with pytest.raises(FetchFailed) as failed:
                await gateway.fetch(ref)
            assert (failed.value.again, failed.value.too_large) == (again, too_large), (method, fault)
        assert await gateway.fetch(good) == b"bytes of a photo"

    talk(server, conversation)


# --- long polling -------------------------------------------------------------------------------------------------


def test_updates_are_confirmed_only_when_all_are_kept(server: StandIn) -> None:
    numbers = [server.say(AN, f"câu {number}") for number in range(150)]

    async def conversation(gateway: Telegram, kept: Kept) -> None:
        await kept.until(lambda: len(kept.letters) == 150)
        assert list(kept.letters) == [str(number) for number in numbers]
        assert [json.loads(raw) for raw in kept.letters.values()] == server.emitted
        await seen(server, lambda: not server.updates)
        assert gateway.last_success is not None

    polling(server, conversation)
    offsets = [asked.params.get("offset") for asked in server.calls("getUpdates")]
    assert offsets[:3] == [None, numbers[99] + 1, numbers[149] + 1]
    assert server.calls("getUpdates")[0].params["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


def test_killed_between_receipt_and_keeping_nothing_is_lost(server: StandIn) -> None:
    numbers = [str(server.say(AN, "một")), str(server.say(AN, "hai"))]

    async def conversation(gateway: Telegram) -> None:
        kept = Kept("telegram")
        kept.gate.clear()
        doomed = asyncio.create_task(gateway.poll(kept, asyncio.Event()))
        await kept.until(lambda: kept.arrived == 2)
        doomed.cancel()
        await asyncio.gather(doomed, return_exceptions=True)
        assert kept.letters == {}
        assert len(server.updates) == 2

    talk(server, conversation)

    async def afterwards(_: Telegram, kept: Kept) -> None:
        await kept.until(lambda: list(kept.letters) == numbers)

    polling(server, afterwards)


def test_what_could_not_be_kept_comes_again(server: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    numbers = [str(server.say(AN, "một")), str(server.say(AN, "hai"))]

    async def conversation(_: Telegram, kept: Kept) -> None:
        kept.refuse = lambda number: number == numbers[0] and kept.arrived < 6
        await kept.until(lambda: len(kept.letters) == 2)
        await seen(server, lambda: not server.updates)
        assert kept.arrived >= 6

    polling(server, conversation)
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert said == ["updates could not be kept and will be asked for again (1 of 2: OSError)"]


def test_poison_is_one_letter_among_the_others(server: StandIn) -> None:
    server.updates.append({"message": "no number"})
    server.push("message", {"chat": None})
    last = server.say(AN, "sau đó")

    async def conversation(_: Telegram, kept: Kept) -> None:
        await kept.until(lambda: str(last) in kept.letters)
        await seen(server, lambda: not server.updates)
        assert [key.startswith("sha256:") for key in kept.letters] == [True, False, False]

    polling(server, conversation)


def test_ids_out_of_order_and_starting_again_lower_are_all_kept(server: StandIn) -> None:
    for number in (900, 899):
        server.push("message", {"number": number}, number)

    async def conversation(gateway: Telegram, kept: Kept) -> None:
        gateway.intake.long_poll = 0
        await kept.until(lambda: list(kept.letters) == ["899", "900"])
        await seen(server, lambda: not server.updates and "offset" not in server.calls("getUpdates")[-1].params)
        server.push("message", {"number": 5}, 5)
        await kept.until(lambda: set(kept.letters) == {"900", "899", "5"})
        await seen(server, lambda: not server.updates)

    polling(server, conversation)


@pytest.mark.parametrize("fault", ["409", "429", "500 before", "cut before", "cut after", "bad json"])
def test_no_bad_day_ends_the_polling_and_it_is_said_once(
    server: StandIn, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    server.fail("deleteWebhook", fault)
    server.fail("getUpdates", fault, times=3)
    number = str(server.say(AN, "vẫn đến"))

    async def conversation(_: Telegram, kept: Kept) -> None:
        await kept.until(lambda: number in kept.letters)
        await seen(server, lambda: not server.updates)

    polling(server, conversation)
    assert len([record for record in caplog.records if record.levelno >= logging.WARNING]) == 1


def test_a_webhook_that_is_still_set_is_taken_down(server: StandIn) -> None:
    server.webhook = {"url": "http://127.0.0.1:1/old"}
    server.fail("deleteWebhook", "500 before")
    number = str(server.say(AN, "chào"))

    async def conversation(_: Telegram, kept: Kept) -> None:
        await kept.until(lambda: number in kept.letters)

    polling(server, conversation)
    assert server.webhook == {}


def test_a_wrong_token_is_said_once_without_naming_it_and_polling_goes_on(
    server: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "baocong")

    async def conversation(_: Telegram, kept: Kept) -> None:
        await seen(server, lambda: len(server.calls("getUpdates")) >= 3)
        assert kept.letters == {}

    polling(server, conversation, token="7000000002:WRONG")
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert said == ["Telegram refuses the bot's token: check the setting BAOCONG_TELEGRAM_TOKEN, then restart"]
    assert "WRONG" not in " ".join(record.getMessage() for record in caplog.records if record.name.startswith("bao"))


def test_a_kept_tap_stops_spinning_and_loses_its_keyboard(server: StandIn) -> None:
    async def conversation(gateway: Telegram, kept: Kept) -> None:
        await gateway.send(str(AN), Outgoing("Đúng không?", (YES, NO)))
        number = server.tap(AN, "Có")
        await seen(server, lambda: server.messages(AN)[0].buttons == [])
        [answered] = server.calls("answerCallbackQuery")
        assert answered.done
        message = gateway.read(kept.letters[str(number)])
        assert message is not None
        assert (message.kind, message.choice) == ("choice", "yes")

        server.fail("answerCallbackQuery", "400")  # "query is too old": nobody hears of it
        await gateway.send(str(AN), Outgoing("Chắc không?", (NO,)))
        server.tap(AN, "Không")
        await seen(server, lambda: len(server.calls("answerCallbackQuery")) == 2)

    polling(server, conversation)


def test_the_bot_learns_its_name_and_then_hears_when_a_group_mentions_it(server: StandIn) -> None:
    async def conversation(gateway: Telegram, kept: Kept) -> None:
        server.push("message", group_message(1, server.member(AN), -1001, 0, text="Chào @baocong_bot"))
        await kept.until(lambda: len(kept.letters) == 1)
        async with asyncio.timeout(10):
            while not gateway.intake.username:  # noqa: ASYNC110  - getMe is on its way, and nobody tells when it is here
                await asyncio.sleep(0)
        message = gateway.read(next(iter(kept.letters.values())))
        assert message is not None
        assert (message.kind, message.address) == ("group", "-1001")

    polling(server, conversation)


def test_the_start_never_waits_for_telegram() -> None:
    async def conversation() -> None:
        gateway = Telegram("1:A", "http://127.0.0.1:1")
        kept, stop = Kept("telegram"), asyncio.Event()
        task = asyncio.create_task(gateway.poll(kept, stop))
        await asyncio.sleep(0)
        assert gateway.last_success is None
        stop.set()
        await asyncio.wait_for(task, 10)
        await gateway.close()

    asyncio.run(conversation())


def test_the_command_menu_is_shown_in_both_languages_in_the_end(server: StandIn) -> None:
    menu = {"vi": [("baocao", "Báo cáo thành tích")], "": [("baocao", "Report an achievement")]}

    async def conversation(gateway: Telegram) -> None:
        server.fail("setMyCommands", "500 before", times=2)
        await gateway.register_commands(menu)
        assert server.commands == {
            "vi": [{"command": "baocao", "description": "Báo cáo thành tích"}],
            "": [{"command": "baocao", "description": "Report an achievement"}],
        }
        server.fail("setMyCommands", "400")
        await gateway.register_commands(menu)  # refused for good: given up, not repeated
        assert len(server.calls("setMyCommands")) == 5

    talk(server, conversation)


# --- the webhook --------------------------------------------------------------------------------------------------


def test_the_webhook_is_set_in_the_end_one_request_at_a_time(server: StandIn) -> None:
    async def conversation(gateway: Telegram) -> None:
        server.fail("setWebhook", "500 before", times=2)
        await gateway.set_webhook("https://baocong.example/", SECRET)
        assert server.webhook["url"] == f"https://baocong.example{HOOK_PATH}"
        assert (server.webhook["max_connections"], server.webhook["secret_token"]) == (1, SECRET)
        assert gateway.last_success is not None

    talk(server, conversation)


def hash_of(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


UPDATE = b'{"update_id": 77, "message": {}}'
GOOD = {SECRET_HEADER: SECRET}
HOOK: list[tuple[str, dict[str, str], bytes, int, list[str]]] = [
    ("an update", GOOD, UPDATE, 200, ["77"]),
    ("a wrong secret", {SECRET_HEADER: "wrong"}, UPDATE, 401, []),
    ("no secret", {}, UPDATE, 401, []),
    ("a secret that is not ASCII", {SECRET_HEADER: "bí mật"}, UPDATE, 401, []),
    ("a long body from a stranger", {}, b"x" * 2_000_000, 401, []),
    ("an empty probe", {}, b"", 200, []),
    ("an empty object as a probe", {}, b" {} ", 200, []),
    ("an empty probe that knows the secret", GOOD, b"", 200, []),
    ("too long", GOOD, b"x" * 1_000_001, 413, []),
    ("no update", GOOD, b'{"hello": 1}', 200, [hash_of(b'{"hello": 1}')]),
    ("no JSON", GOOD, b"<x>", 200, [hash_of(b"<x>")]),
]


@pytest.fixture
def hook() -> Iterator[tuple[TestClient, Kept]]:
    gateway, kept = Telegram("1:A", "http://127.0.0.1:1"), Kept("telegram")
    app = Starlette(routes=[Route(HOOK_PATH, telegram_webhook(gateway, kept, SECRET), methods=["POST"])])
    with TestClient(app) as client:
        yield client, kept
    asyncio.run(gateway.close())


@pytest.mark.parametrize(("name", "headers", "body", "status", "keys"), HOOK, ids=[row[0] for row in HOOK])
def test_the_webhook_keeps_what_telegram_says_and_nothing_else(
    hook: tuple[TestClient, Kept], name: str, headers: dict[str, str], body: bytes, status: int, keys: list[str]
) -> None:
    client, kept = hook
    encoded = [(key.encode(), value.encode()) for key, value in headers.items()]
    assert client.post(HOOK_PATH, content=body, headers=encoded).status_code == status, name
    assert list(kept.letters) == keys
    assert list(kept.letters.values()) == [body] * len(keys)


def test_what_the_webhook_could_not_keep_is_asked_for_again(hook: tuple[TestClient, Kept]) -> None:
    client, kept = hook
    kept.refuse = lambda _: True
    assert client.post(HOOK_PATH, content=UPDATE, headers=GOOD).status_code == 503
    kept.refuse = lambda _: False
    assert client.post(HOOK_PATH, content=UPDATE, headers=GOOD).status_code == 200
    assert kept.letters == {"77": UPDATE}


def test_a_body_of_unknown_length_is_counted_as_it_comes(hook: tuple[TestClient, Kept]) -> None:
    client, kept = hook
    chunks = (b"x" * 100_000 for _ in range(20))
    assert client.post(HOOK_PATH, content=chunks, headers=GOOD).status_code == 413
    assert kept.letters == {}


def test_a_webhook_without_a_secret_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="secret"):
        telegram_webhook(Telegram("1:A"), Kept("telegram"), "")
