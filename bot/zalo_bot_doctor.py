"""What doctor looks at for the Zalo Bot: the token, the webhook, the links, and how much of the plan is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import httpx

from bot.channels.zalo_bot import HOOK_PATH
from bot.channels.zalo_bot_line import SaidNo, Unanswered, opened
from bot.ground import address_of, is_there
from bot.quotas import plans_of
from bot.settings import Settings
from handlers.quota_notices import ENOUGH, STEPS
from storage import channel_use
from storage.channel_use import Plan, Used
from storage.folder import DataFolder
from storage.store import Store

Said = tuple[str, Literal["ok", "note", "bad"], str]  # what, state, says

WHAT, PATIENCE = "zalo bot", 5.0  # seconds


def look(settings: Settings, folder: DataFolder) -> Iterator[Said]:
    """Everything about the channel, where there is one; reads only."""
    if not settings.zalo_bot_token.get_secret_value():
        return
    yield from _line(settings)
    if not settings.public_url.startswith("https://"):
        yield WHAT, "note", "photos and papers go as links: members can open them once BAOCONG_PUBLIC_URL is https."
    path = address_of(settings, folder)
    if is_there(path):
        store = Store(path)
        try:
            with store.read() as db:
                for channel, plan in plans_of(settings).items():
                    used = channel_use.of_channel(db, channel, plan, datetime.now(UTC), settings.zone)
                    yield from _plan(plan, used)
        finally:
            store.close()


def _line(settings: Settings) -> Iterator[Said]:
    try:
        me = _ask(settings, "getMe")
        hook = _ask(settings, "getWebhookInfo")
    except SaidNo as error:
        refused = error.code in (401, 404) and error.envelope
        says = (
            "Zalo refuses the token: check BAOCONG_ZALO_BOT_TOKEN."
            if refused
            else f"Zalo has trouble of its own ({error.code}): we go on trying."
        )
        yield WHAT, "bad", says
        return
    except (httpx.HTTPError, Unanswered) as error:
        yield WHAT, "bad", f"not reachable ({type(error).__name__}): we go on trying. The web chat goes on."
        return
    account = me.get("account_name", "?") if isinstance(me, dict) else "?"
    yield WHAT, "ok", f"{account}, {settings.zalo_bot_mode}"
    set_to = hook.get("url", "") if isinstance(hook, dict) else ""
    ours = f"{settings.public_url}{HOOK_PATH}"
    if settings.zalo_bot_mode == "webhook" and set_to != ours:
        yield WHAT, "note", "Zalo sends events to another address than ours; the next start sets it."
    if settings.zalo_bot_mode == "polling" and set_to:
        yield WHAT, "note", "a webhook is set, so polling gets nothing; the next start takes it down."


def _ask(settings: Settings, method: str) -> Any:
    url = f"{settings.zalo_bot_api_url}/bot{settings.zalo_bot_token.get_secret_value()}/{method}"
    answer = httpx.post(url, json={}, timeout=PATIENCE)
    return opened(answer.status_code, answer.content)


def _plan(plan: Plan, used: Used) -> Iterator[Said]:
    people = f"{used.users:,} of {plan.users:,} people" if plan.users else f"{used.users:,} people"
    yield "zalo people", _state(used.users, plan.users), people
    sent = f"{used.messages:,} of {plan.monthly:,}" if plan.monthly else f"{used.messages:,}"
    says = f"{sent} messages in {used.month:%Y-%m}"
    if plan.monthly and used.messages >= plan.monthly:
        says += ": used up; answers wait until Zalo takes them again, reminders until the month ends."
    elif plan.monthly and used.messages * 100 >= plan.monthly * ENOUGH:
        says += ": kept for answers until the month ends."
    elif used.runs_out is not None:
        says += f"; at this pace used up by {used.runs_out:%Y-%m-%d}."
    yield "zalo messages", _state(used.messages, plan.monthly), says


def _state(used: int, most: int) -> Literal["ok", "note", "bad"]:
    if not most or used * 100 < most * min(STEPS):
        return "ok"
    return "bad" if used >= most else "note"
