"""Reports: sending one, changing its state along a table of legal moves, and reading it back.

`move` is the only function that changes a state, and it writes the history in the same breath.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite

from storage import levels, likeness_marks
from storage.people import audit
from storage.tables import (
    Counter,
    Report,
    ReportAuthor,
    ReportBenefit,
    ReportHistory,
    ReportPhoto,
    ReportTag,
    ReportUnit,
    of,
)
from storage.vietnamese import fold

report, history, counter = of(Report), of(ReportHistory), of(Counter)


@dataclass(frozen=True, slots=True)
class Move:
    """A legal act on a report: from which states to which, who may do it, and what it brings about."""

    act: str
    by: str  # author, reviewer (whose turn it is), colleague (any reviewer within reach)
    froms: tuple[str, ...]
    to: str = ""  # "" leaves the state; an undo leads back to where the report came from
    reason: bool = False  # a note, or the questions asked for, is mandatory
    waits: bool = False  # comes to wait for somebody anew
    told: bool = False  # its author hears of it
    undo: bool = False  # may be taken back for a few minutes
    private: bool = False  # never shown to its author


# The state table (R20), drawn by `./run forms`. "" is a report that does not exist yet.
OPEN = ("sent", "received")
MOVES: Mapping[str, Move] = {
    each.act: each
    for each in (
        Move("send", "author", ("",), "sent", waits=True),
        Move("add", "author", OPEN),
        Move("withdraw", "author", (*OPEN, "returned"), "withdrawn"),
        Move("complete", "author", ("returned",), "sent", waits=True),
        Move("receive", "reviewer", ("sent",), "received", told=True),
        Move("forward", "reviewer", OPEN, "sent", waits=True, told=True, undo=True),
        Move("approve", "reviewer", OPEN, "approved", told=True, undo=True),
        Move("return", "reviewer", OPEN, "returned", reason=True, told=True, undo=True),
        Move("refuse", "reviewer", OPEN, "refused", reason=True, told=True, undo=True),
        Move("reopen", "colleague", ("refused",), "received", reason=True, told=True),
        Move("recall", "colleague", ("sent",), "received", told=True),
        Move("undo", "colleague", ("sent", "approved", "returned", "refused")),
        Move("assign", "reviewer", OPEN, private=True),
        Move("recode", "colleague", (*OPEN, "returned", "approved")),
        Move("note", "colleague", (*OPEN, "returned", "approved", "refused"), private=True),
    )
}
UNDO = timedelta(minutes=10)


class IllegalMove(Exception):
    """The report stands elsewhere by now: this act is not possible from its state."""


class NotTheirs(Exception):
    """This person may not: `why` is role (no right here), own (they sent it or are an author), turn (others' turn),
    late (nothing of theirs to take back, or not any more)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NoReason(Exception):
    """A return or a refusal without a reason."""


def legal(state: str, act: str) -> bool:
    return act in MOVES and state in MOVES[act].froms


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
    row = sqlite.insert(counter).values(name=name, value=1)
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
        "search_key": search_key(code, filing.columns),
        "sent_at": now,
        "changed_at": now,
        "desk_unit_id": filing.unit_id,
        "turn": 0,
        "waits_since": now,
    }
    number: int = db.execute(insert(report).returning(report.c.id), row).scalar_one()
    _place(db, number, filing.chain)
    _hang_on(db, number, filing.authors, filing.benefits, filing.slogans)
    if filing.photos:
        attach_photos(db, number, filing.photos)
    step = {"act": "send", "from_state": None, "to_state": row["state"], "desk_unit_id": filing.unit_id}
    _enter(db, number, step, who, now)
    audit(db, who, "send", f"report:{number}", now)
    return number, code


def search_key(code: str, columns: Mapping[str, Any]) -> str:
    """What a report is found by: its code and its words, folded."""
    words = [str(columns.get(name) or "") for name in ("title", "subject", "solution", "result", "place")]
    return fold(" ".join([code, *words]))[:8000]


def _place(db: Connection, number: int, chain: Sequence[int]) -> None:
    rows = [{"report_id": number, "height": height, "unit_id": unit} for height, unit in enumerate(chain)]
    db.execute(insert(of(ReportUnit)), rows)


def place_anew(db: Connection, number: int, chain: Sequence[int]) -> None:
    """Its units above it as of another day: the day it was first used was put right."""
    db.execute(delete(of(ReportUnit)).where(of(ReportUnit).c.report_id == number))
    _place(db, number, chain)


def attach(
    db: Connection,
    number: int,
    authors: Sequence[Mapping[str, Any]],
    benefits: Mapping[str, Mapping[str, Any]],
    slogans: Sequence[str],
) -> None:
    """Put a report's authors, benefits and slogans as they are now, instead of what was there."""
    for table in (of(ReportAuthor), of(ReportBenefit), of(ReportTag)):
        db.execute(delete(table).where(table.c.report_id == number))
    _hang_on(db, number, authors, benefits, slogans)


