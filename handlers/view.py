"""/xem: one report by its id or its code, however that is typed. One's own opens among one's own; of the others only what
lies within one's reach is found, and nobody is told whether there is more (R45)."""

from __future__ import annotations

from handlers import report_card
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Form, Item, Refused, Say, Session, Step
from handlers.steps import Pick, Text
from storage import inspection

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
    items = [*report_card.acts(desk, row), Item("another", "view-another")]
    return report_card.shown(desk, row, items, brief="brief" in session.answers)


def finish(desk: Desk, session: Session) -> Finish:
    if session.subject is None:
        return found(desk, session.answers["code"])
    row = inspection.one(desk.db, str(session.subject), desk.person.id, desk.today)
    if row is None:
        return Finish((Say("refused-not-found"),))
    if session.answers["act"] == "another":
        return Finish(next=Session(form="view"))
    says, messages = report_card.beside(desk, row, session.answers["act"])
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
