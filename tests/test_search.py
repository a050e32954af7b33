"""Looking for reports by words (R70): what is found, in which order, by whom; and the index that leads there, on both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from storage import grants, search, search_index, search_words
from storage.migrations import upgrade
from storage.search import MOST, UNITS, Way, match, tsquery
from storage.search_words import Reading, readings
from storage.store import Store
from storage.tables import Movement, Person, Report, Unit, UnitParent, of
from storage.vault import VAULT, new_key
from tests import postgres

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
DAY = date(2026, 11, 22)
PROVINCE, UPPER, HERE, THERE = 1, 2, 3, 4
OFFICER, BELOW, MEMBER, PUBLICITY = 1, 2, 3, 4
MOMENTS = dict.fromkeys(("sent_at", "changed_at", "waits_since"), NOW)
report = of(Report)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A house of four units, an officer of the province and one of a single unit, on either database."""
    VAULT.unlock(new_key())
    try:
        made = Store(tmp_path / "a.db" if request.param == "sqlite" else postgres.server().new_database())
    except postgres.NoPostgres as no:
        pytest.skip(str(no))
    made.create()
    with made.write() as db:
        db.execute(insert(of(Movement)).values(id=1, code="m", version=1, content={}, loaded_at=NOW))
        units = (PROVINCE, UPPER, HERE, THERE)
        db.execute(insert(of(Unit)), [{"id": each, "code": f"u{each}", "type": "cdcs"} for each in units])
        hanging = ((UPPER, PROVINCE), (HERE, UPPER), (THERE, PROVINCE))
        db.execute(insert(of(UnitParent)), [{"unit_id": each, "parent_id": above} for each, above in hanging])
        people = ({"id": each, "joined_at": NOW, "created_at": NOW} for each in (OFFICER, BELOW, MEMBER, PUBLICITY))
        db.execute(insert(of(Person)), [*people])
        for who, role, where in (
            (OFFICER, "reviewer", PROVINCE),
            (BELOW, "leader", UPPER),
            (PUBLICITY, "publicity", PROVINCE),
        ):
            grants.grant(db, who, role, where, since=DAY, until=None, by=None, now=NOW)
    yield made
    made.close()


def file(db: Connection, number: int, title: str, *, unit: int = HERE, who: int | None = None, **more: Any) -> None:
    row: dict[str, Any] = {
        "id": number,
        "code": f"SK-2026-{number:04d}",
        "kind": "initiative",
        "movement_id": 1,
        "unit_id": unit,
    }
    row |= {"title": title, "person_id": who, "on_day": DAY, "state": "sent", "desk_unit_id": unit, **more, **MOMENTS}
    row["search_key"] = search_words.key(unit, row["code"], title, row.get("solution"))
    db.execute(insert(report), row)


def found(store: Store, sought: str, who: int = OFFICER) -> list[int]:
    with store.read() as db:
        return [hit.id for hit in search.find(db, who, sought, DAY)]


# --- what is found, and in which order ------------------------------------------------------------------------------------------

TITLES = {
    1: "Bộ gá xoay hàn lồng thép",
    2: "Bỏ ga, bớt gà: bếp điện cho nhà ăn",
    3: "Gá kẹp ống (XL-02) 100% tái dùng, giảm_phế",
    4: "BỘ GÁ nghiêng đổ bê tông",
    5: "Ban an toàn xưởng Đúc, gang và thép",
}
ASKED = [
    ("bộ gá", [4, 1, 2]),  # as typed first, however they are capitalised; then those that are so without accents
    ("bo\u0323\u0302 ga\u0301", [4, 1, 2]),  # the same decomposed, as some phones write it
    ("bo ga", [4, 2, 1]),
    ("gà", [2, 3, 4, 1]),  # of the others the one that begins so
    ("ga", [2, 3, 4, 1]),  # the 5th only begins so ("gang"): two letters are the beginning of nearly everything
    ("gan", [5]),  # three are not
    ("đúc", [5]),
    ("ĐUC", [5]),
    ("thép xoay", [1]),
    ("thep", [5, 1]),
    ("xl-02", [3]),
    ("02", [3]),
    ("0003", [3]),
    ("100%", [3]),
    ("giam phe", [3]),
    ("gá*", [4, 3, 1, 2]),
    ("hanf xoay", [1]),  # a Telex key left in (R77)
    ("sk", [5, 4, 3, 2, 1]),  # of the code; an abbreviation is written out only when nothing is called so
    ("atld", []),
    ("sk 2026 3", []),
    ("%", []),
    ("_", []),
    ('"gá" OR thép', []),
    ("gá) OR (thép", []),
    ("", []),
    ("\U0001f600", []),
    ("thép " * 50, [5, 1]),
]


def achievements(db: Connection) -> None:
    for number, title in TITLES.items():
        file(db, number, title)


