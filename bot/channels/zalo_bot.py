"""The Zalo Bot Platform: the gateway. Sending and fetching stand here; receiving in `zalo_bot_intake`.

It has no buttons, no edits and no files, and shows a picture only from an address it fetches itself, each a message of its
own: `fit` makes numbered lines of options, `bot.links` makes links of photos and papers.
"""

from __future__ import annotations

import asyncio
import unicodedata
from datetime import datetime

from bot.channels import zalo_bot_reading
from bot.channels.gateway import FetchFailed, Limits, SendFailed, utf16
from bot.channels.zalo_bot_intake import Intake, Keeper
from bot.channels.zalo_bot_line import Line, SaidNo, verdict
from handlers.words import Incoming, Outgoing

HOOK_PATH = "/hooks/zalo-bot"
API_URL = "https://bot-api.zaloplatforms.com"
MOST_TEXT = 2_000  # UTF-16 units of a message
DOWNLOADS = 2  # at once: a photo is held in memory as a whole


class ZaloBot:
    """The gateway to one bot. `answer_within` is how many seconds Zalo has to answer."""

    name = zalo_bot_reading.CHANNEL

    def __init__(
        self, token: str, api_url: str = API_URL, *, per_second: float = 5.0, answer_within: float = 20.0
    ) -> None:
        self._line = Line(token, api_url, answer_within=answer_within)
        self._limits = Limits(
            text=MOST_TEXT, buttons=False, photos=False, files=False, per_second=per_second, per_chat=per_second
        )
        self._downloads = asyncio.Semaphore(DOWNLOADS)
        self._refusals = 0  # 429 in a row
        self.intake = Intake(self._line)

    @property
    def limits(self) -> Limits:
        return self._limits

    @property
    def last_success(self) -> datetime | None:
        """When Zalo last gave or took something; None: not yet."""
        return self.intake.last_success

    def read(self, raw: bytes) -> Incoming | None:
        return zalo_bot_reading.read(raw)

    async def fetch(self, ref: str) -> bytes:
        """The bytes behind a photo's address, at most 20 MB. A second try comes at once: how long an address is good is
        documented nowhere, and the next one would come after a minute."""
        async with self._downloads:
            try:
                return await self._line.download(ref)
            except FetchFailed as failed:
                if not failed.again:
                    raise
            return await self._line.download(ref)

    async def release(self, ref: str) -> None:
        """Nothing to do: Zalo keeps its files as it likes."""

    async def send(self, address: str, message: Outgoing) -> str:
        """Send; gives Zalo's id of the message. Plain text: without a parse mode nothing in anybody's words is markup."""
        text = _sendable(message.text)
        if not text.strip() or utf16(text) > MOST_TEXT:
            raise SendFailed("rejected", why="a message has 1 to 2,000 characters")
        failed = None
        try:
            result = await self._line.call("sendMessage", {"chat_id": address, "text": text})
        except Exception as error:
            self._refusals = self._refusals + 1 if isinstance(error, SaidNo) and error.code == 429 else 0
            failed = verdict(error, self._refusals)
        if failed is not None:
            raise failed
        self._refusals = 0
        self.intake.succeeded()
        return str(result.get("message_id", ""))[:64] if isinstance(result, dict) else ""

    async def poll(self, arrivals: Keeper, stop: asyncio.Event) -> None:
        """Receive by long polling until `stop` is set."""
        await self.intake.poll(arrivals, stop)

    async def set_webhook(self, public_url: str, secret: str) -> None:
        """Receive by webhook under `public_url`; returns when Zalo agreed. To be run in the background."""
        await self.intake.set_webhook(f"{public_url.rstrip('/')}{HOOK_PATH}", secret)

    async def close(self) -> None:
        await self._line.close()


def _sendable(text: str) -> str:
    """NFC, as Zalo counts it (decomposed Vietnamese measures a quarter more), and nothing that UTF-8 cannot say."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", whole)
