"""What `./run template` says: which templates there are, why one is refused, what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from handlers.forms import Say
from handlers.papers.template_check import Verdict
from storage.forms import word_forms
from storage.templates import Kept
from storage.vietnamese import show_day

Words = Callable[..., str]


def listed(say: Words, kept: Sequence[Kept], zone: ZoneInfo) -> str:
    """Every paper with its code, and the units that handed in templates of their own."""
    own = [
        say(
            "template-own",
            number=str(each.id),
            unit=each.unit,
            paper=each.paper,
            file=each.name,
            day=show_day(each.at.astimezone(zone).date()),
        )
        for each in kept
    ]
    papers = [f"{form.code:<28} {say(f'paper-{form.code}')}" for form in word_forms()]
    return "\n".join([say("template-papers"), *papers, "", *(own or [say("template-none")])])


def refused(say: Words, verdict: Verdict) -> str:
    return "\n".join([say("template-refused"), *(f"- {said(say, each)}" for each in verdict.faults)])


def taken(say: Words, number: int, paper: str, unit: str, verdict: Verdict) -> str:
    name = say(f"paper-{paper}")
    return "\n".join(
        [say("template-taken", number=str(number), paper=name, unit=unit), *(said(say, each) for each in verdict.notes)]
    )


def said(say: Words, what: Say) -> str:
    return say(what.name, **what.args)
