"""What hangs on a report: the units above it, authors, benefits, slogans, photos, and the words it is found by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from storage import search_words
from storage.tables import ReportAuthor, ReportBenefit, ReportPhoto, ReportTag, ReportUnit, of


def search_key(code: str, unit: int, columns: Mapping[str, Any]) -> str:
    """What a report is found by: its code and its words."""
    return search_words.key(unit, code, *(columns.get(name) for name in search_words.FIELDS))


def place(db: Connection, number: int, chain: Sequence[int]) -> None:
    rows = [{"report_id": number, "height": height, "unit_id": unit} for height, unit in enumerate(chain)]
    db.execute(insert(of(ReportUnit)), rows)


def place_anew(db: Connection, number: int, chain: Sequence[int]) -> None:
    """Its units above it as of another day: the day it was first used was put right."""
    db.execute(delete(of(ReportUnit)).where(of(ReportUnit).c.report_id == number))
    place(db, number, chain)


def attach(
    db: Connection,
    number: int,
    authors: Sequence[Mapping[str, Any]],
    benefits: Mapping[str, Mapping[str, Any]],
    slogans: Sequence[str],
) -> None:
    """Put a report's authors, benefits and slogans as they are now, instead of what was there."""
    for table in (of(ReportAuthor), of(ReportBenefit), of(ReportTag)):
        db.execute(delete(table).where(table.c.report_id == number))
    hang_on(db, number, authors, benefits, slogans)


def hang_on(
    db: Connection,
    number: int,
    authors: Sequence[Mapping[str, Any]],
    benefits: Mapping[str, Mapping[str, Any]],
    slogans: Sequence[str],
) -> None:
    """Put authors, benefits and slogans where none are."""
    if authors:
        full = [
            {"author_class": None, "collective": False, "share": None, "person_id": None, "agreed": "", **each}
            for each in authors
        ]
        rows = [{**each, "report_id": number, "position": place} for place, each in enumerate(full, 1)]
        db.execute(insert(of(ReportAuthor)), rows)
    if benefits:
        db.execute(
            insert(of(ReportBenefit)),
            [{"report_id": number, "kind": kind, "confirmed": False, **value} for kind, value in benefits.items()],
        )
    if slogans:
        db.execute(insert(of(ReportTag)), [{"report_id": number, "slogan": slogan} for slogan in slogans])


def attach_photos(db: Connection, number: int, photos: Sequence[Mapping[str, Any]]) -> None:
    """A report's photos as they are now: new ones go behind those that stay, those left out are taken off."""
    table = of(ReportPhoto)
    listed = [each["photo"] for each in photos]
    db.execute(delete(table).where(table.c.report_id == number, table.c.photo_id.not_in(listed)))
    there = dict(db.execute(select(table.c.photo_id, table.c.position).where(table.c.report_id == number)).all())
    fresh = [each for each in photos if each["photo"] not in there]
    rows = [
        {
            "report_id": number,
            "photo_id": each["photo"],
            "position": place,
            "tag": each.get("tag", ""),
            "caption": each.get("caption", ""),
        }
        for place, each in enumerate(fresh, max(there.values(), default=0) + 1)
    ]
    if rows:
        db.execute(insert(of(ReportPhoto)), rows)
