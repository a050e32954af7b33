"""Nomination files: opening one, changing its state along a table of legal moves (R29, R30).

`move` is the only function that changes a file's state, and it writes the history in the same breath. A file goes up level
by level to the authority's own level, or to the one that hands it to an authority outside; there the council has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage import levels
from storage.award_tables import Nomination, NominationHistory, Nominee, YearClose
from storage.awards import honours
from storage.lanes import lanes
from storage.levels import Seat
from storage.people import audit
from storage.tables import Unit, of

nomination, history, nominee = of(Nomination), of(NominationHistory), of(Nominee)
close, unit = of(YearClose), of(Unit)

ACT = "nominate"
LAST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class Move:
    """A legal act on a file. `by`: opener (whoever nominates for the unit that opened it), desk (whose turn it is), right
    (whoever holds `right` for its desk)."""

    act: str
    by: str
    froms: tuple[str, ...]
    to: str = ""  # "" leaves the state
    right: str = ACT
    reason: bool = False
    waits: bool = False  # comes to wait for somebody anew
    frozen: bool = False  # may be done to a file of a closed year too: it goes its way, as it was closed (R28)


# The state table of a file, drawn by `./run forms`. "" is a file that does not exist yet.
PREPARED = ("draft", "returned")
GOING = (*PREPARED, "sent")
MOVES: Mapping[str, Move] = {
    each.act: each
    for each in (
        Move("open", "opener", ("",), "draft", waits=True),
        Move("add", "desk", GOING),
        Move("leave-out", "desk", GOING, reason=True),
        Move("forward", "desk", GOING, "sent", waits=True, frozen=True),
        Move("to-council", "desk", GOING, "council", waits=True, frozen=True),
        Move("carry", "desk", GOING, frozen=True),
        Move("return", "desk", ("sent", "council"), "returned", reason=True, waits=True),
        Move("withdraw", "opener", (*GOING, "council"), "withdrawn"),
        Move("close", "right", ("sent", "council", "decided", "refused"), right="decide", frozen=True),
        Move("decide", "right", ("council",), "decided", right="decide", frozen=True),
        Move("refuse", "right", ("council",), "refused", right="decide", reason=True, frozen=True),
    )
}


class IllegalMove(Exception):
    """The file stands elsewhere by now: this act is not possible from its state or at this level."""


class NotTheirs(Exception):
    """This person may not: `why` is role (no right here), own (nominated in it), turn (others' turn)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoReason(Exception):
    """An act that needs a reason was done without one."""


class Closed(Exception):
    """The file stands in a closed year: it goes on its way to the council and the decision, as it was closed (R28)."""


class NobodyNamed(Exception):
    """A file without subjects goes nowhere."""


# --- whose turn -----------------------------------------------------------------------------------------------------------

STANDING = tuple(
    nomination.c[name]
    for name in (
        "id",
        "code",
        "state",
        "movement",
        "year",
        "kind",
        "authority",
        "unit_id",
        "desk_unit_id",
        "waits_since",
        "close_id",
        "person_id",
    )
)


def standing(db: Connection, number: int) -> dict[str, Any] | None:
    row = db.execute(select(*STANDING).where(nomination.c.id == number)).mappings().first()
    return dict(row) if row else None


def named_in(db: Connection, number: int) -> set[int]:
    """The members nominated in a file: where it has left its own unit, none of them passes it on."""
    rows = db.execute(
        select(nominee.c.person_ref).where(nominee.c.nomination_id == number, nominee.c.state != "left out")
    )
    return {who for who in rows.scalars() if who is not None}


def seat_of(db: Connection, row: Mapping[str, Any], who: int, now: datetime, day: date) -> Seat | None:
    """In whose name this person may act at the file's desk; None when it is others' turn."""
    besides = named_in(db, row["id"]) if row["state"] not in PREPARED else set()
    found = [each for each in levels.holders(db, row["desk_unit_id"], day, ACT) if each[2] not in besides]
    mine = next((each for each in found if each[2] == who), None)
    if mine is None:
        return None
    if mine[0] == found[0][0]:
        return Seat(mine[1])
    return Seat(mine[1], instead=True) if lanes()[row["kind"]].over(row["waits_since"], now) else None


def onward(db: Connection, row: Mapping[str, Any], unit_id: int, day: date) -> str:
    """What passing it on means from a unit: "to-council" at the authority's level, or at the top where there is none
    of that level above; else "forward"."""
    its = honours().authority(row["authority"]).levels
    line = levels_of(db, unit_id, day)
    return "to-council" if not line or line[0][0] in its or len(line) == 1 else "forward"


def levels_of(db: Connection, unit_id: int, day: date) -> list[tuple[str, int]]:
    """(type, id) of the unit and the levels above it, lowest first."""
    found: list[tuple[str, int]] = []
    here = unit_id
    while len(found) < levels.DEEPEST:
        type_ = db.execute(select(unit.c.type).where(unit.c.id == here)).scalar()
        if type_ is None or any(each == here for _, each in found):
            break
        found.append((str(type_), here))
        above = levels.above(db, here, day)
        if above is None:
            break
        here = above
    return found


def open_year(db: Connection, movement_code: str, year: int, kind: str, unit_id: int, day: date) -> int:
    """The first year from this one on that nobody at the unit or above has closed for this kind (R28)."""
    places = [each for _, each in levels_of(db, unit_id, day)]
    here = (close.c.movement == movement_code, close.c.kind == kind, close.c.unit_id.in_(places))
    closed = set(db.execute(select(close.c.year).where(*here)).scalars())
    while year in closed and year < LAST_YEAR:
        year += 1
    return year


# --- moving ---------------------------------------------------------------------------------------------------------------


def move(
    db: Connection, number: int, act: str, *, who: int, now: datetime, today: date, note: str = "", **columns: Any
) -> str:
    """Do a legal act on a file, with its history and audit in the same breath; gives the new state.

    Checks state, close, role, scope and turn itself. Raises IllegalMove, Closed, NotTheirs, NoReason, NobodyNamed.
    """
    rule, row = MOVES[act], standing(db, number)
    if row is None or row["state"] not in rule.froms:
        raise IllegalMove(f"{act} from {row['state'] if row else 'nowhere'}")
    if row["close_id"] is not None and not rule.frozen:
        raise Closed(number)
    if rule.reason and not note.strip():
        raise NoReason(act)
    seat = _acting_for(db, row, rule, who, now, today)
    state, desk = rule.to or row["state"], _desk(db, row, act, seat, today)
    if act in ("forward", "to-council") and not _names_anybody(db, number):
        raise NobodyNamed(number)
    unclosed = row["close_id"] is None or act == "forward"
    if act in ("forward", "to-council") and lanes()[row["kind"]].closes and unclosed:
        _carry(db, row, who, seat, desk, now, today)
    changed = {"state": state, "desk_unit_id": desk, "changed_at": now, **columns}
    if rule.waits:
        changed |= {"turn": nomination.c.turn + 1, "waits_since": now}
    db.execute(update(nomination).where(nomination.c.id == number).values(**changed))
    enter(db, number, act, row["state"], state, who, seat, desk, note, now)
    audit(db, who, act, f"nomination:{number}", now)
    return state


def _acting_for(db: Connection, row: Mapping[str, Any], rule: Move, who: int, now: datetime, day: date) -> int:
    """The unit in whose name the act is done. Raises NotTheirs."""
    if rule.by == "opener":
        return of_opener(db, row, who, day)
    if rule.by == "right":
        mine = [each for each in levels.holders(db, row["desk_unit_id"], day, rule.right) if each[2] == who]
        if not mine:
            raise NotTheirs("role")
        return mine[0][1]
    seat = seat_of(db, row, who, now, day)
    if seat is None:
        reaches = any(each[2] == who for each in levels.holders(db, row["desk_unit_id"], day, ACT))
        own = reaches and who in named_in(db, row["id"])
        raise NotTheirs("own" if own else "turn" if reaches else "role")
    return seat.unit_id


def of_opener(db: Connection, row: Mapping[str, Any], who: int, day: date) -> int:
    """In whose name somebody acts for the unit that opened the file: who opened it, or whoever is nearest to nominate
    for it. Raises NotTheirs."""
    found = levels.holders(db, row["unit_id"], day, ACT)
    mine = next((each for each in found if each[2] == who), None)
    if mine is None:
        raise NotTheirs("role")
    if mine[0] != found[0][0] and row["person_id"] != who:
        raise NotTheirs("turn")
    return mine[1]


def _desk(db: Connection, row: Mapping[str, Any], act: str, seat: int, day: date) -> int:
    """Where the file stands after the act. Raises IllegalMove for a level it cannot leave in that way."""
    if act not in ("forward", "to-council"):
        return int(row["unit_id"] if act == "return" else row["desk_unit_id"])
    if onward(db, row, seat, day) != act:
        raise IllegalMove(f"{act} at unit {seat}")
    above = levels.above(db, seat, day) if act == "forward" else seat
    if above is None:
        raise IllegalMove(f"{act} at the top")
    return above


def _names_anybody(db: Connection, number: int) -> bool:
    here = (nominee.c.nomination_id == number, nominee.c.state == "proposed")
    return db.execute(select(nominee.c.id).where(*here).limit(1)).first() is not None


def _carry(db: Connection, row: Mapping[str, Any], who: int, seat: int, to: int, now: datetime, day: date) -> None:
    """What goes to a level that has closed the year belongs to the next (R28)."""
    year = open_year(db, row["movement"], row["year"], row["kind"], to, day)
    if year == row["year"]:
        return
    db.execute(update(nomination).where(nomination.c.id == row["id"]).values(year=year))
    note = f"{row['year']} {year}"
    enter(db, row["id"], "carry", row["state"], row["state"], who, seat, row["desk_unit_id"], note, now)
    audit(db, who, "carry", f"nomination:{row['id']}", now, note)


def freeze(
    db: Connection, rows: Sequence[Mapping[str, Any]], number: int, seat: int, *, who: int, now: datetime
) -> None:
    """The act "close" on all files of a year's close at once, with their history; the caller holds the right (R28)."""
    ids = [row["id"] for row in rows]
    db.execute(update(nomination).where(nomination.c.id.in_(ids)).values(close_id=number, changed_at=now))
    step = {"act": "close", "person_id": who, "unit_id": seat, "note": "", "at": now}
    steps = [
        {
            **step,
            "nomination_id": row["id"],
            "from_state": row["state"],
            "to_state": row["state"],
            "desk_unit_id": row["desk_unit_id"],
        }
        for row in rows
    ]
    if steps:
        db.execute(insert(history), steps)


def enter(
    db: Connection,
    number: int,
    act: str,
    before: str | None,
    after: str,
    who: int,
    seat: int,
    desk: int,
    note: str,
    now: datetime,
) -> None:
    row = {"nomination_id": number, "act": act, "from_state": before, "to_state": after, "person_id": who, "at": now}
    db.execute(insert(history), {**row, "unit_id": seat, "desk_unit_id": desk, "note": note})
