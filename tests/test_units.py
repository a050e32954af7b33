"""Asking the register about its units: found as typed, read as of a day, followed to what became of them (R41, R48, R70, R77)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from storage import register, units
from storage.store import Store
from storage.tables import Unit, UnitArea, UnitName, UnitParent, UnitSuccession, of
from storage.vault import VAULT, new_key
from tests.databases import new_address

NOW = datetime(2026, 11, 1, 3, tzinfo=UTC)
TODAY = date(2026, 11, 1)
KEY = new_key()


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The starter, read only."""
    folder: Path = tmp_path_factory.mktemp("units")
    VAULT.unlock(KEY)
    store = Store(new_address(folder))
    store.create()
    with store.write() as writer:
        register.load_starter(writer, NOW)
    with store.read() as reader:
        yield reader
    store.close()


def number(db: Connection, code: str) -> int:
    found = units.by_code(db, code)
    assert found is not None, code
    return found


def codes(db: Connection, numbers: list[int] | set[int]) -> list[str]:
    known = dict(db.execute(select(of(Unit).c.id, of(Unit).c.code)).all())
    return [known[each] for each in numbers]


def found(db: Connection, typed: str, day: date = TODAY) -> list[str]:
    return codes(db, [hit.id for hit in units.find(db, typed, day)])


# --- finding ----------------------------------------------------------------------------------------------------------

BICH_VAN, THIEN_HA, SONG_VAN = "cdcs-bich-van", "cdcs-may-thien-ha", "cdcs-song-van"
YEN_KHANH = ["cd-xa-yen-khanh", "h-yen-khanh"]  # living first

FOUND: list[tuple[str, list[str]]] = [
    # part of a name, with accents and without, in any case and order
    ("may thien ha", [THIEN_HA]),
    ("MAY THIÊN HÀ", [THIEN_HA]),
    ("thien ha may", [THIEN_HA]),
    ("song van", [SONG_VAN]),
    ("sông vân", [SONG_VAN]),
    ("  Sông   Vân ", [SONG_VAN]),
    ("doi thong", ["cdcs-thcs-doi-thong"]),
    ("điện tử đèn sông", ["cdcs-den-song"]),
    ("dien tu den song", ["cdcs-den-song"]),
    ("thanh nam", ["cd-phuong-thanh-nam", "tp-nam-dinh"]),  # thành phố Nam Định has both words too
    ("XL-02", ["cdcs-xl-02"]),
    # the same in NFD, and with the other spelling of the tone
    (unicodedata.normalize("NFD", "Môi trường Đô thị Bích Vân"), [BICH_VAN]),
    ("Thuỷ An 1", ["cdcs-thuy-an-1"]),
    # abbreviations, written out and kept short (R48, R77)
    ("LDLD huyen Yen Khanh", YEN_KHANH),
    ("liên đoàn lao động huyện yên khánh", YEN_KHANH),
    ("ldld h yen khanh", YEN_KHANH),
    ("CDCS may thien ha", [THIEN_HA]),
    ("cong doan co so song van", [SONG_VAN]),
    ("cty may thien ha", [THIEN_HA]),
    ("cd xa yen khanh", ["cd-xa-yen-khanh"]),
    ("tp tam diep", ["tp-tam-diep"]),
    ("thanh pho tam diep", ["tp-tam-diep"]),
    ("kcn song dao", ["kcn-song-dao"]),
    ("khu cong nghiep", ["kcn-song-dao", "kcn-nb"]),
    ("cd nganh gtvt", ["nganh-gtvt"]),
    ("truong trung hoc pho thong ben sen", ["cdcs-thpt-ben-sen"]),
    ("ban quan ly du an giao thong trang xuan", ["cdcs-trang-xuan"]),
    ("cong ty trach nhiem huu han may thien ha", [THIEN_HA]),
    ("công đoàn ngành nông nghiệp", ["nganh-nnptnt"]),
    # names of before, in the register and in the list of former names (R48)
    ("Vệ sinh Môi trường Bích Vân", [BICH_VAN]),
    ("ve sinh moi truong bich van", [BICH_VAN]),
    ("ldld tinh nam dinh", ["nb", "nam-dinh"]),
    ("tp ninh binh", ["tp-hoa-lu", "tp-ninh-binh"]),
    ("thuy an", ["cdcs-thuy-an-1", "cdcs-thuy-an-2", "cdcs-thuy-an"]),
    ("co khi thuy an", ["cdcs-thuy-an", "cdcs-thuy-an-1", "cdcs-thuy-an-2"]),  # its whole name comes first
    # nobody
    ("cong ty khong co that", []),
    ("", []),
    ("   ", []),
    ("%", []),
    ("_", []),
    ("\\", []),
    ("'; drop table unit; --", []),
    ("x" * 10_000, []),
    # a cluster is no level of the tree, and nobody's unit; neither is the confederation
    ("cum thi dua 1", []),
    ("cụm xã phường", []),
    ("tong lien doan", []),
]


