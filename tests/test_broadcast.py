"""/thongbao (R37): an officer's words to the members of their units, seen before they go, queued in pieces, off when muted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from handlers import broadcast
from storage import grants, people, preferences, roles
from storage.tables import Address, Audit, Outbox, Person, of
from storage.tables import Broadcast as Row
from tests.talk import TEXTS, ZONE, Room, Talk, joined

SONG_VAN, NB = "cdcs-song-van", "nb"
WORDS = "Sáng thứ Hai 7 giờ 30, mời anh chị em dự lễ phát động tại hội trường lớn."
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 09:00, nothing quiet


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = Room(tmp_path)
    made.now = MONDAY
    return made


def say(text: str, /, **args: Any) -> str:
    return TEXTS.say("vi", text, **args)


def who(room: Room, talk: Talk) -> int:
    (row,) = room.rows(Address, channel=talk.channel, address=talk.address)
    return int(row["person_id"])


def officer(room: Room, unit: str = SONG_VAN, role: str = "standing", address: str = "900") -> Talk:
    talk = joined(Talk(room, address=address), "Trần Thị Thu")
    with room.store.write() as db:
        day = room.now.date() - timedelta(days=7)
        grants.grant(db, who(room, talk), role, room.unit(unit), since=day, until=None, by=None, now=room.now)
    return talk


def members(room: Room, count: int, unit: str = SONG_VAN, first: int = 1000, language: str = "vi") -> list[int]:
    """Joined people with an address each; their ids."""
    with room.store.write() as db:
        fresh = {"author_class": "worker", "language": language, "unit_id": room.unit(unit)}
        fresh |= {"created_at": room.now, "joined_at": room.now}
        found = []
        for chat in range(first, first + count):
            row = insert(of(Person)).values(name=f"Nguyễn Văn {chat}", **fresh).returning(of(Person).c.id)
            found.append(int(db.execute(row).scalar_one()))
            here = {"channel": "telegram", "address": str(chat), "person_id": found[-1], "state": "open"}
            db.execute(insert(of(Address)).values(**here, seen_at=room.now))
    return found


def queue(room: Room, most: int = 1000) -> list[int]:
    """What the clock does: pieces until there is nothing to do."""
    pieces: list[int] = []
    while len(pieces) < most:
        with room.store.write() as db:
            pieces.append(broadcast.queue_piece(db, TEXTS, ZONE, room.now))
        if not pieces[-1]:
            break
    return pieces


def sent(room: Room) -> list[dict[str, Any]]:
    return room.rows(Outbox, kind="broadcast")


def written(talk: Talk, unit: str = "") -> Talk:
    """Up to the question whether it shall go."""
    talk.says("/thongbao", WORDS)
    return talk.says(unit) if unit else talk.taps(talk.labels[0])


def test_from_the_words_to_every_members_screen(room: Room) -> None:
    """R37: who sends it and how to switch it off stand in each message; R45: it is in the audit."""
    talk = officer(room)
    found = members(room, 3)
    talk.says("/thongbao").hears("broadcast-words-ask")
    talk.says(WORDS).hears("broadcast-unit-ask")
    unit = room.unit_name(SONG_VAN)
    assert talk.labels[0] == unit
    talk.taps(unit)
    args = {"unit": unit, "words": WORDS, "when": say("broadcast-now")}
    talk.hears("broadcast-sure-ask", count="4", reached=4, **args)  # the officer is a member, too
    assert sent(room) == []
    talk.taps(say("broadcast-yes")).hears("broadcast-begun", when=say("broadcast-now"))
    assert queue(room) == [4, 0]
    rows = sent(room)
    assert [row["key"] for row in rows] == [f"broadcast:1:{number}" for number in (who(room, talk), *found)]
    expected = say("broadcast-message", role="standing", unit=unit, words=WORDS)
    assert {row["body"]["text"] for row in rows} == {expected}
    assert "/nhantin" in expected
    assert WORDS in expected
    assert unit in expected
    assert {row["due_at"] for row in rows} == {room.now}
    (made,) = room.rows(Row)
    assert (made["state"], made["queued"], made["reached"]) == ("queued", 4, found[-1])
    assert [row["note"] for row in room.rows(Audit, act="broadcast")] == [f"unit:{room.unit(SONG_VAN)}"]


def change(room: Room, number: int, **values: Any) -> Callable[[Any], Any]:
    return lambda db: db.execute(update(of(Person)).where(of(Person).c.id == number).values(**values))


# who is left out: what is done to a member
LEFT_OUT: dict[str, Callable[[Room, int], Callable[[Any], Any]]] = {
    "muted": lambda _, number: lambda db: preferences.put(db, number, "mute:broadcast", "yes"),
    "gone": lambda room, _: lambda db: people.mark_address(db, ("telegram", "1000"), "gone", room.now),
    "elsewhere": lambda room, number: change(room, number, unit_id=room.unit("cdcs-trang-xuan")),
    "not joined": lambda room, number: change(room, number, joined_at=None),
}


@pytest.mark.parametrize("why", LEFT_OUT)
@pytest.mark.parametrize("moment", ["before", "late"])
def test_who_is_left_out_before_it_is_sent_and_while_it_is_queued(room: Room, why: str, moment: str) -> None:
    talk = officer(room)
    out, inside = members(room, 2)

    def leave() -> None:
        with room.store.write() as db:
            LEFT_OUT[why](room, out)(db)

    if moment == "before":
        leave()
    args = {"unit": room.unit_name(SONG_VAN), "words": WORDS, "when": say("broadcast-now")}
    count = 3 if moment == "late" else 2
    written(talk).hears("broadcast-sure-ask", count=str(count), reached=count, **args).taps(say("broadcast-yes"))
    if moment == "late":
        leave()
    queue(room)
    assert {row["key"] for row in sent(room)} == {f"broadcast:1:{each}" for each in (who(room, talk), inside)}


def test_each_reads_it_in_their_language_and_below_the_unit_it_arrives_too(room: Room) -> None:
    talk = officer(room, NB, "publicity")
    members(room, 1, language="en")
    written(talk).taps(say("broadcast-yes"))
    queue(room)
    root = room.unit_name(NB)
    assert [row["body"]["text"] for row in sent(room)] == [
        TEXTS.say(language, "broadcast-message", role="publicity", unit=root, words=WORDS) for language in ("vi", "en")
    ]


def test_it_can_be_parted_anywhere_and_goes_on_where_it_was(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of two; one is queued again as if the stop had come before its mark: its keys add nothing."""
    monkeypatch.setattr(broadcast, "PIECE", 2)
    talk = officer(room)
    found = members(room, 5)
    written(talk).taps(say("broadcast-yes"))
    assert queue(room, most=2) == [2, 2]
    with room.store.write() as db:
        db.execute(update(of(Row)).values(reached=found[0]))
    assert queue(room) == [2, 2, 0]
    assert [row["key"] for row in sent(room)] == [f"broadcast:1:{each}" for each in (who(room, talk), *found)]


