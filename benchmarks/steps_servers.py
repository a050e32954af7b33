"""The servers some ways need: PostgreSQL as durable as it comes, Redis that syncs every write.

Both listen on a Unix socket in a folder of their own and end with the bench. What is absent is said loudly by the caller.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.steps_walk import Run
from tests import postgres

ALWAYS = ("--appendonly", "yes", "--appendfsync", "always", "--save", "")  # each write on the disk before its answer


def has_postgres() -> bool:
    try:
        postgres.binaries()
    except postgres.NoPostgres:
        return False
    return True


def has_redis() -> bool:
    return shutil.which("redis-server") is not None


@contextmanager
def postgres_running(run: Run) -> Iterator[postgres.Server]:
    """The run's server, or one as Debian sets it up: fsync and synchronous_commit on."""
    if run.server is not None:
        yield run.server
        return
    server = postgres.make_server(fsync="on", synchronous_commit="on")
    try:
        yield server
    finally:
        postgres.close(server)


def postmaster(server: postgres.Server) -> int:
    return int((server.folder / "data" / "postmaster.pid").read_text().split()[0])


@contextmanager
def redis_running() -> Iterator[tuple[Path, int]]:
    """(socket, process id) of a Redis that syncs its log with every write."""
    program = shutil.which("redis-server")
    assert program is not None
    with tempfile.TemporaryDirectory(prefix="rd") as name:
        socket = Path(name) / "s"
        command = [program, "--port", "0", "--unixsocket", str(socket), "--dir", name, *ALWAYS]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603  - Debian's, as found on the path
        try:
            while not socket.exists():
                assert server.poll() is None, "redis-server did not start"
                time.sleep(0.01)
            yield socket, server.pid
        finally:
            server.terminate()
            server.wait()
