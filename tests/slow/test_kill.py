"""kill -9 at random instants while members walk their reports with photos; then everything is counted.

On SQLite, and on PostgreSQL with three processes, whose server now and then dies, too. The environment says how often and
which: KILLS, MEMBERS and SEED (printed; a failure replays by it). `./run drill kill` runs the long ones. What is held:
docs/promises.md, "What people send".
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.gateway import Limits, fit
from handlers.rehearsal import CODE, PHOTOS, Act, Actor, achievements
from handlers.words import Outgoing
from storage import album, movement
from storage.media import LocalMedia, key_of
from storage.migrations import upgrade
from storage.store import Store
from storage.tables import Address, Inbox, Outbox, Report, of
from tests.postgres import Server, close, make_server
from tests.standin_telegram import TOKEN, ApiError, StandIn
from tests.standing import TEXTS, prepare, say
from tests.telegram_chats import Shown
from tests.telegram_shapes import Fields

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("KILLS", "0"))
SEED = int(os.environ.get("SEED", str(random.randrange(10**6))))
LONG = 500  # kills from which on it is a drill, with many members
MEMBERS = range(1, 1 + int(os.environ.get("MEMBERS", "40" if KILLS >= LONG else "8")))
CASES = {"sqlite": (1, KILLS or 10), "postgresql": (3, KILLS or 10)}  # processes, kills
MOST, LONGEST = (8 if KILLS >= LONG else 15) * len(MEMBERS), 20.0  # requests between two kills; seconds, whatever came
CRASHES = 5  # kills of ours to one of the database's server
STILL = 8  # kills in a row between which nobody was heard: the talks are stuck
PATIENCE = 90.0  # seconds until what is left after the last kill must be done
UNITS = {"cdcs-song-van": "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]"}
SCRIPTS = [each for each in achievements() if each["no"].isdigit()]
TITLED = {script["answers"]["title"]: script for script in SCRIPTS}
ANSWERS = ("title", "before", "solution", "result", "place")


class RoughTelegram(StandIn):
    """A Telegram on a bad day, that may pull the trigger in the middle of any request."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice = dice
        self.faults: Counter[str] = Counter()
        self.calm = False
        self.pid = 0
        self.countdown = 0
        self.trigger = False
        self.dead = threading.Event()

    def arm(self, pid: int, countdown: int, *, trigger: bool) -> None:
        """After so many requests it is time; the `trigger` is pulled in the middle of the last one."""
        with self._changed:
            self.dead.clear()
            self.pid, self.countdown, self.trigger = pid, countdown, trigger

    @property
    def due(self) -> bool:
        return self.countdown <= 0

    def shoot(self) -> None:
        with self._changed:
            if self.pid and not self.dead.is_set():
                os.kill(self.pid, signal.SIGKILL)
                self.dead.set()

    def breathe(self) -> None:
        with self._changed:
            self._changed.wait(0.05)

    async def _get_updates(self, params: Fields) -> list[Fields]:
        """Now and then a batch is handed over in no order."""
        updates = await super()._get_updates(params)
        if len(updates) > 1 and not self.calm and self.dice.random() < 0.2:
            self.faults["out of order"] += 1
            updates = self.dice.sample(updates, len(updates))
        return updates

    async def _before(self, request: Request, fault: Any) -> Response | None:
        with self._changed:
            self.countdown -= 1
            if self.countdown == 0 and self.trigger:
                self.shoot()
            method = request.path_params.get("method", "download")
            if not self.calm and fault is None and method in ("getUpdates", "sendMessage"):
                fault = self._misfortune(0.01 if method == "getUpdates" else 0.02)
        return await super()._before(request, fault)

    def _misfortune(self, chance: float) -> str | None:
        if self.dice.random() >= chance:
            return None
        fault = self.dice.choice(["500 before", "cut before"])
        self.faults[fault] += 1
        return fault

    def _send(self, method: str, params: Fields, files: dict[str, bytes]) -> Any:
        luck = 1.0 if self.calm else self.dice.random()
        if luck < 0.02:
            self.faults["429"] += 1
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
        sent = super()._send(method, params, files)
        if luck < 0.04:
            self.faults["500 after"] += 1
            raise ApiError(500, "Internal Server Error")
        return sent

    def push(self, kind: str, content: Fields, number: int | None = None) -> int:
        """Now and then the same update comes twice."""
        number = super().push(kind, content, number)
        if not self.calm and self.dice.random() < 0.05:
            self.faults["update twice"] += 1
            super().push(kind, content, number)
        return number