# moment of sending, a member's own quiet hours → when it may go (R76); local time is UTC+7
QUIET = {
    "in the day": (datetime(2026, 11, 23, 2, 0, tzinfo=UTC), "", datetime(2026, 11, 23, 2, 0, tzinfo=UTC)),
    "late in the evening": (datetime(2026, 11, 23, 15, 0, tzinfo=UTC), "", datetime(2026, 11, 24, 0, 0, tzinfo=UTC)),
    "on a Sunday": (datetime(2026, 11, 22, 2, 0, tzinfo=UTC), "", datetime(2026, 11, 23, 0, 0, tzinfo=UTC)),
    "a shift worker's morning": (
        datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
        "06:00-14:00",
        datetime(2026, 11, 23, 7, 0, tzinfo=UTC),
    ),
}


@pytest.mark.parametrize("name", QUIET)
def test_nobody_is_written_to_in_quiet_hours_or_on_quiet_days(room: Room, name: str) -> None:
    moment, own, opens = QUIET[name]
    talk = officer(room)
    (number,) = members(room, 1)
    if own:
        with room.store.write() as db:
            preferences.put(db, number, "quiet", own)
    room.now = moment
    written(talk)
    later = say("broadcast-later", time="07:00", day=f"{opens.astimezone(ZONE):%d/%m/%Y}")
    assert (later in talk.text) == (moment != opens and not own)
    talk.taps(say("broadcast-yes"))
    queue(room)
    assert [row["due_at"] for row in sent(room) if row["address"] == "1000"] == [opens]


