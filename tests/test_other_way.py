"""What cannot go by one channel goes by another of the same person: once, whole, and only what surely did not arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from handlers.words import Outgoing
from storage import other_way, outbox, people
from storage.store import Store
from storage.tables import Address, Outbox, Person, of
from storage.vault import VAULT
from tests.databases import new_address
from tests.standing import AN, KEY, ChatFaults, rows, seen, standing, tell

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
TELEGRAM, OA, BOT, WEB = ("telegram", "1"), ("zalo_oa", "o"), ("zalo_bot", "b"), ("web", "w")
STATES = {"gone": "gone", "rejected": "rejected", "closed": "kept", "uncertain": "unconfirmed", "retry": "due"}
address, outgoing = of(Address), of(Outbox)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    VAULT.unlock(KEY)
    store = Store(new_address(tmp_path))
    store.create()
    yield store
    store.close()


def meet(db: Connection, *places: people.Place) -> int:
    """One person, who wrote from these places in this order."""
    who: int = people.meet(db, places[:1], {}, NOW)[places[0]].id
    for number, (channel, place) in enumerate(places[1:], 1):
        row = {"channel": channel, "address": place, "person_id": who, "state": "open"}
        db.execute(insert(address).values(**row, seen_at=NOW + timedelta(minutes=number)))
    return who


def put(db: Connection, place: people.Place, state: str, kind: str = "notice", **more: Any) -> int:
    row = {"key": f"{kind}:{place[0]}:{state}", "channel": place[0], "address": place[1], "kind": kind, "state": state}
    outbox.put(db, [{**row, "body": Outgoing("words").as_json(), "due_at": NOW, "fence": 7, **more}])
    number: int = db.execute(select(outgoing.c.id).where(outgoing.c.key == row["key"])).scalar_one()
    return number


def lies(db: Connection, row: int) -> tuple[str, str, str, int]:
    found = db.execute(select(outgoing).where(outgoing.c.id == row)).mappings().one()
    return found["channel"], found["state"], found["moved_from"], found["fence"]


def fails(db: Connection, place: people.Place, row: int, outcome: str) -> bool:
    if outcome == "gone":
        people.mark_address(db, place, "gone", NOW)
    return other_way.moved(db, place, row, 7, outcome)


@pytest.mark.parametrize(
    ("outcome", "first", "others", "kind", "goes"),
    [
        ("gone", TELEGRAM, [WEB], "notice", "web"),
        ("gone", TELEGRAM, [WEB, BOT], "reminder", "zalo_bot"),  # whichever they used last
        ("gone", TELEGRAM, [("telegram", "2")], "digest", "telegram"),  # another account of theirs
        ("gone", TELEGRAM, [], "notice", ""),
        ("gone", TELEGRAM, [WEB], "reply", ""),  # an answer belongs beside its question
        ("rejected", TELEGRAM, [OA], "notice", "zalo_oa"),
        ("rejected", TELEGRAM, [("telegram", "2")], "notice", ""),  # refused for what it says
        ("closed", OA, [BOT], "reminder", "zalo_bot"),
        ("closed", OA, [WEB], "reminder", ""),  # where nothing rings, they'd see it no sooner
        ("closed", OA, [("zalo_oa", "p")], "reminder", ""),
        ("closed", OA, [BOT], "broadcast", "zalo_bot"),
        ("uncertain", OA, [BOT], "reminder", ""),  # it may have arrived
        ("retry", OA, [BOT], "notice", ""),
    ],
)
def test_which_messages_go_which_way(
    store: Store, outcome: str, first: people.Place, others: Sequence[people.Place], kind: str, goes: str
) -> None:
    with store.write() as db:
        meet(db, first, *others)
        row = put(db, first, STATES[outcome], kind)
        assert fails(db, first, row, outcome) == bool(goes)
        moved = (goes, "due", first[0], 0)
        assert lies(db, row) == (moved if goes else (first[0], STATES[outcome], "", 7))


def test_they_go_by_the_chosen_channel(store: Store) -> None:
    with store.write() as db:
        who = meet(db, TELEGRAM, WEB, BOT)
        people.change(db, who, writes_to="web")
        row = put(db, TELEGRAM, "gone")
        assert fails(db, TELEGRAM, row, "gone")
        assert lies(db, row)[0] == "web"


def test_nothing_wanders_for_ever(store: Store) -> None:
    """Refused here, kept there: then it rests. Where addresses vanish it goes on as long as one is open."""
    with store.write() as db:
        meet(db, TELEGRAM, OA)
        row = put(db, TELEGRAM, "rejected")
        assert fails(db, TELEGRAM, row, "rejected")
        db.execute(update(outgoing).values(state="kept", fence=7))
        assert not fails(db, OA, row, "closed")
        assert lies(db, row) == ("zalo_oa", "kept", "telegram", 7)
        assert fails(db, OA, row, "gone") is False  # it is not the message that showed it ...
        assert lies(db, row) == ("telegram", "due", "zalo_oa", 0)  # ... but what waits goes, too
        db.execute(update(outgoing).values(state="gone", fence=7))
        assert not fails(db, TELEGRAM, row, "gone")
        assert lies(db, row)[:2] == ("telegram", "gone")


def test_what_waits_for_an_address_that_is_gone_goes_at_its_own_hour(store: Store) -> None:
    with store.write() as db:
        meet(db, TELEGRAM, BOT)
        later = put(db, TELEGRAM, "due", "digest", due_at=NOW + timedelta(hours=5))
        answer = put(db, TELEGRAM, "due", "reply")
        people.mark_address(db, TELEGRAM, "gone", NOW)
        assert other_way.left(db, TELEGRAM) == 1
        assert (lies(db, later)[0], lies(db, answer)[0]) == ("zalo_bot", "telegram")
        due_at = db.execute(select(outgoing.c.due_at).where(outgoing.c.id == later)).scalar_one()
        assert due_at == NOW + timedelta(hours=5)


def test_what_waits_on_a_channel_that_is_no_longer_run_goes_where_its_people_are(store: Store) -> None:
    """From Zalo Bot to the Official Account: the bot is switched off some day, and its addresses are still open."""
    with store.write() as db:
        who = meet(db, BOT, OA, TELEGRAM)
        people.change(db, who, writes_to="zalo_bot")
        meet(db, ("zalo_bot", "only"))
        row, answer = put(db, BOT, "due", "digest"), put(db, BOT, "due", "reply")
        lost = put(db, ("zalo_bot", "only"), "due", "reminder")
        assert other_way.shut(db, ("zalo_bot", "zalo_oa", "telegram")) == 0
        assert other_way.shut(db, ("zalo_oa", "web")) == 1
        assert lies(db, row) == ("zalo_oa", "due", "zalo_bot", 0)
        assert [lies(db, each)[0] for each in (answer, lost)] == ["zalo_bot", "zalo_bot"]
        assert other_way.shut(db, ("zalo_oa", "web")) == 0


def test_who_sends_under_an_old_lease_moves_nothing(store: Store) -> None:
    with store.write() as db:
        meet(db, TELEGRAM, BOT)
        row = put(db, TELEGRAM, "gone", fence=8)
        assert not fails(db, TELEGRAM, row, "rejected")
        assert lies(db, row)[0] == "telegram"


def test_a_notice_to_who_blocked_us_stands_in_the_web_chat_once(tmp_path: Path) -> None:
    async def story() -> None:
        with ChatFaults() as server:
            server.member(AN)
            async with standing(tmp_path, server, sending=True) as house:
                await tell(house, server, AN, "/start")
                await seen(server, lambda: len(server.messages(AN)) == 1)
                left = asyncio.Event()
                house.departures.listeners.append(lambda channel, _: left.set() if channel == "web" else None)
                server.block(AN)
                body = Outgoing("It was approved").as_json()
                news = {"key": "news", "channel": "telegram", "address": str(AN), "kind": "notice", "body": body}

                def queue(db: Connection, now: datetime) -> None:
                    who = db.execute(select(of(Person).c.id)).scalar_one()
                    row = {"channel": "web", "address": "w", "person_id": who, "state": "open", "seen_at": now}
                    db.execute(insert(address).values(**row))
                    outbox.put(db, [{**news, "due_at": now}])

                await house.writer.run(queue)
                house.departures.ring("telegram")
                await asyncio.wait_for(left.wait(), 20)
                told = [each for each in rows(house, Outbox, "key", "channel", "state") if each[0] == "news"]
                assert told == [("news", "web", "sent")]
                assert rows(house, Address, "channel", "state") == [("telegram", "gone"), ("web", "open")]

    asyncio.run(story())
