"""What both frameworks' ways share: where replies end, and a SQLite file as durable as ours."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:
    sqlite = sqlite3

TOKEN = "7000000001:AAE-not-a-token-but-shaped-like-one"
Sent = list[tuple[Any, str, Any]]  # chat, words, keyboard


def open_durable(file: Path) -> Any:
    """A connection whose commit is on the disk when it returns, as ours is: WAL, synchronous=FULL."""
    db = sqlite.connect(str(file), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        db.execute(f"PRAGMA {pragma}")
    return db
