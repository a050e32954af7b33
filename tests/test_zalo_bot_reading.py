"""Recorded shapes of the Zalo Bot Platform's events and how they are read; mutated ones never do worse than `Unreadable`."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.gateway import Unreadable
from bot.channels.payload import MOST_BYTES, MOST_TEXT
from bot.channels.zalo_bot_reading import MOST_ID, key_of, read
from bot.channels.zalo_media import MOST_ADDRESS, is_theirs
from handlers.words import Incoming
from tests.channel_rows import expected, raw_of, rows_of
from tests.test_telegram_reading import VALUES, mutated, places

ROWS = rows_of("zalo_bot")
UPDATES = [row["update"] for row in ROWS if "update" in row]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_an_event_reads_as_the_table_says(row: dict[str, Any]) -> None:
    if row["expect"] == "unreadable":
        with pytest.raises(Unreadable):
            read(raw_of(row))
        return
    message = read(raw_of(row))
    assert message == (expected("zalo_bot", row["expect"]) if row["expect"] else None)
    if message is not None:
        assert message.id == key_of(raw_of(row))


@pytest.mark.parametrize("number", [None, "", "a b", "x" * (MOST_ID + 1), -1, True, [1]])
def test_an_event_without_a_usable_id_is_known_by_its_bytes(number: Any) -> None:
    update = UPDATES[1]
    raw = json.dumps({**update, "message": {**update["message"], "message_id": number}}).encode()
    message = read(raw)
    assert message is not None
    assert message.id == key_of(raw) == f"sha256:{hashlib.sha256(raw).hexdigest()}"


def test_wrapped_and_bare_the_same_event_has_one_id() -> None:
    wrapped, bare = (json.dumps(update).encode() for update in UPDATES[:2])
    assert key_of(wrapped) == key_of(bare) == "2d758cb5e222177a4e35"


def test_too_long_a_payload_is_not_looked_at() -> None:
    raw = b" " * MOST_BYTES + b"{}"
    with pytest.raises(Unreadable, match="too long"):
        read(raw)
    assert key_of(raw).startswith("sha256:")


def test_photos_sent_together_are_one_album_and_later_ones_another() -> None:
    def album(milliseconds: int) -> str:
        photo = next(row["update"] for row in ROWS if row["name"] == "a photo as captured")
        message = read(json.dumps({**photo, "message": {**photo["message"], "date": milliseconds}}).encode())
        assert message is not None
        return message.album

    assert album(1_750_316_130_100) == album(1_750_316_131_900) != album(1_750_316_145_000)


ADDRESSES = [
    ("https://photo-stal-1.zdn.vn/jpg/a.jpg", True),
    ("https://F2-voice.ZDN.vn/a.aac", True),
    ("https://bot-api.zaloplatforms.com/a.jpg", True),
    ("https://s120-ava.zadn.vn/a.jpg", True),
    ("http://127.0.0.1:8082/media/a.jpg", True),  # the server that the settings name
    ("http://photo-stal-1.zdn.vn/a.jpg", False),  # not in clear
    ("https://photo-stal-1.zdn.vn:8443/a.jpg", False),
    ("https://zdn.vn.evil.example/a.jpg", False),
    ("https://evilzdn.vn/a.jpg", False),
    ("https://photo.zdn.vn@evil.example/a.jpg", False),
    ("https://user@photo.zdn.vn/a.jpg", False),
    ("https://evil.example/photo.zdn.vn", False),
    ("https://evil.example#.zdn.vn", False),
    ("https://127.0.0.1/a.jpg", False),
    ("http://127.0.0.1:8083/a.jpg", False),
    ("http://169.254.169.254/latest/meta-data", False),
    ("https://[::1]/a.jpg", False),
    ("file:///etc/passwd", False),
    ("ftp://photo.zdn.vn/a.jpg", False),
    ("//photo.zdn.vn/a.jpg", False),
    ("https://", False),
    ("", False),
    ("https://photo.zdn.vn/" + "a" * MOST_ADDRESS, False),
    ("https://photo.zdn.vn/\x00", False),
    ("https://[photo.zdn.vn/", False),
]


@pytest.mark.parametrize(("address", "theirs"), ADDRESSES)
def test_only_zalos_own_hosts_are_visited(address: str, theirs: bool) -> None:  # noqa: FBT001  - a row of the table
    assert is_theirs(address, ["http://127.0.0.1:8082"]) is theirs


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_mutated_event_is_read_or_unreadable_never_worse(data: st.DataObject) -> None:
    update: Any = data.draw(st.sampled_from(UPDATES))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(places(update)))
        update = mutated(update, path, data.draw(VALUES | st.just(...)))
    raw = json.dumps(update).encode()
    key = key_of(raw)
    try:
        message = read(raw)
    except Unreadable:
        return
    if message is not None:
        assert message.id == key
        checked(message)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_unreadable(raw: bytes) -> None:
    assert len(key_of(raw)) <= 71
    try:
        assert read(raw) is None
    except Unreadable:
        return


def checked(message: Incoming) -> None:
    """Everything has its bound and every encoder takes it."""
    assert 1 <= len(message.address) <= MOST_ID
    assert len(message.text) <= MOST_TEXT
    assert len(message.display_name) <= 128
    assert message.at.tzinfo is UTC
    for words in (message.text, message.display_name, *(photo.ref + photo.caption for photo in message.photos)):
        words.encode()
        assert "\0" not in words
