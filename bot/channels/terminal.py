"""The terminal as a channel: the web chat's payload without its page. No buttons; a numbered list and words do the same."""

from __future__ import annotations

from dataclasses import replace

from bot.channels.gateway import Limits
from bot.channels.webchat import WebChat
from handlers.words import Incoming


class Terminal(WebChat):
    """Like the web chat, the row is the message; the terminal reads its transcript from the database."""

    name = "terminal"
    limits = Limits(text=20_000, buttons=False, photos=False, files=False, per_second=200.0, per_chat=50.0)

    def read(self, raw: bytes) -> Incoming:
        return replace(super().read(raw), channel=self.name, echo=False)
