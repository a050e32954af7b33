"""Golden conversations: what a member says and what comes back, word for word, for each form.

What a file says is in `tests/goldens.py`. Written anew, from the "> " lines, by `python -m tests.test_golden --update`:
read the difference before committing it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from bot.channels.gateway import Limits, fit, utf16
from bot.channels.telegram import Telegram
from bot.channels.terminal import Terminal
from bot.channels.webchat import WebChat
from handlers.menu import CONVERSATIONS
from handlers.words import Outgoing
from tests.goldens import FILES, begin, do, script_of, written
from tests.talk import Room

POOREST = Limits(text=2000, buttons=False, photos=False, files=False)  # Zalo Bot Platform
LIMITS = {"zalo": POOREST, "terminal": Terminal.limits, "web": WebChat.limits, "telegram": Limits(text=4096)}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_what_is_said_is_what_was_read_and_found_good_r78(room: Room, file: Path) -> None:
    assert written(room, file) == file.read_text(encoding="utf-8")


def test_every_conversation_has_its_golden_file() -> None:
    told = " ".join(file.read_text(encoding="utf-8").partition("\n")[0] for file in FILES)
    assert [name for name in CONVERSATIONS if name != "movement" and f"«{name}»" not in told] == []


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_same_talk_without_buttons_fits_every_channel_r38(room: Room, file: Path) -> None:
    """Held where there are no buttons, so that labels are typed; what comes back is made to fit each channel."""
    heading, lines = script_of(file)
    talk = begin(room, heading, POOREST)
    split = 0
    for line in lines:
        do(talk, line)
        for said in talk.heard:
            for limits in LIMITS.values():
                check_fit(said, limits)
            split += len(fit(said, POOREST)) > 1
    assert split <= 2  # messages are counted and paid for: only the notice and a full summary may take two


def check_fit(said: Outgoing, limits: Limits) -> None:
    pieces = fit(said, limits)
    assert all(utf16(piece.text) <= limits.text for piece in pieces)
    text = "\n".join(piece.text for piece in pieces)
    assert "".join(said.text.split()) in "".join(text.split())  # nothing is lost by splitting
    if limits.buttons:
        assert pieces[-1].options == said.options
        return
    numbered = [option.label for option in said.options if not option.aside]
    assert [label for number, label in enumerate(numbered, 1) if f"{number}. {label}" not in text] == []
    assert [option.label for option in said.options if option.label not in text] == []


def test_the_limits_replayed_are_those_of_the_channels() -> None:
    assert LIMITS["telegram"].text == Telegram("1:x", "http://localhost").limits.text


def update() -> None:
    for file in FILES:
        with tempfile.TemporaryDirectory() as folder:
            room = Room(Path(folder))
            file.write_text(written(room, file), encoding="utf-8")
            room.store.close()


if __name__ == "__main__" and "--update" in sys.argv:
    update()
