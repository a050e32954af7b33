"""/tamdung: no award meanwhile: a discipline, inspection, complaint or press case that is pending is put and lifted (R52)."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers import own_units, subject_steps
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import NAME, number_of
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.honour_steps import AnyDay
from handlers.my_reports import page_of
from handlers.steps import Choice, Pick, Text, Unit
from storage import holds, units
from storage.holds import ACT, Held
from storage.vietnamese import shorten, show_day

NEW = "new"
WHY = tuple(Item(kind, "hold-kind", args={"kind": kind}) for kind in holds.KINDS)
YES_NO = (Item("yes", "hold-yes"), Item("no", "hold-no"))


def adding(answers: Answers) -> bool:
    return answers.get("which") == NEW


def form(desk: Desk, session: Session) -> Form:
    steps = (
        Step("which", Pick(), query="listed"),
        Step("unit", Unit(), when=adding, query="own_units"),
        *subject_steps.steps(adding),
        Step("kind", Choice(WHY), when=adding),
        Step("since", AnyDay(), when=adding),
        Step("until", AnyDay(), when=adding, required=False),
        Step("note", Text(least=2, most=600), when=adding, required=False),
        Step("sure", Choice(YES_NO), query="meaning"),
    )
    return Form("hold", steps, ways_out=(CANCEL,))


def listed(desk: Desk, session: Session) -> Offering:
    found = holds.within(desk.db, desk.person.id, desk.today)
    items = [
        Item(str(each.id), "hold-line", args={"name": shorten(each.name, 34), "kind": each.kind}) for each in found
    ]
    return Offering([Item(NEW, "hold-new"), *page_of(session, items)], {"count": len(found)})


def held(desk: Desk, session: Session) -> tuple[Held, str]:
    """The hold on the screen and its note, if it is theirs. Raises Refused."""
    found = holds.one(desk.db, number_of(session.answers.get("which")), desk.person.id, desk.today)
    if found is None:
        raise Refused("hold-gone")
    return found


def meaning(desk: Desk, session: Session) -> Offering:
    """What a yes means, said before it."""
    answers = session.answers
    if adding(answers):
        subject = subject_steps.answered(desk, answers)
        said = {"act": "put", "name": subject.name, "unit": answers["unit"]["name"], "kind": answers["kind"]}
        until = answers.get("until")
        days = answers["since"], until
        note = answers.get("note") or "-"
    else:
        found, note = held(desk, session)
        unit = units.name_of(desk.db, found.unit_id, desk.today)
        said = {"act": "lift", "name": found.name, "unit": unit, "kind": found.kind}
        days = found.since.isoformat(), found.until.isoformat() if found.until else None
    since, until = (show_day(date.fromisoformat(each)) if each else "none" for each in days)
    said |= {"name": shorten(said["name"], 2 * NAME), "unit": shorten(said["unit"], 2 * NAME)}
    return Offering(args={**said, "since": since, "until": until, "note": shorten(note, 300) or "-"})


def finish(desk: Desk, session: Session) -> Finish:
    again, answers = Session(form="hold"), session.answers
    if answers["sure"] == "no":
        return Finish((Say("hold-left"),), again)
    if not adding(answers):
        found, _ = held(desk, session)
        holds.lift(desk.db, found.id, who=desk.person.id, now=desk.now, today=desk.today)
        return Finish((Say("hold-lifted", {"name": shorten(found.name, NAME)}),), again)
    return Finish((put(desk, answers),), again)


def put(desk: Desk, answers: Answers) -> Say:
    """Raises Refused."""
    if not own_units.within(desk, ACT, [answers["unit"]["id"]]):
        raise Refused("role")
    subject, until = subject_steps.answered(desk, answers), answers.get("until")
    said: dict[str, Any] = {"name": shorten(subject.name, NAME)}
    try:
        holds.put(
            desk.db,
            subject.unit_id,
            subject.key,
            subject.name,
            answers["kind"],
            since=date.fromisoformat(answers["since"]),
            until=date.fromisoformat(until) if until else None,
            note=answers.get("note") or "",
            who=desk.person.id,
            now=desk.now,
        )
    except holds.HeldAlready:
        return Say("hold-already", said)
    except ValueError:
        raise Refused("hold-days") from None
    return Say("hold-put", said)


HOLD = Conversation(
    "hold",
    form,
    finish,
    queries={"listed": listed, "own_units": own_units.query(ACT), "meaning": meaning},
    lookups=own_units.lookups(ACT),
    act=ACT,
)
