"""What stops a nomination file, said in a sentence: a quota, subjects nobody registered, a unit that ended, a role that ended
(R21, R26, R53, R54, R56)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from handlers import nominate
from handlers.desk import Desk
from handlers.forms import Say
from handlers.nominate import hindered
from storage import lanes, people, registrations
from storage.award_tables import Meeting, Nomination, Override, Vote
from storage.registrations import Entry
from storage.rules import book
from storage.tables import Talk as TalkRow
from storage.tables import Unit, of
from tests.honouring import DAY, HONG_LAM, PROVINCE, SONG_VAN, ends, file, officer, say, stands, who
from tests.talk import TEXTS, ZONE, Room, Talk

WORKER = {"name": "Phạm Văn Hải", "author_class": "worker"}
TEAM = {"name": "Tổ lắp dựng số 2", "collective": True}
ENDED = next(each.label for each in book().rules if each.check == "dissolved")
QUOTA = "Trong số lượng được đề nghị"
COUNCIL = say("nominate-to-council")


def stopped(room: Room, number: int, act: str = "forward", *, only_registered: bool = False) -> Say | None:
    """What a file's own officer would be told, in a lane that asks for registrations or does not."""
    with room.store.write() as db:
        place = ("telegram", "200")
        member = people.meet(db, [place], {}, room.now)[place]
        desk = Desk(db, room.now, ZONE, TEXTS, room.clerk.catalogue(db), member, *place)
        row = nominate.file_of(desk, number)
        lane = replace(lanes.lanes()[row["kind"]], only_registered=only_registered)
        return hindered(desk, row, act, lane)


def test_a_lane_for_registered_subjects_only_stops_the_others_by_name_r26(room: Room) -> None:
    talk = officer(room)
    number = file(room, WORKER, TEAM, state="sent", unit=PROVINCE)
    with room.store.write() as db:
        entry = Entry("kh24-2023", 2026, room.unit(PROVINCE), WORKER["name"], "bk-ldld")
        registrations.add(db, entry, who=who(talk), now=room.now)
    for asked in (True, False):
        told = stopped(room, number, only_registered=asked)
        unregistered = told is not None and told.name == "nominate-unregistered"
        assert unregistered is asked
        if unregistered and told is not None:
            assert told.args == {"names": TEAM["name"]}


def five(room: Room, most: int = 5) -> int:
    """A thematic file of so many to the Confederation, at the province."""
    names = [{**TEAM, "name": f"Tổ {number}", "award": "bk-tld"} for number in range(1, most + 1)]
    return file(room, *names, kind="thematic", authority="tld", state="sent")


def rules_of(told: Say | None) -> str:
    return "" if told is None else str(told.args["lines"])


@pytest.mark.parametrize(
    ("most", "act", "stops"), [(5, "to-council", True), (4, "to-council", False), (5, "forward", False)]
)
def test_a_quota_exceeded_stops_a_file_where_its_unit_passes_it_on_r54(
    room: Room, most: int, act: str, *, stops: bool
) -> None:
    """Below, who goes in is not for anybody to choose yet."""
    officer(room)
    assert (QUOTA in rules_of(stopped(room, five(room, most), act))) is stops


def test_a_file_over_its_quota_goes_on_with_one_less_or_a_reason_r54(room: Room) -> None:
    number = five(room)
    talk = officer(room).says(f"/denghi {number}").taps(COUNCIL).taps("Đồng ý")
    talk.hears_words("Hồ sơ chưa gửi được", QUOTA)
    assert room.rows(Nomination)[0]["state"] == "sent"
    talk.taps("Xem từng người, tập thể").says("5").taps(say("nominee-act", act="leave-out", site="no"))
    talk.says("Vượt số lượng được đề nghị")
    assert QUOTA not in rules_of(stopped(room, number, "to-council"))


@pytest.mark.parametrize("rule", ["approved", "fits", "dissolved", "no-such-rule"])
def test_what_the_law_leaves_no_choice_about_is_not_let_pass_r53(room: Room, rule: str) -> None:
    """Neither offered nor by a session that claims it."""
    file(room, {**WORKER, "reports": ()}, state="sent")
    talk = officer(room).says("/denghi 1").taps("Xem từng người, tập thể").says("1")
    talk.taps(say("nominee-act", act="override", site="no"))
    assert not any(label.startswith("Có bài đã duyệt") for label in talk.labels)
    at(talk, {"form": "nominee", "subject": 1, "answers": {"act": "override", "rule": rule, "why": "Vì cần thiết"}})
    assert room.rows(Override) == []
    talk.hears("check-override-not", why="rule")


