"""The kinds of step: what an answer is, how it is read, what it looks like when read back.

Each is a small frozen dataclass with the four methods of `forms.Kind`. None holds a human word: reasons for asking again
are `misread-<reason>`, read-backs are `understood-<kind>`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from handlers.forms import (
    Answered,
    Answers,
    Form,
    Heard,
    Item,
    Misread,
    Need,
    Say,
    Session,
    Stay,
    Taken,
    chosen,
)
from storage.vietnamese import (
    Day,
    fold,
    graphemes,
    name_case,
    read_day,
    read_money,
    read_phone,
    read_quantity,
    say_money,
    show,
    show_number,
    show_phone,
)

Say_ = Callable[..., str]


class Open:
    """A step that only takes free text: nothing offered, its answer is the text, shown as it is."""

    __slots__ = ()

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return ()

    def holds(self, value: Any) -> bool:
        return isinstance(value, str)

    def shown(self, value: Any, say: Say_) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Text(Open):
    """Free text of `least` to `most` characters as people count them; a `line` has no line breaks."""

    least: int = 2
    most: int = 12_000
    line: bool = False

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        text = " ".join(heard.text.split()) if self.line else heard.text
        if not text:
            raise Misread("text")
        if len(text) > self.most:
            raise Misread("too-long", most=show_number(self.most), length=show_number(len(text)))
        if graphemes(text) < self.least:
            raise Misread("too-short", least=self.least)
        return Answered(text)


@dataclass(frozen=True, slots=True)
class Name(Open):
    """A person's name in one field, in their own order and capitals; all-lower or all-upper typing is put in title case (R72)."""

    most: int = 80

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        text = " ".join(heard.text.split())
        letters = sum(each.isalpha() for each in text)
        if letters < 2 or any(each.isdigit() for each in text) or "\n" in heard.text:
            raise Misread("name")
        if len(text) > self.most:
            raise Misread("too-long", most=self.most, length=len(text))
        return Answered(name_case(text))


@dataclass(frozen=True, slots=True)
class Phone(Open):
    """The person's own phone, typed or shared by the messenger's button; kept as E.164 (R73)."""

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        phone = read_phone(heard.contact or heard.text)
        if phone is None:
            raise Misread("phone")
        return Answered(phone, Say("understood-phone", {"phone": show_phone(phone)}))

    def shown(self, value: Any, say: Say_) -> str:
        return show_phone(value)


YES = {"co", "vang", "u", "uh", "ok", "oke", "duoc", "dong y", "yes", "y"}
NO = {"khong", "ko", "k", "hong", "thoi", "khong dong y", "no", "n"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one of the options, which may depend on the answers before it."""

    options: Sequence[Item] | Callable[[Answers], Sequence[Item]]

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return self.options(session.answers) if callable(self.options) else self.options

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        values = {item.value for item in self.items(form, session)}
        if heard.value in values:
            return Answered(heard.value)
        if values == {"yes", "no"} and (word := fold(heard.text)) in YES | NO:
            return self.take(form, session, replace(heard, value="yes" if word in YES else "no"), found)
        raise Misread("choose")

    def holds(self, value: Any) -> bool:
        return callable(self.options) or any(item.value == value for item in self.options)

    def shown(self, value: Any, say: Say_) -> str:
        options = () if callable(self.options) else self.options
        return next((label(item, say) for item in options if item.value == value), str(value))


@dataclass(frozen=True, slots=True)
class Pick:
    """One of what the conversation's query offers (units' reports, drafts): the value as shown on the screen.

    The questions after it are about what was picked: who goes back and picks another one is asked them again.
    """

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return ()

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        verb, _, page = heard.value.partition(":")
        if verb == "page":
            return Stay({"at": int(page)})
        if heard.value:
            return Answered(heard.value, anew=True)
        raise Misread("choose")

    def holds(self, value: Any) -> bool:
        return bool(value)

    def shown(self, value: Any, say: Say_) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Many:
    """Any number of options: ticked one by one until done, or typed at once ("1, 3")."""

    options: tuple[Item, ...]

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        ticked = session.hold.get("ticked", ())
        shown = [Item(item.value, item.label, item.words, ticked=item.value in ticked) for item in self.options]
        return [*shown, Item("done", "option-done")]

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        values = {item.value for item in self.options}
        ticked = [value for value in session.hold.get("ticked", ()) if value in values]
        if heard.value == "done":
            if not ticked:
                raise Misread("choose-some")
            return Answered(ticked)
        if heard.value in values:
            kept = [value for value in ticked if value != heard.value]
            return Stay({"ticked": kept if heard.value in ticked else [*ticked, heard.value]})
        parts = [
            chosen(session, part.strip(), "")
            for part in re.split(r"[,;\n]| và | va | and ", heard.text)
            if part.strip()
        ]
        if parts and all(part in values for part in parts):
            return Answered(list(dict.fromkeys(part for part in parts if part)))
        raise Misread("choose-many")

    def holds(self, value: Any) -> bool:
        return isinstance(value, list) and {*value} <= {item.value for item in self.options}

    def shown(self, value: Any, say: Say_) -> str:
        return ", ".join(label(item, say) for item in self.options if item.value in value)


@dataclass(frozen=True, slots=True)
class Unit(Open):
    """A unit of the register, found by part of its name or by walking the tree; never free text (R41, R48)."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        inside = session.hold.get("inside")
        here = [Item(f"unit:{inside[0]}", "unit-this", args={"name": inside[1]})] if inside else []
        found = [
            Item(f"{'in' if deep else 'unit'}:{number}", "unit-inside" if deep else "unit-name", args={"name": name})
            for number, name, deep in session.hold.get("units", ())
        ]
        return [*here, *found, Item("tree", "unit-tree")]

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        verb, _, number = heard.value.partition(":")
        if found is None:
            if heard.value:
                return Need({"unit": "unit", "in": "units_inside", "tree": "units_inside"}.get(verb, "unit"), number)
            if not heard.text:
                raise Misread("unit")
            return Need("units_named", heard.text[:200])
        if found.get("exact"):
            return Answered(found["exact"], Say("understood-unit", {"name": found["exact"]["name"]}))
        if not found.get("units"):
            raise Misread("unit-unknown")
        says = () if heard.value else (Say("unit-several", {"count": len(found["units"])}),)
        return Stay({"units": found["units"], "inside": found.get("inside")}, says)

    def holds(self, value: Any) -> bool:
        return has_all(value, "id", "name")

    def shown(self, value: Any, say: Say_) -> str:
        return str(value["name"])


