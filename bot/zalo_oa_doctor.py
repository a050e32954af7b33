"""What doctor says of an Official Account: its access, its windows, what it bills, and what Zalo answers. Reads only: a refresh
token opens once, and it is the program's to spend."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import httpx

from bot.channels.zalo_oa_errors import CODES
from bot.channels.zalo_oa_token import NAME
from bot.settings import Settings
from bot.zalo_oa_windows import month_of
from storage import channel_tokens, kept, windows
from storage.channel_tokens import Pair
from storage.store import Store

LOGIN = "An administrator of the account has to agree again: ./run zalo-login"
Said = tuple[Literal["ok", "note", "bad"], str]


def look(settings: Settings, store: Store) -> Iterator[Said]:
    """State and sentence, one after the other."""
    with store.read() as db:
        pair = channel_tokens.read(db, NAME)
        month = month_of(datetime.now(UTC), settings.zone)
        counted = windows.counted(db, NAME, month)
        messages, people = kept.counts(db, NAME)
    if pair is None:
        yield "bad", "nobody has logged in yet: ./run zalo-login (docs/zalo-oa.md)"
        return
    yield from _access(settings, pair)
    yield "ok", f"{month}: {counted.get('billed', 0)} billed messages, {counted.get('template', 0)} templates"
    if messages:
        says = f"{messages} messages to {people} people are kept: they go when those people write (Zalo's 7 days are over)."
        yield "note", says if settings.zalo_oa_template_id else f"{says} BAOCONG_ZALO_OA_TEMPLATE_ID can ask them to."


def _access(settings: Settings, pair: Pair) -> Iterator[Said]:
    if pair.refused_at is not None:
        yield (
            "bad",
            f"Zalo refuses to renew the access ({pair.refusal}), since {pair.refused_at:%Y-%m-%d %H:%M} UTC. {LOGIN}",
        )
        return
    if pair.expires_at <= datetime.now(UTC):
        yield "note", "the access has expired; the program renews it while it runs."
        return
    code = _asked(settings, pair)
    if isinstance(code, str):
        yield "bad", f"{code}; what people write waits for us at Zalo for an hour, then it is caught up with."
    elif code == 0:
        yield "ok", f"{pair.account}, access until {pair.expires_at:%Y-%m-%d %H:%M} UTC"
    else:
        says = CODES[code].says if code in CODES else "a code we do not know"
        yield "bad", f"{pair.account}: Zalo answers with error {code}: {says}."


def _asked(settings: Settings, pair: Pair) -> int | str:
    """The error code of a harmless question, 0 for none; or why there was no answer."""
    url, headers = f"{settings.zalo_oa_api_url}/v2.0/oa/getoa", {"access_token": pair.access}
    try:
        answer: Any = httpx.get(url, headers=headers, timeout=5).json()
    except (httpx.HTTPError, ValueError) as error:
        return f"Zalo is not reachable ({type(error).__name__})"
    code = answer.get("error") if isinstance(answer, dict) else None
    return code if isinstance(code, int) else "Zalo's answer cannot be read"
