"""The register over time: the six events, the mergers of 2025, the starter, and what a release may change (R1, R41)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select

from storage import movement, register, register_starter, units
from storage.register import Decision, EventRefused, Newcomer, Sheet
from storage.register_shapes import Record, by_code, record_of
from storage.store import Store
from storage.tables import Movement as Kept
from storage.tables import Report, Unit, UnitEvent, UnitName, UnitSuccession, UnitType, of
from tests.registering import NOW, STARTER, TODAY, empty_store, everything, file_report


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with empty_store(tmp_path) as store:
        yield store


@pytest.fixture
def db(store: Store) -> Iterator[Connection]:
    """The loaded starter, in an open transaction."""
    with store.write() as db:
        register.load_starter(db, NOW)
        yield db


# --- events -----------------------------------------------------------------------------------------------------------------


def starter_until(day: date) -> Sheet:
    """The starter's file as it would have been written on that day: later spans unknown, what lives then is open."""
    read = register.read(STARTER)
    spans = [
        replace(span, until=None if span.until and span.until >= day else span.until)
        for span in read.spans
        if (span.since or date.min) <= day
    ]
    return replace(read, spans=tuple(spans))


def load_until(db: Connection, day: date) -> None:
    """Types, areas and the units as of a day; no events yet."""
    register_starter._load_areas(db)
    types = list(csv.DictReader((files("storage") / "starter" / "unit_types.csv").read_text("utf-8").splitlines()))
    db.execute(insert(of(UnitType)), [{**each, "reports": each["reports"] == "yes"} for each in types])
    register.apply(db, starter_until(day), NOW)


def ids(db: Connection) -> Mapping[str, int]:
    return dict(db.execute(select(of(Unit).c.code, of(Unit).c.id)).all())


def newcomer(code: str, above: int, on: str) -> Newcomer:
    """A unit of the starter, as somebody would found it."""
    span = next(each for each in register.read(STARTER).spans if each.code == code and str(each.since) == on)
    return Newcomer(
        code,
        span.name,
        span.type,
        above,
        span.short,
        span.former,
        span.areas,
        span.contact_name,
        span.contact_phone,
    )


JANUARY, JULY = date(2025, 1, 1), date(2025, 7, 1)
DISTRICTS = (
    *("tp-hoa-lu", "tp-tam-diep", "h-gia-vien", "h-nho-quan", "h-yen-khanh"),
    *("h-yen-mo", "h-kim-son", "tp-nam-dinh", "h-vu-ban"),
)
SECTORS = (
    *("vien-chuc", "kcn-nb", "nganh-giao-duc", "nganh-y-te"),
    *("nganh-xay-dung", "nganh-cong-thuong", "nganh-nnptnt", "nganh-gtvt"),
)
MOVED = [each.code for each in register.read(STARTER).spans if each.code.startswith("cdcs-") and each.since == JULY]


def make_january(db: Connection) -> None:
    at = ids(db)
    into = newcomer("tp-hoa-lu", at["nb-cu"], "2025-01-01")
    register.merge(db, Decision("e1", JANUARY), [at["tp-ninh-binh"], at["h-hoa-lu"]], into)
    moved_areas(db, JANUARY)


def make_july(db: Connection, *, transfer_first: bool) -> None:
    """The union of three provinces, the end of districts and sector unions, and the grassroots unions going to the province."""
    at = ids(db)
    provinces = [at["nb-cu"], at["ha-nam"], at["nam-dinh"]]
    nb = register.merge(db, Decision("e2", JULY), provinces, newcomer("nb", at["tld"], "2025-07-01"))
    movers = [at[code] for code in MOVED]
    if transfer_first:
        register.transfer(db, Decision("e3", JULY, "11/QĐ-LĐLĐ"), movers, nb)
    register.dissolve(db, Decision("e4", JULY), [at[code] for code in DISTRICTS], [nb])
    register.dissolve(db, Decision("e5", JULY), [at[code] for code in SECTORS], [nb])
    register.dissolve(db, Decision("e6", JULY), [at[f"cum-td-{n}"] for n in (1, 2, 3)])
    if not transfer_first:
        register.transfer(db, Decision("e3", JULY, "11/QĐ-LĐLĐ"), movers, nb)
    moved_areas(db, JULY)


