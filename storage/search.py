"""Looking for reports by words (R70): without accents everything is found, and what has them as typed comes first.

Scope is part of every query: what one may read for one's units today, and one's own reports. The newest come first, a bounded
number of them; an index leads to them (`search_index`), and without it each report in reach is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, column, func, literal_column, select, table, text

from storage import roles, search_index, search_words
from storage.search_words import BEGINS, era_word, readings, unit_word
from storage.tables import Report, of
from storage.units import DAY
from storage.vietnamese import rank

report = of(Report)
indexed = table(search_index.NAME, column("rowid"))

MOST = 100  # of one question that are listed; who needs more adds a word
UNITS = 200  # of a reach: up to so many are named to the index, of more what it gives is sorted out
ERAS = (
    3,
    30,
    1_000_000,
)  # of so many eras, the newest, PostgreSQL's index is asked one after the other (`search_index.AN_ERA`)
SEEN = 50_000  # reports with the words, the newest, that one question looks at for those within a wide reach

HEAD = tuple(report.c[name] for name in ("id", "code", "title", "unit_id", "on_day", "state"))
READ = select(roles.reach(roles.WHO, "read", DAY).c.unit_id)
FEW = READ.limit(UNITS + 1)
OTHERS = report.c.state != literal_column("'withdrawn'")  # what its author took back is found by its author alone


@dataclass(frozen=True, slots=True)
class Hit:
    """A report that was found."""

    id: int
    code: str
    title: str
    unit_id: int
    on_day: date
    state: str


@dataclass(frozen=True, slots=True)
class Way:
    """The words that are looked for: whole, or the last one only begun."""

    words: tuple[str, ...]
    begins: bool = False


def find(db: Connection, who: int, sought: str, day: date) -> list[Hit]:
    """At most MOST reports that hold every word, the best first; of several readings the first that finds any."""
    me = {"who": who, "day": day}
    units = db.execute(FEW, me).scalars().all()

    def numbers(way: Way) -> list[int]:
        return [*_own(db, me, way), *_others(db, me, way, units)]

    for reading in readings(sought):
        whole = numbers(Way(reading.plain))
        if not whole and _may_begin(reading.plain[-1]):
            whole = numbers(Way(reading.plain, begins=True))
        if whole:
            full = len(whole) >= MOST  # then there may be others, further back, with the accents as typed
            exact = numbers(Way(reading.exact)) if full and reading.exact else _as_typed(db, whole, reading.exact)
            return _ranked(db, {**dict.fromkeys(whole, 1), **dict.fromkeys(exact, 0)}, sought)
    return []


def _as_typed(db: Connection, numbers: Sequence[int], words: Sequence[str]) -> Sequence[int]:
    """Those of a few reports that hold these words with their accents."""
    holds = [report.c.search_key.like(f"% {word} %") for word in words]
    return db.execute(select(report.c.id).where(report.c.id.in_(numbers), *holds)).scalars().all() if holds else ()


def _may_begin(word: str) -> bool:
    """Of one or two letters nearly every word is a beginning."""
    return len(word) >= BEGINS and not word.isdigit()


def _ranked(db: Connection, places: dict[int, int], sought: str) -> list[Hit]:
    """As typed; then those whose title says it, as it was said; then the newest."""
    hits = [Hit(*row) for row in db.execute(select(*HEAD).where(report.c.id.in_(list(places))))]
    return sorted(hits, key=lambda hit: (places[hit.id], rank(sought, hit.title), -hit.id))[:MOST]


def _own(db: Connection, me: Mapping[str, Any], way: Way) -> Sequence[int]:
    return db.execute(_reading(len(way.words), "own"), {**me, **patterns(way)}).scalars().all()


def _others(db: Connection, me: Mapping[str, Any], way: Way, units: Sequence[int]) -> Sequence[int]:
    """Within the units one reads for."""
    if not units:
        return ()
    near = units if len(units) <= UNITS else ()
    given, scope = ({"units": near}, "near") if near else (me, "wide")
    if not search_index.ready(db):
        return db.execute(_reading(len(way.words), scope), {**given, **patterns(way)}).scalars().all()
    if db.dialect.name == "sqlite":
        return db.execute(_indexed(scope), {**given, "match": match(way, near)}).scalars().all()
    return _by_eras(db, way, near, scope, given)


def patterns(way: Way) -> dict[str, str]:
    """The words of a key stand between spaces, and no word of a question holds what LIKE takes for more than itself."""
    found = [f"% {word} %" for word in way.words]
    if way.begins:
        found[-1] = f"% {way.words[-1]}%"
    return {f"word_{place}": each for place, each in enumerate(found)}


# Whose reports are looked at.
SCOPES: Mapping[str, tuple[ColumnElement[bool], ...]] = {
    "own": (report.c.person_id == roles.WHO,),
    "near": (report.c.unit_id.in_(bindparam("units", expanding=True)), OTHERS),
    "wide": (report.c.unit_id.in_(READ), OTHERS),
}


@lru_cache(maxsize=4 * search_words.MOST)
def _reading(words: int, scope: str) -> Select[Any]:
    """Every report in question is read. Built once, as all of these."""
    holds = (report.c.search_key.like(bindparam(f"word_{each}")) for each in range(words))
    return select(report.c.id).where(*holds, *SCOPES[scope]).order_by(report.c.id.desc()).limit(MOST)


# --- SQLite's index -----------------------------------------------------------------------------------------------------------


def match(way: Way, near: Sequence[int]) -> str:
    """The question in FTS5's words (https://sqlite.org/fts5.html#full_text_query_syntax)."""
    words = [f'"{word}"' for word in way.words]
    words[-1] += "*" * way.begins
    units = " OR ".join(f'"{unit_word(each)}"' for each in near)
    return " AND ".join([*words, *([f"({units})"] if near else [])])


