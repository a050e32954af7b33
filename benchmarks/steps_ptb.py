"""The same talk walked by python-telegram-bot as its guide shows it: a ConversationHandler, answers in `user_data`.

What the member sees is canned (no texts are formatted, no unit is looked up) and a reply ends at a stub that remembers it:
neither written as JSON nor sent. Both are generous to the framework. Without a persistence a restart loses every talk.
"""

from __future__ import annotations

import asyncio
import json
import warnings
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update, User
from telegram.ext import (
    Application,
    BasePersistence,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    PicklePersistence,
    filters,
)
from telegram.warnings import PTBUserWarning

from benchmarks.steps_keeping import TOKEN, Sent
from benchmarks.steps_ptb_sqlite import SqlitePersistence
from benchmarks.steps_script import ACTS, Script
from benchmarks.steps_walk import Feed
from tests import telegram_shapes as shapes

NAME = "talk"


class DeafBot(ExtBot[None]):
    """A bot whose messages stay here."""

    def __init__(self, sent: Sent) -> None:
        super().__init__(TOKEN)
        with self._unfrozen():
            self.sent = sent

    async def get_me(self, *_: Any, **__: Any) -> User:
        self._bot_user = User.de_json(shapes.BOT, self)
        return self._bot_user

    async def send_message(self, chat_id: Any, text: str, *_: Any, reply_markup: Any = None, **__: Any) -> Any:
        self.sent.append((chat_id, text, reply_markup))


async def in_memory(script: Script, sent: Sent) -> Feed:
    application = await _application(script, sent)

    async def feed(raw: bytes) -> None:
        await application.process_update(Update.de_json(json.loads(raw), application.bot))

    return feed


async def with_sqlite(script: Script, sent: Sent, persistence: SqlitePersistence, *, tuned: bool = False) -> Feed:
    """What an update changed is on the disk before the next one of its person: `update_persistence` after each, and a commit.

    The library's lock then writes one update after the other. `tuned` lets all that came meanwhile share a commit, as ours do.
    """
    application = await _application(script, sent, persistence)

    async def flush() -> None:
        await application.update_persistence()
        persistence.commit()

    keep = _shared(flush) if tuned else flush

    async def feed(raw: bytes) -> None:
        await application.process_update(Update.de_json(json.loads(raw), application.bot))
        await keep()

    return feed


def _shared(flush: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """While one flush runs, whoever comes waits for the next, together."""
    running = asyncio.Lock()
    following: list[asyncio.Task[None]] = []

    async def next_one() -> None:
        async with running:
            following.clear()  # who comes from here on is too late for this one
            await flush()

    async def keep() -> None:
        if not following:
            following.append(asyncio.create_task(next_one()))
        await following[0]

    return keep


async def with_pickle(script: Script, sent: Sent, file: Path) -> Feed:
    """What comes with the library: everybody's everything written into one file anew, never synced."""
    application = await _application(script, sent, PicklePersistence(file))

    async def feed(raw: bytes) -> None:
        await application.process_update(Update.de_json(json.loads(raw), application.bot))
        await application.update_persistence()

    return feed


async def _application(script: Script, sent: Sent, persistence: BasePersistence[Any, Any, Any] | None = None) -> Any:
    bot = DeafBot(sent)
    builder: Any = Application.builder().bot(bot)
    application = (builder.persistence(persistence) if persistence else builder).build()
    warnings.simplefilter("ignore", PTBUserWarning)  # taps in a conversation kept by chat: meant so
    states = {}
    for number, act in enumerate(ACTS[1:], 1):
        answer = partial(_answer, script, number)
        states[number] = [
            CallbackQueryHandler(answer)
            if isinstance(act, int)
            else CommandHandler("baocao", answer)
            if act.startswith("/")
            else MessageHandler(filters.TEXT & ~filters.COMMAND, answer)
        ]
    start = CommandHandler("start", partial(_answer, script, 0))
    kept = persistence is not None
    talk: Any = ConversationHandler([start], states, [], name=NAME if kept else None, persistent=kept)  # type: ignore[arg-type, list-item]  # handlers are invariant
    application.add_handler(talk)
    await application.initialize()
    return application


async def _answer(script: Script, number: int, update: Update, context: Any) -> int:
    tap, message = update.callback_query, update.effective_message
    assert message is not None
    context.user_data[str(number)] = tap.data if tap else message.text
    shown = script.shown[number]
    keys = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=token)] for token, label in shown.options])
    await message.reply_text(shown.text, reply_markup=keys)
    return number + 1 if number + 1 < len(ACTS) else ConversationHandler.END
