"""/hop: council and acclaim on a nomination file, votes against all members, minutes; and who may not (R23, R32, R56)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.channels.gateway import Limits
from handlers.forms import Answered, Form, Heard, Misread, Session
from handlers.honour_steps import ALL, Ballot
from storage import meetings, people
from storage.award_tables import Meeting, Vote
from storage.meetings import Attendance, NotPossible, Result, TooMany, needed
from storage.tables import Audit
from tests.honouring import COMMUNE, EIGHT, PROVINCE, SONG_VAN, ends, file, officer, say, stands, who
from tests.talk import Room, Talk

FLAG = {"name": "CĐCS Công ty Xây lắp Sông Vân", "award": "co-ldld", "collective": True}
WORKER = {"name": "Nguyễn Văn Thắng", "award": "bk-ldld"}
FIGURES = ("20/11/2026", "Phòng họp LĐLĐ tỉnh", "Đinh Thị Thanh Bình", "Trần Văn Nam")
DAY = date(2026, 11, 20)


def sat(
    talk: Talk,
    *,
    members: str = "9",
    present: str = "8",
    absent: tuple[str, ...] = ("Bà Mai đi công tác", "0"),
    names: str = "",
) -> Talk:
    """A council entered up to its votes."""
    talk.says("/hop", "1").taps(say("meeting-new", kind="council")).says(*FIGURES, members, present, *absent)
    return talk.says(names or say("way-skip")).taps(say("meeting-yes"))


# --- the threshold ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "members", "votes"),
    [(0.8, 9, 8), (0.8, 10, 8), (0.8, 15, 12), (0.9, 10, 9), (0.9, 11, 10), (0.7, 10, 7), (0, 9, 0), (0.8, 1, 1)],
)
def test_a_share_of_all_members_is_reckoned_exactly_r56(share: float, members: int, votes: int) -> None:
    assert needed(share, members) == votes


@pytest.mark.parametrize(
    ("result", "passed"),
    [
        (Result(8, 0, 0, 9, 8, voted=True), True),
        (Result(7, 1, 0, 9, 8, voted=True), False),
        (Result(0, 0, 0, 9, 8, voted=False), None),
        (Result(1, 7, 0, 9, 0, voted=True), None),
    ],
)
def test_a_result_says_whether_it_was_reached(result: Result, passed: bool | None) -> None:  # noqa: FBT001 (a table's column)
    assert result.passed is passed


# --- in the chat --------------------------------------------------------------------------------------------------------


def test_a_council_votes_and_the_result_is_shown_r56(room: Room) -> None:
    file(room, FLAG, WORKER)
    talk = sat(officer(room), absent=("Bà Mai đi công tác", "1"))
    talk.hears("meeting-kept")
    talk.hears_words("• Có mặt: 8/9 người, thêm 1 phiếu bằng văn bản", "chưa nhập phiếu, cần 8/9")
    talk.says(say("votes-of", name="CĐCS Công ty Xây lắp Sông Vân", voted="no"))
    talk.hears_words("Cần ít nhất 8 phiếu đồng ý trên tổng số 9 thành viên").says("6, 2, 1")
    talk.hears_words("Em hiểu là 6 đồng ý, 2 không đồng ý, thêm 1 đồng ý bằng văn bản", "7/9 đồng ý, cần 8 → chưa đạt")
    talk.says(say("votes-of", name="CĐCS Công ty Xây lắp Sông Vân", voted="yes")).says("7, 1, 1")
    talk.hears_words("8/9 đồng ý, cần 8 → đạt")
    (kept,) = room.rows(Meeting)
    assert (kept["kind"], kept["day"], kept["members"], kept["present"], kept["written"]) == ("council", DAY, 9, 8, 1)
    assert (kept["chair"], kept["unit_id"], kept["person_id"]) == (FIGURES[2], room.unit(PROVINCE), who(talk))
    assert [(each["yes"], each["no"], each["written_yes"]) for each in room.rows(Vote)] == [(7, 1, 1)]
    assert [each["act"] for each in room.rows(Audit) if each["act"].startswith("enter-")] == [
        "enter-meeting",
        "enter-votes",
        "enter-votes",
    ]


def test_everybody_in_favour_of_all_is_one_tap(room: Room) -> None:
    file(room, *EIGHT)
    talk = sat(officer(room), present="9", absent=()).taps(say("votes-all", count=8)).hears("votes-all-kept")
    assert [(each["yes"], each["no"], each["written_yes"]) for each in room.rows(Vote)] == [(9, 0, 0)] * 8
    talk.hears_words("• Tổ thi công số 8: 9/9 đồng ý")
    assert say("meeting-decide") in talk.labels


def test_an_order_is_proposed_by_votes_then_sites_then_on_ties_only_women_r33_r55(room: Room) -> None:
    people = [
        {**WORKER, "name": name, "on_site": site} for name, site in (("An", False), ("Bình", True), ("Chi", False))
    ]
    file(room, *people)
    talk = sat(officer(room), present="9", absent=()).taps(say("votes-all", count=3))
    talk.taps(say("votes-of", name="Chi", voted="yes")).says("8, 1")
    lines = talk.taps(say("votes-order")).text.split("\n")
    award = "Bằng khen của BCH LĐLĐ tỉnh"
    assert [line for line in lines if line[:1].isdigit()] == [
        f"1. Bình · {award} · trực tiếp trên công trình",
        f"2. An · {award}",
        f"3. Chi · {award}",
    ]


FORM, AT = Form("votes", ()), Session()


def heard(typed: str, present: int = 8, written: int = 0) -> list[int] | tuple[str, dict[str, Any]]:
    """What a ballot makes of it: the votes, or why not."""
    value = ALL if typed == ALL else ""
    try:
        said = Heard(DAY, "" if value else typed, value)
        taken = Ballot().take(FORM, AT, said, {"present": present, "written": written})
    except Misread as misread:
        return misread.reason, misread.args_
    assert isinstance(taken, Answered)
    return list(taken.value)


@pytest.mark.parametrize(
    ("typed", "written", "kept"),
    [
        (ALL, 0, [8, 0, 0]),
        (ALL, 1, [8, 0, 1]),
        ("8", 0, [8, 0, 0]),
        ("7", 0, [7, 1, 0]),
        ("7/8", 0, [7, 1, 0]),
        ("7 đồng ý, 1 không", 0, [7, 1, 0]),
        ("6 1", 0, [6, 1, 0]),
        ("6, 2, 1", 1, [6, 2, 1]),
        ("7/8", 1, ("votes-written", {})),
        ("9", 0, ("votes-many", {"given": 9, "most": 8})),
        ("8, 1", 0, ("votes-many", {"given": 9, "most": 8})),
        ("8, 0, 1", 0, ("votes-many", {"given": 1, "most": 0})),
        ("7, 1, 3", 2, ("votes-many", {"given": 3, "most": 2})),
        ("nhiều", 0, ("votes", {})),
        ("1 2 3 4", 0, ("votes", {})),
        ("9" * 30, 0, ("votes", {})),
    ],
)
def test_votes_are_read_as_people_say_them_and_never_more_than_there_are(
    typed: str, written: int, kept: object
) -> None:
    assert heard(typed, written=written) == kept


def test_more_votes_than_there_are_is_said_with_the_figures(room: Room) -> None:
    file(room, WORKER)
    talk = sat(officer(room)).says(say("votes-of", name=WORKER["name"], voted="no"), "8, 1")
    talk.hears("misread-votes-many", given=9, most=8)
    assert room.rows(Vote) == []


def test_more_people_than_there_are_is_said_with_the_figures(room: Room) -> None:
    file(room, WORKER)
    talk = officer(room).says("/hop", "1").taps(say("meeting-new", kind="council")).says(*FIGURES)
    for typed, given, most in (("0", 0, 99), ("100", 100, 99)):
        talk.says(typed).hears("misread-people-most", given=given, most=most, least=1)
    talk.says("9", "10").hears("misread-people-most", given=10, most=9, least=1)
    assert room.rows(Meeting) == []


def test_who_voted_in_writing_is_of_the_absent_and_never_guessed(room: Room) -> None:
    file(room, WORKER)
    talk = (
        officer(room)
        .says("/hop", "1")
        .taps(say("meeting-new", kind="council"))
        .says(*FIGURES, "9", "7", "Hai vị bận", "3")
    )
    talk.hears("misread-people-most", given=3, most=2, least=0).says("2", say("way-skip")).taps(say("meeting-yes"))
    talk.says(say("votes-of", name=WORKER["name"], voted="no"), "7").hears("misread-votes-written")
    talk.says("7, 0, 2").hears_words("9/9 đồng ý")


def test_the_council_is_known_by_its_roles_and_can_be_corrected_r23(room: Room) -> None:
    file(room, WORKER)
    officer(room, "council", address="301")
    officer(room, "council", address="302")
    talk = officer(room).says("/hop", "1").taps(say("meeting-new", kind="council")).says(*FIGURES)
    talk.hears_words("Theo vai trò đã giao là 2 người").says(say("meeting-count", count=2)).hears(
        "new-meeting-present-ask", count=2
    )
    talk.taps(say("way-back")).says("9").hears("new-meeting-present-ask", count=9)


def council_of_two(room: Room) -> Talk:
    """Two hold a council role at the province; an officer who writes down that a council of three met."""
    file(room, WORKER)
    for number, name in enumerate(("Đỗ Minh Quân", "Lê Thị Mai")):
        talk = officer(room, "council", address=f"30{number}")
        with room.store.write() as db:
            people.change(db, who(talk), name=name)
    return officer(room).says("/hop", "1").taps(say("meeting-new", kind="council")).says(*FIGURES)


def test_who_was_there_is_taken_over_from_the_roles_with_one_tap_r23(room: Room) -> None:
    talk = council_of_two(room).says("2", "2")
    talk.hears("new-meeting-names-ask", count=2, names="Đỗ Minh Quân, Lê Thị Mai")
    talk.taps(say("meeting-names", count=2)).hears_words("• Người có mặt: Đỗ Minh Quân, Lê Thị Mai")
    talk.taps(say("meeting-yes")).hears_words("• Người có mặt: Đỗ Minh Quân, Lê Thị Mai")
    assert [each["present_names"] for each in room.rows(Meeting)] == ["Đỗ Minh Quân, Lê Thị Mai"]


def test_the_absent_are_not_proposed_as_present_r23(room: Room) -> None:
    talk = council_of_two(room).says("2", "1", "le thi mai: ốm", "0")
    talk.hears("new-meeting-names-ask", count=1, names="Đỗ Minh Quân").taps(say("meeting-names", count=1))
    talk.taps(say("meeting-yes"))
    assert [each["present_names"] for each in room.rows(Meeting)] == ["Đỗ Minh Quân"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("- Đỗ Minh Quân;\n\n• Ông Phạm Văn Bình,\nBà Lê  Thị Mai", "Đỗ Minh Quân, Ông Phạm Văn Bình, Bà Lê Thị Mai"),
        ("A" * 3_001, ("misread-too-long", {"most": 3_000, "length": 3_001})),
        ("12 - 3", ("misread-text", {})),
    ],
)
def test_who_was_there_can_be_typed_and_is_bounded(room: Room, typed: str, kept: object) -> None:
    talk = council_of_two(room).says("3", "3")  # three were there, two are known by their roles: nothing to tap
    assert [each for each in talk.labels if each.startswith("Ghi")] == []
    talk.says(typed)
    if isinstance(kept, tuple):
        talk.hears(kept[0], **kept[1]).says(say("way-skip"))
        kept = ""
    talk.taps(say("meeting-yes"))
    assert [each["present_names"] for each in room.rows(Meeting)] == [kept]


def test_a_figure_changed_after_the_others_is_noticed(room: Room) -> None:
    """Going back to fewer members than were present does not slip through."""
    number = file(room, WORKER)
    talk = officer(room)
    entry = Attendance("council", DAY, "Hội trường", "A B", "C D", members=5, present=6)
    with room.store.write() as db, pytest.raises(TooMany):
        meetings.enter(db, number, entry, who=who(talk), now=room.now, today=room.now.date())


def test_a_collective_acclaims_while_the_file_is_written_r32(room: Room) -> None:
    file(room, WORKER, state="draft", desk=SONG_VAN)
    talk = officer(room, "reviewer", SONG_VAN).says("/hop", "1")
    assert say("meeting-new", kind="council") not in talk.labels
    talk.taps(say("meeting-new", kind="acclaim")).says(*FIGURES, "120", "96", say("way-skip")).taps(say("meeting-yes"))
    talk.says(say("votes-of", name=WORKER["name"], voted="no"), "96/96").hears_words("96/120 đồng ý")
    (kept,) = room.rows(Meeting)
    assert (kept["kind"], kept["members"], kept["present"], kept["unit_id"]) == (
        "acclaim",
        120,
        96,
        room.unit(SONG_VAN),
    )
    with room.store.read() as db:
        assert meetings.results(db, 1) == {}  # no council's vote


def test_what_was_said_is_kept_and_a_wrong_meeting_is_dropped(room: Room) -> None:
    file(room, WORKER)
    talk = sat(officer(room)).taps(say("votes-all", count=1)).taps(say("votes-minutes"))
    talk.says("Hội đồng thảo luận và thống nhất bỏ phiếu kín.").hears("votes-minutes-kept")
    assert room.rows(Meeting)[0]["minutes"] == "Hội đồng thảo luận và thống nhất bỏ phiếu kín."
    talk.taps(say("votes-drop")).taps(say("votes-drop-no"))
    assert len(room.rows(Meeting)) == 1
    talk.taps(say("votes-drop")).taps(say("votes-drop-yes")).hears("meeting-dropped")
    assert (room.rows(Meeting), room.rows(Vote)) == ([], [])


def test_the_latest_council_at_the_files_desk_counts(room: Room) -> None:
    number = file(room, FLAG)
    talk = sat(officer(room)).taps(say("votes-all", count=1))
    sat(talk, present="9", absent=()).says(say("votes-of", name=str(FLAG["name"]), voted="no"), "5")
    with room.store.read() as db:
        assert meetings.results(db, number) == {1: Result(5, 4, 0, 9, 8, voted=True)}


def test_a_file_is_decided_from_its_council(room: Room) -> None:
    number = file(room, WORKER)
    talk = sat(officer(room)).taps(say("votes-all", count=1)).taps(say("meeting-decide"))
    assert talk.session.answers["files"] == [str(number)]


# --- who may not --------------------------------------------------------------------------------------------------------


def test_a_council_of_another_unit_does_not_vote_r21(room: Room) -> None:
    number = file(room, WORKER)
    talk = officer(room, "council", COMMUNE).says("/hop").hears("meeting-which-ask", count=0)
    talk.taps_token(f"go:hop:{number}").hears("refused-file-gone")


def test_a_council_meets_only_on_a_file_that_waits_for_it(room: Room) -> None:
    number = file(room, WORKER)
    talk = officer(room)
    for state in ("draft", "sent", "returned", "decided", "refused", "withdrawn"):
        stands(room, number, state)
        talk.says(f"/hop {number}").hears_words("Hồ sơ DN-2026-0001")
        assert say("meeting-new", kind="council") not in talk.labels
        entry = Attendance("council", DAY, "Hội trường", "A B", "C D", members=9, present=9)
        with room.store.write() as db, pytest.raises(NotPossible):
            meetings.enter(db, number, entry, who=who(talk), now=room.now, today=room.now.date())


def test_votes_stand_once_the_file_is_decided(room: Room) -> None:
    number = file(room, WORKER)
    talk = sat(officer(room))
    stands(room, number, "decided")
    talk.says(say("votes-all", count=1)).hears("refused-file-gone")
    assert room.rows(Vote) == []


def test_a_forged_door_opens_nothing(room: Room) -> None:
    number = file(room, WORKER, unit=COMMUNE, desk=COMMUNE)
    talk = officer(room, "reviewer", SONG_VAN)
    for argument in ("0", "999", "9" * 60, "-1", "abc", "1;--", "１", str(number)):
        talk.taps_token(f"go:hop:{argument}")
        assert "DN-2026-0001" not in talk.text
        assert talk.session.form in ("menu", "meeting")
    talk.hears("refused-file-gone")


def test_a_role_that_ended_ends_the_meeting_at_once_r45(room: Room) -> None:
    file(room, WORKER)
    talk = sat(officer(room))
    ends(talk)
    talk.says(say("votes-all", count=1)).hears("refused-role")
    assert room.rows(Vote) == []


def test_nominees_of_another_file_get_no_votes_here(room: Room) -> None:
    number = file(room, WORKER)
    file(room, FLAG, code="DN-2026-0002")
    talk = sat(officer(room))
    with room.store.write() as db, pytest.raises(NotPossible):
        meetings.ballot(db, 1, {2: (8, 0, 0)}, who=who(talk), now=room.now, today=room.now.date())
    assert number == 1


def test_without_buttons_everything_can_be_typed_and_in_english(room: Room) -> None:
    file(room, FLAG)
    talk = sat(officer(room, limits=Limits(text=2000, buttons=False, photos=False, files=False)))
    talk.says("1").hears_words("8/9 đồng ý, cần 8 → đạt")
    talk.language = "en"
    talk.says("/caidat").says(say("settings-language"), "English", "/hop", "1")
    talk.hears_words("File DN-2026-0001: Overall commendation 2026", "votes entered for 1")
