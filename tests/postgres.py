"""A real PostgreSQL for the tests, from Debian's package: its own folder, a Unix socket and a loopback port, ended with us.

Who wants one asks `server()`. The first to ask starts it; the processes of one test run share it through the environment.
"""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import signal
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
        options = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        log = self.folder / "log"
        self._control("start", "-w", "-t", "60", "-l", str(log), "-o", f"-k {self.folder} -p {self.port} {options}")

    def stop(self, mode: str = "immediate") -> None:
        self._control("stop", "-m", mode, "-w", "-t", "60")

    def kill(self) -> None:
        """As if the machine had lost it: the postmaster and all it started, at once."""
        number = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.killpg(os.getpgid(number), signal.SIGKILL)
        while _alive(number):
            time.sleep(0.01)
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def _control(self, *words: str) -> None:
        command = [str(binaries() / "pg_ctl"), "-D", str(self.folder / "data"), *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **as_owner())  # noqa: S603 (pg_ctl)


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
    with suppress(subprocess.CalledProcessError):  # it was down already
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


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
