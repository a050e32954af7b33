"""INSERT … ON CONFLICT, for both databases.

SQLAlchemy has one construct a dialect. PostgreSQL's is compiled for SQLite in SQLite's words, too (not the other way round);
tests run every statement of ours on both.
"""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert as upsert

__all__ = ["upsert"]
