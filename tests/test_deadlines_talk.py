"""The chat around deadlines: /hanmuc for the standing unit, /nhac for everybody, /nophoso for a unit's officer (R25, R26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.gateway import Limits
from handlers.words import Outgoing
from storage import deadlines, grants, ledger, outbox, roles
from storage.deadlines import Due
from storage.tables import Address, Audit, Deadline, Outbox, Reminder, Submission, of
from tests.talk import TEXTS, TODAY, ZONE, Room, Talk, joined

DAY = TODAY.astimezone(ZONE).date()  # 22/11/2026
PLAIN = Limits(buttons=False)
NOMINATE = "Nộp hồ sơ đề nghị khen thưởng năm 2026, gửi LĐLĐ tỉnh"


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def act(name: str) -> str:
    return say("deadline-act", act=name)


def kept(room: Room, code: str = "nb", **values: Any) -> int:
    said = {
        "movement": "kh24-2023",
        "year": 2026,
        "unit_type": "",
        "duty": "nominate",
        "level": "province",
        "award": "",
    }
    new = Due(**{"id": 0, "unit_id": room.unit(code), "due": date(2026, 12, 20), **said, **values})
    with room.store.write() as db:
        return deadlines.add(db, new, who=None, now=room.now)


def person(room: Room, talk: Talk) -> int:
    place = of(Address)
    query = select(place.c.person_id).where(place.c.channel == talk.channel, place.c.address == talk.address)
    with room.store.read() as db:
        number: int = db.execute(query).scalar_one()
    return number


def officer(room: Room, role: str = "standing", unit: str = "nb", address: str = "100", **more: Any) -> Talk:
    """Somebody who has joined and holds a role."""
    talk = joined(Talk(room, address=address))
    for name, value in more.items():
        setattr(talk, name, value)
    with room.store.write() as db:
        who, where = person(room, talk), room.unit(unit)
        grants.grant(db, who, role, where, since=DAY - timedelta(days=9), until=None, by=None, now=room.now)
    return talk


def row(room: Room, number: int) -> Due:
    with room.store.read() as db:
        found = deadlines.one(db, number)
    assert found is not None
    return found


# --- seeing -----------------------------------------------------------------------------------------------------------


def test_without_the_role_there_is_no_hanmuc_r21(room: Room) -> None:
    kept(room)
    joined(Talk(room)).says("/hanmuc").hears("refused-role")
    officer(room, "leader", address="2").says("/hanmuc").hears("refused-role")


def test_deadlines_are_listed_and_examples_marked_r25(room: Room) -> None:
    with room.store.write() as db:
        deadlines.load_starter(db, room.now)
    talk = officer(room).says("/hanmuc").hears("deadlines-which-ask", count=7)
    assert talk.labels[0].startswith("[Ví dụ] 10/12/2026 · Hồ sơ khen toàn diện · LĐLĐ tỉnh")
    assert talk.labels[-2:] == [say("deadline-new"), say("way-cancel")]


def test_one_shows_everything_and_how_far_the_units_are(room: Room) -> None:
    number = kept(room, "cum-truong-hoc-2", grace=3, above_after=7, overdue=(1, 5))
    talk = officer(room)
    who = person(room, talk)
    with room.store.write() as db:
        deadlines.mark(db, number, room.unit("cdcs-thpt-ben-sen"), who=who, now=room.now)
    talk.says("/hanmuc", "1")
    talk.hears_words(
        NOMINATE,
        "• Hạn: hết ngày 20/12/2026",
        "Cụm CĐCS khối trường học 2 [MẪU]",
        "• Loại đơn vị: Mọi loại đơn vị",
        "• Nhắc trước hạn: 30, 14, 7, 3, 1, 0 ngày (0 là đúng ngày hạn)",
        "• Châm chước thêm: 3 ngày",
        "• Nhắc khi trễ: 1, 5 ngày",
        "• Báo cấp trên: sau 7 ngày trễ hạn",
        "• Đã nộp 1/4 đơn vị, còn 3",
    )


def test_a_commune_sees_its_own_and_neither_the_provinces_nor_anothers_r21(room: Room) -> None:
    kept(room)
    kept(room, "cd-xa-yen-khanh")
    own = kept(room, "cd-xa-vu-ban", unit_type="cdcs")
    talk = officer(room, unit="cd-xa-vu-ban").says("/hanmuc").hears("deadlines-which-ask", count=1)
    assert [label for label in talk.labels if "20/12/2026" in label] == talk.labels[:1]
    assert talk.says("1").session.answers["which"] == str(own)
    talk.hears_words("• Loại đơn vị: Công đoàn cơ sở")


def test_a_role_that_ends_ends_at_once(room: Room) -> None:
    number = kept(room)
    talk = officer(room).says("/hanmuc", "1").taps(act("grace")).says("5")
    with room.store.write() as db:
        (held,) = roles.grants_of(db, person(room, talk), DAY)
        grants.end(db, held.id, by=None, now=room.now)
    talk.taps(say("deadline-yes")).hears("refused-role")
    assert row(room, number).grace == 0


def test_a_deadline_withdrawn_meanwhile_is_said_kindly(room: Room) -> None:
    number = kept(room)
    talk = officer(room).says("/hanmuc", "1").taps(act("due")).says("25/12")
    with room.store.write() as db:
        deadlines.withdraw(db, number, who=None, now=room.now)
    talk.taps(say("deadline-yes")).hears("refused-deadline-gone")


def test_who_still_owes_is_listed_and_can_be_marked_from_there(room: Room) -> None:
    number = kept(room, "cum-truong-hoc-2")
    talk = officer(room).says("/hanmuc", "1").taps(act("owing"))
    talk.hears("deadlines-owing-ask", title=NOMINATE, count=4)
    talk.says("1").hears_words("CĐCS Trường Mầm non Mây Trắng [MẪU]").taps(say("submission-yes"))
    assert [each["deadline_id"] for each in room.rows(Submission)] == [number]
    talk.says("/hanmuc", "1").taps(act("owing")).hears("deadlines-owing-ask", title=NOMINATE, count=3)
    talk.taps(say("way-back")).hears_words("• Đã nộp 1/4 đơn vị, còn 3")


# --- changing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "field", "value"),
    [
        ("due", "28/12", "due", date(2026, 12, 28)),
        ("due", "5/1/2027", "due", date(2027, 1, 5)),
        ("leads", "20, 10 và 0 ngày", "leads", (20, 10, 0)),
        ("leads", "1", "leads", (1,)),
        ("leads", "Không nhắc", "leads", ()),
        ("leads", "Như thường lệ: 30, 14, 7, 3, 1, 0", "leads", (30, 14, 7, 3, 1, 0)),
        ("grace", "5", "grace", 5),
        ("grace", "0", "grace", 0),
        ("overdue", "2;9", "overdue", (2, 9)),
        ("above", "10 ngày", "above_after", 10),
        ("above", "khong bao cap tren", "above_after", None),
    ],
)
@pytest.mark.parametrize("limits", [Limits(), PLAIN], ids=["buttons", "plain"])
def test_each_value_can_be_changed(
    room: Room, limits: Limits, name: str, typed: str, field: str, value: object
) -> None:
    number = kept(room, leads=(5,), grace=2, overdue=(3,), above_after=4)
    talk = officer(room, limits=limits).says("/hanmuc", "1").taps(act(name)).says(typed)
    assert getattr(row(room, number), field) != value  # nothing before the yes
    talk.taps(say("deadline-yes")).hears("deadline-saved", act=name)
    assert getattr(row(room, number), field) == value
    assert room.rows(Audit)[-1]["act"] == "change-deadline"


@pytest.mark.parametrize(
    ("name", "typed", "reason", "args"),
    [
        ("due", "20/11/2026", "coming-past", {"day": "20/11/2026", "since": "22/11/2026"}),
        ("due", "hôm nào đó", "coming", {}),
        ("due", "20/11/2031", "coming-far", {"day": "20/11/2031"}),
        ("leads", "nhiều", "day-counts", {}),
        ("leads", "", "day-counts", {}),
        ("leads", "400", "day-count-range", {"least": 0, "most": 365}),
        ("leads", "-3", "day-counts", {}),
        ("leads", ", ".join(map(str, range(13))), "day-counts-many", {"most": 12}),
        ("overdue", "0", "day-count-range", {"least": 1, "most": 365}),
        ("grace", "91", "day-count-range", {"least": 0, "most": 90}),
        ("grace", "3, 4", "day-count", {}),
        ("grace", "9" * 300, "day-count", {}),
    ],
)
def test_what_cannot_be_is_asked_again_with_the_reason(
    room: Room, name: str, typed: str, reason: str, args: dict[str, Any]
) -> None:
    before = row(room, kept(room))
    talk = officer(room).says("/hanmuc", "1").taps(act(name)).says(typed).hears(f"misread-{reason}", **args)
    assert talk.waiting == name
    assert row(room, before.id) == before


def test_a_date_far_from_its_year_is_refused_before_and_after_the_yes(room: Room) -> None:
    number = kept(room)
    talk = officer(room).says("/hanmuc", "1").taps(act("due")).says("1/2/2028")
    talk.hears("refused-deadline-year", year="2026")
    assert row(room, number).due == date(2026, 12, 20)


def test_before_a_yes_the_officer_sees_whom_and_when_r25(room: Room) -> None:
    """20/12 is a Sunday: its own day stays. 06/12 is one too: that reminder moves to the Monday after."""
    number = kept(room, "cum-truong-hoc-2", grace=2, above_after=3)
    officer(room, "reviewer", "cdcs-thpt-ben-sen", address="2")
    officer(room, "reviewer", "cum-truong-hoc-2", address="3")
    told(room, number, "cdcs-thpt-ben-sen", 2)
    talk = officer(room).says("/hanmuc", "1").taps(act("preview"))
    talk.hears_words(
        "• Chưa nộp: 4/4 đơn vị; người được nhắc: 2",
        "• Các ngày nhắc trước hạn: 07/12/2026, 14/12/2026, 17/12/2026, 19/12/2026, 20/12/2026",
        "• Các ngày nhắc nếu trễ: 23/12/2026, 29/12/2026",
        "• Ngày báo cấp trên nếu trễ: 25/12/2026",
    )
    talk.taps(act("due")).says("1/12")
    talk.hears_words(
        "Ngày hạn đổi từ 20/12/2026 thành 01/12/2026.",
        "• Các ngày nhắc trước hạn: 23/11/2026, 24/11/2026, 28/11/2026, 30/11/2026, 01/12/2026",
        say("deadline-preview-told", count=1),
    )
    talk.taps(say("deadline-no")).hears("deadline-kept")
    assert row(room, number).due == date(2026, 12, 20)


def told(room: Room, number: int, unit: str, who: int, **more: str) -> None:
    """Somebody was reminded of a deadline."""
    entry = {
        "kind": "deadline",
        "subject": ledger.subject_of(number, room.unit(unit)),
        "person_id": who,
        "slot": "2026-12-20/lead:30",
        "state": "queued",
        "planned_for": room.now,
        "at": room.now,
        **more,
    }
    with room.store.write() as db:
        ledger.enter(db, [entry])


def test_units_without_an_officer_of_their_own_are_counted(room: Room) -> None:
    kept(room, "cum-truong-hoc-2")
    talk = officer(room).says("/hanmuc", "1").taps(act("preview")).hears("deadline-preview-without", count=4)
    officer(room, "leader", "cdcs-thpt-ben-sen", address="2")
    talk.taps(act("preview")).hears("deadline-preview-without", count=3).hears_words("người được nhắc: 2")


def test_an_example_is_put_into_force_from_the_chat(room: Room) -> None:
    with room.store.write() as db:
        deadlines.load_starter(db, room.now)
    talk = officer(room).says("/hanmuc", "1").hears_words("[Ví dụ, chưa có hiệu lực]", "86/2025/QĐ-UBND, Bắc Ninh")
    assert act("copy") not in talk.labels
    talk.taps(act("adopt")).hears_words("• Chưa nộp: 1/1 đơn vị").taps(say("deadline-yes"))
    talk.hears("deadline-saved", act="adopt")
    with room.store.read() as db:
        (found,) = deadlines.standing(db)
    assert (found.due, found.example) == (date(2026, 12, 10), True)


def test_a_copy_for_next_year_and_a_second_is_refused(room: Room) -> None:
    kept(room)
    talk = officer(room).says("/hanmuc", "1").taps(act("copy")).hears_words("Hạn năm sau: 20/12/2027")
    talk.taps(say("deadline-yes")).hears("deadline-saved", act="copy").hears_words(
        "năm 2027", "• Hạn: hết ngày 20/12/2027"
    )
    talk.says("/hanmuc", "1").taps(act("copy")).taps(say("deadline-yes")).hears("refused-deadline-same")
    assert len(room.rows(Deadline)) == 2


def test_a_withdrawn_one_leaves_the_list(room: Room) -> None:
    number = kept(room)
    talk = officer(room).says("/hanmuc", "1").taps(act("withdraw")).taps(say("deadline-yes"))
    talk.hears("deadline-saved", act="withdraw").hears("deadlines-which-ask", count=0)
    assert row(room, number).state == "withdrawn"


# --- a new one --------------------------------------------------------------------------------------------------------


def entered(talk: Talk, unit: str, type_: str = "Mọi loại đơn vị", day: str = "15/12", leads: str = "10, 2") -> Talk:
    """A new deadline up to its summary."""
    talk.says("/hanmuc").taps(say("deadline-new"))
    talk.says("Đề nghị khen thưởng", "Khen toàn diện", "Liên đoàn Lao động tỉnh", unit, type_, day, "2026", leads)
    return talk


@pytest.mark.parametrize("limits", [Limits(), PLAIN], ids=["buttons", "plain"])
def test_a_new_deadline_is_seen_whole_and_then_stands_r25(room: Room, limits: Limits) -> None:
    talk = entered(officer(room, limits=limits), "Cụm trường học 2", "Công đoàn cơ sở")
    talk.hears_words(
        "• Việc: Đề nghị khen thưởng",
        "• Hình thức khen: Khen toàn diện",
        "• Nơi gửi: Liên đoàn Lao động tỉnh",
        "• Phạm vi: Cụm CĐCS khối trường học 2 [MẪU]",
        "• Loại đơn vị: Công đoàn cơ sở",
        "• Ngày hạn: 15/12/2026",
        "• Năm thi đua: 2026",
        "• Số ngày nhắc trước: 10, 2 ngày",
        "• Chưa nộp: 4/4 đơn vị; người được nhắc: 1",
        "• Các ngày nhắc trước hạn: 05/12/2026, 14/12/2026",
    )
    assert room.rows(Deadline) == []
    talk.taps(say("summary-save")).hears_words("• Hạn: hết ngày 15/12/2026")
    (one,) = room.rows(Deadline)
    wanted = {"movement": "kh24-2023", "year": 2026, "duty": "nominate", "award": "overall", "level": "province"}
    assert {name: one[name] for name in wanted} == wanted
    assert (one["unit_type"], one["due"], one["leads"]) == ("cdcs", date(2026, 12, 15), [10, 2])
    assert (one["state"], one["example"], one["unit_id"]) == ("standing", False, room.unit("cum-truong-hoc-2"))


def test_an_answer_is_changed_from_the_summary(room: Room) -> None:
    talk = entered(officer(room), "Cụm trường học 2")
    talk.taps(say("summary-edit")).taps(say("new-deadline-due-label")).says("18/12")
    talk.hears_words("• Ngày hạn: 18/12/2026").taps(say("summary-save"))
    assert room.rows(Deadline)[0]["due"] == date(2026, 12, 18)


def test_the_same_twice_is_refused_and_nothing_is_lost(room: Room) -> None:
    kept(room, "cum-truong-hoc-2", award="overall")
    talk = entered(officer(room), "Cụm trường học 2").taps(say("summary-save")).hears("refused-deadline-same")
    assert talk.waiting == "save"
    assert len(room.rows(Deadline)) == 1


@pytest.mark.parametrize("typed", ["Công đoàn xã Yên Khánh", "LĐLĐ tỉnh Ninh Bình", "unit:1"])
def test_no_deadline_for_units_of_others_r21(room: Room, typed: str) -> None:
    talk = officer(room, unit="cd-xa-vu-ban").says("/hanmuc").taps(say("deadline-new"))
    talk.says("Đăng ký thi đua", "Mọi hình thức", "Liên đoàn Lao động tỉnh", typed).hears("misread-unit-unknown")
    assert talk.waiting == "unit"


def test_a_role_that_moved_before_the_save_sets_nothing_r21(room: Room) -> None:
    talk = entered(officer(room), "Cụm trường học 2")
    moved(room, talk, "standing", "cd-xa-vu-ban")
    talk.taps(say("summary-save")).hears("refused-deadline-gone")
    assert room.rows(Deadline) == []


def test_a_role_that_moved_shows_nothing_of_the_old_unit_any_more_r21(room: Room) -> None:
    talk = entered(officer(room), "Cụm trường học 2")
    moved(room, talk, "standing", "cd-xa-vu-ban")
    talk.says("/tieptuc").hears("refused-deadline-gone")
    assert talk.session.form == "menu"


def moved(room: Room, talk: Talk, role: str, unit: str) -> None:
    """The person's role ends at once; another one begins elsewhere."""
    who, where = person(room, talk), room.unit(unit)
    with room.store.write() as db:
        (held,) = roles.grants_of(db, who, DAY)
        grants.end(db, held.id, by=None, now=room.now)
        grants.grant(db, who, role, where, since=DAY, until=None, by=None, now=room.now)


