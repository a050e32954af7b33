"""Uploads in the bucket that holds the media, sealed with the house's key: they still carry whatever the phone wrote into them.

While the bucket is away an upload stays on the disk of the machine that took it, durable all the same, and goes to the bucket
when that is back; nobody is told to wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from storage.bucket import Bucket
from storage.media import MediaAway, MediaMissing
from storage.uploads import KEPT_AT_MOST, REF, LocalUploads, checked, written_at
from storage.vault import VAULT, WrongKey

SHARED = "uploads"  # the folder in the bucket
AT_REST = timedelta(minutes=1)  # an upload that old is written to its end


class SharedUploads(LocalUploads):
    """Uploads in a bucket, the folder before it: what lies there is found first."""

    shared = True

    def __init__(self, folder: Path, bucket: Bucket) -> None:
        super().__init__(folder)
        self._bucket = bucket

    def keep(self, files: Mapping[str, Path]) -> None:
        """Once the bucket did not take one, the others do not wait for it either."""
        left = dict(files)
        try:
            for ref, file in files.items():
                self._bucket.put(_place(ref), VAULT.seal(file.read_bytes()))
                file.unlink()
                del left[ref]
        except MediaAway:
            super().keep(left)

    def get(self, ref: str) -> bytes:
        try:
            return super().get(ref)
        except MediaMissing:
            sealed = self._bucket.get(_place(ref))
        try:
            return VAULT.open(sealed)
        except WrongKey:
            raise MediaAway("an upload was sealed with another key: every machine needs the same secret.key") from None

    def release(self, ref: str) -> None:
        super().release(ref)
        self._bucket.delete(_place(ref))

    def forward(self, now: datetime) -> int:
        count = 0
        for path in sorted(self.folder.iterdir()):
            if REF.fullmatch(path.name) and written_at(path) < (now - AT_REST).timestamp():
                try:
                    self._bucket.put(_place(path.name), VAULT.seal(path.read_bytes()))
                except FileNotFoundError:  # its clean copy was made meanwhile
                    continue
                path.unlink(missing_ok=True)
                count += 1
        return count

    def clear(self, now: datetime) -> int:
        count = super().clear(now)
        for each in self._bucket.list(SHARED):
            if each.put_at < now - KEPT_AT_MOST:
                self._bucket.delete(each.path)
                count += 1
        return count


def _place(ref: str) -> str:
    return f"{SHARED}/{checked(ref)}"
