"""The questions a report was sent back for, as its author is asked them: the old answer above each, kept with one tap (R20)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.desk import Desk, Running
from handlers.forms import (
    CANCEL,
    HUMAN,
    LATER,
    PHOTOS,
    Answered,
    Answers,
    Form,
    Heard,
    Item,
    Say,
    Session,
    Stay,
    Step,
    Taken,
    always,
)
from handlers.forms import Kind as StepKind
from handlers.photo_steps import Photos
from handlers.report_form import BENEFIT, QUESTIONS, form_of
from handlers.steps import Pick, Say_
from handlers.summary import Summary
from handlers.texts import LANGUAGES
from storage.movement import find

KEEP = "keep"
GROUPS: Mapping[str, tuple[str, ...]] = {  # what is asked for by one name and answered by several steps
    "authorship": ("author_name", "author_class", "authors", "author_agrees", "collective_name"),
    "benefits": (BENEFIT, "benefit_how"),
    "recognition": ("recognition_level", "recognition_document"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A question with the answer it had: another one, or the same again."""

    kind: StepKind
    old: Any

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return [*self.kind.items(form, session), Item(KEEP, "complete-keep")]

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        return Answered(self.old) if heard.value == KEEP else self.kind.take(form, session, heard, found)

    def holds(self, value: Any) -> bool:
        return self.kind.holds(value)

    def shown(self, value: Any, say: Say_) -> str:
        return self.kind.shown(value, say)


@dataclass(frozen=True, slots=True)
class OwnPhotos(Photos):
    """The report's photos: more may be sent, and any of them taken off."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        numbers = range(1, len(session.album) + 1)
        drops = [Item(f"drop:{number}", "complete-photo-off", args={"number": number}) for number in numbers]
        return [*[Item("done", "photos-done")] * bool(session.album), *drops]

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        verb, _, number = heard.value.partition(":")
        if verb == "drop":
            left = [photo for place, photo in enumerate(session.album, 1) if str(place) != number]
            return Stay({}, (Say("photos-dropped", {"count": len(left)}),), tuple(left))
        return Photos.take(self, form, session, heard, found)


def picking() -> Step:
    """Which of several reports that came back."""
    return Step("which", Pick(), query="returned", shown=False)


def to_pick(desk: Desk, running: Running) -> Form:
    """Before a report is chosen: the questions stand here for whoever draws the form, and none of them is asked."""
    kind = running.movement.kinds[0].code
    steps = [replace(each, when=never) for each in asked_steps(desk, running, kind, list(QUESTIONS), {})]
    return Form("complete", (picking(), *steps, _last(replace_when=never)))


def never(_: Answers) -> bool:
    return False


def table(desk: Desk, running: Running, session: Session) -> Form:
    """Exactly the questions that were asked for; where only a sentence was sent, any of them may be changed."""
    answers = session.answers
    asked, old, kind = answers["asked"], answers.get("old", {}), answers.get("kind", "")
    if asked:
        steps = asked_steps(desk, running, kind, asked, old)
        last = _last()
    else:
        every = [each.name for each in find(running.movement.kinds, kind).questions]
        steps = [replace(each, extra=True) for each in asked_steps(desk, running, kind, every, {})]
        last = Step("send", Summary(("send",), (), "amend"), shown=False, query="asked")
    return Form("complete", (*steps, last), kept=True, ways_out=(LATER, CANCEL, HUMAN))


def _last(replace_when: Callable[[Answers], bool] = always) -> Step:
    return Step("send", Summary(("send",), ("edit",)), replace_when, shown=False, query="asked")


def asked_steps(desk: Desk, running: Running, kind: str, asked: Sequence[str], old: Mapping[str, Any]) -> list[Step]:
    """Steps of the report's own form, each with its old answer; those that were asked for must be answered."""
    found = []
    own = form_of(running)
    for step in own.steps:
        if step.name in asked:
            found.append(_asked(desk, own, step, old, when=always))
        elif any(_belongs(step.name, GROUPS[group]) for group in asked if group in GROUPS):
            found.append(_asked(desk, own, step, old, when=step.when))
    return found


def _belongs(name: str, parts: tuple[str, ...]) -> bool:
    return name in parts or (BENEFIT in parts and name.startswith(BENEFIT))


def _asked(desk: Desk, own: Form, step: Step, old: Mapping[str, Any], when: Callable[[Answers], bool]) -> Step:
    kind: StepKind = step.kind
    if step.name == PHOTOS:
        kind = OwnPhotos()
    elif old.get(step.name) is not None and step.kind.holds(old[step.name]):
        kind = Kept(step.kind, old[step.name])
    must = when is always
    named = step.words or {each: desk.texts.say(each, f"{own.text_of(step)}-label") for each in LANGUAGES if step.shown}
    return replace(
        step,
        kind=kind,
        when=when,
        required=True if must else step.required,
        extra=False,
        counted=True,
        text="complete-question",
        query="question",
        words=named,
    )
