"""In which order nominees of one award are shown: a hint for who decides (R33, R55; Luật Điều 5).

First how a council voted, then who works directly on a site. Only where two are still equal is it asked who is a woman, or
which collective has mostly women: on everybody else's card it stands nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from storage import meetings
from storage.award_tables import Nominee
from storage.eligibility_facts import STANDING
from storage.rules import Order, book
from storage.tables import of

nominee = of(Nominee)


@dataclass(frozen=True, slots=True)
class Place:
    """A nominee's place among those of the same award. `tied`: still equal with another; `woman`: None where nobody asked."""

    nominee_id: int
    award: str
    rank: int
    tied: bool
    on_site: bool
    woman: bool | None


def ranked(db: Connection, nomination_id: int, day: date) -> list[Place]:
    """The nominees that stand, award by award, first place first."""
    rows = db.execute(
        select(nominee)
        .where(nominee.c.nomination_id == nomination_id, nominee.c.state.in_(STANDING))
        .order_by(nominee.c.award, nominee.c.position)
    )
    subjects = [dict(row) for row in rows.mappings()]
    votes = {who: result.yes for who, result in meetings.results(db, nomination_id).items()}
    found: list[Place] = []
    for _, same in groupby(subjects, key=lambda each: (each["award"], each["collective"])):
        found += _places(list(same), votes, book().order)
    return found


def _places(subjects: Sequence[Mapping[str, Any]], votes: Mapping[int, int], order: Order) -> list[Place]:
    def first(each: Mapping[str, Any]) -> tuple[int, bool]:
        return -votes.get(each["id"], 0), order.on_site_first and not each["on_site"]

    found: list[Place] = []
    for _, equals in groupby(sorted(subjects, key=first), key=first):
        group = list(equals)
        women = {each["id"]: _woman(each, order) for each in group} if len(group) > 1 else {}
        group.sort(key=lambda each: not women.get(each["id"], False))
        rank = len(found) + 1
        for number, each in enumerate(group):
            woman = women.get(each["id"])
            if number and woman != women.get(group[number - 1]["id"]):
                rank = len(found) + 1
            tied = sum(women.get(other["id"]) == woman for other in group) > 1
            found.append(Place(each["id"], each["award"], rank, tied, each["on_site"], woman))
    return found


def _woman(each: Mapping[str, Any], order: Order) -> bool:
    told = each["details"] or {}
    if not each["collective"]:
        return bool(told.get("sex") == "female")
    women, all_ = told.get("women"), told.get("headcount")
    return isinstance(women, int) and isinstance(all_, int) and all_ > 0 and women / all_ >= order.women_share
