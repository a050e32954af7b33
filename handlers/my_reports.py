"""A member's own reports: where each stands, its history, adding to it, withdrawing it; and the drafts put aside."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from handlers import report
from handlers.desk import Conversation, Desk, Finish, Offering, Running
from handlers.forms import CANCEL, HUMAN, MAX_PHOTOS, Form, Item, Refused, Say, Session, Step, with_album
from handlers.report_form import form_of
from handlers.steps import Choice, Pick
from handlers.summary import Summary
from storage import album, drafts, report_moves, report_parts, report_reading, reports, units
from storage.movement import find
from storage.vietnamese import shorten, show_day

SHOWN = 10  # reports on one screen
PHOTOS_SHOWN = 10


# --- the list and one report ----------------------------------------------------------------------------------------------


ACTS = (
    Item("complete", "my-report-complete"),
    Item("add", "my-report-add"),
    Item("history", "my-report-history"),
    Item("withdraw", "my-report-withdraw"),
    Item("list", "my-report-list"),
)
ALWAYS = ("history", "list")  # whatever the report's state


def form(desk: Desk, session: Session) -> Form:
    return Form("my-reports", (Step("which", Pick(), query="mine"), Step("act", Pick(), query="one")))


def mine(desk: Desk, session: Session) -> Offering:
    found = report_reading.of_person(desk.db, desk.person.id)
    items = [
        Item(
            str(row["id"]),
            "my-report-line",
            args={"code": row["code"], "title": shorten(row["title"], 36), "state": desk.say(f"state-{row['state']}")},
        )
        for row in found
    ]
    return Offering(page_of(session, items), {"count": len(found)})


def page_of(session: Session, items: list[Item]) -> list[Item]:
    """The options of the page the list is turned to, with the way to the next one."""
    page = int(session.hold.get("at", 0))
    shown = items[page * SHOWN : (page + 1) * SHOWN]
    more = [Item(f"page:{page + 1}", "list-more")] if len(items) > (page + 1) * SHOWN else []
    return [*shown, *more]


def one(desk: Desk, session: Session) -> Offering:
    row = own_report(desk, session)
    photos = album.of_report(desk.db, row["id"])
    args = {
        "code": row["code"],
        "title": row["title"],
        "state": desk.say(f"state-{row['state']}"),
        "day": show_day(desk.local(row["sent_at"]).date()),
        "unit": units.name_of(desk.db, row["unit_id"], row["on_day"]),
        "photos": len(photos),
    }
    acts = [act for act in ACTS if act.value in ALWAYS or may(row, act.value)]
    return Offering(acts, args, [photo["thumb_key"] for photo in photos[:PHOTOS_SHOWN]])


def may(row: dict[str, Any], act: str) -> bool:
    """Does the report's state allow this act?"""
    return report_moves.legal(row["state"], act)


def own_report(desk: Desk, session: Session) -> dict[str, Any]:
    """The report on the screen, if it is theirs."""
    number = session.answers.get("which", "")
    row = report_reading.one(desk.db, int(number), desk.person.id) if str(number).isdigit() else None
    if row is None:
        raise Refused("not-found")
    return row


def finish(desk: Desk, session: Session) -> Finish:
    row = own_report(desk, session)
    again = Session(form="my-reports", answers={"which": str(row["id"])})
    match session.answers["act"]:
        case "list":
            return Finish(next=Session(form="my-reports"))
        case "history":
            lines = history_lines(desk, report_reading.history_of(desk.db, row["id"], private=False))
            return Finish((Say("my-report-history-lines", {"code": row["code"], "lines": "\n".join(lines)}),), again)
        case "complete" if may(row, "complete"):
            return Finish(next=Session(form="complete", answers={"which": str(row["id"])}))
        case "add" if may(row, "add"):
            return Finish(next=amending(desk, row))
        case "withdraw" if may(row, "withdraw"):
            return Finish(next=Session(form="withdraw", subject=row["id"]))
        case _:
            raise Refused("state", state=desk.say(f"state-{row['state']}"))


def history_lines(desk: Desk, steps: list[dict[str, Any]]) -> list[str]:
    """Every step its author may know, with the level that took it and the reason it gave."""
    names = units.names_of(desk.db, {each["unit_id"] for each in steps if each["unit_id"]}, desk.today)
    return [_history_line(desk, each, names) for each in steps]


