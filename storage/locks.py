"""Who waits for whom when several processes write to one PostgreSQL. On SQLite one process writes, and none of this is needed.

Two kinds of locks, both of the transaction, so that no crash leaves one behind:

- a *lane*: the messages of one address, and the talk they move on. Strictly in order, whichever process they come to.
- the *house*: whatever changes what belongs to all. Its code looks and then writes, as if nobody else wrote meanwhile.

Lanes are taken first, in one order, then the house; two that wait for each other all the same are parted by the server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import ARRAY, BigInteger, Connection, bindparam, text

HOUSE = text("SELECT pg_advisory_xact_lock(24, 1)")  # two small numbers: a space apart from the lanes'
LANES = text("SELECT pg_advisory_xact_lock(lane) FROM unnest(:lanes) AS lane").bindparams(
    bindparam("lanes", type_=ARRAY(BigInteger))
)


def house(db: Connection) -> None:
    """From here to the end of the transaction nobody else changes what belongs to all."""
    if not house_is_ours(db):
        db.execute(HOUSE)
        db.info["house"] = db.get_transaction()


def house_is_ours(db: Connection) -> bool:
    """Whether nobody else can change what belongs to all, till the transaction ends."""
    return db.dialect.name != "postgresql" or db.info.get("house") is db.get_transaction()


def lanes(db: Connection, places: Iterable[tuple[str, str]]) -> None:
    """From here to the end of the transaction nobody else answers these addresses (channel, address)."""
    if db.dialect.name == "postgresql":
        numbers = sorted({_number(place) for place in places})
        if numbers:
            db.execute(LANES, {"lanes": numbers})


def _number(place: tuple[str, str]) -> int:
    digest = hashlib.sha256("\0".join(place).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
