"""A Word template handed in on our page: whose it may be, kept or refused, and told in the chat as well (R31).

The rights are asked when the page is opened, when the file arrives and once more in the transaction that keeps it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection

from handlers.papers import template_words
from handlers.papers.template_check import Verdict
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import outbox, people, roles, templates, units
from storage.forms import WordForm, sample_of, word_form
from storage.signing import ACT
from storage.templates import InForce

Words = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants to hand in which paper for which unit."""

    person: int
    unit: int
    paper: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a wish leads to: the paper, the unit's name, the unit's own template so far."""

    wish: Wish
    form: WordForm
    unit: str
    own: InForce | None


def place_of(db: Connection, wish: Wish, day: date) -> Place | None:
    """None when the paper is none of ours, or the person may not do this (any more) for the unit."""
    form = word_form(wish.paper)
    known = people.known(db, [wish.person])
    if form is None or not known or not roles.living(db, wish.person, ACT, [wish.unit], day):
        return None
    return Place(wish, form, units.name_of(db, wish.unit, day), templates.in_force(db, [wish.unit], wish.paper))


def keep(
    db: Connection, texts: Texts, wish: Wish, file: tuple[str, str], verdict: Verdict, now: datetime, day: date
) -> int | None:
    """Keep the file (media key, name), which was checked and stored; gives the template's number, None when the right has
    ended meanwhile. The same file again – a page loaded anew – adds nothing."""
    place = place_of(db, wish, day)
    if place is None:
        return None
    key, name = file
    own = place.own
    if own is not None and own.media_key == key:
        return own.id
    number = templates.put(db, wish.unit, wish.paper, key, name, who=wish.person, now=now)
    tell(db, texts, wish, f"template:{number}", lambda say: taken(say, place, number, verdict), now)
    return number


def refuse(db: Connection, texts: Texts, wish: Wish, key: str, verdict: Verdict, now: datetime) -> None:
    """Say in the chat what is wrong with the file; of the same file once."""
    about = f"template-refused:{wish.person}:{wish.unit}:{wish.paper}:{key}"
    tell(db, texts, wish, about, lambda say: template_words.refused(say, verdict), now)


def tell(db: Connection, texts: Texts, wish: Wish, key: str, said: Callable[[Words], str], now: datetime) -> None:
    """A message to whoever handed it in, where they are written to."""
    known, places = people.known(db, [wish.person]), people.places_of(db, [wish.person])
    if wish.person not in known or wish.person not in places:
        return
    channel, address = places[wish.person]
    body = Outgoing(said(partial(texts.say, known[wish.person].language))).as_json()
    row = {"key": key, "channel": channel, "address": address, "kind": "notice", "body": body, "due_at": now}
    outbox.put(db, [row])


def taken(say: Words, place: Place, number: int, verdict: Verdict) -> str:
    return template_words.taken(say, number, place.wish.paper, place.unit, verdict)


def fields_of(form: WordForm) -> list[tuple[str, str]]:
    """The fields a template of this paper may name: (name, what is in a list or group, "" for a plain one)."""
    listed = []
    for name, value in sorted(sample_of(form.about).items()):
        first = value[0] if isinstance(value, list) and value else value
        listed.append((name, ", ".join(first) if isinstance(first, dict) else ""))
    return listed
