"""The figures of digests: right against a count by hand, a constant number of queries, and frozen when they are sent (R27)."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, update

from storage import digests
from storage.digest_counting import FEW, FIRST, TOP, WEEKS, Ask, Figures, count, tree_of
from storage.store import Store
from storage.tables import (
    Digest,
    DigestFigure,
    Grant,
    Movement,
    Person,
    Report,
    ReportTag,
    Unit,
    UnitEvent,
    UnitName,
    UnitParent,
    UnitSuccession,
    of,
)
from tests.registering import empty_store
from tests.talk import ZONE

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)  # Monday, 08:00 in Ninh Bình
DAY = date(2026, 11, 23)
MOVEMENTS = {1: "hanh-trinh", 2: "hanh-trinh", 3: "khac"}  # two versions of one movement, and another one
EVENT = 1


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with empty_store(tmp_path) as store:
        yield store


# --- a small world, and what is true in it -----------------------------------------------------------------------------------


@dataclass
class World:
    """Units with where each one's reports count today, and reports as plain rows."""

    up: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    ended: set[int] = field(default_factory=set)
    reports: list[dict[str, Any]] = field(default_factory=list)

    def line(self, unit: int) -> set[int]:
        return {unit}.union(*(self.line(above) for above in self.up[unit]))

    def bars(self, unit: int, scope: tuple[int, ...]) -> list[int]:
        if len(scope) > 1:
            return [root for root in scope if root in self.line(unit)]
        subs = [each for each in self.line(unit) if scope[0] in self.up[each] and each not in self.ended]
        return subs or [scope[0]]

    def late(self, row: dict[str, Any], ask: Ask) -> bool:
        """At a desk below those of the digest, for longer than seven days: all units of this world are grassroots ones."""
        desk = row["desk_unit_id"]
        own = {desk, *(self.up[desk] if desk in self.ended else ())}
        below = self.line(desk) & {*ask.scope} and not own & {*ask.scope}
        return (
            bool(below) and row["state"] in ("sent", "received") and row["waits_since"] < ask.until - timedelta(days=7)
        )

    def expected(self, ask: Ask) -> dict[str, list[int]]:
        """Figure → ids, by looking at every report for itself."""
        found: dict[str, list[int]] = defaultdict(list)
        monday = ask.until.astimezone(ZONE).date()
        monday -= timedelta(days=monday.weekday())
        for row in sorted(self.reports, key=lambda each: (each["sent_at"], each["id"])):
            if self.late(row, ask):
                found["stuck"].append(row["id"])
            if self.line(row["desk_unit_id"]) & {*ask.scope} and row["sent_at"] < ask.until and row["state"] == "sent":
                found["waiting"].append(row["id"])
            inside = self.line(row["unit_id"]) & {*ask.scope}
            if not inside or row["sent_at"] >= ask.until or row["state"] == "withdrawn":
                continue
            local = row["sent_at"].astimezone(ZONE).date()
            if local >= monday - timedelta(weeks=WEEKS - 1):
                year, week, _ = local.isocalendar()
                found[f"week:{year}-W{week:02d}"].append(row["id"])
            if row["sent_at"] < ask.since:
                continue
            code = MOVEMENTS[row["movement_id"]]
            theme = f"theme:{code}/{row['theme']}" if row["theme"] else "theme:none"
            names = ["new", theme, f"kind:{code}/{row['kind']}", *(f"slogan:{code}/{each}" for each in row["slogans"])]
            for name in [*names, *(f"unit:{each}" for each in self.bars(row["unit_id"], ask.scope))]:
                found[name].append(row["id"])
        return _topped(found)


def _topped(found: dict[str, list[int]]) -> dict[str, list[int]]:
    """The largest bars of their own, the rest of the new reports together."""
    units = [name for name in found if name.startswith("unit:")]
    ranked = sorted(units, key=lambda name: (-len(found[name]), int(name[5:])))
    kept = {name: numbers for name, numbers in found.items() if name not in ranked[TOP:]}
    shown = {number for name in ranked[:TOP] for number in found[name]}
    others = [number for number in found.get("new", []) if number not in shown]
    return {**kept, **({"unit:others": others} if others else {})}


