"""Several reports of the list at once: approved each by its own level, or not chosen for one reason (R20).

What is ticked is what stood on the screen; each is looked at again when it is done, and the answer says which were not and why.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from handlers import review_acts, review_walk
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Form, Item, Say, Session, Step
from handlers.review_decide import YES_NO, authors_language, ready_reasons, reason_steps, reason_told
from handlers.steps import Choice, Many
from storage import review
from storage.vietnamese import shorten

MOST = 6  # reports at once: each is a few queries inside the one transaction, and all are lines of one message
TITLE = 36
ACTS = (Item("approve", "review-bulk-approve"), Item("refuse", "review-bulk-refuse"))


def form(desk: Desk, session: Session) -> Form:
    return table(tuple((number, words) for number, words in session.answers.get("lines", ())))


@lru_cache(maxsize=64)
def table(lines: tuple[tuple[str, str], ...]) -> Form:
    ticks = Many(tuple(Item(number, words={"vi": words, "en": words}) for number, words in lines))
    steps = (
        Step("which", ticks),
        Step("act", Choice(ACTS), query="ticked"),
        *reason_steps("refuse"),
        Step("sure", Choice(YES_NO), query="sure"),
    )
    return Form("review-bulk", steps, ways_out=(CANCEL,))


def begun(desk: Desk, session: Session) -> Session:
    """A session that remembers the list as it stands now."""
    found = review_walk.waiting(desk, session.answers.get("first", ""))[:MOST]
    lines = [[str(each.id), f"{each.code} · {shorten(each.title, TITLE)}"] for each in found]
    return Session(form="review-bulk", answers={**review_walk.kept(session), "lines": lines})


def ticked(desk: Desk, session: Session) -> Offering:
    return Offering(args={"count": len(session.answers.get("which", ()))})


def sure(desk: Desk, session: Session) -> Offering:
    """What would be done, before the yes."""
    answers = session.answers
    refused = answers["act"] == "refuse"
    reason = shorten(reason_told(answers, desk.person.language), 400) if refused else "-"
    return Offering(args={"count": len(answers["which"]), "act": answers["act"], "reason": reason})


def finish(desk: Desk, session: Session) -> Finish:
    if session.answers["sure"] == "no":
        return review_walk.listed(desk, session)
    told = [each_done(desk, session, int(number)) for number in session.answers["which"]]
    done = sum(say.name == "review-acted" for say in told)
    others = [desk.say("review-bulk-not", why=desk.say(say.name, **say.args)) for say in told if is_not(say)]
    says = [Say("review-bulk-done", {"count": done, "act": session.answers["act"]})] * (done > 0)
    says += [Say("review-bulk-left", {"count": len(others), "lines": "\n".join(others)})] * bool(others)
    return review_walk.listed(desk, session, tuple(says))


def is_not(say: Say) -> bool:
    return say.name != "review-acted"


def each_done(desk: Desk, session: Session, number: int) -> Say:
    """One of them, by its own level; or why not."""
    row = review_walk.row_of(desk, number)
    if row is None:
        return Say("review-out-of-reach")
    if session.answers["act"] == "approve":
        seat = review.seat_of(desk.db, number, desk.person.id, desk.now, desk.today)
        return review_acts.done(desk, row, review.onward(desk.db, seat, desk.today) if seat else "approve")
    one = Session(subject=number, answers=session.answers)
    given: dict[str, Any] = {"detail": {"reason": session.answers["reason"]}}
    return review_acts.done(
        desk, row, "refuse", note=reason_told(session.answers, authors_language(desk, one)), **given
    )


QUERIES = {"ticked": ticked, "reasons": ready_reasons, "sure": sure}
BULK = Conversation("review-bulk", form, finish, queries=QUERIES, act="review")
