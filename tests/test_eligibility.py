"""May a nominee be put forward? Each rule met, unmet and overridden, with its reason and source (R12–R14, R33, R49–R57)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from handlers import checks
from handlers.desk import Catalogue, Desk
from handlers.texts import LANGUAGES
from storage import eligibility, people, rules
from storage.award_tables import (
    Award,
    CriterionMet,
    Decision,
    Hold,
    Meeting,
    Nomination,
    Nominee,
    Override,
    Registration,
    Vote,
)
from storage.awards import honours
from storage.eligibility import NotPossible, Verdict
from storage.eligibility_checks import CHECKS, REASONS
from storage.eligibility_order import ranked
from storage.movement import starter
from storage.store import Store
from storage.tables import Audit, ReportLikeness, UnitType, of
from tests.eligible import author, told, written
from tests.honouring import COMMUNE, PROVINCE, SONG_VAN, file, officer, who
from tests.talk import TEXTS, ZONE, Room

DAY = date(2026, 11, 22)
NAME = "Nguyễn Văn Thắng"
WORKER: dict[str, Any] = {"name": NAME, "award": "bk-ldld", "author_class": "worker"}
TEAM: dict[str, Any] = {"name": "Tổ hàn số 1", "award": "bk-ldld", "collective": True}
UNIT_FLAG: dict[str, Any] = {"name": "CĐCS Sông Vân", "award": "co-ldld", "collective": True}


def verdicts(room: Room, number: int, day: date = DAY) -> dict[str, Verdict]:
    with room.store.read() as db:
        return {each.rule: each for each in eligibility.check(db, number, day)}


def found(room: Room, number: int, rule: str, day: date = DAY) -> tuple[str, str, Mapping[str, Any]] | None:
    verdict = verdicts(room, number, day).get(rule)
    return (verdict.outcome, verdict.reason, verdict.args) if verdict else None


def put(room: Room, table: type[Any], **row: Any) -> int:
    with room.store.write() as db:
        number: int = db.execute(insert(of(table)).returning(of(table).c.id), row).scalar_one()
    return number


def nominee_of(room: Room, **where: Any) -> int:
    return int(room.rows(Nominee, **where)[-1]["id"])


# --- the rules as data ---------------------------------------------------------------------------------------------------


def test_the_rules_name_what_there_is_r49() -> None:
    """Checks, kinds, awards, classes, unit types and criteria of rules.toml exist; every kind of check has a rule."""
    book, movement = rules.book(), starter()
    assert len({each.code for each in book.rules}) == len(book.rules)
    assert {each.check for each in book.rules} == {*CHECKS}
    awards = {each.code for each in honours().awards}
    for each in book.rules:
        assert each.severity in ("block", "warn")
        assert {*each.kinds} <= {kind.code for kind in honours().kinds}, each.code
        assert {*each.awards} | {*each.params.get("any_of", ())} <= awards, each.code
        assert {*each.subjects} <= {"individual", "collective"}, each.code
        assert {*each.classes} <= {one.code for one in movement.author_classes}, each.code
        assert each.source, each.code
        assert max(len(each.label), len(each.label_en)) <= 60, each.code


def test_a_rule_counts_on_its_days_only_r49() -> None:
    hold = rules.rule("hold")
    assert hold is not None
    dated = replace(hold, since=date(2025, 7, 1), until=date(2027, 3, 1))
    days = (date(2025, 6, 30), date(2025, 7, 1), date(2027, 3, 1), date(2027, 3, 2))
    assert [dated.holds(day) for day in days] == [False, True, True, False]
    assert "hold" not in {each.code for each in rules.in_force(date(2025, 6, 30))}


def test_a_rule_of_later_days_is_not_asked(room: Room) -> None:
    file(room, WORKER)
    assert found(room, 1, "dissolved", date(2025, 8, 3)) is None
    assert found(room, 1, "dissolved", date(2025, 8, 4)) == ("pass", "met", {})


# --- reports behind -----------------------------------------------------------------------------------------------------


def test_what_stands_behind_must_be_approved_and_of_the_year(room: Room) -> None:
    me = author(room)
    reports = [written(room, me), written(room, me, state="received"), written(room, me, on_day=date(2024, 5, 1))]
    file(room, {**WORKER, "reports": reports}, {**TEAM, "reports": []})
    assert found(room, 1, "approved") == ("fail", "not-approved", {"codes": "SK-2026-0002"})
    assert found(room, 1, "of-the-year") == ("warning", "other-year", {"codes": "SK-2026-0003", "year": "2026"})
    assert found(room, 2, "approved") == ("missing", "no-reports", {})
    assert not verdicts(room, 1)["approved"].may_override
    assert [each.rule for each in eligibility.stopping(verdicts(room, 2).values())] == ["approved"]


def test_an_initiative_serves_one_award_r50(room: Room) -> None:
    me = author(room)
    used, alike, free = written(room, me), written(room, me), written(room, me)
    like = {"report_id": alike, "other_id": used, "score": 90, "why": {}, "found_at": room.now}
    pair = put(room, ReportLikeness, **like, verdict="improved")
    first = file(room, {**WORKER, "reports": [used]}, code="DN-2026-0001")
    file(room, {**WORKER, "name": "Bùi Văn Dũng", "reports": [alike, free]}, code="DN-2026-0002", state="draft")
    assert found(room, 2, "used-once") == ("pass", "met", {})
    with room.store.write() as db:
        db.execute(update(of(ReportLikeness)).where(of(ReportLikeness).c.id == pair).values(verdict="same"))
    said = {"code": "SK-2026-0002", "file": "DN-2026-0001", "name": NAME}
    assert found(room, 2, "used-once") == ("fail", "used", said)
    assert found(room, 1, "used-once") == (
        "fail",
        "used",
        {"code": "SK-2026-0001", "file": "DN-2026-0002", "name": "Bùi Văn Dũng"},
    )
    for state, outcome in (("refused", "pass"), ("decided", "fail"), ("withdrawn", "pass"), ("returned", "fail")):
        with room.store.write() as db:
            db.execute(update(of(Nomination)).where(of(Nomination).c.id == first).values(state=state))
        assert verdicts(room, 2)["used-once"].outcome == outcome, state


def test_one_who_was_left_out_or_whose_award_was_revoked_frees_the_report_r50_r57(room: Room) -> None:
    me = author(room)
    used = written(room, me)
    file(room, {**WORKER, "reports": [used], "state": "awarded"}, state="decided")
    file(room, {**TEAM, "reports": [used]}, code="DN-2026-0002")
    assert verdicts(room, 2)["used-once"].outcome == "fail"
    awarded(room, 1, "bk-ldld", revoked_on=DAY)
    assert verdicts(room, 2)["used-once"].outcome == "pass"


def test_co_authors_share_a_report_inside_one_file_but_nobody_has_two_awards_for_it_r50(room: Room) -> None:
    used = written(room, author(room))
    file(room, {**WORKER, "reports": [used]}, {**WORKER, "name": "Đỗ Minh Quân", "reports": [used]})
    assert found(room, 1, "used-once") == ("pass", "shared", {"code": "SK-2026-0001", "name": "Đỗ Minh Quân"})
    file(room, {**TEAM, "reports": []}, code="DN-2026-0002")
    with room.store.write() as db:
        nominee = of(Nominee)
        db.execute(
            update(nominee)
            .where(nominee.c.id == 2)
            .values(subject_key=room.rows(Nominee)[0]["subject_key"], award="gk-cdcs")
        )
    assert verdicts(room, 1)["used-once"].outcome == "fail"


@pytest.mark.parametrize(
    ("recognition", "outcome"),
    [
        (("recognised",), "pass"),
        (("pending",), "missing"),
        (("none",), "fail"),
        ((None, "recognised"), "pass"),
        ((), "fail"),
    ],
)
def test_a_person_needs_a_recognised_initiative_r12_r14(
    room: Room, recognition: tuple[str | None, ...], outcome: str
) -> None:
    me = author(room)
    file(room, {**WORKER, "reports": [written(room, me, recognition=each) for each in recognition]}, TEAM)
    assert verdicts(room, 1)["recognised"].outcome == outcome
    assert "recognised" not in verdicts(room, 2)


def test_two_recognised_ones_judged_the_same_are_one_r50(room: Room) -> None:
    me = author(room)
    both = [written(room, me, recognition="recognised") for _ in range(2)]
    file(room, {**WORKER, "award": "bk-tld", "reports": both}, authority="tld")
    assert verdicts(room, 1)["recognised-two"].outcome == "pass"
    like = {"report_id": both[1], "other_id": both[0], "score": 90, "why": {}, "found_at": room.now}
    put(room, ReportLikeness, **like, verdict="same")
    assert found(room, 1, "recognised-two") == ("warning", "no-recognition", {"have": 1, "least": 2})


@pytest.mark.parametrize(
    ("author_class", "post", "money", "outcome", "args"),
    [
        ("worker", "", 80_000_000, "pass", {}),
        ("worker", "", 79_999_999, "fail", {"value": "79.999.999", "least": "80.000.000"}),
        ("official", "", 149e6, "fail", {"value": "149.000.000", "least": "150.000.000"}),
        ("official", "Chuyên viên", 150e6, "pass", {}),
        ("official", "Phó Giám đốc Công ty", 150e6, "fail", {"value": "150.000.000", "least": "200.000.000"}),
        ("worker", "", None, "missing", {"least": "80.000.000"}),
    ],
)
def test_creative_labour_has_its_value_by_class(
    room: Room, author_class: str, post: str, money: float | None, outcome: str, args: dict[str, str]
) -> None:
    behind = [written(room, author(room), money=money)]
    file(room, {**WORKER, "award": "bang-ldst", "author_class": author_class, "reports": behind}, kind="thematic")
    told(room, 1, post=post)
    verdict = verdicts(room, 1)["creative-value"]
    assert (verdict.outcome, verdict.args) == (outcome, args)


# --- the subject ----------------------------------------------------------------------------------------------------------


def test_an_award_fits_its_subject_and_kind(room: Room) -> None:
    file(room, {**WORKER, "award": "co-ldld"}, {**TEAM, "award": "bang-ldst"}, WORKER, {**TEAM, "award": "gone"})
    assert [verdicts(room, each)["fits"].reason for each in (1, 2, 3, 4)] == [
        "award-subject",
        "award-kind",
        "met",
        "award-kind",
    ]


@pytest.mark.parametrize(
    ("kind", "authority", "year", "outcome"),
    [
        ("thematic", "ldld-tinh", 2026, "fail"),
        ("ad-hoc", "ldld-tinh", 2026, "pass"),  # đột xuất excludes nothing
        ("thematic", "tld", 2026, "pass"),  # another level
        ("overall", "ldld-tinh", 2026, "pass"),
        ("thematic", "ldld-tinh", 2025, "pass"),  # another year
    ],
)
def test_overall_and_thematic_exclude_each_other_per_level_and_year_r51(
    room: Room, kind: str, authority: str, year: int, outcome: str
) -> None:
    file(room, WORKER)
    other = file(room, WORKER, kind=kind, authority=authority, code="DN-2026-0002")
    with room.store.write() as db:
        db.execute(update(of(Nomination)).where(of(Nomination).c.id == other).values(year=year))
    assert verdicts(room, 1)["one-kind"].outcome == outcome


def test_in_the_year_of_a_review_both_may_be_given_r51(room: Room) -> None:
    file(room, WORKER)
    file(room, WORKER, kind="thematic", code="DN-2026-0002")
    with room.store.write() as db:
        db.exec_driver_sql("UPDATE nomination SET year = 2030")
    assert verdicts(room, 1)["one-kind"].outcome == "pass"


@pytest.mark.parametrize(("until", "outcome"), [(None, "fail"), (DAY, "fail"), (date(2026, 11, 21), "pass")])
def test_a_hold_stops_while_it_holds_r52(room: Room, until: date | None, outcome: str) -> None:
    me = author(room)
    file(room, WORKER)
    key = room.rows(Nominee)[0]["subject_key"]
    put(
        room,
        Hold,
        unit_id=room.unit(SONG_VAN),
        subject_key=key,
        name=NAME,
        kind="complaint",
        note="",
        since=date(2026, 6, 1),
        until=until,
        person_id=me,
        at=room.now,
    )
    assert verdicts(room, 1)["hold"].outcome == outcome
    assert verdicts(room, 1)["hold"].stops is (outcome == "fail")


def test_a_unit_that_is_no_more_is_not_awarded_its_successors_are_named_r53(room: Room) -> None:
    gone = room.unit("tp-ninh-binh")  # merged into TP Hoa Lư, which ended too: nb is what lives
    whole = {**UNIT_FLAG, "unit": "tp-ninh-binh", "subject_unit_id": gone}
    file(room, whole, {**WORKER, "unit": "cdcs-thuy-an"}, UNIT_FLAG, unit=PROVINCE)
    said = {
        "unit": "Liên đoàn Lao động thành phố Ninh Bình",
        "day": "31/12/2024",
        "heirs": "Liên đoàn Lao động tỉnh Ninh Bình",
    }
    assert found(room, 1, "dissolved") == ("fail", "ended-unit", said)
    split = found(room, 2, "dissolved")
    assert split is not None
    assert split[2]["heirs"].count(",") == 1
    assert verdicts(room, 3)["dissolved"].outcome == "pass"
    assert not verdicts(room, 1)["dissolved"].may_override


def test_a_quota_counts_what_was_sent_r54(room: Room) -> None:
    five = [{**TEAM, "name": f"Tổ {number}", "award": "bk-tld"} for number in range(1, 6)]
    file(room, *five[:3], kind="thematic", authority="tld", state="draft")
    file(room, *five[:2], kind="thematic", authority="tld", state="council", code="DN-2026-0002", unit=COMMUNE)
    file(room, *five[:2], kind="thematic", authority="tld", state="refused", code="DN-2026-0003")
    said = {"count": 5, "most": 4, "unit": "Liên đoàn Lao động tỉnh Ninh Bình"}
    assert found(room, 1, "quota-bk-tld-thematic") == ("fail", "quota", said)
    assert found(room, 4, "quota-bk-tld-thematic") == ("pass", "met", {})  # the draft of others takes nothing up
    file(room, {**TEAM, "award": "bk-tld"}, kind="overall", authority="tld", code="DN-2026-0004")
    assert found(room, nominee_of(room), "quota-bk-tld-thematic") is None


def test_the_share_of_all_members_is_needed_once_a_council_has_it_r56(room: Room) -> None:
    number = file(room, UNIT_FLAG, WORKER, state="sent")
    assert "vote" not in verdicts(room, 1)
    with room.store.write() as db:
        db.exec_driver_sql("UPDATE nomination SET state = 'council'")
    assert found(room, 1, "vote") == ("missing", "vote-missing", {"needed": 0, "members": 0})
    council = {
        "nomination_id": number,
        "kind": "council",
        "unit_id": room.unit(PROVINCE),
        "day": DAY,
        "members": 9,
        "present": 8,
    }
    held = put(
        room,
        Meeting,
        **council,
        place="",
        chair="",
        secretary="",
        absent="",
        written=0,
        minutes="",
        person_id=1,
        at=room.now,
    )
    assert found(room, 1, "vote") == ("missing", "vote-missing", {"needed": 8, "members": 9})
    ballot = put(room, Vote, meeting_id=held, nominee_id=1, yes=7, no=1, written_yes=0)
    assert found(room, 1, "vote") == ("fail", "vote-short", {"yes": 7, "needed": 8, "members": 9})
    with room.store.write() as db:
        db.execute(update(of(Vote)).where(of(Vote).c.id == ballot).values(written_yes=1))
    assert found(room, 1, "vote") == ("pass", "met", {})
    assert "vote" not in verdicts(room, 2)  # its award asks for no share


def test_registered_at_the_start_of_the_year(room: Room) -> None:
    me = author(room)
    file(room, WORKER)
    assert found(room, 1, "registered") == ("warning", "not-registered", {"year": "2026"})
    key = room.rows(Nominee)[0]["subject_key"]
    row = {"movement": "kh24-2023", "year": 2026, "unit_id": room.unit(SONG_VAN), "collective": False, "name": NAME}
    put(
        room,
        Registration,
        **row,
        subject_key=key,
        author_class="",
        award="bk-ubnd",
        state="standing",
        person_id=me,
        at=room.now,
    )
    assert verdicts(room, 1)["registered"].outcome == "pass"


def awarded(room: Room, nominee_id: int, award: str, **more: Any) -> int:
    decided = put(
        room,
        Decision,
        number=f"{nominee_id}/QĐ",
        day=date(2025, 12, 1),
        authority="ldld-tinh",
        signer="",
        unit_id=room.unit(PROVINCE),
        person_id=1,
        at=room.now,
    )
    return put(
        room,
        Award,
        decision_id=decided,
        nominee_id=nominee_id,
        award=award,
        wording="",
        revoked_by="",
        revoked_why="",
        **more,
    )


@pytest.mark.parametrize(
    ("kind", "year", "more", "outcome"),
    [
        ("overall", 2025, {}, "pass"),
        ("thematic", 2025, {}, "warning"),  # does not count upwards: NĐ 152, Điều 4.3
        ("overall", 2024, {}, "warning"),
        ("overall", 2025, {"revoked_on": DAY}, "warning"),
    ],
)
def test_the_award_of_the_year_before_counts_while_it_stands_r57(
    room: Room, kind: str, year: int, more: dict[str, Any], outcome: str
) -> None:
    file(room, {**WORKER, "award": "bk-tld"}, authority="tld")
    earlier = file(room, {**WORKER, "state": "awarded"}, kind=kind, state="decided", code="DN-2025-0001")
    with room.store.write() as db:
        db.execute(update(of(Nomination)).where(of(Nomination).c.id == earlier).values(year=year))
    awarded(room, 2, "bk-ldld", **more)
    assert verdicts(room, 1)["award-before"].outcome == outcome
    assert found(room, 1, "excellent-two-years") == ("missing", "attest", {})


def test_a_check_list_counts_approved_reports_only_r13(room: Room) -> None:
    me = author(room)
    reports = [written(room, me), written(room, me), written(room, me, state="withdrawn")]
    file(room, {**UNIT_FLAG, "subject_unit_id": room.unit(SONG_VAN)}, TEAM)
    for letter, report in zip("abcd", [reports[0], reports[1], reports[0], reports[2]], strict=True):
        put(
            room,
            CriterionMet,
            unit_id=room.unit(SONG_VAN),
            year=2026,
            subject="unit",
            criterion=f"IV.1.1.{letter}",
            report_id=report,
            person_id=me,
            at=room.now,
        )
    assert found(room, 1, "checklist") == ("missing", "criteria", {"have": 3, "least": 4, "of": 8})
    assert found(room, 2, "checklist") == ("missing", "criteria", {"have": 0, "least": 4, "of": 8})
    put(
        room,
        CriterionMet,
        unit_id=room.unit(SONG_VAN),
        year=2026,
        subject="unit",
        criterion="IV.1.1.h",
        report_id=reports[1],
        person_id=me,
        at=room.now,
    )
    assert found(room, 1, "checklist") == ("pass", "met", {})


def test_details_that_are_missing_are_named_with_whom_to_ask_r31(room: Room) -> None:
    me = author(room)
    file(room, {**WORKER, "author_class": "", "person_ref": me}, TEAM)
    told(room, 1, birth_date="1985-03-15", sex="male", home="Yên Khánh")
    assert found(room, 1, "details") == ("missing", "details", {"fields": ["author_class", "post"], "ask": NAME})
    assert found(room, 2, "details-collective") == (
        "missing",
        "details",
        {"fields": ["setup", "headcount"], "ask": "officer"},
    )
    with room.store.write() as db:
        db.exec_driver_sql("UPDATE nomination SET kind = 'ad-hoc'")
    assert found(room, 2, "details-collective") == ("pass", "met", {})  # the ad hoc lane asks less (R30)


# --- a human decides ------------------------------------------------------------------------------------------------------


def lets_pass(room: Room, by: int, nominee_id: int, rule: str, reason: str) -> str:
    try:
        with room.store.write() as db:
            eligibility.override(db, nominee_id, rule, reason, who=by, now=room.now, today=DAY)
    except NotPossible as refused:
        return refused.why
    return "kept"


def test_an_override_has_a_reason_a_person_and_its_trace_r56(room: Room) -> None:
    talk = officer(room, "reviewer")
    file(room, {**WORKER, "reports": [written(room, author(room))]})
    before = verdicts(room, 1)["recognised"]
    assert (before.outcome, before.stops) == ("fail", True)
    assert lets_pass(room, who(talk), 1, "recognised", "  Quyết định công nhận đang   trình ký ") == "kept"
    after = verdicts(room, 1)["recognised"]
    assert (after.outcome, after.overridden, after.stops) == ("fail", "Quyết định công nhận đang trình ký", False)
    assert [(row["rule"], row["person_id"]) for row in room.rows(Override)] == [("recognised", who(talk))]
    assert [(row["subject"], row["note"]) for row in room.rows(Audit, act="override")] == [("nominee:1", "recognised")]
    assert lets_pass(room, who(talk), 1, "recognised", "Lần nữa cho chắc") == "done"
    assert len(room.rows(Override)) == 1


@pytest.mark.parametrize(
    ("role", "unit", "rule", "reason", "why"),
    [
        ("reviewer", PROVINCE, "recognised", "vì", "reason"),
        ("reviewer", PROVINCE, "recognised", "x" * 501, "reason"),
        ("reviewer", PROVINCE, "approved", "Bài sẽ duyệt sau", "rule"),
        ("reviewer", PROVINCE, "no-such-rule", "Bài sẽ duyệt sau", "rule"),
        ("reviewer", PROVINCE, "fits", "Bài sẽ duyệt sau", "rule"),
        ("reviewer", PROVINCE, "hold", "Bài sẽ duyệt sau", "passed"),
        ("council", PROVINCE, "recognised", "Bài sẽ duyệt sau", "role"),
        ("reviewer", COMMUNE, "recognised", "Bài sẽ duyệt sau", "role"),
        ("reviewer", SONG_VAN, "recognised", "Bài sẽ duyệt sau", "role"),  # the file has left their desk
    ],
)
def test_an_override_that_cannot_be_is_said_so(
    room: Room, role: str, unit: str, rule: str, reason: str, why: str
) -> None:
    talk = officer(room, role, unit)
    file(room, WORKER)
    assert lets_pass(room, who(talk), 1, rule, reason) == why
    assert room.rows(Override) == []
    assert lets_pass(room, who(talk), 77, rule, "Bài sẽ duyệt sau") == "role"


def takes_back(room: Room, by: int, rule: str = "recognised", nominee_id: int = 1) -> str:
    try:
        with room.store.write() as db:
            eligibility.take_back(db, nominee_id, rule, who=by, now=room.now, today=DAY)
    except NotPossible as refused:
        return refused.why
    return "taken back"


def test_what_was_let_pass_is_taken_back_by_whoever_may_until_the_file_is_decided_r56(room: Room) -> None:
    talk, below = officer(room, "reviewer"), officer(room, "reviewer", COMMUNE, address="901")
    file(room, {**WORKER, "reports": [written(room, author(room))]})
    assert takes_back(room, who(talk)) == "gone"
    lets_pass(room, who(talk), 1, "recognised", "Quyết định đang trình ký")
    assert [takes_back(room, who(below)), takes_back(room, who(talk), "hold")] == ["role", "gone"]
    assert takes_back(room, who(talk)) == "taken back"
    assert (room.rows(Override), verdicts(room, 1)["recognised"].stops) == ([], True)
    told = room.rows(Audit, act="take-back-override")
    assert [(row["subject"], row["person_id"], row["note"]) for row in told] == [("nominee:1", who(talk), "recognised")]
    lets_pass(room, who(talk), 1, "recognised", "Quyết định đã ký")
    with room.store.write() as db:
        db.exec_driver_sql("UPDATE nomination SET state = 'decided'")
    assert takes_back(room, who(talk)) == "decided"
    assert lets_pass(room, who(talk), 1, "registered", "Đã đăng ký bằng văn bản") == "decided"
    assert len(room.rows(Override)) == 1


def test_nobody_lets_themselves_pass(room: Room) -> None:
    talk = officer(room)
    me = who(talk)
    file(room, {**WORKER, "person_ref": me}, {**TEAM, "reports": [written(room, me)]})
    assert [lets_pass(room, me, each, "registered", "Đã đăng ký bằng văn bản") for each in (1, 2)] == ["own", "own"]


# --- the whole file ---------------------------------------------------------------------------------------------------------


def queries(store: Store, ask: Callable[[Any], Any]) -> int:
    count = 0

    def one(*_: Any) -> None:
        nonlocal count
        count += 1

    with store.read() as db:
        event.listen(db.engine, "before_cursor_execute", one)
        try:
            ask(db)
        finally:
            event.remove(db.engine, "before_cursor_execute", one)
    return count


def test_a_file_of_many_takes_no_more_queries_than_one_of_one(room: Room) -> None:
    me = author(room)
    small = file(room, {**WORKER, "reports": [written(room, me)]})
    many = [{**TEAM, "name": f"Tổ {number}", "reports": [written(room, me)]} for number in range(12)]
    large = file(room, *many, code="DN-2026-0002")
    counts = [
        queries(room.store, partial(eligibility.check_file, nomination_id=each, day=DAY)) for each in (small, large)
    ]
    assert counts[0] == counts[1] <= 25


def test_who_was_left_out_is_not_checked_and_no_file_has_no_verdicts(room: Room) -> None:
    file(room, WORKER, {**TEAM, "state": "left out"})
    with room.store.read() as db:
        assert [*eligibility.check_file(db, 1, DAY)] == [1]
        assert (eligibility.check_file(db, 77, DAY), eligibility.check(db, 77, DAY)) == ({}, [])


def places(room: Room, number: int) -> list[tuple[int, int, bool, bool | None]]:
    with room.store.read() as db:
        return [(each.nominee_id, each.rank, each.tied, each.woman) for each in ranked(db, number, DAY)]


def test_who_works_on_site_comes_first_then_only_between_equals_a_woman_r33_r55(room: Room) -> None:
    people_ = [
        {**WORKER, "name": name, "on_site": site} for name, site in (("A B", False), ("C D", False), ("E F", True))
    ]
    file(room, *people_)
    told(room, 1, sex="male")
    told(room, 2, sex="female")
    told(room, 3, sex="male")
    assert places(room, 1) == [(3, 1, False, None), (2, 2, False, True), (1, 3, False, False)]
    told(room, 2, sex="male")
    assert places(room, 1) == [(3, 1, False, None), (1, 2, True, False), (2, 2, True, False)]


def test_a_collective_of_mostly_women_wins_a_tie_by_the_share_r55(room: Room) -> None:
    file(room, *({**TEAM, "name": name} for name in ("Tổ 1", "Tổ 2", "Tổ 3")))
    for number, women in ((1, 69), (2, 70), (3, None)):
        told(room, number, headcount=100, women=women)
    assert [each[:2] for each in places(room, 1)] == [(2, 1), (1, 2), (3, 2)]


def test_votes_come_before_everything(room: Room) -> None:
    number = file(room, {**WORKER, "on_site": True}, {**WORKER, "name": "Lê Thị Mai"})
    council = {
        "nomination_id": number,
        "kind": "council",
        "unit_id": room.unit(PROVINCE),
        "day": DAY,
        "members": 9,
        "present": 9,
    }
    held = put(
        room,
        Meeting,
        **council,
        place="",
        chair="",
        secretary="",
        absent="",
        written=0,
        minutes="",
        person_id=1,
        at=room.now,
    )
    for nominee_id, yes in ((1, 6), (2, 7)):
        put(room, Vote, meeting_id=held, nominee_id=nominee_id, yes=yes, no=9 - yes, written_yes=0)
    assert [each[:2] for each in places(room, number)] == [(2, 1), (1, 2)]


# --- in words -----------------------------------------------------------------------------------------------------------------


def desk_of(room: Room, language: str = "vi") -> Desk:
    place = ("telegram", "9")
    with room.store.write() as db:
        member = people.meet(db, [place], {place: language}, room.now)[place]
        return Desk(db, room.now, ZONE, TEXTS, Catalogue({}), member, *place)


def test_verdicts_are_said_what_stops_first_with_their_source_r49(room: Room) -> None:
    me = author(room)
    file(room, {**WORKER, "reports": [written(room, me)]})
    put(room, Override, nominee_id=1, rule="registered", reason="Có văn bản đăng ký", person_id=me, at=room.now)
    desk = desk_of(room)
    with room.store.read() as db:
        given = eligibility.check(db, 1, DAY)
    asking = (
        "… Đủ thông tin cá nhân cho hồ sơ: cần thêm ngày sinh, giới tính, quê quán, chức vụ, việc làm, "
        "nhờ cán bộ của đơn vị hỏi giúp (NĐ 152/2025, mẫu báo cáo thành tích cá nhân)"
    )
    assert checks.lines(desk, given) == [
        "✗ Có sáng kiến được công nhận: có 0/1 sáng kiến được công nhận (Kế hoạch 24/KH-LĐLĐ, IV.1.2)",
        "… Tiêu chí của cá nhân có bài minh chứng: có bài cho 0/1 tiêu chí, nên có từ 1 (Kế hoạch 24/KH-LĐLĐ, IV.1.2)",
        asking,
        "✓ Đã đăng ký thi đua trong năm: cán bộ đã cho qua, lý do “Có văn bản đăng ký” (64/LĐLĐ 2018, Lý Nhân)",
    ]
    assert checks.brief(desk, given) == "1 điều chưa đạt, 2 điều còn thiếu"
    assert "✓ Đơn vị còn hoạt động: đạt" in checks.lines(desk, given, every=True)
    assert checks.brief(desk, []) == "Đủ điều kiện theo các quy định đã nhập"


SAMPLES = {"award": "bk-ldld", "fields": ["post", "home"], "kind": "overall"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_can_be_said_in_both_languages(room: Room, language: str) -> None:
    desk = desk_of(room, language)
    desk = replace(desk, person=replace(desk.person, language=language))
    common: dict[str, Any] = {"rule": "x", "outcome": "fail", "severity": "block", "source": "S", "may_override": True}
    for reason, names in REASONS.items():
        args = {name: SAMPLES.get(name, "1") for name in names}
        said = checks.line(desk, Verdict(**common, reason=reason, args=args, label="L", label_en="L"))
        assert "{" not in said, reason
    for why in ("reason", "rule", "passed", "role", "own", "done"):
        say = checks.why_not(why)
        assert TEXTS.say(language, say.name, **say.args)


def test_unit_types_of_quotas_exist(room: Room) -> None:
    known = {row["code"] for row in room.rows(UnitType)}
    assert [each.code for each in rules.book().rules if each.params.get("unit_type", "cdcs") not in known] == []