def built(db: Connection, dice: random.Random, *, units: int = 30, reports: int = 400) -> World:
    """A province, upper units, grassroots units; some ended, without heirs or with one or two."""
    world = World()
    _movements(db)
    for number in range(1, units + 1):
        above = None if number == 1 else 1 if number <= 5 else dice.choice([1, 2, 2, 3, 4, 5])
        heirs = dice.sample(range(2, number), dice.choice([0, 1, 2])) if number > 6 and dice.random() < 0.3 else []
        gone = bool(heirs) or (number > 6 and dice.random() < 0.1)
        unit(db, number, above, ended=date(2026, 6, 30) if gone else None, heirs=heirs)
        world.up[number] = heirs or ([above] if above else [])
        world.ended |= {number} if gone else set()
    for number in range(1, reports + 1):
        where = dice.randrange(1, units + 1)
        row: dict[str, Any] = {
            "id": number,
            "unit_id": where,
            "desk_unit_id": dice.choice([where, where, *world.up[where]]),
            "movement_id": dice.choice([1, 2, 3]),
            "kind": dice.choice(["initiative", "model"]),
            "theme": dice.choice([None, "III.1.a", "III.1.b"]),
            "state": dice.choice(["sent", "received", "received", "withdrawn"]),
            "sent_at": (sent := NOW - timedelta(seconds=dice.randrange(-3600, 110 * 86400))),
            "waits_since": sent + timedelta(days=dice.randrange(10)),
            "slogans": dice.sample(["5n-tien-do", "3tk-khac"], dice.choice([0, 0, 1, 2])),
        }
        report(db, **row)
        world.reports.append(row)
    return world


def _movements(db: Connection) -> None:
    for number, code in MOVEMENTS.items():
        db.execute(insert(of(Movement)).values(id=number, code=code, version=number, content={}, loaded_at=NOW))
    db.execute(insert(of(UnitEvent)).values(id=EVENT, code="e", kind="merge", on=date(2026, 7, 1)))


def unit(
    db: Connection, number: int, above: int | None, *, ended: date | None = None, heirs: list[int] | None = None
) -> None:
    db.execute(insert(of(Unit)).values(id=number, code=f"u{number}", type="cdcs", ended=ended))
    name = {"unit_id": number, "name": f"Công đoàn {number}", "short": f"CĐ {number}", "search_key": "x"}
    db.execute(insert(of(UnitName)).values(**name, until=ended))
    if above is not None:
        db.execute(insert(of(UnitParent)).values(unit_id=number, parent_id=above, until=ended))
    for heir in heirs or ():
        db.execute(insert(of(UnitSuccession)).values(event_id=EVENT, from_id=number, to_id=heir))


def report(db: Connection, *, slogans: list[str] | None = None, **row: Any) -> None:
    given = {"movement_id": 1, "kind": "initiative", "state": "sent", "sent_at": NOW - timedelta(hours=1), **row}
    given = {"desk_unit_id": row["unit_id"], "waits_since": given["sent_at"], "turn": 0, "on_site": False, **given}
    more = {"code": f"SK-2026-{row['id']:04d}", "on_day": DAY, "title": "Bộ gá", "search_key": "x"}
    db.execute(insert(of(Report)).values(**given, **more, changed_at=NOW))
    for each in slogans or ():
        db.execute(insert(of(ReportTag)).values(report_id=row["id"], slogan=each))


def counted(db: Connection, *asks: Ask) -> dict[Ask, Figures]:
    return count(db, asks, DAY, ZONE, MOVEMENTS)


def shown(figures: Figures) -> dict[str, list[int]]:
    return {each.name: [*each.reports] for each in figures.figures if each.value}


def daily(*scope: int, days: float = 1) -> Ask:
    return Ask(scope, "daily", NOW - timedelta(days=days), NOW)


# --- right -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_is_what_a_count_by_hand_gives_r27_r41(store: Store, seed: int) -> None:
    """All units at once, some in pairs, with spans of their own: days, months, over the border of the weeks."""
    dice = random.Random(seed)
    with store.write() as db:
        world = built(db, dice)
    asks = [daily(number, days=dice.choice([0.5, 3, 31, 100])) for number in world.up]
    asks += [daily(2, 3), daily(4, 5, 9, days=40)]
    asks += [Ask((1,), "weekly", NOW - timedelta(days=9), NOW - timedelta(days=dice.randrange(1, 8)))]
    with store.read() as db:
        found = counted(db, *asks)
    for ask in asks:
        assert shown(found[ask]) == world.expected(ask), ask