@pytest.mark.parametrize(("typed", "expected"), FOUND, ids=[repr(typed[:40]) for typed, _ in FOUND])
def test_a_unit_is_found_as_people_type_it_r48_r70_r77(db: Connection, typed: str, expected: list[str]) -> None:
    assert found(db, typed) == expected


@pytest.mark.parametrize(
    ("typed", "day", "labels"),
    [
        (
            "thuy an",
            TODAY,
            [
                "CĐCS Công ty Cơ khí Thủy An 1 [MẪU]",
                "CĐCS Công ty Cơ khí Thủy An 2 [MẪU]",
                "CĐCS Công ty Cơ khí Thủy An [MẪU] (đến 30/09/2024)",
            ],
        ),
        (
            "ldld huyen yen khanh",
            TODAY,
            ["Công đoàn xã Yên Khánh", "Liên đoàn Lao động huyện Yên Khánh (đến 30/06/2025)"],
        ),
        ("ldld huyen yen mo", date(2025, 6, 30), ["Liên đoàn Lao động huyện Yên Mô"]),
        ("ldld huyen yen mo", date(2025, 7, 1), ["Liên đoàn Lao động huyện Yên Mô (đến 30/06/2025)"]),
        # the name is the one of the day, whichever was typed
        ("bich van", date(2024, 5, 31), ["CĐCS Công ty Vệ sinh Môi trường Bích Vân [MẪU]"]),
        ("bich van", date(2024, 6, 1), ["CĐCS Công ty Môi trường Đô thị Bích Vân [MẪU]"]),
    ],
)
def test_a_unit_that_ended_says_so_and_names_are_of_the_day_r41_r53(
    db: Connection, typed: str, day: date, labels: list[str]
) -> None:
    assert [hit.label for hit in units.find(db, typed, day)] == labels


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("may thien ha", THIEN_HA),
        ("CĐCS Công ty TNHH May Thiên Hà", THIEN_HA),
        ("cd xa yen khanh", "cd-xa-yen-khanh"),
        ("Vệ sinh Môi trường Bích Vân", BICH_VAN),
        ("thien ha", None),
        ("yen khanh", None),
        ("ldld tinh ninh binh", "nb"),  # two have had this name, one of them lives
        ("thuy an", None),
        ("ldld tp hoa lu", None),  # ended: to be chosen knowingly, from a button that says so (R53)
        ("co khi thuy an", None),
    ],
)
def test_one_unit_at_most_is_exactly_what_was_typed_r48(db: Connection, typed: str, exact: str | None) -> None:
    hits = units.find(db, typed, TODAY)
    assert codes(db, [hit.id for hit in hits if hit.exact]) == ([exact] if exact else [])


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Connection]:
    """A register of the test's own, the starter's types but none of its units, in an open transaction."""
    VAULT.unlock(KEY)
    store = Store(new_address(tmp_path))
    store.create()
    with store.write() as db:
        register.load_starter(db, NOW)
        for model in (UnitName, UnitParent, UnitArea, UnitSuccession, Unit):
            db.execute(of(model).delete())
        yield db
    store.close()


