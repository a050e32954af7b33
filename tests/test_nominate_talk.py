"""/denghi in the chat: a file from opening to the council, and what is refused with a sentence (R21, R29, R33, R45, R53)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from storage import deadlines, grants, invariants, nominations
from storage.award_tables import Nomination, Nominee, NomineeReport, Override
from storage.deadlines import Due
from storage.tables import Talk as TalkRow
from storage.tables import of
from tests.nominating import COMMUNE, DAY, GRASS, OTHER, PROVINCE, approved, named, officer, opened, who
from tests.talk import TEXTS, ZONE, Room, Talk

FORWARD = "Gửi lên Công đoàn xã Yên Khánh"


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def act(name: str, **args: Any) -> str:
    return say("nominee-act", **{"act": name, "site": "no", **args})


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Talk]]:
    """Officers at four places of one house, with one approved report."""
    room = Room(Path(tmp_path_factory.mktemp("nominate")))
    found = {unit: officer(room, unit) for unit in (GRASS, COMMUNE, PROVINCE, OTHER)}
    approved(room)
    yield found
    room.store.close()


def a_file(talks: dict[str, Talk], name: str = "", **more: Any) -> int:
    room, by = talks[GRASS].room, who(talks[GRASS])
    with room.store.write() as db:
        number = opened(db, room, by, **more)
        if name:
            named(db, room, number, by, name)
    return number


def row(talks: dict[str, Talk], number: int) -> dict[str, Any]:
    (found,) = talks[GRASS].room.rows(Nomination, id=number)
    return found


def test_a_file_is_opened_named_from_a_report_let_pass_and_sent_r29_r50(talks: dict[str, Talk]) -> None:
    talk = talks[GRASS].says("/denghi").taps("Lập hồ sơ mới").taps("Khen thưởng toàn diện").says("1")
    talk.taps("Liên đoàn Lao động tỉnh").taps("2026").taps("Trần Văn Hải · bài SK-2026-0001")
    talk.taps("Bằng khen của BCH LĐLĐ tỉnh").hears("new-nominee-added", name="Trần Văn Hải", merits="yes")
    talk.hears_words("• Bài làm căn cứ: SK-2026-0001", "• Thành tích: – Bộ gá của Trần Văn Hải.")
    talk.taps(act("file")).taps(FORWARD).taps("Đồng ý")
    talk.hears_words("Hồ sơ chưa gửi được", "Có sáng kiến được công nhận")
    (file,) = talk.room.rows(Nomination)
    assert file["state"] == "draft"
    talk.taps("Xem từng người, tập thể").taps("Trần Văn Hải").taps(act("override"))
    talk.taps("Có sáng kiến được công nhận").says("Hội đồng đã họp, giấy đang ký").hears("nominee-overridden")
    talk.taps(act("take-back")).hears_words("Hội đồng đã họp, giấy đang ký").taps("Có sáng kiến được công nhận")
    talk.hears("nominee-taken-back")
    assert (talk.room.rows(Override), act("take-back") in talk.labels) == ([], False)
    talk.taps(act("override")).taps("Có sáng kiến được công nhận").says("Hội đồng đã họp, giấy đang ký")
    talk.taps(act("file")).taps(FORWARD).taps("Đồng ý")
    talk.hears("nominate-done", act="forward", code=file["code"], unit="Công đoàn xã Yên Khánh")
    assert [each["rule"] for each in talk.room.rows(Override)] == ["recognised"]
    (file,) = talk.room.rows(Nomination)
    assert (file["state"], file["desk_unit_id"]) == ("sent", talk.room.unit(COMMUNE))
    talks[COMMUNE].says("/denghi").hears_words("Có 1 hồ sơ chờ anh/chị xử lý")


def test_details_and_a_report_ticked_off_again(talks: dict[str, Talk]) -> None:
    number = a_file(talks, "Lê Văn Hai", kind="ad-hoc")
    talk = talks[GRASS].says(f"/denghi {number}").taps("Xem từng người, tập thể").taps("Lê Văn Hai")
    talk.taps(act("details")).says("1/1/2020").hears("misread-birth-date").says("15/3/1985", "Nam", "Thợ hàn")
    talk.taps(act("reports")).says("1").taps("Xong")
    talk.hears_words("• Bài làm căn cứ: SK-2026-0001")
    talk.taps(act("reports"))
    assert talk.labels[0].startswith("✓ SK-2026-0001")
    talk.says("1").taps("Xong").hears_words("• Bài làm căn cứ: chưa có")
    (kept,) = talk.room.rows(Nominee, nomination_id=number)
    assert kept["details"] == {"birth_date": "1985-03-15", "sex": "male", "post": "Thợ hàn"}
    assert talk.room.rows(NomineeReport, nominee_id=kept["id"]) == []
    talk.taps(act("site")).taps(act("leave-out")).says("Xin để đợt sau")
    (kept,) = talk.room.rows(Nominee, nomination_id=number)
    assert (kept["state"], kept["on_site"]) == ("left out", True)


def test_a_return_and_a_withdrawal_in_words(talks: dict[str, Talk]) -> None:
    number = a_file(talks, "Phạm Thị Ba")
    with talks[GRASS].room.store.write() as db:
        nominations.move(db, number, "forward", who=who(talks[GRASS]), now=talks[GRASS].room.now, today=DAY)
    talks[COMMUNE].says(f"/denghi {number}").taps("Trả lại bổ sung").says("Cần thêm bài")
    assert row(talks, number)["state"] == "returned"
    talk = talks[GRASS].says(f"/denghi dn-{number}").hears_words("trả về CĐCS Công ty TNHH May Thiên Hà")
    talk.taps("Xem lịch sử hồ sơ").hears_words("trả lại bổ sung: Cần thêm bài")
    talk.taps("Rút hồ sơ").taps("Đồng ý")
    assert row(talks, number)["state"] == "withdrawn"
    assert "Rút hồ sơ" not in talk.labels


@pytest.mark.parametrize("argument", ["999", "dn-", "abc", "1; drop", "9" * 50, "-1"])
def test_a_forged_door_opens_no_file_r45(talks: dict[str, Talk], argument: str) -> None:
    talk = talks[OTHER].taps_token(f"go:denghi:{argument}")
    assert "DN-2026" not in talk.text


@pytest.mark.parametrize("form", ["nominate", "new-nominee", "nominee", "nominee-details"])
def test_an_officer_of_another_unit_sees_and_changes_nothing_r21_r45(talks: dict[str, Talk], form: str) -> None:
    number = a_file(talks, "Bí Mật Văn Tên")
    room, talk = talks[GRASS].room, talks[OTHER]
    (one,) = room.rows(Nominee, nomination_id=number)
    answers: dict[str, dict[str, Any]] = {
        "nominate": {"which": str(number), "act": "withdraw", "sure": "yes"},
        "new-nominee": {
            "who": "other",
            "unit": {"id": room.unit(GRASS), "name": "-"},
            "subject": "unit",
            "award": "bk-ldld",
        },
        "nominee": {"act": "leave-out", "reason": "Không rõ lý do"},
        "nominee-details": {"asked": ["home"], "home": "Xa lắm"},
    }
    claim = {"form": form, "answers": answers[form], "subject": number if form == "new-nominee" else one["id"]}
    before = [room.rows(Nomination, id=number), room.rows(Nominee, nomination_id=number)]
    with room.store.write() as db:
        db.execute(update(of(TalkRow)).where(of(TalkRow).c.person_id == who(talk)).values(session=claim))
    talk.says("/tieptuc").says("1")
    assert "Bí Mật" not in talk.text
    assert [room.rows(Nomination, id=number), room.rows(Nominee, nomination_id=number)] == before


def test_the_same_subject_twice_and_a_long_name_get_a_sentence(talks: dict[str, Talk]) -> None:
    number = a_file(talks, "Đỗ Văn Tư")
    talk = talks[GRASS]
    for name, heard in (("Đỗ Văn Tư", "new-nominee-twice"), ("A" * 300, "")):
        talk.says(f"/denghi {number}").taps("Thêm người, tập thể").taps("Thêm người, tập thể khác").says("1")
        talk.taps(say("subject-person")).says(name)
        if heard:
            talk.says("1").taps("Không").says("1").hears(heard, name=name)
    talk.hears("misread-too-long", length="300", most="200")
    talk.says("/huy")
    assert len(talk.room.rows(Nominee, nomination_id=number)) == 1


def test_a_role_that_ended_while_the_file_was_open_is_told_r21(talks: dict[str, Talk]) -> None:
    number = a_file(talks, "Vũ Thị Năm", unit=GRASS)
    room = talks[GRASS].room
    talk = officer(room, GRASS, address="700").says(f"/denghi {number}").taps(FORWARD)
    with room.store.write() as db:
        for grant in grants.held_now(db, who(talk)):
            grants.end(db, grant, by=None, now=room.now)
    talk.says("1").hears("refused-role")
    assert row(talks, number)["state"] == "draft"


def test_a_sent_file_is_no_longer_owed_in_the_chat_r26(talks: dict[str, Talk]) -> None:
    room = talks[GRASS].room
    with room.store.write() as db:
        said: dict[str, Any] = {"movement": "kh24-2023", "year": 2025, "duty": "nominate", "level": "", "award": ""}
        new = Due(id=0, unit_id=room.unit(PROVINCE), unit_type="cdcs", due=DAY.replace(day=30), **said)
        deadlines.add(db, new, who=None, now=room.now)
    lines = [talks[GRASS].says("/nhac").text]
    number = a_file(talks, "Lý Văn Sáu", year=2025)
    for act_ in ("forward", "withdraw"):
        with room.store.write() as db:
            nominations.move(db, number, act_, who=who(talks[GRASS]), now=room.now, today=DAY)
        lines.append(talks[GRASS].says("/nhac").text)
    assert ["năm 2025. Chưa nộp" in each for each in lines] == [True, False, True]


def test_the_histories_of_all_these_files_hold_r45(talks: dict[str, Talk]) -> None:
    number = a_file(talks, "Ngô Thị Bảy")
    room = talks[GRASS].room
    with room.store.write() as db:
        for act_, unit in (("forward", GRASS), ("forward", COMMUNE), ("withdraw", GRASS)):
            nominations.move(db, number, act_, who=who(talks[unit]), now=room.now + timedelta(hours=1), today=DAY)
    with room.store.read() as db:
        assert [each for each in invariants.faults(db, ZONE) if "nomination" in str(each)] == []
