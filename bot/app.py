"""The house put together: all wiring in one readable place, no container."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select
from starlette.routing import Route

from bot import ground
from bot.arrivals import Arrivals
from bot.channels.gateway import Gateway
from bot.channels.terminal import Terminal
from bot.channels.webchat import Bell, WebChat
from bot.clock import ServerClock, Steady
from bot.departures import Departures
from bot.errands import Errands
from bot.fetching import Fetching
from bot.hand_in_links import HandInLinks
from bot.keeping import Keeping, places_of
from bot.leases import Leases
from bot.links import Links
from bot.neighbours import NoHints, hints_of, holds_desk
from bot.papers import Papers
from bot.photo_worker import PhotoWorker
from bot.quotas import Quotas, plans_of
from bot.settings import Settings
from bot.spool import Spool
from bot.web.app import web_app
from bot.web.parts import Parts
from bot.web.server import WebServer
from bot.writer import Work, Writer
from handlers import menu
from handlers.clerk import Clerk
from handlers.desk import Catalogue, Running
from handlers.texts import LANGUAGES, Texts
from storage import calendar, deadlines, likeness_marks, register, signing, units
from storage.folder import DataFolder
from storage.media import Media
from storage.store import Store
from storage.tables import Movement, of
from storage.uploads import Uploads

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram
    from bot.channels.zalo_bot import ZaloBot
    from bot.hints import Hints
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
    keeping: Keeping
    clerk: Clerk
    worker: PhotoWorker
    bell: Bell
    gateways: Mapping[str, Gateway]
    fetching: Fetching
    arrivals: Arrivals
    departures: Departures
    errands: Errands
    leases: Leases
    hints: Hints | NoHints
    ring: Callable[[], None]  # something new waits, on whatever channel: this process looks, and the others hear of it
    telegram: Telegram | None = None
    zalo_bot: ZaloBot | None = None
    zalo_oa: ZaloOAWing | None = None
    wall: ServerClock | None = None  # where other machines work on the same database

    async def close(self) -> None:
        await self.arrivals.close()
        await self.worker.close()
        if self.telegram is not None:
            await self.telegram.close()
        if self.zalo_bot is not None:
            await self.zalo_bot.close()
        if self.zalo_oa is not None:
            await self.zalo_oa.close()
        await self.leases.give_back()
        await asyncio.to_thread(self.hints.stop)
        await asyncio.to_thread(self.writer.stop)
        self.store.close()
        self.folder.socket.unlink(missing_ok=True)
        self.folder.unlock()


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
    """Find the ground to stand on, load the starter, start the writer.

    Raises what `bot.ground.begin` raises; then nothing is left open or locked.
    """
    folder, store = ground.begin(settings)
    wall = ServerClock(store) if store.shared else None
    clerk, clock = Clerk(texts_of_the_house(), settings.zone, Catalogues()), Steady(wall) if wall else Steady()
    writer = Writer(store, clerk.answer, clerk.set_aside, clock)
    writer.start()
    try:
        if wall:
            await asyncio.to_thread(wall.look)
        for load in STARTERS:
            await writer.run(load)
    except BaseException:
        await asyncio.to_thread(writer.stop)
        store.close()
        folder.unlock()
        raise
    house = _furnish(settings, folder, store, clerk, writer, clock, with_channels=with_channels)
    house.wall = wall
    return house


STARTERS: tuple[Work[object], ...] = (
    register.load_starter,
    register.offer_release,
    calendar.load_starter,
    deadlines.load_starter,
    signing.load_starter,
    likeness_marks.begin,
)


def _furnish(
    settings: Settings,
    folder: DataFolder,
    store: Store,
    clerk: Clerk,
    writer: Writer,
    clock: Steady,
    *,
    with_channels: bool,
) -> House:
    texts, worker, bell = texts_of_the_house(), PhotoWorker(), Bell()
    media, uploads = places_of(settings, folder)
    leases = Leases(writer, seconds=settings.lease_seconds, alone=not store.shared)
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

        zalo_oa = wing_of(
            settings, store, writer, texts, media.get, clock, lambda: departures.ring("zalo_oa"), leases.holder
        )
        gateways["zalo_oa"] = zalo_oa.gateway
    quotas = Quotas(plans_of(settings), settings.zone)
    links = Links(public_url_of(settings), store, media, texts, settings.zone)
    render = HandInLinks(Papers(store, media, texts, settings.zone), public_url_of(settings), texts, settings.zone)
    departures = Departures(
        store, writer, gateways, render, clock, links.carried, leases.fence, quotas, links.without_photos
    )
    hints = hints_of(store, bell, departures)

    def sent(channel: str, address: str) -> None:
        if channel == "web":
            bell.ring(address)
            hints.tell(channel, address)

    departures.listeners.append(sent)
    fetching = Fetching(store, writer, gateways, media, worker)

    def ring(channel: str) -> None:
        departures.ring(channel)
        hints.tell(channel)

    def ring_all() -> None:
        for channel in gateways:
            ring(channel)

    desk = partial(holds_desk, leases)
    errands = Errands(store, writer, media, texts, settings.zone, ring_all, clock=clock, mine=desk)
    arrivals = Arrivals(store, writer, clerk, gateways, fetching, Spool(folder.spool), ring)
    return House(
        settings,
        folder,
        store,
        writer,
        texts,
        media,
        uploads,
        Keeping(store, writer, media, uploads, clerk.loose_media),
        clerk,
        worker,
        bell,
        gateways,
        fetching,
        arrivals,
        departures,
        errands,
        leases,
        hints,
        ring_all,
        telegram,
        zalo_bot,
        zalo_oa,
    )


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
        "media": house.keeping.state,
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
        ring=house.ring,
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
