"""The steps about photos: asking for them, and which were taken before the change (R9). Gathering them is `forms.gather`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from handlers.forms import Answered, Form, Heard, Item, Misread, Say, Session, Stay, Taken
from handlers.steps import Many, Open, Say_, has_all
from storage.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Photos(Open):
    """Photos are gathered at any step (`forms.gather`); this one asks for them and takes the word that it is enough."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        if not session.album:
            return ()
        return (Item("done", "photos-done"), Item("drop", "photos-drop"))

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        if heard.value == "drop":
            return Stay({}, (Say("photos-dropped", {"count": len(session.album) - 1}),), session.album[:-1])
        if heard.value != "done" and fold(heard.text) not in ENOUGH:
            raise Misread("photos")
        if not session.album:
            raise Misread("photos")
        untagged = not any(photo.get("tag") for photo in session.album)
        return Answered({"count": len(session.album), "ask_before": untagged and len(session.album) > 1})

    def holds(self, value: Any) -> bool:
        return has_all(value, "count", "ask_before")

    def shown(self, value: Any, say: Say_) -> str:
        return say("photos-count", count=value["count"])


ENOUGH = {"xong", "het", "du", "du roi", "du anh", "du anh roi", "het roi", "xong roi", "done", "enough"}


@dataclass(frozen=True, slots=True)
class PhotosBefore:
    """Which of the album's photos were taken before the change; the rest were taken after (R9)."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        ticked = session.hold.get("ticked", ())
        numbers = range(1, len(session.album) + 1)
        each = [
            Item(str(number), "photo-number", args={"number": number}, ticked=str(number) in ticked)
            for number in numbers
        ]
        return [*each, Item("done", "option-done")]

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        options = Many(tuple(Item(str(number)) for number in range(1, len(session.album) + 1)))
        return options.take(form, session, heard, found)

    def holds(self, value: Any) -> bool:
        return isinstance(value, list)

    def shown(self, value: Any, say: Say_) -> str:
        return say("photos-before", numbers=", ".join(value))
