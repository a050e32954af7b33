"""What the Zalo Bot Platform tells us, read: raw JSON → `Incoming` (docs.zaloplatforms.com/docs/BOT, webhook).

Documentation and wire differ, so both are taken: wrapped in `{"ok", "result"}` or bare; a photo's address in `photo` or in
`photo_url`. What is no event, or lacks a field we need, is `Unreadable`; what concerns nobody is None. Exceptions name
fields, never what a person wrote.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from functools import partial

from bot.channels.gateway import Unreadable
from bot.channels.payload import MOST_CAPTION, MOST_NAME, MOST_TEXT, Fields, moment_of, object_in, parse, string_in
from bot.channels.zalo_media import MOST_ADDRESS
from handlers.words import Incoming, PhotoRef

CHANNEL = "zalo_bot"
MOST_ID = 64
TOGETHER = (
    10_000  # milliseconds: photos sent within one such span are answered once (an answer counts against the plan)
)

MESSAGE = re.compile(r"message\.[a-z_]{1,32}\.received")
COMMAND = re.compile(r"/\w{1,32}(?=\s|$)")
IDENTIFIER = re.compile(rf"[A-Za-z0-9_-]{{1,{MOST_ID}}}")

_string = partial(string_in, null=True)


def read(raw: bytes) -> Incoming | None:
    """One event as a message."""
    event = _event(parse(raw))
    name = _string(event, "event_name", 64)
    if not MESSAGE.fullmatch(name):
        return None  # following and the like: named by some clients, documented nowhere
    message = object_in(event, "message")
    sender, chat = object_in(message, "from"), object_in(message, "chat")
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
        event = _event(parse(raw))
    except Unreadable:
        event = {}
    message = event.get("message")
    return _key(message if isinstance(message, dict) else {}, raw)


def _event(payload: Fields) -> Fields:
    """The event in its envelope, or without one."""
    return object_in(payload, "result") if "result" in payload and "event_name" not in payload else payload


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


def _moment(holder: Fields, key: str) -> datetime:
    return moment_of(key, holder.get(key), per_second=1000)
