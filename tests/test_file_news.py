"""News of nomination files: to those whose turn one is, what is late to the level above, its way to who opened it (R29, R30)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from bot.channels.gateway import fit
from handlers import report_notices
from handlers.words import Outgoing
from storage import calendar, decisions, grants, lanes, nominations, nominees, people, preferences, year_close
from storage.award_tables import Nominee
from storage.tables import Outbox, Reminder, of
from tests.nominating import COMMUNE, GRASS, PROVINCE, employ, named, officer, opened, who
from tests.noticing import HOUR, MINUTE, MONDAY, local, say, tick
from tests.talk import TEXTS, ZONE, Room
from tests.test_golden import POOREST

OVERALL = "Khen thưởng toàn diện, đề nghị Liên đoàn Lao động tỉnh"
DAYS = timedelta(days=1)
PLACES = {GRASS: "300", COMMUNE: "400", PROVINCE: "500"}


class House:
    """Officers at three levels, on a Monday morning, and what they do with files."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.people = {unit: who(officer(room, unit)) for unit in PLACES}
        room.now = MONDAY
        with room.store.write() as db:
            calendar.load_starter(db, MONDAY)

    def by(self, unit: str) -> dict[str, Any]:
        return {"who": self.people[unit], "now": self.room.now, "today": self.room.now.date()}

    def do(self, act: Callable[[Any], Any]) -> Any:
        with self.room.store.write() as db:
            return act(db)

    def file(self, *names: str, **more: Any) -> int:
        def make(db: Any) -> int:
            number = opened(db, self.room, self.people[GRASS], **more)
            for name in names or ("Trần Văn Hải",):
                named(db, self.room, number, self.people[GRASS], name)
            return number

        return int(self.do(make))

    def move(self, number: int, act: str, unit: str, note: str = "") -> None:
        self.do(lambda db: nominations.move(db, number, act, note=note, **self.by(unit)))

    def up(self, number: int, *units: str) -> None:
        for unit in units:
            self.move(number, "forward", unit)

    def nominees(self, number: int) -> list[int]:

        with self.room.store.read() as db:
            return [each["id"] for each in nominees.of_file(db, number)]


@pytest.fixture
def house(room: Room) -> House:
    return House(room)


def told(room: Room, after: timedelta = MINUTE) -> dict[str, Outgoing]:
    """address → what a tick tells there."""
    return dict(tick(room, after))


def slots(room: Room, kind: str) -> list[tuple[str, int, str, str]]:
    return [(row["subject"], row["person_id"], row["slot"], row["state"]) for row in room.rows(Reminder, kind=kind)]


# --- whose turn it is -----------------------------------------------------------------------------------------------------


def test_a_file_sent_up_is_told_once_to_those_whose_turn_it_is_with_its_door_r29(house: House) -> None:
    number = house.file()
    assert told(house.room) == {}  # nobody is told of their own draft
    house.up(number, GRASS)
    said = told(house.room)
    assert {at: each.text for at, each in said.items()} == {
        "400": f"Em xin báo anh/chị có một hồ sơ đề nghị khen thưởng vừa được gửi lên:\n• DN-2026-0001: {OVERALL}"
    }
    assert [(each.token, each.label) for each in said["400"].options] == [
        (f"go:denghi:{number}", "Mở hồ sơ DN-2026-0001")
    ]
    assert slots(house.room, "files") == [(f"nomination:{number}", house.people[COMMUNE], "turn:1", "queued")]
    assert {row["kind"] for row in house.room.rows(Outbox) if row["key"].startswith("files:")} == {"notice"}
    assert told(house.room) == told(house.room, 2 * HOUR) == {}
    house.up(number, COMMUNE)
    assert list(told(house.room)) == ["500"]


