"""R9: photos are read beside the bot, and what kills the reader costs one photo, never the bot."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable

import pytest

from bot.photo_child import pack, pack_bad, unpack
from bot.photo_worker import ROOT, PhotoWorker
from storage.photos import process
from storage.picture import BadPhoto
from tests import pictures

PHOTO = pictures.jpeg_with_gps()


def run(talk: Callable[[PhotoWorker], Awaitable[None]], **options: float) -> None:
    """Give `talk` a worker of one process, and check that closing leaves none behind."""

    async def whole() -> None:
        worker = PhotoWorker(**{"processes": 1, **options})  # type: ignore[arg-type]  # a plain dict of numbers
        try:
            await talk(worker)
        finally:
            await worker.close()
        assert worker.pids == []

    asyncio.run(whole())


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110  - a process that ends on its own sets no event of ours
            await asyncio.sleep(0.001)


def ended(pid: int, seconds: float = 20) -> bool:
    """Whether a process, ours or not, ends within that time."""
    try:
        watch = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watch], [], [], seconds)[0])
    finally:
        os.close(watch)


def python(code: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  - our own code


async def reason(worker: PhotoWorker, data: bytes) -> str:
    with pytest.raises(BadPhoto) as refused:
        await worker.process(data)
    return refused.value.reason


@pytest.mark.parametrize(
    "data", [PHOTO, pictures.jpeg_with_gps(6, None), pictures.heic(), pictures.png_16bit()], ids=range(4)
)
def test_what_crosses_the_pipe_is_what_was_read(data: bytes) -> None:
    picture = process(data)
    assert unpack(pack(picture)) == picture


def test_a_reason_crosses_the_pipe_and_nonsense_does_not() -> None:
    bad = unpack(pack_bad(BadPhoto("too-many-pixels")))
    assert isinstance(bad, BadPhoto)
    assert bad.reason == "too-many-pixels"
    for nonsense in (b"", b"\x80\n", b"[]", b"7", b"{}", b'{"bad": "luck"}', b'{"bad": []}'):
        with pytest.raises((ValueError, KeyError, TypeError)):
            unpack(nonsense)


def test_one_process_reads_good_and_bad_alike() -> None:
    async def talk(worker: PhotoWorker) -> None:
        assert worker.pids == []
        assert await reason(worker, b"") == "empty"
        assert await reason(worker, pictures.huge()) == "too-large"
        assert worker.pids == []  # neither needed a process
        assert await worker.process(PHOTO) == process(PHOTO)
        pids = worker.pids
        assert len(pids) == 1
        assert await reason(worker, pictures.TEXT) == "not-a-photo"
        assert await reason(worker, pictures.truncated()) == "damaged"
        assert await reason(worker, pictures.bomb_png()) == "too-many-pixels"
        assert await worker.process(pictures.heic()) == process(pictures.heic())
        assert worker.pids == pids

    run(talk)


@pytest.mark.parametrize("processes", [1, 2])
def test_many_photos_at_once_wait_their_turn(processes: int) -> None:
    async def talk(worker: PhotoWorker) -> None:
        photos = [pictures.saved(pictures.noise(seed)) for seed in range(12)]
        read = await asyncio.gather(*(worker.process(photo) for photo in photos))
        assert [picture.original_sha256 for picture in read] == [process(p).original_sha256 for p in photos]
        assert len(worker.pids) == processes

    run(talk, processes=processes)


def test_a_worker_killed_mid_photo_costs_nothing_but_one_that_dies_anew_is_the_photo_s_fault() -> None:
    async def talk(worker: PhotoWorker) -> None:
        await worker.process(PHOTO)
        (pid,) = worker.pids
        os.kill(pid, signal.SIGSTOP)  # so that the photo is surely unfinished when the kill comes
        first, waiting = (asyncio.create_task(worker.process(PHOTO)) for _ in range(2))
        await asyncio.sleep(0)
        os.kill(pid, signal.SIGKILL)
        assert await first == await waiting == process(PHOTO)
        victim = asyncio.create_task(reason(worker, PHOTO))
        dead: set[int] = set()
        while not victim.done():
            await asyncio.sleep(0)
            for each in {*worker.pids} - dead:
                os.kill(each, signal.SIGKILL)
                dead.add(each)
        assert await victim == "damaged"
        assert await worker.process(PHOTO) == process(PHOTO)

    run(talk)


def test_a_worker_killed_while_idle_costs_nothing() -> None:
    async def talk(worker: PhotoWorker) -> None:
        await worker.process(PHOTO)
        (pid,) = worker.pids
        os.kill(pid, signal.SIGKILL)
        await until(lambda: worker.pids == [])
        assert await worker.process(PHOTO) == process(PHOTO)

    run(talk)


def test_a_worker_killed_a_moment_before_a_photo_costs_nothing_either() -> None:
    """Nobody has noticed yet that it is gone."""

    async def talk(worker: PhotoWorker) -> None:
        await worker.process(PHOTO)
        (pid,) = worker.pids
        os.kill(pid, signal.SIGKILL)
        assert worker.pids == [pid]
        assert (await worker.process(PHOTO)).width == 400
        assert worker.pids != [pid]

    run(talk)


def test_a_photo_that_takes_too_long_is_given_up() -> None:
    async def talk(worker: PhotoWorker) -> None:
        assert await reason(worker, pictures.TEXT) == "not-a-photo"  # so that the process is there to be stopped
        (pid,) = worker.pids
        os.kill(pid, signal.SIGSTOP)
        assert await reason(worker, PHOTO) == "damaged"
        assert ended(pid)
        assert await worker.process(PHOTO) == process(PHOTO)

    run(talk, photo_seconds=1.0)


def test_a_caller_who_goes_away_leaves_a_sound_worker() -> None:
    """An answer half read must never become the next photo's answer."""

    async def talk(worker: PhotoWorker) -> None:
        await worker.process(PHOTO)
        os.kill(worker.pids[0], signal.SIGSTOP)
        gone = asyncio.create_task(worker.process(pictures.heic()))
        await asyncio.sleep(0)
        gone.cancel()
        with pytest.raises(asyncio.CancelledError):
            await gone
        assert await worker.process(PHOTO) == process(PHOTO)

    run(talk)


