"""Which reports may be the same as one: found by their marks, then read and compared (R19). Read-only, for a worker thread.

Marks lead to a few dozen candidates among all reports, former years and other units too; only those are read. Common marks,
which would lead to thousands, are passed over.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from storage.likeness_marks import Seen, Told, marked, of_authors, of_photos, of_text, report, told
from storage.likeness_text import alike
from storage.picture import LOOKS_ALIKE, hamming

LIKELY, STRONG = 45, 70  # scores: worth a reviewer's look; worth a word to the author
SAME_PHOTO, ALIKE_PHOTO = 55, 45  # what one photo in common is worth without any likeness of the words
BONUS = 0.15  # of the words' likeness, for the same author, and for a photo in common; a third of it for the same unit
READ = 40  # candidates by words that are read; and so many by photos, authors, unit together
UNIT = 12  # of the same unit, the newest
IN_COMMON = 0.08  # of a text's rare marks: two texts that share fewer are not alike (measured: `bench_likeness`)
COMMON = 5_000  # a mark of more reports than this tells nothing
POSTINGS = 20_000  # rows of the index that one search reads, at most
FEW = 300  # the same for a photo's mark: a dark picture looks like many
SHORT = 25  # syllables: below, a solution alone is no evidence


@dataclass(frozen=True, slots=True)
class Like:
    """A report that may be the same, and what speaks for it."""

    report_id: int
    score: int  # 0–100
    text: int  # percent of the words
    same_photos: int
    alike_photos: int
    author: bool
    unit: bool
    years: int  # apart

    def why(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "same": self.same_photos,
            "alike": self.alike_photos,
            "author": self.author,
            "unit": self.unit,
            "years": self.years,
        }


def likely(db: Connection, about: int, most: int = 5) -> list[Like]:
    """The likeliest, best first; none for a report that was withdrawn."""
    own = told(db, [about]).get(about)
    if own is None:
        return []
    found = candidates(db, own)
    compared = [compare(own, other) for other in told(db, found).values()]
    good = [like for like in compared if like.score >= LIKELY]
    return sorted(good, key=lambda like: (-like.score, like.report_id))[:most]


# --- candidates ---------------------------------------------------------------------------------------------------------------


def _size() -> Select[Any]:
    """How many reports carry a mark; counted no further than is of interest."""
    one = select(marked.c.report_id).where(marked.c.mark == bindparam("mark")).limit(bindparam("most")).subquery()
    return select(func.count()).select_from(one)


SIZE = _size()


def candidates(db: Connection, own: Told) -> set[int]:
    """Reports that share enough marks to be read, or are near by author or unit."""
    same, look = of_photos(own.photos)
    found = {
        *_sharing(db, own.id, rare(db, of_text(own), COMMON), READ, share=IN_COMMON),
        *_sharing(db, own.id, rare(db, same | look, FEW), READ // 2),
        *_sharing(db, own.id, rare(db, of_authors(own), COMMON), READ // 4),
    }
    near = select(report.c.id).where(report.c.unit_id == own.unit_id, report.c.id != own.id)
    return {*found, *db.execute(near.order_by(report.c.sent_at.desc()).limit(UNIT)).scalars()}


def rare(db: Connection, marks: Collection[int], most: int) -> list[int]:
    """The rarest of some marks, as many as may be followed."""
    sizes = sorted((db.execute(SIZE, {"mark": mark, "most": most + 1}).scalar_one(), mark) for mark in marks)
    chosen, total = [], 0
    for size, mark in sizes:
        total += size
        if size > most or total > POSTINGS:
            break
        if size:
            chosen.append(mark)
    return chosen


def _sharing(db: Connection, besides: int, marks: Collection[int], most: int, *, share: float = 0) -> list[int]:
    """Those that carry the most of these marks, the newest first among equals, and no fewer than a share of them."""
    if not marks:
        return []
    shared = func.count()
    query = select(marked.c.report_id).where(marked.c.mark.in_(list(marks)), marked.c.report_id != besides)
    query = (
        query.group_by(marked.c.report_id)
        .having(shared >= max(1, share * len(marks)))
        .order_by(shared.desc(), marked.c.report_id.desc())
        .limit(most)
    )
    return list(db.execute(query).scalars())


# --- comparing two ------------------------------------------------------------------------------------------------------------


def compare(own: Told, other: Told) -> Like:
    words = max(alike(own.text, other.text), _same_solution(own, other))
    same, looks = photos_alike(own.photos, other.photos)
    author = bool(own.authors & other.authors) or (own.person_id is not None and own.person_id == other.person_id)
    unit = own.unit_id == other.unit_id
    stronger = 1 + BONUS * author + BONUS * bool(same or looks) + BONUS / 3 * unit
    photo = SAME_PHOTO if same else ALIKE_PHOTO if looks else 0
    score = min(100.0, max(words * stronger, photo))
    return Like(other.id, round(score), round(words), len(same), len(looks), author, unit, abs(own.year - other.year))


def _same_solution(own: Told, other: Told) -> float:
    """The same thing done, told with another beginning and end: worth nearly as much as all of it."""
    if min(len(own.solution.words), len(other.solution.words)) < SHORT:
        return 0.0
    return 0.9 * alike(own.solution, other.solution)


def photos_alike(own: Collection[Seen], other: Collection[Seen]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Pairs of photo ids: the same file; and another file that looks alike."""
    same = [(a.id, b.id) for a in own for b in other if a.original and a.original == b.original]
    taken = {number for pair in same for number in pair}
    looks = [
        (a.id, b.id)
        for a in own
        for b in other
        if not {a.id, b.id} & taken and a.dhash is not None and b.dhash is not None
        if hamming(a.dhash, b.dhash) <= LOOKS_ALIKE
    ]
    return same, looks
