"""What the readers of a messenger's JSON share: an object of bounded size, its fields, each of the right type or `Unreadable`.

Exceptions name fields, never what a person wrote.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bot.channels.gateway import Unreadable

Fields = dict[str, Any]

MOST_BYTES = 2_000_000  # of one payload; those of all messengers stay under 100 kB
MOST_TEXT = 20_000  # characters; messengers allow 4,096 at most, a forger more
MOST_CAPTION = 4_096
MOST_NAME = 128
YEAR_10000 = 253_402_300_800  # seconds: no `datetime` goes beyond


def parse(raw: bytes) -> Fields:
    """The JSON object of a payload."""
    if len(raw) > MOST_BYTES:
        raise Unreadable("too long")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):  # not JSON, not UTF-8, a number of thousands of digits, nested without end
        raise Unreadable("not JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("not an object")
    return found


def object_in(holder: Fields, key: str) -> Fields:
    value = holder.get(key)
    if not isinstance(value, dict):
        raise Unreadable(key)
    return value


def string_in(holder: Fields, key: str, most: int = 256, *, needed: bool = False, null: bool = False) -> str:
    """A string of at most `most` characters that every database and every encoder takes; "" when it is not there, or, where the
    messenger says so, is `null`."""
    value = holder.get(key, "")
    if value is None and null:
        return ""
    if not isinstance(value, str) or (needed and not value):
        raise Unreadable(key)
    value = value[:most]
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def moment_of(key: str, value: object, *, per_second: int = 1) -> datetime:
    """A field's whole number of seconds, or of so many parts of one, since 1970."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < YEAR_10000 * per_second:
        raise Unreadable(key)
    return datetime.fromtimestamp(value / per_second, UTC)