def test_only_types_that_live_there_are_offered(room: Room) -> None:
    talk = officer(room).says("/hanmuc").taps(say("deadline-new"))
    talk.says("Đăng ký thi đua", "Mọi hình thức", "Liên đoàn Lao động tỉnh", "Cụm trường học 2")
    assert talk.labels[:3] == ["Mọi loại đơn vị", "Công đoàn cơ sở", "Cụm công đoàn cơ sở"]
    talk.says("Liên đoàn Lao động huyện, thành phố").hears("misread-choose")
    assert talk.waiting == "unit_type"


# --- what is due soon -------------------------------------------------------------------------------------------------


def test_everybody_sees_what_their_unit_owes_and_has_done_r26(room: Room) -> None:
    talk = joined(Talk(room)).says("/nhac").hears("coming-none")
    soon, done = kept(room, due=date(2026, 11, 25)), kept(room, award="overall", due=date(2026, 11, 22))
    late = kept(room, award="thematic", due=date(2026, 11, 10))
    kept(room, award="ad-hoc", due=date(2027, 3, 1))  # too far
    kept(room, "cd-xa-vu-ban", duty="register")  # somebody else's
    with room.store.write() as db:
        deadlines.mark(db, done, room.unit("cdcs-song-van"), who=person(room, talk), now=room.now)
    talk.says("/nhac")
    lines = [line for line in talk.text.splitlines() if line.startswith("•")]
    assert lines == [
        "• 10/11/2026 (đã qua 12 ngày): Nộp hồ sơ đề nghị khen thưởng năm 2026, khen chuyên đề, gửi LĐLĐ tỉnh. Chưa nộp",
        "• 22/11/2026 (hôm nay): Nộp hồ sơ đề nghị khen thưởng năm 2026, khen toàn diện, gửi LĐLĐ tỉnh. Đã nộp",
        f"• 25/11/2026 (còn 3 ngày): {NOMINATE}. Chưa nộp",
    ]
    assert say("coming-submit") not in talk.labels
    with room.store.write() as db:
        for number in (soon, late):
            deadlines.mark(db, number, room.unit("cdcs-song-van"), who=person(room, talk), now=room.now)
    assert "10/11/2026" not in talk.says("/nhac").text  # late and done is over
    talk.hears_words("25/11/2026 (còn 3 ngày)", "Đã nộp")


