"""`./run talk`: the same conversation in the terminal, for trying things out and for those who have nothing else.

Type to answer; `/anh FILE [caption]` sends a photo; Ctrl-D ends. When `serve` runs, the words go through its side door.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import shlex
import sys
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import House, open_house
from bot.channels.gateway import fit
from bot.channels.terminal import Terminal
from bot.commands import take
from bot.control import ask
from bot.departures import lease_of
from bot.ground import address_of
from bot.neighbours import DESK
from bot.pacer import wait_for
from bot.settings import Settings
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import outbox
from storage.folder import DataFolder, FolderInUse
from storage.store import Store
from storage.vault import VAULT, load_or_make_key

ADDRESS = "here"
PHOTO = "/anh"
LOOKS, LOOK_AGAIN = 100, 0.05  # how often, and after how many seconds, an answer of another process is looked for


async def talk(settings: Settings, lines: Callable[[], str | None], say: Callable[[str], None]) -> None:
    """Read lines until there are none; say what comes back."""
    folder = DataFolder(settings.folder)
    texts = Texts()
    try:
        house: House | None = await open_house(settings)
    except FolderInUse:
        house = None
        VAULT.unlock(load_or_make_key(folder.key))
    store = house.store if house else Store(address_of(settings, folder))
    stop, news = asyncio.Event(), asyncio.Event()
    sending = asyncio.gather(*works(house, stop)) if house else None
    if house:  # what lies there from before goes first
        house.departures.listeners.append(lambda *_: news.set())
        await house.arrivals.resume()
        await house.arrivals.take_in()
    say(texts.say("vi", "talk-hint"))
    seen = last_seen(store)
    line: str | None = "/start"
    try:
        if seen:  # the question that waits, again
            await hear(store, seen - 1, say, news)
            line = await asyncio.to_thread(lines)
        while line is not None:
            payload = payload_of(line, folder, say, texts)
            if payload is not None:
                raw = json.dumps(payload)
                if house:
                    await take(house, payload["id"], raw)
                else:
                    await ask(folder.socket, "take", update_id=payload["id"], raw=raw)
                seen = await hear(store, seen, say, news)
            line = await asyncio.to_thread(lines)
    finally:
        stop.set()
        if sending:
            await sending
        if house:
            await house.close()
        else:
            store.close()


def works(house: House, stop: asyncio.Event) -> Iterator[Coroutine[Any, Any, None]]:
    """What answers need. Where several processes share the database, sending is done by one of them: by us if by nobody else."""
    yield house.leases.keep([DESK, *map(lease_of, house.gateways)], stop)
    yield house.departures.run(stop)
    yield house.errands.run(stop)


def payload_of(line: str, folder: DataFolder, say: Callable[[str], None], texts: Texts) -> dict[str, Any] | None:
    """A typed line as the terminal's payload; a photo is staged first. None: a photo that is not there."""
    number = secrets.token_hex(16)
    payload: dict[str, Any] = {"id": number, "address": ADDRESS, "at": datetime.now(UTC).isoformat(), "text": line}
    if line.split(" ", 1)[0] != PHOTO:
        return payload
    words = words_of(line)
    file = Path(words[1]).expanduser() if len(words) > 1 else Path()
    if not file.is_file():
        say(texts.say("vi", "talk-no-file"))
        return None
    ref = f"{number}-00"
    (folder.uploads / ref).write_bytes(file.read_bytes())
    return {**payload, "text": "", "photos": [{"ref": ref, "caption": " ".join(words[2:])}]}


def words_of(line: str) -> list[str]:
    """As a shell would read them; a lone apostrophe is just one."""
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def last_seen(store: Store) -> int:
    with store.read() as db:
        return max((number for number, _ in outbox.sent_after(db, Terminal.name, ADDRESS, 0)), default=0)


async def hear(store: Store, seen: int, say: Callable[[str], None], news: asyncio.Event) -> int:
    """Print what has come since, until no answer is on its way any more; waits a moment for the first. `news` wakes it."""
    told = False
    for _ in range(LOOKS):
        news.clear()
        with store.read() as db:
            more = outbox.answering(db, Terminal.name, ADDRESS)
            found = outbox.sent_after(db, Terminal.name, ADDRESS, seen)
        for number, body in found:
            for piece in fit(Outgoing.from_json(body), Terminal.limits):
                say(f"\n{piece.text}\n")
            seen, told = number, True
        if told and not more:
            break
        await wait_for(news.wait(), LOOK_AGAIN)
    return seen


def read_line() -> str | None:
    """A line from the keyboard; None at its end."""
    if sys.stdin.isatty():
        sys.stdout.write("> ")
        sys.stdout.flush()
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None
