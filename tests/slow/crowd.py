"""A day of members at ten times the load that is expected, in virtual time: they write, read and think; the house beneath them
is stopped, falls over and is started again, and its clock is set forward and back.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.app import House, open_house
from bot.arrivals import NotKept
from bot.channels.gateway import Limits, SendFailed
from bot.chores import ticks
from bot.clock import Steady, keep_time
from bot.photo_worker import PhotoWorker
from bot.rounds import rounds
from handlers.rehearsal import Act, Actor, achievements
from handlers.words import Outgoing
from storage import movement
from storage.picture import Picture
from storage.tables import Inbox, Outbox, of
from tests.in_process import UNIT, Messenger
from tests.leaping import AtTheDesk, waited_for
from tests.standin_telegram import TOKEN
from tests.standing import TEXTS, prepare, settings_for

YEAR, MESSAGES, TIMES, PEAK = (
    20_000,
    12,
    10,
    20,
)  # reports a year, messages each, how many times that, and in the worst hour
AN_HOUR = YEAR * MESSAGES * TIMES / 365 / 24
A_REPORT = 21  # messages of one report as these members make it, joining included
THINKING = 20.0  # seconds between reading and writing, on average
SCRIPTS = [each for each in achievements() if each["no"].isdigit()]
inbox, outbox = of(Inbox), of(Outbox)


class Remembering(PhotoWorker):
    """The few photos of the samples are read once: what they cost is another drill's question."""

    known: dict[bytes, Picture] = {}  # noqa: RUF012  - for all houses of one day

    async def process(self, data: bytes) -> Picture:
        if data not in self.known:
            with waited_for():
                self.known[data] = await super().process(data)
        return self.known[data]


@dataclass
class Line(Messenger):
    """A messenger that takes a moment, refuses now and then, and leaves it open now and then. It keeps what was read as
    hashes, in its order: a day of words would hide what the house itself takes."""

    limits: Limits = Limits()  # noqa: RUF009  - frozen
    dice: random.Random = field(default_factory=random.Random)
    read_by: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    ears: dict[str, asyncio.Event] = field(default_factory=lambda: defaultdict(asyncio.Event))
    faults: Counter[str] = field(default_factory=Counter)

    async def send(self, address: str, message: Outgoing) -> str:
        await asyncio.sleep(self.dice.uniform(0.05, 0.3))
        luck = self.dice.random()
        if luck < 0.005:
            self.faults["429"] += 1
            raise SendFailed("retry", retry_after=1.0, throttled=True)
        self.read_by[address].append(hash(message.text))
        await asyncio.sleep(self.dice.uniform(0.0, 0.1))
        if luck < 0.01:
            self.faults["uncertain"] += 1
            raise SendFailed("uncertain")
        return "1"


class Wall:
    """The machine's clock: the loop's time, and what somebody set it by."""

    def __init__(self) -> None:
        self.ticks = asyncio.get_running_loop().time
        self.start, self._began = datetime.now(UTC), self.ticks()
        self.set_by = timedelta()

    def __call__(self) -> datetime:
        return self.start + timedelta(seconds=self.elapsed) + self.set_by

    @property
    def elapsed(self) -> float:
        return self.ticks() - self._began


class Service:
    """The program, up or down."""

    def __init__(self, folder: Path, line: Line, wall: Wall) -> None:
        prepare(folder)
        self.folder, self.line, self.wall = folder, line, wall
        self.house: House | None = None
        self.up = asyncio.Event()
        self.starts = 0
        self.bystanders: set[asyncio.Task[Any]] = set()

    async def start(self) -> None:
        before = asyncio.all_tasks()
        house = await open_house(settings_for(self.folder, telegram_token=TOKEN, log_level="ERROR"))
        house.departures.listeners.append(lambda _, address: self.line.ears[address].set())
        await house.arrivals.resume()
        self._stop = asyncio.Event()
        clock = [replace(each, seconds=max(each.seconds, 10.0)) for each in [*ticks(house), *rounds(house, self.wall)]]
        works = (house.departures.run(self._stop), house.errands.run(self._stop), keep_time(clock, self._stop))
        self._tasks = [asyncio.create_task(each) for each in works]
        self.bystanders |= before
        self.house = house
        self.starts += 1
        self.up.set()

    async def stop(self) -> None:
        """As told by SIGTERM."""
        house = self._down()
        self._stop.set()
        await asyncio.gather(*self._tasks)
        await house.close()

    async def fall(self, mine: set[asyncio.Task[Any]]) -> None:
        """Everything the house was doing is dropped where it stands; only what one transaction holds is whole."""
        house = self._down()
        current = asyncio.current_task()
        theirs = [each for each in asyncio.all_tasks() if each not in mine and each not in self.bystanders]
        for each in theirs:
            if each is not current:
                each.cancel()
        await asyncio.gather(*(each for each in theirs if each is not current), return_exceptions=True)
        await asyncio.to_thread(house.writer.stop)
        await house.worker.close()
        house.departures._eyes.shutdown()
        house.store.close()
        house.folder.unlock()

    def _down(self) -> House:
        assert self.house is not None
        self.up.clear()
        house, self.house = self.house, None
        return house


