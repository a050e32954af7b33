"""All digests' figures at once, and what reminders cost: `python -m benchmarks.bench_digests` takes four minutes.

2,000 grassroots units under 40 upper ones under a province; every unit has somebody with a daily digest, and the upper
ones and the province somebody with a weekly one: 2,082 digests of one Monday morning. The same week's reports lie in ever
larger stores: a year of 10,000, 100,000 and 1,000,000 reports, of which those of the last three days wait, and one in a
hundred of the others. Five deadlines ask all of them; 1,541 officers answer for the units (a quarter falls to the level
above), and what was due by Saturday has been said. Each run is a fresh process; the ways take turns.

- all: the figures of all of them with the ids of the reports behind each (`storage.digest_counting.count`)
- one: the province's own, as somebody asks for it in the chat
- a query a unit: what one writes first, and only two of the figures: here for 50 units
- due: everything that would be said in eight days, as `./run due` finds and words it
- tick: what the clock reads every minute, with nothing to say; and at a moment at which four deadlines speak
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, event, func, select

from benchmarks.digests_union import DAY, GRASSROOTS, KEY, NOW, SATURDAY, TEXTS, UPPER, ZONE, filled, founded
from handlers import foresight, foresight_table, reminders
from storage.digest_counting import Ask, count
from storage.store import Store
from storage.tables import Report, Unit, of
from storage.tree import under
from storage.vault import VAULT

ROUNDS = 3
SIZES = (10_000, 100_000, 1_000_000)
ROOT = Path(__file__).resolve().parent.parent


def asks() -> list[Ask]:
    """A Monday: everybody's day since Friday, and the week of those who lead."""
    daily = [Ask((each,), "daily", NOW - timedelta(days=3), NOW) for each in range(1, 2 + UPPER + GRASSROOTS)]
    return daily + [Ask((each,), "weekly", NOW - timedelta(days=7), NOW) for each in range(1, 2 + UPPER)]


def everything(db: Connection) -> int:
    return sum(len(each.figures) for each in count(db, asks(), DAY, ZONE, {1: "m"}).values())


def one(db: Connection) -> int:
    asked = Ask((1,), "asked", NOW.replace(day=1), NOW)
    return len(count(db, [asked], DAY, ZONE, {1: "m"})[asked].figures)


def a_query_a_unit(db: Connection) -> int:
    """Only the number of new reports and of the waiting ones, of 50 units."""
    report = of(Report)
    found = 0
    for each in asks()[1 + UPPER : 51 + UPPER]:
        inside = report.c.unit_id.in_(select(under(each.scope, DAY).c.unit_id))
        span = report.c.sent_at.between(each.since, each.until)
        found += db.execute(select(func.count()).where(inside, span)).scalar_one()
        found += db.execute(select(func.count()).where(inside, report.c.state == "sent")).scalar_one()
    return found


def due(db: Connection) -> int:
    since, until = SATURDAY + timedelta(hours=2), SATURDAY + timedelta(days=8, hours=2)
    found = foresight.foresee(db, since, until, ZONE, now=since)
    return len(foresight_table.table(partial(TEXTS.say, "vi"), found, since, until, ZONE))


def tick(db: Connection, now: datetime) -> int:
    return len(reminders.plan(db, now, ZONE).entries)


WAYS: dict[str, Callable[[Connection], int]] = {
    "all": everything,
    "one": one,
    "a query a unit, of 50": a_query_a_unit,
    "due, eight days": due,
    "tick, nothing to say": partial(tick, now=SATURDAY + timedelta(hours=2)),
    "tick, four deadlines speak": partial(tick, now=NOW),
}


def measure(way: str, path: Path) -> dict[str, float]:
    """One run in this process: seconds, how many MiB the peak of resident memory rose, and the number of queries."""
    VAULT.unlock(KEY)
    TEXTS.say("vi", "due-nothing")  # the texts are read
    store = Store(path)
    queries: list[str] = []
    event.listen(store._reader, "before_cursor_execute", lambda *args: queries.append(args[2]))
    with store.read() as db:
        db.execute(select(func.count()).select_from(of(Unit)))  # the connection stands, statements are known
        queries.clear()
        Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here, not from the imports
        before, wall, cpu = _status("VmRSS"), time.perf_counter(), _cpu()
        WAYS[way](db)
        spent = {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu, "queries": len(queries)}
    return {**spent, "peak": max(0, _status("VmHWM") - before) / 1024}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _status(name: str) -> int:
    """A figure of /proc/self/status in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name + ":"))


def run() -> str:
    """All rounds; the result as a markdown table."""
    lines = [
        f"{len(asks()):,} digests, {UPPER + GRASSROOTS + 1:,} units, five deadlines; medians of {ROUNDS} fresh processes",
        "",
        "| reports | way | seconds | CPU seconds | peak memory MiB | queries |",
        "|---|---|---|---|---|---|",
    ]
    VAULT.unlock(KEY)
    with tempfile.TemporaryDirectory() as folder:
        union = Path(folder) / "union.db"
        founded(union)
        for size in SIZES:
            path = Path(folder) / "digests.db"
            shutil.copy(union, path)
            filled(path, size)
            rounds = [{way: _fresh(way, path) for way in WAYS} for _ in range(ROUNDS)]
            for way in WAYS:
                runs = [each[way] for each in rounds]
                wall, cpu, peak, queries = (statistics.median(each[what] for each in runs) for what in runs[0])
                lines.append(f"| {size:,} | {way} | {wall:.2f} | {cpu:.2f} | +{peak:.0f} | {queries:.0f} |")
    return "\n".join(lines)


def _fresh(way: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.bench_digests", way, str(path)]
    answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603  - ourselves
    found: dict[str, float] = json.loads(answer.stdout)
    return {name: found[name] for name in ("wall", "cpu", "peak", "queries")}


def main() -> None:
    print(run())


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
    else:
        print(run())
