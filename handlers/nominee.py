"""One subject of a nomination file: its reports, details, merits, checks; left out with a reason (R29, R33, R50).

Details are asked once: what the subject's last file knows is there already, and only what is missing is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers import checks, nominate_words
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Answered, Answers, Form, Heard, Item, Misread, Refused, Say, Session, Step, Taken
from handlers.honour_steps import ALL, PastDay, People, Ticks
from handlers.nominate import REASON, file_of, my_turn
from handlers.steps import Choice, Pick, Text
from storage import eligibility, lanes, nomination_reading, nominations, nominees
from storage.nominations import ACT, GOING
from storage.vietnamese import shorten

MERITS = Text(least=10, most=nominees.LONGEST)
LINE = Text(least=2, most=200, line=True)
LONG = Text(least=2, most=nominees.DETAILS)
HEADS = People(200_000)
YOUNGEST = 15  # years, of a worker
SEX = (Item("male", "nominee-sex-male"), Item("female", "nominee-sex-female"))


@dataclass(frozen=True, slots=True)
class BirthDate(PastDay):
    """A birth date, of somebody old enough to work."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        taken = PastDay.take(self, form, session, heard, found)
        if isinstance(taken, Answered) and date.fromisoformat(taken.value).year > heard.today.year - YOUNGEST:
            raise Misread("birth-date")
        return taken


DETAILS: Mapping[str, Any] = {
    "birth_date": BirthDate(),
    "sex": Choice(SEX),
    "home": LINE,
    "address": LINE,
    "post": LINE,
    "qualification": LINE,
    "setup": LONG,
    "headcount": HEADS,
    "women": HEADS,
    "duties": LONG,
}


def form(desk: Desk, session: Session) -> Form:
    def acting(*acts: str) -> Any:
        return lambda answers: answers.get("act") in acts

    def ruled(answers: Answers) -> bool:
        return answers.get("act") == "override" and bool(answers.get("rule"))

    steps = (
        Step("act", Pick(), query="one"),
        Step("reports", Ticks(), query="reports", when=acting("reports")),
        Step("merits", MERITS, query="now", when=acting("merits")),
        Step("rule", Pick(), query="rules", when=acting("override")),
        Step("why", REASON, when=ruled),
        Step("passed", Pick(), query="passed", when=acting("take-back")),
        Step("reason", REASON, when=acting("leave-out")),
    )
    return Form("nominee", steps, ways_out=(CANCEL,))


# --- what is shown --------------------------------------------------------------------------------------------------------


def nominee_of(desk: Desk, session: Session) -> tuple[dict[str, Any], dict[str, Any]]:
    """The subject and its file, if they are within reach. Raises Refused."""
    row = nomination_reading.subject(desk.db, session.subject or 0, desk.person.id, desk.today)
    if row is None:
        raise Refused("no-such-nominee")
    return row, file_of(desk, row["nomination_id"])


def mine(desk: Desk, row: Mapping[str, Any], file: Mapping[str, Any]) -> bool:
    """May this person change the subject now?"""
    open_ = row["state"] == "proposed" and file["state"] in GOING and file["close_id"] is None
    return open_ and my_turn(desk, file) is not None


def one(desk: Desk, session: Session) -> Offering:
    row, file = nominee_of(desk, session)
    verdicts = eligibility.check(desk.db, row["id"], desk.today)
    changes = ["reports", "details", "merits", "site"] if mine(desk, row, file) else []
    over = [name for name, some in (("override", _overridable), ("take-back", _overridden)) if some(verdicts)]
    over *= file["state"] in eligibility.UNDECIDED
    last = ["leave-out", "another"] if changes else []
    items = [
        Item(each, "nominee-act", args={"act": each, "site": "yes" if row["on_site"] else "no"})
        for each in (*changes, "checks", *over, *last, "file")
    ]
    return Offering(items, {"card": nominate_words.subject_card(desk, file, row, verdicts)})


def _overridable(verdicts: Sequence[eligibility.Verdict]) -> list[eligibility.Verdict]:
    return [each for each in verdicts if each.open and each.may_override]


def _overridden(verdicts: Sequence[eligibility.Verdict]) -> list[eligibility.Verdict]:
    return [each for each in verdicts if each.overridden is not None]


def reports(desk: Desk, session: Session) -> Offering:
    """Approved ones: linked already, the subject's own, then others of its unit. What is linked stands ticked: a tap takes
    it off, so that what is kept in between is only what was tapped."""
    row, file = nominee_of(desk, session)
    found = nomination_reading.reports_for(desk.db, row, file["year"], desk.person.id, desk.today)
    linked = {number for number, _ in nomination_reading.linked(desk.db, row["id"])}
    whose = "yes" if row["subject_unit_id"] is None else "unit"
    tapped = set(_ids(session.hold.get("ticked", [])))
    items = [
        Item(
            f"t:{each.id}",
            "nominee-report",
            args={"code": each.code, "title": shorten(each.title, 34), "own": whose if each.own else "no"},
            ticked=(each.id in linked) != (each.id in tapped),
        )
        for each in found
    ]
    ends = [Item("done", "option-done")] if items else []
    return Offering([*items, *ends], {"name": shorten(row["name"], 80), "count": len(items)})


def now(desk: Desk, session: Session) -> Offering:
    """The merits as they stand, or as the reports' own words propose them."""
    row, _ = nominee_of(desk, session)
    words = row["merits"] or nominees.proposed_merits(desk.db, row["id"])
    return Offering(args={"name": shorten(row["name"], 80), "now": shorten(words, 1000) or "-"})


def rules(desk: Desk, session: Session) -> Offering:
    row, _ = nominee_of(desk, session)
    return _listed(desk, _overridable(eligibility.check(desk.db, row["id"], desk.today)))


