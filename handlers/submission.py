"""/nophoso: an officer marks that a unit has handed in what a deadline asks; who has done it is never reminded (R26).

Whatever names a deadline and a unit, a button or a door's argument, is looked up again among the units the person marks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from handlers.deadline_words import line, named, short, title
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Form, Heard, Item, Misread, Refused, Say, Session, Stay, Step, Taken
from handlers.my_reports import page_of
from handlers.steps import Choice, Pick
from storage import deadlines, ledger, units
from storage.deadlines import Due
from storage.vietnamese import fold, show_day

ACT = "submit"
DONE = "done"
PAIR = re.compile(r"([0-9]{1,15})-([0-9]{1,15})")  # deadline and unit


@dataclass(frozen=True, slots=True)
class Find(Pick):
    """A pick from a long list, which typed words make shorter."""

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if heard.value:
            verb, _, page = heard.value.partition(":")
            return (
                Stay({**session.hold, "at": int(page)}) if verb == "page" else Pick.take(self, form, session, heard, 0)
            )
        if heard.text:
            return Stay({"words": heard.text[:60]})
        raise Misread("choose")


def form(desk: Desk, session: Session) -> Form:
    back = session.answers.get("which") == DONE
    sure = (Item("yes", "submission-undo" if back else "submission-yes"), Item("no", "submission-no"))
    steps = (
        Step("which", Pick(), query="owed"),
        Step("unit", Find(), when=lambda answers: _is_number(answers.get("which")), query="units"),
        Step("marked", Pick(), when=lambda answers: answers.get("which") == DONE, query="marked"),
        Step("sure", Choice(sure), query="meaning"),
    )
    return Form("submission", steps, ways_out=(CANCEL,))


def _is_number(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16


def opened(desk: Desk, argument: str) -> Session:
    """The question about one deadline and unit, named as "3-12"; the list for anything else."""
    found = PAIR.fullmatch(argument.strip())
    return Session(form="submission", answers={"which": found[0]} if found else {})


# --- what is offered ------------------------------------------------------------------------------------------------------


def mine(desk: Desk) -> set[int]:
    """The units the person marks for."""
    return deadlines.covered_by(desk.db, desk.person.id, ACT, desk.today)


def owed(desk: Desk, session: Session) -> Offering:
    """Deadlines that somebody in reach still owes, how many each; one unit only: it goes straight there."""
    standing = deadlines.standing(desk.db)
    owing = deadlines.owing(desk.db, standing, desk.today, mine(desk))
    open_ = [each for each in standing if owing[each.id]]
    alone = {each.id: min(owing[each.id]) for each in open_ if len(owing[each.id]) == 1}
    names = deadlines.short_names(desk.db, alone.values(), desk.today)
    items = [
        Item(f"{each.id}-{alone[each.id]}", "deadline-line", args=line(desk, each, names.get(alone[each.id], "")))
        if each.id in alone
        else Item(str(each.id), "submission-line", args={**line(desk, each, ""), "count": len(owing[each.id])})
        for each in open_
    ]
    back = [Item(DONE, "submission-marked")] if deadlines.marks(desk.db, desk.person.id, desk.today, most=1) else []
    return Offering([*page_of(session, items), *back], {"count": len(items)})


def units_owing(desk: Desk, session: Session) -> Offering:
    due = standing(desk, session.answers["which"])
    found = named(desk, deadlines.owing(desk.db, [due], desk.today, mine(desk))[due.id])
    words = fold(str(session.hold.get("words", ""))).split()
    near = [(number, name) for number, name in found if all(word in fold(name) for word in words)]
    items = [Item(f"{due.id}-{number}", "unit-name", args={"name": name}) for number, name in near]
    return Offering(page_of(session, items), {"title": title(desk.say, due), "count": len(near)})


def marked(desk: Desk, session: Session) -> Offering:
    """The newest marks, to take one back."""
    rows = deadlines.marks(desk.db, desk.person.id, desk.today)
    names = deadlines.short_names(desk.db, {each.unit_id for each in rows}, desk.today)
    known = {number: deadlines.one(desk.db, number) for number in {each.deadline_id for each in rows}}
    items = [
        Item(
            f"{each.deadline_id}-{each.unit_id}",
            "submission-mark",
            args={
                "day": show_day(desk.local(each.at).date()),
                "unit": names[each.unit_id],
                "what": short(desk.say, due),
            },
        )
        for each in rows
        if (due := known[each.deadline_id]) is not None and each.unit_id in names
    ]
    return Offering(page_of(session, items), {"count": len(items)})


def standing(desk: Desk, number: object) -> Due:
    due = deadlines.one(desk.db, int(str(number))) if _is_number(number) else None
    if due is None or due.state != "standing":
        raise Refused("deadline-gone")
    return due


# --- one deadline and one unit ----------------------------------------------------------------------------------------------


def pair_of(desk: Desk, session: Session) -> tuple[Due, int]:
    """What is to be marked, looked up again: a standing deadline and a unit in reach that it asks. Raises Refused."""
    answers = session.answers
    found = PAIR.fullmatch(str(answers.get("marked") or answers.get("unit") or answers.get("which", "")))
    if found is None:
        raise Refused("deadline-gone")
    due, unit_id = standing(desk, found[1]), int(found[2])
    if unit_id not in mine(desk):
        raise Refused("deadline-gone")
    return due, unit_id


def meaning(desk: Desk, session: Session) -> Offering:
    """What a yes means, said before it."""
    due, unit_id = pair_of(desk, session)
    done = unit_id in deadlines.submitted(desk.db, [due.id])[due.id]
    taking_back = session.answers["which"] == DONE
    if not taking_back and done:
        raise Refused("submission-done")
    if not taking_back and unit_id not in deadlines.asked(desk.db, [due], desk.today, {unit_id})[due.id]:
        raise Refused("deadline-gone")
    args = {
        "title": title(desk.say, due),
        "unit": units.name_of(desk.db, unit_id, desk.today),
        "day": show_day(due.due),
        "act": "unmark" if taking_back else "mark",
    }
    return Offering(args=args)


def finish(desk: Desk, session: Session) -> Finish:
    following = Session(form="submission")
    if session.answers["sure"] == "no":
        return Finish((Say("submission-left"),), following)
    meaning(desk, session)
    due, unit_id = pair_of(desk, session)
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now}
    name = {"unit": units.name_of(desk.db, unit_id, desk.today), "title": title(desk.say, due)}
    if session.answers["which"] == DONE:
        deadlines.unmark(desk.db, due.id, unit_id, **by)
        return Finish((Say("submission-taken-back", name),), following)
    deadlines.mark(desk.db, due.id, unit_id, **by)
    ledger.settle(desk.db, due.id, unit_id, desk.now)
    return Finish((Say("submission-thanks", name),), following)


QUERIES = {"owed": owed, "units": units_owing, "marked": marked, "meaning": meaning}
SUBMISSION = Conversation("submission", form, finish, queries=QUERIES, act=ACT)
