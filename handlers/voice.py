"""From a turn to words: the question with its number, example and options, in the person's language.

One message a turn: read-back, question and options together, because some channels count messages and all people do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handlers.desk import Desk, Offering
from handlers.forms import PHOTOS, Form, Item, Offer, Say, Session, Step, progress, ways_out
from handlers.photo_steps import Photos
from handlers.steps import Phone, label
from handlers.summary import Summary
from handlers.words import DOOR, Option, Outgoing
from storage.vietnamese import shorten

LABEL = 60  # characters of an option that every channel shows
LINE = 400  # characters of an answer in the summary


def ask(
    desk: Desk, form: Form, session: Session, step: Step, says: Sequence[Say], offering: Offering
) -> tuple[Session, Outgoing]:
    """The question of a step. Gives the session that remembers the options exactly as shown."""
    say = desk.say
    name = form.text_of(step)
    parts = [say(each.name, **each.args) for each in says]
    args = {"kind": session.answers.get("kind", "-"), **offering.args}
    if isinstance(step.kind, Summary):
        args["summary"] = summary(desk, form, session)
        page = session.hold.get("page", "")
        name = f"{name}-{page}" if page and desk.texts.has(f"{name}-{page}-ask") else name
    if isinstance(step.kind, Photos):
        args["count"] = len(session.album)
    number, total = progress(form, session, step)
    heading = [say("form-progress", number=number, total=total)] if number else []
    question = say("unit-choose") if session.hold.get("units") else say(f"{name}-ask", **args).strip()
    parts.append("\n".join([*heading, question]))
    if desk.texts.has(f"{name}-example") and not session.hold:
        parts.append(say("form-example", example=say(f"{name}-example", kind=args["kind"])))
    items = [
        *offering.items,
        *step.kind.items(form, session),
        *(Item(way, f"way-{way}", aside=True) for way in ways_out(form, session, step)),
    ]
    shown = offers(desk, items)
    asked = replace(session, serial=session.serial + 1, offered=shown)
    options = tuple(
        Option(offer.value if offer.value.startswith(DOOR) else f"{asked.serial}:{place}", offer.label, offer.aside)
        for place, offer in enumerate(shown)
    )
    share = say("phone-share") if isinstance(step.kind, Phone) else ""
    return asked, Outgoing("\n\n".join(parts), options, tuple(offering.photos), ask_contact=share)


def offers(desk: Desk, items: Sequence[Item]) -> tuple[Offer, ...]:
    """Options as shown: ticked ones marked, long labels cut, two of the same label told apart by a number."""
    seen: dict[str, int] = {}
    shown = []
    for item in items:
        text = shorten(label(item, desk.say), LABEL)
        seen[text] = seen.get(text, 0) + 1
        text = text if seen[text] == 1 else f"{text} ({seen[text]})"
        shown.append(Offer(item.value, f"✓ {text}" if item.ticked else text, item.aside))
    return tuple(shown)


def summary(desk: Desk, form: Form, session: Session) -> str:
    """Every answer that counts, a line each."""
    walk = form.walk(session.answers)
    lines = []
    for step in walk.steps:
        value = walk.answers.get(step.name)
        if value is None or not step.shown:
            continue
        text = step.kind.shown(value, desk.say)
        named = step.words.get(desk.person.language) or desk.say(f"{form.text_of(step)}-label")
        lines.append(desk.say("summary-line", label=named, answer=shorten(text, LINE)))
    album = f"{form.texts}-{PHOTOS}-label"
    if session.album and desk.texts.has(album) and all(step.name != PHOTOS for step in walk.steps):
        count = desk.say("photos-count", count=len(session.album))
        lines.append(desk.say("summary-line", label=desk.say(album), answer=count))
    return "\n".join(lines)
