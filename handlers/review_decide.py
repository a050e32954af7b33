"""What a decision asks for first: which questions to send back, why a report is not chosen, whom to hand it to, a note to
colleagues, another theme (R5, R20)."""

from __future__ import annotations

from functools import lru_cache

from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import CANCEL, Answers, Form, Item, Refused, Session, Step
from handlers.report_form import QUESTIONS, bilingual
from handlers.review_acts import acted
from handlers.review_walk import again, row_of
from handlers.steps import Choice, Many, Pick, Text
from storage import people, reasons, review
from storage.movement import Movement, find
from storage.vietnamese import shorten

LONGEST = 1000  # characters of a reviewer's words
WORDS = Text(least=4, most=LONGEST)
MORE = (
    "theme",
    "authorship",
    "benefits",
    "recognition",
)  # of the later questions, those worth sending a report back for
YES_NO = (Item("yes", "review-sure-yes"), Item("no", "review-sure-no"))


def movement_of(desk: Desk, session: Session) -> Movement:
    number = session.answers.get("movement")
    known = desk.catalogue.movements.get(number) if number is not None else None
    return known.movement if known else desk.catalogue.newest()


# --- back to its author, for what is missing --------------------------------------------------------------------------


def asked_of(movement: Movement, kind: str) -> list[str]:
    """The questions a report of this kind may be sent back for, in the order its author knows."""
    there = {each.name for each in find(movement.kinds, kind).questions} if kind else set(QUESTIONS)
    return [*(name for name in QUESTIONS if name in there), *MORE]


def return_form(desk: Desk, session: Session) -> Form:
    names = asked_of(movement_of(desk, session), session.answers.get("kind", ""))
    return _return_table(tuple(names))


@lru_cache(maxsize=32)
def _return_table(names: tuple[str, ...]) -> Form:
    ticks = Many(tuple(Item(name, f"report-{name.replace('_', '-')}-label") for name in names))
    steps = (
        Step("questions", ticks, required=False, query="heading"),
        Step("words", WORDS, required=lambda answers: not answers.get("questions")),
    )
    return Form("review-return", steps)


def heading(desk: Desk, session: Session) -> Offering:
    return Offering(args={"code": session.answers.get("code", "")})


def send_back(desk: Desk, session: Session) -> Finish:
    questions, words = session.answers.get("questions") or [], session.answers.get("words") or ""
    return acted(desk, session, "return", note=words, detail={"questions": questions} if questions else None)


RETURN = Conversation("review-return", return_form, send_back, queries={"heading": heading}, act="review")


# --- not chosen -------------------------------------------------------------------------------------------------------


def own_words(answers: Answers) -> bool:
    return answers.get("reason") == reasons.OTHER


def reason_steps(before: str = "") -> tuple[Step, Step]:
    """A ready reason, and own words beside or instead of it; `before`: only where "act" is this."""

    def wanted(answers: Answers) -> bool:
        return not before or answers.get("act") == before

    return (
        Step("reason", Pick(), wanted, query="reasons", text="review-refuse-reason"),
        Step("words", WORDS, wanted, required=own_words, text="review-refuse-words"),
    )


def ready_reasons(desk: Desk, session: Session) -> Offering:
    items = [Item(each.code, words=bilingual(each)) for each in reasons.ready().values()]
    return Offering(items, {"code": session.answers.get("code", "-")})


def reason_told(answers: Answers, language: str) -> str:
    """The reason as its author reads it. Raises Refused."""
    known = reasons.ready().get(answers.get("reason", ""))
    if known is None:
        raise Refused("not-found")
    label = "" if known.code == reasons.OTHER else bilingual(known)[language]
    return ". ".join(filter(None, [label, answers.get("words")]))


def authors_language(desk: Desk, session: Session) -> str:
    row = row_of(desk, session.subject)
    who = row["person_id"] if row else None
    known = people.known(desk.db, [who] if who is not None else [])
    return known[who].language if who in known else "vi"


