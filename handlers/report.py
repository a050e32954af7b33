"""Reporting an achievement: a short form first, the rest offered and never forced (R6–R12, R18).

Which kinds there are and what each asks is data (`storage/starter/movement.toml`); what a question *is* stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from handlers.authors import Authors
from handlers.desk import Conversation, Desk, Finish, Offering, Running
from handlers.forms import CANCEL, HUMAN, LATER, Answers, Form, Heard, Item, Misread, Refused, Say, Session, Step, Taken
from handlers.forms import Kind as StepKind
from handlers.join import UNIT_LOOKUPS, suggested_unit
from handlers.photo_steps import Photos, PhotosBefore
from handlers.steps import Choice, DayStep, Many, Money, Name, Quantity, Text, Unit
from handlers.summary import Summary
from storage import album, drafts, reports, units
from storage.movement import Movement, find, phase_on
from storage.vietnamese import fold, shorten, show_day

TITLE = 1000  # characters; an official title may be very long (H1)

QUESTIONS: dict[str, StepKind] = {
    "subject": Text(least=2, most=300, line=True),
    "title": Text(least=4, most=TITLE, line=True),
    "document_no": Text(most=100, line=True),
    "document_date": DayStep(),
    "before": Text(),
    "solution": Text(least=4),
    "result": Text(),
    "place": Text(most=300, line=True),
    "first_use": DayStep(),
    "photos": Photos(),
}

RECOGNITION = (
    Item("none", "recognition-none"),
    Item("pending", "recognition-pending"),
    Item("recognised", "recognition-recognised"),
)


class Agreed(Choice):
    """Somebody else's name is filed only when they agree (R59, R63): a no explains and stays."""

    __slots__ = ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if heard.value == "no":
            raise Misread("agreement")
        return super().take(form, session, heard, found)


AGREED = Agreed((Item("yes", "agreed-yes"), Item("no", "agreed-no")))


def bilingual(thing: Any, attribute: str = "label") -> dict[str, str]:
    return {"vi": getattr(thing, attribute), "en": getattr(thing, f"{attribute}_en")}


@lru_cache(maxsize=8)
def form_of(running: Running) -> Form:
    """The whole table for a movement."""
    movement = running.movement
    kinds = Choice(tuple(Item(kind.code, words=bilingual(kind)) for kind in movement.kinds))
    steps = (
        Step("kind", kinds, query="kinds"),
        Step("unit", Unit(), query="suggested_unit"),
        *question_steps(movement),
        *extra_steps(movement),
        Step("send", Summary(), shown=False),
    )
    return Form("report", steps, kept=True, ways_out=(LATER, CANCEL, HUMAN))


def question_steps(movement: Movement) -> list[Step]:
    """What the kinds ask, each question for the kinds that ask it and required where they say so."""
    steps = []
    for name, kind in QUESTIONS.items():
        askers = {
            each.code: question.required
            for each in movement.kinds
            for question in each.questions
            if question.name == name
        }
        if not askers:
            continue
        steps.append(Step(name, kind, _asked_by(askers), _required_by(askers), counted=True))
        if name == "photos":
            steps.append(Step("photos_before", PhotosBefore(), _ask_before, required=False))
    return steps


def _asked_by(askers: dict[str, bool]) -> Callable[[Answers], bool]:
    return lambda answers: answers.get("kind") in askers


def _required_by(askers: dict[str, bool]) -> Callable[[Answers], bool]:
    return lambda answers: askers.get(answers.get("kind", ""), False)


def _ask_before(answers: Answers) -> bool:
    photos = answers.get("photos")
    return bool(photos and photos.get("ask_before"))


