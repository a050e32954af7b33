"""The program as a service: page up, channels open, clock running, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from functools import partial

from bot.app import House, commands, open_house, ticks, web_of
from bot.clock import keep_time
from bot.commands import WRITING
from bot.control import Answer, Control
from bot.demo_staff import appoint
from bot.greeting import greet
from bot.quota_round import quota_ticks
from bot.rounds import rounds
from bot.settings import Settings

log = logging.getLogger("baocong")


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or Ctrl-C; then finish what is in hand, and stop."""
    house = await open_house(settings)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await house.arrivals.resume()  # what was kept before goes before what comes now
    web = web_of(house)
    await web.start()
    control = Control(house.folder.socket, partial(side_door, house))
    await control.start()
    clock = [*ticks(house), *rounds(house), *quota_ticks(house), *(house.zalo_oa.ticks(house.arrivals) if house.zalo_oa else ())]
    works = (house.departures.run(stop), house.errands.run(stop), keep_time(clock, stop))
    tasks = [asyncio.create_task(each) for each in works]
    background = open_telegram(house, stop)
    open_zalo_bot(house, stop, tasks, background)
    greet(house, web.port, await appoint(house) if settings.shows_demo else "")
    if settings.shows_demo:
        from bot.demo_review import play_demo  # noqa: PLC0415 (a province's start does without)

        tasks.append(asyncio.create_task(play_demo(house, stop)))
    await stop.wait()
    log.info("stopping: what is in hand is finished first")
    await control.stop()
    await web.stop()
    for task in background:
        task.cancel()
    await asyncio.gather(*tasks)
    await asyncio.gather(*background, return_exceptions=True)
    await house.close()


async def side_door(house: House, do: str, given: Answer) -> Answer:
    """A writing command that came through the socket."""
    return await WRITING[do](house, **given)


def open_telegram(house: House, stop: asyncio.Event) -> list[asyncio.Task[None]]:
    """Telegram's part of the service, where there is one."""
    if house.telegram is None:
        return []
    from bot.telegram_wing import begin  # noqa: PLC0415 (a start without a token does not load it)

    return begin(house.telegram, house.arrivals, house.settings, commands(house.texts), stop)


def open_zalo_bot(
    house: House, stop: asyncio.Event, tasks: list[asyncio.Task[None]], background: list[asyncio.Task[None]]
) -> None:
    """The Zalo Bot's part, where there is one. A poll that is on its way is waited for at the stop (`zalo_bot_intake`)."""
    if house.zalo_bot is None:
        return
    from bot import zalo_bot_wing  # noqa: PLC0415 (a start without a token does not load it)

    ours = background if house.settings.zalo_bot_mode == "webhook" else tasks
    ours += zalo_bot_wing.begin(house.zalo_bot, house.arrivals, house.settings, stop)
