"""A report as those see it who answer for its unit: a card that one message holds, the whole of it, and who to call (R8–R12).

Opening one is noted (R45), and a new one counts as received when that falls to who opens it (R20).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.authors import shown_authors
from handlers.desk import Desk, Offering
from handlers.forms import Item, Say
from handlers.my_reports import PHOTOS_SHOWN, step_told, stored_answer
from handlers.report_form import bilingual
from handlers.steps import Quantity, day_of, label
from handlers.words import Outgoing
from storage import album, delegation, levels, people, report_moves, report_reading, reports, review, roles, units
from storage.movement import Movement, find
from storage.vietnamese import shorten, show, show_day, show_phone

LEAST = 2000  # UTF-16 units of a message on the poorest channel: card, question and options fit into one
BESIDE = 110  # of them for the question and the ways out
DOOR_COMMAND = 24  # for the command that stands beside a door there
# Visible characters of an answer; the others have LINE.
WIDTHS = {"solution": 600, "result": 450, "before": 300, "history": 320}
LINE, TITLE = 160, 240
SCALES = (1.0, 0.7, 0.5, 0.35, 0.2)  # of the widths, until everything has room
PARAGRAPH = 400  # characters from which an answer is a message of its own, when the whole is read
STEPS = 3  # of the history, the last ones


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the card: what it is called, and all of it."""

    name: str
    label: str
    text: str


def opened(desk: Desk, row: dict[str, Any]) -> None:
    """Somebody opens this report: noted once (R45); received and theirs for the moment when it falls to them."""
    who = desk.person.id
    if row["person_id"] != who:
        people.audit(desk.db, who, "view", f"report:{row['id']}", desk.now)
    if review.seat_of(desk.db, row["id"], who, desk.now, desk.today) is None:
        return
    if row["state"] == "sent":
        reports.move(desk.db, row["id"], "receive", who=who, now=desk.now, today=desk.today)
    if review.reading(row, who, desk.now) is None:  # whoever was there first, or was asked to, keeps it
        reports.claim(desk.db, row["id"], who, desk.now)


# --- the card ---------------------------------------------------------------------------------------------------------------


def card(desk: Desk, row: dict[str, Any], room: int, *, brief: bool = False) -> str:
    """What one message tells of it, in so many UTF-16 units.

    A withdrawn report is nobody's business any more; a `brief` one was just read.
    """
    if row["state"] == "withdrawn":
        return desk.say("staff-report-withdrawn", code=row["code"])
    if brief:
        return desk.say("staff-report-brief", code=row["code"], title=shorten(row["title"], TITLE))
    facts = facts_of(desk, row)
    text = ""
    for scale in SCALES:
        text = _card(desk, row, facts, scale)
        if units_of(text) <= room:
            break
    return text


def units_of(text: str) -> int:
    """Length as messengers count it."""
    return len(text.encode("utf-16-le")) // 2


def _card(desk: Desk, row: dict[str, Any], facts: list[Fact], scale: float) -> str:
    title = shorten(row["title"], int(TITLE * max(scale, 0.5)))
    answers = [(fact.label, shorten(fact.text, int(WIDTHS.get(fact.name, LINE) * scale))) for fact in facts]
    lines = [desk.say("summary-line", label=label, answer=answer) for label, answer in answers]
    own = [desk.say("staff-report-own")] if row["state"] in report_moves.OPEN and is_own(desk, row) else []
    return "\n".join([heading(desk, row, title), *lines, *own])


def is_own(desk: Desk, row: dict[str, Any]) -> bool:
    """Did this person send it, or are they one of its authors?"""
    authors = (author["person_id"] for author in report_reading.authors_of(desk.db, row["id"]))
    return desk.person.id in (row["person_id"], *authors)


def heading(desk: Desk, row: dict[str, Any], title: str) -> str:
    kind = bilingual(find(movement_of(desk, row).kinds, row["kind"]))[desk.person.language]
    return desk.say("staff-report-heading", code=row["code"], kind=kind, title=title)


def thumbs(desk: Desk, row: dict[str, Any]) -> list[str]:
    if row["state"] == "withdrawn":
        return []
    return [photo["thumb_key"] for photo in album.of_report(desk.db, row["id"])[:PHOTOS_SHOWN]]


def acts(desk: Desk, row: dict[str, Any]) -> list[Item]:
    """What can be done beside looking: nothing with a withdrawn one."""
    if row["state"] == "withdrawn":
        return []
    return [Item("whole", "staff-report-whole"), *[Item("contact", "staff-report-contact")] * may_call(desk, row)]


def may_call(desk: Desk, row: dict[str, Any]) -> bool:
    """Phones are for those who receive the unit's reports, not for those who only look."""
    strangers = row["person_id"] not in (None, desk.person.id)
    return strangers and roles.may(desk.db, desk.person.id, "receive", row["unit_id"], desk.today)


# --- what there is to tell ----------------------------------------------------------------------------------------------------


def movement_of(desk: Desk, row: dict[str, Any]) -> Movement:
    return desk.catalogue.movements[row["movement_id"]].movement


def facts_of(desk: Desk, row: dict[str, Any]) -> list[Fact]:
    """Everything that was answered, in the order of the questions, between who sent it and what became of it."""
    say = desk.say
    told = {
        "unit": units.name_of(desk.db, row["unit_id"], row["on_day"]),
        "subject": row["subject"],
        "authors": shown_authors(report_reading.authors_of(desk.db, row["id"])),
        "document-no": row["document_no"],
        "document-date": _day(row, "document_date"),
        "before": row["before"],
        "solution": row["solution"],
        "result": row["result"],
        "place": row["place"],
        "first-use": _day(row, "first_use"),
        **_extras(desk, row),
        "photos": _photos(desk, row),
    }
    sender = row["submitter"] or say("staff-report-nobody")
    sent = say("staff-report-sender", name=sender, day=show_day(desk.local(row["sent_at"]).date()))
    return [
        Fact("by", say("staff-report-by"), sent),
        *(Fact(name, say(f"report-{name}-label"), text) for name, text in told.items() if text),
        Fact("history", say("staff-report-history"), _history(desk, row)),
    ]


