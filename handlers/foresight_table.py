"""What is foreseen, as text for the terminal: for each day the hour, to whom, which deadline, which units, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import groupby

from handlers.deadline_words import title
from handlers.foresight import NOBODY, Foreseen
from storage.vietnamese import shorten, show_day, sort_key

Saying = Callable[..., str]
NAMED, NAME = 8, 80  # units named in a line, characters of each
ROLES = 2  # roles named of a person


def table(say: Saying, found: Sequence[Foreseen], since: datetime, until: datetime, zone: tzinfo) -> str:
    """The whole of it; examples under a heading of their own."""
    spans = {name: _moment(moment, zone) for name, moment in (("since", since), ("until", until))}
    real = [each for each in found if not each.example]
    examples = [each for each in found if each.example]
    words = _Words(say, zone)
    parts = [say("due-heading", **spans), *(_days(words, real) or [say("due-nothing")])]
    if examples:
        parts += [say("due-examples"), *_days(words, examples)]
    return "\n\n".join(parts)


def _moment(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return f"{show_day(local.date())} {local:%H:%M}"


@dataclass(frozen=True, slots=True)
class _Words:
    """How a table speaks. People and sets of units that come again and again are worded once."""

    say: Saying
    zone: tzinfo
    persons: dict[int, str] = field(default_factory=dict)
    listed: dict[tuple[str, ...], str] = field(default_factory=dict)

    def who(self, each: Foreseen) -> str:
        if each.person not in self.persons:
            self.persons[each.person] = _who(self.say, each)
        return self.persons[each.person]

    def units(self, each: Foreseen) -> str:
        if each.units not in self.listed:
            self.listed[each.units] = _units(self.say, each.units)
        return self.listed[each.units]


def _days(words: _Words, found: Sequence[Foreseen]) -> list[str]:
    days = []
    for day, some in groupby(found, key=lambda each: each.at.astimezone(words.zone).date()):
        weekday = words.say("due-weekday", number=day.isoweekday())
        lines = (line for each in _together(some) for line in _lines(words, each))
        days.append("\n".join([words.say("due-day", weekday=weekday, day=show_day(day)), *lines]))
    return days


def _together(found: Iterable[Foreseen]) -> Iterator[list[Foreseen]]:
    """What is one message, with what is folded into it."""

    def message(each: Foreseen) -> tuple[object, ...]:
        number = each.due.id if each.due else 0
        return each.at, each.person, each.kind.partition("-")[0], number

    return (list(some) for _, some in groupby(found, key=message))


def _lines(words: _Words, some: Sequence[Foreseen]) -> Iterator[str]:
    silent = [each for state in ("folded", "skipped") for each in some if each.state == state]
    for each in some:
        if each.state not in ("folded", "skipped"):
            yield _line(words, each, _reason(words, each))
            yield from _about(words, each)
    if len(silent) == len(some):
        yield _line(words, some[0], _rest(words.say, some))
        yield from _about(words, some[0])
    elif silent:
        yield f"    {_rest(words.say, silent)}"


def _line(words: _Words, each: Foreseen, why: str) -> str:
    hour = f"{each.at.astimezone(words.zone):%H:%M}"
    return f"  {words.say('due-line', hour=hour, who=words.who(each), why=why)}"


def _who(say: Saying, each: Foreseen) -> str:
    if each.person == NOBODY:
        return say("due-nobody")
    held = "; ".join(f"{say(f'role-{role}')}, {shorten(unit, NAME)}" for role, unit in each.roles[:ROLES])
    return say("due-person", name=each.name, roles=held) if held else each.name


def _about(words: _Words, each: Foreseen) -> Iterator[str]:
    if each.due is not None:
        about = words.say("due-about", title=title(words.say, each.due), day=show_day(each.due.due))
        yield f"    {about}\n    {words.units(each)}"


def _units(say: Saying, units: Iterable[str]) -> str:
    names = sorted((shorten(name, NAME) for name in units), key=sort_key)
    listed = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        listed = say("due-more", units=listed, count=len(names) - NAMED)
    return say("due-units", count=len(names), units=listed)


def _rest(say: Saying, some: Sequence[Foreseen]) -> str:
    """What became of steps that are not said themselves."""
    folded, skipped = (
        ", ".join(dict.fromkeys(_step(say, each) for each in some if each.state == state))
        for state in ("folded", "skipped")
    )
    said = [say("due-folded", steps=folded)] if folded else []
    return "; ".join([*said, say("due-skipped", steps=skipped)] if skipped else said)


def _reason(words: _Words, each: Foreseen) -> str:
    say = words.say
    why = _step(say, each)
    if each.state == "muted":
        why = say("due-muted", why=why)
    if each.muted:
        why = say("due-muted-but-duty", why=why)
    return say("due-late", why=why, day=_moment(each.planned_for, words.zone)) if each.planned_for < each.at else why


def _step(say: Saying, each: Foreseen) -> str:
    kind, _, days = each.step.partition(":")
    old = show_day(each.old) if each.old else ""
    if each.kind.startswith("digest"):
        return say("due-why-digest", kind=each.kind, unit=", ".join(each.units))
    match kind:
        case "lead":
            return say("due-why-lead", days=int(days))
        case "overdue":
            return say("due-why-overdue", days=int(days))
        case "above":
            return say("due-why-above", days=int(days))
        case "stuck":
            return say("due-why-stuck", count=int(days))
        case "stuck-above":
            return say("due-why-stuck-above", count=int(days), unit=", ".join(each.units))
        case "returned":
            return say("due-why-returned", count=int(days))
        case "moved" if each.due is not None and each.due.state == "withdrawn":
            return say("due-why-withdrawn", old=old)
        case "moved":
            return say("due-why-moved", old=old) if old else say("due-why-back")
        case _:
            return say("due-why-draft")
