"""Named papers ("paper:my_data:7", "paper:digest:12:vi", "paper:template:3:minutes") become files just before they leave.

They are made in a worker thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from handlers import digest_card
from handlers.papers import digest_picture
from handlers.papers import my_data as my_data_paper
from handlers.papers.word import SUFFIX
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import digests, my_data, templates, units
from storage.forms import shipped
from storage.media import Media, key_of
from storage.store import Store

PAPER = "paper:"


class Papers:
    """Makes what a message names, keeps it under its content hash, and names that instead."""

    def __init__(self, store: Store, media: Media, texts: Texts, zone: tzinfo = UTC) -> None:
        self._store = store
        self._media = media
        self._texts = texts
        self._zone = zone
        self._makers: Mapping[str, tuple[str, Callable[..., bytes]]] = {
            "my_data": (".zip", self._my_data),
            "digest": (".png", self._digest),
            "template": (SUFFIX, self._template),
        }

    async def __call__(self, message: Outgoing) -> Outgoing:
        if not any(key.startswith(PAPER) for key in (message.file, *message.photos)):
            return message
        photos = tuple([await self._kept(key) for key in message.photos])
        return replace(message, file=await self._kept(message.file), photos=photos)

    async def _kept(self, key: str) -> str:
        return (
            await asyncio.to_thread(self._make, *key.removeprefix(PAPER).split(":")) if key.startswith(PAPER) else key
        )

    def _make(self, name: str, *about: str) -> str:
        suffix, make = self._makers[name]
        data = make(*about)
        key = key_of(data, suffix)
        self._media.put(key, data)
        return key

    def _my_data(self, who: str) -> bytes:
        with self._store.read() as db:
            held = my_data.gather(db, int(who))
        return my_data_paper.pack(held, self._media.get)

    def _digest(self, number: str, language: str) -> bytes:
        with self._store.read() as db:
            content = digests.content_of(db, int(number))
        if content is None:
            raise LookupError("no such digest")
        return digest_picture.draw(digest_card.card(content, self._texts, language))

    def _template(self, unit: str, paper: str) -> bytes:
        """The template that counts for the unit, to be changed in Word."""
        with self._store.read() as db:
            line = units.chain(db, int(unit), datetime.now(self._zone).date())
            kept = templates.in_force(db, line, paper)
        try:
            return self._media.get(kept.media_key) if kept else shipped(paper)
        except LookupError:  # as where papers are made by it: its bytes are gone
            return shipped(paper)
