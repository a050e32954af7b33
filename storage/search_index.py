"""The index by which words lead to reports: what only one of the two databases knows. It narrows; what is found is the same
without it, only slower.

SQLite: an FTS5 table of the words of `report.search_key`, which it reads from there and does not keep again; triggers put in and
take out in the same breath as the report. Rebuilding the table `report` drops them: `migrations.upgrade` makes all of it again.
PostgreSQL: a GIN index of the same words, and of one more that says about when the report came (`era`): such an index gives rows
in no order, so the newest are asked for first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, select, text, update
from sqlalchemy.exc import DBAPIError

from storage import search_words
from storage.tables import Report, of

report = of(Report)

NAME = "report_search"
GIN, WORDS = "ix_report_words", "report_words"
TRIGRAMS = "ix_report_search_key"  # of an earlier release
AN_ERA = 10_000  # reports, one after the other, that have a word in common
PIECE = 500  # reports whose key is written anew at a time

# Where a word stands is never asked, so only in which reports is kept (detail=none): a third of the size (benchmarks/README.md).
TABLE = f"""CREATE VIRTUAL TABLE {NAME} USING fts5(search_key, content='report', content_rowid='id', detail=none, columnsize=0,
tokenize='unicode61 remove_diacritics 0')"""
PUT = f"INSERT INTO {NAME} (rowid, search_key) VALUES (new.id, new.search_key);"  # noqa: S608 (our own names)
TAKE = f"INSERT INTO {NAME} ({NAME}, rowid, search_key) VALUES ('delete', old.id, old.search_key);"  # noqa: S608 (as above)
TRIGGERS = {
    f"{NAME}_put": f"AFTER INSERT ON report BEGIN {PUT} END",
    f"{NAME}_change": f"AFTER UPDATE OF search_key ON report BEGIN {TAKE} {PUT} END",
    f"{NAME}_take": f"AFTER DELETE ON report BEGIN {TAKE} END",
}

# plpgsql and not sql: a function that is written into the query has no cost, and PostgreSQL would rather work it out for every
# report than ask the index. Without a list of late entries (fastupdate) no report pays for those before it.
FUNCTION = f"""CREATE OR REPLACE FUNCTION {WORDS}(search_key text, id bigint) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$ BEGIN
RETURN array_to_tsvector(array_remove(string_to_array(search_key, ' '), '') || ('{search_words.ERA}' || id / {AN_ERA})); END $$"""
INDEX = f"CREATE INDEX {GIN} ON report USING gin ({WORDS}(search_key, id)) WITH (fastupdate = off)"

MISSING = (
    "the index of reports' words is not there: looking for reports reads every one of them. The next start makes it; on "
    "PostgreSQL only where the program's user owns the table report and may create functions."
)


def create(db: Connection) -> bool:
    """Make the index anew over whatever reports there are. False when PostgreSQL does not let us."""
    drop(db)
    write_keys(db)
    if db.dialect.name == "sqlite":
        db.exec_driver_sql(TABLE)
        for name, does in TRIGGERS.items():
            db.exec_driver_sql(f"CREATE TRIGGER {name} {does}")
        db.exec_driver_sql(f"INSERT INTO {NAME} ({NAME}) VALUES ('rebuild')")  # noqa: S608 (our own name)
        return True
    try:
        with db.begin_nested():
            db.exec_driver_sql(FUNCTION)
            db.exec_driver_sql(INDEX)
    except DBAPIError:  # insufficient_privilege
        return False
    return True


def drop(db: Connection) -> None:
    if db.dialect.name == "sqlite":
        for name in TRIGGERS:
            db.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        db.exec_driver_sql(f"DROP TABLE IF EXISTS {NAME}")
    else:
        for name in (GIN, TRIGRAMS):
            db.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
        db.exec_driver_sql(f"DROP FUNCTION IF EXISTS {WORDS}")


def ready(db: Connection) -> bool:
    """Is there an index? Both databases know it by heart."""
    if db.dialect.name == "sqlite":
        parts = "SELECT count(*) FROM sqlite_master WHERE name LIKE :name AND (type = 'trigger' OR name = :table)"
        there: int = db.execute(text(parts), {"name": f"{NAME}%", "table": NAME}).scalar_one()
        return there == 1 + len(TRIGGERS)
    found = text("SELECT 1 FROM pg_class WHERE relname = :name AND pg_table_is_visible(oid)")
    return db.execute(found, {"name": GIN}).first() is not None


def includes(name: str | None, kind: str, parents: Any) -> bool:
    """For Alembic's comparison (`include_name`): the index is no table and no index of the models."""
    return not (name or "").startswith((NAME, GIN, TRIGRAMS))


def write_keys(db: Connection) -> None:
    """What reports are found by, written anew where an earlier release wrote it (its words did not stand between spaces)."""
    change = update(report).where(report.c.id == bindparam("number")).values(search_key=bindparam("key"))
    for rows in _pieces(db):
        db.execute(change, rows)


def _pieces(db: Connection) -> Iterator[list[dict[str, Any]]]:
    columns = [report.c[name] for name in ("id", "unit_id", "code", *search_words.FIELDS)]
    last, old = 0, ~report.c.search_key.startswith(" ")
    while True:
        rows = db.execute(select(*columns).where(old, report.c.id > last).order_by(report.c.id).limit(PIECE)).all()
        if not rows:
            return
        yield [{"number": row[0], "key": search_words.key(row[1], *row[2:])} for row in rows]
        last = rows[-1].id
