"""What the register of units is made of on its way in: spans of a file, and a unit as a whole (R41; docs/units.md).

A span is one row; a record is all spans of one unit, brought into one form so that two of them can be compared.
Days are local calendar days, both ends included; an open end is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from storage.vietnamese import shorten

BUTTON = 40  # characters of a name that a phone shows whole
DAY = timedelta(days=1)

# Everything that can be wrong with a file, in the order of reading it. Each has its sentences in handlers/texts/*/import.ftl.
PROBLEMS = (
    "encoding",
    "old-excel",
    "too-large",
    "unreadable",
    "too-many-rows",
    "no-rows",
    "no-column",
    "unknown-column",
    "column-twice",
    "missing",
    "too-long",
    "bad-code",
    "bad-day",
    "days-turned",
    "bad-phone",
    "half-contact",
    "unknown-type",
    "unknown-parent",
    "unknown-area",
    "area-absent",
    "duplicate",
    "overlap",
    "gap",
    "second-root",
    "circle",
    "parent-absent",
    "children-left",
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the row as a spreadsheet counts it (0: the whole file), the column ("": the row), one of PROBLEMS."""

    row: int
    column: str
    problem: str
    args: Mapping[str, Any] = field(default_factory=dict)  # texts and days


@dataclass(frozen=True, slots=True)
class Span:
    """One row of units.csv."""

    row: int
    code: str
    name: str
    short: str
    type: str
    parent: str
    since: date | None = None
    until: date | None = None
    former: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    contact_name: str = ""
    contact_phone: str = ""  # E.164
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as read. `doubtful` units have a row whose days could not be read: no gap is found where a day is missing."""

    spans: tuple[Span, ...] = ()
    columns: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    doubtful: frozenset[str] = frozenset()


Dated = tuple[Any, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Record:
    """A whole unit: what stands in its four tables, each fact in as few spans as it can be told in."""

    type: str
    founded: date | None
    ended: date | None
    contact: tuple[str, str]  # name and phone, or two empty texts
    names: frozenset[Dated]  # ((name, short, former), since, until)
    parents: frozenset[Dated]  # (code, since, until)
    areas: frozenset[Dated]  # (code, since, until)

    @property
    def label(self) -> str:
        """The last official name."""
        official = [kept for kept in self.names if not kept[0][2]]
        return str(max(official, key=lambda kept: kept[1] or date.min)[0][0]) if official else ""


@dataclass(frozen=True, slots=True)
class Register:
    """Everything an import is compared with."""

    types: frozenset[str] = frozenset()
    areas: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)
    units: Mapping[str, Record] = field(default_factory=dict)


def by_code(spans: Iterable[Span]) -> dict[str, list[Span]]:
    """The spans of each unit, by date."""
    found: dict[str, list[Span]] = {}
    for span in spans:
        found.setdefault(span.code, []).append(span)
    for each in found.values():
        each.sort(key=lambda span: (span.since or date.min, span.until or date.max))
    return found


def record_of(spans: Sequence[Span]) -> Record:
    """A unit from its spans in order of date; type and contact are those of the last one."""
    first, last = spans[0], spans[-1]
    return Record(
        type=last.type,
        founded=first.since,
        ended=last.until,
        contact=(last.contact_name, last.contact_phone),
        names=joined(
            (fact, span.since, span.until)
            for span in spans
            for fact in (
                (span.name, span.short or shorten(span.name, BUTTON), False),
                *((former, "", True) for former in span.former),
            )
        ),
        parents=joined((span.parent, span.since, span.until) for span in spans if span.parent),
        areas=joined((area, span.since, span.until) for span in spans for area in span.areas),
    )


def joined(dated: Iterable[Dated]) -> frozenset[Dated]:
    """The same facts with spans that follow each other without a gap made one."""
    kept: dict[Any, list[tuple[date | None, date | None]]] = {}
    for fact, since, until in sorted(set(dated), key=lambda each: each[1] or date.min):
        spans = kept.setdefault(fact, [])
        if spans and spans[-1][1] is not None and spans[-1][1] + DAY == since:
            spans[-1] = (spans[-1][0], until)
        else:
            spans.append((since, until))
    return frozenset((fact, since, until) for fact, spans in kept.items() for since, until in spans)


def within(inner: tuple[date | None, date | None], outer: tuple[date | None, date | None]) -> bool:
    """Is every day of the inner span a day of the outer one?"""
    return (outer[0] or date.min) <= (inner[0] or date.min) and (inner[1] or date.max) <= (outer[1] or date.max)


def meets(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Do two spans share a day?"""
    return (one[0] or date.min) <= (other[1] or date.max) and (other[0] or date.min) <= (one[1] or date.max)
