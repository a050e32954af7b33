"""Seconds for a backup, its check, a restore and a move: `python -m benchmarks.bench_carry`.

A quarter of a million rows – sealed messages, reports with their words, their history – on SQLite, archived while a writer
commits beside it, restored into both databases, moved there and back. A last column says what the writer's commits took
meanwhile, beside what they take alone. No media: those are copied at the disk's pace.
"""

from __future__ import annotations

import resource
import tempfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Self

from sqlalchemy import insert

from storage.archive import check
from storage.backup import Source, back_up
from storage.media import LocalMedia
from storage.migrations import upgrade
from storage.moving import move
from storage.restore import Goal, restore
from storage.store import Store
from storage.tables import Audit, Movement, Outbox, Report, ReportHistory, Unit, of
from storage.uploads import LocalUploads
from storage.vault import VAULT, new_key
from tests.postgres import NoPostgres, server

REPORTS = 50_000
AT_ONCE = 5_000
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
WORDS = "Dùng vành xe rùa làm gá xoay, còn 3 thợ, 3 giờ một lồng thép. " * 4
BODY = {"text": WORDS, "options": [{"label": "Xem", "token": "go:see"}] * 3}


def load(store: Store) -> None:
    """Two messages and two steps a report."""
    upgrade(store)
    with store.write() as db:
        db.execute(insert(of(Unit)).values(id=1, code="a", type="cdcs"))
        version = {"code": "m", "version": 1, "state": "running", "origin": "starter", "content": {}}
        db.execute(insert(of(Movement)).values(id=1, loaded_at=NOW, **version))
        for first in range(1, REPORTS + 1, AT_ONCE):
            numbers = range(first, first + AT_ONCE)
            db.execute(insert(of(Report)), [report(number) for number in numbers])
            db.execute(insert(of(ReportHistory)), [step(number) for number in numbers for _ in range(2)])
            db.execute(insert(of(Outbox)), [message(number, which) for number in numbers for which in range(2)])


def report(number: int) -> dict[str, Any]:
    told = {"title": f"Bộ gá xoay hàn lồng thép {number}", "before": WORDS, "solution": WORDS, "result": WORDS}
    places = {"movement_id": 1, "unit_id": 1, "desk_unit_id": 1, "turn": 0, "on_site": False, "authorship": "self"}
    moments = {"on_day": NOW.date(), "sent_at": NOW, "changed_at": NOW, "waits_since": NOW}
    name = {"id": number, "code": f"SK-2026-{number:06}", "kind": "initiative", "state": "sent"}
    return {**name, **told, **places, **moments, "search_key": "bo ga xoay han long thep " * 8}


def step(number: int) -> dict[str, Any]:
    return {"report_id": number, "act": "send", "to_state": "sent", "note": "", "at": NOW}


def message(number: int, which: int) -> dict[str, Any]:
    row = {"key": f"telegram:{number}:{which}", "channel": "telegram", "address": f"{number % 5000}", "kind": "reply"}
    return {**row, "body": BODY, "state": "sent", "due_at": NOW, "sent_at": NOW, "tries": 1}


class Beside:
    """A writer that commits one small row after the other, and how long each took."""

    def __init__(self, store: Store) -> None:
        self._store, self._stop = store, threading.Event()
        self._thread = threading.Thread(target=self._write)
        self.took: list[float] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        while not self._stop.wait(0.002):  # five hundred a second at most: a writer, not a flood
            began = perf_counter()
            with self._store.write() as db:
                db.execute(insert(of(Audit)).values(at=NOW, act="bench", subject="", note=""))
            self.took.append(perf_counter() - began)

    def says(self) -> str:
        took = sorted(self.took)
        return f"p50 {took[len(took) // 2] * 1e3:.1f} ms, p99 {took[len(took) * 99 // 100] * 1e3:.1f} ms, {len(took)} commits"


def timed(what: str, work: Callable[[], Any], more: Callable[[], str] = str) -> Any:
    began = perf_counter()
    done = work()
    print(f"| {what} | {perf_counter() - began:.1f} | {more()} |", flush=True)
    return done


def main() -> None:
    VAULT.unlock(new_key())
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place))
    print(f"\nMost memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MiB, loading included.")


def measure(folder: Path) -> None:
    store = Store(folder / "a.db")
    load(store)
    media, uploads = LocalMedia(folder / "media"), LocalUploads(folder)
    source, file = Source(store, media, uploads), folder / "a.tar"
    with Beside(store) as alone:
        threading.Event().wait(3)
    print(f"\nA writer alone: {alone.says()}.\n\n| What | Seconds | Beside it |\n|---|---|---|")
    with Beside(store) as beside:
        made = timed("backup, read back", lambda: back_up(source, file, release="bench", now=NOW), beside.says)
    timed("check", lambda: check(file))
    timed("restore into SQLite", lambda: restore(file, Goal(folder / "b.db", media, uploads, folder), NOW))
    try:
        there, second = server().new_database(), server().new_database()
    except NoPostgres as error:
        print(f"\nPostgreSQL: {error}")
        return
    timed("restore into PostgreSQL", lambda: restore(file, Goal(second, media, uploads, folder), NOW))
    timed("move to PostgreSQL, both sides hashed", lambda: move(store, there))
    store.close()
    moved = Store(there)
    timed("move back to SQLite, both sides hashed", lambda: move(moved, folder / "c.db"))
    moved.close()
    sizes = (folder / "a.db").stat().st_size >> 20, file.stat().st_size >> 20
    print(f"\n{made.rows} rows; the database {sizes[0]} MiB, the archive {sizes[1]} MiB.")


if __name__ == "__main__":
    main()