def test_an_officer_sees_how_many_and_a_door_to_marking(room: Room) -> None:
    kept(room, "cum-truong-hoc-2", due=date(2026, 11, 25))
    talk = officer(room, "reviewer", "cum-truong-hoc-2").says("/nhac")
    talk.hears("coming-held").hears_words(f"• 25/11/2026 (còn 3 ngày): {NOMINATE}. Đã nộp 0/4 đơn vị")
    talk.taps(say("coming-submit"))
    assert talk.waiting == "which"
    assert talk.session.form == "submission"
    talk.says("/nhac").taps(say("coming-menu"))
    assert talk.session.form == "menu"


def test_an_example_is_nobodys_duty(room: Room) -> None:
    with room.store.write() as db:
        deadlines.load_starter(db, room.now)
    joined(Talk(room)).says("/nhac").hears("coming-none")


# --- handing in -------------------------------------------------------------------------------------------------------


def marks(room: Room) -> list[tuple[int, int]]:
    return [(each["deadline_id"], each["unit_id"]) for each in room.rows(Submission)]


@pytest.mark.parametrize("limits", [Limits(), PLAIN], ids=["buttons", "plain"])
def test_a_unit_is_marked_and_the_mark_taken_back_r26(room: Room, limits: Limits) -> None:
    number, unit = kept(room), room.unit("cdcs-song-van")
    talk = officer(room, "reviewer", "cdcs-song-van", limits=limits).says("/nophoso")
    assert talk.labels[0].startswith("20/12/2026 · Hồ sơ khen · Xây lắp Sông Vân")
    name = room.unit_name("cdcs-song-van")
    talk.says("1").hears("submission-sure-ask", act="mark", unit=name, title=NOMINATE, day="20/12/2026")
    assert marks(room) == []
    talk.taps(say("submission-yes")).hears("submission-thanks", unit=name, title=NOMINATE)
    talk.hears("submission-which-ask", count=0)
    assert marks(room) == [(number, unit)]
    talk.taps(say("submission-marked")).says("1").hears_words("Nếu bỏ đánh dấu").taps(say("submission-undo"))
    talk.hears("submission-taken-back", unit=name, title=NOMINATE)
    assert marks(room) == []


