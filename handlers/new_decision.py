"""/quyetdinh, a new decision: which files, number and day, who is left out, which award differs, what the certificates say;
seen whole before it stands, entered once for many (R34, R56)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers import file_words, praise
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import NAME, number_of
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.honour_steps import ALL, DONE, NONE, PROPOSED, Differing, PastDay, Proposed, Ticks
from handlers.my_reports import page_of
from handlers.report_form import bilingual
from handlers.steps import Choice, Name, Text
from storage import awarded, decisions, meetings, signing
from storage.awards import honours
from storage.decisions import Deciding
from storage.meetings import File
from storage.rules import book
from storage.vietnamese import shorten, show_day

ACT = "decide"
NAMED = 8  # nominees in one line or list of the summary
HOW = (Item("give", "decision-give"), Item("refuse", "decision-refuse"))
YES_NO = (Item("yes", "decision-yes"), Item("no", "decision-no"))


def giving(answers: Answers) -> bool:
    return answers.get("how") == "give"


def form(desk: Desk, session: Session) -> Form:
    needs = session.answers.get("needs") == "reason"
    steps = (
        Step("files", Ticks(least=1), query="files"),
        Step("how", Choice(HOW), query="chosen"),
        Step("why", Text(least=10, most=600), when=lambda answers: answers.get("how") == "refuse"),
        Step("number", Text(least=3, most=60, line=True), when=giving),
        Step("day", PastDay(), when=giving),
        Step("signer", Proposed(Name()), when=giving, required=False, query="signer"),
        Step("leave", Ticks(), when=giving, query="leave"),
        Step("differ", Differing(), when=giving, query="differ"),
        Step("wording", Proposed(Text(least=10, most=600)), when=giving, query="wording"),
        Step("reason", Text(least=10, most=600), when=lambda answers: giving(answers) and needs, query="against"),
        Step("sure", Choice(YES_NO), query="whole"),
    )
    return Form("new-decision", steps, ways_out=(CANCEL,))


# --- what was chosen, looked up again with every message --------------------------------------------------------------------


def files_of(desk: Desk, session: Session) -> list[File]:
    """The files on the screen, if they can still be decided together. Raises Refused."""
    said = session.answers["files"]
    open_ = decisions.files(desk.db, desk.person.id, desk.today)
    numbers = [each.id for each in open_] if said == ALL else [number_of(each) for each in said]
    try:
        return decisions.chosen(desk.db, numbers, desk.person.id, desk.today)
    except decisions.NotPossible:
        raise Refused("decision-files") from None


def proposed(desk: Desk, session: Session) -> list[dict[str, Any]]:
    found = meetings.nominees(desk.db, [each.id for each in files_of(desk, session)])
    return [each for each in found if each["state"] == "proposed"]


def awarded_to(desk: Desk, session: Session) -> dict[int, str]:
    """nominee → the award, as the answers say so far."""
    left = {number_of(each) for each in session.answers.get("leave", ())}
    other: Mapping[str, str] = session.answers.get("differ", {})
    return {
        each["id"]: other.get(str(each["id"]), each["award"])
        for each in proposed(desk, session)
        if each["id"] not in left
    }


def files(desk: Desk, session: Session) -> Offering:
    """The files that wait; with one ticked, only those that the same paper may decide."""
    found = decisions.files(desk.db, desk.person.id, desk.today)
    ticked = set(session.hold.get("ticked", ()))
    first = next((each for each in found if str(each.id) in ticked), None)
    together = (first.authority, first.desk_unit_id) if first else None
    fit = [each for each in found if together is None or (each.authority, each.desk_unit_id) == together]
    items = [
        Item(f"t:{each.id}", "meeting-file", args=file_words.line(each), ticked=str(each.id) in ticked) for each in fit
    ]
    done = [Item(DONE, "option-done")] if ticked else []
    return Offering([*page_of(session, items), *done], {"count": len(found)})


def chosen(desk: Desk, session: Session) -> Offering:
    about, people = files_of(desk, session), proposed(desk, session)
    count = Counter(each["nomination_id"] for each in people)
    lines = [file_words.heading(desk, each, count[each.id]) for each in about[:NAMED]]
    return Offering(args={"files": "\n".join(lines)})


def signer(desk: Desk, session: Session) -> Offering:
    """Who signs for the union's own body on that day; who signs for others is not ours to know."""
    about = files_of(desk, session)[0]
    if honours().authority(about.authority).outside:
        return Offering()
    found = signing.signatory(desk.db, about.desk_unit_id, date.fromisoformat(session.answers["day"]))
    return Offering([Item(PROPOSED, "unit-name", args={"name": found.name}, aside=True)] if found else [])


