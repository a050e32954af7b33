"""Which key a database was written with: a mark of it in the database itself, so that another key is found at the start.

Several machines share one database; a second one that made itself a key of its own would seal words that the first cannot open.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from storage.tables import Setting, of
from storage.vault import VAULT, WrongKey

setting = of(Setting)
NAME = "key"
OTHER_KEY = (
    "This database was written with another key: put back the secret.key that belongs to it. A second machine needs that of the "
    "first."
)


def known(db: Connection) -> str | None:
    """The mark of the key the database was first written with; None for one that does not know yet."""
    found: str | None = db.execute(select(setting.c.value).where(setting.c.name == NAME)).scalar()
    return found


def agree(db: Connection) -> None:
    """Note our key, or find that it is the one. Raises WrongKey."""
    ours, theirs = VAULT.fingerprint("the key of this house"), known(db)
    if theirs is None:
        db.execute(insert(setting).values(name=NAME, value=ours))
    elif theirs != ours:
        raise WrongKey(OTHER_KEY)
