"""/quyetdinh: a decision entered once for many, overrides with a reason, praise at once, revocation (R34, R52, R56, R57)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update

from handlers.words import Outgoing
from storage import awarded, commendation, decisions, holds, meetings
from storage.award_tables import Award, Decision, Nomination, NominationHistory, Nominee, Override
from storage.decisions import Deciding, NeedsReason, NeverPossible, NotPossible, SameDecision
from storage.meetings import Attendance
from storage.tables import Audit, Outbox, of
from tests.honouring import (
    COMMUNE,
    EIGHT,
    HONG_LAM,
    PROVINCE,
    appoint,
    ends,
    file,
    officer,
    reports_of,
    say,
    stands,
    who,
)
from tests.talk import Room, Talk, joined

PAPER = ("125/QĐ-LĐLĐ", "20/11/2026")
SAID = Deciding("125/QĐ-LĐLĐ", date(2026, 11, 20), "Trần Kim Long", "Đã có thành tích xuất sắc")
TEAM = {"name": "Tổ thi công số 1", "collective": True}
FLAG = {"name": "Ban Chấp hành CĐCS Sông Vân", "award": "co-ldld", "collective": True}
MEMBER = {"name": "Nguyễn Văn Thắng", "author_class": "worker"}


def entering(talk: Talk, *files: str, paper: tuple[str, ...] = PAPER) -> Talk:
    """A new decision up to the question of who is left out."""
    talk.says("/quyetdinh").taps(say("decision-new"))
    for each in files or ("1",):
        talk.says(each)
    return talk.taps(say("option-done")).taps(say("decision-give")).says(*paper, say("way-skip"))


def kept_as_asked(talk: Talk) -> Talk:
    talk.taps(say("decision-nobody-left")).taps(say("decision-as-asked")).taps(say("decision-wording-keep"))
    return talk.taps(say("decision-yes"))


def given(room: Room, *numbers: int, **other: str) -> dict[int, str]:
    """nominee → award as asked for."""
    rows = {each["id"]: each["award"] for each in room.rows(Nominee) if not numbers or each["id"] in numbers}
    return {**rows, **{int(name.removeprefix("n")): code for name, code in other.items()}}


def decide(
    room: Room, talk: Talk, numbers: list[int], awards: dict[int, str], said: Deciding = SAID, **more: Any
) -> int:
    with room.store.write() as db:
        by: dict[str, Any] = {"who": who(talk), "now": room.now, "today": room.now.date(), **more}
        return decisions.decide(db, said, numbers, awards, **by)


def voted(room: Room, talk: Talk, number: int, **votes: tuple[int, int, int]) -> None:
    """A council of nine was there and voted."""
    by: dict[str, Any] = {"who": who(talk), "now": room.now, "today": room.now.date()}
    entry = Attendance("council", date(2026, 11, 18), "Hội trường", "Bình", "Nam", members=9, present=9)
    with room.store.write() as db:
        meeting = meetings.enter(db, number, entry, **by)
        meetings.ballot(db, meeting, {int(each.removeprefix("n")): count for each, count in votes.items()}, **by)


def told(room: Room, address: str) -> list[str]:
    rows = room.rows(Outbox, address=address, kind="notice")
    return [Outgoing.from_json(each["body"]).text for each in rows]


def states(room: Room) -> list[str]:
    return [each["state"] for each in room.rows(Nominee)]


# --- entering one -------------------------------------------------------------------------------------------------------


def test_one_paper_decides_two_files_of_many_at_once(room: Room) -> None:
    files = [file(room, *EIGHT), file(room, TEAM, code="DN-2026-0002", kind="ad-hoc")]
    talk = entering(officer(room), "1", "2").hears("new-decision-leave-ask", count=9)
    talk.says(say("decision-nominee", name="Tổ thi công số 3", passed="unknown")).taps(say("option-done"))
    talk.taps(say("decision-as-asked")).hears_words("Đã có thành tích xuất sắc trong phong trào thi đua “Đẩy mạnh")
    talk.taps(say("decision-wording-keep"))
    talk.hears_words("• Số quyết định: 125/QĐ-LĐLĐ", "• Cấp quyết định: Liên đoàn Lao động tỉnh")
    talk.hears_words("• Được khen: Bằng khen của BCH LĐLĐ tỉnh: 8", "• Không có tên: Tổ thi công số 3")
    talk.taps(say("decision-yes")).hears("decision-kept", number=PAPER[0], count=8, told=0)
    (kept,) = room.rows(Decision)
    assert (kept["number"], kept["day"], kept["authority"]) == (PAPER[0], date(2026, 11, 20), "ldld-tinh")
    assert (kept["unit_id"], kept["person_id"]) == (room.unit(PROVINCE), who(talk))
    assert [each["nominee_id"] for each in room.rows(Award)] == [1, 2, 4, 5, 6, 7, 8, 9]
    assert states(room) == ["awarded", "awarded", "left out", *["awarded"] * 6]
    assert [each["state"] for each in room.rows(Nomination)] == ["decided", "decided"]
    assert [each["nomination_id"] for each in room.rows(NominationHistory, act="decide")] == files


def test_an_award_may_differ_from_what_was_asked_for(room: Room) -> None:
    file(room, TEAM, {"name": "Tổ thi công số 2", "collective": True})
    talk = entering(officer(room)).taps(say("decision-nobody-left"))
    talk.says("2").hears("new-decision-differ-ask", name="Tổ thi công số 1", count=0)
    assert talk.labels[:2] == ["Cờ thi đua của LĐLĐ tỉnh", "Bằng khen của BCH LĐLĐ tỉnh"]
    talk.says("1").taps(say("decision-differ-done")).says("Đã có sáng kiến làm lợi cho đơn vị năm 2026")
    talk.taps(say("decision-yes")).hears("decision-needs-reason", count=1)  # a flag asks for votes, and nobody voted
    talk.says("Theo kết luận của Ban Thường vụ ngày 18/11").taps(say("decision-yes"))
    assert [(each["award"], each["wording"]) for each in room.rows(Award)] == [
        ("co-ldld", "Đã có sáng kiến làm lợi cho đơn vị năm 2026"),
        ("bk-ldld", "Đã có sáng kiến làm lợi cho đơn vị năm 2026"),
    ]
    assert [(each["nominee_id"], each["rule"]) for each in room.rows(Override)] == [(1, "vote")]


def test_who_signs_is_proposed_from_the_dated_register_r44(room: Room) -> None:
    from storage import signing

    with room.store.write() as db:
        signing.load_starter(db, room.now)
    file(room, TEAM)
    talk = officer(room).says("/quyetdinh").taps(say("decision-new")).says("1").taps(say("option-done"))
    talk.taps(say("decision-give")).says(*PAPER).taps("Vũ Thị Hoài An [MẪU]")
    kept_as_asked(talk)
    assert room.rows(Decision)[0]["signer"] == "Vũ Thị Hoài An [MẪU]"


def test_a_file_that_is_not_awarded_is_refused_with_a_reason(room: Room) -> None:
    file(room, TEAM)
    talk = officer(room).says("/quyetdinh").taps(say("decision-new")).says("1").taps(say("option-done"))
    talk.taps(say("decision-refuse")).says("Chưa đủ thời gian công tác theo quy định.").taps(say("decision-yes"))
    talk.hears("decision-refused", count=1)
    assert (states(room), room.rows(Award)) == (["refused"], [])
    (step,) = room.rows(NominationHistory, act="refuse")
    assert (step["to_state"], step["note"]) == ("refused", "Chưa đủ thời gian công tác theo quy định.")


# --- what stands against an award -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("votes", "stands_against"), [((8, 1, 0), {}), ((7, 2, 0), {1: ("vote",)}), (None, {1: ("vote",)})]
)
def test_too_few_votes_of_all_members_need_a_reason_r56(
    room: Room, votes: tuple[int, int, int] | None, stands_against: dict[int, tuple[str, ...]]
) -> None:
    number = file(room, FLAG)
    talk = officer(room)
    if votes:
        voted(room, talk, number, n1=votes)
    if not stands_against:
        decide(room, talk, [number], given(room))
        assert states(room) == ["awarded"]
        return
    with pytest.raises(NeedsReason) as needs:
        decide(room, talk, [number], given(room))
    assert needs.value.who == stands_against
    assert (room.rows(Award), room.rows(Decision)) == ([], [])
    decide(room, talk, [number], given(room), reason="Theo kết luận của Ban Thường vụ")
    assert [(each["rule"], each["reason"]) for each in room.rows(Override)] == [
        ("vote", "Theo kết luận của Ban Thường vụ")
    ]
    assert [each["subject"] for each in room.rows(Audit, act="override")] == ["nominee:1"]


def test_who_is_on_hold_needs_a_reason_r52(room: Room) -> None:
    number = file(room, MEMBER)
    talk = officer(room)
    key = room.rows(Nominee)[0]["subject_key"]
    span: dict[str, Any] = {"since": date(2026, 11, 1), "until": None, "note": ""}
    with room.store.write() as db:
        holds.put(db, room.unit(PROVINCE), key, MEMBER["name"], "complaint", **span, who=who(talk), now=room.now)
    with pytest.raises(NeedsReason) as needs:
        decide(room, talk, [number], given(room))
    assert needs.value.who == {1: ("hold",)}


def test_without_an_approved_report_behind_no_reason_helps(room: Room) -> None:
    number = file(room, {**TEAM, "reports": ()})
    talk = officer(room)
    with pytest.raises(NeverPossible):
        decide(room, talk, [number], given(room), reason="Theo kết luận của Ban Thường vụ")
    kept_as_asked(entering(talk)).hears_words("Chưa lưu được", "Tổ thi công số 1: chưa đạt")
    assert room.rows(Award) == []


def test_a_reason_given_in_the_chat_is_kept_with_whom_it_was_for(room: Room) -> None:
    file(room, FLAG)
    talk = kept_as_asked(entering(officer(room))).hears("decision-needs-reason", count=1)
    talk.hears_words("Ban Chấp hành CĐCS Sông Vân: chưa đạt").says("Theo kết luận của Ban Thường vụ ngày 18/11")
    talk.taps(say("decision-yes"))
    assert [each["reason"] for each in room.rows(Override)] == ["Theo kết luận của Ban Thường vụ ngày 18/11"]
    assert states(room) == ["awarded"]


# --- praise -----------------------------------------------------------------------------------------------------------------


def test_members_are_praised_at_once_and_their_officers_told_r34(room: Room) -> None:
    member = joined(Talk(room, address="500"))
    reviewer = officer(room, "reviewer", HONG_LAM, address="501")
    talk = officer(room)
    file(room, {**MEMBER, "person_ref": who(member)}, {**TEAM, "unit": HONG_LAM})
    kept_as_asked(entering(talk)).hears("decision-kept", number=PAPER[0], count=2, told=2)
    (own,) = told(room, "500")
    assert own == say(
        "praise-own",
        name=MEMBER["name"],
        award="Bằng khen của BCH LĐLĐ tỉnh",
        decision="Quyết định số 125/QĐ-LĐLĐ ngày 20/11/2026 của Liên đoàn Lao động tỉnh",
        wording=room.rows(Award)[0]["wording"],
    )
    (duty,) = told(room, "501")
    assert "• Tổ thi công số 1, CĐCS Bệnh viện Hồng Lam" in duty
    assert MEMBER["name"] not in duty
    assert who(reviewer) != who(talk)


def test_praise_waits_for_the_morning_r76(room: Room) -> None:
    member = joined(Talk(room, address="500"))
    talk = officer(room)
    number = file(room, {**MEMBER, "person_ref": who(member)})
    room.now = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)  # 22:30 of a Monday
    kept_as_asked(entering(talk))
    (row,) = room.rows(Outbox, address="500", kind="notice")
    assert row["due_at"].astimezone(UTC).hour in (23, 0)  # 6 or 7 in the morning there
    assert number == 1


def test_the_authors_behind_a_collective_are_told_r34(room: Room) -> None:
    author = joined(Talk(room, address="500"))
    talk = officer(room)
    number = file(room, TEAM)
    (report,) = reports_of(room)
    from storage.tables import Report

    with room.store.write() as db:
        db.execute(update(of(Report)).where(of(Report).c.id == report).values(person_id=who(author)))
    kept_as_asked(entering(talk))
    (text,) = told(room, "500")
    assert text.startswith("Em xin báo anh/chị tin vui: thành tích có phần đóng góp của anh/chị")
    assert number == 1


# --- revoking ---------------------------------------------------------------------------------------------------------------


def test_a_revoked_award_stays_marked_and_counts_no_more_r57(room: Room) -> None:
    member = joined(Talk(room, address="500"))
    talk = officer(room)
    file(room, {**MEMBER, "person_ref": who(member)}, TEAM)
    kept_as_asked(entering(talk))
    talk.says("/quyetdinh", "1", MEMBER["name"]).taps(say("award-revoke"))
    talk.says("140/QĐ-LĐLĐ", "22/11/2026", "Thành tích kê khai chưa đúng với kết quả thẩm định lại.")
    talk.hears_words("không còn tính vào thống kê").taps(say("revoke-yes")).hears("award-revoked", name=MEMBER["name"])
    row, other = room.rows(Award)
    assert (row["revoked_on"], row["revoked_by"], row["revoker_id"]) == (date(2026, 11, 22), "140/QĐ-LĐLĐ", who(talk))
    assert other["revoked_on"] is None
    assert "Nếu anh/chị có ý kiến, mời anh/chị gõ /gapcanbo" in told(room, "500")[-1]
    with room.store.read() as db:
        counted = commendation.count(db, who(talk), "papers", 2026, room.now.date())
        assert [(each.collective, each.count) for each in counted] == [(True, 1)]
        listed = commendation.honoured(db, room.unit(PROVINCE), 2026, room.now.date(), since=0, most=9)
        assert [each.name for each in listed] == [TEAM["name"]]
    talk.says("1").hears_words("Đã thu hồi ngày 22/11/2026 theo 140/QĐ-LĐLĐ")
    assert say("award-revoke") not in talk.labels


def test_what_is_no_revocation(room: Room) -> None:
    number = file(room, TEAM)
    talk = officer(room)
    decide(room, talk, [number], given(room))
    by: dict[str, Any] = {"who": who(talk), "now": room.now, "today": date(2026, 11, 22)}
    before, to_come, good = date(2026, 11, 19), date(2026, 11, 23), date(2026, 11, 22)
    for day, paper, why in ((before, "1/QĐ", "vì"), (to_come, "1/QĐ", "vì"), (good, " ", "vì"), (good, "1/QĐ", " ")):
        with room.store.write() as db, pytest.raises(awarded.NotPossible):
            awarded.revoke(db, 1, paper, day, why, **by)
    assert room.rows(Award)[0]["revoked_on"] is None


def test_a_certificate_is_worded_anew(room: Room) -> None:
    number = file(room, TEAM)
    talk = officer(room)
    decide(room, talk, [number], given(room))
    talk.says("/quyetdinh", "1", "1").taps(say("award-reword")).says("Đã có thành tích trong thi công cầu Bến Mới")
    talk.hears("award-reworded", name=TEAM["name"])
    assert room.rows(Award)[0]["wording"] == "Đã có thành tích trong thi công cầu Bến Mới"


# --- who may not, and what was done already -----------------------------------------------------------------------------------


def test_the_same_decision_is_not_entered_twice(room: Room) -> None:
    files = [file(room, TEAM), file(room, TEAM, code="DN-2026-0002")]
    talk = officer(room)
    decide(room, talk, files[:1], {1: "bk-ldld"})
    for number in ("125/QĐ-LĐLĐ", " 125/qđ-lđlđ ", "125 /QĐ-LĐLĐ"):
        with pytest.raises(SameDecision):
            decide(room, talk, files[1:], {2: "bk-ldld"}, Deciding(number, SAID.day, "", SAID.wording))
    with pytest.raises(NotPossible):  # nor is a decided file decided again
        decide(room, talk, files[:1], {1: "bk-ldld"}, Deciding("126/QĐ-LĐLĐ", SAID.day, "", SAID.wording))
    assert len(room.rows(Award)) == 1
    kept_as_asked(entering(talk)).hears("refused-decision-same", number=PAPER[0])


def test_approved_never_becomes_awarded_by_itself(room: Room) -> None:
    number = file(room, TEAM)
    talk = officer(room)
    for state in ("draft", "sent", "returned", "decided", "refused", "withdrawn"):
        stands(room, number, state)
        with pytest.raises(NotPossible):
            decide(room, talk, [number], {1: "bk-ldld"})
        talk.taps_token(f"go:quyetdinh:{number}").hears("refused-decision-files")
    assert room.rows(Award) == []


FORGED: dict[str, dict[int, str]] = {
    "nobody": {},
    "nobody's": {9: "bk-ldld"},
    "no award": {1: "no-such"},
    "another authority's": {1: "bk-tld"},
    "not for collectives": {1: "bang-ldst"},
    "of another file": {1: "bk-ldld", 2: "bk-ldld"},
}


def test_forged_nominees_awards_and_days_are_refused(room: Room) -> None:
    number = file(room, TEAM)
    file(room, TEAM, code="DN-2026-0002")
    talk = officer(room)
    for awards in FORGED.values():
        with pytest.raises(NotPossible):
            decide(room, talk, [number], awards)
    for day in (date(2026, 11, 23), date(1999, 1, 1)):
        with pytest.raises(NotPossible):
            decide(room, talk, [number], {1: "bk-ldld"}, Deciding("1/QĐ", day, "", ""))
    assert (room.rows(Award), room.rows(Decision)) == ([], [])


def test_files_of_two_authorities_are_not_decided_together(room: Room) -> None:
    files = [file(room, TEAM), file(room, {**TEAM, "award": "bk-tld"}, authority="tld", code="DN-2026-0002")]
    talk = officer(room)
    with pytest.raises(NotPossible):
        decide(room, talk, files, given(room))
    talk.says("/quyetdinh").taps(say("decision-new")).says("1")  # the other is no longer offered
    assert [label for label in talk.labels if "DN-" in label] == ["✓ DN-2026-0001 · toàn diện · LĐLĐ tỉnh"]


def test_only_the_standing_unit_enters_decisions_r21(room: Room) -> None:
    file(room, TEAM)
    talk = officer(room, "reviewer")
    for role in ("council", "leader", "publicity"):
        appoint(talk, role).says("/quyetdinh").hears("refused-role")


def test_another_units_standing_unit_decides_nothing_here_r21(room: Room) -> None:
    number = file(room, TEAM)
    decide(room, officer(room, address="201"), [number], given(room))
    other = file(room, TEAM, code="DN-2026-0002")
    talk = officer(room, unit=COMMUNE)
    with pytest.raises(NotPossible):
        decide(room, talk, [other], {2: "bk-ldld"})
    talk.says("/quyetdinh").hears("decision-which-ask", waiting=0, count=0)
    talk.taps_token(f"go:quyetdinh:{other}").hears("refused-decision-files")
    with room.store.read() as db:
        assert awarded.one_award(db, 1, who(talk), room.now.date()) is None


def test_a_role_that_ended_ends_the_decision_at_once_r45(room: Room) -> None:
    file(room, TEAM)
    talk = entering(officer(room))
    ends(talk)
    talk.taps(say("decision-nobody-left")).hears("refused-role")
    assert room.rows(Decision) == []


def test_a_file_decided_meanwhile_is_said_kindly(room: Room) -> None:
    number = file(room, TEAM)
    talk = entering(officer(room)).taps(say("decision-nobody-left")).taps(say("decision-as-asked"))
    talk.taps(say("decision-wording-keep"))
    stands(room, number, "decided")
    talk.taps(say("decision-yes")).hears("refused-decision-files")
    assert room.rows(Award) == []


def test_nobody_left_in_it_is_no_decision(room: Room) -> None:
    file(room, TEAM)
    talk = entering(officer(room)).says("2").taps(say("option-done")).taps(say("decision-as-asked"))
    talk.taps(say("decision-wording-keep")).taps(say("decision-yes")).hears("refused-decision-nobody")
    assert room.rows(Decision) == []
