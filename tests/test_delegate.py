"""Standing in: a role lent for a span of days, by choice or by code; seen, taken back, and never longer than the role (R20)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.words import Outgoing
from storage import delegation, grants, levels, people, roles
from storage.delegation import LONGEST
from storage.tables import Grant, Invitation, Outbox, of
from tests.noticing import moves, sends
from tests.talk import TEXTS, Room, Talk, joined
from tests.test_golden import POOREST

SUNDAY = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)  # 09:30 in Ninh Bình
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
SONG_VAN, COMMUNE, PROVINCE = "cdcs-song-van", "cd-xa-yen-khanh", "nb"


def say(name: str, **args: object) -> str:
    return TEXTS.say("vi", name, **args)


def member(room: Room, address: str, name: str) -> Talk:
    return joined(Talk(room, address=address), name)


def number_of(room: Room, address: str) -> int:
    return Talk(room, address=address).who


def holds(
    room: Room,
    address: str,
    role: str = "reviewer",
    unit: str = SONG_VAN,
    until: date | None = None,
    since: date = TODAY,
) -> int:
    with room.store.write() as db:
        who = people.meet(db, [("telegram", address)], {}, room.now)["telegram", address].id
        return grants.grant(db, who, role, room.unit(unit), since=since, until=until, by=None, now=room.now)


@pytest.fixture
def mai(room: Room) -> Talk:
    """Mai reviews for Sông Vân; Hà leads there, Bình reviews for the province, Thắng is a member."""
    talk = member(room, "200", "Lê Thị Mai")
    holds(room, "200")
    member(room, "201", "Bùi Thị Hà")
    holds(room, "201", "leader")
    member(room, "202", "Đinh Thị Bình")
    holds(room, "202", unit=PROVINCE)
    member(room, "100", "Nguyễn Văn Thắng")
    return talk


def lent(talk: Talk, to: str = "Chọn Bùi Thị Hà", first: str = "Từ hôm nay", last: str = "6/12") -> Talk:
    talk.says("/uyquyen").taps(talk.labels[0]).taps(to)
    return talk.says(first, last).taps(say("summary-delegate"))


def notices(room: Room, address: str) -> list[Outgoing]:
    return [Outgoing.from_json(row["body"]) for row in room.rows(Outbox, kind="notice", address=address)]


def reviews(room: Room, address: str, unit: str = SONG_VAN, day: date = TODAY) -> bool:
    who = number_of(room, address)
    with room.store.read() as db:
        return roles.may(db, who, "review", room.unit(unit), day)


# --- lending ------------------------------------------------------------------------------------------------------------------


def test_a_role_is_lent_to_a_colleague_and_both_are_told_r20(mai: Talk) -> None:
    room = mai.room
    mai.says("/uyquyen").hears_words("Anh/chị muốn uỷ quyền vai trò nào?")
    assert mai.labels == ["Uỷ quyền: Cán bộ xét duyệt · CĐCS Công ty CP Xây lắp Sông…", "Huỷ"]
    mai.says("1")
    assert [label for label in mai.labels if label.startswith(("Chọn", "Tạo"))] == [
        "Chọn Bùi Thị Hà",
        "Tạo mã cho người khác",
    ]
    mai.says("1", "mai", "15/12").hears_words("Anh/chị uỷ quyền cho Bùi Thị Hà:", "23/11/2026", "15/12/2026")
    mai.taps("Uỷ quyền").hears_words("Em đã uỷ quyền vai trò Cán bộ xét duyệt", "từ 23/11/2026 đến hết 15/12/2026")
    (row,) = [row for row in room.rows(Grant) if row["stands_for"] is not None]
    assert (row["role"], row["since"], row["until"]) == ("reviewer", TODAY + DAY, date(2026, 12, 15))
    assert (row["person_id"], row["granted_by"], row["stands_for"]) == (
        number_of(room, "201"),
        number_of(room, "200"),
        1,
    )
    (notice,) = notices(room, "201")
    assert notice.text.startswith(
        "Lê Thị Mai nhờ anh/chị làm thay vai trò Cán bộ xét duyệt tại CĐCS Công ty CP Xây lắp"
    )
    assert [option.token for option in notice.options] == ["go:uyquyen:"]
    assert room.rows(Outbox, kind="notice")[0]["due_at"] == datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # not on a Sunday
    answers = [reviews(room, "201", day=TODAY + each * DAY) for each in (0, 1, 23, 24)]
    assert answers == [False, True, True, False]


def test_who_stands_in_acts_like_the_lender_and_the_history_shows_for_whom(mai: Talk) -> None:
    room = mai.room
    lent(mai)
    desk, ha, lender = room.unit(SONG_VAN), number_of(room, "201"), number_of(room, "200")
    with room.store.read() as db:
        assert levels.falls_to(db, desk, TODAY) == [(lender, desk), (ha, desk)]
        shown = [delegation.acted_for(db, each, "review", desk, room.now, TODAY) for each in (ha, lender)]
        assert shown == [lender, None]
        assert delegation.acted_for(db, ha, "read", desk, room.now, TODAY) is None  # she reads as its leader, too


def test_staff_read_in_whose_stead_a_review_was_done_and_its_author_does_not_r20(mai: Talk) -> None:
    """What Hà does in the role lent to her, not what Mai does in her own, nor what a leader does without it."""
    room = mai.room
    lent(mai)
    author, ha = Talk(room, address="100"), Talk(room, address="201")
    number = sends(room, number_of(room, "100"))
    moves(room, number, "receive", number_of(room, "200"))
    room.now += timedelta(minutes=1)
    moves(room, number, "forward", number_of(room, "201"))
    unit = "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]"
    read = Talk(room, address="202").says(f"/xem {number}").text
    assert f"{unit} {say('act-forward')} (làm thay Lê Thị Mai)" in read
    assert f"{unit} {say('act-receive')} (làm thay" not in read
    assert "làm thay" in ha.says(f"/xem {number}").text
    told = author.says("/baicuatoi", "1").taps(say("my-report-history")).text
    assert (say("act-forward") in told, "làm thay" in told) == (True, False)


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("21/11/2026", "", "misread-delegate-first"),
        ("1/3/2027", "", "misread-delegate-first"),
        ("không biết", "", "misread-delegate-first"),
        ("23/11", "22/11/2026", "misread-delegate-last"),
        ("23/11", "22/1/2027", "misread-delegate-last"),
        ("23/11", "bao giờ về", "misread-delegate-last"),
    ],
)
def test_days_that_make_no_span_are_asked_again(mai: Talk, first: str, last: str, reason: str) -> None:
    mai.says("/uyquyen", "1", "1", first)
    if last:
        mai.says(last)
    mai.hears_words(say(reason, most=60, first="23/11/2026"))
    assert [row["stands_for"] for row in mai.room.rows(Grant)] == [None] * 3


def test_sixty_days_are_the_most(mai: Talk) -> None:
    mai.says("/uyquyen", "1", "1", "23/11", "21/1/2027").taps("Uỷ quyền")
    loan = mai.room.rows(Grant)[-1]
    assert (loan["until"] - loan["since"]).days + 1 == LONGEST


def test_a_loan_never_lasts_longer_than_the_role_and_says_so(mai: Talk) -> None:
    room = mai.room
    with room.store.write() as db:
        db.execute(of(Grant).update().where(of(Grant).c.id == 1).values(until=date(2026, 11, 30)))
    mai.says("/uyquyen", "1", "1", "1", "15/12").hears_words("Vai trò của anh/chị chỉ đến hết 30/11/2026")
    mai.taps("Uỷ quyền").hears_words("đến hết 30/11/2026")
    assert room.rows(Grant)[-1]["until"] == date(2026, 11, 30)


def test_only_staff_within_reach_who_do_not_hold_it_can_be_chosen(mai: Talk) -> None:
    """Bình sits above, Thắng is no staff, Cúc sits beside; Nam reviews there himself; Lan cannot be reached."""
    room = mai.room
    for address, name, role, unit in (
        ("203", "Trần Văn Nam", "reviewer", SONG_VAN),
        ("204", "Vũ Thị Cúc", "leader", "cdcs-may-thien-ha"),
        ("205", "Phạm Thị Lan", "publicity", SONG_VAN),
    ):
        member(room, address, name)
        holds(room, address, role, unit)
    with room.store.write() as db:
        people.mark_address(db, ("telegram", "205"), "gone", room.now)
    mai.says("/uyquyen", "1")
    assert [label for label in mai.labels if label.startswith("Chọn")] == ["Chọn Bùi Thị Hà"]


def test_a_forged_colleague_or_role_is_refused(mai: Talk) -> None:
    room = mai.room
    mai.says("/uyquyen", "1").taps_token("999999")
    assert [row["stands_for"] for row in room.rows(Grant)] == [None] * 3
    binh = Talk(room, address="202")
    for token in ("lend:1", "end:1", "lend:x", "end:99999999"):
        binh.says("/uyquyen").taps_token(token)
        assert [row["stands_for"] for row in room.rows(Grant)] == [None] * 3


def test_who_got_the_role_meanwhile_is_not_given_it_twice(mai: Talk) -> None:
    mai.says("/uyquyen", "1", "1", "1", "15/12")
    holds(mai.room, "201")
    mai.taps("Uỷ quyền").hears_words(say("refused-delegate-gone"))
    assert [row["stands_for"] for row in mai.room.rows(Grant)] == [None] * 4


def test_the_role_ends_while_the_question_is_on_the_screen(mai: Talk) -> None:
    mai.says("/uyquyen", "1", "1", "1", "15/12")
    holds(mai.room, "200", "leader")
    with mai.room.store.write() as db:
        grants.end(db, 1, by=None, now=mai.room.now)
    mai.taps("Uỷ quyền").hears_words(say("refused-role-gone"))
    assert [row["stands_for"] for row in mai.room.rows(Grant)] == [None] * 4


@pytest.mark.parametrize("role", ["admin", None])
def test_who_has_nothing_to_lend_is_told_so(room: Room, role: str | None) -> None:
    """An admin invites another one with a last day; a member has no role."""
    talk = member(room, "300", "Trịnh Thị Hương")
    if role:
        holds(room, "300", role)
    talk.says("/uyquyen").hears("refused-role")


# --- by a code ----------------------------------------------------------------------------------------------------------------


def by_code(talk: Talk) -> str:
    """A loan by code, and the code."""
    lent(talk, to="Tạo mã cho người khác")
    return talk.text.splitlines()[0].removeprefix("Mã uỷ quyền: ")


def test_somebody_new_takes_it_by_a_code_of_one_use_and_the_lender_is_told(mai: Talk) -> None:
    room = mai.room
    code = by_code(mai)
    new = Talk(room, address="100").says(f"/vaitro {code}")
    new.hears_words("Lê Thị Mai nhờ anh/chị làm thay vai trò Cán bộ xét duyệt").taps(say("roles-accept"))
    loan = room.rows(Grant)[-1]
    assert (loan["stands_for"], loan["since"], loan["until"]) == (1, TODAY, date(2026, 12, 6))
    assert [each.text.split(",")[0] for each in notices(room, "200")] == [
        (
            "Nguyễn Văn Thắng đã nhận làm thay vai trò Cán bộ xét duyệt của anh/chị tại "
            "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]"
        )
    ]
    Talk(room, address="201").says(f"/vaitro {code}").hears_words(say("refused-invitation"))


def test_a_code_opens_nothing_once_the_lenders_role_has_ended(mai: Talk) -> None:
    room = mai.room
    code = by_code(mai)
    new = Talk(room, address="100").says(f"/vaitro {code}")
    with room.store.write() as db:
        grants.end(db, 1, by=None, now=room.now)
    new.taps(say("roles-accept"))
    assert [row["stands_for"] for row in room.rows(Grant)] == [None] * 3
    assert room.rows(Invitation)[0]["stands_for"] == 1


# --- seeing and ending ---------------------------------------------------------------------------------------------------------


def test_both_see_it_in_their_roles_and_either_ends_it(mai: Talk) -> None:
    room = mai.room
    lent(mai)
    ha = Talk(room, address="201")
    mai.says("/vaitro").hears_words("Đang uỷ quyền:\n• Anh/chị uỷ quyền cho Bùi Thị Hà: Cán bộ xét duyệt")
    ha.says("/vaitro").hears_words("(từ 22/11/2026 đến hết 06/12/2026), làm thay Lê Thị Mai:")
    ha.taps(say("roles-delegate")).hears_words("• Lê Thị Mai uỷ quyền cho anh/chị: Cán bộ xét duyệt")
    ha.taps("Trả lại cho Lê Thị Mai · Cán bộ xét duyệt").taps(say("delegate-no")).hears_words(say("delegate-kept"))
    assert reviews(room, "201")
    ha.taps("Trả lại cho Lê Thị Mai · Cán bộ xét duyệt").taps(say("delegate-yes"))
    assert not reviews(room, "201")
    assert notices(room, "200")[-1].text.startswith("Bùi Thị Hà đã kết thúc việc uỷ quyền")
    lent(mai)
    mai.says("/uyquyen").taps("Thu lại của Bùi Thị Hà · Cán bộ xét duyệt").taps(say("delegate-yes"))
    mai.hears_words("Em đã thu lại vai trò Cán bộ xét duyệt")
    assert not reviews(room, "201")
    assert reviews(room, "200")


def test_when_the_lenders_role_ends_the_loan_ends_at_once(mai: Talk) -> None:
    room = mai.room
    lent(mai)
    ha = Talk(room, address="201").says("/duyet")
    with room.store.write() as db:
        grants.end(db, 1, by=None, now=room.now)
    assert not reviews(room, "201")
    ha.says("/uyquyen")
    assert "Lê Thị Mai" not in ha.text


def test_a_loan_cannot_be_lent_on(mai: Talk) -> None:
    room = mai.room
    lent(mai)
    ha = Talk(room, address="201").says("/uyquyen")
    assert [label for label in ha.labels if label.startswith("Uỷ quyền")] == [
        "Uỷ quyền: Lãnh đạo công đoàn · CĐCS Công ty CP Xây lắp Sông…"
    ]
    with room.store.read() as db:
        assert delegation.still_lendable(db, room.rows(Grant)[-1]["id"], number_of(room, "201"), TODAY) is None


def test_a_role_of_ones_own_stays_when_a_loan_of_the_same_ends(mai: Talk) -> None:
    room = mai.room
    lent(mai)
    holds(room, "201", until=date(2026, 12, 6))
    with room.store.write() as db:
        grants.end(db, 1, by=None, now=room.now)
    assert reviews(room, "201")


def test_without_buttons_numbers_do(mai: Talk) -> None:
    mai.limits = POOREST
    mai.says("/uyquyen", "1", "chon bui thi ha", "tu hom nay", "2", "uy quyen").hears_words("đến hết 05/12/2026")
    assert say("staff-delegate") in mai.says("/canbo").labels
