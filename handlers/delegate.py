"""/uyquyen: lending one's role to a colleague for a span of days, seeing what is lent, and taking or giving it back (R20, R25).

Who is chosen from the staff within reach has the role at once; anybody else gets a code of one use. Both sides are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from handlers.calendar_days import read_coming
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Answered, Answers, Form, Heard, Item, Misread, Refused, Say, Session, Step, Taken
from handlers.loan_words import line_of_loan, of_loan, tell
from handlers.my_reports import page_of
from handlers.roles import unit_names
from handlers.steps import Choice, Open, Pick
from handlers.summary import Summary
from storage import delegation, invitations, people
from storage.delegation import AHEAD, LONGEST, Loan
from storage.roles import Held
from storage.vietnamese import show_day

CODE = "code"  # instead of a colleague's number: somebody who is no staff yet
SPANS = (7, 14, 30)  # days offered at once
SOON = {"today": 0, "tomorrow": 1}


# --- days -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FirstDay(Open):
    """The first day of a loan, today or soon. Kept as "2026-12-01"."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return [Item("today", "delegate-today"), Item("tomorrow", "delegate-tomorrow")]

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if heard.value in SOON:
            return _taken(heard.today + timedelta(days=SOON[heard.value]))
        day = read_coming(heard.text, heard.today)
        if day is None or not heard.today <= day <= heard.today + AHEAD:
            raise Misread("delegate-first", most=AHEAD.days)
        return _taken(day)

    def shown(self, value: Any, say: Any) -> str:
        return show_day(date.fromisoformat(value))


