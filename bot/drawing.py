"""`./run forms`: the conversations drawn from their own tables, as tables or as Mermaid diagrams."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, cast

from handlers.desk import Catalogue, Desk, Running
from handlers.forms import Form, Session, draw
from handlers.menu import CONVERSATIONS
from handlers.texts import Texts
from storage import movement
from storage.nominations import MOVES as FILE_MOVES
from storage.people import Member
from storage.report_moves import MOVES, Move


def draw_all(*, diagram: bool) -> str:
    """Every conversation, and the moves a report and a nomination file can make."""
    return "\n\n".join(
        [*(drawn(form, diagram=diagram) for form in forms()), moves(diagram=diagram), file_moves(diagram=diagram)]
    )


def forms() -> list[Form]:
    """Every form as it runs with the packaged movement. No database is opened: forms are tables."""
    running = Running(1, movement.starter(), open=True)
    nobody = Member(0, "", "", None, "vi", joined=True, session={}, version=0)
    no_database = cast("Any", None)  # building a form reads the catalogue only
    desk = Desk(no_database, datetime.now(UTC), UTC, Texts(), Catalogue({1: running}), nobody, "terminal", "")
    return [conversation.form(desk, Session(form=name)) for name, conversation in CONVERSATIONS.items()]


def drawn(form: Form, *, diagram: bool) -> str:
    rows = draw(form)
    if diagram:
        steps = [f'    {name}["{name}<br/>{kind}"]' for name, kind, _ in rows]
        arrows = [
            f"    {first[0]} {'-.->' if 'conditional' in second[2] or 'extra' in second[2] else '-->'} {second[0]}"
            for first, second in pairwise(rows)
        ]
        return "\n".join([f"%% {form.name}", "flowchart TD", *steps, *arrows])
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    lines = [f"  {name:<{widths[0]}}  {kind:<{widths[1]}}  {remarks}".rstrip() for name, kind, remarks in rows]
    return "\n".join([form.name + (" (kept as a draft)" if form.kept else ""), *lines])


def moves(*, diagram: bool) -> str:
    """The state table: each act, from which states to which, who does it, and what else holds for it."""
    rows = [(before, each) for each in MOVES.values() for before in each.froms]
    if diagram:
        arrows = [f"    {before or '[*]'} --> {each.to or before}: {each.act} ({each.by})" for before, each in rows]
        return "\n".join(["%% report", "stateDiagram-v2", *arrows])
    lines = [
        f"  {before or '(none)':<10}  {each.act:<10}  {each.to or '(' + leads_back(each) + ')':<11}  {each.by:<10}"
        f"  {remarks(each)}".rstrip()
        for before, each in rows
    ]
    return "\n".join(["moves of a report", *lines])


def file_moves(*, diagram: bool) -> str:
    """The same for a nomination file."""
    rows = [(before, each) for each in FILE_MOVES.values() for before in each.froms]
    if diagram:
        arrows = [f"    {before or '[*]'} --> {each.to or before}: {each.act} ({each.by})" for before, each in rows]
        return "\n".join(["%% nomination file", "stateDiagram-v2", *arrows])
    lines = [
        f"  {before or '(none)':<10}  {each.act:<10}  {each.to or '(same)':<11}  {each.by:<10}  "
        + ", ".join(filter(None, [each.right, "a reason" * each.reason, "closed years too" * each.frozen]))
        for before, each in rows
    ]
    return "\n".join(["moves of a nomination file", *lines])


def leads_back(move: Move) -> str:
    """Where an act without a state of its own leads."""
    return "back" if move.act == "undo" else "same"


def remarks(move: Move) -> str:
    marks = {
        "a reason": move.reason,
        "waits anew": move.waits,
        "author told": move.told,
        "can be undone": move.undo,
        "not for its author": move.private,
    }
    return ", ".join(mark for mark, true in marks.items() if true)
