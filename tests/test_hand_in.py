"""/maugiay: taking a Word template out, and handing a new one in on the page a signed link opens (R31, R45, R66)."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from docx import Document

from bot.channels.gateway import Limits
from bot.hand_in_links import PATH, HandInLinks, token_of, wish_in
from bot.links import BadLink
from bot.papers import Papers
from handlers.hand_in import Wish
from handlers.papers.template_package import MOST_BYTES
from handlers.words import Outgoing
from storage import grants, people, register, templates, units
from storage.award_tables import PaperTemplate
from storage.forms import shipped
from storage.media import key_of
from storage.tables import Audit, Outbox, of
from storage.vault import VAULT
from tests.talk import TEXTS, TODAY, ZONE, Room, Talk, joined
from tests.web_server import KEY, WebHouse, web_house

DAY = date(2026, 11, 22)
PAPER = "minutes"
NAME = TEXTS.say("vi", "paper-minutes")


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def with_text(line: str) -> bytes:
    """The shipped template with this paragraph at its end."""
    document = Document(io.BytesIO(shipped(PAPER)))
    document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


GOOD, WRONG = with_text("Mẫu riêng của tỉnh"), with_text("{{ so_co_mt }}")


# --- in the chat ----------------------------------------------------------------------------------------------


def officer(room: Room, unit: str = "nb", role: str = "standing", limits: Limits | None = None) -> Talk:
    talk = joined(Talk(room, address="200", limits=limits or Limits()), "Trần Văn Nam", "Bệnh viện Hồng Lam")
    with room.store.write() as db:
        who = people.meet(db, [("telegram", "200")], {}, room.now)[("telegram", "200")].id
        grants.grant(db, who, role, room.unit(unit), since=DAY, until=None, by=None, now=room.now)
    return talk


def at_the_paper(talk: Talk) -> Talk:
    """Up to what can be done about the template of the minutes."""
    return talk.says("/maugiay", "1").taps(NAME)


def handed_in(room: Room, unit: str, data: bytes = GOOD, name: str = "mau.docx") -> int:
    key = key_of(data, ".docx")
    room.media.put(key, data)
    with room.store.write() as db:
        return templates.put(db, room.unit(unit), PAPER, key, name, who=None, now=room.now)


def leaving(room: Room, message: Outgoing) -> Outgoing:
    """What becomes of a message just before it leaves."""
    papers = Papers(room.store, room.media, TEXTS, ZONE)
    return asyncio.run(HandInLinks(papers, "http://127.0.0.1:1", TEXTS, ZONE, clock=lambda: TODAY)(message))


def act(talk: Talk, label: str) -> Outgoing:
    """The message a button brings beside the next question, as it leaves."""
    (found,) = [each for each in talk.taps(say(label)).heard if each.file]
    return leaving(talk.room, found)


def test_the_template_in_use_is_taken_out_the_nearest_first_r31(room: Room) -> None:
    talk = at_the_paper(officer(room, "cd-xa-yen-khanh")).hears_words("Đang dùng mẫu có sẵn.")
    message = act(talk, "templates-take")
    assert (message.file_name, room.media.get(message.file)) == ("mau-bien-ban-hop.docx", shipped(PAPER))
    handed_in(room, "nb", GOOD)
    talk.says("/menu")
    at_the_paper(talk).hears_words(f"Đang dùng mẫu “mau.docx” của {room.unit_name('nb')}, nộp ngày 22/11/2026.")
    assert say("templates-drop") not in talk.labels  # it is the province's
    assert room.media.get(act(talk, "templates-take").file) == GOOD


def test_a_template_whose_bytes_are_gone_gives_the_shipped_one(room: Room) -> None:
    handed_in(room, "nb", GOOD)
    room.media.delete(key_of(GOOD, ".docx"))
    assert room.media.get(act(at_the_paper(officer(room)), "templates-take").file) == shipped(PAPER)


def test_ones_own_is_taken_back_after_a_question_and_is_in_the_audit(room: Room) -> None:
    handed_in(room, "nb", WRONG, "cu.docx")
    number = handed_in(room, "nb")
    talk = at_the_paper(officer(room)).hears_words("mẫu riêng “mau.docx”").taps(say("templates-drop"))
    talk.hears("templates-sure-ask", paper=NAME, file="mau.docx", day="22/11/2026").taps(say("templates-no"))
    talk.hears("templates-left").taps(say("templates-drop")).taps(say("templates-yes"))
    talk.hears("template-taken-back", number=str(number)).hears_words("mẫu riêng “cu.docx”")
    assert [row["subject"] for row in room.rows(Audit, act="take-back-template")] == [f"paper_template:{number}"]


def test_the_link_comes_in_the_message_and_holds_nothing_personal_r66(room: Room) -> None:
    talk = at_the_paper(officer(room))
    message = act(talk, "templates-hand-in")
    assert (message.file, message.text.splitlines()[0]) == ("", say("templates-link"))
    address = next(line for line in message.text.splitlines() if line.startswith("http"))
    token = address.removeprefix(f"http://127.0.0.1:1{PATH}/").removesuffix("?lang=vi")
    assert wish_in(token, TODAY)[0] == Wish(1, room.unit("nb"), PAPER)
    assert "09:30 23/11/2026" in message.text
    assert token != token_of(Wish(1, room.unit("nb"), PAPER), TODAY + timedelta(hours=24))  # sealed, not only signed
    assert len(address) < 220


@pytest.mark.parametrize("forged", ["", "A", "é" * 20, "A" * 4000, "{token}A", "{cut}", "{turned}"])
def test_a_forged_cut_or_old_token_opens_nothing(room: Room, forged: str) -> None:
    token = token_of(Wish(1, 2, PAPER), TODAY)
    turned = token[:40] + ("B" if token[40] != "B" else "C") + token[41:]
    with pytest.raises(BadLink):
        wish_in(forged.format(token=token, cut=token[:-4], turned=turned), TODAY)
    with pytest.raises(BadLink):
        wish_in(token, TODAY + timedelta(seconds=1))
    assert wish_in(token, TODAY)[0] == Wish(1, 2, PAPER)


def test_a_role_that_ended_meanwhile_gets_no_link_r45(room: Room) -> None:
    talk = at_the_paper(officer(room))
    with room.store.write() as db:
        for number in grants.held_now(db, 1):
            grants.end(db, number, by=None, now=room.now)
    talk.taps(say("templates-hand-in")).hears("refused-role")
    assert [each.file for each in talk.heard] == [""] * len(talk.heard)


def test_a_reviewer_is_not_asked_for_templates(room: Room) -> None:
    officer(room, role="reviewer").says("/maugiay").hears("refused-role")


# --- on the page ----------------------------------------------------------------------------------------------


@dataclass
class Desk:
    """A house with one officer of the province in it, who talks on the web."""

    house: WebHouse
    person: int
    unit: int
    grant: int

    def path(self, paper: str = PAPER, *, hours: float = 1, person: int | None = None, unit: int | None = None) -> str:
        wish = Wish(self.person if person is None else person, unit or self.unit, paper)
        return f"{PATH}/{token_of(wish, datetime.now(UTC) + timedelta(hours=hours))}"

    def get(self, path: str) -> httpx.Response:
        return httpx.get(self.house.url + path)

    def post(self, path: str, data: bytes = GOOD, name: str = "Mẫu mới.docx", **more: Any) -> httpx.Response:
        """As a browser posts it: with the page's origin."""
        more = {"files": {"template": (name, data, "application/octet-stream")}, **more}
        return httpx.post(self.house.url + path, headers={"Origin": self.house.url, **more.pop("headers", {})}, **more)

    def rows(self) -> list[dict[str, Any]]:
        table = of(PaperTemplate)
        with self.house.store.read() as db:
            return [dict(row) for row in db.execute(table.select().order_by(table.c.id)).mappings()]

    def told(self) -> list[str]:
        """What was said in the chat."""
        with self.house.store.read() as db:
            return [row.body["text"] for row in db.execute(of(Outbox).select().order_by(of(Outbox).c.id))]


