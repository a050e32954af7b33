"""Doing something with a report that is being reviewed, and what is said of it: done, overtaken by somebody else, or not
theirs to do, each in a clear sentence (R20, R22)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import review_walk
from handlers.desk import Desk, Finish
from handlers.forms import Say, Session
from storage import report_moves, report_reading, reports, review, units
from storage.vietnamese import show_day


def acted(desk: Desk, session: Session, act: str, *, stays: bool = False, **given: Any) -> Finish:
    """Do an act on the report of a session, then go on: to the next one, or with `stays` back to the same one.

    `given` goes to `reports.move`. Whatever somebody else did since the report was shown is said first.
    """
    row = review_walk.row_of(desk, session.subject)
    if row is None:
        return Finish((Say("refused-not-found"),))
    others = overtaken(desk, session, row)
    if others is not None:
        return others
    told = done(desk, row, act, **given)
    says = (told,)
    if told.name != "review-acted":
        return review_walk.onward(desk, session, says) if "walk" in session.answers else Finish(says)
    if stays or "walk" not in session.answers:
        return review_walk.again(desk, session, says)
    undo = {"undo": row["id"]} if report_moves.MOVES[act].undo else {}
    return review_walk.onward(desk, session, says, **undo)


def done(desk: Desk, row: Mapping[str, Any], act: str, **given: Any) -> Say:
    """The act itself, and the sentence about it: `review-acted`, or why it was not done."""
    who: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    try:
        reports.move(desk.db, row["id"], act, **who, **given)
    except report_moves.IllegalMove:
        return Say("review-not-possible", {"code": row["code"], "state": desk.say(f"state-{state_of(desk, row)}")})
    except report_moves.NotTheirs as refused:
        return Say("review-not-theirs", {"code": row["code"], "why": refused.why})
    except report_moves.NoReason:
        return Say("review-no-reason", {"code": row["code"]})
    return Say("review-acted", {"code": row["code"], "act": act, "unit": desk_of(desk, row)})


def state_of(desk: Desk, row: Mapping[str, Any]) -> str:
    standing = report_reading.standing(desk.db, row["id"])
    return str(standing["state"] if standing else row["state"])


def desk_of(desk: Desk, row: Mapping[str, Any]) -> str:
    """The unit a report stands at now."""
    standing = report_reading.standing(desk.db, row["id"])
    return units.name_of(desk.db, standing["desk_unit_id"] if standing else row["desk_unit_id"], desk.today)


def overtaken(desk: Desk, session: Session, row: Mapping[str, Any]) -> Finish | None:
    """Who did what while the card was open; then the report as it stands now, where it is still to be decided here."""
    since = session.answers.get("seen")
    step = review.overtaken(desk.db, row["id"], desk.person.id, since) if isinstance(since, int) else None
    if step is None:
        return None
    says = (Say("review-overtaken", told(desk, step, row["code"])),)
    if "walk" not in session.answers:
        return Finish(says, Session(form="view", subject=row["id"]))
    if review.seat_of(desk.db, row["id"], desk.person.id, desk.now, desk.today) is not None:
        return review_walk.at(desk, session, row["id"], says)
    return review_walk.onward(desk, session, says)


def told(desk: Desk, step: Mapping[str, Any], code: str) -> dict[str, str]:
    """A step of somebody else's, in words."""
    at = desk.local(step["at"])
    by_author = report_moves.MOVES[step["act"]].by == "author"
    who = desk.say("review-its-author") if by_author else step["name"] or desk.say("review-somebody")
    return {
        "code": code,
        "name": who,
        "act": desk.say(f"act-{step['act']}"),
        "time": at.strftime("%H:%M"),
        "day": show_day(at.date()),
    }
