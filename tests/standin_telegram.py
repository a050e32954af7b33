"""A stand-in for Telegram's server, over real HTTP on a loopback port, with its true offset semantics and bad days.

An update stays until getUpdates is called with a higher offset; a second poller ends the first; a webhook forbids
polling. `say`, `tap`, `send_photo`, … act as a member; `messages` shows what the member sees. `fail` breaks the next
calls of a method; `enforce` turns the flood limits on. No method sleeps: `wait_*` wake on change.

    with StandIn() as telegram:
        telegram.say(1001, "/start")
        telegram.wait_messages(1001, 1)
"""

from __future__ import annotations

import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any, Literal

import httpx
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests import telegram_shapes as shapes
from tests.standin_server import StandInServer, cut
from tests.telegram_chats import Chats, Shown
from tests.telegram_shapes import Fields

Fault = Literal["429", "400", "403", "500 before", "500 after", "cut before", "cut after", "hang", "bad json", "409"]

# Parameters that are text whatever they look like; all others are JSON where they can be.
LITERAL = {"text", "caption", "callback_query_id", "file_id", "url", "secret_token", "language_code", "parse_mode"}
MOST_DOWNLOAD = 20_000_000
TOKEN = "7000000001:TEST-token-of-the-stand-in"


class ApiError(Exception):
    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Asked:
    """One request of the bot: `done` once it had its effect."""

    method: str
    params: Fields
    files: dict[str, bytes]
    at: float
    done: bool = False
    result: Any = None


