"""The line to the Zalo Bot Platform: POST and JSON over httpx, and what each answer means for a message we sent.

Every answer is an envelope `{"ok", "result", "description", "error_code"}`, and HTTP 200 does not mean success. The
published SDK raises nothing for `ok: false` and reads a 408 as an empty update, so the client is ours. The token stands in
the address of every request: no error of the client's leaves this file, neither by its words nor as a cause.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels import zalo_media
from bot.channels.gateway import SendFailed
from bot.channels.http import NEVER_LEFT, trusted

MOST_ANSWER = 1_000_000  # bytes
CONNECTIONS = 16
WRONG_TOKEN_PAUSE = 60.0  # seconds; only a person can mend a wrong token
# After a 429, doubled with each in a row: Zalo does not say whether it is the minute or the month.
THROTTLED_PAUSE = 30.0
LONGEST_PAUSE = 900.0


class SaidNo(Exception):
    """Zalo, or what stands before it, said no. `envelope`: it was Zalo's own answer."""

    def __init__(self, code: int, says: str = "", *, envelope: bool = True) -> None:
        super().__init__(f"{code} {says}".strip())
        self.code = code
        self.envelope = envelope


class Unanswered(Exception):
    """No answer that can be read. `left`: the request may have reached Zalo."""

    def __init__(self, why: str, *, left: bool) -> None:
        super().__init__(why)
        self.left = left


class Line:
    """A pool of connections to one bot."""

    def __init__(self, token: str, api_url: str, *, answer_within: float = 20.0) -> None:
        self.api_url = api_url.rstrip("/")
        self._base = f"{self.api_url}/bot{token}"
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(answer_within, connect=5.0, pool=10.0),
            limits=httpx.Limits(max_connections=CONNECTIONS),
            follow_redirects=False,
            verify=trusted(),
        )

    async def call(self, method: str, given: Mapping[str, Any], *, wait: float | None = None) -> Any:
        """The `result` of a method; `wait`: seconds until its answer must begin. Raises SaidNo, Unanswered."""
        patience = self._client.timeout if wait is None else httpx.Timeout(wait, connect=5.0, pool=10.0)
        url = f"{self._base}/{method}"
        failed: Unanswered
        try:
            async with self._client.stream("POST", url, json=given, timeout=patience) as response:
                status, body = response.status_code, await _bounded(response)
        except NEVER_LEFT as error:
            failed = Unanswered(type(error).__name__, left=False)
        except (httpx.HTTPError, httpx.StreamError) as error:
            failed = Unanswered(type(error).__name__, left=True)
        else:
            return opened(status, body)
        raise failed  # out here, where the client's error is no longer its context

    async def download(self, address: str) -> bytes:
        """The bytes of a photo. Raises FetchFailed."""
        return await zalo_media.download(self._client, address, [self.api_url])

    async def close(self) -> None:
        await self._client.aclose()


async def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    async for piece in response.aiter_bytes():
        body += piece
        if len(body) > MOST_ANSWER:
            break
    return bytes(body)


def opened(status: int, body: bytes) -> Any:
    """The result in an envelope. Raises SaidNo, or Unanswered for what is no envelope."""
    try:
        answer = json.loads(body) if len(body) <= MOST_ANSWER else None
    except (ValueError, RecursionError):
        answer = None
    if isinstance(answer, dict) and "ok" not in answer and "event_name" in answer and status < 300:
        return answer  # an event without its envelope, as webhooks were seen to get it
    if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
        if status >= 300:
            raise SaidNo(status, envelope=False)
        raise Unanswered("no envelope", left=True)
    if answer["ok"] and status < 300:
        return answer.get("result")
    code, says = answer.get("error_code"), answer.get("description")
    number = code if isinstance(code, int) and not isinstance(code, bool) else status
    raise SaidNo(number if number >= 300 else 500, says[:200] if isinstance(says, str) else "")


def pause_after(refusals: int) -> float:
    """Seconds to wait after so many 429 in a row."""
    return min(LONGEST_PAUSE, THROTTLED_PAUSE * math.pow(2, min(refusals - 1, 10)))


def verdict(error: Exception, refusals: int = 1) -> SendFailed:
    """What an error of one request says about the message it carried (the codes: docs.zaloplatforms.com/docs/BOT, errors)."""
    if isinstance(error, Unanswered):
        return SendFailed("uncertain" if error.left else "retry", why=str(error))
    if not isinstance(error, SaidNo):
        return SendFailed("uncertain", why=type(error).__name__)
    if error.code == 429:
        return SendFailed("retry", retry_after=pause_after(refusals), throttled=True, why="429: Zalo takes no more")
    if error.code == 401:
        return SendFailed("retry", retry_after=WRONG_TOKEN_PAUSE, why="the token is refused")
    trouble = error.code == 403 and error.envelope  # Zalo's "Internal server error" (sic)
    if trouble or error.code == 408 or error.code >= 500:
        return SendFailed("uncertain", why=str(error))
    if not error.envelope:  # a proxy's or another host's page: nothing of ours was looked at
        return SendFailed("retry", retry_after=WRONG_TOKEN_PAUSE, why=f"{error.code}, not from Zalo")
    return SendFailed("rejected", why=str(error))
