"""Which reports may be the same, among ten thousand, a hundred thousand and, when asked for, a million (R19).

Each size in a fresh process: how often a changed copy is found among the five likeliest, how often something else is called
alike, how long a search takes beside the writer, what it reads, and what sending and entering cost inside it.
`LIKENESS_REPORTS=1000000 ./run bench likeness` measures that size alone.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.bench_digests import _status
from benchmarks.digests_union import KEY
from benchmarks.likeness_reports import CHANGES, change_of, copies, founded
from handlers.rehearsal import achievements
from storage import likeness, likeness_marks, likeness_pairs
from storage.likeness_text import Text, alike, words_of
from storage.store import Store
from storage.vault import VAULT

ROOT = Path(__file__).resolve().parent.parent
SIZES = tuple(int(each) for each in os.environ.get("LIKENESS_REPORTS", "10000,100000").split(","))
ORDINARY = 300  # searches about reports that have no copy
TRIED = 500  # times something of the writer's is done, for its cost


def measure(path: Path, size: int) -> dict[str, Any]:
    """One size in this process."""
    VAULT.unlock(KEY)
    store = Store(path)
    pairs, found, strong = copies(size), dict.fromkeys(CHANGES, 0), dict.fromkeys(CHANGES, 0)
    ordinary = [number for number in range(2, size, max(1, size // ORDINARY)) if number not in set(pairs.values())]
    wrong, spent, worked = 0, [], []
    with store.read() as db:
        likeness.likely(db, ordinary[-1])  # statements are known
    Path("/proc/self/clear_refs").write_text("5")
    before = _status("VmRSS")
    for number in [*pairs, *ordinary]:
        since, cpu = time.perf_counter(), time.process_time()
        with store.read() as db:
            likes = likeness.likely(db, number)
        spent.append((time.perf_counter() - since) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
        scores = {like.report_id: like.score for like in likes}
        score = scores.pop(pairs.get(number, 0), 0)
        wrong += len(scores)
        if number in pairs:
            found[change_of(size, number)] += score > 0
            strong[change_of(size, number)] += score >= likeness.STRONG
    peak = (_status("VmHWM") - before) / 1024
    return {
        "found": found,
        "strong": strong,
        "wrong": wrong,
        "searches": len(spent),
        "p50": statistics.median(spent),
        "p95": statistics.quantiles(spent, n=20)[-1],
        "longest": max(spent),
        "cpu50": statistics.median(worked),
        "cpu95": statistics.quantiles(worked, n=20)[-1],
        "peak": peak,
        "mib": path.stat().st_size >> 20,
        **writing(store, size),
    }


def writing(store: Store, size: int) -> dict[str, float]:
    """Microseconds inside the writer: to ask when a report is sent, and to enter what was found."""
    now = datetime.now(UTC)
    with store.read() as db:
        told = likeness_marks.told(db, list(range(1, TRIED + 1)))
        every = [(number, likeness_marks.marks_of(one)) for number, one in told.items()]
        likes = {number: likeness.likely(db, number) for number in list(copies(size))[:TRIED]}
    with store.write() as db:
        likeness_marks.ask(db, 1, now, because="first")
        since = time.perf_counter()
        for number in range(1, TRIED + 1):
            likeness_marks.ask(db, number, now, because="bench")
        asking = time.perf_counter() - since
        since = time.perf_counter()
        for each in every:
            likeness_marks.put(db, [each])
        putting = time.perf_counter() - since
        since = time.perf_counter()
        for number, found in likes.items():
            likeness_pairs.keep(db, number, found, now)
        keeping = time.perf_counter() - since
    times = {"ask": asking / TRIED, "put": putting / len(every), "keep": keeping / len(likes)}
    return {name: seconds * 1e6 for name, seconds in times.items()}


def samples() -> str:
    """The demo's own achievements: how alike the likeliest two of them are."""
    fields = ("title", "before", "solution", "result")
    words = [Text(words_of(*(str(each["answers"].get(name) or "") for name in fields))) for each in achievements()]
    scores = sorted((alike(one, other) for one, other in combinations(words, 2)), reverse=True)
    likeliest, median = scores[0], statistics.median(scores)
    head = f"{len(words)} demo achievements, {len(scores)} pairs"
    return f"{head}: the likeliest {likeliest:.0f} %, median {median:.0f} %; likely from {likeness.LIKELY}"


def run() -> str:
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.db"
            founded(path, size)
            command = [sys.executable, "-m", "benchmarks.bench_likeness", str(path), str(size)]
            answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603  - ourselves
            results[size] = json.loads(answer.stdout)
            path.unlink()
    return "\n".join([samples(), "", *_quality(results), "", *_cost(results)])


def _quality(results: dict[int, dict[str, Any]]) -> list[str]:
    lines = [
        "| reports | changed copy | found among the five likeliest | strong: its author hears of it |",
        "|---|---|---|---|",
    ]
    for size, each in results.items():
        total = len(copies(size)) // len(CHANGES)
        lines += [
            f"| {size:,} | {name} | {each['found'][name]} of {total} | {each['strong'][name]} |" for name in CHANGES
        ]
    return lines


COSTS = {
    "searches": "searches",
    "wrong": "wrongly called alike",
    "p50": "p50 ms",
    "p95": "p95 ms",
    "longest": "longest ms",
    "cpu50": "p50 CPU ms",
    "cpu95": "p95 CPU ms",
    "peak": "peak memory MiB",
    "ask": "asked µs",
    "put": "marks entered µs",
    "keep": "pairs kept µs",
    "mib": "database MiB",
}


def _cost(results: dict[int, dict[str, Any]]) -> list[str]:
    lines = [f"| reports | {' | '.join(COSTS.values())} |", "|---" * (len(COSTS) + 1) + "|"]
    for size, each in results.items():
        figures = (each[name] for name in COSTS)
        shown = (
            f"{figure:.1f}" if isinstance(figure, float) and figure < 1000 else f"{figure:.0f}" for figure in figures
        )
        lines.append(f"| {size:,} | {' | '.join(shown)} |")
    return lines


def main() -> None:
    print(run())


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
    else:
        main()
