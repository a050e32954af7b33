"""/moi: an admin makes somebody staff by a code, and takes roles back, within the units they answer for (R21, R45)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from handlers import own_units
from handlers.calendar_days import read_coming
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Answered, Answers, Form, Heard, Item, Misread, Refused, Say, Session, Step, Taken
from handlers.my_reports import page_of
from handlers.roles import told, unit_names
from handlers.steps import Choice, Open, Pick, Say_, Unit
from handlers.summary import Summary
from handlers.texts import Texts
from storage import grants, invitations, people, roles
from storage.roles import Held
from storage.vietnamese import show_day

ACT = "invite"
FAR = timedelta(days=10 * 366)  # two terms of a committee


class Until(Open):
    """The last day of a role: none, the end of this year, or a day that is typed. Kept as "open" or "2027-02-05"."""

    __slots__ = ()

    def items(self, form: Form, session: Session) -> list[Item]:
        return [Item("open", "until-open"), Item("year", "until-year")]

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if heard.value == "open":
            return Answered("open")
        day = date(heard.today.year, 12, 31) if heard.value == "year" else read_coming(heard.text, heard.today)
        if day is None or not heard.today <= day <= heard.today + FAR:
            raise Misread("until")
        return Answered(day.isoformat(), Say("understood-day", {"day": show_day(day)}))

    def shown(self, value: Any, say: Say_) -> str:
        return say("until-open") if value == "open" else show_day(date.fromisoformat(value))


def anew(answers: Answers) -> bool:
    return answers.get("which") == "new"


def form(desk: Desk, session: Session) -> Form:
    choice = Choice(tuple(Item(role, f"role-{role}") for role in roles.ROLES))
    steps = (
        Step("which", Pick(), query="listed", shown=False),
        Step("role", choice, when=anew, query="explained"),
        Step("unit", Unit(), when=anew, query="own_units"),
        Step("until", Until(), when=anew),
        Step("save", Summary(("invite",), ("edit",)), when=anew, shown=False),
    )
    return Form("invite", steps)


def listed(desk: Desk, session: Session) -> Offering:
    """The roles given so far, a page at a time."""
    held = roles.grants_in(desk.db, desk.person.id, desk.today)
    names = people.known(desk.db, {each.person_id for each in held})
    where = unit_names(desk, [each.unit_id for each in held])
    items = [
        Item(
            str(each.id),
            "invite-line",
            args={
                "name": names[each.person_id].name,
                "role": desk.say(f"role-{each.role}"),
                "unit": where[each.unit_id],
            },
        )
        for each in held
        if each.person_id in names
    ]
    return Offering([Item("new", "invite-new"), *page_of(session, items)], {"count": len(items)})


def explained(desk: Desk, session: Session) -> Offering:
    lines = [
        desk.say("summary-line", label=desk.say(f"role-{role}"), answer=desk.say(f"may-{role}")) for role in roles.ROLES
    ]
    return Offering(args={"roles": "\n".join(lines)})


def finish(desk: Desk, session: Session) -> Finish:
    if not anew(session.answers):
        return Finish(next=Session(form="take-back", subject=int(session.answers["which"])))
    role, where, until = (session.answers[name] for name in ("role", "unit", "until"))
    if not own_units.within(desk, ACT, [where["id"]]):
        raise Refused("role")
    last = None if until == "open" else date.fromisoformat(until)
    code = invitations.invite(desk.db, role, where["id"], since=desk.today, until=last, by=desk.person.id, now=desk.now)
    expires = desk.local(desk.now + invitations.LIVES).date()
    return Finish((Say("invite-made", _made(desk.texts, desk.person.language, role, where["name"], code, expires)),))


def _made(texts: Texts, language: str, role: str, unit_name: str, code: str, expires: date) -> dict[str, Any]:
    shown = people.spelt(code)
    return {
        "code": shown,
        "role": texts.say(language, f"role-{role}"),
        "unit": unit_name,
        "day": show_day(expires),
    }


def made(texts: Texts, language: str, role: str, unit_name: str, code: str, expires: date, bot_name: str = "") -> str:
    """A fresh invitation in words, for the command line; with the bot's name (no "@") its link too.

    https://core.telegram.org/bots/features#deep-linking
    """
    said = texts.say(language, "invite-made", **_made(texts, language, role, unit_name, code, expires))
    link = f"https://t.me/{bot_name}?start=v-{code}"
    return "\n\n".join([said, texts.say(language, "invite-link", link=link)] if bot_name else [said])


INVITE = Conversation(
    "invite",
    form,
    finish,
    queries={"listed": listed, "explained": explained, "own_units": own_units.query(ACT)},
    lookups=own_units.lookups(ACT),
    act=ACT,
)


# --- taking a role back, asked twice --------------------------------------------------------------------------------------


def take_back_form(desk: Desk, session: Session) -> Form:
    acts = (Item("take", "take-back-take"), Item("list", "take-back-list"))
    sure = (Item("yes", "take-back-yes"), Item("no", "take-back-no"))
    steps = (
        Step("act", Choice(acts), query="one"),
        Step("sure", Choice(sure), when=lambda answers: answers.get("act") == "take"),
    )
    return Form("take-back", steps)


def the_grant(desk: Desk, session: Session) -> Held:
    """The role on the screen, if it is still held and theirs to take back."""
    held = roles.grants_in(desk.db, desk.person.id, desk.today)
    found = next((each for each in held if each.id == session.subject), None)
    if found is None:
        raise Refused("role-gone")
    return found


def in_words(desk: Desk, held: Held) -> dict[str, Any]:
    known = people.known(desk.db, [held.person_id]).get(held.person_id)
    said = told(desk, held, unit_names(desk, [held.unit_id])[held.unit_id])
    return {"name": known.name if known else "", "role": said["role"], "unit": said["unit"], "span": said["span"]}


def one(desk: Desk, session: Session) -> Offering:
    return Offering(args=in_words(desk, the_grant(desk, session)))


def take_back(desk: Desk, session: Session) -> Finish:
    again = Session(form="invite")
    if session.answers["act"] == "list":
        return Finish(next=again)
    if session.answers["sure"] == "no":
        return Finish((Say("take-back-kept"),), again)
    held = the_grant(desk, session)
    if _last_of_their_own(desk, held):
        return Finish((Say("refused-last-admin"),), again)
    grants.end(desk.db, held.id, by=desk.person.id, now=desk.now)
    said = in_words(desk, held)
    return Finish((Say("take-back-done", {name: said[name] for name in ("name", "role", "unit")}),), again)


def _last_of_their_own(desk: Desk, held: Held) -> bool:
    """Nobody shuts the door behind themselves by mistake."""
    own = roles.grants_of(desk.db, desk.person.id, desk.today)
    return [each.id for each in own if each.role == "admin"] == [held.id]


TAKE_BACK = Conversation("take-back", take_back_form, take_back, queries={"one": one}, act=ACT)
