"""/quyetdinh: the decisions entered so far; a new one; an award's certificate worded anew, or revoked (R34, R57)."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers import file_words, praise
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import NAME, number_of
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.honour_steps import PastDay
from handlers.my_reports import page_of
from handlers.steps import Choice, Pick, Text
from storage import awarded, decisions
from storage.awarded import Awarded, Listed
from storage.vietnamese import shorten, show_day

ACT = "decide"
NEW = "new"
SURE = (Item("yes", "revoke-yes"), Item("no", "revoke-no"))


def form(desk: Desk, session: Session) -> Form:
    def at_one(answers: Answers) -> bool:
        return answers.get("which") != NEW

    def at_award(answers: Answers) -> bool:
        return at_one(answers) and str(answers.get("act", "")).startswith("a:")

    def rewording(answers: Answers) -> bool:
        return at_award(answers) and answers.get("do") == "reword"

    def revoking(answers: Answers) -> bool:
        return at_award(answers) and answers.get("do") == "revoke"

    steps = (
        Step("which", Pick(), query="listed"),
        Step("act", Pick(), when=at_one, query="one"),
        Step("do", Pick(), when=at_award, query="award"),
        Step("wording", Text(least=10, most=600), when=rewording),
        Step("by", Text(least=3, most=60, line=True), when=revoking),
        Step("on", PastDay(), when=revoking),
        Step("why", Text(least=10, most=600), when=revoking),
        Step("sure", Choice(SURE), when=revoking, query="meaning"),
    )
    return Form("decision", steps, ways_out=(CANCEL,))


def opened(desk: Desk, argument: str) -> Session:
    """A door names a file that waits for a decision."""
    number = number_of(argument.strip())
    return Session(form="new-decision", answers={"files": [str(number)]}) if number else Session(form="decision")


def listed(desk: Desk, session: Session) -> Offering:
    waiting = len(decisions.files(desk.db, desk.person.id, desk.today))
    items = [
        Item(
            str(each.id),
            "decision-line",
            args={"number": shorten(each.number, 24), "day": show_day(each.day), "count": each.count - each.revoked},
        )
        for each in awarded.within(desk.db, desk.person.id, desk.today)
    ]
    new = [Item(NEW, "decision-new", args={"count": waiting})] if waiting else []
    return Offering([*new, *page_of(session, items)], {"count": len(items), "waiting": waiting})


def chosen(desk: Desk, session: Session) -> Listed:
    """The decision on the screen, if it is theirs. Raises Refused."""
    found = awarded.within(desk.db, desk.person.id, desk.today, number_of(session.answers.get("which")))
    if not found:
        raise Refused("decision-gone")
    return found[0]


def cited(desk: Desk, about: Listed) -> str:
    authority = file_words.authority_name(desk, about.authority)
    return desk.say("decision-cited", number=about.number, day=show_day(about.day), authority=authority)


def one(desk: Desk, session: Session) -> Offering:
    """The awards of a decision; each can be opened."""
    about = chosen(desk, session)
    items = [
        Item(
            f"a:{each.id}",
            "decision-awarded",
            args={"name": shorten(each.name, 40), "revoked": "yes" if each.revoked_on else "no"},
        )
        for each in awarded.awards_of(desk.db, about.id)
    ]
    args = {"decision": cited(desk, about), "signer": about.signer or "-"}
    counts = {"count": about.count - about.revoked, "revoked": about.revoked}
    return Offering([*page_of(session, items), Item("list", "decision-list")], {**args, **counts})


def award_of(desk: Desk, session: Session) -> Awarded:
    """The award on the screen, if it is theirs. Raises Refused."""
    number = number_of(str(session.answers.get("act", "")).partition(":")[2])
    found = awarded.one_award(desk.db, number, desk.person.id, desk.today)
    if found is None or found.decision_id != chosen(desk, session).id:
        raise Refused("decision-gone")
    return found


def award(desk: Desk, session: Session) -> Offering:
    each = award_of(desk, session)
    acts = ("reword", "revoke") if each.revoked_on is None else ()
    said = {
        "name": shorten(each.name, NAME),
        "award": file_words.award_name(desk, each.award),
        "wording": shorten(each.wording, 600),
        "revoked": "yes" if each.revoked_on else "no",
        "by": each.revoked_by or "-",
        "day": show_day(each.revoked_on) if each.revoked_on else "-",
        "why": shorten(each.revoked_why, 300) or "-",
    }
    return Offering([*(Item(act, f"award-{act}") for act in acts), Item("back", "award-back")], said)


def meaning(desk: Desk, session: Session) -> Offering:
    """What a yes means, said before it."""
    each, answers = award_of(desk, session), session.answers
    return Offering(
        args={
            "name": shorten(each.name, NAME),
            "award": file_words.award_name(desk, each.award),
            "by": answers["by"],
            "day": show_day(date.fromisoformat(answers["on"])),
            "why": shorten(answers["why"], 300),
        }
    )


def finish(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    if answers["which"] == NEW:
        return Finish(next=Session(form="new-decision"))
    if answers["act"] == "list":
        return Finish(next=Session(form="decision"))
    again = Session(form="decision", answers={"which": answers["which"]})
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    each = award_of(desk, session)
    try:
        match answers["do"]:
            case "reword":
                awarded.reword(desk.db, each.id, answers["wording"], **by)
                return Finish((Say("award-reworded", {"name": shorten(each.name, NAME)}),), again)
            case "revoke" if answers["sure"] == "yes":
                day = date.fromisoformat(answers["on"])
                awarded.revoke(desk.db, each.id, answers["by"], day, answers["why"], **by)
                praise.tell_revoked(desk, chosen(desk, session), each, answers["by"], day, answers["why"])
                return Finish((Say("award-revoked", {"name": shorten(each.name, NAME)}),), again)
            case "revoke":
                return Finish((Say("award-kept"),), again)
            case _:
                return Finish(next=again)
    except awarded.NotPossible:
        raise Refused("revoke-not-possible") from None


QUERIES = {"listed": listed, "one": one, "award": award, "meaning": meaning}
DECISION = Conversation("decision", form, finish, queries=QUERIES, act=ACT)