def moved_areas(db: Connection, on: date) -> None:
    at = ids(db)
    for span in register.read(STARTER).spans:
        if span.since == on and units.life(db, at[span.code]).founded != on:
            register.serve(db, at[span.code], span.areas, on)


def wanted(day: date) -> dict[str, Record]:
    return {code: record_of(spans) for code, spans in by_code(starter_until(day).spans).items()}


def facts(units: Mapping[str, Record]) -> dict[str, Any]:
    """What events make: not the further words for finding, nor the contact the school got with its new province."""
    plain = {code: frozenset(each for each in record.names if not each[0][2]) for code, record in units.items()}
    return {
        code: replace(record, names=plain[code], contact=("", "") if code == "truong-tc" else record.contact)
        for code, record in units.items()
    }


@pytest.mark.parametrize("transfer_first", [True, False])
def test_the_mergers_of_2025_give_exactly_the_starter_s_spans_r41(store: Store, transfer_first: bool) -> None:  # noqa: FBT001 - a row of the table
    with store.write() as db:
        load_until(db, date(2024, 12, 31))
        make_january(db)
        assert facts(register.registered(db).units) == facts(wanted(date(2025, 6, 30)))
        make_july(db, transfer_first=transfer_first)
        assert facts(register.registered(db).units) == facts(wanted(date(2025, 9, 4)))
        at = ids(db)
        assert units.today_of(db, at["h-hoa-lu"], TODAY) == [at["nb"]]
        assert units.today_of(db, at["cum-td-1"], TODAY) == []
        assert units.today_of(db, at["cdcs-hong-lam"], TODAY) == [at["cdcs-hong-lam"]]


def test_succession_is_written_as_the_starter_s_events_say_r41(store: Store, db: Connection) -> None:
    """Merge, split, dissolve and rename have both ends; found and transfer one (docs/units.md)."""
    event, link = of(UnitEvent), of(UnitSuccession)
    rows = db.execute(
        select(event.c.kind, link.c.from_id, link.c.to_id).join(link, link.c.event_id == event.c.id)
    ).all()
    shapes = {(kind, source is not None, target is not None) for kind, source, target in rows}
    assert shapes == {
        ("found", False, True),
        ("rename", True, True),
        ("merge", True, True),
        ("split", True, True),
        ("transfer", True, False),
        ("transfer", False, True),
        ("dissolve", True, True),
        ("dissolve", True, False),
    }
    assert sum(kind == "merge" for kind, _, _ in rows) == 5
    assert sum(kind == "dissolve" for kind, _, _ in rows) == 9 + 8 + 3


def test_found_rename_split_and_transfer_r41(db: Connection) -> None:
    at = ids(db)
    on = date(2026, 12, 1)
    (new,) = register.found(
        db,
        Decision("f", on, "50/QĐ", "Chủ tịch"),
        [Newcomer("cdcs-new", "CĐCS Mới", "cdcs", at["nb"], areas=("dv-p-hoa-lu",))],
    )
    later = date(2027, 1, 1)
    register.rename(db, Decision("r", later), new, "CĐCS Mới hơn", "Mới hơn")
    assert [units.name_of(db, new, day) for day in (on, date(2026, 12, 31), later)] == [
        "CĐCS Mới",
        "CĐCS Mới",
        "CĐCS Mới hơn",
    ]
    assert [hit.id for hit in units.find(db, "cdcs moi", later)][:1] == [new]
    ward = at["cd-phuong-thanh-nam"]
    register.transfer(db, Decision("t", later), [new], ward)
    assert units.chain(db, new, date(2026, 12, 31))[1] == at["nb"]
    assert units.chain(db, new, later)[1] == ward
    halves = [
        Newcomer(f"cd-phuong-thanh-nam-{n}", f"CĐ phường Thành Nam {n}", "cd-xa-phuong", at["nb"]) for n in (1, 2)
    ]
    march = date(2027, 3, 1)
    with pytest.raises(EventRefused):  # two successors: whose are the children?
        register.split(db, Decision("s0", march), ward, halves)
    register.transfer(db, Decision("t2", march), [new, at["cdcs-bo-xanh"]], at["nb"])
    again = [replace(each, code=f"{each.code}-b") for each in halves]
    one, two = register.split(db, Decision("s", march), ward, again)
    assert units.today_of(db, ward, march) == [one, two]
    assert units.life(db, ward).ended == date(2027, 2, 28)
    assert units.chain(db, at["cdcs-bo-xanh"], march) == [at["cdcs-bo-xanh"], at["nb"], at["tld"]]


