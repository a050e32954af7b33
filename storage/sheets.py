"""The rows of a list as people keep it, CSV or Excel. Whatever can't be read is said (`Unreadable`), nothing else raised.

Bounded: 20 MB, so many rows, 1,000 characters a cell; an XLSX may not unpack into more than a real list of that size
would. Nothing in a file is ever computed: a formula counts as the value Excel kept beside it, or as its own characters.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from storage.vietnamese import clean, fold, show_number

MOST_BYTES = 20 * 1024 * 1024
MOST_CELL = 1_000
MOST_COLUMNS = 40
MOST_UNPACKED = 48 * 1024 * 1024  # of one part; 20,000 full rows take about 20 MB

YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
YEARS = range(1900, 2101)


class Unreadable(Exception):
    """The file cannot be read at all: which problem, in which row (0: the whole file), with what the sentence needs."""

    def __init__(self, problem: str, row: int = 0, **args: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.row = row
        self.args_ = args


def rows(data: bytes, most: int) -> list[Sequence[Any]]:
    """The rows of a file of either kind, known by its first bytes; its header and `most` rows. Raises Unreadable."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("old-excel")
    if len(data) > MOST_BYTES:
        raise Unreadable("too-large", most="20 MB")
    found = xlsx_rows(data, most) if data.startswith(b"PK\x03\x04") else csv_rows(data, most)
    if len(found) > most + 1:
        raise Unreadable("too-many-rows", most=show_number(most))
    return found


def csv_rows(data: bytes, most: int) -> list[Sequence[Any]]:
    """UTF-8 with or without BOM; comma, semicolon or tab, whichever the header has most of."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None
    if "\0" in text:  # UTF-16 without its mark
        raise Unreadable("encoding")
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[Sequence[Any]] = []
    try:
        found.extend(islice(reader, most + 2))
    except csv.Error:
        raise Unreadable("unreadable", row=len(found) + 1) from None
    return found


def xlsx_rows(data: bytes, most: int) -> list[Sequence[Any]]:
    """The first sheet of a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        # zipfile reads no more of a part than the size declared here, so these sizes can be believed.
        small = len(parts) <= 1_000 and all(part.file_size <= MOST_UNPACKED for part in parts)
        found = list(_cells(data, most)) if small else None
    except Exception:  # openpyxl raises whatever its XML and zip readers do: KeyError, ParseError, BadZipFile …
        raise Unreadable("unreadable") from None
    if found is None:
        raise Unreadable("too-large", most="20 MB")
    return found


def _cells(data: bytes, most: int) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415 (only an import from Excel needs it, and it is slow to load)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations that a list doesn't need
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its own size is often wrong
            yield from sheet.iter_rows(max_row=most + 2, max_col=MOST_COLUMNS, values_only=True)
        finally:
            book.close()


def line(cell: Any) -> str:
    """A cell as clean text on one line; a little more than the longest allowed is kept, so that a check can tell."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # Excel keeps 900000010 as 900000010.0
    return " ".join(clean(str(cell), limit=4 * MOST_CELL).split())


def plain(text: str) -> str:
    """Folded words only: how names of columns and codes are compared."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(text)).split())


def day(cell: Any) -> date | None:
    """A date of Excel, 2025-07-01 or 01/07/2025 (also with "." or "-"), nothing looser: a list is no place for guesses."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell if cell.year in YEARS else None
    text = line(cell)
    if found := YEAR_FIRST.fullmatch(text):
        year, month, number = int(found[1]), int(found[2]), int(found[3])
    elif found := DAY_FIRST.fullmatch(text):
        number, month, year = int(found[1]), int(found[3]), int(found[4])
    else:
        return None
    try:
        return date(year, month, number) if year in YEARS else None
    except ValueError:
        return None
