"""What the Zalo Bot Platform tells us, read: raw JSON → `Incoming` (docs.zaloplatforms.com/docs/BOT, webhook).

Documentation and wire differ, so both are taken: wrapped in `{"ok", "result"}` or bare; a photo's address in `photo` or in
`photo_url`. What is no event, or lacks a field we need, is `Unreadable`; what concerns nobody is None. Exceptions name
fields, never what a person wrote.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from typing import Any

from bot.channels.gateway import Unreadable
from bot.channels.zalo_media import MOST_ADDRESS
from handlers.words import Incoming, PhotoRef

Fields = dict[str, Any]

CHANNEL = "zalo_bot"
MOST_BYTES = 2_000_000  # of one payload; Zalo's own stay under 10 kB
MOST_TEXT = 20_000  # characters; more than any messenger lets people write
MOST_CAPTION = 4_096
MOST_NAME = 128
MOST_ID = 64
LAST_MOMENT = 253_402_300_800_000  # milliseconds: the year 10000
TOGETHER = (
    10_000  # milliseconds: photos sent within one such span are answered once (each answer counts against the plan)
)

MESSAGE = re.compile(r"message\.[a-z_]{1,32}\.received")
COMMAND = re.compile(r"/\w{1,32}(?=\s|$)")
IDENTIFIER = re.compile(rf"[A-Za-z0-9_-]{{1,{MOST_ID}}}")


def read(raw: bytes) -> Incoming | None:
    """One event as a message."""
    event = _event(_parsed(raw))
    name = _string(event, "event_name", 64)
    if not MESSAGE.fullmatch(name):
        return None  # following and the like: named by some clients, documented nowhere
    message = _object(event, "message")
    sender, chat = _object(message, "from"), _object(message, "chat")
    if sender.get("is_bot") is True:
        return None
    number, address, at = _key(message, raw), _identifier(chat, "id"), _moment(message, "date")
    kind = _string(chat, "chat_type", 16).upper()
    if kind == "GROUP":
        return Incoming(id=number, channel=CHANNEL, address=address, at=at, kind="group")
    if kind not in ("PRIVATE", ""):
        return None
    text, photos = _content(name, message)
    return Incoming(
        id=number,
        channel=CHANNEL,
        address=address,
        at=at,
        kind="message" if text or photos else "unreadable",
        text=text,
        photos=photos,
        album=f"{address}:{message['date'] // TOGETHER}" if photos else "",
        display_name=_name(sender),
    )


def key_of(raw: bytes) -> str:
    """The id a payload is kept under: its message's, or the hash of its bytes when it has none."""
    try:
        event = _event(_parsed(raw))
    except Unreadable:
        event = {}
    message = event.get("message")
    return _key(message if isinstance(message, dict) else {}, raw)


def _parsed(raw: bytes) -> Fields:
    if len(raw) > MOST_BYTES:
        raise Unreadable("too long")
    try:
        payload = json.loads(raw)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, a number of thousands of digits, nested without end
        raise Unreadable("not JSON") from None
    if not isinstance(payload, dict):
        raise Unreadable("not an object")
    return payload


def _event(payload: Fields) -> Fields:
    """The event in its envelope, or without one."""
    return _object(payload, "result") if "result" in payload and "event_name" not in payload else payload


def _content(name: str, message: Fields) -> tuple[str, tuple[PhotoRef, ...]]:
    """Words and photo. A caption stands on its photo, but for a command, which counts in a caption too. Both are empty for
    what we cannot read: stickers, voices, links, files, and everything protected senders write (`unsupported`)."""
    if name == "message.text.received":
        return _string(message, "text", MOST_TEXT), ()
    if name != "message.image.received":
        return "", ()
    address = _string(message, "photo_url", MOST_ADDRESS + 1) or _string(message, "photo", MOST_ADDRESS + 1)
    if not address.startswith(("https://", "http://")) or len(address) > MOST_ADDRESS:
        return "", ()
    caption = _string(message, "caption", MOST_CAPTION)
    commanded = COMMAND.match(caption) is not None
    return (caption if commanded else ""), (PhotoRef(address, "" if commanded else caption),)


def _key(message: Fields, raw: bytes) -> str:
    number = message.get("message_id")
    if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 10**MOST_ID:
        number = str(number)
    if isinstance(number, str) and IDENTIFIER.fullmatch(number):
        return number
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _name(sender: Fields) -> str:
    name = _string(sender, "display_name", MOST_NAME) or _string(sender, "name", MOST_NAME)
    return " ".join(name.split())


def _identifier(holder: Fields, key: str) -> str:
    value = holder.get(key)
    if not isinstance(value, str) or not IDENTIFIER.fullmatch(value):
        raise Unreadable(key)
    return value


def _object(holder: Fields, key: str) -> Fields:
    value = holder.get(key)
    if not isinstance(value, dict):
        raise Unreadable(key)
    return value


def _string(holder: Fields, key: str, most: int) -> str:
    """A string of at most `most` characters that every database and every encoder takes; "" when it is not there."""
    value = holder.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(key)
    value = value[:most]
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _moment(holder: Fields, key: str) -> datetime:
    milliseconds = holder.get(key)
    if not isinstance(milliseconds, int) or isinstance(milliseconds, bool) or not 0 <= milliseconds < LAST_MOMENT:
        raise Unreadable(key)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
