"""The contract every channel fulfils, and `fit`, which suits a message to what a channel can show.

A gateway reads a raw payload into `Incoming`, fetches photo bytes, and sends `Outgoing`. It keeps no state of a talk,
decides nothing, and knows no table. The contract is cut for the poorest channel (Zalo Bot Platform): no buttons, 2,000
characters, photos by URL, no edits, no update offset.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, Protocol

from handlers.words import Incoming, Option, Outgoing


@dataclass(frozen=True, slots=True)
class Limits:
    """What a channel can carry: lengths in UTF-16 units, rates in messages a second."""

    text: int = 4096
    buttons: bool = True
    most_buttons: int = 100  # under one message; with more options they are told in lines, as if there were no buttons
    photos: bool = True  # can it show a photo we hold the bytes of?
    most_photos: int = 100  # with one message; the others go as links
    files: bool = True
    file_bytes: int = (
        50_000_000  # of a file at most (https://core.telegram.org/bots/api#senddocument); larger goes as a link
    )
    per_second: float = 28.0
    per_chat: float = 1.0


class Unreadable(Exception):
    """A payload that cannot be an update of this channel: one dead letter."""


class FetchFailed(Exception):
    """Photo bytes could not be had. `again` says whether the channel still keeps them."""

    def __init__(self, *, again: bool, too_large: bool = False) -> None:
        super().__init__("photo not fetched")
        self.again = again
        self.too_large = too_large


Outcome = Literal["retry", "gone", "rejected", "uncertain", "closed"]


class SendFailed(Exception):
    """Why a message did not go out.

    retry: surely not sent, try again (after `retry_after` seconds if the channel said so); gone: the person cannot be
    reached any more; rejected: this message will never be accepted; uncertain: it may have arrived; closed: the channel lets
    us write again only when the person has written, so the message is kept till then.
    `throttled` marks a 429, which pauses the chat or the whole channel; `ours` a fault of our own, which says nothing about
    the channel.
    """

    def __init__(
        self,
        outcome: Outcome,
        *,
        retry_after: float | None = None,
        throttled: bool = False,
        ours: bool = False,
        why: str = "",
    ) -> None:
        super().__init__(f"{outcome}: {why}" if why else outcome)
        self.outcome = outcome
        self.retry_after = retry_after
        self.throttled = throttled
        self.ours = ours


def in_part(failed: SendFailed, sent: str) -> SendFailed:
    """The same, knowing which part of the message went out before ("": none did): then nobody can say "not sent"."""
    if sent and failed.outcome in ("retry", "closed"):
        return SendFailed(
            "uncertain", retry_after=failed.retry_after, throttled=failed.throttled, why=f"in part; {failed.args[0]}"
        )
    return failed


class Gateway(Protocol):
    """One channel."""

    @property
    def name(self) -> str:
        """The channel's key in the database: 'telegram', 'web', 'terminal', …"""

    @property
    def limits(self) -> Limits: ...

    def read(self, raw: bytes) -> Incoming | None:
        """A raw payload as a message; None for what concerns nobody. Raises Unreadable. Pure: no network."""

    async def fetch(self, ref: str) -> bytes:
        """The bytes of a photo. Raises FetchFailed; OSError when the trouble is our own."""

    async def release(self, ref: str) -> None:
        """The photo's clean copy is kept: the channel may forget its bytes."""

    async def send(self, address: str, message: Outgoing) -> str:
        """Send one message that `fit` has made to fit; gives the channel's id of it. Raises SendFailed."""


def utf16(text: str) -> int:
    """Length as messengers count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fit(message: Outgoing, limits: Limits) -> list[Outgoing]:
    """The messages to send instead: numbered lines where there are no buttons, split where the text is too long.

    Options, photos and files travel with the last piece, so that the question stands beside its answers. A door is never
    numbered, because a number answers the question of the talk: it is shown with the command that opens the same.
    """
    text = message.text
    buttons = _buttons(message.options, limits)
    lines = [option for option in message.options if option not in buttons]
    if lines:
        doors = [f"{option.label}: {command_of(option)}" for option in lines if option.door]
        answers = [option for option in lines if not option.aside and not option.door]
        numbered = [f"{number}. {option.label}" for number, option in enumerate(answers, 1)]
        aside = " · ".join(option.label for option in lines if option.aside and not option.door)
        text = "\n\n".join(filter(None, [text, "\n".join(numbered), "\n".join(doors), aside]))
        message = replace(message, options=buttons) if limits.buttons else message
    pieces = split(text, limits.text)
    head = [Outgoing(text=piece) for piece in pieces[:-1]]
    return [*head, replace(message, text=pieces[-1])]


def _buttons(options: tuple[Option, ...], limits: Limits) -> tuple[Option, ...]:
    """Which options are shown as buttons: all; or, where they are too many, the answers alone; or none. Never some answers
    as buttons and some as lines: a number always counts the answers as they stand together."""
    answers = tuple(option for option in options if not option.aside)
    for some in (options, answers):
        if limits.buttons and len(some) <= limits.most_buttons:
            return some
    return ()


def command_of(door: Option) -> str:
    """A door as people type it: go:xem:41 is /xem 41."""
    _, command, argument = door.token.split(":", 2)
    return f"/{command} {argument}".rstrip()


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` UTF-16 units, cut at a paragraph, else a line, else a word, else anywhere."""
    pieces = []
    while utf16(text) > limit:
        cut = len(text.encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore"))
        for mark in ("\n\n", "\n", " "):
            place = text.rfind(mark, cut // 2, cut)
            if place > 0:
                cut = place
                break
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text]
