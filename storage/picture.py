"""What a photo is once it has been read. No Pillow here, so the bot can name these things without loading a codec."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

MAX_BYTES = 20 * 1024 * 1024  # what Telegram lets a bot download; Zalo's photos are smaller
LOOKS_ALIKE = (
    6  # bits of difference: re-encoded, resized or brightened copies differ by 0–1, other photos by 18 and more
)

Reason = Literal["empty", "too-large", "not-a-photo", "damaged", "too-many-pixels"]


class BadPhoto(Exception):
    """These bytes cannot be kept as a photo. `reason` names the sentence that tells the sender what to do."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as we keep it (R9, R64): upright, in sRGB, with nothing of the original's metadata but its day.

    `original_sha256` is the hex digest of the bytes as sent: the same file sent twice is known by it.
    `clean` and `thumb` are JPEG bytes, longest side at most 2,000 and 320 px; `width`, `height`: those of `clean`.
    `taken_on` is the camera's word (EXIF DateTimeOriginal), unchecked: it may lie in the future.
    `dhash` is a perceptual hash as a signed 64-bit integer, the way a database column holds it; see `hamming`.
    """

    original_sha256: str
    clean: bytes
    thumb: bytes
    width: int
    height: int
    taken_on: date | None
    dhash: int


def hamming(a: int, b: int) -> int:
    """How many of 64 bits differ between two `dhash` values; `LOOKS_ALIKE` or fewer means "maybe seen before"."""
    return ((a ^ b) & 0xFFFF_FFFF_FFFF_FFFF).bit_count()
