"""An S3 on loopback (moto), and a wire before it that can be cut, fall silent, say 503, or refuse our key."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Literal
from uuid import uuid4

import httpx
from moto.server import ThreadedMotoServer

from storage.bucket import BucketPlace

KEY_ID, SECRET = "AKIAOFTHETESTS", "the-secret-of-the-tests"
Mood = Literal["well", "closed", "silent", "503", "403"]
BUSY = b"HTTP/1.1 503 Slow Down\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
REFUSAL = f"<Error><Code>InvalidAccessKeyId</Code><AWSAccessKeyId>{KEY_ID}</AWSAccessKeyId></Error>".encode()
REFUSED = b"HTTP/1.1 403 Forbidden\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s" % (len(REFUSAL), REFUSAL)


@contextmanager
def moto() -> Iterator[str]:
    """A server for as long as the tests of a file run; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def new_bucket(url: str) -> str:
    """Every test has its own."""
    name = f"b{uuid4().hex}"
    httpx.put(f"{url}/{name}").raise_for_status()
    return name


def place(url: str, bucket: str, prefix: str = "", patience: float = 3.0, secret: str = SECRET) -> BucketPlace:
    return BucketPlace(bucket, prefix, url, "us-east-1", KEY_ID, secret, timedelta(seconds=patience))


class S3Wire:
    """A port before the server. `mood` may change while connections are open: those are cut then."""

    def __init__(self, behind: str) -> None:
        self._behind = ("127.0.0.1", int(behind.rsplit(":", 1)[1]))
        self._mood: Mood = "well"
        self._open: set[socket.socket] = set()
        self._ears = socket.create_server(("127.0.0.1", 0))
        self.asked = 0  # connections taken
        self.url = f"http://127.0.0.1:{self._ears.getsockname()[1]}"
        threading.Thread(target=self._take, daemon=True).start()

    def be(self, mood: Mood) -> None:
        self._mood = mood
        for each in list(self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.be("closed")
        with suppress(OSError):
            self._ears.shutdown(socket.SHUT_RDWR)
        self._ears.close()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                line, _ = self._ears.accept()
                self.asked += 1
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        self._open.add(line)
        with suppress(OSError), line:
            match self._mood:
                case "silent":
                    while line.recv(65536):
                        pass
                case "503" | "403":
                    line.recv(65536)
                    line.sendall(BUSY if self._mood == "503" else REFUSED)
                    line.shutdown(socket.SHUT_WR)
                    while line.recv(65536):  # the rest of what was asked: closing before it would cut off the answer
                        pass
                case "well":
                    self._pass_on(line)
        self._open.discard(line)

    def _pass_on(self, line: socket.socket) -> None:
        with socket.create_connection(self._behind) as server:
            self._open.add(server)
            back = threading.Thread(target=_copy, args=(server, line), daemon=True)
            back.start()
            _copy(line, server)
            back.join()
            self._open.discard(server)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for each in (source, target):
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
