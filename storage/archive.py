"""The archive of a backup: a plain tar that is written and read from front to end, and proves itself.

Rows lie in it as compressed lines of JSON, media as they are, each under its key, which is the hash of its bytes. What follows
from all of it – counts, hashes, what is missing – comes last: `manifest.json`, and the hash of that. A tar reader of any
machine opens it (`tar tvf FILE`), ours takes nothing from it that the manifest does not name.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from storage.manifest import BadArchive, Held, Manifest, read_manifest
from storage.media import KEY
from storage.media_carrying import digest_of, hash_of

MANIFEST, SUM, SECRET = "manifest.json", "manifest.sha256", "secret.key"
MEDIA = "media/"
NAME = re.compile(
    r"rows/[a-z_]{1,60}/[0-9]{6}\.jsonl\.gz|spool/[0-9]{20}\.json|uploads/[0-9a-f]{32}-[0-9]{2}|secret\.key|manifest\.(json|sha256)"
)
LINES = 4 << 20  # bytes of lines in one member, about
MOST = 256 << 20  # bytes of any member but media, opened: none of ours comes near


# --- writing ----------------------------------------------------------------------------------------------------------------


class Packing:
    """An archive as it grows. Memory holds one member at a time."""

    def __init__(self, file: IO[bytes], now: datetime) -> None:
        self._tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT)
        self._at = int(now.timestamp())
        self._keys = hashlib.sha256()
        self.members: dict[str, str] = {}
        self.media = Held()

    def put(self, name: str, data: bytes) -> None:
        self._add(name, len(data), io.BytesIO(data))
        self.members[name] = hashlib.sha256(data).hexdigest()

    def put_lines(self, table: str, lines: Iterator[str]) -> tuple[str, ...]:
        """A table's rows, in members of about four million bytes; gives their names."""
        names: list[str] = []
        some: list[str] = []
        size = 0
        for line in lines:
            some.append(line)
            size += len(line)
            if size >= LINES:
                names.append(self._put_some(table, len(names), some))
                some, size = [], 0
        if some:
            names.append(self._put_some(table, len(names), some))
        return tuple(names)

    def _put_some(self, table: str, number: int, some: list[str]) -> str:
        name = f"rows/{table}/{number + 1:06}.jsonl.gz"
        self.put(name, gzip.compress("\n".join(some).encode(), 1, mtime=0))
        return name

    def put_media(self, key: str, size: int, file: IO[bytes]) -> bool:
        """The bytes under a key; False when they are not what the key says. They are packed all the same."""
        reading = _Hashing(file)
        self._add(MEDIA + key, size, cast("IO[bytes]", reading))  # of a file it needs to read only
        self._keys.update(f"{key}\n".encode())
        self.media = Held(files=self.media.files + 1, bytes=self.media.bytes + size, keys=self._keys.hexdigest())
        return reading.hash == hash_of(key)

    def end(self, manifest: Manifest) -> None:
        data = manifest.as_json()
        self.put(MANIFEST, data)
        self.put(SUM, self.members[MANIFEST].encode())
        self._tar.close()

    def _add(self, name: str, size: int, data: IO[bytes]) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, self._at
        self._tar.addfile(info, data)
        _forget(self._tar)


class _Hashing:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        return data

    @property
    def hash(self) -> str:
        return self._digest.hexdigest()


# --- reading ----------------------------------------------------------------------------------------------------------------


@contextmanager
def opened(file: Path) -> Iterator[Iterator[tuple[str, int, IO[bytes]]]]:
    """Each member with its name, its size and its bytes, which are to be read before the next. Raises BadArchive."""
    try:
        with tarfile.open(file, "r:") as tar:
            yield _members(tar)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BadArchive(f"{file} is no archive of a backup, or it is cut short ({type(error).__name__}).") from None


def _forget(tar: tarfile.TarFile) -> None:
    """A list of all members would grow with every photo."""
    tar.members.clear()  # type: ignore[attr-defined]  # documented nowhere, and as old as tarfile


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, int, IO[bytes]]]:
    while (info := tar.next()) is not None:
        _forget(tar)
        key = info.name.removeprefix(MEDIA)
        ours = KEY.fullmatch(key) if key != info.name else NAME.fullmatch(info.name) and info.size <= MOST
        data = tar.extractfile(info) if ours and info.isfile() else None
        if data is None:
            raise BadArchive(f"The archive holds something that is not ours: {info.name[:80]!r}.")
        yield info.name, info.size, data


def check(file: Path) -> Manifest:
    """Read all of it and compare every hash. Raises BadArchive for whatever is missing, too much or changed."""
    found: dict[str, bytes] = {}
    members: dict[str, str] = {}
    keys, files, size, wrong = hashlib.sha256(), 0, 0, []
    with opened(file) as parts:
        for name, length, data in parts:
            if SUM in members or name in members:
                raise BadArchive(f"The archive holds {name} too much.")
            if name in (MANIFEST, SUM):
                found[name] = data.read()
                members[name] = hashlib.sha256(found[name]).hexdigest()
                continue
            digest = digest_of(data)
            if not name.startswith(MEDIA):
                members[name] = digest
                continue
            key = name.removeprefix(MEDIA)
            keys.update(f"{key}\n".encode())
            files, size = files + 1, size + length
            if digest != hash_of(key):
                wrong.append(key)
    if found.get(SUM, b"").decode("ascii", "replace") != members.pop(MANIFEST, "none"):
        raise BadArchive(f"{file} is cut short, or its manifest was changed.")
    del members[SUM]
    manifest = read_manifest(found[MANIFEST])
    for name in sorted({*members, *manifest.members}):
        if members.get(name) != manifest.members.get(name):
            raise BadArchive(f"{name} is not what was packed.")
    if manifest.media != Held(files=files, bytes=size, keys=keys.hexdigest() if files else "") or sorted(
        manifest.damaged
    ) != sorted(wrong):
        raise BadArchive("The media are not what was packed.")
    return manifest


def lines_of(data: IO[bytes]) -> list[bytes]:
    """The lines of a member of rows. Raises BadArchive when there is more in it than any of ours holds."""
    opening = zlib.decompressobj(31)  # 31: gzip's head and tail
    text = opening.decompress(data.read(), MOST)
    if not opening.eof:
        raise BadArchive("A table in the archive is larger than any that was ever packed.")
    return text.split(b"\n")
