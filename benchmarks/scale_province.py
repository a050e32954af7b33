"""A province of any size for `bench_scale`: the units, officers and deadlines of `bench_digests`, the words, photos and marks of
`bench_likeness`, and all that hangs on a report that went through the chat and the review. Rows go in as a file would be
copied in: what is measured is reading them.

The first TOLD reports are told word by word; in a larger province the database copies each of them, with other units, members,
photos and marks, between it and the next: so every word is as frequent among a million as it would be, and every mark as rare.

`nice -n 19 python -m benchmarks.scale_province PATH SIZE` makes one to be kept; PATH may be a PostgreSQL address.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnDefault, Connection, update
from sqlmodel import SQLModel

from benchmarks.digests_union import GRASSROOTS, KEY, LONG_AGO, NOW, SATURDAY, TEXTS, UPPER, ZONE
from benchmarks.digests_union import founded as union
from benchmarks.likeness_reports import FAMILY, NAMES, TONGUE, TRADES
from benchmarks.scale_copies import BASE, CODE, FIRST_MEMBER, copies, marks, talks
from bot.rounds import ROUNDS
from storage import likeness_marks, search_index, search_words
from storage.engines import unhurried
from storage.likeness_marks import TEXT, Seen, Told, marks_of
from storage.likeness_text import OF_TITLE, PAIRS, TRIPLES, Text, hashed, runs, words_of
from storage.migrations import HEAD
from storage.store import Store
from storage.tables import Outbox, of
from storage.vault import VAULT
from storage.vietnamese import fold

YEARS = 5  # over which the reports are spread
REPORTS_A_MEMBER = 5
WAITING = 0.004  # of all reports, the newest: not yet decided (a week's)
TALK_DAYS = 90  # messages are kept (storage.retention)
MESSAGES = 17  # of a member, for one report; as many answers
PIECE = 2_000
TOLD = 50_000

# Columns in the order of the values below.
COLUMNS: dict[str, Sequence[str]] = {
    name: columns.split()
    for name, columns in {
        "person": "id name author_class unit_id phone phone_mark language joined_at created_at",
        "address": "channel address person_id state seen_at",
        "talk": "person_id version session form channel address touched_at",
        "consent": "person_id purpose given notice language channel at",
        "report": "id code kind movement_id person_id unit_id on_day state title before solution result theme authorship "
        "on_site search_key sent_at changed_at desk_unit_id turn waits_since",
        "report_unit": "report_id height unit_id",
        "report_author": "report_id position name author_class collective person_id agreed",
        "report_benefit": "report_id kind value unit typed confirmed",
        "photo": "id person_id channel ref state problem tries original clean_key thumb_key width height dhash received_at",
        "report_photo": "report_id photo_id position tag caption",
        "report_history": "report_id act from_state to_state person_id unit_id desk_unit_id note at",
        "audit": "at person_id act subject note",
        "inbox": "channel update_id address state received_at",
        "outbox": "key channel address kind body state due_at tries sent_at",
        "told_mark": "mark report_id",
    }.items()
}
Rows = dict[str, list[tuple[Any, ...]]]


def founded(address: Path | str, size: int) -> None:
    """A province with so many reports over five years."""
    VAULT.unlock(KEY)
    union(address)
    store = Store(address)
    indexes = [index for table in SQLModel.metadata.sorted_tables for index in table.indexes]
    with store.write() as db:  # made whole at the end, many times as fast as row by row
        search_index.drop(db)
        for index in indexes:
            index.drop(db)
        db.exec_driver_sql("CREATE TABLE told_mark (mark BIGINT, report_id BIGINT)")
    members = max(200, size // REPORTS_A_MEMBER)
    for first in range(0, members, PIECE):
        _keep(store, _members(range(first, min(first + PIECE, members))))
    told = min(size, TOLD)
    step = size // told  # every so many reports one is told, and copied to the next ones
    for first in range(1, told + 1, PIECE):
        piece = range(first * step, min(first + PIECE, told + 1) * step, step)
        _keep(store, _reports(piece, size, members))
        if step > 1:
            _do(store, copies(piece, members))
        _say(f"{piece.stop - step:,} reports")
    _do(store, [*(talks(step) if step > 1 else ()), marks(step), "DROP TABLE told_mark"])
    _say("talks and marks")
    with store.write() as db:
        unhurried(db)
        for index in indexes:
            index.create(db)
        search_index.create(db)
        db.exec_driver_sql("ANALYZE")
    _say("indexes")
    settle(store)
    store.close()


def _do(store: Store, statements: list[str]) -> None:
    """Statements of ours, row after row unchecked: what they copy was checked."""
    with store.unchecked() as db:
        unhurried(db)
        if store.shared:
            db.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            db.connection.cursor().execute(statement)  # as it stands: % is a sign of arithmetic here


def settle(store: Store) -> None:
    """As a house stands that has run: all that was owed by Saturday morning is said, every report marked, the schema known."""
    now = SATURDAY + timedelta(hours=2)
    with store.write() as db:
        db.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        db.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{HEAD}')")  # noqa: S608  - our own names, as all below
        likeness_marks.filled(db, None, now)
        for each in ROUNDS:
            while sum(each.enter(db, TEXTS, ZONE, piece, now) for piece in each.pieces(each.plan(db, now, ZONE))):
                _say(f"{each.name} are said")
        db.execute(update(of(Outbox)).where(of(Outbox).c.state == "due").values(state="sent", sent_at=now))
    _say("all is said")


def _say(what: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def _keep(store: Store, rows: Rows) -> None:
    with store.write() as db:
        for table, found in rows.items():
            if found:
                _put(db, table, COLUMNS[table], found)


def _put(db: Connection, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    left = _left(table, columns)
    rows, columns = [(*row, *left.values()) for row in rows], [*columns, *left]
    names = ", ".join(columns)
    if db.dialect.name == "sqlite":
        db.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})", rows)  # noqa: S608  - ours
        return
    cursor = db.connection.cursor()
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


@cache
def _columns(table: str) -> dict[str, Any]:
    """Columns that must hold something, and what they hold when nothing is said."""
    every = SQLModel.metadata.tables[table].columns if table in SQLModel.metadata.tables else ()
    found = {each.name: each.default for each in every if not each.nullable}
    return {name: default.arg for name, default in found.items() if isinstance(default, ColumnDefault)}


def _left(table: str, columns: Sequence[str]) -> dict[str, Any]:
    """What the schema holds besides."""
    return {name: value for name, value in _columns(table).items() if name not in columns}


def at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def _unit(number: int) -> int:
    return BASE + number * 7919 % GRASSROOTS


def _upper(unit: int) -> int:
    return 2 + (unit - BASE) % UPPER


def _members(numbers: range) -> Rows:
    rows: Rows = {name: [] for name in ("person", "address", "talk", "consent")}
    since, session = at(LONG_AGO), VAULT.seal(b'{"form": "menu"}')
    for each in numbers:
        who, rnd = FIRST_MEMBER + each, random.Random(each)
        name = f"{rnd.choice(FAMILY)} {rnd.choice(NAMES)} {rnd.choice(NAMES)}"
        phone = VAULT.seal(f"+849{each:08d}".encode())
        rows["person"].append((who, name, "worker", _unit(each), phone, f"{each:064x}", "vi", since, since))
        rows["address"].append(("zalo_oa", str(who), who, "open", since))
        rows["talk"].append((who, 9, session, "", "zalo_oa", str(who), since))
        rows["consent"] += [(who, use, True, "n" * 64, "vi", "zalo_oa", since) for use in ("keep", "spread")]
    return rows


def _reports(numbers: range, size: int, members: int) -> Rows:
    rows: Rows = {name: [] for name in COLUMNS if name not in ("person", "address", "talk", "consent")}
    for number in numbers:
        for table, row in _report(number, size, members):
            rows[table].append(row)
    return rows


def _report(number: int, size: int, members: int) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """A report and all that hangs on it."""
    rnd = random.Random(number)
    member = number * 31 % members
    who, unit = FIRST_MEMBER + member, _unit(member)
    sent = NOW - timedelta(days=YEARS * 365 * (1 - number / size))
    moment, upper = at(sent), _upper(unit)
    decided = number < size * (1 - WAITING)
    state, desk = ("approved", 1) if decided else ("sent", unit if number % 2 else upper)
    title = Sentence.of(TONGUE.words(rnd, unit % TRADES, rnd.randint(3, 5)).capitalize())
    before, *done, result = rnd.choices(sentences(unit % TRADES), k=rnd.randint(4, 7))
    code = f"SK-{sent.year}-{CODE + number}"
    told = (title.text, before.text, ". ".join(each.text for each in done), result.text)
    key = search_words.key(unit, code, told[0], *told[2:])
    head = (number, code, "initiative", 1, who, unit, sent.date().isoformat(), state)
    yield "report", (*head, *told, "III.1.a", "self", False, key, moment, moment, desk, 0, moment)
    for height, above in enumerate((unit, upper, 1)):
        yield "report_unit", (number, height, above)
    name = f"{rnd.choice(FAMILY)} {rnd.choice(NAMES)} {rnd.choice(NAMES)}"
    yield "report_author", (number, 1, name, "worker", False, who, "self")
    if number % 2:
        yield "report_benefit", (number, "money", float(rnd.randint(1, 999)) * 1e6, "d", "25", True)
    seen = []
    for place in range(2):
        photo, original, look = number * 2 + place, f"{rnd.getrandbits(256):064x}", rnd.getrandbits(64) - (1 << 63)
        keys = (f"{original[:2]}/{original}.jpg", f"{original[2:4]}/{original}.jpg")
        yield "photo", (photo, who, "zalo_oa", str(photo), "ready", "", 1, original, *keys, 1500, 2000, look, moment)
        yield "report_photo", (number, photo, place, "", "")
        seen.append(Seen(0, original, look))
    steps = (("send", None, "sent", who, None, unit), ("receive", "sent", "received", 1, unit, unit))
    for act, came, went, by, for_unit, stands in (*steps, ("forward", "received", "sent", 1, unit, upper)):
        yield "report_history", (number, act, came, went, by, for_unit, stands, "", moment)
        yield "audit", (moment, by, act, f"report:{number}", "")
    author = Told(number, [], NOBODY, NOBODY, unit, 2026, None, frozenset({fold(name)}), tuple(seen))
    for mark in {*_sketch(title, before, *done, result), *marks_of(author)}:
        yield "told_mark", (mark, number)
    if NOW - sent < timedelta(days=TALK_DAYS):
        for message in range(MESSAGES):
            place_in_talk = f"{number}:{message}"
            yield "inbox", ("zalo_oa", place_in_talk, str(who), "done", moment)
            yield (
                "outbox",
                (f"zalo_oa:{place_in_talk}:0", "zalo_oa", str(who), "reply", BODY, "sent", moment, 1, moment),
            )


# --- words --------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words of a trade, with the smallest hashes of their runs: a report's marks are the smallest of its sentences'."""

    text: str
    pairs: list[int]
    triples: list[int]

    @classmethod
    def of(cls, text: str) -> Sentence:
        words = words_of(text)
        return cls(text, *(sorted(map(hashed, runs(words, size)))[:most] for size, most in ((2, PAIRS), (3, TRIPLES))))


@cache
def sentences(trade: int) -> list[Sentence]:
    """A million reports told word by word would take an hour to make; of a trade's sentences every report takes a few."""
    rnd = random.Random(trade)
    return [Sentence.of(TONGUE.words(rnd, trade, rnd.randint(8, 15)).capitalize()) for _ in range(200)]


def _sketch(title: Sentence, *rest: Sentence) -> set[int]:
    """`likeness_text.sketch`, but for the runs that go over the end of a sentence."""
    every = (title, *rest)
    pairs = sorted({mark for each in every for mark in each.pairs})[:PAIRS]
    triples = sorted({mark for each in every for mark in each.triples})[:TRIPLES]
    return {TEXT | mark for mark in (*pairs, *triples, *title.pairs[:OF_TITLE])}


NOBODY = Text([])
VAULT.unlock(KEY)
BODY = VAULT.seal(('{"text": "' + "Anh/chị kể giúp cách làm ạ. " * 8 + '"}').encode())

if __name__ == "__main__":
    place = sys.argv[1]
    founded(place if place.startswith("postgresql") else Path(place), int(sys.argv[2]))
