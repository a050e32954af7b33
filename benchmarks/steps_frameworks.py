"""The same talk walked by the two Telegram frameworks as their guides show it, in memory: a restart would lose it all.

What the member sees is canned (no texts are formatted, no unit is looked up, nothing is kept but the answers), and a
reply ends at a stub that remembers it: neither written as JSON nor sent. Both are generous to the frameworks.

aiogram is a dependency of the slow suite only, so it is imported by name, where it is there.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import warnings
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update, User
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    filters,
)
from telegram.warnings import PTBUserWarning

from benchmarks.steps_script import ACTS, Script
from tests import telegram_shapes as shapes

TOKEN = "7000000001:AAE-not-a-token-but-shaped-like-one"
Feed = Callable[[bytes], Awaitable[Any]]
Sent = list[tuple[Any, str, Any]]  # chat, words, keyboard
KIND: dict[bool, str] = {True: "tap", False: "text"}


# --- python-telegram-bot -------------------------------------------------------------------------------------------------


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


async def ptb(script: Script, sent: Sent) -> Feed:
    """`Application.process_update` with a ConversationHandler."""
    bot = DeafBot(sent)
    application = Application.builder().bot(bot).build()
    warnings.simplefilter("ignore", PTBUserWarning)  # taps in a conversation kept by chat: meant so
    states = {}
    for number, act in enumerate(ACTS[1:], 1):
        answer = partial(_ptb_answer, script, number)
        states[number] = [
            CallbackQueryHandler(answer)
            if isinstance(act, int)
            else CommandHandler("baocao", answer)
            if act.startswith("/")
            else MessageHandler(filters.TEXT & ~filters.COMMAND, answer)
        ]
    start = CommandHandler("start", partial(_ptb_answer, script, 0))
    talk: Any = ConversationHandler([start], states, [])  # type: ignore[arg-type, list-item]  # handlers are invariant
    application.add_handler(talk)
    await application.initialize()

    async def feed(raw: bytes) -> None:
        await application.process_update(Update.de_json(json.loads(raw), bot))

    return feed


async def _ptb_answer(script: Script, number: int, update: Update, context: Any) -> int:
    tap, message = update.callback_query, update.effective_message
    assert message is not None
    context.user_data[number] = tap.data if tap else message.text
    shown = script.shown[number]
    keys = InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=token)] for token, label in shown.options])
    await message.reply_text(shown.text, reply_markup=keys)
    return number + 1 if number + 1 < len(ACTS) else ConversationHandler.END


# --- aiogram -------------------------------------------------------------------------------------------------------------


def has_aiogram() -> bool:
    return importlib.util.find_spec("aiogram") is not None


async def aiogram(script: Script, sent: Sent, *, tuned: bool = False) -> Feed:
    """`Dispatcher.feed_raw_update` with in-memory FSM, one handler a state, the state itself as its filter, as in the guide.

    aiogram runs such a filter in a thread. `tuned` uses `StateFilter`, which it awaits: faster, and seldom seen.
    """
    library, types, filter_, fsm, state_, base = (
        importlib.import_module(f"aiogram{name}")
        for name in ("", ".types", ".filters", ".fsm.storage.memory", ".fsm.state", ".client.session.base")
    )
    session = _deaf_session(base.BaseSession, types, sent)
    bot = library.Bot(TOKEN, session=session)
    dispatcher = library.Dispatcher(storage=fsm.MemoryStorage())
    in_state = filter_.StateFilter if tuned else lambda place: place
    places = [state_.State(f"step_{number}", group_name="Talk") for number in range(len(ACTS))]
    for number, act in enumerate(ACTS):
        following = places[number + 1] if number + 1 < len(ACTS) else None
        answer = _aiogram_answer(script, number, following, types)
        if number == 0:
            dispatcher.message.register(answer, filter_.CommandStart())
        elif isinstance(act, int):
            dispatcher.callback_query.register(answer, in_state(places[number]))
        else:
            command = [filter_.Command("baocao")] if act.startswith("/") else []
            dispatcher.message.register(answer, in_state(places[number]), *command)

    async def feed(raw: bytes) -> None:
        await dispatcher.feed_raw_update(bot, json.loads(raw))

    return feed


async def aiogram_tuned(script: Script, sent: Sent) -> Feed:
    return await aiogram(script, sent, tuned=True)


def _aiogram_answer(script: Script, number: int, following: Any, types: Any) -> Callable[..., Awaitable[None]]:
    async def answer(event: Any, state: Any) -> None:
        tapped = isinstance(event, types.CallbackQuery)
        await state.update_data({str(number): event.data if tapped else event.text})
        shown = script.shown[number]
        button = types.InlineKeyboardButton
        rows = [[button(text=label, callback_data=token)] for token, label in shown.options]
        message = event.message if tapped else event
        await message.answer(shown.text, reply_markup=types.InlineKeyboardMarkup(inline_keyboard=rows))
        await state.set_state(following)

    return answer


def _deaf_session(base: Any, types: Any, sent: Sent) -> Any:
    done = types.Message.model_validate(shapes.bot_message(1, shapes.Member(1), 1_795_322_400, text="."))

    class Deaf(base):  # type: ignore[misc]  # a class found at run time
        async def make_request(self, bot: Any, method: Any, timeout: Any = None) -> Any:  # noqa: ASYNC109  - aiogram's own signature
            sent.append((method.chat_id, method.text, method.reply_markup))
            return done

        async def stream_content(self, *_: Any, **__: Any) -> Any:
            yield b""

        async def close(self) -> None:
            pass

    return Deaf()
