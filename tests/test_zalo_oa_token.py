"""The access to an Official Account: kept before it is used, renewed by one process, and what is said when it has died."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from bot.channels.gateway import SendFailed
from bot.channels.zalo_oa_token import LEASE
from handlers.words import Outgoing
from storage import channel_tokens, grants, leases, outbox, people
from storage.channel_tokens import Pair
from storage.tables import Outbox
from tests.standin_zalo_oa import StandIn
from tests.talk import TEXTS, Room, Talk, joined
from tests.zalo_oa_house import NAME, Account, assemble, log_in, with_account

AN = 1001
LIFE = timedelta(seconds=90_000)
HELLO = Outgoing("Chào anh/chị")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standing:
        yield standing


def pair_of(room: Room) -> Pair:
    with room.store.read() as db:
        found = channel_tokens.read(db, NAME)
    assert found is not None
    return found


async def refused(oa: Account) -> str:
    with pytest.raises(SendFailed) as failed:
        await oa.gateway.send(oa.meets(AN), HELLO)
    assert failed.value.outcome == "retry"
    return str(failed.value)


def test_before_the_first_login_everything_waits(room: Room, server: StandIn) -> None:
    async def conversation(oa: Account) -> None:
        assert await refused(oa) == "retry: nobody has logged in yet"
        await oa.tokens.keep_fresh()

    with_account(room, server, conversation)
    assert server.asked == []


@pytest.mark.parametrize(("age", "renewed"), [(0.0, False), (0.79, False), (0.81, True), (1.5, True)])
def test_it_is_renewed_before_it_ends(room: Room, server: StandIn, age: float, renewed: bool) -> None:  # noqa: FBT001  - a row of the table
    log_in(room, server, ago=LIFE * age)

    async def conversation(oa: Account) -> None:
        await oa.gateway.send(oa.meets(AN), HELLO)
        assert (server.tokens.made, server.tokens.spent) == ((1, ["refresh-0"]) if renewed else (0, []))

    with_account(room, server, conversation)
    kept = pair_of(room)
    assert (kept.access, kept.refresh) == (server.tokens.access, server.tokens.refresh)
    assert kept.expires_at == kept.refreshed_at + LIFE
    assert [asked.access for asked in server.calls("cs")] == [kept.access]


@pytest.mark.parametrize("code", ["-216", "-220"])
def test_a_refused_token_is_renewed_once_and_the_message_goes(room: Room, server: StandIn, code: str) -> None:
    log_in(room, server)

    async def conversation(oa: Account) -> None:
        server.fail("cs", code)
        await oa.gateway.send(oa.meets(AN), HELLO)
        assert server.tokens.made == 1
        server.fail("cs", code, times=2)  # whatever is wrong now, it is not the token
        assert (await refused(oa)).startswith(f"retry: error {code}")

    with_account(room, server, conversation)
    assert len(server.messages(AN)) == 1


def test_the_new_pair_is_kept_before_it_is_used(room: Room, server: StandIn) -> None:
    """Nothing goes out under a token that is not committed."""
    log_in(room, server, ago=LIFE)
    seen: list[tuple[str, str]] = []
    do = server._do

    def watched(method: str, asked: Any, secret: str) -> Any:
        if method == "cs":
            seen.append((asked.access, pair_of(room).access))
        return do(method, asked, secret)

    server._do = watched  # type: ignore[method-assign]  # looks at the database at the moment of the request

    async def conversation(oa: Account) -> None:
        await oa.gateway.send(oa.meets(AN), HELLO)

    with_account(room, server, conversation)
    assert seen == [("access-1", "access-1")]


def test_a_stop_between_got_and_kept_costs_the_login_and_says_so(room: Room, server: StandIn) -> None:
    """Zalo has spent the refresh token, the pair died with the process: the next start tells what to do, once."""
    log_in(room, server, ago=LIFE)
    admin = admin_of(room)

    async def killed(oa: Account) -> None:
        async def lost(*_: Any) -> Pair:
            raise KeyboardInterrupt

        oa.tokens._keep = lost  # type: ignore[method-assign, assignment]  # as if the process ended here
        with pytest.raises(KeyboardInterrupt):
            await oa.gateway.send(oa.meets(AN), HELLO)

    async def afterwards(oa: Account) -> None:
        assert "cannot be renewed (-118)" in await refused(oa)
        assert "cannot be renewed (-118)" in await refused(oa)
        assert len(server.calls("access_token")) == 2  # it is not asked again at once
        await log_in_again(oa)
        await oa.gateway.send(oa.meets(AN), HELLO)

    with_account(room, server, killed)
    assert pair_of(room).refresh in server.tokens.spent
    with room.store.write() as db:
        leases.void(db, room.now)  # the dead process's lease is over
    with_account(room, server, afterwards, holder="two")
    told = room.rows(Outbox, kind="notice")
    assert [(row["channel"], row["address"], row["body"]["text"]) for row in told] == [
        ("telegram", admin, TEXTS.say("vi", "zalo-oa-login-needed"))
    ]
    assert pair_of(room).refused_at is None


async def log_in_again(oa: Account) -> None:
    begun = await oa.login.begin()
    assert (await oa.login.finish(oa.server.tokens.consent(begun["say"])))["say"].startswith("Báo Công is connected to")


def admin_of(room: Room) -> str:
    """Somebody who answers for the whole house."""
    talk = joined(Talk(room, address="900"))
    place = (talk.channel, talk.address)
    with room.store.write() as db:
        who = people.meet(db, [place], {}, room.now)[place].id
        grants.grant(db, who, "admin", room.unit("nb"), since=date(2026, 1, 1), until=None, by=None, now=room.now)
    return talk.address


def test_while_the_old_one_is_good_a_bad_day_of_zalos_hinders_nobody(room: Room, server: StandIn) -> None:
    log_in(room, server, ago=LIFE * 0.9)

    async def conversation(oa: Account) -> None:
        for fault in ("500 before", "cut before", "429", "-32"):
            server.fail("access_token", fault)
            await oa.gateway.send(oa.meets(AN), HELLO)
            await oa.gateway.send(oa.meets(AN), HELLO)  # and it is not tried with every message
            room.now += timedelta(minutes=2)
        assert len(server.calls("access_token")) == 4

    with_account(room, server, conversation)
    assert {asked.access for asked in server.calls("cs")} == {"access-0"}


def test_a_refusal_is_tried_again_after_an_hour_and_heals(room: Room, server: StandIn) -> None:
    """Not every code of Zalo's is documented: what looked like a dead token may have been a bad hour."""
    log_in(room, server, ago=LIFE)

    async def conversation(oa: Account) -> None:
        server.fail("access_token", "-14999")
        assert "(-14999)" in await refused(oa)
        assert pair_of(room).refusal == -14999
        room.now += timedelta(minutes=61)
        await oa.gateway.send(oa.meets(AN), HELLO)

    with_account(room, server, conversation)
    assert (pair_of(room).access, pair_of(room).refused_at) == ("access-1", None)