def enter(db: Connection, *units: tuple[str, str, str, str]) -> None:
    """(code, name, type, parent) under a province "r"."""
    rows = [["code", "name", "type", "parent", "from", "to"], ["r", "LĐLĐ tỉnh", "ldld-tinh", "", "", ""]]
    register.apply(db, register.read_units([*rows, *([*each, "", ""] for each in units)]), NOW)


def test_accents_as_typed_come_first_r70(own: Connection) -> None:
    named = {"a": "CĐCS May Hồng", "b": "CĐCS Mây Hồng", "c": "CĐCS Máy Hống", "d": "CĐCS Mây Hồng 2"}
    enter(own, *((code, name, "cdcs", "r") for code, name in named.items()))
    for typed, first in [("may hồng", "a"), ("mây hồng", "b"), ("máy hống", "c"), ("cđcs mây hồng 2", "d")]:
        assert found(own, typed)[0] == first, typed
    assert sorted(found(own, "may hong")) == ["a", "b", "c", "d"]


def test_a_short_name_is_found_among_many_longer_ones_r48(own: Connection) -> None:
    many = [(f"x{n}", f"CĐCS Công ty May số {n}", "cdcs", "r") for n in range(450)]
    enter(own, *many, ("may", "CĐCS May", "cdcs", "r"))
    assert [(hit.exact, hit.name) for hit in units.find(own, "cdcs may", TODAY)][:1] == [(True, "CĐCS May")]


def test_a_unit_with_nothing_but_clusters_below_leads_nowhere(own: Connection) -> None:
    enter(own, ("a", "CĐ xã A", "cd-xa-phuong", "r"), ("t", "Cụm thi đua", "cum-thi-dua", "a"))
    assert [(hit.name, hit.deep) for hit in units.inside(own, None, TODAY)] == [("CĐ xã A", False)]
    assert units.inside(own, units.by_code(own, "a"), TODAY) == []


def test_never_more_than_asked_for(db: Connection) -> None:
    assert len(units.find(db, "cdcs", TODAY)) == 8
    assert len(units.find(db, "cdcs", TODAY, most=3)) == 3
    assert len(units.find(db, "ha " * 4_000, TODAY)) == 8


# --- walking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("above", "day", "below"),
    [
        (None, date(2025, 6, 30), ["ha-nam", "nam-dinh", "nb-cu"]),
        (None, TODAY, ["nb"]),
        ("nam-dinh", date(2025, 6, 30), ["kcn-song-dao", "h-vu-ban", "tp-nam-dinh"]),
        ("h-yen-khanh", date(2025, 6, 30), [THIEN_HA]),
        ("h-yen-khanh", date(2025, 7, 1), []),
        ("cd-xa-yen-khanh", date(2025, 9, 4), []),
        ("cd-xa-yen-khanh", date(2025, 9, 5), [THIEN_HA]),
        ("tp-hoa-lu", date(2024, 12, 31), []),
        ("tp-hoa-lu", date(2025, 1, 1), [BICH_VAN]),
        (
            "cum-truong-hoc-2",
            TODAY,
            ["cdcs-mam-non-may-trang", "cdcs-thcs-doi-thong", "cdcs-thpt-ben-sen", "cdcs-tieu-hoc-suoi-ngoc"],
        ),
    ],
)
def test_the_tree_is_walked_as_of_a_day_r41(db: Connection, above: str | None, day: date, below: list[str]) -> None:
    hits = units.inside(db, number(db, above) if above else None, day)
    assert sorted(codes(db, [hit.id for hit in hits])) == sorted(below)


