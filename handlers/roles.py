"""/vaitro: one's own roles today, and taking one by the code of an invitation (R21).

A code opens its invitation for the first who brings it and for nobody else. A stranger's is held while they join; the
role itself is given only when they say yes here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Answered, Form, Heard, Item, Refused, Say, Session, Step, Taken
from handlers.steps import NO, YES, Pick, Text
from storage import invitations, roles, units
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
    lines = "\n".join(desk.say("roles-line", **told(desk, each, names[each.unit_id])) for each in own)
    parts = [desk.say("roles-held", lines=lines)] if own else []
    if invited is not None:
        parts.append(desk.say("roles-offer", **told(desk, invited, names[invited.unit_id])))
        items = [Item(f"accept:{invited.id}", "roles-accept"), Item(f"decline:{invited.id}", "roles-decline")]
    else:
        items = [Item("code", "roles-code"), *([Item("staff", "roles-staff")] if own else [])]
    said = "\n\n".join(parts) or desk.say("roles-none")
    return Offering(items, {"roles": said, "count": int(invited is not None)})


def finish(desk: Desk, session: Session) -> Finish:
    act, _, number = session.answers["act"].partition(":")
    match act:
        case "accept":
            return accept(desk, int(number))
        case "decline":
            invitations.decline(desk.db, desk.person.id, int(number), desk.now)
            return Finish((Say("roles-declined"),))
        case "staff":
            return Finish(next=Session(form="staff"))
        case _ if hold(desk, session.answers["code"]):
            return Finish(next=Session(form="roles"))
        case _:
            may_try = invitations.may_try(desk.db, desk.person.id, desk.now)
            raise Refused("invitation" if may_try else "invitation-tries")


def accept(desk: Desk, number: int) -> Finish:
    invited = _held(desk)
    if invited is None or invited.id != number or invitations.accept(desk.db, desk.person.id, number, desk.now) is None:
        raise Refused("invitation")
    said = told(desk, invited, unit_names(desk, [invited.unit_id])[invited.unit_id])
    following = "roles" if _held(desk) else "staff"
    return Finish((Say("roles-accepted", {"role": said["role"], "unit": said["unit"]}),), Session(form=following))


ROLES = Conversation("roles", form, finish, queries={"mine": mine})
