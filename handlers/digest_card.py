"""A frozen digest as people read it: its picture (`papers.digest_picture.Card`) and the lines that say the same in words.

Everything shown comes from the digest's content, which is written once: a name or a wording that changes later changes no
digest that was sent (R27). Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Any

from handlers.papers.digest_picture import Card
from handlers.texts import LANGUAGES, Texts
from handlers.words import Option, Outgoing
from storage.digest_counting import OTHERS, Figures
from storage.digests import Kept
from storage.movement import Movement
from storage.vietnamese import shorten, show_day, show_number

Content = Mapping[str, Any]
Say = Callable[..., str]
NAME, PLACE = 40, 90  # characters of a name in a list, of the unit in the title: a picture's caption may have 1,024
NAMED = 3  # figures a line says by name
THEMES = 8  # in the picture


# --- freezing it --------------------------------------------------------------------------------------------------------

Labels = Mapping[str, Sequence[str]]  # figure → its label in each language, in the order of LANGUAGES


def labels_of(movements: Mapping[int, Movement]) -> Labels:
    """What themes, kinds and slogans are called, as the newest version of each movement that knows them says it."""
    found: dict[str, Sequence[str]] = {}
    for _, movement in sorted(movements.items()):
        named = [("theme", each.code, each.plain, each.plain_en) for each in movement.themes]
        named += [("kind", each.code, each.label, each.label_en) for each in movement.kinds]
        named += [("slogan", each.code, each.label, each.label_en) for each in movement.slogans]
        found |= {f"{family}:{movement.code}/{code}": labels for family, code, *labels in named}
    return found


def content_of(counted: Figures, labels: Labels, zone: tzinfo) -> dict[str, Any]:
    """What is kept of a digest beside its figures' reports: values, names of units as of that day, labels in both languages.

    Moments are local, with their offset. JSON-friendly.
    """
    coded = [each.name for each in counted.figures if "/" in each.name]
    return {
        "rhythm": counted.ask.rhythm,
        "scope": [*counted.ask.scope],
        "since": counted.ask.since.astimezone(zone).isoformat(),
        "until": counted.ask.until.astimezone(zone).isoformat(),
        "figures": [[each.name, each.value] for each in counted.figures],
        "names": {str(number): name for number, name in counted.names.items()},
        "labels": {name: [*labels.get(name, [name.partition("/")[2]] * len(LANGUAGES))] for name in coded},
        "oldest": counted.oldest.astimezone(zone).date().isoformat() if counted.oldest else None,
        "first": [[*each] for each in counted.first],
    }


# --- its parts in words ---------------------------------------------------------------------------------------------------


def heading(content: Content, say: Say) -> str:
    return say(f"digest-{content['rhythm']}")


def place(content: Content, say: Say) -> str:
    """The units it is about: the first by name."""
    first, *more = [content["names"][str(each)] for each in content["scope"]]
    return say("digest-places", name=first, count=len(more)) if more else str(first)


def day_of(content: Content) -> str:
    return show_day(_moment(content["until"]).date())


def listed_day(content: Content) -> str:
    """As a list names it: those of one day that were asked for differ by their minute."""
    asked = content["rhythm"] == "asked"
    return f"{_moment(content['until']):%H:%M} {day_of(content)}" if asked else day_of(content)


def span(content: Content, say: Say) -> str:
    return say("digest-span", **_ends(content))


def _ends(content: Content) -> dict[str, str]:
    since, until = (_moment(content[end]) for end in ("since", "until"))
    first = {"from": f"{since:%H:%M}", "since": show_day(since.date())}
    return {**first, "to": f"{until:%H:%M}", "until": show_day(until.date())}


def _moment(text: str) -> datetime:
    """To the minute: a digest's span ends some seconds before the hour it is told at (handlers.digest.SETTLES)."""
    return datetime.fromisoformat(text) + timedelta(seconds=30)


def label(content: Content, name: str, say: Say) -> str:
    """What a figure counts, in words."""
    family, _, code = name.partition(":")
    if name in content["labels"]:
        return str(content["labels"][name][LANGUAGES.index(say("language-code"))])
    match family:
        case "unit":
            return say("digest-others") if name == OTHERS else str(content["names"][code])
        case "week":
            return say("digest-week", day=_monday(code))
        case "theme":
            return say("digest-no-theme")
        case _:
            return say(f"digest-{family}")


def _monday(week: str) -> str:
    """2026-W47 → 16/11."""
    year, number = week.split("-W")
    return f"{date.fromisocalendar(int(year), int(number), 1):%d/%m}"


