"""The commands beside the running program and without it: the side door, who may write, and no secret in any log."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import open_house
from bot.channels.terminal import Terminal
from bot.commands import run_writing
from bot.control import NobodyListens, ask
from bot.doctor import examine
from bot.serve import serve
from bot.settings import Settings
from bot.talk import talk
from handlers.rehearsal import PHOTOS
from storage import units
from storage.folder import DataFolder, FolderInUse
from storage.store import Store
from storage.tables import Inbox, Outbox, Photo, Talk, of
from storage.vault import VAULT
from tests.doors import Running
from tests.standin_telegram import TOKEN, StandIn
from tests.standing import AN, KEY, poison, prepare, rows, say, settings_for, standing, tell, texts

TODAY = datetime.now(UTC).date()
SECRET_WORDS = "Điều chỉ riêng em biết"
NEW = "cdcs-moi"
UNITS = (
    "code,name,short,type,parent,from,to,former_names,area,contact_name,contact_phone,decision\n"
    f"{NEW},CĐCS Công ty Mới [MẪU],Công ty Mới,cdcs,cd-xa-yen-khanh,2026-01-01,,,,,,\n"
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    file = tmp_path / "units.csv"
    file.write_text(UNITS, encoding="utf-8")
    return file


def stands(folder: DataFolder) -> bool:
    """Whether the new unit is in the register."""
    store = Store(folder.database)
    with store.read() as db:
        found = units.by_code(db, NEW)
    store.close()
    return found is not None


async def imported(settings: Settings, sheet: Path, *, apply: bool) -> dict[str, Any]:
    return await run_writing(settings, "import-units", file=str(sheet), apply=apply, language="vi")


async def all_commands(settings: Settings, sheet: Path, tmp_path: Path) -> None:
    """The dry run changes nothing; applying does; what is wrong is a table and changes nothing either."""
    folder = DataFolder(settings.folder)
    dry = await imported(settings, sheet, apply=False)
    assert (dry.get("failed"), "CĐCS Công ty Mới" in dry["say"], stands(folder)) == (None, True, False)
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(UNITS.replace("cd-xa-yen-khanh", "nobody").replace(NEW, "other"), encoding="utf-8")
    failed = await imported(settings, wrong, apply=True)
    assert (failed["failed"], "2" in failed["say"]) == (True, True)
    done = await imported(settings, sheet, apply=True)
    assert (done.get("failed"), stands(folder)) == (None, True)
    assert await run_writing(settings, "replay", row=999) == {"done": False}


def test_without_a_running_program_commands_do_it_themselves(tmp_path: Path, sheet: Path) -> None:
    prepare(tmp_path / "data")
    settings = settings_for(tmp_path / "data")
    asyncio.run(all_commands(settings, sheet, tmp_path))
    folder = DataFolder(settings.folder)
    folder.lock()  # they let go of it
    folder.unlock()
    assert not folder.socket.exists()


class Serving(Running):
    """The program with all it prints kept, on both outputs."""

    def start(self) -> Serving:
        self.printed: list[str] = []
        self._up = threading.Event()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        assert self._up.wait(20), self.printed
        return self

    def _read(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.printed.append(line)
            if "http://" in line and "127.0.0.1" in line:
                self._up.set()
        self._up.set()

    def _gone(self) -> int:
        assert self.process is not None
        code = self.process.wait(20)
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@contextmanager
def serving(folder: Path, server: StandIn) -> Iterator[Serving]:
    prepare(folder)
    program = Serving(folder, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=server.url, LOG_LEVEL="DEBUG")
    with program:
        yield program


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose side door has a name longer than the 108 bytes Unix allows."""
    folder = tmp_path_factory.mktemp("province") / ("công-đoàn-cơ-sở-" * 6)
    assert len(str(DataFolder(folder).socket).encode()) > 130
    return folder


def test_beside_the_running_program_all_commands_go_through_it_and_no_secret_is_printed(
    deep: Path, sheet: Path, tmp_path: Path
) -> None:
    with StandIn() as server, serving(deep, server) as program:
        settings = settings_for(deep, server)
        asyncio.run(all_commands(settings, sheet, tmp_path))
        running = [each.says for each in examine(settings) if each.what == "process"]
        assert running == ["running"]

        async def second() -> None:
            with pytest.raises(FolderInUse, match="Stop it first"):
                await serve(settings)
            door = DataFolder(deep).socket
            assert (await ask(door, "no such command")).keys() == {"error"}
            assert (await ask(door, "replay", wrong=1)).keys() == {"error"}

        asyncio.run(second())
        assert talked(settings, "/trogiup", f"/anh {PHOTOS / '01-sau.jpg'} Ảnh của em", "/anh nowhere.jpg it's")[
            -1
        ] == say("talk-no-file")
        server.say(AN, SECRET_WORDS)
        server.wait_messages(AN, 1)
        server.fail("sendMessage", "500 before")
        server.fail("getUpdates", "500 before")
        server.say(AN, SECRET_WORDS)
        server.wait_messages(AN, 2, 20)
        assert program.stop() == 0
        printed = "".join(program.printed)
    assert "DEBUG" in printed
    for secret in (TOKEN, TOKEN.split(":")[1], SECRET_WORDS, SECRET_WORDS.split(maxsplit=1)[0], "Nguyễn", KEY.decode()):
        assert secret not in printed, secret
    assert "Traceback" not in printed
    assert not DataFolder(deep).socket.exists()