def _day(row: dict[str, Any], name: str) -> str:
    kept = stored_answer(row, name)
    return show(day_of(kept)) if kept else ""


def _extras(desk: Desk, row: dict[str, Any]) -> dict[str, str]:
    movement, language = movement_of(desk, row), desk.person.language
    theme = bilingual(find(movement.themes, row["theme"]), "plain")[language] if row["theme"] else ""
    benefits = [
        f"{bilingual(find(movement.benefit_kinds, each['kind']))[language]} {Quantity().shown(each, desk.say)}"
        for each in report_reading.benefits_of(desk.db, row["id"])
    ]
    slogans = [
        bilingual(find(movement.slogans, code))[language] for code in report_reading.slogans_of(desk.db, row["id"])
    ]
    return {
        "theme": theme,
        "benefits": "; ".join(benefits),
        "benefit-how": row["benefit_how"],
        "slogans": "; ".join(slogans),
        "recognition": _recognition(desk, row),
    }


def _recognition(desk: Desk, row: dict[str, Any]) -> str:
    if not row["recognition"]:
        return ""
    levels = movement_of(desk, row).recognition_levels
    level = row["recognition_level"]
    at = bilingual(find(levels, level))[desk.person.language] if level else ""
    return "; ".join(filter(None, [desk.say(f"recognition-{row['recognition']}"), at, row["recognition_document"]]))


def _photos(desk: Desk, row: dict[str, Any]) -> str:
    """Which is which, as they stand beside the card: "1 (trước): máy cũ; 2 (sau)"."""
    named = [
        (desk.say("staff-report-photo", number=number, tag=photo["tag"] or "-"), photo["caption"])
        for number, photo in enumerate(album.of_report(desk.db, row["id"]), 1)
    ]
    return "; ".join(f"{name}: {caption}" if caption else name for name, caption in named)


def _history(desk: Desk, row: dict[str, Any]) -> str:
    """The last steps, each with the level that took it; what reviewers tell each other stands elsewhere."""
    steps = report_reading.history_of(desk.db, row["id"], private=False)[-STEPS:]
    names = units.names_of(desk.db, {each["unit_id"] for each in steps if each["unit_id"]}, desk.today)
    return "; ".join(
        desk.say("staff-report-step", day=show_day(desk.local(each["at"]).date()), act=_done(desk, each, names))
        for each in steps
    )


def _done(desk: Desk, step: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """What was done, and in whose stead, where the role was lent (R20)."""
    act = step_told(desk, step, names)
    if report_moves.MOVES[step["act"]].by == "author" or step["person_id"] is None or step["unit_id"] is None:
        return act
    at = step["at"]
    lender = delegation.acted_for(desk.db, step["person_id"], levels.REVIEW, step["unit_id"], at, desk.local(at).date())
    if lender is None:
        return act
    known = people.known(desk.db, [lender])
    return desk.say("staff-report-instead", act=act, name=known[lender].name) if lender in known else act


# --- the whole, and who to call -----------------------------------------------------------------------------------------------


def whole(desk: Desk, row: dict[str, Any]) -> tuple[Outgoing, ...]:
    """All of it: what is short in one message, each long answer in its own, and the photos as they were kept."""
    facts = facts_of(desk, row)
    short = [fact for fact in facts if len(fact.text) < PARAGRAPH]
    lines = [desk.say("summary-line", label=fact.label, answer=fact.text) for fact in short]
    first = "\n".join([heading(desk, row, row["title"]), *lines])
    long = [Outgoing(f"{fact.label}:\n{fact.text}") for fact in facts if fact not in short]
    photos = tuple(photo["clean_key"] for photo in album.of_report(desk.db, row["id"]))
    return (Outgoing(first, photos=photos), *long)


def contact(desk: Desk, row: dict[str, Any]) -> Say:
    """The sender's name and phone, where they gave one; noted (R45)."""
    people.audit(desk.db, desk.person.id, "view-contact", f"person:{row['person_id']}", desk.now)
    phone = people.phone_of(desk.db, row["person_id"])
    if not phone:
        return Say("staff-report-no-phone", {"name": row["submitter"]})
    return Say("staff-report-phone", {"name": row["submitter"], "phone": show_phone(phone)})


def beside(desk: Desk, row: dict[str, Any], act: str) -> tuple[tuple[Say, ...], tuple[Outgoing, ...]]:
    """What an act of `acts` says and sends; nothing when it is no longer possible."""
    match act:
        case "whole" if row["state"] != "withdrawn":
            return (), whole(desk, row)
        case "contact" if row["state"] != "withdrawn" and may_call(desk, row):
            return (contact(desk, row),), ()
        case _:
            return (), ()


def shown(desk: Desk, row: dict[str, Any], items: list[Item], *, brief: bool, around: Sequence[str] = ()) -> Offering:
    """The question under a report: its card with what can be done, and lines `around` it."""
    over = "\n".join(around)
    options = sum(units_of(label(item, desk.say)) + (DOOR_COMMAND if item.aside else 5) for item in items)
    room = LEAST - BESIDE - options - units_of(over)
    text = "\n".join(filter(None, [over, card(desk, row, room, brief=brief)]))
    return Offering(items, {"card": text}, [] if brief else thumbs(desk, row))
