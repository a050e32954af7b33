"""Exports in bounded memory: `python -m benchmarks.bench_exports` takes two minutes.

The starter's province with ever more reports, three photos each (60 kB, all different): the list in Excel and the zip of photos
are written to a file and adopted by the media, as the errand does. Each run is a fresh process; memory is its peak above what it
had once the database was open and the texts were read.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from handlers import paper_errands
from handlers.errand import Working
from handlers.texts import Texts
from storage import exporting, grants, people, register, units
from storage.errands import Asked
from storage.media import LocalMedia, key_of
from storage.store import Store
from storage.tables import Movement, Person, Photo, Report, ReportAuthor, ReportBenefit, ReportPhoto, ReportUnit, of
from storage.vault import VAULT

SIZES = (1_000, 10_000)
PHOTOS, BYTES = 3, 60_000
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
DAY, ZONE = date(2026, 11, 23), ZoneInfo("Asia/Ho_Chi_Minh")
KEY = b"A" * 43 + b"="
ROOT = Path(__file__).resolve().parent.parent
WAYS = {"list": "list-reports", "zip": "photos"}


def filled(folder: Path, size: int) -> None:
    """The starter, an officer of the province, and the reports with their photos on disk."""
    store, media = Store(folder / "exports.db"), LocalMedia(folder / "media")
    store.create()
    with store.write() as db:
        register.load_starter(db, NOW)
        who = people.meet(db, [("web", "a")], {}, NOW)[("web", "a")].id
        db.execute(update(of(Person)).values(joined_at=NOW, name="A"))
        province, unit = units.by_code(db, "nb"), units.by_code(db, "cdcs-song-van")
        assert province is not None
        assert unit is not None
        grants.grant(db, who, "standing", province, since=DAY, until=None, by=None, now=NOW)
        movement = int(db.execute(select(of(Movement).c.id).limit(1)).scalar_one())
        chain = units.chain(db, unit, DAY)
        for start in range(1, size + 1, 500):
            _piece(db, media, range(start, min(start + 500, size + 1)), who, movement, chain)
    store.close()


def _piece(db: Any, media: LocalMedia, numbers: range, who: int, movement: int, chain: list[int]) -> None:
    same = {"kind": "initiative", "movement_id": movement, "person_id": who, "unit_id": chain[0], "on_day": DAY}
    stands = {
        "state": "sent",
        "desk_unit_id": chain[0],
        "waits_since": NOW,
        "changed_at": NOW,
        "turn": 0,
        "on_site": False,
    }
    words = {"title": "Bộ gá xoay hàn lồng thép cọc khoan nhồi", "search_key": "bo ga", "authorship": "self"}
    moments = [{"sent_at": NOW - timedelta(minutes=number)} for number in numbers]
    rows = [
        {"id": number, "code": f"SK-2026-{number:05d}", **same, **stands, **words, **moment}
        for number, moment in zip(numbers, moments, strict=True)
    ]
    db.execute(insert(of(Report)), rows)
    line = [
        {"report_id": each, "height": height, "unit_id": unit} for each in numbers for height, unit in enumerate(chain)
    ]
    db.execute(insert(of(ReportUnit)), line)
    author = {
        "name": "Nguyễn Văn Thắng",
        "author_class": "worker",
        "position": 1,
        "collective": False,
        "agreed": "self",
    }
    db.execute(insert(of(ReportAuthor)), [{"report_id": each, **author} for each in numbers])
    money = {"kind": "money", "value": 180_450_000.0, "unit": "đồng", "typed": "180,45 triệu", "confirmed": False}
    db.execute(insert(of(ReportBenefit)), [{"report_id": each, **money} for each in numbers])
    photos = [(each, place) for each in numbers for place in range(1, PHOTOS + 1)]
    kept = []
    for number, place in photos:
        data = os.urandom(BYTES)
        key = key_of(data)
        path = media.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)  # no fsync a photo: that is not what is measured
        kept.append(
            {
                "id": number * 10 + place,
                "channel": "web",
                "ref": f"{number}-{place}",
                "state": "ready",
                "clean_key": key,
            }
        )
    more = {"person_id": who, "problem": "", "tries": 0, "received_at": NOW}
    db.execute(insert(of(Photo)), [{**each, **more} for each in kept])
    links = [
        {"report_id": each, "photo_id": each * 10 + place, "position": place, "tag": "", "caption": ""}
        for each, place in photos
    ]
    db.execute(insert(of(ReportPhoto)), links)


def measure(way: str, folder: Path) -> dict[str, float]:
    VAULT.unlock(KEY)
    store, media, texts = Store(folder / "exports.db"), LocalMedia(folder / "media"), Texts()
    texts.say("vi", "sheet-tab")
    with store.read() as db:
        wanted = exporting.Wanted(unit_id=units.by_code(db, "nb") or 0)
        asked = Asked(
            1, "bench", "export", {"list": WAYS[way], "wanted": wanted.as_json()}, 1, 0
        )  # the officer is the first person
        Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here, not from the imports
        before, wall, cpu = _status("VmRSS"), time.perf_counter(), _cpu()
        result = paper_errands.work(Working(db, media, texts, ZONE, NOW, asked, lambda *_, **__: None))
        spent = {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu}
    size = media.size(result["key"])
    media.delete(result["key"])
    return {
        **spent,
        "peak": max(0, _status("VmHWM") - before) / 1024,
        "megabytes": size / 1e6,
        "count": result["count"],
    }


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _status(name: str) -> int:
    """A figure of /proc/self/status in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name + ":"))


def run() -> str:
    """Every size and way; the result as a markdown table."""
    head = "| reports | photos | what | lines | file MB | seconds | CPU seconds | peak memory MiB |"
    lines = [head, "|---|---|---|---|---|---|---|---|"]
    VAULT.unlock(KEY)
    for size in SIZES:
        with tempfile.TemporaryDirectory() as place:
            filled(Path(place), size)
            for way in WAYS:
                command = [sys.executable, "-m", "benchmarks.bench_exports", way, place]
                answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603  - ourselves
                found: dict[str, float] = json.loads(answer.stdout)
                figures = f"{found['megabytes']:.1f} | {found['wall']:.1f} | {found['cpu']:.1f} | +{found['peak']:.0f}"
                lines.append(f"| {size:,} | {size * PHOTOS:,} | {way} | {found['count']:,} | {figures} |")
    return "\n".join(lines)


def main() -> None:
    print(run())


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
    else:
        print(run())
