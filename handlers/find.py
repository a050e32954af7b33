"""/tim: looking for reports by a few words or by their code (R70): staff among what they may read, everybody among their own.

What is typed while a list stands is looked for next; a code leads to its report at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers import view
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Answered, Answers, Form, Heard, Item, Session, Step, Taken
from handlers.my_reports import page_of
from handlers.steps import Pick, Text
from storage import deadline_asking, inspection, search, units
from storage.search import Hit
from storage.vietnamese import shorten

LONGEST = 100  # characters of a question
TITLE, UNIT, ASKED = 28, 24, 60  # visible ones: of a title, of a unit's name, of the question said back
ANEW = "words:"


class Found(Pick):
    """One of what was found; any other words are the next question."""

    __slots__ = ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if heard.text and not heard.value:
            return Answered(f"{ANEW}{heard.text[:LONGEST]}", anew=True)
        return super().take(form, session, heard, found)


def by_words(answers: Answers) -> bool:
    """A code names one report: there is nothing to choose."""
    return not inspection.is_code(answers.get("words", ""))


def form(desk: Desk, session: Session) -> Form:
    asked = Step("words", Text(least=1, most=LONGEST, line=True))
    return Form("find", (asked, Step("which", Found(), by_words, query="found")))


def opened(desk: Desk, argument: str) -> Session:
    """What was typed beside the command is looked for at once."""
    return Session(form="find", answers={"words": argument})


def found(desk: Desk, session: Session) -> Offering:
    """The best first, ten on a page."""
    words = session.answers["words"]
    hits = {str(hit.id): hit for hit in search.find(desk.db, desk.person.id, words, desk.today)}
    page = page_of(session, [Item(value, "find-line") for value in hits])
    shown = [hits[each.value] for each in page if each.value in hits]
    lines = [_line(hit, unit) for hit, unit in zip(shown, _units(desk, shown), strict=True)]
    many = "yes" if len(hits) == search.MOST else "no"
    said = {"count": len(hits), "many": many, "words": shorten(words, ASKED)}
    return Offering([*lines, *page[len(lines) :]], said)


def _units(desk: Desk, hits: Sequence[Hit]) -> list[str]:
    """Their units' short names of today; of one that has ended, its name on the report's day."""
    living = deadline_asking.short_names(desk.db, {hit.unit_id for hit in hits}, desk.today)
    return [living.get(hit.unit_id) or units.name_of(desk.db, hit.unit_id, hit.on_day) for hit in hits]


def _line(hit: Hit, unit: str) -> Item:
    said = {"code": hit.code, "title": shorten(hit.title, TITLE), "unit": shorten(unit, UNIT)}
    return Item(str(hit.id), "find-line", args=said)


def finish(desk: Desk, session: Session) -> Finish:
    """To the report, as if its code had been typed: there it is looked at whether it is theirs to see."""
    which = session.answers.get("which", session.answers["words"])
    if which.startswith(ANEW):
        return Finish(next=Session(form="find", answers={"words": which.removeprefix(ANEW)}))
    return Finish(next=view.opened(desk, which))


FIND = Conversation("find", form, finish, queries={"found": found})
