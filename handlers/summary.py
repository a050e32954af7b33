"""The last step of a form that is looked over before it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from handlers.forms import Answered, Form, GoTo, Heard, Item, Misread, Session, Stay, Step, Taken
from handlers.steps import Say_


@dataclass(frozen=True, slots=True)
class Summary:
    """The last step: everything on one page, with what can be done. Its answer is the name of the final act.

    `acts` end the form (their value becomes the answer). "edit" and "more" turn the page to the answered steps and to the
    extra ones; choosing one goes there, and its answer comes straight back here.
    """

    acts: tuple[str, ...] = ("send",)
    pages: tuple[str, ...] = ("more", "edit")
    first_page: str = ""
    fixed: frozenset[str] = field(default_factory=frozenset)  # answers that cannot be changed any more

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        page = session.hold.get("page", self.first_page)
        steps = self._of(form, session, page)
        listed = [Item(f"edit:{step.name}", f"{form.text_of(step)}-label", step.words) for step in steps]
        if page:
            ends = [Item(act, f"summary-{act}") for act in self.acts] if page == self.first_page else []
            return [*listed, *ends]
        turns = [Item(f"page:{name}", f"summary-{name}") for name in self.pages if self._of(form, session, name)]
        return [*(Item(act, f"summary-{act}") for act in self.acts), *turns]

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        verb, _, name = heard.value.partition(":")
        if verb == "page":
            return Stay({"page": name})
        if verb == "edit" and form.step(name) is not None and name not in self.fixed:
            return GoTo(name)
        if heard.value in self.acts:
            return Answered(heard.value)
        raise Misread("choose")

    def _of(self, form: Form, session: Session, page: str) -> list[Step]:
        walk = form.walk(session.answers)
        open_steps = [step for step in walk.steps if step.shown and step.name not in self.fixed]
        if page == "edit":
            return [step for step in open_steps if step.name in walk.answers]
        if page == "amend":
            return [step for step in open_steps if step.extra or step.name in walk.answers]
        return [step for step in open_steps if step.extra and step.name not in walk.answers] if page == "more" else []

    def holds(self, value: Any) -> bool:
        return value in self.acts

    def shown(self, value: Any, say: Say_) -> str:
        return ""
