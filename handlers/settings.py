"""Settings: language, one's own details, joining a second channel by a one-time code, and by which channel news comes."""

from __future__ import annotations

from handlers.channels import as_label, named
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Form, Item, Refused, Say, Session, Step
from handlers.join import open_profile
from handlers.steps import Choice, Pick, Text
from storage import linking, people

ACTS = ("language", "profile", "make-code", "use-code", "channel")
LAST = "last"  # the channel they used last, whichever that is


def form(desk: Desk, session: Session) -> Form:
    languages = (Item("vi", "language-vi"), Item("en", "language-en"))
    steps = (
        Step("act", Choice(tuple(Item(act, f"settings-{act}") for act in ACTS))),
        Step("language", Choice(languages), when=lambda answers: answers.get("act") == "language"),
        Step("channel", Pick(), when=lambda answers: answers.get("act") == "channel", query="channels"),
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
            letters = linking.make_code(desk.db, desk.person.id, desk.now)
            return Finish((Say("code-made", {"code": people.spelt(letters)}),))
        case "channel":
            return Finish((choose_channel(desk, session.answers["channel"]),))
        case _:
            return Finish(next=Session(form="link"))


def channels(desk: Desk, session: Session) -> Offering:
    """The channels one is linked on, by name; with one of them there is nothing to choose."""
    mine = linking.channels_of(desk.db, desk.person.id)
    if len(mine) < 2:
        raise Refused("one-channel")
    names = named(desk, mine)
    now = names.get(linking.writes_to(desk.db, desk.person.id)) or desk.say("settings-channel-last")
    last = Item(LAST, "settings-channel-last")
    shown = [Item(each, words=dict.fromkeys(("vi", "en"), as_label(names[each]))) for each in mine]
    return Offering([last, *shown], {"now": now})


def choose_channel(desk: Desk, chosen: str) -> Say:
    """What is gone since it was offered is not chosen: nobody would be reached there."""
    mine = linking.channels_of(desk.db, desk.person.id)
    if chosen != LAST and chosen not in mine:
        raise Refused("channel-gone")
    people.change(desk.db, desk.person.id, writes_to="" if chosen == LAST else chosen)
    if chosen == LAST:
        return Say("channel-last-chosen")
    return Say("channel-chosen", {"channel": named(desk, mine)[chosen]})


SETTINGS = Conversation("settings", form, finish, queries={"channels": channels})


def link_form(desk: Desk, session: Session) -> Form:
    return Form("link", (Step("code", Text(least=8, most=20, line=True)),), ways_out=(CANCEL,))


def link(desk: Desk, session: Session) -> Finish:
    """From here on this address speaks for the owner of the code; the next message continues their talk."""
    here = (desk.channel, desk.address)
    try:
        owner = linking.use_code(desk.db, session.answers["code"], here, desk.person, desk.now)
    except linking.Mine:
        raise Refused("own-code") from None
    except linking.AlreadyMember:
        raise Refused("linked-already") from None
    if owner is None:
        may_try = linking.may_try(desk.db, desk.person.id, desk.now)
        raise Refused("code" if may_try else "code-tries")
    desk.moved = True
    return Finish((Say("linked"),), Session())


LINK = Conversation("link", link_form, link, for_members=False)
