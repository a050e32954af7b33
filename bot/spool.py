"""Payloads taken while the database was away: one fsynced file each, in order, taken in when it is back."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from storage.vault import VAULT


class Spool:
    """A folder of sealed payloads, named by the moment they came."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._last = max((int(file.stem) for file in self.waiting()), default=0)  # the clock may have been set back

    def put(self, channel: str, update_id: str, raw: bytes) -> None:
        """Keep a payload. Raises OSError when it cannot be made durable."""
        self._last = max(time.time_ns(), self._last + 1)
        name = f"{self._last:020d}"
        body = VAULT.seal(json.dumps([channel, update_id, raw.decode("utf-8", "replace")]).encode())
        self.folder.mkdir(mode=0o700, exist_ok=True)
        temporary = self.folder / f"{name}.part"
        with temporary.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(self.folder / f"{name}.json")
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def waiting(self) -> list[Path]:
        """What is to be taken in, oldest first."""
        return sorted(self.folder.glob("*.json"))

    def put_aside(self, file: Path) -> None:
        """What cannot be read must not stop the rest; doctor counts it."""
        file.rename(file.with_suffix(".unreadable"))

    def read(self, file: Path) -> tuple[str, str, bytes]:
        """(channel, update id, raw payload). Raises ValueError or WrongKey."""
        channel, update_id, raw = json.loads(VAULT.open(file.read_bytes()))
        return channel, update_id, raw.encode()
