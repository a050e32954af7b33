"""/chotnam: the year's close of a unit (R28): who is in, who is late, who was not registered; then the set is frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers import file_words, own_units
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.report_form import bilingual
from handlers.steps import Choice, Pick, Unit
from storage import units, year_close
from storage.awards import honours
from storage.vietnamese import shorten, show_day
from storage.year_close import ACT, Set

YES_NO = (Item("yes", "close-year-yes"), Item("no", "close-year-no"))
LISTED = 15  # lines of a list
LISTS = ("held", "late", "unregistered")


def form(desk: Desk, session: Session) -> Form:
    movements = {each.movement.code: each.movement for each in desk.catalogue.open}
    movement = [Item(code, words=bilingual(each, "short")) for code, each in movements.items()]
    kinds = [Item(kind, words=bilingual(honours().kind(kind))) for kind in year_close.closing()]
    years = [Item(str(each), "unit-name", args={"name": str(each)}) for each in (desk.today.year, desk.today.year - 1)]
    steps = (
        Step("movement", Choice(tuple(movement)), when=lambda _: len(movement) > 1),
        Step("kind", Choice(tuple(kinds))),
        Step("year", Choice(tuple(years))),
        Step("unit", Unit(), query="own_units"),
        Step("act", Pick(), query="candidates"),
        Step("sure", Choice(YES_NO), query="meaning", when=lambda answers: answers.get("act") == "close"),
    )
    return Form("close-year", steps, ways_out=(CANCEL,))


def set_of(desk: Desk, answers: Answers) -> Set:
    """What is to be closed. Raises Refused when the unit is not, or no longer, theirs."""
    unit = int(answers["unit"]["id"])
    if not year_close.may(desk.db, desk.person.id, unit, desk.today):
        raise Refused("role")
    newest = max(desk.catalogue.open, key=lambda each: each.id).movement.code
    return Set(str(answers.get("movement", newest)), int(answers["year"]), answers["kind"], unit)


def candidates(desk: Desk, session: Session) -> Offering:
    """How the set stands, before anything is closed."""
    of_ = set_of(desk, session.answers)
    kept, found = year_close.made(desk.db, of_), year_close.candidates(desk.db, of_, desk.today)
    said = {
        "kind": file_words.kind_name(desk, of_.kind),
        "year": str(of_.year),
        "unit": shorten(units.name_of(desk.db, of_.unit_id, desk.today), 80),
        "held": len(found.held),
        "subjects": sum(each["state"] != "left out" for each in found.subjects),
        "late": len(found.late),
        "unregistered": len(found.unregistered),
        "done": "yes" if kept else "no",
        "closed": show_day(desk.local(kept.at).date()) if kept else "-",
        "files": kept.files if kept else 0,
        "digest": kept.digest[:12] if kept else "-",
    }
    items = [Item("close", "close-year-close")] if kept is None else []
    lists = [Item(each, "close-year-list", args={"list": each}) for each in LISTS if said[each]]
    return Offering([*items, *lists, Item("other", "close-year-other")], said)


def meaning(desk: Desk, session: Session) -> Offering:
    of_ = set_of(desk, session.answers)
    found = year_close.candidates(desk.db, of_, desk.today)
    return Offering(args={"year": str(of_.year), "held": len(found.held), "late": len(found.late)})


def finish(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    again = Session(form="close-year", answers={name: answers[name] for name in answers if name not in ("act", "sure")})
    match answers["act"]:
        case "other":
            return Finish(next=Session(form="close-year"))
        case "close" if answers["sure"] == "no":
            return Finish((Say("close-year-left"),), again)
        case "close":
            return Finish((closed(desk, answers),), again)
        case "held" | "late" | "unregistered":
            return Finish((listed(desk, answers),), again)
        case _:
            return Finish(next=again)


def closed(desk: Desk, answers: Answers) -> Say:
    of_ = set_of(desk, answers)
    try:
        year_close.make(desk.db, of_, who=desk.person.id, now=desk.now, today=desk.today)
    except year_close.AlreadyClosed:
        return Say("close-year-already", {"year": str(of_.year)})
    except year_close.TooMany:
        return Say("close-year-many", {"most": year_close.MOST})
    except year_close.NotTheirs:
        raise Refused("role") from None
    kept = year_close.made(desk.db, of_)
    return Say("close-year-done", {"year": str(of_.year), "files": kept.files if kept else 0})


def listed(desk: Desk, answers: Answers) -> Say:
    found = year_close.candidates(desk.db, set_of(desk, answers), desk.today)
    act = answers["act"]
    if act == "unregistered":
        lines = [desk.say("close-year-name", name=shorten(each, 80)) for each in found.unregistered]
    else:
        lines = _files(desk, found.held if act == "held" else found.late)
    more = [desk.say("close-year-more", count=len(lines) - LISTED)] if len(lines) > LISTED else []
    return Say("close-year-lines", {"list": act, "lines": "\n".join([*lines[:LISTED], *more]) or "-"})


def _files(desk: Desk, rows: Sequence[dict[str, Any]]) -> list[str]:
    names = units.names_at(desk.db, dict.fromkeys({each["desk_unit_id"] for each in rows[: LISTED + 1]}), desk.today)
    return [
        desk.say(
            "close-year-file",
            code=each["code"],
            state=each["state"],
            desk=shorten(names.get(each["desk_unit_id"], "-"), 60),
        )
        for each in rows
    ]


CLOSE_YEAR = Conversation(
    "close-year",
    form,
    finish,
    queries={"own_units": own_units.query(ACT), "candidates": candidates, "meaning": meaning},
    lookups=own_units.lookups(ACT),
    act=ACT,
)
