"""The figures of many digests at once: one pass over the reports, whatever the number of scopes (R27).

Each report is counted where its unit belongs today ("quy về tổ chức hiện nay", R41): an ended unit's reports count for its
successors. Six queries, then everything is rolled up the tree of units in memory.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, literal, or_, select, true

from storage.levels import clocks
from storage.review import AT_DESK
from storage.tables import Report, ReportTag, Unit, UnitName, UnitSuccession, of
from storage.tree import edges

report, tag, unit, name_, succession = of(Report), of(ReportTag), of(Unit), of(UnitName), of(UnitSuccession)

WEEKS = 12  # of the weekly line, the last one still running
TOP = 8  # sub-units with a bar of their own
FIRST = 5  # waiting reports named one by one
FEW = 500  # units asked for one by one; of more, all reports are read
AT_ONCE = 2_000  # rows held while they are read
OTHERS, NONE = "unit:others", "none"


@dataclass(frozen=True, slots=True)
class Ask:
    """What one digest tells: of which units (the highest ones, their ids in order) and from when until when, UTC."""

    scope: tuple[int, ...]
    rhythm: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the reports behind it, in the order they were sent.

    Names: new, waiting, stuck (at a desk below, for longer than its level's days), unit:<id>,
    unit:others, week:<2026-W47>, theme:<movement>/<code>, kind:<movement>/<code>,
    slogan:<movement>/<code>. `theme:none` are reports whose theme nobody has said yet.
    """

    name: str
    reports: Sequence[int]

    @property
    def value(self) -> int:
        return len(self.reports)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything one digest tells, in the order it is shown. `first`: (id, code) of those that wait longest."""

    ask: Ask
    figures: tuple[Figure, ...]
    names: Mapping[int, str]  # of the scope's units, and short ones of those with a bar
    oldest: datetime | None  # since when the first of the waiting ones waits
    first: tuple[tuple[int, str], ...]

    @property
    def empty(self) -> bool:
        """Nothing new and nothing that waits."""
        return not any(each.value for each in self.figures if each.name in ("new", "waiting", "stuck"))


# --- the tree ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tree:
    """The units as of a day. `above`: where a unit's reports count beside itself; an ended unit's only in its successors."""

    above: Mapping[int, Sequence[int]]
    names: Mapping[int, tuple[str, str]]  # name, short name; of an ended unit those of its last day
    ended: frozenset[int]

    def line(self, start: int) -> frozenset[int]:
        """The unit and every unit it counts for. A circle in imported data ends."""
        seen, rim = {start}, [start]
        while rim:
            rim = [up for each in rim for up in self.above.get(each, ()) if up not in seen]
            seen.update(rim)
        return frozenset(seen)

    def tops(self, units: Iterable[int]) -> tuple[int, ...]:
        """The units that lie under no other of them, in order: together they cover the same."""
        wanted = set(units)
        return tuple(sorted(each for each in wanted if not (self.line(each) - {each}) & wanted))


def tree_of(db: Connection, day: date) -> Tree:
    """Three queries."""
    on = case((unit.c.ended < day, unit.c.ended), else_=literal(day, unit.c.ended.type))
    called = and_(
        name_.c.unit_id == unit.c.id,
        name_.c.former.is_(False),
        or_(name_.c.since.is_(None), name_.c.since <= on),
        or_(name_.c.until.is_(None), name_.c.until >= on),
    )
    columns = (unit.c.id, unit.c.code, unit.c.ended, name_.c.name, name_.c.short)
    names, ended = {}, set()
    for number, code, last, name, short in db.execute(select(*columns).join(name_, called, isouter=True)):
        names[number] = (name or code, short or name or code)
        if last is not None and last < day:
            ended.add(number)
    heirs: dict[int, list[int]] = {}
    went = select(succession.c.from_id, succession.c.to_id).where(succession.c.to_id.is_not(None))
    for gone, heir in db.execute(went.order_by(succession.c.to_id)):
        if gone in ended:
            heirs.setdefault(gone, []).append(heir)
    above: dict[int, list[int]] = dict(heirs)
    for up, down in db.execute(edges(day)):
        if down not in heirs:
            above.setdefault(down, []).append(up)
    return Tree(above, names, frozenset(ended))


# --- counting ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weekly line: the moments at which its weeks began, UTC, and the figures' names."""

    starts: tuple[datetime, ...]
    names: tuple[str, ...]