def test_children_of_a_unit_that_ends_go_to_its_successor_r41(db: Connection) -> None:
    at = ids(db)
    march = date(2027, 3, 1)
    communes = [at["cd-xa-yen-khanh"], at["cd-xa-vu-ban"]]
    one = register.merge(
        db, Decision("m", march), communes, Newcomer("cd-xa-moi", "CĐ xã Mới", "cd-xa-phuong", at["nb"])
    )
    assert units.below(db, one, march) == {one, at["cdcs-may-thien-ha"], at["cdcs-lua-vang"]}
    register.dissolve(db, Decision("d", date(2027, 4, 1)), [one], [at["cd-xa-van-tra"]])
    assert units.chain(db, at["cdcs-lua-vang"], date(2027, 4, 1))[1] == at["cd-xa-van-tra"]
    assert units.today_of(db, at["cd-xa-vu-ban"], date(2027, 4, 1)) == [at["cd-xa-van-tra"]]


MARCH = date(2027, 3, 1)
REFUSED: list[tuple[str, Any]] = [
    ("taken code", lambda db, at: register.found(db, Decision("x", MARCH), [Newcomer("nb", "x", "cdcs", at["nb"])])),
    ("unknown type", lambda db, at: register.found(db, Decision("x", MARCH), [Newcomer("y", "x", "hoi", at["nb"])])),
    ("unknown area", lambda db, at: register.serve(db, at["cd-xa-vu-ban"], ["nowhere"], MARCH)),
    ("dead parent", lambda db, at: register.found(db, Decision("x", MARCH), [Newcomer("y", "x", "cdcs", at["nb-cu"])])),
    ("dead unit", lambda db, at: register.rename(db, Decision("x", MARCH), at["nb-cu"], "x")),
    ("no unit", lambda db, at: register.rename(db, Decision("x", MARCH), sum(at.values()), "x")),
    ("dead heir", lambda db, at: register.dissolve(db, Decision("x", MARCH), [at["cd-xa-vu-ban"]], [at["nb-cu"]])),
    ("its own heir", lambda db, at: register.dissolve(db, Decision("x", MARCH), [at["nb"]], [at["nb"]])),
    ("children without heir", lambda db, at: register.dissolve(db, Decision("x", MARCH), [at["cd-xa-vu-ban"]])),
    ("under itself", lambda db, at: register.transfer(db, Decision("x", MARCH), [at["nb"]], at["cdcs-lua-vang"])),
    ("dated later", lambda db, at: register.transfer(db, Decision("x", JULY), [at["cdcs-lua-vang"]], at["nb"])),
    ("ends at birth", lambda db, at: register.dissolve(db, Decision("x", date(2025, 9, 10)), [at["cd-xa-van-tra"]])),
    (
        "merger of one",
        lambda db, at: register.merge(db, Decision("x", MARCH), [at["nb"]], Newcomer("y", "x", "cdcs", 1)),
    ),
    (
        "split into one",
        lambda db, at: register.split(db, Decision("x", MARCH), at["nb"], [Newcomer("y", "x", "cdcs", 1)]),
    ),
]