def talked(settings: Settings, *lines: str) -> list[str]:
    """What the terminal said to these lines, one after the other."""
    waiting, said = iter(lines), []
    asyncio.run(talk(settings, lambda: next(waiting, None), lambda text: said.append(text.strip())))
    return said


def test_talk_without_a_running_program_goes_on_where_it_was(tmp_path: Path) -> None:
    prepare(tmp_path)
    settings = settings_for(tmp_path)
    first = talked(settings)
    assert (first[0], len(first)) == (say("talk-hint"), 2)
    again = talked(settings, f"/anh '{PHOTOS / '01-sau.jpg'}' Sau khi làm", "/anh it's not there")
    assert again[:2] == first
    assert again[-1] == say("talk-no-file")
    VAULT.unlock(KEY)
    store = Store(DataFolder(tmp_path).database)
    with store.read() as db:
        assert set(db.execute(select(of(Inbox).c.state)).scalars()) == {"done"}
        assert db.execute(select(of(Photo).c.state)).scalars().all() == ["ready"]
        spoken = db.execute(select(of(Outbox).c.channel, of(Outbox).c.state)).all()
    store.close()
    assert set(spoken) == {(Terminal.name, "sent")}
    assert list(DataFolder(tmp_path).uploads.iterdir()) == []


def test_talk_takes_in_what_waits_in_the_spool_folder_first(tmp_path: Path) -> None:
    async def left_behind() -> None:
        async with standing(tmp_path) as house:
            payload = {"id": "early", "address": "here", "at": datetime.now(UTC).isoformat(), "text": "/start"}
            (house.folder.spool / "1.json").write_bytes(
                VAULT.seal(json.dumps(["terminal", "early", json.dumps(payload)]).encode())
            )

    asyncio.run(left_behind())
    said = talked(settings_for(tmp_path), "/trogiup")
    assert len(said) > 2
    store = Store(DataFolder(tmp_path).database)
    with store.read() as db:
        assert db.execute(select(of(Inbox).c.update_id).order_by(of(Inbox).c.id)).scalars().first() == "early"
    store.close()


def test_a_dead_letter_is_replayed_through_the_side_door(tmp_path: Path) -> None:
    """In one process: what `serve` does with what comes through its socket."""

    async def story() -> None:
        with StandIn() as server:
            settings = settings_for(tmp_path, server)
            prepare(tmp_path)
            task = asyncio.create_task(serve(settings))
            folder = DataFolder(tmp_path)
            server.say(AN, "/start")
            await asyncio.to_thread(server.wait_messages, AN, 1)
            session = await asyncio.to_thread(spoil, folder, [])
            server.say(AN, "một câu trả lời")
            await asyncio.to_thread(server.wait_messages, AN, 2)
            assert server.messages(AN)[-1].text == say("sorry")
            assert await run_writing(settings, "replay", row=2) == {"done": False}
            await asyncio.to_thread(spoil, folder, session)
            assert await run_writing(settings, "replay", row=2) == {"done": True}
            await asyncio.to_thread(server.wait_messages, AN, 3)
            assert server.messages(AN)[-1].text != say("sorry")
            stop_serving()
            await task

    asyncio.run(story())


def spoil(folder: DataFolder, session: Any) -> Any:
    """Change the one talk there is behind the program's back; gives what it was."""
    store = Store(folder.database)
    with store.write() as db:
        before = db.execute(select(of(Talk).c.session)).scalar_one()
        db.execute(of(Talk).update().values(session=session))
    store.close()
    return before


def stop_serving() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def test_a_folder_that_is_held_without_a_side_door_is_said_in_one_sentence(tmp_path: Path, sheet: Path) -> None:
    prepare(tmp_path / "data")
    folder = DataFolder(tmp_path / "data")
    folder.make()
    folder.lock()
    try:
        for left in (False, True):
            if left:
                folder.socket.touch()  # a crash left its name behind
            with pytest.raises(NobodyListens, match="does not answer"):
                asyncio.run(imported(settings_for(folder.root), sheet, apply=False))
    finally:
        folder.unlock()


def command(folder: Path, *words: str, **settings: str) -> tuple[int, str, str]:
    """A command as a process: exit status, output, errors."""
    environment = Running(folder, **settings).environment
    done = subprocess.run(  # noqa: S603  - as above
        [sys.executable, "-m", "bot", *words], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_what_stops_a_start_is_one_sentence_not_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for folder, settings, says in [
            (tmp_path / "a", {"WEB_PORT": "many"}, "BAOCONG_WEB_PORT: "),
            (file, {}, str(file)),
            (tmp_path / "b", {"WEB_PORT": port}, "Address already in use"),
        ]:
            code, out, err = command(folder, "serve", **settings)
            assert (code, out) == (1, "")
            last = err.splitlines()[-1]
            assert last.startswith("Báo Công: ")
            assert says in last
            assert "Traceback" not in err


def test_writing_commands_leave_the_house_usable(tmp_path: Path) -> None:
    async def story() -> None:
        with StandIn() as server:
            async with standing(tmp_path, server) as house:
                await tell(house, server, AN, "/start")
                poison(house, AN, [])
                await tell(house, server, AN, "một")
                assert texts(house, AN)[-1] == say("sorry")
                poison(house, AN, {})
            settings = settings_for(tmp_path, server)
            assert await run_writing(settings, "replay", row=2) == {"done": True}
            house = await open_house(settings)
            assert rows(house, Inbox, "state") == ["done", "done"]
            await house.close()

    asyncio.run(story())