def test_a_return_tells_the_opener_what_is_missing_and_a_colleague_that_it_waits_again_r29(house: House) -> None:
    colleague = officer(house.room, GRASS, address="301")
    house.room.now = MONDAY
    number = house.file()
    house.up(number, GRASS, COMMUNE)
    house.move(number, "return", PROVINCE, "Thiếu bài của chị Ánh")
    said = told(house.room, 11 * MINUTE)
    assert {at: each.text for at, each in said.items()} == {
        "300": "Cảm ơn anh/chị đã lập hồ sơ.\nLiên đoàn Lao động tỉnh Ninh Bình đã xem hồ sơ DN-2026-0001 và nhờ anh/chị "
        "bổ sung thêm.\nCần bổ sung: Thiếu bài của chị Ánh",
        "301": "Em xin báo anh/chị có một hồ sơ khen thưởng được gửi về để bổ sung:\n"
        f"• DN-2026-0001: {OVERALL}\nCần bổ sung: Thiếu bài của chị Ánh",
    }
    assert who(colleague) in {person for _, person, _, _ in slots(house.room, "files")}
    house.up(number, GRASS, COMMUNE)
    assert list(told(house.room)) == ["500"]
    assert told(house.room, 2 * HOUR) == {}


def test_what_comes_within_the_hour_or_at_night_is_told_together_r76(house: House) -> None:
    for _ in range(2):
        house.up(house.file(), GRASS)
    assert list(told(house.room)) == ["400"]
    house.room.now = local("2026-11-23 21:30")
    for kind in ("overall", "ad-hoc"):
        house.up(house.file(kind=kind), GRASS)
    assert told(house.room) == {}
    house.room.now = local("2026-11-24 06:59")
    assert told(house.room, timedelta()) == {}
    assert told(house.room)["400"].text.splitlines()[0] == say("files-notice", count=2, how="forward")


def test_the_council_hears_of_what_waits_for_it_through_the_door_it_may_open_r32(house: House) -> None:
    number = house.file()
    member = officer(house.room, PROVINCE, role="council", address="501")
    secretary = officer(house.room, PROVINCE, address="502")
    house.room.now = MONDAY
    house.up(number, GRASS, COMMUNE)
    told(house.room)
    house.move(number, "to-council", PROVINCE)
    said = told(house.room, 2 * HOUR)
    assert {at: [each.token for each in message.options] for at, message in said.items()} == {
        "300": [f"go:denghi:{number}"],
        "501": [f"go:hop:{number}"],
        "502": [f"go:denghi:{number}"],
    }
    assert said["300"].text.endswith("đã được đưa ra Hội đồng ở Liên đoàn Lao động tỉnh Ninh Bình.")
    assert said["501"].text.startswith("Em xin báo anh/chị có một hồ sơ khen thưởng chờ Hội đồng xét:")
    assert {who(member), who(secretary)} < {person for _, person, _, _ in slots(house.room, "files")}


@pytest.mark.parametrize("when", ["before the plan", "after the plan"])
def test_what_moved_on_meanwhile_is_not_told_r29(house: House, when: str) -> None:
    number = house.file()
    house.up(number, GRASS)
    if when == "before the plan":
        house.move(number, "withdraw", GRASS)
        assert told(house.room) == {}
    else:
        with house.room.store.read() as db:
            planned = report_notices.plan(db, house.room.now, ZONE)
        house.move(number, "withdraw", GRASS)
        assert [each.kind for each in planned] == ["files"]
        assert house.do(lambda db: report_notices.enter(db, TEXTS, planned, house.room.now)) == 0
    assert slots(house.room, "files") == []


def test_two_ticks_planned_from_the_same_state_tell_it_once(house: House) -> None:
    house.up(house.file(), GRASS)
    with house.room.store.read() as db:
        plans = [report_notices.plan(db, house.room.now, ZONE) for _ in range(2)]
    entered = []
    for one in plans:
        with house.room.store.write() as db:
            entered.append(report_notices.enter(db, TEXTS, one, house.room.now))
    assert entered == [1, 0]


def test_who_is_nominated_in_it_and_who_got_the_role_later_are_not_told(house: House) -> None:
    number = house.file()
    house.do(
        lambda db: named(db, house.room, number, house.people[GRASS], "Lê Thị -K", person_ref=house.people[COMMUNE])
    )
    house.up(number, GRASS)
    house.room.now += MINUTE
    late = officer(house.room, PROVINCE, address="503")
    assert list(told(house.room)) == ["500"]  # the next above: nobody else at the commune
    assert who(late) not in {person for _, person, _, _ in slots(house.room, "files")}


