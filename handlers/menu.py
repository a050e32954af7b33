"""The table of conversations and commands: what can be opened, by which words, from any state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers import join, my_data, my_reports, report, settings
from handlers.desk import Conversation, Desk, Finish
from handlers.forms import Answered, Form, Heard, Item, Say, Session, Step, Taken
from handlers.steps import Choice
from storage import drafts
from storage.vietnamese import fold

ACTS = ("report", "my-reports", "drafts", "my-data", "settings", "help")
A_STORY = 25  # characters from which free text at the menu is taken as a report being told


class MenuChoice(Choice):
    """The menu also listens: a story told out of the blue begins a report."""

    __slots__ = ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if not heard.value and len(heard.text) >= A_STORY:
            return Answered(f"story:{heard.text}")
        return super().take(form, session, heard, found)

    def holds(self, value: Any) -> bool:
        return True


def form(desk: Desk, session: Session) -> Form:
    return Form("menu", (Step("act", MenuChoice(tuple(Item(act, f"menu-{act}") for act in ACTS))),), ways_out=())


def finish(desk: Desk, session: Session) -> Finish:
    act = session.answers["act"]
    if act.startswith("story:"):
        story = act.removeprefix("story:")
        told = report.guess(story, desk.catalogue.newest())
        return Finish((Say("story-kept"),), report.start(desk, session, **told))
    return Finish(next=opened(desk, act, session))


def opened(desk: Desk, name: str, session: Session | None = None) -> Session:
    """The first session of a conversation. Reporting offers the drafts first, when there are any."""
    if name == "report" and not drafts.of_person(desk.db, desk.person.id):
        return report.start(desk, session)
    return Session(form="drafts" if name == "report" else name, album=session.album if session else ())


def help_form(desk: Desk, session: Session) -> Form:
    return Form(
        "help", (Step("act", Choice(tuple(Item(act, f"menu-{act}") for act in ACTS if act != "help"))),), ways_out=()
    )


def help_chosen(desk: Desk, session: Session) -> Finish:
    return Finish(next=opened(desk, session.answers["act"], session))


MENU = Conversation("menu", form, finish)
HELP = Conversation("help", help_form, help_chosen, for_members=False)

CONVERSATIONS: Mapping[str, Conversation] = {
    each.name: each
    for each in (
        join.JOIN,
        join.PROFILE,
        MENU,
        HELP,
        report.MOVEMENT,
        report.REPORT,
        my_reports.MY_REPORTS,
        my_reports.WITHDRAW,
        my_reports.AMEND,
        my_reports.DRAFTS,
        my_reports.STOP,
        my_data.MY_DATA,
        settings.SETTINGS,
        settings.LINK,
    )
}

# Command → conversation. They win over any state; "huy" and "gapcanbo" are acts of the clerk's own.
COMMANDS: Mapping[str, str] = {
    "start": "menu",
    "menu": "menu",
    "baocao": "report",
    "baicuatoi": "my-reports",
    "bannhap": "drafts",
    "dulieu": "my-data",
    "caidat": "settings",
    "lienket": "link",
    "trogiup": "help",
    "help": "help",
    "huy": "cancel",
    "gapcanbo": "human",
}
SPOKEN = {"menu": "menu", "tro giup": "trogiup", "help": "trogiup", "gap can bo": "gapcanbo"}
LISTED = (
    "baocao",
    "baicuatoi",
    "bannhap",
    "trogiup",
    "gapcanbo",
    "caidat",
    "dulieu",
    "huy",
    "menu",
)  # in the messenger's own menu


def command_of(text: str) -> str:
    """The conversation a message calls for by name, "" when it does not."""
    if text.startswith("/"):
        first = text[1:].split(maxsplit=1)
        return COMMANDS.get(fold(first[0]).split("@")[0], "unknown") if first else ""
    return COMMANDS[SPOKEN[fold(text)]] if len(text) < 20 and fold(text) in SPOKEN else ""