def _history_line(desk: Desk, each: dict[str, Any], names: Mapping[int, str]) -> str:
    at = desk.local(each["at"])
    act = step_told(desk, each, names)
    line = desk.say("my-report-history-line", day=show_day(at.date()), time=at.strftime("%H:%M"), act=act)
    return f"{line} {desk.say('my-report-history-note', note=each['note'])}" if each["note"] else line


def step_told(desk: Desk, step: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Who did what: the level for its staff; an author's own steps need no name."""
    act = desk.say(f"act-{step['act']}")
    if report_moves.MOVES[step["act"]].by == "author":
        return act
    return desk.say("report-step-by", unit=names.get(step["unit_id"]) or desk.say("report-seen-union"), act=act)


MY_REPORTS = Conversation("my-reports", form, finish, queries={"mine": mine, "one": one})


# --- withdrawing, asked twice --------------------------------------------------------------------------------------------


def withdraw_form(desk: Desk, session: Session) -> Form:
    return Form(
        "withdraw", (Step("sure", Choice((Item("yes", "withdraw-yes"), Item("no", "withdraw-no")))),), ways_out=()
    )


def withdraw(desk: Desk, session: Session) -> Finish:
    row = own_report(desk, Session(answers={"which": session.subject}))
    again = Session(form="my-reports", answers={"which": str(row["id"])})
    if session.answers["sure"] == "no":
        return Finish((Say("withdraw-kept", {"code": row["code"]}),), again)
    try:
        reports.move(desk.db, row["id"], "withdraw", who=desk.person.id, now=desk.now, today=desk.today)
    except report_moves.IllegalMove:
        return Finish((Say("refused-state", {"state": desk.say(f"state-{row['state']}")}),), again)
    return Finish((Say("withdraw-done", {"code": row["code"]}),), again)


WITHDRAW = Conversation("withdraw", withdraw_form, withdraw)


# --- adding to a sent report: the later questions and more photos ----------------------------------------------------------


@lru_cache(maxsize=8)
def amend_table(running: Running) -> Form:
    """The report's own table with the short form closed: photos and the extras stay open."""
    steps = form_of(running).steps
    closed = frozenset(step.name for step in steps if not step.extra and step.name != "photos" and "_" not in step.name)
    closed |= {"first_use", "document_no", "document_date", "photos_before"}
    last = Step("save", Summary(("save",), (), "amend", fixed=closed), text="amend-save", shown=False, back=False)
    return Form("amend", (*steps[:-1], last), text="report", ways_out=(CANCEL, HUMAN))


def amend_form(desk: Desk, session: Session) -> Form:
    return amend_table(report.running(desk, session))


def amending(desk: Desk, row: dict[str, Any]) -> Session:
    """A sent report opened again, with its answers as the database has them."""
    movement = desk.catalogue.movements[row["movement_id"]].movement
    photos = [
        {"photo": each["id"], "original": each["original"], "caption": each["caption"], "tag": each["tag"]}
        for each in album.of_report(desk.db, row["id"])
    ]
    answers: dict[str, Any] = {
        "movement": row["movement_id"],
        "kind": row["kind"],
        "unit": {"id": row["unit_id"], "name": units.name_of(desk.db, row["unit_id"], row["on_day"])},
    }
    for question in find(movement.kinds, row["kind"]).questions:
        answers[question.name] = stored_answer(row, question.name)
    if any(question.name == "photos" for question in find(movement.kinds, row["kind"]).questions):
        answers["photos"] = {"count": len(photos), "ask_before": False} if photos else None
    return Session(
        form="amend", answers={**answers, **stored_extras(desk, row)}, album=tuple(photos), subject=row["id"]
    )


def stored_answer(row: dict[str, Any], name: str) -> Any:
    value = row.get(name)
    if value is None or name not in ("first_use", "document_date"):
        return value
    return {"day": value.isoformat(), "until": value.isoformat(), "precision": row["first_use_precision"] or "day"}


def stored_extras(desk: Desk, row: dict[str, Any]) -> dict[str, Any]:
    """The later questions' answers; those never given are left out, so that they are offered."""
    extras: dict[str, Any] = {
        name: row[name] for name in ("theme", "recognition", "recognition_level", "recognition_document") if row[name]
    }
    benefits = report_reading.benefits_of(desk.db, row["id"])
    if benefits:
        extras["benefits"] = [each["kind"] for each in benefits]
        extras["benefit_how"] = row["benefit_how"]
        for each in benefits:
            extras[f"benefit_{each['kind']}"] = {name: each[name] for name in ("value", "unit", "typed")}
    if slogans := report_reading.slogans_of(desk.db, row["id"]):
        extras["slogans"] = slogans
    authors = report_reading.authors_of(desk.db, row["id"])
    match row["authorship"]:
        case "other":
            extras |= {
                "authorship": "other",
                "author_name": authors[0]["name"],
                "author_class": authors[0]["author_class"],
                "author_agrees": "yes",
            }
        case "several":
            named = [{name: each[name] for name in ("name", "share", "collective")} for each in authors]
            extras |= {"authorship": "several", "authors": named, "author_agrees": "yes"}
        case "collective":
            extras |= {"authorship": "collective", "collective_name": authors[0]["name"]}
    return extras


def amend(desk: Desk, session: Session) -> Finish:
    row = own_report(desk, Session(answers={"which": session.subject}))
    photos = report.whole_photos(desk, session)
    answers = amend_form(desk, session).walk(session.answers).answers
    try:
        extras = report.extra_columns(answers)
        reports.move(desk.db, row["id"], "add", who=desk.person.id, now=desk.now, today=desk.today, **extras)
    except report_moves.IllegalMove:
        return Finish((Say("refused-state", {"state": desk.say(f"state-{row['state']}")}),), Session(form="my-reports"))
    report_parts.attach(
        desk.db, row["id"], report.authors_of(desk, answers), report.benefits_of(answers), answers.get("slogans") or ()
    )
    report_parts.attach_photos(desk.db, row["id"], photos)
    return Finish(
        (Say("amend-done", {"code": row["code"]}),), Session(form="my-reports", answers={"which": str(row["id"])})
    )


AMEND = Conversation("amend", amend_form, amend, queries=report.QUERIES)


# --- drafts ---------------------------------------------------------------------------------------------------------------


def drafts_form(desk: Desk, session: Session) -> Form:
    acts = tuple(Item(act, f"draft-{act}") for act in ("resume", "delete"))
    return Form(
        "drafts",
        (
            Step("which", Pick(), query="drafts"),
            Step("act", Choice(acts), when=lambda answers: answers.get("which") != "new"),
        ),
    )


def listed_drafts(desk: Desk, session: Session) -> Offering:
    found = drafts.of_person(desk.db, desk.person.id)
    items = [
        Item(
            str(row["id"]),
            "draft-line",
            args={
                "title": row["title"] or desk.say("draft-untitled"),
                "day": show_day(desk.local(row["updated_at"]).date()),
            },
        )
        for row in found
    ]
    return Offering([*page_of(session, items), Item("new", "draft-new")], {"count": len(found)})


def opened_draft(desk: Desk, session: Session) -> Finish:
    if session.answers["which"] == "new":
        return Finish(next=report.start(desk, session))
    number = int(session.answers["which"])
    row = drafts.take(desk.db, desk.person.id, number)
    if row is None:
        raise Refused("not-found")
    if session.answers["act"] == "delete":
        drafts.drop(desk.db, desk.person.id, number)
        return Finish((Say("draft-deleted"),))
    kept = Session.from_json(row["session"])
    more = [photo for photo in session.album if all(photo["photo"] != each["photo"] for each in kept.album)]
    resumed = Session(form=row["form"], answers=kept.answers, at=kept.at, editing=kept.editing, subject=number)
    return Finish((Say("draft-resumed"),), with_album(resumed, (*kept.album, *more)[:MAX_PHOTOS]))


DRAFTS = Conversation("drafts", drafts_form, opened_draft, queries={"drafts": listed_drafts})


# --- stopping a form that would be kept: nothing is thrown away by one tap ---------------------------------------------------


def stop_form(desk: Desk, session: Session) -> Form:
    acts = tuple(Item(act, f"stop-{act}") for act in ("resume", "keep", "delete"))
    return Form("stop", (Step("act", Choice(acts)),), ways_out=())


def stopped(desk: Desk, session: Session) -> Finish:
    """The form lies among the drafts already; `subject` is its number."""
    number = session.subject or 0
    match session.answers["act"]:
        case "delete":
            drafts.drop(desk.db, desk.person.id, number)
            return Finish((Say("draft-deleted"),))
        case "resume":
            return opened_draft(desk, Session(answers={"which": str(number), "act": "resume"}))
        case _:
            return Finish((Say("draft-kept"),))


STOP = Conversation("stop", stop_form, stopped)
