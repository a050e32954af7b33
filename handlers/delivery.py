"""/giaonhan: what waits for an officer's members, what nobody can say arrived, and who cannot be reached any more.

A message of which the channel left the outcome open is never sent twice by itself (reminders, digests, broadcasts); here
the officer may, with one tap. Names are those of the officer's own members, and looking at them is in the audit (R45).
"""

from __future__ import annotations

from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Form, Item, Refused, Say, Session, Step
from handlers.my_reports import SHOWN, page_of
from handlers.steps import Pick
from storage import delivery, people, units
from storage.vietnamese import shorten, show_day, show_number

ALL, PEOPLE, ROW = "all", "people", "row:"
SEEN = "seen"


def form(desk: Desk, session: Session) -> Form:
    steps = (
        Step("act", Pick(), query="overview"),
        Step("people", Pick(), query="unreachable", when=lambda answers: answers.get("act") == PEOPLE),
    )
    return Form("delivery", steps, ways_out=(CANCEL,))


def overview(desk: Desk, session: Session) -> Offering:
    """The figures, and each unconfirmed message as a button that sends it again."""
    who, day = desk.person.id, desk.today
    unsure = delivery.unconfirmed(desk.db, who, day)
    lost = delivery.unreachable(desk.db, who, day)
    kept = delivery.kept(desk.db, who, day)
    if not session.offered and not session.hold.get(SEEN):  # once an opening, not with every page
        note = f"unconfirmed:{len(unsure)} unreachable:{len(lost)}"
        people.audit(desk.db, who, "view", "delivery", desk.now, note)
    items = page_of(session, [Item(f"{ROW}{each.id}", "delivery-again", args=line(desk, each)) for each in unsure])
    lines = [desk.say("delivery-line", **item.args) for item in items if item.value.startswith(ROW)]
    all_ = [Item(ALL, "delivery-again-all", args={"number": len(unsure)})] if len(unsure) > 1 else []
    names = [Item(PEOPLE, "delivery-people", args={"number": len(lost)})] if lost else []
    args = {
        "waiting": show_number(delivery.waiting(desk.db, who, day)),
        "told": show_number(delivery.told(desk.db, who, day, desk.now)),
        "unsure": len(unsure),
        "lost": len(lost),
        "kept": f"\n\n{desk.say('delivery-kept', count=kept)}" if kept else "",
        "lines": "\n".join(lines),
    }
    return Offering([*items, *all_, *names], args)


def line(desk: Desk, each: delivery.Unconfirmed) -> dict[str, str]:
    what = desk.say("delivery-kind", what=each.kind)
    local = desk.local(each.at)
    return {
        "name": shorten(each.name, 20),
        "what": what,
        "time": local.strftime("%H:%M"),
        "day": show_day(local.date()),
    }


def unreachable(desk: Desk, session: Session) -> Offering:
    """Who, of which unit, since when: ten at a time."""
    found = delivery.unreachable(desk.db, desk.person.id, desk.today)
    page = int(session.hold.get("at", 0))
    here = found[page * SHOWN : (page + 1) * SHOWN]
    names = units.names_of(desk.db, {each.unit_id for each in here}, desk.today)
    lines = [
        desk.say(
            "delivery-person",
            name=each.name,
            unit=names.get(each.unit_id) or units.name_of(desk.db, each.unit_id, desk.today),
            day=show_day(desk.local(each.since).date()),
        )
        for each in here
    ]
    more = [Item(f"page:{page + 1}", "list-more")] if found[(page + 1) * SHOWN :] else []
    return Offering(more, {"count": len(found), "lines": "\n".join(lines)})


def finish(desk: Desk, session: Session) -> Finish:
    act = session.answers["act"]
    mine = delivery.unconfirmed(desk.db, desk.person.id, desk.today)
    rows = [each.id for each in mine if act in (ALL, f"{ROW}{each.id}")]
    sent = delivery.send_again(desk.db, desk.person.id, desk.today, rows, desk.now)
    if not sent:
        raise Refused("settled")
    return Finish((Say("delivery-sent-again", {"count": sent}),), Session(form="delivery", hold={SEEN: True}))


DELIVERY = Conversation(
    "delivery", form, finish, queries={"overview": overview, "unreachable": unreachable}, act=delivery.ACT
)
