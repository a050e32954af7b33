"""The two databases, as SQLAlchemy engines: how each is opened, begun, read from, and how each says that it is away.

SQLite in WAL with synchronous=FULL: an answer given is an answer that survives power loss. Exactly one connection ever
writes; the others open the file `mode=ro`, so SQLite's WAL-reset race (before 3.51.3) cannot begin.

PostgreSQL with synchronous_commit as the server has it (on). A transaction that its process has left standing is ended by the
server: a process that was frozen in the middle holds nobody up.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool
from sqlalchemy.sql.dml import UpdateBase

from storage import locks

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:  # no wheel for this platform: the one-writer rule alone must do
    sqlite = sqlite3

SQLITE_VERSION: str = sqlite.sqlite_version
POSTGRESQL = "postgresql+psycopg://"

# Result codes that speak of the file, the disk or the memory, not of what was asked (https://sqlite.org/rescode.html):
# busy, locked, no memory, read-only, I/O error, corrupt, full, cannot be opened, protocol, not a database.
AWAY_CODES = {5, 6, 7, 8, 10, 11, 13, 14, 15, 26}

# The same of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html): by class, and by code.
AWAY_CLASSES = {"08", "53", "57", "58"}  # connection, resources (disk full, too many), operator's doing, system
# Read-only, left standing too long, a lock waited for too long, no such database.
AWAY_STATES = {"25006", "25P03", "55P03", "3D000"}
CONTENDED = {"40001", "40P01", "23505"}  # another process was at the same place: once more, and it is settled

# Tables whose rows belong to one address or person, or are made safe by a key or a fence of their own.
OWN = {
    *("inbox", "outbox", "lease", "person", "address", "talk", "draft", "photo", "consent", "preference"),
    *("web_session", "data_request", "audit", "one_time_code"),
}

CONNECT_SECONDS = 3
STANDING_SECONDS = 15  # a transaction may stand idle: nothing of ours thinks longer between two statements
STATEMENT_SECONDS = 60
WAITS = {  # what the server shall end by itself
    "idle_in_transaction_session_timeout": f"{STANDING_SECONDS}s",
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "lock_timeout": "20s",
}
UNHURRIED = {"statement_timeout": "0", "idle_in_transaction_session_timeout": "1h"}  # for what goes over all there is
ALWAYS = {"TimeZone": "UTC"}  # moments come as SQLite gives them, whatever the server's own zone is
LIVENESS = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 15_000}


def away(error: BaseException) -> bool:
    """Whether the database could not be reached or written at all: then no message is to blame, and trying again helps."""
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", "")
    if state:
        return state[:2] in AWAY_CLASSES or state in AWAY_STATES
    lost = error.connection_invalidated or (state is None and type(error.orig).__name__ == "OperationalError")
    return lost or getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in AWAY_CODES


def contended(error: BaseException) -> bool:
    """Whether another process was at the same place at the same moment: the work, done again at once, will see what it did."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") in CONTENDED


def unhurried(db: Connection) -> None:
    """From here to the end of the transaction it may take its time: PostgreSQL ends what stands or runs for long, and here one
    goes over a whole province."""
    if db.dialect.name == "postgresql":
        for name, most in UNHURRIED.items():
            db.exec_driver_sql(f"SET LOCAL {name} = '{most}'")


def is_postgresql(address: str | Path) -> bool:
    return str(address).startswith(POSTGRESQL)


def sqlite_engine(path: Path, patience: float, *, read_only: bool) -> Engine:
    """One file. A lock that somebody else holds is waited for as many seconds as `patience` says."""

    def connect() -> Any:
        name = f"file:{quote(str(path))}?mode=ro" if read_only else str(path)
        connection = sqlite.connect(
            name,
            uri=read_only,
            isolation_level=None,
            check_same_thread=False,
            timeout=patience,
            cached_statements=256,
        )
        connection.execute("PRAGMA foreign_keys=ON")
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        return connection

    pool = {"poolclass": QueuePool, "pool_size": 4, "max_overflow": 12} if read_only else {"poolclass": StaticPool}
    engine = create_engine("sqlite://", creator=connect, module=sqlite, hide_parameters=True, **pool)

    # SQLAlchemy's default begin loses updates on SQLite: say BEGIN ourselves, and take the write lock at once.
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def postgresql_engine(address: str, *, read_only: bool) -> Engine:
    """A server. Who reads looks at one moment (repeatable read); who writes sees, with each statement, what is committed.

    A connection that was cut is found before it is used: the server was restarted, and nobody need notice.
    """
    waits = {name: value for name, value in WAITS.items() if not read_only or name.startswith("idle")}
    options = " ".join(f"-c {name}={value}" for name, value in {**ALWAYS, **waits}.items())
    reading = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if read_only else {}
    engine = create_engine(
        make_url(address),
        connect_args={"connect_timeout": CONNECT_SECONDS, "options": options, **LIVENESS},
        execution_options=reading,
        hide_parameters=True,
        pool_size=4 if read_only else 2,
        max_overflow=12 if read_only else 4,
        pool_pre_ping=True,
        pool_timeout=10,
    )

    # What belongs to all is never changed beside others, whoever forgot to ask for the house.
    @event.listens_for(engine, "before_execute")
    def guard(connection: Connection, statement: Any, *_: Any) -> None:
        if isinstance(statement, UpdateBase) and getattr(statement.table, "name", "") not in OWN:
            locks.house(connection)

    return engine