@pytest.mark.parametrize("act", [each[1] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_an_event_that_does_not_fit_is_refused_r41(db: Connection, act: Any) -> None:
    with pytest.raises(EventRefused):
        act(db, ids(db))


# --- the starter and releases -----------------------------------------------------------------------------------------------


def test_the_starter_loads_only_into_an_empty_database_each_register_on_its_own_r1(store: Store) -> None:
    with store.write() as db:
        assert register.load_starter(db, NOW) == ["types", "areas", "units", "movement"]
        assert (units.count(db), db.execute(select(func.count()).select_from(of(UnitEvent))).scalar()) == (59, 19)
        before = everything(db)
        assert register.load_starter(db, NOW) == []
        assert everything(db) == before
        db.execute(of(Kept).delete())
        assert register.load_starter(db, NOW) == ["movement"]
        assert everything(db) == before


def test_staff_s_own_types_are_kept_and_the_sample_then_left_out_r1(store: Store) -> None:
    with store.write() as db:
        db.execute(insert(of(UnitType)).values(code="hoi", name="Hội", name_en="Society", reports=True))
        assert register.load_starter(db, NOW) == ["areas", "movement"]
        assert units.count(db) == 0


def test_the_starter_runs_r1(db: Connection) -> None:
    ((number, running, is_open),) = register.running(db)
    assert running == movement.starter()
    assert is_open
    kept = of(Kept)
    assert db.execute(select(kept.c.id, kept.c.code, kept.c.version, kept.c.state, kept.c.origin)).all() == [
        (number, running.code, 1, "running", "starter")
    ]
    assert register.offer_release(db, NOW) is False


def releases(monkeypatch: pytest.MonkeyPatch, version: int) -> None:
    """The program as a later release packs it: with another movement file."""
    packaged = replace(movement.starter(), version=version, title=f"Bản {version}")
    monkeypatch.setattr(register_starter, "starter", lambda: packaged)


def rows(db: Connection) -> list[tuple[int, str, str, str]]:
    kept = of(Kept)
    found = db.execute(select(kept.c.version, kept.c.state, kept.c.origin, kept.c.content).order_by(kept.c.id))
    return [(version, state, origin, content["title"]) for version, state, origin, content in found]


def test_a_new_release_is_offered_once_and_never_applied_r1(db: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    title = movement.starter().title
    before = register.running(db)
    releases(monkeypatch, 2)
    assert [register.offer_release(db, NOW), register.offer_release(db, NOW)] == [True, False]
    assert register.load_starter(db, NOW) == []
    assert rows(db) == [(1, "running", "starter", title), (2, "offered", "starter", "Bản 2")]
    assert register.running(db) == before


def test_staff_s_wording_stays_and_a_report_keeps_its_version_r1(
    db: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((first, wording, _),) = register.running(db)
    unit_id = units.by_code(db, "cdcs-hong-lam")
    assert unit_id is not None
    report = file_report(db, unit_id, first)
    second = register.amend_movement(db, first, replace(wording, title="Của chúng tôi"), NOW)
    assert [(number, each.title, each.version, is_open) for number, each, is_open in register.running(db)] == [
        (first, wording.title, 1, False),
        (second, "Của chúng tôi", 2, True),
    ]
    releases(monkeypatch, 2)  # the same number as staff's own
    assert register.offer_release(db, NOW) is True
    assert register.offer_release(db, NOW) is False
    third = register.amend_movement(db, second, replace(wording, title="Lần nữa"), NOW)
    assert rows(db) == [
        (1, "closed", "starter", wording.title),
        (2, "closed", "staff", "Của chúng tôi"),
        (3, "offered", "starter", "Bản 2"),
        (4, "running", "staff", "Lần nữa"),
    ]
    assert [number for number, _, is_open in register.running(db) if is_open] == [third]
    assert db.execute(select(of(Report).c.movement_id).where(of(Report).c.id == report)).scalars().all() == [first]
    assert register.running(db)[0][1] == wording


def test_an_amendment_belongs_to_its_own_movement_r1(db: Connection) -> None:
    ((first, wording, _),) = register.running(db)
    with pytest.raises(ValueError, match="holds the movement"):
        register.amend_movement(db, first, replace(wording, code="another"), NOW)
    with pytest.raises(KeyError):
        register.amend_movement(db, 10_000, wording, NOW)


def test_search_keys_hold_what_abbreviations_stand_for_r48_r70(db: Connection) -> None:
    key = select(of(UnitName).c.search_key).where(of(UnitName).c.name.like("%XL-02%"))
    assert db.execute(key).scalars().all() == ["cdcs lien danh goi xl-02 [mau] cong doan co so"]
