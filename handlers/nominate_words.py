"""A nomination file and its subjects in words: the card one message holds, a line in a list, the history (R29, R30)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from handlers import checks, file_words
from handlers.desk import Desk
from storage import eligibility, lanes, meetings, nomination_reading, nominees, units
from storage.awards import honours
from storage.eligibility import Verdict
from storage.nomination_reading import Listed
from storage.vietnamese import shorten, show_day

SUBJECTS = 6  # of a file, named on its card
NAME, AWARD, UNIT, TITLE = 60, 60, 80, 120  # visible characters
STEPS, NOTE = 12, 120  # of the history, the last ones
MERITS = 600

Verdicts = Mapping[int, list[Verdict]]


def line(desk: Desk, each: Listed) -> dict[str, Any]:
    """What goes into a button of the list: what it is, and whether it waits for this person."""
    short = honours().authority(each.authority).short
    mark = "late" if each.late else "mine" if each.mine and each.state == "sent" else each.state
    return {"code": each.code, "kind": each.kind, "authority": short, "state": mark, "count": each.subjects}


def checked(desk: Desk, number: int) -> Verdicts:
    """The verdicts on every subject; the caller has looked that the file is within reach."""
    return eligibility.check_file(desk.db, number, desk.today)


def brief(desk: Desk, row: Mapping[str, Any]) -> str:
    """Where the file stands, under what was just told of its subjects."""
    return heading(desk, row, sum(each["state"] != "left out" for each in nominees.of_file(desk.db, row["id"])))


def card(desk: Desk, row: Mapping[str, Any]) -> str:
    """The whole file in one message: what it is, where it stands, whom it names and what is missing."""
    people = [each for each in nominees.of_file(desk.db, row["id"]) if each["state"] != "left out"]
    verdicts = eligibility.check_file(desk.db, row["id"], desk.today, [each["id"] for each in people[:SUBJECTS]])
    lines = [desk.say("nominate-card-title", title=shorten(row["title"], TITLE))] if row["title"] else []
    lines += [_subject(desk, row, each, verdicts.get(each["id"], [])) for each in people[:SUBJECTS]]
    if len(people) > SUBJECTS:
        lines.append(desk.say("nominate-card-more", count=len(people) - SUBJECTS))
    held = meetings.of_file(desk.db, row["id"])
    lines += [desk.say("nominate-card-meetings", count=len(held))] if held else []
    lane = lanes.lanes()[row["kind"]]
    if row["close_id"] is not None:
        lines.append(desk.say("nominate-card-closed", year=str(row["year"])))
    elif row["state"] in ("draft", "returned", "sent") and lane.late(row["waits_since"], desk.now):
        since = show_day(desk.local(row["waits_since"]).date())
        lines.append(desk.say("nominate-card-late", day=since, days=lane.remind_after))
    return "\n".join([heading(desk, row, len(people)), *lines])


def heading(desk: Desk, row: Mapping[str, Any], count: int) -> str:
    names = units.names_at(desk.db, dict.fromkeys({row["unit_id"], row["desk_unit_id"]}), desk.today)
    return desk.say(
        "nominate-card",
        code=row["code"],
        kind=file_words.kind_name(desk, row["kind"]),
        year=str(row["year"]),
        authority=file_words.authority_name(desk, row["authority"]),
        unit=shorten(names.get(row["unit_id"], "-"), UNIT),
        desk=shorten(names.get(row["desk_unit_id"], "-"), UNIT),
        state=row["state"],
        count=count,
    )


def _subject(desk: Desk, row: Mapping[str, Any], each: Mapping[str, Any], verdicts: Sequence[Verdict]) -> str:
    return desk.say(
        "nominate-card-subject",
        name=shorten(each["name"], NAME),
        award=shorten(file_words.award_name(desk, each["award"]), AWARD),
        count=each["count"],
        site="yes" if each["on_site"] else "no",
        missing=len(nominees.lacking(each, row["kind"])),
        checks=checks.brief(desk, verdicts),
    )


def subject_card(desk: Desk, row: Mapping[str, Any], each: Mapping[str, Any], verdicts: Sequence[Verdict]) -> str:
    """One subject: what is asked, what stands behind it, what is missing, in the file's own words."""
    linked = nomination_reading.linked(desk.db, each["id"])
    lacking = [desk.say("nominee-detail", name=name) for name in nominees.lacking(each, row["kind"])]
    lines = [
        desk.say(
            "nominee-card",
            code=row["code"],
            name=shorten(each["name"], 2 * NAME),
            unit=shorten(units.name_of(desk.db, each["unit_id"], desk.today), UNIT),
            award=file_words.award_name(desk, each["award"]),
            site="yes" if each["on_site"] else "no",
            state=each["state"],
        ),
        desk.say("nominee-card-reports", count=len(linked), reports=", ".join(code for _, code in linked) or "-"),
    ]
    if lacking:
        lines.append(desk.say("nominee-card-missing", what=", ".join(lacking)))
    if each["merits"]:
        lines.append(desk.say("nominee-card-merits", merits=shorten(each["merits"], MERITS)))
    lines.append(desk.say("nominee-card-checks", checks=checks.brief(desk, verdicts)))
    return "\n".join(lines)


def history(desk: Desk, number: int) -> str:
    """The last steps: when, what, why."""
    steps = nomination_reading.history_of(desk.db, number)[-STEPS:]
    return "\n".join(
        desk.say(
            "nominate-step",
            day=show_day(desk.local(each["at"]).date()),
            act=each["act"],
            note=shorten(each["note"], NOTE) or "-",
        )
        for each in steps
    )


def verdict_lines(desk: Desk, people: Sequence[Mapping[str, Any]], verdicts: Verdicts, most: int = 12) -> str:
    """What is not passed, under each name; the rest of a long list is counted."""
    lines: list[str] = []
    count = 0
    for each in people:
        unmet = [verdict for verdict in verdicts.get(each["id"], []) if verdict.outcome != "pass"]
        count += len(unmet) + bool(unmet)
        if unmet and len(lines) < most:
            lines += [desk.say("nominate-checks-name", name=shorten(each["name"], NAME)), *checks.lines(desk, unmet)]
    more = [desk.say("nominate-checks-more", count=count - most)] if count > most else []
    return "\n".join([*lines[:most], *more])
