"""A second, independent reading of the Bot API: aiogram's strict models, tests only.

What our table calls valid, what the stand-in serves and answers, and what our gateway sends must all parse there with no
field left over. (python-telegram-bot lets through what aiogram refuses, such as a message without its chat.)
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiogram.methods
import aiogram.types
import pytest
from pydantic import BaseModel

from bot.channels.telegram import Telegram
from handlers.words import Option, Outgoing
from tests.standin_telegram import Asked, StandIn
from tests.telegram_shapes import group_message, membership

ROWS = json.loads((Path(__file__).parents[1] / "channels" / "telegram.json").read_text("utf-8"))
VALID = [row for row in ROWS if row.get("valid", True)]
AN = 1001
PICTURES = {"aa/bb/1.jpg": b"\xff\xd8one", "aa/bb/2.jpg": b"\xff\xd8two"}
OPTIONS = (Option("yes", "Có"), Option("no", "Không"), Option("back", "Quay lại", aside=True))
RESULTS: dict[str, Any] = {
    "getMe": aiogram.types.User,
    "getFile": aiogram.types.File,
    "sendMessage": aiogram.types.Message,
    "sendPhoto": aiogram.types.Message,
    "sendDocument": aiogram.types.Message,
    "editMessageReplyMarkup": aiogram.types.Message,
}


def strange(thing: object) -> list[str]:
    """Fields that a model, or any model inside it, has no place for."""
    if isinstance(thing, list | tuple):
        return [name for item in thing for name in strange(item)]
    if not isinstance(thing, BaseModel):
        return []
    return [*(thing.model_extra or {}), *(name for _, value in thing for name in strange(value))]


@pytest.mark.parametrize("row", VALID, ids=lambda row: row["name"])
def test_the_payload_table_is_telegrams(row: dict[str, Any]) -> None:
    assert strange(aiogram.types.Update.model_validate(row["update"])) == []


def test_this_referee_sees_a_misspelt_field_and_a_missing_chat() -> None:
    update = next(row["update"] for row in VALID if row["name"] == "photo of an album")
    misspelt = {**update, "message": {**update["message"], "media_group_idd": "1"}}
    assert strange(aiogram.types.Update.model_validate(misspelt)) == ["media_group_idd"]
    with pytest.raises(ValueError, match="chat"):
        aiogram.types.Update.model_validate({"update_id": 1, "message": {"message_id": 1, "date": 0}})


@pytest.fixture(scope="module")
def told() -> Iterator[StandIn]:
    """A stand-in after everything it can emit was emitted, and everything the gateway can ask was asked."""
    with StandIn() as server:
        asyncio.run(everything(server))
        yield server


async def everything(server: StandIn) -> None:
    gateway = Telegram(server.token, server.url, load=PICTURES.__getitem__)
    member = server.member(AN, first_name="An", username="an_nt")
    stop = asyncio.Event()
    polling = asyncio.create_task(gateway.poll(Everything(), stop))
    say_everything(server)
    server.push("message", group_message(1, member, -1001, 1, text="/baocao"))
    server.push("my_chat_member", membership(member, {"id": -1, "title": "Tổ", "type": "group"}, 1, "left", "member"))
    one, two = PICTURES
    for message in (
        Outgoing("Chào anh/chị"),
        Outgoing("Đúng không?", OPTIONS),
        Outgoing("Số điện thoại?", OPTIONS, ask_contact="Gửi số"),
        Outgoing("Một ảnh", OPTIONS, photos=(one,)),
        Outgoing("Hai ảnh", OPTIONS, photos=(one, two)),
        Outgoing("Tệp", file=one, file_name="a.pdf"),
    ):
        await gateway.send(str(AN), message)
    server.tap(AN, "Có")
    server.tap(AN, "Gửi số")
    await gateway.fetch(server.keep_file(b"x", "photos/1.jpg"))
    await asyncio.to_thread(server.wait, lambda: bool(server.calls("editMessageReplyMarkup")) and not server.updates)
    stop.set()
    await polling
    await gateway.set_webhook("https://baocong.example", "secret")
    await gateway.register_commands({"vi": [("baocao", "Báo cáo")], "": [("baocao", "Report")]})
    await gateway.close()


def say_everything(server: StandIn) -> None:
    server.say(AN, "/start dv_1")
    server.say(AN, "Cải tiến")
    server.edit(AN, "Cải tiến quy trình")
    server.send_photo(AN, b"one", "Trước", "9")
    server.send_photo(AN, b"two", album="9", as_file=True, name="b.heic")
    server.share_contact(AN)
    server.share_contact(AN, own=False)
    server.block(AN)
    server.unblock(AN)


class Everything:
    """Keeps nothing and refuses nothing."""

    async def take(self, channel: str, update_id: str, raw: bytes) -> None: ...


def test_every_update_the_stand_in_emits_is_telegrams(told: StandIn) -> None:
    kinds = {kind for update in told.emitted for kind in update}
    assert kinds == {"update_id", "message", "edited_message", "callback_query", "my_chat_member"}
    for update in told.emitted:
        assert strange(aiogram.types.Update.model_validate(update)) == []


def test_every_request_of_our_gateway_is_one_of_the_bot_api(told: StandIn) -> None:
    assert {asked.method for asked in told.asked} == {
        "answerCallbackQuery",
        "deleteWebhook",
        "editMessageReplyMarkup",
        "getFile",
        "getMe",
        "getUpdates",
        "sendDocument",
        "sendMediaGroup",
        "sendMessage",
        "sendPhoto",
        "setMyCommands",
        "setWebhook",
    }
    for asked in told.asked:
        assert (asked.method, strange(as_aiogram(asked))) == (asked.method, [])


def as_aiogram(asked: Asked) -> BaseModel:
    model: type[BaseModel] = getattr(aiogram.methods, asked.method[0].upper() + asked.method[1:])
    uploads = {key: f"attach://{key}" for key in asked.files if key in model.model_fields}
    return model.model_validate(asked.params | uploads)


def test_every_answer_of_the_stand_in_is_telegrams(told: StandIn) -> None:
    seen = set()
    for asked in told.asked:
        if asked.done and asked.method in RESULTS:
            seen.add(asked.method)
            assert (asked.method, strange(RESULTS[asked.method].model_validate(asked.result))) == (asked.method, [])
        if asked.done and asked.method == "sendMediaGroup":
            for sent in asked.result:
                assert strange(aiogram.types.Message.model_validate(sent)) == []
    assert seen == set(RESULTS)
