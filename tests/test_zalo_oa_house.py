"""The Official Account beside the house: what its webhook missed is caught up with, and doctor says how it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from bot.channels.zalo_oa_catchup import event_of
from bot.channels.zalo_oa_errors import CODES
from bot.doctor import examine
from storage import channel_tokens, outbox, windows
from storage.channel_tables import ChannelToken
from storage.store import Store
from storage.tables import Outbox, of
from tests.standin_zalo_oa import SETTINGS, StandIn
from tests.standing import prepare, settings_for
from tests.talk import Room
from tests.zalo_oa_house import NAME, Account, log_in, with_account

AN, BINH = 1001, 1002
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standing:
        yield standing


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.store.close()


# --- what was missed ------------------------------------------------------------------------------------------------


def answered(room: Room) -> list[str]:
    return [row["key"].split(":")[1] for row in room.rows(Outbox) if row["kind"] == "reply"]


def test_what_the_webhook_missed_is_taken_in_once_and_in_order(room: Room, server: StandIn) -> None:
    server.now = lambda: int(room.now.timestamp() * 1000)
    server.say(AN, "trước khi có chúng ta")
    room.now += HOUR
    log_in(room, server)

    async def conversation(oa: Account) -> None:
        room.now += HOUR
        first = server.say(AN, "/start", lost=True)
        room.now += timedelta(seconds=5)
        known = server.say(BINH, "/start")
        await oa.arrivals.take(NAME, known, json.dumps(server.emitted[-1]).encode())
        room.now += timedelta(seconds=5)
        second = server.say(AN, "Đồng ý", lost=True)
        assert await oa.catch_up.look(oa.arrivals) == 2
        assert answered(room) == [known, first, second]
        assert await oa.catch_up.look(oa.arrivals) == 0
        calls = len(server.calls("listrecentchat"))
        room.now += timedelta(minutes=20)  # this process stood still: it looks at once
        await oa.catch_up.look(oa.arrivals)
        assert len(server.calls("listrecentchat")) == calls + 1
        third = server.say(AN, "Đồng ý", lost=True)
        for _ in range(12):  # and else once an hour
            room.now += timedelta(minutes=5)
            await oa.catch_up.look(oa.arrivals)
        assert len(server.calls("listrecentchat")) == calls + 2
        assert answered(room) == [known, first, second, third]

    with_account(room, server, conversation)


def test_before_the_first_login_nothing_is_looked_for(room: Room, server: StandIn) -> None:
    async def conversation(oa: Account) -> None:
        server.say(AN, "chào", lost=True)
        assert await oa.catch_up.look(oa.arrivals) == 0

    with_account(room, server, conversation)
    assert server.asked == []


@pytest.mark.parametrize("fault", ["-32", "500 before", "cut before", "bad json", "-224"])
def test_a_bad_day_is_tried_again_at_the_next_look(room: Room, server: StandIn, fault: str) -> None:
    log_in(room, server)

    async def conversation(oa: Account) -> None:
        server.say(AN, "/start", lost=True)
        server.fail("listrecentchat", fault)
        assert await oa.catch_up.look(oa.arrivals) == 0
        room.now += timedelta(minutes=5)
        assert await oa.catch_up.look(oa.arrivals) == 1

    with_account(room, server, conversation)


def test_many_people_and_long_talks_are_paged_and_bounded(room: Room, server: StandIn) -> None:
    log_in(room, server)

    async def conversation(oa: Account) -> None:
        for chat in range(2000, 2023):
            server.say(chat, "/start", lost=True)
        for number in range(60):
            room.now += timedelta(seconds=1)
            server.say(AN, f"câu {number}", lost=True)
        assert await oa.catch_up.look(oa.arrivals) == 23 + 50
        assert {asked.params["data"].count("user_id") for asked in server.calls("conversation")} == {1}
        assert len(server.calls("listrecentchat")) == 3

    with_account(room, server, conversation)


def test_other_numbers_in_the_chats_than_in_the_events_stop_it(
    room: Room, server: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    """Were a message known by two numbers, everybody would be answered twice."""
    log_in(room, server)

    async def conversation(oa: Account) -> None:
        server.say(AN, "/start")
        oa.catch_up.came(server.emitted[-1], "96d3cdf3af150460909")
        assert await oa.catch_up.look(oa.arrivals) == 0

    with_account(room, server, conversation)
    assert answered(room) == []
    assert "numbers messages otherwise" in caplog.text


def test_a_line_of_a_chat_is_read_as_its_event(server: StandIn) -> None:
    server.say(AN, "chào")
    server.send_photo(AN, b"x", caption="trước")
    server.send_sticker(AN)
    for event, line in zip(server.emitted, server.history, strict=True):
        read = event_of(line)
        message = {key: value for key, value in event["message"].items() if key != "attachments"}
        photo = event["event_name"] == "user_send_image"
        addresses = [each["payload"]["url"] for each in event["message"]["attachments"]] if photo else []
        assert {**read["message"], "attachments": None} == {"text": "", **message, "attachments": None}
        assert [each["payload"]["url"] for each in read["message"].get("attachments", [])] == addresses
        assert {key: read[key] for key in ("event_name", "sender", "recipient", "timestamp")} == {
            key: event[key] for key in ("event_name", "sender", "recipient", "timestamp")
        }


# --- doctor -----------------------------------------------------------------------------------------------------------


def test_doctor_says_how_the_account_is_and_what_to_do(tmp_path: Path, server: StandIn) -> None:
    prepare(tmp_path)
    store, now = Store(tmp_path / "baocong.db"), datetime.now(UTC)
    known: dict[str, Any] = {name.lower(): value for name, value in SETTINGS.items()}
    there: dict[str, Any] = {"zalo_oa_api_url": server.url, "public_url": "https://baocong.example.vn"}
    settings = settings_for(tmp_path, **known, **there)

    def said() -> list[tuple[str, str]]:
        return [(each.state, each.says) for each in examine(settings) if each.what == "zalo oa"]

    assert said() == [("bad", "nobody has logged in yet: ./run zalo-login (docs/zalo-oa.md)")]
    with store.write() as db:
        channel_tokens.open_login(db, NAME, "state", "verifier", now)
        channel_tokens.logged_in(db, NAME, "LĐLĐ Ninh Bình", "access-0", "refresh-0", now + DAY, now)
    bills = ("ok", f"{now.astimezone(settings.zone):%Y-%m}: 0 billed messages, 0 templates")
    assert said() == [("ok", f"LĐLĐ Ninh Bình, access until {now + DAY:%Y-%m-%d %H:%M} UTC"), bills]
    for fault, says in [
        ("-224", f"LĐLĐ Ninh Bình: Zalo answers with error -224: {CODES[-224].says}."),
        ("-99999", "LĐLĐ Ninh Bình: Zalo answers with error -99999: a code we do not know."),
    ]:
        server.fail("getoa", fault)
        assert said() == [("bad", says), bills]
    server.fail("getoa", "500 before")
    assert said()[0][1].startswith("Zalo is not reachable (JSONDecodeError)")
    with store.write() as db:
        channel_tokens.refused(db, NAME, "refresh-0", -118, now)
        windows.count(db, NAME, f"{now.astimezone(settings.zone):%Y-%m}", "billed")
        row = {"key": "k", "channel": NAME, "address": "1", "kind": "notice", "body": {"text": "x"}, "due_at": now}
        outbox.put(db, [{**row, "state": "kept"}])
    why = f"Zalo refuses to renew the access (-118), since {now:%Y-%m-%d %H:%M} UTC."
    says = "1 messages to 1 people are kept: they go when those people write (Zalo's 7 days are over)."
    assert said() == [
        ("bad", f"{why} An administrator of the account has to agree again: ./run zalo-login"),
        ("ok", bills[1].replace("0 billed", "1 billed")),
        ("note", f"{says} BAOCONG_ZALO_OA_TEMPLATE_ID can ask them to."),
    ]
    with store.write() as db:
        db.execute(update(of(ChannelToken)).values(refused_at=None, expires_at=now))
    assert said()[0] == ("note", "the access has expired; the program renews it while it runs.")
    store.close()
