"""The photos of many reports as one zip with a list, streamed to a file: one photo in memory at a time (R9, R36)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from handlers.papers.paper_words import Words
from handlers.papers.sheet import tidy
from storage.exporting import Pictured
from storage.media import MediaMissing
from storage.vietnamese import show_day

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same photos give the same bytes, so the same media key
MARKS = {"before": "truoc", "after": "sau"}  # in a file's name: plain letters
LIST = "danh-muc.csv"  # opens in Excel: with a BOM, semicolons as Vietnamese Excel has them
RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula


def write(path: Path, photos: Iterable[Pictured], load: Callable[[str], bytes], say: Words) -> tuple[int, int]:
    """Write the zip; gives how many photos are in it and how many could not be found. The list comes last."""
    listed = io.StringIO()
    table = csv.writer(listed, delimiter=";", lineterminator="\r\n")
    table.writerow(_titles(say))
    kept = lost = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:  # JPEGs don't get smaller
        for photo in photos:
            data = None
            with suppress(MediaMissing):
                data = load(photo.key)
            table.writerow(_line(photo, name_of(photo) if data is not None else "", say))
            kept, lost = kept + (data is not None), lost + (data is None)
            if data is not None:
                archive.writestr(zipfile.ZipInfo(name_of(photo), FIRST_DAY), data)
        entry = zipfile.ZipInfo(LIST, FIRST_DAY)
        archive.writestr(entry, listed.getvalue().encode("utf-8-sig"), zipfile.ZIP_DEFLATED)
    return kept, lost


def name_of(photo: Pictured) -> str:
    """SK-2026-0147-1-truoc.jpg."""
    mark = MARKS.get(photo.tag, "")
    return "-".join(filter(None, [photo.code, str(photo.position), mark])) + ".jpg"


def _titles(say: Words) -> list[str]:
    return [
        say("zip-file"),
        say("sheet-code"),
        say("sheet-title"),
        say("sheet-unit"),
        say("zip-mark"),
        say("zip-caption"),
        say("zip-taken"),
    ]


def _line(photo: Pictured, name: str, say: Words) -> Iterator[str]:
    marks = {"before": say("paper-photo-before"), "after": say("paper-photo-after")}
    taken = show_day(photo.taken_on) if photo.taken_on else ""
    cells = [
        name or say("zip-lost"),
        photo.code,
        photo.title,
        photo.unit,
        marks.get(photo.tag, ""),
        photo.caption,
        taken,
    ]
    for cell in cells:
        text = " ".join(tidy(cell).split())
        yield f"'{text}" if text.startswith(RISKY) else text
