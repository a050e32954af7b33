"""/tieuchi: criteria of units, teams and people met by approved reports; linked, taken back, and by whom not (R13, R14, R21)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.channels.gateway import Limits, fit
from storage import checklists
from storage.award_tables import CriterionMet
from storage.checklists import NotPossible, Place
from storage.movement import starter
from storage.tables import Audit, Movement
from tests.eligible import author, written
from tests.honouring import COMMUNE, PROVINCE, SONG_VAN, appoint, ends, officer, who
from tests.talk import Room, Talk
from tests.test_golden import POOREST

DAY, MOVEMENT = date(2026, 11, 22), "kh24-2023"
MAY = "cdcs-may-thien-ha"  # below the commune


def place(room: Room, unit: str = SONG_VAN, subject: str = "unit", year: int = 2026) -> Place:
    return Place(room.unit(unit), year, MOVEMENT, subject)


def links(room: Room) -> list[tuple[str, str, int]]:
    return [(row["subject"], row["criterion"], row["report_id"]) for row in room.rows(CriterionMet)]


def tries(room: Room, by: int, at: Place, report: int, criterion: str = "IV.1.1.d", act: str = "link") -> str:
    do = checklists.link if act == "link" else checklists.unlink
    try:
        with room.store.write() as db:
            do(db, at, criterion, report, who=by, now=room.now, today=DAY)
    except NotPossible as refused:
        return refused.why
    return "done"


# --- the data ---------------------------------------------------------------------------------------------------------------


def test_suggestions_name_criteria_themes_and_kinds_there_are() -> None:
    movement = starter()
    found = checklists._suggested()
    assert {criterion for _, criterion in found} == {each.code for each in movement.criteria}
    themes = {theme for themes, _ in found.values() for theme in themes}
    assert themes == {each.code for each in movement.themes}
    assert {kind for _, kinds in found.values() for kind in kinds} == {each.code for each in movement.kinds}


# --- what may be linked -------------------------------------------------------------------------------------------------------


def test_only_approved_reports_of_the_year_and_the_unit_serve_r13(room: Room) -> None:
    me, by = author(room), who(officer(room, "reviewer"))
    good = written(room, me)
    others = [
        written(room, me, state="received"),
        written(room, me, on_day=date(2025, 12, 31)),
        written(room, me, unit=MAY),
    ]
    with room.store.read() as db:
        offered = checklists.candidates(db, place(room), "IV.1.1.d", by, DAY)
    assert [each.id for each in offered] == [good]
    assert [tries(room, by, place(room), each) for each in [*others, 77]] == ["report"] * 4
    assert tries(room, by, place(room), good) == "done"
    assert tries(room, by, place(room), good) == "linked"
    assert links(room) == [("unit", "IV.1.1.d", good)]
    assert [row["subject"] for row in room.rows(Audit, act="link-criterion")] == [f"report:{good}"]


def test_reports_of_units_below_serve_the_unit_above_but_not_beside(room: Room) -> None:
    me, by = author(room), who(officer(room, "reviewer"))
    below = written(room, me, unit=MAY)
    assert tries(room, by, place(room, COMMUNE), below) == "done"
    assert tries(room, by, place(room, PROVINCE), below) == "done"
    assert tries(room, by, place(room, SONG_VAN), below) == "report"


@pytest.mark.parametrize(
    ("role", "unit", "may"), [("reviewer", PROVINCE, True), ("leader", PROVINCE, False), ("reviewer", COMMUNE, False)]
)
def test_who_reviews_for_the_unit_links_and_takes_back_r21(room: Room, role: str, unit: str, may: bool) -> None:  # noqa: FBT001 (a table's column)
    report = written(room, author(room))
    by = who(officer(room, role, unit))
    assert (tries(room, by, place(room), report) == "done") is may
    other = who(officer(room, "reviewer", address="201"))
    assert tries(room, other, place(room), report) == ("linked" if may else "done")
    assert (tries(room, by, place(room), report, act="unlink") == "done") is may
    assert len(links(room)) == (0 if may else 1)
    if may:
        assert tries(room, by, place(room), report, act="unlink") == "report"


def test_the_reports_a_criterion_suggests_come_first(room: Room) -> None:
    me, by = author(room), who(officer(room, "reviewer"))
    model, new, themed = (
        written(room, me, kind="model"),
        written(room, me),
        written(room, me, theme="III.2.c", kind="work"),
    )

    def offered(criterion: str) -> list[tuple[int, bool]]:
        with room.store.read() as db:
            return [(each.id, each.fits) for each in checklists.candidates(db, place(room), criterion, by, DAY)]

    assert offered("IV.1.1.e") == [(model, True), (themed, False), (new, False)]
    assert offered("IV.1.1.h") == [(themed, True), (new, False), (model, False)]
    assert offered("IV.1.1.d") == [(new, True), (themed, False), (model, False)]


def test_a_report_that_is_no_longer_approved_counts_no_more(room: Room) -> None:
    me, by = author(room), who(officer(room, "reviewer"))
    report = written(room, me)
    tries(room, by, place(room), report)

    def counted() -> dict[int, dict[str, int]]:
        with room.store.read() as db:
            return checklists.coverage(db, MOVEMENT, [room.unit(SONG_VAN), room.unit(MAY)], 2026)

    assert counted() == {room.unit(SONG_VAN): {"IV.1.1.d": 1}, room.unit(MAY): {}}
    with room.store.write() as db:
        db.exec_driver_sql("UPDATE report SET state = 'received'")
    assert counted() == {room.unit(SONG_VAN): {}, room.unit(MAY): {}}


def test_an_authors_list_takes_their_own_reports_only_r14(room: Room) -> None:
    me, by = author(room), who(officer(room, "reviewer"))
    mine = written(room, me)
    team = written(room, me, authors=({"name": "Tổ hàn số 1", "author_class": "collective", "collective": True},))
    named = f"name:{room.unit(SONG_VAN)}:to han so 1"
    assert tries(room, by, place(room, subject=f"person:{me}"), mine, "IV.1.2.b") == "done"
    assert tries(room, by, place(room, subject=f"person:{me}"), team, "IV.1.2.b") == "report"
    assert tries(room, by, place(room, subject=named), mine) == "report"
    assert tries(room, by, place(room, subject=named), team) == "done"
    with room.store.read() as db:
        assert [each.id for each in checklists.candidates(db, place(room, subject=named), "IV.1.1.a", by, DAY)] == [
            team
        ]
        writers = checklists.writers(db, place(room), by, DAY)
    assert [(each.key, each.author_class) for each in writers] == [(named, "collective"), (f"person:{me}", "worker")]


# --- in the chat ----------------------------------------------------------------------------------------------------------------


def at_song_van(room: Room, role: str = "reviewer", **more: Any) -> Talk:
    return officer(room, role, **more).says("/tieuchi", "Xây lắp Sông Vân", "2026")


def test_a_criterion_is_filled_and_emptied_by_one_tap_each(room: Room) -> None:
    written(room, author(room), title="Bộ gá xoay")
    talk = at_song_van(room)
    talk.hears_words("năm 2026: có bài cho 0/8 tiêu chí", "– d. Sáng kiến, cải tiến trong dự án, thiết kế, thi công")
    talk.taps("Mở tiêu chí d").hears_words("– d.", "Nguyên văn: Tích cực đổi mới, sáng tạo")
    assert talk.labels[0] == "Gắn SK-2026-0001 (nên xem) · Bộ gá xoay"
    talk.says("1").hears("checklist-linked", act="link").hears_words("✓ d.", "(1 bài)", "· SK-2026-0001: Bộ gá xoay")
    assert links(room) == [("unit", "IV.1.1.d", 1)]
    talk.taps("Về bảng tiêu chí").hears_words("có bài cho 1/8 tiêu chí", "✓ d.")
    talk.taps("Mở tiêu chí d").taps("Bỏ SK-2026-0001 · Bộ gá xoay").hears("checklist-linked", act="unlink")
    assert links(room) == []


def test_units_below_stand_in_a_table_and_open(room: Room) -> None:
    me, talk = author(room), officer(room, "reviewer")
    report = written(room, me, unit=MAY)
    tries(room, who(talk), place(room, COMMUNE), report)
    talk.says("/tieuchi", "1", "2026").taps("Xem các đơn vị bên dưới")
    talk.hears_words("0 đơn vị đã đủ tiêu chí")
    assert talk.labels[0] == "1/8 · Công đoàn xã Yên Khánh"
    talk.says("1").hears_words("Công đoàn xã Yên Khánh, năm 2026: có bài cho 1/8 tiêu chí")
    talk.taps("Xem các đơn vị bên dưới").taps("Về bảng tiêu chí").hears_words("Công đoàn xã Yên Khánh")
    talk.taps("Xem đơn vị khác").hears("checklist-unit-ask")


def test_a_persons_list_has_the_criterion_of_their_class_r14(room: Room) -> None:
    me = author(room)
    written(room, me, title="Bộ gá xoay")
    talk = at_song_van(room).taps("Xem theo tác giả")
    assert talk.labels[0] == "– Nguyễn Văn Thắng"
    talk.says("1").hears_words("Nguyễn Văn Thắng, năm 2026", "– b. Có sáng kiến được công nhận")
    talk.says("1").hears_words("✓ b.")
    assert links(room) == [(f"person:{me}", "IV.1.2.b", 1)]
    talk.taps("Về bảng tiêu chí").hears("checklist-who-ask", count=1, year="2026")
    assert talk.labels[0] == "✓ Nguyễn Văn Thắng · 1 tiêu chí"
    talk.taps("Về bảng tiêu chí").hears_words("có bài cho 0/8 tiêu chí")  # a person's is not the unit's


def test_an_author_without_a_class_is_offered_both_criteria(room: Room) -> None:
    written(room, author(room), authors=({"name": "Đỗ Minh Quân"},))
    talk = at_song_van(room).taps("Xem theo tác giả").says("1").hears_words("– a. Gương mẫu", "– b. Có sáng kiến")
    assert talk.labels[:2] == [
        "Gắn a: SK-2026-0001 (nên xem) · Bộ gá xoay",
        "Gắn b: SK-2026-0001 (nên xem) · Bộ gá xoay",
    ]
    talk.says("2").hears_words("✓ b.", "– a.")
    assert links(room) == [(f"name:{room.unit(SONG_VAN)}:do minh quan", "IV.1.2.b", 1)]


def test_who_only_reads_sees_and_cannot_link_r21(room: Room) -> None:
    written(room, author(room))
    talk = (
        at_song_van(room, "leader")
        .taps("Mở tiêu chí d")
        .hears_words("Việc gắn bài dành cho cán bộ xét duyệt của đơn vị.")
    )
    assert talk.labels == ["Về bảng tiêu chí", "Quay lại", "Huỷ"]


def test_a_unit_of_others_is_not_found_and_no_role_opens_nothing_r21(room: Room) -> None:
    written(room, author(room))
    talk = officer(room, "reviewer", COMMUNE).says("/tieuchi", "Xây lắp Sông Vân").hears("misread-unit-unknown")
    for door in (
        f"{room.unit(SONG_VAN)}-2026",
        f"{room.unit(SONG_VAN)}",
        "77-2026",
        "abc",
        f"{room.unit(COMMUNE)}-1999",
        "-",
        "²-2026",
    ):
        talk.taps_token(f"go:tieuchi:{door}").hears("checklist-unit-ask")
    talk.taps_token(f"go:tieuchi:{room.unit(COMMUNE)}-2026").hears_words("Công đoàn xã Yên Khánh, năm 2026")
    ends(talk)
    talk.says("1").hears("refused-role")


def test_a_role_that_moved_away_while_the_list_was_open_shows_nothing_more(room: Room) -> None:
    written(room, author(room))
    talk = appoint(at_song_van(room), "reviewer", COMMUNE)
    talk.taps("Mở tiêu chí d")
    with room.store.write() as db:
        db.exec_driver_sql("UPDATE grant_of_role SET ended_at = '2026-11-22' WHERE id = 1")
    talk.says("1").hears("refused-role")
    assert links(room) == []
    assert "Bộ gá xoay" not in talk.text


def test_the_longest_list_fits_the_poorest_channel_r38(room: Room) -> None:
    me, by = author(room), who(officer(room, "reviewer", address="201"))
    for _ in range(12):
        tries(room, by, place(room), written(room, me, title="Nghiên cứu, chế tạo thiết bị gá kẹp đa năng " * 6))
    talk = officer(room, "reviewer", limits=POOREST).says("/tieuchi", "Xây lắp Sông Vân", "2026")
    assert len(fit(talk.heard[0], POOREST)) == 1
    talk.says("4").hears_words("(12 bài)", "· và 7 bài nữa")
    assert len(fit(talk.heard[0], POOREST)) == 1
    assert Limits().buttons


def test_another_movements_reports_are_not_mixed_in_r1(room: Room) -> None:
    me, by = author(room), who(officer(room, "reviewer"))
    report = written(room, me)
    other = Place(room.unit(SONG_VAN), 2026, "other", "unit")
    assert tries(room, by, other, report) == "report"
    assert [row["code"] for row in room.rows(Movement)] == [MOVEMENT]
