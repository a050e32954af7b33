"""The vocabulary between the floors: what comes in, what goes out. Frozen, channel-neutral, JSON-friendly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

DOOR = "go:"

Kind = Literal["message", "choice", "edited", "unreadable", "group", "left"]


@dataclass(frozen=True, slots=True)
class PhotoRef:
    """A photo as the channel names it; `photo_id` is set once its row exists (its bytes may still be on the way)."""

    ref: str
    caption: str = ""
    photo_id: int | None = None
    original: str = ""  # sha256 of the bytes as sent, once they are here
    problem: str = ""  # why the bytes were refused, a reason of storage.photos.BadPhoto


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of one person.

    `id` is unique within the channel and `at` is UTC. `choice` is the token of a tapped button, `contact` the person's
    own phone shared by the messenger, `start` the payload of a deep link. `album` groups photos that were sent together.
    `edited`: an older message was changed; `unreadable`: a kind we cannot read (sticker, voice, …); `group`: written in
    a group, where we say one sentence only; `left`: the person blocked us.
    """

    id: str
    channel: str
    address: str
    at: datetime
    kind: Kind = "message"
    text: str = ""
    choice: str = ""
    photos: tuple[PhotoRef, ...] = ()
    album: str = ""
    contact: str = ""
    start: str = ""
    display_name: str = ""
    language: str = ""
    echo: bool = False  # the channel shows a transcript of its own and wants the person's words kept in it


@dataclass(frozen=True, slots=True)
class Option:
    """A choice as shown. `token` fits into 64 bytes of ASCII; the label is what people may type instead.

    `aside` options are the ways out (back, skip, later, …): never numbered, so that a number always means an answer.
    A door (`go:<command>:<argument>`) opens a conversation from any message at any time; it stays when it was used.
    """

    token: str
    label: str
    aside: bool = False

    @property
    def door(self) -> bool:
        return self.token.startswith(DOOR)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to one person, before it is made to fit a channel.

    `photos` and `file` are media keys; `ask_contact` is the label of the messenger's own button for sharing one's
    phone, where it has one. `own` marks the person's own words in a transcript.
    """

    text: str
    options: tuple[Option, ...] = ()
    photos: tuple[str, ...] = ()
    file: str = ""
    file_name: str = ""
    ask_contact: str = ""
    own: bool = False

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"text": self.text}
        if self.options:
            body["options"] = [[option.token, option.label, option.aside] for option in self.options]
        if self.photos:
            body["photos"] = list(self.photos)
        if self.file:
            body["file"], body["file_name"] = self.file, self.file_name
        if self.ask_contact:
            body["ask_contact"] = self.ask_contact
        if self.own:
            body["own"] = True
        return body

    @staticmethod
    def from_json(body: dict[str, Any]) -> Outgoing:
        return Outgoing(
            text=body["text"],
            options=tuple(Option(*option) for option in body.get("options", ())),
            photos=tuple(body.get("photos", ())),
            file=body.get("file", ""),
            file_name=body.get("file_name", ""),
            ask_contact=body.get("ask_contact", ""),
            own=body.get("own", False),
        )
