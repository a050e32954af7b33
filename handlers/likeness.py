"""/sosanh: reports that may be one, side by side, and the verdict: the same, an improvement, something else (R19, R50).

A reviewer of either report judges; nobody who sent one or is an author of it does. A verdict changes no report: refusing one
for it is an act of the review, to which a door leads.
"""

from __future__ import annotations

import re

from handlers import likeness_card
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Form, Item, Refused, Say, Session, Step
from handlers.likeness_card import Rows
from handlers.my_reports import page_of
from handlers.steps import Pick
from storage import inspection, likeness_marks, likeness_pairs, people
from storage.likeness_pairs import ACT, VERDICTS, Pair
from storage.vietnamese import shorten

PAIR = re.compile(r"pair:([0-9]{1,15})")
LABEL = 22  # characters of a title on a button


def form(desk: Desk, session: Session) -> Form:
    at_one = session.subject is not None
    steps = (
        Step("which", Pick(), lambda _: not at_one, query="pairs"),
        Step("act", Pick(), lambda _: at_one, query="pair"),
    )
    return Form("likeness", steps)


def opened(desk: Desk, argument: str) -> Session:
    """What is like the report a door or a command names; `finish` looks whether it is this person's to see."""
    sought = argument.strip()
    return Session(form="likeness", answers={"which": sought[:60]} if sought else {})


# --- what is shown ------------------------------------------------------------------------------------------------------------


def pairs(desk: Desk, session: Session) -> Offering:
    """What nobody has judged yet, the likeliest first."""
    found = likeness_pairs.unjudged(desk.db, desk.person.id, desk.today)
    known = likeness_pairs.heads(desk.db, {number for each in found for number in (each.number, each.other)})
    items = [
        Item(
            f"pair:{each.id}",
            "likeness-line",
            args={
                "score": each.score,
                "code": known[each.number].code,
                "title": shorten(known[each.number].title, LABEL),
            },
        )
        for each in found
    ]
    return Offering(page_of(session, items), {"count": len(items)})


def one(desk: Desk, session: Session) -> Offering:
    mine, around, pair, rows = _standing(desk, session)
    again = Item("again", "likeness-again")
    if pair is None:
        code = likeness_pairs.heads(desk.db, [mine])[mine].code
        card = desk.say("likeness-none", code=code)
        return Offering([again, Item("list", "likeness-list")], {"card": card, "asked": "next"})
    place = around.index(pair)
    why = likeness_pairs.why_not(desk.db, (pair.number, pair.other), desk.person.id, desk.today)
    items = [
        *(
            Item(each, "likeness-verdict", args={"verdict": each})
            for each in VERDICTS
            if not why and each != pair.verdict
        ),
        *[Item("next", "likeness-next")] * (place + 1 < len(around)),
        *[Item("previous", "likeness-previous")] * (place > 0),
        *_doors(pair, rows),
        again,
        Item("list", "likeness-list"),
    ]
    seen = "brief" in session.answers
    card = likeness_card.brief(desk, pair) if seen else likeness_card.card(desk, pair, rows, place + 1, len(around))
    own = [desk.say("refused-likeness-own")] if why == "own" and not seen else []
    args = {"card": "\n\n".join([card, *own]), "asked": "next" if why or pair.verdict else "verdict"}
    return Offering(items, args, [] if seen else likeness_card.thumbs(desk, pair, rows))


def _doors(pair: Pair, rows: Rows) -> list[Item]:
    """To read a report whole, to refuse it there too; only to those within reach."""
    return [
        Item(f"go:xem:{number}", "report-open", args={"code": rows[number]["code"]}, aside=True)
        for number in (pair.number, pair.other)
        if number in rows
    ]


def _standing(desk: Desk, session: Session) -> tuple[int, list[Pair], Pair | None, Rows]:
    """The report it is about, its pairs, the one on the screen and what may be read of it; all looked up again. Raises
    Refused when neither report is within reach."""
    number = session.subject or 0
    around = likeness_pairs.of_report(desk.db, number)
    pair = _at(around, session)
    rows = likeness_card.readable(desk, *((pair.number, pair.other) if pair else (number,)))
    if not rows:
        raise Refused("not-found")
    return number, around, pair, rows


def _at(around: list[Pair], session: Session) -> Pair | None:
    """The pair on the screen; the first one, when it is gone."""
    chosen = session.answers.get("pair")
    return next((each for each in around if each.id == chosen), around[0] if around else None)


# --- what is done -------------------------------------------------------------------------------------------------------------


def finish(desk: Desk, session: Session) -> Finish:
    if session.subject is None:
        return chosen(desk, session.answers["which"])
    mine, around, pair, _ = _standing(desk, session)
    act = session.answers["act"]
    if act == "list":
        return Finish(next=Session(form="likeness"))
    if act == "again":
        return searched(desk, mine, pair)
    if pair is None or (act in VERDICTS and pair.id != session.answers.get("pair")):
        raise Refused("likeness-gone")  # searched anew meanwhile: no verdict falls on another pair
    if act in VERDICTS:
        return judged(desk, pair, act)
    place = around.index(pair) + (1 if act == "next" else -1)
    return at(desk, around[min(max(place, 0), len(around) - 1)])


def chosen(desk: Desk, sought: str) -> Finish:
    """A pair of the list, or the pairs of a report named by its code or number. Raises Refused."""
    named = PAIR.fullmatch(sought)
    if named:
        listed = likeness_pairs.unjudged(desk.db, desk.person.id, desk.today)
        found = next((each for each in listed if each.id == int(named[1])), None)
        if found is None:
            raise Refused("likeness-gone")
        return at(desk, found)
    row = inspection.one(desk.db, sought, desk.person.id, desk.today)
    if row is None:
        raise Refused("no-such-report")
    around = likeness_pairs.of_report(desk.db, row["id"])
    return at(desk, around[0]) if around else Finish(next=Session(form="likeness", subject=row["id"]))


def at(desk: Desk, pair: Pair) -> Finish:
    """Two reports are looked at together: noted for both (R45)."""
    for number, other in ((pair.number, pair.other), (pair.other, pair.number)):
        people.audit(desk.db, desk.person.id, "compare", f"report:{number}", desk.now, f"report:{other}")
    return Finish(next=Session(form="likeness", subject=pair.number, answers={"pair": pair.id}))


def judged(desk: Desk, pair: Pair, verdict: str) -> Finish:
    try:
        likeness_pairs.judge(desk.db, pair.id, verdict, who=desk.person.id, now=desk.now, today=desk.today)
    except likeness_pairs.NotTheirs as no:
        raise (Refused("likeness-own") if no.why == "own" else Refused("likeness-role")) from None
    known = likeness_pairs.heads(desk.db, [pair.number, pair.other])
    ends = sorted((pair.number, pair.other))
    args = {"earlier": known[ends[0]].code, "later": known[ends[1]].code, "verdict": verdict}
    return Finish((Say("likeness-judged", args),), still_at(pair))


def still_at(pair: Pair) -> Session:
    return Session(form="likeness", subject=pair.number, answers={"pair": pair.id, "brief": True})


def searched(desk: Desk, mine: int, pair: Pair | None) -> Finish:
    """Ask for another search; once a minute is enough for anybody."""
    because = f"asked:{desk.person.id}:{desk.now:%Y%m%d%H%M}"
    likeness_marks.ask(desk.db, mine, desk.now, because=because, who=desk.person.id)
    return Finish((Say("likeness-searching"),), still_at(pair) if pair else None)


LIKENESS = Conversation("likeness", form, finish, queries={"pairs": pairs, "pair": one}, act=ACT)
