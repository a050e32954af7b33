"""The errands about likeness: looking for what may be the same, marking what was sent before there were marks (R19).

The search runs beside the writer. What it finds is kept for the reviewers; the author hears of a strong likeness, softly:
nothing waits for an answer, and nothing is held up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import Connection

from handlers.errand import Errand, Working, message
from handlers.likeness_words import told_author, told_searcher
from handlers.texts import Texts
from storage import likeness, likeness_marks, likeness_pairs, outbox, people, report_moves, units
from storage.errands import Asked
from storage.likeness import Like
from storage.likeness_marks import Told


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brings back: the report's marks (none when it was withdrawn) and what is like it."""

    marks: set[int]
    likes: list[Like]


def look(at: Working) -> Found:
    number = at.about["report"]
    own: Told | None = likeness_marks.told(at.db, [number]).get(number)
    if own is None:
        return Found(set(), [])
    return Found(likeness_marks.marks_of(own), likeness.likely(at.db, number))


def keep(db: Connection, texts: Texts, zone: tzinfo, asked: Asked, found: Found, now: datetime) -> None:
    number = asked.about["report"]
    likeness_marks.put(db, [(number, found.marks)])
    likeness_pairs.keep(db, number, found.likes, now)
    if asked.person_id is not None:
        own = likeness_pairs.heads(db, [number])[number]
        message(db, asked, "found", lambda language: told_searcher(texts, language, own, len(found.likes)), now)
        return
    strong = [like for like in found.likes if like.score >= likeness.STRONG and like.report_id < number]
    if strong:
        _tell_author(db, texts, number, strong[0], now)


def _tell_author(db: Connection, texts: Texts, number: int, like: Like, now: datetime) -> None:
    """Once for each pair, whatever is added to the report later. Of somebody else's report they see code, title, unit and
    year (R45)."""
    found = likeness_pairs.heads(db, [number, like.report_id])
    own, other = found[number], found[like.report_id]
    if own.person_id is None or own.state not in report_moves.OPEN:
        return
    known, places = people.known(db, [own.person_id]), people.places_of(db, [own.person_id])
    if own.person_id not in known or own.person_id not in places:
        return
    channel, address = places[own.person_id]
    unit = units.name_of(db, other.unit_id, other.on_day)
    said = told_author(texts, known[own.person_id].language, own, other, unit)
    row: dict[str, Any] = {"key": f"likeness:{number}:{like.report_id}", "channel": channel, "address": address}
    outbox.put(db, [{**row, "kind": "notice", "body": said.as_json(), "due_at": now}])


def fill(at: Working) -> tuple[list[tuple[int, set[int]]], int | None]:
    return likeness_marks.fill(at.db, at.about["after"])


def filled(db: Connection, texts: Texts, zone: tzinfo, asked: Asked, found: Any, now: datetime) -> None:
    marks, last = found
    likeness_marks.put(db, marks)
    likeness_marks.filled(db, last, now)


LOOK = Errand(likeness_marks.KIND, look, keep)
FILL = Errand(likeness_marks.FILL, fill, filled, "long")
