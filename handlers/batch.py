"""The messages of one batch, answered in one transaction: who wrote is met in a few queries, all is written at the end.

One person's messages are answered in their order. Of several processes only one at a time changes what belongs to all: who would,
is asked to wait until the others of the batch are answered (`Desk.alone`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Connection

from handlers.desk import Catalogue, Desk, NotYet
from handlers.forms import Session
from handlers.talk import Talk
from handlers.texts import Texts
from handlers.words import Incoming, Outgoing
from storage import album, kept, other_way, outbox, people
from storage.people import Place, TalkNow
from storage.vietnamese import clean

TEXT = 20_000  # characters of a message that are looked at
ALBUM_WAITS = timedelta(seconds=1.5)  # an album comes photo by photo, without an end mark: one reply when it is quiet


class Batch:
    """`hear` each message, then `write`. `loose_media` are files nobody needs any more, once it is committed."""

    def __init__(
        self,
        db: Connection,
        texts: Texts,
        zone: tzinfo,
        catalogue: Catalogue,
        heard: Sequence[Incoming],
        now: datetime,
    ) -> None:
        self._db, self._texts, self._zone, self._catalogue, self._now = db, texts, zone, catalogue, now
        places = [(each.channel, each.address) for each in heard if each.kind != "group"]
        languages = {(each.channel, each.address): "en" if each.language.startswith("en") else "vi" for each in heard}
        self._known = people.meet(db, places, languages, now)
        wrote_here = [(each.channel, each.address) for each in heard if each.kind not in ("group", "left")]
        people.seen(db, [place for place in wrote_here if people.long_silent(self._known[place], now)], now)
        kept.release(db, wrote_here, now)  # what waited for their word goes before the answer
        self._members = {member.id: member for member in self._known.values()}
        self._sessions = {who: Session.from_json(member.session) for who, member in self._members.items()}
        self._wrote: dict[int, Place] = {}  # the last one of each person stays
        self._waiting: set[int] = set()  # persons with a message that comes later
        self._replies: list[dict[str, Any]] = []
        self.loose_media: list[str] = []

    def hear(self, incoming: Incoming) -> bool:
        """Answer a message; False when it must come later, and with it whatever else this person wrote."""
        if incoming.kind == "group":
            self._replies += _rows(incoming, [Outgoing(self._texts.say("vi", "group-only"))], self._now)
            return True
        place = (incoming.channel, incoming.address)
        who = self._known[place].id
        if who in self._waiting:
            if not Desk.house_is_ours(self._db):
                return False
            self._waiting.discard(who)
        self._wrote[who] = place
        if incoming.kind == "left":
            people.mark_address(self._db, place, "gone", self._now)
            other_way.left(self._db, place)
            outbox.gone(self._db, *place)
            return True
        if self._known[place].gone:
            people.mark_address(self._db, place, "open", self._now)
        try:
            self._talk(incoming, who, place)
        except NotYet:
            self._waiting.add(who)
            return False
        return True

    def _talk(self, incoming: Incoming, who: int, place: Place) -> None:
        db, now = self._db, self._now
        desk = Desk(db, now, self._zone, self._texts, self._catalogue, self._members[who], *place)
        session, said = Talk(desk, self._sessions[who]).hear(_cleaned(incoming))
        self._sessions[who], self._members[who] = session, desk.person
        self.loose_media += desk.loose_media
        if desk.moved:  # what comes from there in the same batch is somebody else's already
            self._moved(place)
        if incoming.echo:
            self._replies.append(_echo(db, incoming, now))
        if incoming.album and len(said) == 1:
            outbox.put(db, self._replies)  # in the order of the talk
            self._replies = []
            _album_reply(db, incoming, said[0], now)
        else:
            self._replies += _rows(incoming, said, now)

    def _moved(self, place: Place) -> None:
        self._known |= people.meet(self._db, [place], {}, self._now)
        owner = self._members.setdefault(self._known[place].id, self._known[place])
        self._sessions.setdefault(owner.id, Session.from_json(owner.session))
        self._wrote[owner.id] = place

    def write(self) -> None:
        """Talks and replies, one statement a table."""
        talks = [
            TalkNow(who, each.version, self._sessions[who].as_json(), self._wrote[who])
            for who, each in self._members.items()
        ]
        people.keep_talks(self._db, talks, self._now)
        outbox.put(self._db, self._replies)


def _album_reply(db: Connection, incoming: Incoming, said: Outgoing, now: datetime) -> None:
    """One reply an album, moved on with each photo; a photo that comes after it has left gets its own."""
    key = f"{incoming.channel}:album:{incoming.address}:{incoming.album}"
    row = {
        "key": key,
        "channel": incoming.channel,
        "address": incoming.address,
        "body": said.as_json(),
        "due_at": now + ALBUM_WAITS,
    }
    if not outbox.put_off(db, row):
        outbox.put_off(db, {**row, "key": f"{key}:{incoming.id}"})


def _cleaned(incoming: Incoming) -> Incoming:
    """NFC at the door (R69): text and captions as they are kept and shown from here on."""
    photos = tuple(replace(photo, caption=clean(photo.caption, limit=500)) for photo in incoming.photos)
    return replace(incoming, text=clean(incoming.text, limit=TEXT), photos=photos)


def _rows(incoming: Incoming, said: Sequence[Outgoing], now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "key": f"{incoming.channel}:{incoming.id}:{number}",
            "channel": incoming.channel,
            "address": incoming.address,
            "body": each.as_json(),
            "due_at": now,
        }
        for number, each in enumerate(said)
    ]


def _echo(db: Connection, incoming: Incoming, now: datetime) -> dict[str, Any]:
    """The person's own words, for a channel whose transcript is ours to keep."""
    shown = (
        album.states(db, [photo.photo_id for photo in incoming.photos if photo.photo_id is not None])
        if incoming.photos
        else {}
    )
    photos = tuple(each.thumb_key for each in shown.values() if each.thumb_key)
    body = Outgoing(incoming.text, photos=photos, own=True).as_json()
    row = {
        "key": f"{incoming.channel}:{incoming.id}:own",
        "channel": incoming.channel,
        "address": incoming.address,
        "body": body,
    }
    return {**row, "kind": "own", "state": "sent", "due_at": now, "sent_at": now}