def test_figures_come_in_the_order_they_are_shown(store: Store) -> None:
    with store.write() as db:
        _movements(db)
        unit(db, 1, None)
        for number in range(2, 14):
            unit(db, number, 1)
        for number in range(1, 40):
            report(db, id=number, unit_id=2 + number % 11, theme="III.1.a" if number % 3 else None, slogans=["s"])
        names = [each.name for each in counted(db, daily(1))[daily(1)].figures]
    bars = ["unit:3", "unit:4", "unit:5", "unit:6", "unit:7", "unit:8", "unit:2", "unit:9", "unit:others"]
    weeks = [f"week:2026-W{number}" for number in range(37, 49)]
    sorts = ["theme:hanh-trinh/III.1.a", "theme:none", "kind:hanh-trinh/initiative", "slogan:hanh-trinh/s"]
    assert names == ["new", "waiting", *bars, *weeks, *sorts]


def test_a_bar_is_what_the_units_own_digest_says(store: Store) -> None:
    with store.write() as db:
        built(db, random.Random(7))
        found = counted(db, *(daily(number, days=100) for number in range(1, 31)))
    province = shown(found[daily(1, days=100)])
    bars = {name: numbers for name, numbers in province.items() if name.startswith("unit:") and name[5:].isdigit()}
    assert len(bars) > 5
    for name, numbers in bars.items():
        if name != "unit:1":  # what hangs on no sub-unit counts for the province itself
            assert numbers == shown(found[daily(int(name[5:]), days=100)])["new"]


def test_a_report_of_an_ended_unit_counts_for_its_successor_and_where_it_hung_no_more_r41(store: Store) -> None:
    with store.write() as db:
        _movements(db)
        for number, above in ((1, None), (2, 1), (3, 1), (4, 3)):
            unit(db, number, above)
        unit(db, 5, 2, ended=date(2026, 6, 30), heirs=[4])
        report(db, id=1, unit_id=5)
        found = counted(db, *(daily(number) for number in range(1, 6)))
    assert [shown(found[daily(number)]).get("new", []) for number in range(1, 6)] == [[1], [], [1], [1], [1]]
    assert shown(found[daily(1)])["unit:3"] == [1]
    assert shown(found[daily(4)])["unit:4"] == [1]


def test_a_unit_split_in_two_counts_for_both_and_once_above_r41(store: Store) -> None:
    with store.write() as db:
        _movements(db)
        for number, above in ((1, None), (2, 1), (3, 1)):
            unit(db, number, above)
        unit(db, 4, 1, ended=date(2026, 6, 30), heirs=[2, 3])
        report(db, id=1, unit_id=4)
        found = shown(counted(db, daily(1))[daily(1)])
    assert (found["new"], found["unit:2"], found["unit:3"]) == ([1], [1], [1])
    assert "unit:others" not in found


def test_a_circle_in_imported_units_ends(store: Store) -> None:
    with store.write() as db:
        _movements(db)
        unit(db, 1, None)
        unit(db, 2, 1)
        db.execute(insert(of(UnitParent)).values(unit_id=1, parent_id=2))
        report(db, id=1, unit_id=2)
        found = counted(db, daily(1), daily(2))
    assert [shown(each)["new"] for each in found.values()] == [[1], [1]]


def test_a_span_holds_its_first_moment_and_not_its_last(store: Store) -> None:
    ask = daily(1)
    moments = [ask.since - timedelta(microseconds=1), ask.since, ask.until - timedelta(microseconds=1), ask.until]
    with store.write() as db:
        _movements(db)
        unit(db, 1, None)
        for number, moment in enumerate(moments, 1):
            report(db, id=number, unit_id=1, sent_at=moment)
        assert shown(counted(db, ask)[ask])["new"] == [2, 3]


