"""Hostile photos through the worker: the bot never falls, what is kept is clean, time and memory stay within their limits.

IMAGES (broken ones beside those built by hand; 80 unless given) and SEED come from the environment; `./run drill images`.
"""

from __future__ import annotations

import asyncio
import io
import os
import random
import signal
import time
from collections import Counter
from operator import itemgetter
from pathlib import Path

from PIL import Image

from bot.photo_worker import PhotoWorker
from storage.photos import CLEAN_SIDE, JFIF, THUMB_SIDE
from storage.picture import BadPhoto, Picture
from tests import pictures
from tests.slow.hostile_images import CRAFTED, broken

IMAGES = int(os.environ.get("IMAGES", "80"))
SEED = int(os.environ.get("SEED", str(random.randrange(10**6))))
SECONDS, MEMORY = 10.0, 1 << 30  # the limits the bot sets
GRACE = 5.0  # seconds for killing and starting again, on a busy machine


class Trial:
    """A worker, what became of each file, and the most it took."""

    def __init__(self, worker: PhotoWorker) -> None:
        self.worker = worker
        self.fates: Counter[str] = Counter()
        self.slowest = (0.0, "")
        self.memory = (0, "")

    async def give(self, name: str, data: bytes, *, killed: bool = False) -> None:
        began = time.monotonic()
        reading = asyncio.create_task(self.worker.process(data))
        if killed:
            await self.kill()
        try:
            picture = await reading
        except BadPhoto as bad:
            self.fates[bad.reason] += 1
        else:
            self.fates["clean"] += 1
            check(name, picture)
        self.slowest = max(self.slowest, (time.monotonic() - began, name), key=itemgetter(0))
        for pid in self.worker.pids:
            self.memory = max(self.memory, (peak(pid), name), key=itemgetter(0))

    async def kill(self) -> None:
        """-9 while the photo is in the worker's hands."""
        for _ in range(20):
            await asyncio.sleep(0)
        for pid in self.worker.pids:
            os.kill(pid, signal.SIGKILL)


def peak(pid: int) -> int:
    """The most memory a process ever had, in MiB; 0 when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(found[0]) // 1024 if found else 0


def check(name: str, picture: Picture) -> None:
    """Two plain JPEGs, of the size they should have, with nothing in them but their pixels."""
    for data, side in ((picture.clean, CLEAN_SIDE), (picture.thumb, THUMB_SIDE)):
        image = Image.open(io.BytesIO(data))
        image.load()
        assert (image.format, image.mode) == ("JPEG", "RGB"), name
        assert max(image.size) <= side, name
        assert {*image.info} <= JFIF, name
        assert not image.getexif(), name
        assert data.endswith(b"\xff\xd9"), name
        assert all(
            word not in data for word in (b"Exif", b"0900 000 001", b"<script", b"PK\x03\x04", b"\xff\xfe\xff\xff")
        ), name


def test_no_file_harms_the_bot_and_nothing_but_pixels_is_kept() -> None:
    print(f"\nSEED={SEED} IMAGES={IMAGES}", flush=True)
    dice = random.Random(SEED)

    async def story() -> Trial:
        worker = PhotoWorker(processes=1, photo_seconds=SECONDS, memory=MEMORY)
        trial = Trial(worker)
        try:
            for name, make in CRAFTED.items():
                await trial.give(name, make())
            for number in range(IMAGES):
                await trial.give(f"broken {number}", broken(dice), killed=dice.random() < 0.02)
            await trial.give("killed", pictures.jpeg_with_gps(), killed=True)
            good = await worker.process(pictures.jpeg_with_gps())
            assert (good.width, good.height) == (400, 300)
        finally:
            await worker.close()
        return trial

    trial = asyncio.run(story())
    assert trial.fates["clean"] > IMAGES // 10, "hardly anything was decoded: the drill says nothing"
    assert trial.slowest[0] < SECONDS + GRACE, f"SEED={SEED}: {trial.slowest}"
    assert trial.memory[0] << 20 <= MEMORY
    print(
        f"{trial.fates.total()} files, {dict(trial.fates)}: 0 crashes of the bot, 0 unclean outputs; "
        f"slowest {trial.slowest[0]:.1f} s ({trial.slowest[1]}), worker's peak {trial.memory[0]} MiB ({trial.memory[1]})",
        flush=True,
    )
