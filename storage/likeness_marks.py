"""The index of likeness: for each report a few dozen marks, each a number, in one table that any database can hold.

An errand writes them a moment after the report was sent; a withdrawn report has none. Reports from before the index was are
filled in, piece by piece, after the start.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from storage import errands
from storage.likeness_text import Text, hashed, sketch, words_of
from storage.tables import Photo, Report, ReportAuthor, ReportMark, ReportPhoto, Setting, of
from storage.upsert import upsert
from storage.vietnamese import fold

report, author, photo, held = of(Report), of(ReportAuthor), of(Photo), of(ReportPhoto)
marked, setting = of(ReportMark), of(Setting)

KIND = "likeness"  # of errands
FILL = "likeness-fill"
CHANGING = frozenset(
    {"send", "add", "complete", "withdraw"}
)  # acts of `report_moves.MOVES` after which it is looked at anew
FILLED = "likeness-filled"  # setting: "<version>:<last report that was filled in>"
VERSION = 1  # of how marks are made: raised, every report is marked anew
PIECE = 100  # reports filled in by one transaction
EVERY_REPORT = 1 << 62
BANDS, BAND_BITS = 4, 16  # of a photo's perceptual hash: of two that differ in at most 3 bits, one band is the same
TEXT, ORIGINAL, LOOK, AUTHOR = (kind << 48 for kind in range(4))  # so that no two kinds of marks are ever mistaken


@dataclass(frozen=True, slots=True)
class Seen:
    """A photo as it is likened."""

    id: int
    original: str | None
    dhash: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it is likened: its words (of its title, of all of it, of what was done), authors and photos."""

    id: int
    title: list[str]
    text: Text
    solution: Text
    unit_id: int
    year: int
    person_id: int | None
    authors: frozenset[str]  # folded names
    photos: tuple[Seen, ...]


COLUMNS = (
    report.c.id,
    report.c.title,
    report.c.subject,
    report.c.before,
    report.c.solution,
    report.c.result,
    report.c.unit_id,
    report.c.on_day,
    report.c.person_id,
)
STANDS = report.c.state != "withdrawn"


def told(db: Connection, numbers: Collection[int]) -> dict[int, Told]:
    """These reports, without those that were withdrawn."""
    rows = db.execute(select(*COLUMNS).where(report.c.id.in_(list(numbers)), STANDS)).all()
    ids = [row.id for row in rows]
    names: dict[int, set[str]] = {}
    for number, name in db.execute(select(author.c.report_id, author.c.name).where(author.c.report_id.in_(ids))):
        names.setdefault(number, set()).add(fold(name))
    seen: dict[int, list[Seen]] = {}
    query = select(held.c.report_id, photo.c.id, photo.c.original, photo.c.dhash)
    for number, *rest in db.execute(
        query.join(photo, photo.c.id == held.c.photo_id).where(held.c.report_id.in_(ids)).order_by(held.c.position)
    ):
        seen.setdefault(number, []).append(Seen(*rest))
    return {
        row.id: Told(
            row.id,
            *_texts(row),
            row.unit_id,
            row.on_day.year,
            row.person_id,
            frozenset(names.get(row.id, ())),
            tuple(seen.get(row.id, ())),
        )
        for row in rows
    }


def _texts(row: Any) -> tuple[list[str], Text, Text]:
    title, solution = words_of(row.title), words_of(row.solution)
    subject = words_of(row.subject) if row.subject != row.title else []
    return title, Text([*title, *subject, *words_of(row.before), *solution, *words_of(row.result)]), Text(solution)


def of_text(one: Told) -> set[int]:
    return {TEXT | mark for mark in sketch(one.title, one.text.words)}


def of_photos(photos: Iterable[Seen]) -> tuple[set[int], set[int]]:
    """(the same file, the same look): of each photo the hash of its bytes, and its perceptual hash in bands."""
    same, look = set(), set()
    for each in photos:
        if each.original:
            same.add(ORIGINAL | int(each.original[:12], 16))
        if each.dhash is not None:
            for band in range(BANDS):
                part = each.dhash >> (band * BAND_BITS) & (1 << BAND_BITS) - 1
                look.add(LOOK | band << BAND_BITS | part)
    return same, look


def of_authors(one: Told) -> set[int]:
    """Each author in their unit: names alone are too common in a province."""
    return {AUTHOR | hashed(f"{one.unit_id} {name}") for name in one.authors if name}


def marks_of(one: Told) -> set[int]:
    same, look = of_photos(one.photos)
    return of_text(one) | same | look | of_authors(one)


# --- keeping them -----------------------------------------------------------------------------------------------------------


def ask(db: Connection, number: int, now: datetime, *, because: str, who: int | None = None) -> None:
    """A report has changed, or somebody (`who`, to be answered) wants to know: an errand looks at it anew. Cheap: one row,
    once for each reason."""
    errands.ask(db, KIND, {"report": number}, who, now, key=f"{KIND}:{number}:{because}")


def put(db: Connection, marks: Sequence[tuple[int, Collection[int]]]) -> None:
    """(report, its marks as they are now): instead of what was there."""
    db.execute(delete(marked).where(marked.c.report_id.in_([number for number, _ in marks])))
    rows = sorted((mark, number) for number, every in marks for mark in every)
    if rows:
        db.execute(insert(marked), [{"mark": mark, "report_id": number} for mark, number in rows])


def fill(db: Connection, after: int) -> tuple[list[tuple[int, set[int]]], int | None]:
    """The marks of the reports behind one, a piece of them; and the last of them, None when there are no more."""
    ids = list(db.execute(select(report.c.id).where(report.c.id > after).order_by(report.c.id).limit(PIECE)).scalars())
    found = [(number, marks_of(one)) for number, one in told(db, ids).items()]
    return found, ids[-1] if len(ids) == PIECE else None


def filled(db: Connection, last: int | None, now: datetime) -> None:
    """A piece is in: go on behind it, or be done."""
    at = EVERY_REPORT if last is None else last
    row = {"name": FILLED, "value": f"{VERSION}:{at}"}
    db.execute(upsert(setting).values(row).on_conflict_do_update(index_elements=["name"], set_=row))
    if last is not None:
        _ask_to_fill(db, last, now)


def begin(db: Connection, now: datetime) -> None:
    """At the start: fill in what was sent before there were marks, from where it was left."""
    kept = db.execute(select(setting.c.value).where(setting.c.name == FILLED)).scalar()
    version, _, last = (kept or "0:0").partition(":")
    if int(version) != VERSION and db.execute(select(report.c.id).limit(1)).first() is None:
        filled(db, None, now)  # a new house: whatever comes is marked as it comes
    elif int(version) != VERSION:
        _ask_to_fill(db, 0, now)
    elif int(last) != EVERY_REPORT:
        _ask_to_fill(db, int(last), now)


def _ask_to_fill(db: Connection, after: int, now: datetime) -> None:
    errands.ask(db, FILL, {"after": after}, None, now, key=f"{FILL}:{VERSION}:{after}")