def test_a_week_begins_at_the_local_midnight_of_monday(store: Store) -> None:
    midnight = datetime(2026, 11, 22, 17, tzinfo=UTC)
    with store.write() as db:
        _movements(db)
        unit(db, 1, None)
        report(db, id=1, unit_id=1, sent_at=midnight - timedelta(seconds=1))
        report(db, id=2, unit_id=1, sent_at=midnight)
        found = shown(counted(db, daily(1))[daily(1)])
    assert (found["week:2026-W47"], found["week:2026-W48"]) == ([1], [2])


def test_those_that_wait_longest_are_named_and_since_when(store: Store) -> None:
    with store.write() as db:
        _movements(db)
        unit(db, 1, None)
        for number in range(1, 9):
            state = "received" if number == 8 else "sent"
            report(db, id=number, unit_id=1, sent_at=NOW - timedelta(days=10 * number), state=state)
        found = counted(db, daily(1))[daily(1)]
    assert found.first == tuple((number, f"SK-2026-{number:04d}") for number in range(7, 7 - FIRST, -1))
    assert (found.oldest, found.empty) == (NOW - timedelta(days=70), False)
    assert shown(found)["waiting"] == [7, 6, 5, 4, 3, 2, 1]
    assert "new" not in shown(found)


def test_nothing_new_and_nothing_waiting_is_empty_whatever_was_before(store: Store) -> None:
    with store.write() as db:
        _movements(db)
        unit(db, 1, None)
        report(db, id=1, unit_id=1, sent_at=NOW - timedelta(days=5), state="received")
        report(db, id=2, unit_id=1, state="withdrawn")
        found = counted(db, daily(1))[daily(1)]
    assert (found.empty, shown(found)) == (True, {"week:2026-W47": [1]})


@pytest.mark.parametrize(("units", "tops"), [({4}, (4,)), ({2, 4, 3}, (2, 3)), ({1, 2, 4}, (1,)), ({5, 3}, (3, 5))])
def test_units_under_one_of_the_others_add_nothing(store: Store, units: set[int], tops: tuple[int, ...]) -> None:
    with store.write() as db:
        _movements(db)
        for number, above in ((1, None), (2, 1), (3, 1), (4, 2), (5, 2)):
            unit(db, number, above)
        assert tree_of(db, DAY).tops(units) == tops


# --- by set queries -----------------------------------------------------------------------------------------------------------


def queries(store: Store, *asks: Ask) -> list[tuple[str, Any]]:
    seen: list[tuple[str, Any]] = []

    def note(*args: Any) -> None:
        seen.append((args[2], args[3]))

    event.listen(store._reader, "before_cursor_execute", note)
    with store.read() as db:
        counted(db, *asks)
    event.remove(store._reader, "before_cursor_execute", note)
    return [each for each in seen if each[0].startswith("SELECT")]


def test_fifty_digests_take_as_many_queries_as_one(store: Store) -> None:
    with store.write() as db:
        built(db, random.Random(1), units=60)
    one, fifty = (queries(store, *(daily(number) for number in range(1, most))) for most in (2, 51))
    assert (len(one), len(fifty)) == (6, 6)


