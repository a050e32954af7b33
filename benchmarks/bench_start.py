"""How long `./run` takes until it answers, and what it holds in memory: `python -m benchmarks.bench_start`.

A first start makes the data folder, the database and the starter data; the second finds them. Both are whole processes,
started as a person starts them and measured until /readyz says 200; three seconds later the resident memory of the
process tree is read. The demo is off: it would go on writing. A second table says which imports take the time.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROUNDS = 5
PATIENCE = 60.0  # seconds a start may take
SETTLED = 3.0  # seconds until memory is read
ROOT = Path(__file__).resolve().parent.parent
BIGGEST = 12  # modules named in the import table


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def start(folder: Path) -> dict[str, float]:
    """One start on a data folder: seconds until ready, then MiB resident (RSS, and PSS, which counts shared pages once)."""
    port = free_port()
    settings = {"DATA_DIR": str(folder), "WEB_PORT": str(port), "DEMO": "false", "LOG_LEVEL": "WARNING"}
    environment = {**os.environ, **{f"BAOCONG_{name}": value for name, value in settings.items()}}
    began = time.perf_counter()
    process = subprocess.Popen([str(ROOT / "run")], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603  - ourselves
    try:
        wait_until_ready(port, process)
        ready = time.perf_counter() - began
        time.sleep(SETTLED)
        return {"ready": ready, "rss": memory(process.pid, "Rss"), "pss": memory(process.pid, "Pss")}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until:
        assert process.poll() is None, "the program ended before it was ready"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.01)
    raise TimeoutError("the program was never ready")


def memory(root: int, kind: str) -> float:
    """MiB of a process and all below it."""
    return sum(_kib(number, kind) for number in family(root)) / 1024


def _kib(number: int, kind: str) -> int:
    found = re.search(rf"^{kind}:\s+(\d+) kB", Path(f"/proc/{number}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


def family(root: int) -> list[int]:
    below = Path(f"/proc/{root}/task/{root}/children").read_text().split()
    return [root, *(each for child in below for each in family(int(child)))]


def imports() -> list[tuple[str, float]]:
    """(package, ms) that `import bot.serve` spends in each package's own files, most first."""
    command = [sys.executable, "-X", "importtime", "-c", "import bot.serve"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stderr  # noqa: S603  - ourselves
    spent: dict[str, float] = {}
    for own, module in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", told):
        package = module.split(".")[0]
        spent[package] = spent.get(package, 0.0) + int(own) / 1e3
    return sorted(spent.items(), key=lambda each: -each[1])


def run() -> str:
    """All rounds; the result as markdown."""
    runs: dict[str, list[dict[str, float]]] = {"first": [], "second": []}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            for results in runs.values():
                results.append(start(Path(name) / "data"))
    lines = [
        f"`./run` until /readyz answers, then idle for {SETTLED:.0f} s; demo off; medians of {ROUNDS} [least–most].",
        f"Load average {os.getloadavg()[0]:.1f} (a run alone adds about 1).",
        "",
        "| start | seconds | resident MiB (RSS) | MiB, shared pages once (PSS) |",
        "|---|---|---|---|",
    ]
    for name, results in runs.items():
        times = [each["ready"] for each in results]
        rss, pss = (statistics.median(each[kind] for each in results) for kind in ("rss", "pss"))
        lines.append(
            f"| {name} | {statistics.median(times):.2f} [{min(times):.2f}–{max(times):.2f}] | {rss:.0f} | {pss:.0f} |"
        )
    packages = imports()
    total = sum(spent for _, spent in packages)
    listed = ", ".join(f"{name} {spent:.0f}" for name, spent in packages[:BIGGEST])
    return "\n".join([*lines, "", f"Imports: {total:.0f} ms (with the measuring), of which {listed}"])


def main() -> None:
    print(run())


if __name__ == "__main__":
    main()
