"""The desk a conversation works at: who is there, what day it is, the database, the texts, and what runs at present.

Conversations are `Conversation` records; the clerk opens them, and only they know what a finished form means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import partial
from typing import Any

from sqlalchemy import Connection

from handlers.forms import Form, Item, Say, Session
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import locks
from storage.movement import Movement
from storage.people import Member


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """A movement version as it stands in the database. Compared by identity: one object a row for as long as it runs."""

    id: int
    movement: Movement
    open: bool  # new reports may be filed under it


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What runs at present: the movements by row id."""

    movements: Mapping[int, Running]

    @property
    def open(self) -> list[Running]:
        return [running for running in self.movements.values() if running.open]

    def newest(self) -> Movement:
        return max(self.movements.values(), key=lambda running: running.id).movement


class NotYet(Exception):
    """This message changes what belongs to all: it is answered after those of its batch that do not."""


@dataclass(slots=True)
class Desk:
    """Everything one message may need. `db` is the open transaction; nothing is sent from here, only queued."""

    db: Connection
    now: datetime
    zone: tzinfo
    texts: Texts
    catalogue: Catalogue
    person: Member
    channel: str
    address: str
    loose_media: list[str] = field(default_factory=list)  # files to remove after the commit
    moved: bool = False  # a code put this address under somebody else, who speaks from here on

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def alone(self) -> None:
        """From here on something is changed that belongs to all, after a look at it. Raises NotYet while others may do so, too:
        then nothing was changed yet, and the message comes again."""
        if not self.house_is_ours(self.db):
            raise NotYet

    @staticmethod
    def house_is_ours(db: Connection) -> bool:
        return locks.house_is_ours(db)

    @property
    def say(self) -> Callable[..., str]:
        return partial(self.texts.say, self.person.language)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)


@dataclass(frozen=True, slots=True)
class Offering:
    """What a query gives a step: options, and words for its question."""

    items: Sequence[Item] = ()
    args: Mapping[str, Any] = field(default_factory=dict)
    photos: Sequence[str] = ()  # media keys to show with the question


@dataclass(frozen=True, slots=True)
class Finish:
    """What a finished form did: what to say, what to send beside it, and the session to go on with (None: the menu)."""

    says: tuple[Say, ...] = ()
    next: Session | None = None
    messages: tuple[Outgoing, ...] = ()


Query = Callable[[Desk, Session], Offering]
Lookup = Callable[[Desk, Session, str], Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A form, what its steps ask the database, and what happens when it is complete.

    `finish` may raise `forms.Refused`: then the last answer is taken back and the person stays on that step.
    """

    name: str
    form: Callable[[Desk, Session], Form]
    finish: Callable[[Desk, Session], Finish]
    queries: Mapping[str, Query] = field(default_factory=dict)
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    for_members: bool = True  # strangers are asked to join first
    act: str = ""  # only for those whose role lets them do this somewhere (storage.roles.ACTS); "" is for everybody
    title: Callable[[Session], str] = lambda _: ""
