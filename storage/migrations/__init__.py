"""The way up to the newest schema. Tests hold that the models and the migrations say the same."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from storage.store import Store

HERE = Path(__file__).resolve().parent


class NewerDatabase(Exception):
    """The database was made by a newer release than this one."""


def configuration(store: Store) -> Config:
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
    config = configuration(store)
    script = ScriptDirectory.from_config(config)
    version = version_of(store)
    if version == script.get_current_head():
        return False
    if version is not None and version not in {revision.revision for revision in script.walk_revisions()}:
        raise NewerDatabase(
            f"This database has schema {version}, which this release does not know. Start the newer release."
        )
    command.upgrade(config, "head")
    return True
