"""A door under a paper: its officer asks a report's author for what is missing, with one tap and a word before it (R31)."""

from __future__ import annotations

import re

from handlers.desk import Conversation, Desk, Finish, Offering
from handlers.forms import Form, Item, Refused, Say, Session, Step
from handlers.paper_errands import OF_AUTHOR
from handlers.steps import Choice
from handlers.words import Option, Outgoing
from storage import calendar, exporting_about, outbox, people
from storage.exporting import ACT
from storage.report_moves import OPEN
from storage.vietnamese import shorten

DOOR = re.compile(r"([0-9]{1,12})-([0-9]{1,3})")
TITLE = 160


def form(desk: Desk, session: Session) -> Form:
    sure = (Item("yes", "ask-author-yes"), Item("no", "ask-author-no"))
    return Form("ask-author", (Step("sure", Choice(sure), lambda _: session.subject is not None, query="meaning"),))


def opened(desk: Desk, argument: str) -> Session:
    """A report's id and the answers asked for, one bit each as in OF_AUTHOR."""
    found = DOOR.fullmatch(argument.strip())
    if found is None:
        return Session(form="ask-author")
    return Session(form="ask-author", subject=int(found[1]), answers={"mask": int(found[2])})


def meaning(desk: Desk, session: Session) -> Offering:
    """What would be asked of whom. Raises Refused where it can't be."""
    row = exporting_about.report(desk.db, str(session.subject), desk.person.id, desk.today)
    wanted = asked_for(desk, session, desk.person.language)
    if row is None or not wanted:
        raise Refused("no-paper")
    if row["state"] not in (*OPEN, "returned"):
        raise Refused("author-not-asked")
    if row["person_id"] is None or row["person_id"] not in people.places_of(desk.db, [row["person_id"]]):
        raise Refused("author-unreachable")
    return Offering(args={"code": row["code"], "name": row["submitter"] or "", "what": wanted})


def asked_for(desk: Desk, session: Session, language: str) -> str:
    """The answers in words, in the language of whoever reads them."""
    say, mask = desk.texts.say, int(session.answers.get("mask", 0))
    words = {
        "before": say(language, "ask-author-before"),
        "solution": say(language, "ask-author-solution"),
        "result": say(language, "ask-author-result"),
        "place": say(language, "ask-author-place"),
        "first_use": say(language, "ask-author-first-use"),
        "photos": say(language, "ask-author-photos"),
        "authors": say(language, "ask-author-shares"),
    }
    return ", ".join(words[name] for place, name in enumerate(OF_AUTHOR) if mask >> place & 1)


def finish(desk: Desk, session: Session) -> Finish:
    if session.subject is None:
        return Finish((Say("refused-no-paper"),))
    if session.answers["sure"] == "no":
        return Finish((Say("ask-author-left"),))
    meaning(desk, session)
    row = exporting_about.report(desk.db, str(session.subject), desk.person.id, desk.today)
    if row is None:
        raise Refused("no-paper")
    who = row["person_id"]
    language = people.known(desk.db, [who])[who].language
    channel, address = people.places_of(desk.db, [who])[who]
    say = desk.texts.say
    door = f"go:bosung:{row['id']}" if row["state"] == "returned" else f"go:xem:{row['id']}"
    text = say(
        language,
        "ask-author-notice",
        code=row["code"],
        title=shorten(row["title"], TITLE),
        what=asked_for(desk, session, language),
    )
    body = Outgoing(text, (Option(door, say(language, "ask-author-door")),)).as_json()
    key = f"ask-author:{row['id']}:{session.answers['mask']}:{desk.today.isoformat()}"
    due = calendar.read(desk.db, desk.zone).next_open(desk.now)
    place = {"channel": channel, "address": address, "kind": "notice"}
    outbox.put(desk.db, [{"key": key, **place, "body": body, "due_at": max(due, desk.now)}])
    people.audit(desk.db, desk.person.id, "ask-author", f"report:{row['id']}", desk.now)
    return Finish((Say("ask-author-done", {"name": row["submitter"] or ""}),))


ASK_AUTHOR = Conversation("ask-author", form, finish, queries={"meaning": meaning}, act=ACT)