def leave(desk: Desk, session: Session) -> Offering:
    """Who is proposed, with how the council voted; ticked ones are left out."""
    results = {
        who: each for about in files_of(desk, session) for who, each in meetings.results(desk.db, about.id).items()
    }
    ticked, people = set(session.hold.get("ticked", ())), proposed(desk, session)
    items = [
        Item(
            f"t:{each['id']}",
            "decision-nominee",
            args={"name": shorten(each["name"], 40), "passed": _passed(results.get(each["id"]))},
            ticked=str(each["id"]) in ticked,
        )
        for each in people
    ]
    ends = [Item(DONE, "option-done")] if ticked else [Item(NONE, "decision-nobody-left")]
    return Offering([*ends, *page_of(session, items)], {"count": len(people)})


def _passed(result: meetings.Result | None) -> str:
    if result is None or not result.voted:
        return "unknown"
    return "unknown" if result.passed is None else "yes" if result.passed else "no"


def differ(desk: Desk, session: Session) -> Offering:
    """Each with the award they get; of one that is picked, the awards this authority may give."""
    given: Mapping[str, str] = session.hold.get("given", {})
    people = {str(each["id"]): each for each in proposed(desk, session) if each["id"] in awarded_to(desk, session)}
    one = people.get(str(session.hold.get("one", "")))
    if one is not None:
        about = next(each for each in files_of(desk, session) if each.id == one["nomination_id"])
        codes = decisions.fitting(about, collective=one["collective"])
        items = [Item(f"give:{code}", "unit-name", args={"name": file_words.award_name(desk, code)}) for code in codes]
        return Offering(items, {"name": shorten(one["name"], NAME), "count": len(given)})
    items = [
        Item(
            f"one:{number}",
            "decision-award",
            args={
                "name": shorten(each["name"], 28),
                "award": shorten(file_words.award_name(desk, given.get(number, each["award"])), 28),
            },
        )
        for number, each in people.items()
    ]
    done = Item(DONE, "decision-differ-done" if given else "decision-as-asked")
    return Offering([done, *page_of(session, items)], {"name": "none", "count": len(given)})


def certificate(desk: Desk, session: Session) -> str:
    """What the certificates say unless the officer words it otherwise: Vietnamese, as they are printed."""
    about = files_of(desk, session)[0]
    movement = max((each.movement for each in desk.catalogue.movements.values()), key=lambda each: each.version)
    return desk.texts.say("vi", "certificate-wording", kind=about.kind, title=movement.title, year=str(about.year))


def wording(desk: Desk, session: Session) -> Offering:
    return Offering([Item(PROPOSED, "decision-wording-keep", aside=True)], {"wording": certificate(desk, session)})


# --- the whole, before it stands --------------------------------------------------------------------------------------------


def said_in(desk: Desk, session: Session) -> Deciding:
    """What the paper says, from the answers."""
    answers = session.answers
    own = signer(desk, session).items
    name = answers.get("signer")
    return Deciding(
        number=answers["number"],
        day=date.fromisoformat(answers["day"]),
        signer=str(own[0].args["name"]) if name == "" and own else name or "",
        wording=answers["wording"] or certificate(desk, session),
    )


def against(desk: Desk, session: Session) -> Offering:
    """Who has not reached the votes asked for, or is on hold: only with a reason."""
    given = awarded_to(desk, session)
    names = {each["id"]: each["name"] for each in proposed(desk, session)}
    day = date.fromisoformat(session.answers["day"])
    found = decisions.obstacles(desk.db, files_of(desk, session), given, day)
    return Offering(args={"lines": standing_against(desk, found, names), "count": len(found)})


