"""Reports that may be one, in the chat: the author hears softly, a reviewer says what they are (R19, R45, R50)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.gateway import utf16
from handlers.words import Outgoing
from storage import grants, likeness_pairs, reports
from storage.likeness import Like
from storage.likeness_pairs import NotTheirs
from storage.tables import Audit, Errand, Outbox, Report, ReportAuthor, ReportLikeness, of
from tests.talk import TEXTS, Room, Talk, joined, picture, sent

SONG_VAN, THIEN_HA, PROVINCE = "cdcs-song-van", "cdcs-may-thien-ha", "nb"
OTHER = {
    "title": "Kệ khuôn theo màu",
    "before": "Tìm khuôn mất nửa giờ mỗi ca",
    "solution": "Kệ khuôn sơn màu theo máy, dán bảng 12 bước",
    "result": "Thay khuôn còn 9 phút",
}


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def thang(room: Room) -> Talk:
    return joined(Talk(room, address="100"), "Nguyễn Văn Thắng")


def huong(room: Room) -> Talk:
    return joined(Talk(room, address="300"), "Lê Thị Mai Hương", "May Thiên Hà")


def officer(room: Room, unit: str = PROVINCE, address: str = "200", role: str = "reviewer") -> Talk:
    talk = joined(Talk(room, address=address), "Trần Văn Nam", "Bệnh viện Hồng Lam")
    employ(room, who(talk), unit, role)
    return talk


def employ(room: Room, person: int, unit: str, role: str = "reviewer") -> None:
    with room.store.write() as db:
        day = date(2026, 1, 1)
        grants.grant(db, person, role, room.unit(unit), since=day, until=None, by=None, now=room.now)


def who(talk: Talk) -> int:
    return talk.who


def notices(room: Room, address: str = "100") -> list[Outgoing]:
    return [Outgoing.from_json(row["body"]) for row in room.rows(Outbox, address=address, kind="notice")]


def pairs(room: Room) -> list[tuple[int, int, str]]:
    return [(row["report_id"], row["other_id"], row["verdict"]) for row in room.rows(ReportLikeness)]


def audited(room: Room, *acts: str) -> list[tuple[int, str, str, str]]:
    rows = [row for row in room.rows(Audit) if row["act"] in acts]
    return [(row["person_id"], row["act"], row["subject"], row["note"]) for row in rows]


def two(room: Room) -> tuple[Talk, Talk]:
    """The same achievement from two units, the second without a photo of its own."""
    first, second = thang(room), huong(room)
    sent(first, photo=picture(1))
    room.now += timedelta(hours=1)
    sent(second, photo=picture(1), result="Nay còn 4 thợ, 2 giờ một lồng")
    room.runs_errands()
    return first, second


# --- the author ---------------------------------------------------------------------------------------------------------------


def test_the_author_of_the_later_one_hears_it_softly_and_sees_no_more_than_they_may_r19_r45(room: Room) -> None:
    _, second = two(room)
    args = {"code": "SK-2026-0002", "other": "SK-2026-0001", "title": "Bộ gá xoay hàn lồng thép"}
    text = say("likeness-author", unit=room.unit_name(SONG_VAN), year="2026", **args)
    assert [said.text for said in notices(room, "300")] == [text]
    assert "Thắng" not in text
    assert notices(room, "100") == []  # the earlier one's author did nothing that needs a word
    [door] = notices(room, "300")[0].options
    second.taps_token(door.token)
    assert {say("my-report-add"), say("my-report-withdraw")} <= set(second.labels)
    assert [row["state"] for row in room.reports()] == ["sent", "sent"]  # nothing was held up


def test_it_is_said_once_whatever_is_added_later(room: Room) -> None:
    _, second = two(room)
    with room.store.write() as db:
        reports.move(db, 2, "add", who=who(second), now=room.now, today=room.now.date())
    assert [row["state"] for row in room.rows(Errand)] == ["done", "done", "asked"]
    room.runs_errands()
    assert len(notices(room, "300")) == 1


def test_ones_own_report_sent_twice_is_told_as_such(room: Room) -> None:
    talk = thang(room)
    sent(sent(talk))
    room.runs_errands()
    args = {"code": "SK-2026-0002", "other": "SK-2026-0001", "title": "Bộ gá xoay hàn lồng thép"}
    own = say("likeness-author-own", unit=room.unit_name(SONG_VAN), year="2026", **args)
    assert [said.text for said in notices(room)] == [own]


def test_nobody_is_told_of_what_is_only_a_little_alike_or_was_withdrawn(room: Room) -> None:
    first, second = thang(room), huong(room)
    sent(first, photo=picture(1))
    sent(second, photo=picture(1), **OTHER)  # the same photo under other words: a reviewer looks
    sent(second, photo=picture(2))
    with room.store.write() as db:
        reports.move(db, 3, "withdraw", who=who(second), now=room.now, today=room.now.date())
    room.runs_errands()
    assert notices(room, "300") == []
    assert pairs(room) == [(2, 1, "")]


# --- the reviewer -----------------------------------------------------------------------------------------------------------


def test_a_reviewer_lays_two_side_by_side_and_notes_what_they_are_r19_r45(room: Room) -> None:
    two(room)
    talk = officer(room)
    talk.says("/sosanh").hears("likeness-which-ask", count=1)
    talk.taps(talk.labels[0])
    talk.hears("likeness-place", number=1, total=1, score=score_of(room))
    talk.hears_words(
        "SK-2026-0002", "SK-2026-0001", "Nguyễn Văn Thắng", "Lê Thị Mai Hương", "Nay còn 4 thợ", "Còn 3 thợ"
    )
    talk.hears_words(say("likeness-reason", what="same", count=1))
    assert len(talk.heard[-1].photos) == 1  # the same file: its twin is the same picture
    assert utf16(talk.text) <= 2000
    assert audited(room, "compare") == [
        (3, "compare", "report:2", "report:1"),
        (3, "compare", "report:1", "report:2"),
    ]
    talk.taps(say("likeness-verdict", verdict="same"))
    talk.hears("likeness-judged", later="SK-2026-0002", earlier="SK-2026-0001", verdict="same")
    talk.hears("likeness-judged-by", name="Trần Văn Nam", verdict="same")
    assert pairs(room) == [(2, 1, "same")]
    assert audited(room, "likeness-same") == [
        (3, "likeness-same", "report:2", "report:1"),
        (3, "likeness-same", "report:1", "report:2"),
    ]
    talk.taps(say("report-open", code="SK-2026-0002")).hears_words("SK-2026-0002")
    talk.says("/sosanh").hears("likeness-which-ask", count=0)
    talk.says("/sosanh sk 2026 1").hears_words("SK-2026-0001")
    talk.taps(say("likeness-verdict", verdict="improved"))  # a verdict may be put right, and both stand in the audit
    assert pairs(room) == [(2, 1, "improved")]
    assert [row["state"] for row in room.reports()] == ["sent", "received"]  # as it was opened; a verdict moves nothing


def score_of(room: Room) -> int:
    [score] = [row["score"] for row in room.rows(ReportLikeness)]
    return round(float(score))


def test_of_a_report_outside_reach_only_its_beginning_is_shown_r45(room: Room) -> None:
    two(room)
    long = "Dùng vành xe rùa làm gá xoay. " * 40
    with room.store.write() as db:
        db.execute(update(of(Report)).where(of(Report).c.id == 1).values(solution=long, place="Bãi kín"))
    talk = officer(room, THIEN_HA)
    talk.says("/sosanh")
    talk.taps(talk.labels[0])
    talk.hears_words("Lê Thị Mai Hương", "năm 2026", "SK-2026-0001")
    assert "Thắng" not in talk.text
    assert talk.text.count("Dùng vành xe rùa làm gá xoay") <= 1 + 300 // 29 + 1
    doors = [option.token for option in talk.heard[-1].options if option.door]
    assert doors == ["go:xem:2"]
    talk.taps_token("go:xem:1").hears("refused-no-such-report")
    talk.says("/sosanh 2").taps(say("likeness-verdict", verdict="different"))
    assert pairs(room) == [(2, 1, "different")]


def test_a_door_of_somebody_elses_opens_nothing_r45(room: Room) -> None:
    """A reviewer of a unit that has neither report."""
    two(room)
    talk = officer(room, "cdcs-trang-xuan")
    for argument in ("1", "999999", "pair:1", "pair:0", "'; --", "9" * 40, "SK-2026-0001", "-1"):
        talk.taps_token(f"go:sosanh:{argument}")
        why = "refused-likeness-gone" if argument.startswith("pair:") else "refused-no-such-report"
        assert (argument, talk.text.startswith(say(why)), "vành xe rùa" in talk.text) == (argument, True, False)
    assert audited(room, "compare") == []
    with room.store.write() as db, pytest.raises(NotTheirs, match="role"):
        likeness_pairs.judge(db, 1, "same", who=who(talk), now=room.now, today=room.now.date())


def test_a_member_without_a_role_is_told_so(room: Room) -> None:
    first, _ = two(room)
    first.says("/sosanh")
    assert say("refused-role") in first.text


def test_nobody_judges_a_report_of_their_own_r19(room: Room) -> None:
    """Neither who sent one nor who is named as an author of one, whatever their role."""
    first, _ = two(room)
    employ(room, who(first), PROVINCE)
    with room.store.write() as db:
        table = of(ReportAuthor)
        db.execute(update(table).where(table.c.report_id == 2).values(person_id=None))
    talk = officer(room)
    with room.store.write() as db:
        db.execute(update(table).where(table.c.report_id == 2).values(person_id=who(talk)))
    for each in (first, talk):
        each.says("/sosanh").hears("likeness-which-ask", count=0)
        each.says("/sosanh 2").hears("refused-likeness-own")
        assert say("likeness-verdict", verdict="same") not in each.labels
        with room.store.write() as db, pytest.raises(NotTheirs, match="own"):
            likeness_pairs.judge(db, 1, "same", who=who(each), now=room.now, today=room.now.date())
    assert pairs(room) == [(2, 1, "")]


def test_a_role_that_ends_while_two_reports_are_on_the_screen_ends_it_r21(room: Room) -> None:
    two(room)
    talk = officer(room)
    talk.says("/sosanh 2")
    with room.store.write() as db:
        for grant in grants.held_now(db, who(talk)):
            grants.end(db, grant, by=None, now=room.now)
    talk.taps(say("likeness-verdict", verdict="same"))
    assert say("refused-role") in talk.text
    assert pairs(room) == [(2, 1, "")]


def test_walking_from_one_likeness_to_the_next_and_searching_again(room: Room) -> None:
    first, _ = two(room)
    sent(first, photo=picture(1), result="Còn 3 thợ, 3 giờ một lồng, rất nhanh")
    room.runs_errands()
    talk = officer(room)
    talk.says("/sosanh SK-2026-0003").hears_words("1/2")
    talk.taps(say("likeness-next")).hears_words("2/2")
    assert say("likeness-next") not in talk.labels
    talk.taps(say("likeness-previous")).hears_words("1/2")
    talk.taps(say("likeness-again")).hears("likeness-searching")
    room.runs_errands()
    [answer] = notices(room, "200")
    assert answer.text == say("likeness-searched", code="SK-2026-0003", count=2)
    talk.taps_token(answer.options[0].token).hears_words("1/2")


def test_a_report_like_no_other_says_so(room: Room) -> None:
    sent(thang(room))
    room.runs_errands()
    talk = officer(room)
    talk.says("/sosanh 1").hears("likeness-none", code="SK-2026-0001")
    talk.taps(say("likeness-again"))
    room.runs_errands()
    assert [said.text for said in notices(room, "200")] == [say("likeness-searched", code="SK-2026-0001", count=0)]


def test_a_pair_that_was_searched_anew_takes_no_verdict_meant_for_another(room: Room) -> None:
    two(room)
    talk = officer(room)
    talk.says("/sosanh 2")
    with room.store.write() as db:
        likeness_pairs.keep(db, 2, [], room.now)
    talk.taps(say("likeness-verdict", verdict="same"))
    assert pairs(room) == []
    talk.hears("refused-likeness-gone").hears_words(say("likeness-none", code="SK-2026-0002"))


# --- pairs ----------------------------------------------------------------------------------------------------------------------


def like(number: int, score: int = 80) -> Like:
    return Like(number, score, score, 0, 0, author=False, unit=False, years=0)


def five(room: Room) -> None:
    talk = thang(room)
    for number in range(1, 6):
        sent(talk, photo=picture(number), **{**OTHER, "title": f"Việc {number}"})
    with room.store.write() as db:
        db.exec_driver_sql("DELETE FROM errand")


def test_reports_judged_to_be_one_count_as_one_over_any_chain_r50(room: Room) -> None:
    five(room)
    officer(room)
    with room.store.write() as db:
        for number, others in ((3, [1]), (5, [3, 2]), (4, [2])):
            likeness_pairs.keep(db, number, [like(each) for each in others], room.now)
        for pair, verdict in enumerate(("same", "same", "improved", "different"), 1):
            likeness_pairs.judge(db, pair, verdict, who=2, now=room.now, today=room.now.date())
        one = frozenset({1, 3, 5})
        assert likeness_pairs.same_as(db, [5]) == dict.fromkeys((1, 3, 5), one)
        assert likeness_pairs.same_as(db, [2, 4, 9]) == {each: frozenset({each}) for each in (2, 4, 9)}
        assert likeness_pairs.same_as(db, []) == {}


def test_a_search_keeps_what_was_judged_and_drops_what_it_no_longer_finds_r19(room: Room) -> None:
    five(room)
    officer(room)
    with room.store.write() as db:
        likeness_pairs.keep(db, 3, [like(1), like(2), like(5)], room.now)
        likeness_pairs.judge(db, 1, "different", who=2, now=room.now, today=room.now.date())
        likeness_pairs.keep(db, 3, [like(1, 90), like(4)], room.now)
        found = [(each.other, each.score, each.verdict) for each in likeness_pairs.of_report(db, 3)]
        assert found == [(1, 90, "different"), (4, 80, "")]
        assert [(each.number, each.other) for each in likeness_pairs.of_report(db, 4)] == [(4, 3)]
        with pytest.raises(LookupError):
            likeness_pairs.judge(db, 99, "same", who=2, now=room.now, today=room.now.date())
        with pytest.raises(ValueError, match="maybe"):
            likeness_pairs.judge(db, 1, "maybe", who=2, now=room.now, today=room.now.date())
    assert pairs(room)[0] == (3, 1, "different")
    assert all(one > other for one, other, _ in pairs(room))