def test_two_processes_renew_once_between_them(room: Room, server: StandIn) -> None:
    log_in(room, server, ago=LIFE)

    async def conversation(one: Account) -> None:
        two = assemble(room, server, one.writer, holder="two")
        address = one.meets(AN)

        async def until_sent(oa: Account) -> None:
            for _ in range(200):
                try:
                    await oa.gateway.send(address, HELLO)
                except SendFailed as failed:
                    assert failed.outcome == "retry"
                    await asyncio.sleep(0)
                else:
                    return
            raise AssertionError("it was never sent")

        await asyncio.gather(*(until_sent(oa) for oa in (one, two, one, two)))
        await two.gateway.close()

    with_account(room, server, conversation)
    assert (server.tokens.made, server.tokens.spent) == (1, ["refresh-0"])
    assert len(server.messages(AN)) == 4


def test_while_another_process_renews_this_one_waits(room: Room, server: StandIn) -> None:
    log_in(room, server, ago=LIFE)
    with room.store.write() as db:
        assert leases.take(db, LEASE, "another", room.now, 60) is not None

    async def conversation(oa: Account) -> None:
        assert await refused(oa) == "retry: the access is being renewed"

    with_account(room, server, conversation)
    assert server.calls("access_token") == []


def test_a_pair_made_from_an_older_one_never_replaces_a_newer(room: Room, server: StandIn) -> None:
    """A process that was frozen between asking and keeping wakes up late."""
    log_in(room, server)
    with room.store.write() as db:
        later = room.now + LIFE
        assert channel_tokens.renew(db, NAME, "refresh-0", "access-9", "refresh-9", later, room.now)
        assert not channel_tokens.renew(db, NAME, "refresh-0", "access-1", "refresh-1", later, room.now)
        assert not channel_tokens.refused(db, NAME, "refresh-0", -118, room.now)
    assert pair_of(room).access == "access-9"


