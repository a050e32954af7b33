"""Points for one report, criterion by criterion, looked over once and then kept for ever (part of /chamdiem).

The sheet's criteria travel in the session, so that the form is a table like any other; what is given is checked against the
round's own sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from handlers import report_card
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Answered, Form, Heard, Item, Misread, Refused, Say, Session, Step, Taken, current
from handlers.report_form import bilingual
from handlers.steps import Choice, Open, Say_, Text
from storage import inspection, scoring
from storage.people import audit
from storage.scoring import JUDGE, MOST_NOTE, Criterion, NotPossible, Round
from storage.vietnamese import read_number, show_number

PREFIX = "points_"
CARD = 1300  # UTF-16 units of the report above the first criterion: with the question they fit the poorest channel
ANY = 10  # points of a criterion while no report is on the screen
YES_NO = (Item("yes", "points-yes"), Item("no", "points-no"))


@dataclass(frozen=True, slots=True)
class Points(Open):
    """0 to `most` points, halves and tenths too; no buttons, which would lead a judge."""

    most: int

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        number = read_number(heard.text)
        if number is None or number != round(number, 1):
            raise Misread("points", most=self.most)
        if not 0 <= number <= self.most:
            raise Misread("points-most", most=self.most, given=show_number(number))
        return Answered(float(number))

    def holds(self, value: Any) -> bool:
        return isinstance(value, int | float) and 0 <= value <= self.most

    def shown(self, value: Any, say: Say_) -> str:
        return show_number(Decimal(str(value)))


def form(desk: Desk, session: Session) -> Form:
    asked = session.answers.get("sheet") or [["any", ANY]]
    steps = [
        Step(f"{PREFIX}{code}", Points(most), text="points-criterion", query="criterion", counted=True)
        for code, most in asked
    ]
    steps.append(Step("note", Text(least=2, most=MOST_NOTE), required=False))
    steps.append(Step("sure", Choice(YES_NO), query="given"))
    return Form("points", tuple(steps), ways_out=(CANCEL,))


def begun(desk: Desk, number: int | None) -> Finish:
    """The next report this person has to judge, in one round or in any."""
    left = scoring.waiting(desk.db, desk.person.id, desk.today, number)
    if not left:
        return Finish(next=Session(form="judging"))  # which says that nothing is left
    which, report_id = left[0]
    found = scoring.one(desk.db, which, desk.person.id, desk.today)
    row = inspection.one(desk.db, str(report_id), desk.person.id, desk.today)
    if found is None or row is None:
        return Finish((Say("refused-judging-gone"),), Session(form="judging"))
    audit(desk.db, desk.person.id, "view", f"report:{report_id}", desk.now)
    sheet = [[each.code, each.points] for each in found.sheet.criteria]
    answers = {"round": which, "sheet": sheet}
    return Finish(next=Session(form="points", subject=report_id, answers=answers))


# --- what is asked ------------------------------------------------------------------------------------------------------------


def at(desk: Desk, session: Session) -> tuple[Round, dict[str, Any]]:
    """The round and the report on the screen, if both are still this person's to see. Raises Refused."""
    number = session.answers.get("round")
    found = scoring.one(desk.db, number, desk.person.id, desk.today) if isinstance(number, int) else None
    row = inspection.one(desk.db, str(session.subject), desk.person.id, desk.today)
    here = scoring.waiting(desk.db, desk.person.id, desk.today, found.id) if found else []
    if found is None or row is None or (found.id, row["id"]) not in here:
        raise Refused("judging-gone")
    return found, row


def criterion(desk: Desk, session: Session) -> Offering:
    """One criterion; over the first one stands the report itself."""
    found, row = at(desk, session)
    step = current(form(desk, session), session)
    code = step.name.removeprefix(PREFIX) if step else ""
    asked = next((each for each in found.sheet.criteria if each.code == code), None)
    if asked is None:
        raise Refused("judging-gone")
    first = code == found.sheet.criteria[0].code
    card = report_card.card(desk, row, CARD, brief=not first)
    said = {**_named(desk, asked), "most": asked.points, "weight": asked.weight, "card": card}
    return Offering(args=said, photos=report_card.thumbs(desk, row) if first else [])


def _named(desk: Desk, asked: Criterion) -> dict[str, str]:
    language = desk.person.language
    return {"label": bilingual(asked)[language], "explain": bilingual(asked, "explain")[language]}


def given(desk: Desk, session: Session) -> Offering:
    """Everything once more, with the total, before it is kept."""
    found, row = at(desk, session)
    points = points_of(session)
    lines = [
        desk.say(
            "points-line",
            label=_named(desk, each)["label"],
            points=show_number(Decimal(str(points.get(each.code, 0)))),
            most=each.points,
        )
        for each in found.sheet.criteria
    ]
    complete = {*points} == {each.code for each in found.sheet.criteria}
    total = show_number(Decimal(str(found.sheet.total(points)))) if complete else "-"
    return Offering(args={"code": row["code"], "lines": "\n".join(lines), "total": total})


def points_of(session: Session) -> dict[str, float]:
    return {
        name.removeprefix(PREFIX): float(value)
        for name, value in session.answers.items()
        if name.startswith(PREFIX) and isinstance(value, int | float)
    }


def finish(desk: Desk, session: Session) -> Finish:
    if session.answers["sure"] == "no":
        return Finish((Say("points-left"),), Session(form="judging"))
    found, row = at(desk, session)
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    try:
        note = session.answers.get("note") or ""
        scoring.give(desk.db, found.id, row["id"], points_of(session), **by, note=note)
    except NotPossible as refused:
        raise Refused("judging-not", why=refused.why) from None
    kept = Say("points-kept", {"code": row["code"]})
    following = begun(desk, found.id)
    return Finish((kept, *following.says), following.next)


POINTS = Conversation("points", form, finish, queries={"criterion": criterion, "given": given}, act=JUDGE)