def test_who_goes_back_and_picks_another_deadline_is_asked_about_that_one(room: Room) -> None:
    """The unit picked before stood under another deadline: it must not be marked in its place."""
    first, second = kept(room), kept(room, award="overall", due=date(2026, 12, 25))
    talk = officer(room).says("/nophoso", "1", "1").taps(say("way-back")).taps(say("way-back")).says("2")
    assert (talk.waiting, talk.session.answers) == ("unit", {"which": str(second)})
    talk.says("1").taps(say("submission-yes"))
    assert [number for number, _ in marks(room)] == [second]
    assert first != second


def test_what_was_to_be_done_with_one_deadline_is_not_done_with_the_next(room: Room) -> None:
    first, second = kept(room), kept(room, award="overall", due=date(2026, 12, 25))
    talk = officer(room).says("/hanmuc", "1").taps(act("withdraw"))
    talk.taps(say("way-back")).taps(say("way-back")).says("2")
    assert (talk.waiting, talk.session.answers) == ("act", {"which": str(second)})
    assert [row["state"] for row in room.rows(Deadline, id=first)] == ["standing"]


def test_not_yet_changes_nothing(room: Room) -> None:
    kept(room)
    talk = officer(room, "leader", "cdcs-song-van").says("/nophoso", "1").taps(say("submission-no"))
    talk.hears("submission-left")
    assert marks(room) == []


