"""An Official Account's part of the house for tests: real store, real writer, real HTTP; the clock is the room's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.arrivals import Arrivals
from bot.channels.gateway import Gateway
from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_oa_catchup import CatchUp
from bot.channels.zalo_oa_line import Line
from bot.channels.zalo_oa_token import App, Tokens
from bot.fetching import Fetching
from bot.photo_worker import PhotoWorker
from bot.spool import Spool
from bot.writer import Writer
from bot.zalo_login import Login
from bot.zalo_oa_windows import KnownWindows
from handlers import access_notice
from storage import channel_tokens, leases, people
from storage.store import Store
from tests.standin_zalo_oa import APP_SECRET, StandIn
from tests.talk import TEXTS, ZONE, Room
from tests.zalo_oa_people import Chat, chat_id
from tests.zalo_oa_shapes import APP_ID, OA_ID

NAME = "zalo_oa"


@dataclass
class Account:
    room: Room
    server: StandIn
    writer: Writer
    line: Line
    tokens: Tokens
    windows: KnownWindows
    gateway: ZaloOA
    catch_up: CatchUp
    login: Login
    arrivals: Arrivals
    spool: Spool

    def meets(self, chat: Chat) -> str:
        """Somebody we know, who has just written; gives their address."""
        address = self.server.member(chat)
        with self.room.store.write() as db:
            people.meet(db, [(NAME, address)], {}, self.room.now)
        return address


def log_in(room: Room, server: StandIn, *, ago: timedelta = timedelta(0), life: int = 90_000) -> None:
    """As if `./run zalo-login` had been done so long ago."""
    then = room.now - ago
    with room.store.write() as db:
        channel_tokens.open_login(db, NAME, "state", "verifier", then)
        pair = (server.tokens.access, server.tokens.refresh)
        channel_tokens.logged_in(db, NAME, OA_ID, *pair, then + timedelta(seconds=life), then)


@asynccontextmanager
async def account(room: Room, server: StandIn, **options: Any) -> AsyncIterator[Account]:
    server.now = lambda: int(room.now.timestamp() * 1000)
    writer = Writer(room.store, room.clerk.answer, room.clerk.set_aside, lambda: room.now)
    writer.start()
    made = assemble(room, server, writer, **options)
    try:
        yield made
    finally:
        await made.arrivals.close()
        await made.gateway.close()
        await asyncio.to_thread(writer.stop)


def assemble(
    room: Room,
    server: StandIn,
    writer: Writer,
    *,
    holder: str = "one",
    template: str = "",
    load: Callable[[str], bytes] | None = None,
    answer_within: float = 5.0,
    store: Store | None = None,
) -> Account:
    line = Line(server.url, server.url, answer_within=answer_within)
    kept = store or room.store

    def told(db: Any, pair: channel_tokens.Pair, now: Any) -> None:
        access_notice.tell(db, TEXTS, ZONE, pair, now)

    tokens = Tokens(line, App(APP_ID, APP_SECRET), kept, writer, leases.take, holder, lambda: room.now, told)
    windows = KnownWindows(kept, writer, line, tokens, ZONE, lambda: room.now, template)
    gateway = ZaloOA(line, tokens, windows, load or room.media.get)
    catch_up = CatchUp(line, tokens, kept, writer, leases.take, holder, lambda: room.now)
    login = Login(line, tokens, kept, writer, "https://baocong.example.vn", lambda: room.now, OA_ID)
    gateways: dict[str, Gateway] = {NAME: gateway}
    fetching = Fetching(kept, writer, gateways, room.media, PhotoWorker())
    spool = Spool(room.media.root.parent / "spool")
    arrivals = Arrivals(kept, writer, room.clerk, gateways, fetching, spool, lambda _: None)
    return Account(room, server, writer, line, tokens, windows, gateway, catch_up, login, arrivals, spool)


def with_account(
    room: Room, server: StandIn, conversation: Callable[[Account], Awaitable[None]], **options: Any
) -> None:
    """Run a conversation with an account that is closed afterwards."""

    async def run() -> None:
        async with account(room, server, **options) as made:
            await conversation(made)

    asyncio.run(run())


__all__ = ["NAME", "Account", "account", "assemble", "chat_id", "log_in", "with_account"]