def plans(store: Store, *asks: Ask) -> list[str]:
    """How SQLite finds the reports these digests need."""
    found = []
    for statement, args in queries(store, *asks):
        with store.read() as db:
            found += [str(row[3]) for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", args)]
    return [each for each in found if " report" in each]


@pytest.mark.sqlite_only  # how that database goes about it; a small table on PostgreSQL is read as it lies
def test_reports_are_found_by_their_indexes(store: Store) -> None:
    """A few units by their own reports, many by the time of sending, and what waits by the index of what waits."""
    with store.write() as db:
        _movements(db)
        for number in range(1, FEW + 2):
            unit(db, number, None if number == 1 else 1)
    few, many = plans(store, daily(2)), plans(store, daily(1))
    waiting = "SCAN report USING INDEX ix_report_at_desk"
    found = [[each.split(" (")[0] for each in found if "report_tag" not in each] for found in (few, many)]
    assert found == [
        [*["SEARCH report USING INDEX ix_report_unit_sent"] * 2, waiting],
        [*["SEARCH report USING INDEX ix_report_sent_at"] * 2, waiting],
    ]


# --- frozen ---------------------------------------------------------------------------------------------------------------------


def staffed(db: Connection, role: str, *units: int, who: int = 1) -> None:
    """A person with this role for these units."""
    db.execute(insert(of(Person)).values(id=who, name="x", created_at=NOW, joined_at=NOW, language="vi"))
    for each in units:
        row = {"person_id": who, "role": role, "unit_id": each, "since": date(2026, 1, 1), "granted_at": NOW}
        db.execute(insert(of(Grant)).values(**row))


def kept(db: Connection, ask: Ask, day: datetime = NOW) -> digests.Kept:
    return digests.keep(db, counted(db, ask)[ask], {"said": "so"}, day)


def test_a_digest_keeps_its_figures_when_the_reports_change_r27(store: Store) -> None:
    with store.write() as db:
        _movements(db)
        unit(db, 1, None)
        for number in (1, 2):
            report(db, id=number, unit_id=1)
        first = kept(db, daily(1))
        before = digests.figures_of(db, first.id)
        db.execute(update(of(Report)).values(state="withdrawn"))
        assert digests.figures_of(db, first.id) == before
        assert digests.behind(db, first.id, "waiting") == [1, 2]
        assert [name for name, _ in before] == [
            *("new", "waiting", "unit:1", "week:2026-W48", "theme:none", "kind:hanh-trinh/initiative")
        ]


def test_the_same_digest_made_again_is_the_first_one(store: Store) -> None:
    with store.write() as db:
        _movements(db)
        unit(db, 1, None)
        report(db, id=1, unit_id=1)
        first = kept(db, daily(1))
        report(db, id=2, unit_id=1)
        assert kept(db, daily(1)) == first
        assert digests.like(db, daily(1)) == first
        assert digests.behind(db, first.id, "new") == [1]
        rows = [len(db.execute(of(table).select()).all()) for table in (Digest, DigestFigure)]
    assert rows == [1, 6]


def test_only_digests_wholly_within_ones_reach_are_found_r21(store: Store) -> None:
    """12 is not under 1, though its number begins alike; a scope of which one unit is foreign is foreign."""
    with store.write() as db:
        _movements(db)
        for number, above in ((1, None), (2, 1), (3, 1), (4, 2), (12, None)):
            unit(db, number, above)
        staffed(db, "leader", 2)
        staffed(db, "reviewer", 2, 3, who=2)
        staffed(db, "admin", 1, who=3)
        scopes = [(1,), (2,), (4,), (12,), (2, 3), (2, 12)]
        made = {scope: kept(db, daily(*scope)).id for scope in scopes}
        seen = {
            who: [scope for scope, number in made.items() if digests.one(db, number, who, DAY)] for who in (1, 2, 3, 4)
        }
        assert seen == {1: [(2,), (4,)], 2: [(2,), (4,), (2, 3)], 3: [], 4: []}
        own = {who: [digests.roots_of(each.scope) for each in digests.own(db, who, DAY)] for who in (1, 2, 3, 4)}
        assert own == {1: [(2,)], 2: [(2, 3), (2,)], 3: [], 4: []}


@pytest.mark.sqlite_only  # how that database goes about it; a small table on PostgreSQL is read as it lies
def test_own_digests_are_found_by_the_index_of_their_scopes(store: Store) -> None:
    with store.write() as db:
        unit(db, 1, None)
        staffed(db, "leader", 1)
    seen: list[tuple[str, Any]] = []
    event.listen(store._reader, "before_cursor_execute", lambda *args: seen.append((args[2], args[3])))
    with store.read() as db:
        digests.own(db, 1, DAY)
        plan = [str(row[3]) for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {seen[-1][0]}", seen[-1][1])]
    assert [each for each in plan if each.startswith(("SCAN digest", "SCAN candidate"))] == []


def test_reports_behind_a_figure_are_named_only_within_todays_reach_r21(store: Store) -> None:
    with store.write() as db:
        _movements(db)
        for number, above in ((1, None), (2, 1), (3, 1)):
            unit(db, number, above)
        staffed(db, "leader", 2)
        report(db, id=1, unit_id=2)
        report(db, id=2, unit_id=3)
        found = digests.titles(db, [1, 2], 1, DAY)
    assert {number: (row.code, row.state) for number, row in found.items()} == {1: ("SK-2026-0001", "sent")}
