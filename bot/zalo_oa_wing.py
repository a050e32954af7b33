"""The Zalo OA wing of the house: built only where an app is set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from starlette.routing import Route

from bot.arrivals import Arrivals
from bot.channels.zalo_oa import HOOK_PATH, ZaloOA
from bot.channels.zalo_oa_catchup import CatchUp
from bot.channels.zalo_oa_line import Line
from bot.channels.zalo_oa_signature import Keys
from bot.channels.zalo_oa_token import App, Tokens
from bot.clock import Tick
from bot.settings import Settings
from bot.web.zalo_oa_hook import zalo_oa_webhook
from bot.writer import Writer
from bot.zalo_login import Login
from bot.zalo_oa_windows import KnownWindows
from handlers import access_notice
from handlers.texts import Texts
from storage import leases
from storage.channel_tokens import Pair
from storage.store import Store

LOOKS = 300.0  # seconds between two looks whether it is time to catch up, or to renew the access


@dataclass(frozen=True, slots=True)
class Wing:
    """What stands where an Official Account is set."""

    gateway: ZaloOA
    tokens: Tokens
    catch_up: CatchUp
    login: Login
    keys: Keys
    clock: Callable[[], datetime]

    def routes_of(self, arrivals: Arrivals) -> list[Route]:
        """Where Zalo calls us, and where it sends an administrator's browser."""
        hook = zalo_oa_webhook(self.keys, arrivals, self.clock, self.catch_up)
        return [Route(HOOK_PATH, hook, methods=["POST"]), self.login.callback()]

    def ticks(self, arrivals: Arrivals) -> list[Tick]:
        return [
            Tick("the access to the Official Account", LOOKS, self.tokens.keep_fresh),
            Tick("what Zalo's webhook missed", LOOKS, lambda: self.catch_up.look(arrivals)),
        ]

    async def close(self) -> None:
        await self.gateway.close()


def wing_of(
    settings: Settings,
    store: Store,
    writer: Writer,
    texts: Texts,
    load: Callable[[str], bytes],
    clock: Callable[[], datetime],
    ring: Callable[[], None],
    holder: str,
) -> Wing:
    """The wing of the account the settings name; the network is not touched. `holder` is this process's name on its leases."""
    line = Line(settings.zalo_oa_api_url, settings.zalo_oa_oauth_url)
    app = App(settings.zalo_oa_app_id, settings.zalo_oa_app_secret.get_secret_value())

    def told(db: Connection, pair: Pair, now: datetime) -> None:
        access_notice.tell(db, texts, settings.zone, pair, now)

    tokens = Tokens(line, app, store, writer, leases.take, holder, clock, told)
    windows = KnownWindows(store, writer, line, tokens, settings.zone, clock, settings.zalo_oa_template_id)
    gateway = ZaloOA(
        line,
        tokens,
        windows,
        load,
        per_second=settings.zalo_oa_per_second,
        button_template=settings.zalo_oa_button_template,
    )
    catch_up = CatchUp(line, tokens, store, writer, leases.take, holder, clock)
    login = Login(line, tokens, store, writer, settings.public_url, clock, settings.zalo_oa_id, ring)
    keys = Keys(settings.zalo_oa_app_id, settings.zalo_oa_secret_key.get_secret_value(), settings.zalo_oa_id)
    return Wing(gateway, tokens, catch_up, login, keys, clock)
