"""Media in an S3 bucket, so that every machine finds them: the same keys as in a folder, below the bucket's prefix.

`url` gives None: our own pages serve every file. They ask who may see it (a signed address of the store's would open it to
whoever holds it, and names the bucket), they say `nosniff` and a fixed type, and a province's bucket may then be closed to the
internet altogether. What it costs is that the bytes pass through this process, in pieces.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, BinaryIO, cast

from storage.bucket import Bucket
from storage.media import (
    KEY,
    MediaAway,
    MediaMissing,
    clear_growing,
    demand_key,
    growing,
    key_of,
    key_of_file,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE = 1 << 20  # bytes of a stream fetched in one request
PROBE = "probe"
FOLDER = re.compile(r"[0-9a-f]{2}(/[0-9a-f]{2})?")


class S3Media:
    """Media in a bucket; `making` is a folder of this machine for files that are still growing."""

    def __init__(self, bucket: Bucket, making: Path) -> None:
        self._bucket = bucket
        self._making = making

    def put(self, key: str, data: bytes) -> None:
        if demand_key(key) != key_of(data, Path(key).suffix):
            raise ValueError("a media key is the hash of its bytes")
        self._bucket.put(key, data)

    def get(self, key: str) -> bytes:
        return self._bucket.get(demand_key(key))

    def delete(self, key: str) -> None:
        self._bucket.delete(demand_key(key))

    def exists(self, key: str) -> bool:
        try:
            self._bucket.head(demand_key(key))
        except MediaMissing:
            return False
        return True

    def url(self, key: str) -> str | None:
        demand_key(key)
        return None

    def list(self, prefix: str = "") -> Iterator[str]:
        for key, _ in self._held(prefix):
            yield key

    def size(self, key: str) -> int:
        return self._bucket.head(demand_key(key))[0]

    def open(self, key: str) -> BinaryIO:
        """Fetched in ranges, each within its time limit: who reads slowly keeps no request open."""
        stream = io.BufferedReader(_Ranges(self._bucket, key, self.size(key)), PIECE)
        return cast("BinaryIO", stream)

    def making(self, suffix: str) -> AbstractContextManager[Path]:
        return growing(self._making, suffix)

    def adopt(self, path: Path) -> str:
        key = key_of_file(path)
        self._bucket.put_file(demand_key(key), path)
        path.unlink()
        return key

    def clear_making(self, before: datetime) -> None:
        clear_growing(self._making, before)

    def old(self, before: datetime, prefix: str = "") -> Iterator[str]:
        for key, put_at in self._held(prefix):
            if put_at < before:
                yield key

    def delete_old(self, key: str, before: datetime) -> bool:
        try:
            _, put_at = self._bucket.head(demand_key(key))
        except MediaMissing:
            return False
        if put_at < before:
            self._bucket.delete(key)
        return put_at < before

    def probe(self, *, write: bool = False) -> None:
        """Without `write` one small question; any answer but a refusal will do."""
        if not write:
            self.exists(key_of(PROBE.encode()))
            return
        path, said = f"{PROBE}/{token_hex(8)}", token_hex(8).encode()
        self._bucket.put(path, said)
        try:
            heard = self._bucket.get(path)
        except MediaMissing:
            heard = b""
        self._bucket.delete(path)
        if heard != said:
            raise MediaAway("the bucket gives back other bytes than it was given")

    def _held(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """S3 lists in the order of the keys. It finds whole folders only, so what is finer is sorted out here."""
        folder = prefix.rpartition("/")[0]
        for each in self._bucket.list(folder if FOLDER.fullmatch(folder) else ""):
            if each.path.startswith(prefix) and KEY.fullmatch(each.path):
                yield each.path, each.put_at


class _Ranges(io.RawIOBase):
    """An object read from any place in it."""

    def __init__(self, bucket: Bucket, path: str, size: int) -> None:
        super().__init__()
        self._bucket, self._path, self._size, self._at = bucket, path, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readall(self) -> bytes:
        """In one request; Python's own would make one of every eight kilobytes."""
        rest = bytearray(max(0, self._size - self._at))
        self.readinto(rest)
        return bytes(rest)

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Never past the end: S3 refuses a range that begins there."""
        view = memoryview(buffer)
        length = min(len(view), self._size - self._at)
        if length <= 0:
            return 0
        view[:length] = self._bucket.get_range(self._path, self._at, length)
        self._at += length
        return length
