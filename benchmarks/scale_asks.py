"""What `bench_scale` asks a province: looking for reports, digests, the review's queue, likeness, what may leave, idle ticks.

Each group of asks runs in one process with warm pages; every ask is timed alone, wall and CPU.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from benchmarks.bench_digests import everything, one
from benchmarks.digests_union import DAY, KEY, NOW, SATURDAY, UPPER, ZONE
from benchmarks.likeness_reports import TONGUE, TRADES
from bot.rounds import ROUNDS
from storage import likeness, outbox, review, search
from storage.store import Store
from storage.tables import Person, Reminder, Report, of
from storage.vault import VAULT
from storage.vietnamese import fold

PROVINCE, AN_UPPER, A_UNIT = 1, 2, UPPER + 4  # officers: of everything, of fifty units, of one
EACH = 40  # questions of a kind
Ask = Callable[[Connection], Any]


def questions(kind: str) -> Iterator[str]:
    """What people look for: the same questions for every size."""
    rnd = random.Random(kind)
    for number in range(EACH):
        trade = TONGUE.trades[rnd.randrange(TRADES)]
        match kind:
            case "common words":  # a set phrase that one report in three holds
                yield rnd.choice(("tiết kiệm chi phí", "an toàn lao động", "nâng cao năng suất", "rút ngắn tiến độ"))
            case "common words, no accents":
                yield rnd.choice(("tiet kiem", "an toan lao dong", "nang suat", "chi phi"))
            case "two of a trade":
                yield f"{rnd.choice(trade)} {rnd.choice(trade)}"
            case "the same, no accents":
                yield fold(f"{rnd.choice(trade)} {rnd.choice(trade)}")
            case "two letters":
                yield rnd.choice(("an", "lo", "ca", "de", "do", "so", "bi", "xe", "ga"))
            case "three letters, a beginning":
                yield rnd.choice(("tie", "ngh", "nan", "pho", "lao", "than", "chu"))
            case "eight words":
                yield " ".join(f"{rnd.choice(trade)}" for _ in range(4))
            case "never written":
                yield f"zq{number} khongco"


KINDS = (
    "common words",
    "common words, no accents",
    "two of a trade",
    "the same, no accents",
    "two letters",
    "three letters, a beginning",
    "eight words",
    "never written",
)


def groups(newest: int) -> dict[str, list[Ask]]:
    """name → what is asked, one after the other."""
    looked: dict[str, list[Ask]] = {
        f"search, {where}: {kind}": [partial(_search, who, words) for words in questions(kind)]
        for where, who in (("province", PROVINCE), ("50 units", AN_UPPER), ("a unit", A_UNIT))
        for kind in KINDS
    }
    some = [newest - each * max(1, newest // 500) for each in range(EACH)]
    return {
        **looked,
        "likeness": [partial(_likeness, number) for number in some],
        "review queue, province": [partial(_queue, PROVINCE)] * 10,
        "review queue, 50 units": [partial(_queue, AN_UPPER)] * 10,
        "review queue, a unit": [partial(_queue, A_UNIT)] * 10,
        "digest, all of them": [everything],
        "digest, the province": [one] * 3,
        "outbox, what may leave": [lambda db: outbox.due(db, "zalo_oa", NOW, 20)] * 20,
        "outbox, when next": [lambda db: outbox.next_due(db, "zalo_oa", NOW)] * 20,
        **{f"idle tick: {each.name}": [partial(_tick, each.plan)] * 5 for each in ROUNDS},
    }


def _search(who: int, words: str, db: Connection) -> int:
    return len(search.find(db, who, words, DAY))


def _likeness(number: int, db: Connection) -> int:
    return len(likeness.likely(db, number))


def _queue(who: int, db: Connection) -> int:
    return len(review.queue(db, who, NOW, DAY))


def _tick(plan: Callable[..., Any], db: Connection) -> None:
    plan(db, SATURDAY + timedelta(hours=3), ZONE)  # nothing is owed


def measure(address: Path | str) -> dict[str, Any]:
    """Milliseconds of every group: p50, p95, longest, CPU of this process; and what there is."""
    VAULT.unlock(KEY)
    store, found = Store(address), {}
    with store.read() as db:
        newest, counted = db.execute(select(func.max(of(Report).c.id), func.count(of(Report).c.id))).one()
        members = db.execute(select(func.count()).select_from(of(Person))).scalar_one()
        ledger = db.execute(select(func.count()).select_from(of(Reminder))).scalar_one()
        size = db.execute(select(func.pg_database_size(func.current_database()))).scalar_one() if store.shared else 0
    for name, asks in groups(newest).items():
        found[name] = _timed(store, asks)
    store.close()
    size = size or Path(address).stat().st_size
    return {"reports": counted, "members": members, "ledger": ledger, "bytes": size, "asks": found}


def _timed(store: Store, asks: list[Ask]) -> dict[str, float]:
    walls, cpu = [], []
    with store.read() as db:
        asks[0](db)  # its pages are read, its statement is known
        for ask in asks:
            wall, worked = time.perf_counter(), time.process_time()
            ask(db)
            walls.append((time.perf_counter() - wall) * 1e3)
            cpu.append((time.process_time() - worked) * 1e3)
    p95 = statistics.quantiles(walls, n=20)[-1] if len(walls) > 1 else walls[0]
    cpu95 = statistics.quantiles(cpu, n=20)[-1] if len(cpu) > 1 else cpu[0]
    return {
        "p50": statistics.median(walls),
        "p95": min(p95, max(walls)),
        "longest": max(walls),
        "cpu95": min(cpu95, max(cpu)),
    }


if __name__ == "__main__":
    place = sys.argv[1]
    print(json.dumps(measure(place if place.startswith("postgresql") else Path(place))))
