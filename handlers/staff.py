"""/canbo: the staff's own menu, with only what this person may do today (R21)."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Form, Item, Refused, Session, Step
from handlers.steps import Pick
from storage import roles

# Conversation → the act it is for, in the order of a staff member's day; "" is for everybody.
OPENS: Mapping[str, str] = {
    "review": "read",
    "find": "read",
    "likeness": "review",
    "checklist": "read",
    "judging": "judge",
    "digest": "read",
    "papers": "papers",
    "coming": "read",
    "submission": "submit",
    "register": "register",
    "nominate": "nominate",
    "close-year": "decide",
    "meeting": "papers",
    "decision": "decide",
    "hold": "decide",
    "commendation": "papers",
    "signing": "sign",
    "templates": "sign",
    "deadlines": "deadlines",
    "broadcast": "broadcast",
    "delivery": "delivery",
    "invite": "invite",
    "calendar": "calendar",
    "delegate": "lend",
    "roles": "",
}


def form(desk: Desk, session: Session) -> Form:
    return Form("staff", (Step("act", Pick(), query="open"),))


def open_to(desk: Desk) -> list[str]:
    acts = roles.acts_of(desk.db, desk.person.id, desk.today)
    return [name for name, act in OPENS.items() if not act or act in acts]


def choices(desk: Desk, session: Session) -> Offering:
    names = open_to(desk)
    return Offering([Item(name, f"staff-{name}") for name in names], {"count": len(names) - 1})


def finish(desk: Desk, session: Session) -> Finish:
    name = session.answers["act"]
    if name not in open_to(desk):  # the role ended while the menu was on the screen
        raise Refused("role")
    return Finish(next=Session(form=name))


STAFF = Conversation("staff", form, finish, queries={"open": choices})
