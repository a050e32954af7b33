"""Digests as they were sent: frozen with the reports behind each figure, and read back by who may see all of them (R27)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    cast,
    func,
    insert,
    literal,
    select,
    union_all,
)

from storage.digest_counting import Ask, Figures
from storage.roles import ACTS, acting, held, reach
from storage.tables import Digest, DigestFigure, Reminder, Report, of
from storage.upsert import upsert

digest, figure, ledger, report = of(Digest), of(DigestFigure), of(Reminder), of(Report)

READ = "read"  # the act of storage.roles that opens a digest and the reports behind it
TOLD = ("queued", "empty", "folded")  # states of the ledger that end a span: what came before was told, or was nothing
MARGIN = timedelta(days=62)  # a month's slot may have been decided a month before the moment looked at
CHUNK = 5_000  # people asked about in one query
LISTED = 100  # digests a list goes back


def scope_of(roots: Sequence[int]) -> str:
    """The units at a digest's root as its row names them."""
    return ",".join(str(each) for each in roots)


def roots_of(scope: str) -> tuple[int, ...]:
    return tuple(int(each) for each in scope.split(","))


# --- keeping ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """A digest as it stands: what its picture and its lines show."""

    id: int
    scope: str
    rhythm: str
    since: datetime
    until: datetime
    content: Mapping[str, Any]


KEPT = [digest.c[name] for name in Kept.__slots__]


def keep(db: Connection, counted: Figures, content: Mapping[str, Any], now: datetime) -> Kept:
    """Freeze a digest with the reports behind its figures. One that is there for the same scope, rhythm and span stays."""
    ask = counted.ask
    what = {"scope": scope_of(ask.scope), "rhythm": ask.rhythm, "since": ask.since, "until": ask.until}
    row = upsert(digest).values(**what, content=dict(content), made_at=now).on_conflict_do_nothing()
    number = db.execute(row.returning(digest.c.id)).scalar()
    if number is not None:
        rows = [
            {"digest_id": number, "name": each.name, "position": place, "value": each.value, "reports": [*each.reports]}
            for place, each in enumerate(counted.figures)
            if each.value
        ]
        if rows:
            db.execute(insert(figure), rows)
    return Kept(*db.execute(select(*KEPT).where(*(digest.c[name] == value for name, value in what.items()))).one())


def like(db: Connection, ask: Ask) -> Kept | None:
    """The digest that was made of this already."""
    what = {"scope": scope_of(ask.scope), "rhythm": ask.rhythm, "since": ask.since, "until": ask.until}
    row = db.execute(select(*KEPT).where(*(digest.c[name] == value for name, value in what.items()))).first()
    return Kept(*row) if row else None


def content_of(db: Connection, number: int) -> Mapping[str, Any] | None:
    """What a digest shows, for drawing it again; asks nobody's rights."""
    found: Mapping[str, Any] | None = db.execute(select(digest.c.content).where(digest.c.id == number)).scalar()
    return found


# --- reading ----------------------------------------------------------------------------------------------------------


def _whole(covered: CTE) -> ColumnElement[bool]:
    """As many units of `covered` (a column `unit_id`, each once) stand in the digest's scope as it names: none is foreign."""
    comma = literal(",")
    named = func.length(digest.c.scope) - func.length(func.replace(digest.c.scope, ",", "")) + 1
    root = literal("%,").concat(cast(covered.c.unit_id, String)).concat(",%")
    inside = select(func.count()).select_from(covered).where(comma.concat(digest.c.scope).concat(comma).like(root))
    return inside.correlate(digest).scalar_subquery() == named


def one(db: Connection, number: int, who: int, day: date) -> Kept | None:
    """A digest, if all its units lie within what this person may see on the day."""
    row = db.execute(select(*KEPT).where(digest.c.id == number, _whole(reach(who, READ, day)))).first()
    return Kept(*row) if row else None


def own(db: Connection, who: int, day: date) -> list[Kept]:
    """The digests of the units this person's roles name, the newest first; those of units further down open by number."""
    roots = _grounds(who, day).cte("own")
    other = digest.alias("candidate")
    first = cast(roots.c.unit_id, String)
    # "," is followed by "-": between them lie all scopes that begin with this unit and name more. Both find the index.
    alone = select(other.c.id).join(roots, other.c.scope == first)
    more = select(other.c.id).join(roots, and_(other.c.scope > first.concat(","), other.c.scope < first.concat("-")))
    query = select(*KEPT).where(digest.c.id.in_(union_all(alone, more)), _whole(roots))
    rows = db.execute(query.order_by(digest.c.until.desc(), digest.c.id.desc()).limit(LISTED))
    return [Kept(*row) for row in rows]