def employed(house: WebHouse) -> Desk:
    house.write(register.load_starter)
    place = ("web", "1")

    def employ(db: Any, now: datetime) -> tuple[int, int, int]:
        who = people.meet(db, [place], {}, now)[place].id
        unit = units.by_code(db, "nb")
        assert unit is not None
        people.join(db, who, name="Trần Văn Nam", author_class="worker", unit_id=unit, phone=None, now=now)
        grants.grant(db, who, "standing", unit, since=DAY, until=None, by=None, now=now)
        return who, unit, grants.held_now(db, who)[0]

    return Desk(house, *house.write(employ))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with web_house(tmp_path_factory.mktemp("data"), parts={"zone": ZONE, "files_a_minute": 1000}) as house:
        yield employed(house)


@pytest.fixture
def desk(shared: Desk, tmp_path: Path) -> Desk:
    """The vault is one for the process: a room of the chat may have put in its own key meanwhile."""
    VAULT.unlock(KEY)
    return shared


def test_the_page_says_what_it_is_for_and_asks_for_one_file(desk: Desk) -> None:
    answer = desk.get(desk.path())
    assert answer.status_code == 200
    for words in (NAME, "nguoi_co_mat", "5 MB", 'type="file"', "phieu</code>: stt, ten"):
        assert words in answer.text
    assert "<script" not in answer.text
    headers = [answer.headers[name] for name in ("referrer-policy", "cache-control", "x-robots-tag")]
    assert headers == ["same-origin", "no-store", "noindex"]
    assert "Hand in a new template" in desk.get(desk.path() + "?lang=en").text


