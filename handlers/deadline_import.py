"""What an import of deadlines would do, or what is wrong with its file, in lines for the command line. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from handlers.deadline_words import short
from handlers.texts import Texts
from storage.deadline_sheet import Plan, Problem
from storage.vietnamese import show_day, show_number

MOST_PROBLEMS = 200  # shown at once


def problems_table(texts: Texts, language: str, problems: Sequence[Problem]) -> str:
    """Where, what is wrong, and what to do about it: two lines each."""
    say = partial(texts.say, language)
    lines = [say("deadline-import-problems", count=show_number(len(problems)))]
    for each in problems[:MOST_PROBLEMS]:
        args = {"problem": each.problem, **dict.fromkeys(("value", "name", "known", "other", "most"), ""), **each.args}
        place = _place(say, each)
        lines += ["", f"{place} {say('deadline-import-problem', **args)}", f"  → {say('deadline-import-do', **args)}"]
    if len(problems) > MOST_PROBLEMS:
        lines += ["", say("deadline-import-more", count=show_number(len(problems) - MOST_PROBLEMS))]
    return "\n".join(lines)


def _place(say: Callable[..., str], problem: Problem) -> str:
    where = "cell" if problem.column else "row" if problem.row else "file"
    return say("deadline-import-place", where=where, row=str(problem.row), column=problem.column)


def plan_table(texts: Texts, language: str, plan: Plan, *, applied: bool = False) -> str:
    """How many deadlines of each sort, and the first of them; after an import the same in the past tense."""
    say = partial(texts.say, language)
    counts = {name: show_number(getattr(plan, name)) for name in ("new", "changed", "unchanged")}
    moved = plan.new + plan.changed
    if not moved:
        return say("deadline-import-none", unchanged=counts["unchanged"])
    lines = [say("deadline-import-applied" if applied else "deadline-import-planned", **counts), ""]
    for each in plan.lines:
        args = {
            "day": show_day(each.due.due),
            "what": short(say, each.due),
            "year": str(each.due.year),
            "unit": each.unit,
        }
        lines.append(say("deadline-import-line", act=each.act, **args))
    if moved > len(plan.lines):
        lines.append(say("deadline-import-more", count=show_number(moved - len(plan.lines))))
    return "\n".join(lines if applied else [*lines, "", say("deadline-import-how")])
