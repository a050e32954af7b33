"""/duyet: everything that is one's turn, one report a message, with what decides it (R20, R22).

Opening receives a report and shows colleagues who reads it. Those who only look walk through what is new, without deciding.
"""

from __future__ import annotations

from handlers import report_card, review_acts, review_bulk, review_card, review_walk
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Form, Item, Refused, Say, Session, Step
from handlers.my_reports import page_of
from handlers.review_walk import ON_SITE
from handlers.steps import Pick
from storage import inspection, review
from storage.review import Waiting
from storage.vietnamese import shorten, show_day

ASKS = {  # acts that ask for something first → the conversation that does
    "return": "review-return",
    "refuse": "review-refuse",
    "assign": "review-assign",
    "note": "review-note",
    "theme": "review-theme",
}


def form(desk: Desk, session: Session) -> Form:
    """At a report, or at the list. At neither nothing is asked: `finish` opens the first one."""
    at_one = session.subject is not None
    at_list = not at_one and "walk" in session.answers
    steps = (
        Step("which", Pick(), lambda _: at_list, query="waiting"),
        Step("act", Pick(), lambda _: at_one, query="one"),
    )
    return Form("review", steps)


def opened(desk: Desk, argument: str) -> Session:
    """The report that a door or a command's argument names, to be looked for when it is shown. Raises Refused."""
    row = inspection.one(desk.db, argument, desk.person.id, desk.today)
    if row is None:
        raise Refused("no-such-report")
    return Session(form="review", answers={"which": str(row["id"]), "walk": [row["id"]]})


# --- the list -----------------------------------------------------------------------------------------------------------------


def waiting(desk: Desk, session: Session) -> Offering:
    first = session.answers.get("first", "")
    found = review_walk.waiting(desk, first)
    items = [line(desk, each) for each in found]
    reviews = review_walk.reviews(desk)
    # A list that is not full holds everything at their desks already.
    full = reviews and len(found) == review.MOST
    count = review.count(desk.db, desk.person.id, desk.today) if full else len(found)
    more = []
    if len(found) > 1 and reviews:
        sort = Item("sort:", "review-sort-waiting") if first else Item(f"sort:{ON_SITE}", "review-sort-on-site")
        more = [Item("several", "review-several"), sort]
    undo = review_card.undo(desk, session.answers.get("undo"))
    return Offering([*page_of(session, items), *more, *undo], {"count": max(count, len(found))})


def line(desk: Desk, each: Waiting) -> Item:
    mark = "below" if each.below else "late" if each.late else "no"
    day = show_day(desk.local(each.sent_at).date())
    args = {"code": each.code, "day": day, "mark": mark, "title": shorten(each.title, 30)}
    return Item(str(each.id), "review-line", args=args)


# --- one report ---------------------------------------------------------------------------------------------------------------


def one(desk: Desk, session: Session) -> Offering:
    row = review_walk.row_of(desk, session.subject)
    if row is None:
        raise Refused("not-found")
    walk = session.answers["walk"]
    place = walk.index(session.subject)
    turn = review_card.turn_of(desk, row)
    decide, beside = review_card.items(desk, row, turn)
    items = [
        *decide,
        Item("next", "review-next"),
        *[Item("previous", "review-previous")] * (place > 0),
        *report_card.acts(desk, row),
        *beside,
        Item("list", "review-list"),
        *review_card.undo(desk, session.answers.get("undo")),
    ]
    where = desk.say("review-place", number=place + 1, total=len(walk))
    around = review_card.around(desk, row, turn)
    return report_card.shown(desk, row, items, brief="brief" in session.answers, around=[where, *around])


def finish(desk: Desk, session: Session) -> Finish:
    act = session.answers.get("act", "")
    match act:
        case "next" | "previous":
            return review_walk.stepped(desk, session, 1 if act == "next" else -1)
        case "list":
            return review_walk.listed(desk, session)
        case "":
            return chosen(desk, session)
        case _:
            return done(desk, session, act)


def chosen(desk: Desk, session: Session) -> Finish:
    """From the list: a report, several at once, another order. Without a list: the one that waits longest."""
    verb, _, order = str(session.answers.get("which", "")).partition(":")
    if verb == "sort":
        return Finish(next=Session(form="review", answers={"walk": [], "first": order}))
    if verb == "several":
        return Finish(next=review_bulk.begun(desk, session))
    walk = session.answers.get("walk") or [
        each.id for each in review_walk.waiting(desk, session.answers.get("first", ""))
    ]
    if not walk:
        return Finish((Say("review-none"),))
    number = int(verb) if verb else walk[0]
    walk = walk if number in walk else [number]
    return review_walk.at(desk, Session(answers={**review_walk.kept(session), "walk": walk}), number)


def done(desk: Desk, session: Session, act: str) -> Finish:
    """What is done with the report on the screen, at once or after being asked more."""
    row = review_walk.row_of(desk, session.subject)
    if row is None:
        return review_walk.listed(desk, session, (Say("refused-not-found"),))
    if act in ("whole", "contact"):
        says, messages = report_card.beside(desk, row, act)
        same = {name: value for name, value in session.answers.items() if name != "act"}
        return Finish(says, Session(form="review", subject=row["id"], answers={**same, "brief": True}), messages)
    if act == "assign" and not review.colleagues(desk.db, row["id"], desk.person.id, desk.today):
        return review_walk.again(desk, session, (Say("review-nobody-else", {"code": row["code"]}),))
    if act in ASKS:
        others = review_acts.overtaken(desk, session, row)
        return others or Finish(next=asking(session, ASKS[act], row))
    if act == "on-site":
        flag = not row["on_site"]
        return review_acts.acted(desk, session, "recode", stays=True, on_site=flag, detail={"on_site": flag})
    return review_acts.acted(desk, session, act)


def asking(session: Session, name: str, row: dict[str, object]) -> Session:
    """A conversation about the report on the screen, that knows the way back."""
    about = {"kind": row["kind"], "movement": row["movement_id"], "code": row["code"]}
    answers = {**review_walk.kept(session), "seen": session.answers.get("seen"), **about}
    return Session(form=name, subject=session.subject, answers=answers)


REVIEW = Conversation("review", form, finish, queries={"waiting": waiting, "one": one}, act="read")
