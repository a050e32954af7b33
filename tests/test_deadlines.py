"""Deadlines as data: whom each asks on a day, what the standing unit may do with them, what is kept of it (R25, R26, R45)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert

from storage import deadlines, grants, units
from storage.deadlines import Due, OutOfBounds, SameDeadline
from storage.tables import Audit, Deadline, Person, Submission, Unit, UnitParent, of
from tests.talk import Room

NOW = datetime(2026, 11, 1, 3, tzinfo=UTC)
DAY = date(2026, 11, 1)
SCHOOLS = {"cdcs-mam-non-may-trang", "cdcs-tieu-hoc-suoi-ngoc", "cdcs-thcs-doi-thong", "cdcs-thpt-ben-sen"}
BY: dict[str, Any] = {"who": None, "now": NOW}


@pytest.fixture
def db(room: Room) -> Iterator[Connection]:
    with room.store.write() as db:
        yield db


def due(db: Connection, code: str = "nb", **values: Any) -> Due:
    number = units.by_code(db, code)
    assert number is not None, code
    said = {"movement": "m", "year": 2026, "unit_type": "", "duty": "nominate", "level": "province", "award": ""}
    return Due(**{"id": 0, "unit_id": number, "due": date(2026, 11, 20), **said, **values})


def kept(db: Connection, code: str = "nb", **values: Any) -> Due:
    found = deadlines.one(db, deadlines.add(db, due(db, code, **values), **BY))
    assert found is not None
    return found


def codes(db: Connection, numbers: set[int]) -> set[str]:
    table = of(Unit)
    rows = db.execute(table.select().where(table.c.id.in_(numbers))).mappings()
    return {row["code"] for row in rows}


def asked(db: Connection, *wanted: Due, day: date = DAY) -> list[set[str]]:
    found = deadlines.asked(db, wanted, day)
    return [codes(db, found[each.id]) for each in wanted]


# --- whom a deadline asks -------------------------------------------------------------------------------------------------


def test_a_deadline_asks_the_living_units_below_that_report_and_not_the_unit_that_set_it_r25(db: Connection) -> None:
    (found,) = asked(db, kept(db))
    assert {"cd-xa-vu-ban", "cdcs-lua-vang", "cum-truong-hoc-2", "cdcs-den-song", *SCHOOLS} <= found
    assert not found & {"nb", "tld", "nb-cu"}
    assert not found & {"cum-td-xp-1", "cum-td-truc-thuoc"}  # clusters of emulation report nothing
    assert not found & {"tp-hoa-lu", "cdcs-thuy-an", "nganh-y-te"}  # ended


@pytest.mark.parametrize(
    ("unit", "unit_type", "found"),
    [
        ("nb", "ldld-tinh", {"nb"}),
        ("nb", "cum-cdcs", {"cum-truong-hoc-2"}),
        ("cum-truong-hoc-2", "", SCHOOLS),
        ("cum-truong-hoc-2", "cum-cdcs", {"cum-truong-hoc-2"}),
        ("cd-xa-vu-ban", "", {"cdcs-lua-vang"}),
        ("cdcs-lua-vang", "", set()),
        ("cdcs-lua-vang", "cdcs", {"cdcs-lua-vang"}),
        ("nb", "ldld-huyen", set()),
        ("nb", "cum-thi-dua", set()),
    ],
)
def test_a_type_narrows_it_and_names_the_setter_itself(
    db: Connection, unit: str, unit_type: str, found: set[str]
) -> None:
    assert asked(db, kept(db, unit, unit_type=unit_type)) == [found]


def test_of_two_the_nearer_counts_then_the_one_that_names_the_type(db: Connection) -> None:
    province, typed, near = kept(db), kept(db, unit_type="cdcs"), kept(db, "cum-truong-hoc-2")
    all_of_it, of_type, schools = asked(db, province, typed, near)
    assert schools == SCHOOLS
    assert "cdcs-den-song" in of_type
    assert not of_type & SCHOOLS
    assert "cum-truong-hoc-2" in all_of_it
    assert not all_of_it & (of_type | SCHOOLS)


@pytest.mark.parametrize(
    "other",
    [{"movement": "n"}, {"year": 2027}, {"duty": "register"}, {"level": "confederation"}, {"award": "overall"}],
)
def test_what_differs_in_anything_else_is_another_duty(db: Connection, other: dict[str, Any]) -> None:
    province, near = kept(db), kept(db, "cum-truong-hoc-2", **other)
    assert [each >= SCHOOLS for each in asked(db, province, near)] == [True, True]


def test_a_rival_counts_though_nobody_asked_about_it(db: Connection) -> None:
    province, _ = kept(db), kept(db, "cum-truong-hoc-2")
    assert not asked(db, province)[0] & SCHOOLS


def test_an_example_takes_nothing_from_what_is_in_force_but_shows_whom_it_would_ask(db: Connection) -> None:
    province, example = kept(db), replace(due(db, "cum-truong-hoc-2"), id=-1, state="example")
    in_force, as_if = asked(db, province, example)
    assert in_force >= SCHOOLS
    assert as_if == SCHOOLS
    near = kept(db, "cum-truong-hoc-2")
    assert asked(db, near, replace(due(db, unit_type="cdcs"), id=-1, state="example"))[0] == SCHOOLS


def test_units_are_those_of_the_day_so_a_reorganisation_needs_nothing(db: Connection) -> None:
    before = kept(db, "nam-dinh")
    assert "tp-nam-dinh" in asked(db, before, day=date(2025, 6, 30))[0]
    assert asked(db, before, day=date(2025, 7, 1)) == [set()]
    split = kept(db, "nb-cu")
    assert "cdcs-thuy-an" in asked(db, split, day=date(2024, 9, 30))[0]
    after = asked(db, split, day=date(2024, 10, 1))[0]
    assert {"cdcs-thuy-an-1", "cdcs-thuy-an-2"} <= after
    assert "cdcs-thuy-an" not in after


def test_who_has_handed_in_owes_nothing_r26(db: Connection) -> None:
    one, who = kept(db, "cum-truong-hoc-2"), person(db)
    school = min(deadlines.asked(db, [one], DAY)[one.id])
    assert deadlines.mark(db, one.id, school, who=who, now=NOW)
    assert school not in deadlines.owing(db, [one], DAY)[one.id]
    assert school in deadlines.asked(db, [one], DAY)[one.id]
    assert deadlines.submitted(db, [one.id, 99]) == {one.id: {school}, 99: set()}
    assert not deadlines.mark(db, one.id, school, who=who, now=NOW)  # twice is one row
    assert len(rows(db, Submission)) == 1
    assert deadlines.unmark(db, one.id, school, who=who, now=NOW)
    assert not deadlines.unmark(db, one.id, school, who=who, now=NOW)
    assert school in deadlines.owing(db, [one], DAY)[one.id]
    assert [row["act"] for row in rows(db, Audit)][-2:] == ["mark-submitted", "unmark-submitted"]


def test_only_units_within_are_reckoned_when_some_are_given(db: Connection) -> None:
    one = kept(db)
    every = deadlines.asked(db, [one], DAY)[one.id]
    few = set(sorted(every)[:3])
    assert deadlines.asked(db, [one], DAY, few | {10**9})[one.id] == few
    assert deadlines.asked(db, [], DAY) == {}


# --- cost -----------------------------------------------------------------------------------------------------------------


@contextmanager
def counted(db: Connection) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(statement)

    event.listen(db, "before_cursor_execute", note)
    yield said
    event.remove(db, "before_cursor_execute", note)


def grow(db: Connection, count: int) -> None:
    """So many grassroots unions below the province."""
    above = units.by_code(db, "nb")
    first = 100_000
    ids = range(first, first + count)
    db.execute(insert(of(Unit)), [{"id": each, "code": f"x{each}", "type": "cdcs"} for each in ids])
    db.execute(insert(of(UnitParent)), [{"unit_id": each, "parent_id": above} for each in ids])


def test_queries_do_not_grow_with_units_or_deadlines(db: Connection) -> None:
    one = kept(db)
    with counted(db) as few:
        deadlines.owing(db, [one], DAY)
    grow(db, 50)
    many = [one, *(kept(db, year=year) for year in (2025, 2027))]
    with counted(db) as more:
        assert len(deadlines.owing(db, many, DAY)[one.id]) > 60
    assert (len(few), len(more)) == (6, 6)  # two of them: what was registered, what was sent


def test_two_thousand_units_and_ten_deadlines_are_reckoned_at_once(db: Connection) -> None:
    grow(db, 2000)
    many = [kept(db, year=year, due=date(year, 11, 20)) for year in range(2021, 2031)]
    best = 9.0
    for _ in range(3):
        start = perf_counter()
        found = deadlines.owing(db, many, DAY)
        best = min(best, perf_counter() - start)
    assert all(len(each) > 2000 for each in found.values())
    assert best < 0.5  # about 30 ms alone; the machine of a test has other work


# --- the verbs ------------------------------------------------------------------------------------------------------------


def person(db: Connection) -> int:
    values = {"language": "vi", "created_at": NOW, "joined_at": NOW, "name": "A"}
    number: int = db.execute(insert(of(Person)).values(**values)).inserted_primary_key[0]  # type: ignore[index]  # one row, one key
    return number


def rows(db: Connection, model: Any) -> list[Any]:
    return list(db.execute(of(model).select().order_by(of(model).c.id)).mappings())


def test_one_deadline_of_each(db: Connection) -> None:
    first = kept(db)
    with pytest.raises(SameDeadline) as same:
        kept(db, due=date(2026, 12, 1))
    assert same.value.id == first.id
    assert deadlines.same_as(db, due(db)) == first


def test_a_withdrawn_one_comes_back_with_the_new_dates(db: Connection) -> None:
    first = kept(db)
    assert deadlines.withdraw(db, first.id, **BY)
    assert not deadlines.withdraw(db, first.id, **BY)
    assert deadlines.standing(db) == []
    again = kept(db, due=date(2026, 12, 1), leads=(2,))
    assert (again.id, again.due, again.leads, again.state) == (first.id, date(2026, 12, 1), (2,), "standing")
    assert [row["act"] for row in rows(db, Audit)] == ["add-deadline", "withdraw-deadline", "add-deadline"]


def test_a_change_gives_what_was_and_is_in_the_audit_r45(db: Connection) -> None:
    first = kept(db)
    old = deadlines.change(db, first.id, due=date(2026, 11, 25), leads=[3, 30, 3], **BY)
    new = deadlines.one(db, first.id)
    assert old == first
    assert new == replace(first, due=date(2026, 11, 25), leads=(30, 3))
    assert "2026-11-20→2026-11-25" in rows(db, Audit)[-1]["note"]
    count = len(rows(db, Audit))
    deadlines.change(db, first.id, due=date(2026, 11, 25), **BY)  # nothing changes, nothing is noted
    assert len(rows(db, Audit)) == count
    with pytest.raises(LookupError):
        deadlines.change(db, 999, grace=1, **BY)
    with pytest.raises(OutOfBounds):
        deadlines.change(db, first.id, unit_id=1, **BY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("year", 2019),
        ("year", 2101),
        ("due", date(2028, 1, 1)),
        ("due", date(2024, 12, 31)),
        ("duty", "pay"),
        ("level", "moon"),
        ("award", "gold"),
        ("leads", (366,)),
        ("leads", (-1,)),
        ("leads", tuple(range(13))),
        ("grace", 91),
        ("grace", -1),
        ("overdue", (0,)),
        ("overdue", tuple(range(1, 14))),
        ("above_after", 366),
        ("movement", ""),
        ("unit_type", "x" * 41),
        ("source", "x" * 301),
    ],
)
def test_every_value_has_a_bound(db: Connection, field: str, value: Any) -> None:
    with pytest.raises(OutOfBounds) as out:
        kept(db, **{field: value})
    assert out.value.field in (field, "due")
    assert rows(db, Deadline) == []


def test_steps_are_kept_in_order_and_once(db: Connection) -> None:
    one = kept(db, leads=(0, 30, 7, 7), overdue=(7, 1, 7))
    assert (one.leads, one.overdue) == ((30, 7, 0), (1, 7))


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 20), date(2027, 11, 20)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
    ],
)
def test_a_year_on(day: date, following: date) -> None:
    assert deadlines.next_year(day) == following


def test_a_copy_for_next_year_stands_beside_the_old(db: Connection) -> None:
    first = kept(db, grace=3, above_after=7, source="x")
    number = deadlines.copy_to_next_year(db, first.id, **BY)
    assert deadlines.one(db, number) == replace(first, id=number, year=2027, due=date(2027, 11, 20), source="")
    assert deadlines.one(db, first.id) == first
    with pytest.raises(SameDeadline):
        deadlines.copy_to_next_year(db, first.id, **BY)
    with pytest.raises(LookupError):
        deadlines.copy_to_next_year(db, 999, **BY)


# --- who may set which ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "unit", "reached"),
    [
        ("standing", "nb", {"nb", "cd-xa-vu-ban", "cd-xa-yen-khanh"}),
        ("standing", "cd-xa-vu-ban", {"cd-xa-vu-ban"}),
        ("standing", "cdcs-den-song", set()),
        ("leader", "nb", set()),
        ("admin", "tld", set()),
    ],
)
def test_deadlines_are_set_by_the_standing_unit_for_itself_and_below(
    db: Connection, role: str, unit: str, reached: set[str]
) -> None:
    for code in ("nb", "cd-xa-vu-ban", "cd-xa-yen-khanh"):
        kept(db, code)
    who, where = person(db), units.by_code(db, unit)
    assert where is not None
    grants.grant(db, who, role, where, since=DAY, until=None, by=None, now=NOW)
    found = deadlines.settable(db, who, DAY)
    assert codes(db, {each.unit_id for each in found}) == reached
    assert deadlines.settable(db, who, DAY - timedelta(days=1)) == []
    every = [each.id for each in deadlines.standing(db)]
    alone = {number for number in every if deadlines.settable(db, who, DAY, number)}
    assert alone == {each.id for each in found}


# --- what the program brings along ----------------------------------------------------------------------------------------


def test_the_examples_are_laid_out_once_and_are_not_in_force(db: Connection) -> None:
    assert deadlines.load_starter(db, NOW)
    assert not deadlines.load_starter(db, NOW)
    found = deadlines.standing(db, examples=True)
    assert deadlines.standing(db) == []
    assert all(each.state == "example" and each.example and each.source for each in found)
    said = {(codes(db, {each.unit_id}).pop(), each.duty, each.level, each.due) for each in found}
    assert said >= {
        ("nb", "register", "province", date(2027, 1, 25)),
        ("cum-truong-hoc-2", "register", "province", date(2026, 10, 20)),
        ("nb", "nominate", "province", date(2026, 11, 20)),
        ("nb", "nominate", "peoples-committee", date(2026, 12, 10)),
        ("cum-truong-hoc-2", "nominate", "peoples-committee", date(2027, 7, 10)),
    }


def test_an_example_comes_into_force_and_stays_marked(db: Connection) -> None:
    deadlines.load_starter(db, NOW)
    example = next(each for each in deadlines.standing(db, examples=True) if each.due == date(2026, 11, 20))
    assert deadlines.adopt(db, example.id, **BY)
    assert not deadlines.adopt(db, example.id, **BY)
    assert deadlines.standing(db) == [replace(example, state="standing")]
    assert rows(db, Audit)[-1]["act"] == "adopt-deadline"


def test_the_schools_register_by_their_own_day_and_the_others_by_the_provinces(db: Connection) -> None:
    deadlines.load_starter(db, NOW)
    found = [each for each in deadlines.standing(db, examples=True) if each.duty == "register"]
    for each in found:
        deadlines.adopt(db, each.id, **BY)
    schools, province = asked(db, *deadlines.standing(db))
    assert schools == SCHOOLS
    assert not province & SCHOOLS
    assert "cdcs-den-song" in province


def test_examples_for_units_of_another_register_are_left_out(db: Connection) -> None:
    db.execute(of(Unit).update().where(of(Unit).c.code == "cum-truong-hoc-2").values(code="other"))
    deadlines.load_starter(db, NOW)
    assert {codes(db, {each.unit_id}).pop() for each in deadlines.standing(db, examples=True)} == {"nb"}
