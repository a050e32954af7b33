"""A broadcast to ten thousand members, and how members are answered meanwhile: `python -m benchmarks.bench_broadcast [PEOPLE]`.

A whole house on a folder of its own (store, writer, clerk, departures, the clock's ticks, long polling) against a Telegram in
another process that enforces 30 messages in every sliding second (`broadcast_telegram`). Ten thousand take six minutes.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from benchmarks.broadcast_telegram import AUDIENCE, OTHERS, TALKING, WORDS
from bot.app import House, open_house
from bot.chores import ticks
from bot.clock import Tick, keep_time
from bot.settings import Settings
from handlers import broadcast
from storage import broadcasts, grants, units
from storage.store import SQLITE_VERSION
from storage.tables import Address, Person, QuietDay, Setting, Talk, of
from tests.standin_telegram import TOKEN

PEOPLE = 10_000
PIECE = 1_000  # people entered in one transaction
ROOT = Path(__file__).resolve().parent.parent
CHANNEL = "telegram"
UNIT, ELSEWHERE = "cdcs-song-van", "cdcs-trang-xuan"


# --- the house, in a process of its own ---------------------------------------------------------------------------------


def members(db: Connection, chats: range, unit: int, now: datetime) -> None:
    """Joined people who were last heard of on Telegram."""
    fresh = {
        "name": "",
        "author_class": "worker",
        "language": "vi",
        "unit_id": unit,
        "created_at": now,
        "joined_at": now,
    }
    people = db.execute(
        insert(of(Person)).returning(of(Person).c.id), [{**fresh, "name": f"Bench {chat}"} for chat in chats]
    )
    numbers = sorted(people.scalars())
    here = [
        {"channel": CHANNEL, "address": str(chat), "person_id": who} for who, chat in zip(numbers, chats, strict=True)
    ]
    db.execute(insert(of(Address)), [{**each, "state": "open", "seen_at": now} for each in here])
    told = {"version": 0, "session": {}, "form": "", "touched_at": now}
    db.execute(insert(of(Talk)), [{**told, **each} for each in here])


def always_open(db: Connection, now: datetime) -> None:
    """A calendar without a quiet hour near: the bench is run at any time of any day."""
    db.execute(delete(of(QuietDay)))
    far = now + timedelta(hours=14)  # in local time that is half a day from now
    hours = f"{far:%H}:00-{far:%H}:01"
    for name, value in (("quiet-weekdays", ""), ("quiet-hours", hours)):
        db.execute(delete(of(Setting)).where(of(Setting).c.name == f"calendar.{name}"))
        db.execute(insert(of(Setting)), {"name": f"calendar.{name}", "value": value})


async def fill(house: House, people: int) -> None:
    def numbers(db: Connection, now: datetime) -> list[int]:
        always_open(db, now)
        found = [units.by_code(db, UNIT), units.by_code(db, ELSEWHERE)]
        return [number for number in found if number is not None]

    inside, outside = await house.writer.run(numbers)
    await house.writer.run(lambda db, now: members(db, range(OTHERS, OTHERS + TALKING), outside, now))
    for first in range(AUDIENCE, AUDIENCE + people, PIECE):
        chats = range(first, min(first + PIECE, AUDIENCE + people))
        await house.writer.run(lambda db, now, chats=chats: members(db, chats, inside, now))  # type: ignore[misc]  # mypy cannot see the default argument's type

    def begin(db: Connection, now: datetime) -> None:
        officer = db.execute(select(of(Person).c.id).where(of(Person).c.unit_id == inside)).scalars().first()
        assert officer is not None
        grants.grant(db, officer, "standing", inside, since=now.date(), until=None, by=None, now=now)
        broadcasts.start(db, officer, inside, WORDS, now)

    await house.writer.run(begin)


async def the_house(folder: Path, url: str, people: int) -> dict[str, Any]:
    settings = Settings(data_dir=folder, demo=False, web_port=0, telegram_token=TOKEN, telegram_api_url=url)  # type: ignore[arg-type]  # as it is read from the environment
    house = await open_house(settings)
    assert house.telegram is not None
    await fill(house, people)
    stop, pieces = asyncio.Event(), list[float]()

    def piece(db: Connection, now: datetime) -> int:
        nonlocal pieces
        began = time.perf_counter()
        found = broadcast.queue_piece(db, house.texts, settings.zone, now)
        pieces += [time.perf_counter() - began] if found else []
        return found

    async def queue() -> None:
        while await house.writer.run(piece):
            pass

    print("ready", flush=True)
    cpu, began = spent(), time.perf_counter()
    work = [
        asyncio.create_task(house.departures.run(stop)),
        asyncio.create_task(keep_time([*ticks(house), Tick("broadcasts", 1, queue)], stop)),
        asyncio.create_task(house.telegram.poll(house.arrivals, stop)),
    ]
    await asyncio.to_thread(sys.stdin.readline)  # the last has been told
    figures = {"cpu": spent() - cpu, "wall": time.perf_counter() - began, "ceiling": house.telegram.limits.per_second}
    stop.set()
    await asyncio.gather(*work)
    await house.close()
    return {**figures, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "pieces": sorted(pieces)}


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


# --- the table ------------------------------------------------------------------------------------------------------------


def apart(module: str, *given: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"benchmarks.{module}", *given]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603  - ourselves


def heard(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, "a process of the bench ended too early"
    return line


def tell(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("on\n")
    process.stdin.flush()


def run(people: int) -> str:
    """One broadcast; the result as markdown."""
    with tempfile.TemporaryDirectory() as name:
        telegram = apart("broadcast_telegram", str(people))
        house = apart("bench_broadcast", "house", str(Path(name) / "data"), heard(telegram), str(people))
        try:
            heard(house)
            tell(telegram)
            heard(telegram)
            tell(house)
            ours = json.loads(heard(house))
            tell(telegram)
            theirs = json.loads(heard(telegram))
            house.wait(30)
            telegram.wait(30)
        finally:
            for each in (house, telegram):
                if each.poll() is None:
                    each.kill()
    return table(ours, theirs, people)


def table(ours: dict[str, Any], theirs: dict[str, Any], people: int) -> str:
    rate, middle = theirs["sent"] / theirs["seconds"], statistics.median(ours["pieces"])
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, SQLite {SQLITE_VERSION}"
    lines = [
        f"A broadcast to {people} members, {theirs['told']} arrived, {theirs['twice']} twice, in {theirs['seconds']:.0f} s.",
        f"{machine}; load average {os.getloadavg()[0]:.1f}.",
        "",
        "| what | figure |",
        "|---|---|",
        f"| messages a second, answers included | {rate:.2f} of {ours['ceiling']:.0f}: {rate / ours['ceiling']:.1%} |",
        f"| most in any sliding second, as Telegram counts | {theirs['busiest']} of 30 |",
        f"| refused for coming too fast (429) | {theirs['refused']} |",
    ]
    for who, words in (
        ("others", "members outside the audience"),
        ("audience", "members whose own message still waits"),
    ):
        if it := theirs[who]:
            told = f"p50 {it['p50'] * 1e3:.0f} ms, p99 {it['p99'] * 1e3:.0f} ms, longest {it['most'] * 1e3:.0f} ms"
            lines.append(f"| {words} answered ({it['count']}) | {told} |")
    return "\n".join(
        [
            *lines,
            f"| never answered | {theirs['missing']} |",
            f"| a piece of queueing, in the writer | median {middle * 1e3:.0f} ms, longest {ours['pieces'][-1] * 1e3:.0f} ms |",
            f"| CPU of the house | {ours['cpu']:.0f} s in {ours['wall']:.0f} s, {ours['cpu'] / ours['wall']:.0%} of a core |",
            f"| peak memory of the house | {ours['peak']:.0f} MiB |",
        ]
    )


def main(people: int = PEOPLE) -> None:
    print(run(int(os.environ.get("BROADCAST_PEOPLE", people))))


if __name__ == "__main__":
    if sys.argv[1:2] == ["house"]:
        folder, url, count = sys.argv[2:]
        print(json.dumps(asyncio.run(the_house(Path(folder), url, int(count)))), flush=True)
    else:
        main(*map(int, sys.argv[1:2]))