def test_words_find_reports_the_accents_as_typed_first_r70_r77(store: Store) -> None:
    with store.write() as db:
        achievements(db)
    assert {sought: found(store, sought) for sought, _ in ASKED} == dict(ASKED)
    with store.write() as db:
        search_index.drop(db)
    assert {sought: found(store, sought) for sought, _ in ASKED} == dict(ASKED)  # an index only makes it faster


def test_an_abbreviation_is_written_out_when_nothing_is_called_so_r77(store: Store) -> None:
    with store.write() as db:
        file(db, 1, "Công nhân may tiết kiệm chỉ")
        file(db, 2, "Mô hình mẫu")
    assert (found(store, "cn tk"), found(store, "mh"), found(store, "CN TIẾT KIỆM")) == ([1], [2], [1])


def test_a_question_is_understood_in_a_few_ways_of_a_few_words() -> None:
    assert readings("bộ gá Bộ") == [Reading(("bo", "ga"), ("bộ", "gá"))]
    assert readings("bo ga") == [Reading(("bo", "ga"))]
    long = readings(" ".join(["cn"] * 3 + [f"k{'x' * 99}{each}" for each in range(99)]))
    assert (len(long) <= 4, {len(each.plain) <= 6 for each in long}, max(map(len, long[0].plain))) == (
        True,
        {True},
        30,
    )


def test_a_key_holds_words_between_spaces_then_those_with_accents_then_the_unit() -> None:
    assert (
        search_words.key(7, "SK-2026-0147", "Bộ gá, bộ GÁ (XL-02)", None)
        == " sk 2026 0147 bo ga bo ga xl 02 bộ gá \u03c97 "
    )


def test_the_newest_of_many_are_listed_those_as_typed_first_wherever_they_stand(store: Store) -> None:
    with store.write() as db:
        file(db, 1, "Gắn chốt")
        for number in range(2, MOST + 6):
            file(db, number, "Gan lì, găng tay")
        file(db, 900, "Gang")
    assert found(store, "gan") == [
        *range(MOST + 5, 5, -1)
    ]  # "gang" only begins so: nobody looks there while there are whole ones
    assert found(store, "gắn") == [1, *range(MOST + 5, 6, -1)]
    with store.read() as db:
        best = search.find(db, OFFICER, "gắn chốt", DAY)[0]
    assert best == search.Hit(1, "SK-2026-0001", "Gắn chốt", HERE, DAY, "sent")


def test_reports_of_every_era_are_found_the_newest_first(store: Store) -> None:
    """PostgreSQL's index is asked for the newest eras first: what lies at their edges is found once and in its place."""
    edge, few = search_index.AN_ERA, 3 * MOST // 4
    numbers = [1, edge - 1, edge, edge + 1, 3 * edge - 1, 3 * edge, 35 * edge, 36 * edge - 1, 36 * edge]
    with store.write() as db:
        for number in numbers:
            file(db, number, "Gá hàn")
    assert found(store, "ga han") == numbers[::-1]
    with store.write() as db:
        for number in (*range(20 * edge, 20 * edge + few), *range(36 * edge + 1, 36 * edge + few + 1)):
            file(db, number, "Gá hàn")
    latest = [*range(36 * edge + few, 36 * edge - 2, -1), 35 * edge]
    assert found(store, "ga han") == [
        *latest,
        *range(20 * edge + few - 1, 20 * edge + few - 1 - (MOST - len(latest)), -1),
    ]


# --- by whom --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("units", [UNITS, 0], ids=["named to the index", "sorted out of it"])
def test_one_finds_what_one_may_read_and_one_s_own_r45(
    store: Store, monkeypatch: pytest.MonkeyPatch, units: int
) -> None:
    monkeypatch.setattr(search, "UNITS", units)
    with store.write() as db:
        file(db, 1, "Gá hàn", unit=HERE, who=MEMBER)
        file(db, 2, "Gá hàn", unit=THERE)
        file(db, 3, "Gá hàn", unit=THERE, who=BELOW)
        file(db, 4, "Gá hàn", unit=UPPER, state="withdrawn", who=MEMBER)
        file(db, 5, "Gá hàn", unit=PROVINCE, who=PUBLICITY)
    asked = {who: found(store, "gá hàn", who) for who in (OFFICER, BELOW, MEMBER, PUBLICITY, 99)}
    assert asked == {OFFICER: [5, 3, 2, 1], BELOW: [3, 1], MEMBER: [4, 1], PUBLICITY: [5], 99: []}
    with store.write() as db:
        for held in grants.held_now(db, BELOW):
            grants.end(db, held, by=OFFICER, now=NOW)
    assert found(store, "gá hàn", BELOW) == [3]