def test_switched_off_it_is_a_duty_once_a_day_and_a_lost_role_takes_it_back_r21(house: House) -> None:
    house.do(lambda db: preferences.put(db, house.people[COMMUNE], "mute:files", "yes"))
    house.up(house.file(), GRASS)
    assert told(house.room)["400"].text.endswith(say("files-muted"))
    house.up(house.file(), GRASS)
    assert told(house.room, 3 * HOUR) == {}
    house.room.now = local("2026-11-24 08:00")
    assert list(told(house.room)) == ["400"]
    (grant,) = house.do(lambda db: grants.held_now(db, house.people[COMMUNE]))
    house.do(lambda db: grants.end(db, grant, by=None, now=house.room.now))
    assert slots(house.room, "files") == []


# --- too long -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["ad-hoc", "overall"])
def test_what_its_lane_calls_late_is_reminded_once_and_then_the_level_above_hears_r30(house: House, kind: str) -> None:
    lane = lanes.lanes()[kind]
    number = house.file(kind=kind)
    house.up(number, GRASS)
    assert list(told(house.room)) == ["400"]
    house.room.now = MONDAY + lane.remind_after * DAYS
    assert told(house.room, timedelta()) == {}
    while not (said := told(house.room, 3 * HOUR)):
        assert house.room.now < MONDAY + (lane.above_after + 3) * DAYS
    (message,) = said.values()
    assert (list(said), message.text.splitlines()[0]) == (["400"], say("files-late-notice", count=1))
    assert message.text.endswith(f"(đã chờ {(house.room.now - MONDAY).days} ngày)")
    while "500" not in said:
        said = told(house.room, 3 * HOUR)
        assert house.room.now < MONDAY + (lane.above_after + 4) * DAYS
        assert list(said) in ([], ["500"])
    assert said["500"].text.splitlines()[0] == say("files-above-notice", count=1)
    assert "Công đoàn xã Yên Khánh" in said["500"].text
    assert house.room.now > MONDAY + lane.above_after * DAYS
    assert {each[0] for each in slots(house.room, "files-late") + slots(house.room, "files-above")} == {
        f"nomination:{number}"
    }
    assert told(house.room, DAYS) == told(house.room, 3 * DAYS) == {}


def test_a_draft_is_its_own_units_business_and_a_council_meets_when_it_meets_r30(house: House) -> None:
    house.file(kind="ad-hoc")
    waiting = house.file(kind="ad-hoc")
    house.up(waiting, GRASS, COMMUNE)
    house.move(waiting, "to-council", PROVINCE)
    house.room.now = MONDAY + 3 * DAYS
    assert {at: each.text.splitlines()[0] for at, each in told(house.room).items()} == {
        "300": say("file-steps-notice", count=1, act="to-council", told="-").splitlines()[0]
    }
    assert slots(house.room, "files-late") == [("nomination:1", house.people[GRASS], "turn:0", "queued")]
    assert slots(house.room, "files-above") == []


# --- what became of it ----------------------------------------------------------------------------------------------------


def to_council(house: House, number: int) -> None:
    house.up(number, GRASS, COMMUNE)
    house.move(number, "to-council", PROVINCE)


def test_the_opener_hears_how_many_the_decision_names_and_not_whom_officers_had_left_out_r34(house: House) -> None:
    number = house.file("Trần Văn Hải", "Lê Văn Hai", "Phạm Thị Ba")
    first, second, third = house.nominees(number)
    by = house.by(GRASS)
    house.do(lambda db: nominees.leave_out(db, third, "Xin để sang năm", **by))
    to_council(house, number)
    house.do(lambda db: db.execute(update(of(Nominee)).where(of(Nominee).c.id == first).values(state="awarded")))
    house.do(lambda db: db.execute(update(of(Nominee)).where(of(Nominee).c.id == second).values(state="left out")))
    house.move(number, "decide", PROVINCE, "12/QĐ-LĐLĐ")
    said = told(house.room, 11 * MINUTE)
    assert said["300"].text == (
        "Em xin báo anh/chị tin vui:\nHồ sơ DN-2026-0001 đã có quyết định số 12/QĐ-LĐLĐ: 1 trường hợp được khen, "
        "1 trường hợp lần này chưa được chọn."
    )
    assert [(slot.partition(":")[0], state) for _, _, slot, state in slots(house.room, "file-steps")] == [
        ("decide", "queued")
    ]
    assert told(house.room, HOUR) == {}


