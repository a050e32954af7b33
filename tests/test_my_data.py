"""My data: see it, take it along, withdraw a consent, have it deleted (R61, R62, R64, R66)."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

from handlers.papers.my_data import pack
from storage import grants, invitations, my_data, people, preferences, retention
from storage.tables import (
    Address,
    Audit,
    Consent,
    DataRequest,
    Draft,
    Grant,
    Invitation,
    Outbox,
    Person,
    Photo,
    Preference,
    ReportAuthor,
    ReportPhoto,
)
from storage.tables import Talk as TalkRow
from tests.databases import stolen
from tests.talk import ANSWERS, TEXTS, Room, Talk, joined, picture, sent

NAME = "Nguyễn Văn Thắng"


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def with_everything(room: Room) -> Talk:
    """A member with a phone, a sent report with a photo, a draft with another, and a loose photo at the menu."""
    talk = Talk(room).says("/start", "1", "1", "2", "Xây lắp Sông Vân", NAME, "2", "0912 345 678")
    sent(talk, photo=picture(1)).says("/baocao", "2", "1", "Mô hình dở").sends_photo(picture(2)).taps("Để sau")
    return talk.sends_photo(picture(3))


def requests(room: Room) -> list[tuple[str, str]]:
    return [(row["wish"], row["outcome"]) for row in room.rows(DataRequest)]


def files(photo: dict[str, Any]) -> set[str]:
    return {photo["clean_key"], photo["thumb_key"]}


def person(room: Room) -> dict[str, Any]:
    return room.rows(Person)[0]


# --- seeing and taking along --------------------------------------------------------------------------------------------


def test_one_sees_what_is_kept_about_oneself_r61(room: Room) -> None:
    talk = with_everything(room).says("/dulieu")
    talk.hears_words(f"Họ tên: {NAME}", "Đơn vị: CĐCS Công ty CP Xây lắp Sông Vân [MẪU]", "Điện thoại: 0912 345 678")
    talk.hears_words("Kênh trò chuyện: Telegram", "Bài đã gửi: 1, bài viết dở: 1, ảnh: 3")
    talk.hears_words("Lập hồ sơ và liên hệ: đồng ý", "Đăng báo, Facebook: không đồng ý")


def test_the_export_is_asked_for_and_answered_in_the_same_breath_r61(room: Room) -> None:
    talk = with_everything(room).says("/dulieu").taps(say("my-data-export")).hears("my-data-export-here")
    (file,) = [each for each in talk.heard if each.file]
    assert (file.file, file.file_name) == (f"paper:my_data:{person(room)['id']}", "du-lieu-cua-toi.zip")
    assert requests(room) == [("export", "done")]
    assert room.rows(DataRequest)[0]["answered_at"] == room.now


def test_the_export_holds_everything_and_opens_as_a_zip_r61_r62(room: Room) -> None:
    with_everything(room)
    with room.store.read() as db:
        held = my_data.gather(db, person(room)["id"])
    archive = zipfile.ZipFile(io.BytesIO(pack(held, room.media.get)))
    data = json.loads(archive.read("data.json"))
    assert (data["person"]["name"], data["person"]["phone"]) == (NAME, "+84912345678")
    assert [report["title"] for report in data["reports"]] == [ANSWERS["title"]]
    assert [each["session"]["answers"]["title"] for each in data["drafts"]] == ["Mô hình dở"]
    assert [each["purpose"] for each in data["consents"]] == ["keep", "spread", "publish"]
    assert len([name for name in archive.namelist() if name.startswith("photos/")]) == 3


# --- consents -----------------------------------------------------------------------------------------------------------


def test_withdrawing_a_consent_is_a_new_row_never_a_changed_one_r60_r61(room: Room) -> None:
    talk = joined(Talk(room)).says("/dulieu").taps(say("my-data-spread"))
    talk.hears("my-data-consent-changed", purpose=say("purpose-spread"), now=say("consent-no"))
    talk.taps(say("my-data-publish")).hears_words("Đăng báo, Facebook: đồng ý")
    assert [(row["purpose"], row["given"]) for row in room.rows(Consent)] == [
        ("keep", True),
        ("spread", True),
        ("publish", False),
        ("spread", False),
        ("publish", True),
    ]
    assert {row["notice"] for row in room.rows(Consent)} == {people.notice_hash(say("privacy-notice"))}
    assert requests(room) == [("withdraw", "done")]


def test_details_are_corrected_r61(room: Room) -> None:
    talk = joined(Talk(room)).says("/dulieu").taps(say("my-data-profile"))
    talk.taps(say("join-name-label")).says("lê văn tám").hears_words("• Họ và tên: Lê Văn Tám")
    talk.taps(say("summary-save")).hears("profile-saved")
    assert person(room)["name"] == "Lê Văn Tám"


# --- deletion -------------------------------------------------------------------------------------------------------------


def deleted(room: Room) -> Talk:
    return with_everything(room).says("/dulieu").taps(say("my-data-delete")).taps(say("my-data-delete-yes"))


def test_deletion_is_asked_twice_and_says_what_stays_r62(room: Room) -> None:
    talk = joined(Talk(room)).says("/dulieu").taps(say("my-data-delete")).hears("my-data-sure-ask")
    talk.taps(say("my-data-delete-no")).hears("my-data-kept")
    assert (person(room)["name"], requests(room)) == (NAME, [])


def test_deletion_blanks_the_person_and_takes_drafts_and_loose_photos_r62(room: Room) -> None:
    deleted(room).hears("my-data-deleted", "privacy-notice")
    row = person(room)
    assert {name: row[name] for name in ("name", "author_class", "unit_id", "phone", "phone_mark", "joined_at")} == {
        "name": "",
        "author_class": "",
        "unit_id": None,
        "phone": None,
        "phone_mark": None,
        "joined_at": None,
    }
    assert row["deleted_at"] == room.now
    assert room.rows(Draft) == []
    assert len(room.rows(Photo)) == 1  # the one of the sent report
    assert requests(room) == [("delete", "done")]


def test_files_nobody_holds_go_with_their_rows_r62(room: Room) -> None:
    talk = with_everything(room)
    sent_, *loose = (files(row) for row in room.rows(Photo))
    talk.says("/dulieu").taps(say("my-data-delete")).taps(say("my-data-delete-yes"))
    assert set(room.clerk.loose_media) == set().union(*loose)
    assert not sent_ & set(room.clerk.loose_media)


def test_a_picture_another_member_sent_too_stays_for_them_r62(room: Room) -> None:
    other = joined(Talk(room, address="2"), name="Lê Văn Tám")
    other.sends_photo(picture(3))
    theirs = files(room.rows(Photo)[0])
    deleted(room)
    assert not theirs & set(room.clerk.loose_media)


def test_sent_reports_stay_under_the_name_they_were_filed_with_cut_off_from_every_contact_r62(room: Room) -> None:
    deleted(room)
    (report,) = room.reports()
    assert (report["title"], report["state"], report["person_id"]) == (ANSWERS["title"], "sent", None)
    assert [(row["name"], row["person_id"]) for row in room.rows(ReportAuthor)] == [(NAME, None)]
    assert len(room.rows(ReportPhoto)) == 1
    assert room.rows(Photo)[0]["person_id"] is None


def test_messages_and_the_talk_are_gone_too_r62(room: Room) -> None:
    talk = deleted(room)
    assert [row["body"]["text"] for row in room.rows(Outbox)] == [talk.text]
    assert "answers" not in room.rows(TalkRow)[0]["session"]


def test_roles_end_and_preferences_go_with_the_person_r21_r62(room: Room) -> None:
    talk = with_everything(room)
    with room.store.write() as db:
        grants.grant(db, 1, "leader", room.unit("nb"), since=date(2026, 1, 1), until=None, by=None, now=room.now)
        preferences.put(db, 1, "hour", "07:30")
        held = my_data.gather(db, 1)
    assert ([each["role"] for each in held["roles"]], [each["value"] for each in held["preferences"]]) == (
        ["leader"],
        ["07:30"],
    )
    talk.says("/dulieu", say("my-data-delete"), "1")
    assert [(row["person_id"], row["ended_at"]) for row in room.rows(Grant)] == [(1, room.now)]
    assert room.rows(Preference) == []


def test_an_invitation_somebody_opened_is_free_when_their_data_are_deleted_r21_r62(room: Room) -> None:
    talk = with_everything(room)
    with room.store.write() as db:
        code = invitations.invite(
            db, "leader", room.unit("nb"), since=room.now.date(), until=None, by=None, now=room.now
        )
        assert invitations.open_invitation(db, code, 1, room.now) is not None
    talk.says("/dulieu", say("my-data-delete"), "1")
    assert [row["held_by"] for row in room.rows(Invitation)] == [None]


def test_one_may_join_again_and_begins_anew_r62(room: Room) -> None:
    talk = (
        deleted(room)
        .says("1", "1", "2", "May Thiên Hà", "Lê Văn Tám", "2", "Bỏ qua")
        .hears("join-done", name="Lê Văn Tám")
    )
    talk.says("/baicuatoi").hears("my-reports-which-ask", count=0)
    sent(talk, photo=picture(4)).hears_words("SK-2026-0002")
    room.now += timedelta(days=3)
    with room.store.write() as db:
        retention.sweep(db, room.now)
    assert len(room.rows(Address)) == 1


def test_the_address_goes_a_day_later_r62(room: Room) -> None:
    deleted(room)
    with room.store.write() as db:
        retention.sweep(db, room.now + timedelta(hours=23))
    assert len(room.rows(Address)) == 1
    with room.store.write() as db:
        retention.sweep(db, room.now + timedelta(hours=25))
    assert (room.rows(Address), room.rows(TalkRow), room.rows(Outbox)) == ([], [], [])
    Talk(room).says("/start").hears("welcome", "privacy-notice")


def test_consents_are_proven_after_a_deletion_too_r60(room: Room) -> None:
    deleted(room)
    assert [row["purpose"] for row in room.rows(Consent)] == ["keep", "spread", "publish"]


def test_what_was_done_is_logged_by_numbers_only_r45(room: Room) -> None:
    with_everything(room).says("/dulieu").taps(say("my-data-export")).says("/dulieu", say("my-data-delete"), "1")
    who = f"person:{person(room)['id']}"
    assert [(row["act"], row["subject"]) for row in room.rows(Audit)] == [
        ("send", "report:1"),
        ("data-export", who),
        ("data-delete", who),
        ("forget", who),
    ]


def test_name_and_phone_of_a_deleted_member_lie_nowhere_but_on_their_report_r62_r64_r66(room: Room) -> None:
    deleted(room)
    assert "912345678" not in stolen(room.store)
    assert {row["name"] for row in room.rows(ReportAuthor)} == {NAME}
