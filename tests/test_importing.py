"""Lists of units as people keep them: read, judged by row, planned, and imported whole or not at all (R41)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import Connection, func, insert, select
from sqlalchemy import event as listening

from handlers.importing import plan_table, problems_table
from handlers.texts import Texts
from storage import register, units
from storage.register import NotImportable, Problem, Sheet
from storage.register_shapes import PROBLEMS, Record
from storage.store import Store
from storage.tables import Audit, Person, Report, ReportUnit, UnitEvent, of
from tests.registering import NOW, STARTER, TODAY, empty_store, everything, file_report

HEADER = "code,name,short,type,parent,from,to,former_names,area,contact_name,contact_phone,decision"
TEXTS = Texts()


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


def sheet(*lines: str, header: str = HEADER) -> Sheet:
    return register.read("\n".join([header, *lines]).encode())


def found(problems: Sequence[Problem]) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.problem) for each in problems]


def row(**cells: str) -> str:
    """A line of a file: a sound grassroots union but for what is given (`since` and `until` for from and to)."""
    sound = {"code": "cdcs-moi", "name": "CĐCS Công ty Mới", "type": "cdcs", "parent": "nb", "from": "2025-07-01"}
    given = {{"since": "from", "until": "to"}.get(name, name): value for name, value in cells.items()}
    out = io.StringIO()
    csv.DictWriter(out, HEADER.split(","), lineterminator="").writerow(sound | given)
    return out.getvalue()


def workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for each in rows:
        book.active.append(list(each))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# --- reading ------------------------------------------------------------------------------------------------------------

ONE = row(since="2025-07-01", contact_name="Lê Thị Mới", contact_phone="0912 345 678", area="dv-p-hoa-lu")
CELLS = ONE.split(",")


@pytest.mark.parametrize(
    "data",
    [
        f"{HEADER}\n{ONE}\n".encode(),
        f"{HEADER}\r\n{ONE}\r\n".encode("utf-8-sig"),
        f"{HEADER}\n{ONE}".replace(",", ";").encode(),
        f"{HEADER}\n{ONE}".replace(",", "\t").encode(),
        f"{HEADER}\n{ONE.replace('2025-07-01', '01/07/2025')}".encode(),
        f"{HEADER}\n{ONE.replace('2025-07-01', '1.7.2025')}".encode(),
        f"{HEADER}\n{ONE.replace('2025-07-01', '2025-07-01 00:00:00')}".encode(),
        f"{HEADER.upper()}\n{ONE}".encode(),
        (
            "Mã đơn vị,Tên,Tên gọi tắt,Loại,Cấp trên,Từ ngày,Đến ngày,Tên cũ,Địa bàn,Cán bộ,Số điện thoại,Quyết định\n"
            + ONE
        ).encode(),
        f"STT,{HEADER},Ghi chú\n1,{ONE},hỏi lại\n".encode(),
        ",".join(reversed(HEADER.split(","))).encode() + b"\n" + ",".join(reversed(CELLS)).encode(),
        workbook([HEADER.split(","), CELLS]),
        workbook([HEADER.split(","), [date(2025, 7, 1) if cell == "2025-07-01" else cell for cell in CELLS]]),
        workbook([HEADER.split(","), [datetime(2025, 7, 1) if cell == "2025-07-01" else cell for cell in CELLS]]),  # noqa: DTZ001 - as Excel gives it
        workbook([HEADER.split(","), [912345678 if cell == "0912 345 678" else cell for cell in CELLS]]),
        workbook([HEADER.split(","), [], CELLS, [None, None], []]),
    ],
    ids=lambda data: data[:2].decode("latin-1") if data[:2] == b"PK" else repr(data[:20]),
)
def test_a_list_is_read_however_it_was_saved_r41_r69(data: bytes) -> None:
    read = register.read(data)
    assert read.problems == ()
    span = read.spans[0]
    assert (span.code, span.name, span.type, span.parent) == ("cdcs-moi", "CĐCS Công ty Mới", "cdcs", "nb")
    assert (span.since, span.until, span.areas) == (date(2025, 7, 1), None, ("dv-p-hoa-lu",))
    assert (span.contact_name, span.contact_phone) == ("Lê Thị Mới", "+84912345678")


def test_text_of_a_file_is_cleaned_and_kept_as_text_r69() -> None:
    read = sheet(
        row(name='" CĐCS\u200b  Ðô\nthi\u0323 "'), row(name="=1+1"), row(name="@SUM(A1)"), row(name="<b>{{ x }}")
    )
    assert [span.name for span in read.spans] == ['" CĐCS Đô thị "', "=1+1", "@SUM(A1)", "<b>{{ x }}"]
    book = workbook([HEADER.split(","), [*CELLS[:1], "=1+1", *CELLS[2:]]])
    assert found(register.read(book).problems) == [(2, "name", "missing")]  # never computed, and no value beside it
    assert sheet(row(former_names="A| B |A|")).spans[0].former == ("A", "B")


def _bomb(name: str, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"\0" * size)
    return out.getvalue()


def _swapped(part: str, text: str) -> bytes:
    """A sound workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([HEADER.split(","), CELLS]))) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            new.writestr(each, text if each == part else old.read(each))
    return out.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 50}">' for a, b in zip("abcdef", "bcdefg", strict=True))
    + ']><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>&g;</t></is></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(
    ("data", "row", "problem"),
    [
        (f"{HEADER}\n{ONE}".encode("utf-16"), 0, "encoding"),
        (f"{HEADER}\n{ONE}".encode("utf-16-le"), 0, "encoding"),
        ("code,name\na,Công đoàn\n".encode("cp1258", "ignore"), 0, "encoding"),
        (b"\xff\xfe\x00", 0, "encoding"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, 0, "old-excel"),
        (b"PK\x03\x04 and then nothing", 0, "unreadable"),
        (workbook([HEADER.split(","), CELLS])[:-200], 0, "unreadable"),
        (_bomb("note.txt", 100), 0, "unreadable"),
        (_bomb("xl/worksheets/sheet1.xml", 200 * 1024 * 1024), 0, "too-large"),
        (_swapped("xl/worksheets/sheet1.xml", LAUGHS), 0, "unreadable"),
        (b"x" * (20 * 1024 * 1024 + 1), 0, "too-large"),
        (b"PK\x03\x04" + b"x" * (20 * 1024 * 1024), 0, "too-large"),
        (f'{HEADER}\n{ONE}\n"a"b,c'.encode(), 3, "unreadable"),
        (f"{HEADER}\n".encode() + b"\n" * 20_001, 0, "too-many-rows"),
        (f"{HEADER}\n\n , ,\n".encode(), 3, "missing"),
        (f"{HEADER}\n\n,,\n".encode(), 0, "no-rows"),
    ],
    ids=lambda value: repr(value[:6]) if isinstance(value, bytes) else None,  # zips differ in length by the second
)
def test_a_file_that_cannot_be_read_says_why_and_nothing_breaks(data: bytes, row: int, problem: str) -> None:
    assert (row, problem) in [(each.row, each.problem) for each in register.read(data).problems]


