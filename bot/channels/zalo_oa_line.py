"""The line to Zalo's Official Account OpenAPI: our own small HTTP client.

The token travels in the header `access_token`, never in an address; success is `error == 0` in the body, because errors come
with HTTP 200. No answer and no address is ever logged or quoted in an exception.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx

from bot.channels.gateway import SendFailed
from bot.channels.http import NEVER_LEFT, trusted
from bot.channels.zalo_oa_errors import A_WHILE, ErrorCode

Fields = dict[str, Any]

CONNECTIONS = 16
PATIENCE = 20.0  # seconds for an answer
UPLOAD_PATIENCE = 60.0
MOST_ANSWER = 4_000_000  # bytes of an answer that are read


class Line:
    """Connections to the OpenAPI and to the place that gives tokens."""

    def __init__(self, api_url: str, oauth_url: str, *, answer_within: float = PATIENCE) -> None:
        self.api_url, self.oauth_url = api_url.rstrip("/"), oauth_url.rstrip("/")
        self.client = httpx.AsyncClient(
            verify=trusted(),
            timeout=httpx.Timeout(answer_within, connect=10, pool=10),
            limits=httpx.Limits(max_connections=CONNECTIONS),
            follow_redirects=False,
        )

    async def post(self, path: str, access: str, body: Mapping[str, Any]) -> Fields:
        """The `data` of a successful call. Raises ErrorCode, or SendFailed when there was no answer worth the name."""
        return _object(await self._call("POST", path, access, json=body))

    async def get(self, path: str, access: str, data: Mapping[str, Any]) -> Any:
        """The `data` of a lookup. Its question travels as JSON in the query."""
        return await self._call("GET", path, access, params={"data": json.dumps(data)})

    async def upload(self, kind: str, access: str, data: bytes, name: str) -> Fields:
        """Bring a picture or a file to Zalo (https://developers.zalo.me/docs/official-account/tin-nhan/quan-ly-tin-nhan)."""
        return _object(
            await self._call(
                "POST", f"/v2.0/oa/upload/{kind}", access, files={"file": (name, data)}, timeout=UPLOAD_PATIENCE
            )
        )

    async def token(self, secret: str, form: Mapping[str, str]) -> Fields:
        """A pair of tokens for a code or for the last pair's second half. Raises ErrorCode, or SendFailed."""
        answer = await self._ask(
            "POST", f"{self.oauth_url}/v4/oa/access_token", headers={"secret_key": secret}, data=dict(form)
        )
        if isinstance(answer.get("access_token"), str) and isinstance(answer.get("refresh_token"), str):
            return answer
        raise ErrorCode(_code(answer) or 1)

    async def close(self) -> None:
        await self.client.aclose()

    async def _call(self, method: str, path: str, access: str, **what: Any) -> Any:
        answer = await self._ask(method, f"{self.api_url}{path}", headers={"access_token": access}, **what)
        code = _code(answer)
        if code is None:
            raise SendFailed("uncertain", why="the answer bears no error code")
        if code:
            raise ErrorCode(code)
        return answer.get("data") or {}

    async def _ask(self, method: str, url: str, **what: Any) -> Fields:
        status, body = await self._exchange(method, url, **what)
        if status == 429:
            raise SendFailed("retry", retry_after=A_WHILE, throttled=True, why="429")
        if status >= 500:
            raise SendFailed("uncertain", why=f"status {status}")
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise SendFailed("uncertain", why=f"status {status}, no JSON object")
        return found

    async def _exchange(self, method: str, url: str, **what: Any) -> tuple[int, bytes]:
        """Status and body; what is longer than any answer of Zalo's is cut, and then is no JSON."""
        body = bytearray()
        try:
            async with self.client.stream(method, url, **what) as answer:
                async for chunk in answer.aiter_bytes():
                    body += chunk
                    if len(body) > MOST_ANSWER:
                        break
                return answer.status_code, bytes(body)
        except NEVER_LEFT as error:
            raise SendFailed("retry", why=type(error).__name__) from None
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise SendFailed("uncertain", why=type(error).__name__) from None


def _object(data: Any) -> Fields:
    return data if isinstance(data, dict) else {}


def _code(answer: Fields) -> int | None:
    """The error code of an answer, 0 for none; None when it bears none that is a number."""
    code = answer.get("error")
    if isinstance(code, str) and code.lstrip("-").isdecimal() and len(code) < 10:
        return int(code)
    return code if isinstance(code, int) and not isinstance(code, bool) else None
