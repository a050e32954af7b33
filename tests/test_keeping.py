"""What lies outside the database is tidied up, and nothing that anybody names is lost by it; media that are away wait."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from bot.app import House, readiness
from bot.departures import PHOTOS_TRIES, STORM
from bot.keeping import Keeping, places_of
from bot.settings import Settings
from handlers.words import Outgoing
from storage import orphans, outbox, templates
from storage.folder import DataFolder
from storage.media import LocalMedia, key_of
from storage.tables import Outbox, Photo, of
from storage.uploads import LocalUploads, Uploads
from tests.keeping_table import UPLOADS, Shelf, only_what_nothing_names_goes_and_only_when_it_is_old
from tests.pictures import noise, saved
from tests.standin_telegram import StandIn
from tests.standing import rows, say, seen, standing
from tests.talk import Room

NOW = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)
PICTURE = saved(noise(1))
LISTED, DRAWN, SHEETS = range(1, 2 * STORM + 1), range(101, 106), range(201, 204)


@pytest.mark.parametrize("check", UPLOADS, ids=lambda check: check.__name__)
def test_a_folder_is_a_place_for_uploads(tmp_path: Path, check: Callable[[Uploads], None]) -> None:
    check(LocalUploads(tmp_path))


def test_only_what_nothing_names_is_removed_and_only_when_it_is_old(room: Room, tmp_path: Path) -> None:
    only_what_nothing_names_goes_and_only_when_it_is_old(Shelf(room, LocalMedia(tmp_path / "media")))


def test_every_shard_has_its_turn_within_a_week() -> None:
    step = orphans.EVERY.total_seconds() / 2  # as the clock ticks
    turns = {orphans.shard_of(NOW + timedelta(seconds=number * step)) for number in range(2 * orphans.SHARDS)}
    assert turns == {f"{number:02x}/" for number in range(256)}


def test_a_crash_between_bytes_and_row_leaves_what_is_collected_and_a_late_row_saves_it(room: Room) -> None:
    """The message is answered after eight days only: its photo is put again, is young again, and stays."""
    shelf = Shelf(room, room.media)
    late, lost = shelf.put("late", ".jpg"), shelf.put("lost", ".jpg")
    shelf.now += timedelta(days=8)
    before = shelf.now - timedelta(days=7)
    assert sorted(room.media.old(before)) == sorted([late, lost])
    shelf.photo(late, late)
    assert shelf.look(timedelta(0), [late, lost]) == 1
    assert list(room.media.list()) == [late]


def test_a_template_that_was_sent_to_an_officer_outlives_that_message(tmp_path: Path) -> None:
    """The same bytes have the same key: what is swept with an old message may be somebody's still."""

    async def story() -> None:
        async with standing(tmp_path) as house:
            template, export = key_of(b"template", ".docx"), key_of(b"export", ".zip")
            house.media.put(template, b"template")
            house.media.put(export, b"export")
            put: dict[str, Any] = {"media_key": template, "name": "a.docx", "who": None}
            await house.writer.run(lambda db, now: templates.put(db, 1, "minutes", now=now, **put))
            loose = [template, export]
            keeping = Keeping(house.store, house.writer, house.media, house.uploads, loose)
            await keeping.clear_loose()
            assert (list(house.media.list()), loose) == ([template], [])

    asyncio.run(story())


def test_what_could_not_be_removed_is_removed_the_next_time(tmp_path: Path) -> None:
    async def story() -> None:
        async with standing(tmp_path) as house:
            key = key_of(b"export", ".zip")
            house.media.put(key, b"export")
            loose = [key]
            keeping = Keeping(house.store, house.writer, house.media, house.uploads, loose)
            back = take_media_away(house)
            with pytest.raises(OSError, match="directory"):
                await keeping.clear_loose()
            back()
            await keeping.clear_loose()
            assert (list(house.media.list()), loose) == ([], [])

    asyncio.run(story())


def take_media_away(house: House) -> Callable[[], None]:
    """The folder is something else for a while."""
    aside = house.folder.media.rename(house.folder.root / "aside")
    house.folder.media.write_text("not a folder")

    def back() -> None:
        house.folder.media.unlink()
        aside.rename(house.folder.media)

    return back


async def queue(house: House, kind: str, message: Outgoing, chats: range) -> None:
    def put(db: Any, now: datetime) -> None:
        each = {"channel": "telegram", "kind": kind, "body": message.as_json(), "due_at": now}
        outbox.put(db, [{**each, "key": f"{kind}:{chat}", "address": str(chat)} for chat in chats])

    await house.writer.run(put)
    house.departures.ring("telegram")


def test_messages_that_need_media_wait_for_them_and_delay_nobody_elses(tmp_path: Path) -> None:
    """More of them fail than make a channel count as away: the fault is ours, so the channel goes on at its pace. None becomes
    unconfirmed: surely nothing was sent."""

    async def story() -> None:
        with StandIn() as server:
            async with standing(tmp_path, server, sending=True) as house:
                for chat in (*LISTED, *DRAWN, *SHEETS, 999):
                    server.member(chat)
                key = key_of(PICTURE)
                house.media.put(key, PICTURE)
                back = take_media_away(house)
                await queue(house, "reply", Outgoing("list", file=key, file_name="list.jpg"), LISTED)
                await queue(house, "digest", Outgoing("digest", photos=(key,)), DRAWN)
                await queue(house, "reminder", Outgoing("sheet", file=key, file_name="sheet.jpg"), SHEETS)
                await seen_rows(house, lambda all_: all(tries > 0 for _, tries in all_))
                await queue(house, "notice", Outgoing("meanwhile"), range(999, 1000))
                await seen(server, lambda: [each.text for each in server.messages(999)] == ["meanwhile"])
                assert {state for state, _ in rows(house, Outbox, "state", "tries")[:-1]} == {"due"}
                assert house.departures._lines["telegram"].failures == 0
                back()
                due = update(of(Outbox)).where(of(Outbox).c.state == "due")
                await house.writer.run(lambda db, now: db.execute(due.values(due_at=now)))
                house.departures.ring("telegram")
                await seen(server, lambda: all(server.messages(chat) for chat in (*LISTED, *DRAWN, *SHEETS)))
                await seen_rows(house, lambda all_: {state for state, _ in all_} == {"sent"})

    asyncio.run(story())


