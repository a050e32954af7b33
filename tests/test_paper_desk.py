"""/giayto from asking to the file, the doors below it, and the link where a channel can't carry it (R31, R45)."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import ascii_letters, digits

import httpx
import openpyxl
import pytest

from bot.channels.gateway import Limits
from bot.links import PATH, BadLink, Links, key_in, token_of
from handlers import paper_errands
from handlers.errand import Working
from handlers.words import Option, Outgoing
from storage import errands, grants, people
from storage.media import key_of
from storage.tables import Audit, Errand, Outbox
from tests import honouring
from tests.talk import TEXTS, TODAY, ZONE, Room, Talk, joined, sent
from tests.web_server import web_house

DAY = date(2026, 11, 22)


def officer(room: Room, unit: str = "nb", address: str = "200") -> Talk:
    talk = joined(Talk(room, address=address), "Trần Văn Nam", "Bệnh viện Hồng Lam")
    with room.store.write() as db:
        who = people.meet(db, [("telegram", address)], {}, room.now)[("telegram", address)].id
        grants.grant(db, who, "reviewer", room.unit(unit), since=DAY, until=None, by=None, now=room.now)
    return talk


def silent(text: str, /, **args: object) -> None:
    """Nobody is told how far it is."""


def made(room: Room) -> Outgoing:
    """The next errand for papers done, and the message it brought."""
    with room.store.read() as db:
        asked = errands.waiting(db, [paper_errands.PAPER, paper_errands.EXPORT])[0]
        result = paper_errands.work(Working(db, room.media, TEXTS, ZONE, room.now, asked, silent))
    with room.store.write() as db:
        paper_errands.enter(db, TEXTS, ZONE, asked, result, room.now)
        errands.begin(db, asked.id)
        errands.done(db, asked.id, room.now)
    return Outgoing.from_json(room.rows(Outbox)[-1]["body"])


def test_an_officer_asks_for_a_paper_of_a_report_and_asks_its_author_r31_r45(room: Room) -> None:
    author = sent(joined(Talk(room)), result="Còn 3 thợ")
    talk = officer(room).says("/giayto", "Giấy tờ của một bài hoặc một hồ sơ", "sk 2026 1")
    assert talk.labels[0] == "Hồ sơ đầy đủ của bài (PDF)"
    talk.taps("Hồ sơ đầy đủ của bài (PDF)").hears("papers-begun", name="Hồ sơ đầy đủ của bài (PDF)")
    message = made(room)
    assert message.file_name == "Ho-so-SK-2026-0001.pdf"
    assert room.media.get(message.file).startswith(b"%PDF")
    assert "go:nguoiky:" in [option.token for option in message.options]
    assert [(row["act"], row["subject"], row["note"]) for row in room.rows(Audit, act="export")] == [
        ("export", "report:1", "dossier-report")
    ]
    talk.taps_token("go:nhobosung:1-4").hears_words("SK-2026-0001", "kết quả")
    talk.taps("Gửi lời nhờ").hears("ask-author-done", name="Nguyễn Văn Thắng")
    (notice,) = [row for row in room.rows(Outbox, kind="notice") if row["address"] == author.address]
    assert notice["body"]["options"][0][0] == "go:xem:1"
    talk.taps_token("go:nhobosung:1-4").taps("Gửi lời nhờ")
    assert len([row for row in room.rows(Outbox, kind="notice") if row["address"] == author.address]) == 1


def test_a_list_is_narrowed_and_made(room: Room) -> None:
    sent(joined(Talk(room)))
    talk = officer(room).says("/giayto", "Danh sách báo cáo (Excel)")
    talk.says("1", "1").hears("papers-order-ask", unit=room.unit_name("nb"), count=1, narrowed=0)
    talk.taps("Lọc theo trạng thái").taps("Đã duyệt").hears(
        "papers-order-ask", unit=room.unit_name("nb"), count=0, narrowed=1
    )
    talk.says("/giayto", "Danh sách báo cáo (Excel)", "1", "1").taps("Lập tệp ngay")
    assert made(room).file_name == "danh-sach-bao-cao-thanh-tich-2026.xlsx"
    talk.says("/giayto", "Tải ảnh kèm danh mục (zip)", "1", "1").taps("Lập tệp ngay")
    assert [row["kind"] for row in room.rows(Errand) if row["kind"] in ("paper", "export")] == ["paper", "export"]
    assert made(room).file_name == "anh-kem-danh-muc-2026.zip"


@pytest.mark.parametrize("door", ["1", "dn-1", "SK-2026-0001", "dn-999999999999", "x'--", "-1"])
def test_what_is_out_of_reach_or_forged_is_met_kindly_r45(room: Room, door: str) -> None:
    sent(joined(Talk(room)))
    officer(room, "cd-xa-yen-khanh").taps_token(f"go:giayto:{door}").hears("refused-no-paper")


def test_a_role_that_ended_meanwhile_gets_no_file_r45(room: Room) -> None:
    sent(joined(Talk(room)))
    officer(room).taps_token("go:giayto:1").says("1")
    with room.store.write() as db:
        for row in room.rows(Errand, kind="paper"):
            for number in grants.held_now(db, row["person_id"]):
                grants.end(db, number, by=None, now=room.now)
    message = made(room)
    assert (message.text, message.file) == (TEXTS.say("vi", "papers-not-made"), "")
    assert room.rows(Audit, act="export") == []


def test_a_member_without_a_role_gets_no_papers(room: Room) -> None:
    talk = sent(joined(Talk(room))).says("/giayto").hears("refused-role")
    talk.taps_token("go:nhobosung:1-4").hears("refused-role")


# --- links ----------------------------------------------------------------------------------------------------


def test_a_link_opens_its_file_until_it_expires_and_nothing_else(room: Room) -> None:
    key, name = key_of(b"x", ".xlsx"), "a.xlsx"
    token = token_of(key, name, TODAY + timedelta(hours=24))
    assert key_in(token, name, TODAY) == key
    letters = f"{ascii_letters}{digits}-_"
    for forged in (
        token[:-1],
        *(token[:-1] + letter for letter in letters if letter != token[-1]),
        *(letter + token[1:] for letter in letters if letter != token[0]),
        f"{token[:9]}!{token[9:]}",
        "",
        "é" * 20,
        token + "AAAA",
    ):
        with pytest.raises(BadLink):
            key_in(forged, name, TODAY)
    with pytest.raises(BadLink):
        key_in(token, "b.xlsx", TODAY)
    with pytest.raises(BadLink):
        key_in(token, name, TODAY + timedelta(hours=25))


def carried(room: Room, limits: Limits) -> Outgoing:
    key = key_of(b"PK-large", ".zip")
    room.media.put(key, b"PK-large")
    links = Links("http://127.0.0.1:1", room.store, room.media, TEXTS, ZONE, clock=lambda: TODAY)
    return asyncio.run(links.carried(Outgoing("Đây", file=key, file_name="a.zip"), limits, "telegram", "1"))


@pytest.mark.parametrize(
    ("limits", "stays"),
    [(Limits(), True), (Limits(file_bytes=3), False), (Limits(files=False), False)],
)
def test_what_a_channel_cannot_carry_goes_as_a_link(room: Room, limits: Limits, *, stays: bool) -> None:
    message = carried(room, limits)
    assert bool(message.file) is stays
    assert (f"http://127.0.0.1:1{PATH}/" in message.text) is not stays


NO_PHOTOS = Limits(photos=False, files=False)


def test_photos_a_channel_cannot_show_go_as_links_a_line_each(room: Room) -> None:
    keys = [key_of(b"one"), key_of(b"two", ".png")]
    for key, data in zip(keys, (b"one", b"two"), strict=True):
        room.media.put(key, data)
    links = Links("https://baocong.example", room.store, room.media, TEXTS, ZONE, clock=lambda: TODAY)

    def carried(*photos: str, text: str = "Đây") -> Outgoing:
        message = Outgoing(text, (Option("yes", "Có"),), photos=photos)
        return asyncio.run(links.carried(message, NO_PHOTOS, "zalo_bot", "a"))

    until = TODAY + timedelta(hours=24)
    urls = [
        f"https://baocong.example{PATH}/{token_of(key, name, until)}/{name}"
        for key, name in zip(keys, ("1.jpg", "2.png"), strict=True)
    ]
    both = carried(*keys)
    assert both.text == "\n".join(["Đây", "", "2 ảnh, xem được đến 09:30 23/11/2026:", *urls])
    assert (both.photos, both.options) == ((), (Option("yes", "Có"),))
    assert carried(keys[0], text="").text == "\n".join(["Ảnh, xem được đến 09:30 23/11/2026:", urls[0]])
    assert carried(key_of(b"deleted")).text == "Đây"
    shown = Outgoing("Đây", photos=tuple(keys))
    assert asyncio.run(links.carried(shown, Limits(), "telegram", "1")) == shown


def test_a_link_to_a_photo_shows_it(tmp_path: Path) -> None:
    with web_house(tmp_path) as house, httpx.Client(base_url=house.url) as browser:
        house.media.put(key_of(b"a picture"), b"a picture")
        token = token_of(key_of(b"a picture"), "1.jpg", datetime.now(UTC) + timedelta(hours=1))
        for _ in range(2):  # a preview fetcher may come first
            answer = browser.get(f"{PATH}/{token}/1.jpg")
            assert (answer.status_code, answer.content) == (200, b"a picture")
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["content-disposition"] == "inline; filename*=UTF-8''1.jpg"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_link_is_served_over_http_more_than_once_and_a_forged_one_says_so(tmp_path: Path) -> None:
    with web_house(tmp_path) as house, httpx.Client(base_url=house.url) as browser:
        key = key_of(b"PK-large", ".zip")
        house.media.put(key, b"PK-large")
        until = datetime.now(UTC) + timedelta(hours=1)
        path = f"{PATH}/{token_of(key, 'anh.zip', until)}/anh.zip"
        for _ in range(2):
            answer = browser.get(path)
            assert (answer.status_code, answer.content) == (200, b"PK-large")
        assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''anh.zip"
        assert answer.headers["cache-control"] == "no-store"
        old = f"{PATH}/{token_of(key, 'anh.zip', until - timedelta(hours=2))}/anh.zip"
        for bad in (old, path.replace("anh.zip", "khac.zip"), f"{PATH}/abc/anh.zip"):
            answer = browser.get(bad)
            assert answer.status_code == 410
            assert "Đường dẫn này không còn dùng được" in answer.text


# --- a nomination file -----------------------------------------------------------------------------------------------


def test_a_file_of_eight_becomes_a_dossier_a_list_and_statistics_r29_r46(room: Room, tmp_path: Path) -> None:
    talk = officer(room)
    number = honouring.file(room, *honouring.EIGHT)
    talk.taps_token(f"go:giayto:dn-{number}").hears_words("DN-2026-0001")
    talk.taps("Hồ sơ khen thưởng đầy đủ (PDF)")
    message = made(room)
    assert (message.file_name, room.media.get(message.file)[:4]) == ("Ho-so-DN-2026-0001.pdf", b"%PDF")
    assert f"go:denghi:{number}" in [option.token for option in message.options] or "Còn thiếu" in message.text
    talk.says("/giayto", "Danh sách đề nghị khen thưởng (Excel)", "1", "1").taps("Lập tệp ngay")
    (tmp_path / "n.xlsx").write_bytes(room.media.get(made(room).file))
    rows = [
        row for row in openpyxl.load_workbook(tmp_path / "n.xlsx")["Danh sách"].iter_rows(values_only=True) if row[0]
    ]
    assert [row[2] for row in rows if row[1] == "DN-2026-0001"] == [each["name"] for each in honouring.EIGHT]
    honouring.honoured(room, {"name": "Tổ điện", "collective": True}, code="DN-2026-0009")
    talk.says("/giayto", "Thống kê khen thưởng (Excel)", "1", "1").taps("Lập tệp ngay")
    (tmp_path / "s.xlsx").write_bytes(room.media.get(made(room).file))
    rows = list(openpyxl.load_workbook(tmp_path / "s.xlsx")["Danh sách"].iter_rows(values_only=True))
    assert next(row for row in rows if row[1] == "Tổng số")[4:] == (1, 0, 0, 0, 0, 1)