@dataclass(frozen=True, slots=True)
class LastDay(FirstDay):
    """The last day, that day included."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        if "first" not in session.answers:
            return ()
        first = date.fromisoformat(session.answers["first"])
        days = [first + timedelta(days=each - 1) for each in SPANS]
        return [Item(day.isoformat(), "delegate-until", args={"day": show_day(day)}) for day in days]

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        first = date.fromisoformat(session.answers["first"])
        day = date.fromisoformat(heard.value) if heard.value else read_coming(heard.text, first)
        if day is None or not first <= day < first + timedelta(days=LONGEST):
            raise Misread("delegate-last", first=show_day(first), most=LONGEST)
        return _taken(day)


def _taken(day: date) -> Answered:
    return Answered(day.isoformat(), Say("understood-day", {"day": show_day(day)}))


# --- the conversation -----------------------------------------------------------------------------------------------


def lending(answers: Answers) -> bool:
    return str(answers.get("which", "")).startswith("lend:")


def ending(answers: Answers) -> bool:
    return str(answers.get("which", "")).startswith("end:")


def form(desk: Desk, session: Session) -> Form:
    sure = (Item("yes", "delegate-yes"), Item("no", "delegate-no"))
    steps = (
        Step("which", Pick(), query="listed", shown=False),
        Step("who", Pick(), when=lending, query="colleagues", shown=False),
        Step("first", FirstDay(), when=lending),
        Step("last", LastDay(), when=lending),
        Step("save", Summary(("delegate",), ("edit",)), when=lending, query="looked_over", shown=False),
        Step("sure", Choice(sure), when=ending, query="the_loan", shown=False),
    )
    return Form("delegate", steps)


def listed(desk: Desk, session: Session) -> Offering:
    """What is lent either way, and the roles one may lend."""
    mine = delegation.lendable(desk.db, desk.person.id, desk.today)
    lent = delegation.loans(desk.db, desk.person.id, desk.today)
    names = unit_names(desk, [each.unit_id for each in mine])
    said = [of_loan(desk, each) for each in lent]
    items = [
        Item(
            f"lend:{each.id}",
            "delegate-lend",
            args={"role": desk.say(f"role-{each.role}"), "unit": names[each.unit_id]},
        )
        for each in mine
    ]
    ends = [
        Item(f"end:{loan.id}", "delegate-take" if words["given"] == "yes" else "delegate-give-back", args=words)
        for loan, words in zip(lent, said, strict=True)
    ]
    lines = "\n".join(line_of_loan(desk, each) for each in lent)
    return Offering(page_of(session, [*items, *ends]), {"lines": lines, "count": len(lent), "roles": len(mine)})


def the_role(desk: Desk, session: Session) -> Held:
    """The role that is to be lent, if it is still theirs to lend. Raises Refused."""
    number = str(session.answers["which"]).partition(":")[2]
    lent = delegation.still_lendable(desk.db, int(number), desk.person.id, desk.today) if number.isdigit() else None
    if lent is None:
        raise Refused("role-gone")
    return lent


def colleagues(desk: Desk, session: Session) -> Offering:
    lent = the_role(desk, session)
    names = unit_names(desk, [lent.unit_id])
    found = delegation.colleagues(desk.db, lent, desk.today)
    items = [Item(str(number), "delegate-to", args={"name": name}) for number, name in found]
    args = {"role": desk.say(f"role-{lent.role}"), "unit": names[lent.unit_id], "count": len(found)}
    return Offering([*page_of(session, items), Item(CODE, "delegate-code")], args)


def looked_over(desk: Desk, session: Session) -> Offering:
    """What will be lent to whom, and until when: never longer than the role itself."""
    lent = the_role(desk, session)
    names = unit_names(desk, [lent.unit_id])
    until = "" if lent.until is None else show_day(lent.until)
    ends = lent.until is not None and lent.until < date.fromisoformat(session.answers["last"])
    words = {"role": desk.say(f"role-{lent.role}"), "unit": names[lent.unit_id], "name": _name(desk, session)}
    return Offering(args={**words, "clamped": "yes" if ends else "no", "until": until})


def _name(desk: Desk, session: Session) -> str:
    who = session.answers["who"]
    if who == CODE:
        return desk.say("delegate-somebody")
    known = people.known(desk.db, [int(who)])
    return known[int(who)].name if int(who) in known else desk.say("delegate-somebody")


def the_loan(desk: Desk, session: Session) -> Offering:
    return Offering(args=of_loan(desk, found(desk, session)))


def found(desk: Desk, session: Session) -> Loan:
    """The loan on the screen, if it still runs and they are one of its sides. Raises Refused."""
    number = str(session.answers["which"]).partition(":")[2]
    loan = delegation.one(desk.db, int(number), desk.person.id, desk.today) if number.isdigit() else None
    if loan is None:
        raise Refused("role-gone")
    return loan


def finish(desk: Desk, session: Session) -> Finish:
    return lend(desk, session) if lending(session.answers) else take_back(desk, session)


def lend(desk: Desk, session: Session) -> Finish:
    lent = the_role(desk, session)
    first, last = (date.fromisoformat(session.answers[name]) for name in ("first", "last"))
    span = delegation.span_of(lent, first, last, desk.today)
    if span is None:
        raise Refused("delegate-span", most=LONGEST)
    since, until = span
    days = {"since": show_day(since), "until": show_day(until)}
    unit = unit_names(desk, [lent.unit_id])[lent.unit_id]
    words = {"role": desk.say(f"role-{lent.role}"), "unit": unit, **days}
    if session.answers["who"] == CODE:
        code = invitations.invite(
            desk.db,
            lent.role,
            lent.unit_id,
            since=since,
            until=until,
            by=desk.person.id,
            now=desk.now,
            stands_for=lent.id,
        )
        expires = desk.local(desk.now + invitations.LIVES).date()
        return Finish((Say("delegate-code-made", {**words, "code": people.spelt(code), "day": show_day(expires)}),))
    who = int(session.answers["who"])
    if who not in dict(delegation.colleagues(desk.db, lent, desk.today)):
        raise Refused("delegate-gone")
    number = delegation.lend(desk.db, lent, who, since, until, desk.now)
    loan = Loan(number, lent.role, lent.unit_id, since, until, desk.person.id, who)
    tell(desk, loan, who, "lent")
    return Finish((Say("delegate-done", {**words, "name": _name(desk, session)}),), Session(form="delegate"))


def take_back(desk: Desk, session: Session) -> Finish:
    again = Session(form="delegate")
    loan = found(desk, session)
    if session.answers["sure"] == "no":
        return Finish((Say("delegate-kept"),), again)
    words = of_loan(desk, loan)
    delegation.end(desk.db, loan, desk.person.id, desk.now)
    tell(desk, loan, loan.borrower if loan.lender == desk.person.id else loan.lender, "ended")
    return Finish((Say("delegate-ended", {name: words[name] for name in ("role", "unit", "name", "given")}),), again)


DELEGATE = Conversation(
    "delegate",
    form,
    finish,
    queries={"listed": listed, "colleagues": colleagues, "looked_over": looked_over, "the_loan": the_loan},
    act=delegation.ACT,
)
