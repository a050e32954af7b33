"""A picture of ours made small enough for a channel: the pixels alone, as a JPEG."""

from __future__ import annotations

import io
from itertools import product

from PIL import Image

SIDES, QUALITIES = (2000, 1600, 1200, 900, 600), (82, 70, 55)


def shrunk(data: bytes, most: int) -> bytes:
    """The picture as it is when it has at most so many bytes, else the best that has. Only for what we made ourselves:
    strangers' photos are read in a process of their own. Raises ValueError when nothing is small enough."""
    if len(data) <= most:
        return data
    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as file:
        picture = file.convert("RGB")
    picture.info = {}
    for side, quality in product(SIDES, QUALITIES):
        smaller = picture.copy()
        smaller.thumbnail((side, side), reducing_gap=2.0)
        out = io.BytesIO()
        smaller.save(out, "JPEG", quality=quality)
        if out.tell() <= most:
            return out.getvalue()
    raise ValueError("a picture that cannot be made small enough")
