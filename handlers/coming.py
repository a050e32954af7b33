"""/nhac: what is due soon, or late, of one's own unit and of the units one holds a role for (R25, R26)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from handlers.deadline_words import title
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Form, Item, Session, Step
from handlers.steps import Pick
from storage import deadlines, roles, tree, units
from storage.deadlines import Due
from storage.vietnamese import show_day, show_number

AHEAD = timedelta(days=60)
BEHIND = timedelta(days=180)  # how long something late that was not handed in stays in the list
MOST = 12  # lines of each part


def form(desk: Desk, session: Session) -> Form:
    return Form("coming", (Step("act", Pick(), query="coming"),), ways_out=(CANCEL,))


def coming(desk: Desk, session: Session) -> Offering:
    near = [each for each in deadlines.standing(desk.db) if -BEHIND <= each.due - desk.today <= AHEAD]
    own = set(units.today_of(desk.db, desk.person.unit_id, desk.today)) if desk.person.unit_id else set()
    mine = held(desk) - own
    asked = deadlines.asked(desk.db, near, desk.today, own | mine)
    done = deadlines.submitted(desk.db, asked)
    of_own = [own_line(desk, *each) for each in told(near, asked, done, own, desk.today)]
    of_held = [held_line(desk, *each) for each in told(near, asked, done, mine, desk.today)]
    shown = [*part(desk, desk.say("coming-own"), of_own), *part(desk, desk.say("coming-held"), of_held)]
    may_mark = "submit" in roles.acts_of(desk.db, desk.person.id, desk.today)
    items = [Item("submit", "coming-submit")] if may_mark else []
    return Offering([*items, Item("menu", "coming-menu")], {"lines": "\n\n".join(shown) or desk.say("coming-none")})


def held(desk: Desk) -> set[int]:
    """The units below the person's roles, whatever they are."""
    roots = [each.unit_id for each in roles.grants_of(desk.db, desk.person.id, desk.today)]
    if not roots:
        return set()
    covered = tree.under(roots, desk.today)
    return set(desk.db.execute(select(covered.c.unit_id)).scalars())


def told(
    near: Sequence[Due], asked: Mapping[int, set[int]], done: Mapping[int, set[int]], where: set[int], today: date
) -> Iterator[tuple[Due, set[int], set[int]]]:
    """(deadline, units it asks, those that have done it) of what concerns these units; what is late and done is over."""
    for each in near:
        of_these = asked[each.id] & where
        if of_these and (each.due >= today or of_these - done[each.id]):
            yield each, of_these, of_these & done[each.id]


def part(desk: Desk, heading: str, lines: Sequence[str]) -> list[str]:
    """A heading with its lines, the first of them."""
    if not lines:
        return []
    more = [desk.say("coming-more", count=len(lines) - MOST)] if len(lines) > MOST else []
    return ["\n".join([heading, *lines[:MOST], *more])]


def own_line(desk: Desk, due: Due, asked: set[int], done: set[int]) -> str:
    return desk.say("coming-line", **what(desk, due), done="no" if asked - done else "yes")


def held_line(desk: Desk, due: Due, asked: set[int], done: set[int]) -> str:
    return desk.say("coming-line-held", **what(desk, due), done=show_number(len(done)), asked=show_number(len(asked)))


def what(desk: Desk, due: Due) -> Mapping[str, object]:
    """The day, how far it is, and what is owed."""
    left = (due.due - desk.today).days
    when = "late" if left < 0 else "today" if left == 0 else "coming"
    return {
        "day": show_day(due.due),
        "left": desk.say("coming-left", when=when, days=abs(left)),
        "title": title(desk.say, due),
    }


def finish(desk: Desk, session: Session) -> Finish:
    return Finish(next=Session(form="submission" if session.answers["act"] == "submit" else "menu"))


COMING = Conversation("coming", form, finish, queries={"coming": coming})
