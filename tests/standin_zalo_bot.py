"""A stand-in for the Zalo Bot Platform, over real HTTP on a loopback port, with its missing confirmations and bad days.

Shapes are those of docs.zaloplatforms.com/docs/BOT and of captured traffic, where they differ the latter (`wrapped` turns the
envelope of events off). getUpdates gives one event and forgets it; a webhook forbids polling; nobody is written to first.
Photos lie on the same server under `/media/`. Chats are 20 hex digits; a number stands for one (`chat_id`).

    with StandIn() as zalo:
        zalo.say(1001, "/start")
        zalo.wait_messages(1001, 1)

As a member: `say`, `send_photo`, `send_sticker`, `send_voice`, `unsupported`, `in_group`, `write` (any event of a chat),
`push` (any payload), `repeat` (the newest event once more). What they see: `messages`, `wait_messages`, `wait`.
What was asked: `asked`, `calls(method)`; `updates` are waiting events, `emitted` all there were, `swallowed` those handed to
a poll that nobody read any more. Bad days: `fail(method, fault, times)` ("*": any method, "download": photos), `heal`,
`quota` (messages until 429), `in_200` (refusals come with HTTP 200), `longest_poll` (seconds an idle poll is held),
`idle` (how it is answered then: 408, or an empty result).
Webhook: `webhook`, `deliveries` (status codes), `reaches` (where the public address really leads in a test),
`redelivers` (an event is posted until it is taken; Zalo documents nothing), `reorders` (two waiting events change places).
No method sleeps: `wait_*` wake on change.
"""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.standin_server import StandInServer, cut
from tests.telegram_shapes import utf16

Fields = dict[str, Any]
Chat = int | str
Fault = Literal[
    "400",
    "401",
    "403",
    "404",
    "408",
    "429",
    "500 before",
    "500 after",
    "cut before",
    "cut after",
    "hang",
    "bad json",
    "502",
]

TOKEN = "7000000003:TEST-token_of-zalos-stand-in"
MOST_TEXT = 2_000
GROUP = "9" * 20
SAYS = {
    400: "Bad request",
    401: "Unauthorized",
    403: "Internal server error",  # sic
    404: "Not found",
    408: "Request timeout",
    429: "Quota exceeded",
    500: "Internal error",
}
MEANS: dict[Fault, int] = {"400": 400, "401": 401, "403": 403, "404": 404, "408": 408, "429": 429, "500 before": 500}


class ApiError(Exception):
    def __init__(self, code: int, description: str = "") -> None:
        super().__init__(description or SAYS[code])
        self.code = code


@dataclass(frozen=True)
class Member:
    """A person with an account; in a private chat the chat's id is theirs."""

    id: str
    display_name: str = "Nguyễn An"

    def sender(self) -> Fields:
        return {"id": self.id, "display_name": self.display_name, "is_bot": False}


@dataclass
class Shown:
    """A message as the member sees it: plain text; there is nothing to tap."""

    id: str
    text: str
    at: float
    raw: Fields = field(default_factory=dict)
    kind: str = "text"


@dataclass
class Asked:
    """One request of the bot: `done` once it had its effect."""

    method: str
    params: Fields
    at: float
    done: bool = False


def chat_id(chat: Chat) -> str:
    return chat if isinstance(chat, str) else f"{chat:020x}"


