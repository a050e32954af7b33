"""/hanmuc, a new deadline: duty, award, level, whose units, by when and how often reminded; seen whole before it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers import own_units
from handlers.calendar_days import ComingDay
from handlers.deadline_words import ANY, DayCounts, preview, title
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import (
    CANCEL,
    Answered,
    Answers,
    Form,
    Heard,
    Item,
    Misread,
    Need,
    Refused,
    Say,
    Session,
    Step,
    Taken,
)
from handlers.report_form import bilingual
from handlers.steps import Choice, Open, Say_, Unit, has_all
from handlers.summary import Summary
from storage import deadlines
from storage.deadlines import Due, OutOfBounds, SameDeadline

ACT = "deadlines"
NOT_YET = 0  # the number of a deadline that is not kept


@dataclass(frozen=True, slots=True)
class UnitType(Open):
    """One of the types of unit that live there, or every one."""

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if found:
            return Answered(found)
        if heard.value and found is None:
            return Need("unit_type", heard.value)
        raise Misread("choose")

    def holds(self, value: Any) -> bool:
        return has_all(value, "code", "vi", "en")

    def shown(self, value: Any, say: Say_) -> str:
        return str(value[say("language-code")])


def year_items(answers: Answers) -> Sequence[Item]:
    """The years of emulation a deadline on that day may belong to."""
    day = str(answers.get("due", ""))[:4]
    years = [int(day) + off for off in (0, 1, -1)] if day.isdigit() else []
    return [Item(str(year), words={"vi": str(year), "en": str(year)}) for year in years]


def choice(text: str, name: str, codes: Sequence[str]) -> Choice:
    return Choice(tuple(Item(code, text, args={name: code}) for code in codes))


def form(desk: Desk, session: Session) -> Form:
    movements = {each.movement.code: each.movement for each in desk.catalogue.open}
    which = [Item(code, words=bilingual(each, "short")) for code, each in movements.items()]
    steps = (
        Step("movement", Choice(tuple(which)), when=lambda _: len(which) > 1),
        Step("duty", choice("deadline-duty", "duty", deadlines.DUTIES)),
        Step("award", choice("deadline-award", "award", (ANY, *deadlines.AWARDS))),
        Step("level", choice("deadline-level", "level", (ANY, *deadlines.LEVELS))),
        Step("unit", Unit(), query="own_units"),
        Step("unit_type", UnitType(), query="types"),
        Step("due", ComingDay()),
        Step("year", Choice(year_items)),
        Step("leads", DayCounts(deadlines.LEADS)),
        Step("save", Summary(("save",), ("edit",)), query="foreseen", shown=False, back=False),
    )
    return Form("new-deadline", steps, ways_out=(CANCEL,))


def still_theirs(desk: Desk, session: Session) -> None:
    """Raises Refused when the role has moved away from the unit since it was chosen."""
    if not own_units.within(desk, ACT, [session.answers["unit"]["id"]]):
        raise Refused("deadline-gone")


def types(desk: Desk, session: Session) -> Offering:
    still_theirs(desk, session)
    found = deadlines.types_below(desk.db, session.answers["unit"]["id"], desk.today)
    every = Item(ANY, "deadline-every-type")
    return Offering([every, *(Item(code, words={"vi": name, "en": name_en}) for code, name, name_en in found)])


def unit_type(desk: Desk, session: Session, code: str) -> dict[str, str]:
    if code == ANY:
        words = {each: desk.texts.say(each, "deadline-every-type") for each in ("vi", "en")}
        return {"code": "", **words}
    found = deadlines.types_below(desk.db, session.answers["unit"]["id"], desk.today)
    return next(({"code": each, "vi": name, "en": name_en} for each, name, name_en in found if each == code), {})


def told_of(desk: Desk, answers: Answers) -> Due:
    """The deadline the answers describe. Raises Refused."""
    newest = max(desk.catalogue.open, key=lambda each: each.id).movement.code
    new = Due(
        id=NOT_YET,
        movement=answers.get("movement", newest),
        year=int(answers["year"]),
        unit_id=answers["unit"]["id"],
        unit_type=answers["unit_type"]["code"],
        duty=answers["duty"],
        level="" if answers["level"] == ANY else answers["level"],
        award="" if answers["award"] == ANY else answers["award"],
        due=date.fromisoformat(answers["due"]),
        leads=tuple(answers["leads"]),
    )
    try:
        return deadlines.checked(new)
    except OutOfBounds:
        raise Refused("deadline-year", year=str(new.year)) from None


def foreseen(desk: Desk, session: Session) -> Offering:
    """What would go out."""
    still_theirs(desk, session)
    try:
        new = told_of(desk, session.answers)
    except Refused as refused:
        return Offering(args={"preview": desk.say("refused-deadline-year", **refused.args_)})
    return Offering(args={"preview": preview(desk, new)})


def finish(desk: Desk, session: Session) -> Finish:
    still_theirs(desk, session)
    new = told_of(desk, session.answers)
    try:
        number = deadlines.add(desk.db, new, who=desk.person.id, now=desk.now)
    except SameDeadline:
        raise Refused("deadline-same") from None
    return Finish(
        (Say("new-deadline-done", {"title": title(desk.say, new)}),),
        Session(form="deadlines", answers={"which": str(number)}),
    )


NEW_DEADLINE = Conversation(
    "new-deadline",
    form,
    finish,
    queries={"own_units": own_units.query(ACT), "types": types, "foreseen": foreseen},
    lookups={**own_units.lookups(ACT), "unit_type": unit_type},
    act=ACT,
)
