"""A report as its reviewer sees it: the card, who else reads it, what it looks like, and what may be done with it (R20, R22)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from handlers import report_card
from handlers.desk import Desk
from handlers.forms import Item
from handlers.words import DOOR
from storage import levels, people, report_moves, report_reading, reports, review, roles, units
from storage.levels import Seat
from storage.vietnamese import shorten, show_day

UNIT = 34  # characters of the unit on the button that sends a report there
NOTES, NOTE = 3, 160  # of colleagues' notes: the last ones, and their length


@dataclass(frozen=True, slots=True)
class Turn:
    """What this person may do with a report now. `act`: forward or approve, `to`: the unit it goes to."""

    seat: Seat | None = None
    act: str = ""
    to: str = ""


def turn_of(desk: Desk, row: dict[str, Any]) -> Turn:
    seat = review.seat_of(desk.db, row["id"], desk.person.id, desk.now, desk.today)
    if seat is None:
        return Turn()
    higher = levels.above(desk.db, seat.unit_id, desk.today)
    if higher is None:
        return Turn(seat, "approve")
    return Turn(seat, "forward", shorten(units.name_of(desk.db, higher, desk.today), UNIT))


def items(desk: Desk, row: dict[str, Any], turn: Turn) -> tuple[list[Item], list[Item]]:
    """What decides it, and what lies beside; both empty for who may only look."""
    if turn.seat is None:
        return [], []
    yes = Item("forward", "review-forward", args={"unit": turn.to}) if turn.to else Item("approve", "review-approve")
    decide = [yes, Item("return", "review-return"), Item("refuse", "review-refuse")]
    site = Item("on-site", "review-on-site-no" if row["on_site"] else "review-on-site-yes")
    beside = [Item("assign", "review-assign"), Item("note", "review-note")]
    return decide, [*beside, Item("theme", "review-theme"), site, *compare(desk, row)]


def compare(desk: Desk, row: dict[str, Any]) -> list[Item]:
    """The door to looking at two reports side by side, where there is another like it (R19)."""
    return [Item(f"{DOOR}sosanh:{row['id']}", "review-compare", aside=True)] * bool(review.alike(desk.db, row["id"]))


def undo(desk: Desk, number: int | None) -> list[Item]:
    """The door that takes back what this person has just done with a report, while that is possible."""
    if number is None or not reports.may_take_back(desk.db, number, "undo", desk.person.id, desk.now):
        return []
    return [Item(f"{DOOR}hoantac:{number}", "review-undo", aside=True)]


# --- what stands around the card ----------------------------------------------------------------------------------------------


def around(desk: Desk, row: dict[str, Any], turn: Turn) -> list[str]:
    """Lines over the card: who is reading it, whose turn it is, what it is like, what colleagues noted."""
    if row["state"] == "withdrawn":
        return []
    lines = [*_reading(desk, row), *_whose(desk, row, turn)]
    if roles.may(desk.db, desk.person.id, "review", row["desk_unit_id"], desk.today):
        lines += [*_alike(desk, row), *_notes(desk, row)]
    return lines


def _reading(desk: Desk, row: dict[str, Any]) -> list[str]:
    other = review.reading(row, desk.person.id, desk.now)
    if other is None or not roles.may(desk.db, desk.person.id, "review", row["desk_unit_id"], desk.today):
        return []
    time = desk.local(row["claimed_at"]).strftime("%H:%M")
    return [desk.say("review-reading", name=name_of(desk, other), time=time)]


def _whose(desk: Desk, row: dict[str, Any], turn: Turn) -> list[str]:
    """Why there is nothing to decide here; or that it is decided in the place of those below."""
    if turn.seat is not None:
        instead = turn.seat.instead
        return [desk.say("review-instead", unit=units.name_of(desk.db, row["desk_unit_id"], desk.today))] * instead
    if report_card.is_own(desk, row):
        return []  # the card says so itself
    if row["state"] in report_moves.OPEN:
        return [desk.say("review-elsewhere", unit=units.name_of(desk.db, row["desk_unit_id"], desk.today))]
    return [desk.say("review-stands", state=desk.say(f"state-{row['state']}"))]


def _alike(desk: Desk, row: dict[str, Any]) -> list[str]:
    return [
        desk.say("review-alike", code=each.code, score=round(each.score))
        for each in review.alike(desk.db, row["id"])
        if each.id != row["id"]
    ]


def _notes(desk: Desk, row: dict[str, Any]) -> list[str]:
    """What reviewers told each other; never shown to anybody else."""
    told = [each for each in report_reading.history_of(desk.db, row["id"]) if each["act"] in report_moves.PRIVATE][
        -NOTES:
    ]
    lines = []
    for each in told:
        day = show_day(desk.local(each["at"]).date())
        name = name_of(desk, each["person_id"])
        if each["act"] == "assign":
            lines.append(desk.say("review-assigned", name=name, to=name_of(desk, each["detail"]["to"]), day=day))
        else:
            lines.append(desk.say("review-noted", name=name, day=day, words=shorten(each["note"], NOTE)))
    return lines


def name_of(desk: Desk, who: int | None) -> str:
    known = people.known(desk.db, [who] if who is not None else [])
    return (known[who].name if who in known else "") or desk.say("review-somebody")