def standing_against(desk: Desk, found: Mapping[int, Sequence[str]], names: Mapping[int, str]) -> str:
    """Who, and by which rules; a line each."""
    labels = {rule.code: bilingual(rule)[desk.person.language] for rule in book().rules}
    lines = [
        desk.say("decision-against", name=shorten(names[who], NAME), rules="; ".join(labels[rule] for rule in rules))
        for who, rules in found.items()
    ]
    more = [desk.say("praise-more", count=len(lines) - NAMED)] if len(lines) > NAMED else []
    return "\n".join([*lines[:NAMED], *more])


def whole(desk: Desk, session: Session) -> Offering:
    about = files_of(desk, session)
    if session.answers["how"] == "refuse":
        codes = ", ".join(each.code for each in about[:NAMED])
        return Offering(args={"what": desk.say("decision-refusing", codes=codes, why=session.answers["why"])})
    said, given = said_in(desk, session), awarded_to(desk, session)
    names = {each["id"]: each["name"] for each in proposed(desk, session)}
    left = [shorten(name, NAME) for who, name in names.items() if who not in given]
    facts = [
        ("number", said.number),
        ("day", show_day(said.day)),
        ("authority", file_words.authority_name(desk, about[0].authority)),
        ("signer", said.signer),
        ("awards", _counted(desk, given)),
        ("left", ", ".join(left[:NAMED])),
        ("wording", shorten(said.wording, 400)),
        ("reason", shorten(session.answers.get("reason", ""), 300)),
    ]
    lines = [
        desk.say("summary-line", label=desk.say(f"decision-{name}-label"), answer=told) for name, told in facts if told
    ]
    stands = against(desk, session).args["lines"] if given else ""
    warning = [desk.say("decision-against-heading"), stands] if stands else []
    return Offering(args={"what": "\n".join([*lines, *warning])})


def _counted(desk: Desk, given: Mapping[int, str]) -> str:
    counted = Counter(given.values())
    return "; ".join(
        desk.say("decision-count", award=file_words.award_name(desk, code), count=count)
        for code, count in counted.items()
    )


def finish(desk: Desk, session: Session) -> Finish:
    if session.answers["sure"] == "no":
        return Finish((Say("decision-dropped"),), Session(form="decision"))
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    about = files_of(desk, session)
    try:
        if session.answers["how"] == "refuse":
            for each in about:
                decisions.refuse(desk.db, each.id, session.answers["why"], **by)
            return Finish((Say("decision-refused", {"count": len(about)}),), Session(form="decision"))
        return decide(desk, session, by)
    except decisions.NotPossible:
        raise Refused("decision-files") from None


def decide(desk: Desk, session: Session, by: Mapping[str, Any]) -> Finish:
    given = awarded_to(desk, session)
    if not given:
        raise Refused("decision-nobody")
    if len(given) > decisions.MOST:
        raise Refused("decision-many", most=decisions.MOST, count=len(given))
    numbers = [each.id for each in files_of(desk, session)]
    reason = session.answers.get("reason", "")
    try:
        number = decisions.decide(desk.db, said_in(desk, session), numbers, given, reason=reason, **by)
    except decisions.SameDecision:
        raise Refused("decision-same", number=session.answers["number"]) from None
    except decisions.NeverPossible as never:
        names = {each["id"]: each["name"] for each in proposed(desk, session)}
        raise Refused("decision-never", lines=standing_against(desk, never.who, names)) from None
    except decisions.NeedsReason as needs:
        kept = {name: value for name, value in session.answers.items() if name != "sure"}
        again = Session(form="new-decision", answers={**kept, "needs": "reason"})
        return Finish((Say("decision-needs-reason", {"count": len(needs.who)}),), again)
    (about,) = awarded.within(desk.db, desk.person.id, desk.today, number)
    told = praise.tell(desk, about)
    return Finish(
        (Say("decision-kept", {"number": about.number, "count": len(given), "told": told}),),
        Session(form="decision", answers={"which": str(number)}),
    )


QUERIES = {
    "files": files,
    "chosen": chosen,
    "signer": signer,
    "leave": leave,
    "differ": differ,
    "wording": wording,
    "against": against,
    "whole": whole,
}
NEW_DECISION = Conversation("new-decision", form, finish, queries=QUERIES, act=ACT)
