"""Two reports side by side, with enough of both to judge whether they are one (R19).

Of a report outside the person's reach they see code, title, unit, year and its beginning: without any of it nobody could tell
a copy from another thing, and more of it is none of their business (R45).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.authors import shown_authors
from handlers.desk import Desk
from handlers.likeness_words import reasons
from handlers.my_reports import PHOTOS_SHOWN
from storage import album, inspection, likeness_marks, likeness_pairs, people, report_reading, units
from storage.likeness import photos_alike
from storage.likeness_pairs import Pair
from storage.vietnamese import shorten, show_day

ROOM = 1500  # UTF-16 units of a card (see `report_card.ROOM`)
TITLE, AUTHORS, ANSWER = 140, 120, 320  # visible characters
BEGINNING = 300  # characters of a report outside the person's reach
SCALES = (1.0, 0.6, 0.35, 0.2)  # of them, until both sides have room
ANSWERS = ("before", "solution", "result")

Rows = Mapping[int, dict[str, Any]]  # the reports within reach, by number


def readable(desk: Desk, *numbers: int) -> Rows:
    """Those of some reports that are within reach, in full; asked once a message."""
    found = {each: inspection.one(desk.db, str(each), desk.person.id, desk.today) for each in numbers}
    return {each: row for each, row in found.items() if row is not None}


def card(desk: Desk, pair: Pair, rows: Rows, place: int, total: int) -> str:
    text = ""
    for scale in SCALES:
        head = desk.say("likeness-place", number=place, total=total, score=pair.score)
        why = desk.say("likeness-why", reasons=reasons(desk.texts, desk.person.language, pair.why))
        sides = [_side(desk, number, rows.get(number), scale) for number in (pair.number, pair.other)]
        text = "\n\n".join([f"{head}\n{why}", *sides, *_verdict(desk, pair)])
        if len(text.encode("utf-16-le")) // 2 <= ROOM:
            break
    return text


def brief(desk: Desk, pair: Pair) -> str:
    """The pair in a few words, when it was just seen."""
    known = likeness_pairs.heads(desk.db, [pair.number, pair.other])
    lines = [f"{known[number].code}: {shorten(known[number].title, TITLE)}" for number in (pair.number, pair.other)]
    return "\n".join([*lines, *_verdict(desk, pair)])


def _side(desk: Desk, number: int, row: dict[str, Any] | None, scale: float) -> str:
    if row is None:
        return _outside(desk, number, scale)
    head = desk.say(
        "likeness-side",
        code=row["code"],
        unit=units.name_of(desk.db, row["unit_id"], row["on_day"]),
        day=show_day(desk.local(row["sent_at"]).date()),
        title=shorten(row["title"], TITLE),
    )
    told = {
        "subject": (row["subject"] if row["subject"] != row["title"] else "", AUTHORS),
        "authors": (shown_authors(report_reading.authors_of(desk.db, number)), AUTHORS),
        **{name: (row[name], ANSWER) for name in ANSWERS},
    }
    lines = [
        desk.say(
            "summary-line", label=desk.say(f"report-{name}-label"), answer=shorten(text, max(40, int(most * scale)))
        )
        for name, (text, most) in told.items()
        if text
    ]
    return "\n".join([head, *lines])


def _outside(desk: Desk, number: int, scale: float) -> str:
    head = likeness_pairs.heads(desk.db, [number])[number]
    words = likeness_pairs.beginning(desk.db, number, BEGINNING)
    return desk.say(
        "likeness-outside",
        code=head.code,
        unit=units.name_of(desk.db, head.unit_id, head.on_day),
        year=str(head.on_day.year),
        title=shorten(head.title, TITLE),
        words=shorten(words, max(60, int(BEGINNING * scale))) or "–",
    )


def _verdict(desk: Desk, pair: Pair) -> list[str]:
    if not pair.verdict:
        return []
    by = people.known(desk.db, [pair.verdict_by]) if pair.verdict_by is not None else {}
    name = by[pair.verdict_by].name if pair.verdict_by in by else desk.say("likeness-somebody")
    return [desk.say("likeness-judged-by", name=name, verdict=pair.verdict)]


def thumbs(desk: Desk, pair: Pair, rows: Rows) -> list[str]:
    """Photos that look alike, each beside its twin, and once what is the same file; of a report outside one's reach no others.
    Where both may be seen and none are alike, the first ones."""
    both = likeness_marks.told(desk.db, [pair.number, pair.other])
    if len(both) < 2:
        return []
    mine, other = (album.of_report(desk.db, number) for number in (pair.number, pair.other))
    keys = {photo["id"]: photo["thumb_key"] for photo in (*mine, *other)}
    same, looks = photos_alike(both[pair.number].photos, both[pair.other].photos)
    twins = [number for two in (*same, *looks) for number in two]
    if not twins and len(rows) == len(both):
        twins = [photo["id"] for photo in (*mine[:2], *other[:2])]
    return list(dict.fromkeys(key for number in twins if (key := keys.get(number))))[:PHOTOS_SHOWN]
