"""Photos of our own channels between their upload and their clean copy: where every process that may need them finds them.

On one machine that is a folder; where media lie in a bucket, uploads lie there too (`storage/uploads_s3.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from storage.media import MediaMissing, sync

REF = re.compile(r"[0-9a-f]{32}-[0-9]{2}")  # the name of an upload
KEPT_AT_MOST = timedelta(days=30)  # every photo that will ever be fetched has been by then
PART_STAYS = timedelta(days=1)  # far longer than any upload takes: a younger one may be growing in another process


class Uploads(Protocol):
    """Where uploads lie. Every method raises OSError when the place cannot be reached."""

    folder: Path  # of this machine: where an upload grows piece by piece, as `.part-…`
    shared: bool  # may what is not found here lie on another machine's disk for a while?

    def keep(self, files: Mapping[str, Path]) -> None:
        """Give finished files their names, durably; the same name again is the same upload. The files are gone then."""

    def get(self, ref: str) -> bytes:
        """The bytes, or `MediaMissing`."""

    def release(self, ref: str) -> None:
        """The clean copy is kept: forget the upload. A missing one is already forgotten."""

    def forward(self, now: datetime) -> int:
        """Bring what had to stay on this machine where everybody finds it. Gives how many went."""

    def clear(self, now: datetime) -> int:
        """Remove uploads that were cut short, and those nobody came for. Gives how many."""


class LocalUploads:
    """Uploads in a folder of this machine."""

    shared = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, files: Mapping[str, Path]) -> None:
        for ref, file in files.items():
            file.replace(self._path(ref))
        if files:
            sync(self.folder)

    def get(self, ref: str) -> bytes:
        try:
            return self._path(ref).read_bytes()
        except FileNotFoundError:
            raise MediaMissing(ref) from None

    def release(self, ref: str) -> None:
        self._path(ref).unlink(missing_ok=True)

    def forward(self, now: datetime) -> int:
        return 0

    def clear(self, now: datetime) -> int:
        count = 0
        for path in self.folder.iterdir():
            stays = PART_STAYS if path.name.startswith(".part-") else KEPT_AT_MOST
            if written_at(path) < (now - stays).timestamp():
                path.unlink(missing_ok=True)
                count += 1
        return count

    def _path(self, ref: str) -> Path:
        return self.folder / checked(ref)


def checked(ref: str) -> str:
    if not REF.fullmatch(ref):
        raise ValueError("not an upload")
    return ref


def written_at(path: Path) -> float:
    """When it was last written; what is gone by now counts as young."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
