"""Reporting an achievement: each kind by its own table, what is understood and read back, and the rows a receipt stands for."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select

from handlers.rehearsal import achievements
from storage import register, units
from storage.movement import Movement, find, phase_on, to_json
from storage.search_words import folded
from storage.tables import Movement as MovementRow
from storage.tables import (
    Photo,
    ReportAuthor,
    ReportBenefit,
    ReportHistory,
    ReportPhoto,
    ReportTag,
    ReportUnit,
    of,
)
from storage.vietnamese import read_day
from tests.talk import ANSWERS, LABEL, MOVEMENT, QUESTIONS, TEXTS, Room, Talk, filled, joined, picture, sent

ACHIEVEMENTS = achievements()


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def member(room: Room, **more: Any) -> Talk:
    return joined(Talk(room, **more))


def bare(rows: list[dict[str, Any]], *left_out: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in ("id", "report_id", *left_out)} for row in rows]


def with_extra(talk: Talk, label: str) -> Talk:
    """From the summary to one of the later questions."""
    return talk.taps(say("summary-more")).taps(label)


# --- the five kinds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LABEL)
def test_each_kind_walks_exactly_its_own_table_and_counts_it_r6_r8_r18(room: Room, kind: str) -> None:
    talk = member(room).says("/baocao", LABEL[kind], "1")
    questions = QUESTIONS[kind]
    for number, name in enumerate(questions, 1):
        talk.hears_words(f"Câu {number}/{len(questions)}\n{_ask(name, kind)}")
        if name == "photos":
            talk.sends_photo(picture(1), caption="sau").taps(say("photos-done"))
        else:
            talk.says(ANSWERS[name])
    assert "Câu" not in talk.text
    talk.taps(say("summary-send"))
    (report,) = room.reports()
    given = {name for name in ANSWERS if report[name] is not None} - {"title"}
    assert given == set(questions) - {"title", "photos"}
    assert report["code"] == f"{find(MOVEMENT.kinds, kind).prefix}-2026-0001"


def _ask(name: str, kind: str) -> str:
    return say(f"report-{name.replace('_', '-')}-ask", kind=kind, count=0)


def test_seven_questions_make_an_initiative_and_a_policy_has_a_document_r18_r40(room: Room) -> None:
    assert [len(QUESTIONS[kind]) for kind in ("initiative", "model", "exemplar", "work", "policy")] == [7, 7, 5, 7, 5]
    sent(member(room), "policy")
    (report,) = room.reports()
    assert (report["document_no"], report["document_date"]) == ("12/TB-CĐCS", date(2026, 3, 15))
    assert (report["on_day"], report["first_use"], room.rows(ReportBenefit)) == (date(2026, 3, 15), None, [])


def test_a_work_may_leave_out_how_it_was_before_and_an_exemplar_its_photos(room: Room) -> None:
    talk = member(room).says("/baocao", LABEL["work"], "1", "Cầu tạm").taps("Bỏ qua").hears_words("Câu 3/7")
    talk.says(
        "/huy", "Xoá bài viết dở", "/baocao", LABEL["exemplar"], "1", "Chị Ánh", "Cứu người", "Cứu 4 người", "Bến đò"
    )
    talk.taps("Bỏ qua").taps(say("summary-send"))
    (report,) = room.reports()
    assert (report["subject"], report["title"], room.rows(ReportPhoto)) == ("Chị Ánh", "Chị Ánh", [])


def test_changing_the_kind_keeps_what_both_ask_and_files_nothing_of_the_other_r6(room: Room) -> None:
    talk = filled(member(room)).taps(say("summary-edit")).taps(say("report-kind-label")).taps(LABEL["policy"])
    talk.hears_words("Câu 2/5").says("12/TB-CĐCS", "15/3/2026")
    assert say("report-before-label") not in talk.text
    talk.taps(say("summary-send"))
    (report,) = room.reports()
    assert (report["kind"], report["code"], report["title"]) == ("policy", "CS-2026-0001", ANSWERS["title"])
    assert (report["before"], report["place"], report["first_use"]) == (None, None, None)


# --- the sample achievements ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", ACHIEVEMENTS, ids=[each["no"] for each in ACHIEVEMENTS])
def test_every_sample_achievement_ends_in_well_formed_rows_r5_r7_r8_r9_r10_r11_r12(
    room: Room, script: dict[str, Any]
) -> None:
    Talk(room).performs(script)
    (report,) = room.reports()
    assert report["code"] == f"{find(MOVEMENT.kinds, script['kind']).prefix}-2026-0001"
    typed = {**script["answers"], **({script["typed_at"]: script["typed"]} if "typed_at" in script else {})}
    for name in ("title", "before", "solution", "result", "place"):
        assert report[name] == " ".join(typed[name].split()), name
    recognition = script.get("recognition") or {}
    assert (report["theme"], report["authorship"]) == (script["themes"][0], script["authorship"])
    assert (report["recognition"], report["recognition_level"], report["recognition_document"]) == (
        recognition.get("state"),
        recognition.get("level"),
        recognition.get("document"),
    )
    assert (report["on_day"], report["first_use_precision"]) == (script["on_day"], script["precision"])
    phase = phase_on(MOVEMENT, script["on_day"])
    assert report["phase"] == (phase.code if phase else None)
    assert report["search_key"].startswith(f" {' '.join(folded(report['code'] + ' ' + report['title']))} ")
    with room.store.read() as db:
        chain = units.chain(db, room.unit(script["unit"]), script["on_day"])
    assert [row["unit_id"] for row in room.rows(ReportUnit)] == chain or script["unit"] == "cum-truong-hoc-2"
    assert {row["kind"]: (row["value"], row["unit"], row["typed"]) for row in room.rows(ReportBenefit)} == {
        each["kind"]: (each["value"], each["unit"], each["typed"]) for each in script["benefits"]
    }
    assert report["benefit_how"] == (script["benefit_how"] or None)
    assert {row["slogan"] for row in room.rows(ReportTag)} == {*script["slogans"]}
    tags = [
        photo["tag"] or ("before" if number in script.get("before_photos", ()) else "after")
        for number, photo in enumerate(script["photos"], 1)
    ]
    assert [(row["position"], row["tag"], row["caption"]) for row in room.rows(ReportPhoto)] == [
        (number, tag, photo["caption"])
        for number, (tag, photo) in enumerate(zip(tags, script["photos"], strict=True), 1)
    ]
    assert {row["person_id"] for row in room.rows(Photo)} == {report["person_id"]}  # R9: who uploaded
    assert [(row["act"], row["from_state"], row["to_state"]) for row in room.rows(ReportHistory)] == [
        ("send", None, "sent")
    ]
    _check_authors(room, script, report)


def _check_authors(room: Room, script: dict[str, Any], report: dict[str, Any]) -> None:
    rows = [
        (row["name"], row["share"], row["collective"], row["author_class"], row["person_id"], row["agreed"])
        for row in room.rows(ReportAuthor)
    ]
    submitter = script["submitter"]
    expected: list[tuple[Any, ...]]
    match script["no"], script["authorship"]:
        case "02", _:
            expected = [
                ("Phạm Thị Thu Hà", 60.0, False, None, None, "declared"),
                ("Đỗ Minh Quân", 40.0, False, None, None, "declared"),
            ]
        case "H5", _:
            expected = [
                ("Nguyễn Thị Hoa", 70.0, False, None, None, "declared"),
                ("tập thể tổ KCS", 30.0, True, None, None, "declared"),
            ]
        case _, "collective":
            expected = [(script["authors"], None, True, "collective", None, "")]
        case _:
            expected = [(submitter["name"], None, False, submitter["class"], report["person_id"], "self")]
    assert rows == expected


def test_number_1_typed_in_nfd_gives_identical_rows_r69(room: Room) -> None:
    Talk(room, address="nfc").performs(ACHIEVEMENTS[0])
    Talk(room, address="nfd").performs(ACHIEVEMENTS[0], tap=lambda text: unicodedata.normalize("NFD", text))
    first, second = room.reports()
    differing = {name for name in first if first[name] != second[name]}
    assert differing <= {"id", "code", "person_id", "search_key", "sent_at", "changed_at"}
    for table in (ReportAuthor, ReportBenefit, ReportTag, ReportUnit, ReportPhoto):
        rows = room.rows(table)
        half = len(rows) // 2
        assert bare(rows[:half], "person_id", "photo_id") == bare(rows[half:], "person_id", "photo_id"), table


def test_the_receipt_thanks_at_once_and_says_what_comes_r34(room: Room) -> None:
    talk = sent(member(room))
    talk.hears("receipt", code="SK-2026-0001", title=ANSWERS["title"], day="22/11/2026").hears("menu-act-ask")
    assert (talk.session.form, talk.session.album) == ("menu", ())


def test_a_huge_title_is_kept_whole_and_shown_short(room: Room) -> None:
    script = next(each for each in ACHIEVEMENTS if each["no"] == "H1")
    talk = Talk(room).performs(script)
    (report,) = room.reports()
    assert report["title"] == script["typed"]
    assert script["typed"] not in talk.text
    assert "…” ngày 22/11/2026" in talk.text


# --- codes, days and years --------------------------------------------------------------------------------------------


def test_codes_run_by_kind_and_local_year(room: Room) -> None:
    talk = member(room)
    for kind in ("initiative", "policy", "initiative", "model", "policy"):
        sent(talk, kind)
    codes = [report["code"] for report in room.reports()]
    assert codes == ["SK-2026-0001", "CS-2026-0001", "SK-2026-0002", "MH-2026-0001", "CS-2026-0002"]


def test_the_year_turns_at_local_midnight_r74(room: Room) -> None:
    talk = member(room)
    room.now = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)
    sent(talk, "policy").hears_words("CS-2026-0001", "31/12/2026")
    room.now = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    sent(talk, "policy", document_date="hôm nay").hears_words("CS-2027-0001", "01/01/2027")
    assert room.reports()[1]["document_date"] == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("07/08", date(2026, 8, 7), "day"),
        ("5/9/2024", date(2024, 9, 5), "day"),
        ("20-11", date(2026, 11, 20), "day"),
        ("ngày 05 tháng 11 năm 2025", date(2025, 11, 5), "day"),
        ("hôm qua", date(2026, 11, 21), "day"),
        ("hom kia", date(2026, 11, 20), "day"),
        ("tháng 3/2025", date(2025, 3, 1), "month"),
        ("quý IV/2025", date(2025, 10, 1), "quarter"),
        ("năm 2024", date(2024, 1, 1), "year"),
        ("năm học 2025–2026", date(2025, 9, 1), "school-year"),
        ("Hôm nay", date(2026, 11, 22), "day"),
        ("2", date(2026, 11, 21), "day"),  # the second button
    ],
)
def test_days_as_people_say_them_are_read_back_r74(room: Room, typed: str, day: date, precision: str) -> None:
    talk = member(room).says("/baocao", LABEL["policy"], "1", "Phụ cấp ca đêm", "12/TB", typed)
    talk.hears_words("Em hiểu là", "Nếu chưa đúng").hears_words("Câu 4/5")
    answer = talk.session.answers["document_date"]
    assert (answer["day"], answer["precision"]) == (day.isoformat(), precision)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("23/11/2026", "Em hiểu là 23/11/2026, mà ngày đó chưa đến"),
        ("ngày mai", "Em chưa đọc được ngày"),
        ("31/2/2026", "Em chưa đọc được ngày"),
        ("15/3/1926", "Em hiểu là 15/03/1926, có lẽ năm chưa đúng"),
        ("hồi đó", "Em chưa đọc được ngày"),
        ("=1+1", "Em chưa đọc được ngày"),
    ],
)
def test_a_day_to_come_or_no_day_is_asked_again_with_the_reason_r74(room: Room, typed: str, reason: str) -> None:
    talk = member(room).says("/baocao", LABEL["policy"], "1", "Phụ cấp ca đêm", "12/TB", typed)
    talk.hears_words(reason, "Câu 3/5")


def test_yesterday_is_read_against_the_day_it_was_said_r74(room: Room) -> None:
    """A message that lay in the spool overnight."""
    talk = member(room).says("/baocao", LABEL["policy"], "1", "Phụ cấp ca đêm", "12/TB")
    said_at = room.now
    room.now += timedelta(days=1)
    talk.says("hôm qua", at=said_at)
    assert talk.session.answers["document_date"]["day"] == "2026-11-21"


@pytest.mark.parametrize(
    ("typed", "phase"),
    [("2/2/2023", None), ("3/2/2023", "gd1"), ("2/2/2025", "gd1"), ("3/2/2025", "gd2"), ("4/2/2025", "gd2")],
)
def test_the_day_gives_the_phase_and_both_stay_reportable_r3(room: Room, typed: str, phase: str | None) -> None:
    sent(member(room), first_use=typed)
    (report,) = room.reports()
    assert report["phase"] == phase
    day = read_day(typed, date(2026, 11, 22))
    assert day is not None
    assert phase == (found.code if (found := phase_on(MOVEMENT, day.day)) else None)


# --- units as of their day --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "above"),
    [
        ("1/6/2025", ["cdcs-may-thien-ha", "h-yen-khanh", "nb-cu", "tld"]),
        ("1/8/2025", ["cdcs-may-thien-ha", "nb", "tld"]),
        ("1/10/2025", ["cdcs-may-thien-ha", "cd-xa-yen-khanh", "nb", "tld"]),
    ],
)
def test_a_report_keeps_its_chain_as_of_its_day_r41(room: Room, typed: str, above: list[str]) -> None:
    sent(joined(Talk(room), unit="May Thiên Hà"), first_use=typed)
    assert [row["unit_id"] for row in room.rows(ReportUnit)] == [room.unit(code) for code in above]


def test_a_unit_that_had_ended_is_refused_with_the_reason_and_an_edit_mends_it_r41(room: Room) -> None:
    talk = member(room).says("/baocao", LABEL["initiative"], "LĐLĐ TP Tam Điệp", "1")
    for name in QUESTIONS["initiative"][:-1]:
        talk.says({**ANSWERS, "first_use": "1/7/2025"}[name])
    talk.sends_photo(picture(1)).taps(say("photos-done")).taps(say("summary-send"))
    talk.hears("refused-unit-ended", name="Liên đoàn Lao động thành phố Tam Điệp", day="30/06/2025")
    assert say("summary-send") in talk.labels
    talk.taps(say("summary-edit")).taps(say("report-first-use-label")).says("30/6/2025").taps(say("summary-send"))
    assert [report["on_day"] for report in room.reports()] == [date(2025, 6, 30)]


# --- numbers and money ------------------------------------------------------------------------------------------------


def benefit(talk: Talk, label: str, typed: str) -> Talk:
    return with_extra(filled(talk, "policy"), say("report-benefits-label")).taps(label).taps("Xong").says(typed)


@pytest.mark.parametrize(
    ("typed", "amount", "read_back"),
    [
        ("1,5 tỷ", 1_500_000_000, "1.500.000.000 đồng (một tỷ năm trăm triệu đồng)"),
        ("180tr", 180_000_000, "180.000.000 đồng (một trăm tám mươi triệu đồng)"),
        ("1tr5", 1_500_000, "1.500.000 đồng (một triệu năm trăm nghìn đồng)"),
        ("200k", 200_000, "200.000 đồng (hai trăm nghìn đồng)"),
        ("180.450.000", 180_450_000, "180.450.000 đồng (một trăm tám mươi triệu bốn trăm năm mươi nghìn đồng)"),
        ("2 tỷ rưỡi", 2_500_000_000, "2.500.000.000 đồng (hai tỷ năm trăm triệu đồng)"),
    ],
)
def test_money_is_understood_and_read_back_in_figures_and_words_r10_r75(
    room: Room, typed: str, amount: int, read_back: str
) -> None:
    talk = benefit(member(room), "Tiền", typed).hears("understood-money", money=read_back)
    talk.taps("Bỏ qua").hears_words(f"• Tiền: {read_back}").taps(say("summary-send"))
    assert bare(room.rows(ReportBenefit)) == [
        {"kind": "money", "value": amount, "unit": "đồng", "typed": typed, "confirmed": False}
    ]


def test_money_that_was_misread_is_mended_by_going_back_r75(room: Room) -> None:
    talk = benefit(member(room), "Tiền", "180").taps("Quay lại").hears("report-benefit-money-ask").says("180tr")
    assert talk.session.answers["benefit_money"]["value"] == 180_000_000


@pytest.mark.parametrize("typed", ["nhiều lắm", "💰", "=1+1", "{{ money }}", ""])
def test_what_is_no_money_is_asked_again_with_examples_r75(room: Room, typed: str) -> None:
    benefit(member(room), "Tiền", typed).hears("misread-money", "report-benefit-money-ask")


def test_figures_as_long_as_a_line_are_answered(room: Room) -> None:
    for label, typed in (
        ("Tiền", "9" * 4000),
        ("Tiền", "9" * 300 + " tỷ"),
        ("Năng lượng", "9" * 4000),
        ("Năng lượng", "9" * 60),
    ):
        talk = benefit(member(room, address=f"{label}{len(typed)}"), label, typed)
        assert talk.labels


@pytest.mark.parametrize(
    ("label", "typed", "value", "unit"),
    [
        ("Công lao động", "4.410 giờ công", 4410.0, "giờ công"),
        ("Thời gian", "10 phut", 10.0, "phut"),
        ("Chất lượng", "0,7 %", 0.7, "%"),
        ("Năng lượng", "28.200", 28200.0, "kWh"),
        ("An toàn", "giảm 2 vụ", 2.0, "vụ"),
    ],
)
def test_a_measured_benefit_has_a_value_and_a_unit_r10(
    room: Room, label: str, typed: str, value: float, unit: str
) -> None:
    benefit(member(room), label, typed).taps("Bỏ qua").taps(say("summary-send"))
    assert [(row["value"], row["unit"], row["typed"]) for row in room.rows(ReportBenefit)] == [(value, unit, typed)]


def test_several_benefits_are_ticked_or_typed_and_money_is_never_demanded_r10(room: Room) -> None:
    talk = with_extra(filled(member(room), "policy"), say("report-benefits-label"))
    talk.taps("Thời gian").taps("An toàn").taps("✓ Thời gian").says("3")
    assert [label for label in talk.labels if label.startswith("✓")] == ["✓ Thời gian", "✓ An toàn"]
    talk.says("Xong", "18 ngày", "2 vụ").hears("report-benefit-how-ask").taps("Bỏ qua").taps(say("summary-send"))
    assert [row["kind"] for row in room.rows(ReportBenefit)] == ["safety", "time"]


def test_a_benefit_unticked_again_is_not_filed(room: Room) -> None:
    talk = with_extra(filled(member(room), "policy"), say("report-benefits-label")).says(
        "1, 3", "180tr", "18 ngày", "bỏ qua"
    )
    talk.taps(say("summary-edit")).taps(say("report-benefits-label")).taps("✓ Tiền").taps("Xong")
    assert "Tiền" not in talk.text
    talk.taps(say("summary-send"))
    assert [row["kind"] for row in room.rows(ReportBenefit)] == ["time"]


# --- the later questions ------------------------------------------------------------------------------------------------


def test_a_theme_in_plain_words_or_not_sure_r5(room: Room) -> None:
    talk = member(room)
    with_extra(filled(talk, "policy"), say("report-theme-label")).taps(say("theme-unknown")).taps(say("summary-send"))
    with_extra(filled(talk, "policy"), say("report-theme-label")).says("phan bien xa hoi").taps(say("summary-send"))
    filled(talk, "policy").taps(say("summary-send"))
    assert [report["theme"] for report in room.reports()] == [None, "III.3.a", None]


def test_slogans_are_tags_many_a_report_r11(room: Room) -> None:
    with_extra(filled(member(room), "policy"), say("report-slogans-label")).says("4, 6; 9").taps(say("summary-send"))
    assert [row["slogan"] for row in room.rows(ReportTag)] == ["5n-an-toan", "3tk-suc-lao-dong", "3tk-khac"]


def test_recognition_is_asked_only_where_there_is_one_r12(room: Room) -> None:
    talk = with_extra(filled(member(room), "policy"), say("report-recognition-label")).taps("Đã được công nhận")
    talk.taps("Cấp tỉnh").says("145/QĐ-HĐSK")
    talk.taps(say("summary-edit")).taps(say("report-recognition-label")).taps("Đang chờ xét").taps(say("summary-send"))
    (report,) = room.reports()
    assert (report["recognition"], report["recognition_level"], report["recognition_document"]) == (
        "pending",
        None,
        None,
    )


# --- whose it is --------------------------------------------------------------------------------------------------------


def authored(talk: Talk, whose: str, kind: str = "initiative") -> Talk:
    return with_extra(filled(talk, kind), say("report-authorship-label")).taps(say(f"authorship-{whose}"))


def authors(room: Room) -> list[tuple[Any, ...]]:
    return [
        (row["name"], row["author_class"], row["share"], row["collective"], row["agreed"])
        for row in room.rows(ReportAuthor)
    ]


def test_an_officer_reports_for_a_worker_without_a_phone_who_agrees_r7_r18_r59_r63(room: Room) -> None:
    talk = authored(member(room), "other").says("trần văn bình", "Công nhân lao động").hears("report-author-agrees-ask")
    talk.taps(say("agreed-no")).hears("misread-agreement", "report-author-agrees-ask")
    talk.taps(say("agreed-yes")).taps(say("summary-send"))
    assert authors(room) == [("Trần Văn Bình", "worker", None, False, "declared")]
    (report,) = room.reports()
    assert report["authorship"] == "other"


def test_without_agreement_the_author_is_changed_or_the_report_waits_r63(room: Room) -> None:
    talk = authored(member(room), "other").says("Trần Văn Bình", "2").taps(say("agreed-no"))
    talk.taps("Quay lại").taps("Quay lại").taps("Quay lại").hears("report-authorship-ask").taps(say("authorship-self"))
    talk.taps(say("summary-send"))
    assert authors(room) == [("Nguyễn Văn Thắng", "worker", None, False, "self")]


def test_several_authors_have_shares_of_a_hundred_r7(room: Room) -> None:
    talk = authored(member(room), "several").says("Phạm Thị Thu Hà 70 %, Đỗ Minh Quân 40 %")
    talk.hears("misread-shares", "report-authors-ask", total="110")
    talk.says("Phạm Thị Thu Hà 60 %, Đỗ Minh Quân 40 %").taps(say("agreed-yes")).taps(say("summary-send"))
    assert authors(room) == [
        ("Phạm Thị Thu Hà", None, 60.0, False, "declared"),
        ("Đỗ Minh Quân", None, 40.0, False, "declared"),
    ]


def test_two_spellings_that_may_be_one_person_are_pointed_out_r7(room: Room) -> None:
    talk = authored(member(room), "several").says("Ng. T. Hoa 60 %, Nguyễn Thị Hoà 40 %")
    talk.hears("authors-alike", first="Ng. T. Hoa", second="Nguyễn Thị Hoà")


def test_a_collective_is_an_author_of_its_own_r7(room: Room) -> None:
    authored(member(room), "collective").says("Tổ công đoàn đội thi công 3").taps(say("summary-send"))
    assert authors(room) == [("Tổ công đoàn đội thi công 3", "collective", None, True, "")]


def test_an_exemplar_has_no_author_and_names_the_honoured(room: Room) -> None:
    sent(member(room), "exemplar")
    assert (authors(room), room.reports()[0]["subject"]) == ([], ANSWERS["subject"])


# --- movements -------------------------------------------------------------------------------------------------------------


def test_the_member_chooses_when_two_movements_run_and_the_report_keeps_it_r1(room: Room) -> None:
    talk = member(room)
    other = replace(MOVEMENT, code="khac-2026", short="Phong trào khác", short_en="Another movement")
    with room.store.write() as db:
        number = register_movement(db, other, room)
    talk.says("/baocao").hears("movement-which-ask")
    assert talk.labels[1] == "Phong trào khác"
    talk.taps("Phong trào khác").says(LABEL["policy"], "1")
    talk.says(*(ANSWERS[name] for name in QUESTIONS["policy"])).taps(say("summary-send"))
    assert [report["movement_id"] for report in room.reports()] == [number]


def register_movement(db: Connection, content: Movement, room: Room) -> int:
    row = {"code": content.code, "version": 1, "content": json.loads(to_json(content)), "loaded_at": room.now}
    db.execute(insert(of(MovementRow)).values(state="running", origin="staff", **row))
    number: int = db.execute(select(func.max(of(MovementRow).c.id))).scalar_one()
    return number


def test_a_new_wording_asks_its_own_questions_of_open_talks_and_old_reports_keep_theirs_r1(room: Room) -> None:
    talk = sent(member(room), "policy")
    filled(talk, "policy")
    kinds = tuple(
        replace(kind, questions=(*kind.questions[:-1], replace(kind.questions[-1], required=False)))
        if kind.code == "policy"
        else kind
        for kind in MOVEMENT.kinds
    )
    with room.store.write() as db:
        register.amend_movement(db, 1, replace(MOVEMENT, kinds=kinds), room.now)
    talk.taps(say("summary-send")).hears_words("CS-2026-0002")
    sent(talk, "policy", result="Bỏ qua")
    assert [(report["movement_id"], report["result"]) for report in room.reports()] == [
        (1, ANSWERS["result"]),
        (1, ANSWERS["result"]),
        (2, None),
    ]


def test_a_report_with_the_longest_answers_is_shown_and_sent_r8(room: Room) -> None:
    long = "Dùng vành xe rùa làm gá xoay bấm nút. " * 60
    title, place = "Bộ gá xoay " * 80, "Bãi thép " * 30
    talk = filled(joined(Talk(room)), title=title, before=long, solution=long, result=long, place=place)
    talk.taps(TEXTS.say("vi", "summary-more"))
    talk.taps(TEXTS.say("vi", "report-benefits-label")).says("1", "Xong", "180tr", "ước tính theo ngày công " * 80)
    talk.taps(TEXTS.say("vi", "summary-send")).hears_words("SK-2026-0001")
