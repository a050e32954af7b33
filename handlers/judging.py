"""/chamdiem: rounds of judging: what one still has to judge, the figures one may see, opening and closing a round (issue 4 §1).

Giving points is a conversation of its own (handlers/points.py). Whoever opens a round need not judge in it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from handlers import own_units
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Say, Session, Step
from handlers.honour_steps import Ticks
from handlers.my_reports import page_of
from handlers.points import begun
from handlers.report_form import bilingual
from handlers.steps import Choice, Pick, Text, Unit
from storage import roles, score_results, scoring, units
from storage.score_results import Result
from storage.scoring import JUDGE, MOST_NAME, OPEN, NotPossible, Round, Sheet
from storage.vietnamese import shorten, show_number

NEW, NEXT = "new", "next"
YES_NO = (Item("yes", "judging-yes"), Item("no", "judging-no"))
TITLE, NAME = 34, 60  # visible characters of a title on a button, of a round's name
SHOWN = 12  # reports with their figures in one message


def form(desk: Desk, session: Session) -> Form:
    offered = tuple(Item(sheet.code, words=bilingual(sheet)) for sheet in _sheets(desk).values())

    def opening(answers: Answers) -> bool:
        return answers.get("which") == NEW

    def at_the_end(answers: Answers) -> bool:
        return answers.get("act") == "close"

    steps = (
        Step("which", Pick(), query="rounds"),
        Step("unit", Unit(), when=opening, query="own_units"),
        Step("sheet", Choice(offered), when=opening),
        Step("reports", Ticks(least=1), when=opening, query="reports"),
        Step("name", Text(least=3, most=MOST_NAME, line=True), when=opening),
        Step("sure", Choice(YES_NO), when=opening, query="meaning"),
        Step("act", Pick(), when=lambda answers: answers.get("which") not in (NEW, NEXT), query="one"),
        Step("close", Choice(YES_NO), when=at_the_end, query="closing"),
    )
    return Form("judging", steps, ways_out=(CANCEL,))


def opened(desk: Desk, argument: str) -> Session:
    """By a door: the round's number."""
    number = number_of(argument)
    known = number is not None and scoring.one(desk.db, number, desk.person.id, desk.today) is not None
    return Session(form="judging", answers={"which": str(number)} if known else {})


def number_of(text: Any) -> int | None:
    said = str(text)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else None


def _sheets(desk: Desk) -> dict[str, Sheet]:
    """Of the movements that are open."""
    codes = dict.fromkeys(each.movement.code for each in desk.catalogue.open)
    return {sheet.code: sheet for code in codes for sheet in scoring.sheets(code)}


def _movements(desk: Desk, sheet: str) -> list[int]:
    """The versions of the movements a sheet is for."""
    return [
        each.id
        for each in desk.catalogue.movements.values()
        if sheet in {one.code for one in scoring.sheets(each.movement.code)}
    ]


# --- rounds -----------------------------------------------------------------------------------------------------------------


def rounds(desk: Desk, session: Session) -> Offering:
    """What waits for this person first, then every round of their units."""
    found = scoring.rounds(desk.db, desk.person.id, desk.today)
    left = scoring.waiting(desk.db, desk.person.id, desk.today)
    items = [Item(NEXT, "judging-next", args={"count": len(left)})] if left else []
    items += [
        Item(
            str(each.id),
            "judging-line",
            args={
                "name": shorten(each.name, TITLE),
                "state": each.state,
                "left": sum(one == each.id for one, _ in left),
            },
        )
        for each in found
    ]
    may_open = OPEN in roles.acts_of(desk.db, desk.person.id, desk.today) and _sheets(desk)
    more = [Item(NEW, "judging-new")] if may_open else []
    return Offering([*page_of(session, items), *more], {"count": len(left), "rounds": len(found)})


def round_of(desk: Desk, answers: Answers) -> Round:
    """The round on the screen, if it is of one's units. Raises Refused."""
    number = number_of(answers.get("which"))
    found = scoring.one(desk.db, number, desk.person.id, desk.today) if number is not None else None
    if found is None:
        raise Refused("judging-gone")
    return found


def one(desk: Desk, session: Session) -> Offering:
    """The reports of a round with the figures this person may see, and what they may do."""
    found = round_of(desk, session.answers)
    results = score_results.results(desk.db, found.id, desk.person.id, desk.today)
    left = scoring.waiting(desk.db, desk.person.id, desk.today, found.id)
    lines = [_line(desk, each) for each in results[:SHOWN]]
    lines += [desk.say("judging-more", count=len(results) - SHOWN)] * (len(results) > SHOWN)
    may_close = found.state == "open" and roles.may(desk.db, desk.person.id, OPEN, found.unit_id, desk.today)
    acts = [*(["judge"] if left else []), *(["close"] if may_close else []), "list"]
    _, given = scoring.counts(desk.db, [found.id])[found.id]
    said = {
        "name": shorten(found.name, NAME),
        "unit": shorten(units.name_of(desk.db, found.unit_id, desk.today), NAME),
        "state": found.state,
        "reports": len(results),
        "scores": given,
        "lines": "\n".join(lines),
    }
    return Offering([Item(act, "judging-act", args={"act": act, "left": len(left)}) for act in acts], said)