def test_a_header_says_everything_that_is_wrong_with_it() -> None:
    assert found(register.read(b"").problems) == [
        (1, each, "no-column") for each in ("code", "name", "type", "parent", "from", "to")
    ]
    read = sheet("a", header="code,name,Tên đơn vị,type,parent,từ,phone of the boss")
    assert found(read.problems) == [
        (1, "name", "column-twice"),
        (1, "phone of the boss", "unknown-column"),
        (1, "to", "no-column"),
    ]


# --- everything that can be wrong with a row ------------------------------------------------------------------------------

Wrong = tuple[int, str, str]
WRONG: list[tuple[str, list[str], list[Wrong]]] = [
    ("sound", [row()], []),
    (
        "empty",
        [row(code="", name="", type="")],
        [(2, "code", "missing"), (2, "name", "missing"), (2, "type", "missing")],
    ),
    ("long", [row(name="x" * 256)], [(2, "name", "too-long")]),
    ("long short name", [row(short="x" * 41)], [(2, "short", "too-long")]),
    ("a novel", [row(decision="x" * 50_000)], [(2, "decision", "too-long")]),
    ("capitals", [row(code="CDCS-Moi")], [(2, "code", "bad-code")]),
    ("accents", [row(code="cđcs")], [(2, "code", "bad-code")]),
    ("31 June", [row(since="31/06/2025")], [(2, "from", "bad-day")]),
    ("words", [row(until="hôm qua")], [(2, "to", "bad-day")]),
    ("no year", [row(since="07/08")], [(2, "from", "bad-day")]),
    ("year 25", [row(since="0025-07-01")], [(2, "from", "bad-day")]),
    ("backwards", [row(since="2025-09-01", until="2025-08-31")], [(2, "to", "days-turned")]),
    ("phone", [row(contact_name="A", contact_phone="113")], [(2, "contact_phone", "bad-phone")]),
    ("no phone", [row(contact_name="A")], [(2, "contact_phone", "half-contact")]),
    ("no name", [row(contact_phone="0912345678")], [(2, "contact_name", "half-contact")]),
    ("type", [row(type="hoi")], [(2, "type", "unknown-type")]),
    ("parent", [row(parent="nobody")], [(2, "parent", "unknown-parent")]),
    ("area", [row(area="dv-p-hoa-lu|nowhere")], [(2, "area", "unknown-area")]),
    ("area of before", [row(area="dv-h-hoa-lu")], [(2, "area", "area-absent")]),
    ("root", [row(parent="")], [(2, "parent", "second-root")]),
    ("too early", [row(since="2025-06-30")], [(2, "parent", "parent-absent")]),
    ("since ever", [row(since="")], [(2, "parent", "parent-absent")]),
    ("too long", [row(parent="nb-cu", since="")], [(2, "parent", "parent-absent")]),
    ("twice", [row(), row()], [(3, "code", "duplicate")]),
    ("overlap", [row(until="2025-12-31"), row(since="2025-12-31")], [(3, "from", "overlap")]),
    ("open and again", [row(), row(since="2025-12-31")], [(3, "from", "overlap")]),
    ("gap", [row(until="2025-12-30"), row(since="2026-01-01")], [(3, "from", "gap")]),
    ("any order", [row(since="2026-01-01"), row(until="2025-12-31")], []),
    ("a bad day is no gap", [row(until="x"), row(since="2026-01-01")], [(2, "to", "bad-day")]),
    ("itself", [row(parent="cdcs-moi")], [(2, "parent", "circle")]),
    (
        "circle",
        [row(code="a", parent="b"), row(code="b", parent="c"), row(code="c", parent="a"), row(code="d", parent="a")],
        [(2, "parent", "circle"), (3, "parent", "circle"), (4, "parent", "circle")],
    ),
    (
        "a circle for one month",
        [
            row(code="a", parent="nb", until="2025-08-31"),
            row(code="a", parent="b", since="2025-09-01"),
            row(code="b", parent="a", until="2025-09-30"),
            row(code="b", parent="nb", since="2025-10-01"),
        ],
        [(3, "parent", "circle"), (4, "parent", "circle")],
    ),
    (
        "above and below in turn",
        [
            row(code="a", parent="nb", until="2025-08-31"),
            row(code="a", parent="b", since="2025-09-01"),
            row(code="b", parent="a", until="2025-08-31"),
            row(code="b", parent="nb", since="2025-09-01"),
        ],
        [],
    ),
    (
        "children left behind",
        [row(code="cd-xa-yen-khanh", type="cd-xa-phuong", since="2025-09-05", until="2026-01-31")],
        [(2, "to", "children-left")],
    ),
    (
        "children before their parent",
        [row(code="cd-xa-yen-khanh", type="cd-xa-phuong", since="2025-09-06")],
        [(2, "from", "children-left")],
    ),
    (
        "everything at once",
        [row(type="hoi", parent="nobody"), row(code="b", since="x", contact_phone="1")],
        [
            (2, "type", "unknown-type"),
            (2, "parent", "unknown-parent"),
            (3, "from", "bad-day"),
            (3, "contact_phone", "bad-phone"),
            (3, "contact_name", "half-contact"),
        ],
    ),
]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> register.Register:
    with empty_store(tmp_path_factory.mktemp("known")) as store, store.write() as db:
        register.load_starter(db, NOW)
        return register.registered(db)


