"""The house put together: all wiring in one readable place, no container."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select
from starlette.routing import Route

from bot.arrivals import Arrivals
from bot.channels.gateway import Gateway
from bot.channels.terminal import Terminal
from bot.channels.webchat import Bell, WebChat
from bot.clock import Steady, Tick
from bot.departures import Departures
from bot.errands import Errands
from bot.fetching import Fetching
from bot.hand_in_links import HandInLinks
from bot.keeping import Keeping, places_of, state_of
from bot.links import Links
from bot.papers import Papers
from bot.photo_worker import PhotoWorker
from bot.quotas import Quotas, plans_of
from bot.settings import Settings
from bot.spool import Spool
from bot.web.app import web_app
from bot.web.parts import Parts
from bot.web.server import WebServer
from bot.writer import Writer
from handlers import menu
from handlers.clerk import Clerk
from handlers.desk import Catalogue, Running
from handlers.texts import LANGUAGES, Texts
from storage import calendar, deadlines, likeness_marks, outbox, register, retention, signing, units
from storage.folder import DataFolder
from storage.handover import refuse_half, refuse_moved
from storage.media import Media
from storage.migrations import upgrade
from storage.store import Store
from storage.tables import Movement, of
from storage.uploads import Uploads
from storage.vault import VAULT, WrongKey, load_or_make_key

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram
    from bot.channels.zalo_bot import ZaloBot
    from bot.zalo_oa_wing import Wing as ZaloOAWing

log = logging.getLogger("baocong")


@dataclass(slots=True)
class House:
    """What stands once it is built; `open_house` builds it, `close` takes it down in order."""

    settings: Settings
    folder: DataFolder
    store: Store
    writer: Writer
    texts: Texts
    media: Media
    uploads: Uploads
    clerk: Clerk
    worker: PhotoWorker
    bell: Bell
    gateways: Mapping[str, Gateway]
    fetching: Fetching
    arrivals: Arrivals
    departures: Departures
    errands: Errands
    telegram: Telegram | None = None
    zalo_bot: ZaloBot | None = None
    zalo_oa: ZaloOAWing | None = None

    async def close(self) -> None:
        await self.arrivals.close()
        await self.worker.close()
        if self.telegram is not None:
            await self.telegram.close()
        if self.zalo_bot is not None:
            await self.zalo_bot.close()
        if self.zalo_oa is not None:
            await self.zalo_oa.close()
        await asyncio.to_thread(self.writer.stop)
        self.store.close()
        self.folder.socket.unlink(missing_ok=True)
        self.folder.unlock()


def database_path(settings: Settings, folder: DataFolder) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///")) if settings.database_url else folder.database


@cache
def texts_of_the_house() -> Texts:
    """Read once a process: parsing them is most of what a start costs."""
    return Texts()


class Catalogues:
    """What runs at present, read again only when the movement rows have changed."""

    def __init__(self) -> None:
        self._seen: list[tuple[int, str]] = []
        self._catalogue = Catalogue({})

    def __call__(self, db: Connection) -> Catalogue:
        table = of(Movement)
        rows = [(number, state) for number, state in db.execute(select(table.c.id, table.c.state).order_by(table.c.id))]
        if rows != self._seen:
            running = {number: Running(number, movement, open_) for number, movement, open_ in register.running(db)}
            self._seen, self._catalogue = rows, Catalogue(running)
        return self._catalogue


async def open_house(settings: Settings, *, with_channels: bool = True) -> House:
    """Lock the folder, bring the database up, load the starter, start the writer.

    Raises FolderInUse, NewerDatabase, WrongKey; then nothing is left open or locked.
    """
    folder = DataFolder(settings.folder)
    folder.make()
    folder.lock()
    store = None
    try:
        path = database_path(settings, folder)
        refuse_half(path)
        VAULT.unlock(_key(folder, path))
        store = Store(path)
        upgrade(store)
        with store.read() as db:
            outbox.newest(db)  # a key that does not fit is found now, not with the first message
            refuse_moved(db)
    except BaseException:
        if store:
            store.close()
        folder.unlock()
        raise
    return await _furnish(settings, folder, store, with_channels=with_channels)


def _key(folder: DataFolder, database: Path) -> bytes:
    """A new key beside an old database would lock its words away for good. Raises WrongKey."""
    if database.exists() and not folder.key.exists():
        raise WrongKey(f"{folder.key} is missing: put back the key that belongs to {database}.")
    return load_or_make_key(folder.key)


async def _furnish(settings: Settings, folder: DataFolder, store: Store, *, with_channels: bool) -> House:
    texts, worker, bell = texts_of_the_house(), PhotoWorker(), Bell()
    media, uploads = places_of(settings, folder)
    clerk = Clerk(texts, settings.zone, Catalogues())
    clock = Steady()
    writer = Writer(store, clerk.answer, clerk.set_aside, clock)
    writer.start()
    await writer.run(register.load_starter)
    await writer.run(register.offer_release)
    await writer.run(calendar.load_starter)
    await writer.run(deadlines.load_starter)
    await writer.run(signing.load_starter)
    await writer.run(likeness_marks.begin)
    gateways: dict[str, Gateway] = {"web": WebChat(uploads), "terminal": Terminal(uploads)}
    telegram = None
    if with_channels and settings.telegram_token.get_secret_value():
        from bot.telegram_wing import gateway_of  # noqa: PLC0415 (half a second that a start without a token saves)

        telegram = gateways["telegram"] = gateway_of(settings, media.get)
    zalo_bot = None
    if with_channels and settings.zalo_bot_token.get_secret_value():
        from bot import zalo_bot_wing  # noqa: PLC0415 (only where a token is set)

        zalo_bot = gateways["zalo_bot"] = zalo_bot_wing.gateway_of(settings)
    zalo_oa = None
    if with_channels and settings.zalo_oa_app_id:
        from bot.zalo_oa_wing import wing_of  # noqa: PLC0415 (only where an app is set)

        zalo_oa = wing_of(settings, store, writer, texts, media.get, clock, lambda: departures.ring("zalo_oa"))
        gateways["zalo_oa"] = zalo_oa.gateway
    quotas = Quotas(plans_of(settings), settings.zone)
    links = Links(public_url_of(settings), store, media, texts, settings.zone)
    render = HandInLinks(Papers(store, media, texts, settings.zone), public_url_of(settings), texts, settings.zone)
    departures = Departures(store, writer, gateways, render, clock, links.carried, quotas=quotas)
    departures.listeners.append(lambda channel, address: bell.ring(address) if channel == "web" else None)
    fetching = Fetching(store, writer, gateways, media, worker)

    def ring() -> None:
        for channel in gateways:
            departures.ring(channel)

    errands = Errands(store, writer, media, texts, settings.zone, ring, clock=clock)
    arrivals = Arrivals(store, writer, clerk, gateways, fetching, Spool(folder.spool), departures.ring)
    return House(
        settings,
        folder,
        store,
        writer,
        texts,
        media,
        uploads,
        clerk,
        worker,
        bell,
        gateways,
        fetching,
        arrivals,
        departures,
        errands,
        telegram,
        zalo_bot,
        zalo_oa,
    )


def ticks(house: House) -> list[Tick]:
    """What the clock does again and again."""

    async def clear_old() -> None:
        house.clerk.loose_media += await house.writer.run(retention.sweep)

    return [
        Tick("spool", 2, house.arrivals.take_in),
        Tick("photos", 30, lambda: house.fetching.fetch_waiting(datetime.now(UTC))),
        Tick("what grew too old", 600, clear_old),
        *Keeping(house.store, house.writer, house.media, house.uploads, house.clerk.loose_media).ticks(),
    ]


def commands(texts: Texts) -> dict[str, list[tuple[str, str]]]:
    """The messenger's command menu, in both languages."""
    return {
        language: [(name, texts.say(language, f"command-{name}")) for name in menu.LISTED] for language in LANGUAGES
    }


