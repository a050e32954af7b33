"""A whole house on a folder of its own, with real parts all the way: SQLite, media, the photo worker, the stand-in Telegram.

Updates are handed to arrivals one by one, as the poller would, so that a test decides what is in flight at the same time.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from bot.app import House, open_house
from bot.settings import Settings
from handlers.texts import Texts
from storage import register
from storage.migrations import upgrade
from storage.store import Store
from storage.tables import Address, Inbox, Outbox, Photo, of
from storage.tables import Talk as TalkRow
from storage.vault import VAULT, new_key
from tests.standin_telegram import TOKEN, ApiError, StandIn
from tests.telegram_shapes import Fields

TEXTS = Texts()
KEY = new_key()  # one for every house of this process: the vault is process-wide
AN, BINH, CUC = 1001, 1002, 1003


def say(name: str, **args: Any) -> str:
    return TEXTS.say("vi", name, **args)


def settings_for(folder: Path, server: StandIn | None = None, **more: Any) -> Settings:
    """Quiet settings on a folder; with a stand-in, its Telegram is open."""
    there = {"telegram_token": TOKEN, "telegram_api_url": server.url} if server else {}
    values = {"data_dir": folder, "demo": False, "web_port": 0, **there, **more}
    return Settings(**values)


@cache
def fresh() -> bytes:
    """A database with the starter in it, as the first start makes it; made once for all tests of this process."""
    with TemporaryDirectory() as place:
        store = Store(Path(place) / "fresh.db")
        upgrade(store)
        with store.write() as db:
            register.load_starter(db, datetime.now(UTC))
        store.close()
        return store.path.read_bytes()


def prepare(folder: Path) -> None:
    """The common key and a fresh database, where nothing is yet."""
    folder.mkdir(exist_ok=True)
    if not (folder / "baocong.db").exists():
        (folder / "secret.key").write_bytes(KEY)
        VAULT.unlock(KEY)
        (folder / "baocong.db").write_bytes(fresh())


@asynccontextmanager
async def standing(
    folder: Path, server: StandIn | None = None, *, sending: bool = False, **more: Any
) -> AsyncIterator[House]:
    """An open house; `sending` lets departures run."""
    prepare(folder)
    house = await open_house(settings_for(folder, server, **more))
    stop = asyncio.Event()
    leaving = asyncio.create_task(house.departures.run(stop)) if sending else None
    try:
        yield house
    finally:
        stop.set()
        if leaving:
            await leaving
        await house.close()


async def arrive(house: House, *updates: dict[str, Any]) -> None:
    """Updates at the door, all at once, as a poller brings a batch."""
    takes = (house.arrivals.take("telegram", str(each["update_id"]), json.dumps(each).encode()) for each in updates)
    await asyncio.gather(*takes)


def made(server: StandIn, number: int) -> dict[str, Any]:
    """The update with this id, for `arrive`."""
    return next(update for update in reversed(server.emitted) if update.get("update_id") == number)


async def tell(house: House, server: StandIn, chat: int, *words: str) -> None:
    """A member writes, one message after the other."""
    for each in words:
        await arrive(house, made(server, server.say(chat, each)))


async def seen(server: StandIn, condition: Callable[[], bool]) -> None:
    await asyncio.to_thread(server.wait, condition)


# --- what stands in the database ------------------------------------------------------------------------------------------


def rows(house: House, model: Any, *names: str) -> list[Any]:
    """These columns of every row, in order: bare values when one column was asked for."""
    table = of(model)
    with house.store.read() as db:
        found = db.execute(select(*(table.c[name] for name in names)).order_by(table.c.id)).all()
    return [row[0] if len(names) == 1 else tuple(row) for row in found]


def inbox(house: House) -> list[Any]:
    return rows(house, Inbox, "update_id", "state")


def answers(house: House, chat: int | str) -> list[str]:
    """The ids of the updates whose answers stand in this chat's outbox, in its order."""
    found = rows(house, Outbox, "address", "kind", "key")
    return [key.split(":")[1] for address, kind, key in found if (address, kind) == (str(chat), "reply")]


def texts(house: House, chat: int | str) -> list[str]:
    found = rows(house, Outbox, "address", "kind", "body")
    return [body["text"] for address, kind, body in found if (address, kind) == (str(chat), "reply")]


def photos(house: House) -> list[Any]:
    return rows(house, Photo, "state", "problem")


def poison(house: House, chat: int, session: Any) -> None:
    """Put something else where a person's talk should be."""
    place = of(Address)

    def spoil(db: Any, _: Any) -> None:
        who = db.execute(select(place.c.person_id).where(place.c.address == str(chat))).scalar_one()
        db.execute(of(TalkRow).update().where(of(TalkRow).c.person_id == who).values(session=session))

    house.writer.submit(spoil).result()


# --- bad days ----------------------------------------------------------------------------------------------------------------


class GatedTelegram(StandIn):
    """Holds downloads back until `gate` is set, and no longer has the files in `expired`."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__(token)
        self.gate = threading.Event()
        self.gate.set()
        self.expired = False

    async def _download(self, request: Request) -> Response:
        await asyncio.to_thread(self.gate.wait)
        return Response(status_code=404) if self.expired else await super()._download(request)


class ChatFaults(StandIn):
    """Breaks sends to single chats: `plan` says for each what happens to its next messages, "" being nothing."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__(token)
        self.plan: dict[int, list[str]] = {}

    def _send(self, method: str, params: Fields, files: dict[str, bytes]) -> Any:
        faults = self.plan.get(int(params["chat_id"]), [])
        fault = faults.pop(0) if faults else ""
        if fault == "429":
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
        if fault == "400":
            raise ApiError(400, "Bad Request: message text is empty")
        if fault == "500 before":
            raise ApiError(500, "Internal Server Error")
        sent = super()._send(method, params, files)
        if fault == "500 after":
            raise ApiError(500, "Internal Server Error")
        return sent


class Wire:
    """A line to the stand-in that can be cut: while it is, nobody listens at its port."""

    def __init__(self, server: StandIn) -> None:
        self._there = int(server.url.rsplit(":", 1)[1])
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        assert self._server is not None
        self._server.close()
        for end in list(self._ends):
            end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, there = await asyncio.open_connection("127.0.0.1", self._there)
        await asyncio.gather(self._pass_on(reader, there), self._pass_on(back, writer))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        try:
            while piece := await reader.read(1 << 16):
                writer.write(piece)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            self._ends.discard(writer)
            writer.close()


@contextmanager
def locked(path: Path) -> Iterator[Callable[[], None]]:
    """Another connection holds the write lock, as another process would; gives what lets it go."""
    other = Store(path)
    with ExitStack() as held:
        held.enter_context(other.write())
        yield held.close
    other.close()


def sliding(moments: Sequence[float], seconds: float) -> int:
    """The most that ever happened within so many seconds."""
    ordered = sorted(moments)
    return max((sum(1 for each in ordered if 0 <= each - first < seconds) for first in ordered), default=0)
