"""The recorded payloads of a channel (`tests/channels/*.json`): rows of a payload and what it reads as."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from handlers.words import Incoming, PhotoRef

Row = dict[str, Any]


def rows_of(channel: str) -> list[Row]:
    """{name, update or raw, expect: the fields of an Incoming, null for nobody, or "unreadable"}."""
    found: list[Row] = json.loads((Path(__file__).parent / "channels" / f"{channel}.json").read_text("utf-8"))
    return found


def raw_of(row: Row) -> bytes:
    return str(row["raw"]).encode() if "raw" in row else json.dumps(row["update"]).encode()


def expected(channel: str, fields: Row) -> Incoming:
    photos = tuple(PhotoRef(ref, caption) for ref, caption in fields.get("photos", ()))
    return Incoming(**{**fields, "channel": channel, "at": datetime.fromisoformat(fields["at"]), "photos": photos})