def test_memory_beyond_the_limit_costs_that_photo_only() -> None:
    async def talk(worker: PhotoWorker) -> None:
        assert await reason(worker, pictures.saved(pictures.scene(8_000, 6_000), "PNG", compress_level=1)) == "damaged"
        assert await worker.process(PHOTO) == process(PHOTO)

    run(talk, memory=200 << 20)


def test_a_process_that_cannot_start_is_the_machines_fault() -> None:
    async def talk(worker: PhotoWorker) -> None:
        with pytest.raises(OSError, match="did not start"):
            await worker.process(PHOTO)
        assert worker.pids == []

    run(talk, memory=20 << 20)


def test_an_idle_worker_leaves_and_comes_back() -> None:
    async def talk(worker: PhotoWorker) -> None:
        for _ in range(2):
            await worker.process(PHOTO)
            (pid,) = worker.pids
            await until(lambda: worker.pids == [])
            assert ended(pid)

    run(talk, idle_seconds=0.01)


def test_closing_lets_the_photo_in_hand_finish_and_takes_no_other() -> None:
    async def talk(worker: PhotoWorker) -> None:
        reading = asyncio.create_task(worker.process(PHOTO))
        await asyncio.sleep(0)
        await worker.close()
        assert reading.done()
        assert await reading == process(PHOTO)
        with pytest.raises(RuntimeError, match="closed"):
            await worker.process(PHOTO)

    run(talk)


def test_ctrl_c_is_for_the_bot() -> None:
    async def talk(worker: PhotoWorker) -> None:
        await worker.process(PHOTO)
        (pid,) = worker.pids
        os.kill(pid, signal.SIGINT)
        assert await worker.process(PHOTO) == process(PHOTO)
        assert worker.pids == [pid]

    run(talk)


def test_the_process_knows_photos_and_nothing_else() -> None:
    """No secret in its environment, none of the bot in its memory."""
    probe = "import sys, bot.photo_child, storage.photos; print(*sys.modules)"
    loaded = python(probe).stdout.split()
    assert {"storage.photos", "PIL.Image"} <= set(loaded)
    assert {"asyncio", "httpx", "sqlalchemy", "telegram"} & set(loaded) == set()
    assert [name for name in loaded if name.startswith(("bot", "handlers"))] == ["bot", "bot.photo_child"]

    async def talk(worker: PhotoWorker) -> None:
        await worker.process(PHOTO)
        with open(f"/proc/{worker.pids[0]}/environ", "rb") as environ:  # noqa: ASYNC230, PTH123  - /proc answers at once
            assert b"BAOCONG_" not in environ.read()

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BAOCONG_TELEGRAM_TOKEN", "1:secret")
        run(talk)


def test_the_process_ends_when_the_bot_is_killed() -> None:
    bot = """
import asyncio, signal, os
from bot.photo_worker import PhotoWorker
from tests.pictures import jpeg_with_gps
async def main():
    worker = PhotoWorker()
    await worker.process(jpeg_with_gps())
    print(worker.pids[0], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(main())
"""
    died = python(bot)
    assert (died.returncode, died.stderr) == (-signal.SIGKILL, "")
    assert ended(int(died.stdout))
