"""What an import of units would do, or what is wrong with its file, as a plain text table for the command line.

Pure: from a plan or problems to text. No contact's name or number is ever in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import zip_longest
from textwrap import wrap
from typing import Any

from handlers.texts import Texts
from storage.register import Plan, Problem
from storage.vietnamese import show_day, show_number

MOST_PROBLEMS = 200  # shown at once
WIDEST = 44  # characters of a cell before it goes on in the next line
BETWEEN = "  "

Say = Callable[..., str]


def problems_table(texts: Texts, language: str, problems: Sequence[Problem]) -> str:
    """Row, column, what is wrong, what to do about it."""
    say: Say = partial(texts.say, language)
    heads = [say(f"import-head-{column}") for column in ("row", "column", "problem", "do")]
    rows = [_row(say, problem) for problem in problems[:MOST_PROBLEMS]]
    parts = [say("import-problems", count=show_number(len(problems))), "", *_table(heads, rows)]
    if len(problems) > MOST_PROBLEMS:
        parts.append(say("import-more", count=show_number(len(problems) - MOST_PROBLEMS)))
    return "\n".join(parts)


def plan_table(texts: Texts, language: str, plan: Plan, *, applied: bool = False) -> str:
    """How many units of each sort, and the first of them; after an import the same in the past tense."""
    say: Say = partial(texts.say, language)
    counts = {name: show_number(getattr(plan, name)) for name in ("new", "changed", "ended", "unchanged")}
    moved = plan.new + plan.changed + plan.ended
    if not moved:
        return say("import-planned-none", unchanged=counts["unchanged"])
    heads = [say(f"import-head-{column}") for column in ("act", "code", "name", "what")]
    rows = [[say(f"import-act-{line.act}"), line.code, line.name, ", ".join(line.columns)] for line in plan.lines]
    parts = [say("import-applied" if applied else "import-planned", **counts), "", *_table(heads, rows)]
    if moved > len(plan.lines):
        parts.append(say("import-more", count=show_number(moved - len(plan.lines))))
    if not applied:
        parts += ["", say("import-how-to-apply")]
    return "\n".join(parts)


def _row(say: Say, problem: Problem) -> list[str]:
    args = {name: _shown(say, name, value) for name, value in problem.args.items()}
    name = f"import-{problem.problem}"
    row = str(problem.row) if problem.row else say("import-whole-file")
    return [row, problem.column, say(name, **args), say(f"{name}-do", **args)]


def _shown(say: Say, name: str, value: Any) -> str:
    """A day as people write it; an open end in words."""
    if isinstance(value, date):
        return show_day(value)
    if value is None:
        return say("import-open-start" if name == "since" else "import-open-end")
    return str(value)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns side by side; a long cell goes on below itself."""
    cells = [[wrap(cell, WIDEST) or [""] for cell in row] for row in [heads, *rows]]
    widths = [max(len(line) for row in cells for line in row[place]) for place in range(len(heads))]
    lines = [_side_by_side(parts, widths) for row in cells for parts in zip_longest(*row, fillvalue="")]
    rule = max(len(cell) for cell in cells[0])  # the heads take that many lines
    return [*lines[:rule], BETWEEN.join("-" * width for width in widths), *lines[rule:]]


def _side_by_side(parts: Sequence[str], widths: Sequence[int]) -> str:
    return BETWEEN.join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()