def test_among_many_units_a_part_of_the_name_finds_one(room: Room) -> None:
    number = kept(room)
    talk = officer(room).says("/nophoso")
    talk.says("1").hears_words("đơn vị chưa nộp")
    assert say("list-more") in talk.labels
    shown = talk.labels[:10]
    assert talk.taps(say("list-more")).labels[:10] != shown
    talk.says("khong co ten nay").hears("submission-unit-ask", title=NOMINATE, count=0)
    talk.says("song van")
    assert len([label for label in talk.labels if "MẪU" in label]) == 1
    talk.says("1").taps(say("submission-yes"))
    assert marks(room) == [(number, room.unit("cdcs-song-van"))]


def test_marking_stops_what_was_about_to_be_said(room: Room) -> None:
    number, unit = kept(room), room.unit("cdcs-song-van")
    talk = officer(room, "reviewer", "cdcs-song-van")
    told(room, number, "cdcs-song-van", person(room, talk), outbox_key="reminder:1")
    waiting = {"key": "reminder:1", "channel": "telegram", "address": "100", "kind": "reminder"}
    with room.store.write() as db:
        outbox.put(db, [{**waiting, "body": Outgoing("x").as_json(), "due_at": room.now}])
    talk.says("/nophoso", "1").taps(say("submission-yes"))
    assert marks(room) == [(number, unit)]
    assert room.rows(Outbox, key="reminder:1") == []
    assert room.rows(Reminder, subject=ledger.subject_of(number, unit))[0]["state"] == "withdrawn"


