"""Settings: language, one's own details, and joining a second channel by a one-time code."""

from __future__ import annotations

from handlers.desk import Conversation, Desk, Finish
from handlers.forms import CANCEL, Form, Item, Refused, Say, Session, Step
from handlers.join import open_profile
from handlers.steps import Choice, Text
from storage import people

ACTS = ("language", "profile", "make-code", "use-code")


def form(desk: Desk, session: Session) -> Form:
    languages = (Item("vi", "language-vi"), Item("en", "language-en"))
    steps = (
        Step("act", Choice(tuple(Item(act, f"settings-{act}") for act in ACTS))),
        Step("language", Choice(languages), when=lambda answers: answers.get("act") == "language"),
    )
    return Form("settings", steps)


def finish(desk: Desk, session: Session) -> Finish:
    match session.answers["act"]:
        case "language":
            chosen = session.answers["language"]
            people.change(desk.db, desk.person.id, language=chosen)
            desk.person = people.renamed(desk.person, language=chosen)
            return Finish((Say("language-changed"),))
        case "profile":
            return Finish(next=open_profile(desk))
        case "make-code":
            letters = people.make_code(desk.db, desk.person.id, desk.now)
            return Finish((Say("code-made", {"code": people.spelt(letters)}),))
        case _:
            return Finish(next=Session(form="link"))


SETTINGS = Conversation("settings", form, finish)


def link_form(desk: Desk, session: Session) -> Form:
    return Form("link", (Step("code", Text(least=8, most=20, line=True)),), ways_out=(CANCEL,))


def link(desk: Desk, session: Session) -> Finish:
    """From here on this address speaks for the owner of the code; the next message continues their talk."""
    try:
        owner = people.use_code(desk.db, session.answers["code"], (desk.channel, desk.address), desk.person, desk.now)
    except ValueError:
        raise Refused("linked-already") from None
    if owner is None:
        raise Refused("code")
    return Finish((Say("linked"),), Session())


LINK = Conversation("link", link_form, link, for_members=False)
