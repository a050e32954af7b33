"""What keeps two databases from both being the province's: the note in one that was moved, the name of one that is half there.

The note is a row of `setting` and lies in the database it is about. While a move is under way it stands there already: whoever
starts the program then would add to a database that is being left.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from storage.carrying import NOTES, NotDone
from storage.tables import Setting, of

setting = of(Setting)

TO, FROM = NOTES
HALF = ".half"  # what a file is called until it is whole


class MovedAway(NotDone):
    """The province lives in another database."""


class HalfMade(NotDone):
    """A database that was being filled when its process ended."""


@dataclass(frozen=True, slots=True)
class Move:
    """A move by its number: the database that is left and the one that is filled know it, so that one cut short is known."""

    number: str
    place: str  # where to, or from where; never with a password
    whole: bool = False


def half_of(path: Path) -> Path:
    return path.with_name(path.name + HALF)


def refuse_half(path: Path) -> None:
    """A start beside a half-filled file would begin an empty database in the place of a whole one. Raises HalfMade."""
    if half_of(path).exists() and not path.exists():
        raise HalfMade(
            f"{half_of(path)} is half of a database: restoring or moving was cut short. Do it again, or delete that file."
        )


def refuse_moved(db: Connection) -> None:
    """Raises MovedAway for a database that was left, or is being left."""
    move = note(db, TO)
    if move is None:
        return
    if move.whole:
        raise MovedAway(
            f"This database was moved to {move.place}: set BAOCONG_DATABASE_URL to that one. "
            "To go on with this one as it was before the move: ./run migrate-to --undo"
        )
    raise MovedAway(
        f"Moving this database to {move.place} was begun and not finished: do it again, or ./run migrate-to --undo"
    )


def note(db: Connection, name: str) -> Move | None:
    """The note of this name (TO or FROM) in this database."""
    found = db.execute(select(setting.c.value).where(setting.c.name == name)).scalar()
    return Move(**json.loads(found)) if found else None


def put_note(db: Connection, name: str, move: Move) -> None:
    take_note_off(db, name)
    db.execute(insert(setting).values(name=name, value=json.dumps(asdict(move))))


def take_note_off(db: Connection, name: str) -> bool:
    """False when there was none."""
    return bool(db.execute(delete(setting).where(setting.c.name == name)).rowcount)
