"""Our own web chat as a channel: the outbox row is the message, so nothing is ever sent, lost or doubled.

The page reads its transcript by sequence number; the `Bell` only says when to look again.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from bot.channels.gateway import FetchFailed, Limits, Unreadable
from handlers.clerk import describe
from handlers.words import Incoming, Outgoing, PhotoRef
from storage.media import MediaAway, MediaMissing
from storage.uploads import REF, Uploads

log = logging.getLogger("baocong.webchat")

LANGUAGES = ("vi", "en")


class WebChat:
    """The gateway of the chat page. Its photos lie among the uploads until their clean copies are kept."""

    name = "web"
    limits = Limits(text=20_000, per_second=200.0, per_chat=50.0)

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads

    def read(self, raw: bytes) -> Incoming:
        """Our own payload, as `bot/web/chat.py` writes it. Raises Unreadable on anything else."""
        try:
            body = json.loads(raw)
            return _incoming(body)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise Unreadable(type(error).__name__) from None

    async def fetch(self, ref: str) -> bytes:
        """What is not found may still lie on the disk of another machine, until the bucket they share is back."""
        try:
            return await asyncio.to_thread(self._uploads.get, ref)
        except ValueError:
            raise FetchFailed(again=False) from None
        except MediaMissing:
            raise FetchFailed(again=self._uploads.shared) from None
        except MediaAway:  # our own trouble, which says nothing about the photo
            raise
        except OSError:
            raise FetchFailed(again=True) from None

    async def release(self, ref: str) -> None:
        """What cannot be removed now is swept later: for that nobody's message may fail."""
        try:
            await asyncio.to_thread(self._uploads.release, ref)
        except (OSError, ValueError) as error:
            log.warning("an upload could not be removed: %s", describe(error))

    async def send(self, address: str, message: Outgoing) -> str:
        """Nothing to do: once the row is marked sent, it stands in the transcript."""
        return ""


def _incoming(body: dict[str, Any]) -> Incoming:
    at = datetime.fromisoformat(body["at"])
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    photos = tuple(
        PhotoRef(ref=_text(photo, "ref"), caption=_text(photo, "caption")) for photo in body.get("photos", ())
    )
    if not all(REF.fullmatch(photo.ref) for photo in photos):
        raise ValueError("not a staged upload")
    choice = _text(body, "choice")
    language = _text(body, "language")
    return Incoming(
        id=_named(body, "id"),
        channel="web",
        address=_named(body, "address"),
        at=at,
        kind="choice" if choice else "message",
        text=_text(body, "text"),
        choice=choice,
        photos=photos,
        album=_text(body, "album"),
        start=_text(body, "start"),
        language=language if language in LANGUAGES else "",
        echo=True,
    )


def _text(body: dict[str, Any], name: str) -> str:
    """A string that every database and every encoder takes: a page that cuts an emoji in two sends half of it."""
    value = body.get(name, "")
    if not isinstance(value, str):
        raise TypeError(name)
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def _named(body: dict[str, Any], name: str) -> str:
    if not (value := _text(body, name)):
        raise ValueError(name)
    return value


class Bell:
    """Wakes the open streams of an address. Lives in the event loop; `close` wakes all of them for the last time."""

    def __init__(self) -> None:
        self._ears: dict[str, set[asyncio.Event]] = {}
        self.closed = False

    def ring(self, address: str) -> None:
        for ear in self._ears.get(address, ()):
            ear.set()

    def close(self) -> None:
        """The house shuts: every stream ends, none begins."""
        self.closed = True
        for ears in self._ears.values():
            for ear in ears:
                ear.set()

    def listeners(self, address: str | None = None) -> int:
        """How many streams are open, in all or at one address."""
        return sum(map(len, self._ears.values())) if address is None else len(self._ears.get(address, ()))

    @contextmanager
    def listening(self, address: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the address rings."""
        ear = asyncio.Event()
        self._ears.setdefault(address, set()).add(ear)
        try:
            yield ear
        finally:
            ears = self._ears[address]
            ears.discard(ear)
            if not ears:
                del self._ears[address]
