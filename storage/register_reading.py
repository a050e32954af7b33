"""A list of units as people keep it, CSV or Excel, read into spans. Whatever can't be read is said by row, never raised.

Bounded: 20 MB, 20,000 rows, 1,000 characters a cell; an XLSX may not unpack into more than a real list of that size
would. Nothing in a file is ever computed: a formula counts as the value Excel kept beside it, or as its own characters.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from storage.register_shapes import BUTTON, Problem, Sheet, Span
from storage.vietnamese import clean, fold, read_phone, show_number

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 20_000
MOST_CELL = 1_000
MOST_COLUMNS = 40
MOST_UNPACKED = 48 * 1024 * 1024  # of one part; 20,000 full rows take about 20 MB

# Each column under the folded names it may have, its own name first.
COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "ma", "ma don vi"),
    "name": ("name", "ten", "ten don vi", "ten day du"),
    "short": ("short", "ten ngan", "ten gon", "ten goi tat", "ten viet tat"),
    "type": ("type", "loai", "loai don vi", "ma loai"),
    "parent": ("parent", "cap tren", "ma cap tren", "don vi cap tren", "truc thuoc"),
    "from": ("from", "tu", "tu ngay", "ngay bat dau"),
    "to": ("to", "den", "den ngay", "ngay ket thuc"),
    "former_names": ("former names", "ten cu", "ten truoc day"),
    "area": ("area", "areas", "dia ban", "ma dia ban"),
    "contact_name": ("contact name", "can bo", "ten can bo", "nguoi lien he"),
    "contact_phone": ("contact phone", "dien thoai", "so dien thoai", "sdt", "dien thoai can bo"),
    "decision": ("decision", "quyet dinh", "so quyet dinh"),
}
NEEDED = ("code", "name", "type", "parent", "from", "to")
PASSED_OVER = ("stt", "tt", "no", "ghi chu", "note")  # columns of a list that say nothing about the unit
LONGEST = {"name": 255, "short": BUTTON, "contact_name": 80, "decision": 100, "former_names": MOST_CELL}
FILLED = ("code", "name", "type")

CODE = re.compile(r"[a-z0-9-]{1,40}")
NAMED = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
YEARS = range(1900, 2101)


def read(data: bytes) -> Sheet:
    """A file of either kind, known by its first bytes."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _refused("old-excel")
    return read_xlsx(data) if data.startswith(b"PK\x03\x04") else read_csv(data)