def at(talk: Talk, session: dict[str, Any]) -> Talk:
    with talk.room.store.write() as db:
        db.execute(update(of(TalkRow)).where(of(TalkRow).c.person_id == who(talk)).values(session=session))
    return talk.says("/tieptuc")


def test_a_unit_dissolved_while_its_file_is_under_way_stops_it_until_it_is_left_out_r53(room: Room) -> None:
    name = "CĐCS Xây lắp Sông Vân"
    flag = {"name": name, "collective": True, "subject_unit_id": room.unit(SONG_VAN)}
    number = file(room, flag, {**TEAM, "unit": HONG_LAM}, state="sent")
    talk = officer(room)
    assert ENDED not in rules_of(stopped(room, number, "to-council"))
    with room.store.write() as db:
        db.execute(update(of(Unit)).where(of(Unit).c.id == room.unit(SONG_VAN)).values(ended=DAY))
    talk.says(f"/denghi {number}").taps(COUNCIL).taps("Đồng ý").hears_words("Hồ sơ chưa gửi được", name, ENDED)
    assert room.rows(Nomination)[0]["state"] == "sent"
    talk.taps("Xem từng người, tập thể").taps(name).taps(say("nominee-act", act="leave-out", site="no"))
    talk.says("Đơn vị đã kết thúc hoạt động")
    assert ENDED not in rules_of(stopped(room, number, "to-council"))


# --- votes ------------------------------------------------------------------------------------------------------------------


def test_more_votes_than_there_are_members_are_refused_with_the_figures_r56(room: Room) -> None:
    """Typed, and by a session that claims them."""
    number = file(room, WORKER)
    talk = officer(room)
    at(talk, {"form": "new-meeting", "subject": number, "answers": {"kind": "council"}})
    row = {"nomination_id": number, "kind": "council", "unit_id": room.unit(PROVINCE), "day": DAY, "members": 9}
    with room.store.write() as db:
        db.execute(of(Meeting).insert(), {**row, "present": 7, "written": 1, "person_id": who(talk), "at": room.now})
    for ballot in ([8, 0, 0], [7, 1, 0], [7, 0, 2], [-1, 0, 0], [10, 10, 10]):
        at(talk, {"form": "votes", "subject": 1, "answers": {"act": "of:1", "ballot": ballot}})
        assert room.rows(Vote) == []
    talk.hears("refused-meeting-figures", given=20, most=7)
    at(talk, {"form": "votes", "subject": 1, "answers": {"act": "of:1", "ballot": [7, 0, 1]}})
    assert [(each["yes"], each["written_yes"]) for each in room.rows(Vote)] == [(7, 1)]


# --- a role that ended --------------------------------------------------------------------------------------------------------

OPEN: dict[str, Callable[[Talk], Any]] = {
    "/denghi": lambda talk: talk.says("/denghi 1"),
    "/hop": lambda talk: talk.says("/hop", "1"),
    "/quyetdinh": lambda talk: talk.says("/quyetdinh", "1"),
    "/tieuchi": lambda talk: talk.says("/tieuchi", "1"),
    "/chamdiem": lambda talk: talk.says("/chamdiem").taps("Mở đợt chấm mới"),
    "/denghi subject": lambda talk: at(talk, {"form": "nominee", "subject": 1, "answers": {}}),
}


@pytest.mark.parametrize("where", OPEN)
def test_a_role_that_ended_while_it_was_open_shows_and_keeps_nothing_more_r21(room: Room, where: str) -> None:
    file(room, WORKER)
    talk = officer(room)
    OPEN[where](talk)
    before = room.rows(Nomination)
    ends(talk)
    talk.says("1").hears("refused-role")
    assert (WORKER["name"] in talk.text, room.rows(Nomination)) == (False, before)


def test_a_file_that_moved_while_it_was_open_is_shown_as_it_is_r29(room: Room) -> None:
    number = file(room, WORKER, state="sent")
    talk = officer(room).says(f"/denghi {number}").taps(COUNCIL)
    stands(room, number, "withdrawn")
    talk.says("1").hears("nominate-changed")
    assert room.rows(Nomination)[0]["state"] == "withdrawn"
