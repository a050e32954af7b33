"""Payloads as the Bot API shapes them (https://core.telegram.org/bots/api): what Telegram tells a bot. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

Fields = dict[str, Any]

BOT: Fields = {"id": 7_000_000_001, "is_bot": True, "first_name": "Báo Công", "username": "baocong_bot"}
COMMAND = re.compile(r"/\w+(?:@\w+)?")


@dataclass(frozen=True)
class Member:
    """A person with an account. In a private chat the chat's id is the person's."""

    id: int
    first_name: str = "An"
    last_name: str = "Nguyễn"
    username: str = ""
    language: str = "vi"

    def user(self) -> Fields:
        user: Fields = {"id": self.id, "is_bot": False, "first_name": self.first_name, "last_name": self.last_name}
        if self.username:
            user["username"] = self.username
        return {**user, "language_code": self.language}

    def chat(self) -> Fields:
        chat: Fields = {"id": self.id, "first_name": self.first_name, "last_name": self.last_name}
        if self.username:
            chat["username"] = self.username
        return {**chat, "type": "private"}


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def message(number: int, member: Member, date: int, **content: Any) -> Fields:
    """A message of a member in the private chat."""
    return {"message_id": number, "from": member.user(), "chat": member.chat(), "date": date, **content}


def group_message(number: int, member: Member, group: int, date: int, **content: Any) -> Fields:
    chat = {"id": group, "title": "Công đoàn cơ sở", "type": "supergroup"}
    return {"message_id": number, "from": member.user(), "chat": chat, "date": date, **content}


def bot_message(number: int, member: Member, date: int, **content: Any) -> Fields:
    """A message of the bot in a member's private chat."""
    return {"message_id": number, "from": BOT, "chat": member.chat(), "date": date, **content}


def text(words: str) -> Fields:
    command = COMMAND.match(words)
    if command is None:
        return {"text": words}
    return {"text": words, "entities": [{"offset": 0, "length": utf16(command[0]), "type": "bot_command"}]}


def photo(file_id: str, size: int) -> list[Fields]:
    """Four sizes of one picture, smallest first; `file_id` is the largest one's."""
    widths = [(90, 67), (320, 240), (800, 600), (1280, 960)]
    return [
        {
            "file_id": file_id if width == 1280 else f"{file_id}-{width}",
            "file_unique_id": f"AQAD{abs(hash(file_id)) % 10**8}{width}",
            "file_size": max(size * width // 1280, 1),
            "width": width,
            "height": height,
        }
        for width, height in widths
    ]


def document(file_id: str, size: int, name: str, mime: str) -> Fields:
    unique = f"AgAD{abs(hash(file_id)) % 10**8}"
    return {"file_name": name, "mime_type": mime, "file_id": file_id, "file_unique_id": unique, "file_size": size}


def tap(query: str, member: Member, tapped: Fields, data: str) -> Fields:
    return {"id": query, "from": member.user(), "message": tapped, "chat_instance": "-2301", "data": data}


def membership(member: Member, chat: Fields, date: int, before: str, after: str) -> Fields:
    """What changed for the bot in a chat: statuses as in ChatMember."""
    return {
        "chat": chat,
        "from": member.user(),
        "date": date,
        "old_chat_member": _bot_as(before),
        "new_chat_member": _bot_as(after),
    }


def _bot_as(status: str) -> Fields:
    extra = {"until_date": 0} if status == "kicked" else {}
    return {"user": BOT, "status": status, **extra}
