"""/nguoiky: who signs a unit's papers and to whom they go, by date (R42, R44). Of what overlaps the newest counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from handlers import own_units
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.file_words import number_of
from handlers.forms import (
    CANCEL,
    Answered,
    Answers,
    Form,
    Heard,
    Item,
    Misread,
    Refused,
    Say,
    Session,
    Step,
    Taken,
)
from handlers.honour_steps import AnyDay
from handlers.my_reports import page_of
from handlers.report_form import bilingual
from handlers.steps import Choice, Open, Pick, Text, Unit
from storage import signing
from storage.signing import ACT, Entry, Signing
from storage.vietnamese import shorten, show_day

SIGNER, TO = "new-signer", "new-recipients"
YES_NO = (Item("yes", "signing-yes"), Item("no", "signing-no"))


class Lines(Open):
    """Recipients, one a line."""

    __slots__ = ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        lines = [" ".join(each.split()).lstrip("-•* ") for each in heard.text.splitlines()]
        lines = [each for each in lines if each]
        if not lines:
            raise Misread("text")
        if len(lines) > signing.MOST_LINES or any(len(each) > signing.LINE for each in lines):
            raise Misread("lines", most=signing.MOST_LINES, length=signing.LINE)
        return Answered(lines)

    def holds(self, value: Any) -> bool:
        return isinstance(value, list)


def is_new(answers: Answers) -> bool:
    return answers.get("which") in (SIGNER, TO)


def signs(answers: Answers) -> bool:
    return answers.get("which") == SIGNER


def goes_to(answers: Answers) -> bool:
    return answers.get("which") == TO


def form(desk: Desk, session: Session) -> Form:
    papers = tuple(Item(each.code, words=bilingual(each)) for each in signing.papers())
    steps = (
        Step("unit", Unit(), query="own_units"),
        Step("which", Pick(), query="listed"),
        Step("name", Text(least=2, most=100, line=True), when=signs),
        Step("title", Text(least=2, most=120, line=True), when=signs),
        Step("signs_for", Text(least=2, most=120, line=True), when=signs, required=False),
        Step("paper", Choice(papers), when=goes_to),
        Step("lines", Lines(), when=goes_to),
        Step("since", AnyDay(), when=is_new),
        Step("until", AnyDay(), when=is_new, required=False),
        Step("last", AnyDay(), when=lambda answers: not is_new(answers), query="one"),
        Step("sure", Choice(YES_NO), query="meaning"),
    )
    return Form("signing", steps, ways_out=(CANCEL,))


def theirs(desk: Desk, session: Session) -> int:
    """The unit on the screen. Raises Refused when it is no longer theirs."""
    number = int(session.answers["unit"]["id"])
    if not own_units.within(desk, ACT, [number]):
        raise Refused("role")
    return number


def listed(desk: Desk, session: Session) -> Offering:
    """What is kept for the unit; above it, who signs today, be it from the unit above."""
    number = theirs(desk, session)
    today = signing.signatory(desk.db, number, desk.today)
    recipients = signing.recipients(desk.db, number, signing.EVERY, desk.today)
    items = [
        Item(f"{'signatory' if each.signing else 'recipients'}:{each.id}", "signing-line", args=in_words(desk, each))
        for each in signing.kept(desk.db, number)
    ]
    args = {
        "unit": shorten(session.answers["unit"]["name"], 120),
        "name": today.name if today else "none",
        "title": today.title if today else "-",
        "lines": "".join(f"\n- {shorten(each, 60)}" for each in recipients) or "none",
    }
    return Offering(
        [Item(SIGNER, "signing-new-signer"), Item(TO, "signing-new-recipients"), *page_of(session, items)], args
    )


def in_words(desk: Desk, each: Entry) -> dict[str, str]:
    if each.signing:
        what = each.signing.name
    else:
        label = next((bilingual(paper) for paper in signing.papers() if paper.code == each.paper), {})
        what = label.get(desk.person.language, each.paper)
    until = show_day(each.until) if each.until else "none"
    return {
        "kind": "signer" if each.signing else "recipients",
        "what": shorten(what, 26),
        "since": show_day(each.since),
        "until": until,
    }


def entry_of(desk: Desk, session: Session) -> Entry:
    """The entry on the screen. Raises Refused."""
    kind, _, number = str(session.answers["which"]).partition(":")
    for each in signing.kept(desk.db, theirs(desk, session)):
        if each.id == number_of(number) and (each.signing is not None) == (kind == "signatory"):
            return each
    raise Refused("signing-gone")


def one(desk: Desk, session: Session) -> Offering:
    each = entry_of(desk, session)
    signer = each.signing
    detail = (
        "\n".join(filter(None, [signer.signs_for, signer.title, signer.name]))
        if signer
        else "\n".join(shorten(line, 60) for line in each.lines)
    )
    return Offering(args={**in_words(desk, each), "detail": detail})


def meaning(desk: Desk, session: Session) -> Offering:
    """What a yes means, said before it."""
    answers = session.answers
    theirs(desk, session)
    if not is_new(answers):
        said = one(desk, session).args
        return Offering(args={**said, "act": "end", "until": show_day(date.fromisoformat(answers["last"]))})
    until = show_day(date.fromisoformat(answers["until"])) if answers.get("until") else "none"
    if signs(answers):
        detail = "\n".join(filter(None, [answers.get("signs_for"), answers["title"], answers["name"]]))
    else:
        detail = "\n".join(f"- {shorten(each, 60)}" for each in answers["lines"])
    since = show_day(date.fromisoformat(answers["since"]))
    return Offering(args={"act": "add", "detail": detail, "since": since, "until": until, "what": "-"})


def finish(desk: Desk, session: Session) -> Finish:
    answers, number = session.answers, theirs(desk, session)
    again = Session(form="signing", answers={"unit": answers["unit"]})
    if answers["sure"] == "no":
        return Finish((Say("signing-left"),), again)
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now}
    if not is_new(answers):
        entry = entry_of(desk, session)
        kind = "signatory" if entry.signing else "recipients"
        signing.end(desk.db, kind, entry.id, date.fromisoformat(answers["last"]), **by, today=desk.today)
        return Finish((Say("signing-ended"),), again)
    until = answers.get("until")
    span: dict[str, Any] = {
        "since": date.fromisoformat(answers["since"]),
        "until": date.fromisoformat(until) if until else None,
    }
    try:
        if signs(answers):
            who = Signing(answers["name"], answers["title"], answers.get("signs_for") or "")
            signing.appoint(desk.db, number, who, **span, **by)
        else:
            signing.address(desk.db, number, answers["paper"], answers["lines"], **span, **by)
    except ValueError:
        raise Refused("hold-days") from None
    return Finish((Say("signing-kept"),), again)


SIGNING = Conversation(
    "signing",
    form,
    finish,
    queries={"own_units": own_units.query(ACT), "listed": listed, "one": one, "meaning": meaning},
    lookups=own_units.lookups(ACT),
    act=ACT,
)
