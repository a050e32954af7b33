"""How news of a report reads to the people it is from: warm, exact, and with what is missing (R20, R78)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from handlers.report_notice_part import Part
from handlers.texts import Texts
from handlers.words import Option, Outgoing
from storage.vietnamese import shorten

Saying = Callable[..., str]
NAMED = 8  # reports called by title in one message
BRIEF = 160  # characters of a reviewer's sentence where several reports are told of
SEVERAL = "several"


def steps(texts: Texts, say: Saying, parts: Sequence[Part]) -> Outgoing:
    """Reports that were only seen are told together as before; one report's step has a message of its own."""
    shown = parts[:NAMED]
    if all(part.words["act"] == "receive" for part in parts):
        lines = [say("report-seen-line", **_named(say, part)) for part in shown]
        text = say("report-seen", count=len(parts), lines="\n".join([*lines, *_more(say, parts)]))
    elif len(parts) == 1:
        text = _framed(say, parts[0].words["act"], "\n".join(_lines(texts, say, parts[0])))
    else:
        lines = ["\n  ".join(_lines(texts, say, part, brief=True)) for part in shown]
        text = _framed(say, SEVERAL, "\n".join([*(f"• {line}" for line in lines), *_more(say, parts)]))
    return Outgoing(text, tuple(_door(say, part, alone=len(parts) == 1) for part in shown))


def _framed(say: Saying, act: str, told: str) -> str:
    return say("news-framed", act=act, told=told)


def _lines(texts: Texts, say: Saying, part: Part, *, brief: bool = False) -> list[str]:
    """The step in a sentence; of a return what is asked for, of a return and a refusal what the reviewer wrote."""
    words = _named(say, part)
    lines = [say("news-step", **words)]
    if part.words["act"] not in ("return", "refuse"):
        return lines
    names = [f"report-{each.replace('_', '-')}-label" for each in part.words["questions"].split(",") if each]
    if missing := [say(name) for name in names if texts.has(name)]:
        lines.append(say("news-missing", items=", ".join(missing)))
    if note := part.words["note"]:
        said = shorten(note, BRIEF) if brief else note
        lines.append(say("news-reason" if part.words["act"] == "refuse" else "news-note", note=said))
    return lines


def _named(say: Saying, part: Part) -> dict[str, str]:
    names = {name: part.words[name] for name in ("act", "code", "title")}
    unit = part.words["unit"] or say("report-seen-union")
    return {**names, "unit": unit, "above": part.words["above"] or say("news-above")}


def _more(say: Saying, parts: Sequence[Part]) -> list[str]:
    return [say("new-reports-more", count=len(parts) - NAMED)] if len(parts) > NAMED else []


def returned(say: Saying, parts: Sequence[Part]) -> Outgoing:
    """One gentle word about what waits for its author."""
    lines = [say("returned-line", **part.words) for part in parts[:NAMED]]
    text = say("returned-notice", count=len(parts), lines="\n".join([*lines, *_more(say, parts)]))
    return Outgoing(text, tuple(_complete(say, part, alone=len(parts) == 1) for part in parts[:NAMED]))


def _door(say: Saying, part: Part, *, alone: bool) -> Option:
    if part.words["act"] == "return":
        return _complete(say, part, alone=alone)
    return Option(f"go:xem:{part.number}", say("report-open", code=part.words["code"]))


def _complete(say: Saying, part: Part, *, alone: bool) -> Option:
    label = say("news-complete") if alone else say("news-complete-one", code=part.words["code"])
    return Option(f"go:bosung:{part.number}", label)
