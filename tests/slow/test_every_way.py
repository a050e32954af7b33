"""The sample achievements and the hard cases go all their ways through the chat, and the honours that follow from them: an
annual file of eight and an ad hoc one are decided, every paper of theirs is made, and the rows prove every step (issue 4;
R19, R20, R29–R32, R34, R43, R45, R46, R50, R56, R58; `./run doctor --deep`).

`pytest tests/slow/test_every_way.py --basetemp DIR` leaves the papers in DIR, to be looked at.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest

from handlers.rehearsal import achievements
from storage import eligibility, invariants
from storage.award_tables import Award, Decision, Nomination, Nominee
from storage.tables import Outbox, ReportHistory, ReportLikeness
from tests.province import Province
from tests.talk import TEXTS, ZONE, Room, Talk, picture

SAMPLES = {each["no"]: each for each in achievements()}
APPROVED = ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "H1", "H3")
EIGHT = 8


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    """Everybody has reported; the reviewers have done their part."""
    found = Province(Room(tmp_path_factory.mktemp("province")))
    found.everybody_reports()
    found.room.runs_errands()
    for number in APPROVED:
        found.approves(number)
    return found


def states(province: Province, *numbers: str) -> list[str]:
    return [province.row(number)["state"] for number in numbers]


def test_thirteen_are_approved_up_to_the_province(province: Province) -> None:
    assert set(states(province, *APPROVED)) == {"approved"}
    levels = {number: len([row for row in history(province, number) if row["act"] == "forward"]) for number in APPROVED}
    assert {number for number, many in levels.items() if many} >= {"01", "05", "10"}  # a level of their own below


def history(province: Province, number: str) -> list[dict[str, Any]]:
    return province.room.rows(ReportHistory, report_id=province.row(number)["id"])


def test_one_is_sent_back_for_what_is_missing_and_completed_r20(province: Province) -> None:
    """H2 has no day and no accents; its author is asked exactly for the day and the photo."""
    officer = province.reviews("H2", "return", questions=["first_use", "photos"], words="Mong anh gửi thêm ảnh ạ.")
    assert states(province, "H2") == ["returned"]
    author = province.members["H2"].says(f"/bosung {province.code('H2')}")
    author.hears_words("Mong anh gửi thêm ảnh ạ.")
    author.says("5/9/2026").sends_photo(picture(7), caption="sau").taps(say("photos-done"))
    for _ in range(3):
        if "complete-send-ask" and say("summary-send") in author.labels:
            break
        author.says(say("way-skip"))
    author.taps(say("summary-send"))
    assert states(province, "H2") == ["sent"]
    province.approves("H2")
    assert [row["act"] for row in history(province, "H2") if row["act"] in ("return", "complete")] == [
        "return",
        "complete",
    ]
    assert officer.address == province.officers["reviewer", "cdcs-song-van"].address


def test_one_is_refused_with_its_reason_and_one_is_withdrawn(province: Province) -> None:
    province.reviews("H4", "refuse", reason="unproved", words="Mong anh em đo lại rồi gửi bài mới ạ.")
    assert states(province, "H4") == ["refused"]
    author = province.members["H5"].says("/baicuatoi", "1").taps(say("my-report-withdraw")).taps(say("withdraw-yes"))
    author.hears("withdraw-done", code=province.code("H5"))
    assert states(province, "H5") == ["withdrawn"]


def test_one_told_again_in_decomposed_letters_is_found_and_refused_as_the_same_r19(province: Province) -> None:
    again = {**SAMPLES["01"], "submitter": {"name": "Trần Văn Bình [MẪU]", "class": "worker"}}
    talk = Talk(province.room, address="member-NFD")
    province.members["NFD"] = talk.performs(again, tap=lambda words: unicodedata.normalize("NFD", words))
    province.room.runs_errands()
    first, second = province.row("01")["id"], province.row("NFD")["id"]
    likes = {(row["report_id"], row["other_id"]) for row in province.room.rows(ReportLikeness)}
    assert (second, first) in likes
    assert any(province.code("01") in text for text in told(province, talk))  # its author was told, softly
    officer = province.whose_turn("NFD").says(f"/duyet {province.code('NFD')}").hears_words(province.code("01"))
    officer.says(f"/sosanh {second}").taps("Ghi là trùng")
    (row,) = [each for each in province.room.rows(ReportLikeness) if each["report_id"] == second and each["verdict"]]
    assert (row["other_id"], row["verdict"]) == (first, "same")
    province.reviews("NFD", "refuse", reason="same", words="Bài này đã được gửi với mã khác ạ.")
    assert states(province, "NFD") == ["refused"]


def told(province: Province, talk: Talk) -> list[str]:
    return [row["body"]["text"] for row in province.room.rows(Outbox, address=talk.address) if row["kind"] != "own"]


# --- the files ------------------------------------------------------------------------------------------------------------------


def begun(talk: Talk, kind: str, unit: str) -> Talk:
    """A new file to the province's federation, up to the question whom to add."""
    talk.says("/denghi", say("nominate-new"), say_kind(kind), unit, "Liên đoàn Lao động tỉnh")
    if kind == "ad-hoc":
        talk.says("Vượt tiến độ gói thầu ven sông")
    return talk if " · " in talk.labels[0] else talk.says("2026")


