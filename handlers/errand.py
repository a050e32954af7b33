"""What an errand is: work that takes long, on a reading connection in a worker thread, and how its result is entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Literal, Protocol

from sqlalchemy import Connection

from handlers.texts import Texts
from handlers.words import Outgoing
from storage import outbox, people
from storage.errands import Asked
from storage.media import Media

Lane = Literal["short", "long"]  # a long errand never starves a short one
Row = dict[str, Any]


class Progress(Protocol):
    """Tells the person how far it is. Call it as often as you like, at least every second or so: it decides what is told,
    and a stop of the program breaks the work off here."""

    def __call__(self, text: str, /, **args: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Working:
    """What the work has at hand. `db` only reads, and sees the moment it began."""

    db: Connection
    media: Media
    texts: Texts
    zone: tzinfo
    now: datetime
    asked: Asked
    progress: Progress

    @property
    def about(self) -> Mapping[str, Any]:
        return self.asked.about


@dataclass(frozen=True, slots=True)
class Errand:
    """A kind of errand. `work` may take as long as it needs; `enter` is a short piece of the writer's, in one transaction
    with the errand's end. `tells`: whoever asked hears it when it came to nothing."""

    kind: str
    work: Callable[[Working], Any]
    enter: Callable[[Connection, Texts, tzinfo, Asked, Any, datetime], None]
    lane: Lane = "short"
    tells: bool = False


def message(db: Connection, asked: Asked, key: str, said: Callable[[str], Outgoing], now: datetime) -> bool:
    """Queue a message to whoever asked, in their language; `said` makes it. False when nobody can be written to."""
    who = asked.person_id
    known, places = (people.known(db, [who]), people.places_of(db, [who])) if who is not None else ({}, {})
    if who is None or who not in known or who not in places:
        return False
    channel, address = places[who]
    row: Row = {"key": f"errand:{asked.id}:{key}", "channel": channel, "address": address, "kind": "notice"}
    outbox.put(db, [{**row, "body": said(known[who].language).as_json(), "due_at": now}])
    return True