def test_units_with_others_below_come_first_and_in_vietnamese_order_r71(db: Connection) -> None:
    hits = units.inside(db, number(db, "nb"), TODAY)
    assert codes(db, [hit.id for hit in hits if hit.deep]) == [
        "kcn-song-dao",
        "cd-phuong-thanh-nam",
        "cd-xa-vu-ban",
        "cd-xa-yen-khanh",
        "cum-truong-hoc-2",
    ]
    assert [hit.deep for hit in hits] == sorted((hit.deep for hit in hits), reverse=True)
    assert not [hit for hit in hits if "thi đua" in hit.name]  # emulation clusters


CHAINS = [
    (THIEN_HA, date(2024, 5, 1), [THIEN_HA, "h-yen-khanh", "nb-cu", "tld"]),
    (THIEN_HA, date(2025, 6, 30), [THIEN_HA, "h-yen-khanh", "nb-cu", "tld"]),
    (THIEN_HA, date(2025, 7, 1), [THIEN_HA, "nb", "tld"]),
    (THIEN_HA, date(2025, 9, 4), [THIEN_HA, "nb", "tld"]),
    (THIEN_HA, date(2025, 9, 5), [THIEN_HA, "cd-xa-yen-khanh", "nb", "tld"]),
    (BICH_VAN, date(2024, 12, 31), [BICH_VAN, "tp-ninh-binh", "nb-cu", "tld"]),
    (BICH_VAN, date(2025, 1, 1), [BICH_VAN, "tp-hoa-lu", "nb-cu", "tld"]),
    (BICH_VAN, date(2025, 7, 1), [BICH_VAN, "nb", "tld"]),
    ("cdcs-den-song", date(2025, 6, 30), ["cdcs-den-song", "kcn-song-dao", "nam-dinh", "tld"]),
    ("cdcs-den-song", date(2025, 7, 1), ["cdcs-den-song", "kcn-song-dao", "nb", "tld"]),
    ("truong-tc", date(2025, 6, 30), ["truong-tc", "nb-cu", "tld"]),
    ("truong-tc", date(2025, 7, 1), ["truong-tc", "nb", "tld"]),
    ("cdcs-thcs-doi-thong", date(2025, 9, 14), ["cdcs-thcs-doi-thong", "nb", "tld"]),
    ("cdcs-thcs-doi-thong", TODAY, ["cdcs-thcs-doi-thong", "cum-truong-hoc-2", "nb", "tld"]),
    ("tld", TODAY, ["tld"]),
]


@pytest.mark.parametrize(("code", "day", "above"), CHAINS)
def test_the_chain_as_it_was_before_and_after_each_merger_r41(
    db: Connection, code: str, day: date, above: list[str]
) -> None:
    """ "Theo tổ chức lúc đó"."""
    assert codes(db, units.chain(db, number(db, code), day)) == above
    for each in above:
        assert number(db, code) in units.below(db, number(db, each), day)


@pytest.mark.parametrize(
    ("code", "day", "now"),
    [
        (THIEN_HA, TODAY, [THIEN_HA]),
        ("h-yen-khanh", date(2025, 6, 30), ["h-yen-khanh"]),
        ("h-yen-khanh", TODAY, ["nb"]),
        ("tp-ninh-binh", date(2024, 12, 31), ["tp-ninh-binh"]),
        ("tp-ninh-binh", date(2025, 1, 1), ["tp-hoa-lu"]),
        ("h-hoa-lu", date(2025, 6, 30), ["tp-hoa-lu"]),
        ("h-hoa-lu", TODAY, ["nb"]),  # two steps
        ("ha-nam", TODAY, ["nb"]),
        ("nb-cu", TODAY, ["nb"]),
        ("nganh-y-te", TODAY, ["nb"]),
        ("cdcs-thuy-an", date(2024, 9, 30), ["cdcs-thuy-an"]),
        ("cdcs-thuy-an", TODAY, ["cdcs-thuy-an-1", "cdcs-thuy-an-2"]),  # a split: staff choose
        ("cum-td-1", TODAY, []),  # no heir
        (BICH_VAN, TODAY, [BICH_VAN]),  # renamed and transferred, still itself
    ],
)
def test_what_a_unit_is_by_now_r41_r53(db: Connection, code: str, day: date, now: list[str]) -> None:
    """ "Quy về tổ chức hiện nay"."""
    assert codes(db, units.today_of(db, number(db, code), day)) == now