def say_kind(code: str) -> str:
    return {"overall": "Khen thưởng toàn diện", "ad-hoc": "Khen thưởng đột xuất"}[code]


def let_pass(province: Province, talk: Talk) -> None:
    """What still stops the newest nominee is let pass with a reason, in the chat."""
    who = province.room.rows(Nominee)[-1]["id"]
    with province.room.store.read() as db:
        stops = eligibility.stopping(eligibility.check(db, who, province.room.now.astimezone(ZONE).date()))
    for verdict in stops:
        talk.says(
            "Ghi lý do cho qua một điều kiện", verdict.label, "Hội đồng sáng kiến cơ sở đã họp, đang chờ số quyết định"
        )


def add(province: Province, talk: Talk, label: str) -> None:
    talk.taps(label)
    talk.says("Bằng khen của BCH LĐLĐ tỉnh")
    let_pass(province, talk)


@pytest.fixture(scope="module")
def files(province: Province) -> list[str]:
    """An annual file of eight – people and collectives – and an ad hoc one, both before the council."""
    clerk = begun(province.officers["standing", "nb"], "overall", "Liên đoàn Lao động tỉnh Ninh Bình")
    for place in range(EIGHT):
        offered = [label for label in clerk.labels if " · " in label and province.code("H1") not in label]
        add(province, clerk, offered[0])
        if place < EIGHT - 1:
            clerk.taps("Thêm người, tập thể khác")
    clerk.taps("Về hồ sơ")
    clerk.taps(say("nominate-to-council")).taps(say("nominate-yes"))
    annual = clerk.text
    begun(clerk, "ad-hoc", "Liên đoàn Lao động tỉnh Ninh Bình")
    add(province, clerk, next(label for label in clerk.labels if province.code("H1") in label))
    clerk.taps("Về hồ sơ").taps(say("nominate-to-council")).taps(say("nominate-yes"))
    codes = [row["code"] for row in nominations(province)]
    assert codes[0] in annual
    return codes


def nominations(province: Province) -> list[dict[str, Any]]:
    return province.room.rows(Nomination)


def test_an_annual_file_of_eight_and_an_ad_hoc_one_are_decided_r29_r30(province: Province, files: list[str]) -> None:
    assert [(row["kind"], row["state"]) for row in nominations(province)] == [
        ("overall", "council"),
        ("ad-hoc", "council"),
    ]
    assert len(province.room.rows(Nominee, nomination_id=1)) == EIGHT
    clerk = province.officers["standing", "nb"]
    for number in (1, 2):
        clerk.says(f"/hop {number}").taps("Ghi phiên họp Hội đồng mới").says("20/11/2026", "Phòng họp LĐLĐ tỉnh")
        clerk.says("Đinh Thị Thanh Bình", "Trần Văn Nam", "9", "8")
        while say("meeting-yes") not in clerk.labels:
            clerk.says(say("way-skip") if say("way-skip") in clerk.labels else "1")
        clerk.taps(say("meeting-yes"))
        clerk.taps(next(label for label in clerk.labels if label.startswith("Tất cả")))
    assert decided(province, clerk, files) == "decided"