def forged(room: Room) -> dict[str, Callable[[int], str]]:
    return {
        "another unit": lambda number: f"{number}-{room.unit('cd-xa-yen-khanh')}",
        "no such deadline": lambda number: f"{number + 9}-{room.unit('cdcs-lua-vang')}",
        "a unit that is not asked": lambda number: f"{number}-{room.unit('cum-td-xp-1')}",
        "no such unit": lambda number: f"{number}-999999",
        "huge": lambda number: f"{number}-{'9' * 15}",
    }


@pytest.mark.parametrize(
    "name", ["another unit", "no such deadline", "a unit that is not asked", "no such unit", "huge"]
)
@pytest.mark.parametrize("way", ["token", "typed"])
def test_a_forged_door_opens_nothing_r21(room: Room, name: str, way: str) -> None:
    number = kept(room)
    argument = forged(room)[name](number)
    talk = officer(room, "reviewer", "cd-xa-vu-ban")
    talk = talk.taps_token(f"go:nophoso:{argument}") if way == "token" else talk.says(f"/nophoso {argument}")
    talk.hears("refused-deadline-gone")
    assert marks(room) == []


@pytest.mark.parametrize("argument", ["", "x", "3-", "3-12-4", "-1", "done", "²-1"])
def test_an_argument_that_names_nothing_opens_the_list(room: Room, argument: str) -> None:
    kept(room)
    talk = officer(room, "reviewer", "cd-xa-vu-ban").says(f"/nophoso {argument}")
    assert (talk.session.form, talk.waiting) == ("submission", "which")


