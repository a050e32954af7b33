"""Telegram: the gateway. Reading, fetching and sending stand here; receiving in `telegram_intake`.

`telegram.Bot` is used for its typed methods only. `Bot.initialize()` is left out on purpose: it asks getMe and would
make the start wait for Telegram; the two connection pools need no more than to be made and, at the end, shut.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from telegram import Bot, Message
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.channels import telegram_reading
from bot.channels.gateway import FetchFailed, Limits, SendFailed, in_part
from bot.channels.http import trusted
from bot.channels.telegram_intake import Intake, Keeper
from bot.channels.telegram_line import Line, verdict
from bot.channels.telegram_message import requests
from handlers.words import Incoming, Outgoing

log = logging.getLogger("baocong.telegram")

HOOK_PATH = "/hooks/telegram"
CONNECTIONS = 16
MOST_FILE = 20_000_000  # bytes the Bot API lets a bot download
MOST_ERRANDS = 64  # answered taps on their way; more than that are let go
ERRAND_PATIENCE = 3.0  # seconds they get at the end
DOWNLOADS = 2  # at once: a photo is held in memory as a whole


def no_media(key: str) -> bytes:
    raise LookupError(key)


class Telegram:
    """The gateway to one bot. `load` reads the bytes of a media key (blocking; run in a thread); `answer_within` is how
    many seconds Telegram has to answer."""

    name = telegram_reading.CHANNEL

    def __init__(
        self,
        token: str,
        api_url: str = "https://api.telegram.org",
        *,
        per_second: float = 28.0,
        load: Callable[[str], bytes] = no_media,
        answer_within: float = 20.0,
    ) -> None:
        api, checked = api_url.rstrip("/"), {"verify": trusted()}
        self._line = Line(
            CONNECTIONS, answer_within, write_timeout=10, pool_timeout=10, media_write_timeout=60, httpx_kwargs=checked
        )
        self._long_line = Line(2, httpx_kwargs=checked)  # apart: a long poll must never wait for a free connection
        self._bot = Bot(
            token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=self._line,
            get_updates_request=self._long_line,
        )
        self._load = load
        self._limits = Limits(text=4096, buttons=True, photos=True, files=True, per_second=per_second, per_chat=1.0)
        self._downloads = asyncio.Semaphore(DOWNLOADS)
        self._errands: set[asyncio.Task[None]] = set()
        self.intake = Intake(self._bot, self._long_line, self.acknowledge)

    @property
    def limits(self) -> Limits:
        return self._limits

    @property
    def last_success(self) -> datetime | None:
        """When Telegram last gave or took something; None: not yet."""
        return self.intake.last_success

    def read(self, raw: bytes) -> Incoming | None:
        return telegram_reading.read(raw, self.intake.username)

    async def fetch(self, ref: str) -> bytes:
        """The bytes of a file id, at most 20 MB (https://core.telegram.org/bots/api#getfile)."""
        async with self._downloads:
            return await self._download(await self._locate(ref))

    async def release(self, ref: str) -> None:
        """Nothing to do: Telegram keeps its files as it likes."""

    async def send(self, address: str, message: Outgoing) -> str:
        """Send; gives the message id of the last part. When a part went out and a later one could not, nobody can say
        "not sent": that is `uncertain`."""
        try:
            chat = int(address)
        except ValueError:
            raise SendFailed("rejected", why="the address is no chat id") from None
        media = await self._media(message)
        sent = ""
        for request in requests(self._bot, chat, message, media):
            try:
                result = await request()
            except Exception as error:  # also an answer the library cannot read: it was sent, then
                raise in_part(verdict(error), sent) from None
            last = result if isinstance(result, Message) else result[-1]
            sent = str(last.message_id)
        self.intake.succeeded()
        return sent

    def acknowledge(self, raw: bytes) -> None:
        """After a tap was kept: stop the button's spinner and take its keyboard away. Best effort, not waited for."""
        tap = telegram_reading.tap_of(raw)
        if tap is None or len(self._errands) >= MOST_ERRANDS:
            return
        errand = asyncio.get_running_loop().create_task(self._answer_tap(tap))
        self._errands.add(errand)
        errand.add_done_callback(self._errands.discard)

    async def poll(self, arrivals: Keeper, stop: asyncio.Event) -> None:
        """Receive by long polling until `stop` is set."""
        await self.intake.poll(arrivals, stop)

    async def set_webhook(self, public_url: str, secret: str) -> None:
        """Receive by webhook under `public_url`; returns when Telegram agreed. To be run in the background."""
        await self.intake.set_webhook(f"{public_url.rstrip('/')}{HOOK_PATH}", secret)

    async def register_commands(self, commands: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Show the menu of commands (language code or "" → (name, description) pairs). To be run in the background."""
        await self.intake.register_commands(commands)

    async def close(self) -> None:
        """Finish the errands that are on their way, then shut the connections."""
        if self._errands:
            _, late = await asyncio.wait(self._errands, timeout=ERRAND_PATIENCE)
            for errand in late:
                errand.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await asyncio.gather(self._line.shutdown(), self._long_line.shutdown())

    async def _locate(self, ref: str) -> str:
        """Where a file may be downloaded for the next hour."""
        try:
            file = await self._bot.get_file(ref)
        except BadRequest as error:
            words = error.message.lower()
            raise FetchFailed(again="temporarily unavailable" in words, too_large="too big" in words) from None
        except Exception:  # network, 429, 5xx, a wrong token, an answer that is no file: the file itself may be well
            raise FetchFailed(again=True) from None
        if (file.file_size or 0) > MOST_FILE:
            raise FetchFailed(again=False, too_large=True)
        base = self._bot.base_file_url
        if not file.file_path or not file.file_path.startswith(base):  # the library lets local paths through
            raise FetchFailed(again=False)
        return base + quote(file.file_path.removeprefix(base))

    async def _download(self, url: str) -> bytes:
        try:
            data = await self._line.retrieve(url, read_timeout=30)
        except (InvalidToken, BadRequest, Forbidden):  # 401 and 404, 400, 403: it is no longer there
            raise FetchFailed(again=False) from None
        except TelegramError:
            raise FetchFailed(again=True) from None
        if len(data) > MOST_FILE:
            raise FetchFailed(again=False, too_large=True)
        return data

    async def _media(self, message: Outgoing) -> dict[str, bytes]:
        """The bytes of everything the message shows, read before anything is sent."""
        keys = [*message.photos, *([message.file] if message.file else [])]
        try:
            return {key: await asyncio.to_thread(self._load, key) for key in keys}
        except OSError as error:
            raise SendFailed("retry", ours=True, why=f"media: {type(error).__name__}") from None
        except (LookupError, ValueError) as error:  # deleted meanwhile, or no key at all
            raise SendFailed("rejected", why=f"media: {type(error).__name__}") from None

    async def _answer_tap(self, tap: telegram_reading.Tap) -> None:
        try:
            await self._bot.answer_callback_query(tap.query)
            if tap.message:
                await self._bot.edit_message_reply_markup(chat_id=tap.chat, message_id=tap.message)
        except Exception as error:  # best effort: the person has the answer, this was politeness
            log.debug("a tap was not answered: %s", type(error).__name__)