def weeks_to(until: datetime, zone: tzinfo) -> Weeks:
    """The last weeks up to a moment, Monday to Sunday by the local calendar."""
    today = until.astimezone(zone).date()
    days = [today - timedelta(days=today.weekday(), weeks=back) for back in range(WEEKS - 1, -1, -1)]
    names = tuple(f"week:{year}-W{week:02d}" for year, week, _ in (each.isocalendar() for each in days))
    return Weeks(tuple(datetime.combine(each, time(), zone).astimezone(UTC) for each in days), names)


@dataclass(slots=True)
class _Tally:
    """One digest while it is counted."""

    ask: Ask
    line: Weeks
    new: list[int] = field(default_factory=list)
    units: dict[int, list[int]] = field(default_factory=dict)
    weeks: list[list[int]] = field(default_factory=lambda: [[] for _ in range(WEEKS)])
    sorts: dict[str, list[int]] = field(default_factory=dict)  # themes, kinds, slogans
    waiting: list[int] = field(default_factory=list)
    stuck: list[int] = field(default_factory=list)
    first: list[tuple[int, str]] = field(default_factory=list)
    oldest: datetime | None = None

    def take(self, number: int, sent: datetime, bars: Sequence[int], sorts: Sequence[str]) -> None:
        if sent >= self.ask.until:
            return
        if sent >= self.line.starts[0]:
            self.weeks[bisect_right(self.line.starts, sent) - 1].append(number)
        if sent >= self.ask.since:
            self.new.append(number)
            for bar in bars:
                self.units.setdefault(bar, []).append(number)
            for sort in sorts:
                self.sorts.setdefault(sort, []).append(number)

    def wait(self, number: int, code: str, sent: datetime) -> None:
        if sent >= self.ask.until:
            return
        self.waiting.append(number)
        self.oldest = self.oldest or sent
        if len(self.first) < FIRST:
            self.first.append((number, code))

    def figures(self, tree: Tree) -> Figures:
        ranked = sorted(self.units, key=lambda each: (-len(self.units[each]), each))
        shown = ranked[:TOP]
        inside = {number for each in shown for number in self.units[each]}
        others = [number for number in self.new if number not in inside]
        found = [Figure("new", self.new), Figure("waiting", self.waiting)]
        found += [Figure("stuck", self.stuck)] if self.stuck else []
        found += [Figure(f"unit:{each}", self.units[each]) for each in shown]
        found += [Figure(OTHERS, others)] if others else []
        found += [Figure(name, numbers) for name, numbers in zip(self.line.names, self.weeks, strict=True)]
        found += [Figure(each, self.sorts[each]) for each in sorted(self.sorts, key=self._order)]
        names = {each: tree.names[each][1] for each in shown} | {each: tree.names[each][0] for each in self.ask.scope}
        return Figures(self.ask, tuple(found), names, self.oldest, tuple(self.first))

    def _order(self, sort: str) -> tuple[int, int, str]:
        """Themes, kinds, slogans; of each the most frequent first, those without one last."""
        family, _, code = sort.partition(":")
        place = ("theme", "kind", "slogan").index(family)
        return place, 1 if code == NONE else -len(self.sorts[sort]), sort


def count(
    db: Connection, asks: Iterable[Ask], day: date, zone: tzinfo, movements: Mapping[int, str], tree: Tree | None = None
) -> dict[Ask, Figures]:
    """The figures of all these digests. `movements`: row id → code; `tree` saves its three queries where it is known."""
    asked = dict.fromkeys(asks)
    lines = {until: weeks_to(until, zone) for until in {each.until for each in asked}}
    tallies = [_Tally(each, lines[each.until]) for each in asked]
    if not tallies:
        return {}
    tree = tree or tree_of(db, day)
    places = _places(tree, tallies)
    here = report.c.unit_id.in_(places) if len(places) <= FEW else true()
    _count_sent(db, tallies, places, here, movements)
    _count_slogans(db, tallies, places, here, movements)
    _count_waiting(db, places, tree)
    return {each.ask: each.figures(tree) for each in tallies}


Places = Mapping[int, Sequence[tuple[_Tally, Sequence[int]]]]


