"""The one door in: kept before acknowledged, answered once, in order for each person; bad days lose nothing."""

from __future__ import annotations

import asyncio
import json
import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import House
from bot.arrivals import NotKept
from bot.channels.telegram_reading import key_of
from bot.doctor import examine
from handlers.clerk import Letter
from handlers.rehearsal import CODE, PHOTOS, Act, Actor, achievements
from storage import movement
from storage.tables import Inbox, Outbox, Photo, Report
from tests.pictures import noise, saved
from tests.standing import (
    AN,
    BINH,
    CUC,
    TEXTS,
    GatedTelegram,
    answers,
    arrive,
    inbox,
    locked,
    made,
    photos,
    poison,
    rows,
    say,
    seen,
    settings_for,
    standing,
    tell,
    texts,
)

PICTURE = saved(noise(1))
LATER = timedelta(minutes=2)  # after the first pause of a failed download


@pytest.fixture
def server() -> Iterator[GatedTelegram]:
    with GatedTelegram() as standin:
        yield standin
        standin.gate.set()


def photo(server: GatedTelegram, chat: int, data: bytes = PICTURE, **more: Any) -> dict[str, Any]:
    return made(server, server.send_photo(chat, data, **more))


def words(server: GatedTelegram, chat: int, text: str = "/menu") -> dict[str, Any]:
    return made(server, server.say(chat, text))


def numbers(*updates: dict[str, Any]) -> list[str]:
    return [str(update["update_id"]) for update in updates]


# --- kept and answered ------------------------------------------------------------------------------------------------------


def test_a_plain_text_is_kept_and_answered_in_one_transaction(server: GatedTelegram, tmp_path: Path) -> None:
    async def story() -> None:
        async with standing(tmp_path, server) as house:
            update, before = words(server, AN, "/start"), house.writer.commits
            await arrive(house, update)
            assert house.writer.commits == before + 1
            assert rows(house, Inbox, "update_id", "state", "raw") == [(str(update["update_id"]), "done", None)]
            assert rows(house, Outbox, "key", "state") == [(f"telegram:{update['update_id']}:0", "due")]

    asyncio.run(story())


def test_a_photo_is_kept_before_it_is_acknowledged_and_answered_when_it_is_here(
    server: GatedTelegram, tmp_path: Path
) -> None:
    async def story() -> None:
        async with standing(tmp_path, server) as house:
            server.gate.clear()
            update = photo(server, AN)
            await arrive(house, update)
            [(kept, state, raw)] = rows(house, Inbox, "update_id", "state", "raw")
            assert (kept, state, json.loads(raw)) == (str(update["update_id"]), "new", update)
            assert answers(house, AN) == []
            assert photos(house) in ([], [("pending", "")])  # its promise is written beside this look at it
            server.gate.set()
            await house.arrivals.idle()
            assert rows(house, Inbox, "state", "raw") == [("done", None)]
            assert answers(house, AN) == numbers(update)
            [(state, key, thumb)] = rows(house, Photo, "state", "clean_key", "thumb_key")
            assert (state, house.media.exists(key), house.media.exists(thumb)) == ("ready", True, True)

    asyncio.run(story())


def test_order_holds_for_each_person_and_nobody_waits_for_somebody_elses_photos(
    server: GatedTelegram, tmp_path: Path
) -> None:
    async def story() -> None:
        async with standing(tmp_path, server) as house:
            server.gate.clear()
            batch = [photo(server, AN), words(server, AN), words(server, BINH), photo(server, CUC), words(server, AN)]
            await arrive(house, *batch)
            assert answers(house, BINH) == numbers(batch[2])
            assert (answers(house, AN), answers(house, CUC)) == ([], [])
            assert [state for _, state in inbox(house)].count("new") == 4
            server.gate.set()
            await house.arrivals.idle()
            assert answers(house, AN) == numbers(batch[0], batch[1], batch[4])
            assert answers(house, CUC) == numbers(batch[3])
            assert {state for _, state in inbox(house)} == {"done"}

    asyncio.run(story())


