"""The channels by the names people know them by."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.desk import Desk

ZALO = "zalo"  # how both of Zalo's products are called by whoever uses one of them


def named(desk: Desk, channels: Iterable[str]) -> dict[str, str]:
    """Channel → its name. Zalo is Zalo; only who has both of its doors needs to hear which."""
    mine = list(channels)
    both = sum(each.startswith(ZALO) for each in mine) > 1
    texts = {each: ZALO if each.startswith(ZALO) and not both else each.replace("_", "-") for each in mine}
    return {each: desk.say(f"channel-{text}") for each, text in texts.items()}


def as_label(name: str) -> str:
    """A name as it begins a line of its own."""
    return name[:1].upper() + name[1:]
