"""The access to an Official Account: kept before it is used, renewed before it ends, by one process at a time.

An access token lives 25 hours and dies as soon as the next one is made; a refresh token lives three months and opens once
(https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new). So a pair that Zalo gave is
committed before anybody uses it, and while the database is away it is held until it can be. A process that is killed between
the answer and the commit takes the only valid pair with it: then Zalo refuses the old one, and somebody must log in again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from bot.channels.gateway import SendFailed
from bot.channels.zalo_oa_errors import LONG, ErrorCode
from bot.channels.zalo_oa_line import Fields, Line
from bot.writer import Writer
from storage import channel_tokens
from storage.channel_tokens import Pair
from storage.store import Store, away

log = logging.getLogger("baocong.zalo_oa")

NAME = "zalo_oa"
RIPE = 0.8  # of a token's life: then it is renewed, with five hours left for bad days
LEASE = "zalo_oa:token"
LEASE_SECONDS = 90.0  # longer than a renewal can take
SOON = 3.0  # seconds until it is looked again whether the other process has renewed it
RESTS = timedelta(minutes=1)  # after a renewal that came to nothing, while the old token is good
AWAY_PAUSE = 0.5  # seconds until the database is tried again
LIFE = 90_000  # seconds, where Zalo does not say
LONGEST_LIFE = 400_000
TRY_AGAIN = timedelta(hours=1)  # a refusal is tried again this often: not every code of Zalo's is in its documentation

Lease = Callable[[Connection, str, str, datetime, float], int | None]
Told = Callable[[Connection, Pair, datetime], None]
Answer = TypeVar("Answer")


def tell_nobody(_: Connection, __: Pair, ___: datetime) -> None:
    """Where there is no house around."""


@dataclass(frozen=True, slots=True)
class App:
    """Who we are to Zalo."""

    id: str
    secret: str


class Tokens:
    """Gives a good access token. `lease` lets one process renew at a time; `told` queues what the administrators are told
    when somebody must log in again, in the transaction that notes it."""

    def __init__(
        self,
        line: Line,
        app: App,
        store: Store,
        writer: Writer,
        lease: Lease,
        holder: str,
        clock: Callable[[], datetime],
        told: Told = tell_nobody,
    ) -> None:
        self._line = line
        self.app = app
        self._store = store
        self._writer = writer
        self._lease = lease
        self._holder = holder
        self._clock = clock
        self._told = told
        self._turn = asyncio.Lock()
        self._pair: Pair | None = None
        self._rests_until = datetime.min.replace(tzinfo=UTC)

    async def access(self) -> str:
        """A token that should be good. Raises SendFailed (retry) when there is none to be had now."""
        pair = self._pair or await self._read()
        if pair is None:
            raise SendFailed("retry", retry_after=LONG, why="nobody has logged in yet")
        if self._clock() < pair.ripe_at(RIPE):
            return pair.access
        return await self._renewed(pair, urgent=self._clock() >= pair.expires_at)

    async def used(self, ask: Callable[[str], Awaitable[Answer]]) -> Answer:
        """Ask something with a good token; once more with another one when Zalo refuses it. Raises what asking raises."""
        access = await self.access()
        try:
            return await ask(access)
        except ErrorCode as refused:
            if refused.means != "token":
                raise
        return await ask(await self.instead_of(access))

    async def instead_of(self, access: str) -> str:
        """Another token than this one, which Zalo refused. Raises SendFailed (retry)."""
        pair = await self._read()
        if pair is not None and pair.access != access:
            return pair.access
        if pair is None:
            raise SendFailed("retry", retry_after=LONG, why="nobody has logged in yet")
        return await self._renewed(pair, urgent=True)

    def forget(self) -> None:
        """Another pair may stand in the database now."""
        self._pair = None

    async def keep_fresh(self) -> None:
        """What the clock asks for: a pair is renewed though nobody sends, before its three months are over."""
        self.forget()
        try:
            await self.access()
        except SendFailed as failed:
            log.debug("the access to the Official Account: %s", failed)

    async def _renewed(self, pair: Pair, *, urgent: bool) -> str:
        """The token after a renewal. When that fails and the old one is still good, the old one."""
        async with self._turn:
            now = await self._read()
            if now is not None and now.access != pair.access:  # while we waited for our turn
                return now.access
            if not urgent and self._clock() < self._rests_until:
                return pair.access
            try:
                return (await self._renew(now or pair)).access
            except SendFailed:
                if urgent:
                    raise
                self._rests_until = self._clock() + RESTS  # whoever sends shall not wait for it again and again
                return pair.access

    async def _renew(self, pair: Pair) -> Pair:
        moment = self._clock()
        if pair.refused_at is not None and moment - pair.refused_at < TRY_AGAIN:
            raise SendFailed("retry", retry_after=LONG, why=f"the access cannot be renewed ({pair.refusal})")
        fence = await self._writer.run(lambda db, now: self._lease(db, LEASE, self._holder, now, LEASE_SECONDS))
        if fence is None:  # another process is at it
            raise SendFailed("retry", retry_after=SOON, why="the access is being renewed")
        known = pair.refresh
        pair = await self._read() or pair  # the one who held the lease before may just have renewed it
        if pair.refresh != known:
            return pair
        form = {"refresh_token": pair.refresh, "app_id": self.app.id, "grant_type": "refresh_token"}
        try:
            answer = await self._line.token(self.app.secret, form)
        except ErrorCode as refused:
            if refused.means == "retry":
                raise SendFailed("retry", why=f"renewing: {refused}") from None
            await self._refused(pair, refused.code)
            raise SendFailed("retry", retry_after=LONG, why=f"the access cannot be renewed ({refused.code})") from None
        except SendFailed as failed:  # whether Zalo took the token for spent shows the next time
            raise SendFailed("retry", why=f"renewing: {failed}") from None
        return await self._keep(pair, answer)

    async def _keep(self, spent: Pair, answer: Fields) -> Pair:
        """Commit the new pair, however long the database is away: there is no other copy of it."""
        access, refresh, life = str(answer["access_token"]), str(answer["refresh_token"]), life_of(answer)

        def keep(db: Connection, now: datetime) -> bool:
            expires = now + timedelta(seconds=life)
            return channel_tokens.renew(db, NAME, spent.refresh, access, refresh, expires, now)

        while True:
            try:
                if not await self._writer.run(keep):
                    log.warning("a pair of tokens came too late: another one stands in its place")
                break
            except Exception as error:
                if not away(error):
                    raise
                log.error("the new access to the Official Account cannot be kept yet: the database is away")
                await asyncio.sleep(AWAY_PAUSE)
        self._pair = None
        found = await self._read()
        if found is None:  # the row was deleted by hand meanwhile
            raise SendFailed("retry", why="nobody has logged in yet")
        return found

    async def _refused(self, pair: Pair, code: int) -> None:
        def note(db: Connection, now: datetime) -> bool:
            news = channel_tokens.refused(db, NAME, pair.refresh, code, now)
            if news:
                self._told(db, pair, now)
            return news

        if await self._writer.run(note):
            log.error("Zalo refuses to renew the access to the Official Account (%d): ./run zalo-login", code)
        self._pair = None

    async def _read(self) -> Pair | None:
        def look() -> Pair | None:
            with self._store.read() as db:
                return channel_tokens.read(db, NAME)

        self._pair = await asyncio.to_thread(look)
        return self._pair


def life_of(answer: Fields) -> int:
    """Seconds until a new access token ends; Zalo writes them as text."""
    said = str(answer.get("expires_in", ""))
    return min(int(said), LONGEST_LIFE) if said.isdecimal() and 0 < len(said) < 8 else LIFE
