"""/bantin: the digests of one's units, one made now, and every figure opened to its reports; for nobody else (R27)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from bot.channels.gateway import fit
from handlers import digest
from handlers.words import Outgoing
from storage import grants, people, report_reading, reports
from storage.tables import Digest, Grant, Outbox, Report, of
from tests.talk import TEXTS, ZONE, Room, Talk, joined
from tests.test_golden import POOREST

SONG_VAN, PROVINCE, COMMUNE, THIEN_HA = "cdcs-song-van", "nb", "cd-xa-yen-khanh", "cdcs-may-thien-ha"
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)  # 08:00 in Ninh Bình


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def officer(room: Room, role: str = "reviewer", *units: str, address: str = "200", **more: Any) -> Talk:
    """A member with a role for these units."""
    talk = joined(Talk(room, address=address, **more), "Lê Thị Mai", "Bệnh viện Hồng Lam")
    with room.store.write() as db:
        who = people.meet(db, [("telegram", address)], {}, room.now)["telegram", address].id
        for unit in units or (PROVINCE,):
            since = date(2026, 1, 1)
            grants.grant(db, who, role, room.unit(unit), since=since, until=None, by=None, now=room.now)
        db.execute(update(of(Grant)).values(granted_at=MONDAY - timedelta(days=20)))
    return talk


def reported(room: Room, *units: str, sent: datetime = MONDAY - timedelta(hours=1), **more: Any) -> None:
    """One report of each of these units, the first being SK-2026-0001."""
    with room.store.write() as db:
        for unit in units:
            number = report_reading.count(db) + 1
            row = {
                "id": number,
                "code": f"SK-2026-{number:04d}",
                "kind": "initiative",
                "movement_id": 1,
                "state": "sent",
            }
            row |= {"title": f"Bộ gá {number}", "search_key": "x", "unit_id": room.unit(unit), "on_day": sent.date()}
            row |= {"sent_at": sent, "changed_at": sent, "waits_since": sent, "turn": 0, "on_site": False, **more}
            db.execute(insert(of(Report)).values(**{"desk_unit_id": row["unit_id"], **row}))


def ticks(room: Room, at: datetime = MONDAY) -> None:
    """The clock's digests of this moment are made and sent; then it is a minute later."""
    with room.store.read() as db:
        plan = digest.plan(db, at, ZONE)
    for piece in digest.pieces(plan):
        with room.store.write() as db:
            digest.enter(db, TEXTS, ZONE, piece)
    room.now = at + timedelta(minutes=1)


def pushed(room: Room) -> list[Outgoing]:
    return [Outgoing.from_json(row["body"]) for row in room.rows(Outbox, kind="digest")]


def counted(room: Room) -> list[Outgoing]:
    """What came of figures that were asked for."""
    found = [row for row in room.rows(Outbox, kind="notice") if row["key"].startswith("errand:")]
    return [Outgoing.from_json(row["body"]) for row in found]


# --- from the message to a report ----------------------------------------------------------------------------------------


def test_a_digests_doors_lead_to_each_report_and_to_every_figure_r27(room: Room) -> None:
    talk = officer(room, "reviewer", SONG_VAN)
    reported(room, SONG_VAN, SONG_VAN)
    ticks(room)
    (message,) = pushed(room)
    assert [option.label for option in message.options] == ["Xem SK-2026-0001", "Xem SK-2026-0002", "Mở từng con số"]
    talk.taps_token(message.options[2].token)
    talk.hears_words("Bản tin hằng ngày của CĐCS Công ty CP Xây lắp Sông Vân [MẪU]", "Anh/chị muốn mở con số nào?")
    assert talk.labels == [
        "Bài mới: 2",
        "Bài chờ xem: 2",
        "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]: 2",
        "Tuần từ 23/11: 2",
        "Chưa chọn nội dung: 2",
        "Sáng kiến, giải pháp: 2",
        "Xem bản tin khác",
        "Huỷ",
    ]
    talk.taps("Bài chờ xem: 2").hears("digest-report-ask", name="Bài chờ xem", count=2)
    assert talk.labels[:2] == ["SK-2026-0001 · Đã gửi · Bộ gá 1", "SK-2026-0002 · Đã gửi · Bộ gá 2"]
    talk.says("2").hears_words("SK-2026-0002", "Bộ gá 2")


def test_a_report_opens_by_its_door_while_another_talk_runs(room: Room) -> None:
    talk = officer(room, "reviewer", SONG_VAN)
    reported(room, SONG_VAN)
    ticks(room)
    talk.says("/caidat").taps_token(pushed(room)[0].options[0].token).hears_words("SK-2026-0001", "Bộ gá 1")


