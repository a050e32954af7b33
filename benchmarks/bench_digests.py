"""All digests' figures at once: `python -m benchmarks.bench_digests` prints tables in about three minutes.

2,000 grassroots units under 40 upper ones under a province; every unit has somebody with a daily digest, and the upper
ones and the province somebody with a weekly one: 2,082 digests of one Monday morning. The same week's reports lie in ever
larger stores: a year of 10,000, 100,000 and 1,000,000 reports, of which those of the last three days wait, and one in a
hundred of the others. Each run is a fresh process; the ways take turns.

- all: the figures of all of them with the ids of the reports behind each (`storage.digest_counting.count`)
- one: the province's own, as somebody asks for it in the chat
- a query a unit: what one writes first, and only two of the figures: here for 50 units
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, event, func, insert, select

from storage.digest_counting import Ask, count
from storage.roles import under
from storage.store import Store
from storage.tables import Movement, Report, Unit, UnitName, UnitParent, of
from storage.vault import VAULT, new_key

ROUNDS = 3
SIZES = (10_000, 100_000, 1_000_000)
UPPER, GRASSROOTS = 40, 2_000
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)  # Monday, 08:00 in Ninh Bình
DAY = date(2026, 11, 23)
ROOT = Path(__file__).resolve().parent.parent


REPORTS = """
    WITH RECURSIVE numbered (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbered WHERE n < :size),
    dated AS (SELECT n, :end - 365 * 86400.0 * (:size - n) / :size - 1 AS at FROM numbered)
    INSERT INTO report (id, code, kind, movement_id, unit_id, on_day, state, title, solution, authorship, theme, search_key,
                        sent_at, changed_at)
    SELECT n, printf('SK-2026-%07d', n), char(97 + n * 31 % 5), 1, :first + n * 7919 % :units, '2026-11-23',
           CASE WHEN at > :end - :unread OR n % 100 = 0 THEN 'sent' ELSE 'received' END, 'Bộ gá xoay hàn lồng thép', :solution,
           'self', CASE n * 17 % 4 WHEN 0 THEN NULL WHEN 1 THEN 'III.1.a' WHEN 2 THEN 'III.1.b' ELSE 'III.2.a' END, 'bo ga',
           strftime('%Y-%m-%d %H:%M:%f', at, 'unixepoch') || '000', strftime('%Y-%m-%d %H:%M:%f', at, 'unixepoch') || '000'
    FROM dated
"""
SLOGANS = "INSERT INTO report_tag (report_id, slogan) SELECT id, 's' || (id % 9) FROM report WHERE id % 4 = 0"


def filled(path: Path, size: int) -> None:
    """A database with the units and a year of reports, evenly spread over time and units."""
    store = Store(path)
    store.create()
    given = {"size": size, "end": NOW.timestamp(), "first": 2 + UPPER, "units": GRASSROOTS, "unread": 3 * 86400}
    with store.write() as db:
        db.execute(insert(of(Movement)).values(id=1, code="m", version=1, content={}, loaded_at=NOW))
        _units(db)
        db.exec_driver_sql(REPORTS, {**given, "solution": "Dùng vành xe rùa làm gá xoay. " * 8})
        db.exec_driver_sql(SLOGANS)
    store.close()


def _units(db: Connection) -> None:
    units = [(1, "tinh", None), *((2 + each, "cap-tren", 1) for each in range(UPPER))]
    units += [(2 + UPPER + each, "cdcs", 2 + each % UPPER) for each in range(GRASSROOTS)]
    db.execute(insert(of(Unit)), [{"id": number, "code": f"u{number}", "type": kind} for number, kind, _ in units])
    names = [{"unit_id": number, "name": f"Công đoàn số {number}", "search_key": str(number)} for number, _, _ in units]
    db.execute(insert(of(UnitName)), names)
    db.execute(insert(of(UnitParent)), [{"unit_id": each, "parent_id": up} for each, _, up in units if up])


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


WAYS: dict[str, Callable[[Connection], int]] = {"all": everything, "one": one, "a query a unit, of 50": a_query_a_unit}


def measure(way: str, path: Path) -> dict[str, float]:
    """One run in this process: seconds, how many MiB the peak of resident memory rose, and the number of queries."""
    VAULT.unlock(new_key())
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
        f"{len(asks()):,} digests, {UPPER + GRASSROOTS + 1:,} units; medians of {ROUNDS} fresh processes",
        "",
        "| reports | way | seconds | CPU seconds | peak memory MiB | queries |",
        "|---|---|---|---|---|---|",
    ]
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "digests.db"
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
