"""What a channel has used of its plan: messages a month, people. Counted as they leave, an hour to a row.

The count is ours. Who sells the plan counts for itself and has the last word: what left in the moment of a crash is missing
here, what the channel left uncertain is counted as sent. So are the pieces of a long message, each by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from sqlalchemy import Connection, bindparam, func, select

from storage.channel_tables import ChannelUse
from storage.tables import Address, of
from storage.upsert import upsert

use, address = of(ChannelUse), of(Address)

PACE = timedelta(days=7)  # by which it is foreseen when a month's messages run out

_new = upsert(use)
ADD = _new.on_conflict_do_update(
    index_elements=["channel", "hour"], set_={"messages": use.c.messages + _new.excluded.messages}
)

# Built once: asked with every look at a channel that has a plan, and building it costs more than running it.
SINCE = select(func.coalesce(func.sum(use.c.messages), 0)).where(
    use.c.channel == bindparam("channel"), use.c.hour >= bindparam("since", type_=use.c.hour.type)
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a channel's plan allows; 0 is no limit."""

    users: int
    monthly: int


@dataclass(frozen=True, slots=True)
class Used:
    """What is used of it, and the day by which the month's messages run out at the pace of late; None: not this month."""

    users: int
    messages: int
    month: date  # its first day
    runs_out: date | None


def add(db: Connection, left: Mapping[str, int], now: datetime) -> None:
    """channel → messages that have just left by it."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    rows = [{"channel": channel, "hour": hour, "messages": count} for channel, count in sorted(left.items()) if count]
    if rows:
        db.execute(ADD, rows)


def this_month(db: Connection, channel: str, now: datetime, zone: tzinfo) -> int:
    """Messages since the first of the month, by the house's calendar."""
    return _since(db, channel, _beginning(now.astimezone(zone).date().replace(day=1), zone))


def of_channel(db: Connection, channel: str, plan: Plan, now: datetime, zone: tzinfo) -> Used:
    """How a channel stands."""
    today = now.astimezone(zone).date()
    month = today.replace(day=1)
    people = db.execute(select(func.count()).select_from(address).where(address.c.channel == channel)).scalar_one()
    messages = this_month(db, channel, now, zone)
    return Used(people, messages, month, _runs_out(db, channel, plan, messages, today, now))


def _runs_out(db: Connection, channel: str, plan: Plan, messages: int, today: date, now: datetime) -> date | None:
    if not plan.monthly:
        return None
    if messages >= plan.monthly:
        return today
    a_day = _since(db, channel, now - PACE) / PACE.days
    days = (plan.monthly - messages) / a_day if a_day else float("inf")
    left = _after(today.replace(day=1)) - today
    return today + timedelta(days=int(days)) if days < left.days else None


def _since(db: Connection, channel: str, since: datetime) -> int:
    return int(db.execute(SINCE, {"channel": channel, "since": since}).scalar_one())


def _beginning(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _after(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)