def test_a_good_template_is_kept_once_and_told_on_the_page_and_in_the_chat_r31(desk: Desk) -> None:
    before, path = len(desk.told()), desk.path()
    for _ in range(2):  # a page loaded anew sends the file again
        answer = desk.post(path, GOOD, r"C:\Tài liệu\Mẫu <mới>.docx")
        assert (answer.status_code, "Đã nhận mẫu số" in answer.text) == (200, True)
    row = desk.rows()[-1]
    assert [each["media_key"] for each in desk.rows()].count(row["media_key"]) == 1
    assert (row["unit_id"], row["paper"], row["name"], row["person_id"]) == (
        desk.unit,
        PAPER,
        "Mẫu <mới>.docx",
        desk.person,
    )
    assert desk.house.media.get(row["media_key"]) == GOOD
    (told,) = desk.told()[before:]
    assert told.startswith(f"Đã nhận mẫu số {row['id']}: {NAME}, dùng cho Liên đoàn Lao động")
    assert "Mẫu &lt;mới&gt;.docx" in desk.get(path).text


def test_a_wrong_field_is_named_on_the_page_and_in_the_chat_and_nothing_is_kept(desk: Desk) -> None:
    before, rows, path = len(desk.told()), desk.rows(), desk.path()
    answers = [desk.post(path, WRONG) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [422, 422]
    wrong = say("template-field-like", place="{{ so_co_mt }}", field="so_co_mt", good="so_co_mat")
    assert wrong in answers[0].text
    assert desk.told()[before:] == [f"{say('template-refused')}\n- {wrong}"]
    assert desk.rows() == rows


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"data": b"no document"}, 422, "template-no-docx"),
        ({"data": b"x" * (MOST_BYTES + 1)}, 422, "template-too-large"),
        ({"data": b"x" * (8 * MOST_BYTES + 1)}, 413, "template-too-large"),
        ({"name": ""}, 400, "hand-in-nothing"),
        ({"files": {"other": ("a.docx", b"x", "text/plain")}}, 400, "hand-in-nothing"),
        ({"files": {"other": ("a.docx", b"x" * 70_000, "text/plain")}}, 413, "template-too-large"),
        ({"files": None, "json": {}}, 400, "web-problem-bad-request"),
        (
            {
                "files": None,
                "content": b"--x\r\nbroken",
                "headers": {"Content-Type": "multipart/form-data; boundary=x"},
            },
            400,
            "web-problem-bad-request",
        ),
        ({"headers": {"Origin": "https://elsewhere.vn"}}, 403, "web-problem-foreign-origin"),
        ({"headers": {"Origin": "null"}}, 403, "web-problem-foreign-origin"),
    ],
)
def test_what_can_not_be_taken_is_said_with_what_to_do(
    desk: Desk, sent: dict[str, Any], status: int, words: str
) -> None:
    rows = desk.rows()
    answer = desk.post(desk.path(), **sent)
    assert answer.status_code == status
    assert say(words, most=5) in answer.text
    assert desk.rows() == rows


def test_forged_expired_and_ended_links_show_a_page_r45(desk: Desk) -> None:
    rows, good = desk.rows(), desk.path()
    below = desk.house.write(lambda db, _: units.by_code(db, "cd-xa-yen-khanh"))
    for path, status, words in (
        (desk.path(hours=-1), 410, "hand-in-gone"),
        (good[:-2], 410, "hand-in-gone"),
        (f"{PATH}/abc", 410, "hand-in-gone"),
        (desk.path("no-such-paper"), 403, "hand-in-not-yours"),
        (desk.path(person=999), 403, "hand-in-not-yours"),
        (desk.path(unit=999_999), 403, "hand-in-not-yours"),
    ):
        for answer in (desk.get(path), desk.post(path)):
            assert (answer.status_code, say(words) in answer.text) == (status, True)
    assert desk.get(desk.path(unit=below)).status_code == 200  # the province's officer, for a unit below
    assert desk.rows() == rows


def test_a_role_that_ended_while_the_page_was_open_keeps_nothing_r45(desk: Desk) -> None:
    path, rows = desk.path(), desk.rows()
    assert desk.get(path).status_code == 200
    desk.house.write(lambda db, now: grants.end(db, desk.grant, by=None, now=now))
    answer = desk.post(path, with_text("Sau khi thôi vai trò"))
    assert (answer.status_code, say("hand-in-not-yours") in answer.text) == (403, True)
    assert desk.rows() == rows


def test_too_many_files_in_a_minute_wait_before_they_are_read(tmp_path: Path) -> None:
    with web_house(tmp_path, parts={"files_a_minute": 1}) as house:
        desk = employed(house)
        assert desk.post(desk.path()).status_code == 200
        answer = desk.post(desk.path(), WRONG)
        assert (answer.status_code, say("hand-in-too-fast") in answer.text) == (429, True)
        assert 1 <= int(answer.headers["retry-after"]) <= 60