def refuse_form(desk: Desk, session: Session) -> Form:
    return Form("review-refuse", (*reason_steps(), Step("sure", Choice(YES_NO), query="sure")), ways_out=(CANCEL,))


def refusal(desk: Desk, session: Session) -> Offering:
    words = reason_told(session.answers, desk.person.language)
    return Offering(args={"code": session.answers.get("code", ""), "reason": shorten(words, 600)})


def refuse(desk: Desk, session: Session) -> Finish:
    if session.answers["sure"] == "no":
        return again(desk, session)
    note = reason_told(session.answers, authors_language(desk, session))
    return acted(desk, session, "refuse", note=note, detail={"reason": session.answers["reason"]})


REFUSE = Conversation(
    "review-refuse", refuse_form, refuse, queries={"reasons": ready_reasons, "sure": refusal}, act="review"
)


# --- to a colleague ---------------------------------------------------------------------------------------------------


def assign_form(desk: Desk, session: Session) -> Form:
    return Form("review-assign", (Step("who", Pick(), query="colleagues"),))


def colleagues(desk: Desk, session: Session) -> Offering:
    found = review.colleagues(desk.db, session.subject or 0, desk.person.id, desk.today)
    items = [Item(str(who), "review-colleague", args={"name": name}) for who, name in found]
    return Offering(items, {"code": session.answers.get("code", "")})


def assign(desk: Desk, session: Session) -> Finish:
    """It stays everybody's turn; the one who was asked finds it with their name on it."""
    found = dict(review.colleagues(desk.db, session.subject or 0, desk.person.id, desk.today))
    who = next((each for each in found if str(each) == session.answers["who"]), None)
    if who is None:
        raise Refused("not-found")
    return acted(desk, session, "assign", detail={"to": who}, claimed_by=who, claimed_at=desk.now)


ASSIGN = Conversation("review-assign", assign_form, assign, queries={"colleagues": colleagues}, act="review")


# --- a note to colleagues, and a refused report taken up again: each is words -----------------------------------------


def note_form(desk: Desk, session: Session) -> Form:
    return Form("review-note", (Step("words", WORDS, query="heading"),))


def note(desk: Desk, session: Session) -> Finish:
    return acted(desk, session, "note", stays=True, note=session.answers["words"])


def reopen_form(desk: Desk, session: Session) -> Form:
    return Form("review-reopen", (Step("words", WORDS, query="heading"),))


def reopen(desk: Desk, session: Session) -> Finish:
    return acted(desk, session, "reopen", note=session.answers["words"])


NOTE = Conversation("review-note", note_form, note, queries={"heading": heading}, act="review")
REOPEN = Conversation("review-reopen", reopen_form, reopen, queries={"heading": heading}, act="review")


# --- another theme (R5) -----------------------------------------------------------------------------------------------


def theme_form(desk: Desk, session: Session) -> Form:
    return Form("review-theme", (Step("theme", Pick(), query="themes"),))


def themes(desk: Desk, session: Session) -> Offering:
    row = row_of(desk, session.subject)
    movement = movement_of(desk, session)
    there = row["theme"] if row else None
    now = bilingual(find(movement.themes, there), "plain")[desk.person.language] if there else "none"
    items = [Item(each.code, words=bilingual(each, "plain")) for each in movement.themes]
    return Offering(items, {"code": session.answers.get("code", ""), "theme": now})


def recode(desk: Desk, session: Session) -> Finish:
    row, theme = row_of(desk, session.subject), session.answers["theme"]
    if row is None or theme not in {each.code for each in movement_of(desk, session).themes}:
        raise Refused("not-found")
    detail = {"theme": theme, "before": row["theme"]}
    return acted(desk, session, "recode", stays=True, theme=theme, detail=detail)


THEME = Conversation("review-theme", theme_form, recode, queries={"themes": themes}, act="review")

DECISIONS = (RETURN, REFUSE, ASSIGN, NOTE, REOPEN, THEME)
