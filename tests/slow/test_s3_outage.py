"""A house whose media lie in a bucket, while the bucket is closed, silent, busy, or refuses us: no photo is lost, the talk goes
on, what needs media waits, `doctor` and readiness say so, and it all goes on by itself (reliability: fault test 15).

Everything is real: the store, the photo worker, the stand-in Telegram and the web page over HTTP, moto's S3 behind a wire.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import update

from bot.app import House, readiness, web_of
from bot.doctor import examine
from handlers.words import Outgoing
from storage import bucket, outbox
from storage.media import key_of
from storage.tables import Outbox, Photo, of
from storage.uploads_s3 import SharedUploads
from tests.pictures import noise, saved
from tests.slow.s3_server import KEY_ID, SECRET, Mood, S3Wire, new_bucket
from tests.standin_telegram import StandIn
from tests.standing import arrive, made, rows, seen, standing, tell, texts

PICTURES = [saved(noise(number)) for number in range(6)]
HEADERS = {"X-Baocong": "1"}
LATER = timedelta(minutes=5)


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as standin:
        yield standin


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seconds a try in a house; here three quarters of one."""
    monkeypatch.setattr(bucket, "PATIENCE", timedelta(seconds=0.75))


@asynccontextmanager
async def with_bucket(folder: Path, server: StandIn, s3: str, wire: S3Wire) -> AsyncIterator[tuple[House, str]]:
    """A house that sends, its page at an address."""
    place = {"media_url": f"s3://{new_bucket(s3)}/province", "s3_endpoint": wire.url}
    secrets = {"s3_key_id": SecretStr(KEY_ID), "s3_secret": SecretStr(SECRET)}
    async with standing(folder, server, sending=True, **place, **secrets) as house:
        web = web_of(house, 0)
        await web.start()
        try:
            yield house, f"http://127.0.0.1:{web.port}"
        finally:
            await web.stop()


async def upload(page: httpx.AsyncClient, number: int, *pictures: bytes) -> None:
    files = [("photo", (f"{n}.jpg", data, "image/jpeg")) for n, data in enumerate(pictures)]
    answer = await page.post("/chat/send", data={"id": f"upload-{number:04}"}, files=files)
    assert answer.status_code == 202


def states(house: House) -> list[str]:
    return sorted(rows(house, Photo, "state"))


async def queue_digest(house: House, chat: int, key: str) -> None:
    body = Outgoing("digest", photos=(key,)).as_json()
    row = {"key": "d", "channel": "telegram", "address": str(chat), "kind": "digest", "body": body}
    await house.writer.run(lambda db, now: outbox.put(db, [{**row, "due_at": now}]))
    house.departures.ring("telegram")


async def tried(house: House) -> None:
    news = asyncio.Event()
    house.departures.listeners.append(lambda *_: news.set())
    async with asyncio.timeout(20):
        while not any(kind == "digest" and tries for kind, tries in rows(house, Outbox, "kind", "tries")):
            await news.wait()
            news.clear()
    house.departures.listeners.pop()


@pytest.mark.parametrize("mood", ["closed", "silent", "503", "403"])
def test_no_photo_is_lost_the_talk_goes_on_and_all_of_it_comes_right_by_itself(
    s3: str, wire: S3Wire, server: StandIn, tmp_path: Path, mood: Mood, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        async with (
            with_bucket(tmp_path, server, s3, wire) as (house, url),
            httpx.AsyncClient(base_url=url, headers=HEADERS) as page,
        ):
            await page.post("/chat/open")
            drawn = key_of(PICTURES[0])
            await asyncio.to_thread(house.media.put, drawn, PICTURES[0])
            server.member(50)

            wire.be(mood)
            for chat, picture in enumerate(PICTURES[:4], 1):
                await arrive(house, made(server, server.send_photo(chat, picture)))
            began = asyncio.get_running_loop().time()
            await tell(house, server, 9, "/start")
            assert asyncio.get_running_loop().time() - began < 1.0  # nobody waits for somebody else's photo
            await upload(page, 1, *PICTURES[4:])
            await queue_digest(house, 50, drawn)
            await house.arrivals.idle()
            await tried(house)
            for chat in (1, 2, 3, 4):
                await tell(house, server, chat, "/menu")
            await house.arrivals.idle()
            assert [len(texts(house, chat)) for chat in (1, 2, 3, 4, 9)] == [2, 2, 2, 2, 1]
            assert states(house) == ["pending"] * 6
            now = datetime.now(UTC)
            assert await house.fetching.fetch_waiting(now + LATER) == 6
            assert (states(house), rows(house, Photo, "tries")) == (["pending"] * 6, [0] * 6)
            told = [each for each in await asyncio.to_thread(examine, house.settings) if each.what == "media"]
            assert [(each.state, "wait until it is back" in each.says) for each in told] == [("bad", True)]
            await house.keeping.look()
            assert readiness(house)["media"].startswith("waiting")
            assert (await page.get("/readyz")).status_code == 200
            assert rows(house, Outbox, "state")[-1] != "unconfirmed"

            wire.be("well")
            assert house.uploads.forward(now + LATER) == 2
            for tick in range(1, 6):  # the clock's, until a busy machine kept within the time limits
                await house.fetching.fetch_waiting(now + tick * LATER)
            assert states(house) == ["ready"] * 6
            keys = rows(house, Photo, "clean_key", "thumb_key")
            assert all(house.media.exists(key) for pair in keys for key in pair)
            due = update(of(Outbox)).where(of(Outbox).c.state == "due")
            await house.writer.run(lambda db, now: db.execute(due.values(due_at=now)))
            house.departures.ring("telegram")
            await seen(server, lambda: [each.text for each in server.messages(50)] == ["digest"])
            await house.keeping.look()
            assert readiness(house)["media"] == "ok"
            assert {
                each.state for each in await asyncio.to_thread(examine, house.settings) if each.what == "media"
            } == {"ok"}
            assert list(house.media.list()) == sorted({drawn, *(key for pair in keys for key in pair)})
            assert isinstance(house.uploads, SharedUploads)
            assert [*house.folder.uploads.iterdir(), *house.uploads._bucket.list("uploads")] == []

    asyncio.run(story())
    assert not any(secret in caplog.text for secret in (SECRET, KEY_ID))