def readiness(house: House) -> dict[str, str]:
    """How each part is: "ok" or a short reason. Telegram unreachable is said, but the house stands without it."""
    try:
        with house.store.read() as db:
            units.count(db)
        database = "ok"
    except Exception as error:
        database = type(error).__name__
    return {
        "database": database,
        "media": state_of(house.media),
    }


def public_url_of(settings: Settings) -> str:
    """Where people reach our pages."""
    return settings.public_url or f"http://{settings.web_host}:{settings.web_port}"


def web_of(house: House, port: int | None = None) -> WebServer:
    settings = house.settings

    def unit_name(code: str) -> str | None:
        with house.store.read() as db:
            number = units.by_code(db, code)
            return units.name_of(db, number, datetime.now(settings.zone).date()) if number is not None else None

    def ring() -> None:
        for channel in house.gateways:
            house.departures.ring(channel)

    parts = Parts(
        texts=house.texts,
        store=house.store,
        writer=house.writer,
        arrivals=house.arrivals,
        bell=house.bell,
        media=house.media,
        uploads=house.uploads,
        unit_name=unit_name,
        ready=lambda: readiness(house),
        public_url=public_url_of(settings),
        telegram_bot=settings.telegram_bot_name,
        zone=settings.zone,
        ring=ring,
    )
    routes: list[Route] = []
    if house.telegram is not None:
        from bot.telegram_wing import routes_of  # noqa: PLC0415 (as above)

        routes = routes_of(house.telegram, house.arrivals, settings)
    if house.zalo_bot is not None:
        from bot import zalo_bot_wing  # noqa: PLC0415 (as above)

        routes += zalo_bot_wing.routes_of(house.zalo_bot, house.arrivals, settings)
    if house.zalo_oa is not None:
        routes += house.zalo_oa.routes_of(house.arrivals)
    return WebServer(
        web_app(parts, routes), house.bell, host=settings.web_host, port=settings.web_port if port is None else port
    )
