"""Two machines on one PostgreSQL and one bucket: what one of them took with the last of its strength the other makes whole."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr
from sqlalchemy import update

from bot.app import House, open_house, web_of
from bot.settings import Settings
from storage.tables import Inbox, Outbox, Photo, of
from storage.vault import VAULT
from tests.pictures import noise, saved
from tests.postgres import server as postgres
from tests.slow.s3_server import KEY_ID, SECRET, new_bucket
from tests.standing import KEY, rows

PICTURES = [saved(noise(number)) for number in range(3)]


def prepared(folder: Path, settings: dict[str, Any]) -> Settings:
    """A data folder of its own; the key is everybody's."""
    folder.mkdir()
    (folder / "secret.key").write_bytes(KEY)
    VAULT.unlock(KEY)
    secrets: dict[str, Any] = {"s3_key_id": SecretStr(KEY_ID), "s3_secret": SecretStr(SECRET)}
    return Settings(data_dir=folder, demo=False, web_port=0, **secrets, **settings)


@asynccontextmanager
async def machine(folder: Path, **settings: Any) -> AsyncIterator[House]:
    house = await open_house(prepared(folder, settings))
    try:
        yield house
    finally:
        await house.close()


async def post_album(house: House) -> int:
    """Three photos on the machine's page, which then dies: before it can look at them."""
    web = web_of(house, 0)
    await web.start()
    house.fetching._downloads = asyncio.Semaphore(0)  # it never gets to them
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{web.port}", headers={"X-Baocong": "1"}) as page:
            await page.post("/chat/open")
            files = [("photo", (f"{n}.jpg", data, "image/jpeg")) for n, data in enumerate(PICTURES)]
            answer = await page.post("/chat/send", data={"id": "an-album-of-three"}, files=files)
    finally:
        await web.stop()
    for task in list(house.arrivals._tasks):
        task.cancel()
    return answer.status_code


def test_photos_taken_by_a_machine_that_died_are_made_whole_by_another(s3: str, tmp_path: Path) -> None:
    async def story() -> None:
        shared = {
            "database_url": postgres().new_database(),
            "media_url": f"s3://{new_bucket(s3)}/province",
            "s3_endpoint": s3,
        }
        async with machine(tmp_path / "a", **shared) as dead:
            assert await post_album(dead) == 202
            assert (rows(dead, Inbox, "state"), rows(dead, Photo, "state")) == (["new"], ["pending"] * 3)
        shutil.rmtree(tmp_path / "a")  # nobody will ever start it again
        async with machine(tmp_path / "b", **shared) as alive:
            await alive.writer.run(
                lambda db, _: db.execute(update(of(Inbox)).values(held_until=None))
            )  # its time is up
            await alive.arrivals.take_up_waiting()
            await alive.arrivals.idle()
            assert (rows(alive, Inbox, "state"), rows(alive, Photo, "state")) == (["done"], ["ready"] * 3)
            keys = rows(alive, Photo, "clean_key", "thumb_key")
            assert sorted(alive.media.list()) == sorted(key for pair in keys for key in pair)
            assert "own" in rows(alive, Outbox, "kind")  # the page shows them

    asyncio.run(story())
