"""A golden conversation told through a door, turn by turn: what arrives is what the file says, as that channel shows it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot import talk
from bot.channels.gateway import Limits, fit
from bot.channels.terminal import Terminal
from bot.settings import Settings
from handlers.words import Outgoing
from storage.folder import DataFolder
from tests.golden_doors import (
    Clock,
    Door,
    Heard,
    TelegramDoor,
    WebDoor,
    ZaloBotDoor,
    ZaloOADoor,
    at_work,
    photo_of,
    timed,
)
from tests.golden_scenes import SPEAKER, Scene, Turn, scene, told
from tests.goldens import CODE, script_of
from tests.talk import TEXTS

PHONES, SCREENS = ("telegram", "zalo_bot", "zalo_oa"), ("web", "terminal")  # no screen sends a sticker
TELL_A_LANGUAGE = ("web", "telegram")
NAMES = {channel: TEXTS.say("vi", f"channel-{channel.partition('_')[0]}") for channel in (*PHONES, *SCREENS)}
Account = list[tuple[str, str, tuple[str, ...]]]  # line by line: what was heard, and what could be tapped


DOORS: dict[str, Callable[..., Door] | None] = {
    "web": WebDoor,
    "terminal": None,  # it opens its own house
    "telegram": TelegramDoor,
    "zalo_bot": ZaloBotDoor,
    "zalo_oa": ZaloOADoor,
}


async def through(name: str, file: Path, database: str, folder: Path) -> tuple[Account, Account]:
    """A conversation through one of the doors: what was heard, and what was to be heard."""
    opened = DOORS[name]
    if opened is None:
        return await tell_the_terminal(file, database, folder)
    door = opened("en") if name in TELL_A_LANGUAGE and in_english(file) else opened()
    return await tell(file, door, database, folder)


def passes(file: Path, door: str) -> bool:
    """A stranger is welcomed in English only where the channel says that they read it."""
    return door in TELL_A_LANGUAGE or not in_english(file)


def in_english(file: Path) -> bool:
    return "English" in script_of(file)[0]


async def tell(file: Path, door: Door, database: str, folder: Path) -> tuple[Account, Account]:
    """What was heard and what was to be heard, up to the first turn where they differ."""
    got, due = [], []
    laid = scene(file, database)
    settings = settled(laid, door.channel, door.address, folder, door.settings)
    async with at_work(settings, Clock(laid.now), door) as post:
        for turn in turns_of(file, door.channel, buttons=door.limits.buttons):
            await door.say(turn.line)
            await post.sent(len(turn.heard))
            got.append(as_told(turn, await door.hear(), door.channel))
            due.append(as_told(turn, shown(turn, door.limits), SPEAKER[0]))
            if got != due:
                break
    return got, due


async def tell_the_terminal(file: Path, database: str, folder: Path) -> tuple[Account, Account]:
    """The same with `./run talk`, which reads its lines from a keyboard."""
    laid = scene(file, database)
    settings = settled(laid, Terminal.name, talk.ADDRESS, folder, {})
    turns = turns_of(file, Terminal.name, buttons=False)
    got: Account = []
    said: list[str] = []
    ahead = iter(turns)
    last: list[Turn] = []

    def next_line() -> str | None:
        if last:
            got.append(as_told(last[0], Heard("\n\n".join(each.strip("\n") for each in said)), Terminal.name))
        said.clear()
        last[:] = [turn] if (turn := next(ahead, None)) else []
        return typed(last[0].line, folder) if last else None

    clock = Clock(laid.now)
    with timed(clock) as patched:
        patched.setattr(talk, "datetime", clock)
        await talk.talk(settings, next_line, said.append)
    return got, [as_told(turn, shown(turn, Terminal.limits), SPEAKER[0]) for turn in turns]


def typed(line: str, folder: Path) -> str:
    """A line as it is typed in the terminal."""
    photo = photo_of(line)
    if photo is None:
        return line[1:-1] if line.startswith("[") else line
    file = folder / "photo.jpg"
    file.write_bytes(photo[0])
    return f"{talk.PHOTO} {file} {shlex.quote(photo[1])}"


def settled(laid: Scene, channel: str, address: str, folder: Path, more: dict[str, Any]) -> Settings:
    """The settings of a house in which the scene lies."""
    store = laid.settle(DataFolder(folder), channel, address)
    where = {"database_url": str(store.address)} if store.shared else {}
    store.close()
    return Settings.model_validate({"demo": False, "data_dir": folder, "web_port": 0, **where, **more})


def turns_of(file: Path, channel: str, *, buttons: bool) -> list[Turn]:
    turns = told(file, buttons=buttons)
    return [turn for turn in turns if turn.line != "(sticker)" or channel in PHONES]


def as_told(turn: Turn, heard: Heard, channel: str) -> tuple[str, str, tuple[str, ...]]:
    return turn.line, plain(heard.text, channel), heard.labels


def shown(turn: Turn, limits: Limits) -> Heard:
    """The messages of a turn as a channel shows them."""
    pieces: list[Outgoing] = [piece for said in turn.heard for piece in fit(said, limits)]
    options = pieces[-1].options if pieces and limits.buttons else ()
    return Heard("\n\n".join(piece.text for piece in pieces), tuple(option.label for option in options))


def plain(words: str, channel: str) -> str:
    """Without what another telling changes: codes made by chance, links that bear a moment, the channel's own name."""
    named = CODE.sub("ABCD-2345", words).replace(f"trò chuyện: {NAMES[channel]}", "trò chuyện: {channel}")
    return "\n\n".join(each for each in named.split("\n\n") if "://" not in each).strip()
