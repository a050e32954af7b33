"""The Official Account's webhook: every documented way of signing, and nothing from anybody else leaves a row."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.routing import Route

from bot.channels.zalo_oa import HOOK_PATH
from bot.channels.zalo_oa_signature import Keys, variant
from bot.web import zalo_oa_hook
from bot.web.zalo_oa_hook import zalo_oa_webhook
from storage.tables import Inbox, Outbox
from tests.standin_zalo_oa import SECRET_KEY, StandIn
from tests.talk import Room
from tests.zalo_oa_house import Account, with_account
from tests.zalo_oa_shapes import APP_ID, OA_ID, Fields, message_event

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)
MOMENT = int(NOW.timestamp() * 1000)
KEYS = Keys(APP_ID, SECRET_KEY)
EVENT = message_event("user_send_text", "246845883529197922", MOMENT, "96d3cdf3af150460909", text="Chào")


class Kept:
    """Keeps events in memory, or raises what `fault` says; hears what the catch-up hears."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, str, bytes]] = []
        self.fault: Exception | None = None
        self.gaps = 0
        self.heard: list[str] = []

    async def take_within(self, seconds: float, channel: str, update_id: str, raw: bytes) -> None:
        assert seconds < 2
        if self.fault:
            raise self.fault
        self.letters.append((channel, update_id, raw))

    def came(self, event: Fields, key: str) -> None:
        self.heard.append(key)

    def gap(self) -> None:
        self.gaps += 1


@pytest.fixture
def kept() -> Kept:
    return Kept()


def post(kept: Kept, body: bytes, headers: dict[str, str], keys: Keys = KEYS, now: datetime = NOW) -> int:
    """One request, through the application as it is served."""

    async def run() -> int:
        app = Starlette(routes=[Route(HOOK_PATH, zalo_oa_webhook(keys, kept, lambda: now, kept), methods=["POST"])])
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return (await client.post(HOOK_PATH, content=body, headers=headers)).status_code

    return asyncio.run(run())


def raw_of(event: Any) -> bytes:
    return json.dumps(event, ensure_ascii=False).encode()


def signed(
    body: bytes, signing: str = "app_id, body timestamp", mac: str = "mac=", key: str = SECRET_KEY
) -> dict[str, str]:
    zalo = StandIn()
    zalo.signing, zalo.mac = signing, mac
    return zalo.sign(body, str(MOMENT), key)


@pytest.mark.parametrize("mac", ["mac=", ""])
@pytest.mark.parametrize(
    "signing",
    ["app_id, body timestamp", "app_id, header timestamp", "oa_id, body timestamp", "oa_id, header timestamp"],
)
def test_every_documented_way_of_signing_is_believed_and_named_once(
    kept: Kept, signing: str, mac: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "baocong")
    body = raw_of(EVENT)
    assert post(kept, body, signed(body, signing, mac)) == 200
    assert kept.letters == [("zalo_oa", "96d3cdf3af150460909", body)]
    assert kept.heard == ["96d3cdf3af150460909"]
    name = f"{'mac=' if mac else 'bare'} {signing}"
    assert [record.getMessage() for record in caplog.records if record.name == "baocong.zalo_oa"] == [
        f"events of the Official Account are signed so: {name}"
    ]


def test_the_account_of_the_settings_goes_before_the_one_an_event_names() -> None:
    body = raw_of({**EVENT, "recipient": {"id": "1"}})
    made = hashlib.sha256(b"1" + body + str(MOMENT).encode() + SECRET_KEY.encode()).hexdigest()
    event = json.loads(body)
    assert variant(Keys(APP_ID, SECRET_KEY), body, event, made, "") == "bare oa_id, body timestamp"
    assert variant(Keys(APP_ID, SECRET_KEY, OA_ID), body, event, made, "") is None


def moved(body: bytes) -> tuple[bytes, dict[str, str]]:
    headers = signed(body, "app_id, header timestamp")
    moment = headers["X-ZEvent-Timestamp"]
    return body + moment[:2].encode(), {**headers, "X-ZEvent-Timestamp": moment[2:]}


