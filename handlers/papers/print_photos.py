"""Photos on paper: shrunk to what a printer can show, never enlarged, never distorted (R9)."""

from __future__ import annotations

import io
from collections.abc import Callable

from handlers.papers.official import Picture
from storage.media import MediaAway

DPI = 200
MM_PER_INCH = 25.4
WIDTH, HEIGHT = 78.0, 62.0  # mm: two fit side by side between the margins
QUALITY = 82
LARGEST = 4_000  # px a side: clean copies have 2,000


def printed(key: str, media_get: Callable[[str], bytes]) -> Picture | None:
    """The photo of a media key as it is printed; None when its bytes are gone or can't be read: the paper goes on without."""
    from PIL import Image, JpegImagePlugin  # noqa: F401, PLC0415  - the plugin by name, or Pillow would load all forty

    try:
        with Image.open(io.BytesIO(media_get(key)), formats=("JPEG",)) as photo:
            if max(photo.size) > LARGEST:
                return None
            photo.draft("RGB", _pixels(*photo.size))
            shrunk = photo.convert("RGB")
            width, height = _millimetres(*photo.size)
            shrunk.thumbnail(_pixels(*shrunk.size), Image.Resampling.LANCZOS)
    except MediaAway:  # not gone: the paper is made later, with it
        raise
    except (LookupError, OSError, ValueError, SyntaxError):
        return None
    buffer = io.BytesIO()
    shrunk.save(buffer, "JPEG", quality=QUALITY, dpi=(DPI, DPI))
    return Picture(buffer.getvalue(), width, height)


def _millimetres(width: int, height: int) -> tuple[float, float]:
    """The largest size inside the frame that keeps the photo's shape."""
    scale = min(WIDTH / width, HEIGHT / height)
    return round(width * scale, 2), round(height * scale, 2)


def _pixels(width: int, height: int) -> tuple[int, int]:
    """As many pixels as the printer shows, and no more than there are."""
    scale = min(1.0, *(each * DPI / MM_PER_INCH / side for each, side in ((WIDTH, width), (HEIGHT, height))))
    return max(1, round(width * scale)), max(1, round(height * scale))
