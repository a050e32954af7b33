"""INSERT … ON CONFLICT, for both databases.

SQLAlchemy has one construct a dialect. PostgreSQL's is compiled for SQLite in SQLite's words, too (not the other way round);
tests run every statement of ours on both.
"""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import Insert, insert

__all__ = ["upsert"]


def upsert(table: Table) -> Insert:
    """`rowcount` says on both how many rows were put in or changed: of an INSERT, SQLAlchemy keeps it only where asked to."""
    return insert(table).execution_options(preserve_rowcount=True)
