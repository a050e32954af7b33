"""A list as an Excel sheet in official layout, written row by row so that memory does not grow with it (R27, R43).

What people wrote is only ever text: never a formula, an address or a number. Emoji and controls stay out of official papers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

from storage.vietnamese import clean, shorten, strip_emoji

FONT = "Times New Roman"
LONGEST = 32_767  # characters Excel takes in a cell
CELL = 2_000  # of a cell of ours: more is not read in a list
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
A4 = 9
LINE, TALLEST = 14.5, 409  # points of a line of a cell, and of the tallest row Excel knows
WIDER = 1.15  # words leave room at the end of a line
TALL, WIDE = 20, 46  # points of a heading's row, of a row of labels

Cell = str | int | float | date | bool | None
Kind = Literal["text", "code", "number", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how its cells are kept and how wide it is, in characters."""

    label: str
    kind: Kind = "text"
    width: int = 16


@dataclass(frozen=True, slots=True)
class Head:
    """What an official list has around it: who gives it out, its title, and who signs below it; all words are ready."""

    above: str
    issuer: str
    motto: tuple[str, str]
    place_day: str
    title: str
    about: str  # a line below the title: year, unit, filters
    draft: str
    sign: tuple[str, str, str]  # for whom, office, name
    footer: str  # "Trang {page}/{pages}", as Excel says it
    sheet: str  # the tab's name


def write(path: Path, head: Head, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    """Write the sheet to a file; gives how many rows it has. `rows` is read once, one row at a time."""
    options = {"constant_memory": True, "tmpdir": str(path.parent), **SAFE}
    with xlsxwriter.Workbook(str(path), options) as book:
        page = _Page(book, head, columns)
        page.headings()
        count = page.body(rows)
        page.signature()
    return count


def tidy(text: str) -> str:
    """A person's words as a list shows them: one clean text that Excel can hold, without emoji (H4)."""
    return strip_emoji(clean(text, limit=CELL))[:LONGEST]


class _Page:
    """One sheet being written, from the top down: constant memory can't go back."""

    def __init__(self, book: Any, head: Head, columns: Sequence[Column]) -> None:
        self._head, self._columns = head, columns
        self._sheet = book.add_worksheet(shorten(head.sheet, 31))
        self._row = 0
        self._last = len(columns) - 1
        base = {"font_name": FONT, "font_size": 12, "valign": "vcenter"}
        boxed = {**base, "border": 1, "text_wrap": True, "valign": "top", "font_size": 11}
        looks = {
            "centre": {**base, "align": "center", "text_wrap": True},
            "bold": {**base, "align": "center", "bold": True, "text_wrap": True},
            "ruled": {**base, "align": "center", "bold": True, "underline": 1, "text_wrap": True},
            "italic": {**base, "align": "center", "italic": True},
            "title": {**base, "align": "center", "bold": True, "font_size": 14, "text_wrap": True},
            "label": {**boxed, "bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7EDF4"},
            "text": boxed,
            "code": {**boxed, "num_format": "@"},
            "number": {**boxed, "num_format": "#,##0.###", "align": "right"},
            "whole": {**boxed, "num_format": "#,##0", "align": "right"},
            "day": {**boxed, "num_format": "dd/mm/yyyy", "align": "center"},
        }
        self._look = {name: book.add_format(values) for name, values in looks.items()}
        self._set_up()

    def _set_up(self) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.79, right=0.59, top=0.79, bottom=0.79)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f'&C&"{FONT},Regular"&11{self._head.footer}')
        for place, column in enumerate(self._columns):
            sheet.set_column(place, place, column.width)

    def headings(self) -> None:
        """Issuer and motto side by side, the title, the draft's mark; then the labels, repeated on every page."""
        head, half = self._head, (self._last + 1) // 2
        self._pair(head.above, "centre", head.motto[0], "bold", half)
        self._pair(head.issuer, "ruled", head.motto[1], "ruled", half)
        self._pair("", "centre", head.place_day, "italic", half)
        self._across(head.title, "title", TALL + 8)
        self._across(head.about, "italic", TALL)
        self._across(head.draft, "italic", TALL + 4)
        self._sheet.set_row(self._row, WIDE)
        for place, column in enumerate(self._columns):
            self._sheet.write_string(self._row, place, column.label, self._look["label"])
        self._labels = self._row
        self._sheet.repeat_rows(self._row)
        self._sheet.freeze_panes(self._row + 1, 0)
        self._row += 1

    def body(self, rows: Iterable[Sequence[Cell]]) -> int:
        for said in rows:
            row = [tidy(value) if isinstance(value, str) else value for value in said]
            self._sheet.set_row(self._row, self._height(row))
            for place, (column, value) in enumerate(zip(self._columns, row, strict=True)):
                self._cell(place, column.kind, value)
            self._row += 1
        last = max(self._row - 1, self._labels)
        self._sheet.autofilter(self._labels, 0, last, self._last)
        return self._row - self._labels - 1

    def _height(self, row: Sequence[Cell]) -> float:
        """Room for the longest cell: a row that was written cannot be fitted afterwards, and not every program does it."""
        most = 1
        for column, value in zip(self._columns, row, strict=True):
            if isinstance(value, str) and value:
                lines = value.split("\n")
                most = max(most, sum(ceil(len(line) * WIDER / column.width) or 1 for line in lines))
        return min(most * LINE + 3, TALLEST)

    def signature(self) -> None:
        """On the right, with room for the hand."""
        for_whom, office, name = self._head.sign
        half = (self._last + 1) // 2
        self._row += 1
        for words, look in ((for_whom, "bold"), (office, "bold"), ("", "centre"), ("", "centre"), (name, "bold")):
            self._pair("", "centre", words, look, half)

    def _cell(self, place: int, kind: Kind, value: Cell) -> None:
        sheet, row = self._sheet, self._row
        if value is None or value == "":
            sheet.write_blank(row, place, None, self._look["text"])
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, self._look["day"])
        elif isinstance(value, int | float) and kind == "number":
            sheet.write_number(row, place, value, self._look["whole" if float(value).is_integer() else "number"])
        else:
            sheet.write_string(row, place, str(value), self._look["code" if kind == "code" else "text"])

    def _pair(self, left: str, left_look: str, right: str, right_look: str, half: int) -> None:
        self._sheet.set_row(self._row, TALL)
        self._merge(0, half - 1, left, left_look)
        self._merge(half, self._last, right, right_look)
        self._row += 1

    def _across(self, words: str, look: str, height: int) -> None:
        self._sheet.set_row(self._row, height)
        self._merge(0, self._last, words, look)
        self._row += 1

    def _merge(self, first: int, last: int, words: str, look: str) -> None:
        """Excel wants two cells at least for a merge."""
        if last > first:
            self._sheet.merge_range(self._row, first, self._row, last, tidy(words), self._look[look])
        else:
            self._sheet.write_string(self._row, first, tidy(words), self._look[look])
