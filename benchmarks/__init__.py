"""Measurements on this machine, beside the floors. `./run bench`; benchmarks/README.md says what and why."""

from __future__ import annotations

import importlib

NAMES = ("steps", "photos", "start", "broadcast", "digests", "likeness", "exports", "carry", "scale")


def run_bench(name: str = "all") -> None:
    """Run one bench, or all of them, each printing its own table."""
    for each in NAMES if name == "all" else (name,):
        if each not in NAMES:
            raise SystemExit(f"Báo Công: there is no bench {each!r}; there are {', '.join(NAMES)} and all.")
        importlib.import_module(f"benchmarks.bench_{each}").main()
