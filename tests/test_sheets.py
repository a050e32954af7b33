"""Lists, zips and dossiers an officer gets (R27, R31, R43, R45): what is in the files, and what never is."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from handlers.papers import dossier_pdf, lists, photo_zip, sheet
from handlers.papers.sheet import Column
from handlers.papers.typeset import Album, Frame, compiled, heading, paragraphs, table
from storage import dossiers, exporting, exporting_head, grants, people
from storage.exporting import Pictured, Wanted
from storage.media import MediaMissing
from tests.talk import TEXTS, ZONE, Room, Talk, joined, picture, sent

SAY = lists.words(TEXTS)
DAY = date(2026, 11, 22)


def frame(**more: Any) -> sheet.Head:
    issuer = exporting_head.Issuer(
        "Liên đoàn Lao động tỉnh", "Tổng Liên đoàn", ("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Trần A")
    )
    return lists.head(SAY, issuer, "DANH SÁCH", "Năm 2026", "Ninh Bình", DAY, "Danh sách")


HOSTILE = ("=1+1", "+84 912", "@SUM(A1)", "http://x.vn", "{{ 7*7 }}", "<b>&amp;", "-2", "0912000111", "☃ tuyết")


def test_what_people_wrote_is_only_ever_text_h4(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    columns = [Column("STT", "number"), Column("Tên"), Column("Mã", "code"), Column("Ngày", "day")]
    rows: list[list[sheet.Cell]] = [[n, text, "0912000111", DAY] for n, text in enumerate(HOSTILE, 1)]
    rows.append([1_850_000.0, "x" * 40_000 + "\x00\x07", "SK-2026-0147", None])
    assert sheet.write(path, frame(), columns, rows) == len(rows)
    page = openpyxl.load_workbook(path)["Danh sách"]
    label = next(row for row in page.iter_rows() if row[0].value == "STT")[0].row
    body = list(page.iter_rows(min_row=label + 1, max_row=label + len(rows)))
    assert [row[1].value for row in body[: len(HOSTILE) - 1]] == list(HOSTILE[:-1])
    assert {row[1].data_type for row in body} == {"s"}
    assert body[len(HOSTILE) - 1][1].value == "tuyết"  # no emoji in official papers
    assert (body[0][2].value, body[0][2].data_type) == ("0912000111", "s")
    assert (body[-1][0].value, body[-1][0].number_format) == (1_850_000, "#,##0")
    assert body[0][3].value.date() == DAY
    assert len(body[-1][1].value) == sheet.CELL
    assert not any(cell.hyperlink for row in body for cell in row)


def test_a_sheet_is_set_up_for_the_printer_r43(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sheet.write(path, frame(), [Column("STT", "number"), Column("Tên"), Column("Mã", "code")], [[1, "a", "b"]])
    page = openpyxl.load_workbook(path)["Danh sách"]
    words = [cell.value for row in page.iter_rows() for cell in row if cell.value]
    assert page.page_setup.orientation == "landscape"
    assert (page.page_setup.paperSize, page.page_setup.fitToHeight) == ("9", 0) or page.page_setup.paperSize == 9
    assert page.print_title_rows
    assert page.auto_filter.ref
    assert page.oddFooter.center.text == "Trang &P/&N"
    assert {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "DỰ THẢO – chờ ký", "CHỦ TỊCH", "Trần A"} <= set(words)


# --- what a list reads ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def house(room: Room) -> tuple[Room, int]:
    """Two reports of one unit, one of another; an officer of the province."""
    first = joined(Talk(room))
    sent(first, title="Bộ gá xoay")
    sent(first, photo=picture(2), title="=Xe kéo cáp")
    sent(joined(Talk(room, address="101"), "Lê Thị Mai", "Bệnh viện Hồng Lam"), photo=picture(3), title="Tủ thuốc")
    return room, granted(room, "nb")


def granted(room: Room, unit: str, role: str = "reviewer", address: str = "200") -> int:
    joined(Talk(room, address=address), "Trần Văn Nam", "Bệnh viện Hồng Lam")
    with room.store.write() as db:
        who = people.meet(db, [("telegram", address)], {}, room.now)[("telegram", address)].id
        grants.grant(db, who, role, room.unit(unit), since=DAY, until=None, by=None, now=room.now)
    return who


def titles(room: Room, who: int, **wanted: Any) -> list[str]:
    with room.store.read() as db:
        return [each.report["title"] for each in exporting.written(db, who, DAY, Wanted(**wanted))]


def test_a_list_holds_what_is_asked_for_and_within_reach_r21_r45(house: tuple[Room, int]) -> None:
    room, province = house
    assert titles(room, province) == ["Bộ gá xoay", "=Xe kéo cáp", "Tủ thuốc"]
    assert titles(room, province, unit_id=room.unit("cdcs-song-van")) == ["Bộ gá xoay", "=Xe kéo cáp"]
    assert titles(room, province, year=2025) == []
    assert titles(room, province, state="approved") == []
    assert len(titles(room, province, state="waiting", kind="initiative", year=2026)) == 3
    assert titles(room, granted(room, "cdcs-song-van", address="201")) == ["Bộ gá xoay", "=Xe kéo cáp"]
    assert titles(room, 1) == []  # a member holds no role


def test_the_rows_of_a_report_say_who_where_and_when(house: tuple[Room, int]) -> None:
    room, who = house
    with room.store.read() as db:
        found = exporting.written(db, who, DAY, Wanted())
        rows = list(lists.report_rows(found, lambda number: dossiers.movement_of(db, number), SAY, ZONE))
    assert [len(row) for row in rows] == [len(lists.REPORTS)] * 3
    assert rows[0][:4] == [1, "SK-2026-0001", "Bộ gá xoay", "Sáng kiến, giải pháp"]
    assert rows[0][5] == "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]"
    assert rows[0][7] == "Nguyễn Văn Thắng – Công nhân lao động"
    assert rows[0][9] == date(2026, 3, 15)
    assert rows[0][13:] == ["Đã gửi", DAY, None]


def test_photos_come_in_a_zip_with_their_list_and_a_lost_one_is_named_r9(
    house: tuple[Room, int], tmp_path: Path
) -> None:
    room, who = house
    with room.store.read() as db:
        photos = list(exporting.pictured(db, who, DAY, Wanted()))

    def load(key: str) -> bytes:
        if key == photos[0].key:
            raise MediaMissing(key)
        return room.media.get(key)

    assert photo_zip.write(tmp_path / "p.zip", photos, load, SAY) == (2, 1)
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert archive.namelist() == ["SK-2026-0002-1-sau.jpg", "SK-2026-0003-1-sau.jpg", "danh-muc.csv"]
        assert archive.testzip() is None
        text = archive.read("danh-muc.csv")
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == [
        "Tên tệp",
        "không còn tệp ảnh",
        "SK-2026-0002-1-sau.jpg",
        "SK-2026-0003-1-sau.jpg",
    ]
    assert rows[2][2] == "'=Xe kéo cáp"


def test_a_photo_is_named_by_its_report_place_and_mark() -> None:
    photo = Pictured("SK-2026-0147", "t", "u", 1, "before", "", "k", None)
    assert photo_zip.name_of(photo) == "SK-2026-0147-1-truoc.jpg"


# --- dossiers ----------------------------------------------------------------------------------------------------


def test_a_dossier_of_hostile_words_is_set_without_a_warning() -> None:
    around = Frame(
        "TRÊN",
        "CƠ QUAN",
        "CHXHCN",
        "Độc lập",
        "Ninh Bình, ngày",
        "DỰ THẢO",
        "Còn thiếu:",
        ("#x", "$y$"),
        "#let x",
        "*a*",
        "Nơi nhận:",
        ("- a",),
        ("TM.", "CHỦ TỊCH", "#sys"),
    )
    blocks = [heading("= a"), paragraphs("#panic() \\ `b`\n" + "dài" * 100), table(["a", "b"], [1, 1], [["<x>", "@y"]])]

    def compose(album: Album) -> tuple[Frame, list[Any]]:
        return around, blocks

    data, warnings = compiled(lambda _: b"", compose)
    assert data.startswith(b"%PDF")
    assert warnings == []


def test_a_report_becomes_a_dossier_that_says_what_is_missing_r31(house: tuple[Room, int]) -> None:
    room, who = house
    with room.store.read() as db:
        dossier = dossiers.gather(db, "report", 1, who, DAY)
        assert dossiers.gather(db, "report", 3, 1, DAY) is None  # a member holds no role
    assert dossier is not None
    made = dossier_pdf.report_pdf(dossier, [], room.media.get, TEXTS, "vi")  # type: ignore[arg-type]  # a report's
    assert (made.name, made.data[:4]) == ("Ho-so-SK-2026-0001.pdf", b"%PDF")
    assert "signatory" in {each.field for each in made.missing}
