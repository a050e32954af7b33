"""/dangky: subjects registered at the start of the year, with the title they aim at (R29); listed, withdrawn.

The deadline's own date stands over the list, so that nobody has to look it up.
"""

from __future__ import annotations

from typing import Any

from handlers import file_words, own_units, subject_steps
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import NAME, number_of
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.my_reports import page_of
from handlers.report_form import bilingual
from handlers.steps import Choice, Pick, Unit
from handlers.subject_steps import Subject
from storage import registrations, units
from storage.awards import honours
from storage.registrations import ACT, Entry, Listed
from storage.vietnamese import shorten, show_day

NEW = "new"
YES_NO = (Item("yes", "register-yes"), Item("no", "register-no"))


def adding(answers: Answers) -> bool:
    return answers.get("which") == NEW


def form(desk: Desk, session: Session) -> Form:
    movements = {each.movement.code: each.movement for each in desk.catalogue.open}
    movement = [Item(code, words=bilingual(each, "short")) for code, each in movements.items()]
    year = [Item(str(each), "unit-name", args={"name": str(each)}) for each in (desk.today.year, desk.today.year + 1)]
    newest = desk.catalogue.newest()
    classes = [Item(each.code, words=bilingual(each)) for each in newest.author_classes if each.individual]

    def is_person(answers: Answers) -> bool:
        return adding(answers) and answers.get("subject") == "person"

    steps = (
        Step("movement", Choice(tuple(movement)), when=lambda _: len(movement) > 1),
        Step("year", Choice(tuple(year))),
        Step("which", Pick(), query="listed"),
        Step("unit", Unit(), when=adding, query="own_units"),
        *subject_steps.steps(adding),
        Step("class", Choice(tuple(classes)), when=is_person),
        Step("award", Pick(), when=adding, query="awards"),
        Step("sure", Choice(YES_NO), query="meaning"),
    )
    return Form("register", steps, ways_out=(CANCEL,))


def movement_of(desk: Desk, answers: Answers) -> str:
    newest = max(desk.catalogue.open, key=lambda each: each.id).movement.code
    return str(answers.get("movement", newest))


def listed(desk: Desk, session: Session) -> Offering:
    """What is registered in the units of one's own, and by when it must be."""
    year, movement = number_of(session.answers["year"]), movement_of(desk, session.answers)
    rows = registrations.within(desk.db, desk.person.id, desk.today, year=year, movement=movement)
    items = [
        Item(
            str(each.id),
            "register-line",
            args={"name": shorten(each.name, 26), "award": shorten(file_words.award_name(desk, each.award), 30)},
        )
        for each in rows
    ]
    said = {"count": len(rows), "year": str(year), "due": due_of(desk, movement, year)}
    return Offering([Item(NEW, "register-new"), *page_of(session, items)], said)


def due_of(desk: Desk, movement: str, year: int) -> str:
    """The deadline of the person's own unit, or of the first unit they register for."""
    places = [*([desk.person.unit_id] if desk.person.unit_id else []), *own_units.roots(desk, ACT)]
    for place in places:
        due = registrations.due(desk.db, place, desk.today, movement=movement, year=year)
        if due is not None:
            return show_day(due.due)
    return "none"


def awards(desk: Desk, session: Session) -> Offering:
    """What such a subject may aim at."""
    individual = session.answers["subject"] == "person"
    fitting = [each for each in honours().awards if (each.individual if individual else each.collective)]
    return Offering([Item(each.code, words=bilingual(each)) for each in fitting])


def registered(desk: Desk, session: Session) -> Listed:
    """The registration on the screen, if it is theirs. Raises Refused."""
    found = registrations.one(desk.db, number_of(session.answers.get("which")), desk.person.id, desk.today)
    if found is None:
        raise Refused("registration-gone")
    return found


def meaning(desk: Desk, session: Session) -> Offering:
    """What a yes means, said before it."""
    answers = session.answers
    if not adding(answers):
        found = registered(desk, session)
        unit = units.name_of(desk.db, found.unit_id, desk.today)
        said = {"name": found.name, "award": found.award, "act": "withdraw", "year": str(found.year), "member": "no"}
    else:
        subject = subject_of(desk, answers)
        unit = answers["unit"]["name"]
        member = "yes" if subject.person_ref is not None else "no"
        year = str(answers["year"])
        said = {"name": subject.name, "award": answers["award"], "act": "add", "year": year, "member": member}
    said |= {"name": shorten(said["name"], 2 * NAME), "award": file_words.award_name(desk, said["award"])}
    return Offering(args={**said, "unit": shorten(unit, 2 * NAME)})


def subject_of(desk: Desk, answers: Answers) -> Subject:
    """Raises Refused when the unit is no longer theirs."""
    if not own_units.within(desk, ACT, [answers["unit"]["id"]]):
        raise Refused("role")
    return subject_steps.answered(desk, answers)


def finish(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    kept = {name: answers[name] for name in ("movement", "year") if name in answers}
    again = Session(form="register", answers=kept)
    if answers["sure"] == "no":
        return Finish((Say("register-left"),), again)
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now}
    if not adding(answers):
        found = registered(desk, session)
        registrations.withdraw(desk.db, found.id, **by, today=desk.today)
        return Finish((Say("register-withdrawn", {"name": shorten(found.name, NAME)}),), again)
    subject = subject_of(desk, answers)
    entry = Entry(
        movement=movement_of(desk, answers),
        year=int(answers["year"]),
        unit_id=subject.unit_id,
        name=subject.name,
        award=_known(answers["award"]),
        collective=subject.kind != "person",
        author_class=answers.get("class", ""),
        subject_unit_id=subject.subject_unit_id,
        person_ref=subject.person_ref,
    )
    try:
        registrations.add(desk.db, entry, **by)
    except registrations.Registered:
        return Finish((Say("register-again", {"name": shorten(subject.name, NAME)}),), again)
    except registrations.Enough:
        return Finish((Say("register-enough", {"most": registrations.MOST_A_UNIT}),), again)
    return Finish((Say("register-done", {"name": shorten(subject.name, NAME), "year": str(entry.year)}),), again)


def _known(code: str) -> str:
    if code not in {each.code for each in honours().awards}:
        raise Refused("registration-gone")
    return code


REGISTER = Conversation(
    "register",
    form,
    finish,
    queries={"listed": listed, "own_units": own_units.query(ACT), "awards": awards, "meaning": meaning},
    lookups=own_units.lookups(ACT),
    act=ACT,
)