@pytest.mark.parametrize(("lines", "wrong"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_every_mistake_is_said_by_row_and_column_r41(
    known: register.Register, lines: list[str], wrong: list[Wrong]
) -> None:
    assert found(register.check(sheet(*lines), known)) == wrong


def test_every_problem_is_tested_and_has_its_words_in_both_languages() -> None:
    tested = {problem for _, _, wrong in WRONG for _, _, problem in wrong}
    tested |= {"encoding", "old-excel", "too-large", "unreadable", "too-many-rows", "no-rows"}  # in the tests above
    assert tested | {"no-column", "unknown-column", "column-twice"} == set(PROBLEMS)
    assert {name for problem in PROBLEMS for name in (f"import-{problem}", f"import-{problem}-do")} <= TEXTS.names("vi")


def test_the_table_for_people_says_row_column_problem_and_what_to_do(known: register.Register) -> None:
    wrong = register.check(sheet(row(since="2025-06-30"), row(code="b", type="hoi")), known)
    assert problems_table(TEXTS, "vi", wrong).splitlines() == [
        "Tệp có 2 lỗi. Chưa ghi gì vào danh sách đơn vị.",
        "",
        "Dòng  Cột     Vấn đề                                       Cần làm gì",
        "----  ------  -------------------------------------------  --------------------------------------------",
        "2     parent  Cấp trên “nb” chỉ có từ 01/07/2025 đến nay,  Sửa ngày, hoặc tách thành hai dòng với hai",
        "              không đủ cho dòng này.                       cấp trên.",
        "3     type    Không có loại đơn vị “hoi”.                  Dùng một trong các mã: cd-kcn, cd-nganh, cd-",
        "                                                           xa-phuong, cdcs, cum-cdcs, cum-thi-dua,",
        "                                                           ldld-huyen, ldld-tinh, tong-lien-doan,",
        "                                                           truong.",
    ]
    many = register.read(f"{HEADER}\n{(row(code='B') + chr(10)) * 1500}".encode())
    assert problems_table(TEXTS, "en", many.problems).splitlines()[-1] == "… and 1.300 more rows."
    assert problems_table(TEXTS, "en", register.read(b"\xff").problems).splitlines()[4].startswith("whole file  ")


# --- planning and applying --------------------------------------------------------------------------------------------------


CHANGE = sheet(
    row(contact_name="Lê Thị Mới", contact_phone="0912345678", decision="40/QĐ"),
    row(code="cdcs-xl-02", name="CĐCS Liên danh gói XL-02 [MẪU]", until="2026-06-30"),
    row(code="cdcs-rung-xanh", name="CĐCS Giày Rừng Xanh [MẪU]"),
)


def test_a_dry_run_tells_and_changes_nothing_r41(db: Connection) -> None:
    before = everything(db)
    plan = register.plan(db, CHANGE, TODAY)
    assert (plan.new, plan.changed, plan.ended, plan.unchanged) == (1, 1, 1, 0)
    assert [(line.act, line.code) for line in plan.lines] == [
        ("new", "cdcs-moi"),
        ("ended", "cdcs-xl-02"),
        ("changed", "cdcs-rung-xanh"),
    ]
    assert plan.lines[1].columns == ("name", "parent", "from", "to", "area", "contact_name")
    assert everything(db) == before
    told = plan_table(TEXTS, "vi", plan).splitlines()
    assert told[0] == "Nếu nhập tệp này: 1 đơn vị mới, 1 thay đổi, 1 kết thúc, 0 giữ nguyên."
    assert told[2] == "Việc      Mã              Đơn vị                          Cột thay đổi"
    assert told[-1] == "Đây là bản xem trước, chưa ghi gì. Để nhập thật, anh/chị chạy lại lệnh và thêm --apply."
    assert plan_table(TEXTS, "en", plan, applied=True).startswith("Imported: 1 new units, 1 changed, 1 ended")
    assert "0912" not in "".join(told)


def test_what_is_named_is_replaced_and_what_is_not_stays_r41(db: Connection) -> None:
    before = register.registered(db).units
    assert register.apply(db, CHANGE, NOW) == 3
    after = register.registered(db).units
    assert {code for code in after if after[code] != before.get(code)} == {"cdcs-moi", "cdcs-xl-02", "cdcs-rung-xanh"}
    assert after["cdcs-moi"] == Record(
        "cdcs",
        date(2025, 7, 1),
        None,
        ("Lê Thị Mới", "+84912345678"),
        frozenset({(("CĐCS Công ty Mới", "CĐCS Công ty Mới", False), date(2025, 7, 1), None)}),
        frozenset({("nb", date(2025, 7, 1), None)}),
        frozenset(),
    )
    moi = units.by_code(db, "cdcs-moi")
    assert moi is not None
    assert units.find(db, "công ty mới", TODAY)[0].id == moi
    event = of(UnitEvent)
    assert db.execute(
        select(event.c.kind, event.c.on, event.c.decision).where(event.c.code == "cdcs-moi-2025-07-01")
    ).all() == [("found", date(2025, 7, 1), "40/QĐ")]
    assert db.execute(select(of(Audit).c.act, of(Audit).c.note)).all() == [("import-units", "units 3, decisions 1")]


def test_a_second_time_nothing_is_written_r41(db: Connection) -> None:
    register.apply(db, CHANGE, NOW)
    before = everything(db)
    assert register.apply(db, CHANGE, NOW) == 0
    assert everything(db) == before
    plan = register.plan(db, CHANGE, TODAY)
    assert (plan.new, plan.changed, plan.ended, plan.unchanged) == (0, 0, 0, 3)
    assert plan_table(TEXTS, "vi", plan) == "Tệp khớp với danh sách đang có: 3 đơn vị, không có gì cần nhập."
    assert (
        register.apply(db, sheet(row(contact_name="Lê Thị Mới", contact_phone="0912345678", decision="41/QĐ")), NOW)
        == 0
    )
    event = of(UnitEvent)
    assert db.execute(select(event.c.decision).where(event.c.code == "cdcs-moi-2025-07-01")).scalars().all() == [
        "41/QĐ"
    ]


def test_the_starter_s_own_file_is_already_there_r41(db: Connection) -> None:
    before = everything(db)
    assert register.apply(db, register.read(STARTER), NOW) == 0
    assert everything(db) == before


def test_all_or_nothing_r41(db: Connection) -> None:
    before = everything(db)
    bad = sheet(row(), row(code="b", parent="nobody"))
    for act in (lambda: register.plan(db, bad, TODAY), lambda: register.apply(db, bad, NOW)):
        with pytest.raises(NotImportable) as refused:
            act()
        assert found(refused.value.problems) == [(3, "parent", "unknown-parent")]
    assert everything(db) == before


def test_a_column_the_file_does_not_have_empties_nothing(db: Connection) -> None:
    few = "code,name,type,parent,from,to"
    before = register.registered(db).units["cd-xa-yen-khanh"]
    line = "cd-xa-yen-khanh,Công đoàn xã Yên Khánh mới,cd-xa-phuong,nb,2025-09-05,"
    assert register.apply(db, sheet(line, header=few), NOW) == 1
    after = register.registered(db).units["cd-xa-yen-khanh"]
    assert (after.contact, after.areas) == (before.contact, before.areas)
    assert {each for each in after.names if each[0][2]} == {each for each in before.names if each[0][2]}
    assert after.label == "Công đoàn xã Yên Khánh mới"


def test_a_unit_with_reports_and_members_keeps_them_and_its_id_r41(db: Connection) -> None:
    unit_id = units.by_code(db, "cdcs-xl-02")
    assert unit_id is not None
    db.execute(insert(of(Person)).values(name="", author_class="", language="vi", unit_id=unit_id, created_at=NOW))
    file_report(db, unit_id, register.running(db)[0][0])
    register.apply(db, CHANGE, NOW)
    assert units.by_code(db, "cdcs-xl-02") == unit_id
    assert db.execute(select(of(Person).c.unit_id)).scalars().all() == [unit_id]
    assert db.execute(select(of(Report).c.unit_id)).scalars().all() == [unit_id]
    assert db.execute(select(func.count()).select_from(of(ReportUnit))).scalar() == 3
    if db.dialect.name == "sqlite":  # PostgreSQL looks after every statement
        assert db.exec_driver_sql("pragma foreign_key_check").all() == []


def test_two_thousand_units_are_imported_in_sets_r41(db: Connection) -> None:
    """Set queries only: as many statements for 2,000 units as for 20."""
    counts = []
    for size in (20, 2_000):
        lines = [
            row(
                code=f"x{size}-{n}",
                name=f"CĐCS Công ty {size} {n}",
                contact_name="A B",
                contact_phone="0912345678",
                decision="1",
            )
            for n in range(size)
        ]
        seen: list[str] = []
        hook = lambda *args, seen=seen: seen.append(args[2])  # noqa: E731 - one listener a round
        listening.listen(db, "before_cursor_execute", hook)
        assert register.apply(db, sheet(*lines), NOW) == size
        listening.remove(db, "before_cursor_execute", hook)
        counts.append(len(seen))
    assert counts[0] == counts[1]
