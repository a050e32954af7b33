"""Reporting an achievement: a short form first, the rest offered and never forced (R6–R12, R18); sent whole or not at all."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from handlers.desk import Conversation, Desk, Finish, Offering, Running
from handlers.forms import Answers, Form, Item, Refused, Say, Session, Step, current
from handlers.join import UNIT_LOOKUPS, suggested_unit
from handlers.report_form import BENEFIT, bilingual, form_of
from handlers.steps import Choice
from storage import album, drafts, reports, units
from storage.movement import Movement, find, phase_on
from storage.vietnamese import fold, shorten, show_day


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


def benefit_asked(desk: Desk, session: Session) -> Offering:
    """How the benefit that is asked for now is called and written, from the movement's own table (R10)."""
    step = current(form(desk, session), session)
    kind = find(running(desk, session).movement.benefit_kinds, step.name.removeprefix(BENEFIT) if step else "")
    return Offering(args={"label": bilingual(kind)[desk.person.language], "unit": kind.unit, "sample": kind.example})


QUERIES = {"suggested_unit": suggested_unit, "benefit": benefit_asked}


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
