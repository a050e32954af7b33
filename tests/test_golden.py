"""Golden conversations: what a member says and what comes back, word for word, for each form.

A file of `tests/golden` is script and expectation in one: "> words", "> [a button]", "> (photo: its caption)",
"> (sticker)", and below each what is heard. `joined` in its first line begins with a member. Written anew, from the
"> " lines, by `python -m tests.test_golden --update`: read the difference before committing it.
"""

from __future__ import annotations

import re
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.gateway import Limits, fit, utf16
from bot.channels.telegram import Telegram
from bot.channels.terminal import Terminal
from bot.channels.webchat import WebChat
from handlers.menu import CONVERSATIONS
from handlers.words import Outgoing
from storage import calendar, deadlines, grants
from tests import honouring, nominating
from tests.talk import Room, Talk, joined, picture, sent

FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*.txt"))
AS = re.compile(r"\bas ([a-z]+(?:, [a-z]+)*)")
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")  # a one-time code: another one each time
POOREST = Limits(text=2000, buttons=False, photos=False, files=False)  # Zalo Bot Platform
LIMITS = {"zalo": POOREST, "terminal": Terminal.limits, "web": WebChat.limits, "telegram": Limits(text=4096)}


def script_of(file: Path) -> tuple[str, list[str]]:
    heading, _, rest = file.read_text(encoding="utf-8").partition("\n")
    return heading, [line.removeprefix("> ") for line in rest.splitlines() if line.startswith(">")]


def begin(room: Room, heading: str, limits: Limits) -> Talk:
    talk = Talk(room, limits=limits, language="en" if "English" in heading else "vi")
    if "joined" in heading:
        joined(talk).transcript.clear()
    if "returned" in heading and "as reviewer" not in heading:
        send_back(talk)
    if told := AS.search(heading):
        employ(talk, told[1].split(", "))
    if "with another reviewer" in heading:
        joined(Talk(room, address="210"), name="Đỗ Minh Quân")
        with room.store.write() as db:
            since, most = room.now.date(), db.exec_driver_sql("select max(id) from person").scalar_one()
            grants.grant(db, most, "reviewer", room.unit("nb"), since=since, until=None, by=None, now=room.now)
    if "files that wait" in heading:
        honouring.on_the_desk(room)
    if "awards of two years" in heading:
        honouring.already_honoured(room)
    if "with a colleague" in heading:  # who leads a unit below
        with room.store.write() as db:
            since = room.now.date()
            unit = room.unit("cdcs-may-thien-ha")
            grants.grant(db, 3, "leader", unit, since=since, until=None, by=None, now=room.now)
    if "approved reports" in heading:
        nominating.ready(room)
    if "a file sent" in heading:
        nominating.sent_up(room)
    if "errands done" in heading:  # what takes long is done already
        room.runs_errands()
    return talk


def send_back(talk: Talk) -> None:
    """The member's report comes back from the reviewer of their unit, for two of its questions."""
    sent(talk).transcript.clear()
    reviewer = joined(Talk(talk.room, address="200"), name="Lê Thị Mai")
    with talk.room.store.write() as db:
        day, unit = talk.room.now.date(), talk.room.unit("cdcs-song-van")
        grants.grant(db, 2, "reviewer", unit, since=day, until=None, by=None, now=talk.room.now)
    reviewer.says("/duyet").taps("Trả lại bổ sung").says("Trước đây", "Ảnh", "Xong")
    reviewer.says("Anh cho em xin thêm ảnh lúc đang làm")


def employ(talk: Talk, given: list[str]) -> None:
    """Make a member staff of the province, with something to do."""
    room = talk.room
    joined(talk, name="Trịnh Thị Thanh Hương").transcript.clear()
    with room.store.write() as db:
        calendar.load_starter(db, room.now)
        deadlines.load_starter(db, room.now)
        for due in deadlines.standing(db, examples=True):
            deadlines.adopt(db, due.id, who=None, now=room.now)
        for role in given:
            since = room.now.date()
            grants.grant(db, 1, role, room.unit("nb"), since=since, until=None, by=None, now=room.now)
    today, room.now = room.now, room.now - timedelta(hours=3)
    sent(joined(Talk(room, address="200")))
    sent(joined(Talk(room, address="300"), name="Lê Thị Mai Hương", unit="May Thiên Hà"), "model")
    room.now = today


def do(talk: Talk, line: str) -> None:
    if line.startswith("["):
        talk.taps(line[1:-1])
    elif line.startswith("(photo"):
        talk.sends_photo(picture(talk.room.number()), caption=line.removeprefix("(photo").strip(": )"))
    elif line == "(sticker)":
        talk.sends("unreadable")
    else:
        talk.says(line)


def written(room: Room, file: Path) -> str:
    """The golden file as it would be written now."""
    heading, lines = script_of(file)
    talk = begin(room, heading, Limits())
    parts = [heading, ""]
    for line in lines:
        do(talk, line)
        parts += [f"> {line}", ""]
        for each in talk.heard:
            parts += [each.text, ""]
            if each.options:
                parts += [" ".join(f"[{option.label}]" for option in each.options), ""]
    return CODE.sub("ABCD-2345", "\n".join(parts))


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
