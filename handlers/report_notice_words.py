"""How the notices about reports read: what came to wait, what was handed over, what waits too long, and which members
nothing reaches any more (R78). What the people a report is from hear stands in `author_notice_words`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from handlers import author_notice_words, file_notice_words
from handlers.author_notice_words import NAMED, Saying
from handlers.report_notice_part import Part
from handlers.texts import Texts
from handlers.words import Option, Outgoing

NAMES = 10  # people called by name in one message


def message(texts: Texts, language: str, kind: str, parts: Sequence[Part], *, muted: bool) -> Outgoing:
    """One message that tells all the parts; `muted`: the person switched the kind off and hears it as their duty."""
    say = partial(texts.say, language)
    if kind == "steps":
        return author_notice_words.steps(texts, say, parts)
    if kind == "returned":
        return author_notice_words.returned(say, parts)
    if kind in file_notice_words.SAYING:
        return file_notice_words.message(say, language, kind, parts, muted=muted)
    said = SAYING[kind](say, parts)
    why = say("unreachable-muted" if kind == "unreachable" else "new-reports-muted") if muted else ""
    return Outgoing("\n\n".join(filter(None, [said.text, why])), said.options)


def _new(say: Saying, parts: Sequence[Part]) -> Outgoing:
    """What came in the same way is said once; else each line says it."""
    hows = {part.words["how"] for part in parts}
    how = hows.pop() if len(hows) == 1 else "several"
    told = [
        say("new-reports-told-how" if how == "several" else "new-reports-told", **part.words) for part in parts[:NAMED]
    ]
    lines = _listed(say, parts, told)
    return _with_doors(say, parts, say("new-reports-notice", count=len(parts), how=how, lines=lines))


def _handed(say: Saying, parts: Sequence[Part]) -> Outgoing:
    said = []
    for part in parts[:NAMED]:
        words = {**part.words, "by": part.words["by"] or say("assigned-somebody")}
        said.append(say("assigned-line", **{name: words[name] for name in ("by", "code", "title")}))
        if words["note"]:
            said.append(say("assigned-note", note=words["note"]))
    lines = _listed(say, parts, said)
    return Outgoing(say("assigned-notice", count=len(parts), lines=lines), _doors(say, parts))


def _stuck(say: Saying, parts: Sequence[Part]) -> Outgoing:
    lines = _listed(say, parts, [say("stuck-line", **part.words) for part in parts[:NAMED]])
    return _with_doors(say, parts, say("stuck-notice", count=len(parts), lines=lines))


def _stuck_above(say: Saying, parts: Sequence[Part]) -> Outgoing:
    lines = _listed(say, parts, [say("stuck-above-line", **part.words) for part in parts[:NAMED]])
    return _with_doors(say, parts, say("stuck-above-notice", count=len(parts), lines=lines))


def _lost(say: Saying, parts: Sequence[Part]) -> Outgoing:
    lines = [say("unreachable-line", **part.words) for part in parts[:NAMES]]
    more = [say("unreachable-more", count=len(parts) - NAMES)] if len(parts) > NAMES else []
    text = say("unreachable-notice", count=len(parts), lines="\n".join([*lines, *more]))
    return Outgoing(text, (Option("go:giaonhan:", say("unreachable-open")),))


def _listed(say: Saying, parts: Sequence[Part], lines: Sequence[str]) -> str:
    more = [say("new-reports-more", count=len(parts) - NAMED)] if len(parts) > NAMED else []
    return "\n".join([*lines, *more])


def _with_doors(say: Saying, parts: Sequence[Part], text: str) -> Outgoing:
    return Outgoing(text, (*_doors(say, parts), Option("go:baocaomoi:", say("new-reports-walk"))))


def _doors(say: Saying, parts: Sequence[Part]) -> tuple[Option, ...]:
    return tuple(Option(f"go:xem:{part.number}", say("report-open", code=part.words["code"])) for part in parts[:NAMED])


SAYING: Mapping[str, Callable[[Saying, Sequence[Part]], Outgoing]] = {
    "new-reports": _new,
    "assigned": _handed,
    "stuck": _stuck,
    "stuck-above": _stuck_above,
    "unreachable": _lost,
}
