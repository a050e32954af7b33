"""Private chats as the members see them: what they do becomes updates, what the bot wrote is on their screens.

The stand-in server builds on this; nothing here speaks HTTP. Everything public may be called from any thread, and no
method sleeps: `wait` and `wait_messages` wake on change.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests import telegram_shapes as shapes
from tests.telegram_shapes import Fields, Member


@dataclass
class Shown:
    """A message as the member sees it: `buttons` are labels by row, `tokens` their callback data by label."""

    id: int
    kind: str
    text: str
    at: float
    buttons: list[list[str]] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    keyboard: list[list[str]] = field(default_factory=list)
    asks_contact: str = ""
    pictures: list[bytes] = field(default_factory=list)
    raw: Fields = field(default_factory=dict)


class Chats:
    """Members, their screens and files, and the updates Telegram has not been told to forget."""

    def __init__(self) -> None:
        self.updates: deque[Fields] = deque()  # not yet confirmed
        self.emitted: list[Fields] = []  # every update there ever was
        self.now: Callable[[], int] = lambda: int(time.time())
        self._members: dict[int, Member] = {}
        self._blocked: set[int] = set()
        self._shown: defaultdict[int, list[Shown]] = defaultdict(list)
        self._files: dict[str, tuple[bytes, str]] = {}
        self._ids = {"update": 500_000_000, "message": 0, "query": 0, "file": 0, "poller": 0}
        self._changed = threading.Condition(threading.RLock())

    def _ring(self) -> None:
        """Something changed: wake who waits."""
        with self._changed:
            self._changed.notify_all()

    def member(self, chat: int, **about: str) -> Member:
        """The person of a private chat; made on first use, described by `Member`'s fields."""
        with self._changed:
            if chat not in self._members or about:
                self._members[chat] = Member(chat, **about)
            return self._members[chat]

    def push(self, kind: str, content: Fields, number: int | None = None) -> int:
        """Any update at all; gives its id."""
        with self._changed:
            number = number if number is not None else self._next("update")
            update = {"update_id": number, kind: content}
            self.updates.append(update)
            self.emitted.append(update)
        self._ring()
        return number

    def write(self, chat: int, **content: Any) -> int:
        """A message of a member with the given content fields."""
        return self.push("message", shapes.message(self._next("message"), self.member(chat), self.now(), **content))

    def say(self, chat: int, words: str) -> int:
        return self.write(chat, **shapes.text(words))

    def edit(self, chat: int, words: str) -> int:
        date = self.now()
        edited = shapes.message(self._next("message"), self.member(chat), date, **shapes.text(words))
        return self.push("edited_message", {**edited, "edit_date": date})

    def tap(self, chat: int, label: str) -> int:
        """Tap the newest button with this label; on the keyboard of a contact question, say it or share the number."""
        for shown in reversed(self.messages(chat)):
            if label in shown.tokens:
                query = str(self._next("query"))
                return self.push("callback_query", shapes.tap(query, self.member(chat), shown.raw, shown.tokens[label]))
            if label == shown.asks_contact:
                return self.share_contact(chat)
            if any(label in row for row in shown.keyboard):
                return self.say(chat, label)
        raise AssertionError(f"no button “{label}” in {[shown.buttons for shown in self.messages(chat)]}")

    def send_photo(
        self,
        chat: int,
        data: bytes,
        caption: str = "",
        album: str = "",
        *,
        as_file: bool = False,
        name: str = "IMG.jpg",
    ) -> int:
        mime = "image/heic" if name.endswith("heic") else "image/png" if name.endswith("png") else "image/jpeg"
        file_id = self.keep_file(data, f"{'documents' if as_file else 'photos'}/file_{self._next('file')}.jpg")
        if as_file:
            content: Fields = {"document": shapes.document(file_id, len(data), name, mime)}
        else:
            content = {"photo": shapes.photo(file_id, len(data))}
        content |= {"caption": caption} if caption else {}
        content |= {"media_group_id": album} if album else {}
        return self.write(chat, **content)

    def share_contact(self, chat: int, phone: str = "84912345678", *, own: bool = True) -> int:
        card: Fields = {"phone_number": phone, "first_name": self.member(chat).first_name}
        return self.write(chat, contact={**card, "user_id": chat if own else chat + 1})

    def block(self, chat: int) -> int:
        with self._changed:
            self._blocked.add(chat)
        member = self.member(chat)
        change = shapes.membership(member, member.chat(), self.now(), "member", "kicked")
        return self.push("my_chat_member", change)

    def unblock(self, chat: int) -> int:
        with self._changed:
            self._blocked.discard(chat)
        member = self.member(chat)
        return self.push("my_chat_member", shapes.membership(member, member.chat(), self.now(), "kicked", "member"))

    def messages(self, chat: int) -> list[Shown]:
        """What the bot wrote to this chat so far, oldest first."""
        with self._changed:
            return list(self._shown[chat])

    def wait_messages(self, chat: int, count: int, seconds: float = 10.0) -> list[Shown]:
        """The messages of a chat once there are `count` of them."""
        self.wait(lambda: len(self._shown[chat]) >= count, seconds)
        return self.messages(chat)

    def wait(self, condition: Callable[[], bool], seconds: float = 10.0) -> None:
        with self._changed:
            assert self._changed.wait_for(condition, seconds), "the stand-in waited in vain"

    def keep_file(self, data: bytes, path: str) -> str:
        """A file on Telegram's side; gives its file id."""
        with self._changed:
            file_id = f"AgACAgUAAxkBAAI{self._next('file'):08d}"
            self._files[file_id] = (data, path)
            return file_id

    def _next(self, what: str) -> int:
        with self._changed:
            self._ids[what] += 1
            return self._ids[what]
