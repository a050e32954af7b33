"""/chamdiem: rounds of judging: blind, once and for ever, never one's own; median, spread, ranks with ties (issue 4 §1, R21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.gateway import fit
from storage import score_results, scoring
from storage.award_tables import Score, ScoreEntry, ScoreRound
from storage.movement import starter
from storage.score_results import Figures, Result
from storage.scoring import NotPossible
from storage.tables import Audit, of
from storage.tables import Talk as TalkRow
from tests.eligible import author, written
from tests.honouring import COMMUNE, PROVINCE, SONG_VAN, ends, officer, who
from tests.talk import Room, Talk, joined
from tests.test_golden import POOREST

DAY = date(2026, 11, 22)
SHEET = scoring.sheets("kh24-2023")[0]
CODES = [each.code for each in SHEET.criteria]


def points(*given: float) -> dict[str, float]:
    return dict(zip(CODES, given * 4 if len(given) == 1 else given, strict=True))


def opens(room: Room, by: int, reports: list[int], unit: str = PROVINCE, **more: Any) -> str:
    asked: dict[str, Any] = {
        "movements": [1],
        "who": by,
        "now": room.now,
        "today": DAY,
        "name": "Quý IV",
        "sheet": SHEET,
        **more,
    }
    try:
        with room.store.write() as db:
            scoring.open_round(db, room.unit(unit), asked.pop("sheet"), asked.pop("name"), reports, **asked)
    except NotPossible as refused:
        return refused.why
    return "open"


def gives(room: Room, by: int, report: int, given: dict[str, float], number: int = 1) -> str:
    try:
        with room.store.write() as db:
            scoring.give(db, number, report, given, who=by, now=room.now, today=DAY)
    except NotPossible as refused:
        return {"given": "once"}.get(refused.why, refused.why)
    return "given"


def closes(room: Room, by: int, number: int = 1) -> str:
    try:
        with room.store.write() as db:
            scoring.close(db, number, who=by, now=room.now, today=DAY)
    except NotPossible as refused:
        return {"closed": "once"}.get(refused.why, refused.why)
    return "closed"


def seen(room: Room, by: int, number: int = 1) -> list[Result]:
    with room.store.read() as db:
        return score_results.results(db, number, by, DAY)


def judges(room: Room, count: int, role: str = "council") -> list[int]:
    return [who(officer(room, role, address=str(300 + each))) for each in range(count)]


def opened(room: Room, reports: int = 1, count: int = 3) -> tuple[int, list[int]]:
    """A round on some reports; who opened it, and judges."""
    me = author(room)
    standing = who(officer(room))
    assert (
        opens(room, standing, [written(room, me, title=f"Bài số {each}") for each in range(1, reports + 1)]) == "open"
    )
    return standing, judges(room, count)


# --- the sheets -----------------------------------------------------------------------------------------------------------


def test_every_sheet_adds_up_to_a_hundred() -> None:
    for sheet in scoring.sheets(starter().code):
        assert sum(each.weight for each in sheet.criteria) == 100
        full = {each.code: float(each.points) for each in sheet.criteria}
        assert (sheet.total(full), sheet.total(dict.fromkeys(full, 0.0))) == (100, 0)
        assert all(len(each.label) <= 60 for each in sheet.criteria)
    assert scoring.sheets("another") == ()


def test_a_total_is_weighted() -> None:
    assert SHEET.total(points(8, 9.5, 7, 6)) == 77.5
    doubled = replace(SHEET, criteria=tuple(replace(each, weight=each.weight * 2) for each in SHEET.criteria))
    assert doubled.total(points(8, 9.5, 7, 6)) == 77.5


# --- opening ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "unit", "more", "outcome"),
    [
        ("standing", PROVINCE, {}, "open"),
        ("council", PROVINCE, {}, "role"),
        ("reviewer", PROVINCE, {}, "role"),
        ("standing", COMMUNE, {}, "role"),
        ("standing", PROVINCE, {"name": "  "}, "name"),
        ("standing", PROVINCE, {"name": "x" * 121}, "name"),
        ("standing", PROVINCE, {"movements": [7]}, "reports"),
    ],
)
def test_a_round_is_opened_by_the_standing_unit_r21(
    room: Room, role: str, unit: str, more: dict[str, Any], outcome: str
) -> None:
    report = written(room, author(room))
    assert opens(room, who(officer(room, role, unit)), [report], **more) == outcome
    assert len(room.rows(ScoreRound)) == (outcome == "open")


def test_only_reports_within_reach_that_were_received_or_approved_are_judged(room: Room) -> None:
    me = author(room)
    good, new, foreign = written(room, me, state="received"), written(room, me, state="sent"), written(room, me)
    by = who(officer(room, "standing", SONG_VAN))
    beside = written(room, me, unit="cdcs-may-thien-ha")
    assert [opens(room, by, each, SONG_VAN) for each in ([new], [beside], [77], [], [*range(1, 102)])] == [
        "reports"
    ] * 5
    assert opens(room, by, [good, foreign, good], SONG_VAN) == "open"
    assert [row["report_id"] for row in room.rows(ScoreEntry)] == [good, foreign]
    with room.store.read() as db:
        offered = scoring.judgeable(db, room.unit(SONG_VAN), [1], by, DAY)
    assert [number for number, _, _ in offered] == [foreign, good]  # approved ones first


def test_a_round_keeps_its_sheet_as_it_was(room: Room) -> None:
    standing, (one, *_) = opened(room)
    with room.store.read() as db:
        found = scoring.one(db, 1, one, DAY)
    assert found is not None
    assert found.sheet == SHEET
    assert room.rows(ScoreRound)[0]["sheet"]["version"] == SHEET.version
    assert room.rows(ScoreRound)[0]["opened_by"] == standing


# --- judging ------------------------------------------------------------------------------------------------------------------


def test_nobody_sees_the_others_before_giving_their_own(room: Room) -> None:
    standing, (first, second, third) = opened(room, reports=2)
    assert gives(room, first, 1, points(8)) == "given"
    for other in (second, third, standing):
        assert [(each.judges, each.figures, each.mine, each.rank) for each in seen(room, other)] == [
            (1, None, None, None),
            (0, None, None, None),
        ]
    assert gives(room, second, 1, points(6)) == "given"
    mine = seen(room, second)
    assert mine[0].figures == Figures(70, 60, 80, 10, dict.fromkeys(CODES, 7))
    assert (mine[0].rank, mine[1].figures) == (None, None)
    assert gives(room, first, 2, points(9)) == "given"
    assert seen(room, second)[1].figures is None  # of the other report too only after one's own
    assert closes(room, standing) == "closed"
    assert all(each.figures is not None for each in seen(room, third))


def test_a_score_is_given_once_and_stays(room: Room) -> None:
    _, (one, *_) = opened(room)
    assert [gives(room, one, 1, points(each)) for each in (8, 2)] == ["given", "once"]
    (kept,) = room.rows(Score)
    assert (kept["total"], kept["points"], kept["person_id"]) == (80, points(8), one)
    assert [(row["person_id"], row["subject"], row["note"]) for row in room.rows(Audit, act="judge")] == [
        (one, "report:1", "round:1")
    ]


def test_two_judges_at_once_are_both_kept(room: Room) -> None:
    _, (first, second, _) = opened(room)
    with room.store.write() as db:
        for each, given in ((first, 4), (second, 8)):
            scoring.give(db, 1, 1, points(given), who=each, now=room.now, today=DAY)
        with pytest.raises(NotPossible):
            scoring.give(db, 1, 1, points(10), who=first, now=room.now, today=DAY)
    assert [row["total"] for row in room.rows(Score)] == [40, 80]


def test_nobody_judges_their_own_or_co_authored_report_r21(room: Room) -> None:
    standing = who(officer(room))
    judge = who(officer(room, "council", address="300"))
    sent = written(room, judge)
    shared = written(
        room, author(room), authors=({"name": "A B", "person_id": 2}, {"name": "Lê Thị Mai", "person_id": judge})
    )
    other = written(room, author(room))
    assert opens(room, standing, [sent, shared, other]) == "open"
    assert [gives(room, judge, each, points(9)) for each in (sent, shared, other)] == ["own", "own", "given"]
    with room.store.read() as db:
        assert scoring.waiting(db, judge, DAY) == []
        assert len(scoring.waiting(db, standing, DAY)) == 3


def test_points_are_within_the_sheet(room: Room) -> None:
    _, (one, *_) = opened(room)
    bad = [points(11), points(-1), {"novelty": 5.0}, {**points(5), "more": 5.0}, {}, points(float("nan"))]
    assert [gives(room, one, 1, each) for each in bad] == ["points"] * len(bad)
    assert room.rows(Score) == []


def test_who_is_not_of_the_rounds_unit_does_not_judge_and_sees_nothing_r21(room: Room) -> None:
    opened(room)
    for role, unit, address in (
        ("reviewer", SONG_VAN, "401"),
        ("leader", PROVINCE, "402"),
        ("council", COMMUNE, "403"),
    ):
        stranger = who(officer(room, role, unit, address))
        assert gives(room, stranger, 1, points(9)) == "role"
        assert closes(room, stranger) == "role"
        assert seen(room, stranger) == []
        with room.store.read() as db:
            assert (scoring.rounds(db, stranger, DAY), scoring.waiting(db, stranger, DAY)) == ([], [])


def test_a_closed_round_takes_nothing_more_a_new_one_does(room: Room) -> None:
    standing, (one, two, _) = opened(room)
    gives(room, one, 1, points(8))
    assert closes(room, one) == "role"  # judges do not close
    assert [closes(room, standing), closes(room, standing)] == ["closed", "once"]
    assert gives(room, two, 1, points(8)) == "closed"
    assert len(room.rows(Audit, act="close-round")) == 1
    assert opens(room, standing, [1]) == "open"
    assert gives(room, one, 1, points(3), number=2) == "given"
    assert [row["total"] for row in room.rows(Score)] == [80, 30]


def test_a_report_withdrawn_meanwhile_waits_for_nobody(room: Room) -> None:
    standing, (one, two, _) = opened(room, reports=2)
    gives(room, one, 1, points(8))
    with room.store.write() as db:
        db.exec_driver_sql("UPDATE report SET state = 'withdrawn' WHERE id = 1")
    assert gives(room, two, 1, points(8)) == "report"
    with room.store.read() as db:
        assert scoring.waiting(db, two, DAY) == [(1, 2)]
    closes(room, standing)
    assert [(each.report_id, each.rank) for each in seen(room, one)] == [(1, None), (2, None)]


def test_ranks_go_by_the_median_equals_share_one(room: Room) -> None:
    standing, everybody = opened(room, reports=5)
    table = {1: (5, 5, 9), 2: (7, 7, 7), 3: (7, 1, 10), 4: (9, 9, 2)}
    for report, row in table.items():
        for judge, given in zip(everybody, row, strict=True):
            assert gives(room, judge, report, points(given)) == "given"
    closes(room, standing)
    found = [
        (each.report_id, each.rank, each.tied, each.figures.median if each.figures else None)
        for each in seen(room, standing)
    ]
    assert found == [(4, 1, False, 90), (2, 2, True, 70), (3, 2, True, 70), (1, 4, False, 50), (5, None, False, None)]
    spread = {
        each.report_id: (each.figures.low, each.figures.high, each.figures.middle)
        for each in seen(room, standing)
        if each.figures
    }
    assert spread == {4: (20, 90, 35), 2: (70, 70, 0), 3: (10, 100, 45), 1: (50, 90, 20)}


# --- in the chat ------------------------------------------------------------------------------------------------------------


def judged(talk: Talk, *given: str) -> Talk:
    return talk.says(*given, "Bỏ qua").taps("Gửi phiếu điểm")


def test_a_judge_walks_their_queue_and_then_sees_the_figures(room: Room) -> None:
    standing, (first, *_) = opened(room, reports=2, count=1)
    gives(room, first, 1, points(8))
    talk = officer(room, "reviewer", address="500").says("/chamdiem").hears("judging-which-ask", count=2, rounds=1)
    talk.taps("Xem Quý IV · còn 2 bài").hears_words(
        "SK-2026-0001 · Bài số 1: đã có 1 phiếu, anh/chị chấm xong sẽ thấy điểm"
    )
    assert "80" not in talk.text
    talk.taps("Chấm bài tiếp theo (còn 2)").hears_words(
        "Câu 1/4", "Bài số 1", "Tính mới, tính sáng tạo (tối đa 10 điểm, chiếm 25 %)"
    )
    judged(talk, "6", "6", "6", "6").hears("points-kept", code="SK-2026-0001").hears_words("Bài số 2")
    judged(talk, "9", "9,5", "10", "0").hears("judging-which-ask", count=0, rounds=1)
    talk.says("1").hears_words(
        "Bài số 1: trung vị 70 (2 phiếu, từ 60 đến 80, nửa số phiếu chênh nhau 10)", "2 bài, 3 phiếu điểm"
    )
    assert [row["total"] for row in room.rows(Score)] == [80, 60, 71]
    assert talk.labels == ["Về danh sách đợt chấm", "Quay lại", "Huỷ"]
    assert standing


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("mười", "misread-points"),
        ("7,25", "misread-points"),
        ("", "misread-points"),
        ("11", "misread-points-most"),
        ("-1", "misread-points-most"),
    ],
)
def test_points_that_are_none_are_asked_again(room: Room, typed: str, text: str) -> None:
    opened(room, count=0)
    talk = officer(room, "council", address="500").says("/chamdiem", "1", typed or "🙂")
    talk.hears(text, most=10, **({"given": typed} if text.endswith("most") else {}))
    assert talk.waiting == "points_novelty"


def test_what_changed_while_a_sheet_was_open_is_said(room: Room) -> None:
    """Closed, given on another phone, a role that ended: nothing more is kept."""
    standing, _ = opened(room, reports=2, count=0)
    talk = officer(room, "council", address="500").says("/chamdiem", "1", "5", "5", "5", "5", "Bỏ qua")
    gives(room, who(talk), 1, points(9))
    talk.taps("Gửi phiếu điểm").hears("refused-judging-gone")
    talk.says("/chamdiem", "1", "5", "5", "5")
    closes(room, standing)
    talk.says("5", "Bỏ qua").hears("refused-judging-gone")
    assert [row["total"] for row in room.rows(Score)] == [90]
    ends(talk)
    talk.says("/chamdiem").hears("refused-role")


def test_a_round_is_opened_and_closed_in_the_chat(room: Room) -> None:
    me = author(room)
    for each in (1, 2):
        written(room, me, title=f"Bài số {each}")
    talk = officer(room).says("/chamdiem").hears("judging-which-ask", count=0, rounds=0).taps("Mở đợt chấm mới")
    talk.says("1", "1").hears("judging-reports-ask", count=2, ticked=0).taps("Xong").hears("misread-choose-some")
    talk.says("1", "2", "2").hears("judging-reports-ask", count=2, ticked=1).taps("Xong").says("Quý IV/2026")
    talk.hears_words("• Số bài: 1").taps("Đồng ý").hears("judging-made").hears_words("SK-2026-0002")
    assert [row["report_id"] for row in room.rows(ScoreEntry)] == [2]
    talk.taps("Chốt đợt chấm").taps("Chưa, để sau").hears("judging-left")
    talk.taps("Chốt đợt chấm").taps("Đồng ý").hears("judging-closed")
    assert [row["state"] for row in room.rows(ScoreRound)] == ["closed"]
    assert "Chốt đợt chấm" not in talk.labels


def test_who_does_not_judge_finds_nothing_by_any_door_r21(room: Room) -> None:
    opened(room, count=0)
    for talk in (joined(Talk(room, address="601")), officer(room, "leader", address="602")):
        talk.taps_token("go:chamdiem:1").hears("refused-role")
    stranger = officer(room, "reviewer", COMMUNE, "603")
    for door in ("1", "77", "abc", "²", "9" * 40):
        stranger.taps_token(f"go:chamdiem:{door}").hears("judging-which-ask", count=0, rounds=0)
    assert "Mở đợt chấm mới" not in stranger.labels  # a reviewer opens none


def test_a_session_that_claims_others_rounds_opens_nothing_r21(room: Room) -> None:
    """Of yesterday's role, or of another release: at a round, at a report in it, just before each end."""
    opened(room, count=0)
    stranger = officer(room, "standing", COMMUNE, "603")
    sheet = [[each.code, each.points] for each in SHEET.criteria]
    full: dict[str, Any] = {"round": 1, "sheet": sheet, **{f"points_{code}": 9 for code in CODES}, "note": None}
    foreign = {"id": room.unit(SONG_VAN), "name": "-"}
    new: dict[str, Any] = {"which": "new", "unit": foreign, "sheet": SHEET.code, "reports": ["1"], "name": "Quý IV"}
    claims: list[dict[str, Any]] = [
        {"form": "judging", "answers": {"which": "1"}},
        {"form": "judging", "answers": {"which": "1", "act": "close", "close": "yes"}},
        {"form": "judging", "answers": {**new, "sure": "yes"}},
        {"form": "judging", "answers": {**new, "unit": {"id": room.unit(COMMUNE), "name": "-"}, "sure": "yes"}},
        {"form": "points", "subject": 1, "answers": {"round": 1, "sheet": sheet}},
        {"form": "points", "subject": 1, "answers": {**full, "sure": "yes"}},
        {"form": "points", "subject": 1, "answers": {**full, "round": "x"}},
    ]
    before = (room.rows(ScoreRound), room.rows(Score))
    table = of(TalkRow)
    for claim in claims:
        for words in ("/tieptuc", "1"):
            with room.store.write() as db:
                db.execute(update(table).where(table.c.person_id == who(stranger)).values(session=claim))
            stranger.says(words)
            assert "Bài số 1" not in stranger.text, claim
    assert (room.rows(ScoreRound), room.rows(Score)) == before


def test_the_longest_card_fits_the_poorest_channel_r38(room: Room) -> None:
    long = "Dùng vành xe rùa làm gá xoay, một người bấm nút. " * 100
    standing = who(officer(room))
    number = written(room, author(room), title="Nghiên cứu thiết bị " * 14, solution=long, result=long, before=long)
    more = [written(room, 1, title="Nghiên cứu thiết bị " * 14) for _ in range(20)]
    opens(room, standing, [number, *more], name="Đợt chấm sáng kiến quý IV năm 2026 " * 3)
    talk = officer(room, "council", address="500", limits=POOREST).says("/chamdiem")
    assert len(fit(talk.says("2").heard[0], POOREST)) == 1
    talk.hears_words("• và 9 bài nữa").says("1").hears_words("Câu 1/4")
    assert len(fit(talk.heard[0], POOREST)) == 1
