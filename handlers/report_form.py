"""The report as a table of questions: what each question is, and which kinds ask it.

Which kinds there are, what each asks, and the lists to choose from are data (`storage/starter/movement.toml`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from handlers.authors import Authors
from handlers.desk import Running
from handlers.forms import CANCEL, HUMAN, LATER, Answers, Form, Heard, Item, Misread, Session, Step, Taken
from handlers.forms import Kind as StepKind
from handlers.photo_steps import Photos, PhotosBefore
from handlers.steps import Choice, DayStep, Many, Money, Name, Quantity, Text, Unit
from handlers.summary import Summary
from storage.movement import Movement

BENEFIT = "benefit_"  # begins the name of each benefit's own step
TITLE = 1000  # characters; an official title may be very long (H1)

QUESTIONS: dict[str, StepKind] = {
    "subject": Text(least=2, most=300, line=True),
    "title": Text(least=4, most=TITLE, line=True),
    "document_no": Text(most=100, line=True),
    "document_date": DayStep(),
    "before": Text(),
    "solution": Text(least=4),
    "result": Text(),
    "place": Text(most=300, line=True),
    "first_use": DayStep(),
    "photos": Photos(),
}

RECOGNITION = (
    Item("none", "recognition-none"),
    Item("pending", "recognition-pending"),
    Item("recognised", "recognition-recognised"),
)


class Agreed(Choice):
    """Somebody else's name is filed only when they agree (R59, R63): a no explains and stays."""

    __slots__ = ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if heard.value == "no":
            raise Misread("agreement")
        return super().take(form, session, heard, found)


AGREED = Agreed((Item("yes", "agreed-yes"), Item("no", "agreed-no")))


def bilingual(thing: Any, attribute: str = "label") -> dict[str, str]:
    return {"vi": getattr(thing, attribute), "en": getattr(thing, f"{attribute}_en")}


@lru_cache(maxsize=8)
def form_of(running: Running) -> Form:
    """The whole table for a movement."""
    movement = running.movement
    kinds = Choice(tuple(Item(kind.code, words=bilingual(kind)) for kind in movement.kinds))
    steps = (
        Step("kind", kinds, query="kinds"),
        Step("unit", Unit(), query="suggested_unit"),
        *question_steps(movement),
        *extra_steps(movement),
        Step("send", Summary(), shown=False),
    )
    return Form("report", steps, kept=True, ways_out=(LATER, CANCEL, HUMAN))


def question_steps(movement: Movement) -> list[Step]:
    """What the kinds ask, each question for the kinds that ask it and required where they say so."""
    steps = []
    for name, kind in QUESTIONS.items():
        askers = {
            each.code: question.required
            for each in movement.kinds
            for question in each.questions
            if question.name == name
        }
        if not askers:
            continue
        steps.append(Step(name, kind, _asked_by(askers), _required_by(askers), counted=True))
        if name == "photos":
            steps.append(Step("photos_before", PhotosBefore(), _ask_before, required=False))
    return steps


def _asked_by(askers: dict[str, bool]) -> Callable[[Answers], bool]:
    return lambda answers: answers.get("kind") in askers


def _required_by(askers: dict[str, bool]) -> Callable[[Answers], bool]:
    return lambda answers: askers.get(answers.get("kind", ""), False)


def _ask_before(answers: Answers) -> bool:
    photos = answers.get("photos")
    return bool(photos and photos.get("ask_before"))


def _given(name: str, *values: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(name) in values


def _measured(code: str) -> Callable[[Answers], bool]:
    return lambda answers: code in (answers.get("benefits") or ())


def extra_steps(movement: Movement) -> list[Step]:
    """Offered after the short form: theme, authors, benefits, slogans, recognition."""
    themes = [Item(theme.code, words=bilingual(theme, "plain")) for theme in movement.themes]
    classes = tuple(Item(each.code, words=bilingual(each)) for each in movement.author_classes if each.individual)
    levels = tuple(Item(each.code, words=bilingual(each)) for each in movement.recognition_levels)
    whose = tuple(Item(each, f"authorship-{each}") for each in ("self", "other", "several", "collective"))
    measured = [
        Step(
            f"{BENEFIT}{kind.code}",
            Money() if kind.unit == "đồng" else Quantity(kind.unit),
            _measured(kind.code),
            text="report-benefit-money" if kind.unit == "đồng" else "report-benefit",
            query="benefit",
            words=bilingual(kind),
        )
        for kind in movement.benefit_kinds
    ]
    return [
        Step("theme", Choice((*themes, Item("unknown", "theme-unknown"))), extra=True, required=False),
        Step("authorship", Choice(whose), extra=True, required=False),
        Step("author_name", Name(), _given("authorship", "other")),
        Step("author_class", Choice(classes), _given("authorship", "other")),
        Step("authors", Authors(), _given("authorship", "several")),
        Step("author_agrees", AGREED, _given("authorship", "other", "several"), shown=False),
        Step("collective_name", Text(most=300, line=True), _given("authorship", "collective")),
        Step(
            "benefits",
            Many(tuple(Item(kind.code, words=bilingual(kind)) for kind in movement.benefit_kinds)),
            extra=True,
            required=False,
        ),
        *measured,
        Step("benefit_how", Text(most=2000), lambda answers: bool(answers.get("benefits")), required=False),
        Step(
            "slogans",
            Many(tuple(Item(each.code, words=bilingual(each)) for each in movement.slogans)),
            extra=True,
            required=False,
        ),
        Step("recognition", Choice(RECOGNITION), extra=True, required=False),
        Step("recognition_level", Choice(levels), _given("recognition", "recognised"), required=False),
        Step("recognition_document", Text(most=200, line=True), _given("recognition", "recognised"), required=False),
    ]
