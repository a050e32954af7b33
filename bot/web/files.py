"""Where a signed link leads: the file as a download, a photo as a picture; streamed, kept by nobody on the way. Or a page that
says why not."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.links import PATH, BadLink, key_in
from bot.web.guard import Problem
from bot.web.pages import Pages
from bot.web.parts import Parts
from handlers.clerk import describe
from storage.media import MediaMissing

log = logging.getLogger("baocong.web")

PIECE = 256 * 1024
PICTURES = {".jpg": "image/jpeg", ".png": "image/png"}
TRY_AGAIN = 3  # seconds


class Files:
    """One route. A preview fetcher may come first: the link stays good until it expires."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages

    def routes(self) -> list[Route]:
        return [Route(PATH + "/{token}/{name}", self.file)]

    async def file(self, request: Request) -> Response:
        name = request.path_params["name"]
        try:
            key = key_in(request.path_params["token"], name, self._parts.clock())
            size = await asyncio.to_thread(self._parts.media.size, key)
            stream = await asyncio.to_thread(self._parts.media.open, key)
        except (BadLink, MediaMissing, ValueError):  # no key of ours
            return self._pages.file_gone(request)
        except OSError as error:
            log.error("a file could not be read: %s", describe(error))
            raise Problem("busy", wait=TRY_AGAIN) from None
        picture = PICTURES.get(PurePosixPath(key).suffix)  # ours, made anew by Pillow: shown, everything else is saved
        headers = {
            "content-disposition": f"{'inline' if picture else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}",
            "content-length": str(size),
            "cache-control": "no-store",
            "x-robots-tag": "noindex",
        }
        return StreamingResponse(_pieces(stream), media_type=picture or "application/octet-stream", headers=headers)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(PIECE):
            yield piece
