"""What is said of likeness outside its own conversation: to an author, softly, and to who asked for a search (R19, R78)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from handlers.texts import Texts
from handlers.words import Option, Outgoing
from storage.likeness_pairs import Head
from storage.vietnamese import shorten

TITLE, UNIT = 120, 80  # characters
REASONS = ("text", "same", "alike", "author", "unit", "years")


def told_author(texts: Texts, language: str, own: Head, other: Head, unit: str) -> Outgoing:
    """Their report is much like another one: they may add what is new, take it back, or leave it as it is."""
    say = partial(texts.say, language)
    args = {"code": own.code, "other": other.code, "title": shorten(other.title, TITLE), "unit": shorten(unit, UNIT)}
    theirs = other.person_id == own.person_id
    text = say("likeness-author-own" if theirs else "likeness-author", year=str(other.on_day.year), **args)
    return Outgoing(text, (Option(f"go:xem:{own.id}", say("likeness-author-open")),))


def told_searcher(texts: Texts, language: str, own: Head, count: int) -> Outgoing:
    say = partial(texts.say, language)
    doors = (Option(f"go:sosanh:{own.id}", say("likeness-open")),) if count else ()
    return Outgoing(say("likeness-searched", code=own.code, count=count), doors)


def reasons(texts: Texts, language: str, why: Mapping[str, Any]) -> str:
    """What speaks for it, in words: "lời văn giống 83 %, 1 ảnh giống hệt, cùng tác giả"."""
    counts = {name: int(why.get(name) or 0) for name in REASONS}
    said = [texts.say(language, "likeness-reason", what=name, count=count) for name, count in counts.items() if count]
    return ", ".join(said)