class StandIn(StandInServer):
    """The server. Everything public may be called from any thread."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__()
        self.token = token
        self.now: Callable[[], int] = lambda: time.time_ns() // 1_000_000
        self.wrapped = True
        self.photo_field = "photo_url"
        self.updates: deque[Fields] = deque()
        self.emitted: list[Fields] = []
        self.swallowed: list[Fields] = []
        self.asked: list[Asked] = []
        self.webhook: Fields = {}
        self.deliveries: list[int] = []
        self.reaches = ""
        self.redelivers = True
        self.reorders = False
        self.quota: int | None = None
        self.in_200 = False
        self.longest_poll = 1.0
        self.idle: Literal["408", "empty"] = "408"
        self._members: dict[str, Member] = {}
        self._shown: defaultdict[str, list[Shown]] = defaultdict(list)
        self._files: dict[str, bytes] = {}
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._number = 0

    # --- members ------------------------------------------------------------------------------------------------

    def member(self, chat: Chat, **about: str) -> Member:
        """The person of a private chat; made on first use."""
        with self._changed:
            number = chat_id(chat)
            if number not in self._members or about:
                self._members[number] = Member(number, **about)
            return self._members[number]

    def push(self, event: Any) -> None:
        """Any payload at all."""
        with self._changed:
            self.updates.append(event)
            self.emitted.append(event)
        self._ring()

    def write(self, chat: Chat, event: str, **content: Any) -> str:
        """An event of a member's private chat; gives the id of its message."""
        member, number = self.member(chat), self._next()
        message = {
            "from": member.sender(),
            "chat": {"id": member.id, "chat_type": "PRIVATE"},
            "message_id": number,
            "date": self.now(),
            **content,
        }
        self.push({"event_name": event, "message": message})
        return number

    def say(self, chat: Chat, words: str) -> str:
        return self.write(chat, "message.text.received", text=words)

    def send_photo(self, chat: Chat, data: bytes, caption: str = "") -> str:
        content = {self.photo_field: self.keep_file(data), "caption": caption, "message_type": "CHAT_PHOTO"}
        return self.write(chat, "message.image.received", **content)

    def send_sticker(self, chat: Chat) -> str:
        content = {"sticker": "0e078a2fb66a5f34067b", "url": "https://stickers.zaloapp.com/x"}
        return self.write(chat, "message.sticker.received", **content)

    def send_voice(self, chat: Chat) -> str:
        content = {"message_type": "CHAT_VOICE", "voice_url": "https://f2-voice-aac-dl.zdn.vn/x.aac"}
        return self.write(chat, "message.voice.received", **content)

    def unsupported(self, chat: Chat) -> str:
        return self.write(chat, "message.unsupported.received")

    def in_group(self, chat: Chat, words: str) -> None:
        """A member mentions the bot in the one group there is."""
        message = {
            "from": self.member(chat).sender(),
            "chat": {"id": GROUP, "chat_type": "GROUP"},
            "message_id": self._next(),
            "date": self.now(),
            "text": words,
        }
        self.push({"event_name": "message.text.received", "message": message})

    def repeat(self) -> None:
        """The newest event once more, as a channel does that is not sure of itself."""
        self.push(self.emitted[-1])

    def keep_file(self, data: bytes) -> str:
        """A file on Zalo's side; gives its address."""
        with self._changed:
            name = f"{self._next()}.jpg"
            self._files[name] = data
            return f"{self.url}/media/{name}"

    def forget_files(self) -> None:
        """Addresses of photos expire."""
        with self._changed:
            self._files.clear()

    def messages(self, chat: Chat) -> list[Shown]:
        """What the bot wrote to this chat so far, oldest first."""
        with self._changed:
            return list(self._shown[chat_id(chat)])

    def wait_messages(self, chat: Chat, count: int, seconds: float = 10.0) -> list[Shown]:
        """The messages of a chat once there are `count` of them."""
        self.wait(lambda: len(self._shown[chat_id(chat)]) >= count, seconds)
        return self.messages(chat)

    # --- bad days -----------------------------------------------------------------------------------------------

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Break the next calls of a method ("*": of any; "download": of photos)."""
        with self._changed:
            self._faults[method].extend([fault] * times)

    def heal(self) -> None:
        with self._changed:
            self._faults.clear()

    def calls(self, method: str) -> list[Asked]:
        """The requests of one method so far."""
        with self._changed:
            return [asked for asked in self.asked if asked.method == method]

    # --- the API ------------------------------------------------------------------------------------------------

    def _routes(self) -> list[Route]:
        return [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/media/{name}", self._download),
        ]

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        params = await request.json() if await request.body() else dict(request.query_params)
        asked = Asked(method, params, time.monotonic())
        with self._changed:
            self.asked.append(asked)
            queue = self._faults[method] or self._faults["*"]
            fault = queue.popleft() if queue else None
        self._ring()
        if request.path_params["token"] != self.token:
            return self._refusal(401)
        refusal = await self._before(request, fault)
        if refusal is not None:
            return refusal
        result, refused = None, None
        try:
            result = await self._do(request, method, params)
        except ApiError as error:
            refused = error
        asked.done = refused is None
        self._ring()
        if fault in ("cut after", "500 after", "bad json") and method == "getUpdates" and result:
            self.swallowed.append(result)
        if fault == "cut after":
            return await cut(request)
        if fault == "500 after":
            return self._refusal(500)
        if fault == "bad json":
            return Response(b"<html>gateway</html>", media_type="text/html")
        if refused is not None:
            return self._refusal(refused.code, str(refused))
        if method == "getUpdates" and not self.wrapped and result:
            return JSONResponse(result)
        return JSONResponse({"ok": True, "result": result})

    async def _before(self, request: Request, fault: Fault | None) -> Response | None:
        if fault == "hang":
            while not self._closing and not await request.is_disconnected():
                await self._wake(0.05)
        if fault in ("hang", "cut before"):
            return await cut(request)
        if fault == "502":
            return Response(b"<html>Bad gateway</html>", status_code=502, media_type="text/html")
        return self._refusal(MEANS[fault]) if fault in MEANS else None

    def _refusal(self, code: int, description: str = "") -> Response:
        answer = {"ok": False, "error_code": code, "description": description or SAYS[code]}
        return JSONResponse(answer, status_code=200 if self.in_200 else code)

    async def _do(self, request: Request, method: str, params: Fields) -> Any:
        match method:
            case "getUpdates":
                return await self._get_updates(request, params)
            case "getMe":
                return {
                    "id": "1459232241454765289",
                    "account_name": "bot.VDKyGxQvc",
                    "account_type": "BASIC",
                    "can_join_groups": False,
                }
            case "setWebhook":
                return await self._set_webhook(params)
            case "deleteWebhook":
                self.webhook = {}
                return {"url": "", "updated_at": self.now()}
            case "getWebhookInfo":
                return {"url": self.webhook.get("url", ""), "updated_at": self.now()}
            case "sendMessage":
                with self._changed:
                    return self._send(params)
        raise ApiError(404)

    async def _get_updates(self, request: Request, params: Fields) -> Any:
        if self.webhook:
            raise ApiError(400, "webhook is set")
        deadline = time.monotonic() + min(self.longest_poll, float(params.get("timeout", 30)))
        while True:
            with self._changed:
                if self.updates:
                    event = self._take()
                    if await request.is_disconnected():
                        self.swallowed.append(event)
                    return event
            if self._closing or time.monotonic() >= deadline:
                if self.idle == "408":
                    raise ApiError(408)
                return {}
            await self._wake(deadline - time.monotonic())

    def _take(self) -> Any:
        if self.reorders and len(self.updates) > 1:
            self.updates[0], self.updates[1] = self.updates[1], self.updates[0]
        event = self.updates.popleft()
        self._changed.notify_all()
        return event

    def _send(self, params: Fields) -> Fields:
        chat, text = str(params.get("chat_id", "")), str(params.get("text", ""))
        if chat not in self._members and chat != GROUP:
            raise ApiError(400, "chat not found")
        if not 1 <= utf16(text) <= MOST_TEXT:
            raise ApiError(400, "text must have 1 to 2000 characters")
        if self.quota is not None:
            if self.quota <= 0:
                raise ApiError(429)
            self.quota -= 1
        number = self._next()
        self._shown[chat].append(Shown(number, text, time.monotonic(), params))
        return {"message_id": number, "date": self.now()}

    async def _download(self, request: Request) -> Response:
        with self._changed:
            queue = self._faults["download"]
            fault = queue.popleft() if queue else None
        refusal = await self._before(request, fault)
        if refusal is not None:
            return refusal
        data = self._files.get(request.path_params["name"])
        return Response(status_code=404) if data is None else Response(data, media_type="image/jpeg")

    # --- the webhook --------------------------------------------------------------------------------------------

    def _target(self) -> str:
        url = httpx.URL(self.webhook["url"])
        return f"{self.reaches}{url.path}" if self.reaches else str(url)

    async def _set_webhook(self, params: Fields) -> Fields:
        if not params.get("url", "").startswith("https://") or not 8 <= len(params.get("secret_token", "")) <= 256:
            raise ApiError(400)
        self.webhook = params  # it stays set when nobody answers there
        async with httpx.AsyncClient(timeout=5, trust_env=False) as client:
            try:
                status = (await client.post(self._target(), headers={"user-agent": "Java/17"})).status_code
                outcome = "webhook.ok" if status == 200 else f"webhook.http.{status}"
            except httpx.HTTPError:
                outcome = "webhook.err.unreachable"
        self._ring()
        verification = {"ok": outcome == "webhook.ok", "url": params["url"], "outcome": outcome, "hint": ""}
        return {"url": params["url"], "updated_at": self.now(), "verification": verification}

    async def _background(self) -> None:
        """Post events to the webhook, one after the other."""
        while not self.webhook:  # a client costs 50 ms, which a stand-in that is polled does without
            await self._wake(1)
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            while True:
                with self._changed:
                    event = self._take() if self.webhook and self.updates else None
                if event is None:
                    await self._wake(1)
                    continue
                body = {"ok": True, "result": event} if self.wrapped else event
                headers = {"X-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
                try:
                    status = (await client.post(self._target(), json=body, headers=headers)).status_code
                except httpx.HTTPError:
                    status = 0
                with self._changed:
                    self.deliveries.append(status)
                    if status != 200 and self.redelivers:
                        self.updates.appendleft(event)
                self._ring()
                if status != 200 and self.redelivers:
                    await self._wake(0.05)

    def _next(self) -> str:
        """A message id as Zalo writes it: 20 hex digits."""
        with self._changed:
            self._number += 1
            return f"2d758cb5{self._number:012x}"