def closing(desk: Desk, session: Session) -> Offering:
    """What closing means, with how far the round is."""
    found = round_of(desk, session.answers)
    reports, scores = scoring.counts(desk.db, [found.id])[found.id]
    return Offering(args={"name": shorten(found.name, NAME), "reports": reports, "scores": scores})


def _line(desk: Desk, each: Result) -> str:
    """A report with its figures; "hidden" while this person may not see them."""
    figures = each.figures
    common = {"code": each.code, "title": shorten(each.title, TITLE), "judges": each.judges}
    if figures is None:
        state = "withdrawn" if each.state == "withdrawn" else "hidden" if each.judges else "none"
        return desk.say("judging-unseen", **common, state=state)
    rank = "none" if each.rank is None else str(each.rank)
    return desk.say(
        "judging-seen",
        **common,
        rank=rank,
        tied="yes" if each.tied else "no",
        median=shown(figures.median),
        low=shown(figures.low),
        high=shown(figures.high),
        middle=shown(figures.middle),
    )


def shown(value: float) -> str:
    return show_number(Decimal(str(round(value, 1))))


# --- opening ----------------------------------------------------------------------------------------------------------------


def _unit_of(desk: Desk, answers: Answers) -> int:
    number = int(answers["unit"]["id"])
    if not own_units.within(desk, OPEN, [number]):
        raise Refused("role")
    return number


def reports(desk: Desk, session: Session) -> Offering:
    where, sheet = _unit_of(desk, session.answers), session.answers["sheet"]
    found = scoring.judgeable(desk.db, where, _movements(desk, sheet), desk.person.id, desk.today)
    tapped = set(session.hold.get("ticked", []))
    items = [
        Item(
            f"t:{number}",
            "judging-report",
            args={"code": code, "title": shorten(title, TITLE)},
            ticked=str(number) in tapped,
        )
        for number, code, title in found
    ]
    ends = [Item("done", "option-done")] if items else []
    return Offering([*page_of(session, items), *ends], {"count": len(items), "ticked": len(tapped)})


def meaning(desk: Desk, session: Session) -> Offering:
    """What a yes means, said before it."""
    answers = session.answers
    _unit_of(desk, answers)
    sheet = bilingual(_sheet(desk, answers))[desk.person.language]
    said = {"name": shorten(answers["name"], NAME), "count": len(answers["reports"]), "sheet": sheet}
    return Offering(args={**said, "unit": shorten(answers["unit"]["name"], NAME)})


def _sheet(desk: Desk, answers: Answers) -> Sheet:
    found = _sheets(desk).get(str(answers["sheet"]))
    if found is None:
        raise Refused("judging-gone")
    return found


def made(desk: Desk, answers: Answers) -> Finish:
    sheet = _sheet(desk, answers)
    chosen = [number for each in answers["reports"] if (number := number_of(each)) is not None]
    by: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    try:
        number = scoring.open_round(
            desk.db,
            int(answers["unit"]["id"]),
            sheet,
            answers["name"],
            chosen,
            movements=_movements(desk, sheet.code),
            **by,
        )
    except NotPossible as refused:
        raise Refused("judging-not", why=refused.why) from None
    return Finish((Say("judging-made"),), Session(form="judging", answers={"which": str(number)}))


# --- what is done -----------------------------------------------------------------------------------------------------------


def finish(desk: Desk, session: Session) -> Finish:
    answers = session.answers
    listed = Session(form="judging")
    if answers["which"] == NEW:
        return made(desk, answers) if answers["sure"] == "yes" else Finish((Say("judging-left"),), listed)
    if answers["which"] == NEXT:
        return begun(desk, None)
    found = round_of(desk, answers)
    match answers["act"]:
        case "judge":
            return begun(desk, found.id)
        case "close":
            return closed(desk, answers, found)
        case _:
            return Finish(next=listed)


def closed(desk: Desk, answers: Answers, found: Round) -> Finish:
    again = Session(form="judging", answers={"which": str(found.id)})
    if answers["close"] == "no":
        return Finish((Say("judging-left"),), again)
    try:
        scoring.close(desk.db, found.id, who=desk.person.id, now=desk.now, today=desk.today)
    except NotPossible as refused:
        raise Refused("judging-not", why=refused.why) from None
    return Finish((Say("judging-closed"),), again)


JUDGING = Conversation(
    "judging",
    form,
    finish,
    queries={
        "rounds": rounds,
        "own_units": own_units.query(OPEN),
        "reports": reports,
        "meaning": meaning,
        "one": one,
        "closing": closing,
    },
    lookups=own_units.lookups(OPEN),
    act=JUDGE,
)
