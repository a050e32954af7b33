"""The signed link to the page where a Word template is handed in: made when the message leaves, good for a day.

Sealed with the house's key, it shows nobody whom or what it is for; nothing is stored, so it outlives a restart.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo

from bot.links import BadLink
from handlers.hand_in import Wish
from handlers.own_templates import LINK
from handlers.texts import Texts
from handlers.words import Outgoing
from storage.vault import VAULT, WrongKey

PATH = "/nop-mau"
LASTS = timedelta(hours=24)
PURPOSE = "hand in a template"  # what is sealed for anything else opens nothing here
LONGEST = 300  # characters of a token


def token_of(wish: Wish, until: datetime) -> str:
    """What opens the page for this wish until that moment."""
    sealed = VAULT.seal(f"{PURPOSE}\n{wish.person}\n{wish.unit}\n{wish.paper}\n{int(until.timestamp())}".encode())
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def wish_in(token: str, now: datetime) -> tuple[Wish, datetime]:
    """The wish, and until when. Raises BadLink."""
    if len(token) > LONGEST:
        raise BadLink
    try:
        purpose, *parts = VAULT.open(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))).decode().split("\n")
        person, unit, paper, moment = parts
        until = datetime.fromtimestamp(int(moment), UTC)
    except (ValueError, binascii.Error, WrongKey):
        raise BadLink from None
    if purpose != PURPOSE or until < now:
        raise BadLink
    return Wish(int(person), int(unit), paper), until


@dataclass(frozen=True, slots=True)
class HandInLinks:
    """Puts the link where a message names one; every other message goes on to `then`, which makes named papers."""

    then: Callable[[Outgoing], Awaitable[Outgoing]]
    public_url: str
    texts: Texts
    zone: tzinfo
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def __call__(self, message: Outgoing) -> Outgoing:
        if not message.file.startswith(LINK):
            return await self.then(message)
        person, unit, paper, language = message.file.removeprefix(LINK).split(":")
        until = self.clock() + LASTS
        token = token_of(Wish(int(person), int(unit), paper), until)
        said = self.texts.say(
            language,
            "templates-link-here",
            url=f"{self.public_url}{PATH}/{token}?lang={language}",
            until=until.astimezone(self.zone).strftime("%H:%M %d/%m/%Y"),
        )
        return replace(message, text=f"{message.text}\n\n{said}", file="")
