"""/denghi: nomination files; what lies at one's desk, one file and what may be done with it (R29, R30).

The ad-hoc lane stands first. Whose turn it is, and whether a closed year has frozen the file, is asked again with every act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers import nominate_words
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import number_of
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.my_reports import page_of
from handlers.steps import Choice, Pick, Text
from handlers.words import DOOR
from storage import eligibility, lanes, levels, meetings, nomination_reading, nominations, nominees, roles, rules, units
from storage.lanes import Lane
from storage.levels import Seat
from storage.nominations import ACT, GOING
from storage.vietnamese import shorten

NEW = "new"
TOLD = "told"
YES_NO = (Item("yes", "nominate-yes"), Item("no", "nominate-no"))
REASON = Text(least=5, most=500)
SURE = ("forward", "to-council", "withdraw")
# Kinds of rules that are met further on: votes at the council, a quota where its unit's own level passes the file on (R54, R56).
LATER = {"forward": ("vote", "quota"), "to-council": ("vote",)}


def form(desk: Desk, session: Session) -> Form:
    def acting(*acts: str) -> Any:
        def when(answers: Answers) -> bool:
            return answers.get("which") != NEW and answers.get("act") in acts

        return when

    steps = (
        Step("which", Pick(), query="listed"),
        Step("act", Pick(), query="one", when=lambda answers: answers.get("which") != NEW),
        Step("subject", Pick(), query="subjects", when=acting("subjects")),
        Step("reason", REASON, when=acting("return")),
        Step("sure", Choice(YES_NO), query="meaning", when=acting(*SURE)),
    )
    return Form("nominate", steps, ways_out=(CANCEL,))


def opened(desk: Desk, argument: str) -> Session:
    """The file a command or door names, as "12" or "dn-12"; looked up again against the person's rights."""
    number = number_of(argument.strip().lower().removeprefix("dn-"))
    return Session(form="nominate", answers={"which": str(number)} if number else {})


# --- what is shown --------------------------------------------------------------------------------------------------------


def listed(desk: Desk, session: Session) -> Offering:
    found = nomination_reading.listed(desk.db, desk.person.id, desk.now, desk.today)
    items = [Item(str(each.id), "nominate-line", args=nominate_words.line(desk, each)) for each in found]
    said = {
        "count": sum(each.mine for each in found),
        "late": sum(each.late for each in found),
        "all": len(found),
    }
    return Offering([Item(NEW, "nominate-new"), *page_of(session, items)], said)


def file_of(desk: Desk, number: object) -> dict[str, Any]:
    """The file, if it is within this person's reach. Raises Refused, in the same words for what does not exist."""
    row = nomination_reading.one(desk.db, number_of(number), desk.person.id, desk.today)
    if row is None:
        raise Refused("no-such-file")
    return row


def my_turn(desk: Desk, row: Mapping[str, Any]) -> Seat | None:
    """In whose name this person may go on with a file that is not decided yet."""
    if row["state"] not in (*GOING, "council"):
        return None
    return nominations.seat_of(desk.db, row, desk.person.id, desk.now, desk.today)


def one(desk: Desk, session: Session) -> Offering:
    row = file_of(desk, session.answers["which"])
    if session.hold.get(
        TOLD
    ):  # the rules were just read out: checked again, a large file would hold up everybody's replies
        return Offering(acts(desk, row), {"card": nominate_words.brief(desk, row)})
    return Offering(acts(desk, row), {"card": nominate_words.card(desk, row)})


def acts(desk: Desk, row: Mapping[str, Any]) -> list[Item]:
    """What may be done with a file, the next step first; doors to other conversations stand aside, unnumbered."""
    seat, door, frozen = my_turn(desk, row), row["id"], row["close_id"] is not None
    items = []
    if seat is not None and row["state"] in GOING:
        items += [*[Item("add", "nominate-add")] * (not frozen), passing(desk, row, seat)]
    if seat is not None and row["state"] in ("sent", "council") and not frozen:
        items.append(Item("return", "nominate-return"))
    items += [Item(each, "nominate-act", args={"act": each}) for each in ("subjects", "checks", "history")]
    if roles.may(desk.db, desk.person.id, "papers", row["unit_id"], desk.today):
        items.append(Item(f"{DOOR}giayto:dn-{door}", "nominate-papers", aside=True))
    if _may_meet(desk, row):
        items.append(Item(f"{DOOR}hop:{door}", "nominate-meeting", aside=True))
    if row["state"] == "council" and roles.may(desk.db, desk.person.id, "decide", row["desk_unit_id"], desk.today):
        items.append(Item(f"{DOOR}quyetdinh:{door}", "nominate-decision", aside=True))
    if not frozen and row["state"] in (*GOING, "council") and _opener(desk, row):
        items.append(Item("withdraw", "nominate-withdraw"))
    return [*items, Item("list", "nominate-list")]


def passing(desk: Desk, row: Mapping[str, Any], seat: Seat) -> Item:
    """Where it goes next, said on the button."""
    act = nominations.onward(desk.db, row, seat.unit_id, desk.today)
    if act == "to-council":
        return Item(act, "nominate-to-council")
    return Item(act, "nominate-forward", args={"unit": shorten(above(desk, seat.unit_id), 40)})


def above(desk: Desk, unit_id: int) -> str:
    higher = levels.above(desk.db, unit_id, desk.today)
    return units.name_of(desk.db, higher, desk.today) if higher is not None else "-"


