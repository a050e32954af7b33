"""What our HTTP clients share: whom they trust, and which errors mean that nothing has left."""

from __future__ import annotations

import ssl
from functools import cache

import httpx

# Raised before the first byte of a request leaves: connecting failed, or no connection was free.
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)


@cache
def trusted() -> ssl.SSLContext:
    """Loading certificates takes 50 ms: once a process."""
    return httpx.create_ssl_context()
