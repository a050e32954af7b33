"""Reading what the chat page posts: JSON, or a form whose photos go straight to disk, piece by piece.

Nothing of a photo is held in memory, and a photo is durable before its message is taken in.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import secrets
from dataclasses import dataclass, field
from io import BufferedWriter
from pathlib import Path
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from bot.web.guard import Problem
from storage.picture import MAX_BYTES
from storage.uploads import Uploads

MOST_PHOTOS = 10
MOST_IN_ALL = 64 * 1024 * 1024
MOST_WORDS = 256 * 1024  # all fields of a message together, in bytes


@dataclass(slots=True)
class Posted:
    """A message as posted. `photos` are unfinished files; `fields` may repeat (captions)."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    photos: list[Path] = field(default_factory=list)

    def one(self, name: str) -> str:
        return self.fields.get(name, [""])[0]

    def discard(self) -> None:
        for photo in self.photos:
            photo.unlink(missing_ok=True)


async def read_posted(request: Request, folder: Path) -> Posted:
    """The message in a request. Raises Problem for what is too much or cannot be read."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind == b"multipart/form-data" and b"boundary" in options:
        return await _read_form(request, folder, options[b"boundary"])
    if kind == b"application/json":
        return await _read_json(request)
    raise Problem("bad-request")


async def _read_json(request: Request) -> Posted:
    pieces = bytearray()
    async for piece in request.stream():
        pieces += piece
        if len(pieces) > MOST_WORDS:
            raise Problem("too-large")
    try:
        body = json.loads(pieces)
    except (ValueError, RecursionError):
        raise Problem("bad-request") from None
    if not isinstance(body, dict) or not all(isinstance(value, str) for value in body.values()):
        raise Problem("bad-request")
    return Posted({name: [value] for name, value in body.items()})


async def _read_form(request: Request, folder: Path, boundary: bytes) -> Posted:
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > MOST_IN_ALL:
        raise Problem("too-large")
    reader = _FormReader(folder, boundary)
    try:
        async for piece in request.stream():
            await asyncio.to_thread(reader.feed, piece)
        await asyncio.to_thread(reader.finish)
    except BaseException:
        reader.abandon()
        raise
    return reader.posted


class _FormReader:
    """A multipart form, fed piece by piece from a worker thread. Its callbacks carry the parser's names."""

    def __init__(self, folder: Path, boundary: bytes) -> None:
        self.posted = Posted()
        self._folder = folder
        self._bytes = self._words = self._in_part = 0
        self._headers: dict[bytes, bytes] = {}
        self._header = b""
        self._name = ""
        self._file: BufferedWriter | None = None
        self._value = bytearray()
        self._ended = False
        names = (
            "part_begin",
            "part_data",
            "part_end",
            "header_field",
            "header_value",
            "header_end",
            "headers_finished",
            "end",
        )
        callbacks: Any = {f"on_{name}": getattr(self, f"_{name}") for name in names}
        self._parser = MultipartParser(boundary, callbacks)

    def feed(self, piece: bytes) -> None:
        self._bytes += len(piece)
        if self._bytes > MOST_IN_ALL:
            raise Problem("too-large")
        try:
            self._parser.write(piece)
        except FormParserError:
            raise Problem("bad-request") from None

    def finish(self) -> None:
        if not self._ended:  # cut off in the middle
            raise Problem("bad-request")

    def abandon(self) -> None:
        if self._file:
            self._file.close()
        self.posted.discard()

    def _part_begin(self) -> None:
        self._headers, self._header, self._value, self._in_part = {}, b"", bytearray(), 0

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end].lower()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._headers[self._header] = self._headers.get(self._header, b"") + data[start:end]

    def _header_end(self) -> None:
        self._header = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if options.get(b"filename"):  # an empty name is a file input nobody used
            self._open()

    def _open(self) -> None:
        if self._name != "photo":
            raise Problem("bad-request")
        if len(self.posted.photos) == MOST_PHOTOS:
            raise Problem("too-many-photos")
        path = self._folder / f".part-{secrets.token_hex(16)}"
        self._file = open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))  # noqa: SIM115 (closed in _part_end or abandon; Path.open takes no opener)
        self.posted.photos.append(path)

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        self._in_part += end - start
        if self._file:
            if self._in_part > MAX_BYTES:
                raise Problem("photo-too-large")
            self._file.write(data[start:end])
            return
        self._words += end - start
        if self._words > MOST_WORDS:
            raise Problem("too-large")
        self._value += data[start:end]

    def _part_end(self) -> None:
        if self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None
        else:
            self.posted.fields.setdefault(self._name, []).append(self._value.decode("utf-8", "replace"))

    def _end(self) -> None:
        self._ended = True


def stage(uploads: Uploads, update_id: str, photos: list[Path]) -> list[str]:
    """Give finished photos their names, durably; the same message posted again gives the same names."""
    stem = hashlib.sha256(update_id.encode()).hexdigest()[:32]
    refs = {f"{stem}-{number:02}": photo for number, photo in enumerate(photos)}
    uploads.keep(refs)
    return list(refs)
