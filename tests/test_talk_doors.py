"""Doors: buttons that open a conversation from any message, commands with an argument, and conversations for staff only (R21)."""

from __future__ import annotations

from datetime import date

import pytest

from bot.channels.gateway import Limits, fit
from handlers import menu
from handlers.menu import Call
from handlers.words import Option, Outgoing
from storage import grants, linking, people
from storage.tables import Draft
from tests.talk import TEXTS, Room, Talk, filled, joined

POOR = Limits(text=2000, buttons=False)


def said(talk: Talk) -> str:
    return "\n".join(message.text for message in talk.heard)


def appoint(room: Room, role: str = "standing", unit: str = "nb", who: int = 1, until: date | None = None) -> int:
    with room.store.write() as db:
        return grants.grant(db, who, role, room.unit(unit), since=date(2026, 1, 1), until=until, by=None, now=room.now)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("/vaitro ABCD-EFGH", Call("roles", "ABCD-EFGH")),
        ("/VaiTro@bot  abcd efgh ", Call("roles", "abcd efgh")),
        ("/baocao", Call("report")),
        ("/lungtung 7", Call("unknown", "7")),
        ("/", None),
        ("/xem SK-2026-0147", Call("view", "SK-2026-0147")),
        ("Xem SK-2026-0147", Call("view", "sk-2026-0147")),
        ("xem sk 2026 147", Call("view", "sk 2026 147")),
        ("xem giúp tôi SK-2026-0147", None),
        ("/vaitro " + "x" * 200, Call("roles", "x" * 60)),
    ],
)
def test_a_command_may_carry_an_argument(text: str, call: Call | None) -> None:
    assert menu.call_of(text) == call


@pytest.mark.parametrize(
    ("token", "call"),
    [
        ("go:vaitro:ABCD", Call("roles", "ABCD")),
        ("go:nhantin:", Call("notices")),
        ("go:nhantin", Call("notices")),
        ("go:xem:1:2", Call("view", "1:2")),
        ("go:khongco:1", None),
        ("go:", None),
    ],
)
def test_a_door_names_a_command(token: str, call: Call | None) -> None:
    assert menu.call_of_door(token) == call


def test_a_door_is_never_numbered_and_is_shown_with_its_command() -> None:
    message = Outgoing(
        "Có bài mới.",
        (
            Option("go:xem:41", "Xem SK-2026-0041"),
            Option("7:0", "Có"),
            Option("go:canbo:", "Mở việc cán bộ"),
            Option("7:1", "Huỷ", aside=True),
        ),
    )
    [piece] = fit(message, POOR)
    assert piece.text == "Có bài mới.\n\n1. Có\n\nXem SK-2026-0041: /xem 41\nMở việc cán bộ: /canbo\n\nHuỷ"
    assert fit(message, Limits())[0].text == "Có bài mới."


def test_a_door_opens_in_the_middle_of_a_report_which_becomes_a_draft(room: Room) -> None:
    talk = filled(joined(Talk(room)), "initiative").taps_token("go:nhantin:")
    assert TEXTS.say("vi", "draft-put-aside") in said(talk)
    assert len(room.rows(Draft)) == 1


def test_a_door_that_leads_nowhere_is_an_old_button(room: Room) -> None:
    talk = joined(Talk(room)).taps_token("go:khongco:1")
    assert said(talk).startswith(TEXTS.say("vi", "old-button"))


@pytest.mark.parametrize(
    "command",
    [name for name, form in menu.COMMANDS.items() if form in menu.CONVERSATIONS and menu.CONVERSATIONS[form].act],
)
def test_what_is_for_staff_is_refused_kindly_to_others_r21(room: Room, command: str) -> None:
    talk = joined(Talk(room)).says(f"/{command}")
    assert said(talk).startswith(TEXTS.say("vi", "refused-role"))
    assert said(joined(Talk(room, address="200")).taps_token(f"go:{command}:1")).startswith(
        TEXTS.say("vi", "refused-role")
    )


def test_losing_a_role_acts_at_once_in_the_middle_of_a_conversation_r21(room: Room) -> None:
    talk = joined(Talk(room))
    number = appoint(room)
    talk.says("/lich")
    assert TEXTS.say("vi", "refused-role") not in said(talk)
    with room.store.write() as db:
        assert grants.end(db, number, by=None, now=room.now)
    talk.taps(talk.labels[0])
    assert said(talk).startswith(TEXTS.say("vi", "refused-role"))


@pytest.mark.parametrize("words", ["/tieptuc", "/khongco", "Gặp cán bộ"])
def test_a_question_is_not_asked_again_when_its_role_has_ended_r21(room: Room, words: str) -> None:
    talk = joined(Talk(room))
    number = appoint(room)
    talk.says("/hanmuc")
    with room.store.write() as db:
        assert grants.end(db, number, by=None, now=room.now)
    talk.says(words).hears("refused-role")
    assert talk.session.form == "menu"


def test_staff_find_their_work_in_the_menu_and_others_do_not(room: Room) -> None:
    label = TEXTS.say("vi", "menu-staff")
    talk = joined(Talk(room)).says("/menu")
    assert label not in talk.labels
    appoint(room, until=date(2026, 11, 22))
    assert label in talk.says("/menu").labels
    talk.taps(label)
    assert talk.session.form == "staff"
    room.now = room.now.replace(day=24)
    assert label not in talk.says("/menu").labels


def test_people_are_written_to_where_they_wrote_last(room: Room) -> None:
    joined(Talk(room))
    with room.store.write() as db:
        here = people.meet(db, [("web", "w1")], {}, room.now)["web", "w1"]
        code = linking.make_code(db, 1, room.now)
        linking.use_code(db, code, ("web", "w1"), here, room.now)

    def place() -> dict[int, people.Place]:
        with room.store.read() as db:
            return people.places_of(db, [1, 99])

    assert place() == {1: ("telegram", "100")}
    Talk(room, channel="web", address="w1").says("/menu")
    assert place() == {1: ("web", "w1")}
    with room.store.write() as db:
        people.mark_address(db, ("web", "w1"), "gone", room.now)
    assert place() == {1: ("telegram", "100")}
    with room.store.write() as db:
        people.mark_address(db, ("telegram", "100"), "gone", room.now)
    assert place() == {}