def test_whenever_words_follow_a_photo_they_are_answered_behind_it(server: GatedTelegram, tmp_path: Path) -> None:
    """Also when they come just as the photo's answer is being committed: then they belong to nobody's queue for a moment."""

    async def story() -> None:
        async with standing(tmp_path, server) as house:
            first = photo(server, AN)
            await arrive(house, first)
            await house.arrivals.idle()
            updates = [first]
            for breaths in range(8, 720, 16):
                shown = {**first["message"], "message_id": 10_000 + breaths}
                again = made(server, server.push("message", shown))  # its bytes are here: answered in a breath
                updates += [again, words(server, AN)]
                taking = asyncio.create_task(arrive(house, again))
                for _ in range(breaths):
                    await asyncio.sleep(0)
                await arrive(house, updates[-1])
                await taking
                if breaths % 5 == 0:
                    await house.arrivals.idle()
            await house.arrivals.idle()
            assert {state for _, state in inbox(house)} == {"done"}
            assert answers(house, AN) == numbers(*updates)

    asyncio.run(story())


def test_the_same_update_is_answered_once_at_the_same_time_and_after_a_restart(
    server: GatedTelegram, tmp_path: Path
) -> None:
    async def story() -> None:
        update, picture = words(server, AN, "/start"), photo(server, BINH)
        async with standing(tmp_path, server) as house:
            await arrive(house, update, picture, update, picture)
            await house.arrivals.idle()
            before = inbox(house), answers(house, AN), answers(house, BINH)
            assert before == (
                [(number, "done") for number in numbers(update, picture)],
                *map(numbers, [update, picture]),
            )
        async with standing(tmp_path, server) as house:
            await arrive(house, picture, update)
            await house.arrivals.idle()
            assert (inbox(house), answers(house, AN), answers(house, BINH)) == before

    asyncio.run(story())


def test_what_a_crash_left_unanswered_goes_on_with_the_next_start_in_order(
    server: GatedTelegram, tmp_path: Path
) -> None:
    """Killed after the acknowledgement: the inbox has the payloads, nothing else of them is there."""

    async def story() -> None:
        left = [photo(server, AN), words(server, AN), photo(server, BINH)]
        async with standing(tmp_path, server) as house:
            for each in left:
                await house.writer.answer(Letter("telegram", str(each["update_id"]), json.dumps(each)))
        async with standing(tmp_path, server) as house:
            assert await house.arrivals.resume() == 3
            fresh = words(server, AN)
            await arrive(house, fresh)
            await house.arrivals.idle()
            assert answers(house, AN) == numbers(left[0], left[1], fresh)
            assert answers(house, BINH) == numbers(left[2])
            assert {state for _, state in inbox(house)} == {"done"}
            assert await house.arrivals.resume() == 0

    asyncio.run(story())


# --- what cannot be read or answered ------------------------------------------------------------------------------------------


def dead_letters(folder: Path) -> list[str]:
    return [each.says for each in examine(settings_for(folder)) if each.what == "dead letter"]


UNREADABLE = [
    b"{not json",
    b"",
    b"[]",
    b'{"update_id": 1, "message": 5}',
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b"9" * 2_000_001,
]


def test_what_nobody_can_read_is_one_dead_letter_and_the_rest_goes_on(server: GatedTelegram, tmp_path: Path) -> None:
    async def story() -> None:
        async with standing(tmp_path, server) as house:
            update = words(server, AN, "/start")
            takes = [house.arrivals.take("telegram", key_of(None, raw), raw) for raw in UNREADABLE for _ in range(2)]
            await asyncio.gather(*takes, arrive(house, update))
            dead = [key_of(None, raw) for raw in UNREADABLE]
            assert [number for number, state in inbox(house) if state == "dead"] == dead
            assert answers(house, AN) == numbers(update)
            numbered = rows(house, Inbox, "id", "state")
            assert not any([await house.arrivals.replay(row) for row, _ in numbered])  # nobody can read them yet
            assert rows(house, Inbox, "id", "state") == numbered
            found = dead_letters(tmp_path)
            assert len(found) == len(UNREADABLE)
            assert found[0].endswith(f"./run replay {numbered[0][0]}")

    asyncio.run(story())


