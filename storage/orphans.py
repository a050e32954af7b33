"""Bytes that no row names: left by a crash between keeping them and naming them. Which may be looked at, and who names what.

Photos are named by their row within moments. Other files are named by the message that carried them for as long as messages
stay, and `storage.retention` takes them along; so they are suspects only well after that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from storage.media import KEY
from storage.retention import TALK_STAYS
from storage.tables import Outbox, of

PHOTO = ".jpg"  # a clean copy or a thumbnail: everything else was made by us
SHARDS = 256  # by the first two digits of the hash
EVERY = timedelta(days=7) / SHARDS  # so long each shard has its turn
PHOTO_STAYS = timedelta(days=7)  # longer than any outage after which a photo is still entered
FILE_STAYS = TALK_STAYS + PHOTO_STAYS
MOST = 1_000  # suspects of a turn; the rest waits for the next week
PIECE = 500  # keys asked for at once
MESSAGES = 2_000  # opened in one go

outbox = of(Outbox)


def shard_of(now: datetime) -> str:
    """Whose turn it is, by the time alone: nothing is stored, and every process means the same."""
    return f"{int(now.timestamp() / EVERY.total_seconds()) % SHARDS:02x}/"


def limit_of(key: str, now: datetime) -> datetime:
    """Before this moment the bytes must have been put to be suspect."""
    return now - (PHOTO_STAYS if key.endswith(PHOTO) else FILE_STAYS)


def said(db: Connection, after: int) -> tuple[set[str], int | None]:
    """The keys that messages after a row name, in one piece; and the row to go on after, None at the end."""
    rows = db.execute(
        select(outbox.c.id, outbox.c.body).where(outbox.c.id > after).order_by(outbox.c.id).limit(MESSAGES)
    ).all()
    keys = {key for _, body in rows for key in _named_in(body)}
    return keys, rows[-1][0] if len(rows) == MESSAGES else None


def _named_in(body: Any) -> Iterator[str]:
    """Every key anywhere in a message: a field that is new here must not cost anybody a file."""
    match body:
        case str() if KEY.fullmatch(body):
            yield body
        case dict():
            for each in body.values():
                yield from _named_in(each)
        case list():
            for each in body:
                yield from _named_in(each)
