"""/tim in the chat: reports by a few words, page by page, with buttons and without; by code; each within what one may see."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from bot.channels.gateway import utf16
from storage import grants
from storage.search_words import key
from storage.tables import Audit, Report, of
from tests.talk import TEXTS, Room, Talk, joined, sent

PROVINCE, THIEN_HA = "nb", "cdcs-may-thien-ha"
FIRST = "SK-2026-0001 · Bộ gá xoay hàn lồng thép · "


def say(name: str, **args: object) -> str:
    return TEXTS.say("vi", name, **args)


def officer(room: Room, unit: str = PROVINCE, role: str = "reviewer", address: str = "200") -> Talk:
    talk = joined(Talk(room, address=address), "Trần Văn Nam", "Bệnh viện Hồng Lam")
    with room.store.write() as db:
        since, number = date(2026, 1, 1), int(address) // 100
        grants.grant(db, number, role, room.unit(unit), since=since, until=None, by=None, now=room.now)
    return talk


def reported(room: Room, many: int = 1) -> Talk:
    """A member of Sông Vân who sent so many reports, the first of them a real one."""
    author = joined(Talk(room, address="100"), "Nguyễn Văn Thắng")
    for number in range(1, many + 1):
        sent(author, title="Bộ gá xoay hàn lồng thép" if number == 1 else f"Giá để dụng cụ số {number}")
    return author


def lines(talk: Talk) -> list[str]:
    """The reports on the screen."""
    return [label for label in talk.labels if label.startswith("SK-")]


def test_a_few_words_lead_to_a_report_and_other_words_look_again_r70(room: Room) -> None:
    reported(room, 2)
    talk = officer(room).says("/tim").hears("find-words-ask").says("dung cu")
    talk.hears("find-which-ask", many="no", count=1, words="dung cu")
    assert [line.split(" · ")[:2] for line in lines(talk)] == [["SK-2026-0002", "Giá để dụng cụ số 2"]]
    talk.says("bộ gá").hears("find-which-ask", many="no", count=1, words="bộ gá")
    assert lines(talk) == [f"{FIRST}Xây lắp Sông Vân…"]
    talk.taps(lines(talk)[0]).hears_words("SK-2026-0001 · Sáng kiến, giải pháp", "Bộ gá xoay hàn lồng thép")
    assert [row["subject"] for row in room.rows(Audit, act="view")] == ["report:1"]
    talk.says("/tim").says("khongco").hears("find-which-ask", many="no", count=0, words="khongco")
    talk.taps(say("way-back")).hears("find-words-ask")


@pytest.mark.parametrize("typed", ["SK-2026-0001", "sk 2026 1", "sk20260001"])
def test_a_code_leads_there_at_once(room: Room, typed: str) -> None:
    reported(room)
    talk = officer(room)
    talk.says(f"/tim {typed}").hears_words("SK-2026-0001 · Sáng kiến, giải pháp")
    talk.says("/tim").says(typed).hears_words("SK-2026-0001 · Sáng kiến, giải pháp")
    talk.says("/tim ga").says(typed).hears_words("SK-2026-0001 · Sáng kiến, giải pháp")
    talk.says("/tim SK-2026-0009").hears("refused-no-such-report")


def test_more_than_a_page_is_turned_with_a_button_or_by_number(room: Room) -> None:
    author = reported(room)
    first = room.reports()[0]
    with room.store.write() as db:
        for number in range(2, 26):
            code = f"SK-2026-{number:04d}"
            found = {"search_key": key(first["unit_id"], code, "Giá treo"), "title": "Giá treo", "code": code}
            db.execute(of(Report).insert().values({**first, **found, "id": number}))
    talk = officer(room).says("/tim gia treo").hears("find-which-ask", many="no", count=24, words="gia treo")
    assert [line[:12] for line in lines(talk)] == [f"SK-2026-{number:04d}" for number in range(25, 15, -1)]
    talk.taps(say("list-more"))
    assert [line[:12] for line in lines(talk)] == [f"SK-2026-{number:04d}" for number in range(15, 5, -1)]
    talk.says("11")  # the way on, by its number
    assert [line[:12] for line in lines(talk)] == [f"SK-2026-{number:04d}" for number in range(5, 1, -1)]
    talk.says("2").hears_words("SK-2026-0004 · Sáng kiến, giải pháp")
    author.says("/tim gia treo").says("1").hears_words("SK-2026-0025: Giá treo")  # one's own, as one's own


def test_there_may_be_more_than_are_listed(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.search.MOST", 2)
    reported(room, 3)
    officer(room).says("/tim sk 2026").hears("find-which-ask", many="yes", count=2, words="sk 2026")


def test_who_holds_no_role_finds_their_own_and_a_role_only_what_it_reads_r45(room: Room) -> None:
    author = reported(room)
    stranger = joined(Talk(room, address="300"), "Lê Thị Mai Hương", "May Thiên Hà")
    elsewhere = officer(room, THIEN_HA, address="200")
    for talk, count in ((author, 1), (stranger, 0), (elsewhere, 0)):
        talk.says("/tim bộ gá").hears("find-which-ask", many="no", count=count, words="bộ gá")
    stranger.says("/xem SK-2026-0001").hears("refused-no-such-report")


def test_a_role_that_ended_while_the_list_stood_opens_nothing(room: Room) -> None:
    reported(room)
    talk = officer(room).says("/tim bộ gá")
    with room.store.write() as db:
        for held in grants.held_now(db, 2):
            grants.end(db, held, by=1, now=room.now)
    talk.taps(lines(talk)[0]).hears("refused-no-such-report")


def test_what_its_author_took_back_is_found_by_its_author_alone(room: Room) -> None:
    author = reported(room)
    with room.store.write() as db:
        db.execute(update(of(Report)).values(state="withdrawn"))
    author.says("/tim bo ga").hears("find-which-ask", many="no", count=1, words="bo ga")
    officer(room).says("/tim bo ga").hears("find-which-ask", many="no", count=0, words="bo ga")


@pytest.mark.parametrize("typed", ["%", "_", '"', "ga OR 1=1 --", "(((", "x" * 100, "\U0001f600"])
def test_anything_may_be_typed(room: Room, typed: str) -> None:
    reported(room)
    talk = officer(room).says("/tim").says(typed)
    assert (lines(talk), talk.labels[-1]) == ([], say("way-cancel"))


def test_a_stranger_is_asked_to_join_first_and_a_label_fits_a_button(room: Room) -> None:
    reported(room)
    with room.store.write() as db:
        db.execute(update(of(Report)).values(title="Sáng kiến rất dài " * 8))
    talk = officer(room).says("/tim bo ga")
    assert [utf16(line) <= 64 for line in lines(talk)] == [True]
    Talk(room, address="9").says("/tim bo ga").hears("join-first")
