"""/xem: one report by its id or its code, however that is typed. One's own opens among one's own; of the others only what
lies within one's reach is found, and nobody is told whether there is more (R45)."""

from __future__ import annotations

from typing import Any

from handlers import report_card, review_acts, review_card, review_walk
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Form, Item, Refused, Say, Session, Step
from handlers.steps import Pick, Text
from storage import inspection, reports, review, roles

LONGEST = 60  # characters of a code as it is typed


def form(desk: Desk, session: Session) -> Form:
    at_one = session.subject is not None
    steps = (
        Step("code", Text(least=1, most=LONGEST, line=True), lambda _: not at_one),
        Step("act", Pick(), lambda _: at_one, query="one"),
    )
    return Form("view", steps)


def opened(desk: Desk, argument: str) -> Session:
    """The report that a command's or a door's argument names; `finish` looks whether there is such a one for this person."""
    return Session(form="view", answers={"code": argument[:LONGEST]})


def one(desk: Desk, session: Session) -> Offering:
    row = inspection.one(desk.db, str(session.subject), desk.person.id, desk.today)
    if row is None:
        raise Refused("not-found")
    turn = review_card.turn_of(desk, row)
    items = [
        *[Item("review", "view-review")] * (turn.seat is not None),
        *decided(desk, row),
        *report_card.acts(desk, row),
        Item("another", "view-another"),
        *review_card.undo(desk, row["id"]),
    ]
    around = review_card.around(desk, row, turn)
    return report_card.shown(desk, row, items, brief="brief" in session.answers, around=around)


def decided(desk: Desk, row: dict[str, Any]) -> list[Item]:
    """What may still be done with a report that left one's desk: fetched back while nobody above opened it, or reopened."""
    who = desk.person.id
    if row["state"] == "sent" and reports.may_take_back(desk.db, row["id"], "recall", who, desk.now):
        return [Item("recall", "view-recall")]
    reviews = roles.may(desk.db, who, "review", row["desk_unit_id"], desk.today)
    may_reopen = row["state"] == "refused" and reviews and not report_card.is_own(desk, row)
    return [Item("reopen", "view-reopen")] * may_reopen


def finish(desk: Desk, session: Session) -> Finish:
    if session.subject is None:
        return found(desk, session.answers["code"])
    row = inspection.one(desk.db, str(session.subject), desk.person.id, desk.today)
    if row is None:
        return Finish((Say("refused-not-found"),))
    act = session.answers["act"]
    match act:
        case "another":
            return Finish(next=Session(form="view"))
        case "review":
            return review_walk.at(desk, Session(answers={"walk": [row["id"]]}), row["id"])
        case "recall":
            return review_acts.acted(desk, session, "recall")
        case "reopen":
            answers = {"seen": review.last_step(desk.db, row["id"]), "code": row["code"]}
            return Finish(next=Session(form="review-reopen", subject=row["id"], answers=answers))
    says, messages = report_card.beside(desk, row, act)
    return Finish(says, Session(form="view", subject=row["id"], answers={"brief": True}), messages)


def found(desk: Desk, sought: str) -> Finish:
    """Raises Refused for what does not exist, and in the same words for what is none of this person's business."""
    mine = inspection.own(desk.db, sought, desk.person.id)
    if mine is not None:
        return Finish(next=Session(form="my-reports", answers={"which": str(mine)}))
    row = inspection.one(desk.db, sought, desk.person.id, desk.today)
    if row is None:
        raise Refused("no-such-report")
    report_card.opened(desk, row)
    return Finish(next=Session(form="view", subject=row["id"]))


VIEW = Conversation("view", form, finish, queries={"one": one})
