"""What shows by itself that a unit has done what a deadline asks: its registrations and the files that left it (R26, R29).

An officer's own mark stands beside it. A file that is withdrawn no longer counts, so its unit is reminded again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select

from storage.award_tables import Nomination, Registration
from storage.awards import honours
from storage.deadline_shapes import AWARDS
from storage.tables import Deadline, of

deadline, registration, nomination = of(Deadline), of(Registration), of(Nomination)

NOT_LEFT = ("draft", "withdrawn")  # states of a file that its unit has not handed in

# A deadline's level → the authorities a file goes to when it has been handed in there. A level not listed has none in the
# catalogue: only an officer's mark says so.
GOES_TO: Mapping[str, Sequence[str]] = {
    "base-above": ("cap-tren", "ldld-tinh", "ubnd-tinh", "tld"),
    "province": ("ldld-tinh", "ubnd-tinh", "tld"),
    "peoples-committee": ("ubnd-tinh",),
    "confederation": ("tld",),
}


def done(db: Connection, numbers: Sequence[int]) -> list[tuple[int, int]]:
    """(deadline, unit) of those of these deadlines that are done by what was registered or sent. Two queries."""
    return [*_pairs(db, numbers, _registered(), registration), *_pairs(db, numbers, _sent(), nomination)]


def _pairs(db: Connection, numbers: Sequence[int], fits: ColumnElement[bool], where: Table) -> list[tuple[int, int]]:
    same = and_(where.c.movement == deadline.c.movement, where.c.year == deadline.c.year)
    rows = db.execute(
        select(deadline.c.id, where.c.unit_id).join(where, same).where(deadline.c.id.in_(numbers), fits).distinct()
    )
    return [(number, unit) for number, unit in rows]


def _registered() -> ColumnElement[bool]:
    """Registrations that stand; of an award that is given in files of the deadline's kind, where it names one."""
    kinds = [and_(deadline.c.award == kind, registration.c.award.in_(_awards(kind))) for kind in AWARDS]
    return and_(deadline.c.duty == "register", registration.c.state == "standing", or_(deadline.c.award == "", *kinds))


def _awards(kind: str) -> list[str]:
    return [each.code for each in honours().awards if kind in each.kinds]


def _sent() -> ColumnElement[bool]:
    """Files that have left their unit, of the deadline's kind and to where its papers go, where it names them."""
    places = [
        and_(deadline.c.level == level, nomination.c.authority.in_(authorities))
        for level, authorities in GOES_TO.items()
    ]
    return and_(
        deadline.c.duty == "nominate",
        nomination.c.state.not_in(NOT_LEFT),
        or_(deadline.c.award == "", deadline.c.award == nomination.c.kind),
        or_(deadline.c.level == "", *places),
    )
