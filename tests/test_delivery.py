"""/giaonhan and what stands behind it: what waits, what nobody can vouch for, who cannot be reached; within one's units only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from handlers.words import Outgoing
from storage import delivery, outbox, people
from storage.tables import Address, Audit, Outbox, Person, Reminder, of
from tests.talk import TEXTS, Room, Talk
from tests.test_broadcast import members, officer, who

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SONG_VAN, TRANG_XUAN, NB = "cdcs-song-van", "cdcs-trang-xuan", "nb"
UNCERTAIN: dict[str, Any] = {"state": "unconfirmed", "tries": 1}


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path)
    made.now = MONDAY
    return made


@pytest.fixture
def peopled(room: Room) -> Room:
    officer(room)
    members(room, 2)
    members(room, 1, TRANG_XUAN, first=2000)
    return room


def say(text: str, /, **args: Any) -> str:
    return TEXTS.say("vi", text, **args)


def post(room: Room, key: str, chat: int, kind: str = "reminder", **more: Any) -> None:
    row = {"key": key, "channel": "telegram", "address": str(chat), "kind": kind, "body": Outgoing(key).as_json()}
    with room.store.write() as db:
        outbox.put(db, [{**row, "due_at": room.now, **more}])


def state(room: Room, key: str) -> tuple[Any, ...]:
    (row,) = room.rows(Outbox, key=key)
    return row["state"], row["tries"], row["due_at"]


def lose(room: Room, *chats: int) -> None:
    with room.store.write() as db:
        for chat in chats:
            people.mark_address(db, ("telegram", str(chat)), "gone", room.now)


def shown(talk: Talk) -> Talk:
    return talk.says("/giaonhan")


def test_the_figures_are_those_of_ones_own_members(room: Room) -> None:
    """R45: what belongs to other units is not counted, not named, and not sent again."""
    talk = officer(room)
    members(room, 3)
    members(room, 2, TRANG_XUAN, first=2000)
    for chat in (1000, 1001, 2000):
        post(room, f"waits-{chat}", chat, due_at=room.now + timedelta(days=1))
        post(room, f"went-{chat}", chat, "digest", state="sent", sent_at=room.now - timedelta(days=6))
        post(room, f"long-ago-{chat}", chat, "digest", state="sent", sent_at=room.now - timedelta(days=8))
        post(room, f"answer-{chat}", chat, "reply", state="sent", sent_at=room.now)
        post(room, f"unsure-{chat}", chat, **UNCERTAIN)
    lose(room, 1002, 2001)
    before = sum(
        row["state"] in ("due", "sending") and int(row["address"]) in (900, 1000, 1001) for row in room.rows(Outbox)
    )
    lines = "\n".join(
        say("delivery-line", name=f"Nguyễn Văn {chat}", what="tin nhắc", time="09:00", day="23/11/2026")
        for chat in (1000, 1001)
    )
    shown(talk).hears("delivery-act-ask", waiting=str(before), told="2", unsure=2, lost=1, lines=lines, kept="")
    assert talk.labels[:4] == [
        *(say("delivery-again", what="tin nhắc", name=f"Nguyễn Văn {chat}") for chat in (1000, 1001)),
        say("delivery-again-all", number=2),
        say("delivery-people", number=1),
    ]


def test_one_tap_sends_one_again_and_it_keeps_its_place(room: Room) -> None:
    """The same row, key and tries: the ledger still knows it, and nothing is planned a second time."""
    talk = officer(room)
    members(room, 2)
    for chat in (1000, 1001):
        post(room, f"reminder:{chat}", chat, **UNCERTAIN)
    shown(talk)
    room.now += timedelta(hours=1)
    talk.taps(talk.labels[0]).hears("delivery-sent-again", count=1)
    assert state(room, "reminder:1000") == ("due", 1, room.now)
    assert state(room, "reminder:1001")[0] == "unconfirmed"
    assert [(row["person_id"], row["subject"][:7]) for row in room.rows(Audit, act="send-again")] == [
        (who(room, talk), "outbox:")
    ]
    assert len(talk.labels) == 1 + 1  # the other one, and the way out


def test_one_tap_sends_all_again(room: Room) -> None:
    talk = officer(room)
    members(room, 25)
    members(room, 1, TRANG_XUAN, first=2000)
    for chat in (*range(1000, 1025), 2000):
        post(room, f"digest:{chat}", chat, "digest", **UNCERTAIN)
    shown(talk).taps(say("list-more"))
    assert sum(label.startswith(say("delivery-again", what="bản tin", name="")[:10]) for label in talk.labels) == 10
    talk.taps(say("delivery-again-all", number=25)).hears("delivery-sent-again", count=25)
    assert state(room, "digest:2000")[0] == "unconfirmed"
    assert sum(row["state"] == "due" for row in room.rows(Outbox, kind="digest")) == 25
    assert len(room.rows(Audit, act="send-again")) == 25
    assert [row["note"] for row in room.rows(Audit, act="view")] == ["unconfirmed:25 unreachable:0"]


def test_what_a_colleague_sent_again_meanwhile_is_not_sent_twice(room: Room) -> None:
    first, second = officer(room), officer(room, address="901")
    members(room, 1)
    post(room, "reminder:1000", 1000, **UNCERTAIN)
    shown(first)
    shown(second).taps(second.labels[0]).hears("delivery-sent-again", count=1)
    first.taps(first.labels[0]).hears("refused-settled")
    assert len(room.rows(Audit, act="send-again")) == 1


def test_looking_is_in_the_audit_once_an_opening(room: Room) -> None:
    """R45: names of people were shown; turning a page is no second look."""
    talk = officer(room)
    members(room, 12)
    for chat in range(1000, 1012):
        post(room, f"reminder:{chat}", chat, **UNCERTAIN)
    shown(talk).taps(say("list-more")).says("hả")
    assert len(room.rows(Audit, act="view", person_id=who(room, talk))) == 1
    talk.taps(talk.labels[0])
    assert len(room.rows(Audit, act="view", person_id=who(room, talk))) == 1
    shown(talk)
    assert len(room.rows(Audit, act="view", person_id=who(room, talk))) == 2


def test_who_cannot_be_reached_is_named_with_unit_and_since_when(room: Room) -> None:
    talk = officer(room, NB)
    members(room, 11)
    members(room, 1, TRANG_XUAN, first=2000)
    room.now -= timedelta(days=3)
    lose(room, 2000)
    room.now += timedelta(days=3)
    lose(room, *range(1000, 1011))
    shown(talk).taps(say("delivery-people", number=12))
    line = say("delivery-person", name="Nguyễn Văn 1000", unit=room.unit_name(SONG_VAN), day="23/11/2026")
    assert line in talk.text
    assert "Nguyễn Văn 2000" not in talk.text
    talk.taps(say("list-more"))
    assert (
        say("delivery-person", name="Nguyễn Văn 2000", unit=room.unit_name(TRANG_XUAN), day="20/11/2026") in talk.text
    )
    talk.taps(say("way-back")).hears_words(say("delivery-people", number=12)[-8:])
    assert talk.waiting == "act"


@pytest.mark.parametrize("role", ["reviewer", "standing", "publicity", "council", "leader", "admin"])
def test_who_may_look(room: Room, role: str) -> None:
    """R21."""
    talk = shown(officer(room, role=role))
    assert (say("refused-role") in talk.text) == (role not in ("reviewer", "standing", "admin"))


# --- who cannot be reached any more -----------------------------------------------------------------------------------------


def new(room: Room) -> list[int]:
    with room.store.read() as db:
        return [number for number, _, _ in delivery.newly_unreachable(db)]


def test_somebody_is_lost_when_their_last_address_is(room: Room) -> None:
    first, second = members(room, 2)
    with room.store.write() as db:
        second_phone = {"channel": "web", "address": "w", "person_id": first, "state": "open", "seen_at": room.now}
        db.execute(insert(of(Address)).values(**second_phone))
    lose(room, 1000, 1001)
    assert new(room) == [second]
    room.now += timedelta(days=1)
    with room.store.write() as db:
        people.mark_address(db, ("web", "w"), "gone", room.now)
        (found,) = [each for each in delivery.newly_unreachable(db) if each[0] == first]
    assert found == (first, room.unit(SONG_VAN), room.now)


def test_an_officer_is_told_once_until_it_happens_again(room: Room) -> None:
    (number,) = members(room, 1)
    lose(room, 1000)
    assert new(room) == [number]
    told = {"kind": "unreachable", "subject": f"person:{number}", "person_id": number, "state": "queued"}
    with room.store.write() as db:
        moment = room.now + timedelta(minutes=5)
        db.execute(insert(of(Reminder)).values(**told, slot="2026-11-23", planned_for=moment, at=moment))
    assert new(room) == []
    room.now += timedelta(days=2)
    with room.store.write() as db:
        people.mark_address(db, ("telegram", "1000"), "open", room.now)
    assert new(room) == []
    lose(room, 1000)
    assert new(room) == [number]


@pytest.mark.parametrize("gone", ["joined_at", "unit_id"])
def test_who_left_is_nobodys_to_report(room: Room, gone: str) -> None:
    (number,) = members(room, 1)
    lose(room, 1000)
    with room.store.write() as db:
        db.execute(update(of(Person)).where(of(Person).c.id == number).values({gone: None}))
    assert new(room) == []


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    made=st.lists(
        st.tuples(
            st.sampled_from([1000, 1001, 2000]),
            st.sampled_from(["reply", "notice", "reminder", "digest", "broadcast"]),
            st.sampled_from(["unconfirmed", "sent", "due", "sending", "gone", "rejected"]),
            st.booleans(),
        ),
        max_size=8,
    )
)
@example(made=[(2000, "reminder", "unconfirmed", True), (1000, "digest", "unconfirmed", True)])
def test_sending_again_never_touches_what_is_settled_or_somebody_elses(
    peopled: Room, made: list[tuple[int, str, str, bool]]
) -> None:
    """Whatever ids come in (a forged button): only unconfirmed rows of one's own members move."""
    keys = [f"row-{peopled.number()}" for _ in made]
    for key, (chat, kind, end, _) in zip(keys, made, strict=True):
        post(peopled, key, chat, kind, state=end, tries=2)
    asked = [
        row["id"] for key, each in zip(keys, made, strict=True) for row in peopled.rows(Outbox, key=key) if each[3]
    ]
    with peopled.store.write() as db:
        moved = delivery.send_again(db, who(peopled, Talk(peopled, address="900")), MONDAY.date(), asked, MONDAY)
    expected = ["due" if wanted and end == "unconfirmed" and chat != 2000 else end for chat, _, end, wanted in made]
    assert [state(peopled, key)[:2] for key in keys] == [(end, 2) for end in expected]
    assert moved == sum(now != each[2] for now, each in zip(expected, made, strict=True))