@dataclass
class Member:
    """Walks one report after the other, an act for each answer, and passes over what comes twice."""

    server: RoughTelegram
    chat: int
    scripts: Iterator[dict[str, Any]]
    acts: list[Act] = field(default_factory=lambda: [Act("/start")])
    seen: int = 0
    last: tuple[str, list[str]] = ("", [])
    expects: str = ""
    receipts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.actor = self._next_actor()
        self.act()

    def _next_actor(self) -> Actor:
        script = next(self.scripts)
        return Actor(TEXTS, movement.starter(), script, UNITS.get(script["unit"], UNITS["cdcs-song-van"]))

    def step(self) -> None:
        for shown in self.server.messages(self.chat)[self.seen :]:
            self.seen += 1
            labels = [label for row in shown.buttons for label in row]
            if (shown.text, labels) == self.last or say(
                "likeness-author-open"
            ) in labels:  # a soft word asks for no answer
                continue
            self.last = (shown.text, labels)  # a question of which several answers are ticked stays, its ticks change
            assert say("sorry") not in shown.text
            if self.expects in shown.text:
                self.expects = ""
                self.react(shown)

    def react(self, shown: Shown) -> None:
        if not self.acts:
            labels = [label for row in [*shown.buttons, *shown.keyboard] for label in row]
            self.acts = list(self.actor.reply(shown.text, labels))
            if self.actor.done:
                self.receipts += CODE.findall(shown.text)[:1]
                self.actor, self.acts = self._next_actor(), [Act("/baocao")]
            assert self.acts, f"nothing to say to: {shown.text}"
        self.act()

    def act(self) -> None:
        photos = [act for act in self.acts if act.photo]
        if len(photos) > 1 and self.chat % 2:  # half of them send albums
            self.acts = [act for act in self.acts if not act.photo]
            self.expects = say("photo-kept", count=len(photos), most=10)
            for act in photos:
                self._send(act, album=f"{self.chat}-{self.seen}")
        else:
            self._send(self.acts.pop(0))

    def _send(self, act: Act, album: str = "") -> None:
        if act.photo:
            self.server.send_photo(self.chat, (PHOTOS / act.photo).read_bytes(), act.caption, album)
            return
        shown = self.server.messages(self.chat)[-1:]
        if shown and act.text in shown[0].tokens:
            self.server.tap(self.chat, act.text)
        else:
            self.server.say(self.chat, act.text)


