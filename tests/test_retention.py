"""What is not kept for ever: talk after ninety days, the last trace of deleted people after one (R62, R67)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from storage import invitations, ledger, my_data, retention
from storage.retention import ADDRESS_STAYS, LEDGER_STAYS, TALK_STAYS
from storage.tables import Address, Consent, Inbox, Invitation, Outbox, Person, Photo, Reminder, of
from storage.tables import Talk as TalkRow
from tests.pictures import noise, saved
from tests.talk import TEXTS, TODAY, Room, Talk, joined

LATER = TODAY + TALK_STAYS + timedelta(hours=1)


def sweep(room: Room, now: datetime) -> list[str]:
    with room.store.write() as db:
        return retention.sweep(db, now)


def rows(room: Room, query: Any) -> list[tuple[Any, ...]]:
    with room.store.read() as db:
        return [tuple(row) for row in db.execute(query)]


def said(room: Room, **row: Any) -> None:
    """A message that left, or did not, today."""
    full = {"key": "k", "channel": "web", "address": "w1", "body": {"text": "x"}, "due_at": TODAY, "tries": 1, **row}
    with room.store.write() as db:
        db.execute(insert(of(Outbox)).values(kind="reply", **full))


@pytest.mark.parametrize(
    ("state", "sent_at", "stays"),
    [
        ("sent", TODAY, False),
        ("gone", None, False),
        ("rejected", None, False),
        ("unconfirmed", None, False),
        ("due", None, True),  # still to be said
        ("sending", None, True),
    ],
)
def test_messages_go_after_ninety_days_whatever_became_of_them_r67(
    room: Room,
    state: str,
    sent_at: datetime | None,
    stays: bool,  # noqa: FBT001 (a table column)
) -> None:
    said(room, state=state, sent_at=sent_at)
    sweep(room, TODAY + TALK_STAYS - timedelta(hours=1))
    assert len(rows(room, select(of(Outbox).c.id))) == 1
    sweep(room, LATER)
    assert len(rows(room, select(of(Outbox).c.id))) == int(stays)


def test_the_file_of_an_old_message_goes_with_it_r62(room: Room) -> None:
    said(room, state="sent", sent_at=TODAY, body={"text": "", "file": "ab/cd/abcd.zip", "file_name": "a.zip"})
    assert sweep(room, LATER) == ["ab/cd/abcd.zip"]


def test_a_dead_letter_stays_without_its_words_and_a_done_one_goes_r67(room: Room) -> None:
    letters = [
        {"channel": "web", "update_id": state, "raw": "words", "state": state, "error": None, "received_at": TODAY}
        for state in ("dead", "done", "new")
    ]
    with room.store.write() as db:
        db.execute(insert(of(Inbox)), letters)
    sweep(room, LATER)
    left = rows(room, select(of(Inbox).c.state, of(Inbox).c.raw).order_by(of(Inbox).c.id))
    assert left == [("dead", None), ("new", "words")]


def test_the_address_of_a_deleted_person_goes_a_day_later_and_the_proof_stays_r62(room: Room) -> None:
    talk = joined(Talk(room))
    with room.store.write() as db:
        who = db.execute(select(of(Address).c.person_id)).scalar_one()
        my_data.forget(db, who, TODAY)
        db.execute(update(of(Outbox)).values(state="sent", sent_at=TODAY))
    sweep(room, TODAY + ADDRESS_STAYS - timedelta(minutes=1))
    assert len(rows(room, select(of(Address).c.id))) == 1
    sweep(room, TODAY + ADDRESS_STAYS + timedelta(minutes=1))
    for table in (of(Address), of(TalkRow), of(Outbox)):
        assert rows(room, select(table)) == [], table.name
    assert rows(room, select(of(Person).c.name, of(Person).c.phone)) == [("", None)]
    assert len(rows(room, select(of(Consent).c.id))) == 3
    assert talk.says("/start").hears("welcome")


def test_who_joined_again_keeps_their_address_r62(room: Room) -> None:
    talk = joined(Talk(room))
    talk.says("/dulieu").taps(TEXTS.say("vi", "my-data-delete")).taps(TEXTS.say("vi", "my-data-delete-yes"))
    joined(talk)
    sweep(room, TODAY + ADDRESS_STAYS + timedelta(days=1))
    assert rows(room, select(of(Address).c.address)) == [("100",)]


def test_photos_of_somebody_who_never_joined_go_after_a_day_r59(room: Room) -> None:
    """Sent before any consent they are kept for the joining that may follow, and no longer."""
    stranger, member = Talk(room, address="7"), joined(Talk(room, address="8"))
    for talk in (stranger, member):
        talk.sends_photo(saved(noise(int(talk.address))))
    assert sweep(room, TODAY + timedelta(hours=23)) == []
    gone = sweep(room, TODAY + timedelta(hours=25))
    assert len(gone) == 2
    owners = rows(room, select(of(Photo).c.person_id))
    assert owners == [(rows(room, select(of(Person).c.id).where(of(Person).c.joined_at.is_not(None)))[0][0],)]


# --- what the clock and the staff leave behind ------------------------------------------------------------------------------


def test_a_drawn_picture_goes_with_the_message_and_a_photo_does_not_r67(room: Room) -> None:
    said(room, state="sent", sent_at=TODAY, body={"text": "", "photos": ["ab/cd/abcd.png", "ab/cd/abcd.jpg"]})
    assert sweep(room, LATER) == ["ab/cd/abcd.png"]


def test_a_picture_others_were_shown_too_stays_when_one_of_them_has_their_data_deleted_r62(room: Room) -> None:
    said(room, state="sent", sent_at=TODAY, body={"text": "", "photos": ["ab/cd/abcd.png"], "file": "ab/cd/abcd.zip"})
    with room.store.write() as db:
        assert retention.forget_address(db, "web", "w1") == ["ab/cd/abcd.zip"]


def test_invitations_go_ninety_days_after_they_opened_nothing_any_more_r21(room: Room) -> None:
    with room.store.write() as db:
        invitations.invite(db, "reviewer", room.unit("nb"), since=TODAY.date(), until=None, by=None, now=TODAY)
    sweep(room, TODAY + invitations.LIVES + TALK_STAYS)
    assert len(room.rows(Invitation)) == 1
    sweep(room, TODAY + invitations.LIVES + TALK_STAYS + timedelta(seconds=1))
    assert room.rows(Invitation) == []


def test_the_ledger_goes_after_two_years_the_oldest_rows_first_r26(room: Room) -> None:
    joined(Talk(room))
    row = {"kind": "draft", "person_id": 1, "slot": "once", "state": "queued", "planned_for": TODAY}
    with room.store.write() as db:
        ledger.enter(db, [{**row, "subject": f"draft:{each}", "at": TODAY + timedelta(days=each)} for each in range(3)])
    sweep(room, TODAY + LEDGER_STAYS + timedelta(days=1, hours=1))
    assert [each["subject"] for each in room.rows(Reminder)] == ["draft:2"]
