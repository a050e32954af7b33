"""The data folder: where everything this machine remembers lies, and the lock that one writing process holds."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def owner_only(name: str, flags: int) -> int:
    """An opener for `open`: the file is made for its owner alone."""
    return os.open(name, flags, 0o600)


SEATS = 32  # processes of one machine that may work with one folder


class FolderInUse(Exception):
    """Another process already writes to this data folder."""


class DataFolder:
    """The places in the data folder. Made with owner-only rights: it holds people's words, photos and the key."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.key = root / "secret.key"
        self.database = root / "baocong.db"
        self.media = root / "media"
        self.uploads = root / "uploads"  # bytes of web photos between upload and processing
        self.spool = root / "spool"  # payloads taken while the database was away
        self.socket = root / "writer.sock"
        self._lock: int | None = None

    def make(self) -> None:
        for folder in (self.root, self.media, self.uploads, self.spool):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def take_seat(self) -> None:
        """Where several processes of one machine work with one folder: a place of one's own in it, for what only its process
        takes in again. Who comes back after a crash finds the seat that was left. Raises FolderInUse when all are taken."""
        for number in range(1, SEATS + 1):
            name = "" if number == 1 else f"-{number}"
            try:
                self.lock(f"lock{name}")
            except FolderInUse:
                continue
            self.spool = self.root / f"spool{name}"
            self.spool.mkdir(exist_ok=True, mode=0o700)
            return
        raise FolderInUse(f"{SEATS} processes work in {self.root} already.")

    def lock(self, name: str = "lock") -> None:
        """Hold the folder until the process ends. Raises FolderInUse at once, never waits."""
        descriptor = os.open(self.root / name, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise FolderInUse(
                f"Another Báo Công already works in {self.root}. Stop it first, or set BAOCONG_DATA_DIR."
            ) from None
        self._lock = descriptor

    def unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
