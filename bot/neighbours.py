"""Other processes at work on the same database: words from them, and what only one of all does at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.channels.webchat import Bell
from bot.departures import Departures
from bot.leases import Leases
from storage.store import Store

if TYPE_CHECKING:
    from bot.hints import Hints

DESK = "desk"  # the lease of what one process at a time does: errands, tidying up


def holds_desk(leases: Leases) -> bool:
    return leases.fence(DESK) is not None


def hints_of(store: Store, bell: Bell, departures: Departures) -> Hints | NoHints:
    """Words from the other processes, where there may be others."""
    if not store.shared:
        return NoHints()
    from bot.hints import Hints  # noqa: PLC0415 (a house on SQLite does without)

    loop = asyncio.get_running_loop()

    def look(channel: str, address: str) -> None:
        if channel == "web" and address:
            bell.ring(address)
        departures.ring(channel)

    def heard(channel: str, address: str) -> None:
        loop.call_soon_threadsafe(look, channel, address)

    hints = Hints(str(store.address), heard)
    hints.start()
    return hints


class NoHints:
    """Nobody else is there."""

    def tell(self, channel: str, address: str = "") -> None: ...

    def stop(self) -> None: ...
