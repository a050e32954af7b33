"""A bucket of an S3-compatible object store, through obstore: the one place where its errors become ours.

Three clients, because one time limit does not fit all: what is small is over in seconds or not at all, a long download may go
on as long as something comes, a long upload is sent in parts that each get their time. An outage so answers in a few seconds
(measured with obstore 0.12: its defaults take seven seconds on a closed port and minutes on a silent server). Only
`MediaMissing` and `MediaAway` leave this file, without a cause: what the library says names addresses and may repeat keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from storage.media import MediaAway, MediaMissing

if TYPE_CHECKING:
    from obstore.store import S3Credential, S3CredentialProvider  # exist for type checkers only

SMALL = 1 << 20  # bytes; more is sent in parts
PART = 5 << 20  # the least that S3 takes (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html)
PARTS_AT_ONCE = 2
PATIENCE = timedelta(seconds=3)  # for a connection, a small request, the next bytes of a long answer
LONG = timedelta(seconds=30)  # for a part that goes up
LONGEST = timedelta(minutes=5)  # for a whole answer that comes down
AGAIN = 2  # tries after the first
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class BucketPlace:
    """Which bucket, and how it is reached. `endpoint` is asked by path, which every S3-compatible store understands."""

    name: str
    prefix: str
    endpoint: str
    region: str
    key_id: str
    secret: str
    patience: timedelta = field(default_factory=lambda: PATIENCE)

    def __repr__(self) -> str:
        return f"s3://{self.name}/{self.prefix}"


@dataclass(frozen=True, slots=True)
class Held:
    """An object as a list shows it."""

    path: str
    put_at: datetime


class Bucket:
    """Bytes by path. Every method raises MediaAway; reading raises MediaMissing for what is surely not there."""

    def __init__(self, place: BucketPlace) -> None:
        patience = place.patience
        self._quick = _client(place, timeout=patience)
        self._down = _client(place, read_timeout=patience, timeout=LONGEST)
        self._up = _client(place, timeout=LONG)

    def put(self, path: str, data: bytes) -> None:
        """Whole or not at all, durable when this returns. What is there already is written again, which makes it young;
        "create only" would spare the transfer, but some stores ignore it, and an old object would stay old."""
        if len(data) <= SMALL:
            self._ask(lambda: obstore.put(self._quick, path, data, use_multipart=False))
        else:
            self._ask(lambda: obstore.put(self._up, path, data, chunk_size=PART, max_concurrency=PARTS_AT_ONCE))

    def put_file(self, path: str, file: Path) -> None:
        """The same from a file of this machine, piece by piece."""
        client = self._quick if file.stat().st_size <= SMALL else self._up
        self._ask(lambda: obstore.put(client, path, file, chunk_size=PART, max_concurrency=PARTS_AT_ONCE))

    def get(self, path: str) -> bytes:
        return self._found(lambda: obstore.get(self._down, path).bytes().to_bytes())

    def get_range(self, path: str, start: int, length: int) -> bytes:
        return self._found(lambda: obstore.get_range(self._down, path, start=start, length=length).to_bytes())

    def head(self, path: str) -> tuple[int, datetime]:
        """How many bytes, and when they were last put."""
        found = self._found(lambda: obstore.head(self._quick, path))
        return found["size"], found["last_modified"]

    def delete(self, path: str) -> None:
        try:
            self._found(lambda: obstore.delete(self._quick, path))
        except MediaMissing:  # some stores say so
            return

    def list(self, folder: str = "") -> Iterator[Held]:
        """What lies below a folder, page by page, in order of the paths."""
        pages = self._ask(lambda: iter(obstore.list(self._quick, folder or None)))
        while page := self._ask(lambda: next(pages, None)):
            for each in page:
                yield Held(each["path"], each["last_modified"])

    def _found(self, do: Callable[[], Answer]) -> Answer:
        """A store without the bucket says 404 as well: then nothing is missing, the place is."""
        try:
            return _tried(do)
        except MediaMissing as missing:
            gone = missing
        self._ask(lambda: next(iter(obstore.list(self._quick, chunk_size=1)), None))
        raise gone

    @staticmethod
    def _ask(do: Callable[[], Answer]) -> Answer:
        """What asks for no object is told "not there" of the bucket only."""
        try:
            return _tried(do)
        except MediaMissing:
            away = MediaAway("the bucket is not there")
        raise away


def _tried(do: Callable[[], Answer]) -> Answer:
    """The library's error is left behind before ours is raised: not even as its context does it go on."""
    try:
        return do()
    except (NotFoundError, FileNotFoundError):  # obstore 0.12 raises Python's own
        trouble: Exception = MediaMissing("no such object")
    except (BaseError, OSError) as error:
        trouble = MediaAway(f"object storage: {type(error).__name__}")
    raise trouble


def _client(place: BucketPlace, **limits: timedelta) -> S3Store:
    """Everything is said, credentials too: what AWS_… variables of the machine say is meant for other programs."""
    client: Any = {**limits, "connect_timeout": place.patience, "allow_http": place.endpoint.startswith("http://")}
    return S3Store(
        place.name,
        prefix=place.prefix or None,
        config={
            "endpoint": place.endpoint,
            "region": place.region,
            "virtual_hosted_style_request": False,
            "skip_signature": False,
            "disable_bulk_delete": True,  # one by one: not every store knows the other way
        },
        client_options=client,
        retry_config={
            "max_retries": AGAIN,
            "retry_timeout": 2 * place.patience,
            "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=1), "base": 2},
        },
        credential_provider=_credentials(place),
    )


def _credentials(place: BucketPlace) -> S3CredentialProvider:
    def given() -> S3Credential:
        return {"access_key_id": place.key_id, "secret_access_key": place.secret, "token": None, "expires_at": None}

    return given