def test_a_refusal_is_told_with_its_reason_and_several_together_r20(house: House) -> None:
    one, two = house.file(), house.file("Lê Văn Hai")
    for number in (one, two):
        to_council(house, number)
    house.do(lambda db: decisions.refuse(db, one, "Chưa đủ thời gian", **house.by(PROVINCE)))
    assert "300" not in told(house.room, 9 * MINUTE)
    said = told(house.room, 2 * MINUTE)["300"]
    assert said.text == (
        "Em xin báo anh/chị 2 tin về hồ sơ khen thưởng của đơn vị:\n"
        "• Hồ sơ DN-2026-0002 đã được đưa ra Hội đồng ở Liên đoàn Lao động tỉnh Ninh Bình.\n"
        "• Lần này hồ sơ DN-2026-0001 chưa được khen.\nLý do: Chưa đủ thời gian"
    )
    assert [each.token for each in said.options] == [f"go:denghi:{two}", f"go:denghi:{one}"]
    assert len(fit(said, POOREST)) == 1


def test_a_years_close_and_a_move_to_the_next_year_are_told_r28(house: House) -> None:
    held, late = house.file(), house.file("Lê Văn Hai")
    house.up(held, GRASS, COMMUNE)
    house.up(late, GRASS)
    of_ = year_close.Set("kh24-2023", 2026, "overall", house.room.unit(PROVINCE))
    house.do(lambda db: year_close.make(db, of_, **house.by(PROVINCE)))
    house.up(late, COMMUNE)
    text = told(house.room, 11 * MINUTE)["300"].text
    assert text.splitlines()[1:] == [
        f"• {say('file-step', act='close', code='DN-2026-0001', year='2026', unit='', number='', old='', awarded=0, left=0)}",
        "• Năm 2026 đã chốt danh sách nên hồ sơ DN-2026-0002 được chuyển sang năm 2027.",
    ]


def test_an_opener_who_answers_for_the_unit_no_more_hears_nothing_and_a_successor_does_r21(house: House) -> None:
    number = house.file()
    to_council(house, number)
    (grant,) = house.do(lambda db: grants.held_now(db, house.people[GRASS]))
    house.do(lambda db: grants.end(db, grant, by=None, now=house.room.now))
    heir = officer(house.room, GRASS, address="302")
    house.room.now = MONDAY
    said = told(house.room, 11 * MINUTE)
    assert [at for at in said if at in ("300", "302")] == ["302"]
    assert who(heir) in {person for _, person, _, _ in slots(house.room, "file-steps")}


def test_nobody_hears_of_what_they_did_themselves(house: House) -> None:
    """Who sits at both levels sends their own file up and returns it to themselves."""
    both = officer(house.room, GRASS, address="303")
    employ(both, "reviewer", COMMUNE)
    house.room.now = MONDAY
    house.people[GRASS] = who(both)
    number = house.file()
    house.up(number, GRASS)
    assert list(told(house.room)) == ["400"]  # the colleague at the commune
    house.people[COMMUNE] = who(both)
    house.move(number, "return", COMMUNE, "Thiếu bài")
    assert list(told(house.room, 2 * HOUR)) == ["300"]  # the colleague at the unit


def test_in_english(house: House) -> None:
    house.do(lambda db: people.change(db, house.people[COMMUNE], language="en"))
    house.up(house.file(), GRASS)
    assert told(house.room)["400"].text == (
        "A nomination file has been sent up to you:\n"
        "• DN-2026-0001: Overall commendation, to Provincial federation of labour"
    )


def test_the_queries_do_not_grow_with_the_files(house: House) -> None:
    def queries() -> int:
        seen: list[str] = []
        with house.room.store.read() as db:
            event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
            report_notices.plan(db, house.room.now, ZONE)
        return len(seen)

    for number in (house.file(), house.file()):
        house.up(number, GRASS)
    house.move(1, "return", COMMUNE, "Thiếu bài")
    house.room.now += 11 * MINUTE
    few = queries()
    for _ in range(6):
        for act, unit in (("", GRASS), ("return", COMMUNE)):
            number = house.file()
            house.up(number, GRASS)
            if act:
                house.move(number, act, unit, "Thiếu bài")
    house.room.now += 11 * MINUTE
    assert queries() == few > 0
