"""Disks of our own that can be filled and can go read-only: a tmpfs of a few MiB, an ext4 in a file. Both want root.

Where nothing may be mounted, the process is forbidden to write a single byte instead (RLIMIT_FSIZE), and says so.
"""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PAGE = 4096


def system(*words: str) -> bool:
    return subprocess.run(words, check=False, capture_output=True).returncode == 0  # noqa: S603  - our own words


class SmallDisk:
    """`fill(left)` leaves so many bytes free, `free()` gives them back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self, left: int = 0) -> None:
        with self._ballast.open("ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(PAGE))
            except OSError:
                size = file.tell()
            file.truncate(max(0, size - left))

    def free(self) -> None:
        self._ballast.unlink(missing_ok=True)


class NoWriting(SmallDisk):
    """In a disk's place: whatever is written beyond what a page can hold fails, or anything at all."""

    def fill(self, left: int = 0) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (left and PAGE - 1, hard))

    def free(self) -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def small_disk(place: Path, mebibytes: int) -> Iterator[SmallDisk]:
    place.mkdir()
    if not system("mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", str(place)):
        print("no disk can be mounted here: writing is forbidden to the process instead (RLIMIT_FSIZE)", flush=True)
        disk: SmallDisk = NoWriting(place)
        try:
            yield disk
        finally:
            disk.free()
        return
    try:
        yield SmallDisk(place)
    finally:
        system("umount", "--lazy", str(place))


@contextmanager
def disk_that_fails(place: Path, mebibytes: int) -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    """A real file system that can meet an error: then it is read-only (errors=remount-ro), until it is mounted anew.

    Gives what makes it fail and what mends it. Nothing may hold a file on it open when it is mended.
    """
    place.mkdir()
    image = place.with_suffix(".img")
    with image.open("wb") as file:
        file.truncate(mebibytes << 20)
    mounted = system("mkfs.ext4", "-q", "-F", str(image)) and system("mount", "-o", "loop", str(image), str(place))
    if not mounted:
        print(
            "no file system can be mounted here: writing is forbidden to the process instead (RLIMIT_FSIZE)", flush=True
        )
        instead = NoWriting(place)
        try:
            yield instead.fill, instead.free
        finally:
            instead.free()
        return

    def fail() -> None:
        assert system("mount", "-o", "remount,abort", str(place))

    def mend() -> None:
        assert system("umount", str(place))
        assert subprocess.run(["fsck.ext4", "-p", str(image)], check=False, capture_output=True).returncode < 4  # noqa: S603, S607  - wherever this machine has it
        assert system("mount", "-o", "loop", str(image), str(place))

    try:
        yield fail, mend
    finally:
        system("umount", "--lazy", str(place))
