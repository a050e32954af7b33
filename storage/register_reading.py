"""A list of units as people keep it, CSV or Excel, read into spans. Whatever can't be read is said by row, never raised.

Bounded to 20,000 rows and as `sheets.py` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from storage import sheets
from storage.register_shapes import BUTTON, Problem, Sheet, Span
from storage.sheets import MOST_CELL, MOST_COLUMNS, Unreadable, day, line, plain
from storage.vietnamese import read_phone, show_number

MOST_ROWS = 20_000

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


def read(data: bytes) -> Sheet:
    """A file of either kind, known by its first bytes."""
    try:
        return read_units(sheets.rows(data, MOST_ROWS))
    except Unreadable as error:
        return _refused(error.problem, row=error.row, **error.args_)


def read_units(rows: Iterable[Sequence[Any]]) -> Sheet:
    """Rows of cells, the header first, as spans. Empty rows count, but say nothing."""
    every = list(rows)
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
        written = line(cell)[:BUTTON]
        column = NAMED.get(plain(written))
        if column is None:
            if plain(written) and plain(written) not in PASSED_OVER:
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
        text = line(self.cells.get(column))
        most = LONGEST.get(column, MOST_CELL)
        if len(text) > most and say:
            self.wrong(column, "too-long", length=show_number(len(text)), most=show_number(most))
        return text[:most]

    def code(self, column: str) -> str:
        text = self.text(column)
        if text and not CODE.fullmatch(text):
            self.wrong(column, "bad-code", code=text[:BUTTON])
        return text[:BUTTON]

    def day(self, column: str) -> date | None:
        found = day(self.cells.get(column))
        text = line(self.cells.get(column))
        if found is None and text:
            self.wrong(column, "bad-day", day=text[:BUTTON])
        return found

    def phone(self) -> str:
        typed = self.text("contact_phone")
        phone = read_phone(typed)
        if typed and phone is None:
            self.wrong("contact_phone", "bad-phone")
        return phone or ""

    def listed(self, column: str) -> list[str]:
        return [part for part in (each.strip() for each in self.text(column, say=True).split("|")) if part]
