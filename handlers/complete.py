"""/bosung: its author completes a report that came back: exactly what was asked for; it goes on where it stood (R20)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers import complete_form, report
from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import PHOTOS, Answers, Form, Item, Refused, Say, Session, current
from handlers.my_reports import PHOTOS_SHOWN, amending, page_of
from handlers.report_form import BENEFIT, bilingual, form_of
from storage import album, drafts, inspection, report_parts, report_reading, reports, units
from storage.movement import find, phase_on
from storage.vietnamese import shorten, show_day

OLD, ASKING = 700, 500  # characters of an old answer, and of the reviewer's words, above a question
DATES = ("first_use", "document_date")


def form(desk: Desk, session: Session) -> Form:
    running = report.running(desk, session)
    if "asked" not in session.answers:
        return complete_form.to_pick(desk, running)
    return complete_form.table(desk, running, session)


def opened(desk: Desk, argument: str) -> Session:
    """The report a door or a typed code names; whether it came back to them is looked at when it is begun."""
    number = inspection.own(desk.db, argument, desk.person.id)
    return Session(form="complete", answers={"which": argument if number is None else str(number)})


def called(desk: Desk) -> Session:
    """By name alone: the only report that came back is begun at once; of several one is chosen."""
    found = report_reading.returned_to(desk.db, desk.person.id)
    return Session(form="complete", answers={"which": str(found[0]["id"])} if len(found) == 1 else {})


def returned(desk: Desk, session: Session) -> Offering:
    found = report_reading.returned_to(desk.db, desk.person.id)
    items = [
        Item(str(each["id"]), "complete-line", args={"code": each["code"], "title": shorten(each["title"], 40)})
        for each in found
    ]
    return Offering(page_of(session, items), {"count": len(found)})


def finish(desk: Desk, session: Session) -> Finish:
    return begun(desk, session) if "asked" not in session.answers else sent(desk, session)


# --- beginning --------------------------------------------------------------------------------------------------------


def begun(desk: Desk, session: Session) -> Finish:
    """What is asked for, in the reviewer's words; a half-done completion goes on where it was."""
    which = str(session.answers.get("which", ""))
    number = int(which) if which.isascii() and which.isdigit() and len(which) < 13 else 0
    row = report_reading.one(desk.db, number, desk.person.id)
    if row is None:
        return Finish((Say("refused-no-such-own-report"),))
    step = report_reading.asked_back(desk.db, number) if row["state"] == "returned" else None
    if step is None:
        state = desk.say(f"state-{row['state']}")
        return Finish((Say("complete-not-asked", {"code": row["code"], "state": state}),))
    going_on = draft_of(desk, number, step["id"])
    if going_on is not None:
        return Finish((Say("draft-resumed"),), going_on)
    return Finish((what_is_asked(desk, row, step),), start(desk, row, step))


def start(desk: Desk, row: dict[str, Any], step: Mapping[str, Any]) -> Session:
    before = amending(desk, row)
    old = {"authorship": row["authorship"], **before.answers}
    asked = [*(step["detail"] or {}).get("questions", ())]
    about = {name: old[name] for name in ("movement", "kind")}
    answers = {**about, "report": row["id"], "code": row["code"], "step": step["id"], "asked": asked, "old": old}
    given = {} if asked else {name: value for name, value in old.items() if value is not None}
    return Session(form="complete", answers={**given, **answers, "words": step["note"]}, album=before.album)


def draft_of(desk: Desk, number: int, step: int) -> Session | None:
    """What the author began to complete for this very request and put aside."""
    for each in drafts.of_person(desk.db, desk.person.id):
        row = drafts.take(desk.db, desk.person.id, each["id"]) if each["form"] == "complete" else None
        kept = Session.from_json(row["session"]) if row else Session()
        if kept.answers.get("report") == number and kept.answers.get("step") == step:
            return Session(form="complete", answers=kept.answers, at=kept.at, album=kept.album, subject=each["id"])
    return None


def what_is_asked(desk: Desk, row: Mapping[str, Any], step: Mapping[str, Any]) -> Say:
    unit = units.name_of(desk.db, step["unit_id"], desk.today) if step["unit_id"] else desk.say("report-seen-union")
    words = shorten(step["note"], ASKING)
    told = {"code": row["code"], "unit": unit, "told": "yes" if words else "no", "words": words}
    return Say("complete-asked", told)


# --- asking -----------------------------------------------------------------------------------------------------------


def question(desk: Desk, session: Session) -> Offering:
    """The report's own question, over it the answer it had; at the photos the photos."""
    step = current(form(desk, session), session)
    name = step.name if step else ""
    running = report.running(desk, session)
    own = form_of(running)
    there = own.step(name)
    if there is None:
        raise Refused("not-found")
    args = {"kind": session.answers.get("kind", "-"), "count": len(session.album)}
    if name.startswith(BENEFIT) and there.words:
        kind = find(running.movement.benefit_kinds, name.removeprefix(BENEFIT))
        args |= {"label": bilingual(kind)[desk.person.language], "unit": kind.unit, "sample": kind.example}
    text = own.text_of(there)
    old = session.answers["old"].get(name)
    had = old is not None and name != PHOTOS and there.kind.holds(old)
    shown = shorten(there.kind.shown(old, desk.say), OLD) if had else ""
    asked = desk.say(f"{text}-ask", **args).strip()
    return Offering(
        args={"question": asked, "had": "yes" if had else "no", "old": shown}, photos=thumbs(desk, session, name)
    )