def decided(province: Province, clerk: Talk, files: list[str]) -> str:
    """One decision for both files."""
    clerk.says("/quyetdinh").taps(say("decision-new"))
    for code in files:
        clerk.taps(next(label for label in clerk.labels if code in label))
    clerk.says(say("option-done"), say("decision-give"), "125/QĐ-LĐLĐ", "21/11/2026", "Đinh Thị Thanh Bình")
    clerk.says(say("decision-nobody-left"), say("decision-as-asked"), say("decision-wording-keep"))
    if "Lưu quyết định" not in clerk.labels:
        clerk.says("Hội đồng đã nhất trí")
    clerk.taps("Lưu quyết định")
    return str({row["state"] for row in nominations(province)}.pop())


def test_the_honoured_are_told_and_listed_r34_r46(province: Province, files: list[str]) -> None:
    assert len(province.room.rows(Award)) == EIGHT + 1
    (decision,) = province.room.rows(Decision)
    assert decision["number"] == "125/QĐ-LĐLĐ"
    thang = province.members["01"]
    assert any("125/QĐ-LĐLĐ" in text for text in told(province, thang))
    thang.says("/vinhdanh", "1").hears_words("Nguyễn Văn Thắng")


def test_every_paper_is_made_and_holds_no_trace_of_its_template(
    province: Province, files: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Word, Excel, PDF and zip, asked for in the chat; each is opened."""
    folder = tmp_path_factory.mktemp("papers")
    clerk = province.officers["standing", "nb"]
    for about in (*files, *(province.code(number) for number in ("01", "02", "07", "H1", "H2", "H3"))):
        for label in every_paper(clerk.says(f"/giayto {about}")):
            clerk.says(f"/giayto {about}")
            while label not in clerk.labels:
                clerk.says(say("list-more"))
            clerk.taps(label)
            province.room.runs_errands()
    for label in ("Danh sách báo cáo (Excel)", "Tải ảnh kèm danh mục (zip)", "Danh sách đề nghị khen thưởng (Excel)"):
        clerk.says("/giayto", label)
        for _ in range(6):
            if say("menu-act-ask") in clerk.text or label in clerk.labels:
                break
            clerk.says("1")
        province.room.runs_errands()
    made = papers(province, clerk, folder)
    kinds = {suffix: sum(name.endswith(suffix) for name in made) for suffix in (".docx", ".pdf", ".xlsx", ".zip")}
    assert kinds[".docx"] >= EIGHT + 1 + 8, made
    assert kinds[".pdf"] >= 8, made
    assert (kinds[".xlsx"], kinds[".zip"]) == (2, 1), made


def every_paper(talk: Talk) -> list[str]:
    """The papers that are offered, on every page of the list."""
    found: list[str] = []
    ways = (say("way-back"), say("way-cancel"))
    while say("list-more") in talk.labels:
        found += [each for each in talk.labels if each not in (*ways, say("list-more"))]
        talk.taps(say("list-more"))
    return [*found, *(each for each in talk.labels if each not in ways)]


def papers(province: Province, clerk: Talk, folder: Path) -> list[str]:
    """The files that were sent, opened and written down for people to look at."""
    made: list[str] = []
    for row in province.room.rows(Outbox, address=clerk.address):
        if row["body"].get("file"):
            name, data = row["body"]["file_name"], province.room.media.get(row["body"]["file"])
            if name.endswith((".docx", ".xlsx", ".zip")):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    assert archive.testzip() is None
                    texts = [archive.read(each).decode() for each in archive.namelist() if each.endswith(".xml")]
                assert not any("{{" in text or "{%" in text for text in texts), name
            else:
                assert data.startswith(b"%PDF-"), name
            (folder / f"{len(made):02}-{name}").write_bytes(data)
            made.append(name)
    return made


def test_the_rows_prove_it(province: Province, files: list[str]) -> None:
    with province.room.store.read() as db:
        assert [str(fault) for fault in invariants.faults(db, ZONE)] == []