@dataclass
class Crowd:
    """The members."""

    service: Service
    line: Line
    dice: random.Random
    members: int = 0
    messages: int = 0
    receipts: int = 0
    idle: list[int] = field(default_factory=list)
    walking: set[asyncio.Task[Any]] = field(default_factory=set)

    async def live(self, seconds: float, peak: tuple[float, float]) -> None:
        """Members begin reports at random, at the rate of the hour."""
        wall = self.service.wall
        while wall.elapsed < seconds:
            busy = PEAK if peak[0] <= wall.elapsed < peak[1] else 1
            await asyncio.sleep(self.dice.expovariate(AN_HOUR * busy / A_REPORT / 3600))
            self.begin()
        await asyncio.gather(*self.walking)

    def begin(self) -> None:
        known = bool(self.idle) and self.dice.random() < 0.8
        if known:
            member = self.idle.pop(self.dice.randrange(len(self.idle)))
        else:
            self.members += 1
            member = self.members
        task = asyncio.create_task(self.walk(member, "/baocao" if known else "/start"))
        self.walking.add(task)
        task.add_done_callback(self.walking.discard)

    async def walk(self, member: int, first: str) -> None:
        """One report, from the first word to the receipt."""
        actor, acts = Actor(TEXTS, movement.starter(), self.dice.choice(SCRIPTS), UNIT), [Act(first)]
        for _ in range(100):
            for act in acts:
                await self.say(member, act)
            heard = await self.heard(member)
            assert heard is not None
            acts = actor.reply(heard.text, [option.label for option in heard.options])
            if actor.done:
                self.receipts += 1
                self.idle.append(member)
                return
            assert acts, f"nothing to say to: {heard.text}"
            await asyncio.sleep(self.dice.expovariate(1 / THINKING))
        raise AssertionError("no receipt")

    async def say(self, member: int, act: Act) -> None:
        """Sent until it is acknowledged, one time in twenty once more; then the answer is waited for."""
        self.messages += 1
        update = self.line.update(member, act, int(self.service.wall().timestamp()), await self.heard(member))
        for _ in range(2 if self.dice.random() < 0.05 else 1):
            await self.deliver(update)
        while not self.answered(member, str(update["update_id"])):
            ear = self.line.ears[str(member)]
            ear.clear()
            with suppress(TimeoutError):  # not `wait_for`: what falls would take its inner task along
                async with asyncio.timeout(5.0):
                    await ear.wait()
            await self.service.up.wait()

    async def deliver(self, update: dict[str, Any]) -> None:
        raw = json.dumps(update).encode()
        while True:
            await self.service.up.wait()
            house = self.service.house
            assert house is not None
            try:
                await house.arrivals.take("telegram", str(update["update_id"]), raw)
            except (NotKept, DBAPIError, RuntimeError):  # no acknowledgement: the messenger asks again
                await asyncio.sleep(1.0)
            else:
                return

    def answered(self, member: int, number: str) -> bool:
        """Whether everything said to a member so far has left."""
        if self.service.house is None:
            return False
        left = select(outbox.c.id).where(outbox.c.address == str(member), outbox.c.state.in_(("due", "sending")))
        left = left.where(outbox.c.kind == "reply").limit(1)
        kept = select(inbox.c.state).where(inbox.c.channel == "telegram", inbox.c.update_id == number)
        with self.service.house.store.read() as db:
            return db.execute(kept).scalar() == "done" and db.execute(left).first() is None

    async def heard(self, member: int) -> Outgoing | None:
        """The newest answer of a member; None where there is none yet."""
        await self.service.up.wait()
        assert self.service.house is not None
        mine = select(outbox.c.body).where(outbox.c.address == str(member), outbox.c.kind == "reply")
        with self.service.house.store.read() as db:
            body = db.execute(mine.order_by(outbox.c.id.desc()).limit(1)).scalar()
        return Outgoing.from_json(body) if body else None


@asynccontextmanager
async def a_day(folder: Path, seed: int, patch: Any) -> AsyncIterator[Crowd]:
    """A crowd before a house that stands, with all its parts but the network and the machine's clock."""
    line = Line(dice=random.Random(seed + 1))
    wall = Wall()
    patch.setattr("bot.app.Steady", lambda *_: Steady(wall, wall.ticks))
    patch.setattr("bot.app.Writer", AtTheDesk)
    patch.setattr("bot.app.PhotoWorker", Remembering)
    patch.setattr("bot.telegram_wing.gateway_of", lambda *_: line)
    patch.setattr("bot.departures.LOOK_AGAIN", 10.0)
    patch.setattr("bot.errands.LOOK_AGAIN", 10.0)
    service = Service(folder, line, wall)
    await service.start()
    crowd = Crowd(service, line, random.Random(seed))
    yield crowd
    if service.house is not None:
        await service.stop()
