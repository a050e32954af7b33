"""Joining: the notice and the consents first, then unit, name, class and, if they like, a phone."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from handlers.words import Incoming
from storage import people
from storage.tables import Address, Consent, Person, ReportAuthor, of
from tests.databases import stolen
from tests.talk import TEXTS, Room, Talk, joined, picture

NOTICE = TEXTS.say("vi", "privacy-notice")


def agreed(room: Room, address: str = "100") -> Talk:
    """Past the three consents: asked for the unit."""
    return Talk(room, address=address).says("/start", "Đồng ý", "Đồng ý", "Đồng ý")


def at_name(room: Room) -> Talk:
    return agreed(room).says("Xây lắp Sông Vân").hears("join-name-ask")


def at_phone(room: Room) -> Talk:
    return at_name(room).says("Nguyễn Văn Thắng", "Công nhân lao động").hears("join-phone-ask")


def person(room: Room) -> dict[str, object]:
    (row,) = room.rows(Person)
    return row


# --- consent ----------------------------------------------------------------------------------------------------------


def test_the_notice_comes_first_and_names_the_outside_services_r59_r66(room: Room) -> None:
    talk = Talk(room).says("/start")
    talk.hears("welcome", "privacy-notice").hears_words("Telegram", "Zalo")
    assert talk.labels == ["Đồng ý", "Không đồng ý", "Gặp cán bộ"]
    assert not any(option.label.startswith("✓") for option in talk.heard[-1].options)
    assert room.rows(Consent) == []


@pytest.mark.parametrize("first_words", ["xin chào", "/menu", "/huy", "1", "👋"])
def test_whatever_a_stranger_says_first_the_notice_is_read_first_r59(room: Room, first_words: str) -> None:
    assert NOTICE in Talk(room).says(first_words).text


def test_the_notice_is_not_read_out_again_with_every_misread_answer(room: Room) -> None:
    talk = Talk(room).says("/start", "sao cơ?").hears("misread-choose")
    assert NOTICE not in talk.text
    talk.hears_words("Anh/chị có đồng ý để công đoàn lưu")


def test_each_purpose_is_asked_alone_and_logged_with_the_notice_r59_r60(room: Room) -> None:
    joined(Talk(room))
    mark = people.notice_hash(NOTICE)
    logged = [
        (row["purpose"], row["given"], row["notice"], row["language"], row["channel"]) for row in room.rows(Consent)
    ]
    assert logged == [
        ("keep", True, mark, "vi", "telegram"),
        ("spread", True, mark, "vi", "telegram"),
        ("publish", False, mark, "vi", "telegram"),
    ]
    assert {row["at"] for row in room.rows(Consent)} == {room.now}


def test_refusing_to_spread_and_to_publish_blocks_nothing_r59(room: Room) -> None:
    talk = Talk(room).says(
        "/start", "Đồng ý", "Không đồng ý", "Không đồng ý", "Xây lắp Sông Vân", "Lê Văn Tám", "1", "bỏ qua"
    )
    talk.hears("join-done", name="Lê Văn Tám")
    assert {row["purpose"]: row["given"] for row in room.rows(Consent)} == {
        "keep": True,
        "spread": False,
        "publish": False,
    }


@pytest.mark.parametrize("no", ["Không đồng ý", "2", "khong", "hông"])
def test_refusing_to_keep_stays_kindly_and_keeps_nothing_r59(room: Room, no: str) -> None:
    talk = Talk(room).says("/start", no).hears("misread-consent")
    assert talk.labels == ["Đồng ý", "Không đồng ý", "Gặp cán bộ"]
    assert (room.rows(Consent), person(room)["joined_at"]) == ([], None)
    talk.says("Đồng ý").hears("join-spread-ask")


@pytest.mark.parametrize("yes", ["Đồng ý", "dong y", "1", "một", "có", "vâng", "ok", "ddoongf ys", "👍 Đồng ý"])
def test_yes_in_many_words(room: Room, yes: str) -> None:
    Talk(room).says("/start", yes).hears("join-spread-ask")


def test_nothing_is_logged_before_the_end_and_going_back_changes_ones_mind_r60(room: Room) -> None:
    talk = agreed(room).taps("Quay lại").hears("join-publish-ask").taps("Không đồng ý")
    assert room.rows(Consent) == []
    talk.says("Xây lắp Sông Vân", "Lê Văn Tám", "1", "Bỏ qua")
    assert [row["given"] for row in room.rows(Consent)] == [True, True, False]


# --- the unit -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Xây lắp Sông Vân", "cdcs-song-van"),
        ("song van", "cdcs-song-van"),
        ("SONG VAN", "cdcs-song-van"),
        ("xaay lawps soong vaan", "cdcs-song-van"),
        ("cty cp song van", "cdcs-song-van"),
        ("bv hong lam", "cdcs-hong-lam"),
        ("May Thiên Hà", "cdcs-may-thien-ha"),
        ("kcn sông đào", "kcn-song-dao"),
        ("vệ sinh môi trường bích vân", "cdcs-bich-van"),  # its name until 31/05/2024
        ("ldld huyen yen khanh", "cd-xa-yen-khanh"),  # what it came from on 05/09/2025
    ],
)
def test_the_unit_by_part_of_a_name_without_accents_abbreviated_or_former_r48(
    room: Room, typed: str, code: str
) -> None:
    talk = agreed(room).says(typed)
    name = room.unit_name(code)
    if "Em ghi nhận" not in talk.text:
        assert name in talk.labels, talk.labels
        talk.taps(name)
    talk.hears("understood-unit", name=name).hears("join-name-ask")
    assert talk.session.answers["unit"] == {"id": room.unit(code), "name": name}


def test_a_unit_that_ended_is_told_apart_and_never_taken_for_granted_r41_r48(room: Room) -> None:
    talk = agreed(room).says("LĐLĐ TP Tam Điệp")
    assert talk.labels[0] == "Liên đoàn Lao động thành phố Tam Điệp (đến 30/06/2025)"
    assert "unit" not in talk.session.answers


def test_the_unit_by_walking_the_tree(room: Room) -> None:
    talk = agreed(room).taps("Chọn từ danh sách")
    assert "Liên đoàn Lao động tỉnh Ninh Bình ›" in talk.labels
    talk.taps("Liên đoàn Lao động tỉnh Ninh Bình ›")
    assert talk.labels[0] == "Chọn Liên đoàn Lao động tỉnh Ninh Bình"
    talk.taps("Công đoàn xã Yên Khánh ›").taps("CĐCS Công ty TNHH May Thiên Hà [MẪU]").hears("join-name-ask")
    assert talk.session.answers["unit"]["id"] == room.unit("cdcs-may-thien-ha")


def test_a_unit_nobody_knows_is_asked_again_with_a_way_on(room: Room) -> None:
    talk = agreed(room).says("đội bóng Barcelona").hears("misread-unit-unknown")
    assert talk.labels == ["Chọn từ danh sách", "Quay lại", "Gặp cán bộ"]
    assert agreed(room, address="2").says("%_\\").hears("misread-unit-unknown").labels == talk.labels


def test_a_number_means_the_unit_on_the_screen(room: Room) -> None:
    talk = agreed(room).says("ninh binh")
    second = talk.labels[1]
    talk.says("2")
    assert talk.session.answers["unit"]["name"] == second.split(" (đến")[0]


# --- a poster's link ----------------------------------------------------------------------------------------------------------


def test_a_link_carries_the_unit_and_the_person_only_confirms_it_r38(room: Room) -> None:
    talk = Talk(room).says("/start u-cdcs-song-van", start="u-cdcs-song-van")
    name = room.unit_name("cdcs-song-van")
    talk.hears("start-link-unit", name=name).hears("privacy-notice")
    talk.says("Đồng ý", "Đồng ý", "Đồng ý")
    assert talk.labels == [name, "Chọn từ danh sách", "Quay lại", "Gặp cán bộ"]
    talk.taps(name).hears("understood-unit", name=name)


def test_a_link_helps_to_find_the_officer_before_joining(room: Room) -> None:
    talk = Talk(room).says("/start", start="u-cdcs-song-van").taps("Gặp cán bộ")
    talk.hears_words("Nguyễn Thị Lan [MẪU]", "0900 000 020")


def test_another_unit_may_be_given_than_the_link_says_r38(room: Room) -> None:
    talk = Talk(room).says("/start", start="u-cdcs-song-van").says("Đồng ý", "Đồng ý", "Đồng ý", "May Thiên Hà")
    assert talk.session.answers["unit"]["id"] == room.unit("cdcs-may-thien-ha")


@pytest.mark.parametrize("payload", ["u-nowhere", "u-", "hello", "u-'; DROP TABLE unit;--", "x" * 5000])
def test_a_link_to_nowhere_is_a_plain_welcome(room: Room, payload: str) -> None:
    Talk(room).says("/start", start=payload).hears("welcome", "privacy-notice")


def test_a_link_opened_by_a_member_changes_nothing(room: Room) -> None:
    talk = joined(Talk(room)).says("/start u-cdcs-may-thien-ha", start="u-cdcs-may-thien-ha")
    talk.hears("welcome-back", "menu-act-ask", name="Nguyễn Văn Thắng")
    assert person(room)["unit_id"] == room.unit("cdcs-song-van")


# --- name and class ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Nguyễn Văn Thắng", "Nguyễn Văn Thắng"),
        ("nguyễn văn thắng", "Nguyễn Văn Thắng"),
        ("NGUYỄN VĂN THẮNG", "Nguyễn Văn Thắng"),
        ("  Nguyễn   Văn  Thắng ", "Nguyễn Văn Thắng"),
        ("Nguyê\u0303n Va\u0306n Tha\u0306\u0301ng", "Nguyễn Văn Thắng"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("K’Sor", "K’Sor"),
        ("An", "An"),
        ("Tôn Nữ Thị Ninh-Hà", "Tôn Nữ Thị Ninh-Hà"),
    ],
)
def test_a_name_is_one_field_in_its_own_order_r72(room: Room, typed: str, kept: str) -> None:
    talk = at_name(room).says(typed).hears("join-author-class-ask")
    assert talk.session.answers["name"] == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "misread-name"),
        ("A", "misread-name"),
        ("Thắng 123", "misread-name"),
        ("0912345678", "misread-name"),
        ("😀😀", "misread-name"),
        ("Thắng\nsinh năm", "misread-name"),
        ("?", "misread-name"),
    ],
)
def test_what_is_no_name_is_asked_again_r72(room: Room, typed: str, reason: str) -> None:
    at_name(room).says(typed).hears(reason, "join-name-ask")


def test_a_name_as_long_as_a_letter_is_asked_again(room: Room) -> None:
    at_name(room).says("Thắng " * 2000).hears_words("em chỉ giữ được 80", "họ và tên")


@pytest.mark.parametrize(("said", "code"), [("1", "official"), ("cong nhan lao dong", "worker"), ("hai", "worker")])
def test_the_class_is_one_of_two_r7(room: Room, said: str, code: str) -> None:
    assert at_name(room).says("Lê Văn Tám", said).session.answers["author_class"] == code


# --- phone ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912 345 678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("+84 912 345 678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("01689 345 678", "+84389345678"),  # eleven digits until 2018
    ],
)
def test_a_phone_as_people_write_it_r73(room: Room, typed: str, kept: str) -> None:
    talk = at_phone(room).says(typed).hears("join-done", name="Nguyễn Văn Thắng")
    assert talk.session.form == "menu"
    assert person(room)["phone"] == kept


@pytest.mark.parametrize("typed", ["113", "abc", "0912 345 67", "02293 871 123 456", "", "=1+1"])
def test_what_is_no_phone_is_asked_again_r73(room: Room, typed: str) -> None:
    at_phone(room).says(typed).hears("misread-phone", "join-phone-ask")


def test_a_shared_contact_is_ones_phone_and_its_button_is_offered_r73(room: Room) -> None:
    talk = at_phone(room)
    assert talk.heard[-1].ask_contact == TEXTS.say("vi", "phone-share")
    talk.says("", contact="84912345678").hears("understood-phone", phone="0912 345 678")
    assert person(room)["phone"] == "+84912345678"


def test_the_phone_may_be_skipped_r73(room: Room) -> None:
    at_phone(room).taps("Bỏ qua").hears("join-done", name="Nguyễn Văn Thắng")
    assert (person(room)["phone"], person(room)["phone_mark"]) == (None, None)


def test_a_phone_lies_sealed_wherever_it_was_said_r66_r73(room: Room) -> None:
    digits = ("912345678", "912 345 678", "912.345.678")
    at_phone(room).says("0912.345.678").says("/dulieu").hears_words("0912 345 678").says(
        "/caidat", "Sửa thông tin của tôi"
    )
    taken = stolen(room.store)
    assert "cdcs-song-van" in taken  # what is not sealed can be found
    assert [each for each in digits if each in taken] == []


# --- again and again ----------------------------------------------------------------------------------------------------------


def test_start_twice_asks_the_same_question(room: Room) -> None:
    talk = at_name(room).says("/start")
    talk.hears("join-name-ask")
    assert talk.session.answers["unit"]["id"] == room.unit("cdcs-song-van")
    joined(Talk(room, address="2")).says("/start").hears("welcome-back", "menu-act-ask", name="Nguyễn Văn Thắng")


def test_help_in_the_middle_of_joining_costs_nothing(room: Room) -> None:
    talk = at_name(room).says("/trogiup").hears("help-joining", "join-name-ask")
    talk.says("Lê Văn Tám").hears("join-author-class-ask")


@pytest.mark.parametrize("first", ["/lienket", "/trogiup"])
def test_a_stranger_reaches_joining_from_any_other_place(room: Room, first: str) -> None:
    talk = Talk(room).says(first, "/menu").hears("welcome", "privacy-notice")
    talk.says("Đồng ý").hears("join-spread-ask")


def test_start_again_is_one_person_with_one_address(room: Room) -> None:
    joined(Talk(room)).says("/start", "/start")
    with room.store.read() as db:
        assert db.execute(select(func.count()).select_from(of(Address))).scalar_one() == 1
    assert len(room.rows(Consent)) == 3


def test_the_officer_is_named_with_a_phone(room: Room) -> None:
    agreed(room).taps("Gặp cán bộ").hears("human-none", "join-unit-ask")
    talk = joined(Talk(room, address="2")).says("/gapcanbo")
    talk.hears_words("Nguyễn Thị Lan [MẪU]", "0900 000 020", "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]").hears(
        "menu-act-ask"
    )
    joined(Talk(room, address="3")).says("gặp cán bộ").hears_words("Nguyễn Thị Lan [MẪU]")


def test_a_member_of_a_dissolved_unit_gets_the_officer_of_its_successor_r41(room: Room) -> None:
    talk = agreed(room).says("vụ bản")
    talk.taps(next(label for label in talk.labels if "(đến" in label))
    talk.taps("Gặp cán bộ").hears_words("Đinh Thị Thanh Bình [MẪU]", "Liên đoàn Lao động tỉnh Ninh Bình")


def test_what_needs_a_member_is_opened_after_joining(room: Room) -> None:
    talk = Talk(room).says("/baocao").hears("join-first", "privacy-notice")
    talk.says("Đồng ý", "Đồng ý", "Đồng ý", "Xây lắp Sông Vân", "Lê Văn Tám", "2", "Bỏ qua")
    talk.hears("join-done", name="Lê Văn Tám").hears_words("Anh/chị muốn báo loại thành tích nào?")


def test_photos_sent_before_joining_wait_for_the_report(room: Room) -> None:
    talk = Talk(room).says("/start").sends_photo(picture(1)).hears("photo-kept", count=1, most=10)
    talk.says("Đồng ý", "Đồng ý", "Đồng ý", "Xây lắp Sông Vân", "Lê Văn Tám", "2", "Bỏ qua", "/baocao")
    assert len(talk.session.album) == 1


def test_a_batch_that_joins_and_reports_knows_the_new_member_r7(room: Room) -> None:
    """Several messages of one person in one transaction, as after an outage."""
    words = ["/start", "1", "1", "1", "Xây lắp Sông Vân", "Lê Văn Tám", "Công nhân lao động", "Bỏ qua", "/baocao"]
    words += [
        "Kết quả chính sách, giám sát",
        "1",
        "Phụ cấp ca đêm",
        "12/TB",
        "15/3/2026",
        "Trả thêm 30 %",
        "85 thợ",
        "1",
    ]
    letters = []
    for text in words:
        number = room.number()
        letters.append(room.letter(Incoming(str(number), "telegram", "7", room.now, text=text)))
    with room.store.write() as db:
        room.clerk.answer(db, letters, room.now)
    (report,) = room.reports()
    assert (report["code"], report["unit_id"]) == ("CS-2026-0001", room.unit("cdcs-song-van"))
    (author,) = room.rows(ReportAuthor)
    assert (author["name"], author["author_class"], author["agreed"]) == ("Lê Văn Tám", "worker", "self")


def test_english_is_joined_in_english(room: Room) -> None:
    talk = Talk(room, language="en").says("/start").hears("welcome", "privacy-notice")
    talk.says("I agree", "I agree", "I do not agree").hears("join-unit-ask")
    talk.says("song van", "1", "Le Van Tam", "Worker", "Skip").hears("join-done", name="Le Van Tam")
    assert {row["language"] for row in room.rows(Consent)} == {"en"}
