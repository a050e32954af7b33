"""An `Outgoing` as consultation messages (https://developers.zalo.me/docs/official-account/tin-nhan/tin-tu-van).

One attachment a message: a picture goes before the words when they bear buttons, else with them. A tap answers with the
button's payload as text and shows nothing of it (`oa.query.hide`). Plain text: what people wrote is shown literally.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from handlers.words import Option, Outgoing

Fields = dict[str, Any]

MOST_TEXT = 2_000  # UTF-16 units of a message; a longer one is refused, not cut
MOST_BUTTONS = 5
MOST_TITLE = 100
EMPTY = "\u200b"  # a message of buttons must have words


def bodies(message: Outgoing, pictures: Sequence[str], template: str = "") -> list[Fields]:
    """What to send one after the other. `pictures` are the ids of uploads; `template` names the buttons' template type, where
    Zalo wants one (its documentation gives none, and buttons are known to be taken without)."""
    text = literal(message.text)
    beside = bool(pictures) and bool(text) and not message.options
    sent = [
        _picture(each, text if beside and place == len(pictures) - 1 else "") for place, each in enumerate(pictures)
    ]
    if beside:
        return sent
    if message.options:
        attachment = {"type": "template", "payload": _buttons(message.options, template)}
        return [*sent, {"text": text or EMPTY, "attachment": attachment}]
    return [*sent, {"text": text}] if text or not sent else sent


def _picture(upload: str, text: str) -> Fields:
    element = {"media_type": "image", "attachment_id": upload}
    attachment = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
    return {"text": text, "attachment": attachment} if text else {"attachment": attachment}


def _buttons(options: Sequence[Option], template: str) -> Fields:
    buttons = [
        {"title": literal(option.label)[:MOST_TITLE], "type": "oa.query.hide", "payload": option.token}
        for option in options
    ]
    return {**({"template_type": template} if template else {}), "buttons": buttons}


def literal(text: str) -> str:
    """As JSON can carry it, composed: a decomposed text counts a third more (R69)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
