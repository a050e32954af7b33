"""How the notices about reports read: what came in, what was seen, and which members nothing reaches any more (R78)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handlers.words import Option, Outgoing

Saying = Callable[..., str]
NAMED = 8  # reports called by title in one message
NAMES = 10  # people called by name in one message


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to tell: a row of the ledger, and the words of a line. `number` is the report's or the person's."""

    number: int
    slot: str
    words: Mapping[str, str]


def message(say: Saying, kind: str, parts: Sequence[Part], *, muted: bool) -> Outgoing:
    """One message that tells all the parts; `muted` says that the person switched the kind off and hears it as their duty."""
    return SAYING[kind](say, parts, muted=muted)


def _said_new(say: Saying, parts: Sequence[Part], *, muted: bool) -> Outgoing:
    lines = [say("new-reports-told", **part.words) for part in parts[:NAMED]]
    more = [say("new-reports-more", count=len(parts) - NAMED)] if len(parts) > NAMED else []
    text = say("new-reports-notice", count=len(parts), lines="\n".join([*lines, *more]))
    why = [say("new-reports-muted")] if muted else []
    walk = Option("go:baocaomoi:", say("new-reports-walk"))
    return Outgoing("\n\n".join([text, *why]), (*_doors(say, parts), walk))


def _said_seen(say: Saying, parts: Sequence[Part], *, muted: bool) -> Outgoing:
    lines = [
        say("report-seen-line", **{**part.words, "unit": part.words["unit"] or say("report-seen-union")})
        for part in parts[:NAMED]
    ]
    more = [say("new-reports-more", count=len(parts) - NAMED)] if len(parts) > NAMED else []
    text = say("report-seen", count=len(parts), lines="\n".join([*lines, *more]))
    return Outgoing(text, _doors(say, parts))


def _said_lost(say: Saying, parts: Sequence[Part], *, muted: bool) -> Outgoing:
    lines = [say("unreachable-line", **part.words) for part in parts[:NAMES]]
    more = [say("unreachable-more", count=len(parts) - NAMES)] if len(parts) > NAMES else []
    text = say("unreachable-notice", count=len(parts), lines="\n".join([*lines, *more]))
    why = [say("unreachable-muted")] if muted else []
    return Outgoing("\n\n".join([text, *why]), (Option("go:giaonhan:", say("unreachable-open")),))


def _doors(say: Saying, parts: Sequence[Part]) -> tuple[Option, ...]:
    return tuple(Option(f"go:xem:{part.number}", say("report-open", code=part.words["code"])) for part in parts[:NAMED])


SAYING: Mapping[str, Callable[..., Outgoing]] = {
    "new-reports": _said_new,
    "steps": _said_seen,
    "unreachable": _said_lost,
}