def _places(tree: Tree, tallies: Sequence[_Tally]) -> Places:
    """Unit → the digests its reports count in, each with the bars they are part of."""
    by_root: dict[int, list[_Tally]] = {}
    for tally in tallies:
        for root in tally.ask.scope:
            by_root.setdefault(root, []).append(tally)
    found: dict[int, list[tuple[_Tally, Sequence[int]]]] = {}
    for number in tree.names:
        line = tree.line(number)
        roots = [each for each in line if each in by_root]
        seen = {id(tally): tally for root in roots for tally in by_root[root]}
        if seen:
            found[number] = [(tally, _bars(tree, line, tally.ask.scope)) for tally in seen.values()]
    return found


def _bars(tree: Tree, line: frozenset[int], scope: Sequence[int]) -> Sequence[int]:
    """The direct sub-units a unit counts for; of several roots, the roots. What hangs on none counts for the root itself."""
    if len(scope) > 1:
        return [root for root in scope if root in line]
    subs = [each for each in line if each not in tree.ended and scope[0] in tree.above.get(each, ())]
    return sorted(subs) or scope


def _count_sent(
    db: Connection, tallies: Sequence[_Tally], places: Places, here: ColumnElement[bool], movements: Mapping[int, str]
) -> None:
    columns = (report.c.id, report.c.unit_id, report.c.sent_at, report.c.kind, report.c.movement_id, report.c.theme)
    since = min(min(each.ask.since, each.line.starts[0]) for each in tallies)
    query = select(*columns).where(_counted(since, tallies), here).order_by(report.c.sent_at, report.c.id)
    sorts: dict[tuple[str, int, str | None], tuple[str, ...]] = {}
    for number, where, sent, *what in _rows(db, query):
        if where not in places:
            continue
        kind, movement, theme = key = tuple(what)
        if key not in sorts:
            code = movements.get(movement, str(movement))
            sorts[key] = (f"theme:{code}/{theme}" if theme else f"theme:{NONE}", f"kind:{code}/{kind}")
        for tally, bars in places[where]:
            tally.take(number, sent, bars, sorts[key])


def _count_slogans(
    db: Connection, tallies: Sequence[_Tally], places: Places, here: ColumnElement[bool], movements: Mapping[int, str]
) -> None:
    columns = (report.c.id, report.c.unit_id, report.c.sent_at, report.c.movement_id, tag.c.slogan)
    since = min(each.ask.since for each in tallies)
    query = select(*columns).join(tag, tag.c.report_id == report.c.id).where(_counted(since, tallies), here)
    for number, where, sent, movement, slogan in _rows(db, query.order_by(report.c.sent_at, report.c.id)):
        for tally, _ in places.get(where, ()):
            if tally.ask.since <= sent < tally.ask.until:
                code = movements.get(movement, str(movement))
                tally.sorts.setdefault(f"slogan:{code}/{slogan}", []).append(number)


def _count_waiting(db: Connection, places: Places, tree: Tree) -> None:
    """What lies at desks, however old: nobody has opened it yet, or it has waited longer than its level's days and lies below
    the digest's units. It counts where it lies, not where it came from. The condition is in the words of its index, and
    nothing else is asked, or SQLite would look through all reports of each unit."""
    columns = (report.c.sent_at, report.c.id, report.c.code, report.c.desk_unit_id, report.c.state)
    query = select(*columns, report.c.waits_since, unit.c.type).join(unit, unit.c.id == report.c.desk_unit_id)
    for sent, number, code, where, state, since, type_ in sorted(map(tuple, db.execute(query.where(AT_DESK)))):
        clock = clocks().get(type_)
        late = since + timedelta(days=clock.above_after) if clock else None
        own = {where, *(tree.above.get(where, ()) if where in tree.ended else ())}
        for tally, _ in places.get(where, ()):
            if state == "sent":
                tally.wait(number, code, sent)
            if late is not None and late < tally.ask.until and own.isdisjoint(tally.ask.scope):
                tally.stuck.append(number)


def _counted(since: datetime, tallies: Sequence[_Tally]) -> ColumnElement[bool]:
    until = max(each.ask.until for each in tallies)
    return and_(report.c.sent_at >= since, report.c.sent_at < until, report.c.state != "withdrawn")


def _rows(db: Connection, query: Any) -> Iterator[Any]:
    for some in db.execute(query, execution_options={"yield_per": AT_ONCE}).partitions():
        yield from some
