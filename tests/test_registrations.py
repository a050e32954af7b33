"""/dangky at the start of the year, /tamdung meanwhile, /nguoiky: who signs on which day (R29, R42, R44, R52)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from storage import deadlines, holds, registrations, signing
from storage.award_tables import Hold, Recipients, Registration, Signatory
from storage.deadlines import Due
from storage.registrations import Entry, Registered
from storage.signing import Signing
from storage.tables import Audit
from tests.honouring import COMMUNE, HONG_LAM, PROVINCE, SONG_VAN, ends, officer, say, who
from tests.talk import TODAY, ZONE, Room, Talk, joined

DAY = TODAY.astimezone(ZONE).date()  # 22/11/2026
UNIT = "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]"


def registering(
    room: Room, talk: Talk, *, subject: str = "person", name: str = "Nguyễn Văn Thắng", award: str = ""
) -> Talk:
    talk.says("/dangky", "2027").taps(say("register-new")).says("Xây lắp Sông Vân").taps(say(f"subject-{subject}"))
    if subject != "unit":
        talk.says(name)
    if subject == "person":
        talk.says("Công nhân lao động")
    return talk.says(award or "Bằng khen của BCH LĐLĐ tỉnh")


# --- registering --------------------------------------------------------------------------------------------------------


def test_a_member_is_registered_once_and_known_as_a_member_r29(room: Room) -> None:
    member = joined(Talk(room, address="500"))
    talk = registering(room, officer(room, "reviewer", SONG_VAN))
    talk.hears_words(
        "Nguyễn Văn Thắng (đoàn viên đã tham gia tại đây)", f"• Đơn vị: {UNIT}", "Bằng khen của BCH LĐLĐ tỉnh"
    )
    talk.taps(say("register-yes")).hears("register-done", name="Nguyễn Văn Thắng", year="2027")
    (row,) = room.rows(Registration)
    assert (row["subject_key"], row["person_ref"], row["author_class"]) == (
        f"person:{who(member)}",
        who(member),
        "worker",
    )
    assert (row["year"], row["award"], row["collective"], row["state"]) == (2027, "bk-ldld", False, "standing")
    registering(room, talk, name="nguyễn văn thắng").taps(say("register-yes"))
    talk.hears("register-again", name="nguyễn văn thắng")
    assert len(room.rows(Registration)) == 1
    registering(room, talk, award="Bằng Lao động sáng tạo").taps(say("register-yes"))
    assert len(room.rows(Registration)) == 2


@pytest.mark.parametrize(
    ("subject", "key", "name"),
    [("unit", "unit:{}", UNIT), ("collective", "name:{}:to thi cong so 2", "Tổ thi công số 2")],
)
def test_a_unit_and_a_collective_are_registered_too(room: Room, subject: str, key: str, name: str) -> None:
    talk = registering(room, officer(room, "reviewer", SONG_VAN), subject=subject, name=name, award="1")
    talk.taps(say("register-yes"))
    (row,) = room.rows(Registration)
    assert (row["subject_key"], row["name"], row["collective"]) == (key.format(room.unit(SONG_VAN)), name, True)
    assert row["award"] == "co-tld"  # the first of those a collective may aim at


def test_the_deadlines_own_day_is_shown_and_who_registered_owes_nothing(room: Room) -> None:
    talk = officer(room, "reviewer", SONG_VAN)
    new = Due(0, "kh24-2023", 2027, room.unit(PROVINCE), "", "register", "province", "", date(2027, 1, 25))
    with room.store.write() as db:
        deadlines.add(db, new, who=None, now=room.now)
    talk.says("/dangky", "2027").hears("register-which-ask", count=0, year="2027", due="25/01/2027")
    registering(room, talk).taps(say("register-yes"))
    with room.store.read() as db:
        assert registrations.units_done(db, "kh24-2023", 2027) == {room.unit(SONG_VAN)}
        assert registrations.units_done(db, "kh24-2023", 2026) == set()


def test_a_withdrawn_registration_no_longer_counts_and_can_be_made_anew(room: Room) -> None:
    talk = registering(room, officer(room, "reviewer", SONG_VAN), subject="unit", award="1").taps(say("register-yes"))
    talk.says("2").hears_words("Anh/chị muốn rút đăng ký này không?").taps(say("register-yes"))
    talk.hears("register-withdrawn", name=UNIT)
    with room.store.read() as db:
        assert registrations.standing(db, "kh24-2023", 2027) == set()
    registering(room, talk, subject="unit", award="1").taps(say("register-yes"))
    assert [each["state"] for each in room.rows(Registration)] == ["standing"]
    assert [each["act"] for each in room.rows(Audit) if "regist" in each["act"]] == [
        "register",
        "withdraw-registration",
        "register",
    ]


def test_only_ones_own_units_register_r21(room: Room) -> None:
    talk = registering(room, officer(room, "reviewer", SONG_VAN), subject="unit", award="1").taps(say("register-yes"))
    other = officer(room, "reviewer", HONG_LAM, address="201").says("/dangky", "2027")
    other.hears("register-which-ask", count=0, year="2027", due="none")
    other.taps(say("register-new")).says("Xây lắp Sông Vân").hears("misread-unit-unknown")
    with room.store.write() as db:
        assert not registrations.withdraw(db, 1, who=who(other), now=room.now, today=DAY)
        entry = Entry("kh24-2023", 2027, room.unit(SONG_VAN), UNIT, "co-tld", subject_unit_id=room.unit(SONG_VAN))
        with pytest.raises(Registered):
            registrations.add(db, entry, who=who(talk), now=room.now)


def test_a_role_that_ended_registers_nobody_r45(room: Room) -> None:
    talk = registering(room, officer(room, "reviewer", SONG_VAN))
    ends(talk)
    talk.taps(say("register-yes")).hears("refused-role")
    assert room.rows(Registration) == []


def test_a_name_of_three_hundred_letters_is_asked_again(room: Room) -> None:
    talk = (
        officer(room, "reviewer", SONG_VAN).says("/dangky", "2027").taps(say("register-new")).says("Xây lắp Sông Vân")
    )
    talk.taps(say("subject-collective")).says("Tổ thi công số 2 " * 18)
    talk.hears_words("em chỉ giữ được 200")


# --- holds --------------------------------------------------------------------------------------------------------------


def test_a_hold_is_put_seen_and_lifted_r52(room: Room) -> None:
    talk = (
        officer(room).says("/tamdung").hears("hold-which-ask", count=0).taps(say("hold-new")).says("Xây lắp Sông Vân")
    )
    talk.taps(say("subject-person")).says("Nguyễn Văn Thắng").taps(say("hold-kind", kind="complaint"))
    talk.says("1/11/2026", say("way-skip"), "Chờ kết luận xác minh").hears_words("• Từ ngày: 01/11/2026\n")
    talk.taps(say("hold-yes")).hears("hold-put", name="Nguyễn Văn Thắng")
    (row,) = room.rows(Hold)
    key = f"name:{room.unit(SONG_VAN)}:nguyen van thang"
    assert (row["subject_key"], row["kind"], row["note"]) == (key, "complaint", "Chờ kết luận xác minh")
    with room.store.read() as db:
        raw = db.exec_driver_sql("SELECT note FROM award_hold").scalar_one()
        assert b"minh" not in raw  # sealed
        assert {each: len(found) for each, found in holds.holding(db, [key, "unit:1"], DAY).items()} == {key: 1}
        assert holds.holding(db, [key], date(2026, 10, 31)) == {}
    talk.says("2").hears_words("• Ghi chú: Chờ kết luận xác minh").taps(say("hold-yes"))
    talk.hears("hold-lifted", name="Nguyễn Văn Thắng")
    with room.store.read() as db:
        assert holds.holding(db, [key], DAY) == {}


def test_the_same_hold_is_not_put_twice_and_ends_after_it_begins(room: Room) -> None:
    talk = officer(room)
    where = room.unit(SONG_VAN)

    def put(since: date, until: date | None) -> int:
        span: dict[str, Any] = {"since": since, "until": until, "note": ""}
        with room.store.write() as db:
            return holds.put(db, where, f"unit:{where}", UNIT, "press", **span, who=who(talk), now=room.now)

    put(date(2026, 11, 1), None)
    with pytest.raises(holds.HeldAlready):
        put(date(2026, 11, 9), None)
    with pytest.raises(ValueError, match="no hold"):
        put(date(2026, 9, 9), date(2026, 9, 8))


def test_a_hold_of_another_unit_is_nobodys_business_r21(room: Room) -> None:
    test_a_hold_is_put_seen_and_lifted_r52(room)
    other = officer(room, unit=COMMUNE, address="201").says("/tamdung").hears("hold-which-ask", count=0)
    with room.store.read() as db:
        assert holds.one(db, 1, who(other), DAY) is None
    officer(room, "reviewer", address="202").says("/tamdung").hears("refused-role")


# --- who signs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "day", "name"),
    [
        ("nb-cu", date(2023, 4, 28), "Trần Kim Long"),
        ("nb-cu", date(2025, 6, 30), "Trần Kim Long"),
        ("nb-cu", date(2023, 1, 1), None),
        (PROVINCE, date(2025, 7, 1), "Vũ Thị Hoài An [MẪU]"),
        (SONG_VAN, DAY, "Vũ Thị Hoài An [MẪU]"),  # the nearest unit above
        (PROVINCE, date(2025, 6, 30), None),
    ],
)
def test_who_signs_on_a_day_is_data_r44(room: Room, unit: str, day: date, name: str | None) -> None:
    with room.store.write() as db:
        assert signing.load_starter(db, room.now)
        assert not signing.load_starter(db, room.now)
        found = signing.signatory(db, room.unit(unit), day)
    assert (found.name if found else None) == name


def test_of_what_overlaps_the_newest_counts_and_the_paper_before_every_paper_r42(room: Room) -> None:
    talk = officer(room)
    by: dict[str, Any] = {"who": who(talk), "now": room.now}
    where = room.unit(PROVINCE)
    with room.store.write() as db:
        signing.load_starter(db, room.now)
        acting = Signing("Trần Văn Nam", "PHÓ CHỦ TỊCH", "TM. BAN THƯỜNG VỤ")
        signing.appoint(db, where, acting, since=date(2026, 1, 1), until=date(2026, 6, 30), **by)
        signing.address(db, where, "petition", ["Hội đồng TĐKT"], since=date(2026, 1, 1), until=None, **by)
        names = [signing.signatory(db, where, day) for day in (date(2026, 6, 30), date(2026, 7, 1))]
        assert [each.name for each in names if each] == ["Trần Văn Nam", "Vũ Thị Hoài An [MẪU]"]
        assert signing.recipients(db, room.unit(SONG_VAN), "petition", DAY) == ["Hội đồng TĐKT"]
        assert signing.recipients(db, where, "minutes", DAY)[0] == "Như trên"
        assert signing.recipients(db, room.unit("nb-cu"), "minutes", date(2022, 1, 1)) == []


def test_signatories_and_recipients_are_added_and_ended_in_the_chat_r44(room: Room) -> None:
    talk = officer(room).says("/nguoiky", "LĐLĐ tỉnh Ninh Bình").hears_words("• Người ký hôm nay: chưa có")
    talk.taps(say("signing-new-signer")).says("Trần Văn Nam", "CHỦ TỊCH", say("way-skip"), "1/1/2026", say("way-skip"))
    talk.hears_words("CHỦ TỊCH\nTrần Văn Nam", "Áp dụng từ 01/01/2026.").taps(say("signing-yes"))
    talk.hears_words("• Người ký hôm nay: CHỦ TỊCH, Trần Văn Nam")
    talk.taps(say("signing-new-recipients")).says(
        "Mọi loại văn bản", "- Như trên\n- Lưu: VT.", "1/1/2026", say("way-skip")
    )
    talk.taps(say("signing-yes")).hears_words("- Như trên\n- Lưu: VT.")
    assert room.rows(Recipients)[0]["lines"] == ["Như trên", "Lưu: VT."]
    talk.says("3").hears_words("CHỦ TỊCH\nTrần Văn Nam").says("30/6/2026").taps(say("signing-yes"))
    talk.hears_words("• Người ký hôm nay: chưa có")
    assert room.rows(Signatory)[0]["until"] == date(2026, 6, 30)


@pytest.mark.parametrize(("role", "unit"), [("reviewer", PROVINCE), ("standing", COMMUNE)])
def test_who_may_not_say_who_signs_r21(room: Room, role: str, unit: str) -> None:
    with room.store.write() as db:
        signing.load_starter(db, room.now)
    talk = officer(room, role, unit).says("/nguoiky")
    if role == "reviewer":
        talk.hears("refused-role")
        return
    talk.says("LĐLĐ tỉnh Ninh Bình").hears("misread-unit-unknown")
    with room.store.write() as db:
        assert not signing.end(db, "signatory", 2, DAY, who=who(talk), now=room.now, today=DAY)


def test_a_list_of_recipients_has_bounds(room: Room) -> None:
    talk = officer(room).says("/nguoiky", "LĐLĐ tỉnh Ninh Bình").taps(say("signing-new-recipients"))
    talk.says("Mọi loại văn bản", "\n".join(["Lưu: VT."] * 21)).hears("misread-lines", most=20, length=200)
