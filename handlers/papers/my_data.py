"""Everything held about one person as a zip: data.json, well-formed and complete, and their photos (R61)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same data give the same bytes, so the same media key


def pack(held: dict[str, Any], load: Callable[[str], bytes]) -> bytes:
    """`held` as `storage.my_data.gather` gives it; `load` reads the bytes of a media key, LookupError when they are gone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(held, ensure_ascii=False, indent=2, default=_plain)
        _add(archive, "data.json", text.encode())
        for key in sorted({*held["photos"], *(key for report in held["reports"] for key in report["photos"])}):
            try:
                _add(archive, f"photos/{key.rsplit('/', 1)[-1]}", load(key))
            except LookupError:
                continue  # named in data.json all the same
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), data, zipfile.ZIP_DEFLATED)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
