"""/vaitro: one's own roles today, and taking one by the code of an invitation (R21).

A code opens its invitation for the first who brings it and for nobody else. A stranger's is held while they join; the
role itself is given only when they say yes here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Answered, Form, Heard, Item, Refused, Say, Session, Step, Taken
from handlers.loan_words import line_of_loan, tell
from handlers.steps import NO, YES, Pick, Text
from storage import delegation, invitations, people, roles, units
from storage.invitations import Invited
from storage.roles import Held
from storage.vietnamese import fold, show_day


def hold(desk: Desk, code: str) -> bool:
    """Keep the invitation of this code for the person. False when it cannot be used: wrong, stale, used, somebody else's."""
    invited = invitations.open_invitation(desk.db, code, desk.person.id, desk.now)
    return invited is not None and _stands(desk, invited)


def opened(desk: Desk, argument: str) -> Session:
    """The conversation for who comes with a code. A stranger's is held at once: they are sent to join first."""
    if desk.person.joined:
        return Session(form="roles", answers={"act": "code", "code": argument})
    hold(desk, argument)
    return Session(form="roles")


def _held(desk: Desk) -> Invited | None:
    """The invitation this person has opened and not answered."""
    invited = invitations.held_for(desk.db, desk.person.id, desk.now)
    return invited if invited is not None and _stands(desk, invited) else None


def _stands(desk: Desk, invited: Invited) -> bool:
    """The role would still last, and who offers it may still give it today (R21)."""
    lasts = invited.until is None or invited.until >= desk.today
    by = invited.made_by  # None: the command line
    if invited.stands_for is not None:
        return lasts and delegation.still_lendable(desk.db, invited.stands_for, by, desk.today) is not None
    return lasts and (by is None or roles.may(desk.db, by, "invite", invited.unit_id, desk.today))


# --- how roles are told ---------------------------------------------------------------------------------------------------


def told(desk: Desk, role: Held | Invited, unit_name: str) -> dict[str, Any]:
    """A role in words: role, unit, span, and what it may do."""
    return {
        "role": desk.say(f"role-{role.role}"),
        "unit": unit_name,
        "span": span(desk, role.since, role.until),
        "may": desk.say(f"may-{role.role}"),
    }


def span(desk: Desk, since: date, until: date | None) -> str:
    if until is None:
        return desk.say("role-since", since=show_day(since))
    return desk.say("role-span", since=show_day(since), until=show_day(until))


def unit_names(desk: Desk, numbers: Iterable[int]) -> dict[int, str]:
    """Names of today; of a unit that has ended, its last."""
    wanted = set(numbers)
    living = units.names_of(desk.db, wanted, desk.today)
    return {each: living.get(each) or units.name_of(desk.db, each, desk.today) for each in wanted}


# --- the conversation -------------------------------------------------------------------------------------------------------


class Wish(Pick):
    """What to do; where a role is offered, a plain yes or no answers it too."""

    __slots__ = ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        word = fold(heard.text)
        verb = "accept" if word in YES else "decline" if word in NO else ""
        offered = [offer.value for offer in session.offered if verb and offer.value.startswith(f"{verb}:")]
        if offered and not heard.value:
            return Answered(offered[0], anew=True)
        return super().take(form, session, heard, found)


def form(desk: Desk, session: Session) -> Form:
    steps = (
        Step("act", Wish(), query="mine"),
        Step("code", Text(least=8, most=20, line=True), when=lambda answers: answers.get("act") == "code"),
    )
    return Form("roles", steps)


def mine(desk: Desk, session: Session) -> Offering:
    """The roles of today, and before anything else the one that is offered."""
    own, invited = roles.grants_of(desk.db, desk.person.id, desk.today), _held(desk)
    at = [each.unit_id for each in own]
    names = unit_names(desk, [*at, invited.unit_id] if invited is not None else at)
    lent = delegation.loans(desk.db, desk.person.id, desk.today)
    lenders = people.known(desk.db, [each.lender for each in lent])
    by = {each.id: lenders[each.lender].name for each in lent if each.lender in lenders}
    lines = [_line(desk, each, names[each.unit_id], by) for each in own]
    parts = [desk.say("roles-held", lines="\n".join(lines))] if own else []
    if given := [each for each in lent if each.lender == desk.person.id]:
        parts.append("\n".join([desk.say("roles-given"), *(line_of_loan(desk, each) for each in given)]))
    if invited is not None:
        parts.append(_offer(desk, invited, names[invited.unit_id]))
        items = [Item(f"accept:{invited.id}", "roles-accept"), Item(f"decline:{invited.id}", "roles-decline")]
    else:
        items = [Item("code", "roles-code"), *([Item("staff", "roles-staff")] if own else [])]
        if delegation.ACT in roles.acts_of(desk.db, desk.person.id, desk.today):
            items.append(Item("delegate", "roles-delegate"))
    said = "\n\n".join(parts) or desk.say("roles-none")
    return Offering(items, {"roles": said, "count": int(invited is not None)})


def _line(desk: Desk, role: Held, unit_name: str, lenders: Mapping[int, str]) -> str:
    """One of one's roles; of a loan also in whose stead."""
    words = told(desk, role, unit_name)
    if role.stands_for is None:
        return desk.say("roles-line", **words)
    return desk.say("roles-line-lent", name=lenders.get(role.id, ""), **words)


def _offer(desk: Desk, invited: Invited, unit_name: str) -> str:
    words = told(desk, invited, unit_name)
    if invited.stands_for is None or invited.made_by is None:
        return desk.say("roles-offer", **words)
    known = people.known(desk.db, [invited.made_by])
    name = known[invited.made_by].name if invited.made_by in known else ""
    return desk.say("roles-offer-lent", name=name, **words)


def finish(desk: Desk, session: Session) -> Finish:
    act, _, number = session.answers["act"].partition(":")
    match act:
        case "accept":
            return accept(desk, int(number))
        case "decline":
            invitations.decline(desk.db, desk.person.id, int(number), desk.now)
            return Finish((Say("roles-declined"),))
        case "staff" | "delegate":
            return Finish(next=Session(form=act))
        case _ if hold(desk, session.answers["code"]):
            return Finish(next=Session(form="roles"))
        case _:
            may_try = invitations.may_try(desk.db, desk.person.id, desk.now)
            raise Refused("invitation" if may_try else "invitation-tries")


def accept(desk: Desk, number: int) -> Finish:
    invited = _held(desk)
    fits = invited is not None and invited.id == number
    given = invitations.accept(desk.db, desk.person.id, number, desk.now) if fits else None
    if invited is None or given is None:
        raise Refused("invitation")
    if (loan := delegation.by_number(desk.db, given)) is not None:
        tell(desk, loan, loan.lender, "accepted")
    said = told(desk, invited, unit_names(desk, [invited.unit_id])[invited.unit_id])
    following = "roles" if _held(desk) else "staff"
    return Finish((Say("roles-accepted", {"role": said["role"], "unit": said["unit"]}),), Session(form=following))


ROLES = Conversation("roles", form, finish, queries={"mine": mine})
