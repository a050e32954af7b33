"""Zalo Official Account: the gateway. The words of a message stand in `zalo_oa_message`, what people send in `zalo_oa_reading`.

An account may write to a person for seven days after they wrote, for the first two free of charge
(https://developers.zalo.me/docs/official-account/tin-nhan/tin-tu-van); `Windows` knows where each one stands. Beyond, a message
is `closed`: kept till the person writes again.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from bot.channels import zalo_media, zalo_oa_reading
from bot.channels.gateway import Limits, SendFailed, in_part, utf16
from bot.channels.zalo_oa_errors import ErrorCode, verdict
from bot.channels.zalo_oa_line import Fields, Line
from bot.channels.zalo_oa_message import MOST_BUTTONS, MOST_TEXT, bodies, literal
from bot.channels.zalo_oa_token import Tokens
from handlers.words import Incoming, Outgoing
from storage.shrinking import shrunk

log = logging.getLogger("baocong.zalo_oa")

HOOK_PATH = "/hooks/zalo-oa"
SEND = "/v3.0/oa/message/cs"
MOST_PICTURE = 1_000_000  # bytes: "≤ 1 MB", taken at its smallest
UPLOAD_KEPT = 6 * 86_400.0  # seconds; Zalo keeps one seven days
MOST_UPLOADS = 500  # remembered
PNG = b"\x89PNG"
DOWNLOADS = 2  # at once: a photo is held in memory as a whole


class Windows(Protocol):
    """Who may be written to now, and what that costs."""

    async def enter(self, address: str) -> bool:
        """Whether a message would be billed. Raises SendFailed (closed) when nothing may be sent."""

    async def billed(self, address: str) -> None:
        """A billed message went out."""

    async def shut(self, address: str) -> None:
        """Zalo says the person's window is closed, whatever we thought."""


class ZaloOA:
    """The gateway to one Official Account. `load` reads the bytes of a media key (blocking; run in a thread)."""

    name = zalo_oa_reading.CHANNEL

    def __init__(
        self,
        line: Line,
        tokens: Tokens,
        windows: Windows,
        load: Callable[[str], bytes],
        *,
        per_second: float = 40.0,
        button_template: str = "",
    ) -> None:
        self.line, self.tokens = line, tokens
        self._windows = windows
        self._load = load
        self._template = button_template
        self._limits = Limits(
            text=MOST_TEXT,
            most_buttons=MOST_BUTTONS,
            most_photos=1,
            files=False,
            per_second=per_second,
            per_chat=10.0,  # Zalo publishes no limit of a chat's own
        )
        self._downloads = asyncio.Semaphore(DOWNLOADS)
        self._uploads: OrderedDict[str, tuple[str, float]] = OrderedDict()  # media key → (Zalo's id, good until)
        self.last_success: datetime | None = None

    @property
    def limits(self) -> Limits:
        return self._limits

    def read(self, raw: bytes) -> Incoming | None:
        return zalo_oa_reading.read(raw)

    async def fetch(self, ref: str) -> bytes:
        """The bytes behind a photo's address, at most 20 MB, from Zalo's own hosts only."""
        async with self._downloads:
            return await zalo_media.download(self.line.client, ref, (self.line.api_url,))

    async def release(self, ref: str) -> None:
        """Nothing to do: Zalo keeps its files as it likes."""

    async def send(self, address: str, message: Outgoing) -> str:
        """Send; gives Zalo's id of the last part. When a part went out and a later one could not, nobody can say "not
        sent": that is `uncertain`."""
        if not zalo_oa_reading.IDENTIFIER.fullmatch(address):
            raise SendFailed("rejected", why="the address is no id of Zalo's")
        if utf16(literal(message.text)) > MOST_TEXT:
            raise SendFailed("rejected", why="a message has at most 2,000 characters")
        billed = await self._windows.enter(address)
        pictures = [each for key in message.photos[: self._limits.most_photos] if (each := await self._uploaded(key))]
        sent = ""
        for body in bodies(message, pictures, self._template):
            sent = await self._post(address, body, sent, pictures)
            if billed:
                await self._windows.billed(address)
        self.last_success = datetime.now(UTC)
        return sent

    async def close(self) -> None:
        await self.line.close()

    async def _post(self, address: str, body: Fields, sent: str, pictures: list[str]) -> str:
        """Send one part; gives its id. `sent` is the id of the part before."""
        request = {"recipient": {"user_id": address}, "message": body}
        try:
            answer = await self.tokens.used(lambda access: self.line.post(SEND, access, request))
        except ErrorCode as refused:
            if refused.means == "expired":
                self._forget(pictures)
            failed = verdict(refused)
        except SendFailed as error:
            failed = error
        else:
            return str(answer.get("message_id", ""))[:64]
        if failed.outcome == "closed":
            await self._windows.shut(address)
        raise in_part(failed, sent)

    async def _uploaded(self, key: str) -> str:
        """Zalo's id of a picture of ours, brought there when it is not known any more; "" when Zalo does not take it: then the
        words go alone. Raises SendFailed."""
        known = self._uploads.get(key)
        if known is not None and known[1] > time.monotonic():
            return known[0]
        try:
            data = await asyncio.to_thread(lambda: shrunk(self._load(key), MOST_PICTURE))
        except OSError as error:
            raise SendFailed("retry", ours=True, why=f"media: {type(error).__name__}") from None
        except (LookupError, ValueError) as error:  # deleted meanwhile, or no picture at all
            raise SendFailed("rejected", why=f"media: {type(error).__name__}") from None
        name = "baocong.png" if data.startswith(PNG) else "baocong.jpg"
        try:
            answer = await self.tokens.used(partial(self._bring, data=data, name=name))
        except ErrorCode as refused:
            failed = verdict(refused)
            if failed.outcome == "retry":
                raise failed from None
            log.warning("Zalo does not take a picture (%d): its words go alone", refused.code)
            return ""
        except SendFailed as error:  # nobody saw anything of it
            raise SendFailed(
                "retry", retry_after=error.retry_after, throttled=error.throttled, why=str(error)
            ) from None
        return self._remember(key, str(answer.get("attachment_id", "")))

    async def _bring(self, access: str, data: bytes, name: str) -> Fields:
        return await self.line.upload("image", access, data, name)

    def _remember(self, key: str, upload: str) -> str:
        if not upload:
            return ""
        self._uploads[key] = (upload, time.monotonic() + UPLOAD_KEPT)
        while len(self._uploads) > MOST_UPLOADS:
            self._uploads.popitem(last=False)
        return upload

    def _forget(self, uploads: list[str]) -> None:
        for key in [key for key, (upload, _) in self._uploads.items() if upload in uploads]:
            del self._uploads[key]