def thumbs(desk: Desk, session: Session, name: str) -> list[str]:
    if name != PHOTOS:
        return []
    kept = album.states(desk.db, [photo["photo"] for photo in session.album])
    return [each.thumb_key for each in kept.values() if each.thumb_key][:PHOTOS_SHOWN]


def asked(desk: Desk, session: Session) -> Offering:
    return Offering(args={"code": session.answers.get("code", "")})


# --- sending it on ----------------------------------------------------------------------------------------------------


def sent(desk: Desk, session: Session) -> Finish:
    """The answers into the report, and the report to where it stood; unless it moved meanwhile."""
    answers = session.answers
    row = report_reading.one(desk.db, answers["report"], desk.person.id)
    step = report_reading.asked_back(desk.db, row["id"]) if row and row["state"] == "returned" else None
    if row is None or step is None or step["id"] != answers["step"]:
        return moved(desk, session, row)
    photos = report.whole_photos(desk, session)
    given = form(desk, session).walk(answers).answers
    whole = {**answers["old"], **given}
    columns = {**columns_of(whole, given), **placed(desk, row, whole, given)}
    columns["search_key"] = report_parts.search_key(row["code"], row["unit_id"], {**row, **columns})
    done = {"questions": [name for name in given if name != "send"]}
    me: dict[str, Any] = {"who": desk.person.id, "now": desk.now, "today": desk.today}
    reports.move(desk.db, row["id"], "complete", **me, detail=done, **columns)
    attach(desk, row["id"], whole, given)
    report_parts.attach_photos(desk.db, row["id"], photos)
    forget_draft(desk, session)
    unit = units.name_of(desk.db, row["desk_unit_id"], desk.today)
    return Finish((Say("complete-done", {"code": row["code"], "unit": unit}),), mine(row))


def moved(desk: Desk, session: Session, row: Mapping[str, Any] | None) -> Finish:
    """It was withdrawn, taken back by its reviewer or sent back anew since this was begun."""
    forget_draft(desk, session)
    if row is None:
        return Finish((Say("refused-not-found"),))
    state = desk.say(f"state-{row['state']}")
    return Finish((Say("complete-moved", {"code": row["code"], "state": state}),), mine(row))


def mine(row: Mapping[str, Any]) -> Session:
    return Session(form="my-reports", answers={"which": str(row["id"])})


def forget_draft(desk: Desk, session: Session) -> None:
    if session.subject is not None:
        drafts.drop(desk.db, desk.person.id, session.subject)


def columns_of(whole: Answers, given: Answers) -> dict[str, Any]:
    """The report's own columns, of what was answered now."""
    plain = ("subject", "before", "solution", "result", "place", "document_no")
    columns: dict[str, Any] = {name: given[name] for name in plain if name in given}
    if "title" in given or "subject" in given:
        columns["title"] = report.session_title(whole)
    for name in DATES:
        if given.get(name):
            columns[name] = date.fromisoformat(given[name]["day"])
    if given.get("first_use"):
        columns["first_use_precision"] = given["first_use"]["precision"]
    later = report.extra_columns(whole)
    return {**columns, **{name: later[name] for name in later if name in given}}


def placed(desk: Desk, row: Mapping[str, Any], whole: Answers, given: Answers) -> dict[str, Any]:
    """Another day puts a report into another phase, and under the units of that day (R3). Raises Refused."""
    day = report.placing_day(whole, row["on_day"]) if any(name in given for name in DATES) else row["on_day"]
    if day == row["on_day"]:
        return {}
    life = units.life(desk.db, row["unit_id"])
    if life.ended and day > life.ended:
        name = units.name_of(desk.db, row["unit_id"], life.ended)
        raise Refused("unit-ended", name=name, day=show_day(life.ended))
    report_parts.place_anew(desk.db, row["id"], units.chain(desk.db, row["unit_id"], max(day, life.founded or day)))
    phase = phase_on(desk.catalogue.movements[row["movement_id"]].movement, day)
    return {"on_day": day, "phase": phase.code if phase else None}


def attach(desk: Desk, number: int, whole: Answers, given: Answers) -> None:
    """Authors and benefits, where they were asked for; what was not asked for stays as it is."""
    if "authorship" not in given and "benefits" not in given:
        return
    keys = ("id", "report_id", "position")
    now = [
        {name: each[name] for name in each if name not in keys} for each in report_reading.authors_of(desk.db, number)
    ]
    authors = report.authors_of(desk, whole) if "authorship" in given else now
    report_parts.attach(desk.db, number, authors, report.benefits_of(whole), whole.get("slogans") or ())


QUERIES = {"returned": returned, "question": question, "asked": asked}
COMPLETE = Conversation(
    "complete",
    form,
    finish,
    queries=QUERIES,
    title=lambda session: str(session.answers.get("code", "")),
)