@cache
def _indexed(scope: str) -> Select[Any]:
    """The index gives the newest first, so a common word is read no further than to the last report that is shown."""
    newest = (
        select(indexed.c.rowid)
        .where(text(f"{search_index.NAME} MATCH :match"))
        .order_by(indexed.c.rowid.desc())
        .limit(SEEN)
        .subquery()
    )
    found = select(report.c.id).select_from(newest).join(report, report.c.id == newest.c.rowid).where(*SCOPES[scope])
    return found.order_by(newest.c.rowid.desc()).limit(MOST)


# --- PostgreSQL's index ---------------------------------------------------------------------------------------------------------


def tsquery(way: Way, near: Sequence[int], eras: Sequence[int]) -> str:
    """The question in the words of a tsquery (https://www.postgresql.org/docs/current/datatype-textsearch.html)."""
    words = [f"'{word}'" for word in way.words]
    words[-1] += ":*" * way.begins
    units, times = (unit_word(each) for each in near), (era_word(each) for each in eras)
    some = [" | ".join(f"'{each}'" for each in every) for every in (units, times)]
    return " & ".join([*words, *(f"({each})" for each in some if each)])


def _by_eras(db: Connection, way: Way, near: Sequence[int], scope: str, given: Mapping[str, Any]) -> Sequence[int]:
    """Among the newest reports first, then further back: a common word is found in every third report, and nobody reads them
    all for the newest hundred."""
    last = (db.execute(select(func.max(report.c.id))).scalar() or 0) // search_index.AN_ERA
    found: Sequence[int] = ()
    for reach in ERAS:
        eras = range(max(0, last - reach + 1), last + 1) if reach <= last else ()
        found = db.execute(_worded(scope), {**given, "match": tsquery(way, near, eras)}).scalars().all()
        if len(found) >= MOST or not eras:
            break
    return found


@cache
def _worded(scope: str) -> Select[Any]:
    """What the index gives is fetched first and sorted out then: told of the reach as well, PostgreSQL would rather go through
    all reports of its units, or from the newest on, and look for the words in each."""
    holds = text(f"{search_index.WORDS}(report.search_key, report.id) @@ CAST(:match AS tsquery)")
    given = select(report.c.id, report.c.unit_id).where(holds, OTHERS).cte("given").prefix_with("MATERIALIZED")
    within = given.c.unit_id.in_(READ if scope == "wide" else bindparam("units", expanding=True))
    return select(given.c.id).where(within).order_by(given.c.id.desc()).limit(MOST)
