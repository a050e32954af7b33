"""`./run zalo-login`: the account's administrator lets our app act for it, once, and again when its access has died.

OAuth with PKCE (https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new): Zalo sends the
browser back to us with a code of ten minutes and one use. It reaches us at `CALLBACK` while a login is open; or somebody pastes
the address of the page they landed on. Neither is believed without the state that this login was begun with.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.gateway import SendFailed
from bot.channels.zalo_oa_errors import CODES, ErrorCode
from bot.channels.zalo_oa_line import Line
from bot.channels.zalo_oa_token import NAME, Tokens, life_of
from bot.control import Answer
from bot.writer import Writer
from storage import channel_tokens, kept
from storage.store import Store

CALLBACK = "/zalo/callback"
LONGEST = 4_000  # characters of an address
ABOUT = "/v2.0/oa/getoa"
NO_LOGIN = "That answer belongs to no login that is open. Begin again: ./run zalo-login"


@dataclass(frozen=True, slots=True)
class Login:
    """The login of one account. `expected` is the account it must be for, if that is set; `ring`
    says that what waited for the access may go."""

    line: Line
    tokens: Tokens
    store: Store
    writer: Writer
    public_url: str
    clock: Callable[[], datetime]
    expected: str = ""
    ring: Callable[[], None] = lambda: None

    async def begin(self) -> Answer:
        """Open a login; gives the address an administrator of the account must visit."""
        verifier = secrets.token_urlsafe(32)  # 32 bytes are the 43 letters Zalo asks for
        state = secrets.token_urlsafe(24)
        await self.writer.run(lambda db, now: channel_tokens.open_login(db, NAME, state, verifier, now))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "app_id": self.tokens.app.id,
            "redirect_uri": f"{self.public_url}{CALLBACK}",
            "code_challenge": challenge,
            "state": state,
        }
        return {"say": f"{self.line.oauth_url}/v4/oa/permission?{urlencode(asked)}"}

    async def finish(self, address: str) -> Answer:
        """The address the browser was sent to, pasted: its code becomes the first pair of tokens."""
        query = address.strip()[:LONGEST].partition("?")[2].partition("#")[0]
        return await self._enter(dict(parse_qsl(query)))

    async def stand(self) -> Answer:
        """Whether the login that was begun has been answered."""
        is_open, account = await asyncio.to_thread(self._look)
        if is_open or not account:
            return {"say": "No answer has come yet: paste the address of the page you landed on.", "failed": True}
        return {"say": f"Báo Công is connected to {account}."}

    def callback(self) -> Route:
        """Where Zalo sends the browser. There is nothing here unless a login is open."""

        async def answered(request: Request) -> Response:
            is_open, _ = await asyncio.to_thread(self._look)
            if not is_open or len(str(request.url)) > LONGEST:
                return PlainTextResponse("There is no login open.", 404)
            said = await self._enter(dict(request.query_params))
            return PlainTextResponse(f"{said['say']} You may close this page.", 400 if said.get("failed") else 200)

        return Route(CALLBACK, answered, methods=["GET"])

    def _look(self) -> tuple[bool, str]:
        with self.store.read() as db:
            pair = channel_tokens.read(db, NAME)
            return channel_tokens.login_open(db, NAME, self.clock()), pair.account if pair else ""

    async def _enter(self, given: Mapping[str, str]) -> Answer:
        """Exchange the code for a pair, keep it, and learn whose account it is."""
        state, account = given.get("state", ""), given.get("oa_id", "")[:64]
        verifier = await self.writer.run(lambda db, now: channel_tokens.take_login(db, NAME, state, now))
        if verifier is None:
            return {"say": NO_LOGIN, "failed": True}
        if self.expected and account and account != self.expected:
            return {"say": "That is another account than BAOCONG_ZALO_OA_ID says: nothing was changed.", "failed": True}
        form = {"code": given.get("code", ""), "app_id": self.tokens.app.id, "code_verifier": verifier}
        try:
            pair = await self.line.token(self.tokens.app.secret, {**form, "grant_type": "authorization_code"})
        except (ErrorCode, SendFailed) as failed:
            return {"say": f"Zalo gave no access ({failed}). Begin again: ./run zalo-login", "failed": True}

        def keep(db: Connection, now: datetime) -> None:
            expires = now + timedelta(seconds=life_of(pair))
            channel_tokens.logged_in(db, NAME, account, pair["access_token"], pair["refresh_token"], expires, now)
            kept.hurry(db, NAME, now)

        await self.writer.run(keep)
        self.tokens.forget()
        self.ring()
        return await self._named(account)

    async def _named(self, account: str) -> Answer:
        try:
            about = await self.tokens.used(lambda access: self.line.get(ABOUT, access, {}))
        except ErrorCode as refused:
            says = CODES[refused.code].says if refused.code in CODES else "a code we do not know"
            return {"say": f"The access is kept, but Zalo answers with error {refused.code}: {says}.", "failed": True}
        except SendFailed as failed:
            return {"say": f"The access is kept, but the account could not be asked for its name ({failed})."}
        name = str(about.get("name", ""))[:100] if isinstance(about, dict) else ""
        known = f"{name} ({account})" if account else name
        await self.writer.run(lambda db, _: channel_tokens.name_account(db, NAME, known))
        return {"say": f"Báo Công is connected to {known}."}


async def at_terminal(
    do: Callable[..., Awaitable[Answer | None]], read: Callable[[str], str], tell: Callable[[str], None]
) -> bool:
    """The command's dialogue; gives whether the account is connected. `do` runs the writing command."""
    begun = await do() or {}
    tell(str(begun.get("say", begun.get("error", ""))))
    if begun.get("failed") or "say" not in begun:
        return False
    tell("Open this address as an administrator of the Official Account and agree; it is good for half an hour.")
    pasted = read("Then press Enter; or, if the page could not be opened, paste its address here: ").strip()
    ended = await do(address=pasted, begun=True) or {}
    tell(str(ended.get("say", ended.get("error", ""))))
    return "say" in ended and not ended.get("failed")
