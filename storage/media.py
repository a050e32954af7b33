"""Media: bytes kept under the hash of what they are (R9).

A key is `ab/cd/abcd….jpg`: the SHA-256 of the bytes, in folders of its first two pairs. Nothing is ever rewritten, so
putting twice is putting once, and a key is proof of its bytes. The order of a photo's life: bytes durable here, then
the row, then the acknowledgement; a crash in between leaves at worst bytes that no row names, which
`storage.orphans` finds a week later. Putting again what is there makes it young again, so that it is not found.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

MAKING = "making"  # folder of files that are still growing
KEY = re.compile(r"([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60}\.[a-z0-9]{1,8}")
KEY_FOLDER = re.compile(r"[0-9a-f]{2}/?")


class MediaMissing(LookupError):
    """No bytes under this key: deleted, or the media folder is not the one the database was written with."""


class MediaAway(OSError):
    """The place cannot be reached or refuses us. It may be well again soon, so nothing is given up for it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.strerror, self.filename = why, "BAOCONG_MEDIA_URL"  # what a command says that it stops

    def __str__(self) -> str:
        return str(self.args[0])


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

    def clear_making(self, before: datetime) -> None:
        """Remove what was begun before that moment: left half made by a crash, or by a process that is no more."""

    def old(self, before: datetime, prefix: str = "") -> Iterator[str]:
        """The keys that begin with `prefix` and were last put before that moment."""

    def delete_old(self, key: str, before: datetime) -> bool:
        """Forget the bytes unless they were put again since; gives whether they are gone."""

    def probe(self, *, write: bool = False) -> None:
        """Whether the place answers; with `write` also whether it keeps, gives back and forgets. Raises OSError."""


def key_of(data: bytes, suffix: str = ".jpg") -> str:
    """The one key under which `data` may be kept."""
    digest = hashlib.sha256(data).hexdigest()
    return _key(digest, suffix)


def key_of_file(path: Path) -> str:
    """The same of a file, piece by piece; the suffix is the file's own."""
    with path.open("rb") as file:
        return _key(hashlib.file_digest(file, "sha256").hexdigest(), path.suffix)


def demand_key(key: str) -> str:
    """The key itself. Raises ValueError when it is none: nothing else ever becomes a path or an address."""
    if not KEY.fullmatch(key):
        raise ValueError("not a media key")
    return key


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
        if not _made_young(path):
            make_folders(path.parent)
            _write(path, data)
        for folder in (path.parent, path.parent.parent, self.root):
            sync(folder)  # also when all was there: a crash may have come between the rename and the sync

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
        sync(path.parent)

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def url(self, key: str) -> str | None:
        self._path(key)
        return None

    def list(self, prefix: str = "") -> Iterator[str]:
        where = f"{prefix[:2]}/??/*" if KEY_FOLDER.fullmatch(prefix[:3]) else "??/??/*"
        for path in sorted(self.root.glob(where)):
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

    def making(self, suffix: str) -> AbstractContextManager[Path]:
        """Beside the media, on the same disk: adopting it is a rename."""
        return growing(self.root / MAKING, suffix)

    def clear_making(self, before: datetime) -> None:
        clear_growing(self.root / MAKING, before)

    def old(self, before: datetime, prefix: str = "") -> Iterator[str]:
        for key in self.list(prefix):
            if _put_before(self.root / key, before):
                yield key

    def delete_old(self, key: str, before: datetime) -> bool:
        if not _put_before(self._path(key), before):
            return False
        self.delete(key)
        return True

    def probe(self, *, write: bool = False) -> None:
        if not self.root.is_dir():
            raise MediaAway("the media folder is not there")
        if write:
            handle, name = tempfile.mkstemp(prefix=".part-", dir=self.root)
            os.close(handle)
            Path(name).unlink()

    def adopt(self, path: Path) -> str:
        with path.open("rb") as file:
            os.fsync(file.fileno())
        key = key_of_file(path)
        target = self._path(key)
        make_folders(target.parent)
        path.chmod(0o600)
        path.replace(target)
        for folder in (target.parent, target.parent.parent, self.root):
            sync(folder)
        return key

    def _path(self, key: str) -> Path:
        return self.root / demand_key(key)


def make_folders(folder: Path) -> None:
    """One by one: `mkdir(parents=True)` would give the parents open rights."""
    if not folder.is_dir():
        make_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def growing(folder: Path, suffix: str) -> Iterator[Path]:
    """A file of this machine that is gone afterwards, unless it was moved away."""
    make_folders(folder)
    handle, name = tempfile.mkstemp(suffix=suffix, dir=folder)
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def clear_growing(folder: Path, before: datetime) -> None:
    """Only what is old: another process may be making something in the same folder at this moment."""
    for path in folder.glob("*"):
        if _put_before(path, before):
            path.unlink(missing_ok=True)


def _put_before(path: Path, before: datetime) -> bool:
    """Whether a file is there and was last written, or made young, before that moment."""
    try:
        return path.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False


def _made_young(path: Path) -> bool:
    """Whether the bytes were there already; then they count as put now."""
    with suppress(FileNotFoundError):
        os.utime(path)
        return True
    return False


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


def sync(folder: Path) -> None:
    """A file's name is durable only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