def test_reports_can_be_counted_by_either_organisation_r41(db: Connection) -> None:
    """Three reports of units and days: under whom they stood then, and under whom the same units stand now."""
    filed = [(THIEN_HA, date(2024, 5, 1)), ("cdcs-hong-lam", date(2025, 3, 1)), ("cdcs-bo-xanh", date(2025, 10, 1))]
    then = [codes(db, units.chain(db, number(db, code), day))[1:-1] for code, day in filed]
    assert then == [["h-yen-khanh", "nb-cu"], ["nganh-y-te", "nb-cu"], ["cd-phuong-thanh-nam", "nb"]]
    now = [
        codes(db, units.chain(db, heir, TODAY))[1:-1]
        for code, _ in filed
        for heir in units.today_of(db, number(db, code), TODAY)
    ]
    assert now == [["cd-xa-yen-khanh", "nb"], ["nb"], ["cd-phuong-thanh-nam", "nb"]]
    districts = {heir for code in then[0][:1] for heir in units.today_of(db, number(db, code), TODAY)}
    assert codes(db, districts) == ["nb"]


# --- names, lives, contacts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        (BICH_VAN, date(1990, 1, 1), "CĐCS Công ty Vệ sinh Môi trường Bích Vân [MẪU]"),
        (BICH_VAN, TODAY, "CĐCS Công ty Môi trường Đô thị Bích Vân [MẪU]"),
        ("h-yen-khanh", TODAY, "Liên đoàn Lao động huyện Yên Khánh"),  # its last name
        ("cd-xa-vu-ban", date(2020, 1, 1), "Công đoàn xã Vụ Bản"),  # its first
    ],
)
def test_a_unit_has_a_name_on_every_day_r41(db: Connection, code: str, day: date, name: str) -> None:
    assert units.name_of(db, number(db, code), day) == name


def test_lives_r41(db: Connection) -> None:
    def life(code: str) -> tuple[date | None, date | None]:
        found = units.life(db, number(db, code))
        return found.founded, found.ended

    assert life("tld") == (None, None)
    assert life("h-yen-khanh") == (None, date(2025, 6, 30))
    assert life("tp-hoa-lu") == (date(2025, 1, 1), date(2025, 6, 30))
    assert life("cd-xa-yen-khanh") == (date(2025, 9, 5), None)
    assert units.name_of(db, 10_000, TODAY) == ""
    assert units.by_code(db, "no-such-unit") is None
    assert units.count(db) == 59


@pytest.mark.parametrize(
    ("code", "who", "phone", "unit"),
    [
        (THIEN_HA, "Đoàn Thị Thu [MẪU]", "+84900000023", "CĐCS Công ty TNHH May Thiên Hà [MẪU]"),
        ("h-yen-khanh", "Đinh Thị Thanh Bình [MẪU]", "+84900000010", "Liên đoàn Lao động tỉnh Ninh Bình"),
        ("cum-td-xp-1", "Đinh Thị Thanh Bình [MẪU]", "+84900000010", "Liên đoàn Lao động tỉnh Ninh Bình"),
        ("cdcs-thuy-an", "Đồng Thị Oanh [MẪU]", "+84900000033", "CĐCS Công ty Cơ khí Thủy An 1 [MẪU]"),
    ],
)
def test_the_contact_is_the_unit_s_own_or_the_nearest_above(
    db: Connection, code: str, who: str, phone: str, unit: str
) -> None:
    assert units.contact(db, number(db, code), TODAY) == (who, phone, unit)


def test_nobody_to_turn_to_is_no_error(db: Connection) -> None:
    assert units.contact(db, number(db, "tld"), TODAY) is None
