"""/hop: the meetings on a nomination file; a council's (R23, R56) or a collective's acclaim (R32)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from handlers import file_words
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import number_of
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.honour_steps import PROPOSED, Names, PastDay, People, Proposed
from handlers.my_reports import page_of
from handlers.steps import Choice, Name, Pick, Text
from storage import meetings, roles, units
from storage.meetings import ACCLAIM, ACTS, COUNCIL, STATES, Attendance, File
from storage.vietnamese import fold, shorten, show_day

ACT = "papers"  # whoever works with files; which meeting they may enter is asked for the file's unit
SHOWN = 5  # meetings of a file that are listed
MOST_NAMES = 3_000  # characters of the names of those present
YES_NO = (Item("yes", "meeting-yes"), Item("no", "meeting-no"))


def form(desk: Desk, session: Session) -> Form:
    steps = (
        Step("which", Pick(), query="files"),
        Step("act", Pick(), query="one"),
    )
    return Form("meeting", steps, ways_out=(CANCEL,))


def opened(desk: Desk, argument: str) -> Session:
    """The file a door names; looked up again against the person's rights."""
    number = number_of(argument.strip())
    return Session(form="meeting", answers={"which": str(number)} if number else {})


def files(desk: Desk, session: Session) -> Offering:
    """First those that wait for a council, then those where an acclaim may still be added."""
    found: dict[int, File] = {}
    for kind in (COUNCIL, ACCLAIM):
        for each in meetings.files(desk.db, desk.person.id, kind, desk.today):
            found.setdefault(each.id, each)
    items = [Item(str(each.id), "meeting-file", args=file_words.line(each)) for each in found.values()]
    return Offering(page_of(session, items), {"count": len(items)})


def file_of(desk: Desk, number: object) -> File:
    """A file on which this person may enter something. Raises Refused."""
    for act in ACTS.values():
        about = meetings.file(desk.db, number_of(number), desk.person.id, act, desk.today)
        if about is not None:
            return about
    raise Refused("file-gone")


def may_enter(desk: Desk, about: File) -> list[str]:
    """The kinds of meeting that may be entered on a file, as it stands."""
    return [
        kind
        for kind, act in ACTS.items()
        if about.state in STATES[kind] and meetings.file(desk.db, about.id, desk.person.id, act, desk.today)
    ]


def one(desk: Desk, session: Session) -> Offering:
    about = file_of(desk, session.answers["which"])
    people = [each for each in meetings.nominees(desk.db, [about.id]) if each["state"] != "left out"]
    held = meetings.of_file(desk.db, about.id)[:SHOWN]
    kinds = may_enter(desk, about)
    may_decide = about.state == "council" and roles.may(
        desk.db, desk.person.id, "decide", about.desk_unit_id, desk.today
    )
    items = [
        *(
            Item(f"held:{each.id}", "meeting-held", args={"kind": each.kind, "day": show_day(each.day)})
            for each in held
            if each.kind in kinds
        ),
        *(Item(kind, "meeting-new", args={"kind": kind}) for kind in kinds),
        *[Item("decide", "meeting-decide")] * may_decide,
        Item("list", "meeting-list"),
    ]
    lines = [
        desk.say(
            "meeting-line",
            kind=each.kind,
            day=show_day(each.day),
            present=each.present,
            members=each.members,
            done=meetings.progress(desk.db, each.id)[0],
        )
        for each in held
    ]
    return Offering(items, {"file": "\n".join([file_words.heading(desk, about, len(people)), *lines])})


def finish(desk: Desk, session: Session) -> Finish:
    act, which = session.answers["act"], session.answers["which"]
    verb, _, number = act.partition(":")
    match verb:
        case "held":
            return Finish(next=Session(form="votes", subject=number_of(number)))
        case "list":
            return Finish(next=Session(form="meeting"))
        case "decide":
            return Finish(next=Session(form="new-decision", answers={"files": [str(which)]}))
        case _:
            about = file_of(desk, which)
            if verb not in may_enter(desk, about):
                raise Refused("file-gone")
            return Finish(next=Session(form="new-meeting", subject=about.id, answers={"kind": verb}))


MEETING = Conversation("meeting", form, finish, queries={"files": files, "one": one}, act=ACT)


# --- a new one: who was there -----------------------------------------------------------------------------------------------


def new_form(desk: Desk, session: Session) -> Form:
    kind = session.answers.get("kind", COUNCIL)
    most = meetings.MOST_PEOPLE[kind]

    def some_absent(answers: Answers) -> bool:
        return int(answers.get("present", 0)) < int(answers.get("members", 0))

    def council_with_absent(answers: Answers) -> bool:
        return kind == COUNCIL and some_absent(answers)

    steps = (
        Step("day", PastDay(), query="about"),
        Step("place", Text(least=2, most=200, line=True)),
        Step("chair", Name()),
        Step("secretary", Name()),
        Step("members", People(most, least=1), query="council"),
        Step("present", People(most, of="members", least=1), query="everybody"),
        Step("absent", Text(least=2, most=600), when=some_absent, required=False),
        Step("written", People(most, of="members", less="present"), when=council_with_absent, query="nobody"),
        Step("names", Proposed(Names(MOST_NAMES)), when=lambda _: kind == COUNCIL, required=False, query="names"),
        Step("save", Choice(YES_NO), query="whole"),
    )
    return Form("new-meeting", steps, ways_out=(CANCEL,))


