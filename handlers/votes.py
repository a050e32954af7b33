"""/hop, the votes of a meeting: all in favour with one tap, or one nominee after the other; each with what was needed (R56)."""

from __future__ import annotations

from typing import Any

from handlers import file_words
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import NAME, number_of
from handlers.forms import CANCEL, Form, Item, Refused, Say, Session, Step
from handlers.honour_steps import ALL, Ballot
from handlers.meeting import told
from handlers.my_reports import page_of
from handlers.steps import Choice, Pick, Text
from storage import eligibility_order, meetings, roles
from storage.meetings import COUNCIL, File, Held, Result
from storage.vietnamese import shorten

ACT = "papers"
SHOWN = 8  # nominees of the card; the buttons turn pages
ORDERED = 15  # places of the order that is proposed: one message holds them
SURE = (Item("yes", "votes-drop-yes"), Item("no", "votes-drop-no"))


def form(desk: Desk, session: Session) -> Form:
    steps = (
        Step("act", Pick(), query="card"),
        Step("ballot", Ballot(), when=lambda answers: str(answers.get("act", "")).startswith("of:"), query="nominee"),
        Step(
            "minutes", Text(least=10, most=6_000), when=lambda answers: answers.get("act") == "minutes", query="minutes"
        ),
        Step("sure", Choice(SURE), when=lambda answers: answers.get("act") == "drop"),
    )
    return Form("votes", steps, ways_out=(CANCEL,))


def meeting_of(desk: Desk, session: Session) -> tuple[Held, File]:
    """The meeting on the screen, if it is theirs to work on. Raises Refused."""
    found = meetings.one(desk.db, number_of(session.subject), desk.person.id, desk.today)
    if found is None:
        raise Refused("file-gone")
    return found


def voted_on(desk: Desk, about: File) -> list[dict[str, Any]]:
    return [each for each in meetings.nominees(desk.db, [about.id]) if each["state"] == "proposed"]


def card(desk: Desk, session: Session) -> Offering:
    held, about = meeting_of(desk, session)
    people, results = voted_on(desk, about), meetings.results_of(desk.db, held.id)
    open_ = about.state in meetings.STATES[held.kind]
    one_by_one = [
        Item(
            f"of:{each['id']}",
            "votes-of",
            args={"name": shorten(each["name"], 40), "voted": voted(results, each["id"])},
        )
        for each in people
    ]
    may_decide = held.kind == COUNCIL and about.state == "council" and all(each.voted for each in results.values())
    may_decide = may_decide and roles.may(desk.db, desk.person.id, "decide", about.desk_unit_id, desk.today)
    items = [
        *[Item(ALL, "votes-all", args={"count": len(people)})] * (open_ and bool(people)),
        *(page_of(session, one_by_one) if open_ else []),
        *[Item("minutes", "votes-minutes")] * open_,
        *[Item("order", "votes-order")] * (held.kind == COUNCIL and len(people) > 1),
        *[Item("decide", "meeting-decide")] * may_decide,
        *[Item("drop", "votes-drop")] * open_,
        Item("file", "votes-file"),
    ]
    lines = [line(desk, each, results[each["id"]]) for each in people[:SHOWN]]
    more = [desk.say("votes-more", count=len(people) - SHOWN)] if len(people) > SHOWN else []
    text = "\n".join([desk.say("votes-heading", code=about.code), *told(desk, held), *lines, *more])
    return Offering(items, {"card": text})


def order(desk: Desk, about: File) -> str:
    """The nominees as the votes, the work on sites and, on ties only, women's share put them: a hint (R33, R55)."""
    named = {each["id"]: each for each in voted_on(desk, about)}
    places = [each for each in eligibility_order.ranked(desk.db, about.id, desk.today) if each.nominee_id in named]
    lines = [
        desk.say(
            "votes-place",
            rank=each.rank,
            name=shorten(named[each.nominee_id]["name"], NAME),
            award=file_words.award_name(desk, each.award),
            site="yes" if each.on_site else "no",
            woman="yes" if each.woman else "no",
            tied="yes" if each.tied else "no",
        )
        for each in places[:ORDERED]
    ]
    return "\n".join(lines)


