"""/chotnam in the chat: looked at, closed once, by whom it is due (R28)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from storage import nominees
from storage.award_tables import Nomination, YearClose
from storage.tables import Talk as TalkRow
from storage.tables import of
from tests.nominating import COMMUNE, DAY, GRASS, PROVINCE, approved, employ, named, officer, opened, who
from tests.talk import Room, Talk

PLACE = "Liên đoàn Lao động tỉnh Ninh Bình"


def to_the_list(talk: Talk) -> Talk:
    return talk.says("/chotnam").taps("Khen thưởng toàn diện").taps("2026").taps(PLACE)


def test_a_year_is_closed_once_and_a_late_sender_is_told_r28(room: Room) -> None:
    talks = {unit: officer(room, unit) for unit in (COMMUNE, PROVINCE)}
    report, by = approved(room), who(talks[COMMUNE])
    with room.store.write() as db:
        number = opened(db, room, by, unit=COMMUNE)
        one = named(db, room, number, by, "Tổ may 3", collective=True)
        nominees.link(db, one, [report], who=by, now=room.now, today=DAY)
    talk = to_the_list(talks[PROVINCE]).hears_words("• Hồ sơ đã về: 0", "• Hồ sơ còn ở cấp dưới: 1")
    talk.taps("Xem hồ sơ còn ở cấp dưới").hears_words("• DN-2026-0001 · Công đoàn xã Yên Khánh · đang soạn")
    talk.taps("Chốt danh sách").taps("Chưa, để sau").hears("close-year-left")
    assert room.rows(YearClose) == []
    talk.taps("Chốt danh sách").taps("Đồng ý chốt").hears("close-year-done", year="2026", files=0)
    assert "Chốt danh sách" not in talk.labels
    sender = talks[COMMUNE].says("/denghi 1").taps(f"Gửi lên {PLACE}").taps("Đồng ý")
    (file,) = room.rows(Nomination)
    sender.hears("nominate-next-year", old="2026", year="2027")
    assert (file["year"], len(room.rows(YearClose))) == (2027, 1)


@pytest.mark.parametrize("act", ["close", "held", "late", "unregistered"])
def test_a_forged_session_closes_nothing_of_others_r21_r45(room: Room, act: str) -> None:
    talk = officer(room, GRASS)
    employ(talk, "standing", COMMUNE)
    unit = {"id": room.unit(PROVINCE), "name": "-"}
    answers: dict[str, Any] = {"kind": "overall", "year": "2026", "unit": unit, "act": act, "sure": "yes"}
    with room.store.write() as db:
        claim = {"form": "close-year", "answers": answers}
        db.execute(update(of(TalkRow)).where(of(TalkRow).c.person_id == who(talk)).values(session=claim))
    talk.says("/tieptuc").hears("refused-role")
    assert room.rows(YearClose) == []