def about_file(desk: Desk, session: Session) -> Offering:
    about = file_of(desk, session.subject)
    return Offering(args={"code": about.code, "meeting": session.answers.get("kind", COUNCIL)})


def council(desk: Desk, session: Session) -> Offering:
    """The council's members as their roles say, to be taken over or corrected."""
    about, kind = file_of(desk, session.subject), session.answers.get("kind", COUNCIL)
    names = meetings.council_of(desk.db, about.desk_unit_id, desk.today) if kind == COUNCIL else []
    items = [Item(str(len(names)), "meeting-count", args={"count": len(names)}, aside=True)] if names else []
    unit = units.name_of(desk.db, about.desk_unit_id if kind == COUNCIL else about.unit_id, desk.today)
    listed = shorten(", ".join(names), 400)
    return Offering(items, {"meeting": kind, "unit": unit, "count": len(names), "names": listed})


def everybody(desk: Desk, session: Session) -> Offering:
    most = session.answers["members"]
    return Offering([Item(str(most), "meeting-everybody", args={"count": most}, aside=True)], {"count": most})


def nobody(desk: Desk, session: Session) -> Offering:
    absent = session.answers["members"] - session.answers["present"]
    return Offering([Item("0", "meeting-nobody", aside=True)], {"count": absent})


def there_by_role(desk: Desk, session: Session) -> list[str]:
    """Of those who hold a council role, all who are not named among the absent."""
    about, absent = file_of(desk, session.subject), fold(session.answers.get("absent") or "")
    named = meetings.council_of(desk.db, about.desk_unit_id, desk.today)
    return [each for each in named if fold(each) not in absent]


def names(desk: Desk, session: Session) -> Offering:
    """Who was there as the roles say: to be taken over when the number is right, else to be copied and corrected."""
    found = there_by_role(desk, session)
    right = len(found) == session.answers["present"]
    items = [Item(PROPOSED, "meeting-names", args={"count": len(found)}, aside=True)] if right else []
    return Offering(items, {"count": len(found), "names": shorten(", ".join(found), 600)})


def names_kept(desk: Desk, session: Session) -> str:
    """As typed, or as proposed; "" when they were left out."""
    answers = session.answers
    if answers.get("kind", COUNCIL) != COUNCIL or answers.get("names") is None:
        return ""
    found = [] if answers["names"] else there_by_role(desk, session)
    return answers["names"] or (", ".join(found)[:MOST_NAMES] if len(found) == answers["present"] else "")


def attendance(desk: Desk, session: Session) -> Attendance:
    answers = session.answers
    return Attendance(
        kind=answers.get("kind", COUNCIL),
        day=date.fromisoformat(answers["day"]),
        place=answers["place"],
        chair=answers["chair"],
        secretary=answers["secretary"],
        members=answers["members"],
        present=answers["present"],
        absent=answers.get("absent") or "",
        written=answers.get("written") or 0,
        present_names=names_kept(desk, session),
    )


def whole(desk: Desk, session: Session) -> Offering:
    return Offering(args={"meeting": "\n".join(told(desk, attendance(desk, session)))})


def told(desk: Desk, held: Any) -> Sequence[str]:
    """A meeting's facts, a line each."""
    facts = [
        ("kind", desk.say("meeting-kind", kind=held.kind)),
        ("day", show_day(held.day)),
        ("place", held.place),
        ("chair", held.chair),
        ("secretary", held.secretary),
        ("there", desk.say("meeting-there", present=held.present, members=held.members, written=held.written)),
        ("names", shorten(held.present_names, 300)),
        ("absent", shorten(held.absent, 200)),
    ]
    return [
        desk.say("summary-line", label=desk.say(f"meeting-{name}-label"), answer=said) for name, said in facts if said
    ]


def entered(desk: Desk, session: Session) -> Finish:
    number = number_of(session.subject)
    if session.answers["save"] == "no":
        return Finish((Say("meeting-dropped"),), Session(form="meeting", answers={"which": str(number)}))
    try:
        kept = meetings.enter(
            desk.db, number, attendance(desk, session), who=desk.person.id, now=desk.now, today=desk.today
        )
    except meetings.NotPossible:
        raise Refused("file-gone") from None
    except meetings.TooMany as many:  # an earlier number was changed after a later one was given
        raise Refused("meeting-figures", given=many.given, most=many.most) from None
    return Finish((Say("meeting-kept"),), Session(form="votes", subject=kept))


NEW_MEETING = Conversation(
    "new-meeting",
    new_form,
    entered,
    queries={
        "about": about_file,
        "council": council,
        "everybody": everybody,
        "nobody": nobody,
        "names": names,
        "whole": whole,
    },
    act=ACT,
)
