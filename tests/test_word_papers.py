"""Word papers, read back (R31, R43, R49, R58): layout, what stands in them, what they say is missing, and hostile words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm
from PIL import Image
from sqlalchemy import insert

from handlers.papers import catalogue, word
from handlers.papers.official import Made
from handlers.papers.paper_words import in_two_lines, long_day
from handlers.papers.print_photos import HEIGHT, WIDTH, printed
from storage import dossiers, legal_bases
from storage.award_tables import Recipients, Signatory
from storage.forms import shipped, word_forms
from storage.starter import build_forms
from storage.tables import Grant, of
from storage.vietnamese import strip_emoji
from tests.dossier_files import file_of_eight
from tests.pictures import noise, saved
from tests.talk import TEXTS, Room, Talk, joined, sent

DAY = date(2026, 11, 22)
HEAD = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
DRAFT = "DỰ THẢO – chờ ký"


@dataclass
class Filed:
    """A room with two reports and a file of eight in it."""

    room: Room
    initiative: int
    model: int
    file: dict[str, Any]

    def dossier(self, about: str, number: int, who: int | None = None, day: date = DAY) -> Any:
        with self.room.store.read() as db:
            return dossiers.gather(db, about, number, who, day)

    def made(self, code: str, number: int, language: str = "vi", **changed: Any) -> tuple[Made, Any]:
        """The paper and the document read back."""
        found = self.dossier(catalogue.PAPERS[code].about, number)
        made = catalogue.make(code, replace(found, **changed), self.room.media.get, TEXTS, language)
        return made, Document(io.BytesIO(made.data))

    def number_of(self, code: str) -> int:
        about = catalogue.PAPERS[code].about
        if about == "report":
            return self.model if code.startswith("model") else self.initiative
        if about == "nominee":
            return int(self.file["nominees"][5 if "collective" in code else 0])
        return int(self.file["file" if about == "nomination" else "meeting"])


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filed]:
    room = Room(tmp_path_factory.mktemp("papers"))
    sent(joined(Talk(room)), photo=saved(noise(3, 900, 400)))
    sent(joined(Talk(room, address="200"), "Nguyễn Hữu Phúc"), "model")
    initiative, model = (row["id"] for row in room.reports())
    yield Filed(room, initiative, model, file_of_eight(room, {1: [initiative], 6: [model]}))
    room.store.close()


def text_of(document: Any) -> str:
    """Everything on its pages, headers too."""
    section = document.sections[0]
    parts = [section.first_page_header, section.header, document.element.body]
    found = [
        node.text or "" for part in parts for node in getattr(part, "_element", part).iter() if node.tag.endswith("}t")
    ]
    return "\n".join(found)


# --- every paper ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [form.code for form in word_forms()])
def test_every_paper_has_the_official_layout_r43(filed: Filed, code: str) -> None:
    kind = next((each for each in ("overall", "thematic", "ad-hoc") if code.endswith(each)), None)
    made, document = filed.made(code, filed.number_of(code), **({"kind": kind} if kind else {}))
    section = document.sections[0]
    sides = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(each / Mm(1)) for each in sides] == [30, 15, 20, 20]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (210, 297)
    assert {document.styles["Normal"].font.name} == {"Times New Roman"}
    assert {run.font.name for each in document.paragraphs for run in each.runs} <= {None, "Times New Roman"}
    text = text_of(document)
    assert [text.count(HEAD), "{{" in text, "{%" in text] == [1, False, False]
    headers = ["\n".join(each.text for each in part.paragraphs) for part in (section.first_page_header, section.header)]
    assert [DRAFT in header for header in headers] == [True, True]
    assert made.name.endswith(".docx")
    assert made.name.isascii()
    assert b"PAGE" in section.header._element.xml.encode()


def test_the_committed_templates_are_what_the_words_make() -> None:
    built = {form["code"]: build_forms.build(form, build_forms.FORMS) for form in build_forms.FORMS["papers"]}
    assert [code for code, data in built.items() if data != shipped(code)] == []


def test_the_same_records_give_the_same_bytes(filed: Filed) -> None:
    assert filed.made("petition", filed.file["file"])[0].data == filed.made("petition", filed.file["file"])[0].data


def test_what_is_offered_fits_what_it_is_about(filed: Filed) -> None:
    offered = {
        about: [paper.code for paper in catalogue.offered(about, filed.dossier(about, number))]
        for about, number in (
            ("report", filed.initiative),
            ("nomination", filed.file["file"]),
            ("nominee", filed.file["nominees"][0]),
            ("meeting", filed.file["meeting"]),
        )
    }
    assert offered == {
        "report": ["initiative-application", "initiative-report"],
        "nomination": ["petition"],
        "nominee": ["merit-individual-thematic"],
        "meeting": ["minutes"],
    }
    collective = filed.dossier("nominee", filed.file["nominees"][5])
    assert [paper.code for paper in catalogue.offered("nominee", collective)] == ["merit-collective-thematic"]
    model = filed.dossier("report", filed.model)
    assert [paper.code for paper in catalogue.offered("report", model)] == ["model-report"]


# --- one by one --------------------------------------------------------------------------------------------------------


def rows_of(document: Any, head: str) -> list[list[str]]:
    """The rows of the list whose first row holds this heading."""
    table = next(each for each in document.tables if any(head == cell.text for cell in each.rows[0].cells))
    return [[cell.text for cell in row.cells] for row in table.rows[1:]]


def test_the_petition_lists_everybody_workers_on_site_first_r33(filed: Filed) -> None:
    made, document = filed.made("petition", filed.file["file"])
    persons = [row[1] for row in rows_of(document, "Họ và tên")]
    assert persons == [
        "Nguyễn Văn Thắng [MẪU]",
        "Vũ Đình Khải [MẪU]",
        "Phạm Thị Thu Hà [MẪU]",
        "Lê Thị Mai Hương [MẪU]",
        "Bùi Văn Dũng [MẪU]",
    ]
    assert len(rows_of(document, "Tên tập thể")) == 3
    assert rows_of(document, "Họ và tên")[0][2] == "Tổ trưởng tổ hàn, CĐCS Công ty CP Xây lắp Sông Vân [MẪU]"
    text = text_of(document)
    head = [each.text for each in document.tables[1].rows[0].cells[0].paragraphs if each.text]
    assert head == [
        "TỔNG LIÊN ĐOÀN",
        "LAO ĐỘNG VIỆT NAM",
        "LIÊN ĐOÀN LAO ĐỘNG",
        "TỈNH NINH BÌNH",
        "Số: ……/TTr-LĐLĐ",
    ]
    assert "03 tập thể, 05 cá nhân" in text
    assert "Ninh Bình, ngày 22 tháng 11 năm 2026" in text
    lists = [table for table in document.tables if len(table.columns) == 5]
    assert [table.rows[0]._tr.trPr.xml.count("tblHeader") for table in lists] == [1, 1]  # repeated on each page
    assert made.name == "to-trinh-de-nghi-khen-thuong-DN-2026-0007.docx"


@pytest.mark.parametrize(
    ("day", "cites", "not_any_more"),
    [
        (date(2024, 3, 1), ("98/2023/NĐ-CP", "1689/QĐ-TLĐ"), ("152/2025/NĐ-CP", "999/QĐ-TLĐ")),
        (date(2025, 6, 30), ("98/2023/NĐ-CP", "999/QĐ-TLĐ"), ("152/2025/NĐ-CP", "1689/QĐ-TLĐ")),
        (date(2025, 7, 1), ("152/2025/NĐ-CP", "06/2022/QH15"), ("98/2023/NĐ-CP", "15/2025/TT-BNV")),
        (DAY, ("152/2025/NĐ-CP", "15/2025/TT-BNV", "999/QĐ-TLĐ"), ("98/2023/NĐ-CP",)),
    ],
)
def test_a_paper_cites_what_is_in_force_on_its_day_r49(
    day: date, cites: tuple[str, ...], not_any_more: tuple[str, ...]
) -> None:
    cited = " ".join(legal_bases.cited("petition", day))
    assert [each for each in cites if each not in cited] == []
    assert [each for each in not_any_more if each in cited] == []


def test_signatory_and_recipients_are_those_of_the_day_and_the_unit_r42_r44(filed: Filed) -> None:
    unit = filed.room.unit("nb")
    base = {"unit_id": unit, "at": filed.room.now}
    signs = {"title": "PHÓ CHỦ TỊCH", "signs_for": "TM. BAN THƯỜNG VỤ"}
    with filed.room.store.write() as db:
        db.execute(
            insert(of(Signatory)).values(
                **base, **signs, name="Người Cũ", since=date(2023, 1, 1), until=date(2026, 6, 30)
            )
        )
        db.execute(insert(of(Signatory)).values(**base, **signs, name="Người Mới", since=date(2026, 7, 1)))
        for paper, line in (("all", "Mọi giấy tờ"), ("petition", "Ban Thi đua – Khen thưởng tỉnh")):
            db.execute(insert(of(Recipients)).values(**base, paper=paper, lines=[line], since=date(2026, 1, 1)))
    try:
        then, now = (filed.dossier("nomination", filed.file["file"], day=day) for day in (date(2026, 6, 30), DAY))
        assert (then.signing.name, now.signing.name) == ("Người Cũ", "Người Mới")
        made, document = filed.made("petition", filed.file["file"])
        text = text_of(document)
        assert [each in text for each in ("TM. BAN THƯỜNG VỤ", "Người Mới", "Người Cũ", "Mọi giấy tờ")] == [
            True,
            True,
            False,
            False,
        ]
        assert "- \nBan Thi đua – Khen thưởng tỉnh" in text.replace("- Ban", "- \nBan")
        assert "signatory" not in [each.field for each in made.missing]
        below = filed.dossier("report", filed.initiative)
        assert below.signing.name == ""  # nobody above signs in a unit's name
    finally:
        with filed.room.store.write() as db:
            db.execute(of(Signatory).delete().where(of(Signatory).c.unit_id == unit))
            db.execute(of(Recipients).delete().where(of(Recipients).c.unit_id == unit))


def test_the_application_has_the_fields_of_the_form_r58(filed: Filed) -> None:
    made, document = filed.made("initiative-application", filed.initiative)
    [author] = rows_of(document, "Họ và tên")[:1]
    assert [author[0], author[1], author[6]] == ["1", "Nguyễn Văn Thắng", "100"]
    text = text_of(document)
    for words in ("ĐƠN YÊU CẦU CÔNG NHẬN SÁNG KIẾN", "Chủ đầu tư tạo ra sáng kiến", "15/03/2026", "cần được bảo mật"):
        assert words in text
    assert len(document.inline_shapes) == 1
    assert [each.field for each in made.missing] == ["authors", "theme"]


def test_a_report_of_merits_tells_the_reports_behind_it(filed: Filed) -> None:
    _, document = filed.made("merit-individual-thematic", filed.file["nominees"][0])
    text = text_of(document)
    for words in ("05/03/1985", "Nam", "xã Yên Khánh, tỉnh Ninh Bình", "Bộ gá xoay hàn lồng thép", "SK-2026-0001"):
        assert words in text
    assert len(document.inline_shapes) == 1


def test_minutes_count_votes_of_all_members_r56(filed: Filed) -> None:
    _, document = filed.made("minutes", filed.file["meeting"])
    votes = rows_of(document, "Đồng ý")
    assert votes[0] == [
        "1",
        "Nguyễn Văn Thắng [MẪU]",
        "Bằng khen của Chủ tịch UBND tỉnh",
        "8/9",
        "0",
        "88,9 %",
        "Đạt",
    ]
    assert [row[3] for row in votes] == ["8/9", "6/9", "8/9", "6/9", "4/9", "4/9", "2/9", "2/9"]
    assert [row[6] for row in votes].count("Chưa đạt") == 4
    body = [each.text for each in document.paragraphs]
    assert [each for each in body if "Thành viên có mặt" in each] == [
        "- Thành viên có mặt: Vũ Thị Hoài An [MẪU], Đặng Văn Tuyên [MẪU]"
    ]
    assert "Hội đồng thảo luận & thống nhất." in body  # a line of the minutes is a paragraph of its own


# --- what is missing ----------------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_on_the_first_page_and_as_data(filed: Filed) -> None:
    place = filed.file["nominees"][1]
    made, document = filed.made("merit-individual-thematic", place)
    told = {each.field: each for each in made.missing}
    assert set(told) == {"signatory", "birth_date", "sex", "home", "post", "qualification", "merits"}
    assert {each.ask for each in made.missing} == {"officer"}
    assert {each.nominee_id for each in made.missing} == {None, place}
    box = document.tables[0].rows[0].cells[0].text
    assert [each.what for each in made.missing if each.what not in box] == []
    assert "Phạm Thị Thu Hà [MẪU]: birth date" in [
        each.what for each in filed.made(made_code(made), place, "en")[0].missing
    ]


def made_code(made: Made) -> str:
    return "merit-individual-thematic" if "ca-nhan" in made.name else "merit-collective-thematic"


def test_an_answer_that_is_missing_is_asked_of_the_author_or_of_an_officer_once_they_left(filed: Filed) -> None:
    found = filed.dossier("report", filed.initiative)
    empty = {**found.report, "result": None, "first_use": None}
    made, _ = filed.made("initiative-report", filed.initiative, report=empty, photos=[])
    asked = {each.field: (each.ask, each.person_id) for each in made.missing}
    author = found.report["person_id"]
    assert [asked[name] for name in ("result", "first_use", "photos")] == [("author", author)] * 3
    made, _ = filed.made("initiative-report", filed.initiative, report={**empty, "person_id": None})
    assert {each.field: each.ask for each in made.missing}["result"] == "officer"


def test_a_paper_in_which_nothing_is_missing_has_no_box(filed: Filed) -> None:
    made, document = filed.made("minutes", filed.file["meeting"])
    assert made.missing == ()
    assert "CÒN THIẾU" not in text_of(document)


@pytest.mark.parametrize(("shares", "field"), [((40, 40, 30), "authors"), ((60, None), "authors"), ((60, 40), None)])
def test_shares_that_do_not_come_to_a_whole_are_said_h5(
    filed: Filed, shares: tuple[Any, ...], field: str | None
) -> None:
    from storage.dossier_shapes import Author

    authors = [
        Author(f"Người {place}", "worker", collective=False, share=each, person_id=None)
        for place, each in enumerate(shares)
    ]
    made, _ = filed.made("initiative-report", filed.initiative, authors=authors)
    assert ("authors" in [each.field for each in made.missing]) == (field is not None)
    if sum(filter(None, shares)) > 100:
        assert "110 %" in next(each.what for each in made.missing if each.field == "authors")


# --- hostile words --------------------------------------------------------------------------------------------------------

HOSTILE = {
    "a field": ("{{ ky.ten }} {% if x %}", "{{ ky.ten }} {% if x %}"),
    "docxtpl's own escapes": ("a {_{ b }_} c", "a { _{ b }_ } c"),
    "markup": ("4 < 6 & <b>x</b> > 1", "4 < 6 & <b>x</b> > 1"),
    "emoji": ("🔥🔥 anh em 👷‍♂️ tự chế 💪", "anh em tự chế"),
    "control characters": ("a\x00b\x08c\x0bd\ue000", "abc"),
    "a lone surrogate": ("x\ud83dy", "xy"),
    "decomposed letters": ("Tie\u0302\u0301t kie\u0323\u0302m", "Tiết kiệm"),
    "xml": ("]]></w:t><w:br/>", "]]></w:t><w:br/>"),
    "a formula": ('=cmd|"/C calc"!A0', '=cmd|"/C calc"!A0'),
    "300 characters": ("Nghiên cứu " * 30, ("Nghiên cứu " * 30).strip()),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_user_text_stays_text(filed: Filed, case: str) -> None:
    typed, shown = HOSTILE[case]
    found = filed.dossier("report", filed.initiative)
    _, document = filed.made(
        "initiative-report", filed.initiative, report={**found.report, "title": typed, "solution": typed}
    )
    texts = [each.text for each in document.paragraphs]
    assert [each.startswith(shown) for each in texts].count(True) == 2, texts
    assert strip_emoji(text_of(document)).count("🔥") == text_of(document).count("🔥") == 0


def test_lines_become_paragraphs() -> None:
    assert word.printable("một\n\nhai\r\nba") == "một\ahai\aba"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("CÔNG ĐOÀN XÃ YÊN KHÁNH", "CÔNG ĐOÀN XÃ YÊN KHÁNH"),
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH NINH BÌNH", "LIÊN ĐOÀN LAO ĐỘNG\nTỈNH NINH BÌNH"),
        ("X" * 40, "X" * 40),
        ("CÔNG ĐOÀN " * 12, "CÔNG ĐOÀN " * 12),
    ],
)
def test_a_long_name_in_the_head_leaves_no_word_alone_r43(name: str, shown: str) -> None:
    assert in_two_lines(name) == shown


@pytest.mark.parametrize(
    ("day", "said"), [(date(2026, 2, 3), "ngày 03 tháng 02 năm 2026"), (DAY, "ngày 22 tháng 11 năm 2026")]
)
def test_days_are_written_as_the_rules_ask(day: date, said: str) -> None:
    assert long_day(partial(TEXTS.say, "vi"), day) == said


def test_duties_are_asked_for_overall_merits_only(filed: Filed) -> None:
    place = filed.file["nominees"][1]
    overall, _ = filed.made("merit-individual-overall", place, kind="overall")
    ad_hoc, _ = filed.made("merit-individual-ad-hoc", place, kind="ad-hoc")
    assert ["duties" in [each.field for each in made.missing] for made in (overall, ad_hoc)] == [True, False]


# --- photos ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(2000, 1500), (1500, 2000), (2000, 200), (60, 80)])
def test_a_photo_is_shrunk_to_print_and_never_distorted_r9(size: tuple[int, int]) -> None:
    picture = printed("key", lambda _: saved(noise(1, *size)))
    assert picture is not None
    assert (picture.width <= WIDTH, picture.height <= HEIGHT) == (True, True)
    assert picture.width / picture.height == pytest.approx(size[0] / size[1], rel=0.02)
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.width <= min(size[0], 615)
        assert image.info.get("exif") is None


def test_a_photo_that_is_gone_or_broken_leaves_the_paper_whole(filed: Filed) -> None:
    def gone(key: str) -> bytes:
        raise LookupError(key)

    dossier = filed.dossier("report", filed.initiative)
    for media_get in (gone, lambda _: b"no photo"):
        made = catalogue.make("initiative-report", dossier, media_get, TEXTS, "vi")
        assert len(Document(io.BytesIO(made.data)).inline_shapes) == 0
        assert "photos" in [each.field for each in made.missing]


# --- reach ----------------------------------------------------------------------------------------------------------------


def test_a_paper_is_gathered_only_within_reach_r45(filed: Filed) -> None:
    who = filed.file["person"]
    wanted = [("report", filed.initiative), ("nomination", filed.file["file"]), ("meeting", filed.file["meeting"])]
    wanted.append(("nominee", filed.file["nominees"][0]))
    gather = partial(filed.dossier, who=who)
    assert [gather(*each) for each in wanted] == [None] * 4
    grant = {"person_id": who, "role": "standing", "since": date(2026, 1, 1), "granted_at": filed.room.now}
    with filed.room.store.write() as db:
        db.execute(insert(of(Grant)).values(**grant, unit_id=filed.room.unit("cdcs-song-van")))
    assert [gather(*each) is not None for each in wanted] == [True, False, False, False]
    with filed.room.store.write() as db:
        db.execute(insert(of(Grant)).values(**grant, unit_id=filed.room.unit("nb")))
    assert [gather(*each) is not None for each in wanted] == [True] * 4
    assert [gather(about, 10**9) for about in ("report", "nomination", "nominee", "meeting", "nothing")] == [None] * 5
