"""Reorganisations as they are told: an event, its decision, and which unit went into which (§3.3 of the unit rules, R41).

A row of the succession with both ends says that one unit went into the other (merge, split, dissolve, rename). What came
from nowhere (found), hangs elsewhere from now on (transfer: the unit alone, the new parent alone) or left no heir has
one end only, so that following the rows from an ended unit leads to its heirs and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sqlalchemy import Connection, insert, select, update

from storage.register_shapes import Sheet, Span, by_code
from storage.tables import UnitEvent, UnitSuccession, of

event, succession = of(UnitEvent), of(UnitSuccession)

KINDS = ("found", "rename", "merge", "split", "transfer", "dissolve")


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
    number = db.execute(
        insert(event).values(
            code=decision.code,
            kind=kind,
            on=decision.on,
            decision=decision.number,
            signer=decision.signer,
            note=decision.note,
        )
    ).inserted_primary_key[0]  # type: ignore[index]  # an insert of one row always has a key
    if sources and targets and kind != "transfer":
        pairs: list[tuple[int | None, int | None]] = [(source, target) for source in sources for target in targets]
    else:
        pairs = [*((source, None) for source in sources), *((None, target) for target in targets)]
    rows = [{"event_id": number, "from_id": source, "to_id": target} for source, target in pairs]
    if rows:
        db.execute(insert(succession), rows)


def tell_decisions(db: Connection, sheet: Sheet, ids: Mapping[str, int]) -> int:
    """Keep each decision number of a file as an event of its unit, unless an event of that day already tells of the unit.

    Gives how many were written or corrected; a second time none.
    """
    told = _told(db)
    kept: dict[str, str] = dict(db.execute(select(event.c.code, event.c.decision)).all())
    count = 0
    for code, spans in by_code(sheet.spans).items():
        for kind, span in _beginnings(spans):
            label = f"{code}-{span.since}"
            if label in kept:
                if kept[label] != span.decision:
                    db.execute(update(event).where(event.c.code == label).values(decision=span.decision))
                    count += 1
            elif (ids[code], span.since) not in told:
                tell(db, Decision(label, span.since or date.min, span.decision), kind, *_sides(kind, ids[code]))
                count += 1
    return count


def _beginnings(spans: Sequence[Span]) -> Iterator[tuple[str, Span]]:
    """The spans that a decision began, and what kind of event that was."""
    if spans[0].since and spans[0].decision:
        yield "found", spans[0]
    for earlier, later in pairwise(spans):
        if later.decision and later.parent != earlier.parent:
            yield "transfer", later
        elif later.decision and later.name != earlier.name:
            yield "rename", later


def _told(db: Connection) -> set[tuple[int, date]]:
    rows = db.execute(
        select(succession.c.from_id, succession.c.to_id, event.c.on).join(event, event.c.id == succession.c.event_id)
    )
    return {(number, on) for source, target, on in rows for number in (source, target) if number is not None}


def _sides(kind: str, number: int) -> tuple[list[int], list[int]]:
    return {"found": ([], [number]), "transfer": ([number], []), "rename": ([number], [number])}[kind]
