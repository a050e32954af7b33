"""A day at ten times the expected load, its worst hour at two hundred times, with the house stopped, falling and coming back,
and its clock set by an hour and by a day: memory stays flat, queues drain, nothing is lost, everybody's order is kept.

HOURS (0.3 unless given) and SEED come from the environment; `./run drill soak` plays 24. No time passes but what work takes.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from pathlib import Path

import pytest
from sqlalchemy import func, select

from handlers.words import Outgoing
from storage import invariants
from storage.tables import Inbox, Outbox, Report, of
from tests.leaping import leaping
from tests.measures import open_files, resident
from tests.slow.crowd import Crowd, a_day

HOURS = float(os.environ.get("HOURS", "0.3"))
SEED = int(os.environ.get("SEED", str(random.randrange(10**6))))
STOPS = 8  # times the house is stopped or falls
LOOKS = 24
WORST_HOUR = 0.25  # of the day: when the worst hour begins
GROWTH = 16.0  # MiB between the third quarter of the day and the last: what the worst hour took was there by then
MOST = 320.0  # MiB, members and all
MOST_WAL = 16 << 20  # bytes: SQLite takes it in from 4 MiB on
SET_BY = [
    timedelta(),
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=1),
    timedelta(days=-1),
]  # from the true time
inbox, outbox = of(Inbox), of(Outbox)


@dataclass
class Watch:
    """What the house took, look by look."""

    crowd: Crowd
    memory: list[float] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    wal: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    falls: int = 0

    async def look(self) -> None:
        """In equal steps through the day."""
        for _ in range(LOOKS):
            await asyncio.sleep(HOURS * 3600 / LOOKS)
            service = self.crowd.service
            await service.up.wait()
            assert service.house is not None
            self.memory.append(resident())
            self.files.append(open_files())
            wal = service.house.store.path.with_name("baocong.db-wal")
            self.wal.append(wal.stat().st_size if wal.exists() else 0)
            left = select(func.count()).where(outbox.c.state.in_(("due", "sending")), outbox.c.kind == "reply")
            with service.house.store.read() as db:
                self.waiting.append(db.execute(left).scalar_one())

    async def disturb(self, mine: set[asyncio.Task[None]]) -> None:
        """Stopped and started, or dropped and started; and each time the clock is another one."""
        service = self.crowd.service
        for number in range(STOPS):
            await asyncio.sleep(HOURS * 3600 / (STOPS + 1))
            service.wall.set_by = SET_BY[number % len(SET_BY)]
            if number % 2:
                self.falls += 1
                await service.fall({*mine, *self.crowd.walking})
            else:
                await service.stop()
            await asyncio.sleep(self.crowd.dice.uniform(1.0, 60.0))
            await service.start()


def test_a_day_at_ten_times_the_load_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    print(f"\nSEED={SEED} HOURS={HOURS:g}", flush=True)
    began = time.monotonic()

    async def story() -> None:
        async with a_day(tmp_path / "province", SEED, monkeypatch) as crowd:
            watch, seconds = Watch(crowd), HOURS * 3600
            mine: set[asyncio.Task[None]] = set()
            peak = seconds * WORST_HOUR, seconds * WORST_HOUR + min(3600.0, seconds / 6)
            works = (crowd.live(seconds, peak), watch.look(), watch.disturb(mine))
            mine |= {asyncio.create_task(each) for each in works}
            await asyncio.gather(*mine)
            await drained(crowd)
            told = check(crowd)
            watched(watch)
            print(
                f"{HOURS:g} h in {time.monotonic() - began:.0f} s: {crowd.messages} messages, {crowd.receipts} reports of "
                f"{crowd.members} members, {crowd.service.starts} starts ({watch.falls} after a fall), {told}; "
                f"memory {watch.memory[0]:.0f}, {watch.memory[LOOKS // 2]:.0f} after the worst hour, "
                f"{watch.memory[-1]:.0f} MiB at the end, files {watch.files[LOOKS // 4]} → "
                f"{watch.files[-1]}, largest WAL {max(watch.wal) >> 20} MiB, most answers waiting {max(watch.waiting)}",
                flush=True,
            )

    leaping(story)


async def drained(crowd: Crowd) -> None:
    """Nothing waits that may go."""
    for _ in range(200):
        assert crowd.service.house is not None
        with crowd.service.house.store.read() as db:
            new = db.execute(select(func.count()).where(inbox.c.state == "new")).scalar_one()
            left = select(func.count()).where(outbox.c.state.in_(("due", "sending")), outbox.c.kind == "reply")
            replies = db.execute(left).scalar_one()
        if new == replies == 0:
            return
        await asyncio.sleep(10.0)
    raise AssertionError(f"SEED={SEED}: {new} messages and {replies} answers still wait")


def watched(watch: Watch) -> None:
    quarter = LOOKS // 4
    third, last = watch.memory[2 * quarter : 3 * quarter], watch.memory[3 * quarter :]
    growth = sum(last) / quarter - sum(third) / quarter
    assert growth < GROWTH, f"SEED={SEED}: {growth:.1f} MiB more; {watch.memory}"
    assert max(watch.memory) < MOST, f"SEED={SEED}: {watch.memory}"
    assert max(watch.files[quarter:]) <= max(watch.files[:quarter]) + 8, watch.files
    assert max(watch.wal) < MOST_WAL, watch.wal


def check(crowd: Crowd) -> str:
    """Every message once, every answer in its order, every report there, and nothing against the rules."""
    house = crowd.service.house
    assert house is not None
    with house.store.read() as db:
        states = Counter(db.execute(select(inbox.c.state)).scalars())
        assert states == {"done": crowd.messages}, f"SEED={SEED}"
        assert db.execute(select(func.count()).select_from(of(Report))).scalar_one() == crowd.receipts
        assert list(invariants.faults(db, house.settings.zone)) == []
        rows = db.execute(
            select(outbox.c.address, outbox.c.state, outbox.c.body)
            .where(outbox.c.channel == "telegram", outbox.c.kind == "reply")
            .order_by(outbox.c.id)
        ).all()
    assert Counter(state for _, state, _ in rows) == {"sent": len(rows)}
    twice = 0
    for address in crowd.line.read_by:
        given = [hash(Outgoing.from_json(body).text) for where, _, body in rows if where == address]
        wanted = set(given)
        read = [each for each in crowd.line.read_by[address] if each in wanted]
        assert once(read) == once(given), f"SEED={SEED}: {address}"
        twice += len(read) - len(given)
    return f"{len(rows)} answers in order, {twice} read twice, faults {dict(crowd.line.faults)}"


def once(texts: list[int]) -> list[int]:
    return [text for text, _ in groupby(texts)]
