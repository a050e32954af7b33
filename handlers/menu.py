"""The table of conversations and commands: what can be opened, by which words, from any state."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers import (
    ask_author,
    broadcast,
    calendar_days,
    checklist,
    close_year,
    coming,
    commendation,
    complete,
    deadlines,
    decision,
    delegate,
    delivery,
    digest_talk,
    find,
    hold_talk,
    honours,
    invite,
    join,
    judging,
    likeness,
    meeting,
    my_data,
    my_reports,
    new_deadline,
    new_decision,
    new_file,
    new_nominee,
    nominate,
    nominee,
    notices,
    own_templates,
    paper_desk,
    points,
    register_subjects,
    report,
    review,
    review_bulk,
    review_decide,
    roles,
    settings,
    signing,
    staff,
    submission,
    undo,
    view,
    votes,
)
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Answered, Form, Heard, Item, Say, Session, Step, Taken
from handlers.steps import Choice
from storage import drafts
from storage import roles as storage_roles
from storage.vietnamese import fold

ACTS = ("report", "my-reports", "drafts", "my-data", "settings", "help")
STAFF = "staff"  # offered to those who hold a role
A_STORY = 25  # characters from which free text at the menu is taken as a report being told


class MenuChoice(Choice):
    """The menu also listens: a story told out of the blue begins a report."""

    __slots__ = ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if not heard.value and len(heard.text) >= A_STORY:
            return Answered(f"story:{heard.text}")
        if heard.value == STAFF:
            return Answered(STAFF)
        return super().take(form, session, heard, found)

    def holds(self, value: Any) -> bool:
        return True


def form(desk: Desk, session: Session) -> Form:
    acts = MenuChoice(tuple(Item(act, f"menu-{act}") for act in ACTS))
    return Form("menu", (Step("act", acts, query="staff"),), ways_out=())


def for_staff(desk: Desk, session: Session) -> Offering:
    """Those who hold a role find its work first."""
    return Offering([Item(STAFF, "menu-staff")] if storage_roles.acts_of(desk.db, desk.person.id, desk.today) else [])


def finish(desk: Desk, session: Session) -> Finish:
    act = session.answers["act"]
    if act.startswith("story:"):
        story = act.removeprefix("story:")
        told = report.guess(story, desk.catalogue.newest())
        return Finish((Say("story-kept"),), report.start(desk, session, **told))
    return Finish(next=opened(desk, act, session))


def opened(desk: Desk, name: str, session: Session | None = None, argument: str = "") -> Session:
    """The first session of a conversation. Reporting offers the drafts first, when there are any."""
    if argument and name in ARGUMENTS:
        return ARGUMENTS[name](desk, argument)
    if name == "complete":
        return complete.called(desk)
    if name == "report" and not drafts.of_person(desk.db, desk.person.id):
        return report.start(desk, session)
    return Session(form="drafts" if name == "report" else name, album=session.album if session else ())


def help_form(desk: Desk, session: Session) -> Form:
    return Form(
        "help", (Step("act", Choice(tuple(Item(act, f"menu-{act}") for act in ACTS if act != "help"))),), ways_out=()
    )


def help_chosen(desk: Desk, session: Session) -> Finish:
    return Finish(next=opened(desk, session.answers["act"], session))


MENU = Conversation("menu", form, finish, queries={"staff": for_staff})
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
        notices.NOTICES,
        roles.ROLES,
        delegate.DELEGATE,
        staff.STAFF,
        invite.INVITE,
        invite.TAKE_BACK,
        review.REVIEW,
        *review_decide.DECISIONS,
        review_bulk.BULK,
        undo.UNDO,
        complete.COMPLETE,
        view.VIEW,
        find.FIND,
        likeness.LIKENESS,
        digest_talk.DIGEST,
        paper_desk.PAPERS,
        ask_author.ASK_AUTHOR,
        checklist.CHECKLIST,
        judging.JUDGING,
        points.POINTS,
        coming.COMING,
        deadlines.DEADLINES,
        new_deadline.NEW_DEADLINE,
        submission.SUBMISSION,
        delivery.DELIVERY,
        broadcast.BROADCAST,
        calendar_days.CALENDAR,
        register_subjects.REGISTER,
        hold_talk.HOLD,
        signing.SIGNING,
        own_templates.TEMPLATES,
        nominate.NOMINATE,
        new_file.NEW_FILE,
        new_nominee.NEW_NOMINEE,
        nominee.NOMINEE,
        nominee.NOMINEE_DETAILS,
        close_year.CLOSE_YEAR,
        meeting.MEETING,
        meeting.NEW_MEETING,
        votes.VOTES,
        decision.DECISION,
        new_decision.NEW_DECISION,
        honours.HONOURS,
        commendation.COMMENDATION,
    )
}

# Command → conversation. They win over any state; "tieptuc", "huy" and "gapcanbo" are acts of the talk's own.
COMMANDS: Mapping[str, str] = {
    "start": "menu",
    "menu": "menu",
    "baocao": "report",
    "baicuatoi": "my-reports",
    "bannhap": "drafts",
    "dulieu": "my-data",
    "caidat": "settings",
    "lienket": "link",
    "nhantin": "notices",
    "vaitro": "roles",
    "uyquyen": "delegate",
    "canbo": "staff",
    "moi": "invite",
    "duyet": "review",
    "baocaomoi": "review",
    "hoantac": "undo",
    "bosung": "complete",
    "xem": "view",
    "tim": "find",
    "sosanh": "likeness",
    "bantin": "digest",
    "giayto": "papers",
    "nhobosung": "ask-author",
    "tieuchi": "checklist",
    "chamdiem": "judging",
    "nhac": "coming",
    "hanmuc": "deadlines",
    "nophoso": "submission",
    "giaonhan": "delivery",
    "thongbao": "broadcast",
    "lich": "calendar",
    "dangky": "register",
    "tamdung": "hold",
    "nguoiky": "signing",
    "maugiay": "templates",
    "denghi": "nominate",
    "chotnam": "close-year",
    "hop": "meeting",
    "quyetdinh": "decision",
    "vinhdanh": "honours",
    "thongke": "commendation",
    "trogiup": "help",
    "help": "help",
    "tieptuc": "resume",
    "huy": "cancel",
    "gapcanbo": "human",
}
SPOKEN = {
    "xem lan luot": "duyet",
    "hoan tac": "hoantac",
    "so sanh": "sosanh",
    "menu": "menu",
    "tro giup": "trogiup",
    "help": "trogiup",
    "gap can bo": "gapcanbo",
}
LISTED = (
    "baocao",
    "baicuatoi",
    "bannhap",
    "trogiup",
    "gapcanbo",
    "caidat",
    "dulieu",
    "huy",
    "vinhdanh",
    "menu",
)  # in the messenger's own menu


# What a conversation makes of the words after its command, or of a door's.
ARGUMENTS: Mapping[str, Callable[[Desk, str], Session]] = {
    "roles": roles.opened,
    "submission": submission.opened,
    "view": view.opened,
    "find": find.opened,
    "likeness": likeness.opened,
    "review": review.opened,
    "undo": undo.opened,
    "complete": complete.opened,
    "digest": digest_talk.opened,
    "judging": judging.opened,
    "papers": paper_desk.opened,
    "ask-author": ask_author.opened,
    "checklist": checklist.opened,
    "nominate": nominate.opened,
    "meeting": meeting.opened,
    "decision": decision.opened,
}

INVITED = "v-"  # begins the payload of an invitation's link
A_REPORT_BY_CODE = re.compile(r"xem ([a-z]{2}[- ]?\d{4}[- ]?\d{1,6})")  # as the label of such a button is typed


@dataclass(frozen=True, slots=True)
class Call:
    """A conversation called for by name, with what was said beside the name."""

    name: str
    argument: str = ""


def call_of(text: str) -> Call | None:
    """The conversation a message calls for, None when it calls for none."""
    if text.startswith("/"):
        first, rest = [*text[1:].split(maxsplit=1), "", ""][:2]
        return Call(COMMANDS.get(fold(first).split("@")[0], "unknown"), rest.strip()[:60]) if first else None
    said = fold(text) if len(text) < 40 else ""
    if said in SPOKEN:
        return Call(COMMANDS[SPOKEN[said]])
    code = A_REPORT_BY_CODE.fullmatch(said)
    return Call(COMMANDS["xem"], code[1]) if code else None


def call_of_door(token: str) -> Call | None:
    """What a tapped door opens. Its argument came from outside: each conversation checks it against the person's rights."""
    _, command, argument = [*token.split(":", 2), "", ""][:3]
    return Call(COMMANDS[command], argument[:60]) if command in COMMANDS else None
