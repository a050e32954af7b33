"""Alembic's environment: our one writing connection, in a transaction that a failing migration leaves without a trace.

Foreign keys are off while tables are rebuilt: with them on, SQLite's rebuild of a parent table deletes its children.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel

from storage import search_index
from storage.engines import unhurried
from storage.store import Store

store: Store = context.config.attributes["store"]

with store.unchecked() as connection:
    unhurried(connection)
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        include_name=search_index.includes,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
    if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
        raise RuntimeError("the migration would leave rows without their parents")