def _grounds(who: int, day: date) -> Select[Any]:
    return select(held.c.unit_id).where(held.c.person_id == who, held.c.role.in_(ACTS[READ]), acting(day)).distinct()


def grounds(db: Connection, who: int, day: date) -> list[int]:
    """The units of this person's roles that let them read, for a digest of their own."""
    return list(db.execute(_grounds(who, day)).scalars())


def figures_of(db: Connection, number: int) -> list[tuple[str, int]]:
    """(name, value) of each figure that has reports behind it, in the order shown."""
    query = select(figure.c.name, figure.c.value).where(figure.c.digest_id == number).order_by(figure.c.position)
    return [(name, value) for name, value in db.execute(query)]


def behind(db: Connection, number: int, name: str) -> list[int]:
    """The ids of the reports behind a figure, as they were counted."""
    query = select(figure.c.reports).where(figure.c.digest_id == number, figure.c.name == name)
    return db.execute(query).scalar() or []


def titles(db: Connection, numbers: Collection[int], who: int, day: date) -> dict[int, Any]:
    """Code, title and state today of those of these reports this person may see today."""
    covered = reach(who, READ, day)
    rows = db.execute(
        select(report.c.id, report.c.code, report.c.title, report.c.state).where(
            report.c.id.in_(list(numbers)), report.c.unit_id.in_(select(covered.c.unit_id))
        )
    )
    return {row.id: row for row in rows}


# --- the ledger's side ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """What the ledger knows of one person's digests of one kind: the slots decided, until when everything was told, and
    the first moment there was."""

    slots: frozenset[str] = frozenset()
    told: datetime | None = None
    first: datetime | None = None


def begins(db: Connection, kind: str, now: datetime, day: date) -> dict[int, datetime]:
    """person → the moment after which digests of this kind are to be decided: the last decided one, or since when the role
    is theirs. One query that looks up each person's last row, however long the ledger.

    A row after now is of a clock that had run ahead; it decides nothing, or nobody would be told anything until then.
    """
    past = (ledger.c.person_id == held.c.person_id, ledger.c.kind == kind, ledger.c.planned_for <= now)
    last = select(func.max(ledger.c.planned_for)).where(*past).correlate(held).scalar_subquery()
    query = select(held.c.person_id, func.min(held.c.granted_at), last).where(held.c.role.in_(ACTS[kind]), acting(day))
    rows = db.execute(query.group_by(held.c.person_id))
    return {who: max(granted, decided or granted) for who, granted, decided in rows}


def standings(
    db: Connection, kind: str, persons: Collection[int], since: datetime, now: datetime
) -> dict[int, Standing]:
    """person → how it stands; slots planned from `since` on, moments up to now. Three queries (more beyond 5,000 people)."""
    slots: dict[int, set[str]] = {}
    told: dict[int, datetime] = {}
    first: dict[int, datetime] = {}
    for some in _chunks(sorted(persons)):
        theirs = (ledger.c.person_id.in_(some), ledger.c.kind == kind)
        recent = (*theirs, ledger.c.planned_for >= since - MARGIN, ledger.c.state != "withdrawn")
        for who, slot in db.execute(select(ledger.c.person_id, ledger.c.slot).where(*recent)):
            slots.setdefault(who, set()).add(slot)
        past = (*theirs, ledger.c.planned_for <= now)
        for found, moment, where in (
            (told, func.max(ledger.c.planned_for), (*past, ledger.c.state.in_(TOLD))),
            (first, func.min(ledger.c.planned_for), past),
        ):
            found.update(
                db.execute(select(ledger.c.person_id, moment).where(*where).group_by(ledger.c.person_id)).all()
            )
    return {each: Standing(frozenset(slots.get(each, ())), told.get(each), first.get(each)) for each in persons}


def _chunks(every: Sequence[int]) -> Iterator[Sequence[int]]:
    return (every[start : start + CHUNK] for start in range(0, len(every), CHUNK))


def holding(
    db: Connection, kinds: Iterable[str], persons: Iterable[int], day: date
) -> dict[tuple[int, str], frozenset[int]]:
    """(person, kind) → the units of their grants with this act, of these people."""
    query = select(held.c.person_id, held.c.role, held.c.unit_id).where(
        held.c.person_id.in_(list(persons)), acting(day)
    )
    found: dict[tuple[int, str], set[int]] = {}
    wanted = list(kinds)
    for who, role, where in db.execute(query):
        for kind in (each for each in wanted if role in ACTS[each]):
            found.setdefault((who, kind), set()).add(where)
    return {each: frozenset(units) for each, units in found.items()}