@pytest.mark.parametrize("session", [[], {"form": "report", "answers": 5}, {"form": "menu", "offered": 7}])
def test_a_message_whose_handling_raises_is_set_aside_with_a_kind_word_and_can_be_replayed(
    server: GatedTelegram, tmp_path: Path, session: Any, caplog: pytest.LogCaptureFixture
) -> None:
    async def story() -> None:
        async with standing(tmp_path, server) as house:
            await arrive(house, *(words(server, chat, "/start") for chat in (AN, BINH, CUC)))
            poison(house, BINH, session)
            batch = [words(server, chat, "Điều riêng tư") for chat in (AN, BINH, CUC)]
            await arrive(house, *batch)
            assert texts(house, BINH)[-1] == say("sorry")
            assert (answers(house, AN)[-1:], answers(house, CUC)[-1:]) == (numbers(batch[0]), numbers(batch[2]))
            [row] = [row for row, state in rows(house, Inbox, "id", "state") if state == "dead"]
            [found] = dead_letters(tmp_path)
            assert found.startswith(f"{row}: telegram, ")
            assert "riêng tư" not in found + caplog.text

            assert not await house.arrivals.replay(row)  # not mended yet
            assert texts(house, BINH).count(say("sorry")) == 1
            poison(house, BINH, {})
            assert await house.arrivals.replay(row)
            assert answers(house, BINH)[-1:] == numbers(batch[1])
            assert {state for _, state in inbox(house)} == {"done"}
            assert dead_letters(tmp_path) == []
            assert not await house.arrivals.replay(row)
            assert not await house.arrivals.replay(999)

    asyncio.run(story())


def test_a_photo_message_that_cannot_be_answered_does_not_hold_up_the_next(
    server: GatedTelegram, tmp_path: Path
) -> None:
    async def story() -> None:
        async with standing(tmp_path, server) as house:
            await tell(house, server, AN, "/start")
            poison(house, AN, [])
            server.gate.clear()
            bad, good = photo(server, AN), words(server, AN)
            await arrive(house, bad, good)
            server.gate.set()
            await house.arrivals.idle()
            assert [state for _, state in inbox(house)] == ["done", "dead", "dead"]
            assert texts(house, AN)[-2:] == [say("sorry")] * 2
            poison(house, AN, {})
            await tell(house, server, AN, "/menu")
            assert inbox(house)[-1][1] == "done"

    asyncio.run(story())


# --- the database is away -----------------------------------------------------------------------------------------------------


def test_a_database_locked_for_a_moment_is_waited_for(server: GatedTelegram, tmp_path: Path) -> None:
    async def story() -> None:
        async with standing(tmp_path, server) as house:
            update = words(server, AN, "/start")
            with locked(house.store.path) as release:
                taking = asyncio.create_task(arrive(house, update))
                done, _ = await asyncio.wait([taking], timeout=0.3)
                assert not done
                release()
                await taking
            assert (inbox(house), list(house.folder.spool.iterdir())) == ([(*numbers(update), "done")], [])

    asyncio.run(story())


