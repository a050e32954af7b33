"""A real PostgreSQL for the tests, from Debian's package: its own folder, a Unix socket and a loopback port, ended with us.

Who wants one asks `server()`. The first to ask starts it; the processes of one test run share it through the environment.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

SHARED = "BAOCONG_TEST_POSTGRES"  # the socket folder and port of the run's server, for its other processes
QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}  # no test of a talk cuts the power
# It ends when its standard input does: with us, whether we end well or are killed.
WATCHED = '"$@" & server=$!; cat >/dev/null; kill -QUIT $server; wait $server'
_numbers = count(1)


class NoPostgres(Exception):
    """There is no PostgreSQL server on this machine."""


def binaries() -> Path:
    """Where the newest server's programs lie. Raises NoPostgres."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise NoPostgres("No PostgreSQL here. On Debian: apt install postgresql")
    return found[-1].parent


@dataclass
class Server:
    """A server of ours. `url(name)` is what BAOCONG_DATABASE_URL takes."""

    folder: Path
    port: int
    settings: dict[str, str]
    _process: subprocess.Popen[bytes] | None = None

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://baocong@/{database}?host={self.folder}&port={self.port}"

    def tcp_url(self, database: str = "postgres") -> str:
        """The same by a loopback port: what can be put behind something that cuts connections."""
        return f"postgresql+psycopg://baocong@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(
            host=str(self.folder), port=self.port, user="baocong", dbname=database, autocommit=True
        ) as db:
            cursor = db.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def new_database(self, template: str = "template0") -> str:
        """The address of a database nobody has used yet."""
        name = f"t{os.getpid()}_{next(_numbers)}"
        self.run(
            f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'
        )  # half as long, where nothing is synced
        return self.url(name)

    def start(self) -> None:
        """Start it, and return when it answers. It ends when this process does, however that ends."""
        options = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        place = ["-D", str(self.folder / "data"), "-k", str(self.folder), "-p", str(self.port)]
        log = os.open(self.folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._process = subprocess.Popen(  # noqa: S603 (postgres)
            ["/bin/sh", "-c", WATCHED, "sh", str(binaries() / "postgres"), *place, *options],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            **as_owner(),
        )
        os.close(log)
        for _ in range(600):
            with suppress(psycopg.OperationalError):
                self.run("SELECT 1")
                return
            time.sleep(0.1)
        raise AssertionError((self.folder / "log").read_text()[-2000:])

    def stop(self) -> None:
        """ "Immediate": as if its power were cut; its log is replayed at the next start."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            self._process.wait(60)
            self._process = None


def as_owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the package's own user."""
    return {"user": "postgres", "group": "postgres", "cwd": "/"} if os.getuid() == 0 else {"cwd": "/"}


def make_server(**settings: str) -> Server:
    """Start a server of one's own; who makes it, stops it (`close`). Raises NoPostgres."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path must be short
    if os.getuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    made = [str(binaries() / "initdb"), "-D", str(folder / "data"), "-U", "baocong", "--auth=trust", "--no-sync"]
    made += ["--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL, **as_owner())  # noqa: S603 (initdb)
    listen = {"listen_addresses": "127.0.0.1", "max_connections": "200"}
    server = Server(folder, free_port(), {**listen, **settings})
    server.start()
    return server


def close(server: Server) -> None:
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


@cache
def server() -> Server:
    """The server of this test run: quick, because no test that uses it cuts the power. Raises NoPostgres."""
    if SHARED in os.environ:
        folder, port = os.environ[SHARED].rsplit(":", 1)
        return Server(Path(folder), int(port), {})
    made = make_server(**QUICK)
    os.environ[SHARED] = f"{made.folder}:{made.port}"
    atexit.register(_end, made, os.getpid())
    return made


def _end(made: Server, owner: int) -> None:
    if os.getpid() == owner:
        close(made)


def free_port() -> int:
    """A loopback port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