def _hang_on(
    db: Connection,
    number: int,
    authors: Sequence[Mapping[str, Any]],
    benefits: Mapping[str, Mapping[str, Any]],
    slogans: Sequence[str],
) -> None:
    """Put authors, benefits and slogans where none are."""
    if authors:
        full = [
            {"author_class": None, "collective": False, "share": None, "person_id": None, "agreed": "", **each}
            for each in authors
        ]
        rows = [{**each, "report_id": number, "position": place} for place, each in enumerate(full, 1)]
        db.execute(insert(of(ReportAuthor)), rows)
    if benefits:
        db.execute(
            insert(of(ReportBenefit)),
            [{"report_id": number, "kind": kind, "confirmed": False, **value} for kind, value in benefits.items()],
        )
    if slogans:
        db.execute(insert(of(ReportTag)), [{"report_id": number, "slogan": slogan} for slogan in slogans])


def attach_photos(db: Connection, number: int, photos: Sequence[Mapping[str, Any]]) -> None:
    """A report's photos as they are now: new ones go behind those that stay, those left out are taken off."""
    table = of(ReportPhoto)
    listed = [each["photo"] for each in photos]
    db.execute(delete(table).where(table.c.report_id == number, table.c.photo_id.not_in(listed)))
    there = dict(db.execute(select(table.c.photo_id, table.c.position).where(table.c.report_id == number)).all())
    fresh = [each for each in photos if each["photo"] not in there]
    rows = [
        {
            "report_id": number,
            "photo_id": each["photo"],
            "position": place,
            "tag": each.get("tag", ""),
            "caption": each.get("caption", ""),
        }
        for place, each in enumerate(fresh, max(there.values(), default=0) + 1)
    ]
    if rows:
        db.execute(insert(of(ReportPhoto)), rows)


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
    found = db.execute(select(*STANDING).where(report.c.id == number)).mappings().first()
    row: dict[str, Any] = dict(found) if found else {"state": "nowhere"}
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


STANDING = (
    report.c.id,
    report.c.state,
    report.c.person_id,
    report.c.unit_id,
    report.c.desk_unit_id,
    report.c.waits_since,
)


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


def persons_of(db: Connection, number: int, sender: int | None) -> set[int]:
    """Who sent a report and its authors: none of them reviews it."""
    table = of(ReportAuthor)
    rows = db.execute(select(table.c.person_id).where(table.c.report_id == number, table.c.person_id.is_not(None)))
    return {*rows.scalars(), *([sender] if sender is not None else [])}


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


# --- reading ----------------------------------------------------------------------------------------------------------


def of_person(db: Connection, who: int, most: int = 1000) -> list[dict[str, Any]]:
    """A person's own reports, newest first."""
    rows = db.execute(
        select(report.c.id, report.c.code, report.c.kind, report.c.title, report.c.state, report.c.sent_at)
        .where(report.c.person_id == who)
        .order_by(report.c.id.desc())
        .limit(most)
    )
    return [dict(row) for row in rows.mappings()]


def one(db: Connection, number: int, who: int) -> dict[str, Any] | None:
    """A report in full, if it is this person's own: scope is part of the query."""
    row = db.execute(select(report).where(report.c.id == number, report.c.person_id == who)).mappings().first()
    return dict(row) if row else None


def returned_to(db: Connection, who: int) -> list[dict[str, Any]]:
    """A person's reports that came back to be completed, the longest waiting first."""
    columns = (report.c.id, report.c.code, report.c.title)
    rows = db.execute(
        select(*columns).where(report.c.person_id == who, report.c.state == "returned").order_by(report.c.changed_at)
    )
    return [dict(row) for row in rows.mappings()]


def asked_back(db: Connection, number: int) -> Mapping[str, Any] | None:
    """The step by which a report was last returned: who asked, for which questions, with which words."""
    mine = (history.c.report_id == number, history.c.act == "return")
    row = db.execute(select(history).where(*mine).order_by(history.c.id.desc()).limit(1)).mappings().first()
    return dict(row) if row else None


def authors_of(db: Connection, number: int) -> list[dict[str, Any]]:
    table = of(ReportAuthor)
    rows = db.execute(select(table).where(table.c.report_id == number).order_by(table.c.position))
    return [dict(row) for row in rows.mappings()]


def benefits_of(db: Connection, number: int) -> list[dict[str, Any]]:
    table = of(ReportBenefit)
    return [
        dict(row)
        for row in db.execute(select(table).where(table.c.report_id == number).order_by(table.c.id)).mappings()
    ]


def slogans_of(db: Connection, number: int) -> list[str]:
    table = of(ReportTag)
    return [
        row[0] for row in db.execute(select(table.c.slogan).where(table.c.report_id == number).order_by(table.c.id))
    ]


PRIVATE = tuple(act for act, each in MOVES.items() if each.private)


def history_of(db: Connection, number: int, *, private: bool = True) -> list[dict[str, Any]]:
    """Every step in its order; without the `private` ones as its author may see it."""
    mine = history.c.report_id == number
    seen = mine if private else mine & history.c.act.not_in(PRIVATE)
    rows = db.execute(select(history).where(seen).order_by(history.c.id))
    return [dict(row) for row in rows.mappings()]


def count(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(report)).scalar_one()
