"""A province of ten thousand, a hundred thousand, a million reports, on both databases; and five million on paper.

Each size is loaded for real (`scale_province`), asked in a fresh process (`scale_asks`), started as it stands, and deleted.
`SCALE_REPORTS=10000 ./run bench scale` measures that size alone; `SCALE_POSTGRESQL=0` leaves PostgreSQL out. What a thousand
members cost is `scale_cost`. A million need 14 GB in the folder of temporary files, and some ten minutes on each.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import scale_cost
from benchmarks.bench_start import free_port, memory, wait_until_ready
from benchmarks.digests_union import KEY
from benchmarks.scale_province import founded
from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
SIZES = tuple(int(each) for each in os.environ.get("SCALE_REPORTS", "10000,100000,1000000").split(","))
WITH_POSTGRESQL = os.environ.get("SCALE_POSTGRESQL", "1") != "0"
PAPER = 5_000_000  # reports of a million members
# What an ask may take, in milliseconds of CPU at p95, before somebody notices: a reply, a morning, a minute's tick.
AIMS = {
    "search": 150,
    "likeness": 100,
    "review": 150,
    "outbox": 20,
    "idle": 1_000,
    "digest, the": 1_500,
    "digest, all": 10_000,
}
SETTLED = 5.0  # seconds until a started program's memory is read


@dataclass(frozen=True, slots=True)
class Measured:
    """One size on one database."""

    database: str
    reports: int
    found: dict[str, Any]
    load: float  # seconds
    busy: float  # load average meanwhile

    def cpu(self, ask: str) -> float:
        cost: float = self.found["asks"][ask]["cpu95"]
        return cost


def measured(database: str, size: int) -> Measured:
    with tempfile.TemporaryDirectory() as name, place(database, Path(name)) as address:
        since = time.perf_counter()
        founded(address, size)
        load = time.perf_counter() - since
        command = [sys.executable, "-m", "benchmarks.scale_asks", str(address)]
        answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603  - ourselves
        found = json.loads(answer.stdout)
        if isinstance(address, Path):
            found |= started(Path(name))
        return Measured(database, size, found, load, os.getloadavg()[0])


@contextmanager
def place(database: str, folder: Path) -> Iterator[Path | str]:
    """Where a database of this kind may lie."""
    if database == "SQLite":
        yield folder / "baocong.db"
        return
    server = postgres.make_server(shared_buffers="512MB", max_wal_size="4GB")
    try:
        yield server.url()
    finally:
        postgres.close(server)


def started(folder: Path) -> dict[str, float]:
    """The program started on what was loaded: seconds until it is ready, MiB resident."""
    (folder / "secret.key").write_bytes(KEY)
    port = free_port()
    settings = {"DATA_DIR": str(folder), "WEB_PORT": str(port), "DEMO": "false", "LOG_LEVEL": "WARNING"}
    environment = {**os.environ, **{f"BAOCONG_{name}": value for name, value in settings.items()}}
    command, since = [sys.executable, "-m", "bot", "serve"], time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  - ourselves
    try:
        wait_until_ready(port, process)
        ready = time.perf_counter() - since
        time.sleep(SETTLED)
        return {"ready": ready, "rss": memory(process.pid, "Rss")}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


# --- told -----------------------------------------------------------------------------------------------------------------------


def table(results: list[Measured]) -> list[str]:
    """p95 of each ask: wall, and CPU of our process, in milliseconds."""
    heads = [f"{each.reports:,} {each.database}" for each in results]
    lines = [f"| | {' | '.join(heads)} |", "|---" * (len(heads) + 1) + "|"]
    facts = {
        "members": lambda each: f"{each.found['members']:,}",
        "GiB": lambda each: f"{each.found['bytes'] / 2**30:.2f}",
        "bytes a report": lambda each: f"{each.found['bytes'] / each.found['reports']:,.0f}",
        "loaded in, s": lambda each: f"{each.load:.0f}",
        "start, s": lambda each: f"{each.found['ready']:.1f}" if "ready" in each.found else "–",
        "resident, MiB": lambda each: f"{each.found['rss']:.0f}" if "rss" in each.found else "–",
        "load average": lambda each: f"{each.busy:.1f}",
    }
    lines += [f"| {name} | {' | '.join(map(tell, results))} |" for name, tell in facts.items()]
    for ask in results[0].found["asks"]:
        times = (f"{each.found['asks'][ask]['p95']:.1f}; {each.cpu(ask):.1f}" for each in results)
        lines.append(f"| {ask} | {' | '.join(times)} |")
    return lines


def on_paper(results: list[Measured]) -> list[str]:
    """The line through the two largest sizes of a database, drawn on to a million members; who crosses their aim first."""
    *_, small, large = sorted((each for each in results if each.database == "SQLite"), key=lambda each: each.reports)
    span = large.reports - small.reports

    def line(low: float, high: float) -> tuple[float, float]:
        return high, (high - low) / span

    high, slope = line(small.found["bytes"], large.found["bytes"])
    lines = [f"On paper, {PAPER:,} reports: {(high + slope * (PAPER - large.reports)) / 2**30:.0f} GiB.", ""]
    lines += ["| ask | CPU ms p95 then | its aim | crosses it at |", "|---|---|---|---|"]
    crossings = []
    for ask in large.found["asks"]:
        high, slope = line(small.cpu(ask), large.cpu(ask))
        aim = next(most for name, most in AIMS.items() if ask.startswith(name))
        at = large.reports + (aim - high) / slope if slope > 1e-9 else float("inf")
        crossings.append((at, ask, high + max(slope, 0) * (PAPER - large.reports), aim))
    for at, ask, then, aim in sorted(crossings)[:12]:
        when = "now" if at <= large.reports else f"{at:,.0f} reports" if at < 1e9 else "never"
        lines.append(f"| {ask} | {then:,.0f} | {aim:,} | {when} |")
    return lines


def databases() -> list[str]:
    try:
        postgres.binaries()
    except postgres.NoPostgres as no:
        print(f"PostgreSQL is left out: {no}", file=sys.stderr)
        return ["SQLite"]
    return ["SQLite", *["PostgreSQL"] * WITH_POSTGRESQL]


def main() -> None:
    results = []
    for database in databases():
        for size in SIZES:
            results.append(measured(database, size))
            print(json.dumps(results[-1].found), file=sys.stderr, flush=True)
    print("\n".join(table(results)))
    if len(SIZES) > 1:
        print("\n".join(["", *on_paper(results)]))
    print("\n".join(["", *scale_cost.told()]))


if __name__ == "__main__":
    main()
