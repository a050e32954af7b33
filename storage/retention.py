"""What is not kept: old talk, old payloads, the addresses of people who had their data deleted (R62, R67).

Reports, consents, the audit and digests stay. Everything is done in small pieces, so that replies never wait behind it; what is
left is done the next time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from storage import album, errands
from storage.tables import (
    Address,
    Inbox,
    Invitation,
    Outbox,
    Person,
    Photo,
    Reminder,
    Talk,
    WebSession,
    of,
)

TALK_STAYS = timedelta(days=90)  # messages sent, and dead letters' payloads
ADDRESS_STAYS = timedelta(days=1)  # after a deletion, so that the last answer still arrives
STRANGERS_PHOTOS_STAY = timedelta(days=1)  # sent before any consent, by somebody who then did not join (R59)
LEDGER_STAYS = timedelta(days=2 * 366)  # longer than any reminder or digest looks back
PIECE = 500  # rows of a table in one transaction
DRAWN = ".png"  # pictures made by papers; photos of people are .jpg

inbox, outbox, person, address, photo = of(Inbox), of(Outbox), of(Person), of(Address), of(Photo)
invitation, ledger = of(Invitation), of(Reminder)


def files_of(bodies: Sequence[Mapping[str, Any]]) -> list[str]:
    """The media keys of files that messages carried: exports, which nobody else names."""
    named = [body.get("file") or body.get("held") for body in bodies]  # held: it went as a link
    return [key for key in named if key and not key.startswith("paper:")]


def pictures_of(bodies: Sequence[Mapping[str, Any]]) -> list[str]:
    """The media keys of drawn pictures. One may have gone to several people, all at about the same time: they go together.
    What was drawn for the second time much later goes with the first; its digest stays and can be asked for again."""
    shown = [key for body in bodies for key in (*body.get("photos", ()), *body.get("linked", ()))]  # linked: as links
    return [key for key in shown if key.endswith(DRAWN)]


def forget_address(db: Connection, channel: str, place: str) -> list[str]:
    """Delete all that was said to an address; gives the media keys of the files among it."""
    told = db.execute(
        delete(outbox).where(outbox.c.channel == channel, outbox.c.address == place).returning(outbox.c.body)
    )
    return files_of(list(told.scalars()))


def sweep(db: Connection, now: datetime) -> list[str]:
    """One piece of everything that has grown too old; gives the media keys nobody needs any more."""
    _old_invitations(db, now - TALK_STAYS)
    _old_ledger(db, now - LEDGER_STAYS)
    errands.drop_old(db, now - TALK_STAYS, PIECE)
    return [
        *_old_talk(db, now - TALK_STAYS),
        *_deleted_people(db, now - ADDRESS_STAYS),
        *_strangers_photos(db, now - STRANGERS_PHOTOS_STAY),
    ]


def _old_talk(db: Connection, before: datetime) -> list[str]:
    left = func.coalesce(outbox.c.sent_at, outbox.c.due_at)  # what never left has no moment of sending
    old = select(outbox.c.id).where(left < before, outbox.c.state.not_in(("due", "sending"))).limit(PIECE)
    gone = db.execute(delete(outbox).where(outbox.c.id.in_(old)).returning(outbox.c.body))
    bodies = gone.scalars().all()
    keys = [*files_of(bodies), *pictures_of(bodies)]
    db.execute(
        update(inbox)
        .where(inbox.c.state == "dead", inbox.c.raw.is_not(None), inbox.c.received_at < before)
        .values(raw=None)
    )
    done = select(inbox.c.id).where(inbox.c.state == "done", inbox.c.received_at < before).limit(PIECE)
    db.execute(delete(inbox).where(inbox.c.id.in_(done)))
    return keys


def _old_invitations(db: Connection, before: datetime) -> None:
    """Used or not, they open nothing any more; who was given what stands in the audit."""
    old = select(invitation.c.id).where(invitation.c.expires_at < before).limit(PIECE)
    db.execute(delete(invitation).where(invitation.c.id.in_(old)))


def _old_ledger(db: Connection, before: datetime) -> None:
    """Only the first rows are looked at, which are the oldest: a long ledger costs no more than a short one."""
    first = select(ledger.c.id, ledger.c.at).order_by(ledger.c.id).limit(PIECE).subquery()
    db.execute(delete(ledger).where(ledger.c.id.in_(select(first.c.id).where(first.c.at < before))))


def _strangers_photos(db: Connection, before: datetime) -> list[str]:
    strangers = select(person.c.id).where(person.c.joined_at.is_(None))
    old = select(photo.c.person_id).where(photo.c.person_id.in_(strangers), photo.c.received_at < before).distinct()
    keys = []
    for who in db.execute(old.limit(PIECE)).scalars().all():
        keys += album.drop_loose(db, who)
    return keys


def _deleted_people(db: Connection, before: datetime) -> list[str]:
    """Those who did not join again: their last trace is where they could be reached."""
    people = select(person.c.id).where(person.c.deleted_at < before, person.c.joined_at.is_(None))
    rows = db.execute(
        select(address.c.channel, address.c.address, address.c.person_id)
        .where(address.c.person_id.in_(people))
        .limit(PIECE)
    )
    keys = []
    for channel, place, who in rows.all():
        keys += forget_address(db, channel, place)
        if channel == "web":
            db.execute(delete(of(WebSession)).where(of(WebSession).c.address == place))
        db.execute(delete(of(Talk)).where(of(Talk).c.person_id == who))
        db.execute(delete(address).where(address.c.channel == channel, address.c.address == place))
    return keys
