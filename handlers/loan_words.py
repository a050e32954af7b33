"""A role that is lent, in words: in lists, and in the notice to its other side (R20, R78)."""

from __future__ import annotations

from functools import partial
from typing import Any

from handlers.desk import Desk
from handlers.words import Option, Outgoing
from storage import calendar, outbox, people, preferences, units
from storage.delegation import Loan
from storage.vietnamese import show_day


def of_loan(desk: Desk, loan: Loan) -> dict[str, Any]:
    """Role, unit, span, the other side's name, and whether it was given or borrowed."""
    given = loan.lender == desk.person.id
    other = loan.borrower if given else loan.lender
    known = people.known(desk.db, [other])
    return {
        "role": desk.say(f"role-{loan.role}"),
        "unit": units.name_of(desk.db, loan.unit_id, desk.today),
        "name": known[other].name if other in known else "",
        "since": show_day(loan.since),
        "until": show_day(loan.until),
        "given": "yes" if given else "no",
    }


def line_of_loan(desk: Desk, loan: Loan) -> str:
    return desk.say("delegate-line", **of_loan(desk, loan))


def tell(desk: Desk, loan: Loan, who: int, what: str) -> None:
    """The other side hears of it in their next open hour; `what`: lent, accepted, ended."""
    place, known = people.places_of(desk.db, [who]).get(who), people.known(desk.db, [who]).get(who)
    if place is None or known is None:
        return
    say = partial(desk.texts.say, known.language)
    words = {
        "what": what,
        "name": desk.person.name,
        "role": say(f"role-{loan.role}"),
        "unit": units.name_of(desk.db, loan.unit_id, desk.today),
        "since": show_day(loan.since),
        "until": show_day(loan.until),
    }
    door = Option("go:uyquyen:", say("delegate-open"))
    quiet = preferences.read(desk.db, [who])[who].quiet
    row = {
        "key": f"loan:{loan.id}:{what}",
        "channel": place[0],
        "address": place[1],
        "body": Outgoing(say("delegate-notice", **words), (door,)).as_json(),
        "due_at": calendar.read(desk.db, desk.zone).next_open(desk.now, quiet),
        "kind": "notice",
    }
    outbox.put(desk.db, [row])
