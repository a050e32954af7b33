"""What a thousand active members cost: each joins and reports (the script of `bench_steps`, 17 messages), all at once.

The house is the real one, its channel takes what it is given; CPU and memory are those of its process.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import steps_ours
from benchmarks.bench_digests import _cpu, _status
from benchmarks.steps_script import ACTS

ROOT = Path(__file__).resolve().parent.parent
MEMBERS = 1_000
AT_ONCE = 100  # members whose messages are under way together


async def talked(folder: Path) -> dict[str, float]:
    script = await steps_ours.record(folder / "first")
    async with steps_ours.room(folder / "house", sending=True) as room:
        door = steps_ours.door(room)
        sent = room.marks()
        memory, cpu, since = _status("VmRSS"), _cpu(), time.perf_counter()
        for first in range(1, MEMBERS + 1, AT_ONCE):
            for number in range(len(ACTS)):
                await asyncio.gather(*(door(script.raw(member, number)) for member in range(first, first + AT_ONCE)))
        await sent(MEMBERS * len(ACTS))
        used = {"cpu": _cpu() - cpu, "wall": time.perf_counter() - since}
        grown = (_status("VmRSS") - memory) / 1024
        _, _, reports = room.count()
    size = sum(each.stat().st_size for each in (folder / "house").iterdir() if each.name.startswith("baocong.db"))
    return {**used, "mib": grown, "peak": _status("VmHWM") / 1024, "reports": reports, "disk": size / 2**20}


def told() -> list[str]:
    answer = subprocess.run([sys.executable, "-m", __name__], cwd=ROOT, check=True, capture_output=True)  # noqa: S603  - ourselves
    found = json.loads(answer.stdout)
    messages = MEMBERS * len(ACTS)
    return [
        (
            f"{MEMBERS:,} members, {messages:,} messages in and as many answers out, {found['reports']:,.0f} reports: "
            f"{found['cpu']:.1f} s of CPU ({found['cpu'] / messages * 1e3:.2f} ms a message, its answer included), "
            f"{found['wall']:.0f} s in all; memory +{found['mib']:.0f} MiB, at most {found['peak']:.0f} MiB; "
            f"{found['disk']:.0f} MiB on disk."
        )
    ]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(asyncio.run(talked(Path(name)))))
