"""The doors of the running program, as people use them: the web chat over HTTP, Telegram, the terminal.

`Running` is `python -m bot serve` in a process of its own on a free loopback port. A door takes an act (words or photos)
and gives what answers it: text and button labels, nothing that a member would not see.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, Self

import httpx

from handlers.rehearsal import PHOTOS, Act, Actor
from tests.standin_telegram import StandIn

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0  # seconds for an answer or a start
Heard = tuple[str, list[str]]  # text, labels


class Running:
    """The program as a process. `kill` is SIGKILL; `start` again goes on with the same folder."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.settings = {"DEMO": "false", "WEB_PORT": "0", **settings}
        self.process: subprocess.Popen[str] | None = None
        self.url = ""

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BAOCONG_")}
        ours = {f"BAOCONG_{name}": value for name, value in self.settings.items()}
        return {**clean, **ours, "BAOCONG_DATA_DIR": str(self.folder), "NO_PROXY": "127.0.0.1"}

    def start(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "http://" in line:
                self.url = line.rsplit(" ", 1)[-1].strip()
                return self
        raise AssertionError("the program did not start")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self._gone()

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self._gone()

    def _gone(self) -> int:
        assert self.process is not None
        code = self.process.wait(PATIENCE)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return code

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.stop()


class Door(Protocol):
    def do(self, acts: Sequence[Act]) -> Heard:
        """Act, and give what is said once it has come."""


@dataclass
class WebDoor:
    """A program that holds a conversation through docs/http.md."""

    url: str
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=PATIENCE, headers={"X-Baocong": "1"}))
    seen: int = 0

    def __post_init__(self) -> None:
        self.client.base_url = httpx.URL(self.url)
        self.client.post("/chat/open", json={}).raise_for_status()

    def do(self, acts: Sequence[Act]) -> Heard:
        photos = [act for act in acts if act.photo]
        words = [act for act in acts if not act.photo]
        if photos:
            files = [("photo", (act.photo, (PHOTOS / act.photo).read_bytes(), "image/jpeg")) for act in photos]
            self._send(data={"caption": [act.caption for act in photos]}, files=files)
        for act in words:
            self._send(data={"text": act.text})
        return self.hear()

    def _send(self, data: Mapping[str, Any], files: Any = None) -> None:
        number = uuid.uuid4().hex
        if files is None:
            self.client.post("/chat/send", json={"id": number, **data}).raise_for_status()
        else:
            self.client.post("/chat/send", data={"id": number, **data}, files=files).raise_for_status()
            self.hear()

    def hear(self) -> Heard:
        """What the program said since, waited for, and what is offered last."""
        for _ in poll():
            messages = self.client.get("/chat/messages", params={"after": self.seen}).json()["messages"]
            told = [message for message in messages if not message.get("own")]
            if told:
                self.seen = messages[-1]["id"]
                # all of it: a word on likeness may follow a receipt at once
                words = "\n\n".join(message["text"] for message in told)
                return words, [option["label"] for option in told[-1].get("options", [])]
        raise AssertionError("no answer on the web")


@dataclass
class TelegramDoor:
    """A member of the stand-in Telegram: types, taps, sends albums."""

    server: StandIn
    chat: int

    def do(self, acts: Sequence[Act]) -> Heard:
        photos = [act for act in acts if act.photo]
        if photos:
            group = f"album-{self.chat}" if len(photos) > 1 else ""
            for act in photos:
                self.server.send_photo(self.chat, (PHOTOS / act.photo).read_bytes(), act.caption, group)
            self._read(f"hiện có {len(photos)} ảnh")  # a slow album is answered more than once
        before = len(self.server.messages(self.chat))
        for act in acts:
            if not act.photo:
                self._say(act.text)
        shown = self.server.wait_messages(self.chat, before + 1, PATIENCE)[before:]
        rows = [*shown[-1].buttons, *shown[-1].keyboard]
        return "\n\n".join(each.text for each in shown), [label for row in rows for label in row]

    def _read(self, words: str) -> None:
        """Wait for a message that says so."""
        self.server.wait(lambda: any(words in shown.text for shown in self.server.messages(self.chat)[-2:]), PATIENCE)

    def _say(self, words: str) -> None:
        """Tap when the newest message has such a button, type otherwise."""
        shown = self.server.messages(self.chat)[-1:]
        if shown and words in shown[0].tokens:
            self.server.tap(self.chat, words)
        else:
            self.server.say(self.chat, words)


class TerminalDoor:
    """`./run talk` beside a running program: lines in, numbered lists out."""

    def __init__(self, running: Running) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "bot", "talk"],
            cwd=ROOT,
            env=running.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        self.first = self.hear()

    def do(self, acts: Sequence[Act]) -> Heard:
        heard = self.first
        assert self.process.stdin is not None
        for act in acts:
            words = f"/anh {PHOTOS / act.photo} '{act.caption}'" if act.photo else act.text
            self.process.stdin.write(words.replace("\n", " ") + "\n")
            heard = self.hear()
        return heard

    def hear(self) -> Heard:
        """What was printed since, once a question with its ways out or options stands there."""
        assert self.process.stdout is not None
        text, quiet = "", 0
        for _ in poll():
            try:
                piece = os.read(self.process.stdout.fileno(), 1 << 16).decode()
            except BlockingIOError:
                piece = ""
            text, quiet = (text + piece, 0) if piece else (text, quiet + bool(text.strip()))
            if quiet > 5 and not text.strip().endswith("Ctrl-D."):
                lines = text.strip().splitlines()
                numbered = [line.split(". ", 1)[1] for line in lines if line[:1].isdigit() and ". " in line]
                return text, [*numbered, *(lines[-1].split(" · ") if " · " in lines[-1] else [])]
        raise AssertionError(f"no answer in the terminal, only {text!r}")

    def close(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        code = self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


def poll() -> Any:
    """Ticks of a twentieth of a second until the patience ends."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        yield None
        time.sleep(0.05)


def perform(actor: Actor, door: Door, start: Sequence[Act] = (Act("/start"),), turns: int = 80) -> str:
    """Play an achievement through a door to its receipt; gives the last message."""
    acts = list(start)
    for _ in range(turns):
        text, labels = door.do(acts)
        acts = actor.reply(text, labels)
        if actor.done:
            return text
        assert acts, f"nothing to say to: {text}"
    raise AssertionError("no receipt")
