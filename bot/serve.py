"""The program as a service: page up, channels open, clock running, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator
from functools import partial
from typing import Any, TypeVar

from sqlalchemy.exc import DBAPIError

from bot.app import House, commands, open_house, web_of
from bot.chores import intake_ticks, ticks
from bot.clock import keep_time
from bot.commands import WRITING
from bot.control import Answer, Control
from bot.demo_staff import appoint
from bot.departures import lease_of
from bot.greeting import greet
from bot.neighbours import DESK, holds_desk
from bot.pacer import wait_for
from bot.quota_round import quota_ticks
from bot.rounds import rounds
from bot.settings import Settings
from handlers.clerk import describe
from storage.engines import away, is_postgresql

AWAY_PAUSE = 1.0  # seconds until the database is tried again

Begun = TypeVar("Begun")

log = logging.getLogger("baocong")

# Pages and webhooks · the clock and what takes long · sending, and asking channels for news.
PARTS = ("web", "desk", "send")


async def serve(settings: Settings, parts: Collection[str] = PARTS) -> None:
    """Run until SIGTERM or Ctrl-C; then finish what is in hand, and stop. Several processes on one PostgreSQL may each do all
    the parts or some of them."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    patiently = partial(insist, stop, shared=is_postgresql(settings.database_url))
    house = await patiently(partial(open_house, settings))
    if house is None:
        return
    await patiently(house.arrivals.resume)  # what was kept before goes before what comes now
    web = web_of(house) if "web" in parts else None
    control = None if house.store.shared else Control(house.folder.socket, partial(side_door, house))
    for door in (web, control):
        if door is not None:
            await door.start()
    background: list[asyncio.Task[None]] = []
    tasks = [asyncio.create_task(each) for each in works(house, parts, stop)]
    open_channels(house, parts, stop, tasks, background)
    greet(house, web.port if web else None, await appoint(house) if settings.shows_demo else "")
    if settings.shows_demo:
        from bot.demo_review import play_demo  # noqa: PLC0415 (a province's start does without)

        tasks.append(asyncio.create_task(play_demo(house, stop)))
    await stop.wait()
    log.info("stopping: what is in hand is finished first")
    for door in (control, web):
        if door is not None:
            await door.stop()
    for task in background:
        task.cancel()
    await asyncio.gather(*tasks)
    await asyncio.gather(*background, return_exceptions=True)
    await house.close()


async def insist(stop: asyncio.Event, begin: Callable[[], Awaitable[Begun]], *, shared: bool) -> Begun | None:
    """Begin as soon as the server that keeps the database answers, however often it goes away meanwhile; None when it is to
    stop before that."""
    while not stop.is_set():
        try:
            return await begin()
        except DBAPIError as error:
            if not (shared and away(error)):
                raise
            log.warning("the database is away (%s): the start waits", describe(error))
            await wait_for(stop.wait(), AWAY_PAUSE)
    return None


def works(house: House, parts: Collection[str], stop: asyncio.Event) -> Iterator[Coroutine[Any, Any, None]]:
    """What runs beside the pages: the parts' own work, and what every process does."""
    clock, wanted = intake_ticks(house), []
    if "desk" in parts:
        clock += [*ticks(house), *rounds(house), *quota_ticks(house)]
        clock += house.zalo_oa.ticks(house.arrivals) if house.zalo_oa else []
        wanted.append(DESK)
        yield house.errands.run(stop)
    if "send" in parts:
        wanted += [*map(lease_of, house.gateways), *(poll_of(name) for name in POLLED if name in house.gateways)]
        yield house.departures.run(stop)
    yield house.leases.keep(wanted, stop)
    yield keep_time(clock, stop, mine=partial(holds_desk, house.leases))


async def side_door(house: House, do: str, given: Answer) -> Answer:
    """A writing command that came through the socket."""
    return await WRITING[do](house, **given)


POLLED = ("telegram", "zalo_bot")  # channels that may be asked for news


def poll_of(channel: str) -> str:
    """The lease of who asks a channel for news: two that do lose messages, or are refused."""
    return f"poll:{channel}"


def open_channels(
    house: House,
    parts: Collection[str],
    stop: asyncio.Event,
    tasks: list[asyncio.Task[None]],
    background: list[asyncio.Task[None]],
) -> None:
    """Begin with the messengers: what is waited for at the stop goes to `tasks`, what is cut off to `background`."""
    if "send" not in parts:
        return
    if house.telegram is not None:
        from bot.telegram_wing import begin  # noqa: PLC0415 (a start without a token does not load it)

        alone = partial(house.leases.while_held, poll_of("telegram"))
        background += begin(house.telegram, house.arrivals, house.settings, commands(house.texts), stop, alone)
    if house.zalo_bot is not None:
        from bot import zalo_bot_wing  # noqa: PLC0415 (as above)

        ours = background if house.settings.zalo_bot_mode == "webhook" else tasks  # a poll on its way is waited for
        alone = partial(house.leases.while_held, poll_of("zalo_bot"))
        ours += zalo_bot_wing.begin(house.zalo_bot, house.arrivals, house.settings, stop, alone)
