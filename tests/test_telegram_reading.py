"""Recorded shapes of Telegram updates and how they are read; mutated ones never do worse than `Unreadable`."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import TelegramObject, Update

from bot.channels import telegram_reading
from bot.channels.gateway import Unreadable
from bot.channels.payload import MOST_BYTES, MOST_TEXT
from bot.channels.telegram_reading import Tap, key_of, read, tap_of
from handlers.words import Incoming
from tests.channel_rows import expected, raw_of, rows_of

ROWS = rows_of("telegram")
VALID = [row["update"] for row in ROWS if row.get("valid", True)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_an_update_reads_as_the_table_says(row: dict[str, Any]) -> None:
    if row["expect"] == "unreadable":
        with pytest.raises(Unreadable):
            read(raw_of(row), "baocong_bot")
        return
    message = read(raw_of(row), "baocong_bot")
    assert message == (expected("telegram", row["expect"]) if row["expect"] else None)


@pytest.mark.parametrize("update", VALID, ids=lambda update: str(update["update_id"]))
def test_python_telegram_bot_knows_every_field_of_the_table(update: dict[str, Any]) -> None:
    assert strange(Update.de_json(update, None)) == []


def test_that_reading_sees_a_misspelt_field() -> None:
    update = next(row["update"] for row in ROWS if row["name"] == "photo of an album")
    misspelt = {**update, "message": {**update["message"], "from": {**update["message"]["from"], "langage": "vi"}}}
    assert strange(Update.de_json(misspelt, None)) == ["langage"]


def strange(thing: object) -> list[str]:
    """Names of fields the library does not know, in this object and all it holds."""
    if isinstance(thing, list | tuple):
        return [name for item in thing for name in strange(item)]
    if not isinstance(thing, TelegramObject):
        return []
    inner = thing.to_dict(recursive=False).values()
    return [*thing.api_kwargs, *(name for value in inner for name in strange(value))]


def test_a_bot_that_does_not_know_its_name_yet_hears_commands_in_groups_but_no_mention() -> None:
    rows = {row["name"]: raw_of(row) for row in ROWS}
    assert read(rows["mentioned in a group"]) is None
    addressed = read(rows["a command in a group"])
    assert addressed is not None
    assert addressed.kind == "group"


def test_a_megabyte_of_text_is_cut_and_answered() -> None:
    message = read(text_update("ă" * 300_000))
    assert message is not None
    assert message.text == "ă" * MOST_TEXT


def test_what_is_too_long_for_any_update_is_not_even_parsed() -> None:
    with pytest.raises(Unreadable, match="too long"):
        read(text_update("a" * MOST_BYTES))


@pytest.mark.parametrize(
    "raw", [b"[" * 100_000, b'{"a":' * 100_000, b'{"update_id":' + b"9" * 5_000 + b"}", b"\xff\xfe"]
)
def test_json_made_to_hurt_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        read(raw)


def test_the_key_of_an_update_is_its_number_or_else_the_hash_of_its_bytes() -> None:
    assert key_of({"update_id": 7}, b"x") == "7"
    hashed = "sha256:2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    odd_ones: list[object] = [{"update_id": "7"}, {"update_id": True}, {"update_id": 2**70}, {}, [], None]
    for odd in odd_ones:
        assert key_of(odd, b"x") == hashed


def test_a_tap_names_its_query_and_the_message_whose_keyboard_can_go() -> None:
    rows = {row["name"]: raw_of(row) for row in ROWS}
    assert tap_of(rows["tap"]) == Tap("4299", 1001, 12)
    assert tap_of(rows["tap on a message Telegram no longer shows: time unknown"]) == Tap("4300", 0)
    door = rows["tap"].replace(b'"data":"yes"', b'"data":"go:xem:1"').replace(b'"data": "yes"', b'"data":"go:xem:1"')
    assert tap_of(door) == Tap("4299", 0)  # its other doors are still wanted
    assert tap_of(rows["text"]) is None
    assert tap_of(b'{"update_id":1,"callback_query":{}}') is None
    assert tap_of(b'"callback_query"') is None


def text_update(text: str) -> bytes:
    chat = {"id": 1, "type": "private", "first_name": "An"}
    return json.dumps({"update_id": 1, "message": {"message_id": 1, "date": 0, "chat": chat, "text": text}}).encode()


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(st.characters(codec=None), max_size=20),
    st.sampled_from(["private", "supergroup", "kicked", "/start x", "@baocong_bot", "\ud800", "\x00"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path into a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner in items for place in places(inner, (*path, key)))]


def mutated(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy of `value` with `new` at `path`; `...` removes what is there."""
    if not path:
        return {} if new is ... else new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = mutated(copy[path[0]], path[1:], new) if len(path) > 1 or new is not ... else None
    if new is ... and len(path) == 1:
        del copy[path[0]]
    return copy


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_a_mutated_update_is_read_or_unreadable_never_worse(data: st.DataObject) -> None:
    update: Any = data.draw(st.sampled_from(VALID))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(places(update)))
        update = mutated(update, path, data.draw(VALUES | st.just(...)))
    raw = json.dumps(update).encode()
    tap_of(raw)
    key_of(update, raw)
    try:
        message = read(raw, "baocong_bot")
    except Unreadable:
        return
    if message is not None:
        checked(message)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_read_or_unreadable(raw: bytes) -> None:
    try:
        read(raw)
    except Unreadable:
        return


def checked(message: Incoming) -> None:
    """Whatever was read can be stored anywhere: UTF-8, no NUL, bounded, a time in UTC."""
    assert int(message.id) is not None
    assert int(message.address) is not None
    assert message.at.tzinfo is UTC
    words = [message.text, message.choice, message.album, message.contact, message.start, message.display_name]
    words += [message.language, *(photo.ref + photo.caption for photo in message.photos)]
    for word in words:
        assert "\0" not in word
        assert len(word.encode()) <= 4 * MOST_TEXT


def test_the_reader_asks_for_exactly_the_kinds_it_reads() -> None:
    assert tuple(telegram_reading.READERS) == telegram_reading.ALLOWED_UPDATES