@dataclass(frozen=True, slots=True)
class Money(Open):
    """An amount in đồng as Vietnamese people write it, read back in figures and words (R75)."""

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        amount = read_money(heard.text)
        if amount is None:
            raise Misread("money")
        return Answered(
            {"value": amount, "unit": "đồng", "typed": heard.text[:200]},
            Say("understood-money", {"money": say_money(amount)}),
        )

    def holds(self, value: Any) -> bool:
        return has_all(value, "value", "unit", "typed")

    def shown(self, value: Any, say: Say_) -> str:
        return say_money(int(value["value"]))


@dataclass(frozen=True, slots=True)
class Quantity(Open):
    """A number with its unit ("4.410 giờ công"), read back (R10)."""

    unit: str = ""

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        read = read_quantity(heard.text)
        if read is None:
            raise Misread("number")
        number, unit = read
        unit = (unit or self.unit)[:60]
        value = {"value": float(number), "unit": unit, "typed": heard.text[:200]}
        return Answered(value, Say("understood-number", {"number": show_number(number), "unit": unit}))

    def holds(self, value: Any) -> bool:
        return has_all(value, "value", "unit", "typed")

    def shown(self, value: Any, say: Say_) -> str:
        return f"{show_number(Decimal(str(value['value'])))} {value['unit']}".strip()


@dataclass(frozen=True, slots=True)
class DayStep(Open):
    """A day of the past as people say it: dd/mm, "hôm qua", "quý IV"; read back in full (R74)."""

    def items(self, form: Form, session: Session) -> Sequence[Item]:
        return (Item("today", "option-today"), Item("yesterday", "option-yesterday"))

    def take(self, form: Form, session: Session, heard: Heard, found: Any) -> Taken:
        quick = {"today": 0, "yesterday": 1}.get(heard.value)
        if quick is not None:
            day = heard.today - timedelta(days=quick)
            read: Day | None = Day(day, day, "day")
        else:
            read = read_day(heard.text, heard.today)
        if read is None:
            raise Misread("day")
        if read.day > heard.today:
            raise Misread("day-future", day=show(read))
        if read.day.year < 1950:
            raise Misread("day-old", day=show(read))
        value = {"day": read.day.isoformat(), "until": read.until.isoformat(), "precision": read.precision}
        return Answered(value, Say("understood-day", {"day": show(read)}))

    def holds(self, value: Any) -> bool:
        return has_all(value, "day", "until", "precision")

    def shown(self, value: Any, say: Say_) -> str:
        return show(day_of(value))


def day_of(value: Mapping[str, Any]) -> Day:
    """The kept answer of a `DayStep` as a `Day`."""
    return Day(date.fromisoformat(value["day"]), date.fromisoformat(value["until"]), value["precision"])


def has_all(value: Any, *names: str) -> bool:
    return isinstance(value, dict) and all(name in value for name in names)


def label(item: Item, say: Say_) -> str:
    """What an option is called: its own words in the language, else its text."""
    if item.words:
        return item.words.get(say("language-code")) or item.words.get("vi", "")
    return say(item.label, **item.args)
