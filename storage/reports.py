"""Reports: sending one, and changing its state along the table of legal moves (`report_moves`).

`move` is the only function that changes a state, and it writes the history in the same breath.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from storage import levels, likeness_marks
from storage.people import audit
from storage.report_moves import MOVES, UNDO, IllegalMove, Move, NoReason, NotTheirs
from storage.report_parts import attach_photos, hang_on, place, search_key
from storage.report_reading import persons_of, standing
from storage.tables import Counter, Report, ReportHistory, of
from storage.upsert import upsert

report, history, counter = of(Report), of(ReportHistory), of(Counter)


@dataclass(frozen=True, slots=True)
class Filing:
    """A report as it is sent: its own columns, and what hangs on it."""

    kind: str
    prefix: str  # of the code: SK, MH, …
    movement_id: int
    unit_id: int
    chain: Sequence[int]  # unit ids from its own upwards, as of its day
    on_day: date
    columns: Mapping[str, Any]  # title, before, solution, … as named in tables.Report
    phase: str | None = None
    authors: Sequence[Mapping[str, Any]] = ()
    benefits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    slogans: Sequence[str] = ()
    photos: Sequence[Mapping[str, Any]] = ()  # {photo, tag, caption}


def next_code(db: Connection, prefix: str, year: int) -> str:
    """SK-2026-0147: the running number of kind and local year, allotted in the sending transaction."""
    name = f"{prefix}-{year}"
    row = upsert(counter).values(name=name, value=1)
    row = row.on_conflict_do_update(index_elements=["name"], set_={"value": counter.c.value + 1})
    number: int = db.execute(row.returning(counter.c.value)).scalar_one()
    return f"{name}-{number:04d}"


def send(db: Connection, filing: Filing, *, who: int, now: datetime, today: date) -> tuple[int, str]:
    """File a report: gives its id and code."""
    code = next_code(db, filing.prefix, today.year)
    row = {
        **filing.columns,
        "code": code,
        "kind": filing.kind,
        "movement_id": filing.movement_id,
        "phase": filing.phase,
        "person_id": who,
        "unit_id": filing.unit_id,
        "on_day": filing.on_day,
        "state": MOVES["send"].to,
        "search_key": search_key(code, filing.unit_id, filing.columns),
        "sent_at": now,
        "changed_at": now,
        "desk_unit_id": filing.unit_id,
        "turn": 0,
        "waits_since": now,
    }
    number: int = db.execute(insert(report).returning(report.c.id), row).scalar_one()
    place(db, number, filing.chain)
    hang_on(db, number, filing.authors, filing.benefits, filing.slogans)
    if filing.photos:
        attach_photos(db, number, filing.photos)
    step = {"act": "send", "from_state": None, "to_state": row["state"], "desk_unit_id": filing.unit_id}
    _enter(db, number, step, who, now)
    audit(db, who, "send", f"report:{number}", now)
    return number, code


def move(
    db: Connection,
    number: int,
    act: str,
    *,
    who: int,
    now: datetime,
    today: date,
    note: str = "",
    detail: Mapping[str, Any] | None = None,
    **columns: Any,
) -> str:
    """Do a legal act on a report, with its history and audit in the same breath; gives the new state.

    Checks state, role, scope and conflict itself. Raises IllegalMove, NotTheirs, NoReason. `columns` are the report's own,
    changed along with the act (an author's additions, a colleague who is asked).
    """
    rule = MOVES[act]
    row = standing(db, number) or {"state": "nowhere"}
    if row["state"] not in rule.froms:
        raise IllegalMove(f"{act} from {row['state']}")
    if rule.reason and not (note.strip() or detail):
        raise NoReason(act)
    unit_id = _acting_for(db, row, rule, who, now, today)
    state, desk = rule.to or row["state"], row["desk_unit_id"]
    if act in ("undo", "recall"):
        taken = _to_take_back(db, number, act, who, now)
        state, desk = _before(db, number, taken["id"])
        detail = {"undoes": taken["id"]}
    elif act in ("forward", "approve"):
        higher = levels.above(db, unit_id or desk, today)
        if (higher is None) != (act == "approve"):
            raise IllegalMove(f"{act} at level {unit_id}")
        desk = higher or unit_id
    changed = {"state": state, "desk_unit_id": desk, "changed_at": now, **columns}
    if rule.waits:
        changed |= {"turn": report.c.turn + 1, "waits_since": now, "claimed_by": None, "claimed_at": None}
    elif act in ("undo", "recall", "reopen"):
        changed["waits_since"] = now
    db.execute(update(report).where(report.c.id == number).values(**changed))
    step = {
        "act": act,
        "from_state": row["state"],
        "to_state": state,
        "unit_id": unit_id,
        "desk_unit_id": desk,
        "detail": dict(detail) if detail else None,
        "note": note,
    }
    _enter(db, number, step, who, now)
    audit(db, who, act, f"report:{number}", now)
    return str(state)


def _acting_for(db: Connection, row: Mapping[str, Any], rule: Move, who: int, now: datetime, today: date) -> int | None:
    """The unit in whose name the act is done; None for its author. Raises NotTheirs."""
    if rule.by == "author":
        if row["person_id"] != who:
            raise NotTheirs("role")
        return None
    theirs = persons_of(db, row["id"], row["person_id"])
    if who in theirs:
        raise NotTheirs("own")
    if rule.by == "colleague":
        mine = [each for each in levels.holders(db, row["desk_unit_id"], today) if each[2] == who]
        mine = mine or [each for each in levels.holders(db, row["unit_id"], today) if each[2] == who]
        if not mine:
            raise NotTheirs("role")
        return mine[0][1]
    seat = levels.seat(db, who, row["desk_unit_id"], row["waits_since"], besides=theirs, now=now, day=today)
    if seat is None:
        reaches = any(each[2] == who for each in levels.holders(db, row["desk_unit_id"], today))
        raise NotTheirs("turn" if reaches else "role")
    return seat.unit_id


def _to_take_back(db: Connection, number: int, act: str, who: int, now: datetime) -> Mapping[str, Any]:
    """The step this person may take back: their own, the last that changed anything; an undo only for a few minutes, a
    recall while nobody above has touched it. Raises NotTheirs."""
    silent = [name for name, each in MOVES.items() if each.private]
    last = (
        db.execute(
            select(history)
            .where(history.c.report_id == number, history.c.act.not_in(silent))
            .order_by(history.c.id.desc())
            .limit(1)
        )
        .mappings()
        .one()
    )
    undone = MOVES[last["act"]].undo and last["person_id"] == who
    in_time = now - last["at"] <= UNDO if act == "undo" else last["act"] == "forward"
    if not (undone and in_time):
        raise NotTheirs("late")
    return dict(last)


def may_take_back(db: Connection, number: int, act: str, who: int, now: datetime) -> bool:
    """Whether `move(…, "undo" or "recall")` would find something of this person's to take back."""
    try:
        _to_take_back(db, number, act, who, now)
    except NotTheirs:
        return False
    return True


def _before(db: Connection, number: int, step: int) -> tuple[str, int]:
    """State and desk before a step, from the history."""
    earlier = (history.c.report_id == number, history.c.id < step)
    row = db.execute(
        select(history.c.to_state, history.c.desk_unit_id).where(*earlier).order_by(history.c.id.desc()).limit(1)
    ).one()
    return str(row[0]), int(row[1])


def _enter(db: Connection, number: int, step: Mapping[str, Any], who: int | None, now: datetime) -> None:
    row = {"unit_id": None, "detail": None, "note": "", **step, "report_id": number, "person_id": who, "at": now}
    entered: int = db.execute(insert(history).returning(history.c.id), row).scalar_one()
    if step["act"] in likeness_marks.CHANGING:
        likeness_marks.ask(db, number, now, because=f"step:{entered}")


def claim(db: Connection, number: int, who: int | None, now: datetime) -> None:
    """Somebody is reading it: colleagues see who. No step of its own; it blocks nobody."""
    values = {"claimed_by": who, "claimed_at": now if who is not None else None}
    db.execute(update(report).where(report.c.id == number).values(**values))