def test_a_door_leads_to_its_question_and_a_member_is_refused(room: Room) -> None:
    number, unit = kept(room), room.unit("cdcs-song-van")
    token = f"go:nophoso:{number}-{unit}"
    joined(Talk(room, address="2")).taps_token(token).hears("refused-role")
    talk = officer(room, "reviewer", "cdcs-song-van").taps_token(token)
    assert talk.waiting == "sure"
    talk.taps(say("submission-yes"))
    assert marks(room) == [(number, unit)]
    talk.taps_token(token).hears("refused-submission-done")


def test_a_role_that_ended_between_question_and_yes_marks_nothing(room: Room) -> None:
    kept(room)
    talk = officer(room, "reviewer", "cdcs-song-van").says("/nophoso", "1")
    moved(room, talk, "reviewer", "cd-xa-vu-ban")
    talk.taps(say("submission-yes")).hears("refused-deadline-gone")
    assert marks(room) == []


# --- in English -------------------------------------------------------------------------------------------------------


def test_all_of_it_speaks_english(room: Room) -> None:
    kept(room, "cum-truong-hoc-2", unit_type="cdcs", award="overall")
    talk = officer(room)
    talk.says("/caidat", say("settings-language"), "English")
    talk.language = "en"
    talk.says("/hanmuc", "1").hears_words(
        "Nominations for awards 2026, overall award", "Type of unit: Grassroots union"
    )
    talk.says("See the coming reminders").hears_words("Not handed in: 4 of 4 units; people to remind: 1")
    talk.says("/nhac").hears_words("20/12/2026 (in 28 days)", "Handed in by 0 of 4 units")
    talk.says("Mark as handed in", "1", "1").hears_words("Has it handed in everything?")
    talk.says("Everything handed in").hears_words("Thank you. It is noted that")
    assert len(marks(room)) == 1


def test_time_is_the_local_day(room: Room) -> None:
    """At 17:30 UTC it is tomorrow already in Ninh Bình."""
    kept(room, due=date(2026, 11, 23))
    room.now = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    joined(Talk(room)).says("/nhac").hears_words("23/11/2026 (hôm nay)")
