"""Fuzzed updates through each channel's own reader, the clerk and the store: whatever comes, everything is answered or set
aside as unreadable, nothing breaks, nobody is stuck, and neither time nor memory grows with what strangers send.

UPDATES (a channel; 1,000 unless given) and SEED come from the environment; `./run drill fuzz` sends 100,000.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import func, select

from bot.app import House
from bot.channels import telegram_reading, zalo_bot_reading, zalo_oa_reading
from bot.channels.gateway import FetchFailed, Limits, fit, utf16
from handlers.clerk import describe
from handlers.words import Incoming, Outgoing
from storage.tables import Inbox, Outbox, of
from tests import telegram_shapes as telegram
from tests import zalo_oa_shapes as oa
from tests.fuzzing import Fuzzer, Shape
from tests.in_process import Messenger, house_on
from tests.measures import resident
from tests.standing import TEXTS
from tests.talk import picture

UPDATES = int(os.environ.get("UPDATES", "1000"))
SEED = int(os.environ.get("SEED", str(random.randrange(10**6))))
AT_ONCE = 32
SLOWEST = (
    1.5  # seconds of CPU for one batch of them: an update that costs more than a few milliseconds by itself is found
)
GROWTH = 48  # MiB at most between the first fifth of the updates and the last
PEOPLE = range(1001, 1013)
RECORDED = Path(__file__).parents[1] / "channels"
inbox, outbox = of(Inbox), of(Outbox)


@dataclass
class Door:
    """A channel's reader with nothing behind it: photos are mostly out of reach."""

    name: str
    reader: Callable[[bytes], Incoming | None]
    dice: random.Random
    limits: Limits

    def read(self, raw: bytes) -> Incoming | None:
        return self.reader(raw)

    async def fetch(self, ref: str) -> bytes:
        if self.dice.random() < 0.02:
            return picture(self.dice.randrange(8))
        raise FetchFailed(again=False, too_large=self.dice.random() < 0.3)

    async def release(self, ref: str) -> None:
        """Nothing was fetched."""

    async def send(self, address: str, message: Outgoing) -> str:
        raise AssertionError("nothing is sent here")


@dataclass(frozen=True)
class Channel:
    shape: Shape
    key_of: Callable[[bytes], str]
    read: Callable[[House], Callable[[bytes], Incoming | None]]
    limits: Limits
    say: Callable[[int, int, str], dict[str, Any]]  # person, number, words: a sound update


def recorded(name: str) -> list[dict[str, Any]]:
    rows = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    return [row["update"] for row in rows if isinstance(row.get("update"), dict)]


def tap_on_telegram(person: int, token: str) -> dict[str, Any]:
    member = telegram.Member(person)
    tapped = telegram.bot_message(7, member, 1_795_322_400, text="?")
    return {"update_id": 1, "callback_query": telegram.tap("1", member, tapped, token)}


def oa_text(person: int, number: int, words: str) -> dict[str, Any]:
    return oa.message_event("user_send_text", str(person), 1_795_322_400_000 + number, str(number), text=words)


def zalo_text(person: int, number: int, words: str) -> dict[str, Any]:
    who = {"id": str(person), "display_name": "An", "is_bot": False}
    message = {"from": who, "chat": {"id": str(person), "chat_type": "PRIVATE"}, "text": words}
    message |= {"message_id": f"n{number}", "date": 1_795_322_400_000 + number}
    return {"event_name": "message.text.received", "message": message}


def web_text(person: int, number: int, words: str) -> dict[str, Any]:
    body = {"id": f"w{person}.n{number}", "address": f"w{person}", "at": "2026-11-22T09:30:00+07:00", "text": words}
    return {**body, "choice": "", "start": "", "language": "vi", "photos": [], "album": ""}


def telegram_text(person: int, number: int, words: str) -> dict[str, Any]:
    return {
        "update_id": number,
        "message": telegram.message(number, telegram.Member(person), 1_795_322_400, **telegram.text(words)),
    }


