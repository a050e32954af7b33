"""The way through a queue of reports: to the next one, back, to the list (R20).

A walk is the list of what waited when it began, carried from question to question in the session. It stays as it is while
one walks: a report somebody else decided meanwhile still has its place, and says so there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers import report_card
from handlers.desk import Desk, Finish
from handlers.forms import Say, Session
from storage import inspection, review, roles
from storage.review import Waiting

ON_SITE = "on-site"  # the order in which those who work directly on a site come first (R33)
LONGEST = 200  # reports a session remembers as walked
KEPT = ("walk", "first")  # of a session, whatever is done with one of its reports


def reviews(desk: Desk) -> bool:
    """Does this person decide reports anywhere? Those who only look walk through what is new."""
    return "review" in roles.acts_of(desk.db, desk.person.id, desk.today)


def waiting(desk: Desk, first: str = "") -> Sequence[Waiting]:
    if reviews(desk):
        return review.queue(desk.db, desk.person.id, desk.now, desk.today, on_site_first=first == ON_SITE)
    return [
        Waiting(each.id, each.code, each.title, 0, each.sent_at, each.sent_at, late=False, below=False, on_site=False)
        for each in inspection.queue(desk.db, desk.person.id, desk.today)
    ]


def row_of(desk: Desk, number: int | None) -> dict[str, Any] | None:
    """A report within this person's reach."""
    return inspection.one(desk.db, str(number), desk.person.id, desk.today)


def kept(session: Session) -> dict[str, Any]:
    """What a session carries of its walk."""
    return {name: session.answers[name] for name in KEPT if name in session.answers}


def at(desk: Desk, session: Session, number: int, says: tuple[Say, ...] = (), **more: Any) -> Finish:
    """Open a report of the walk."""
    row = row_of(desk, number)
    if row is None:
        return listed(desk, session, (*says, Say("refused-not-found")), **more)
    report_card.opened(desk, row)
    answers = {**kept(session), "seen": review.last_step(desk.db, number), **more}
    return Finish(says, Session(form="review", subject=number, answers=answers))


def again(desk: Desk, session: Session, says: tuple[Say, ...] = (), **more: Any) -> Finish:
    """The same report once more, in short: it was just read. One that was looked up goes back to where that was."""
    if "walk" not in session.answers:
        return Finish(says, Session(form="view", subject=session.subject, answers={"brief": True}))
    seen = review.last_step(desk.db, session.subject or 0)
    answers = {**kept(session), "seen": seen, "brief": True, **more}
    return Finish(says, Session(form="review", subject=session.subject, answers=answers))


def stepped(desk: Desk, session: Session, by: int) -> Finish:
    """One on or back; behind the last comes what came to wait since the walk began."""
    walk = session.answers["walk"]
    place = max(walk.index(session.subject) + by, 0)
    return at(desk, session, walk[place]) if place < len(walk) else beyond(desk, session)


def onward(desk: Desk, session: Session, says: tuple[Say, ...], **more: Any) -> Finish:
    """After a decision: the next report of the walk that still waits, else what else there is."""
    walk = session.answers.get("walk", [])
    rest = walk[walk.index(session.subject) + 1 :] if session.subject in walk else []
    following = next((number for number in rest if still_waits(desk, number)), None)
    return at(desk, session, following, says, **more) if following else beyond(desk, session, says, **more)


def still_waits(desk: Desk, number: int) -> bool:
    """Is this report of the walk still to be decided by this person? (One is asked about, not the whole queue.)"""
    return review.seat_of(desk.db, number, desk.person.id, desk.now, desk.today) is not None


def beyond(desk: Desk, session: Session, says: tuple[Say, ...] = (), **more: Any) -> Finish:
    """Behind the last one: what waits and was not in this walk yet, else the list."""
    walk = session.answers.get("walk", [])
    first = session.answers.get("first", "")
    fresh = [each.id for each in waiting(desk, first) if each.id not in walk]
    if not fresh:
        return listed(desk, session, (*says, Say("review-done")), **more)
    longer = [*walk, *fresh][-LONGEST:]
    return at(desk, Session(answers={**kept(session), "walk": longer}), fresh[0], says, **more)


def listed(desk: Desk, session: Session, says: tuple[Say, ...] = (), **more: Any) -> Finish:
    """The list of what waits now."""
    return Finish(says, Session(form="review", answers={**kept(session), "walk": [], **more}))
