"""Whom a registration or a hold is about: a unit as a whole, a person, a collective known by name; asked the same way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.desk import Desk
from handlers.forms import Answers, Item, Step
from handlers.steps import Choice, Text
from storage import subjects

LONGEST = 200  # characters of a name: a collective's may be long
KINDS = tuple(Item(kind, f"subject-{kind}") for kind in ("unit", "person", "collective"))


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as answered: the member it is, when it is one of the unit's."""

    unit_id: int
    name: str
    kind: str  # unit, person, collective
    person_ref: int | None

    @property
    def subject_unit_id(self) -> int | None:
        return self.unit_id if self.kind == "unit" else None

    @property
    def key(self) -> str:
        return subjects.key_of(
            self.unit_id, self.name, person_ref=self.person_ref, subject_unit_id=self.subject_unit_id
        )


def steps(when: Callable[[Answers], bool]) -> tuple[Step, Step]:
    """After the step "unit": what kind of subject, and its name."""

    def named(answers: Answers) -> bool:
        return when(answers) and answers.get("subject") != "unit"

    return (
        Step("subject", Choice(KINDS), when=when, text="subject"),
        Step("name", Text(least=2, most=LONGEST, line=True), when=named, text="subject-name"),
    )


def answered(desk: Desk, answers: Answers) -> Subject:
    unit: dict[str, Any] = answers["unit"]
    kind = answers["subject"]
    name = unit["name"] if kind == "unit" else answers["name"]
    member = subjects.member_of(desk.db, unit["id"], name) if kind == "person" else None
    return Subject(unit["id"], name, kind, member)
