"""Reading a form that brings one small file, piece by piece and bounded: more of a file than may be is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from bot.web.guard import Problem

BESIDE = 64 * 1024  # bytes of everything in the form but the file
READ_ON = (
    8  # times the bound: so much of a larger file is read and let go, so that the page can still say why it is refused
)
NAME = 120


@dataclass(slots=True)
class OneFile:
    """A file as posted. `data` has one byte more than the bound when it was larger."""

    name: str = ""
    data: bytes = b""


async def read_file(request: Request, field: str, most: int) -> OneFile:
    """The file of this field, its name empty when none was chosen. Raises Problem for what is no such form or far too much."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or b"boundary" not in options:
        raise Problem("bad-request")
    reader = _Reader(field.encode(), most, options[b"boundary"])
    async for piece in request.stream():
        reader.feed(piece)
    return reader.result()


class _Reader:
    """A multipart form, fed piece by piece. Its callbacks carry the parser's names."""

    def __init__(self, field: bytes, most: int, boundary: bytes) -> None:
        self._field, self._most = field, most
        self._read = self._beside = 0
        self._headers: dict[bytes, bytes] = {}
        self._header = b""
        self._wanted = self._ended = False
        self._name = ""
        self._data = bytearray()
        names = ("part_begin", "part_data", "header_field", "header_value", "header_end", "headers_finished", "end")
        callbacks: Any = {f"on_{name}": getattr(self, f"_{name}") for name in names}
        self._parser = MultipartParser(boundary, callbacks)

    def feed(self, piece: bytes) -> None:
        self._read += len(piece)
        if self._read > READ_ON * self._most:
            raise Problem("too-large")
        try:
            self._parser.write(piece)
        except FormParserError:
            raise Problem("bad-request") from None

    def result(self) -> OneFile:
        if not self._ended:  # cut off in the middle
            raise Problem("bad-request")
        return OneFile(self._name, bytes(self._data))

    def _part_begin(self) -> None:
        self._headers, self._header, self._wanted = {}, b"", False

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._count(end - start)
        self._header += data[start:end].lower()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._count(end - start)
        self._headers[self._header] = self._headers.get(self._header, b"") + data[start:end]

    def _header_end(self) -> None:
        self._header = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = _plain(options.get(b"filename", b""))
        if options.get(b"name") == self._field and name and not self._name:
            self._name, self._wanted = name, True

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if not self._wanted:
            self._count(end - start)
            return
        room = self._most + 1 - len(self._data)
        self._data += data[start : min(end, start + room)]

    def _count(self, more: int) -> None:
        self._beside += more
        if self._beside > BESIDE:
            raise Problem("too-large")

    def _end(self) -> None:
        self._ended = True


def _plain(name: bytes) -> str:
    """The file's name without its folders and without what can't be shown."""
    last = name.decode("utf-8", "replace").replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(each for each in last if each.isprintable())[:NAME].strip()