def read_csv(data: bytes) -> Sheet:
    """UTF-8 with or without BOM; comma, semicolon or tab, whichever the header has most of."""
    if len(data) > MOST_BYTES:
        return _refused("too-large", most="20 MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _refused("encoding")
    if "\0" in text:  # UTF-16 without its mark
        return _refused("encoding")
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[Sequence[Any]] = []
    try:
        rows.extend(islice(reader, MOST_ROWS + 2))
    except csv.Error:
        return _refused("unreadable", row=len(rows) + 1)
    return read_units(rows)


def read_xlsx(data: bytes) -> Sheet:
    """The first sheet of a workbook."""
    if len(data) > MOST_BYTES:
        return _refused("too-large", most="20 MB")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        # zipfile reads no more of a part than the size declared here, so these sizes can be believed.
        if len(parts) > 1_000 or any(part.file_size > MOST_UNPACKED for part in parts):
            return _refused("too-large", most="20 MB")
        return read_units(list(_cells(data)))
    except Exception:  # openpyxl raises whatever its XML and zip readers do: KeyError, ParseError, BadZipFile …
        return _refused("unreadable", row=0)


def _cells(data: bytes) -> Iterator[Sequence[Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415 (only an import from Excel needs it, and it is slow to load)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and validations that a list doesn't need
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its own size is often wrong
            yield from sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True)
        finally:
            book.close()


def read_units(rows: Iterable[Sequence[Any]]) -> Sheet:
    """Rows of cells, the header first, as spans. Empty rows count, but say nothing."""
    every = list(islice(rows, MOST_ROWS + 2))
    if len(every) > MOST_ROWS + 1:
        return _refused("too-many-rows", most=show_number(MOST_ROWS))
    places, problems = _header(every[0] if every else ())
    if problems:
        return Sheet(problems=tuple(problems))
    spans: list[Span] = []
    doubtful: set[str] = set()
    for number, cells in enumerate(every[1:], 2):
        if any(cell is not None and cell != "" for cell in cells):
            span, wrong = _Row(number, cells, places).span()
            spans.append(span)
            problems += wrong
            if any(problem.problem in ("bad-day", "days-turned") for problem in wrong):
                doubtful.add(span.code)
    if not spans:
        return _refused("no-rows")
    return Sheet(tuple(spans), frozenset(places), tuple(problems), frozenset(doubtful))


def _refused(problem: str, *, row: int = 0, **args: str) -> Sheet:
    return Sheet(problems=(Problem(row, "", problem, args),))


def _header(cells: Sequence[Any]) -> tuple[dict[str, int], list[Problem]]:
    """Where each column stands. Order, accents and case are free; a column nobody knows is said, for its data would be lost."""
    places: dict[str, int] = {}
    problems = []
    for place, cell in enumerate(cells[:MOST_COLUMNS]):
        written = _line(cell)[:BUTTON]
        plain = " ".join(re.sub(r"[^a-z0-9]+", " ", fold(written)).split())
        column = NAMED.get(plain)
        if column is None:
            if plain and plain not in PASSED_OVER:
                problems.append(Problem(1, written, "unknown-column", {"name": written}))
        elif column in places:
            problems.append(Problem(1, column, "column-twice", {"name": written}))
        else:
            places[column] = place
    problems += [Problem(1, name, "no-column", {"name": name}) for name in NEEDED if name not in places]
    return places, problems


class _Row:
    """One row being read: its cells by column, and what was wrong with them."""

    def __init__(self, number: int, cells: Sequence[Any], places: dict[str, int]) -> None:
        self.number = number
        self.cells = {column: cells[place] for column, place in places.items() if place < len(cells)}
        self.problems: list[Problem] = []

    def span(self) -> tuple[Span, list[Problem]]:
        for column in FILLED:
            if not self.text(column):
                self.wrong(column, "missing")
        since, until = self.day("from"), self.day("to")
        if since and until and until < since:
            self.wrong("to", "days-turned", since=since, until=until)
        name, phone = self.text("contact_name", say=True), self.phone()
        if bool(name) != bool(self.text("contact_phone")):
            self.wrong("contact_phone" if name else "contact_name", "half-contact")
        span = Span(
            row=self.number,
            code=self.code("code"),
            name=self.text("name", say=True),
            short=self.text("short", say=True),
            type=self.text("type"),
            parent=self.code("parent"),
            since=since,
            until=until,
            former=tuple(dict.fromkeys(self.listed("former_names"))),
            areas=tuple(dict.fromkeys(self.listed("area"))),
            contact_name=name,
            contact_phone=phone,
            decision=self.text("decision", say=True),
        )
        return span, self.problems

    def wrong(self, column: str, problem: str, **args: Any) -> None:
        self.problems.append(Problem(self.number, column, problem, args))

    def text(self, column: str, *, say: bool = False) -> str:
        """A cell as one line; with `say`, whether it is too long is said (once, so by one caller)."""
        line = _line(self.cells.get(column))
        most = LONGEST.get(column, MOST_CELL)
        if len(line) > most:
            if say:
                self.wrong(column, "too-long", length=show_number(len(line)), most=show_number(most))
            return line[:most]
        return line

    def code(self, column: str) -> str:
        text = self.text(column)
        if text and not CODE.fullmatch(text):
            self.wrong(column, "bad-code", code=text[:BUTTON])
        return text[:BUTTON]

    def day(self, column: str) -> date | None:
        cell = self.cells.get(column)
        if isinstance(cell, datetime):
            cell = cell.date()
        if isinstance(cell, date):
            day: date | None = cell if cell.year in YEARS else None
        else:
            day = _day(_line(cell))
        if day is None and _line(cell):
            self.wrong(column, "bad-day", day=_line(cell)[:BUTTON])
        return day

    def phone(self) -> str:
        typed = self.text("contact_phone")
        phone = read_phone(typed)
        if typed and phone is None:
            self.wrong("contact_phone", "bad-phone")
        return phone or ""

    def listed(self, column: str) -> list[str]:
        return [part for part in (each.strip() for each in self.text(column, say=True).split("|")) if part]


def _line(cell: Any) -> str:
    """A cell as clean text on one line; a little more than the longest allowed is kept, so that the check can tell."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # Excel keeps 900000010 as 900000010.0
    return " ".join(clean(str(cell), limit=4 * MOST_CELL).split())


def _day(text: str) -> date | None:
    """2025-07-01 or 01/07/2025 (also with "." or "-"), nothing looser: a register is no place for guesses."""
    if found := YEAR_FIRST.fullmatch(text):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    else:
        return None
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None
