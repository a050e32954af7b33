"""A stand-in for Zalo's Official Account: OAuth, OpenAPI, media and the webhook's sender, over real HTTP on a loopback port.

Shapes are those of developers.zalo.me. Errors come with HTTP 200; a refresh token opens once; an access token dies with the next
one; a message is refused when the person last wrote more than seven days ago (by `now`, milliseconds).

    with StandIn() as zalo:
        zalo.webhook = "http://127.0.0.1:8000/hooks/zalo-oa"
        zalo.say(1001, "/start")
        zalo.wait_messages(1001, 1)

As a person: `say`, `tap`, `send_photo`, `send_file`, `send_sticker`, `share_contact`, `follow`, `block`, `write` (any message),
`push` (any event), `repeat`; with `lost=True` an event never comes by the webhook. What they see: `messages`, `wait_messages`.
What was asked: `asked`, `calls(method)`: cs, template, image (an upload), listrecentchat, conversation, getoa, access_token,
download. Bad days: `fail(method, fault, times)` ("*": any; a fault may be an error code, as "-32"), `heal`, `tokens.expire`,
`forget_files`, `forget_uploads`. The administrator: `tokens.consent(address)` visits the address of `./run zalo-login` and gives
where Zalo sends the browser then. The webhook: `deliveries` (status codes), `signing` (which prefix and timestamp), `mac` (the
form), `signed` (False: no signature), `redelivers` (an event is posted until it is taken), `sign` (headers for a body of one's
own). `SETTINGS` are what a program needs to know of it, beside its addresses. No method sleeps.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests import zalo_oa_shapes as shapes
from tests.standin_server import StandInServer, cut
from tests.telegram_shapes import utf16
from tests.zalo_oa_people import Chat, People, Shown, chat_id
from tests.zalo_oa_shapes import APP_ID, OA_ID, Fields, refusal

APP_SECRET, SECRET_KEY = "app-secret-of-the-stand-in", "oa-secret-key-of-the-stand-in"
DAY = 86_400_000  # milliseconds
MOST_TEXT, MOST_BUTTONS, MOST_TITLE, MOST_PAYLOAD, MOST_PICTURE = 2_000, 5, 100, 1_000, 1_048_576
PICTURES = (b"\xff\xd8", b"\x89PNG")
SETTINGS = {"ZALO_OA_APP_ID": APP_ID, "ZALO_OA_APP_SECRET": APP_SECRET, "ZALO_OA_SECRET_KEY": SECRET_KEY}


class ApiError(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass
class Asked:
    """One request of ours: `done` once it had its effect."""

    method: str
    params: Fields
    at: float
    access: str = ""
    done: bool = False


@dataclass
class Tokens:
    """The account's consent: one pair is good at a time."""

    access: str = "access-0"
    refresh: str = "refresh-0"
    made: int = 0
    life: str = "90000"
    expired: bool = False
    codes: dict[str, str] = field(default_factory=dict)  # code → challenge
    spent: list[str] = field(default_factory=list)

    def expire(self) -> None:
        """Twenty-five hours are over."""
        self.expired = True

    def consent(self, address: str, oa_id: str = OA_ID) -> str:
        """An administrator agrees at the address of the login; gives where the browser is sent."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["app_id"] == APP_ID and len(asked["code_challenge"]) == 43
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked["code_challenge"]
        return f"{asked['redirect_uri']}?{urlencode({'oa_id': oa_id, 'code': code, 'state': asked['state']})}"

    def give(self, form: Fields, secret: str) -> Fields:
        if secret != APP_SECRET or form.get("app_id") != APP_ID:
            return {"error": -14004, "error_name": "Invalid secret key"}
        if form.get("grant_type") == "authorization_code":
            verifier = form.get("code_verifier", "")
            if len(verifier) != 43 or self.codes.pop(form.get("code", ""), "") != shapes.challenge_of(verifier):
                return {"error": -14003, "error_name": "Invalid code"}
        elif form.get("refresh_token") != self.refresh:
            return {"error": -118, "error_name": "Invalid refresh token"}
        else:
            self.spent.append(self.refresh)
        self.made, self.expired = self.made + 1, False
        self.access, self.refresh = f"access-{self.made}", f"refresh-{self.made}"
        return {"access_token": self.access, "refresh_token": self.refresh, "expires_in": self.life}


class StandIn(People, StandInServer):
    """The server. Everything public may be called from any thread."""

    def __init__(self) -> None:
        StandInServer.__init__(self)
        People.__init__(self)
        self.tokens = Tokens()
        self.asked: list[Asked] = []
        self.webhook = ""
        self.deliveries: list[int] = []
        self.redelivers = True
        self.signed = True
        self.signing, self.mac = "app_id, body timestamp", "mac="
        self._uploads: dict[str, bytes] = {}
        self._faults: defaultdict[str, deque[str]] = defaultdict(deque)

    def _ring(self) -> None:
        StandInServer._ring(self)

    def wait_messages(self, chat: Chat, count: int, seconds: float = 10.0) -> list[Shown]:
        """The messages of a person once there are `count` of them."""
        self.wait(lambda: len(self._shown[chat_id(chat)]) >= count, seconds)
        return self.messages(chat)

    def fail(self, method: str, fault: str, times: int = 1) -> None:
        """Break the next calls of a method: an error code, 429, "500 before", "500 after", "cut before", "cut after", "hang",
        "bad json"."""
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
            Route("/v4/oa/{method:path}", self._call, methods=["POST"]),
            Route("/{version}/oa/{method:path}", self._call, methods=["GET", "POST"]),
            Route("/media/{name}", self._download),
        ]

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"].rsplit("/", 1)[-1]
        asked = Asked(method, await _read(request), time.monotonic(), request.headers.get("access_token", ""))
        with self._changed:
            self.asked.append(asked)
            queue = self._faults[method] or self._faults["*"]
            fault = queue.popleft() if queue else ""
        self._ring()
        refused = await self._before(request, fault)
        if refused is not None:
            return refused
        try:
            with self._changed:
                answer = self._do(method, asked, request.headers.get("secret_key", ""))
                asked.done = True
        except ApiError as error:
            answer = refusal(error.code)
        self._ring()
        match fault:
            case "cut after":
                return await cut(request)
            case "500 after":
                return Response(b"<html>gateway</html>", status_code=502)
            case "bad json":
                return Response(b"<html>gateway</html>", media_type="text/html")
        return JSONResponse(answer)

    async def _before(self, request: Request, fault: str) -> Response | None:
        if fault.startswith("-"):
            return JSONResponse(refusal(int(fault)))
        if fault == "hang":
            while not self._closing and not await request.is_disconnected():
                await self._wake(0.05)
        if fault in ("hang", "cut before"):
            return await cut(request)
        status = {"429": 429, "500 before": 500, "403": 403, "404": 404}.get(fault)
        return Response(b"", status_code=status) if status else None

    def _do(self, method: str, asked: Asked, secret: str) -> Fields:
        if method == "access_token":
            return self.tokens.give(asked.params, secret)
        if self.tokens.expired or asked.access != self.tokens.access:
            raise ApiError(-220 if self.tokens.expired and asked.access == self.tokens.access else -216)
        match method:
            case "cs":
                return self._send(asked.params)
            case "template":
                return self._send_template(asked.params)
            case "image":
                return self._upload(asked.params["file"])
            case "getoa":
                return _success({"oa_id": OA_ID, "name": "LĐLĐ Ninh Bình", "is_verified": True})
            case "listrecentchat" | "conversation":
                return self._chats(method, json.loads(asked.params["data"]))
        raise ApiError(-201)

    def _send(self, params: Fields) -> Fields:
        person, message = params["recipient"]["user_id"], params["message"]
        if person not in self._people:
            raise ApiError(-201)
        if person in self._blocked:
            raise ApiError(-217)
        silence = self.now() - self._last[person]
        if silence > 7 * DAY:
            raise ApiError(-230)
        shown = Shown(self._next(), "text", message.get("text", ""), time.monotonic(), raw=message)
        self._attach(shown, message.get("attachment"))
        if utf16(shown.text) > MOST_TEXT:
            raise ApiError(-210)
        if not shown.text and "attachment" not in message:
            raise ApiError(-201)
        self._show(person, shown)
        free = {"quota": {"quota_type": "reply"}} if silence <= 2 * DAY else {}
        return _success({"message_id": shown.id, "user_id": person, "sent_time": str(self.now()), **free})

    def _attach(self, shown: Shown, attachment: Fields | None) -> None:
        if attachment is None:
            return
        payload = attachment["payload"]
        if attachment["type"] != "template" or set(payload) - {"template_type", "elements", "buttons"}:
            raise ApiError(-201)
        for element in payload.get("elements", []):
            if element["attachment_id"] not in self._uploads:
                raise ApiError(-100)
            shown.kind = "photo"
            shown.pictures.append(self._uploads[element["attachment_id"]])
        buttons = payload.get("buttons", [])
        if len(buttons) > MOST_BUTTONS or (buttons and not shown.text):
            raise ApiError(-201)
        for button in buttons:
            if not 1 <= len(button["title"]) <= MOST_TITLE or not 1 <= len(button["payload"]) <= MOST_PAYLOAD:
                raise ApiError(-210)
            assert button["type"] == "oa.query.hide"
            shown.buttons.append(button["title"])
            shown.tokens[button["title"]] = button["payload"]

    def _send_template(self, params: Fields) -> Fields:
        person = params["user_id"]
        if person not in self._people or not params["template_data"]:
            raise ApiError(-201)
        shown = Shown(self._next(), "template", "", time.monotonic(), raw=params)
        self._show(person, shown)
        return _success({"message_id": shown.id})

    def _show(self, person: str, shown: Shown) -> None:
        self._shown[person].append(shown)
        event = shapes.message_event("oa_send_text", OA_ID, self.now(), shown.id, text=shown.text)
        self.history.append(shapes.line_of_chat({**event, "recipient": {"id": person}}, mine=True))

    def _upload(self, data: bytes) -> Fields:
        if len(data) > MOST_PICTURE or not data.startswith(PICTURES):
            raise ApiError(-210)
        number = f"upload-{len(self._uploads)}"
        self._uploads[number] = data
        return _success({"attachment_id": number})

    def forget_uploads(self) -> None:
        """Seven days are over."""
        with self._changed:
            self._uploads = {f"old-{number}": data for number, data in self._uploads.items()}

    def _chats(self, method: str, question: Fields) -> Fields:
        """Newest first; `listrecentchat` gives the newest line of each person."""
        lines = sorted(self.history, key=lambda line: int(line["time"]), reverse=True)
        if method == "conversation":
            lines = [line for line in lines if question["user_id"] in (line["from_id"], line["to_id"])]
        else:
            newest: dict[str, Fields] = {}
            for line in lines:
                newest.setdefault(line["from_id"] if line["src"] else line["to_id"], line)
            lines = list(newest.values())
        if not 1 <= question["count"] <= 10:
            raise ApiError(-201)
        return _success(lines[question["offset"] : question["offset"] + question["count"]])

    async def _download(self, request: Request) -> Response:
        asked = Asked("download", dict(request.path_params), time.monotonic())
        with self._changed:
            self.asked.append(asked)
            queue = self._faults["download"]
            fault = queue.popleft() if queue else ""
        refused = await self._before(request, fault)
        if refused is not None:
            return refused
        data = self._files.get(request.path_params["name"])
        return Response(status_code=404) if data is None else Response(data, media_type="image/jpeg")

    # --- the webhook --------------------------------------------------------------------------------------------

    def sign(self, body: bytes, moment: str, key: str = SECRET_KEY) -> dict[str, str]:
        """The headers of an event, signed as `signing` says."""
        prefix = APP_ID if self.signing.startswith("app_id") else OA_ID
        sent = moment if "body" in self.signing else str(int(moment) + 17)
        made = hashlib.sha256(prefix.encode() + body + sent.encode() + key.encode()).hexdigest()
        return {"X-ZEvent-Signature": f"{self.mac}{made}", "X-ZEvent-Timestamp": sent}

    async def _background(self) -> None:
        """Post events to the webhook, one after the other."""
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            while True:
                with self._changed:
                    event = self.updates[0] if self.webhook and self.updates else None
                if event is None:
                    await self._wake(1)
                    continue
                body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
                headers = self.sign(body, str(event.get("timestamp", "0"))) if self.signed else {}
                try:
                    status = (await client.post(self.webhook, content=body, headers=headers)).status_code
                except httpx.HTTPError:
                    status = 0
                with self._changed:
                    self.deliveries.append(status)
                    taken = status == 200 or not self.redelivers
                    if taken and self.updates and self.updates[0] is event:
                        self.updates.popleft()
                self._ring()
                if not taken:
                    await self._wake(0.05)


async def _read(request: Request) -> Fields:
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        found: Fields = await request.json()
        return found
    if request.method == "GET":
        return dict(request.query_params)
    async with request.form(max_files=2) as form:
        return {key: await value.read() if isinstance(value, UploadFile) else value for key, value in form.items()}


def _success(data: Any) -> Fields:
    return {"data": data, "error": 0, "message": "Success"}