def test_nothing_typed_reaches_the_words_that_name_units() -> None:
    assert [readings(each) for each in ("\u03c93", "\u03a93")] == [[Reading(("3",))], [Reading(("3",))]]
    way = Way(("2026", "ga", "tiet"), begins=True)
    assert match(way, [3, 4]) == '"2026" AND "ga" AND "tiet"* AND ("\u03c93" OR "\u03c94")'
    assert tsquery(way, [3, 4], [5]) == "'2026' & 'ga' & 'tiet':* & ('\u03c93' | '\u03c94') & ('\u03c45')"
    assert (tsquery(Way(("ga",)), [], []), match(Way(("ga",)), [])) == ("'ga'", '"ga"')


# --- the index ------------------------------------------------------------------------------------------------------------------


def test_the_index_follows_a_report_that_is_changed_or_goes(store: Store) -> None:
    with store.write() as db:
        file(db, 1, "Gá hàn")
        file(db, 2, "Gá kẹp")
        changed = {"search_key": search_words.key(HERE, "SK-2026-0001", "Kệ khuôn")}
        db.execute(update(report).where(report.c.id == 1).values(title="Kệ khuôn", **changed))
        db.execute(update(report).where(report.c.id == 2).values(state="approved"))
    assert (found(store, "gá"), found(store, "kệ"), found(store, "sk-2026-0001")) == ([2], [1], [1])
    with pytest.raises(ZeroDivisionError), store.write() as db:
        file(db, 3, "Gá xoay")
        raise ZeroDivisionError  # undone with the report
    with store.write() as db:
        db.execute(delete(report).where(report.c.id == 2))
    assert found(store, "gá") == []
    if not store.shared:
        check_whole(store)


def check_whole(store: Store) -> None:
    """FTS5's own check that the index says what the reports say; it raises otherwise."""
    with store.write() as db:
        db.exec_driver_sql("INSERT INTO report_search (report_search, rank) VALUES ('integrity-check', 1)")


def test_fts5_s_check_would_find_an_index_that_lags_behind(tmp_path: Path) -> None:
    store = Store(tmp_path / "a.db")
    store.create()
    with store.unchecked() as db:
        db.exec_driver_sql("DROP TRIGGER report_search_put")
        file(db, 1, "Gá hàn")
    with pytest.raises(DBAPIError):
        check_whole(store)
    store.close()


def test_reports_from_before_there_was_an_index_are_found_when_it_is_made(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "PIECE", 2)
    with store.write() as db:
        search_index.drop(db)
        assert not search_index.ready(db)
        achievements(db)
        db.execute(update(report).values(search_key="sk-2026-0001 bo ga"))  # as an earlier release wrote it
        assert (search_index.create(db), search_index.ready(db)) == (True, True)
        keys = dict(db.execute(select(report.c.id, report.c.search_key)).all())
    assert keys == {number: search_words.key(HERE, f"SK-2026-{number:04d}", title) for number, title in TITLES.items()}
    assert found(store, "bộ gá") == [4, 1, 2]
    if not store.shared:
        check_whole(store)


@pytest.fixture
def empty() -> Iterator[Store]:
    """PostgreSQL before there is anything of ours."""
    try:
        made = Store(postgres.server().new_database())
    except postgres.NoPostgres as no:
        pytest.skip(str(no))
    VAULT.unlock(new_key())
    yield made
    made.close()


def test_where_postgresql_does_not_allow_an_index_reports_are_found_all_the_same(empty: Store) -> None:
    empty.create()
    with empty.write() as db:
        search_index.drop(db)
        db.exec_driver_sql("DO $$ BEGIN CREATE ROLE stranger; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        db.exec_driver_sql("GRANT SELECT, UPDATE ON report TO stranger")
        db.exec_driver_sql("SET LOCAL ROLE stranger")
        assert (search_index.create(db), search_index.ready(db)) == (False, False)
        db.exec_driver_sql("RESET ROLE")  # the transaction goes on: nothing but the index is missing
        assert search.find(db, OFFICER, "gá", DAY) == []


def test_a_new_release_may_take_its_time_over_a_large_postgresql(empty: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a message may take (a minute) is too little for an index of a million reports."""
    allowed: list[str] = []

    def create(db: Connection) -> bool:
        allowed.append(db.exec_driver_sql("SHOW statement_timeout").scalar_one())
        return False

    monkeypatch.setattr(search_index, "create", create)
    upgrade(empty)
    with empty.write() as db:
        create(db)
    assert allowed == ["0", "0", "1min"]  # the schema, the index of an old one, and a message afterwards


def test_an_earlier_release_s_trigrams_give_way_to_the_words(empty: Store) -> None:
    upgrade(empty)
    with empty.write() as db:
        search_index.drop(db)
        db.exec_driver_sql("CREATE EXTENSION pg_trgm")
        db.exec_driver_sql("CREATE INDEX ix_report_search_key ON report USING gin (search_key gin_trgm_ops)")
    upgrade(empty)
    with empty.read() as db:
        named = "SELECT indexname FROM pg_indexes WHERE strpos(indexdef, 'USING gin') > 0"
        assert db.exec_driver_sql(named).scalars().all() == ["ix_report_words"]
