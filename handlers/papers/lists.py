"""The lists an officer prints: reports, nominations, statistics of commendation (R27, R29, R46). Records in, rows out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from functools import partial

from handlers.authors import shown_authors
from handlers.forms import Say
from handlers.papers.paper_words import Words, long_day
from handlers.papers.sheet import Cell, Column, Head, Kind
from handlers.texts import Texts
from storage.awards import honours
from storage.commendation import Counted, total
from storage.exporting import Written
from storage.exporting_files import Proposed
from storage.exporting_head import Issuer
from storage.movement import find
from storage.movement_shapes import Movement
from storage.vietnamese import Day, show, show_number

LANGUAGE = "vi"  # official papers are Vietnamese, whoever asks for them
Movements = Callable[[int], Movement]


@dataclass(frozen=True, slots=True)
class Label:
    """A column before its words are said."""

    say: Say
    kind: Kind
    width: int


REPORTS = (
    Label(Say("sheet-place"), "number", 5),
    Label(Say("sheet-code"), "code", 14),
    Label(Say("sheet-title"), "text", 32),
    Label(Say("sheet-kind"), "text", 13),
    Label(Say("sheet-theme"), "text", 17),
    Label(Say("sheet-unit"), "text", 21),
    Label(Say("sheet-above"), "text", 19),
    Label(Say("sheet-authors"), "text", 25),
    Label(Say("sheet-on-site"), "text", 9),
    Label(Say("sheet-first-use"), "day", 12),
    Label(Say("sheet-money"), "number", 15),
    Label(Say("sheet-benefits"), "text", 18),
    Label(Say("sheet-recognition"), "text", 16),
    Label(Say("sheet-state"), "text", 12),
    Label(Say("sheet-sent"), "day", 12),
    Label(Say("sheet-decided"), "day", 12),
)
NOMINATIONS = (
    Label(Say("sheet-place"), "number", 5),
    Label(Say("sheet-file"), "code", 14),
    Label(Say("sheet-subject"), "text", 26),
    Label(Say("sheet-class"), "text", 15),
    Label(Say("sheet-on-site"), "text", 9),
    Label(Say("sheet-unit"), "text", 24),
    Label(Say("sheet-commendation"), "text", 12),
    Label(Say("sheet-award"), "text", 24),
    Label(Say("sheet-reports"), "text", 16),
    Label(Say("sheet-overrides"), "number", 9),
    Label(Say("sheet-votes"), "text", 10),
    Label(Say("sheet-result"), "text", 18),
    Label(Say("sheet-number"), "code", 15),
    Label(Say("sheet-day"), "day", 12),
)
COMMENDATION = (
    Label(Say("sheet-place"), "number", 5),
    Label(Say("sheet-award"), "text", 40),
    Label(Say("sheet-authority"), "text", 32),
    Label(Say("sheet-commendation"), "text", 14),
    Label(Say("sheet-collectives"), "number", 11),
    Label(Say("sheet-persons"), "number", 11),
    Label(Say("sheet-workers"), "number", 11),
    Label(Say("sheet-officials"), "number", 11),
    Label(Say("sheet-site-count"), "number", 14),
    Label(Say("sheet-sum"), "number", 10),
)


def columns(labels: Sequence[Label], say: Words) -> list[Column]:
    return [Column(say(each.say.name), each.kind, each.width) for each in labels]


def words(texts: Texts) -> Words:
    return partial(texts.say, LANGUAGE)


def head(say: Words, issuer: Issuer, title: str, about: str, place: str, day: date, tab: str) -> Head:
    """The official frame of a list, always a draft for a human to sign (R31, R43)."""
    for_whom, office, name = issuer.signing
    return Head(
        above=issuer.above.upper(),
        issuer=issuer.name.upper(),
        motto=(say("sheet-nation"), say("sheet-motto")),
        place_day=say("paper-place-day", place=place, day=long_day(say, day)),
        title=title,
        about=about,
        draft=say("paper-draft"),
        sign=(for_whom or ("" if name else say("paper-for-whom")), office or say("paper-office"), name),
        footer=say("sheet-footer", page="&P", pages="&N"),
        sheet=tab,
    )


# --- reports ------------------------------------------------------------------------------------------------------------------


def report_rows(
    found: Iterable[Written], movements: Movements, say: Words, zone: tzinfo, *, beyond: Collection[str] = ()
) -> Iterator[list[Cell]]:
    """A line a report. `beyond`: names that stand in the head already, so no line repeats them among the units above."""
    for place, each in enumerate(found, 1):
        row, movement = each.report, movements(each.report["movement_id"])
        decided = each.decided_at.astimezone(zone).date() if each.decided_at else None
        yield [
            place,
            row["code"],
            row["title"],
            find(movement.kinds, row["kind"]).label,
            find(movement.themes, row["theme"]).plain if row["theme"] else "",
            each.unit,
            "\n".join(name for name in each.above if name not in beyond),
            _authors(each, movement),
            say("sheet-yes") if row["on_site"] else "",
            _first_use(row["first_use"], row["first_use_precision"]),
            _money(each.benefits),
            _other_benefits(each.benefits, movement),
            _recognition(row, movement, say),
            say(f"state-{row['state']}"),
            row["sent_at"].astimezone(zone).date(),
            decided,
        ]


def _authors(each: Written, movement: Movement) -> str:
    """A line for each: name, class, share; of a report without any the subject it honours."""
    lines = []
    for author in each.authors:
        class_ = find(movement.author_classes, author["author_class"]).label if author["author_class"] else ""
        name = shown_authors([{"name": author["name"], "share": author["share"], "collective": author["collective"]}])
        lines.append(f"{name} – {class_}" if class_ and not author["collective"] else name)
    return "\n".join(lines) or each.report["subject"] or ""


def _first_use(day: date | None, precision: str | None) -> Cell:
    """A date where it is one; "quý IV/2025" stays as it was said."""
    return day if day is None or (precision or "day") == "day" else show(Day(day, day, precision))  # type: ignore[arg-type]  # as it was kept


def _money(benefits: Iterable[Mapping[str, object]]) -> float | None:
    values = [each["value"] for each in benefits if each["kind"] == "money" and each["value"]]
    return sum(float(str(each)) for each in values) if values else None


def _other_benefits(benefits: Iterable[Mapping[str, object]], movement: Movement) -> str:
    lines = []
    for each in benefits:
        if each["kind"] != "money":
            value = (
                f"{show_number(Decimal(str(each['value'])))} {each['unit']}" if each["value"] else str(each["typed"])
            )
            lines.append(f"{find(movement.benefit_kinds, str(each['kind'])).label}: {value}")
    return "\n".join(lines)


def _recognition(row: Mapping[str, str], movement: Movement, say: Words) -> str:
    level = row["recognition_level"]
    parts = [
        say(f"recognition-{row['recognition']}") if row["recognition"] else "",
        find(movement.recognition_levels, level).label if level else "",
        row["recognition_document"] or "",
    ]
    return "\n".join(filter(None, parts))


# --- nominations ----------------------------------------------------------------------------------------------------------------


def nomination_rows(found: Iterable[Proposed], movements: Movements, say: Words) -> Iterator[list[Cell]]:
    catalogue = honours()
    for place, each in enumerate(found, 1):
        row = each.row
        classes = movements(row["movement_id"]).author_classes
        code = "collective" if row["collective"] else row["author_class"]
        votes = f"{each.votes[0]}/{each.votes[1]}" if each.votes else ""
        yield [
            place,
            row["code"],
            row["name"],
            find(classes, code).label if code else "",
            say("sheet-yes") if row["on_site"] else "",
            each.unit,
            catalogue.kind(row["kind"]).short,
            catalogue.award(row["award"]).label,
            "\n".join(each.reports),
            each.overrides or None,
            votes,
            _result(each, say),
            each.number,
            each.day,
        ]


RESULTS = {
    "proposed": Say("sheet-proposed"),
    "left out": Say("sheet-left-out"),
    "awarded": Say("sheet-awarded"),
    "refused": Say("sheet-refused"),
}


def _result(each: Proposed, say: Words) -> str:
    """As decided, which may be another award than was asked for; revoked is said so (R57)."""
    if each.revoked:
        return say("sheet-revoked")
    known = RESULTS.get(each.row["state"])
    result = say(known.name) if known else ""
    other = honours().award(each.award).label if each.award and each.award != each.row["award"] else ""
    return f"{result}: {other}" if other else result


# --- statistics -----------------------------------------------------------------------------------------------------------------


def commendation_rows(counted: Sequence[Counted], say: Words) -> Iterator[list[Cell]]:
    """A line for each award and kind, and the sum below (R46)."""
    catalogue = honours()
    lines = list(dict.fromkeys((each.award, each.authority, each.kind) for each in counted))
    for place, (award, authority, kind) in enumerate(lines, 1):
        alike = [each for each in counted if (each.award, each.authority, each.kind) == (award, authority, kind)]
        names = [catalogue.award(award).label, _authority(authority), catalogue.kind(kind).short]
        yield [place, *names, *_figures(alike)]
    yield [None, say("sheet-sum"), "", "", *_figures(counted)]


def _authority(code: str) -> str:
    """An authority of the catalogue by its name; one entered in words stays as it is."""
    return next((each.label for each in honours().authorities if each.code == code), code)


def _figures(counted: Sequence[Counted]) -> list[int]:
    return [
        total(counted, collective=True),
        total(counted, collective=False),
        total(counted, author_class="worker"),
        total(counted, author_class="official"),
        total(counted, on_site=True),
        total(counted),
    ]
