"""A Telegram update, read: raw JSON → `Incoming` (https://core.telegram.org/bots/api#update).

The few fields we use are taken from the parsed JSON by checked helpers, not through `telegram.Update.de_json`: that
builds every nested object (220–360 µs an update) and lets wrong types through. What is no update, or lacks a field we
need, is `Unreadable`; what concerns nobody is None. Exceptions name fields, never what a person wrote.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.channels.gateway import Unreadable
from bot.channels.payload import MOST_CAPTION, MOST_NAME, MOST_TEXT, Fields, moment_of, object_in, parse, string_in
from handlers.words import DOOR, Incoming, PhotoRef

CHANNEL = "telegram"
UNKNOWN_TIME = datetime.fromtimestamp(0, UTC)
MOST_TOKEN = 64
MOST_NUMBER = 2**63

# The kinds of update we ask Telegram for; the others concern nobody.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

PICTURE_NAME = re.compile(r"\.(?:jpe?g|png|webp|hei[cf])$", re.IGNORECASE)
COMMAND = re.compile(r"/(\w{1,32})(?:@(\w{1,64}))?(?=\s|$)")
START = re.compile(r"/start\s+([A-Za-z0-9_-]{1,64})\s*$")

# Messages that Telegram writes about the chat itself: nobody said anything, nobody waits for an answer.
SERVICE = frozenset(
    """
    new_chat_title new_chat_photo delete_chat_photo pinned_message message_auto_delete_timer_changed
    write_access_allowed connected_website chat_background_set users_shared chat_shared user_shared boost_added
    successful_payment refunded_payment proximity_alert_triggered video_chat_scheduled video_chat_started
    video_chat_ended video_chat_participants_invited giveaway_created giveaway_completed gift_upgrade_sent
    direct_message_price_changed paid_message_price_changed checklist_tasks_done checklist_tasks_added
    """.split()  # noqa: SIM905  - a list of words, not of strings
)


def read(raw: bytes, username: str = "") -> Incoming | None:
    """One update as a message. `username` is the bot's own, if known: in groups it tells who is spoken to."""
    update = parse(raw)
    number = str(_number(update, "update_id"))
    for kind, reader in READERS.items():
        if kind in update:
            return reader(number, object_in(update, kind), username)
    return None


@dataclass(frozen=True, slots=True)
class Tap:
    """What it takes to answer a tapped button: the query's id, and the message whose keyboard can be removed (or 0)."""

    query: str
    chat: int
    message: int = 0


def tap_of(raw: bytes) -> Tap | None:
    """The tap in an update, None when there is none."""
    if b'"callback_query"' not in raw:
        return None
    try:
        query = object_in(parse(raw), "callback_query")
        number = string_in(query, "id", MOST_TOKEN, needed=True)
        message = query.get("message")
        door = str(query.get("data", "")).startswith(DOOR)  # a door stays: what else the message offers is still wanted
        if door or not isinstance(message, dict) or "reply_markup" not in message:
            return Tap(number, 0)
        return Tap(number, _number(object_in(message, "chat"), "id"), _number(message, "message_id"))
    except Unreadable:
        return None


