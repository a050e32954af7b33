"""The same talk walked by aiogram as its guide shows it: one handler a state, answers in the FSM's data.

What the member sees is canned and a reply ends at a stub, as in `steps_ptb`. In memory a restart loses every talk; with
Redis (`appendfsync always`) or SQLite (`synchronous=FULL`) the state and the answers are on the disk before the next message.

aiogram and redis are dependencies of the slow suite only, so both are imported by name, where they are there.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.steps_keeping import TOKEN, Sent, open_durable
from benchmarks.steps_script import ACTS, Script
from benchmarks.steps_walk import Feed
from tests import telegram_shapes as shapes


def has_aiogram() -> bool:
    return importlib.util.find_spec("aiogram") is not None


def _part(name: str) -> Any:
    return importlib.import_module(f"aiogram{name}")


def memory() -> Any:
    return _part(".fsm.storage.memory").MemoryStorage()


def redis(socket: Path) -> Any:
    """aiogram's own storage in Redis, on the server that listens there."""
    many = 1_000  # connections at most: everybody's at once (its hundred would refuse the others)
    client = importlib.import_module("redis.asyncio").Redis(unix_socket_path=str(socket), max_connections=many)
    return _part(".fsm.storage.redis").RedisStorage(client)


def sqlite(file: Path) -> Any:
    """A storage in SQLite, on the raw driver; aiogram brings none. Its interface writes data and state apart: two commits a
    step."""
    db = open_durable(file)
    db.execute(
        "CREATE TABLE IF NOT EXISTS fsm (chat INTEGER, user INTEGER, state TEXT, data TEXT, PRIMARY KEY (chat, user))"
    )
    return _storage(_part(".fsm.storage.base").BaseStorage, _part(".fsm.state").State, db)


def _storage(base: Any, state_type: Any, db: Any) -> Any:
    keep = "INSERT INTO fsm (chat, user, {0}) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET {0} = excluded.{0}"
    find = "SELECT {0} FROM fsm WHERE chat = ? AND user = ?"

    class Storage(base):  # type: ignore[misc]  # a class found at run time
        async def set_state(self, key: Any, state: Any = None) -> None:
            name = state.state if isinstance(state, state_type) else state
            db.execute(keep.format("state"), (key.chat_id, key.user_id, name))

        async def get_state(self, key: Any) -> Any:
            return (db.execute(find.format("state"), (key.chat_id, key.user_id)).fetchone() or (None,))[0]

        async def set_data(self, key: Any, data: Mapping[str, Any]) -> None:
            db.execute(keep.format("data"), (key.chat_id, key.user_id, json.dumps(data)))

        async def get_data(self, key: Any) -> Any:
            found = db.execute(find.format("data"), (key.chat_id, key.user_id)).fetchone()
            return json.loads(found[0]) if found and found[0] else {}

        async def close(self) -> None:
            db.close()

    return Storage()


async def walk(script: Script, sent: Sent, storage: Any, *, tuned: bool = False) -> Feed:
    """`Dispatcher.feed_raw_update`, one handler a state, the state itself as its filter, as in the guide.

    aiogram runs such a filter in a thread. `tuned` uses `StateFilter`, which it awaits: faster, and seldom seen.
    """
    library, types, filter_, state_ = _part(""), _part(".types"), _part(".filters"), _part(".fsm.state")
    bot = library.Bot(TOKEN, session=_deaf_session(_part(".client.session.base").BaseSession, types, sent))
    dispatcher = library.Dispatcher(storage=storage)
    in_state = filter_.StateFilter if tuned else lambda place: place
    places = [state_.State(f"step_{number}", group_name="Talk") for number in range(len(ACTS))]
    for number, act in enumerate(ACTS):
        following = places[number + 1] if number + 1 < len(ACTS) else None
        answer = _answer(script, number, following, types)
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


def _answer(script: Script, number: int, following: Any, types: Any) -> Callable[..., Awaitable[None]]:
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
