"""Photos that Zalo names by their address: fetched only from Zalo's own hosts, over https, and only so many bytes.

An address comes from outside, so it must never lead this machine to anybody else (SSRF): no other host, no redirect. What
is public today may expire, and how soon is documented nowhere: it is fetched at once.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable

import httpx

from bot.channels.gateway import FetchFailed

MOST_FILE = 20_000_000  # bytes of a photo
MOST_ADDRESS = 2_000  # characters
LONGEST = 60.0  # seconds a download may take as a whole
# Where Zalo keeps what people send (photo-stal-1.zdn.vn, f2-voice-aac-dl.zdn.vn, …); any name below these.
HOSTS = ("zdn.vn", "zadn.vn", "zaloplatforms.com", "zalo.me", "zaloapp.com")
NAME = re.compile(r"[a-z0-9.-]+")
GONE = (400, 401, 403, 404, 410)  # the address is no longer good


def is_theirs(address: str, own: Iterable[str] = ()) -> bool:
    """Whether an address leads to Zalo's media; `own`: addresses of servers that stand in for Zalo's, as the settings say."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError, TypeError):
        return False
    if len(address) > MOST_ADDRESS or url.userinfo:
        return False
    if any(_origin(url) == _origin(httpx.URL(each)) for each in own):
        return True
    host = url.host.lower()
    below = any(host.endswith(f".{each}") for each in HOSTS)
    return url.scheme == "https" and url.port is None and below and NAME.fullmatch(host) is not None


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


async def download(client: httpx.AsyncClient, address: str, own: Iterable[str] = ()) -> bytes:
    """The bytes behind an address. Raises FetchFailed."""
    if not is_theirs(address, own):
        raise FetchFailed(again=False)
    failed: FetchFailed
    try:
        async with asyncio.timeout(LONGEST), client.stream("GET", address, follow_redirects=False) as response:
            if response.status_code == 200:
                return await _bytes_of(response)
            failed = FetchFailed(again=response.status_code not in GONE and not response.is_redirect)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError):
        failed = FetchFailed(again=True)
    raise failed  # out here: an error of the client's would name the address


async def _bytes_of(response: httpx.Response) -> bytes:
    data = bytearray()
    async for piece in response.aiter_bytes():
        data += piece
        if len(data) > MOST_FILE:
            raise FetchFailed(again=False, too_large=True)
    return bytes(data)
