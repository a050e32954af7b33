"""Reporting an achievement: each kind by its own table, what is understood and read back, and the rows a receipt stands for."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from handlers.rehearsal import achievements
from storage import people, register, units
from storage.movement import find, phase_on
from storage.tables import (
    Audit,
    Draft,
    Outbox,
    Photo,
    ReportAuthor,
    ReportBenefit,
    ReportHistory,
    ReportPhoto,
    ReportTag,
    ReportUnit,
)
from storage.vietnamese import fold, read_day
from tests.talk import ANSWERS, LABEL, MOVEMENT, QUESTIONS, TEXTS, Room, Talk, filled, joined, picture, sent

ACHIEVEMENTS = achievements()
SONG_VAN = "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]"


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
    assert report["search_key"].startswith(fold(f"{report['code']} {report['title']}"))
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


# --- photos ---------------------------------------------------------------------------------------------------------------


def at_photos(room: Room, **more: Any) -> Talk:
    talk = member(room, **more).says("/baocao", LABEL["initiative"], "1")
    return talk.says(*(ANSWERS[name] for name in QUESTIONS["initiative"][:-1])).hears_words("Câu 7/7")


def filed_photos(room: Room) -> list[tuple[int, str, str]]:
    return [(row["position"], row["tag"], row["caption"]) for row in room.rows(ReportPhoto)]


def test_one_to_ten_photos_and_the_eleventh_is_refused_kindly_r9(room: Room) -> None:
    talk = at_photos(room)
    for number in range(10):
        talk.sends_photo(picture(number), caption="sau").hears("photo-kept", count=number + 1, most=10)
    talk.sends_photo(picture(10)).hears("photo-enough", most=10)
    talk.taps(say("photos-done")).taps(say("summary-send"))
    assert len(filed_photos(room)) == 10


def test_no_photo_is_no_answer_where_one_is_required_r9(room: Room) -> None:
    talk = at_photos(room).says("xong").hears("misread-photos")
    assert say("photos-done") not in talk.labels
    talk.says("không có ảnh").hears("misread-photos")


def test_the_same_picture_twice_is_known_by_its_content_r9(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1)).sends_photo(picture(1)).hears("photo-again")
    talk.taps(say("photos-done")).taps(say("summary-send"))
    assert len(filed_photos(room)) == 1


@pytest.mark.parametrize("word", ["xong", "Đủ ảnh rồi", "đủ rồi", "du anh", "het roi", "1"])
def test_enough_in_many_words(room: Room, word: str) -> None:
    at_photos(room).sends_photo(picture(1)).says(word).hears_words("Mời anh/chị xem lại")


@pytest.mark.parametrize("caption", ["2", "1", "xong", "Bỏ ảnh cuối", "/anh chụp", "Huỷ", "để sau"])
def test_words_under_a_photo_describe_it_and_answer_nothing_r9(room: Room, caption: str) -> None:
    photo = Talk(room).photo(picture(1), caption)
    talk = at_photos(room).hands_over(photo, text=caption)
    talk.hears("photo-kept", count=1, most=10).hears_words("Câu 7/7")
    assert [each["caption"] for each in talk.session.album] == [caption]


def test_before_and_after_come_from_captions_r9(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1), caption="ảnh trc").sends_photo(picture(2), caption="Sau khi làm")
    talk.taps(say("photos-done")).taps(say("summary-send"))
    assert filed_photos(room) == [(1, "before", "ảnh trc"), (2, "after", "Sau khi làm")]


@pytest.mark.parametrize(
    ("answers", "tags"),
    [
        (["1, 3"], ["before", "after", "before"]),
        (["2", "Xong"], ["after", "before", "after"]),
        (["Ảnh 1", "Xong"], ["before", "after", "after"]),
        (["Bỏ qua"], ["", "", ""]),
    ],
)
def test_which_were_before_is_asked_where_nobody_said_r9(room: Room, answers: list[str], tags: list[str]) -> None:
    talk = at_photos(room).sends_photo(*(picture(number) for number in (1, 2, 3))).taps(say("photos-done"))
    talk.hears_words("Những ảnh nào chụp trước khi làm?").says(*answers).taps(say("summary-send"))
    assert [tag for _, tag, _ in filed_photos(room)] == tags


def test_the_last_photo_can_be_dropped(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1), picture(2)).taps(say("photos-drop")).hears("photos-dropped", count=1)
    talk.taps(say("photos-drop")).hears("photos-dropped", count=0)
    assert say("photos-done") not in talk.labels
    talk.sends_photo(picture(3)).taps(say("photos-done")).hears_words("• Ảnh: 1 ảnh")


def test_photos_at_any_step_are_kept_for_the_report_r9(room: Room) -> None:
    talk = member(room).sends_photo(picture(1), caption="trước").hears("photo-kept", "menu-act-ask", count=1, most=10)
    talk.says("/baocao").sends_photo(picture(2), caption="sau").says(LABEL["initiative"], "1")
    talk.says(*(ANSWERS[name] for name in QUESTIONS["initiative"][:-1])).taps(say("photos-done"))
    talk.hears_words("• Ảnh: 2 ảnh").sends_photo(picture(3), caption="sau nữa").hears_words("• Ảnh: 3 ảnh")
    talk.taps(say("summary-send"))
    assert [tag for _, tag, _ in filed_photos(room)] == ["before", "after", "after"]


def test_photos_of_a_kind_that_asks_for_none_are_shown_before_sending(room: Room) -> None:
    talk = filled(member(room), "policy").sends_photo(picture(1), caption="biên bản").hears_words("• Ảnh: 1 ảnh")
    talk.taps(say("summary-send"))
    assert filed_photos(room) == [(1, "", "biên bản")]


def test_words_and_a_photo_in_one_message_are_both_heard(room: Room) -> None:
    talk = (
        member(room).says("/baocao", LABEL["initiative"], "1").hands_over(Talk(room).photo(picture(1)), text="Gá xoay")
    )
    assert (talk.session.answers["title"], len(talk.session.album)) == ("Gá xoay", 1)


def waiting_replies(room: Room) -> list[tuple[Any, Any]]:
    return [(row["due_at"] - room.now, row["body"]["text"]) for row in room.rows(Outbox) if ":album:" in row["key"]]


def test_an_album_has_one_reply_when_it_is_quiet_r9(room: Room) -> None:
    talk = at_photos(room)
    talk.sends_photo(picture(1), picture(2), album_id="a")
    room.now += timedelta(seconds=1)
    talk.sends_photo(picture(3), album_id="a")
    ((wait, text),) = waiting_replies(room)
    assert wait == timedelta(seconds=1.5)
    assert say("photo-kept", count=3, most=10) in text
    assert talk.session.serial == int(room.rows(Outbox)[-1]["body"]["options"][0][0].split(":")[0])  # its buttons work


def test_a_photo_of_an_album_that_was_answered_gets_its_own_reply(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1), album_id="a")
    with room.store.write() as db:
        from sqlalchemy import update

        from storage.tables import of

        db.execute(update(of(Outbox)).where(of(Outbox).c.key.contains(":album:")).values(state="sent"))
    talk.sends_photo(picture(2), album_id="a").hears("photo-kept", count=2, most=10)
    assert len(waiting_replies(room)) == 2


def test_what_was_wrong_with_one_photo_of_an_album_is_not_lost_r9(room: Room) -> None:
    talk = at_photos(room)
    bad = replace(talk.promised_photo(), problem="damaged")
    talk.sends_photo(picture(1), album_id="a").hands_over(bad, album="a").sends_photo(picture(2), album_id="a")
    ((_, text),) = waiting_replies(room)
    assert text.startswith(say("photo-kept", count=2, most=10))
    assert text.count(say("photo-damaged")) == 1


def test_sending_waits_for_a_photo_that_is_on_its_way(room: Room) -> None:
    talk = at_photos(room)
    promised = talk.promised_photo("sau")
    talk.hands_over(promised).taps(say("photos-done")).taps(say("summary-send")).hears(
        "refused-photos-pending", count=1
    )
    assert room.reports() == []
    talk.arrives(promised, picture(1))
    talk.taps(say("summary-send")).hears_words("SK-2026-0001")
    assert filed_photos(room) == [(1, "after", "sau")]


def lose(room: Room, number: int | None) -> None:
    from storage import album

    assert number is not None
    with room.store.write() as db:
        album.missed(db, number, room.now, again=False)


def test_a_photo_that_never_came_is_dropped_with_an_explanation(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1), caption="trước")
    promised = talk.promised_photo("sau")
    talk.hands_over(promised).taps(say("photos-done"))
    lose(room, promised.photo_id)
    talk.taps(say("summary-send")).hears("refused-photos-lost", count=1).hears_words("• Ảnh: 1 ảnh")
    talk.taps(say("summary-send"))
    assert filed_photos(room) == [(1, "before", "trước")]


def test_when_the_only_photo_is_lost_a_photo_is_asked_for_again(room: Room) -> None:
    talk = at_photos(room)
    promised = talk.promised_photo()
    talk.hands_over(promised).taps(say("photos-done"))
    lose(room, promised.photo_id)
    talk.taps(say("summary-send")).hears("refused-photos-lost", count=1).hears_words("Câu 7/7")
    talk.sends_photo(picture(1)).taps(say("photos-done")).taps(say("summary-send"))
    assert len(filed_photos(room)) == 1


def test_two_messages_with_the_same_picture_on_its_way_file_it_once(room: Room) -> None:
    talk = at_photos(room)
    first, second = talk.promised_photo(), talk.promised_photo()
    talk.hands_over(first, second).taps(say("photos-done")).says("Bỏ qua")
    talk.arrives(first, picture(1))
    talk.arrives(second, picture(1))
    talk.taps(say("summary-send"))
    assert len(filed_photos(room)) == 1


# --- the summary --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("title", "Gá xoay mới", "Gá xoay mới"),
        ("before", "Lật tay", "Lật tay"),
        ("place", "Bãi 2", "Bãi 2"),
        ("first_use", "16/3/2026", date(2026, 3, 16)),
        ("unit", "May Thiên Hà", None),
    ],
)
def test_any_answer_is_edited_and_one_is_back_at_the_summary_r18(room: Room, name: str, typed: str, kept: Any) -> None:
    talk = filled(member(room)).taps(say("summary-edit"))
    talk.taps(say(f"report-{name.replace('_', '-')}-label")).says(typed).hears_words("Mời anh/chị xem lại")
    talk.taps(say("summary-send"))
    (report,) = room.reports()
    assert (report[name] == kept) if kept else report["unit_id"] == room.unit("cdcs-may-thien-ha")


def test_a_wrong_tap_on_an_answer_to_edit_costs_nothing(room: Room) -> None:
    talk = filled(member(room)).taps(say("summary-edit")).taps(say("report-title-label")).taps("Quay lại")
    talk.hears_words("Mời anh/chị xem lại", ANSWERS["title"])


def test_sending_twice_sends_one_report(room: Room) -> None:
    talk = filled(member(room))
    token = next(option.token for option in talk.heard[-1].options if option.label == say("summary-send"))
    talk.taps_token(token).hears_words("SK-2026-0001")
    talk.taps_token(token).hears("old-button", "menu-act-ask")
    talk.says("Gửi bài")
    assert len(room.reports()) == 1


def test_what_is_sent_is_logged_without_the_words_r45(room: Room) -> None:
    sent(member(room))
    assert [(row["act"], row["subject"], row["note"]) for row in room.rows(Audit)] == [("send", "report:1", "")]


def test_a_story_told_out_of_the_blue_begins_a_report_r77(room: Room) -> None:
    story = next(each["typed"] for each in ACHIEVEMENTS if each["no"] == "H2")
    talk = member(room).says(story).hears("story-kept", "report-unit-ask")
    assert (talk.session.answers["kind"], talk.session.answers["solution"]) == ("initiative", story)
    talk.says("1", "phieu rot be tong", "be tong roi vai").hears_words("Câu 4/7")


# --- drafts ----------------------------------------------------------------------------------------------------------------


def drafts(room: Room) -> list[str]:
    return [row["title"] for row in room.rows(Draft)]


def test_later_keeps_a_draft_that_survives_days_and_is_resumed_r18(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1)).taps("Để sau").hears("draft-kept", "menu-act-ask")
    assert (drafts(room), talk.session.album) == ([ANSWERS["title"]], ())
    room.now += timedelta(days=40)
    talk.says("/bannhap")
    assert talk.labels[:2] == [f"22/11/2026 · {ANSWERS['title']}", say("draft-new")]
    talk.says("1").taps(say("draft-resume")).hears("draft-resumed").hears_words("Câu 7/7")
    talk.taps(say("photos-done")).taps(say("summary-send"))
    assert (len(filed_photos(room)), drafts(room)) == (1, [])


def test_a_draft_is_deleted_on_request_r18(room: Room) -> None:
    talk = at_photos(room).says("để sau", "/bannhap", "1").taps(say("draft-delete")).hears("draft-deleted")
    assert drafts(room) == []
    talk.says("/bannhap").hears("drafts-which-ask", count=0)


def test_cancelling_in_the_middle_throws_nothing_away_by_one_tap(room: Room) -> None:
    talk = at_photos(room).says("/huy").hears("stop-act-ask")
    assert drafts(room) == [ANSWERS["title"]]
    talk.taps(say("stop-resume")).hears_words("Câu 7/7")
    talk.says("hủy").taps(say("stop-keep")).hears("draft-kept")
    talk.says("/bannhap", "1", say("draft-resume"), "Huỷ").taps(say("stop-delete")).hears("draft-deleted")
    assert (drafts(room), room.reports()) == ([], [])


@pytest.mark.parametrize("command", ["/menu", "menu", "/trogiup", "/caidat", "/baicuatoi", "/start"])
def test_a_command_wins_over_any_state_and_puts_the_report_aside(room: Room, command: str) -> None:
    at_photos(room).says(command).hears("draft-put-aside")
    assert drafts(room) == [ANSWERS["title"]]


def test_nothing_told_is_no_draft(room: Room) -> None:
    talk = member(room).says("/baocao", LABEL["initiative"], "/menu").hears("menu-act-ask")
    assert (drafts(room), talk.session.form) == ([], "menu")
    talk.says("/huy").hears("nothing-to-cancel")


def test_two_drafts_are_two_and_a_new_report_is_a_third_r18(room: Room) -> None:
    talk = at_photos(room).taps("Để sau")
    room.now += timedelta(minutes=1)
    talk.says("/baocao", say("draft-new"), LABEL["policy"], "1", "Phụ cấp ca đêm", "/menu")
    room.now += timedelta(minutes=1)
    talk.says("/baocao").hears("drafts-which-ask", count=2)
    assert [label.split(" · ")[-1] for label in talk.labels[:2]] == ["Phụ cấp ca đêm", ANSWERS["title"]]
    talk.taps(talk.labels[1]).taps(say("draft-resume")).hears_words("Câu 7/7").taps("Để sau")
    assert sorted(drafts(room)) == sorted([ANSWERS["title"], "Phụ cấp ca đêm"])  # put aside again, not twice


def test_photos_that_come_before_a_draft_is_resumed_join_it(room: Room) -> None:
    talk = at_photos(room).sends_photo(picture(1)).taps("Để sau").sends_photo(picture(2)).says("/bannhap", "1")
    talk.taps(say("draft-resume"))
    assert len(talk.session.album) == 2


def test_a_draft_of_another_person_is_nobodys_business(room: Room) -> None:
    at_photos(room).taps("Để sau")
    member(room, address="2").says("/bannhap").hears("drafts-which-ask", count=0)


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


def register_movement(db: Any, content: Any, room: Room) -> int:
    import json

    from sqlalchemy import insert

    from storage.movement import to_json
    from storage.tables import Movement, of

    row = {"code": content.code, "version": 1, "content": json.loads(to_json(content)), "loaded_at": room.now}
    number: int = db.execute(insert(of(Movement)).values(state="running", origin="staff", **row)).inserted_primary_key[
        0
    ]
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


# --- what people type ------------------------------------------------------------------------------------------------------

NASTY = [
    "{{ 7 * 7 }} {% raw %}",
    "{ $name } { notice }",
    "=1+1",
    "<script>alert(1)</script> & <b>",
    "'; DROP TABLE report; --",
    "%s %d {0} {title}",
    "\\u0000 \\n",
    "🔥🔥 👷‍♂️ 💪",
    "Hoàng Sa – Trường Sa “là của” … ≈ 5 m² → 4,5",
    "x" * 900,
]


@pytest.mark.parametrize("text", NASTY)
def test_whatever_is_typed_is_kept_literally_and_shown_literally_r69(room: Room, text: str) -> None:
    talk = filled(member(room), "policy", title=text, solution=text)
    assert " ".join(text.split())[:80] in talk.text
    talk.taps(say("summary-send"))
    (report,) = room.reports()
    assert (report["title"], report["solution"]) == (text, text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Gá\x00 xo\x07ay\x1b[31m", "Gá xoay[31m"),
        ("\u202egá\u202c xoay\u2066!\u2069", "gá xoay!"),
        ("gá\ud800 xoay\udfff", "gá xoay"),
        ("\ud83d\udd25 gá xoay", "🔥 gá xoay"),
        ("ga\u0301 xoay", "gá xoay"),
        ("gá\u200bxoay\ufeff", "gáxoay"),
        ("gá\r\nxoay", "gá xoay"),
        ("  gá \t xoay  ", "gá xoay"),
    ],
)
def test_what_cannot_be_seen_does_not_come_in_r69(room: Room, text: str, kept: str) -> None:
    sent(member(room), "policy", title=text)
    assert [report["title"] for report in room.reports()] == [kept]


def test_ten_thousand_characters_are_kept_as_a_story_and_refused_as_a_title(room: Room) -> None:
    long = ("Tận dụng vành xe rùa. " * 500)[:10_000].strip()
    talk = member(room).says("/baocao", LABEL["policy"], "1", long)
    talk.hears(
        "misread-too-long", length="9.999" if len(long) == 9_999 else f"{len(long):,}".replace(",", "."), most="1.000"
    )
    talk.says("Phụ cấp", "12/TB", "15/3/2026", long, "Được lợi").taps(say("summary-send"))
    assert [report["solution"] for report in room.reports()] == [long]


def test_a_megabyte_gets_an_answer(room: Room) -> None:
    talk = (
        member(room)
        .says("/baocao", LABEL["policy"], "1", "á" * 1_000_000)
        .hears_words("em chỉ giữ được 1.000", "Câu 1/5")
    )
    talk.says("Phụ cấp", "12/TB", "15/3/2026", "a " * 500_000).hears_words("Câu 4/5")


EACH_STEP = [*QUESTIONS["initiative"][:-1], "photos", "send"]


@pytest.mark.parametrize("step", EACH_STEP)
@pytest.mark.parametrize("kind", ["unreadable", "edited"])
def test_stickers_and_edits_get_a_kind_answer_and_the_same_question(room: Room, step: str, kind: Any) -> None:
    talk = member(room).says("/baocao", LABEL["initiative"], "1")
    for name in EACH_STEP[: EACH_STEP.index(step)]:
        talk.sends_photo(picture(1)).taps(say("photos-done")) if name == "photos" else talk.says(ANSWERS[name])
    before, text = talk.session.answers, talk.text
    talk.sends(kind, text="đã sửa").hears(kind)
    assert talk.session.answers == before
    assert talk.text.splitlines()[-1] == text.splitlines()[-1]


@pytest.mark.parametrize("step", EACH_STEP)
def test_emptiness_at_any_question_is_answered_with_it(room: Room, step: str) -> None:
    talk = member(room).says("/baocao", LABEL["initiative"], "1")
    for name in EACH_STEP[: EACH_STEP.index(step)]:
        talk.sends_photo(picture(1)).taps(say("photos-done")) if name == "photos" else talk.says(ANSWERS[name])
    last = talk.text.splitlines()[-1]
    for empty in ("", "   ", "\n\n", "\u200b", "\x00", "\u202e"):
        talk.says(empty)
        assert talk.text.splitlines()[-1] == last
        assert talk.text.startswith("Em chưa") or "Mời anh/chị" in talk.text


def test_people_are_named_nowhere_in_the_audit_r45(room: Room) -> None:
    sent(member(room))
    with room.store.read() as db:
        assert people.consents_of(db, 1)["keep"]
    assert "Thắng" not in str(room.rows(Audit))
