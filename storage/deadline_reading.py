"""A list of deadlines as people keep it, read by row (R25; docs/deadlines.md). What can't be read is said, never raised."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage import deadlines, sheets
from storage.register_shapes import Problem
from storage.sheets import Unreadable, day, line, plain

MOST_ROWS = 500
SHOWN = 40  # characters of a cell that a problem repeats
NONE = "-"

# Each column under the folded names it may have, its own name first.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "movement": ("movement", "phong trao", "ma phong trao"),
    "year": ("year", "nam", "nam thi dua"),
    "unit": ("unit", "don vi", "ma don vi"),
    "unit_type": ("unit type", "loai don vi", "ma loai", "loai"),
    "duty": ("duty", "viec", "noi dung"),
    "level": ("level", "cap", "noi gui"),
    "award": ("award", "hinh thuc", "hinh thuc khen"),
    "due": ("due", "han", "han nop", "ngay han"),
    "leads": ("leads", "nhac truoc"),
    "grace": ("grace", "cham chuoc"),
    "overdue": ("overdue", "nhac khi tre", "nhac sau"),
    "above_after": ("above after", "bao cap tren"),
}
NAMED = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
NEEDED = ("year", "unit", "duty", "due")
PASSED_OVER = ("stt", "tt", "no", "ghi chu", "note")

# What stands for a code, folded, beside the code itself.
CODES: Mapping[str, Mapping[str, str]] = {
    "duty": {
        "dang ky": "register",
        "dang ky thi dua": "register",
        "de nghi": "nominate",
        "de nghi khen thuong": "nominate",
    },
    "level": {
        "cap tren": "base-above",
        "cap tren truc tiep": "base-above",
        "tinh": "province",
        "ldld tinh": "province",
        "ubnd tinh": "peoples-committee",
        "tld": "confederation",
        "tong ldld": "confederation",
        "nha nuoc": "government",
    },
    "award": {"toan dien": "overall", "chuyen de": "thematic", "dot xuat": "ad-hoc"},
}
KNOWN = {"duty": deadlines.DUTIES, "level": deadlines.LEVELS, "award": deadlines.AWARDS}

PROBLEMS = (  # everything that can be wrong; each has its sentences in handlers/texts/*/deadline-import.ftl
    "encoding",
    "old-excel",
    "too-large",
    "unreadable",
    "too-many-rows",
    "no-rows",
    "no-column",
    "unknown-column",
    "column-twice",
    "missing",
    "bad-day",
    "bad-number",
    "bad-days",
    "unknown-code",
    "unknown-unit",
    "unknown-type",
    "unknown-movement",
    "out-of-bounds",
    "duplicate",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as read: what its cells say, by column; columns left empty are not there."""

    number: int  # as a spreadsheet counts
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as read."""

    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(data: bytes) -> Listed:
    """A file's rows, and what was wrong with its cells."""
    try:
        every = sheets.rows(data, MOST_ROWS)
    except Unreadable as error:
        return Listed(problems=(Problem(error.row, "", error.problem, error.args_),))
    places, problems = _header(every[0] if every else ())
    if problems:
        return Listed(problems=tuple(problems))
    found = []
    for number, cells in enumerate(every[1:], 2):
        if any(line(cell) for cell in cells):
            said, wrong = _said(number, {name: cells[at] for name, at in places.items() if at < len(cells)})
            found.append(Row(number, said))
            problems += wrong
    if not found:
        return Listed(problems=(Problem(0, "", "no-rows"),))
    return Listed(tuple(found), tuple(problems))


def _header(cells: Sequence[Any]) -> tuple[dict[str, int], list[Problem]]:
    """Where each column stands. Order, accents and case are free; a column nobody knows is said."""
    places: dict[str, int] = {}
    problems = []
    for at, cell in enumerate(cells[: sheets.MOST_COLUMNS]):
        written = line(cell)[:SHOWN]
        column = NAMED.get(plain(written))
        if column is None:
            if plain(written) and plain(written) not in PASSED_OVER:
                problems.append(Problem(1, written, "unknown-column", {"name": written}))
        elif column in places:
            problems.append(Problem(1, column, "column-twice", {"name": written}))
        else:
            places[column] = at
    problems += [Problem(1, name, "no-column", {"name": name}) for name in NEEDED if name not in places]
    return places, problems


def _said(number: int, cells: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    said: dict[str, Any] = {}
    problems = []
    for column in COLUMNS:
        text = line(cells.get(column))
        if not text:
            if column in NEEDED:
                problems.append(Problem(number, column, "missing"))
            continue
        value, problem, args = _value(column, text, cells[column])
        if problem:
            problems.append(Problem(number, column, problem, {"value": text[:SHOWN], **args}))
        else:
            said[column] = value
    return said, problems


def _value(column: str, text: str, cell: Any) -> tuple[Any, str, Mapping[str, str]]:
    """(value, problem or "", what the sentence needs)."""
    match column:
        case "due":
            read_ = day(cell)
            return read_, "" if read_ else "bad-day", {}
        case "year" | "grace":
            number = _number(text)
            return number, "" if number is not None else "bad-number", {}
        case "above_after":
            number = None if text == NONE else _number(text)
            return number, "" if text == NONE or number is not None else "bad-number", {}
        case "leads" | "overdue":
            steps = () if text == NONE else tuple(_number(each) for each in re.split(r"[,;|\s]+", text) if each)
            return steps, "bad-days" if None in steps else "", {}
        case "duty" | "level" | "award":
            code = "" if text == NONE else CODES[column].get(plain(text), text.lower())
            good = code in KNOWN[column] or (code == "" and column != "duty")
            return code, "" if good else "unknown-code", {"known": ", ".join(KNOWN[column])}
        case _:
            return text, "", {}


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,4}", text) else None
