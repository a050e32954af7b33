"""Recorded shapes of an Official Account's events and how they are read; mutated ones never do worse than `Unreadable`."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.gateway import Unreadable
from bot.channels.payload import MOST_BYTES, MOST_TEXT, parse
from bot.channels.zalo_oa_reading import MOST_PHOTOS, key_of, read
from handlers import menu
from tests.channel_rows import expected, raw_of, rows_of
from tests.talk import Room, Talk, joined
from tests.test_telegram_reading import VALUES, mutated, places

ROWS = rows_of("zalo_oa")
UPDATES = [row["update"] for row in ROWS if "update" in row]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_an_event_reads_as_the_table_says(row: dict[str, Any]) -> None:
    raw = raw_of(row)
    if row["expect"] == "unreadable":
        with pytest.raises(Unreadable):
            read(raw)
        return
    message = read(raw)
    assert message == (expected("zalo_oa", row["expect"]) if row["expect"] else None)
    if message is not None:
        assert message.id == key_of(parse(raw), raw)


@pytest.mark.parametrize("number", [None, "", "a b", "x" * 65, 7, [1]])
def test_a_message_without_a_usable_id_is_known_by_who_wrote_when(number: Any) -> None:
    update = UPDATES[0]
    event = {**update, "message": {**update["message"], "msg_id": number}}
    raw = json.dumps(event).encode()
    assert key_of(event, raw) == f"user_send_text:{update['sender']['id']}:{update['timestamp']}"
    del event["timestamp"]
    assert key_of(event, raw) == f"sha256:{hashlib.sha256(raw).hexdigest()}"


def test_too_much_is_not_looked_at() -> None:
    with pytest.raises(Unreadable, match="too long"):
        read(b" " * MOST_BYTES + b"{}")
    photo = next(row["update"] for row in ROWS if row["name"] == "a photo")
    attachments = photo["message"]["attachments"] * (MOST_PHOTOS + 5)
    message = read(json.dumps({**photo, "message": {**photo["message"], "attachments": attachments}}).encode())
    assert message is not None
    assert len(message.photos) == MOST_PHOTOS


def test_every_token_of_a_talk_comes_back_as_a_choice(tmp_path: Path) -> None:
    """A tap's payload is one of our tokens; the reader knows them from words."""
    talk = joined(Talk(Room(tmp_path)))
    update = UPDATES[0]
    tokens = [option.token for option in talk.heard[-1].options] + [f"go:{name}:41" for name in menu.COMMANDS]
    for token in tokens:
        message = read(json.dumps({**update, "message": {**update["message"], "text": token}}).encode())
        assert message is not None
        assert (message.kind, message.choice, message.text) == ("choice", token, "")
    talk.room.store.close()


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_mutated_event_is_read_or_unreadable_never_worse(data: st.DataObject) -> None:
    update: Any = data.draw(st.sampled_from(UPDATES))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(places(update)))
        update = mutated(update, path, data.draw(VALUES | st.just(...)))
    raw = json.dumps(update).encode()
    try:
        message = read(raw)
    except Unreadable:
        return
    if message is not None:
        assert message.id == key_of(parse(raw), raw)
        assert len(message.id) <= 160
        assert 1 <= len(message.address) <= 64
        assert len(message.text) <= MOST_TEXT
        assert len(message.display_name) <= 128
        assert message.at.tzinfo is UTC
        for words in (message.text, message.display_name, *(photo.ref + photo.caption for photo in message.photos)):
            words.encode()
            assert "\0" not in words


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_unreadable(raw: bytes) -> None:
    try:
        assert read(raw) is None
    except Unreadable:
        return