class StandIn(StandInServer, Chats):
    """The server. Everything public may be called from any thread."""

    def __init__(self, token: str = TOKEN) -> None:
        Chats.__init__(self)
        StandInServer.__init__(self)
        self.token = token
        self.asked: list[Asked] = []
        self.commands: dict[str, list[Fields]] = {}
        self.webhook: Fields = {}
        self.deliveries: list[int] = []  # status codes our webhook gave
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._limits: tuple[int, int] | None = None
        self.throttled = 0  # sends refused for coming too fast
        self._sends: deque[float] = deque()
        self._chat_sends: defaultdict[int, deque[float]] = defaultdict(deque)

    def _routes(self) -> list[Route]:
        return [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]

    # --- bad days -----------------------------------------------------------------------------------------------

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Break the next calls of a method ("*": of any)."""
        with self._changed:
            self._faults[method].extend([fault] * times)

    def calls(self, method: str) -> list[Asked]:
        """The requests of one method so far."""
        with self._changed:
            return [asked for asked in self.asked if asked.method == method]

    def heal(self) -> None:
        with self._changed:
            self._faults.clear()

    def enforce(self, per_second: int = 30, burst: int = 3) -> None:
        """Flood limits: `per_second` messages in every sliding second, 1 a second and chat after a burst."""
        self._limits = (per_second, burst)

    # --- the Bot API --------------------------------------------------------------------------------------------

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        params, files = await _read(request)
        asked = Asked(method, params, files, time.monotonic())
        with self._changed:
            self.asked.append(asked)
            queue = self._faults[method] or self._faults["*"]
            fault = queue.popleft() if queue else None
        self._ring()
        if request.path_params["token"] != self.token:
            return _error(ApiError(401, "Unauthorized"))
        refusal = await self._before(request, fault)
        if refusal is not None:
            return refusal
        try:
            asked.result = await self._do(method, params, files)
        except ApiError as error:
            return _error(error)
        asked.done = True
        self._ring()
        if fault == "cut after":
            return await cut(request)
        if fault == "500 after":
            return _error(ApiError(500, "Internal Server Error"))
        if fault == "bad json":
            return Response(b"<html>gateway</html>", media_type="text/html")
        return JSONResponse({"ok": True, "result": asked.result})

    async def _before(self, request: Request, fault: Fault | None) -> Response | None:
        refusals = {
            "429": ApiError(429, "Too Many Requests: retry after 3", retry_after=3),
            "400": ApiError(400, "Bad Request: message text is empty"),
            "403": ApiError(403, "Forbidden: bot was blocked by the user"),
            "409": ApiError(409, "Conflict: terminated by other getUpdates request"),
            "500 before": ApiError(500, "Internal Server Error"),
        }
        if fault == "hang":
            while not self._closing and not await request.is_disconnected():
                await self._wake(0.05)
        if fault in ("hang", "cut before"):
            return await cut(request)
        return _error(refusals[fault]) if fault in refusals else None

    async def _do(self, method: str, params: Fields, files: dict[str, bytes]) -> Any:
        match method:
            case "getUpdates":
                return await self._get_updates(params)
            case "getMe":
                return {**shapes.BOT, "can_join_groups": True, "can_read_all_group_messages": False}
            case "setWebhook":
                self.webhook = params
                self._ring()
                return True
            case "deleteWebhook":
                self.webhook = {}
                return True
            case "setMyCommands":
                self.commands[params.get("language_code", "")] = params["commands"]
                return True
            case "getFile":
                return self._get_file(params["file_id"])
            case "answerCallbackQuery":
                return True
            case "editMessageReplyMarkup":
                return self._edit_markup(params)
            case "sendMessage" | "sendPhoto" | "sendDocument" | "sendMediaGroup":
                with self._changed:
                    return self._send(method, params, files)
        raise ApiError(404, "Not Found")

    async def _get_updates(self, params: Fields) -> list[Fields]:
        if self.webhook.get("url"):
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        mine, offset = self._next("poller"), int(params.get("offset", 0))
        self._swap_bell()  # a poller that is still waiting is told off
        with self._changed:
            self.updates = deque(update for update in self.updates if update.get("update_id", 0) >= offset)
            self._changed.notify_all()
        limit, deadline = int(params.get("limit", 100)), time.monotonic() + float(params.get("timeout", 0))
        while True:
            with self._changed:
                waiting = list(self.updates)[:limit]
            if waiting or self._closing or time.monotonic() >= deadline:
                return waiting
            await self._wake(deadline - time.monotonic())
            if mine != self._ids["poller"]:
                raise ApiError(409, "Conflict: terminated by other getUpdates request; only one bot may run")

    def _get_file(self, file_id: str) -> Fields:
        if file_id not in self._files:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        data, path = self._files[file_id]
        if len(data) > MOST_DOWNLOAD:
            raise ApiError(400, "Bad Request: file is too big")
        return {"file_id": file_id, "file_unique_id": f"AQ{file_id}", "file_size": len(data), "file_path": path}

    async def _download(self, request: Request) -> Response:
        with self._changed:
            queue = self._faults["download"]
            fault = queue.popleft() if queue else None
        refusal = await self._before(request, fault)
        if refusal is not None:
            return refusal
        for data, path in list(self._files.values()):
            if path == request.path_params["path"] and request.path_params["token"] == self.token:
                return Response(data, media_type="application/octet-stream")
        return _error(ApiError(404, "Not Found"))

    def _edit_markup(self, params: Fields) -> Fields:
        with self._changed:
            for shown in self._shown[int(params["chat_id"])]:
                if shown.id == params["message_id"]:
                    if not shown.buttons and "reply_markup" not in params:
                        raise ApiError(400, "Bad Request: message is not modified")
                    shown.buttons, shown.tokens = [], {}
                    shown.raw = {key: value for key, value in shown.raw.items() if key != "reply_markup"}
                    return {**shown.raw, "edit_date": self.now()}
        raise ApiError(400, "Bad Request: message to edit not found")

    def _send(self, method: str, params: Fields, files: dict[str, bytes]) -> Any:
        chat = int(params["chat_id"])
        if chat not in self._members:
            raise ApiError(400, "Bad Request: chat not found")
        if chat in self._blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        self._throttle(chat)
        if method == "sendMediaGroup":
            return self._send_album(chat, params["media"], files)
        kind = {"sendMessage": "text", "sendPhoto": "photo", "sendDocument": "document"}[method]
        content: Fields = {}
        if kind == "text":
            words = content["text"] = params.get("text", "")
            if not words.strip():
                raise ApiError(400, "Bad Request: message text is empty")
            if shapes.utf16(words) > 4096:
                raise ApiError(400, "Bad Request: message is too long")
        else:
            words = params.get("caption", "")
            content |= self._media(kind, files[kind])
            content |= _caption(words)
        return self._show(chat, kind, words, content, params.get("reply_markup"), list(files.values()))

    def _send_album(self, chat: int, media: list[Fields], files: dict[str, bytes]) -> list[Fields]:
        if not 2 <= len(media) <= 10:
            raise ApiError(400, "Bad Request: album must have 2 to 10 items")
        group, sent = str(self._next("query")), []
        for item in media:
            data = files[item["media"].removeprefix("attach://")]
            content = {"media_group_id": group, **self._media("photo", data), **_caption(item.get("caption", ""))}
            sent.append(self._show(chat, "photo", item.get("caption", ""), content, None, [data]))
        return sent

    def _media(self, kind: str, data: bytes) -> Fields:
        if not data:
            raise ApiError(400, "Bad Request: file must be non-empty")
        file_id = self.keep_file(data, f"{kind}s/file_{self._next('file')}.jpg")
        if kind == "photo":
            return {"photo": shapes.photo(file_id, len(data))}
        return {"document": shapes.document(file_id, len(data), "file.bin", "application/octet-stream")}

    def _show(
        self, chat: int, kind: str, words: str, content: Fields, markup: Fields | None, pictures: list[bytes]
    ) -> Fields:
        """Put a message on the member's screen; gives it as the Bot API does."""
        shown = Shown(self._next("message"), kind, words, time.monotonic(), pictures=pictures)
        rows = (markup or {}).get("inline_keyboard", [])
        for button in [button for row in rows for button in row]:
            if not 1 <= len(button["callback_data"].encode()) <= 64:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
            shown.tokens[button["text"]] = button["callback_data"]
        shown.buttons = [[button["text"] for button in row] for row in rows]
        for row in (markup or {}).get("keyboard", []):
            shown.keyboard.append([button["text"] for button in row])
            shown.asks_contact = next((b["text"] for b in row if b.get("request_contact")), shown.asks_contact)
        shown.raw = shapes.bot_message(shown.id, self._members[chat], self.now(), **content)
        if rows:
            shown.raw["reply_markup"] = {"inline_keyboard": rows}
        self._shown[chat].append(shown)
        return shown.raw

    def _throttle(self, chat: int) -> None:
        if self._limits is None:
            return
        (per_second, burst), now, here = self._limits, time.monotonic(), self._chat_sends[chat]
        while self._sends and self._sends[0] <= now - 1:
            self._sends.popleft()
        while here and here[0] <= now - burst:
            here.popleft()
        if len(self._sends) >= per_second or len(here) >= burst:
            self.throttled += 1
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
        self._sends.append(now)
        here.append(now)

    async def _background(self) -> None:
        """Post updates to the webhook, oldest first, each again until it is taken."""
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            while True:
                hook, waiting = self.webhook, list(self.updates)[:1]
                if not hook.get("url") or not waiting:
                    await self._wake(1)
                    continue
                headers = {"X-Telegram-Bot-Api-Secret-Token": hook.get("secret_token", "")}
                try:
                    status = (await client.post(hook["url"], json=waiting[0], headers=headers)).status_code
                except httpx.HTTPError:
                    status = 0
                self.deliveries.append(status)
                with self._changed:
                    if 200 <= status < 300 and self.updates and self.updates[0] is waiting[0]:
                        self.updates.popleft()
                        self._changed.notify_all()
                        continue
                await self._wake(0.05)


async def _read(request: Request) -> tuple[Fields, dict[str, bytes]]:
    """Parameters as the Bot API takes them: query, form, multipart or JSON."""
    given: Fields = dict(request.query_params)
    files: dict[str, bytes] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        given |= await request.json()
    elif request.method == "POST":
        async with request.form(max_files=20) as form:
            for key, value in form.items():
                if isinstance(value, UploadFile):
                    files[key] = await value.read()
                else:
                    given[key] = value
    return {key: value if key in LITERAL else _json(value) for key, value in given.items()}, files


def _json(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


def _caption(words: str) -> Fields:
    if shapes.utf16(words) > 1024:
        raise ApiError(400, "Bad Request: message caption is too long")
    return {"caption": words} if words else {}


def _error(error: ApiError) -> Response:
    answer: Fields = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        answer["parameters"] = error.parameters
    return JSONResponse(answer, status_code=error.code)
