"""Photo rows: a promise when the message is kept, a clean copy when the bytes are here, and whose they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from storage.award_tables import PaperTemplate
from storage.picture import Picture
from storage.tables import Photo, ReportPhoto, of
from storage.upsert import upsert

photo, template = of(Photo), of(PaperTemplate)

# A failed download is tried again after these many minutes, then given up (Telegram keeps files far longer).
TRY_AGAIN = (1, 2, 5, 15, 60, 240, 720, 1440)
PUT_OFF = 2  # minutes, when it was our own fault


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo row as a conversation needs it."""

    id: int
    ref: str
    state: str
    problem: str
    original: str
    clean_key: str
    thumb_key: str


COLUMNS = (
    photo.c.id,
    photo.c.ref,
    photo.c.state,
    photo.c.problem,
    func.coalesce(photo.c.original, ""),
    func.coalesce(photo.c.clean_key, ""),
    func.coalesce(photo.c.thumb_key, ""),
)


def promise(db: Connection, channel: str, refs: Sequence[str], now: datetime) -> dict[str, Kept]:
    """A row for each photo of a message, before its bytes are here; the same ref is the same row."""
    rows = [
        {
            "channel": channel,
            "ref": ref,
            "state": "pending",
            "problem": "",
            "tries": 0,
            "try_at": now,
            "received_at": now,
        }
        for ref in refs
    ]
    db.execute(upsert(photo).on_conflict_do_nothing(index_elements=["channel", "ref"]), rows)
    found = db.execute(select(*COLUMNS).where(photo.c.channel == channel, photo.c.ref.in_(refs)))
    return {kept.ref: kept for kept in (Kept(*row) for row in found)}


def arrived(db: Connection, number: int, picture: Picture, clean_key: str, thumb_key: str) -> None:
    """The bytes are kept: the row becomes ready. Its files are durable before this is called."""
    values = {
        "state": "ready",
        "problem": "",
        "try_at": None,
        "original": picture.original_sha256,
        "clean_key": clean_key,
        "thumb_key": thumb_key,
        "width": picture.width,
        "height": picture.height,
        "dhash": picture.dhash,
        "taken_on": picture.taken_on,
    }
    db.execute(update(photo).where(photo.c.id == number, photo.c.state == "pending").values(**values))


def refused(db: Connection, number: int, problem: str) -> None:
    """The bytes are no photo we can keep; the person is told why."""
    values = {"state": "refused", "problem": problem, "try_at": None}
    db.execute(update(photo).where(photo.c.id == number, photo.c.state == "pending").values(**values))


def missed(db: Connection, number: int, now: datetime, *, again: bool) -> None:
    """The bytes could not be fetched now: try later, or never when the channel no longer has them."""
    tries: int = db.execute(select(photo.c.tries).where(photo.c.id == number)).scalar() or 0
    if again and tries < len(TRY_AGAIN):
        values: dict[str, Any] = {"tries": tries + 1, "try_at": now + timedelta(minutes=TRY_AGAIN[tries])}
    else:
        values = {"state": "lost", "problem": "lost", "try_at": None}
    db.execute(update(photo).where(photo.c.id == number, photo.c.state == "pending").values(**values))


def put_off(db: Connection, number: int, now: datetime) -> None:
    """We could not keep it, through no fault of the channel's: tried again soon, and for as long as it takes."""
    later = now + timedelta(minutes=PUT_OFF)
    db.execute(update(photo).where(photo.c.id == number, photo.c.state == "pending").values(try_at=later))


def waiting(db: Connection, now: datetime, most: int = 20) -> list[tuple[int, str, str]]:
    """(id, channel, ref) of photos whose download is to be tried now."""
    rows = db.execute(
        select(photo.c.id, photo.c.channel, photo.c.ref)
        .where(photo.c.state == "pending", photo.c.try_at <= now)
        .order_by(photo.c.try_at)
        .limit(most)
    )
    return [(number, channel, ref) for number, channel, ref in rows]


def own(db: Connection, numbers: Iterable[int], who: int) -> None:
    """These photos are this person's."""
    db.execute(update(photo).where(photo.c.id.in_(list(numbers)), photo.c.person_id.is_(None)).values(person_id=who))


def states(db: Connection, numbers: Sequence[int]) -> dict[int, Kept]:
    """How these photos are. Nothing is asked about none: most messages carry no photo."""
    if not numbers:
        return {}
    rows = db.execute(select(*COLUMNS).where(photo.c.id.in_(numbers)))
    return {row[0]: Kept(*row) for row in rows}


def of_report(db: Connection, report_id: int) -> list[dict[str, Any]]:
    """A report's photos in the member's order."""
    link = of(ReportPhoto)
    rows = db.execute(
        select(
            photo.c.id,
            photo.c.clean_key,
            photo.c.thumb_key,
            photo.c.original,
            link.c.tag,
            link.c.caption,
            link.c.position,
        )
        .join(link, link.c.photo_id == photo.c.id)
        .where(link.c.report_id == report_id)
        .order_by(link.c.position)
    )
    return [dict(row) for row in rows.mappings()]


def drop_loose(db: Connection, who: int) -> list[str]:
    """Delete a person's photos that no report holds; gives the media keys nobody needs any more."""
    used = select(of(ReportPhoto).c.photo_id)
    loose = db.execute(
        select(photo.c.id, photo.c.clean_key, photo.c.thumb_key).where(
            photo.c.person_id == who, photo.c.id.not_in(used)
        )
    )
    rows = loose.all()
    db.execute(delete(photo).where(photo.c.id.in_([row[0] for row in rows])))
    return unheld(db, {key for row in rows for key in row[1:] if key})


def unheld(db: Connection, keys: Collection[str]) -> list[str]:
    """Those of the keys that no row names in clear: one picture may be several people's, and a template that was sent to an
    officer as a file is the unit's all the same."""
    held = db.execute(
        select(photo.c.clean_key, photo.c.thumb_key).where(photo.c.clean_key.in_(keys) | photo.c.thumb_key.in_(keys))
    )
    kept = db.execute(select(template.c.media_key).where(template.c.media_key.in_(keys)))
    return sorted(set(keys) - {key for row in (*held, *kept) for key in row})