def loose(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def oa_key(raw: bytes) -> str:
    event = loose(raw)
    return zalo_oa_reading.key_of(event if isinstance(event, dict) else {}, raw)


def web_key(raw: bytes) -> str:
    """The page's own number is the key, and was checked before it came this far."""
    body = loose(raw)
    number = body.get("id") if isinstance(body, dict) else None
    return (
        number
        if isinstance(number, str) and 0 < len(number) < 99 and number.isascii()
        else telegram_reading.key_of(0, raw)
    )


OA_SAMPLES = [
    *(oa_text(1, 1, words) for words in ("Xin chào", "/start", "/baocao")),
    oa.message_event(
        "user_send_image", "1", 1_795_322_400_000, "2", attachments=[oa.image("https://photo.invalid/a.jpg")]
    ),
    oa.message_event(
        "user_send_file", "1", 1_795_322_400_000, "3", attachments=[oa.file("https://photo.invalid/a", "a.png", 9)]
    ),
    oa.message_event("user_send_sticker", "1", 1_795_322_400_000, "4", attachments=[]),
    oa.follower_event("follow", "1", 1_795_322_400_000),
    oa.follower_event("unfollow", "1", 1_795_322_400_000),
    oa.info_event("1", 1_795_322_400_000, "An", "84912345678"),
]
WEB_SAMPLES: list[dict[str, Any]] = [
    web_text(1, 1, "Xin chào"),
    {**web_text(1, 1, ""), "choice": "1000000:1"},
    {**web_text(1, 1, ""), "start": "unit-nb"},
    {**web_text(1, 1, ""), "photos": [{"ref": f"{'0' * 32}-01", "caption": "sau"}]},
]
CHANNELS = {
    "telegram": Channel(
        Shape(
            recorded("telegram"),
            tuple(
                (kind, who, "id")
                for kind in ("message", "edited_message", "my_chat_member")
                for who in ("from", "chat")
            ),
            ("update_id",),
            ("message", "text"),
            tapped=tap_on_telegram,
        ),
        lambda raw: telegram_reading.key_of(loose(raw), raw),
        lambda _: telegram_reading.read,
        Limits(),
        telegram_text,
    ),
    "web": Channel(
        Shape(
            WEB_SAMPLES,
            [("address",)],
            ("id",),
            ("text",),
            as_number=lambda number: f"w.n{number}",
            as_person=lambda person: f"w{person}",
            tapped=lambda person, token: {**web_text(person, 1, ""), "choice": token},
        ),
        web_key,
        lambda house: house.gateways["web"].read,
        Limits(text=20_000),
        web_text,
    ),
    "zalo_bot": Channel(
        Shape(
            recorded("zalo_bot"),
            [("message", "from", "id"), ("message", "chat", "id")],
            ("message", "message_id"),
            ("message", "text"),
            as_number=lambda number: f"n{number}",
            as_person=str,
        ),
        zalo_bot_reading.key_of,
        lambda _: zalo_bot_reading.read,
        Limits(text=2_000, buttons=False),
        zalo_text,
    ),
    "zalo_oa": Channel(
        Shape(
            OA_SAMPLES,
            [("sender", "id"), ("follower", "id")],
            ("message", "msg_id"),
            ("message", "text"),
            as_number=str,
            as_person=str,
        ),
        oa_key,
        lambda _: zalo_oa_reading.read,
        Limits(text=2_000),
        oa_text,
    ),
}


@pytest.mark.parametrize("name", CHANNELS)
def test_whatever_a_channel_sends_is_answered_or_set_aside(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print(f"\nSEED={SEED} UPDATES={UPDATES} {name}", flush=True)

    async def story() -> None:
        async with house_on(tmp_path, Messenger(), monkeypatch, sending=False) as house:
            print(await storm(house, name, CHANNELS[name], random.Random(f"{SEED} {name}")), flush=True)

    asyncio.run(story())


async def storm(house: House, name: str, channel: Channel, dice: random.Random) -> str:
    """Send them all, then look at what there is, and at whether everybody can go on."""
    door = Door(name, channel.read(house), dice, channel.limits)
    cast("dict[str, Any]", house.gateways)[name] = door
    fuzzer = Fuzzer(channel.shape, dice, PEOPLE)
    spent, memory = [], []
    for _ in range(-(-UPDATES // AT_ONCE)):
        raws = [fuzzer.next() for _ in range(AT_ONCE)]
        before = time.process_time()
        await asyncio.gather(*(house.arrivals.take(name, channel.key_of(raw), raw) for raw in raws))
        await house.arrivals.idle()
        spent.append(time.process_time() - before)
        fuzzer.offered = shown(house, name) or fuzzer.offered
        if len(spent) % max(1, UPDATES // AT_ONCE // 10) == 0:
            memory.append(resident())
    states = looked_at(house, name)
    assert max(spent) < SLOWEST, f"SEED={SEED}: a batch took {max(spent):.1f} s of CPU"
    growth = memory[-1] - memory[len(memory) // 5]
    assert growth < GROWTH, f"SEED={SEED}: {growth:.0f} MiB more"
    await all_go_on(house, name, channel, door)
    each = sum(spent) / len(spent) / AT_ONCE * 1000
    return (
        f"{name}: {len(spent) * AT_ONCE} updates, {dict(states)}; CPU an update {each:.1f} ms, "
        f"worst batch of {AT_ONCE} {max(spent):.2f} s; {memory[0]:.0f} MiB at first, {growth:+.0f} MiB"
    )


def shown(house: House, name: str) -> list[str]:
    """Tokens and labels of the newest messages."""
    newest = (
        select(outbox.c.body).where(outbox.c.channel == name, outbox.c.kind == "reply").order_by(outbox.c.id.desc())
    )
    with house.store.read() as db:
        bodies = db.execute(newest.limit(12)).scalars().all()
    options = [option for body in bodies for option in Outgoing.from_json(body).options]
    return [each for option in options for each in (option.token, option.label)]


def looked_at(house: House, name: str) -> Counter[str]:
    """What became of them: all done or dead, and dead only because nobody could read them; every answer fits the channel."""
    with house.store.read() as db:
        found = db.execute(
            select(inbox.c.state, inbox.c.error, func.count()).group_by(inbox.c.state, inbox.c.error)
        ).all()
        bodies = db.execute(select(outbox.c.body).order_by(outbox.c.id.desc()).limit(3_000)).scalars().all()
    broken = {why: count for state, why, count in found if state == "dead" and not why.startswith("unreadable: ")}
    assert broken == {}, f"SEED={SEED}"
    states: Counter[str] = Counter()
    for state, _, count in found:
        states[state] += count
    assert states.keys() <= {"done", "dead"}, f"SEED={SEED}"
    assert states["done"] > UPDATES // 4, "hardly anything got through: the drill says nothing"
    limits = CHANNELS[name].limits
    assert all(utf16(piece.text) <= limits.text for body in bodies for piece in fit(Outgoing.from_json(body), limits))
    return states


async def all_go_on(house: House, name: str, channel: Channel, door: Door) -> None:
    """Whoever was fuzzed gets out with /huy, and can begin a report or joining."""
    number = 10**9
    heads = [TEXTS.say(language, "sorry") for language in ("vi", "en")]
    for person in PEOPLE:
        for words in ("/huy", "/menu", "/baocao"):
            number += 1
            raw = json.dumps(channel.say(person, number, words)).encode()
            try:
                sound = door.read(raw)
            except Exception as error:  # as Arrivals would: but this one must be read
                raise AssertionError(describe(error)) from None
            assert sound is not None
            await house.arrivals.take(name, channel.key_of(raw), raw)
            await house.arrivals.idle()
            key = f"{name}:{sound.id}:0"
            with house.store.read() as db:
                body = db.execute(select(outbox.c.body).where(outbox.c.key == key)).scalar()
            assert body is not None, f"SEED={SEED}: {words} of {person} was not answered"
            assert Outgoing.from_json(body).text.strip() not in ("", *heads)
