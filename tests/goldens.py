"""What a golden conversation is: its file, the scene it begins in, and what one does with each of its lines.

A file of `tests/golden` is script and expectation in one: "> words", "> [a button]", "> (photo: its caption)",
"> (sticker)", and below each what is heard. `joined` in its first line begins with a member; `as …` makes them staff.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from sqlalchemy import bindparam, update

from bot.channels.gateway import Limits
from handlers.words import Outgoing
from storage import calendar, deadlines, grants, signing
from storage.tables import Outbox, of
from tests import honouring, nominating
from tests.talk import Room, Talk, joined, picture, sent

FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*.txt"))
AS = re.compile(r"\bas ([a-z]+(?:, [a-z]+)*)")
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b")  # a one-time code: another one each time

outbox = of(Outbox)
AT = bindparam("at", type_=outbox.c.due_at.type)
LEAVES = update(outbox).where(outbox.c.state == "due", outbox.c.due_at <= AT).values(state="sent", sent_at=AT)


def script_of(file: Path) -> tuple[str, list[str]]:
    heading, _, rest = file.read_text(encoding="utf-8").partition("\n")
    return heading, [line.removeprefix("> ") for line in rest.splitlines() if line.startswith(">")]


def begin(room: Room, heading: str, limits: Limits, channel: str = "telegram", address: str = "100") -> Talk:
    """The scene a heading sets; gives the talk of the person who speaks in the file."""
    language = "en" if "English" in heading else "vi"
    talk = Talk(room, channel=channel, address=address, limits=limits, language=language)
    with room.store.write() as db:
        signing.load_starter(db, room.now)
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
    if "figures counted" in heading:
        talk.says("/bantin", "1").transcript.clear()
        room.runs_errands()
        room.now += timedelta(minutes=5)
    if "errands done" in heading:  # what takes long is done already
        room.runs_errands()
    leaves(room)
    return talk


def leaves(room: Room) -> None:
    """What waits to be sent goes out."""
    with room.store.write() as db:
        db.execute(LEAVES, {"at": room.now})


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
    leaves(talk.room)


def written(room: Room, file: Path) -> str:
    """The golden file as it would be written now."""
    heading, lines = script_of(file)
    talk = begin(room, heading, Limits())
    parts = [heading, ""]
    for line in lines:
        do(talk, line)
        parts += [f"> {line}", "", *as_read(talk.heard)]
    return CODE.sub("ABCD-2345", "\n".join(parts))


def as_read(heard: Sequence[Outgoing]) -> list[str]:
    """Messages as the file shows them, line by line."""
    parts = []
    for each in heard:
        parts += [each.text, ""]
        if each.options:
            parts += [" ".join(f"[{option.label}]" for option in each.options), ""]
    return parts
