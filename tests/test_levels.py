"""The levels of review, asked directly: whose turn it is, in whose name, and where a report goes next (R20, R21, R41)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection, insert, literal, select, update

from storage import levels, review
from storage.levels import Seat
from storage.store import Store
from storage.tables import (
    Address,
    Grant,
    Movement,
    Person,
    Report,
    ReportAuthor,
    Unit,
    UnitEvent,
    UnitParent,
    UnitSuccession,
    of,
)
from storage.tree import CLIMB, upwards
from tests.databases import new_address

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY, BEFORE, MINUTE = NOW.date(), date(2020, 1, 1), timedelta(minutes=1)
SERIAL = count(1)

# unit → (type, above). A workshop reviews nothing; "old" has gone into "base", "off" hangs below a unit that has ended.
TREE = {
    "province": ("ldld-tinh", ""),
    "commune": ("cd-xa-phuong", "province"),
    "group": ("cum-cdcs", "commune"),
    "base": ("cdcs", "group"),
    "shop": ("to-cong-doan", "base"),
    "old": ("cdcs", "commune"),
    "closed": ("cd-xa-phuong", "province"),
    "off": ("cdcs", "closed"),
    "office": ("ban", "province"),
    "under-office": ("cdcs", "office"),
}
ENDED = {"old": date(2026, 6, 30), "closed": date(2026, 6, 30)}
DEEP = 2 * CLIMB + 3  # workshops, one below the other


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, dict[str, int]]]:
    store = Store(new_address(tmp_path_factory.mktemp("levels")))
    store.create()
    with store.write() as db:
        units = planted(db)
    yield store, units
    store.close()


def planted(db: Connection) -> dict[str, int]:
    tree = TREE | {f"deep-{floor}": ("to-cong-doan", f"deep-{floor - 1}" if floor else "base") for floor in range(DEEP)}
    units = {code: number for number, code in enumerate(tree, 1)}
    rows = [
        {"id": units[code], "code": code, "type": type_, "ended": ENDED.get(code)} for code, (type_, _) in tree.items()
    ]
    db.execute(insert(of(Unit)), rows)
    spans = [{"unit_id": units[code], "parent_id": units[up]} for code, (_, up) in tree.items() if up]
    db.execute(insert(of(UnitParent)), spans)
    db.execute(insert(of(UnitEvent)), {"id": 1, "code": "merge", "kind": "merge", "on": date(2026, 7, 1)})
    db.execute(insert(of(UnitSuccession)), {"event_id": 1, "from_id": units["old"], "to_id": units["base"]})
    return units


class At:
    """One transaction in the house: people with roles, undone at the end."""

    def __init__(self, db: Connection, units: dict[str, int]) -> None:
        self.db, self.units, self.people = db, units, dict[str, int]()

    def holds(self, name: str, unit: str, role: str = "reviewer", **more: Any) -> None:
        """Somebody of this name gets a role; whoever is new has joined and can be written to, unless `more` says not."""
        joined, state = more.pop("joined", NOW), more.pop("state", "open")
        if name not in self.people:
            values = {"name": name, "created_at": NOW, "joined_at": joined}
            self.people[name] = self.db.execute(insert(of(Person)).returning(of(Person).c.id), values).scalar_one()
            place = {"channel": "telegram", "address": f"l{next(SERIAL)}", "state": state, "seen_at": NOW}
            self.db.execute(insert(of(Address)), {**place, "person_id": self.people[name]})
        grant = {"person_id": self.people[name], "role": role, "unit_id": self.units[unit], "since": BEFORE}
        self.db.execute(insert(of(Grant)), {**grant, "granted_at": NOW, **more})

    def falls_to(self, unit: str, *besides: str) -> set[tuple[str, str]]:
        """(name, unit) of those whose turn it is."""
        others = [self.people[each] for each in besides]
        names = {number: name for name, number in self.people.items()}
        codes = {number: code for code, number in self.units.items()}
        found = levels.falls_to(self.db, self.units[unit], DAY, besides=others)
        return {(names[who], codes[where]) for who, where in found}

    def reports(self, *desks: str, sender: str | None) -> list[int]:
        """Reports that wait, one at the desk of each of these units; gives their ids."""
        self.db.execute(
            insert(of(Movement)), {"code": f"m{next(SERIAL)}", "version": 1, "content": {}, "loaded_at": NOW}
        )
        movement = self.db.execute(select(of(Movement).c.id).limit(1)).scalar_one()
        about = {"kind": "initiative", "movement_id": movement, "on_day": DAY, "state": "sent", "title": "A"}
        about |= {"search_key": "", "sent_at": NOW, "changed_at": NOW, "waits_since": NOW}
        about["person_id"] = self.people[sender] if sender else None
        table, ids = of(Report), []
        for desk in desks:
            row = {"code": f"SK-{next(SERIAL)}", "unit_id": self.units[desk], "desk_unit_id": self.units[desk]}
            ids.append(self.db.execute(insert(table).returning(table.c.id), {**about, **row}).scalar_one())
        return ids

    def seat(self, name: str, unit: str, waited: timedelta, *besides: str) -> Seat | None:
        others = [self.people[each] for each in besides]
        where, who = self.units[unit], self.people[name]
        return levels.seat(self.db, who, where, NOW - waited, besides=others, now=NOW, day=DAY)


@pytest.fixture
def at(house: tuple[Store, dict[str, int]]) -> Iterator[At]:
    store, units = house
    with undone(store) as db:
        yield At(db, units)


class Undo(Exception):
    """Ends a transaction that is not to be kept."""


@contextmanager
def undone(store: Store) -> Iterator[Connection]:
    with suppress(Undo), store.write() as db:
        yield db
        raise Undo


# --- whose turn -------------------------------------------------------------------------------------------------------------

AN, BA, CO = ("An", "base"), ("Ba", "commune"), ("Co", "province")


@pytest.mark.parametrize(
    ("holding", "desk", "besides", "expected"),
    [
        ([AN, BA, CO], "base", (), {AN}),
        ([BA, CO], "base", (), {BA}),
        ([CO], "base", (), {CO}),
        ([], "base", (), set()),
        ([AN, BA, CO], "shop", (), {AN}),  # what does not review is its own unit's
        ([AN, BA, CO], "group", (), {BA}),  # never to a unit below
        ([AN, BA, CO], "base", ("An",), {BA}),
        ([AN, BA, CO], "base", ("An", "Ba"), {CO}),
        ([AN, BA, CO], "base", ("An", "Ba", "Co"), set()),
        ([AN, ("Em", "base"), BA], "base", (), {AN, ("Em", "base")}),
        ([AN, ("Em", "base"), BA], "base", ("An",), {("Em", "base")}),
        ([AN, ("An", "province"), BA], "base", ("An",), {BA}),  # not in another of their roles either
        ([("An", "commune"), AN], "base", (), {AN}),  # in the name of the nearer unit
        ([AN, BA, CO], "old", (), {AN, BA}),  # its successor and its last unit above stand equally near
        ([AN, CO], "old", (), {AN}),
        ([CO], "old", (), {CO}),
        ([("Em", "closed"), CO], "off", (), {("Em", "closed")}),  # the role was not taken back
        ([CO], "off", (), {CO}),
    ],
)
def test_a_desk_falls_to_the_nearest_who_is_not_its_author_r20_r21_r41(
    at: At, holding: list[tuple[str, str]], desk: str, besides: tuple[str, ...], expected: set[tuple[str, str]]
) -> None:
    for each in holding:
        at.holds(*each)
    assert at.falls_to(desk, *besides) == expected


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ({}, True),
        ({"role": "standing"}, True),
        ({"role": "publicity"}, False),
        ({"role": "leader"}, False),
        ({"role": "council"}, False),
        ({"role": "admin"}, False),
        ({"joined": None}, False),
        ({"state": "gone"}, False),
        ({"ended_at": NOW}, False),
        ({"since": DAY}, True),
        ({"since": DAY + timedelta(days=1)}, False),
        ({"until": DAY}, True),
        ({"until": DAY - timedelta(days=1)}, False),
    ],
)
def test_only_who_reviews_today_and_can_be_reached_sits_at_a_desk_r20(
    at: At, more: dict[str, Any], *, holds: bool
) -> None:
    at.holds("Ba", "commune")
    at.holds("An", "base", **more)
    assert at.falls_to("base") == {AN if holds else BA}
    assert (at.seat("An", "base", MINUTE) is not None) is holds


@pytest.mark.parametrize("holding", [[AN, BA, CO], [AN, CO], [BA, ("Em", "old")], [CO], [("An", "deep-3"), BA]])
def test_desks_seen_from_a_person_are_those_that_fall_to_them_r21(at: At, holding: list[tuple[str, str]]) -> None:
    for each in holding:
        at.holds(*each)
    living = [unit for unit in TREE if unit not in ENDED]
    for name in dict(holding):
        mine = set(at.db.execute(select(levels.desks(at.people[name], DAY).c.unit_id)).scalars())
        theirs = [unit for unit in living if name in {who for who, _ in at.falls_to(unit)}]
        assert [unit for unit in living if at.units[unit] in mine] == theirs


@pytest.mark.parametrize(
    ("holding", "expected"),
    [([AN, CO], {"An"}), ([AN, BA, CO], {"An", "Ba"}), ([CO], {"Co"}), ([("Em", "old"), AN, CO], {"Em"})],
)
def test_what_lies_at_an_ended_units_desk_is_in_the_queue_of_who_may_decide_it_r41(
    at: At, holding: list[tuple[str, str]], expected: set[str]
) -> None:
    for each in holding:
        at.holds(*each)
    at.reports("old", sender=None)
    queues = {name: review.queue(at.db, who, NOW, DAY) for name, who in at.people.items()}
    assert {name for name, found in queues.items() if found} == expected


def test_only_what_a_reviewer_wrote_themselves_is_looked_at_again_r20(at: At) -> None:
    """Not whatever lies at the desk of somebody who has written something else."""
    for each in (AN, BA):
        at.holds(*each)
    sent, elsewhere = at.reports("base", "commune", sender="An")
    written, strange = at.reports("base", "base", sender=None)
    row = {"report_id": written, "position": 1, "name": "An", "person_id": at.people["An"]}
    at.db.execute(insert(of(ReportAuthor)), [row, {**row, "report_id": elsewhere}])
    assert sorted(at.db.execute(review.CHIEFS_OWN).scalars()) == [sent, written]
    queues = {name: {each.id for each in review.queue(at.db, who, NOW, DAY)} for name, who in at.people.items()}
    assert queues == {"An": {strange}, "Ba": {sent, written, elsewhere}}


# --- in whose name ----------------------------------------------------------------------------------------------------------

GRASS = timedelta(days=levels.clocks()["cdcs"].above_after)


@pytest.mark.parametrize(
    ("name", "desk", "waited", "besides", "expected"),
    [
        ("An", "base", MINUTE, (), ("base", False)),
        ("An", "base", 2 * GRASS, (), ("base", False)),  # too late is still theirs
        ("An", "shop", MINUTE, (), ("base", False)),
        ("Ba", "base", MINUTE, (), None),
        ("Ba", "base", GRASS, (), None),
        ("Ba", "base", GRASS + MINUTE, (), ("commune", True)),
        ("Co", "base", GRASS + MINUTE, (), ("province", True)),
        ("Ba", "base", MINUTE, ("An",), ("commune", False)),  # the base's reviewer wrote it: in nobody's place
        ("Co", "base", MINUTE, ("An",), None),
        ("Co", "base", GRASS + MINUTE, ("An",), ("province", True)),
        ("An", "base", 2 * GRASS, ("An",), None),
        ("Ba", "base", 2 * GRASS, ("An", "Ba"), None),
        ("An", "commune", 2 * GRASS, (), None),  # never of a unit above
        ("Ba", "shop", MINUTE, (), ("commune", True)),  # a type without a clock keeps nobody waiting
    ],
)
def test_the_level_above_may_act_instead_once_it_took_too_long_r20(
    at: At, name: str, desk: str, waited: timedelta, besides: tuple[str, ...], expected: tuple[str, bool] | None
) -> None:
    for each in (AN, BA, CO):
        at.holds(*each)
    found = at.seat(name, desk, waited, *besides)
    assert found == (Seat(at.units[expected[0]], instead=expected[1]) if expected else None)


def test_whoever_holds_nothing_has_no_seat_r21(at: At) -> None:
    at.holds("An", "off")
    assert at.seat("An", "base", 2 * GRASS) is None


@pytest.mark.parametrize("days", ["remind_after", "above_after"])
def test_too_long_means_the_same_with_a_moment_and_with_moments(at: At, days: str) -> None:
    types = {"base": "cdcs", "commune": "cd-xa-phuong", "province": "ldld-tinh"}
    limits = {unit: timedelta(days=getattr(levels.clocks()[type_], days)) for unit, type_ in types.items()}

    def late(unit: str, waited: timedelta) -> set[bool]:
        since = literal(NOW - waited, of(Report).c.waits_since.type)
        here = select(levels.unit.c.id).where(levels.unit.c.id == at.units[unit])
        now, later = (levels.later_than(since, each, days) for each in (NOW, None))
        told = (at.db.execute(here.where(now)), at.db.execute(here.where(later), levels.moments(NOW, days)))
        return {rows.first() is not None for rows in told}

    assert {unit: late(unit, waited) for unit, waited in limits.items()} == {unit: {False} for unit in limits}
    assert {unit: late(unit, waited + MINUTE) for unit, waited in limits.items()} == {unit: {True} for unit in limits}


# --- where it goes next -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "above"),
    [
        ("shop", "base"),
        ("base", "group"),
        ("group", "commune"),
        ("commune", "province"),
        ("province", None),
        ("old", "commune"),  # of two equally near, the one that was entered first
        ("off", "province"),  # what has ended is passed over
        ("under-office", "province"),  # and so is what does not review
        (f"deep-{DEEP - 1}", "base"),  # however deep the tree
    ],
)
def test_a_report_goes_to_the_next_unit_that_reviews_r20_r41(at: At, unit: str, above: str | None) -> None:
    found = levels.above(at.db, at.units[unit], DAY)
    assert {code for code, number in at.units.items() if number == found} == ({above} if above else set())


def test_the_day_says_where_a_unit_hangs_r41(at: At) -> None:
    parent, moved = of(UnitParent), DAY - timedelta(days=10)
    here = parent.c.unit_id == at.units["base"]
    at.db.execute(update(parent).where(here).values(until=moved - timedelta(days=1)))
    row = {"unit_id": at.units["base"], "parent_id": at.units["office"], "since": moved}
    at.db.execute(insert(parent), row)
    days = (moved - timedelta(days=1), moved)
    assert [levels.above(at.db, at.units["base"], day) for day in days] == [at.units["group"], at.units["province"]]


def test_heights_are_counted_by_floors_however_many_a_query_climbs_r41(at: At) -> None:
    found = upwards(at.db, [at.units[f"deep-{DEEP - 1}"]], DAY)
    line = [*(f"deep-{floor}" for floor in reversed(range(DEEP))), "base", "group", "commune", "province"]
    assert found == {at.units[code]: height for height, code in enumerate(line)}


def test_a_circle_in_imported_data_ends_r41(at: At) -> None:
    row = {"unit_id": at.units["province"], "parent_id": at.units["base"]}
    at.db.execute(insert(of(UnitParent)), row)
    found = upwards(at.db, [at.units["base"]], DAY)
    assert found == {at.units[code]: height for height, code in enumerate(("base", "group", "commune", "province"))}
    assert levels.above(at.db, at.units["province"], DAY) == at.units["base"]
