"""Lists of deadlines: read, judged by row, planned, and imported whole or not at all (R25)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import Connection

from handlers.deadline_import import plan_table, problems_table
from handlers.texts import LANGUAGES, Texts
from storage import deadline_sheet, deadlines
from storage.deadline_sheet import PROBLEMS, Listed, NotImportable, Problem
from storage.tables import Audit, Deadline, of
from tests.talk import Room

NOW = datetime(2026, 11, 1, 3, tzinfo=UTC)
TEXTS = Texts()
COLUMNS = (
    "movement",
    "year",
    "unit",
    "unit_type",
    "duty",
    "level",
    "award",
    "due",
    "leads",
    "grace",
    "overdue",
    "above_after",
)
SOUND = {"year": "2026", "unit": "nb", "duty": "nominate", "level": "province", "due": "20/11/2026"}


@pytest.fixture
def db(room: Room) -> Iterator[Connection]:
    with room.store.write() as db:
        yield db


def table(*rows: dict[str, Any], columns: tuple[str, ...] = COLUMNS) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows([{name: value for name, value in (SOUND | row).items() if name in columns} for row in rows])
    return out.getvalue().encode()


def listed(*rows: dict[str, Any]) -> Listed:
    return deadline_sheet.read(table(*rows))


def found(problems: Any) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.problem) for each in problems]


def kept(db: Connection) -> list[Any]:
    return list(db.execute(of(Deadline).select().order_by(of(Deadline).c.id)).mappings())


# --- reading ----------------------------------------------------------------------------------------------------------


def test_a_full_row_says_a_whole_deadline(db: Connection) -> None:
    row = {
        "movement": "kh24-2023",
        "unit_type": "cdcs",
        "award": "overall",
        "leads": "14, 3 0",
        "grace": "2",
        "overdue": "5;1",
        "above_after": "9",
    }
    assert deadline_sheet.apply(db, listed(row), who=None, now=NOW) == 1
    (one,) = deadlines.standing(db)
    assert (one.movement, one.year, one.unit_type, one.duty) == ("kh24-2023", 2026, "cdcs", "nominate")
    assert (one.level, one.award, one.due) == ("province", "overall", date(2026, 11, 20))
    assert (one.leads, one.grace, one.overdue, one.above_after) == ((14, 3, 0), 2, (1, 5), 9)


def test_a_list_in_vietnamese_words_and_excel_says_the_same(db: Connection) -> None:
    day = datetime(2026, 11, 20)  # noqa: DTZ001 - as Excel keeps days
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        ["STT", "Năm", "Đơn vị", "Loại đơn vị", "Việc", "Nơi gửi", "Hình thức", "Hạn nộp", "Nhắc trước", "Ghi chú"]
    )
    sheet.append([1, 2026, "nb", "Công đoàn cơ sở", "Đăng ký", "UBND tỉnh", "Toàn diện", day, 7, "x"])
    out = io.BytesIO()
    book.save(out)
    assert deadline_sheet.apply(db, deadline_sheet.read(out.getvalue()), who=None, now=NOW) == 1
    (one,) = deadlines.standing(db)
    assert (one.unit_type, one.duty, one.level, one.award) == ("cdcs", "register", "peoples-committee", "overall")
    assert (one.movement, one.due, one.leads) == ("kh24-2023", date(2026, 11, 20), (7,))


def test_what_is_left_out_is_as_usual_and_a_dash_is_none(db: Connection) -> None:
    rows = listed({}, {"duty": "register", "leads": "-", "overdue": "-", "above_after": "-", "unit_type": "-"})
    deadline_sheet.apply(db, rows, who=None, now=NOW)
    usual, none = deadlines.standing(db)
    assert (usual.leads, usual.grace, usual.overdue, usual.above_after) == (deadlines.LEADS, 0, deadlines.OVERDUE, None)
    assert (none.leads, none.overdue, none.above_after, none.unit_type) == ((), (), None, "")


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        ({"year": ""}, "year", "missing"),
        ({"unit": ""}, "unit", "missing"),
        ({"duty": ""}, "duty", "missing"),
        ({"due": ""}, "due", "missing"),
        ({"due": "31/2/2026"}, "due", "bad-day"),
        ({"due": "tháng 11"}, "due", "bad-day"),
        ({"year": "nay"}, "year", "bad-number"),
        ({"grace": "-1"}, "grace", "bad-number"),
        ({"above_after": "mai"}, "above_after", "bad-number"),
        ({"leads": "30 ngày"}, "leads", "bad-days"),
        ({"overdue": "1, x"}, "overdue", "bad-days"),
        ({"duty": "pay"}, "duty", "unknown-code"),
        ({"duty": "-"}, "duty", "unknown-code"),
        ({"level": "moon"}, "level", "unknown-code"),
        ({"award": "gold"}, "award", "unknown-code"),
        ({"unit": "nowhere"}, "unit", "unknown-unit"),
        ({"unit_type": "tong-lien-doan"}, "unit_type", "unknown-type"),
        ({"movement": "other"}, "movement", "unknown-movement"),
        ({"year": "2019"}, "year", "out-of-bounds"),
        ({"due": "1/1/2028"}, "due", "out-of-bounds"),
        ({"grace": "91"}, "grace", "out-of-bounds"),
        ({"leads": "400"}, "leads", "out-of-bounds"),
        ({"leads": ",".join(map(str, range(13)))}, "leads", "out-of-bounds"),
        ({"overdue": "0"}, "overdue", "out-of-bounds"),
        ({"above_after": "366"}, "above_after", "out-of-bounds"),
    ],
)
def test_each_fault_is_said_by_row_and_nothing_is_written(
    db: Connection, row: dict[str, str], column: str, problem: str
) -> None:
    rows = listed({"duty": "register"}, row)
    assert found(deadline_sheet.check(db, rows)) == [(3, column, problem)]
    for do in (lambda: deadline_sheet.plan(db, rows), lambda: deadline_sheet.apply(db, rows, who=None, now=NOW)):
        with pytest.raises(NotImportable) as refused:
            do()
        assert found(refused.value.problems) == [(3, column, problem)]
    assert kept(db) == []


def test_the_same_deadline_in_two_rows_is_said(db: Connection) -> None:
    problems = deadline_sheet.check(db, listed({}, {"duty": "register"}, {"due": "25/11/2026"}))
    assert found(problems) == [(4, "", "duplicate")]
    assert problems[0].args == {"other": "2"}


def test_all_faults_are_said_at_once_in_order(db: Connection) -> None:
    problems = deadline_sheet.check(db, listed({"unit": "x", "due": "y"}, {"year": "2019"}, {"duty": "z"}))
    assert [each.row for each in problems] == [2, 2, 3, 4]


@pytest.mark.parametrize(
    ("data", "row", "problem"),
    [
        (b"", 1, "no-column"),
        (b"year,unit,duty,due\n", 0, "no-rows"),
        (b"year,unit,duty,due\n,,,\n", 0, "no-rows"),
        (b"year,unit,duty,due,colour\n", 1, "unknown-column"),
        (b"year,unit,duty,due,han\n", 1, "column-twice"),
        (b"year,unit,duty\n", 1, "no-column"),
        ("năm,đơn vị".encode("cp1258", "ignore"), 0, "encoding"),
        ("year".encode("utf-16-le"), 0, "encoding"),
        (b"\xd0\xcf\x11\xe0old", 0, "old-excel"),
        (b"PK\x03\x04broken", 0, "unreadable"),
        (b'year,unit,duty,due\n2026,"nb"x,nominate,1\n', 2, "unreadable"),
        (b"year,unit,duty,due\n" + b"2026,nb,nominate,20/11/2026\n" * 501, 0, "too-many-rows"),
        (b"x" * (20 * 1024 * 1024 + 1), 0, "too-large"),
    ],
)
def test_a_file_that_is_none_is_said_and_never_raised(data: bytes, row: int, problem: str) -> None:
    problems = deadline_sheet.read(data).problems
    assert (problems[0].row, problems[0].problem) == (row, problem)


# --- doing ------------------------------------------------------------------------------------------------------------


def test_a_dry_run_changes_nothing_and_a_second_import_neither(db: Connection) -> None:
    rows = listed({}, {"unit": "cum-truong-hoc-2", "due": "20/10/2026"})
    plan = deadline_sheet.plan(db, rows)
    assert (plan.new, plan.changed, plan.unchanged) == (2, 0, 0)
    assert kept(db) == []
    assert deadline_sheet.apply(db, rows, who=None, now=NOW) == 2
    first = kept(db)
    assert deadline_sheet.apply(db, rows, who=None, now=NOW) == 0
    again = deadline_sheet.plan(db, rows)
    assert (again.new, again.changed, again.unchanged, again.lines) == (0, 0, 2, ())
    assert kept(db) == first
    assert [row["act"] for row in db.execute(of(Audit).select()).mappings()] == ["add-deadline"] * 2


def test_another_day_moves_it_and_leaves_the_rest(db: Connection) -> None:
    deadline_sheet.apply(db, listed({"leads": "9", "grace": "4", "above_after": "5"}), who=None, now=NOW)
    (old,) = deadlines.standing(db)
    rows = deadline_sheet.read(table({"due": "2026-11-25"}, columns=("year", "unit", "duty", "level", "due")))
    assert [(each.act, each.unit) for each in deadline_sheet.plan(db, rows).lines] == [("changed", "nb")]
    assert deadline_sheet.apply(db, rows, who=None, now=NOW) == 1
    assert deadlines.standing(db) == [replace(old, due=date(2026, 11, 25))]


def test_examples_and_withdrawn_ones_that_are_named_come_into_force(db: Connection) -> None:
    deadlines.load_starter(db, NOW)
    row = {"year": "2026", "unit": "nb", "duty": "nominate", "level": "province", "due": "18/11/2026"}
    assert deadline_sheet.plan(db, listed(row)).new == 1
    deadline_sheet.apply(db, listed(row), who=None, now=NOW)
    (one,) = deadlines.standing(db)
    assert (one.due, one.example) == (date(2026, 11, 18), True)
    deadlines.withdraw(db, one.id, who=None, now=NOW)
    deadline_sheet.apply(db, listed(row), who=None, now=NOW)
    assert deadlines.standing(db) == [one]


# --- told -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_two_sentences_of_its_own(language: str) -> None:
    args = dict.fromkeys(("value", "name", "known", "other", "most"), "@")
    said = [problems_table(TEXTS, language, [Problem(2, "due", each, args)]).splitlines()[2:] for each in PROBLEMS]
    assert all(len(each) == 2 for each in said)
    assert len({each[0] for each in said}) == len(PROBLEMS)


def test_problems_are_told_with_what_to_do(db: Connection) -> None:
    text = problems_table(TEXTS, "vi", deadline_sheet.check(db, listed({"duty": "pay"})))
    assert text.splitlines() == [
        "Tệp có 1 lỗi. Chưa ghi gì vào danh sách hạn nộp.",
        "",
        "Dòng 2, cột duty: Không biết “pay”.",
        "  → Dùng một trong các mã: register, nominate.",
    ]
    whole = problems_table(TEXTS, "vi", deadline_sheet.read(b"year,unit,duty,due\n").problems)
    assert whole.splitlines()[2] == "Cả tệp: Tệp không có hạn nộp nào."
    many = problems_table(TEXTS, "en", [Problem(2, "due", "bad-day", {"value": "x"})] * 230)
    assert many.splitlines()[-1] == "… and 30 more."


def test_a_plan_is_told_before_and_after(db: Connection) -> None:
    rows = listed({"award": "overall"})
    plan = deadline_sheet.plan(db, rows)
    assert plan_table(TEXTS, "vi", plan).splitlines() == [
        "Nếu nhập tệp này: 1 hạn mới, 0 hạn thay đổi, 0 giữ nguyên.",
        "",
        "mới: 20/11/2026 · Hồ sơ khen toàn diện 2026 · nb",
        "",
        "Đây là bản xem trước, chưa ghi gì. Để nhập thật, anh/chị chạy lại lệnh và thêm --apply.",
    ]
    assert plan_table(TEXTS, "en", plan, applied=True).splitlines() == [
        "Imported: 1 new, 0 changed, 0 unchanged.",
        "",
        "new: 20/11/2026 · Nominations, overall 2026 · nb",
    ]
    deadline_sheet.apply(db, rows, who=None, now=NOW)
    assert plan_table(TEXTS, "vi", deadline_sheet.plan(db, rows)).startswith("Tệp khớp với các hạn đang có: 1 hạn")
    twenty = [{"unit": "nb", "year": str(year), "due": f"1/1/{year}"} for year in range(2030, 2055)]
    assert "… và 5 dòng nữa." in plan_table(TEXTS, "vi", deadline_sheet.plan(db, listed(*twenty)))
