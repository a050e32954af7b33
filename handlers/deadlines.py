"""/hanmuc: the deadlines of the units one answers for, seen and changed by their standing unit (R25).

Nothing is changed before the officer has seen what would go out, to how many, and on which days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from handlers.calendar_days import ComingDay
from handlers.deadline_words import NEVER, DayCount, DayCounts, card, days_shown, line, named, preview, title, told
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.my_reports import page_of
from handlers.steps import Choice, Pick
from storage import deadlines
from storage.deadlines import Due, OutOfBounds, SameDeadline
from storage.vietnamese import show_day

ACT = "deadlines"
NEW = "new"
CHANGES = ("due", "leads", "grace", "overdue", "above")  # acts that ask for a new value
SURE = (*CHANGES, "adopt", "copy", "withdraw")  # acts that are shown before they are done
YES_NO = (Item("yes", "deadline-yes"), Item("no", "deadline-no"))


def form(desk: Desk, session: Session) -> Form:
    def wanted(*acts: str) -> Callable[[Answers], bool]:
        return lambda answers: answers.get("act") in acts

    steps = (
        Step("which", Pick(), query="listed"),
        Step("act", Pick(), query="one", when=lambda answers: answers.get("which") != NEW),
        Step("due", ComingDay(), when=wanted("due"), query="now"),
        Step("leads", DayCounts(deadlines.LEADS), when=wanted("leads"), query="now"),
        Step("grace", DayCount(deadlines.MOST_GRACE), when=wanted("grace"), query="now"),
        Step("overdue", DayCounts(deadlines.OVERDUE, least=1), when=wanted("overdue"), query="now"),
        Step("above", DayCount(deadlines.MOST_DAYS, never=True), when=wanted("above"), query="now"),
        Step("owing", Pick(), when=wanted("owing"), query="owing"),
        Step("sure", Choice(YES_NO), when=wanted(*SURE), query="change"),
    )
    return Form("deadlines", steps, ways_out=(CANCEL,))


# --- what is shown --------------------------------------------------------------------------------------------------------


def listed(desk: Desk, session: Session) -> Offering:
    """Those to come first, then those past, the newest first."""
    found = deadlines.settable(desk.db, desk.person.id, desk.today)
    names = deadlines.short_names(desk.db, {each.unit_id for each in found}, desk.today)
    coming = [each for each in found if each.due >= desk.today]
    ordered = [*coming, *reversed([each for each in found if each.due < desk.today])]
    items = [
        Item(str(each.id), "deadline-line", args=line(desk, each, names.get(each.unit_id, ""))) for each in ordered
    ]
    return Offering([*page_of(session, items), Item(NEW, "deadline-new")], {"count": len(found)})


def chosen(desk: Desk, session: Session) -> Due:
    """The deadline on the screen, if it is theirs to set."""
    number = str(session.answers.get("which", ""))
    found = deadlines.settable(desk.db, desk.person.id, desk.today, int(number)) if _is_number(number) else []
    if not found:
        raise Refused("deadline-gone")
    return found[0]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def one(desk: Desk, session: Session) -> Offering:
    due = chosen(desk, session)
    first = ("adopt",) if due.state == "example" else ("owing", "preview", "copy")
    acts = (*first, *CHANGES, "withdraw", "list")
    return Offering([Item(act, "deadline-act", args={"act": act}) for act in acts], card(desk, due))


def now(desk: Desk, session: Session) -> Offering:
    """How it stands, above the question for something else."""
    due = chosen(desk, session)
    return Offering(args={"title": title(desk.say, due), "now": shown(desk, due, session.answers["act"])})


def shown(desk: Desk, due: Due, act: str) -> str:
    match act:
        case "leads" | "overdue":
            return days_shown(desk.say, getattr(due, act))
        case "grace":
            return str(due.grace)
        case "above":
            never = due.above_after is None
            return desk.say("deadline-above-never") if never else desk.say("deadline-above", days=due.above_after)
        case _:
            return show_day(due.due)


def owing(desk: Desk, session: Session) -> Offering:
    """The units that owe it; one that is chosen can be marked."""
    due = chosen(desk, session)
    found = named(desk, deadlines.owing(desk.db, [due], desk.today)[due.id])
    items = [Item(f"{due.id}-{number}", "unit-name", args={"name": name}) for number, name in found]
    return Offering(page_of(session, items), {"title": title(desk.say, due), "count": len(found)})


# --- what is changed ------------------------------------------------------------------------------------------------------


def changed(desk: Desk, session: Session) -> dict[str, Any]:
    """The new values the answers ask for."""
    answers = session.answers
    match answers["act"]:
        case "due":
            return {"due": date.fromisoformat(answers["due"])}
        case "above":
            return {"above_after": None if answers["above"] == NEVER else answers["above"]}
        case "leads" | "overdue":
            return {answers["act"]: tuple(answers[answers["act"]])}
        case "grace":
            return {"grace": answers["grace"]}
        case _:
            return {}


def to_be(desk: Desk, session: Session, old: Due) -> Due:
    """The deadline as it would be. Raises Refused."""
    try:
        new = deadlines.checked(replace(old, **changed(desk, session)))
    except OutOfBounds:
        raise Refused("deadline-year", year=str(old.year)) from None
    if session.answers["act"] == "copy":
        return replace(new, id=0, year=new.year + 1, due=deadlines.next_year(new.due), state="standing")
    return replace(new, state="standing") if session.answers["act"] == "adopt" else new


def change(desk: Desk, session: Session) -> Offering:
    """What would be so, and what would go out, before the yes."""
    old, act = chosen(desk, session), session.answers["act"]
    new = to_be(desk, session, old)
    what = desk.say("deadline-change", act=act, old=shown(desk, old, act), new=shown(desk, new, act))
    lines = [what, *told(desk, old)] if act == "withdraw" else [what, preview(desk, new, old)]
    return Offering(args={"title": title(desk.say, new), "what": "\n".join(lines)})


def finish(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    if answers["which"] == NEW:
        return Finish(next=Session(form="new-deadline"))
    due = chosen(desk, session)
    again = Session(form="deadlines", answers={"which": str(due.id)})
    match answers["act"]:
        case "list":
            return Finish(next=Session(form="deadlines"))
        case "preview":
            return Finish((Say("deadline-preview", {"lines": preview(desk, due, due)}),), again)
        case "owing":
            return Finish(next=Session(form="submission", answers={"which": answers["owing"]}))
        case _ if answers["sure"] == "no":
            return Finish((Say("deadline-kept"),), again)
        case _:
            return done(desk, session, due)


def done(desk: Desk, session: Session, due: Due) -> Finish:
    """The change itself, as it was shown."""
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now}
    again = Session(form="deadlines", answers={"which": str(due.id)})
    match session.answers["act"]:
        case "adopt":
            deadlines.adopt(desk.db, due.id, **by)
        case "withdraw":
            deadlines.withdraw(desk.db, due.id, **by)
            again = Session(form="deadlines")
        case "copy":
            try:
                number = deadlines.copy_to_next_year(desk.db, due.id, **by)
            except SameDeadline:
                raise Refused("deadline-same") from None
            again = Session(form="deadlines", answers={"which": str(number)})
        case _:
            to_be(desk, session, due)
            deadlines.change(desk.db, due.id, **changed(desk, session), **by)
    return Finish((Say("deadline-saved", {"act": session.answers["act"]}),), again)


QUERIES = {"listed": listed, "one": one, "now": now, "owing": owing, "change": change}
DEADLINES = Conversation("deadlines", form, finish, queries=QUERIES, act=ACT)