FORGED: list[tuple[str, Callable[[bytes], tuple[bytes, dict[str, str]]]]] = [
    ("no signature", lambda body: (body, {})),
    ("another key", lambda body: (body, signed(body, key="guessed"))),
    ("no key", lambda body: (body, signed(body, key=""))),
    ("another body", lambda body: (body.replace(b"Ch", b"ch"), signed(body))),
    ("a word more", lambda body: (body + b" ", signed(body))),
    (
        "another moment",
        lambda body: (body, {**signed(body, "app_id, header timestamp"), "X-ZEvent-Timestamp": "17720000"}),
    ),
    ("digits moved from the moment into the body", moved),
    ("half a signature", lambda body: (body, {"X-ZEvent-Signature": signed(body)["X-ZEvent-Signature"][:40]})),
    ("no hex", lambda body: (body, {"X-ZEvent-Signature": "mac=" + "z" * 64})),
    ("no JSON", lambda _: (b"{", signed(b"{"))),
    ("a list", lambda _: (b"[1]", signed(b"[1]"))),
]


@pytest.mark.parametrize(("name", "forge"), FORGED, ids=[row[0] for row in FORGED])
def test_what_zalo_did_not_sign_leaves_no_row(
    kept: Kept, name: str, forge: Callable[[bytes], tuple[bytes, dict[str, str]]]
) -> None:
    body, headers = forge(raw_of(EVENT))
    assert post(kept, body, headers) == 403
    assert kept.letters == []


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.text(max_size=80), st.text(max_size=20))
def test_no_bytes_of_a_stranger_are_believed(body: bytes, given_: str, moment: str) -> None:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError):
        event = {}
    assert variant(KEYS, body, event if isinstance(event, dict) else {}, given_, moment) is None


@pytest.mark.parametrize("probe", [b"", b"{}", b" {} "])
def test_zalos_probe_gets_its_200_and_leaves_nothing(kept: Kept, probe: bytes) -> None:
    assert post(kept, probe, {}) == 200
    assert post(kept, probe, {"X-ZEvent-Signature": "mac=x"}) == 200
    assert kept.letters == []


def test_a_stranger_costs_a_few_bytes_and_nobody_sends_without_end(kept: Kept) -> None:
    assert post(kept, b"x" * 5_000_000, {}) == 403
    assert post(kept, b"x" * 5_000_000, signed(b"x")) == 413
    assert kept.letters == []


def test_a_late_retry_is_taken_and_what_nobody_remembers_is_not(kept: Kept) -> None:
    """Zalo tries for an hour. An event older than what the inbox remembers could be a repetition."""
    body = raw_of(EVENT)
    assert post(kept, body, signed(body), now=NOW + timedelta(hours=1)) == 200
    assert post(kept, body, signed(body), now=NOW + timedelta(days=61)) == 403
    assert len(kept.letters) == 1


def test_what_could_not_be_kept_is_asked_for_again_and_looked_for(kept: Kept, caplog: pytest.LogCaptureFixture) -> None:
    kept.fault = OSError("disk full: Chào")
    body = raw_of(EVENT)
    assert post(kept, body, signed(body)) == 503
    assert (kept.gaps, kept.heard) == (1, [])
    assert "Chào" not in caplog.text


def test_a_hook_without_a_key_is_none(kept: Kept) -> None:
    with pytest.raises(ValueError, match="without a key"):
        zalo_oa_webhook(Keys(APP_ID, ""), kept, lambda: NOW, kept)


def test_a_slow_database_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zalo waits two seconds: what is not committed by then lies synced in the spool folder, and counts once."""
    monkeypatch.setattr(zalo_oa_hook, "ANSWERED_WITHIN", 0.05)
    room, released = Room(tmp_path), threading.Event()
    body = raw_of(EVENT)

    async def conversation(oa: Account) -> None:
        busy, loop = asyncio.Event(), asyncio.get_running_loop()

        def long(_: Connection, __: datetime) -> None:
            loop.call_soon_threadsafe(busy.set)
            released.wait(10)

        blocking = asyncio.create_task(oa.writer.run(long))
        await busy.wait()
        hook = zalo_oa_webhook(KEYS, oa.arrivals, lambda: room.now, Kept())
        transport = httpx.ASGITransport(app=Starlette(routes=[Route(HOOK_PATH, hook, methods=["POST"])]))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            assert (await client.post(HOOK_PATH, content=body, headers=signed(body))).status_code == 200
        assert len(oa.spool.waiting()) == 1
        assert room.rows(Inbox) == []
        released.set()
        await blocking
        await oa.arrivals.take_in()
        assert oa.spool.waiting() == []

    with StandIn() as server:
        with_account(room, server, conversation)
    assert [(row["update_id"], row["state"]) for row in room.rows(Inbox)] == [("96d3cdf3af150460909", "done")]
    assert len(room.rows(Outbox)) == 1
    room.store.close()
