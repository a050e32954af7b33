"""What holds for every answer of the web server: its headers, how it says no, and that a fault of ours stays ours."""

from __future__ import annotations

import logging
from collections import OrderedDict
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handlers.clerk import describe
from handlers.texts import LANGUAGES, Texts

log = logging.getLogger("baocong.web")

HEADERS = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(), microphone=()",
}

# What can go wrong at the chat's door: HTTP status and the sentence that says so.
PROBLEMS = {
    "no-session": (401, "web-problem-no-session"),
    "foreign-origin": (403, "web-problem-foreign-origin"),
    "not-found": (404, "web-problem-not-found"),
    "bad-request": (400, "web-problem-bad-request"),
    "empty": (400, "web-problem-empty"),
    "too-large": (413, "web-problem-too-large"),
    "text-too-long": (413, "web-problem-text-too-long"),
    "photo-too-large": (413, "web-problem-photo-too-large"),
    "too-many-photos": (413, "web-problem-too-many-photos"),
    "too-fast": (429, "web-problem-too-fast"),
    "not-kept": (503, "web-problem-not-kept"),
    "busy": (503, "web-problem-busy"),
    "fault": (500, "web-problem-fault"),
}


class Problem(Exception):
    """An answer that says no. `code` is a key of PROBLEMS; `wait` in seconds becomes Retry-After."""

    def __init__(self, code: str, *, wait: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


def language_of(request: Request) -> str:
    """`?lang=`, else what was chosen before, else Vietnamese."""
    for wish in (request.query_params.get("lang"), request.cookies.get("lang")):
        if wish in LANGUAGES:
            return str(wish)
    return "vi"


def say_no(texts: Texts, language: str, problem: Problem) -> Response:
    """{"error": code, "say": sentence}."""
    status, name = PROBLEMS[problem.code]
    headers = {"cache-control": "no-store"}
    if problem.wait is not None:
        headers["retry-after"] = str(problem.wait)
    return JSONResponse({"error": problem.code, "say": texts.say(language, name)}, status, headers)


def demand_same_origin(request: Request) -> None:
    """A page of another host can set neither our header nor our origin (CSRF). Raises Problem."""
    if request.headers.get("x-baocong") == "1":
        return
    origin = request.headers.get("origin", "")
    if not origin or urlsplit(origin).netloc != request.headers.get("host"):
        raise Problem("foreign-origin")


class Guard:
    """The outermost layer: security headers on every answer; an unforeseen error is logged and met with 500."""

    def __init__(self, app: ASGIApp, texts: Texts) -> None:
        self._app = app
        self._texts = texts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, send_guarded)
        except ClientDisconnect:
            log.debug("a client hung up while sending")
        except Exception as error:
            # Never re-raised: the server would log the message, which may quote what a person wrote.
            log.error("a web request failed: %s", describe(error))
            if not begun:
                await say_no(self._texts, "vi", Problem("fault"))(scope, receive, send_guarded)


class Pace:
    """At most so many events a minute for each name; the oldest names are forgotten when there are too many."""

    NAMES = 10_000

    def __init__(self, a_minute: int) -> None:
        self._most = a_minute
        self._seen: OrderedDict[str, list[float]] = OrderedDict()

    def take(self, name: str, now: float) -> None:
        """Count one event at `now` (seconds of a steady clock). Raises Problem when it is one too many."""
        recent = [moment for moment in self._seen.pop(name, ()) if moment > now - 60]
        self._seen[name] = recent
        if len(self._seen) > self.NAMES:
            self._seen.popitem(last=False)
        if len(recent) >= self._most:
            raise Problem("too-fast", wait=max(1, round(recent[0] + 60 - now)))
        recent.append(now)
