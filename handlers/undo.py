"""/hoantac: taking back what one has just decided, for a few minutes (R20): by the door that stood under the next message, or
without naming anything the last such act."""

from __future__ import annotations

from handlers import review_acts, review_walk
from handlers.desk import Conversation, Desk, Finish
from handlers.forms import Form, Say, Session
from storage import review


def form(desk: Desk, session: Session) -> Form:
    """Nothing is asked: `finish` does it at once."""
    return Form("undo", ())


def opened(desk: Desk, argument: str) -> Session:
    row = review_walk.row_of(desk, int(argument)) if argument.isascii() and argument.isdigit() else None
    return Session(form="undo", subject=row["id"] if row else 0)


def finish(desk: Desk, session: Session) -> Finish:
    number = session.subject
    if number is None:
        number = review.to_undo(desk.db, desk.person.id, desk.now)
    row = review_walk.row_of(desk, number) if number else None
    if row is None:
        return Finish((Say("undo-nothing"),))
    told = review_acts.done(desk, row, "undo")
    if told.name != "review-acted":
        return Finish((told,))
    return review_walk.at(desk, Session(answers={"walk": [row["id"]]}), row["id"], (told,))


UNDO = Conversation("undo", form, finish, act="review")