def _may_meet(desk: Desk, row: Mapping[str, Any]) -> bool:
    return any(
        row["state"] in meetings.STATES[kind] and meetings.file(desk.db, row["id"], desk.person.id, act, desk.today)
        for kind, act in meetings.ACTS.items()
    )


def _opener(desk: Desk, row: Mapping[str, Any]) -> bool:
    try:
        nominations.of_opener(desk.db, row, desk.person.id, desk.today)
    except nominations.NotTheirs:
        return False
    return True


def subjects(desk: Desk, session: Session) -> Offering:
    row = file_of(desk, session.answers["which"])
    found = nominees.of_file(desk.db, row["id"])
    items = [
        Item(str(each["id"]), "nominate-subject", args={"name": shorten(each["name"], 44), "state": each["state"]})
        for each in found
    ]
    return Offering(page_of(session, items), {"code": row["code"], "count": len(items)})


def meaning(desk: Desk, session: Session) -> Offering:
    """What a yes means, said before it."""
    row, act = file_of(desk, session.answers["which"]), session.answers["act"]
    seat = my_turn(desk, row)
    where = above(desk, seat.unit_id) if act == "forward" and seat is not None else "-"
    count = sum(each["state"] == "proposed" for each in nominees.of_file(desk.db, row["id"]))
    return Offering(args={"act": act, "code": row["code"], "unit": where, "count": count})


# --- what is done ---------------------------------------------------------------------------------------------------------


def finish(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    if answers["which"] == NEW:
        return Finish(next=Session(form="new-file"))
    row, act = file_of(desk, answers["which"]), answers["act"]
    again = Session(form="nominate", answers={"which": str(row["id"])})
    match act:
        case "list":
            return Finish(next=Session(form="nominate"))
        case "add":
            return Finish(next=Session(form="new-nominee", subject=row["id"]))
        case "subjects":
            return Finish(next=Session(form="nominee", subject=number_of(answers["subject"])))
        case "history":
            said = {"code": row["code"], "lines": nominate_words.history(desk, row["id"])}
            return Finish((Say("nominate-history", said),), again)
        case "checks":
            return Finish((_checks(desk, row),), replace(again, hold={TOLD: True}))
        case _ if act in SURE and answers["sure"] == "no":
            return Finish((Say("nominate-left"),), again)
        case "forward" | "to-council" | "return" | "withdraw":
            return passed_on(desk, row, answers, again)
        case _:
            return Finish((Say("nominate-changed"),), again)


def passed_on(desk: Desk, row: Mapping[str, Any], answers: Answers, again: Session) -> Finish:
    """Upwards only when nothing hinders it; its rules were looked at then, so the file is shown in short."""
    act = answers["act"]
    if act not in LATER:
        return Finish(moved(desk, row, act, answers.get("reason", "")), again)
    why = hindered(desk, row, act, lanes.lanes()[row["kind"]])
    return Finish((why,) if why else moved(desk, row, act, ""), replace(again, hold={TOLD: True}))


def _checks(desk: Desk, row: Mapping[str, Any]) -> Say:
    people = nominees.of_file(desk.db, row["id"])
    lines = nominate_words.verdict_lines(desk, people, nominate_words.checked(desk, row["id"]))
    return Say("nominate-checks", {"code": row["code"], "lines": lines}) if lines else Say("nominate-checks-good")


def moved(desk: Desk, row: Mapping[str, Any], act: str, reason: str) -> tuple[Say, ...]:
    """The act itself, nothing hindering it, or the sentence that says why not."""
    try:
        nominations.move(
            desk.db, row["id"], act, who=desk.person.id, now=desk.now, today=desk.today, note=reason.strip()
        )
    except nominations.NobodyNamed:
        return (Say("nominate-nobody"),)
    except nominations.Closed:
        return (Say("nominate-closed", {"code": row["code"]}),)
    except nominations.NotTheirs as error:
        return (Say("nominate-not-theirs", {"why": error.why}),)
    except (nominations.IllegalMove, nominations.NoReason):
        return (Say("nominate-changed"),)
    now = nominations.standing(desk.db, row["id"]) or row
    unit = units.name_of(desk.db, now["desk_unit_id"], desk.today)
    done = Say("nominate-done", {"act": act, "code": row["code"], "unit": unit})
    if now["year"] == row["year"]:
        return (done,)
    return done, Say("nominate-next-year", {"old": str(row["year"]), "year": str(now["year"])})


def hindered(desk: Desk, row: Mapping[str, Any], act: str, lane: Lane) -> Say | None:
    """What stops a file at its desk: a rule nobody has let pass, or subjects that were never registered."""
    people = nominees.of_file(desk.db, row["id"])
    if lane.only_registered and (names := nominees.unregistered(desk.db, row, people)):
        return Say("nominate-unregistered", {"names": shorten(", ".join(names), 300)})
    verdicts = nominate_words.checked(desk, row["id"])
    later = {each.code for each in rules.book().rules if each.check in LATER[act]}
    stopping = {
        who: found
        for who, each in verdicts.items()
        if (found := [verdict for verdict in eligibility.stopping(each) if verdict.rule not in later])
    }
    if not stopping:
        return None
    return Say("nominate-stopped", {"lines": nominate_words.verdict_lines(desk, people, stopping)})


QUERIES = {"listed": listed, "one": one, "subjects": subjects, "meaning": meaning}
NOMINATE = Conversation("nominate", form, finish, queries=QUERIES, act=ACT)
