"""Media on their way from one place into another, each proved by its key."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from storage.media import Media, MediaMissing

SMALL = 16 << 20  # bytes of a file that is held in memory on its way
PIECE = 1 << 20


def hash_of(key: str) -> str:
    """The hash that a media key is made of."""
    return key.rsplit("/", 1)[-1].split(".", 1)[0]


def digest_of(data: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := data.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def keep(media: Media, key: str, size: int, data: IO[bytes]) -> bool:
    """Put the bytes under their key; False, and nothing is put, when they are others."""
    if size <= SMALL:
        held = data.read()
        right = hashlib.sha256(held).hexdigest() == hash_of(key)
        if right:
            media.put(key, held)
        return right
    with media.making(Path(key).suffix) as path:
        with path.open("wb") as growing:
            while piece := data.read(PIECE):
                growing.write(piece)
        with path.open("rb") as whole:
            right = digest_of(whole) == hash_of(key)
        if right:
            media.adopt(path)
        return right


def carry(source: Media, goal: Media) -> tuple[int, list[str]]:
    """Everything from one place into another; gives how many files, and the keys of those that are not what their key says."""
    count, damaged = 0, []
    for key in source.list():
        try:
            with source.open(key) as data:
                right = keep(goal, key, source.size(key), data)
        except MediaMissing:
            continue  # forgotten in this moment
        count += right
        damaged += [key] * (not right)
    return count, damaged


def unreadable(media: Media, keys: Iterable[str]) -> list[str]:
    """Those of the keys that do not give the bytes they say."""
    found = []
    for key in keys:
        try:
            with media.open(key) as data:
                right = digest_of(data) == hash_of(key)
        except MediaMissing:
            right = False
        if not right:
            found.append(key)
    return found