def passed(desk: Desk, session: Session) -> Offering:
    """What somebody let pass, with the reasons."""
    row, _ = nominee_of(desk, session)
    return _listed(desk, _overridden(eligibility.check(desk.db, row["id"], desk.today)))


def _listed(desk: Desk, verdicts: Sequence[eligibility.Verdict]) -> Offering:
    items = [Item(each.rule, words={"vi": each.label, "en": each.label_en}) for each in verdicts]
    return Offering(items, {"lines": "\n".join(checks.lines(desk, verdicts)), "count": len(items)})


# --- what is done ---------------------------------------------------------------------------------------------------------


def finish(desk: Desk, session: Session) -> Finish:
    row, file = nominee_of(desk, session)
    again = Session(form="nominee", subject=row["id"])
    match session.answers["act"]:
        case "file":
            return Finish(next=Session(form="nominate", answers={"which": str(file["id"])}))
        case "another":
            return Finish(next=Session(form="new-nominee", subject=file["id"]))
        case "checks":
            verdicts = eligibility.check(desk.db, row["id"], desk.today)
            lines = "\n".join(checks.lines(desk, verdicts, every=True))
            return Finish((Say("nominee-checks", {"name": shorten(row["name"], 80), "lines": lines or "-"}),), again)
        case "override":
            return Finish((overridden(desk, row, session.answers),), again)
        case "take-back":
            return Finish((taken_back(desk, row, session.answers),), again)
        case _ if not mine(desk, row, file):
            return Finish((Say("nominate-changed"),), again)
        case "details":
            asked = nominees.lacking(row, file["kind"]) or lanes.lanes()[file["kind"]].asks(
                collective=row["collective"]
            )
            return Finish(next=Session(form="nominee-details", subject=row["id"], answers={"asked": list(asked)}))
        case _:
            return changed(desk, row, session, again)


def overridden(desk: Desk, row: Mapping[str, Any], answers: Answers) -> Say:
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    try:
        eligibility.override(desk.db, row["id"], answers["rule"], answers["why"], **by)
    except eligibility.NotPossible as error:
        return checks.why_not(error.why)
    return Say("nominee-overridden")


def taken_back(desk: Desk, row: Mapping[str, Any], answers: Answers) -> Say:
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    try:
        eligibility.take_back(desk.db, row["id"], answers["passed"], **by)
    except eligibility.NotPossible as error:
        return checks.why_not(error.why)
    return Say("nominee-taken-back")


def changed(desk: Desk, row: Mapping[str, Any], session: Session, again: Session) -> Finish:
    """One change of the subject, kept; whose turn it is, is asked once more where it is kept."""
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    act, answers = session.answers["act"], session.answers
    try:
        match act:
            case "reports":
                linked = {number for number, _ in nomination_reading.linked(desk.db, row["id"])}
                nominees.link(desk.db, row["id"], linked ^ set(_ids(answers["reports"])), **by)
                if not row["merits"] and (words := nominees.proposed_merits(desk.db, row["id"])):
                    nominees.describe(desk.db, row["id"], merits=words, **by)
            case "merits":
                nominees.describe(desk.db, row["id"], merits=answers["merits"], **by)
            case "site":
                nominees.describe(desk.db, row["id"], on_site=not row["on_site"], **by)
            case "leave-out":
                nominees.leave_out(desk.db, row["id"], answers["reason"], **by)
                again = Session(form="nominate", answers={"which": str(row["nomination_id"])})
            case _:
                return Finish((Say("nominate-changed"),), again)
    except nominations.NotTheirs as error:
        return Finish((Say("nominate-not-theirs", {"why": error.why}),), again)
    except nominees.Enough:
        return Finish((Say("nominee-reports-enough", {"most": nominees.MOST_REPORTS}),), again)
    except (nominations.IllegalMove, nominations.Closed, nominations.NoReason):
        return Finish((Say("nominate-changed"),), again)
    return Finish((Say("nominee-saved", {"act": act, "name": shorten(row["name"], 80)}),), again)


def _ids(ticked: object) -> list[int]:
    """What was ticked; "all" is not offered here, so it ticks nothing."""
    if ticked == ALL or not isinstance(ticked, list):
        return []
    return [int(each) for each in ticked if str(each).isascii() and str(each).isdigit() and len(str(each)) < 16]


QUERIES = {"one": one, "reports": reports, "now": now, "rules": rules, "passed": passed}
NOMINEE = Conversation("nominee", form, finish, queries=QUERIES, act=ACT)


# --- details: each optional, only what is missing -------------------------------------------------------------------------


def details_form(desk: Desk, session: Session) -> Form:
    asked = session.answers.get("asked", list(DETAILS))
    steps = tuple(Step(name, kind, required=False) for name, kind in DETAILS.items() if name in asked)
    return Form("nominee-details", steps, ways_out=(CANCEL,))


def details(desk: Desk, session: Session) -> Finish:
    row, file = nominee_of(desk, session)
    again = Session(form="nominee", subject=row["id"])
    told = {name: session.answers[name] for name in DETAILS if session.answers.get(name) is not None}
    everybody = told.get("headcount", (row["details"] or {}).get("headcount"))
    if everybody is not None and told.get("women", 0) > everybody:
        raise Refused("more-women", women=told["women"], all=everybody)
    if not mine(desk, row, file):
        return Finish((Say("nominate-changed"),), again)
    if told:
        by: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
        nominees.describe(desk.db, row["id"], details=told, **by)
    return Finish((Say("nominee-saved", {"act": "details", "name": shorten(row["name"], 80)}),), again)


NOMINEE_DETAILS = Conversation("nominee-details", details_form, details, act=ACT)
