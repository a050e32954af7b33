"""A whole report with photos through the Zalo Bot of the running program by polling, and the webhook of a whole house."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import select

from bot.app import House, web_of
from bot.channels.zalo_bot import HOOK_PATH
from bot.serve import open_channels
from bot.web.zalo_bot_hook import SECRET_HEADER
from handlers.rehearsal import PHOTOS, Act, Actor, achievements
from handlers.texts import Texts
from handlers.words import Outgoing
from storage import album, movement, outbox
from storage.channel_tables import ChannelUse
from storage.media import LocalMedia, key_of
from storage.retention import pictures_of
from storage.store import Store
from storage.tables import Inbox, Outbox, Report, of
from storage.vault import VAULT
from tests.doors import PATIENCE, Running
from tests.standin_zalo_bot import TOKEN, StandIn, chat_id
from tests.standing import rows, say, standing

AN = 1001
FIRST = {**achievements()[0], "themes": [], "benefits": [], "slogans": [], "recognition": None}  # the seven questions
CODE = re.compile(r"SK-\d{4}-\d{4}")
SECRET = "a-secret_of-the-hook"


@dataclass
class ZaloDoor:
    """A member of the stand-in: types everything, sends photos one after the other, taps nothing."""

    server: StandIn
    chat: int
    seen: int = 0

    def do(self, acts: Sequence[Act]) -> None:
        photos = [act for act in acts if act.photo]
        for act in photos:
            self.server.send_photo(self.chat, (PHOTOS / act.photo).read_bytes(), act.caption)
        if photos:
            self.hear()
        for act in acts:
            if not act.photo:
                self.server.say(self.chat, act.text)

    def hear(self) -> str:
        """The next message."""
        shown = self.server.wait_messages(self.chat, self.seen + 1, PATIENCE)
        self.seen = len(shown)
        return shown[-1].text


def labels_of(text: str) -> list[str]:
    """What a message offers, as it stands there: numbered lines, and the ways out in the last line."""
    lines = text.strip().splitlines()
    numbered = [line.partition(". ")[2] for line in lines if re.match(r"\d+\. ", line)]
    return [*numbered, *lines[-1].split(" · ")]


def told(actor: Actor, door: ZaloDoor) -> str:
    """Play an achievement to its receipt; a message that was too long for Zalo is read to its end."""
    door.do([Act("/start")])
    for _ in range(80):
        text = door.hear()
        while not (acts := actor.reply(text, labels_of(text))) and not actor.done:
            text = f"{text}\n{door.hear()}"
        if actor.done:
            return text
        door.do(acts)
    raise AssertionError("no receipt")


def test_a_whole_report_with_photos_by_polling(tmp_path: Path) -> None:
    """R7–R12 on the poorest channel; a bad minute of Zalo's in between costs nothing."""
    with StandIn() as server:
        open_to_us = {"ZALO_BOT_TOKEN": TOKEN, "ZALO_BOT_API_URL": server.url, "ZALO_BOT_PER_SECOND": "30"}
        with Running(tmp_path / "province", **open_to_us) as program:
            server.fail("sendMessage", "cut before")
            server.fail("download", "500 before")
            actor = Actor(Texts(), movement.starter(), FIRST, "CĐCS Công ty CP Xây lắp Sông Vân [MẪU]")
            assert CODE.search(told(actor, ZaloDoor(server, AN)))
            assert program.stop() == 0
        assert server.swallowed == []
        shown = server.messages(AN)
        VAULT.unlock((program.folder / "secret.key").read_bytes())
        store = Store(program.folder / "baocong.db")
        with store.read() as db:
            (report,) = db.execute(select(of(Report))).mappings()
            assert (report["title"], report["state"]) == (FIRST["answers"]["title"], "sent")
            photos = album.of_report(db, report["id"])
            assert [photo["caption"] for photo in photos] == [photo["caption"] for photo in FIRST["photos"]]
            media = LocalMedia(program.folder / "media")
            assert all(media.get(photo["clean_key"])[:2] == b"\xff\xd8" for photo in photos)
            assert db.execute(select(of(Inbox).c.id).where(of(Inbox).c.state != "done")).all() == []
            assert {*db.execute(select(of(Outbox).c.state)).scalars()} == {"sent"}
            counted = db.execute(select(of(ChannelUse).c.messages)).scalars()
            assert sum(counted) == len(shown) + 1  # the one that was cut may have arrived, too
        store.close()


async def shows_a_photo(house: House, server: StandIn, browser: httpx.AsyncClient) -> None:
    """It leaves as a link in its message; whoever has the link sees it; the row still says whose picture it was."""
    key = key_of(b"a drawn picture", ".png")
    house.media.put(key, b"a drawn picture")
    place = {"channel": "zalo_bot", "address": chat_id(AN)}
    row = {"key": "digest", **place, "kind": "digest", "body": Outgoing("Bản tin", photos=(key,)).as_json()}
    await house.writer.run(lambda db, now: outbox.put(db, [{**row, "due_at": now}]))
    house.departures.ring("zalo_bot")
    shown = (await asyncio.to_thread(server.wait_messages, AN, 3))[-1].text.splitlines()
    assert (shown[0], len(shown)) == ("Bản tin", 4)
    path = shown[-1].removeprefix("https://baocong.example")
    for _ in range(2):
        answer = await browser.get(path)
        assert (answer.content, answer.headers["content-type"]) == (b"a drawn picture", "image/png")
    async with asyncio.timeout(10):
        while rows(house, Outbox, "key", "state")[-1] != ("digest", "sent"):  # noqa: ASYNC110  - its mark is on its way
            await asyncio.sleep(0)
    assert pictures_of(rows(house, Outbox, "body")) == [key]


def test_the_webhook_of_a_whole_house(tmp_path: Path) -> None:
    """Registered, verified, answered; forged posts leave no row and repeated ones no second answer."""

    async def conversation(server: StandIn) -> None:
        more = {"zalo_bot_mode": "webhook", "zalo_bot_webhook_secret": SECRET, "public_url": "https://baocong.example"}
        open_to_us = {"zalo_bot_token": TOKEN, "zalo_bot_api_url": server.url}
        async with standing(tmp_path / "house", None, sending=True, **more, **open_to_us) as house:
            web = web_of(house, 0)
            await web.start()
            server.reaches = f"http://127.0.0.1:{web.port}"
            registering: list[asyncio.Task[None]] = []
            open_channels(house, ["send"], asyncio.Event(), [], registering)
            await asyncio.gather(*registering)
            server.say(AN, "/start")
            await asyncio.to_thread(server.wait_messages, AN, 1)
            server.repeat()
            server.unsupported(AN)
            await asyncio.to_thread(server.wait_messages, AN, 2)
            welcome, kindly = (shown.text for shown in server.messages(AN))
            assert welcome.startswith(say("welcome"))
            assert say("unreadable") in kindly
            before = rows(house, Inbox, "update_id", "state")
            assert len(before) == 2
            event = {"event_name": "message.text.received", "message": server.emitted[0]["message"]}
            async with httpx.AsyncClient(base_url=server.reaches, trust_env=False) as stranger:
                for headers in ({}, {SECRET_HEADER: "wrong"}):
                    answer = await stranger.post(HOOK_PATH, json=event, headers=headers)
                    assert answer.status_code == 403
                assert rows(house, Inbox, "update_id", "state") == before
                assert server.deliveries == [200, 200, 200]
                await shows_a_photo(house, server, stranger)
            await web.stop()

    with StandIn() as server:
        asyncio.run(conversation(server))