def key_of(update: object, raw: bytes) -> str:
    """The id an update is kept under: its number, or the hash of its bytes when it has none."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if isinstance(number, int) and not isinstance(number, bool) and abs(number) < MOST_NUMBER:
        return str(number)
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _message(number: str, message: Fields, username: str) -> Incoming | None:
    chat = object_in(message, "chat")
    kind = string_in(chat, "type")
    if kind in ("group", "supergroup"):
        return _in_group(number, message, chat, username)
    if kind != "private" or not SERVICE.isdisjoint(message):
        return None
    address, at = str(_number(chat, "id")), _moment(message, "date")
    sender = object_in(message, "from") if "from" in message else chat
    text = string_in(message, "text", MOST_TEXT) or string_in(message, "caption", MOST_CAPTION)
    text, start = _command(text)
    commanded = COMMAND.match(text) is not None  # a command counts in a caption too, even under a video
    photos = _photos(message, "" if commanded else text)
    contact = _own_phone(message, sender)
    if photos and not commanded:
        text = ""  # it stands on its photo
    readable = photos or contact or commanded or "text" in message
    return Incoming(
        id=number,
        channel=CHANNEL,
        address=address,
        at=at,
        kind="message" if readable else "unreadable",
        text=text if readable else "",
        photos=photos,
        album=string_in(message, "media_group_id", MOST_TOKEN) if photos else "",
        contact=contact,
        start=start,
        display_name=_name(sender),
        language=string_in(sender, "language_code", 16),
    )


def _edited(number: str, message: Fields, _username: str) -> Incoming | None:
    chat = object_in(message, "chat")
    if string_in(chat, "type") != "private" or "location" in message:  # a live location edits itself every few seconds
        return None
    sender = object_in(message, "from") if "from" in message else chat
    return Incoming(
        id=number,
        channel=CHANNEL,
        address=str(_number(chat, "id")),
        at=_moment(message, "edit_date" if "edit_date" in message else "date"),
        kind="edited",
        text=string_in(message, "text", MOST_TEXT) or string_in(message, "caption", MOST_CAPTION),
        display_name=_name(sender),
        language=string_in(sender, "language_code", 16),
    )


def _tap(number: str, query: Fields, _username: str) -> Incoming | None:
    """A tapped button. A tap carries no time of its own: `at` is when the tapped message was sent, or `UNKNOWN_TIME`
    when Telegram no longer shows that message (its date is then 0)."""
    sender = object_in(query, "from")
    message = object_in(query, "message") if "message" in query else {}
    chat = object_in(message, "chat") if "chat" in message else {"id": sender.get("id"), "type": "private"}
    string_in(query, "id")
    choice = string_in(query, "data", MOST_TOKEN)
    if string_in(chat, "type") != "private" or not choice:
        return None
    return Incoming(
        id=number,
        channel=CHANNEL,
        address=str(_number(chat, "id")),
        at=_moment(message, "date") if "date" in message else UNKNOWN_TIME,
        kind="choice",
        choice=choice,
        display_name=_name(sender),
        language=string_in(sender, "language_code", 16),
    )


def _membership(number: str, change: Fields, _username: str) -> Incoming | None:
    """We were blocked by a person, or added to a group."""
    chat = object_in(change, "chat")
    kind, address = string_in(chat, "type"), str(_number(chat, "id"))
    before = string_in(object_in(change, "old_chat_member"), "status")
    after = string_in(object_in(change, "new_chat_member"), "status")
    at = _moment(change, "date")
    if kind == "private" and after == "kicked":
        return Incoming(id=number, channel=CHANNEL, address=address, at=at, kind="left")
    added = after in ("member", "administrator") and before in ("left", "kicked")
    if kind in ("group", "supergroup") and added:
        return Incoming(id=number, channel=CHANNEL, address=address, at=at, kind="group")
    return None


def _in_group(number: str, message: Fields, chat: Fields, username: str) -> Incoming | None:
    """Something written in a group, if it was for us. What it said and who said it is none of our business."""
    text = string_in(message, "text", MOST_TEXT) or string_in(message, "caption", MOST_CAPTION)
    command = COMMAND.match(text)
    us = username.casefold()
    for_us = command is not None and (not us or not command[2] or command[2].casefold() == us)
    mentioned = bool(us) and re.search(rf"@{re.escape(us)}\b", text.casefold()) is not None
    if not for_us and not mentioned:
        return None
    address, at = str(_number(chat, "id")), _moment(message, "date")
    return Incoming(id=number, channel=CHANNEL, address=address, at=at, kind="group")


def _command(text: str) -> tuple[str, str]:
    """`/cmd@bot rest` → `/cmd rest`; `/start payload` → `/start` and the payload of the deep link."""
    command = COMMAND.match(text)
    if command is None:
        return text, ""
    text = f"/{command[1]}{text[command.end() :]}"
    if command[1].lower() == "start":
        payload = START.match(text.replace(command[1], "start", 1))
        return "/start", payload[1] if payload else ""
    return text, ""


def _photos(message: Fields, caption: str) -> tuple[PhotoRef, ...]:
    """The photo of a message in its largest size, or the picture that was sent as a file."""
    if "photo" in message:
        sizes = message["photo"]
        if not isinstance(sizes, list) or not all(isinstance(size, dict) for size in sizes):
            raise Unreadable("photo")
        if not sizes:
            return ()
        largest = max(sizes, key=lambda size: _number(size, "width") * _number(size, "height"))
        return (PhotoRef(string_in(largest, "file_id", 512, needed=True), caption),)
    if "document" in message and "animation" not in message:  # an animation calls itself a document too
        document = object_in(message, "document")
        picture = string_in(document, "mime_type").startswith("image/")
        if picture or PICTURE_NAME.search(string_in(document, "file_name", 1_000)):
            return (PhotoRef(string_in(document, "file_id", 512, needed=True), caption),)
    return ()


def _own_phone(message: Fields, sender: Fields) -> str:
    """The number a person shared with the contact button; nothing for somebody else's card."""
    if "contact" not in message:
        return ""
    contact = object_in(message, "contact")
    phone = string_in(contact, "phone_number", 32, needed=True)
    return phone if "user_id" in contact and contact["user_id"] == _number(sender, "id") else ""


def _name(sender: Fields) -> str:
    name = f"{string_in(sender, 'first_name', MOST_NAME)} {string_in(sender, 'last_name', MOST_NAME)}"
    return " ".join(name.split())[:MOST_NAME]


def _number(holder: Fields, key: str) -> int:
    value = holder.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= MOST_NUMBER:
        raise Unreadable(key)
    return value


def _moment(holder: Fields, key: str) -> datetime:
    return moment_of(key, holder.get(key))


READERS: dict[str, Callable[[str, Fields, str], Incoming | None]] = {
    "message": _message,
    "edited_message": _edited,
    "callback_query": _tap,
    "my_chat_member": _membership,
}