def test_from_the_reports_one_goes_back_to_the_figures(room: Room) -> None:
    talk = officer(room, "reviewer", SONG_VAN)
    reported(room, SONG_VAN)
    ticks(room)
    talk.says("/bantin 1", "Bài mới: 1").hears("digest-report-ask", name="Bài mới", count=1)
    talk.taps(say("way-back")).hears_words("Anh/chị muốn mở con số nào?")
    talk.taps(say("digest-list")).hears("digest-which-ask", count=1)


def test_what_is_opened_is_what_was_counted_whatever_happened_since_r27(room: Room) -> None:
    """The figures stay; each report is shown as it stands today, a withdrawn one without its title."""
    talk = officer(room, "reviewer", SONG_VAN)
    reported(room, SONG_VAN, person_id=1)
    reported(room, SONG_VAN)
    ticks(room)
    reported(room, SONG_VAN)
    with room.store.write() as db:
        reports.move(db, 1, "withdraw", who=1, now=room.now, today=room.now.date())
    talk.says("/bantin 1")
    assert talk.labels[:2] == ["Bài mới: 2", "Bài chờ xem: 2"]
    talk.says("1")
    assert talk.labels[:2] == ["SK-2026-0001 · Người gửi đã rút", "SK-2026-0002 · Đã gửi · Bộ gá 2"]


def test_long_lists_of_figures_and_reports_have_pages(room: Room) -> None:
    talk = officer(room, "reviewer", SONG_VAN)
    reported(room, *[SONG_VAN] * 23)
    for back in range(2, 10):
        reported(room, SONG_VAN, sent=MONDAY - timedelta(weeks=back), state="received")
    ticks(room)
    talk.says("/bantin 1")
    assert (len(talk.labels), talk.labels[10]) == (13, say("list-more"))
    talk.taps(say("list-more"))
    assert talk.labels[:2] == ["Tuần từ 09/11: 1", "Tuần từ 23/11: 23"]
    talk.says("2")
    assert [label[:12] for label in talk.labels[:11]] == [*[f"SK-2026-{each:04d}" for each in range(1, 11)], "Xem thêm"]
    talk.taps(say("list-more")).taps(say("list-more"))
    assert [label[:12] for label in talk.labels[:3]] == [f"SK-2026-{each:04d}" for each in range(21, 24)]
    talk.says("3").hears_words("SK-2026-0023")


# --- the list, and one made now -----------------------------------------------------------------------------------------------


def test_digests_are_listed_newest_first_and_shown_again_with_their_picture(room: Room) -> None:
    talk = officer(room, "standing", PROVINCE)
    reported(room, SONG_VAN)
    ticks(room)
    ticks(room, MONDAY + timedelta(days=1))
    talk.says("/bantin").hears("digest-which-ask", count=2)
    assert talk.labels[:3] == [
        "Xem số liệu đến lúc này",
        "24/11/2026 · Bản tin hằng ngày · Liên đoàn Lao động tỉnh…",
        "23/11/2026 · Bản tin hằng tuần · Liên đoàn Lao động tỉnh…",
    ]
    talk.says("3")
    shown, figures = talk.heard
    assert (shown.text, shown.photos, shown.options) == (pushed(room)[0].text, ("paper:digest:1:vi",), ())
    assert figures.options[0].label == "Bài mới: 1"


def test_the_figures_of_this_month_up_to_now_are_made_and_frozen_r27(room: Room) -> None:
    talk = officer(room, "council", PROVINCE)
    reported(room, SONG_VAN, sent=datetime(2026, 10, 31, 16, 59, tzinfo=UTC), state="received")
    reported(room, SONG_VAN, sent=datetime(2026, 10, 31, 17, 0, tzinfo=UTC), state="received")
    reported(room, THIEN_HA)
    room.now = MONDAY + timedelta(minutes=5, seconds=40)
    talk.says("/bantin").hears("digest-which-ask", count=0).taps(say("digest-now"))
    talk.hears("digest-now-begun")
    room.now += timedelta(seconds=2)
    room.runs_errands()
    (shown,) = counted(room)
    assert shown.photos == ("paper:digest:1:vi",)
    assert shown.text.splitlines()[:3] == [
        "Số liệu đến lúc này · Liên đoàn Lao động tỉnh Ninh Bình",
        "",
        "• 2 bài mới từ 00:00 ngày 01/11/2026 đến 08:05 ngày 23/11/2026",
    ]
    assert [option.label for option in shown.options] == ["Xem SK-2026-0003", "Mở từng con số"]
    talk.taps_token(shown.options[-1].token).hears_words("Anh/chị muốn mở con số nào?")
    assert talk.labels[0] == "Bài mới: 2"