# --- who may ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", roles.ROLES)
def test_only_the_standing_unit_and_publicity_may(room: Room, role: str) -> None:
    """R21."""
    may = role in ("standing", "publicity")
    officer(room, role=role).says("/thongbao").hears("broadcast-words-ask" if may else "refused-role")


def test_a_unit_they_do_not_answer_for_is_not_found(room: Room) -> None:
    talk = officer(room)
    members(room, 1, unit="cdcs-trang-xuan")
    talk.says("/thongbao", WORDS, "Tràng Xuân")
    assert talk.waiting == "unit"
    assert not any("Tràng Xuân" in label for label in talk.labels)
    talk.says("Xây lắp Sông Vân")
    assert talk.waiting == "sure"


def test_the_tree_begins_with_their_own_units_and_goes_down(room: Room) -> None:
    talk = officer(room, NB)
    talk.says("/thongbao", WORDS).taps(say("unit-tree"))
    inside = say("unit-inside", name=room.unit_name(NB))
    assert talk.labels[0] == inside
    talk.taps(inside)
    assert say("unit-this", name=room.unit_name(NB)) == talk.labels[0]
    assert len(talk.labels) > 3
    talk.taps(talk.labels[0])
    assert talk.waiting == "sure"


def test_a_role_that_ended_meanwhile_acts_at_once(room: Room) -> None:
    """R45: between the question and the yes."""
    talk = written(officer(room))
    with room.store.write() as db:
        (held,) = roles.grants_of(db, who(room, talk), room.now.date())
        grants.end(db, held.id, by=None, now=room.now)
    talk.taps(say("broadcast-yes")).hears("refused-role")
    assert room.rows(Row) == []


def test_a_no_sends_nothing_and_nobody_there_is_said(room: Room) -> None:
    talk = officer(room)
    written(talk).taps(say("broadcast-no")).hears("broadcast-dropped")
    with room.store.write() as db:
        preferences.put(db, who(room, talk), "mute:broadcast", "yes")
    written(talk).taps(say("broadcast-yes")).hears("refused-nobody-there")
    assert talk.waiting == "sure"
    assert room.rows(Row) == []


def test_five_a_day_are_enough(room: Room) -> None:
    talk = officer(room)
    for _ in range(5):
        written(talk).taps(say("broadcast-yes")).hears("broadcast-begun", when=say("broadcast-now"))
    written(talk).taps(say("broadcast-yes")).hears("refused-enough-broadcasts", most=5)
    room.now += timedelta(days=1)
    written(talk).taps(say("broadcast-yes")).hears("broadcast-begun", when=say("broadcast-now"))
    assert len(room.rows(Row)) == 6


@pytest.mark.parametrize(("length", "then"), [(9, "words"), (10, "unit"), (1500, "unit"), (1501, "words")])
def test_the_words_have_bounds(room: Room, length: int, then: str) -> None:
    assert officer(room).says("/thongbao", "a" * length).waiting == then


def test_two_broadcasts_go_one_after_the_other_in_the_role_that_was_held(room: Room) -> None:
    """A role that ended after the yes did send these words; one that never covered the unit is not named."""
    talk = officer(room)
    members(room, 1)
    for _ in range(2):
        written(talk).taps(say("broadcast-yes"))
    room.now += timedelta(minutes=1)
    with room.store.write() as db:
        (held,) = roles.grants_of(db, who(room, talk), room.now.date())
        grants.end(db, held.id, by=None, now=room.now)
    assert queue(room) == [2, 2, 0]
    unit = room.unit_name(SONG_VAN)
    expected = say("broadcast-message", role="standing", unit=unit, words=WORDS)
    assert [row["body"]["text"] for row in sent(room)] == [expected] * 4
