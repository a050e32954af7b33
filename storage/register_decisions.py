"""Reorganisations as they are told: an event, its decision, and which unit went into which (§3.3 of the unit rules, R41).

A row of the succession with both ends says that one unit went into the other (merge, split, dissolve, rename). What came
from nowhere (found), hangs elsewhere from now on (transfer: the unit alone, the new parent alone) or left no heir has
one end only, so that following the rows from an ended unit leads to its heirs and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.register_shapes import Sheet, Span, by_code
from storage.tables import UnitEvent, UnitSuccession, of

event, succession = of(UnitEvent), of(UnitSuccession)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reorganisation rests on. `on` is the first day of the new state; `code` is the event's own, never reused."""

    code: str
    on: date
    number: str = ""
    signer: str = ""
    note: str = ""


def tell(db: Connection, decision: Decision, kind: str, sources: Sequence[int], targets: Sequence[int]) -> None:
    """Write an event and whom it concerned, by their ids."""
    tell_all(db, [(decision, kind, sources, targets)])


Told = tuple[Decision, str, Sequence[int], Sequence[int]]  # kind, from units, to units


def tell_all(db: Connection, events: Sequence[Told]) -> None:
    """Write many events in a few set queries."""
    if not events:
        return
    rows = [
        {
            "code": decision.code,
            "kind": kind,
            "on": decision.on,
            "decision": decision.number,
            "signer": decision.signer,
            "note": decision.note,
        }
        for decision, kind, _, _ in events
    ]
    db.execute(insert(event), rows)
    days = {decision.on for decision, _, _, _ in events}
    ids: dict[str, int] = dict(db.execute(select(event.c.code, event.c.id).where(event.c.on.in_(days))).all())
    links = [
        {"event_id": ids[decision.code], "from_id": source, "to_id": target}
        for decision, kind, sources, targets in events
        for source, target in _pairs(kind, sources, targets)
    ]
    db.execute(insert(succession), links)


def _pairs(kind: str, sources: Sequence[int], targets: Sequence[int]) -> list[tuple[int | None, int | None]]:
    if sources and targets and kind != "transfer":
        return [(source, target) for source in sources for target in targets]
    return [*((source, None) for source in sources), *((None, target) for target in targets)]


def tell_decisions(db: Connection, sheet: Sheet, ids: Mapping[str, int]) -> int:
    """Keep each decision number of a file as an event of its unit, unless an event of that day already tells of the unit.

    Gives how many were written or corrected; a second time none.
    """
    told = _told(db)
    kept: dict[str, str] = dict(db.execute(select(event.c.code, event.c.decision)).all())
    fresh: list[Told] = []
    corrected = []
    for code, spans in by_code(sheet.spans).items():
        for kind, span, day in _beginnings(spans):
            label = f"{code}-{day}"
            if kept.get(label, span.decision) != span.decision:
                corrected.append({"label": label, "number": span.decision})
            elif label not in kept and (ids[code], day) not in told:
                fresh.append((Decision(label, day, span.decision), kind, *_sides(kind, ids[code])))
    tell_all(db, fresh)
    if corrected:
        db.execute(
            update(event).where(event.c.code == bindparam("label")).values(decision=bindparam("number")), corrected
        )
    return len(fresh) + len(corrected)


def _beginnings(spans: Sequence[Span]) -> Iterator[tuple[str, Span, date]]:
    """The spans that a decision began: what kind of event that was, and its day."""
    for earlier, span in zip([None, *spans], spans, strict=False):
        if not span.decision or span.since is None:
            continue
        if earlier is None:
            yield "found", span, span.since
        elif span.parent != earlier.parent:
            yield "transfer", span, span.since
        elif span.name != earlier.name:
            yield "rename", span, span.since


def _told(db: Connection) -> set[tuple[int, date]]:
    rows = db.execute(
        select(succession.c.from_id, succession.c.to_id, event.c.on).join(event, event.c.id == succession.c.event_id)
    )
    return {(number, on) for source, target, on in rows for number in (source, target) if number is not None}


def _sides(kind: str, number: int) -> tuple[list[int], list[int]]:
    return {"found": ([], [number]), "transfer": ([number], []), "rename": ([number], [number])}[kind]