def test_figures_of_the_same_minute_are_counted_once_and_shown_at_once(room: Room) -> None:
    talk = officer(room, "council", PROVINCE)
    reported(room, THIEN_HA)
    room.now = MONDAY
    talk.says("/bantin").taps(say("digest-now")).taps(say("digest-now")).hears("digest-now-begun")
    room.runs_errands()
    assert len(counted(room)) == 1
    reported(room, THIEN_HA, sent=room.now)
    talk.says("/bantin").taps(say("digest-now"))
    assert talk.heard[0].text == counted(room)[0].text
    assert [row["rhythm"] for row in room.rows(Digest)] == ["asked"]
    room.now += timedelta(minutes=1)
    talk.taps(say("digest-list")).taps(say("digest-now")).hears("digest-now-begun")
    room.runs_errands()
    assert [each.text.splitlines()[2][:9] for each in counted(room)] == ["• 1 bài m", "• 2 bài m"]
    assert len(room.rows(Digest)) == 2


def test_two_officers_of_one_unit_share_what_was_counted_in_a_minute(room: Room) -> None:
    first, second = officer(room, "council", PROVINCE), officer(room, "standing", PROVINCE, address="201")
    for talk in (first, second):
        talk.says("/bantin").taps(say("digest-now")).hears("digest-now-begun")
    room.runs_errands()
    assert (len(counted(room)), len(room.rows(Digest))) == (2, 1)


def test_a_role_that_ended_while_figures_were_counted_gets_none_r21(room: Room) -> None:
    talk = officer(room, "council", PROVINCE).says("/bantin").taps(say("digest-now"))
    with room.store.write() as db:
        db.execute(delete(of(Grant)))
    room.runs_errands()
    assert [each.text for each in counted(room)] == [say("refused-role")]
    assert room.rows(Digest) == []
    talk.taps(say("digest-now")).hears("refused-role")


def test_figures_of_nothing_say_so(room: Room) -> None:
    talk = officer(room, "leader", SONG_VAN).says("/bantin").taps(say("digest-now"))
    room.runs_errands()
    (shown,) = counted(room)
    assert shown.text.splitlines()[2:3] == ["• Chưa có bài mới từ 00:00 ngày 01/11/2026 đến 09:30 ngày 22/11/2026"]
    assert shown.text.splitlines()[-1] == "Hiện không có bài nào chờ xem."
    talk.says("/bantin 1").hears_words("chưa có bài nào")
    assert talk.labels == ["Xem bản tin khác", "Huỷ"]


def test_what_waits_too_long_below_is_a_figure_that_opens_r20(room: Room) -> None:
    """Seven days at a grassroots unit; what was sent up waits above, and at one's own desk nothing is below."""
    above, below = officer(room, "reviewer", PROVINCE), officer(room, "reviewer", SONG_VAN, address="201")
    old = {"sent": MONDAY - timedelta(days=9), "waits_since": MONDAY - timedelta(days=7, minutes=1)}
    reported(room, SONG_VAN, **old)
    reported(room, SONG_VAN, state="received", **old)
    reported(room, SONG_VAN, desk_unit_id=room.unit(PROVINCE), **old)
    reported(room, THIEN_HA, **{**old, "waits_since": MONDAY - timedelta(days=6)})
    ticks(room)
    assert pushed(room)[0].text.splitlines()[-2:] == [
        "3 bài đang chờ xem, bài lâu nhất gửi ngày 14/11/2026.",
        "2 bài chờ quá hạn ở cấp dưới, anh/chị có thể xem và duyệt thay.",
    ]
    above.says("/bantin 1")
    assert above.labels[1:3] == ["Bài chờ xem: 3", "Chờ quá hạn ở cấp dưới: 2"]
    assert [label[:12] for label in above.says("3").labels[:3]] == ["SK-2026-0001", "SK-2026-0002", "Quay lại"]
    below.says("/bantin 2")
    assert [label for label in below.labels if label.startswith(("Bài chờ", "Chờ quá"))] == ["Bài chờ xem: 1"]


# --- who may --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["publicity", "admin"])
def test_a_role_that_reads_no_reports_opens_no_digest_r21(room: Room, role: str) -> None:
    officer(room, role).says("/bantin").hears("refused-role")


