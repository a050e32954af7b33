"""The way up to the newest schema. Tests hold that the models and the migrations say the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from storage import search_index
from storage.engines import unhurried
from storage.store import Store

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).resolve().parent
HEAD = max(
    file.stem.split("_", 1)[0] for file in (HERE / "versions").glob("*_*.py")
)  # versions are numbered: 0001, 0002, …


class NewerDatabase(Exception):
    """The database was made by a newer release than this one."""


def configuration(store: Store) -> Config:
    from alembic.config import Config  # noqa: PLC0415 (Alembic is loaded only when there is something to do: a start is shorter)

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["store"] = store
    return config


def version_of(store: Store) -> str | None:
    """The schema version of an existing database; None for an empty one."""
    with store.write() as db:
        if not inspect(db).has_table("alembic_version"):
            return None
        found: str | None = db.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


def upgrade(store: Store) -> bool:
    """Bring the database to the newest schema, whole or not at all; False when it was there already."""
    version = version_of(store)
    if version == HEAD:
        _index(store)
        return False
    if version is not None and version > HEAD:
        raise NewerDatabase(
            f"This database has schema {version}, which this release does not know. Start the newer release."
        )
    from alembic import command  # noqa: PLC0415 (as above)

    command.upgrade(configuration(store), "head")
    _index(store)
    return True


def _index(store: Store) -> None:
    """The index of words is no table of the models. Where it is not there, it is made: at first, after a migration rebuilt the
    table of reports, and once PostgreSQL allows what it did not allow before."""
    with store.read() as db:
        there = search_index.ready(db)
    if not there:
        with store.write() as db:
            unhurried(db)
            search_index.create(db)
