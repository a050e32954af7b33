"""A digest as a picture for a phone: big figures, bars by unit, the weeks, totals by theme and what waits (R27).

How it looks is `digest_picture.typ`; this file says what it shows. Words come ready, in the reader's language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from storage.vietnamese import clean, show_number, strip_emoji

WIDTH = 1080  # px
MOST = 12  # rows of a chart: more would not be read on a phone
LONGEST = 240  # characters of a text: more than any place shows
TEMPLATE = (files("handlers.papers") / "digest_picture.typ").read_bytes()
FONTS = str(files("storage") / "starter" / "fonts")  # Be Vietnam Pro: the same picture on every machine

_UNDRAWN = re.compile(r"[^ -\u052f\u1e00-\u23ff\u25a0-\u27bf]")  # scripts our fonts lack would leave holes

Counts = Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Card:
    """What one digest's picture shows. Texts are plain words; counts are not negative; an empty part is left out.

    `figures`: 2–4 of (label, value as it is read). `bars`, `weeks` (oldest first) and `themes`: at most 12 of (label,
    count) each, in the order shown; the first 12 (of the weeks: the last 12) are drawn.
    """

    heading: str
    unit: str
    span: str
    figures: tuple[tuple[str, str], ...]
    bars_title: str
    bars: tuple[tuple[str, int], ...]
    weeks_title: str
    weeks: tuple[tuple[str, int], ...]
    themes_title: str
    themes: tuple[tuple[str, int], ...]
    waiting: str
    foot: str


def draw(card: Card) -> bytes:
    """The picture as PNG, 1080 px wide and as high as it needs: the same card gives the same bytes. For a worker thread."""
    return compiled(card, TEMPLATE)[0]


def compiled(card: Card, template: bytes) -> tuple[bytes, list[str]]:
    """The PNG of `template` filled with `card`, and what typst had to say about it: nothing, when all is well."""
    import typst  # noqa: PLC0415  - 80 MB of library that only a digest needs

    picture, warnings = typst.compile_with_warnings(  # one compiler a call: a shared one refuses a second thread
        template,
        format="png",
        ppi=72,  # one point is one pixel
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[FONTS]),
        sys_inputs={"told": json.dumps(told(card))},
    )
    return picture, [each.message for each in warnings]


def told(card: Card) -> dict[str, Any]:
    """What the template is given: clean texts, and beside each count its share of the chart's largest."""
    return {
        **{name: _plain(getattr(card, name)) for name in ("heading", "unit", "span", "waiting", "foot")},
        **{name: _plain(getattr(card, name)) for name in ("bars_title", "weeks_title", "themes_title")},
        "figures": [[_plain(label), _plain(value)] for label, value in card.figures[:4]],
        "bars": _rows(card.bars[:MOST]),
        "weeks": _rows(card.weeks[-MOST:]),
        "themes": _rows(card.themes[:MOST]),
    }


def _rows(counts: Counts) -> list[dict[str, Any]]:
    top = max([1, *(count for _, count in counts)])
    return [{"label": _plain(label) or "–", "value": show_number(n), "share": n / top} for label, n in counts]


def _plain(text: str) -> str:
    """On one line, without what has no letter form in our fonts."""
    return " ".join(_UNDRAWN.sub("", strip_emoji(clean(text, limit=LONGEST))).split())