def test_a_member_without_a_role_opens_none_by_command_or_door_r21(room: Room) -> None:
    officer(room, "reviewer", SONG_VAN)
    reported(room, SONG_VAN)
    ticks(room)
    member = joined(Talk(room, address="300"))
    for attempt in ("/bantin", "/bantin 1"):
        member.says(attempt).hears("refused-role")
    member.taps_token("go:bantin:1").hears("refused-role")
    assert "Bộ gá" not in "\n".join(member.transcript)


@pytest.mark.parametrize("number", ["1", "2", "99", "999999999999"])
def test_a_foreign_digest_is_refused_like_one_that_is_not_there_r21(room: Room, number: str) -> None:
    """1 is the province's, 2 another unit's: whoever may see one of its units only may not see it."""
    officer(room, "reviewer", PROVINCE)
    officer(room, "reviewer", SONG_VAN, address="201")
    reported(room, SONG_VAN, THIEN_HA)
    ticks(room)
    other = officer(room, "reviewer", COMMUNE, address="202")
    other.says(f"/bantin {number}").hears("refused-not-found")
    other.taps_token(f"go:bantin:{number}").hears("refused-not-found")
    assert other.says("/bantin").hears("digest-which-ask", count=0).labels == [say("digest-now"), say("way-cancel")]


@pytest.mark.parametrize("argument", ["x", "-1", "1; drop", "٣", "1" * 40, "1,2"])
def test_an_argument_that_names_no_digest_opens_the_list(room: Room, argument: str) -> None:
    officer(room, "reviewer", SONG_VAN).says(f"/bantin {argument}").hears("digest-which-ask", count=0)


def test_whoever_answers_for_all_of_it_opens_a_digest_of_a_unit_further_down(room: Room) -> None:
    officer(room, "reviewer", SONG_VAN, address="201")
    reported(room, SONG_VAN)
    ticks(room)
    leader = officer(room, "leader", PROVINCE, address="202").says("/bantin 1")
    assert leader.labels[0] == "Bài mới: 1"
    leader.says("/bantin").hears("digest-which-ask", count=0)  # in the list stand those of one's own units


def test_loss_of_the_role_closes_an_open_digest_at_once_r21(room: Room) -> None:
    talk = officer(room, "reviewer", SONG_VAN)
    reported(room, SONG_VAN)
    ticks(room)
    talk.says("/bantin 1", "1")
    with room.store.write() as db:
        db.execute(update(of(Grant)).values(ended_at=room.now))
    talk.says("1").hears("refused-role")
    assert "Bộ gá" not in talk.text


def test_a_narrower_role_closes_what_it_no_longer_covers_r21(room: Room) -> None:
    """The question on the screen was asked by rights that are gone: its next answer opens nothing."""
    talk = officer(room, "reviewer", PROVINCE)
    reported(room, SONG_VAN)
    ticks(room)
    talk.says("/bantin 1")
    with room.store.write() as db:
        db.execute(update(of(Grant)).values(unit_id=room.unit(THIEN_HA)))
    talk.says("1").hears("refused-not-found")
    assert "Bộ gá" not in talk.text


# --- other channels, other languages ----------------------------------------------------------------------------------------


def test_in_english(room: Room) -> None:
    talk = officer(room, "leader", SONG_VAN)
    talk.says("/caidat").taps(say("settings-language")).taps("English")
    reported(room, SONG_VAN)
    ticks(room)
    assert pushed(room)[0].photos == ("paper:digest:1:en",)
    talk.says("/bantin").hears_words("Which digest would you like to see?").says("2")
    assert talk.heard[0].text == pushed(room)[0].text
    assert talk.labels[:2] == ["New reports: 1", "Waiting: 1"]
    talk.says("1").hears_words("New reports: 1 when the digest was made.")


def test_on_a_channel_without_buttons_numbers_and_labels_do(room: Room) -> None:
    talk = officer(room, "reviewer", SONG_VAN, limits=POOREST)
    reported(room, SONG_VAN)
    ticks(room)
    (piece,) = fit(pushed(room)[0], POOREST)
    assert piece.text.splitlines()[-2:] == ["Xem SK-2026-0001: /xem 1", "Mở từng con số: /bantin 1"]
    talk.says("xem sk-2026-0001").hears_words("Bộ gá 1")
    talk.says("/bantin", "2", "bai cho xem: 1").hears("digest-report-ask", name="Bài chờ xem", count=1)
    talk.says("1").hears_words("Bộ gá 1")