def _of(content: Content, family: str) -> list[tuple[str, int]]:
    """The figures of a family, as (name, value)."""
    return [(name, value) for name, value in content["figures"] if name.partition(":")[0] == family]


def _value(content: Content, name: str) -> int:
    return int(dict(map(tuple, content["figures"])).get(name, 0))


def waiting(content: Content, say: Say) -> str:
    """What waits and since when; "" when nothing does."""
    count = _value(content, "waiting")
    if not count:
        return ""
    return say("digest-waiting-since", count=count, day=show_day(date.fromisoformat(content["oldest"])))


# --- the picture ------------------------------------------------------------------------------------------------------------


def card(content: Content, texts: Texts, language: str) -> Card:
    """What the picture shows, in words of this language."""
    say = partial(texts.say, language)
    weeks = _of(content, "week")
    last = content["rhythm"] in ("weekly", "monthly")  # on a Monday morning this week has told nothing yet
    week = ("last-week", weeks[-2][1]) if last else ("this-week", weeks[-1][1])
    figures = [("new", _value(content, "new")), week, ("waiting", _value(content, "waiting"))]
    figures += [("stuck", late)] if (late := _value(content, "stuck")) else []
    return Card(
        heading=heading(content, say),
        unit=place(content, say),
        span=say("digest-span-short", **_ends(content)),
        figures=tuple((say(f"digest-{name}"), show_number(value)) for name, value in figures),
        bars_title=say("digest-units-title"),
        bars=tuple((label(content, name, say), value) for name, value in _of(content, "unit")),
        weeks_title=say("digest-weeks-title", count=len(weeks)),
        weeks=tuple((_monday(name.removeprefix("week:")), value) for name, value in weeks),
        themes_title=say("digest-themes-title"),
        themes=tuple((label(content, name, say), value) for name, value in _of(content, "theme")[:THEMES]),
        waiting=waiting(content, say),
        foot=say("digest-foot", day=day_of(content), time=f"{_moment(content['until']):%H:%M}"),
    )


# --- the words ----------------------------------------------------------------------------------------------------------------


def lines(content: Content, say: Say) -> str:
    """Five lines that say what the picture shows (fewer when there is nothing to say), and what waits."""
    weeks = [value for _, value in _of(content, "week")]
    told = [
        say("digest-line-new", count=_value(content, "new"), span=span(content, say)),
        say("digest-line-weeks", now=weeks[-1], before=weeks[-2], month=sum(weeks[-4:])),
    ]
    if units := _items(content, "unit", say):
        told.append(say("digest-line-units", items=units))
    if themes := _items(content, "theme", say):
        told.append(say("digest-line-themes", items=themes))
    if kinds := _items(content, "kind", say):
        told.append(say("digest-line-kinds", items=kinds, slogans=_items(content, "slogan", say) or "none"))
    title = say("digest-title", heading=heading(content, say), unit=shorten(place(content, say), PLACE))
    waits = [waiting(content, say) or say("digest-nothing-waits")]
    if late := _value(content, "stuck"):
        waits.append(say("digest-stuck-below", count=late))
    return "\n".join([title, "", *told, "", *waits])


def _items(content: Content, family: str, say: Say) -> str:
    """The first figures of a family in one line, and what the others come to; "" when there are none."""
    figures = _of(content, family)
    shown = [
        say("digest-item", name=shorten(label(content, each, say), NAME), value=show_number(value))
        for each, value in figures[:NAMED]
    ]
    rest = sum(value for _, value in figures[NAMED:])
    return "; ".join([*shown, *([say("digest-rest", value=show_number(rest))] if rest else [])])


def picture_of(number: int, language: str) -> str:
    """The name by which departures know the picture, drawn when it leaves."""
    return f"paper:digest:{number}:{language}"


def told(kept: Kept, texts: Texts, language: str) -> Outgoing:
    """Picture and words, without buttons."""
    return Outgoing(lines(kept.content, partial(texts.say, language)), photos=(picture_of(kept.id, language),))


def message(kept: Kept, texts: Texts, language: str) -> Outgoing:
    """The one message a digest is: picture, words, and doors to what waits longest and to every figure."""
    say = partial(texts.say, language)
    doors = [Option(f"go:xem:{number}", say("digest-open-report", code=code)) for number, code in kept.content["first"]]
    every = Option(f"go:bantin:{kept.id}", say("digest-open-figures"))
    words = told(kept, texts, language)
    return Outgoing(words.text, (*doors, every), words.photos)
