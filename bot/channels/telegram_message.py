"""An `Outgoing` as requests of the Bot API: which methods, in which order, with which keyboard.

No `parse_mode` ever: what people wrote is shown literally. Limits are those of https://core.telegram.org/bots/api
(caption 1,024 UTF-16 units, album 2–10 photos).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.gateway import utf16
from handlers.words import Option, Outgoing

Request = Callable[[], Coroutine[Any, Any, Message | tuple[Message, ...]]]
Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None

MOST_CAPTION = 1_024
MOST_ALBUM = 10
SHORT_LABEL = 18  # characters; two such labels fit side by side on a small phone
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def requests(bot: Bot, chat: int, message: Outgoing, media: Mapping[str, bytes]) -> list[Request]:
    """Pictures first, the file, then the words with the keyboard, so that the question stands beside its answers.

    Words short enough to be the caption of a single picture or file travel with it. `media` holds the bytes by key.
    """
    words, buttons = literal(message.text), keyboard(message, private=chat > 0)
    alone = len(message.photos) + bool(message.file) == 1 and utf16(words) <= MOST_CAPTION
    beside: dict[str, Any] = {"caption": words or None, "reply_markup": buttons} if alone else {}
    steps: list[Request] = []
    for start in range(0, len(message.photos), MOST_ALBUM):
        keys = message.photos[start : start + MOST_ALBUM]
        if len(keys) == 1:
            name = _file_name(keys[0])
            steps.append(partial(bot.send_photo, chat, media[keys[0]], filename=name, **beside))
        else:
            album = [InputMediaPhoto(media[key], filename=_file_name(key)) for key in keys]
            steps.append(partial(bot.send_media_group, chat, album))
    if message.file:
        name = literal(message.file_name) or _file_name(message.file)
        steps.append(partial(bot.send_document, chat, media[message.file], filename=name, **beside))
    if not steps or (words and not alone):
        steps.append(partial(bot.send_message, chat, words, link_preview_options=NO_PREVIEW, reply_markup=buttons))
    return steps


def keyboard(message: Outgoing, *, private: bool = True) -> Keyboard:
    """Buttons under the message; or, where the phone number is asked for, the keyboard that can share it, with the
    options as plain labels. A message without either puts such a keyboard away again."""
    if not private:
        return None
    rows = _rows(message.options)
    if message.ask_contact:
        share = [KeyboardButton(literal(message.ask_contact), request_contact=True)]
        plain = [[KeyboardButton(literal(option.label)) for option in row] for row in rows]
        return ReplyKeyboardMarkup([share, *plain], one_time_keyboard=True, resize_keyboard=True)
    if rows:
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(literal(option.label), callback_data=option.token) for option in row]
                for row in rows
            ]
        )
    return ReplyKeyboardRemove()


def _rows(options: Sequence[Option]) -> list[list[Option]]:
    """Two short labels a row, a long one alone; the ways out start a row of their own."""
    rows: list[list[Option]] = []
    for option in options:
        last = rows[-1] if rows else []
        together = [*last, option]
        fits = len(last) == 1 and all(len(each.label) <= SHORT_LABEL for each in together)
        if fits and last[0].aside == option.aside:
            last.append(option)
        else:
            rows.append([option])
    return rows


def literal(text: str) -> str:
    """The text as UTF-8 can carry it: a lone surrogate would make the request impossible to encode."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _file_name(key: str) -> str:
    """A neutral name with the right ending: Telegram judges a picture by it."""
    return f"baocong{PurePosixPath(key).suffix}"
