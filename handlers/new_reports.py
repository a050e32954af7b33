"""/baocaomoi: what waits to be seen, one report a message, forwards and backwards (R20).

A walk is the list of what waited when it began. It stays as it is while one walks: an opened report is no longer new but
still has its place, and one withdrawn meanwhile says so there.
"""

from __future__ import annotations

from handlers import report_card
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Form, Item, Refused, Say, Session, Step
from handlers.my_reports import page_of
from handlers.steps import Pick
from storage import inspection
from storage.vietnamese import shorten, show_day


def form(desk: Desk, session: Session) -> Form:
    """At a report, or at the list. At neither nothing is asked: `finish` opens the first one."""
    at_one = session.subject is not None
    at_list = not at_one and "walk" in session.answers
    steps = (
        Step("which", Pick(), lambda _: at_list, query="waiting"),
        Step("act", Pick(), lambda _: at_one, query="one"),
    )
    return Form("new-reports", steps)


def waiting(desk: Desk, session: Session) -> Offering:
    items = [
        Item(
            str(each.id),
            "new-reports-line",
            args={
                "code": each.code,
                "day": show_day(desk.local(each.sent_at).date()),
                "title": shorten(each.title, 30),
            },
        )
        for each in inspection.queue(desk.db, desk.person.id, desk.today)
    ]
    return Offering(page_of(session, items), {"count": inspection.waiting(desk.db, desk.person.id, desk.today).count})


def one(desk: Desk, session: Session) -> Offering:
    row = inspection.one(desk.db, str(session.subject), desk.person.id, desk.today)
    if row is None:
        raise Refused("not-found")
    walk = session.answers["walk"]
    place = walk.index(session.subject)
    items = [
        Item("next", "new-reports-next"),
        *[Item("previous", "new-reports-previous")] * (place > 0),
        *report_card.acts(desk, row),
        Item("list", "new-reports-list"),
    ]
    where = desk.say("new-reports-place", number=place + 1, total=len(walk))
    return report_card.shown(desk, row, items, brief="brief" in session.answers, place=where)


def finish(desk: Desk, session: Session) -> Finish:
    act = session.answers.get("act", "")
    match act:
        case "next" | "previous":
            return stepped(desk, session, 1 if act == "next" else -1)
        case "list":
            return listed(desk)
        case "":
            return chosen(desk, session.answers.get("which", ""))
        case _:
            row = inspection.one(desk.db, str(session.subject), desk.person.id, desk.today)
            if row is None:
                return Finish((Say("refused-not-found"),))
            says, messages = report_card.beside(desk, row, act)
            same = {"walk": session.answers["walk"], "brief": True}
            return Finish(says, Session(form="new-reports", subject=row["id"], answers=same), messages)


def chosen(desk: Desk, which: str) -> Finish:
    """A walk through what waits now, from the report that was chosen, else from the oldest."""
    walk = [each.id for each in inspection.queue(desk.db, desk.person.id, desk.today)]
    if which and int(which) not in walk:
        walk = [int(which)]
    return at(desk, walk, walk.index(int(which)) if which else 0) if walk else Finish((Say("new-reports-none"),))


def listed(desk: Desk) -> Finish:
    if not inspection.queue(desk.db, desk.person.id, desk.today, most=1):
        return Finish((Say("new-reports-none"),))
    return Finish(next=Session(form="new-reports", answers={"walk": []}))


def stepped(desk: Desk, session: Session, by: int) -> Finish:
    """One on or back; behind the last comes what was sent since the walk began."""
    walk = session.answers["walk"]
    place = max(walk.index(session.subject) + by, 0)
    if place < len(walk):
        return at(desk, walk, place)
    more = inspection.queue(desk.db, desk.person.id, desk.today, after=walk[-1])
    return at(desk, [each.id for each in more], 0) if more else Finish((Say("new-reports-done"),))


def at(desk: Desk, walk: list[int], place: int) -> Finish:
    row = inspection.one(desk.db, str(walk[place]), desk.person.id, desk.today)
    if row is None:
        return Finish((Say("refused-not-found"),))
    report_card.opened(desk, row)
    return Finish(next=Session(form="new-reports", subject=walk[place], answers={"walk": walk}))


NEW_REPORTS = Conversation("new-reports", form, finish, queries={"waiting": waiting, "one": one}, act="read")
