"""A word between processes on one PostgreSQL (LISTEN/NOTIFY): "look again". It saves waiting; nothing depends on it.

Told on a connection of its own, outside of every transaction, and at most so often: NOTIFY in a transaction makes its commit wait
for every other's. What is lost costs the second after which everybody looks anyway.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

import psycopg
from psycopg.conninfo import make_conninfo

from handlers.clerk import describe
from storage.engines import CONNECT_SECONDS, LIVENESS, POSTGRESQL

log = logging.getLogger("baocong.hints")

SUBJECT = "baocong"
GATHER = 0.05  # seconds: what is said again meanwhile is said once
AGAIN = 2.0  # seconds until a lost connection is made anew
PATIENCE = 1.0  # seconds one wait lasts at most, so that the end is noticed
Hint = tuple[str, str]  # channel, address ("" for all)


class Hints:
    """Tells others, and hears them. `heard` is called in a thread of ours."""

    def __init__(self, address: str, heard: Callable[[str, str], None]) -> None:
        self._address = address.replace(POSTGRESQL, "postgresql://")
        self._heard = heard
        self._to_tell: set[Hint] = set()
        self._news = threading.Event()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=each, daemon=True) for each in (self._tell_all, self._hear_all)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._over.set()
        self._news.set()
        for thread in self._threads:
            thread.join()

    def tell(self, channel: str, address: str = "") -> None:
        """Something new waits on a channel, or was sent to an address."""
        self._to_tell.add((channel, address))
        self._news.set()

    def _tell_all(self) -> None:
        self._again_and_again(self._tell)

    def _hear_all(self) -> None:
        self._again_and_again(self._hear)

    def _again_and_again(self, work: Callable[[psycopg.Connection], None]) -> None:
        while not self._over.is_set():
            try:
                address = make_conninfo(self._address, connect_timeout=CONNECT_SECONDS, **LIVENESS)
                with psycopg.connect(address, autocommit=True) as connection:
                    work(connection)
            except (psycopg.Error, OSError) as error:
                log.info("hints wait: %s", describe(error))
                self._over.wait(AGAIN)

    def _tell(self, connection: psycopg.Connection) -> None:
        while not self._over.is_set():
            self._news.wait()
            self._news.clear()
            time.sleep(GATHER)
            while self._to_tell:
                connection.execute("SELECT pg_notify(%s, %s)", [SUBJECT, "\n".join(self._to_tell.pop())])

    def _hear(self, connection: psycopg.Connection) -> None:
        connection.execute(f"LISTEN {SUBJECT}")
        while not self._over.is_set():
            for notice in connection.notifies(timeout=PATIENCE):
                if notice.pid != connection.info.backend_pid:
                    channel, _, address = notice.payload.partition("\n")
                    self._heard(channel, address)