def test_a_database_locked_for_long_loses_nothing_doubles_nothing_and_keeps_the_order(
    server: GatedTelegram, tmp_path: Path
) -> None:
    """After five seconds of patience payloads go to the spool folder, sealed, and come in later."""

    async def story() -> None:
        async with standing(tmp_path, server) as house:
            early = [words(server, chat, "/start") for chat in (AN, BINH, CUC, AN)]
            with locked(house.store.path) as release:
                await arrive(house, early[0])
                await arrive(house, *early[1:])  # no more waiting
                late = [words(server, AN), photo(server, BINH), words(server, BINH)]
                await arrive(house, *late)
                await arrive(house, late[0], early[1])  # and the channel repeats itself
                spooled = sorted(house.folder.spool.iterdir())
                assert len(spooled) == 9
                assert all(b"first_name" not in file.read_bytes() for file in spooled)
                assert inbox(house) == []
                [note] = [each.says for each in examine(house.settings) if each.what == "spool"]
                assert note.startswith("9 ")
                release()
            after = words(server, AN)
            await arrive(house, after)  # waits behind the others
            assert inbox(house) == []
            assert await house.arrivals.take_in() == 10
            await house.arrivals.idle()
            assert answers(house, AN) == numbers(early[0], early[3], late[0], after)
            assert answers(house, BINH) == numbers(early[1], late[1], late[2])
            assert (await house.arrivals.take_in(), list(house.folder.spool.iterdir())) == (0, [])
            await tell(house, server, AN, "/menu")
            assert len(answers(house, AN)) == 5

    asyncio.run(story())


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """A full disk, as this process sees it: writing beyond `size` bytes of a file fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_not_acknowledged_and_afterwards_all_goes_on(server: GatedTelegram, tmp_path: Path) -> None:
    async def story() -> None:
        async with standing(tmp_path, server) as house:
            spooled, refused, after = (words(server, chat, "/start") for chat in (AN, BINH, CUC))
            with no_file_longer_than(3000):  # too little for a page of the database, enough for a payload
                await arrive(house, spooled)
                assert await house.arrivals.take_in() == 0
            with no_file_longer_than(0), pytest.raises(NotKept):
                await arrive(house, refused)
            assert inbox(house) == []
            assert await house.arrivals.take_in() == 1
            await arrive(house, after, refused)  # the channel asks again: it had no acknowledgement
            assert inbox(house) == [(number, "done") for number in numbers(spooled, after, refused)]
            assert [file for file in house.folder.spool.iterdir() if file.suffix == ".json"] == []

    asyncio.run(story())


def test_what_lies_in_the_spool_folder_survives_a_closed_channel_a_clock_set_back_and_a_broken_file(
    server: GatedTelegram, tmp_path: Path
) -> None:
    async def story() -> None:
        first, second = words(server, AN, "/start"), words(server, BINH, "/start")
        async with standing(tmp_path, server) as house:
            spool = house.folder.spool
            (spool / f"{2**62:020d}.json").write_bytes(b"broken")  # also: a moment far ahead of this one
        async with standing(tmp_path) as house:  # no token: the channel is closed
            await arrive(house, first)
            newest = max(file.stem for file in house.folder.spool.iterdir())
            assert int(newest) > 2**62
            assert await house.arrivals.take_in() == 1
            assert [file.suffix for file in house.folder.spool.iterdir()] == [".unreadable"]
            [(row, state)] = rows(house, Inbox, "id", "state")
            assert (state, await house.arrivals.replay(row)) == ("dead", False)
        async with standing(tmp_path, server) as house:
            assert await house.arrivals.replay(row)
            await arrive(house, second)
            assert (answers(house, AN), answers(house, BINH)) == (numbers(first), numbers(second))

    asyncio.run(story())


# --- photos on bad days ---------------------------------------------------------------------------------------------------------


def break_downloads(server: GatedTelegram, house: House) -> Callable[[], None]:
    server.fail("download", "500 before", 50)
    return server.heal


def remove_media(server: GatedTelegram, house: House) -> Callable[[], None]:
    shutil.rmtree(house.folder.media)
    house.folder.media.write_text("not a folder")

    def back() -> None:
        house.folder.media.unlink()
        house.folder.media.mkdir()

    return back


@pytest.mark.parametrize("trouble", [break_downloads, remove_media])
def test_a_photo_that_cannot_be_had_now_stays_a_promise_and_comes_later(
    server: GatedTelegram, tmp_path: Path, trouble: Callable[[GatedTelegram, House], Callable[[], None]]
) -> None:
    async def story() -> None:
        async with standing(tmp_path, server) as house:
            mend = trouble(server, house)
            update = photo(server, AN)
            await arrive(house, update)
            await house.arrivals.idle()
            assert (photos(house), answers(house, AN)) == ([("pending", "")], numbers(update))  # the talk goes on
            now = datetime.now(UTC)
            assert await house.fetching.fetch_waiting(now) == 0  # not yet
            assert await house.fetching.fetch_waiting(now + LATER) == 1
            assert photos(house) == [("pending", "")]
            mend()
            later = now + timedelta(minutes=10)
            assert await asyncio.gather(*(house.fetching.fetch_waiting(later) for _ in range(2))) == [1, 1]
            [(state, key)] = rows(house, Photo, "state", "clean_key")
            assert (state, house.media.exists(key)) == ("ready", True)
            assert await house.fetching.fetch_waiting(later) == 0

    asyncio.run(story())


def performed(server: GatedTelegram, act: Act) -> dict[str, Any]:
    if act.photo:
        return photo(server, AN, (PHOTOS / act.photo).read_bytes(), caption=act.caption)
    return words(server, AN, act.text)


def test_sending_a_report_waits_for_photos_that_are_still_on_their_way(server: GatedTelegram, tmp_path: Path) -> None:
    """A report is never sent without the bytes of its photos."""
    script = achievements()[0]

    async def story() -> None:
        async with standing(tmp_path, server, sending=True) as house:
            server.fail("download", "500 before", 50)
            actor = Actor(TEXTS, movement.starter(), script, "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]")
            acts, told, said = [Act("/start")], 0, ""
            while not actor.done:
                for act in acts:
                    await arrive(house, performed(server, act))
                    await house.arrivals.idle()
                body = rows(house, Outbox, "body")[-1]
                said = body["text"]
                if say("refused-photos-pending", count=2) in said:
                    told += 1
                    assert rows(house, Report, "id") == []
                    server.heal()
                    assert await house.fetching.fetch_waiting(datetime.now(UTC) + LATER) == 2
                acts = actor.reply(said, [option[1] for option in body.get("options", ())])
                assert acts or actor.done, said
            assert (told, bool(CODE.search(said))) == (1, True)
            assert {state for state, _ in photos(house)} == {"ready"}

    asyncio.run(story())


LOST: list[tuple[str, bytes, bool, tuple[str, str]]] = [
    ("more than Telegram gives a bot", b"\xff\xd8\xff" + bytes(20_000_001), False, ("refused", "too-large")),
    ("no longer there", PICTURE, True, ("lost", "lost")),
    ("no photo", b"%PDF-1.7 " + bytes(500), False, ("refused", "not-a-photo")),
    ("cut off", PICTURE[:3000], False, ("refused", "damaged")),
    ("empty", b"", False, ("refused", "empty")),
]


def test_a_photo_that_will_never_come_is_said_and_not_tried_again(server: GatedTelegram, tmp_path: Path) -> None:
    async def story() -> None:
        async with standing(tmp_path, server) as house:
            await tell(house, server, AN, "/start")
            for name, data, expired, outcome in LOST:
                server.expired = expired
                await arrive(house, photo(server, AN, data, as_file=True))
                await house.arrivals.idle()
                assert photos(house)[-1] == outcome, name
                assert say(f"photo-{outcome[1]}") in texts(house, AN)[-1], name
                assert await house.fetching.fetch_waiting(datetime.now(UTC) + LATER) == 0, name

    asyncio.run(story())


def test_the_staged_upload_of_the_web_goes_once_its_clean_copy_is_kept(tmp_path: Path) -> None:
    """R64: the original is not kept, not even when a crash came between the two."""

    async def story() -> None:
        ref = "0123456789abcdef0123456789abcdef-00"
        payload = {"id": "w1", "address": "w", "at": datetime.now(UTC).isoformat(), "photos": [{"ref": ref}]}
        async with standing(tmp_path) as house:
            upload = house.folder.uploads / ref
            for number in ("w1", "w2"):  # the second message stands on a photo that is here already
                upload.write_bytes(PICTURE)
                await house.arrivals.take("web", number, json.dumps({**payload, "id": number}).encode())
                await house.arrivals.idle()
                assert not upload.exists()
            assert photos(house) == [("ready", "")]
            assert {state for _, state in inbox(house)} == {"done"}

    asyncio.run(story())


def test_closing_finishes_what_is_in_hand(server: GatedTelegram, tmp_path: Path) -> None:
    async def story() -> None:
        server.gate.clear()
        update = photo(server, AN)
        async with standing(tmp_path, server) as house:
            await arrive(house, update)
            asyncio.get_running_loop().call_soon(server.gate.set)
        async with standing(tmp_path, server) as house:
            assert (inbox(house), answers(house, AN)) == ([(*numbers(update), "done")], numbers(update))
            await seen(server, lambda: True)

    asyncio.run(story())
