"""/bantin: the digests of one's units, the newest first, and one of this minute; each figure opens to its reports (R27).

What is shown is what was sent. Who may open it is asked anew each time: every unit of it must lie within their reach.
"""

from __future__ import annotations

import re
from typing import Any

from handlers import digest_card, digest_now, view
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.digest_card import label, told
from handlers.forms import Form, Item, Refused, Say, Session, Step
from handlers.my_reports import SHOWN, page_of
from handlers.steps import Pick
from storage import digests
from storage.digests import Kept
from storage.vietnamese import shorten, show_number

NUMBER = re.compile(r"[0-9]{1,12}")
NAME, TITLE = 34, 30  # characters of a unit, of a report's title, on a button


def form(desk: Desk, session: Session) -> Form:
    at_one = session.subject is not None
    steps = (
        Step("which", Pick(), lambda _: not at_one, query="listed"),
        Step("figure", Pick(), lambda _: at_one, query="figures"),
        Step("report", Pick(), lambda answers: at_one and answers.get("figure") != "list", query="behind"),
    )
    return Form("digest", steps)


def opened(desk: Desk, argument: str) -> Session:
    """What a door or a command's argument names: one digest, to be looked up when it is shown."""
    return Session(form="digest", subject=int(argument) if NUMBER.fullmatch(argument) else None)


# --- which ----------------------------------------------------------------------------------------------------------------


def listed(desk: Desk, session: Session) -> Offering:
    found = digests.own(desk.db, desk.person.id, desk.today)
    items = [Item("now", "digest-now")] if not session.hold.get("at") else []
    names = [
        Item(
            str(each.id),
            "digest-listed",
            args={
                "heading": digest_card.heading(each.content, desk.say),
                "day": digest_card.listed_day(each.content),
                "unit": shorten(digest_card.place(each.content, desk.say), NAME),
            },
        )
        for each in found
    ]
    return Offering([*items, *page_of(session, names)], {"count": len(found)})


def of(desk: Desk, number: int | None) -> Kept:
    """A digest this person may see today. Raises Refused."""
    kept = digests.one(desk.db, number, desk.person.id, desk.today) if number is not None else None
    if kept is None:
        raise Refused("not-found")
    return kept


# --- its figures, and the reports behind one ----------------------------------------------------------------------------------


def figures(desk: Desk, session: Session) -> Offering:
    kept = of(desk, session.subject)
    found = digests.figures_of(desk.db, kept.id)
    items = [
        Item(name, "digest-figure", args={"name": label(kept.content, name, desk.say), "value": show_number(value)})
        for name, value in found
    ]
    args = {
        "heading": digest_card.heading(kept.content, desk.say),
        "unit": digest_card.place(kept.content, desk.say),
        "span": digest_card.span(kept.content, desk.say),
        "count": len(found),
    }
    return Offering([*page_of(session, items), Item("list", "digest-list")], args)


def behind(desk: Desk, session: Session) -> Offering:
    """A page of the reports a figure counted; one that has left this person's reach since is left out."""
    kept, name = of(desk, session.subject), str(session.answers["figure"])
    numbers = digests.behind(desk.db, kept.id, name)
    start = int(session.hold.get("at", 0)) * SHOWN
    page = numbers[start : start + SHOWN]
    known = digests.titles(desk.db, page, desk.person.id, desk.today)
    items = [_report(desk, known[number]) for number in page if number in known]
    more = [Item(f"page:{start // SHOWN + 1}", "list-more")] if len(numbers) > start + SHOWN else []
    return Offering([*items, *more], {"name": label(kept.content, name, desk.say), "count": len(numbers)})


def _report(desk: Desk, row: Any) -> Item:
    """A withdrawn one is nobody's business any more: it is still one of the figure, without its title."""
    if row.state == "withdrawn":
        return Item(str(row.id), "staff-report-withdrawn-line", args={"code": row.code})
    args = {"code": row.code, "title": shorten(row.title, TITLE), "state": desk.say(f"state-{row.state}")}
    return Item(str(row.id), "my-report-line", args=args)


def finish(desk: Desk, session: Session) -> Finish:
    if session.subject is None:
        which = session.answers["which"]
        kept = digest_now.ask(desk) if which == "now" else of(desk, int(which))
        if kept is None:
            return Finish((Say("digest-now-begun"),), Session(form="digest"))
        shown = told(kept, desk.texts, desk.person.language)
        return Finish(next=Session(form="digest", subject=kept.id), messages=(shown,))
    if session.answers["figure"] == "list":
        return Finish(next=Session(form="digest"))
    return Finish(next=view.opened(desk, session.answers["report"]))


DIGEST = Conversation(
    "digest", form, finish, queries={"listed": listed, "figures": figures, "behind": behind}, act=digests.READ
)