def voted(results: dict[int, Result], who: int) -> str:
    return "yes" if who in results and results[who].voted else "no"


def line(desk: Desk, row: dict[str, Any], result: Result) -> str:
    """A nominee and how the vote went: "8/9 phiếu đồng ý, cần 8: đạt"."""
    name = shorten(row["name"], NAME)
    return desk.say("votes-line", name=name, result=outcome(desk, result))


def outcome(desk: Desk, result: Result) -> str:
    verdict = "none" if result.passed is None else "passed" if result.passed else "failed"
    return desk.say(
        "votes-result",
        voted="yes" if result.voted else "no",
        yes=result.yes,
        no=result.no,
        members=result.members,
        needed=result.needed,
        verdict=verdict,
    )


def nominee(desk: Desk, session: Session) -> Offering:
    """Whose votes are asked for."""
    held, about = meeting_of(desk, session)
    row = one_of(desk, about, session)
    result = meetings.results_of(desk.db, held.id)[row["id"]]
    args = {
        "name": shorten(row["name"], 2 * NAME),
        "award": file_words.award_name(desk, row["award"]),
        "present": held.present,
        "written": held.written,
        "needed": result.needed,
        "members": held.members,
    }
    everybody = {"count": held.present + held.written}
    return Offering([Item(ALL, "votes-everybody", args=everybody, aside=True)], args)


def one_of(desk: Desk, about: File, session: Session) -> dict[str, Any]:
    number = number_of(str(session.answers.get("act", "")).partition(":")[2])
    row = next((each for each in voted_on(desk, about) if each["id"] == number), None)
    if row is None:
        raise Refused("file-gone")
    return row


def there(desk: Desk, session: Session, _: str) -> dict[str, int]:
    held, _about = meeting_of(desk, session)
    return {"present": held.present, "written": held.written}


def minutes(desk: Desk, session: Session) -> Offering:
    held, _ = meeting_of(desk, session)
    return Offering(args={"kept": shorten(held.minutes, 600) or "none"})


def finish(desk: Desk, session: Session) -> Finish:
    held, about = meeting_of(desk, session)
    again = Session(form="votes", subject=held.id)
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    to_file = Session(form="meeting", answers={"which": str(about.id)})
    try:
        match str(session.answers["act"]).partition(":")[0]:
            case "all":
                everybody = (held.present, 0, held.written)
                meetings.ballot(desk.db, held.id, {each["id"]: everybody for each in voted_on(desk, about)}, **by)
                return Finish((Say("votes-all-kept"),), again)
            case "of":
                yes, no, written = session.answers["ballot"]
                row = one_of(desk, about, session)
                meetings.ballot(desk.db, held.id, {row["id"]: (yes, no, written)}, **by)
                result = meetings.results_of(desk.db, held.id)[row["id"]]
                said = {"name": shorten(row["name"], NAME), "result": outcome(desk, result)}
                return Finish((Say("votes-kept", said),), again)
            case "minutes":
                meetings.say(desk.db, held.id, session.answers["minutes"], **by)
                return Finish((Say("votes-minutes-kept"),), again)
            case "drop" if session.answers["sure"] == "yes":
                meetings.drop(desk.db, held.id, **by)
                return Finish((Say("meeting-dropped"),), to_file)
            case "order":
                return Finish((Say("votes-order-told", {"lines": order(desk, about)}),), again)
            case "decide":
                return Finish(next=Session(form="new-decision", answers={"files": [str(about.id)]}))
            case "file":
                return Finish(next=to_file)
            case _:
                return Finish(next=again)
    except meetings.NotPossible:
        raise Refused("file-gone") from None
    except meetings.TooMany as many:
        raise Refused("meeting-figures", given=many.given, most=many.most) from None


QUERIES = {"card": card, "nominee": nominee, "minutes": minutes}
VOTES = Conversation("votes", form, finish, queries=QUERIES, lookups={"there": there}, act=ACT)
