"""The people of a stand-in Official Account: what they do becomes events, what was sent to them is on their screens.

Nothing here speaks HTTP. Everything public may be called from any thread, and no method sleeps.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests import zalo_oa_shapes as shapes
from tests.zalo_oa_shapes import Fields

Chat = int | str


def chat_id(chat: Chat) -> str:
    """People have ids of eighteen digits; a small number stands for one."""
    return chat if isinstance(chat, str) else f"2512{chat:014d}"


@dataclass
class Shown:
    """A message as the person sees it: `buttons` are labels, `tokens` their payloads by label. `kind`: text, photo, template."""

    id: str
    kind: str
    text: str
    at: float
    buttons: list[str] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    pictures: list[bytes] = field(default_factory=list)
    raw: Fields = field(default_factory=dict)


class People:
    """Who wrote, what they see, what they sent, and the events that wait to be posted."""

    _changed: threading.Condition
    url: str

    def __init__(self) -> None:
        self.now: Callable[[], int] = lambda: time.time_ns() // 1_000_000
        self.updates: deque[Fields] = deque()  # events waiting for the webhook
        self.emitted: list[Fields] = []  # every event there ever was
        self.history: list[Fields] = []  # lines of the account's chats, oldest first
        self._people: set[str] = set()
        self._blocked: set[str] = set()
        self._last: dict[str, int] = {}  # when each wrote last
        self._shown: defaultdict[str, list[Shown]] = defaultdict(list)
        self._files: dict[str, bytes] = {}
        self._number = 0

    def _ring(self) -> None:
        raise NotImplementedError

    def member(self, chat: Chat) -> str:
        """Somebody who has written to the account, just now; gives their id."""
        with self._changed:
            self._people.add(chat_id(chat))
            self._last.setdefault(chat_id(chat), self.now())
            return chat_id(chat)

    def push(self, event: Fields, *, lost: bool = False) -> None:
        """Any event at all. `lost`: it never reaches the webhook, and stands in the chats only."""
        with self._changed:
            self.emitted.append(event)
            if not lost:
                self.updates.append(event)
        self._ring()

    def write(self, chat: Chat, name: str, *, lost: bool = False, **content: Any) -> str:
        """A message of a person; gives its id."""
        person, number = self.member(chat), self._next()
        with self._changed:
            self._last[person] = self.now()
        event = shapes.message_event(name, person, self.now(), number, **content)
        with self._changed:
            self.history.append(shapes.line_of_chat(event))
        self.push(event, lost=lost)
        return number

    def say(self, chat: Chat, words: str, *, lost: bool = False) -> str:
        return self.write(chat, "user_send_text", text=words, lost=lost)

    def tap(self, chat: Chat, label: str) -> str:
        """Tap the newest button with this label: its payload comes back as text."""
        for shown in reversed(self.messages(chat)):
            if label in shown.tokens:
                return self.say(chat, shown.tokens[label])
        raise AssertionError(f"no button “{label}” in {[shown.buttons for shown in self.messages(chat)]}")

    def send_photo(self, chat: Chat, *photos: bytes, caption: str = "", lost: bool = False) -> str:
        """One message with one picture or several."""
        attachments = [shapes.image(self.keep_file(data)) for data in photos]
        content = {"attachments": attachments, **({"text": caption} if caption else {})}
        return self.write(chat, "user_send_image", lost=lost, **content)

    def send_file(self, chat: Chat, data: bytes, name: str) -> str:
        return self.write(chat, "user_send_file", attachments=[shapes.file(self.keep_file(data), name, len(data))])

    def send_sticker(self, chat: Chat) -> str:
        payload = {"url": "https://stickers.zaloapp.com/x", "id": "49502"}
        return self.write(chat, "user_send_sticker", attachments=[{"type": "sticker", "payload": payload}])

    def share_contact(self, chat: Chat, phone: str = "84912345678", name: str = "Nguyễn Văn An") -> None:
        self.push(shapes.info_event(self.member(chat), self.now(), name, phone))

    def follow(self, chat: Chat) -> None:
        self._blocked.discard(chat_id(chat))
        self.push(shapes.follower_event("follow", self.member(chat), self.now()))

    def block(self, chat: Chat) -> None:
        """Somebody unfollows and takes no messages any more."""
        with self._changed:
            self._blocked.add(chat_id(chat))
        self.push(shapes.follower_event("unfollow", self.member(chat), self.now()))

    def repeat(self) -> None:
        """The newest event once more, as a webhook does that is not sure of itself."""
        with self._changed:
            self.updates.append(self.emitted[-1])
        self._ring()

    def messages(self, chat: Chat) -> list[Shown]:
        """What the account wrote to this person so far, oldest first."""
        with self._changed:
            return list(self._shown[chat_id(chat)])

    def keep_file(self, data: bytes) -> str:
        """A file on Zalo's side; gives its address."""
        with self._changed:
            name = f"{self._next()}.jpg"
            self._files[name] = data
            return f"{self.url}/media/{name}"

    def forget_files(self) -> None:
        """Addresses of photos expire."""
        with self._changed:
            self._files.clear()

    def _next(self) -> str:
        """A message id as Zalo writes it: twenty hex digits."""
        with self._changed:
            self._number += 1
            return f"96d3cdf3{self._number:012x}"
