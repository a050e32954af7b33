"""A full disk and one that went read-only, with a whole house on it and a messenger's webhook at its door: 503 when neither
the database nor the spool folder can keep a payload and only then; what got 200 is there; room again, and all goes on."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import text

from bot.app import House
from storage.store import Store
from tests.hooks import HOOKS, open_doors
from tests.slow.disks import disk_that_fails, small_disk, system
from tests.standing import answers, inbox

HOOK = HOOKS[0]
NOW = datetime.now(UTC)


class Caller:
    """A messenger that calls until it is told that what it says was kept."""

    def __init__(self) -> None:
        self.kept: list[int] = []
        self.refused: list[int] = []
        self.number = 0

    async def call(self, house: House, client: httpx.AsyncClient, times: int) -> list[int]:
        """So many new updates; gives the statuses. A refusal must have had its reason."""
        statuses = []
        for _ in range(times):
            self.number += 1
            statuses.append(await self.say(house, client, self.number))
        return statuses

    async def say(self, house: House, client: httpx.AsyncClient, number: int) -> int:
        before = len(house.arrivals._spool.waiting())
        body = HOOK.said(number, NOW)
        status = (await client.post(HOOK.path, content=body, headers=HOOK.proof(body))).status_code
        (self.kept if status == 200 else self.refused).append(number)
        if status != 200:
            assert status == 503
            assert len(house.arrivals._spool.waiting()) == before
        return status

    async def again(self, house: House, client: httpx.AsyncClient) -> None:
        """What was refused comes again, as Telegram does it."""
        refused, self.refused = self.refused, []
        for number in refused:
            assert await self.say(house, client, number) == 200


def all_there(house: House, caller: Caller) -> None:
    """Every update that was acknowledged is there once and was answered, in the order in which it was kept."""
    assert sorted(int(number) for number, _ in inbox(house)) == sorted(caller.kept)
    assert {state for _, state in inbox(house)} == {"done"}
    assert [int(number) for number in answers(house, 1001)] == caller.kept
    assert house.arrivals._spool.waiting() == []


def test_a_full_disk_refuses_what_it_cannot_keep_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    caller = Caller()

    async def story(folder: Path) -> None:
        async with open_doors(folder) as (house, client):
            assert await caller.call(house, client, 20) == [200] * 20
            disk.fill(left=640 << 10)  # enough for some, and less for each
            some = await caller.call(house, client, 60)
            disk.fill()
            full = await caller.call(house, client, 40)
            assert some[0] == 200
            assert full[-1] == 503
            assert await house.arrivals.take_in() == 0
            disk.free()
            await house.arrivals.take_in()
            assert await caller.call(house, client, 5) == [200] * 5
            await caller.again(house, client)
            await house.arrivals.take_in()
            await house.arrivals.idle()
            all_there(house, caller)
            print(
                f"\nfull disk: {some.count(200) + full.count(200)} acknowledged, {some.count(503) + full.count(503)} refused, "
                "0 acknowledged missing, no restart",
                flush=True,
            )

    with small_disk(tmp_path / "disk", 12) as disk:
        asyncio.run(story(disk.folder / "province"))


def test_a_disk_that_went_read_only_takes_nothing_in_and_loses_nothing(tmp_path: Path) -> None:
    """Reading goes on. Mended and mounted anew, which takes a restart, everything acknowledged is there."""
    caller, folder = Caller(), tmp_path / "disk" / "province"

    async def before() -> None:
        async with open_doors(folder) as (house, client):
            assert await caller.call(house, client, 20) == [200] * 20
            system("sync", "-f", str(folder))  # what the test laid there itself: key and starter
            fail()
            assert await caller.call(house, client, 10) == [503] * 10
            assert (await client.get("/healthz")).status_code == 200
            with house.store.read() as db:
                assert db.execute(text("SELECT count(*) FROM inbox")).scalar() == 20

    async def after() -> None:
        async with open_doors(folder) as (house, client):
            assert await caller.call(house, client, 5) == [200] * 5
            await caller.again(house, client)
            all_there(house, caller)

    with disk_that_fails(tmp_path / "disk", 32) as (fail, mend):
        try:
            asyncio.run(before())
        except OSError as error:  # its own files cannot be put away either
            print(f"\nread-only: the house was closed by force ({type(error).__name__})", flush=True)
        mend()
        asyncio.run(after())
        store = Store(folder / "baocong.db")
        with store.read() as db:
            assert db.execute(text("PRAGMA quick_check")).scalar() == "ok"
        store.close()
    print(f"read-only disk: {len(caller.kept)} acknowledged, 0 missing", flush=True)