def _given(name: str, *values: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get(name) in values


def _measured(code: str) -> Callable[[Answers], bool]:
    return lambda answers: code in (answers.get("benefits") or ())


def extra_steps(movement: Movement) -> list[Step]:
    """Offered after the short form: theme, authors, benefits, slogans, recognition."""
    themes = [Item(theme.code, words=bilingual(theme, "plain")) for theme in movement.themes]
    classes = tuple(Item(each.code, words=bilingual(each)) for each in movement.author_classes if each.individual)
    levels = tuple(Item(each.code, words=bilingual(each)) for each in movement.recognition_levels)
    whose = tuple(Item(each, f"authorship-{each}") for each in ("self", "other", "several", "collective"))
    measured = [
        Step(
            f"benefit_{kind.code}",
            Money() if kind.unit == "đồng" else Quantity(kind.unit),
            _measured(kind.code),
            text="report-benefit-money" if kind.unit == "đồng" else "report-benefit",
            query=f"benefit_{kind.code}",
            words=bilingual(kind),
        )
        for kind in movement.benefit_kinds
    ]
    return [
        Step("theme", Choice((*themes, Item("unknown", "theme-unknown"))), extra=True, required=False),
        Step("authorship", Choice(whose), extra=True, required=False),
        Step("author_name", Name(), _given("authorship", "other")),
        Step("author_class", Choice(classes), _given("authorship", "other")),
        Step("authors", Authors(), _given("authorship", "several")),
        Step("author_agrees", AGREED, _given("authorship", "other", "several"), shown=False),
        Step("collective_name", Text(most=300, line=True), _given("authorship", "collective")),
        Step(
            "benefits",
            Many(tuple(Item(kind.code, words=bilingual(kind)) for kind in movement.benefit_kinds)),
            extra=True,
            required=False,
        ),
        *measured,
        Step("benefit_how", Text(most=2000), lambda answers: bool(answers.get("benefits")), required=False),
        Step(
            "slogans",
            Many(tuple(Item(each.code, words=bilingual(each)) for each in movement.slogans)),
            extra=True,
            required=False,
        ),
        Step("recognition", Choice(RECOGNITION), extra=True, required=False),
        Step("recognition_level", Choice(levels), _given("recognition", "recognised"), required=False),
        Step("recognition_document", Text(most=200, line=True), _given("recognition", "recognised"), required=False),
    ]


# --- the conversation ---------------------------------------------------------------------------------------------------


def running(desk: Desk, session: Session) -> Running:
    """The movement a report is filed under: the one it began with, whatever runs by now."""
    number = session.answers.get("movement")
    known = desk.catalogue.movements.get(number) if number is not None else None
    return known or max(desk.catalogue.open, key=lambda each: each.id)


def form(desk: Desk, session: Session) -> Form:
    return form_of(running(desk, session))


def start(desk: Desk, session: Session | None = None, **answers: Any) -> Session:
    """A fresh report, with the photos that came before it; asks which movement first when several run."""
    photos = session.album if session else ()
    if len(desk.catalogue.open) > 1:
        return Session(form="movement", answers=answers, album=photos)
    return Session(form="report", answers={**answers, "movement": desk.catalogue.open[0].id}, album=photos)


def kinds_explained(desk: Desk, session: Session) -> Offering:
    movement = running(desk, session).movement
    lines = [
        f"• {bilingual(kind)[desk.person.language]}: {bilingual(kind, 'explain')[desk.person.language]}"
        for kind in movement.kinds
    ]
    return Offering(args={"kinds": "\n".join(lines)})


def guess(text: str, movement: Movement) -> dict[str, Any]:
    """A story told out of the blue becomes the answer to "what was done"; its kind is taken when the words say it (R77)."""
    words = fold(text).split()
    pairs = {" ".join(pair) for pair in pairwise(words)}
    said = (
        "initiative"
        if "sk" in words or "sang kien" in pairs
        else "model"
        if "mh" in words or "mo hinh" in pairs
        else ""
    )
    known = {kind.code for kind in movement.kinds}
    return {"solution": text, **({"kind": said} if said in known else {})}


def _benefit_query(code: str) -> Callable[[Desk, Session], Offering]:
    def query(desk: Desk, session: Session) -> Offering:
        kind = find(running(desk, session).movement.benefit_kinds, code)
        return Offering(
            args={"label": bilingual(kind)[desk.person.language], "unit": kind.unit, "sample": kind.example}
        )

    return query


BENEFITS = ("money", "labour", "time", "material", "energy", "environment", "quality", "safety")  # R10
QUERIES = {"suggested_unit": suggested_unit, **{f"benefit_{code}": _benefit_query(code) for code in BENEFITS}}


def title_of(session: Session) -> str:
    """What a draft is called in lists."""
    answers = session.answers
    return shorten(str(answers.get("title") or answers.get("subject") or answers.get("solution") or ""), 60)


def finish(desk: Desk, session: Session) -> Finish:
    """Send it: photos whole, unit of that day, number allotted, all in the clerk's transaction."""
    current = running(desk, session)
    answers = form(desk, session).walk(session.answers).answers
    photos = whole_photos(desk, session)
    filing = filing_of(desk, current, answers, photos)
    _, code = reports.send(desk.db, filing, who=desk.person.id, now=desk.now, today=desk.today)
    if session.subject is not None:
        drafts.drop(desk.db, desk.person.id, session.subject)
    receipt = Say("receipt", {"code": code, "title": shorten(session_title(answers), 120), "day": show_day(desk.today)})
    return Finish((receipt,), Session(form="menu"))


def session_title(answers: Answers) -> str:
    return str(answers.get("title") or answers.get("subject") or "")


def whole_photos(desk: Desk, session: Session) -> list[dict[str, Any]]:
    """The album with every photo's bytes here. Raises Refused while some are on the way, or when some never came."""
    states = album.states(desk.db, [photo["photo"] for photo in session.album])
    pending = sum(states[photo["photo"]].state == "pending" for photo in session.album if photo["photo"] in states)
    if pending:
        raise Refused("photos-pending", count=pending)
    good = [photo for photo in session.album if photo["photo"] in states and states[photo["photo"]].state == "ready"]
    if len(good) < len(session.album):
        refused = Refused("photos-lost", count=len(session.album) - len(good))
        refused.album = tuple(good)
        raise refused
    before = session.answers.get("photos_before")
    kept: dict[str, dict[str, Any]] = {}
    for number, photo in enumerate(good, 1):
        tag = photo.get("tag") or ("" if before is None else "before" if str(number) in before else "after")
        kept.setdefault(states[photo["photo"]].original, {**photo, "tag": tag})
    return list(kept.values())


def filing_of(desk: Desk, current: Running, answers: Answers, photos: list[dict[str, Any]]) -> reports.Filing:
    """Answers as the database keeps them."""
    kind = find(current.movement.kinds, answers["kind"])
    on_day = placing_day(answers, desk.today)
    unit_id = answers["unit"]["id"]
    life = units.life(desk.db, unit_id)
    if life.ended and on_day > life.ended:
        raise Refused("unit-ended", name=answers["unit"]["name"], day=show_day(life.ended))
    phase = phase_on(current.movement, on_day)
    plain = {
        name: answers.get(name) for name in ("title", "subject", "before", "solution", "result", "place", "document_no")
    }
    first_use, document = answers.get("first_use"), answers.get("document_date")
    columns = {
        **plain,
        "title": session_title(answers),
        "first_use": date.fromisoformat(first_use["day"]) if first_use else None,
        "first_use_precision": first_use["precision"] if first_use else None,
        "document_date": date.fromisoformat(document["day"]) if document else None,
        **extra_columns(answers),
    }
    return reports.Filing(
        kind=kind.code,
        prefix=kind.prefix,
        movement_id=current.id,
        unit_id=unit_id,
        chain=units.chain(desk.db, unit_id, max(on_day, life.founded or on_day)),
        on_day=on_day,
        columns=columns,
        phase=phase.code if phase else None,
        authors=authors_of(desk, answers),
        benefits=benefits_of(answers),
        slogans=answers.get("slogans") or (),
        photos=photos,
    )


def placing_day(answers: Answers, today: date) -> date:
    """The day that gives a report its phase, unit and chain: first use, else the document's, else today (R3)."""
    given = answers.get("first_use") or answers.get("document_date")
    return date.fromisoformat(given["day"]) if given else today


def extra_columns(answers: Answers) -> dict[str, Any]:
    names = ("recognition", "recognition_level", "recognition_document", "benefit_how")
    theme = answers.get("theme")
    return {
        **{name: answers.get(name) for name in names},
        "theme": None if theme == "unknown" else theme,
        "authorship": answers.get("authorship") or "self",
    }


def authors_of(desk: Desk, answers: Answers) -> list[dict[str, Any]]:
    """R7: the submitter, another person who agrees, several with shares, or a collective."""
    match answers.get("authorship"):
        case "other":
            return [{"name": answers["author_name"], "author_class": answers["author_class"], "agreed": "declared"}]
        case "several":
            return [{**author, "agreed": "declared"} for author in answers["authors"]]
        case "collective":
            return [{"name": answers["collective_name"], "author_class": "collective", "collective": True}]
        case _:
            if answers["kind"] == "exemplar":
                return []
            person = desk.person
            return [
                {"name": person.name, "author_class": person.author_class, "person_id": person.id, "agreed": "self"}
            ]


def benefits_of(answers: Answers) -> dict[str, dict[str, Any]]:
    return {
        code: answers[f"benefit_{code}"] for code in answers.get("benefits") or () if answers.get(f"benefit_{code}")
    }


REPORT = Conversation(
    "report",
    form,
    finish,
    queries={**QUERIES, "kinds": kinds_explained},
    lookups=UNIT_LOOKUPS,
    title=title_of,
)


# --- which movement, when several run -----------------------------------------------------------------------------------


def movement_form(desk: Desk, session: Session) -> Form:
    items = tuple(Item(str(each.id), words=bilingual(each.movement, "short")) for each in desk.catalogue.open)
    return Form("movement", (Step("which", Choice(items)),))


def chose_movement(desk: Desk, session: Session) -> Finish:
    answers = {name: value for name, value in session.answers.items() if name != "which"}
    return Finish(
        next=Session(form="report", answers={**answers, "movement": int(session.answers["which"])}, album=session.album)
    )


MOVEMENT = Conversation("movement", movement_form, chose_movement)
