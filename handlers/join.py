"""Joining: notice and consents first (R59, R60), then unit, name, class and, if they like, a phone.

One purpose a question, nothing ticked beforehand; refusing to spread or publish never blocks taking part. Place is never
asked for and photos lose theirs, so there is no fourth purpose to agree to (R64).
"""

from __future__ import annotations

from typing import Any

from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, HUMAN, Answers, Form, Heard, Item, Misread, Say, Session, Step, Taken
from handlers.steps import Choice, Name, Phone, Unit
from handlers.summary import Summary
from storage import people, units
from storage.vietnamese import untelex

PURPOSES = ("keep", "spread", "publish")


class MustAgree(Choice):
    """Without the first purpose nothing may be kept, so a no ends here, kindly."""

    __slots__ = ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if heard.value == "no":
            raise Misread("consent")
        return super().take(form, session, heard, found)


YES_NO = (Item("yes", "option-agree"), Item("no", "option-disagree"))


def class_items(desk: Desk) -> tuple[Item, ...]:
    """The individual classes of the newest movement (IV.1.2 of the Plan)."""
    classes = desk.catalogue.newest().author_classes
    return tuple(Item(each.code, words={"vi": each.label, "en": each.label_en}) for each in classes if each.individual)


def profile_steps(desk: Desk) -> tuple[Step, ...]:
    return (
        Step("unit", Unit(), query="suggested_unit"),
        Step("name", Name()),
        Step("author_class", Choice(class_items(desk))),
        Step("phone", Phone(), required=False),
    )


def form(desk: Desk, session: Session) -> Form:
    steps = (
        Step("keep", MustAgree(YES_NO), query="notice", shown=False),
        Step("spread", Choice(YES_NO), shown=False),
        Step("publish", Choice(YES_NO), shown=False),
        *profile_steps(desk),
    )
    return Form("join", steps, ways_out=(HUMAN,))


def suggested_unit(desk: Desk, session: Session) -> Offering:
    """The unit they gave before, or that of the link or QR code they came by; the search is there for any other."""
    given = session.answers.get("unit")
    known = session.subject if session.form == "join" else desk.person.unit_id
    number = given["id"] if isinstance(given, dict) else known
    if number is None or session.hold.get("units"):
        return Offering()
    name = units.name_of(desk.db, number, desk.today)
    return Offering((Item(f"unit:{number}", "unit-name", args={"name": name}),))


def notice(desk: Desk, session: Session) -> Offering:
    """In full the first time; when the question is asked again it stands right above."""
    return Offering(args={"notice": "" if session.offered else desk.say("privacy-notice")})


def finish(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    agreed = {purpose: answers[purpose] == "yes" for purpose in PURPOSES}
    notice_mark = people.notice_hash(desk.say("privacy-notice"))
    people.log_consent(
        desk.db,
        desk.person.id,
        agreed,
        notice=notice_mark,
        language=desk.person.language,
        channel=desk.channel,
        now=desk.now,
    )
    people.join(desk.db, desk.person.id, now=desk.now, **profile(answers))
    desk.person = people.renamed(desk.person, joined=True, **known_of(answers))
    following = (
        Session(form=session.after, album=session.album) if session.after else Session(form="menu", album=session.album)
    )
    return Finish((Say("join-done", {"name": answers["name"]}),), following)


def known_of(answers: Answers) -> dict[str, Any]:
    """What a conversation knows of a member; the rest of the batch is answered by it."""
    return {"name": answers["name"], "author_class": answers["author_class"], "unit_id": answers["unit"]["id"]}


def profile(answers: Answers) -> dict[str, Any]:
    return {**known_of(answers), "phone": answers.get("phone")}


def one_unit(desk: Desk, session: Session, number: str) -> dict[str, Any]:
    """A unit picked from the options: by id."""
    name = units.name_of(desk.db, int(number), desk.today) if number.isdigit() else ""
    return {"exact": {"id": int(number), "name": name}} if name else {}


def units_named(desk: Desk, session: Session, text: str) -> dict[str, Any]:
    hits = units.find(desk.db, text, desk.today) or units.find(desk.db, untelex(text), desk.today)
    exact = [hit for hit in hits if hit.exact]
    if len(exact) == 1:
        return {"exact": {"id": exact[0].id, "name": exact[0].name}}
    return {"units": [[hit.id, hit.label, False] for hit in hits]}


def units_inside(desk: Desk, session: Session, number: str) -> dict[str, Any]:
    """One floor of the tree, to walk down."""
    above = int(number) if number.isdigit() else None
    below = units.inside(desk.db, above, desk.today)
    here = [above, units.name_of(desk.db, above, desk.today)] if above is not None else None
    return {"units": [[hit.id, hit.label, hit.deep] for hit in below], "inside": here}


UNIT_LOOKUPS = {"unit": one_unit, "units_named": units_named, "units_inside": units_inside}

JOIN = Conversation(
    "join",
    form,
    finish,
    queries={"suggested_unit": suggested_unit, "notice": notice},
    lookups=UNIT_LOOKUPS,
    for_members=False,
)


# --- changing it later --------------------------------------------------------------------------------------------------


def profile_form(desk: Desk, session: Session) -> Form:
    steps = (*profile_steps(desk), Step("save", Summary(("save",), (), "edit"), shown=False, back=False))
    return Form("profile", steps, text="join", ways_out=(CANCEL,))


def open_profile(desk: Desk) -> Session:
    person = desk.person
    answers: dict[str, Any] = {
        "name": person.name,
        "author_class": person.author_class,
        "phone": people.phone_of(desk.db, person.id),
    }
    if person.unit_id is not None:
        answers["unit"] = {"id": person.unit_id, "name": units.name_of(desk.db, person.unit_id, desk.today)}
    return Session(form="profile", answers=answers)


def save_profile(desk: Desk, session: Session) -> Finish:
    people.change(desk.db, desk.person.id, **profile(session.answers))
    desk.person = people.renamed(desk.person, **known_of(session.answers))
    people.audit(desk.db, desk.person.id, "profile", f"person:{desk.person.id}", desk.now)
    return Finish((Say("profile-saved"),))


PROFILE = Conversation(
    "profile", profile_form, save_profile, queries={"suggested_unit": suggested_unit}, lookups=UNIT_LOOKUPS
)
