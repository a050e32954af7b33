"""Verdicts of the rules as words, for whoever opens a nomination file (storage.eligibility)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.desk import Desk
from handlers.forms import Say
from handlers.report_form import bilingual
from storage.awards import honours
from storage.eligibility import FAIL, LACKING, WARNING, Verdict
from storage.vietnamese import shorten

NAME = 60  # characters of a name inside a verdict
REASON = 120  # of an officer's own words beside it


def lines(desk: Desk, verdicts: Sequence[Verdict], *, every: bool = False) -> list[str]:
    """One line a verdict: what stands in the way first, then what is missing, then what is only said, then what was let pass."""
    return [line(desk, each) for each in sorted(verdicts, key=_weight) if every or each.outcome != "pass"]


def _weight(verdict: Verdict) -> tuple[bool, bool, int]:
    """What is open before what was let pass, what stops before what does not; as in the rules otherwise."""
    order = (FAIL, LACKING, WARNING, "pass")
    return not verdict.open, not verdict.stops, order.index(verdict.outcome)


def line(desk: Desk, verdict: Verdict) -> str:
    """ "✗ Mỗi sáng kiến dùng cho một lần khen: … (nguồn)"."""
    label = {"vi": verdict.label, "en": verdict.label_en}[desk.person.language]
    return desk.say(
        "check-line",
        mark="passed" if verdict.overridden is not None else verdict.outcome,
        label=label,
        why=desk.say(f"check-{verdict.reason}", **_said(desk, verdict.args)),
        source=verdict.source,
        reason=shorten(verdict.overridden or "-", REASON),
    )


def _said(desk: Desk, args: Mapping[str, Any]) -> dict[str, Any]:
    """What goes into the words: codes by their names, long names cut."""
    said: dict[str, Any] = {}
    for name, value in args.items():
        match name:
            case "award":
                said[name] = bilingual(honours().award(value))[desk.person.language]
            case "fields":
                said[name] = ", ".join(desk.say("check-field", field=each) for each in value)
            case _:
                said[name] = shorten(value, NAME) if isinstance(value, str) else value
    return said


def brief(desk: Desk, verdicts: Sequence[Verdict]) -> str:
    """All of it in one short line."""
    open_ = [each for each in verdicts if each.open]
    count = {name: sum(each.outcome == name for each in open_) for name in (FAIL, LACKING, WARNING)}
    parts = [desk.say("check-count", what=name, count=number) for name, number in count.items() if number]
    return ", ".join(parts) if parts else desk.say("check-all-met")


def why_not(why: str) -> Say:
    """An override that cannot be (storage.eligibility.NotPossible)."""
    return Say("check-override-not", {"why": why})
