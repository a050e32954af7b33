"""Browsers that may use the web chat, and what they may read there.

A browser holds a random token in a cookie; here lies only its keyed hash (the mark) and the web address it opens. Each
sent outbox row of that address is one message of its transcript.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, Tuple, delete, func, insert, literal, select, tuple_, update

from storage.tables import Address, Inbox, Outbox, Photo, WebSession, of

session, outbox, inbox = of(WebSession), of(Outbox), of(Inbox)

CHANNEL = "web"
LIFE = timedelta(days=180)
FIRST_LIFE = timedelta(days=1)  # until the first message: a page merely opened leaves nothing behind for long
RENEW = timedelta(days=150)  # a session with less than this before it is renewed by the next message
LOOK_BACK = 2_000  # messages searched for a photo's key, newest first

IN_TRANSCRIPT = (outbox.c.channel == CHANNEL, outbox.c.state == "sent")
SENT_AT = func.coalesce(
    outbox.c.sent_at, outbox.c.due_at
)  # a person's own words were never due later than they were said
PLACE = tuple_(SENT_AT, outbox.c.id)


@dataclass(frozen=True, slots=True)
class WebVisit:
    """A browser's open session."""

    address: str
    expires_at: datetime

    def grows_old(self, now: datetime) -> bool:
        """Whether the next message should renew it."""
        return self.expires_at < now + RENEW


@dataclass(frozen=True, slots=True)
class WebMessage:
    """One message of a transcript. `id` is its sequence number, `body` is `Outgoing.as_json()`, `key` the outbox key."""

    id: int
    body: dict[str, Any]
    sent_at: datetime
    key: str
    kind: str

    @property
    def beside(self) -> bool:
        """It came beside the talk: the question that waits goes on waiting."""
        return self.kind not in ("reply", "own")


def open_session(db: Connection, now: datetime, mark: str) -> str:
    """A new web address for the browser with this mark; sessions that ran out are forgotten on the way."""
    address = "w" + secrets.token_hex(12)
    db.execute(delete(session).where(session.c.expires_at < now))
    db.execute(insert(session).values(mark=mark, address=address, expires_at=now + FIRST_LIFE))
    return address


def visit_of(db: Connection, mark: str, now: datetime) -> WebVisit | None:
    """The open session of this mark."""
    row = db.execute(
        select(session.c.address, session.c.expires_at).where(session.c.mark == mark, session.c.expires_at >= now)
    ).first()
    return None if row is None else WebVisit(*row)


def address_of(db: Connection, mark: str, now: datetime) -> str | None:
    """The web address this mark opens, if any."""
    visit = visit_of(db, mark, now)
    return None if visit is None else visit.address


def extend(db: Connection, mark: str, now: datetime) -> None:
    """The browser is in use: its session lives for another 180 days."""
    db.execute(update(session).where(session.c.mark == mark).values(expires_at=now + LIFE))


def close_session(db: Connection, mark: str) -> None:
    """“Thoát”: this browser opens nothing any more; the conversation itself stays."""
    db.execute(delete(session).where(session.c.mark == mark))


def move_session(db: Connection, mark: str, address: str) -> None:
    """Recovery: the browser goes on in a conversation of old."""
    db.execute(update(session).where(session.c.mark == mark).values(address=address))


def messages_after(db: Connection, address: str, after: int, most: int = 100) -> list[WebMessage]:
    """What follows message `after` in the transcript, oldest first; from the beginning when it is not one of ours.

    The order is that of sending: a notice queued in the evening and sent in the morning comes after the night's talk,
    though its row is older. Hence the moment first, the number second; nothing new ever stands before what was read,
    because `sent_at` is the moment of the transaction that shows it.
    """
    seen = _place(db, address, after)
    later = () if seen is None else (seen < PLACE,)
    rows = db.execute(_transcript(address).where(*later).order_by(SENT_AT, outbox.c.id).limit(most))
    return [WebMessage(*row) for row in rows]


def messages_before(db: Connection, address: str, before: int | None, most: int = 50) -> list[WebMessage]:
    """The newest messages, or those just before message `before`; oldest first. Nothing before a message not ours."""
    query = _transcript(address)
    if before is not None:
        seen = _place(db, address, before)
        if seen is None:
            return []
        query = query.where(seen > PLACE)
    rows = db.execute(query.order_by(SENT_AT.desc(), outbox.c.id.desc()).limit(most))
    return [WebMessage(*row) for row in rows][::-1]


def message_of(db: Connection, address: str, number: int) -> WebMessage | None:
    """One message of this address's transcript."""
    row = db.execute(_transcript(address).where(outbox.c.id == number)).first()
    return None if row is None else WebMessage(*row)


def photo_of(db: Connection, address: str, key: str) -> bool:
    """Whether this media key is a photo of the address's person, or was shown in its transcript."""
    photo, place = of(Photo), of(Address)
    own = select(photo.c.id).join(place, place.c.person_id == photo.c.person_id)
    own = own.where(
        place.c.channel == CHANNEL, place.c.address == address, (photo.c.clean_key == key) | (photo.c.thumb_key == key)
    )
    if db.execute(own.limit(1)).first():
        return True
    bodies = db.execute(
        select(outbox.c.body)
        .where(*IN_TRANSCRIPT, outbox.c.address == address)
        .order_by(outbox.c.id.desc())
        .limit(LOOK_BACK)
    )
    return any(key in body.get("photos", ()) for (body,) in bodies)


def was_kept(db: Connection, update_id: str) -> bool:
    """Whether a message with this id was taken in before: its photos need not be kept a second time."""
    return (
        db.execute(select(inbox.c.id).where(inbox.c.channel == CHANNEL, inbox.c.update_id == update_id)).first()
        is not None
    )


def _transcript(address: str) -> Select[Any]:
    shown = select(outbox.c.id, outbox.c.body, SENT_AT, outbox.c.key, outbox.c.kind)
    return shown.where(*IN_TRANSCRIPT, outbox.c.address == address)


def _place(db: Connection, address: str, number: int) -> Tuple | None:
    """Where a message stands in its transcript, to be compared with PLACE."""
    row = db.execute(_transcript(address).where(outbox.c.id == number)).first()
    return None if row is None else tuple_(literal(row[2], outbox.c.sent_at.type), literal(number))
