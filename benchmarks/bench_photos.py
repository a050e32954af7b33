"""What a phone photo costs: `python -m benchmarks.bench_photos` prints a table in under a minute.

Three ways through the same 12-megapixel JPEG (lying on its side, GPS, colour profile), each run in a fresh process, the
ways taking turns so that a busy machine slows all of them alike:

- floor: Pillow decodes at half scale and stops; nothing of our size can be had for less
- ours: `storage.photos.process`: hashes, clean 2,000 px copy in sRGB, 320 px thumbnail, output checked
- ours, converting: the same when the profile is another than sRGB, as an iPhone's is, and every colour is computed
- naive: what one writes first: turn the whole picture upright, shrink it twice, save
"""

from __future__ import annotations

import io
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from storage.photos import process

ROUNDS = 7
SEED = 2026
ROOT = Path(__file__).resolve().parent.parent


def floor(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as file:
        file.draft(None, (file.width // 2, file.height // 2))
        file.load()


def ours(data: bytes) -> None:
    process(data)


def converting(data: bytes) -> None:
    process(data.replace("sRGB".encode("utf-16-be"), "Wide".encode("utf-16-be")))


def naive(data: bytes) -> None:
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    for side in (2_000, 320):
        small = image.copy()
        small.thumbnail((side, side), Image.Resampling.LANCZOS)
        small.save(io.BytesIO(), "JPEG", quality=82)


WAYS: dict[str, Callable[[bytes], None]] = {
    "floor": floor,
    "ours": ours,
    "ours, converting": converting,
    "naive": naive,
}


def phone_photo() -> bytes:
    """4032 × 3024 px of seeded clouds with detail at every scale and fine grain, about 3 MB like a real photo."""
    dice = random.Random(SEED)
    size = (4032, 3024)
    image = Image.new("RGB", size, "gray")
    for cells in (3, 9, 27, 81, 243, 729):
        small = Image.frombytes("RGB", (cells, cells), dice.randbytes(cells * cells * 3))
        image = Image.blend(image, small.resize(size, Image.Resampling.BICUBIC), 0.3)
    grain = Image.frombytes("L", size, dice.randbytes(size[0] * size[1])).convert("RGB")
    tags = Image.Exif()
    tags[0x0112] = 6
    tags.get_ifd(0x8769)[0x9003] = "2026:03:08 07:15:00"
    tags.get_ifd(0x8825).update({1: "N", 2: (20.0, 15.0, 3.0), 3: "E", 4: (105.0, 58.0, 29.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = io.BytesIO()
    Image.blend(image, grain, 0.06).save(file, "JPEG", quality=88, exif=tags, icc_profile=profile)
    return file.getvalue()


def measure(way: str, path: Path) -> dict[str, float]:
    """One run in this process: CPU and wall in ms, and by how many MiB the peak of resident memory rose."""
    data = path.read_bytes()
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here, not from the imports
    before = _status("VmRSS")
    cpu, wall = _cpu(), time.perf_counter()
    WAYS[way](data)
    spent = {"cpu": (_cpu() - cpu) * 1e3, "wall": (time.perf_counter() - wall) * 1e3}
    return {**spent, "peak": (_status("VmHWM") - before) / 1024}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _status(name: str) -> int:
    """A figure of /proc/self/status in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name + ":"))


def run() -> str:
    """All rounds; the result as a markdown table."""
    runs: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(phone_photo())
        megabytes = path.stat().st_size / 1e6
        for _ in range(ROUNDS):
            for way in WAYS:
                command = [sys.executable, "-m", "benchmarks.bench_photos", way, str(path)]
                answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)  # noqa: S603  - ourselves
                runs[way].append(json.loads(answer.stdout))
    lines = [
        f"4032 × 3024 JPEG, {megabytes:.1f} MB, seed {SEED}; medians of {ROUNDS} rounds, ratios taken inside a round",
        "",
        "| way | CPU ms | wall ms | peak memory MiB | CPU to the floor |",
        "|---|---|---|---|---|",
    ]
    for way, results in runs.items():
        cpu, wall, peak = (statistics.median(result[what] for result in results) for what in ("cpu", "wall", "peak"))
        ratio = statistics.median(mine["cpu"] / low["cpu"] for mine, low in zip(results, runs["floor"], strict=True))
        lines.append(f"| {way} | {cpu:.0f} | {wall:.0f} | +{peak:.0f} | {ratio:.1f} × |")
    return "\n".join(lines)


def main() -> None:
    print(run())


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(measure(sys.argv[1], Path(sys.argv[2]))))
    else:
        print(run())
