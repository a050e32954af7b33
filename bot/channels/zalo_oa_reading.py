"""An Official Account's event, read: raw JSON → `Incoming` (https://developers.zalo.me/docs/official-account/webhook).

All ids and the timestamp (milliseconds) are texts. A tapped button comes back as a text that equals its payload, which is our
option's token. What is no event, or lacks a field we need, is `Unreadable`; what concerns nobody is None: echoes of what we
sent ourselves, receipts, and kinds that are not known yet. Exceptions name fields, never what a person wrote.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from bot.channels.gateway import Unreadable
from bot.channels.payload import MOST_CAPTION, MOST_NAME, MOST_TEXT, Fields, moment_of, object_in, parse, string_in
from bot.channels.zalo_media import MOST_ADDRESS
from handlers.words import Incoming, PhotoRef

CHANNEL = "zalo_oa"
MOST_PHOTOS = 20  # attachments of one message
TOGETHER = 10_000  # milliseconds: photos sent together come one by one, and are answered once

IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Our options' tokens, as `handlers.voice` makes them: a question's serial (a person's millionth and on) and a place; a door.
TOKEN = re.compile(r"(?:[1-9][0-9]{6,18}:[0-9]{1,3}|go:[a-z]{1,20}(?::[\x21-\x7e]{0,60})?)")
COMMAND = re.compile(r"/\w{1,32}(?=\s|$)")
PHONE = re.compile(r"\+?[0-9]{8,15}")
PICTURE = re.compile(r"(?:.*\.)?(?:jpe?g|png|webp|hei[cf])", re.IGNORECASE | re.DOTALL)

_string = partial(string_in, null=True)


def read(raw: bytes) -> Incoming | None:
    """One event as a message."""
    event = parse(raw)
    reader = READERS.get(_string(event, "event_name", 64))
    return reader(event, key_of(event, raw)) if reader else None


def key_of(event: Fields, raw: bytes) -> str:
    """The id an event is kept under: its message's; what has none is known by who did what when, or by its bytes."""
    message = event.get("message")
    number = message.get("msg_id") if isinstance(message, dict) else None
    if (
        isinstance(number, str)
        and IDENTIFIER.fullmatch(number)
        and str(event.get("event_name")).startswith("user_send_")
    ):
        return number
    who = event.get("follower") or event.get("sender")
    parts = [event.get("event_name"), who.get("id") if isinstance(who, dict) else None, event.get("timestamp")]
    if all(isinstance(part, str) and IDENTIFIER.fullmatch(part) for part in parts):
        return ":".join(map(str, parts))
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _text(event: Fields, number: str) -> Incoming:
    """Words, or a tapped button."""
    text = _string(object_in(event, "message"), "text", MOST_TEXT)
    if TOKEN.fullmatch(text):
        return Incoming(**_base(event, number), kind="choice", choice=text)
    return Incoming(**_base(event, number), kind="message" if text else "unreadable", text=text)


def _pictures(event: Fields, number: str) -> Incoming:
    """Photos with their words, and pictures that were sent as files; any other file is nothing we can read."""
    message = object_in(event, "message")
    words = _string(message, "text", MOST_CAPTION)
    places = [_string(each, "url", MOST_ADDRESS + 1) for each in _attachments(message) if _is_picture(each)]
    places = [place for place in places if place.startswith(("https://", "http://")) and len(place) <= MOST_ADDRESS]
    commanded = COMMAND.match(words) is not None  # a command counts under a photo, too
    captions = ["" if commanded else words, *[""] * len(places)]
    photos = tuple(PhotoRef(place, caption) for place, caption in zip(places, captions, strict=False))
    text = words if commanded or not photos else ""
    base = _base(event, number)
    return Incoming(
        **base,
        kind="message" if photos or text else "unreadable",
        text=text,
        photos=photos,
        album=f"{base['address']}:{int(base['at'].timestamp() * 1000) // TOGETHER}" if photos else "",
    )


def _unreadable(event: Fields, number: str) -> Incoming:
    """Stickers, voices, videos, places, cards: met with a kind sentence."""
    return Incoming(**_base(event, number), kind="unreadable")


def _shared(event: Fields, number: str) -> Incoming:
    """The person let Zalo tell us their name and number."""
    info = object_in(event, "info")
    phone = _string(info, "phone", 32)
    name = " ".join(_string(info, "name", MOST_NAME).split())
    if not PHONE.fullmatch(phone):
        return Incoming(**_base(event, number), kind="unreadable", display_name=name)
    return Incoming(**_base(event, number), contact=phone, display_name=name)


def _followed(event: Fields, number: str) -> Incoming:
    """Somebody follows the account: they are welcomed as if they had said the first word, and may be written to."""
    return Incoming(**_base(event, number, "follower"), text="/start")


def _left(event: Fields, number: str) -> Incoming:
    return Incoming(**_base(event, number, "follower"), kind="left")


def _base(event: Fields, number: str, who: str = "sender") -> dict[str, Any]:
    address = object_in(event, who).get("id")
    if not isinstance(address, str) or not IDENTIFIER.fullmatch(address):
        raise Unreadable(f"{who}.id")
    return {"id": number, "channel": CHANNEL, "address": address, "at": _moment(event)}


def _attachments(message: Fields) -> list[Fields]:
    """The payloads of a message's attachments, with the type each one is sent as."""
    found = message.get("attachments")
    if not isinstance(found, list):
        raise Unreadable("attachments")
    payloads = []
    for each in found[:MOST_PHOTOS]:
        payload = object_in(each, "payload") if isinstance(each, dict) else {}
        payloads.append({**payload, "sent_as": each.get("type") if isinstance(each, dict) else ""})
    return payloads


def _is_picture(payload: Fields) -> bool:
    if payload["sent_as"] == "image":
        return True
    named = [payload.get("name"), payload.get("type")]
    return any(isinstance(each, str) and PICTURE.fullmatch(each[:300]) for each in named)


def _moment(event: Fields) -> datetime:
    said = event.get("timestamp")
    if isinstance(said, str) and said.isascii() and said.isdecimal() and len(said) < 16:
        said = int(said)
    return moment_of("timestamp", said, per_second=1000)


READERS: Mapping[str, Callable[[Fields, str], Incoming]] = {
    "user_send_text": _text,
    "user_send_link": _text,
    "user_send_image": _pictures,
    "user_send_file": _pictures,
    "user_send_sticker": _unreadable,
    "user_send_gif": _unreadable,
    "user_send_audio": _unreadable,
    "user_send_video": _unreadable,
    "user_send_location": _unreadable,
    "user_send_business_card": _unreadable,
    "user_submit_info": _shared,
    "follow": _followed,
    "unfollow": _left,
}
