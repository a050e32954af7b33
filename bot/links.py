"""A signed link instead of a file or a photo, where the channel can't carry it: it expires, and may be fetched more than once
until then.

The address holds a hash, a moment and a signature, and the file's name, which is made of codes: nothing personal (R66). Nothing
is stored, so a link outlives a restart; another key of the house makes all of them void.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from bot.channels.gateway import Limits
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import people
from storage.media import Media, MediaMissing
from storage.store import Store
from storage.vault import VAULT

PATH = "/tep"
LASTS = timedelta(hours=24)
MEGABYTE = 1_000_000
HASH, MOMENT, MARK = 32, 5, 16  # bytes of a token's parts


class BadLink(Exception):
    """Not one of ours, or no longer."""


def token_of(key: str, name: str, until: datetime) -> str:
    """What opens this file under this name until that moment."""
    path = PurePosixPath(key)
    body = bytes.fromhex(path.stem) + int(until.timestamp()).to_bytes(MOMENT, "big")
    return _written(body + _mark(body, name))


def key_in(token: str, name: str, now: datetime) -> str:
    """The media key a link names. Raises BadLink."""
    try:
        whole = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (ValueError, binascii.Error):
        raise BadLink from None
    body, mark = whole[: HASH + MOMENT], whole[HASH + MOMENT :]
    if (
        _written(whole) != token
        or len(whole) != HASH + MOMENT + MARK
        or not hmac.compare_digest(mark, _mark(body, name))
    ):
        raise BadLink
    if int.from_bytes(body[HASH:], "big") < now.timestamp():
        raise BadLink
    digest = body[:HASH].hex()
    return f"{digest[:2]}/{digest[2:4]}/{digest}{PurePosixPath(name).suffix}"


def held_by(message: Outgoing, carried: Outgoing) -> dict[str, Any]:
    """What went as links: the row of the outbox still says which files and photos are its own."""
    held: dict[str, Any] = {"held": message.file} if message.file and not carried.file else {}
    return {**held, "linked": list(message.photos)} if message.photos and not carried.photos else held


def _written(whole: bytes) -> str:
    """One way to write it: decoding overlooks foreign letters and the last one's spare bits."""
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def _mark(body: bytes, name: str) -> bytes:
    return bytes.fromhex(VAULT.fingerprint(f"file link {body.hex()} {name}"))[:MARK]


@dataclass(frozen=True, slots=True)
class Links:
    """Suits a message's file to what a channel can carry."""

    public_url: str
    store: Store
    media: Media
    texts: Texts
    zone: tzinfo
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def carried(self, message: Outgoing, limits: Limits, channel: str, address: str) -> Outgoing:
        """The message as it is, or with links where its file and its photos were."""
        if not message.file and not _too_many(message, limits):
            return message
        return await asyncio.to_thread(self._carried, message, limits, (channel, address))

    async def without_photos(self, message: Outgoing, channel: str, address: str) -> Outgoing:
        """An answer that waited for its photos: while media are away it goes without, so that the talk goes on."""
        return await asyncio.to_thread(self._without_photos, message, (channel, address)) if message.photos else message

    def _without_photos(self, message: Outgoing, place: tuple[str, str]) -> Outgoing:
        try:
            self.media.probe()
        except OSError:
            later = self.texts.say(self._language(place), "photos-later")
            return replace(message, text=f"{message.text}\n\n{later}".strip(), photos=())
        return message

    def _carried(self, message: Outgoing, limits: Limits, place: tuple[str, str]) -> Outgoing:
        if _too_many(message, limits):
            message = self._with_photo_links(message, place)
        return self._with_file_link(message, limits, place) if message.file else message

    def _with_photo_links(self, message: Outgoing, place: tuple[str, str]) -> Outgoing:
        """A line each. A photo that was deleted meanwhile is left out: its report says so already."""
        until = self.clock() + LASTS
        there = [key for key in message.photos if self.media.exists(key)]
        names = [f"{number}{PurePosixPath(key).suffix}" for number, key in enumerate(there, 1)]
        urls = [self._url(key, name, until) for key, name in zip(there, names, strict=True)]
        when = until.astimezone(self.zone).strftime("%H:%M %d/%m/%Y")
        said = self.texts.say(self._language(place), "photo-links", until=when, count=len(urls)) if urls else ""
        text = "\n".join(filter(None, [message.text, said and f"\n{said}", *urls])).strip()
        return replace(message, text=text, photos=())

    def _url(self, key: str, name: str, until: datetime) -> str:
        return f"{self.public_url}{PATH}/{token_of(key, name, until)}/{quote(name)}"

    def _with_file_link(self, message: Outgoing, limits: Limits, place: tuple[str, str]) -> Outgoing:
        name = message.file_name or PurePosixPath(message.file).name
        try:
            size = self.media.size(message.file)
        except MediaMissing:
            gone = self.texts.say(self._language(place), "file-link-gone", name=name)
            return replace(message, text=f"{message.text}\n\n{gone}", file="", file_name="")
        if limits.files and size <= limits.file_bytes:
            return message
        until = self.clock() + LASTS
        name = str(PurePosixPath(name).with_suffix(PurePosixPath(message.file).suffix))
        said = self.texts.say(
            self._language(place),
            "file-link",
            name=name,
            size=f"{max(size, MEGABYTE // 10) / MEGABYTE:.1f}".replace(".", ","),
            until=until.astimezone(self.zone).strftime("%H:%M %d/%m/%Y"),
            url=self._url(message.file, name, until),
        )
        return replace(message, text=f"{message.text}\n\n{said}", file="", file_name="")

    def _language(self, place: tuple[str, str]) -> str:
        with self.store.read() as db:
            return people.language_at(db, place)


def _too_many(message: Outgoing, limits: Limits) -> bool:
    """More photos than the channel shows with a message: then all of them are links, so that they stand together."""
    return len(message.photos) > (limits.most_photos if limits.photos else 0)
