"""Golden conversations: what a member says and what comes back, word for word, for each form.

What a file says is in `tests/goldens.py`. Written anew, from the "> " lines, by `python -m tests.test_golden --update`:
read the difference before committing it.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.gateway import Limits, command_of, fit, utf16
from bot.channels.telegram import Telegram
from bot.channels.terminal import Terminal
from bot.channels.webchat import WebChat
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa_message import MOST_BUTTONS
from handlers.forms import chosen
from handlers.menu import CONVERSATIONS, call_of, call_of_door
from handlers.words import Outgoing
from tests.goldens import FILES, begin, do, script_of, written
from tests.talk import Room, Talk

POOREST = Limits(text=2000, buttons=False, photos=False, files=False)  # Zalo Bot Platform
LIMITS = {
    "zalo_bot": POOREST,
    "zalo_oa": Limits(text=2000, most_buttons=5, most_photos=1, files=False),
    "terminal": Terminal.limits,
    "web": WebChat.limits,
    "telegram": Limits(text=4096),
}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_what_is_said_is_what_was_read_and_found_good_r78(room: Room, file: Path) -> None:
    assert written(room, file) == file.read_text(encoding="utf-8")


def test_every_conversation_has_its_golden_file() -> None:
    told = " ".join(file.read_text(encoding="utf-8").partition("\n")[0] for file in FILES)
    assert [name for name in CONVERSATIONS if name != "movement" and f"«{name}»" not in told] == []


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_the_same_talk_without_buttons_fits_every_channel_in_few_messages_r38(room: Room, file: Path) -> None:
    """Held where there are no buttons, so that labels are typed; what comes back is made to fit each channel, and whatever it
    offers can be typed. Messages are counted and paid for: one a line, and one more for a file or for what is very long."""
    heading, lines = script_of(file)
    talk = begin(room, heading, POOREST)
    messages = 0
    for line in lines:
        do(talk, line)
        check_typed(talk)
        for said in talk.heard:
            for limits in LIMITS.values():
                check_fit(said, limits)
            messages += len(fit(said, POOREST))
    assert messages <= len(lines) + 2


def check_fit(said: Outgoing, limits: Limits) -> None:
    pieces = fit(said, limits)
    assert all(utf16(piece.text) <= limits.text for piece in pieces)
    text = "\n".join(piece.text for piece in pieces)
    assert "".join(said.text.split()) in "".join(text.split())  # nothing is lost by splitting
    buttons = pieces[-1].options if limits.buttons else ()
    assert len(buttons) <= limits.most_buttons
    lines = [option for option in said.options if option not in buttons]
    numbered = [option.label for option in lines if not option.aside and not option.door]
    assert [label for number, label in enumerate(numbered, 1) if f"{number}. {label}" not in text] == []
    assert [option.label for option in lines if option.label not in text] == []


def check_typed(talk: Talk) -> None:
    """Each option that is shown means the same tapped, typed by its label, and by its number or command."""
    session, shown = talk.session, talk.heard[-1].options if talk.heard else ()
    means = {option: chosen(session, "", option.token) for option in shown if not option.door}
    answers = [option for option in means if not option.aside]
    assert [chosen(session, option.label, "") for option in means] == list(means.values())
    assert [chosen(session, str(number), "") for number, _ in enumerate(answers, 1)] == [
        means[each] for each in answers
    ]
    doors = [option for option in shown if option.door]
    assert [call_of(command_of(door)) for door in doors] == [call_of_door(door.token) for door in doors]


def test_the_limits_replayed_are_those_of_the_channels() -> None:
    assert LIMITS["telegram"].text == Telegram("1:x", "http://localhost").limits.text
    bot = ZaloBot("1:x", "http://localhost").limits
    assert LIMITS["zalo_bot"] == replace(bot, per_second=POOREST.per_second, per_chat=POOREST.per_chat)
    assert LIMITS["zalo_oa"].most_buttons == MOST_BUTTONS


def update() -> None:
    for file in FILES:
        with tempfile.TemporaryDirectory() as folder:
            room = Room(Path(folder))
            file.write_text(written(room, file), encoding="utf-8")
            room.store.close()


if __name__ == "__main__" and "--update" in sys.argv:
    update()
