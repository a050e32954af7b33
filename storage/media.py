"""Media: bytes kept under the hash of what they are (R9).

A key is `ab/cd/abcd….jpg`: the SHA-256 of the bytes, in folders of its first two pairs. Nothing is ever rewritten, so
putting twice is putting once, and a key is proof of its bytes. The order of a photo's life: bytes durable here, then
the row, then the acknowledgement; a crash in between leaves at worst bytes that no row names.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

MAKING = "making"  # folder of files that are still growing
KEY = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60}\.[a-z0-9]{1,8}")


class MediaMissing(LookupError):
    """No bytes under this key: deleted, or the media folder is not the one the database was written with."""


class Media(Protocol):
    """Where bytes are kept. Every method raises OSError when the place cannot be reached, ValueError for a bad key."""

    def put(self, key: str, data: bytes) -> None:
        """Keep `data` under `key`, which is `key_of(data)`; durable when this returns. Again is fine."""

    def get(self, key: str) -> bytes:
        """The bytes, or `MediaMissing`."""

    def delete(self, key: str) -> None:
        """Forget them; a missing key is already forgotten."""

    def exists(self, key: str) -> bool:
        """Whether `get` would answer."""

    def url(self, key: str) -> str | None:
        """A short-lived address where a browser may fetch it, or None: then our own web pages serve it."""

    def list(self, prefix: str = "") -> Iterator[str]:
        """All keys that begin with `prefix`, in order."""

    def size(self, key: str) -> int:
        """How many bytes there are, or `MediaMissing`."""

    def open(self, key: str) -> BinaryIO:
        """The bytes as a stream, for what is too large to hold; or `MediaMissing`."""

    def making(self, suffix: str) -> AbstractContextManager[Path]:
        """A place on this machine for a file that grows piece by piece; whatever was not adopted is gone afterwards."""

    def adopt(self, path: Path) -> str:
        """Keep the finished file of a `making` under the hash of its bytes, never all of it in memory; gives the key."""


def key_of(data: bytes, suffix: str = ".jpg") -> str:
    """The one key under which `data` may be kept."""
    digest = hashlib.sha256(data).hexdigest()
    return _key(digest, suffix)


def _key(digest: str, suffix: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}{suffix}"


class LocalMedia:
    """Media in a folder of this machine. Files are 0600, folders 0700; safe for several threads and processes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        if key != key_of(data, path.suffix):
            raise ValueError("a media key is the hash of its bytes")
        if not path.exists():
            self._make_folders(path.parent)
            _write(path, data)
        for folder in (path.parent, path.parent.parent, self.root):
            _sync(folder)  # also when all was there: a crash may have come between the rename and the sync

    def get(self, key: str) -> bytes:
        try:
            return self._path(key).read_bytes()
        except FileNotFoundError:
            raise MediaMissing(key) from None

    def delete(self, key: str) -> None:
        path = self._path(key)
        try:
            path.unlink()
        except FileNotFoundError:
            return
        _sync(path.parent)

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def url(self, key: str) -> str | None:
        self._path(key)
        return None

    def list(self, prefix: str = "") -> Iterator[str]:
        for path in sorted(self.root.glob("??/??/*")):
            key = path.relative_to(self.root).as_posix()
            if key.startswith(prefix) and KEY.fullmatch(key):
                yield key

    def size(self, key: str) -> int:
        try:
            return self._path(key).stat().st_size
        except FileNotFoundError:
            raise MediaMissing(key) from None

    def open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except FileNotFoundError:
            raise MediaMissing(key) from None

    @contextmanager
    def making(self, suffix: str) -> Iterator[Path]:
        """Beside the media, on the same disk: adopting it is a rename."""
        self._make_folders(self.root / MAKING)
        handle, name = tempfile.mkstemp(suffix=suffix, dir=self.root / MAKING)
        os.close(handle)
        path = Path(name)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def clear_making(self) -> None:
        """At the start: what a crash left half made."""
        for path in (self.root / MAKING).glob("*"):
            path.unlink(missing_ok=True)

    def adopt(self, path: Path) -> str:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        key = _key(digest, path.suffix)
        target = self._path(key)
        self._make_folders(target.parent)
        path.chmod(0o600)
        path.replace(target)
        for folder in (target.parent, target.parent.parent, self.root):
            _sync(folder)
        return key

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError("not a media key")
        return self.root / key

    def _make_folders(self, folder: Path) -> None:
        """One by one: `mkdir(parents=True)` would give the parents open rights."""
        if not folder.is_dir():
            self._make_folders(folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)


def _write(path: Path, data: bytes) -> None:
    """All of the bytes or no file: a reader never sees half a photo."""
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    """A file's name is durable only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