def test_the_new_pair_waits_for_a_database_that_is_away(room: Room, server: StandIn) -> None:
    log_in(room, server, ago=LIFE)

    async def conversation(oa: Account) -> None:
        run, failures = oa.writer.run, 2

        async def shaky(work: Any, **more: Any) -> Any:
            nonlocal failures
            if server.tokens.made and failures:  # away from the moment Zalo has answered
                failures -= 1
                busy = sqlite3.OperationalError("database is locked")
                busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
                raise OperationalError("", {}, busy)
            return await run(work, **more)

        oa.writer.run = shaky  # type: ignore[method-assign]  # the real writer, behind a bad day
        await oa.gateway.send(oa.meets(AN), HELLO)
        assert failures == 0

    with_account(room, server, conversation)
    assert pair_of(room).access == "access-1"


# --- the login ----------------------------------------------------------------------------------------------------


def test_a_login_by_a_pasted_address(room: Room, server: StandIn) -> None:
    async def conversation(oa: Account) -> None:
        assert (await oa.login.stand())["failed"]
        begun = (await oa.login.begin())["say"]
        assert begun.startswith(f"{server.url}/v4/oa/permission?app_id=")
        answer = server.tokens.consent(begun)
        for wrong in (
            "",
            "https://x.example/?code=code-0",
            answer.replace("state=", "state=x"),
            "http://[",
            "\0" * 9000,
        ):
            assert (await oa.login.finish(wrong))["failed"], wrong
        assert await oa.login.finish(answer) == {"say": "Báo Công is connected to LĐLĐ Ninh Bình (388613280878808645)."}
        assert await oa.login.stand() == {"say": "Báo Công is connected to LĐLĐ Ninh Bình (388613280878808645)."}
        assert (await oa.login.finish(answer))["failed"]  # once
        await oa.gateway.send(oa.meets(AN), HELLO)

    with_account(room, server, conversation)


def test_a_login_for_another_account_changes_nothing(room: Room, server: StandIn) -> None:
    log_in(room, server)

    async def conversation(oa: Account) -> None:
        begun = (await oa.login.begin())["say"]
        said = await oa.login.finish(server.tokens.consent(begun, oa_id="999"))
        assert said["say"] == "That is another account than BAOCONG_ZALO_OA_ID says: nothing was changed."

    with_account(room, server, conversation)
    assert pair_of(room).access == "access-0"


def test_a_login_is_open_for_half_an_hour_and_a_second_one_closes_the_first(room: Room, server: StandIn) -> None:
    room.now = datetime.now(UTC)

    async def conversation(oa: Account) -> None:
        first = server.tokens.consent((await oa.login.begin())["say"])
        second = server.tokens.consent((await oa.login.begin())["say"])
        assert (await oa.login.finish(first))["failed"]
        room.now += timedelta(minutes=31)
        assert (await oa.login.finish(second))["failed"]

    with_account(room, server, conversation)


def test_what_waited_for_the_access_goes_at_once(room: Room, server: StandIn) -> None:
    async def conversation(oa: Account) -> None:
        rows = [
            {"key": key, "channel": NAME, "address": "1", "body": {"text": key}, "due_at": at, "tries": tries}
            for key, at, tries in [
                ("waited", room.now + timedelta(minutes=10), 3),
                ("for-tomorrow", room.now + timedelta(days=1), 0),
            ]
        ]
        with room.store.write() as db:
            outbox.put(db, rows)
        await log_in_again(oa)

    with_account(room, server, conversation)
    assert [row["due_at"] for row in room.rows(Outbox)] == [room.now, room.now + timedelta(days=1)]


def test_no_token_is_kept_in_clear(room: Room, server: StandIn) -> None:
    log_in(room, server)

    def raw(db: Connection) -> bytes:
        row = db.exec_driver_sql("SELECT access, refresh FROM channel_token").one()
        return bytes(row[0]) + bytes(row[1])

    with room.store.read() as db:
        assert b"access" not in raw(db) and b"refresh" not in raw(db)