def test_an_answer_that_waited_for_its_photos_goes_without_them_so_that_the_talk_goes_on(tmp_path: Path) -> None:
    async def story() -> None:
        with StandIn() as server:
            async with standing(tmp_path, server, sending=True) as house:
                server.member(1)
                key = key_of(PICTURE)
                house.media.put(key, PICTURE)
                take_media_away(house)
                await queue(house, "reply", Outgoing("card", photos=(key,)), range(1, 2))
                await queue(house, "notice", Outgoing("after it"), range(1, 2))
                for tries in range(1, PHOTOS_TRIES + 1):
                    await seen_rows(house, partial(was_tried, tries))
                    await house.writer.run(lambda db, now: db.execute(update(of(Outbox)).values(due_at=now)))
                    house.departures.ring("telegram")
                await seen(server, lambda: len(server.messages(1)) == 2)
                later = say("photos-later")
                assert [each.text for each in server.messages(1)] == [f"card\n\n{later}", "after it"]

    asyncio.run(story())


def was_tried(times: int, found: list[Any]) -> bool:
    return bool(found[0] == ("due", times))


async def seen_rows(house: House, condition: Callable[[list[Any]], bool]) -> None:
    """Departures mark rows in their own time; every mark rings."""
    news = asyncio.Event()
    house.departures.listeners.append(lambda *_: news.set())
    async with asyncio.timeout(20):
        while not condition(rows(house, Outbox, "state", "tries")):
            await news.wait()
            news.clear()
    house.departures.listeners.pop()


def test_a_photo_waits_for_media_as_long_as_it_takes(tmp_path: Path) -> None:
    """Two weeks: a download that fails is given up after a day and a half, a fault of ours never."""

    async def story() -> None:
        with StandIn() as server:
            async with standing(tmp_path, server) as house:
                back = take_media_away(house)
                update_ = server.send_photo(1, PICTURE)
                raw = next(each for each in server.emitted if each.get("update_id") == update_)
                await house.arrivals.take("telegram", str(update_), json.dumps(raw).encode())
                await house.arrivals.idle()
                now = datetime.now(UTC)
                for day in range(1, 14):
                    assert await house.fetching.fetch_waiting(now + timedelta(days=day)) == 1
                assert rows(house, Photo, "state", "tries") == [("pending", 0)]
                back()
                assert await house.fetching.fetch_waiting(now + timedelta(days=14)) == 1
                assert rows(house, Photo, "state") == ["ready"]

    asyncio.run(story())


def test_after_one_photo_could_not_be_kept_the_next_are_not_even_fetched_for_a_while(tmp_path: Path) -> None:
    """A silent store costs six seconds a try: whoever sends photos meanwhile is answered at once, and theirs stay promises."""

    async def story() -> None:
        with StandIn() as server:
            async with standing(tmp_path, server) as house:
                back = take_media_away(house)
                for chat in range(1, 6):
                    number = server.send_photo(chat, PICTURE)
                    raw = next(each for each in server.emitted if each.get("update_id") == number)
                    await house.arrivals.take("telegram", str(number), json.dumps(raw).encode())
                    await house.arrivals.idle()
                assert len(server.calls("getFile")) == 1
                assert rows(house, Photo, "state", "tries") == [("pending", 0)] * 5
                back()
                assert await house.fetching.fetch_waiting(datetime.now(UTC) + timedelta(minutes=5)) == 5
                assert rows(house, Photo, "state") == ["ready"] * 5

    asyncio.run(story())


@pytest.mark.parametrize(
    ("url", "kind"),
    [("", "LocalMedia"), ("file:///srv/media", "LocalMedia"), ("s3://bucket", "S3Media"), ("s3://b-1/a/b/", "S3Media")],
)
def test_the_setting_says_where_media_lie(tmp_path: Path, url: str, kind: str) -> None:
    settings = Settings(data_dir=tmp_path, media_url=url, s3_key_id=SecretStr("AKIA"), s3_secret=SecretStr("x" * 40))
    media, uploads = places_of(settings, DataFolder(tmp_path))
    assert (type(media).__name__, uploads.shared) == (kind, url.startswith("s3:"))


def test_media_that_are_away_are_said_and_no_reason_to_send_people_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Once in the log, and in readiness as something that waits (tests/test_web_chat.py: 200)."""

    async def story() -> None:
        async with standing(tmp_path) as house:
            await house.keeping.look()
            assert readiness(house) == {"database": "ok", "media": "ok"}
            back = take_media_away(house)
            for _ in range(2):
                await house.keeping.look()
            assert readiness(house)["media"].startswith("waiting: ")
            assert [record.message.partition("(")[0] for record in caplog.records] == ["media are away "]
            back()
            await house.keeping.look()
            assert readiness(house)["media"] == "ok"

    asyncio.run(story())
