"""What is foreseen, as text for the terminal: for each day the hour, to whom, which deadline, which units, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
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
    parts = [say("due-heading", **spans), *(_days(say, real, zone) or [say("due-nothing")])]
    if examples:
        parts += [say("due-examples"), *_days(say, examples, zone)]
    return "\n\n".join(parts)


def _moment(moment: datetime, zone: tzinfo) -> str:
    local = moment.astimezone(zone)
    return f"{show_day(local.date())} {local:%H:%M}"


def _days(say: Saying, found: Sequence[Foreseen], zone: tzinfo) -> list[str]:
    days = []
    for day, some in groupby(found, key=lambda each: each.at.astimezone(zone).date()):
        weekday = say("due-weekday", number=day.isoweekday())
        lines = (line for each in _together(some) for line in _lines(say, each, zone))
        days.append("\n".join([say("due-day", weekday=weekday, day=show_day(day)), *lines]))
    return days


def _together(found: Iterable[Foreseen]) -> Iterator[list[Foreseen]]:
    """What is one message, with what is folded into it."""

    def message(each: Foreseen) -> tuple[object, ...]:
        number = each.due.id if each.due else 0
        return each.at, each.person, each.kind.partition("-")[0], number

    return (list(some) for _, some in groupby(found, key=message))


def _lines(say: Saying, some: Sequence[Foreseen], zone: tzinfo) -> Iterator[str]:
    folded, skipped = ([each for each in some if each.state == state] for state in ("folded", "skipped"))
    for each in some:
        if each not in folded and each not in skipped:
            yield _line(say, each, _reason(say, each, zone), zone)
            yield from _about(say, each)
    if len(folded) + len(skipped) == len(some):
        yield _line(say, some[0], _rest(say, some), zone)
        yield from _about(say, some[0])
    elif folded or skipped:
        yield f"    {_rest(say, [*folded, *skipped])}"


def _line(say: Saying, each: Foreseen, why: str, zone: tzinfo) -> str:
    hour = f"{each.at.astimezone(zone):%H:%M}"
    return f"  {say('due-line', hour=hour, who=_who(say, each), why=why)}"


def _who(say: Saying, each: Foreseen) -> str:
    if each.person == NOBODY:
        return say("due-nobody")
    held = "; ".join(f"{say(f'role-{role}')}, {shorten(unit, NAME)}" for role, unit in each.roles[:ROLES])
    return say("due-person", name=each.name, roles=held) if held else each.name


def _about(say: Saying, each: Foreseen) -> Iterator[str]:
    if each.due is None:
        return
    yield f"    {say('due-about', title=title(say, each.due), day=show_day(each.due.due))}"
    names = sorted((shorten(name, NAME) for name in each.units), key=sort_key)
    listed = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        listed = say("due-more", units=listed, count=len(names) - NAMED)
    yield f"    {say('due-units', count=len(names), units=listed)}"


def _rest(say: Saying, some: Sequence[Foreseen]) -> str:
    """What became of steps that are not said themselves."""
    folded, skipped = (
        ", ".join(dict.fromkeys(_step(say, each) for each in some if each.state == state))
        for state in ("folded", "skipped")
    )
    said = [say("due-folded", steps=folded)] if folded else []
    return "; ".join([*said, say("due-skipped", steps=skipped)] if skipped else said)


def _reason(say: Saying, each: Foreseen, zone: tzinfo) -> str:
    why = _step(say, each)
    if each.state == "muted":
        why = say("due-muted", why=why)
    if each.muted:
        why = say("due-muted-but-duty", why=why)
    return say("due-late", why=why, day=_moment(each.planned_for, zone)) if each.planned_for < each.at else why


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
        case "moved" if each.due is not None and each.due.state == "withdrawn":
            return say("due-why-withdrawn", old=old)
        case "moved":
            return say("due-why-moved", old=old) if old else say("due-why-back")
        case _:
            return say("due-why-draft")
