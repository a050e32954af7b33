"""Everything wrong with a file of units at once, by row, before anything is written (R41).

A file is judged together with the register it would go into: units it names are replaced, units it does not name stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from storage.register_shapes import DAY, Problem, Record, Register, Sheet, Span, by_code, meets, record_of, within

Lives = Mapping[str, tuple[date | None, date | None]]


def check(sheet: Sheet, known: Register) -> list[Problem]:
    """All problems by row; none means the file can be applied. A file that could not be read has only that to say."""
    problems = list(sheet.problems)
    if sheet.spans:
        units = by_code(span for span in sheet.spans if span.code)
        records = {code: record_of(spans) for code, spans in units.items()}
        stayed = {code: record for code, record in known.units.items() if code not in records}
        together = {**stayed, **records}
        lives = {code: (record.founded, record.ended) for code, record in together.items()}
        sure = {code: spans for code, spans in units.items() if code not in sheet.doubtful}
        problems += _names(sheet, known, lives)
        problems += _successions(sure)
        problems += _roots(sheet, stayed)
        problems += _parents(sure, lives, sheet.doubtful)
        problems += _left_behind(sure, stayed)
        problems += _circles(sheet, together)
    return sorted(problems, key=lambda each: each.row)


def _wrong(span: Span, column: str, problem: str, **args: Any) -> Problem:
    return Problem(span.row, column, problem, args)


def _names(sheet: Sheet, known: Register, lives: Lives) -> Iterator[Problem]:
    """Types, parents and areas that nobody knows, and areas that were not there in the span."""
    for span in sheet.spans:
        if span.type and span.type not in known.types:
            yield _wrong(span, "type", "unknown-type", type=span.type, known=", ".join(sorted(known.types)))
        if span.parent and span.parent not in lives:
            yield _wrong(span, "parent", "unknown-parent", parent=span.parent)
        for area in span.areas:
            if area not in known.areas:
                yield _wrong(span, "area", "unknown-area", area=area)
            elif not meets((span.since, span.until), known.areas[area]):
                yield _wrong(span, "area", "area-absent", area=area)


def _successions(units: Mapping[str, list[Span]]) -> Iterator[Problem]:
    """The spans of a unit follow each other day by day."""
    for spans in units.values():
        for earlier, later in pairwise(spans):
            if (earlier.since, earlier.until) == (later.since, later.until):
                yield _wrong(later, "code", "duplicate", code=later.code, other=str(earlier.row))
            elif earlier.until is None or later.since is None or later.since <= earlier.until:
                yield _wrong(later, "from", "overlap", code=later.code, other=str(earlier.row))
            elif later.since != earlier.until + DAY:
                yield _wrong(later, "from", "gap", code=later.code, other=str(earlier.row), on=earlier.until + DAY)


def _roots(sheet: Sheet, stayed: Mapping[str, Record]) -> Iterator[Problem]:
    """One unit has nobody above it."""
    root = next((code for code, record in stayed.items() if not record.parents), None)
    for span in sheet.spans:
        if span.code and not span.parent:
            root = root or span.code
            if span.code != root:
                yield _wrong(span, "parent", "second-root", root=root)


def _parents(units: Mapping[str, list[Span]], lives: Lives, doubtful: frozenset[str]) -> Iterator[Problem]:
    """The parent exists on every day of the span."""
    for spans in units.values():
        for span in spans:
            life = lives.get(span.parent)
            if life and span.parent not in doubtful and not within((span.since, span.until), life):
                yield _wrong(span, "parent", "parent-absent", parent=span.parent, since=life[0], until=life[1])


def _left_behind(units: Mapping[str, list[Span]], stayed: Mapping[str, Record]) -> Iterator[Problem]:
    """Units the file does not name still have their parent when the file has been applied."""
    for code, record in sorted(stayed.items()):
        for above, since, until in record.parents:
            spans = units.get(above)
            if not spans:
                continue
            life = (spans[0].since, spans[-1].until)
            if not within((since, until), life):
                late = (until or date.max) > (life[1] or date.max)
                yield _wrong(spans[-1 if late else 0], "to" if late else "from", "children-left", child=code)


def _circles(sheet: Sheet, together: Mapping[str, Record]) -> Iterator[Problem]:
    """No unit stands above itself on any day."""
    suspects = _knot(together)
    if not suspects:
        return
    days = {since or date.min for code in suspects for _, since, _ in together[code].parents}
    caught: set[int] = set()
    for day in sorted(days):
        above = {
            code: str(parent)
            for code in suspects
            for parent, since, until in together[code].parents
            if (since or date.min) <= day <= (until or date.max)
        }
        turning = _turning(above)
        for span in sheet.spans:
            inside = (span.since or date.min) <= day <= (span.until or date.max)
            if span.code in turning and inside and span.row not in caught:
                caught.add(span.row)
                yield _wrong(span, "parent", "circle", code=span.code, parent=span.parent)


def _knot(together: Mapping[str, Record]) -> set[str]:
    """Units that could be in a circle: those left when whoever has nobody above or below, on any day, is taken away."""
    above = {code: {str(parent) for parent, _, _ in record.parents} for code, record in together.items()}
    left = set(above)
    while True:
        parents = {parent for code in left for parent in above[code]}
        kept = {code for code in left if code in parents and above[code] & left}
        if kept == left:
            return left
        left = kept


def _turning(above: Mapping[str, str]) -> set[str]:
    """The units of every circle in one day's tree."""
    done: set[str] = set()
    found: set[str] = set()
    for start in above:
        path: list[str] = []
        at: str | None = start
        while at is not None and at not in done:
            done.add(at)
            path.append(at)
            at = above.get(at)
        if at is not None and at in path:
            found.update(path[path.index(at) :])
    return found
