"""The plans of channels that have one: what has left is counted, and bulk ends before the answers have to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import Connection

from bot.settings import Settings
from handlers.quota_notices import ENOUGH
from storage import channel_use
from storage.channel_use import Plan


def plans_of(settings: Settings) -> dict[str, Plan]:
    """channel → what its plan allows; channels without a plan are not counted."""
    if not settings.zalo_bot_token.get_secret_value():
        return {}
    return {"zalo_bot": Plan(settings.zalo_bot_users, settings.zalo_bot_monthly)}


@dataclass(frozen=True, slots=True)
class Quotas:
    """What departures asks before bulk leaves, and tells of what has left."""

    plans: Mapping[str, Plan]
    zone: tzinfo

    def bulk_may_leave(self, db: Connection, channel: str, now: datetime) -> bool:
        """The last messages of a month are kept for answers and decision notices."""
        plan = self.plans.get(channel)
        if plan is None or not plan.monthly:
            return True
        used = channel_use.this_month(db, channel, now, self.zone)
        return used * 100 < plan.monthly * ENOUGH

    def count(self, db: Connection, left: Iterable[tuple[str, int]], now: datetime) -> None:
        """(channel, messages) of what has left."""
        total: Counter[str] = Counter()
        for channel, count in left:
            if channel in self.plans:
                total[channel] += count
        channel_use.add(db, total, now)