class Program:
    """The running program, forked off the nursery."""

    def __init__(self, folder: Path, server: StandIn, **more: str) -> None:
        settings = {
            "DATA_DIR": str(folder),
            "DEMO": "false",
            "WEB_PORT": "0",
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": server.url,
            "LOG_LEVEL": "WARNING",
            **more,
        }
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BAOCONG_")}
        self.log = folder.with_suffix(".log")
        self._nursery = subprocess.Popen(  # noqa: S603  - this Python, on our own module
            [sys.executable, "-m", "tests.slow.nursery", str(self.log)],
            cwd=ROOT,
            env={**clean, **{f"BAOCONG_{name}": value for name, value in settings.items()}, "NO_PROXY": "127.0.0.1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._hear() == "ready"

    def start(self) -> int:
        return int(self._ask("start"))

    def wait(self, pid: int) -> int:
        return int(self._ask(f"wait {pid}"))

    def close(self) -> None:
        assert self._nursery.stdin is not None and self._nursery.stdout is not None
        self._nursery.stdin.close()
        self._nursery.wait(10)
        self._nursery.stdout.close()

    def _ask(self, words: str) -> str:
        assert self._nursery.stdin is not None
        self._nursery.stdin.write(words + "\n")
        self._nursery.stdin.flush()
        return self._hear()

    def _hear(self) -> str:
        assert self._nursery.stdout is not None
        return self._nursery.stdout.readline().strip()


@contextmanager
def program(folder: Path, server: StandIn, **more: str) -> Iterator[Program]:
    running = Program(folder, server, **more)
    try:
        yield running
    finally:
        running.close()


def scripts(member: int) -> Iterator[dict[str, Any]]:
    """Each member begins with another achievement."""
    place = member
    while True:
        yield SCRIPTS[place % len(SCRIPTS)]
        place += 1


def work(members: list[Member], server: RoughTelegram, until: float) -> None:
    """Members go on until it is time, or the program is dead: between two kills a slow machine does as much as a fast one."""
    while time.monotonic() < until and not server.dead.is_set() and not (server.due and not server.trigger):
        for member in members:
            member.step()
        server.breathe()


@contextmanager
def database(kind: str, folder: Path) -> Iterator[tuple[Store, Server | None]]:
    """The store the programs will work on, and its server, which takes its disk seriously."""
    prepare(folder)
    if kind == "sqlite":
        yield Store(folder / "baocong.db"), None
        return
    (folder / "baocong.db").unlink()
    kept = make_server()
    try:
        store = Store(kept.new_database())
        upgrade(store)
        yield store, kept
    finally:
        close(kept)


def at_rest(store: Store, server: RoughTelegram) -> bool:
    """Every update is in, answered, and every answer is out."""
    with store.read() as db:
        waiting = db.execute(select(of(Inbox).c.id).where(of(Inbox).c.state == "new").limit(1)).first()
        leaving = db.execute(select(of(Outbox).c.id).where(of(Outbox).c.state.in_(("due", "sending"))).limit(1)).first()
    return not server.updates and waiting is None and leaving is None


@pytest.mark.parametrize("kind", CASES)
def test_killed_at_random_instants_nothing_is_lost_nothing_done_twice(kind: str, tmp_path: Path) -> None:
    processes, kills = CASES[kind]
    print(f"\nSEED={SEED} KILLS={kills} MEMBERS={len(MEMBERS)} {kind}, {processes} processes", flush=True)
    dice = random.Random(SEED)
    folder = tmp_path / "province"
    with RoughTelegram(random.Random(SEED + 1)) as server, database(kind, folder) as (store, kept):
        more = {"DATABASE_URL": str(store.address), "LEASE_SECONDS": "1"} if kept else {}
        with program(folder, server, **more) as running:
            members = [Member(server, member, scripts(member)) for member in MEMBERS]
            pids: list[int] = []
            heard: list[int] = []
            for number in range(1, kills + 1):
                pids += [running.start() for _ in range(processes - len(pids))]
                victim = dice.choice(pids)
                server.arm(victim, dice.randint(1, MOST), trigger=dice.random() < 0.7)
                work(members, server, time.monotonic() + LONGEST)
                heard.append(len(server.emitted))
                assert len(heard) <= STILL or heard[-1] > heard[-STILL], f"SEED={SEED}: nobody says anything any more"
                server.shoot()
                assert running.wait(victim) == -signal.SIGKILL, running.log.read_text()[-2000:]
                pids.remove(victim)
                if kept and number % CRASHES == 0:
                    kept.stop()  # "immediate": no shutdown, its log is replayed at the start
                    kept.start()
            server.calm = True
            pids += [running.start() for _ in range(processes - len(pids))]
            server.arm(0, 0, trigger=False)
            deadline = time.monotonic() + PATIENCE
            while not at_rest(store, server):
                assert time.monotonic() < deadline, f"SEED={SEED}: not at rest; {running.log.read_text()[-2000:]}"
                server.breathe()
            for pid in pids:
                os.kill(pid, signal.SIGTERM)
            for pid in pids:
                assert running.wait(pid) == 0, running.log.read_text()[-2000:]
        for member in members:
            read_on(member)
        print(f"{kind}: {kills} kills: {Count(server, members, store, folder).check()}", flush=True)
        store.close()


def read_on(member: Member) -> None:
    """What is on the screen in the end, without answering it."""
    for shown in member.server.messages(member.chat)[member.seen :]:
        if shown.text != member.last[0] and say("menu-act-ask") in shown.text:
            member.receipts += CODE.findall(shown.text)[:1]
        member.last = (shown.text, [])


@dataclass
class Count:
    """What there was, what there is, and what must be equal."""

    server: RoughTelegram
    members: list[Member]
    store: Store
    folder: Path

    def check(self) -> str:
        if not self.store.shared:
            with self.store.read() as db:
                assert db.execute(text("PRAGMA quick_check")).scalar() == "ok"
        updates = self.updates()
        told, twice = self.answers()
        reports, photos = self.reports()
        assert reports or KILLS < 100, "too little was done to prove anything"
        return (
            f"{updates} updates, 0 lost, 0 twice; {reports} reports, {photos} photos, all there; "
            f"{told} messages, 0 lost, in order, {twice} read twice; bad luck: {dict(self.server.faults)}"
        )

    def updates(self) -> int:
        """Every update is in the inbox, once, and was answered."""
        emitted = {str(update["update_id"]) for update in self.server.emitted}
        with self.store.read() as db:
            kept = db.execute(select(of(Inbox).c.update_id, of(Inbox).c.state)).all()
        assert Counter(number for number, _ in kept) == Counter(emitted), f"SEED={SEED}"
        assert {state for _, state in kept} == {"done"}, f"SEED={SEED}"
        return len(emitted)

    def answers(self) -> tuple[int, int]:
        """Every answer was read, in the order in which it was given; some of them twice in a row."""
        outbox, told, twice = of(Outbox), 0, 0
        for member in self.members:
            with self.store.read() as db:
                mine = select(outbox.c.body, outbox.c.state, outbox.c.kind).where(outbox.c.address == str(member.chat))
                found = db.execute(mine.order_by(outbox.c.id)).all()
            assert {state for _, state, _ in found} == {"sent"}, f"SEED={SEED}"
            given = [piece.text for body, _, _ in found for piece in fit(Outgoing.from_json(body), Limits())]
            read = [shown.text for shown in self.server.messages(member.chat)]
            # What the clock says is entered beside a talk: of several processes, before or after an answer of that moment.
            aside = (
                {Outgoing.from_json(body).text for body, _, kind in found if kind != "reply"}
                if self.store.shared
                else set()
            )
            assert once([each for each in read if each not in aside]) == once(
                [each for each in given if each not in aside]
            )
            assert set(read) == set(given), f"SEED={SEED}"
            told += len(given)
            twice += len(read) - len(given)
        return told, twice

    def reports(self) -> tuple[int, int]:
        """One receipt a report; each says what its member said, and has its photos on the disk."""
        media, report, place, photos = LocalMedia(self.folder / "media"), of(Report), of(Address), 0
        with self.store.read() as db:
            for member in self.members:
                mine = select(report).join(place, place.c.person_id == report.c.person_id)
                rows = (
                    db.execute(mine.where(place.c.address == str(member.chat)).order_by(report.c.id)).mappings().all()
                )
                assert [row["code"] for row in rows] == member.receipts, f"SEED={SEED}"
                scripted = scripts(member.chat)
                for row in rows:
                    script = next(scripted)
                    expected = {name: script["answers"].get(name) for name in ANSWERS}
                    assert {name: row[name] or None for name in ANSWERS} == expected, f"SEED={SEED}"
                    shown = album.of_report(db, row["id"])
                    assert [each["caption"] for each in shown] == [each["caption"] for each in script["photos"]]
                    for key in (each[kind] for each in shown for kind in ("clean_key", "thumb_key")):
                        assert key_of(media.get(key)) == key, f"SEED={SEED}"
                    photos += len(shown)
            reports = len(db.execute(select(report.c.id)).all())
        assert reports == sum(len(member.receipts) for member in self.members), f"SEED={SEED}"
        return reports, photos


def once(texts: list[str]) -> list[str]:
    """Without what is repeated in a row."""
    return [text for text, _ in groupby(texts)]
