"""Which media a database names: every key in any of its rows, in clear or sealed, whatever table or column it stands in."""

from __future__ import annotations

import re
import sqlite3
from base64 import b64decode
from collections.abc import Iterator

from storage.carrying import Row, Shape
from storage.media import KEY
from storage.vault import VAULT, WrongKey

SHORTEST = len("ab/cd/") + 64 + len(".x")
IN_TEXT = re.compile(rf"(?<![0-9a-f]){KEY.pattern}(?![a-z0-9])")
IN_BYTES = re.compile(IN_TEXT.pattern.encode())


class MediaKeys:
    """The keys met so far, each once. They lie in a temporary file of SQLite's, not in memory: a province has many."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("")  # no name: a file that is gone with the connection
        self._db.execute("CREATE TABLE key (key TEXT PRIMARY KEY) WITHOUT ROWID")
        self.unopened = 0  # sealed values that the key does not open

    def look(self, shape: Shape, rows: Iterator[Row]) -> Iterator[Row]:
        """The same rows; on their way past, keys are taken down."""
        sealed = [at for at, (_, kind) in enumerate(shape.columns) if kind == "sealed"]
        clear = [at for at, (_, kind) in enumerate(shape.columns) if kind in ("text", "json")]
        for row in rows:
            for at in clear:
                if row[at] is not None and len(row[at]) >= SHORTEST and "/" in row[at]:
                    self._take([found[0] for found in IN_TEXT.finditer(row[at])])
            for at in sealed:
                if row[at] is not None and len(row[at]) >= SHORTEST:
                    opened = self._open(row[at])
                    if b"/" in opened:  # few words hold one, and looking for it is a hundred times cheaper
                        self._take([found[0].decode() for found in IN_BYTES.finditer(opened)])
            yield row

    def __iter__(self) -> Iterator[str]:
        """All of them, in order."""
        return (key for (key,) in self._db.execute("SELECT key FROM key ORDER BY key"))

    def close(self) -> None:
        self._db.close()

    def _take(self, keys: list[str]) -> None:
        if keys:
            self._db.executemany("INSERT OR IGNORE INTO key VALUES (?)", [(key,) for key in keys])

    def _open(self, sealed: str) -> bytes:
        try:
            return VAULT.open(b64decode(sealed))
        except WrongKey:
            self.unopened += 1
            return b""
